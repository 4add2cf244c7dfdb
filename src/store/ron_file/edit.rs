//! Edits in place: the bytes around them stay as they are.

use std::io;
use std::path::Path;

use super::text_of;
use crate::diag::{Diagnostic, Problem};
use crate::store::backup;
use crate::store::file_system::FileSystem;
use crate::store::links;
use crate::store::lock::{EditError, hold};

/// Refuses to edit a file that cannot be read as a whole. Smaller mistakes stay as they are.
pub(in crate::store) fn refuse_broken(diagnostics: &[Diagnostic]) -> Result<(), EditError> {
    let breaks =
        |found: &&Diagnostic| matches!(found.problem, Problem::Syntax { .. } | Problem::NewerFormat { .. });
    match diagnostics.iter().find(breaks) {
        Some(found) => Err(EditError::Mistake(Box::new(found.clone()))),
        None => Ok(()),
    }
}

/// What a kind of file begins with.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Beginning {
    /// The text of one that is not there yet.
    pub new: &'static str,
    /// The shortest text that one can have, for the message about an empty one.
    pub smallest: &'static str,
}

/// Reads a file, has its text changed, and saves it; no other program writes it meanwhile.
/// `edit` gets the name of the file for messages, and its text; it gives the new text and what it found out.
pub(in crate::store) fn edit_file<T, E: From<EditError>>(
    disk: &dyn FileSystem,
    path: &Path,
    beginning: Beginning,
    edit: impl FnOnce(&str, &str) -> Result<(String, T), E>,
) -> Result<T, E> {
    let hold = hold(disk, path)?;
    let target = hold.target();
    let failed = |source| EditError::File { path: target.to_owned(), source };
    let read = || match disk.read(target) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error)),
    };
    let before = read()?;
    let bytes = before.as_deref().unwrap_or(beginning.new.as_bytes());
    let name = path.display().to_string();
    let text = text_of(&name, bytes, beginning.smallest).map_err(EditError::Mistake)?;
    let (edited, found) = edit(&name, text)?;
    let mark = bytes.get(..bytes.len() - text.len()).unwrap_or_default();
    // A text editor knows nothing of the lock, nor does who has a link lead elsewhere.
    if read()? != before || links::target(disk, path).map_err(failed)? != target {
        return Err(EditError::Changed.into());
    }
    backup::save_held(&hold, &[mark, edited.as_bytes()].concat()).map_err(failed)?;
    Ok(found)
}
