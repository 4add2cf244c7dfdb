//! The messages of the editor.

use crate::app::EditProblem;
use crate::diag::{Diagnostic, Problem, Severity};

/// A message, as a code with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorNotice {
    NotSaved(EditProblem),
    /// The reply cannot be saved so.
    Blocked(Problem),
    /// Of the packs below nothing can be deleted.
    ReadOnly,
    /// A version of a file is back.
    Restored(String),
    /// A cell cannot say that, which was typed.
    BadCell(String),
    /// The window cannot be closed over a line that is asked for.
    AnswerFirst,
    /// There is no text to make a reply of.
    NothingCopied,
    /// Fields that a step taken back or done again has left alone, as they were changed otherwise since: the title of each
    /// reply, and which.
    ChangedSince(Vec<(String, Vec<&'static str>)>),
    /// Drafts could not be written: the system's words.
    DraftsNotSaved(String),
    /// The drafts were written by a later version: they are in the file of this name.
    DraftsPutAside(String),
    /// The favourites cannot be read.
    FavouritesUnreadable(Problem),
    /// The deleted replies cannot be read.
    TrashUnreadable(EditProblem),
    /// What is wrong in a file.
    File {
        first: Box<Diagnostic>,
        more: usize,
    },
    /// So many of the chosen replies name no scenario, and none could be inferred.
    NotInferred(usize),
    /// There is no such reply.
    NotFound(String),
}

impl EditorNotice {
    /// The message about files with errors, if there are any.
    pub fn of_diagnostics(found: &[Diagnostic]) -> Option<Self> {
        let mut errors = found.iter().filter(|found| found.severity() == Severity::Error);
        let first = Box::new(errors.next()?.clone());
        Some(Self::File { first, more: errors.count() })
    }

    /// Whether it reports a success.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Restored(_))
    }
}
