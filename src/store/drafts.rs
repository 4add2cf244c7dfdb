//! What is being edited and not saved, kept beside the library to be there after a crash: `replies.drafts.ron`.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::atomic;
use super::file_system::{Disk, FileSystem as _};
use super::links;
use crate::ron_edit::{self, Kind, Node};

/// A file without a draft.
const NONE: &[u8] = b"[]";

/// The file that belongs to a library.
pub fn path_of(library: &Path) -> PathBuf {
    library.with_extension("drafts.ron")
}

/// The drafts that could be read.
#[derive(Debug)]
pub struct Loaded<T> {
    pub drafts: Vec<T>,
    /// A copy of the file, where it says more than this program knows, or something that cannot be read.
    pub put_aside: Option<PathBuf>,
}

/// The drafts of a library. A file that says more than is read from it, as a newer program may write it, is kept under
/// another name: [`save()`] would write only what is known.
///
/// # Errors
/// The file cannot be read or put aside.
pub fn load<T: DeserializeOwned + Serialize>(library: &Path) -> io::Result<Loaded<T>> {
    let path = path_of(library);
    if !links::exists(&Disk, &path)? {
        return Ok(Loaded { drafts: Vec::new(), put_aside: None });
    }
    let bytes = Disk.read(&path)?;
    let text = String::from_utf8_lossy(&bytes);
    let (drafts, is_whole) = read(&text);
    if is_whole {
        return Ok(Loaded { drafts, put_aside: None });
    }
    let aside = put_aside(&path, &bytes)?;
    tracing::warn!(path = %aside.display(), "drafts that cannot be read as a whole are put aside");
    if drafts.is_empty() {
        clear(&path)?;
    }
    Ok(Loaded { drafts, put_aside: Some(aside) })
}

/// The drafts that can be read, and whether they say all that the text says.
fn read<T: DeserializeOwned + Serialize>(text: &str) -> (Vec<T>, bool) {
    if let Ok(drafts) = ron::from_str::<Vec<T>>(text) {
        let known = ron::to_string(&drafts).map(|known| field_names(&known)).unwrap_or_default();
        let is_whole = field_names(text).is_subset(&known);
        return (drafts, is_whole);
    }
    // One that cannot be read costs no other.
    let root = ron_edit::parse(text).root;
    let items = root.as_ref().and_then(Node::as_list).unwrap_or_default();
    let sources = items.iter().filter_map(|item| text.get(item.span.clone()));
    (sources.filter_map(|source| ron::from_str(source).ok()).collect(), false)
}

/// The names of all fields, at any depth.
fn field_names(text: &str) -> BTreeSet<String> {
    /// Collects the names of a value and of everything inside it.
    fn add(node: &Node, names: &mut BTreeSet<String>) {
        match &node.kind {
            Kind::Struct(fields) => {
                for field in fields {
                    names.insert(field.name.clone());
                    add(&field.value, names);
                }
            }
            Kind::Tuple { items, .. } | Kind::List(items) => items.iter().for_each(|item| add(item, names)),
            Kind::Map(entries) => entries.iter().for_each(|(_, value)| add(value, names)),
            Kind::Text(_) | Kind::Bare(_) => {}
        }
    }
    let mut names = BTreeSet::new();
    if let Some(root) = ron_edit::parse(text).root {
        add(&root, &mut names);
    }
    names
}

/// The copy of a drafts file under another name; one that is there already is not made again.
fn put_aside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    for number in 1_u32.. {
        let aside = path.with_extension(format!("ron.unreadable-{number}"));
        if !links::exists(&Disk, &aside)? {
            atomic::write_like(&Disk, &aside, path, bytes)?;
            return Ok(aside);
        }
        if Disk.read(&aside)? == bytes {
            return Ok(aside);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
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
        assert_eq!(load::<String>(&library).unwrap().drafts, Vec::<String>::new());
        save(&library, &["一\"".to_owned(), "二".to_owned()]).unwrap();
        let loaded = load::<String>(&library).unwrap();
        assert_eq!((loaded.drafts, loaded.put_aside), (vec!["一\"".to_owned(), "二".to_owned()], None));
        save::<String>(&library, &[]).unwrap();
        assert!(!path_of(&library).exists());
        atomic::write(&path_of(&library), b"[\"x\", 3").unwrap();
        let loaded = load::<String>(&library).unwrap();
        assert_eq!(loaded.drafts, Vec::<String>::new());
        assert_eq!(std::fs::read(loaded.put_aside.unwrap()).unwrap(), b"[\"x\", 3");
        assert!(!path_of(&library).exists());
    }

    /// As an older program knows it.
    #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
    struct Old {
        id: String,
    }

    #[test]
    fn what_a_newer_program_says_in_its_drafts_is_kept_aside_and_the_rest_is_read() {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("replies.ron");
        for (number, (text, ids)) in [
            ("[(id:\"a\",colour:\"red\"),(id:\"b\")]", &["a", "b"][..]),
            ("[(id:\"a\"),Video(id:7),(id:\"b\")]", &["a", "b"]),
            ("[Video(id:7)]", &[]),
        ]
        .into_iter()
        .enumerate()
        {
            atomic::write(&path_of(&library), text.as_bytes()).unwrap();
            let loaded = load::<Old>(&library).unwrap();
            assert_eq!(loaded.drafts.iter().map(|draft| draft.id.as_str()).collect::<Vec<_>>(), ids);
            let aside = loaded.put_aside.unwrap();
            assert!(aside.ends_with(format!("replies.drafts.ron.unreadable-{}", number + 1)));
            assert_eq!(std::fs::read_to_string(&aside).unwrap(), text);
            if !ids.is_empty() {
                assert_eq!(load::<Old>(&library).unwrap().put_aside, Some(aside), "one copy is enough");
            }
            save(&library, &loaded.drafts).unwrap();
            assert_eq!(load::<Old>(&library).unwrap().put_aside, None);
        }
    }

    #[test]
    fn drafts_of_replies_with_one_scenario_or_none_are_read() {
        let reply = crate::model::Reply { title: "甲".to_owned(), ..crate::model::Reply::default() };
        let written = ron::to_string(&reply).unwrap();
        for (stored, scenarios) in
            [("Some(\"a.b\")", vec!["a.b"]), ("None", vec![]), ("[\"a\",\"b\"]", vec!["a", "b"])]
        {
            let old = written.replace("scenario:[]", &format!("scenario:{stored}"));
            let read: crate::model::Reply = ron::from_str(&old).unwrap();
            assert_eq!(read.scenarios, scenarios, "{old}");
        }
    }
}
