//! Edits in place: the bytes around them stay as they are.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::text_of;
use crate::diag::Diagnostic;
use crate::store::backup;

/// Why a file was not edited. It is as it was.
#[derive(Debug, Error)]
pub enum EditError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
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

/// Reads a file (`empty` where there is none), has its text changed, and saves it. `edit` gets the name of the file for
/// messages, and its text; it gives the new text and what it found out.
pub(in crate::store) fn edit_file<T>(
    path: &Path,
    empty: &str,
    edit: impl FnOnce(&str, &str) -> Result<(String, T), EditError>,
) -> Result<T, EditError> {
    let failed = |source| EditError::File { path: path.to_owned(), source };
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => empty.as_bytes().to_owned(),
        Err(error) => return Err(failed(error)),
    };
    let text = text_of(&name, &bytes).map_err(EditError::Mistake)?;
    let (edited, found) = edit(&name, text)?;
    let mark = bytes.get(..bytes.len() - text.len()).unwrap_or_default();
    backup::save(path, &[mark, edited.as_bytes()].concat()).map_err(failed)?;
    Ok(found)
}
