//! Saving a file of the user so that the versions before it can be had back.
//!
//! They lie in a folder `backups` beside the file: the last 20, and the last of each of 14 days.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, DateTime};
use jiff::{ToSpan as _, Zoned};

use super::atomic;

const FOLDER: &str = "backups";

/// So many versions are kept in any case.
const SAVES: usize = 20;
/// Of so many days the last version is kept, today being the first.
const DAYS: i64 = 14;

/// How the time stands in the name of a version: no colon, which Windows does not allow.
const STAMP: &str = "%Y-%m-%dT%H-%M-%S.%3f";

/// Writes `bytes` to `path` as [`atomic::write()`] does, when the version that stands there is safe in the backups.
///
/// # Errors
/// Whatever the file system says; the old version is then untouched.
pub fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    save_at(path, bytes, Zoned::now().datetime())
}

fn save_at(path: &Path, bytes: &[u8], now: DateTime) -> io::Result<()> {
    match fs::read(path) {
        Ok(old) if old == bytes => return Ok(()),
        Ok(old) => atomic::write(&free_name(path, now)?, &old)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    atomic::write(path, bytes)?;
    // The save has succeeded; a version too many is none that is lost.
    if let Err(error) = prune(path, now.date()) {
        tracing::warn!(%error, path = %path.display(), "old backups cannot be removed");
    }
    Ok(())
}

fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(FOLDER)
}

/// What stands in front of the time, and behind it.
fn affixes(path: &Path) -> io::Result<(String, String)> {
    let text = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned());
    let stem = text(path.file_stem()).ok_or(io::ErrorKind::InvalidInput)?;
    Ok((format!("{stem}."), text(path.extension()).map(|end| format!(".{end}")).unwrap_or_default()))
}

/// A name that no other version has: two saves may be in one millisecond.
fn free_name(path: &Path, now: DateTime) -> io::Result<PathBuf> {
    let (head, tail) = affixes(path)?;
    let names = (0..1000_i64).filter_map(|later| {
        let stamp = now.checked_add(later.milliseconds()).ok()?.strftime(STAMP).to_string();
        Some(folder(path).join(format!("{head}{stamp}{tail}")))
    });
    names.into_iter().find(|name| !name.exists()).ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

/// The versions of a file, the newest first.
fn versions(path: &Path) -> io::Result<Vec<(DateTime, PathBuf)>> {
    let (head, tail) = affixes(path)?;
    let mut versions = Vec::new();
    let entries = match fs::read_dir(folder(path)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(versions),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let stamp = name.strip_prefix(&head).and_then(|rest| rest.strip_suffix(&tail));
        if let Some(at) = stamp.and_then(|stamp| DateTime::strptime(STAMP, stamp).ok()) {
            versions.push((at, entry.path()));
        }
    }
    versions.sort_by(|one, other| other.cmp(one));
    Ok(versions)
}

fn prune(path: &Path, today: Date) -> io::Result<()> {
    let since = today.checked_sub((DAYS - 1).days()).unwrap_or(today);
    let mut days = BTreeSet::new();
    for (place, (at, version)) in versions(path)?.into_iter().enumerate() {
        let is_last_of_day = at.date() >= since && days.insert(at.date());
        if place >= SAVES && !is_last_of_day {
            fs::remove_file(version)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_version_before_is_kept_and_the_same_bytes_are_none() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/replies.ron");
        let now = date(2026, 11, 22).at(10, 16, 5, 0);
        for text in ["one", "two", "two", "three"] {
            save_at(&path, text.as_bytes(), now).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        let texts: Vec<String> =
            versions(&path).unwrap().iter().map(|(_, path)| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts, ["two", "one"]);
        assert!(root.path().join("new/backups/replies.2026-11-22T10-16-05.000.ron").exists());
        // Another file beside it has versions of its own.
        let other = root.path().join("new/replies.questions.ron");
        save_at(&other, b"a", now).unwrap();
        save_at(&other, b"b", now).unwrap();
        assert_eq!((versions(&path).unwrap().len(), versions(&other).unwrap().len()), (2, 1));
    }

    #[test]
    fn the_last_twenty_and_the_last_of_each_of_fourteen_days_stay() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        // Three saves a day for forty days.
        let first = date(2026, 10, 14).at(9, 0, 0, 0);
        for save in 0..120_i64 {
            let now = first.checked_add((save / 3).days()).unwrap().checked_add((save % 3).hours()).unwrap();
            save_at(&path, format!("{save}").as_bytes(), now).unwrap();
        }
        let kept = versions(&path).unwrap();
        let days: BTreeSet<Date> = kept.iter().map(|(at, _)| at.date()).collect();
        // Twenty go back seven days; of the seven days before the last one of each is there.
        assert_eq!((kept.len(), days.len()), (27, 14));
        assert_eq!(fs::read_to_string(&kept[0].1).unwrap(), "118", "the version before the last save");
        assert!(kept[20..].iter().all(|(at, _)| at.hour() == 11), "{:?}", &kept[20..]);
    }

    #[test]
    fn where_the_version_cannot_be_kept_nothing_is_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        let now = date(2026, 11, 22).at(10, 16, 5, 0);
        save_at(&path, b"one", now).unwrap();
        // Something else stands where the backups would.
        atomic::write(&root.path().join(FOLDER), b"").unwrap();
        assert!(save_at(&path, b"two", now).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
