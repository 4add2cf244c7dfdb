//! Edits in place: the bytes around them stay as they are.

use std::fs::TryLockError;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::text_of;
use crate::diag::{Diagnostic, Problem};
use crate::store::backup;
use crate::store::file_system::FileSystem;
use crate::store::links;
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
    /// Read back, it would say something else: a code or an id is there already, or a text is missing.
    #[error("what was to be written would be read as something else")]
    Mismatch,
}

/// Refuses to edit a file that cannot be read as a whole. Smaller mistakes stay as they are.
pub(in crate::store) fn refuse_broken(diagnostics: &[Diagnostic]) -> Result<(), EditError> {
    let breaks =
        |found: &&Diagnostic| matches!(found.problem, Problem::Syntax { .. } | Problem::NewerFormat { .. });
    match diagnostics.iter().find(breaks) {
        Some(found) => Err(EditError::Mistake(Box::new(found.clone()))),
        None => Ok(()),
    }
}

/// The right to write a file.
pub(in crate::store) fn hold<'a>(disk: &'a dyn FileSystem, path: &'a Path) -> Result<Hold<'a>, EditError> {
    Hold::of(disk, path).map_err(|error| match error {
        TryLockError::WouldBlock => EditError::Busy { path: path.to_owned() },
        TryLockError::Error(source) => {
            // It is the folder of the target that a link's user has to look at.
            let path = links::target(disk, path).unwrap_or_else(|_| path.to_owned());
            EditError::File { path, source }
        }
    })
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
