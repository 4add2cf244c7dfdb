//! Replies that were deleted, kept for 30 days beside the library: `replies.trash.ron`. Each with the source that it had, so
//! that a reply comes back as it was written.

use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::atomic;
use super::file_system::FileSystem;
use super::links;
use super::lock::EditError;
use super::ron_file;
use super::ron_file::faults;
use super::ron_file::reader::wrong;
use crate::diag::{Diagnostic, Expected, Lines, Problem};
use crate::model::Reply;
use crate::ron_edit::{self, Field, Node};

/// The version of the format.
const FORMAT: u32 = 1;

/// How many days a deleted reply is held.
const DAYS: i64 = 30;

/// A deleted reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was deleted, by the clock on the wall.
    pub at: DateTime,
    /// What the library called it; its source may give no id.
    pub id: String,
    /// As it was in the library.
    pub source: String,
}

impl Entry {
    /// What it says. `None` where that cannot be read any more.
    pub fn reply(&self) -> Option<Reply> {
        let text = format!("(replies: [{}])", self.source);
        let reply = ron_file::parse_pack("", &text).0.replies.into_iter().next()?;
        Some(Reply { id: self.id.clone(), ..reply })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Trash")]
struct File {
    format: u32,
    deleted: Vec<Entry>,
}

const FILE_FIELDS: &[&str] = &["format", "deleted"];
const ENTRY_FIELDS: &[&str] = &["at", "id", "source"];

/// The file that belongs to a library.
pub fn path_of(library: &Path) -> PathBuf {
    library.with_extension("trash.ron")
}

/// What is in the trash of a library, the last deleted first.
///
/// # Errors
/// The file cannot be read; it is left as it is.
pub fn load(disk: &dyn FileSystem, library: &Path) -> Result<Vec<Entry>, EditError> {
    let path = path_of(library);
    let failed = |source| EditError::File { path: path.clone(), source };
    if !links::exists(disk, &path).map_err(failed)? {
        return Ok(Vec::new());
    }
    let bytes = disk.read(&path).map_err(failed)?;
    let name = path.display().to_string();
    let text = ron_file::text_of(&name, &bytes, "(format: 1, deleted: [])").map_err(EditError::Mistake)?;
    let mistake = |problem, span: Range<usize>| {
        let place = Some(Lines::of(text).place(&span));
        EditError::Mistake(Box::new(Diagnostic {
            place,
            ..Diagnostic::of_file(&name.as_str().into(), problem)
        }))
    };
    let parsed = ron_edit::parse(text);
    // A newer file may be of another shape, and is called newer all the same.
    if let Some((problem, span)) = parsed.root.as_ref().and_then(newer) {
        return Err(mistake(problem, span));
    }
    let file: File = ron::from_str(text).map_err(|_error| match parsed.faults.into_iter().next() {
        Some(fault) => mistake(faults::problem(fault.kind, &Lines::of(text)), fault.span),
        None => mistake(wrong("deleted", Expected::Structs), 0..1),
    })?;
    Ok(file.deleted)
}

/// What a newer program has written into a file: its format, or a field that is not known here. The file is written anew
/// by every change, which would drop the field.
fn newer(root: &Node) -> Option<(Problem, Range<usize>)> {
    let fields = root.as_struct()?;
    let format = fields.iter().find(|field| field.name == "format");
    if let Some(format) = format
        && let Some(found) = format.value.as_bare().filter(|found| ron_file::is_newer(found))
    {
        let problem = Problem::NewerFormat { found: found.to_owned(), known: FORMAT };
        return Some((problem, format.value.span.clone()));
    }
    let entries = fields.iter().filter_map(|field| field.value.as_list()).flatten();
    let of_entries = entries.filter_map(Node::as_struct).flatten();
    let unknown = |(field, known): (&Field, &[&str])| {
        let problem = Problem::UnknownField { name: field.name.clone(), suggestion: None };
        (!known.contains(&field.name.as_str())).then(|| (problem, field.name_span.clone()))
    };
    let of_file = fields.iter().map(|field| (field, FILE_FIELDS));
    of_file.chain(of_entries.map(|field| (field, ENTRY_FIELDS))).find_map(unknown)
}

/// Puts entries into the trash of a library, takes those out whose replies are back, and drops what is too old. To be called
/// by who holds the library.
pub(super) fn change(
    disk: &dyn FileSystem,
    library: &Path,
    added: Vec<Entry>,
    back: &[&Reply],
    now: DateTime,
) -> Result<(), EditError> {
    let before = load(disk, library)?;
    let oldest = now.checked_sub(DAYS.days()).unwrap_or(now);
    let mut deleted = added;
    deleted.extend(before.iter().filter(|entry| entry.at >= oldest).cloned());
    deleted.retain(|entry| {
        !back.iter().any(|reply| reply.id == entry.id && entry.reply().as_ref() == Some(*reply))
    });
    if deleted == before {
        return Ok(());
    }
    let path = path_of(library);
    let failed = |source| EditError::File { path: path.clone(), source };
    let pretty = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ");
    let text = ron::ser::to_string_pretty(&File { format: FORMAT, deleted }, pretty);
    let text = text.map_err(|error| failed(std::io::Error::other(error)))?;
    atomic::write_like(disk, &path, library, (text + "\n").as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file_system::Disk;

    #[test]
    fn a_trash_that_cannot_be_read_is_left_alone_and_its_place_is_named() {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("replies.ron");
        for (text, code, place) in [
            ("(format: 1,\n deleted: [)", "format.syntax", ":2:12"),
            ("(format: 1, deleted: [(id: 7)])", "format.wrong-type", ":1:1"),
            ("(format: 9, deleted: [])", "format.newer", ":1:10"),
            ("(format: 2, entries: {})", "format.newer", ":1:10"),
            ("(format: 1, deleted: [], days: 90)", "format.unknown-field", ":1:26"),
            (
                "(format: 1, deleted: [(at: \"2026-11-22T10:00:00\", id: \"a\", source: \"x\", by: \"b\")])",
                "format.unknown-field",
                ":1:73",
            ),
        ] {
            atomic::write(&path_of(&library), text.as_bytes()).unwrap();
            let Err(EditError::Mistake(found)) = load(&Disk, &library) else { panic!("{text}") };
            assert_eq!(found.problem.code(), code, "{text}");
            assert!(found.location().ends_with(place), "{}", found.location());
            assert_eq!(std::fs::read_to_string(path_of(&library)).unwrap(), text);
        }
    }
}
