//! Edits in place: the bytes around them stay as they are.

use std::fs::TryLockError;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::text_of;
use crate::diag::Diagnostic;
use crate::store::backup;
use crate::store::file_system::FileSystem;
use crate::store::lock::Hold;

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
}

/// The right to write a file.
pub(in crate::store) fn hold<'a>(disk: &'a dyn FileSystem, path: &'a Path) -> Result<Hold<'a>, EditError> {
    Hold::of(disk, path).map_err(|error| match error {
        TryLockError::WouldBlock => EditError::Busy { path: path.to_owned() },
        TryLockError::Error(source) => EditError::File { path: path.to_owned(), source },
    })
}

/// Reads a file (`empty` where there is none), has its text changed, and saves it; no other program writes it meanwhile.
/// `edit` gets the name of the file for messages, and its text; it gives the new text and what it found out.
pub(in crate::store) fn edit_file<T, E: From<EditError>>(
    disk: &dyn FileSystem,
    path: &Path,
    empty: &str,
    edit: impl FnOnce(&str, &str) -> Result<(String, T), E>,
) -> Result<T, E> {
    let failed = |source| EditError::File { path: path.to_owned(), source };
    let read = || match disk.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error)),
    };
    let hold = hold(disk, path)?;
    let before = read()?;
    let bytes = before.as_deref().unwrap_or(empty.as_bytes());
    let name = path.display().to_string();
    let text = text_of(&name, bytes).map_err(EditError::Mistake)?;
    let (edited, found) = edit(&name, text)?;
    let mark = bytes.get(..bytes.len() - text.len()).unwrap_or_default();
    // A text editor knows nothing of the lock.
    if read()? != before {
        return Err(EditError::Changed.into());
    }
    backup::save_held(&hold, &[mark, edited.as_bytes()].concat()).map_err(failed)?;
    Ok(found)
}

/// The text with `new` in the place of `span`.
pub(in crate::store) fn replaced(text: &str, span: &Range<usize>, new: &str) -> Option<String> {
    Some([text.get(..span.start)?, new, text.get(span.end..)?].concat())
}

/// Adds an item behind the last one between two brackets, on a line of its own where the last one has one.
pub(in crate::store) fn appended(
    text: &str,
    brackets: &Range<usize>,
    items: &[Range<usize>],
    new: &str,
) -> Option<String> {
    let close = brackets.end.checked_sub(1)?;
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let Some(last) = items.last() else {
        // In front of the closing bracket, behind the comments.
        let inside = text.get(..close)?;
        let head = inside.trim_end_matches([' ', '\t']);
        let indent = inside.get(head.len()..)?;
        if !head.ends_with('\n') {
            return replaced(text, &(close..close), &format!(" {new} "));
        }
        return replaced(text, &(head.len()..head.len()), &format!("{indent}    {new},{line_break}"));
    };
    let comma = end_of_comma(text.get(last.end..close)?).map(|at| last.end + at);
    let indent_start = text.get(..last.start)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = text.get(indent_start..last.start)?;
    let from = comma.unwrap_or(last.end);
    let line_end = end_of_line(text.get(from..close)?).map(|at| from + at);
    if let Some(line_end) = line_end.filter(|_| indent.trim().is_empty()) {
        let with_line = replaced(text, &(line_end..line_end), &format!("{line_break}{indent}{new},"))?;
        return if comma.is_some() {
            Some(with_line)
        } else {
            replaced(&with_line, &(last.end..last.end), ",")
        };
    }
    let sign = if comma.is_some() { " " } else { ", " };
    replaced(text, &(from..from), &format!("{sign}{new}"))
}

/// Where the line ends, behind the comments that begin in it.
fn end_of_line(behind: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = behind.get(at..)?;
        if rest.starts_with("/*") {
            at += rest.find("*/")? + 2;
        } else if rest.starts_with("\r\n") || rest.starts_with('\n') {
            return Some(at);
        } else if rest.starts_with("//") {
            at += rest.find('\n').filter(|end| *end > 0)?;
            return Some(if behind.get(..at)?.ends_with('\r') { at - 1 } else { at });
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}

/// Where the comma behind an item ends, if there is one before anything but white space and comments.
fn end_of_comma(behind: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = behind.get(at..)?;
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with(',') {
            return Some(at + 1);
        } else if trimmed.starts_with("//") {
            at += trimmed.find('\n')?;
        } else if trimmed.starts_with("/*") {
            at += trimmed.find("*/")? + 2;
        } else {
            return None;
        }
    }
}
