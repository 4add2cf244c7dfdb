//! The system calls that saving a file makes, one by one, so that a test can let any of them fail.
//!
//! Nothing else in `store` creates, renames or removes a file of the user; `tests/architecture.rs` looks.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::attributes;

/// Where files are saved: the [`Disk`], or one that fails.
#[expect(clippy::missing_errors_doc, reason = "each gives what the system says")]
pub trait FileSystem: fmt::Debug + Send + Sync {
    fn exists(&self, path: &Path) -> io::Result<bool>;

    /// The whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The names of what is in a folder, in no order.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// Makes one folder. One that is there is no error.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// What is at a path; a link is not followed.
    fn link(&self, path: &Path) -> io::Result<Entry>;

    /// Opens an empty file for writing; an old one loses what it held.
    fn create(&self, path: &Path, access: Access) -> io::Result<File>;

    /// Gives a file of ours the mode, the owner where that is allowed, and the extended attributes of another one.
    fn keep_attributes(&self, from: &Path, to: &File) -> io::Result<()>;

    /// Writes all of `bytes` behind what was written before.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Returns once the file is durable (fsync).
    fn sync(&self, file: &File) -> io::Result<()>;

    /// Returns once the names in a folder are durable (fsync of the folder).
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Puts a file in the place of another one at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Opens a file, made where it is missing, that nobody else holds. It is held until the file is closed, which the
    /// end of the process does too.
    fn try_lock(&self, path: &Path) -> Result<File, TryLockError>;
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A link, and what it says.
    Link(PathBuf),
    Missing,
    /// A file, a folder, or something else.
    Other,
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// As the user's other new files.
    Usual,
    /// Nobody else, before its first byte is written. On Windows the folder decides.
    OwnerOnly,
}

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn exists(&self, path: &Path) -> io::Result<bool> {
        path.try_exists()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        match fs::create_dir(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            result => result,
        }
    }

    fn link(&self, path: &Path) -> io::Result<Entry> {
        match fs::symlink_metadata(path) {
            // A junction of Windows is one too.
            Ok(data) if data.is_symlink() => fs::read_link(path).map(Entry::Link),
            Ok(_) => Ok(Entry::Other),
            Err(error) if is_missing(&error) => Ok(Entry::Missing),
            // A folder that may be passed through and not looked at.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(Entry::Other),
            Err(error) => Err(error),
        }
    }

    fn create(&self, path: &Path, access: Access) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        if access == Access::Usual {
            return options.open(path);
        }
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        attributes::make_private(&file)?;
        Ok(file)
    }

    fn keep_attributes(&self, from: &Path, to: &File) -> io::Result<()> {
        attributes::copy(from, to)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// Only Unix lets a folder be opened for that, and not on every network drive.
    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        const NOT_OFFERED: [ErrorKind; 3] =
            [ErrorKind::PermissionDenied, ErrorKind::InvalidInput, ErrorKind::Unsupported];
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            Err(error) if NOT_OFFERED.contains(&error.kind()) => Ok(()),
            result => result,
        }
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn try_lock(&self, path: &Path) -> Result<File, TryLockError> {
        // NFS locks a file against others only when it is open for writing; one that another user has made may be
        // open to us for reading alone.
        let opened = match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => File::open(path).or(Err(error)),
            result => result,
        };
        let file = opened.map_err(TryLockError::Error)?;
        file.try_lock()?;
        Ok(file)
    }
}

/// A file where a folder should be makes what is behind it missing.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
