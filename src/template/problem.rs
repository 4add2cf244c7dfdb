//! Why a placeholder cannot be read.

use thiserror::Error;

use super::sum::SumProblem;

/// A longer name is rather a sentence whose brace was meant as a brace.
pub(super) const LONGEST_NAME: usize = 24;

/// Nobody writes about a day farther away.
pub(super) const MAX_DAYS: i16 = 999;

/// Why a placeholder cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateProblem {
    /// `{` without `}` in the same line.
    #[error("the brace is not closed")]
    Unclosed,
    /// `}` without `{` before it.
    #[error("a closing brace without an opening one")]
    StrayClose,
    /// `{}`, or nothing in front of a colon.
    #[error("a placeholder without a name")]
    NoName,
    /// `{名||乙}`.
    #[error("a choice without a text")]
    EmptyChoice,
    /// So long a name is rather a sentence whose braces are meant as braces.
    #[error("the name of a placeholder is longer than {LONGEST_NAME} characters")]
    LongName,
    /// `+3` or a format behind a name that is not one of a date.
    #[error("only dates can be shifted or formatted")]
    NotADate,
    /// In days, before or after.
    #[error("a date more than {MAX_DAYS} days away")]
    TooFar,
    /// The letters of a format that mean nothing.
    #[error("the letters {0:?} are no part of a date")]
    BadFormat(String),
    /// `{片段:}`.
    #[error("a snippet without the title of a reply")]
    NoSnippet,
    /// A sum that cannot be read.
    #[error("{0}")]
    Sum(#[from] SumProblem),
}

impl TemplateProblem {
    /// The stable rule id, see [`crate::diag::Problem::code`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unclosed => "placeholder.unclosed",
            Self::StrayClose => "placeholder.stray-close",
            Self::NoName => "placeholder.no-name",
            Self::EmptyChoice => "placeholder.empty-choice",
            Self::LongName => "placeholder.long-name",
            Self::NotADate => "placeholder.not-a-date",
            Self::TooFar => "placeholder.too-far",
            Self::BadFormat(_) => "placeholder.bad-format",
            Self::NoSnippet => "placeholder.no-snippet",
            Self::Sum(SumProblem::MissingTerm) => "placeholder.sum-term",
            Self::Sum(SumProblem::MissingOperator) => "placeholder.sum-operator",
            Self::Sum(SumProblem::NoNumber) => "placeholder.sum-number",
            Self::Sum(SumProblem::Bracket) => "placeholder.sum-bracket",
            Self::Sum(SumProblem::TooDeep) => "placeholder.sum-deep",
            Self::Sum(SumProblem::NoResult) => "placeholder.sum-impossible",
        }
    }
}
