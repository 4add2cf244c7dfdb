//! Saving a file of the user so that the versions before it can be had back.
//!
//! They are in a folder `backups` beside the file (of a link, beside the link): the last 20, and the last of each of 14 days.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, DateTime};
use jiff::{ToSpan as _, Zoned};

use super::atomic;
use super::file_system::{Disk, FileSystem};
use super::lock::{EditError, Hold, hold};
use super::trash;

const FOLDER: &str = "backups";

/// How many versions are kept in any case.
const SAVES: usize = 20;
/// Of so many days the last version is kept, today being the first.
const DAYS: i64 = 14;

/// How the time is written in the name of a version: no colon, which Windows does not allow.
const STAMP: &str = "%Y-%m-%dT%H-%M-%S.%3f";

/// Writes `bytes` to `path` as [`atomic::write()`] does, when the version that is there is safe in the backups.
/// No other program writes the file meanwhile.
///
/// # Errors
/// Whatever the file system says, as [`atomic::write()`]; [`io::ErrorKind::WouldBlock`] where another program keeps
/// writing the file.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    save_held(&Hold::of(&Disk, path)?, bytes)
}

/// As [`save()`], for who has the right to write the file already.
///
/// # Errors
/// Whatever the file system says, as [`atomic::write()`].
pub fn save_held(hold: &Hold<'_>, bytes: &[u8]) -> io::Result<()> {
    save_at(hold, bytes, Zoned::now().datetime())
}

/// Saves the file, with the version before it in the backups.
fn save_at(hold: &Hold<'_>, bytes: &[u8], now: DateTime) -> io::Result<()> {
    let (disk, path, target) = (hold.disk(), hold.path(), hold.target());
    let versions = Versions::of(path)?;
    // First of all, for the disk may be full of them.
    if hold.is_exclusive()
        && let Err(error) = remove_left_over(disk, path, &versions)
    {
        tracing::warn!(%error, path = %path.display(), "left over temporary files cannot be removed");
    }
    let mut like = target.to_owned();
    match disk.read(target) {
        Ok(old) if old == bytes => return Ok(()),
        Ok(old) => atomic::write_like(disk, &versions.free_path(disk, now)?, target, &old)?,
        // A network drive may lose a file for a moment.
        Err(error) if error.kind() == io::ErrorKind::NotFound && !disk.exists(target)? => {
            // One that was deleted comes back as private as it was.
            like = versions.list(disk)?.into_iter().next().map_or(like, |(_, version)| version);
        }
        Err(error) => return Err(error),
    }
    atomic::write_like(disk, target, &like, bytes)?;
    // The save has succeeded; a version too many is not a loss.
    if let Err(error) = prune(disk, &versions, now.date()) {
        tracing::warn!(%error, path = %path.display(), "old backups cannot be removed");
    }
    Ok(())
}

/// A file as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// When it was replaced, by the clock on the wall.
    pub at: DateTime,
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
}

/// The versions of a file that can be restored, the newest first; none where nothing was ever saved.
///
/// # Errors
/// The folder of the backups is there and cannot be read, nor can a version, or the path names no file.
pub fn versions(path: &Path) -> io::Result<Vec<Version>> {
    let mut found = Vec::new();
    for (at, version) in Versions::of(path)?.list(&Disk)? {
        match std::fs::metadata(&version) {
            Ok(metadata) => found.push(Version { at, path: version, bytes: metadata.len() }),
            // A save has pruned it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Saves an earlier version of a file anew. The present one becomes a version itself, so this can be undone.
///
/// # Errors
/// One of the two cannot be read, or the file cannot be written; then it is as it was.
pub fn restore(path: &Path, version: &Version) -> Result<(), EditError> {
    restore_on(&Disk, path, version)
}

/// Saves an earlier version anew, under the lock of the file.
pub(in crate::store) fn restore_on(
    disk: &dyn FileSystem,
    path: &Path,
    version: &Version,
) -> Result<(), EditError> {
    let failed = |path: &Path, source| EditError::File { path: path.to_owned(), source };
    let hold = hold(disk, path)?;
    let bytes = disk.read(&version.path).map_err(|error| failed(&version.path, error))?;
    save_held(&hold, &bytes).map_err(|error| failed(hold.target(), error))
}

/// Where the versions of a file are, and what they are called.
struct Versions {
    folder: PathBuf,
    /// What precedes the time.
    head: String,
    /// What follows it.
    tail: String,
}

impl Versions {
    fn of(path: &Path) -> io::Result<Self> {
        let text = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned());
        let stem = text(path.file_stem()).ok_or(io::ErrorKind::InvalidInput)?;
        let tail = text(path.extension()).map(|end| format!(".{end}")).unwrap_or_default();
        Ok(Self { folder: atomic::folder_of(path).join(FOLDER), head: format!("{stem}."), tail })
    }

    /// When the version of this name was saved; `None` for any other file.
    fn time(&self, name: &str) -> Option<DateTime> {
        let stamp = name.strip_prefix(&self.head)?.strip_suffix(&self.tail)?;
        DateTime::strptime(STAMP, stamp).ok()
    }

    /// A name that no other version has: two saves may be in one millisecond.
    fn free_path(&self, disk: &dyn FileSystem, now: DateTime) -> io::Result<PathBuf> {
        for later in 0..1000_i64 {
            let at = now.checked_add(later.milliseconds()).map_err(io::Error::other)?;
            let path = self.folder.join(format!("{}{}{}", self.head, at.strftime(STAMP), self.tail));
            if !disk.exists(&path)? {
                return Ok(path);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// All of them, the newest first.
    fn list(&self, disk: &dyn FileSystem) -> io::Result<Vec<(DateTime, PathBuf)>> {
        let names = atomic::names(disk, &self.folder)?;
        let version = |name: OsString| Some((self.time(name.to_str()?)?, self.folder.join(name)));
        let mut versions: Vec<_> = names.into_iter().filter_map(version).collect();
        versions.sort_by(|one, other| other.cmp(one));
        Ok(versions)
    }
}

/// Removes the temporary files of programs that were ended in the middle of a save: nobody is in the middle of one now.
fn remove_left_over(disk: &dyn FileSystem, path: &Path, versions: &Versions) -> io::Result<()> {
    // The trash is written by who holds the library.
    for written in [path.to_owned(), trash::path_of(path)] {
        atomic::remove_left_over_of(disk, &written)?;
    }
    atomic::remove_left_over(disk, &versions.folder, |meant| versions.time(meant).is_some())
}

/// Removes versions: what is kept is the last [`SAVES`], and the last of each day for [`DAYS`] days.
fn prune(disk: &dyn FileSystem, versions: &Versions, today: Date) -> io::Result<()> {
    let since = today.checked_sub((DAYS - 1).days()).unwrap_or(today);
    let mut days = BTreeSet::new();
    for (place, (at, version)) in versions.list(disk)?.into_iter().enumerate() {
        let is_last_of_day = at.date() >= since && days.insert(at.date());
        if place >= SAVES && !is_last_of_day {
            disk.remove(&version)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;

    fn save_on_day(path: &Path, bytes: &[u8], now: DateTime) -> io::Result<()> {
        save_at(&Hold::of(&Disk, path).unwrap(), bytes, now)
    }

    fn list(path: &Path) -> Vec<(DateTime, PathBuf)> {
        Versions::of(path).unwrap().list(&Disk).unwrap()
    }

    #[test]
    fn the_version_before_is_kept_and_the_same_bytes_are_none() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/replies.ron");
        let now = date(2026, 11, 22).at(10, 16, 5, 0);
        for text in ["one", "two", "two", "three"] {
            save_on_day(&path, text.as_bytes(), now).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        let texts: Vec<String> =
            list(&path).iter().map(|(_, path)| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts, ["two", "one"]);
        assert!(root.path().join("new/backups/replies.2026-11-22T10-16-05.000.ron").exists());
        // Another file beside it has versions of its own.
        let other = root.path().join("new/replies.questions.ron");
        save_on_day(&other, b"a", now).unwrap();
        save_on_day(&other, b"b", now).unwrap();
        assert_eq!((list(&path).len(), list(&other).len()), (2, 1));
    }

    #[test]
    fn the_last_twenty_and_the_last_of_each_of_fourteen_days_stay() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        // Three saves a day for forty days.
        let first = date(2026, 10, 14).at(9, 0, 0, 0);
        for save in 0..120_i64 {
            let now = first.checked_add((save / 3).days()).unwrap().checked_add((save % 3).hours()).unwrap();
            save_on_day(&path, format!("{save}").as_bytes(), now).unwrap();
        }
        let kept = list(&path);
        let days: BTreeSet<Date> = kept.iter().map(|(at, _)| at.date()).collect();
        // Twenty go back seven days; of the seven days before the last one of each is there.
        assert_eq!((kept.len(), days.len()), (27, 14));
        assert_eq!(fs::read_to_string(&kept[0].1).unwrap(), "118", "the version before the last save");
        assert!(kept[20..].iter().all(|(at, _)| at.hour() == 11), "{:?}", &kept[20..]);
    }

    #[test]
    fn a_version_can_be_had_back_and_that_can_be_undone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        assert_eq!(versions(&path).unwrap(), []);
        let now = date(2026, 11, 22).at(10, 16, 5, 0);
        for text in ["one", "second", "3"] {
            save_on_day(&path, text.as_bytes(), now).unwrap();
        }
        let found = versions(&path).unwrap();
        let facts: Vec<_> = found.iter().map(|version| (version.at, version.bytes)).collect();
        assert_eq!(facts, [(now + 1.milliseconds(), 6), (now, 3)]);
        restore(&path, &found[1]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        restore(&path, &versions(&path).unwrap()[0]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "3");
        let gone = Version { path: root.path().join("gone.ron"), ..found[0].clone() };
        assert!(restore(&path, &gone).unwrap_err().to_string().contains("gone.ron"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "3");
    }

    #[test]
    fn where_the_version_cannot_be_kept_nothing_is_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        save(&path, b"one").unwrap();
        // Something else is where the backups would be.
        atomic::write(&root.path().join(FOLDER), b"").unwrap();
        assert!(save(&path, b"two").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }

    #[test]
    fn what_an_ended_program_left_is_removed_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        let left = ["replies.ron.1.tmp", "backups/replies.2026-11-22T10-16-05.000.ron.1.tmp"];
        let others =
            ["replies.ron.tmp", "other.ron.1.tmp", "backups/other.2026-11-22T10-16-05.000.ron.1.tmp"];
        for name in left.iter().chain(&others) {
            atomic::write(&root.path().join(name), b"half").unwrap();
        }
        save(&path, b"one").unwrap();
        assert!(left.iter().all(|name| !root.path().join(name).exists()));
        assert!(others.iter().all(|name| root.path().join(name).exists()));
    }
}
