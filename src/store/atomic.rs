//! Writing a file so that the old or the new one is there, whole, at every moment.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use super::file_system::{Access, Disk, FileSystem};
use super::links;

/// Writes `bytes` to `path`, or to the file that it is a link to: a temporary file in the same folder, synced, renamed over
/// the old one, and the folder synced. The new file has the mode, the owner and the extended attributes of the old one,
/// as far as the system lets us. Makes the folder where it is missing.
///
/// # Errors
/// Whatever the file system says, and [`links::DeadLink`]. The temporary file is then removed, and the old file untouched, unless it was the
/// last step that failed: the folder's sync.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_on(&Disk, path, bytes)
}

/// As [`write()`], on any file system.
///
/// # Errors
/// As [`write()`].
pub fn write_on(disk: &dyn FileSystem, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_like(disk, path, path, bytes)
}

/// As [`write_on()`]; a file that is not there yet gets what `like` has: a copy of a private file is private too.
///
/// # Errors
/// As [`write()`].
pub(in crate::store) fn write_like(
    disk: &dyn FileSystem,
    path: &Path,
    like: &Path,
    bytes: &[u8],
) -> io::Result<()> {
    let path = &links::target(disk, path)?;
    let folder = folder_of(path);
    make_folder(disk, folder)?;
    let mut temporary = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = folder.join(temporary);
    let mut models = [path.as_path(), like].into_iter().map(|file| Ok(disk.exists(file)?.then_some(file)));
    let model = models.find_map(io::Result::transpose).transpose()?;
    let written = write_synced(disk, &temporary, model, bytes).and_then(|()| disk.rename(&temporary, path));
    if let Err(error) = written {
        if let Err(left_over) = disk.remove(&temporary) {
            tracing::debug!(%left_over, "no temporary file to remove");
        }
        return Err(error);
    }
    disk.sync_folder(folder)
}

/// Writes `bytes` to `path` where nothing is yet, and leaves an existing file alone, and a link that leads nowhere.
///
/// # Errors
/// As [`write()`].
pub fn write_missing(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if links::exists(&Disk, path)? { Ok(()) } else { write(path, bytes) }
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder, and those above it, where they are missing.
pub(in crate::store) fn make_folder(disk: &dyn FileSystem, folder: &Path) -> io::Result<()> {
    if disk.exists(folder)? {
        return Ok(());
    }
    let above = folder_of(folder);
    make_folder(disk, above)?;
    disk.create_folder(folder)?;
    disk.sync_folder(above)
}

/// The name of the file that a temporary one was to become; `None` for any other file.
fn meant_by(temporary: &OsStr) -> Option<&str> {
    let (name, process) = temporary.to_str()?.strip_suffix(".tmp")?.rsplit_once('.')?;
    (!process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

/// The files of a folder; none in one that is missing.
pub(in crate::store) fn names(disk: &dyn FileSystem, folder: &Path) -> io::Result<Vec<OsString>> {
    match disk.names(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        result => result,
    }
}

/// Removes the temporary files of programs that were ended in the middle of a write, those that were to become one of
/// `are_ours`. Nobody may be in the middle of writing one of these.
pub(in crate::store) fn remove_left_over(
    disk: &dyn FileSystem,
    folder: &Path,
    are_ours: impl Fn(&str) -> bool,
) -> io::Result<()> {
    for name in names(disk, folder)? {
        if meant_by(&name).is_some_and(&are_ours) {
            disk.remove(&folder.join(name))?;
        }
    }
    Ok(())
}

/// As [`remove_left_over()`], those of one file.
pub(in crate::store) fn remove_left_over_of(disk: &dyn FileSystem, path: &Path) -> io::Result<()> {
    let target = links::target(disk, path)?;
    remove_left_over(disk, folder_of(&target), |meant| target.file_name() == Some(OsStr::new(meant)))
}

/// Writes a new file and makes it durable; with the attributes of `like`, where that is given.
fn write_synced(disk: &dyn FileSystem, path: &Path, like: Option<&Path>, bytes: &[u8]) -> io::Result<()> {
    let access = if like.is_some() { Access::OwnerOnly } else { Access::Usual };
    let mut file = disk.create(path, access)?;
    disk.write(&mut file, bytes)?;
    if let Some(like) = like
        && let Err(error) = disk.keep_attributes(like, &file)
    {
        // The text is worth more than the rights of others to read it.
        tracing::warn!(%error, path = %path.display(), "the mode of a file cannot be kept");
    }
    disk.sync(&file)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_written_whole_into_a_new_folder_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/er/settings.ron");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("taken");
        fs::create_dir(&path).unwrap();
        fs::create_dir(path.join("inside")).unwrap();
        assert!(write(&path, b"x").is_err());
        assert!(path.join("inside").is_dir());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_temporary_file_is_told_by_its_name() {
        let cases = [
            ("replies.ron.4711.tmp", Some("replies.ron")),
            ("replies.ron.tmp", None),
            ("replies.ron..tmp", None),
            ("replies.ron.4711", None),
            ("4711.tmp", None),
        ];
        for (name, meant) in cases {
            assert_eq!(meant_by(OsStr::new(name)), meant, "{name}");
        }
    }
}
