//! What came from other tools, import by import: what the next import from there is compared with, and what takes one back.
//!
//! One file for each import in a folder beside the library, `replies.imports/1.json`; its number is that of its name.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::atomic;
use super::file_system::{Disk, FileSystem as _};
use super::lock::EditError;
use super::{images, replies};
use crate::exchange::{Came, Content, InputFile, Plan};
use crate::model::{Message, Place, Reply, ReplyChange};

/// An import that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Counted from 1.
    pub number: u32,
    pub at: DateTime,
    /// The name of the file or folder.
    pub source: String,
    /// The name of the format.
    pub format: String,
    /// Everything that the input held, as it came: see [`Came`].
    pub came: Vec<Came>,
    /// What was changed in the library.
    pub changed: Vec<ImportedReply>,
    pub is_undone: bool,
}

/// A reply that an import added or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedReply {
    /// `None` where it was added.
    pub before: Option<Reply>,
    pub after: Reply,
}

/// What was taken back of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakenBack {
    /// How many replies are as they were before.
    pub count: usize,
    /// Those that were edited or taken out since: they stay as they are.
    pub edited: Vec<Reply>,
}

/// Why an import was not carried out. The library is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
}

/// Why an import was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    #[error("there is no import of this number")]
    NoSuch,
    #[error("it was taken back already")]
    Undone,
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The folder of a library's imports.
pub fn folder_of(library: &Path) -> PathBuf {
    library.with_extension("imports")
}

fn path_of(library: &Path, number: u32) -> PathBuf {
    folder_of(library).join(format!("{number}.json"))
}

/// Every import of a library, the first one first. A file that is none is passed over.
///
/// # Errors
/// The folder is there and cannot be read.
pub fn load(library: &Path) -> io::Result<Vec<ImportRecord>> {
    let entries = match fs::read_dir(folder_of(library)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            found.extend(serde_json::from_slice::<ImportRecord>(&fs::read(&path)?).ok());
        }
    }
    found.sort_by_key(|record| record.number);
    Ok(found)
}

/// What came last from a source of this name, by imports that were not taken back.
pub fn came_from<'a>(records: &'a [ImportRecord], source: &str) -> &'a [Came] {
    let last = records.iter().rev().find(|record| !record.is_undone && record.source == source);
    last.map_or(&[], |record| record.came.as_slice())
}

/// Writes what a plan says: the pictures beside the library, what is needed to take it back, and the library last. `source` is
/// what the next import from there is known by. Gives the number of the import.
///
/// # Errors
/// Something cannot be written.
pub fn carry_out(
    library: &Path,
    source: &str,
    content: &Content,
    plan: &Plan,
    now: DateTime,
) -> Result<u32, ImportError> {
    let mut places = BTreeMap::new();
    for picture in &content.pictures {
        let stored = stored_picture(library, picture);
        let failed = |source| ImportError::File { path: images::path_of(library, &picture.path), source };
        places.insert(picture.path.as_str(), stored.map_err(failed)?);
    }
    let mut changes = plan.changes();
    for reply in changes.iter_mut().filter_map(|change| change.after.as_mut()) {
        for message in reply.wordings.iter_mut().flat_map(|wording| &mut wording.messages) {
            if let Message::Image(path) = message
                && let Some(place) = places.get(path.as_str())
            {
                path.clone_from(place);
            }
        }
    }
    let new = plan.replies.iter().map(|new| Came { key: new.key.clone(), reply: new.came.clone() });
    let imported = changes.iter().filter_map(|change| {
        Some(ImportedReply { before: change.before.clone(), after: change.after.clone()? })
    });
    let record = ImportRecord {
        number: 0,
        at: now,
        source: source.to_owned(),
        format: content.format.clone(),
        came: new.chain(plan.came.iter().cloned()).collect(),
        changed: imported.collect(),
        is_undone: false,
    };
    let failed = |source| ImportError::File { path: folder_of(library), source };
    let number = keep(library, &record).map_err(failed)?;
    if let Err(error) = replies::change(library, &changes, now) {
        Disk.remove(&path_of(library, number)).map_err(failed)?;
        return Err(error.into());
    }
    Ok(number)
}

/// Keeps an import under the next number; gives the number.
fn keep(library: &Path, record: &ImportRecord) -> io::Result<u32> {
    let folder = folder_of(library);
    atomic::make_folder(&Disk, &folder)?;
    let numbers = Disk
        .names(&folder)?
        .into_iter()
        .filter_map(|name| name.to_str()?.strip_suffix(".json")?.parse::<u32>().ok());
    let last = numbers.max().unwrap_or(0);
    for number in last + 1.. {
        let record = ImportRecord { number, ..record.clone() };
        match atomic::write_missing(&path_of(library, number), &serde_json::to_vec(&record)?) {
            // Another program was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|()| number),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Stores a picture beside the library; gives the path that replies name it by. One that is there already is another name.
fn stored_picture(library: &Path, picture: &InputFile) -> io::Result<String> {
    let (stem, extension) =
        (picture.stem().to_owned(), picture.file_name().rsplit_once('.').map_or("", |(_, it)| it));
    for number in 1.. {
        let name =
            if number == 1 { picture.file_name().to_owned() } else { format!("{stem}-{number}.{extension}") };
        let path = format!("images/{name}");
        let place = images::path_of(library, &path);
        if fs::read(&place).is_ok_and(|bytes| bytes == picture.bytes) {
            return Ok(path);
        }
        atomic::make_folder(&Disk, atomic::folder_of(&place))?;
        match atomic::write_missing(&place, &picture.bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|()| path),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Takes an import back: what came is as it was before, what was edited since stays. `own` is the library as it is.
///
/// # Errors
/// There is no such import, or the library or the record cannot be written.
pub fn undo(library: &Path, number: u32, own: &[Reply], now: DateTime) -> Result<TakenBack, UndoError> {
    let record =
        load(library)?.into_iter().find(|record| record.number == number).ok_or(UndoError::NoSuch)?;
    if record.is_undone {
        return Err(UndoError::Undone);
    }
    let mut changes = Vec::new();
    let mut edited = Vec::new();
    let own: HashMap<&str, &Reply> = own.iter().map(|reply| (reply.id.as_str(), reply)).collect();
    for imported in &record.changed {
        match own.get(imported.after.id.as_str()).copied() {
            Some(current) if *current == imported.after => changes.push(ReplyChange {
                before: Some(current.clone()),
                after: imported.before.clone(),
                place: Place::ByCategory,
            }),
            current => edited.push(current.unwrap_or(&imported.after).clone()),
        }
    }
    if !changes.is_empty() {
        replies::change(library, &changes, now)?;
    }
    let undone = ImportRecord { is_undone: true, ..record };
    atomic::write(&path_of(library, number), &serde_json::to_vec(&undone).map_err(io::Error::from)?)?;
    Ok(TakenBack { count: changes.len(), edited })
}
