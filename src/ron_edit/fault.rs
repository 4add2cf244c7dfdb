//! What is wrong with a text, and where.

use std::ops::Range;

use thiserror::Error;

/// A mistake and the bytes it takes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("byte {}: {kind}", span.start)]
pub struct Fault {
    pub span: Range<usize>,
    pub kind: FaultKind,
}

impl Fault {
    pub(super) fn new(span: Range<usize>, kind: FaultKind) -> Self {
        Self { span, kind }
    }
}

/// What the reader stumbled over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FaultKind {
    #[error("expected {wanted}, found {found}")]
    Unexpected { wanted: Wanted, found: String },
    #[error("the text in quotes does not end")]
    UnclosedString,
    #[error("the comment does not end")]
    UnclosedComment,
    /// Seen where it should have been closed; `open` is the byte position of the opening one.
    #[error("the bracket {bracket} of byte {open} is not closed")]
    UnclosedBracket { bracket: char, open: usize },
    /// More of what the bracket closes follows it.
    #[error("the bracket {close} closes too early")]
    ClosedEarly { close: char },
    #[error("the escape {escape} means nothing")]
    BadEscape { escape: String },
    #[error("a comment begins with //, not with #")]
    HashComment,
    #[error("an invisible character, U+{code_point:04X}")]
    Invisible { code_point: u32 },
    /// Read as the list that it must be, by its items.
    #[error("no list is called {name}; read as {meant}")]
    UnknownList { name: String, meant: &'static str },
    /// A line that a merge left, without the others of its conflict.
    #[error("a line left by a merge")]
    MergeMarker,
    #[error("a merge conflict; both sides are read")]
    MergeConflict,
    #[error("nested too deeply")]
    TooDeep,
    #[error("something stands behind the end")]
    Trailing,
}

/// What would have been right at the place of a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Wanted {
    #[error("a value")]
    Value,
    #[error("a field name")]
    FieldName,
    #[error("{0:?}")]
    Sign(char),
    #[error("',' or the closing bracket")]
    CommaOrClose,
}
