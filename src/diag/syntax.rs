//! What the reader of a library file could not read.

use thiserror::Error;

/// What stopped the RON reader at a place. It goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SyntaxError {
    /// Something else than the grammar asks for.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What would have been right.
        expected: Token,
        /// The first characters of what is there.
        found: String,
    },
    /// A quotation mark opens a text and no other one ends it.
    #[error("the text in quotes does not end")]
    UnclosedString,
    /// `/*` without `*/`.
    #[error("the comment does not end")]
    UnclosedComment,
    /// Reported where the bracket should have been closed.
    #[error("the bracket {open} of line {line} is not closed")]
    UnclosedBracket {
        /// The opening bracket.
        open: char,
        /// The line of the opening bracket, counted from 1.
        line: usize,
    },
    /// A bracket is closed although more of what belongs inside follows it.
    #[error("the bracket {close} closes too early")]
    ClosedEarly {
        /// The closing bracket.
        close: char,
    },
    /// A backslash in a text with a letter behind it that has no meaning in RON.
    #[error("the escape {escape} means nothing")]
    BadEscape {
        /// The backslash and what follows it.
        escape: String,
    },
    /// `#` where a comment is probably meant.
    #[error("a comment begins with //, not with #")]
    HashComment,
    /// A character without a picture outside of a text, such as a zero-width space.
    #[error("an invisible character, U+{code_point:04X}")]
    Invisible {
        /// Its Unicode number.
        code_point: u32,
    },
    /// A list under an unknown name, read as the list that its items must belong to.
    #[error("no list is called {name}; read as {meant}")]
    UnknownList {
        /// As it was written.
        name: String,
        /// The list that it was read as.
        meant: &'static str,
    },
    /// One line of a merge conflict, without the others.
    #[error("a line left by a merge")]
    MergeMarker,
    /// A whole merge conflict, with both sides.
    #[error("a merge conflict; both sides are read")]
    MergeConflict,
    /// More brackets inside each other than the reader follows.
    #[error("nested too deeply")]
    TooDeep,
    /// The library is closed and the file goes on.
    #[error("something stands behind the end")]
    Trailing,
}

impl SyntaxError {
    /// The key of its words in the language files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unexpected { .. } => "syntax-unexpected",
            Self::UnclosedString => "syntax-unclosed-string",
            Self::UnclosedComment => "syntax-unclosed-comment",
            Self::UnclosedBracket { .. } => "syntax-unclosed-bracket",
            Self::ClosedEarly { .. } => "syntax-closed-early",
            Self::BadEscape { .. } => "syntax-bad-escape",
            Self::HashComment => "syntax-hash-comment",
            Self::Invisible { .. } => "syntax-invisible",
            Self::UnknownList { .. } => "syntax-unknown-list",
            Self::MergeMarker => "syntax-merge-marker",
            Self::MergeConflict => "syntax-merge-conflict",
            Self::TooDeep => "syntax-too-deep",
            Self::Trailing => "syntax-trailing",
        }
    }
}

/// What would have been right at the place of a syntax error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Token {
    /// A text, a number, a list or the like.
    #[error("a value")]
    Value,
    /// A field's name, with a colon behind it.
    #[error("a field name")]
    FieldName,
    /// This very character.
    #[error("{0:?}")]
    Sign(char),
    /// A comma, or the bracket that ends the list or struct.
    #[error("',' or the closing bracket")]
    CommaOrClose,
}

impl Token {
    /// The key of its words in the language files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Value => "token-value",
            Self::FieldName => "token-field-name",
            Self::Sign(_) => "token-sign",
            Self::CommaOrClose => "token-comma-or-close",
        }
    }
}

/// The kind of value that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text in quotes.
    Text,
    /// A list of texts.
    Texts,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `( … )`.
    Struct,
    /// A list of `( … )`.
    Structs,
    /// A text, an image or a list of them.
    Parts,
    /// `{ "name": "value" }`.
    Map,
    /// A list of lists of texts and numbers.
    Rows,
}

impl Expected {
    /// The key of its words in the language files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "expected-text",
            Self::Texts => "expected-texts",
            Self::Number => "expected-number",
            Self::Bool => "expected-bool",
            Self::Struct => "expected-struct",
            Self::Structs => "expected-structs",
            Self::Parts => "expected-parts",
            Self::Map => "expected-map",
            Self::Rows => "expected-rows",
        }
    }
}
