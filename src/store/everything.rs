//! All files of a user, to take them to a new computer and to put them back.
//!
//! Each has a path in the archive that does not depend on where it is here. What was learned from the files is not among
//! them: it is learned again. A table: what a later version of the program keeps is one more row.

use std::io;
use std::path::{Path, PathBuf};

use super::file_system::{Disk, FileSystem as _};
use super::history::{History, HistoryError};
use super::paths::Paths;
use super::{atomic, backup, drafts, images, imports, links, questions, ron_file, shops, trash};
use crate::exchange::InputFile;
use crate::model::{Message, Reply};

/// The folder of pictures in the archive; behind it is the path that replies name them by.
const PICTURES: &str = "pictures/";

/// The folder of the user's own rules.
const RULES: &str = "config/rules/";

/// The folder of what was imported.
const IMPORTS: &str = "data/replies.imports/";

const HISTORY: &str = "data/history.sqlite";

const LIBRARY: &str = "data/replies.ron";

/// Where the files of a user are.
#[derive(Debug, Clone)]
pub struct Places<'a> {
    pub paths: &'a Paths,
    /// The personal library.
    pub library: &'a Path,
}

/// Why not all files were read or put back.
#[derive(Debug, thiserror::Error)]
pub enum EverythingError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    History { path: PathBuf, source: HistoryError },
    /// A file of the archive that belongs nowhere: one of a newer program.
    #[error("{path}: it is not known where this file belongs")]
    Unknown { path: String },
}

impl Places<'_> {
    /// The single files, by their paths in the archive.
    fn files(&self) -> [(&'static str, PathBuf); 7] {
        let Self { paths, library } = self;
        [
            (LIBRARY, (*library).to_owned()),
            ("data/replies.questions.ron", questions::path_of(library)),
            ("data/replies.drafts.ron", drafts::path_of(library)),
            ("data/replies.trash.ron", trash::path_of(library)),
            ("config/shops.ron", paths.shops()),
            ("config/settings.ron", paths.settings()),
            ("config/calendar.txt", paths.calendar()),
        ]
    }

    /// Where a file of the archive belongs.
    fn place(&self, path: &str) -> Option<PathBuf> {
        if path == HISTORY {
            return Some(self.paths.history());
        }
        if let Some(picture) = path.strip_prefix(PICTURES) {
            return Message::is_inside(picture).then(|| atomic::folder_of(self.library).join(picture));
        }
        if let Some(rule) = path.strip_prefix(RULES) {
            return is_file_name(rule).then(|| shops::rules_folder(&self.paths.shops()).join(rule));
        }
        if let Some(import) = path.strip_prefix(IMPORTS) {
            return is_file_name(import).then(|| imports::folder_of(self.library).join(import));
        }
        self.files().into_iter().find(|(known, _)| *known == path).map(|(_, place)| place)
    }
}

/// Whether it names a file in the folder itself.
fn is_file_name(name: &str) -> bool {
    Message::is_inside(name) && !name.contains(['/', '\\'])
}

/// Every file that is there, with its path in the archive. A picture that cannot be read is left out: the library says more
/// than it.
///
/// # Errors
/// One of the others cannot be read.
pub fn read(places: &Places<'_>) -> Result<Vec<InputFile>, EverythingError> {
    let mut files = Vec::new();
    for (path, place) in places.files() {
        files.extend(file(path, &place)?);
    }
    let rules = shops::rules_folder(&places.paths.shops());
    let imports = imports::folder_of(places.library);
    for (prefix, folder, extension) in [(RULES, rules, "ron"), (IMPORTS, imports, "json")] {
        let failed = |source| EverythingError::File { path: folder.clone(), source };
        for name in atomic::names(&Disk, &folder).map_err(failed)? {
            let is_ours = |name: &&str| Path::new(name).extension() == Some(extension.as_ref());
            if let Some(name) = name.to_str().filter(is_ours) {
                files.extend(file(&format!("{prefix}{name}"), &folder.join(name))?);
            }
        }
    }
    let library = files.iter().find(|file| file.path == LIBRARY);
    files.extend(library.map(|file| pictures(&file.bytes, places.library)).unwrap_or_default());
    let history = places.paths.history();
    if links::exists(&Disk, &history)
        .map_err(|source| EverythingError::File { path: history.clone(), source })?
    {
        let bytes =
            History::bytes(&history).map_err(|source| EverythingError::History { path: history, source })?;
        files.push(InputFile { path: HISTORY.to_owned(), bytes });
    }
    Ok(files)
}

/// A file, where it is there.
fn file(path: &str, place: &Path) -> Result<Option<InputFile>, EverythingError> {
    let read = links::or_missing(place, Disk.read(place));
    let bytes = read.map_err(|source| EverythingError::File { path: place.to_owned(), source })?;
    Ok(bytes.map(|bytes| InputFile { path: path.to_owned(), bytes }))
}

/// The pictures that the replies of a library name.
fn pictures(library: &[u8], place: &Path) -> Vec<InputFile> {
    let (pack, _) = ron_file::parse_bytes("", library, None);
    let named = pack.replies.iter().flat_map(Reply::picture_paths);
    let mut paths: Vec<&str> = named.filter(|path| Message::is_inside(path)).collect();
    paths.sort_unstable();
    paths.dedup();
    let read = |path: &str| {
        let bytes = images::bytes(&images::path_of(place, path)).ok()?;
        Some(InputFile { path: format!("{PICTURES}{}", path.replace('\\', "/")), bytes })
    };
    paths.into_iter().filter_map(read).collect()
}

/// Where each of the files belongs.
///
/// # Errors
/// One of them belongs nowhere.
pub fn targets<'f>(
    places: &Places<'_>,
    files: &'f [InputFile],
) -> Result<Vec<(PathBuf, &'f InputFile)>, EverythingError> {
    let target = |file: &'f InputFile| {
        let place = places.place(&file.path);
        Ok((place.ok_or_else(|| EverythingError::Unknown { path: file.path.clone() })?, file))
    };
    files.iter().map(target).collect()
}

/// Puts the files where they belong. What is there is kept as a version in the backups beside it, and files that are not in
/// the archive stay. Gives the places that were written.
///
/// # Errors
/// One of them belongs nowhere, then nothing was written; or it cannot be written, then those before it were.
pub fn restore(places: &Places<'_>, files: &[InputFile]) -> Result<Vec<PathBuf>, EverythingError> {
    let targets = targets(places, files)?;
    for (place, file) in &targets {
        backup::save(place, &file.bytes)
            .map_err(|source| EverythingError::File { path: place.clone(), source })?;
    }
    Ok(targets.into_iter().map(|(place, _)| place).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::model::Use;

    fn lay_out(root: &Path) -> Paths {
        let paths = Paths::below(root);
        let png = b"\x89PNG\r\n\x1a\nnot looked into";
        let library =
            r#"(replies: [(title: "a", parts: ["b", (image: "p/包裹.png"), (image: "none.png")])])"#;
        let files: [(&str, &[u8]); 8] = [
            ("data/replies.ron", library.as_bytes()),
            ("data/replies.questions.ron", b"(questions: [])"),
            ("data/p/包裹.png", png),
            ("data/other.png", png),
            ("config/shops.ron", b"(shops: [])"),
            ("config/settings.ron", b"()"),
            ("config/rules/own.ron", b"(id: \"x\")"),
            ("data/replies.imports/1.json", b"{}"),
        ];
        for (name, bytes) in files {
            atomic::write(&root.join(name), bytes).unwrap();
        }
        let used = Use { reply_id: "a".into(), at_seconds: 1, query: None, wording: None };
        History::open(&paths.history()).unwrap().record_use(&used).unwrap();
        paths
    }

    #[test]
    fn all_files_come_back_on_a_new_computer_and_what_was_there_is_kept() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let paths = lay_out(old.path());
        let files = read(&Places { paths: &paths, library: &paths.library() }).unwrap();
        let named: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let expected = [
            "data/replies.ron",
            "data/replies.questions.ron",
            "config/shops.ron",
            "config/settings.ron",
            "config/rules/own.ron",
            "data/replies.imports/1.json",
            "pictures/p/包裹.png",
            "data/history.sqlite",
        ];
        assert_eq!(named, expected);
        let there = Paths::below(new.path());
        let places = Places { paths: &there, library: &there.library() };
        atomic::write(&there.shops(), b"(shops: [{}])").unwrap();
        assert_eq!(restore(&places, &files).unwrap().len(), files.len());
        assert_eq!(read(&places).unwrap(), files);
        let before = backup::versions(&there.shops()).unwrap();
        assert_eq!(fs::read(&before[0].path).unwrap(), b"(shops: [{}])");
        assert!(History::open(&there.history()).is_ok());
    }

    #[test]
    fn where_a_file_belongs_nowhere_nothing_is_written() {
        let root = tempfile::tempdir().unwrap();
        let paths = Paths::below(root.path());
        let places = Places { paths: &paths, library: &paths.library() };
        let file = |path: &str| InputFile { path: path.to_owned(), bytes: b"x".to_vec() };
        for path in [
            "data/new.ron",
            "pictures/../x.png",
            "pictures//x",
            "config/rules/a/b.ron",
            "data/replies.imports/a/1.json",
            "/etc/x",
            "",
        ] {
            let files = [file("data/replies.ron"), file(path)];
            assert!(matches!(restore(&places, &files), Err(EverythingError::Unknown { .. })), "{path}");
            assert!(!paths.library().exists());
        }
    }
}
