//! The faults of [`crate::ron_edit`] as problems that are shown to people.
//!
//! The same mistakes are listed twice, and this is the one place that knows both lists. The RON editor gives byte
//! positions in the text that it holds and names no other part of the program; a [`Problem`] outlives the text, so it gives
//! lines, and its codes belong to the language files. The match has no default: a new fault does not compile until it
//! has words.

use crate::diag::{Lines, Problem, SyntaxError, Token};
use crate::ron_edit::{FaultKind, Wanted};

/// What is said of a fault of the text with these lines.
pub(in crate::store) fn problem(kind: FaultKind, lines: &Lines<'_>) -> Problem {
    let detail = match kind {
        FaultKind::Unexpected { wanted, found } => SyntaxError::Unexpected { expected: token(wanted), found },
        FaultKind::UnclosedString => SyntaxError::UnclosedString,
        FaultKind::UnclosedComment => SyntaxError::UnclosedComment,
        FaultKind::UnclosedBracket { bracket, open } => {
            SyntaxError::UnclosedBracket { open: bracket, line: lines.line(open) }
        }
        FaultKind::ClosedEarly { close } => SyntaxError::ClosedEarly { close },
        FaultKind::BadEscape { escape } => SyntaxError::BadEscape { escape },
        FaultKind::HashComment => SyntaxError::HashComment,
        FaultKind::Invisible { code_point } => SyntaxError::Invisible { code_point },
        FaultKind::UnknownList { name, meant } => SyntaxError::UnknownList { name, meant },
        FaultKind::MergeMarker => SyntaxError::MergeMarker,
        FaultKind::MergeConflict => SyntaxError::MergeConflict,
        FaultKind::TooDeep => SyntaxError::TooDeep,
        FaultKind::Trailing => SyntaxError::Trailing,
    };
    Problem::Syntax { detail }
}

fn token(wanted: Wanted) -> Token {
    match wanted {
        Wanted::Value => Token::Value,
        Wanted::FieldName => Token::FieldName,
        Wanted::Sign(sign) => Token::Sign(sign),
        Wanted::CommaOrClose => Token::CommaOrClose,
    }
}
