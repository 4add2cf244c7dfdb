//! The right to write a file of the user, which one program has at a time, and why a file was not edited.
//!
//! It is a lock of the system's on a file of its own beside the other: `.replies.ron.lock`. The file itself cannot be
//! locked, since a save puts another one in its place. The lock ends with the process; its file stays: were it removed, two
//! programs could hold two files of one name. Of a link, it is beside the target, so that programs that use another path
//! wait too.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use thiserror::Error;

use super::atomic;
use super::file_system::FileSystem;
use super::links;
use crate::diag::Diagnostic;

/// A save takes milliseconds: after two seconds without the lock, that is an error.
const TRIES: u32 = 200;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// The right to write one file, until it is dropped.
#[derive(Debug)]
pub struct Hold<'a> {
    disk: &'a dyn FileSystem,
    path: &'a Path,
    /// The file behind a link.
    target: PathBuf,
    /// `None` where the file system has no locks.
    lock: Option<File>,
}

impl<'a> Hold<'a> {
    /// Waits for the right to write `path`, which need not exist; makes its folder.
    ///
    /// # Errors
    /// [`TryLockError::WouldBlock`]: another program has kept it for two seconds. Else what the file system says.
    pub fn of(disk: &'a dyn FileSystem, path: &'a Path) -> Result<Self, TryLockError> {
        Self::of_patient(disk, path, TRIES)
    }

    /// Takes the lock of a file, trying so many times. Where the system has no locks, goes on without one.
    fn of_patient(disk: &'a dyn FileSystem, path: &'a Path, tries: u32) -> Result<Self, TryLockError> {
        let beside = || {
            let target = links::target(disk, path)?;
            atomic::make_folder(disk, atomic::folder_of(&target))?;
            Ok((lock_of(&target)?, target))
        };
        let (beside, target) = beside().map_err(TryLockError::Error)?;
        for left in (0..tries).rev() {
            match disk.try_lock(&beside) {
                Ok(lock) => return Ok(Self { disk, path, target, lock: Some(lock) }),
                Err(TryLockError::Error(error)) if is_unsupported(&error) => {
                    return Ok(Self { disk, path, target, lock: None });
                }
                Err(TryLockError::WouldBlock) if left > 0 => thread::sleep(BETWEEN_TRIES),
                Err(error) => return Err(error),
            }
        }
        Err(TryLockError::WouldBlock)
    }

    pub fn disk(&self) -> &'a dyn FileSystem {
        self.disk
    }

    pub fn path(&self) -> &'a Path {
        self.path
    }

    /// The file to be written: the path itself, or what it is a link to.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Whether no other program can be writing the file. Where the file system has no locks, nobody knows.
    pub fn is_exclusive(&self) -> bool {
        self.lock.is_some()
    }
}

/// Why a file was not edited. It is as it was, but for the one case that [`atomic::write()`] names.
///
/// [`atomic::write()`]: crate::store::atomic::write()
#[derive(Debug, Error)]
pub enum EditError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// Another program has been writing the file for as long as was waited.
    #[error("{path}: another program is writing this file")]
    Busy { path: PathBuf },
    /// The file has mistakes.
    #[error("{}", .0.location())]
    Mistake(Box<Diagnostic>),
    /// What is to be changed is not there, or is another one by now.
    #[error("the file was changed meanwhile")]
    Changed,
    /// Read back, it would say something else: a code or an id is there already, or a text is missing.
    #[error("what was to be written would be read as something else")]
    Mismatch,
}

/// The right to write a file, for who edits it.
pub(in crate::store) fn hold<'a>(disk: &'a dyn FileSystem, path: &'a Path) -> Result<Hold<'a>, EditError> {
    Hold::of(disk, path).map_err(|error| match error {
        TryLockError::WouldBlock => EditError::Busy { path: path.to_owned() },
        TryLockError::Error(source) => {
            // It is the folder of the target that a link's user has to look at.
            let path = links::target(disk, path).unwrap_or_else(|_| path.to_owned());
            EditError::File { path, source }
        }
    })
}

fn lock_of(path: &Path) -> io::Result<PathBuf> {
    let mut name = OsString::from(".");
    name.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    name.push(".lock");
    Ok(path.with_file_name(name))
}

/// Windows says "incorrect function" (1) of a drive without locks.
fn is_unsupported(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported || (cfg!(windows) && error.raw_os_error() == Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file_system::Disk;

    #[test]
    fn one_holds_a_file_at_a_time_and_another_file_is_another_matter() {
        let root = tempfile::tempdir().unwrap();
        let (path, other) =
            (root.path().join("new/replies.ron"), root.path().join("new/replies.questions.ron"));
        let held = Hold::of(&Disk, &path).unwrap();
        assert!(held.is_exclusive());
        assert!(matches!(Hold::of_patient(&Disk, &path, 3), Err(TryLockError::WouldBlock)));
        Hold::of_patient(&Disk, &other, 1).unwrap();
        // A program that ends gives it back, and leaves the lock's file, which stops nobody.
        drop(held);
        assert!(root.path().join("new/.replies.ron.lock").exists());
        Hold::of_patient(&Disk, &path, 1).unwrap();
    }

    #[test]
    fn who_waits_gets_it_when_the_other_is_done() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        let held = Hold::of(&Disk, &path).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| Hold::of(&Disk, &path).map(|hold| hold.is_exclusive()));
            thread::sleep(BETWEEN_TRIES * 3);
            drop(held);
            assert!(waiting.join().unwrap().unwrap());
        });
    }

    #[test]
    fn a_file_system_without_locks_is_told_by_its_error() {
        assert!(is_unsupported(&io::ErrorKind::Unsupported.into()));
        assert!(!is_unsupported(&io::ErrorKind::PermissionDenied.into()));
        // ENOSYS and EOPNOTSUPP.
        #[cfg(target_os = "linux")]
        assert!([38, 95].map(io::Error::from_raw_os_error).iter().all(is_unsupported));
    }
}
