//! What is being edited and not saved, kept beside the library to be there after a crash: `replies.drafts.ron`.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::atomic;
use super::file_system::{Disk, FileSystem as _};
use super::links;

/// A file without a draft.
const NONE: &[u8] = b"[]";

/// The file that belongs to a library.
pub fn path_of(library: &Path) -> PathBuf {
    library.with_extension("drafts.ron")
}

/// The drafts of a library. What cannot be read is put aside under another name, and there are none.
///
/// # Errors
/// The file cannot be read or put aside.
pub fn load<T: DeserializeOwned>(library: &Path) -> io::Result<Vec<T>> {
    let path = path_of(library);
    if !links::exists(&Disk, &path)? {
        return Ok(Vec::new());
    }
    let bytes = Disk.read(&path)?;
    match ron::from_str(&String::from_utf8_lossy(&bytes)) {
        Ok(drafts) => Ok(drafts),
        Err(error) => {
            let names = (1..).map(|number| path.with_extension(format!("ron.unreadable-{number}")));
            let aside = names.into_iter().find(|name| !name.exists()).unwrap_or_default();
            tracing::warn!(%error, path = %aside.display(), "the drafts cannot be read and are put aside");
            atomic::write_like(&Disk, &aside, &path, &bytes)?;
            clear(&path)?;
            Ok(Vec::new())
        }
    }
}

/// Removes the temporary files of editors that were ended in the middle of [`save()`]. For an editor that starts: no other
/// may be saving drafts of this library.
///
/// # Errors
/// Whatever the file system says.
pub fn remove_left_over(library: &Path) -> io::Result<()> {
    atomic::remove_left_over_of(&Disk, &path_of(library))
}

/// Writes the drafts; where there are none the file goes.
///
/// # Errors
/// Whatever the file system says.
pub fn save<T: Serialize>(library: &Path, drafts: &[T]) -> io::Result<()> {
    let path = path_of(library);
    if drafts.is_empty() {
        return if links::exists(&Disk, &path)? { clear(&path) } else { Ok(()) };
    }
    let text = ron::to_string(drafts).map_err(io::Error::other)?;
    atomic::write_like(&Disk, &path, library, text.as_bytes())
}

/// The file goes; a link stays, and its target holds no draft.
fn clear(path: &Path) -> io::Result<()> {
    if links::is_link(&Disk, path)? { atomic::write(path, NONE) } else { Disk.remove(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_editor_left_is_removed_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let names = ["replies.drafts.ron.4711.tmp", "replies.ron.4711.tmp", "other.drafts.ron.1.tmp"];
        for name in names {
            atomic::write(&root.path().join(name), b"half").unwrap();
        }
        remove_left_over(&root.path().join("replies.ron")).unwrap();
        assert_eq!(names.map(|name| root.path().join(name).exists()), [false, true, true]);
    }

    #[test]
    fn drafts_come_back_and_an_unreadable_file_is_put_aside() {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("replies.ron");
        assert_eq!(load::<String>(&library).unwrap(), Vec::<String>::new());
        save(&library, &["一\"".to_owned(), "二".to_owned()]).unwrap();
        assert_eq!(load::<String>(&library).unwrap(), ["一\"", "二"]);
        save::<String>(&library, &[]).unwrap();
        assert!(!path_of(&library).exists());
        atomic::write(&path_of(&library), b"[\"x\", 3").unwrap();
        assert_eq!(load::<String>(&library).unwrap(), Vec::<String>::new());
        assert_eq!(std::fs::read(root.path().join("replies.drafts.ron.unreadable-1")).unwrap(), b"[\"x\", 3");
    }
}
