//! What can be wrong with a user's file or text: one variant each, with its code and how bad it is.

use thiserror::Error;

use super::{Expected, Finding, Severity, SyntaxError, SystemError};
use crate::template::TemplateProblem;

/// What is wrong, as a code with its arguments. `Display` is English, for logs and tests; users read the words of
/// [`crate::lang`].
///
/// A `suggestion` is the known name nearest to an unknown one, see [`super::nearest()`]; a `name`, `value` or `key` is as it
/// was written.
#[expect(
    missing_docs,
    reason = "the fields are the arguments of the message, which stands above each variant"
)]
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// `smallest` is the shortest text that such a file can have.
    #[error("the file is empty")]
    EmptyFile { smallest: &'static str },
    /// `offset` is in bytes, counted from 0.
    #[error("the file is not valid UTF-8 from byte {offset} on")]
    NotUtf8 { offset: usize },
    /// In whole megabytes.
    #[error("the file has {size_mb} MB; at most {limit_mb} MB are read")]
    TooLarge { size_mb: u64, limit_mb: u64 },
    /// The operating system refused to open or to read it.
    #[error("the file cannot be read: {error}")]
    Unreadable { error: SystemError },
    /// It was read before.
    #[error("the file is gone")]
    Gone,
    /// `target` is what the last link of the chain names.
    #[error("the link {link} leads nowhere: there is no {target}")]
    LinkNowhere { link: String, target: String },
    /// A chain of links that comes back to itself.
    #[error("the link {link} leads in a circle")]
    LinkCircle { link: String },
    /// It cannot be parsed at a place; what is around it was read.
    #[error("syntax error: {detail}")]
    Syntax { detail: SyntaxError },
    /// A newer version of the program wrote it; `known` is the newest format that is read.
    #[error("format {found} is newer than {known}")]
    NewerFormat { found: String, known: u32 },
    /// Left out. It is a slip, or of a newer version.
    #[error("unknown field {name}")]
    UnknownField { name: String, suggestion: Option<String> },
    /// The first one is used.
    #[error("field {name} is given twice")]
    RepeatedField { name: String },
    /// Without it the reply or entry is left out.
    #[error("field {name} is missing")]
    MissingField { name: &'static str },
    /// Left out: the value is of another kind.
    #[error("field {name} must be {expected:?}")]
    WrongType { name: String, expected: Expected },
    /// An id of a pack or reply with characters that ids do not have.
    #[error("invalid id {id:?}")]
    InvalidId { id: String },
    /// The reply is left out; the one in `first_line`, counted from 1, has the id.
    #[error("id {id} is already used in line {first_line}")]
    DuplicateId { id: String, first_line: usize },
    /// Both replies are found by the code; the other one is in `first_line`, counted from 1.
    #[error("code {code} is already used in line {first_line}")]
    DuplicateCode { code: String, first_line: usize },
    /// An edit gives a reply the short code that the reply with this title has.
    #[error("the code {code} is taken by {reply}")]
    CodeTaken { code: String, reply: String },
    /// No wording has a message.
    #[error("the reply has no text")]
    NoText,
    /// The file gives the messages of a reply in more than one of the three ways.
    #[error("only one of text, parts and variants may be given")]
    SeveralTexts,
    /// Only images in the library's folder, or below it, are sent.
    #[error("the image path {path} leaves the library's folder")]
    ImageOutside { path: String },
    /// `path` is relative to the library file.
    #[error("the image {path:?} is not there")]
    ImageMissing { path: String },
    /// No pack declares it: it is asked for as a free text, or it is a slip.
    #[error("unknown placeholder {{{name}}}")]
    UnknownPlaceholder { name: String, suggestion: Option<String> },
    /// A placeholder that cannot be read.
    #[error("{0}")]
    Template(TemplateProblem),
    /// The default is used in its place.
    #[error("invalid setting {name} = {value:?}")]
    InvalidSetting { name: String, value: String },
    /// The field takes one of a few words, and this is another one.
    #[error("{name} cannot be {value:?}")]
    UnknownValue { name: String, value: String, suggestion: Option<String> },
    /// A field or table; the first declaration is used.
    #[error("{name} is declared twice")]
    DuplicateName { name: String },
    /// `at` is the character, counted from 1, at which it goes wrong.
    #[error("invalid pattern from character {at} on")]
    InvalidPattern { at: usize },
    /// An expression of a rule; `name` is the rule.
    #[error("the expression {value:?} of rule {name} cannot be read")]
    InvalidExpression { name: String, value: String },
    /// A field is looked up in a table that does not exist.
    #[error("no table {name}")]
    UnknownTable { name: String, suggestion: Option<String> },
    /// A field is looked up in an output that its table does not have.
    #[error("table {table} has no output {name}")]
    UnknownColumn { table: String, name: String, suggestion: Option<String> },
    /// `expected` and `found` count cells.
    #[error("a row of {found} cells in a table of {expected} columns")]
    RowLength { expected: usize, found: usize },
    /// A cell that begins like a range and is a word, or, with `is_backwards`, a range that ends before it begins.
    #[error("the cell {cell:?} is probably not meant so")]
    DoubtfulCell { cell: String, is_backwards: bool },
    /// A default with a brace, which would be an open placeholder in a finished text.
    #[error("the default {value:?} is never filled in")]
    UnusableDefault { value: String },
    /// A time of day, of a condition or of a shop's cut-off.
    #[error("invalid time {value:?}")]
    InvalidTime { value: String },
    /// A line of a list of public holidays.
    #[error("no line of a calendar: {value:?}")]
    InvalidCalendarLine { value: String },
    /// A date of a condition or of an expiry.
    #[error("invalid date {value:?}")]
    InvalidDate { value: String },
    /// A condition whose end is not behind its beginning.
    #[error("from {from} to {until} is never")]
    NeverHolds { from: String, until: String },
    /// The text takes in a reply that does not exist.
    #[error("no reply {key} to take in")]
    UnknownSnippet { key: String, suggestion: Option<String> },
    /// A rule of the check has something against the text; `quote` are the words that it found.
    #[error("{quote}: {}", finding.code())]
    Breach { finding: Box<Finding>, quote: String },
    /// The text takes in a reply by a title or code that several have.
    #[error("several replies are called {key}")]
    SeveralSnippets { key: String },
    /// The reply to take in has nothing but images.
    #[error("the reply {key} has no text to take in")]
    SnippetWithoutText { key: String },
    /// Replies within replies are followed `most` levels deep.
    #[error("replies take each other in more than {most} deep")]
    SnippetTooDeep { most: usize },
    /// A condition, or a hidden reply, names a shop that has no profile.
    #[error("no shop {name}")]
    UnknownShop { name: String, suggestion: Option<String> },
    /// A condition, or the profile of a shop, names a trade that does not exist.
    #[error("no trade {value:?}")]
    UnknownTrade { value: String, suggestion: Option<String> },
    /// The default of a placeholder is not among the choices of its field.
    #[error("{value:?} is none of the choices")]
    DefaultOutsideChoices { value: String },
    /// A reply names a next one that does not exist.
    #[error("no reply {id} to come next")]
    UnknownNext { id: String, suggestion: Option<String> },
    /// The list of hidden replies names one that does not exist.
    #[error("no reply {key} to hide")]
    UnknownHidden { key: String },
    /// `way` are the titles around the circle, joined by arrows.
    #[error("replies take each other in: {way}")]
    SnippetCycle { way: String },
}

impl Problem {
    /// What a rule has against a text.
    pub fn breach(finding: Finding, text: &str) -> Self {
        let quote = finding.quote(text).to_owned();
        Self::Breach { finding: Box::new(finding), quote }
    }

    /// Whether nothing of a file could be read.
    pub fn is_of_whole_file(&self) -> bool {
        self.is_dead_link()
            || matches!(
                self,
                Self::Unreadable { .. } | Self::Gone | Self::NotUtf8 { .. } | Self::TooLarge { .. }
            )
    }

    /// Whether a file is a link without a target.
    pub fn is_dead_link(&self) -> bool {
        matches!(self, Self::LinkNowhere { .. } | Self::LinkCircle { .. })
    }

    /// The stable rule id: `check --json` prints it and the language files are keyed by it.
    pub fn code(&self) -> &str {
        match self {
            Self::Breach { finding, .. } => finding.code(),
            Self::EmptyFile { .. } => "format.empty-file",
            Self::NotUtf8 { .. } => "format.not-utf8",
            Self::TooLarge { .. } => "format.too-large",
            Self::Unreadable { .. } => "format.unreadable",
            Self::Gone => "format.gone",
            Self::LinkNowhere { .. } => "format.link-nowhere",
            Self::LinkCircle { .. } => "format.link-circle",
            Self::Syntax { .. } => "format.syntax",
            Self::NewerFormat { .. } => "format.newer",
            Self::UnknownField { .. } => "format.unknown-field",
            Self::RepeatedField { .. } => "format.repeated-field",
            Self::MissingField { .. } => "format.missing-field",
            Self::WrongType { .. } => "format.wrong-type",
            Self::InvalidId { .. } => "format.invalid-id",
            Self::DuplicateId { .. } => "format.duplicate-id",
            Self::DuplicateCode { .. } => "format.duplicate-code",
            Self::CodeTaken { .. } => "reply.code-taken",
            Self::NoText => "format.no-text",
            Self::SeveralTexts => "format.several-texts",
            Self::ImageOutside { .. } => "format.image-outside",
            Self::ImageMissing { .. } => "format.image-missing",
            Self::UnknownPlaceholder { .. } => "placeholder.unknown",
            Self::Template(problem) => problem.code(),
            Self::InvalidSetting { .. } => "settings.invalid",
            Self::UnknownValue { .. } => "format.unknown-value",
            Self::DuplicateName { .. } => "format.duplicate-name",
            Self::InvalidPattern { .. } => "field.invalid-pattern",
            Self::InvalidExpression { .. } => "rule.invalid-expression",
            Self::UnknownTable { .. } => "field.unknown-table",
            Self::UnknownColumn { .. } => "field.unknown-column",
            Self::RowLength { .. } => "table.row-length",
            Self::DoubtfulCell { is_backwards: false, .. } => "table.no-range",
            Self::DoubtfulCell { is_backwards: true, .. } => "table.backwards",
            Self::UnusableDefault { .. } => "field.unusable-default",
            Self::InvalidTime { .. } => "when.invalid-time",
            Self::InvalidCalendarLine { .. } => "calendar.invalid-line",
            Self::InvalidDate { .. } => "when.invalid-date",
            Self::NeverHolds { .. } => "when.never-holds",
            Self::UnknownSnippet { .. } => "placeholder.unknown-snippet",
            Self::SnippetCycle { .. } => "placeholder.snippet-cycle",
            Self::SeveralSnippets { .. } => "placeholder.several-snippets",
            Self::SnippetWithoutText { .. } => "placeholder.snippet-without-text",
            Self::SnippetTooDeep { .. } => "placeholder.snippet-too-deep",
            Self::UnknownShop { .. } => "when.unknown-shop",
            Self::UnknownTrade { .. } => "when.unknown-trade",
            Self::DefaultOutsideChoices { .. } => "field.default-outside-choices",
            Self::UnknownNext { .. } => "reply.unknown-next",
            Self::UnknownHidden { .. } => "reply.unknown-hidden",
        }
    }

    /// An unknown name or a double may be meant and does no harm; everything else leaves something out.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Breach { finding, .. } => finding.severity,
            Self::UnknownField { .. }
            | Self::UnknownPlaceholder { .. }
            | Self::DuplicateCode { .. }
            | Self::UnknownTable { .. }
            | Self::DoubtfulCell { .. }
            | Self::UnusableDefault { .. }
            | Self::DefaultOutsideChoices { .. }
            | Self::UnknownShop { .. }
            | Self::UnknownTrade { .. }
            | Self::NeverHolds { .. }
            | Self::UnknownHidden { .. }
            | Self::UnknownNext { .. } => Severity::Warning,
            Self::EmptyFile { .. }
            | Self::NotUtf8 { .. }
            | Self::TooLarge { .. }
            | Self::Unreadable { .. }
            | Self::Gone
            | Self::LinkNowhere { .. }
            | Self::LinkCircle { .. }
            | Self::Syntax { .. }
            | Self::NewerFormat { .. }
            | Self::RepeatedField { .. }
            | Self::MissingField { .. }
            | Self::WrongType { .. }
            | Self::InvalidId { .. }
            | Self::DuplicateId { .. }
            | Self::CodeTaken { .. }
            | Self::NoText
            | Self::SeveralTexts
            | Self::ImageOutside { .. }
            | Self::ImageMissing { .. }
            | Self::Template(_)
            | Self::InvalidSetting { .. }
            | Self::UnknownValue { .. }
            | Self::DuplicateName { .. }
            | Self::InvalidPattern { .. }
            | Self::InvalidExpression { .. }
            | Self::UnknownColumn { .. }
            | Self::RowLength { .. }
            | Self::InvalidTime { .. }
            | Self::InvalidCalendarLine { .. }
            | Self::InvalidDate { .. }
            | Self::UnknownSnippet { .. }
            | Self::SeveralSnippets { .. }
            | Self::SnippetWithoutText { .. }
            | Self::SnippetTooDeep { .. }
            | Self::SnippetCycle { .. } => Severity::Error,
        }
    }
}
