//! Messages to the user: codes with their arguments, whose words are in the language files.

use super::effect::CopyError;
use crate::app::EditProblem;
use crate::diag::{Diagnostic, Problem, Severity, SystemError};
use crate::draft::SnippetReason;

/// A message to the user, as a code with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The clipboard takes its time.
    Copying,
    Copied,
    CopyFailed(CopyError),
    /// The selected reply has this placeholder, which cannot be read.
    BrokenPlaceholder(String),
    OnlyImages,
    /// What is wrong first in a file, and how many more things are.
    File {
        first: Box<Diagnostic>,
        more: usize,
    },
    /// The rules are against the text in so many ways.
    Breaches(usize),
    /// No wording of the selected reply is meant for now.
    NotNow,
    ProfileSaved,
    ShopNotSaved(EditProblem),
    /// The text of another reply cannot be put in.
    Snippet {
        key: String,
        reason: SnippetReason,
    },
    HotkeyTaken {
        hotkey: String,
        settings: String,
        /// 1-based; 0 where the file does not name a hotkey.
        line: usize,
    },
    HotkeyInvalid {
        hotkey: String,
        settings: String,
        line: usize,
    },
    /// The session has no global hotkeys for programs.
    HotkeyUnsupported,
    HistoryUnusable(Problem),
    /// A favourite is not in the history.
    FavouriteNotSaved(Problem),
    QuestionLearned,
    QuestionForgotten,
    /// There is nothing in the query that could be kept.
    NothingToLearn,
    QuestionNotLearned(EditProblem),
    SplitSaved,
    SplitNotSaved(EditProblem),
    /// The reply of this title is not offered any more.
    Hidden(String),
    /// The reply of this title is offered again.
    ShownAgain(String),
    HiddenNotChanged(EditProblem),
    /// These words are no problem in this copy.
    Waived(String),
    /// This clause of a reply, with its placeholders, is no problem from now on.
    Innocent(String),
    /// What was no problem is one again.
    ProblemAgain,
    InnocentNotChanged(EditProblem),
    /// The editor did not start, or ended by itself: the system's words.
    EditorFailed(SystemError),
}

impl Notice {
    /// One message a file, for those with errors; slips that do no harm are for `suda check`.
    pub fn of_diagnostics(diagnostics: &[Diagnostic]) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for found in diagnostics.iter().filter(|found| found.severity() == Severity::Error) {
            let same_file =
                |notice: &&mut Self| matches!(notice, Self::File { first, .. } if first.file == found.file);
            match out.iter_mut().find(same_file) {
                Some(Self::File { more, .. }) => *more += 1,
                _ => out.push(Self::File { first: Box::new(found.clone()), more: 0 }),
            }
        }
        out
    }

    /// Whether it reports a success.
    pub fn is_good(&self) -> bool {
        matches!(
            self,
            Self::Copying
                | Self::Copied
                | Self::ProfileSaved
                | Self::QuestionLearned
                | Self::QuestionForgotten
                | Self::SplitSaved
                | Self::Hidden(_)
                | Self::ShownAgain(_)
                | Self::Waived(_)
                | Self::Innocent(_)
                | Self::ProblemAgain
        )
    }
}
