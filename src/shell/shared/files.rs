//! The user's files: word of their changes, and why one could not be changed.

use std::path::PathBuf;

use crate::app::EditProblem;
use crate::diag::Diagnostic;
use crate::store::links;
use crate::store::lock::EditError;
use crate::store::watch::{self, Watch};

/// Calls `changed` when one of the files was changed; without a watch the program goes on.
pub(in crate::shell) fn watch_files(
    files: Vec<PathBuf>,
    changed: impl Fn() -> bool + Send + 'static,
) -> Option<Watch> {
    let watch = watch::watch(files, move |_| {
        if !changed() {
            tracing::debug!("a change that nobody waits for");
        }
    });
    watch.inspect_err(|error| tracing::warn!(%error, "changes made elsewhere are not seen")).ok()
}

/// An error of the store as the windows show it.
pub(in crate::shell) fn problem_of(error: EditError) -> EditProblem {
    match error {
        EditError::File { path, source } => {
            let (path, problem) = (path.display().to_string(), links::problem_of(&source));
            if problem.is_dead_link() {
                EditProblem::Mistake(Box::new(Diagnostic::of_file(&path.into(), problem)))
            } else {
                EditProblem::File { path, error: (&source).into() }
            }
        }
        EditError::Busy { path } => EditProblem::Busy(path.display().to_string()),
        EditError::Mistake(found) => EditProblem::Mistake(found),
        EditError::Changed => EditProblem::Changed,
        EditError::Mismatch => EditProblem::Mismatch,
    }
}
