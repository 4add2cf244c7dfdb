//! What is wrong with a user's file or text, where, and how bad it is.
//!
//! A [`Diagnostic`] carries a [`Problem`] (a code with arguments); the words, in Chinese or English,
//! are made in [`crate::lang`] where they are shown. Left out on purpose: reading files and printing.

mod system;

pub use system::SystemError;

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use thiserror::Error;

use crate::check::Finding;
use crate::template::TemplateProblem;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The text still works; something is probably not meant so.
    Warning,
    /// Something was left out, or cannot be copied.
    Error,
}

impl Severity {
    /// The stable name that `check --json` prints.
    pub fn code(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What is wrong, as a code with its arguments. `Display` is English, for logs and tests;
/// users read the words of [`crate::lang`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// `smallest` is the shortest text that such a file can have.
    #[error("the file is empty")]
    EmptyFile { smallest: &'static str },
    #[error("the file is not valid UTF-8 from byte {offset} on")]
    NotUtf8 { offset: usize },
    #[error("the file has {size_mb} MB; at most {limit_mb} MB are read")]
    TooLarge { size_mb: u64, limit_mb: u64 },
    #[error("the file cannot be read: {error}")]
    Unreadable { error: SystemError },
    /// It was read before.
    #[error("the file is gone")]
    Gone,
    #[error("the link {link} leads nowhere: there is no {target}")]
    LinkNowhere { link: String, target: String },
    #[error("the link {link} leads in a circle")]
    LinkCircle { link: String },
    #[error("syntax error: {detail}")]
    Syntax { detail: SyntaxError },
    #[error("format {found} is newer than {known}")]
    NewerFormat { found: String, known: u32 },
    #[error("unknown field {name}")]
    UnknownField { name: String, suggestion: Option<String> },
    #[error("field {name} is given twice")]
    RepeatedField { name: String },
    #[error("field {name} is missing")]
    MissingField { name: &'static str },
    #[error("field {name} must be {expected:?}")]
    WrongType { name: String, expected: Expected },
    #[error("invalid id {id:?}")]
    InvalidId { id: String },
    #[error("id {id} is already used in line {first_line}")]
    DuplicateId { id: String, first_line: usize },
    #[error("code {code} is already used in line {first_line}")]
    DuplicateCode { code: String, first_line: usize },
    #[error("the code {code} is taken by {reply}")]
    CodeTaken { code: String, reply: String },
    #[error("the reply has no text")]
    NoText,
    #[error("only one of text, parts and variants may be given")]
    SeveralTexts,
    #[error("the image path {path} leaves the library's folder")]
    ImageOutside { path: String },
    #[error("the image {path:?} is not there")]
    ImageMissing { path: String },
    #[error("unknown placeholder {{{name}}}")]
    UnknownPlaceholder { name: String, suggestion: Option<String> },
    #[error("{0}")]
    Template(TemplateProblem),
    #[error("invalid setting {name} = {value:?}")]
    InvalidSetting { name: String, value: String },
    #[error("{name} cannot be {value:?}")]
    UnknownValue { name: String, value: String, suggestion: Option<String> },
    #[error("{name} is declared twice")]
    DuplicateName { name: String },
    /// `at` is the character, counted from 1, at which it goes wrong.
    #[error("invalid pattern from character {at} on")]
    InvalidPattern { at: usize },
    #[error("no table {name}")]
    UnknownTable { name: String, suggestion: Option<String> },
    #[error("table {table} has no output {name}")]
    UnknownColumn { table: String, name: String, suggestion: Option<String> },
    #[error("a row of {found} cells in a table of {expected} columns")]
    RowLength { expected: usize, found: usize },
    #[error("the cell {cell:?} is probably not meant so")]
    DoubtfulCell { cell: String, is_backwards: bool },
    #[error("the default {value:?} is never filled in")]
    UnusableDefault { value: String },
    #[error("invalid time {value:?}")]
    InvalidTime { value: String },
    #[error("no line of a calendar: {value:?}")]
    InvalidCalendarLine { value: String },
    #[error("invalid date {value:?}")]
    InvalidDate { value: String },
    #[error("from {from} to {until} is never")]
    NeverHolds { from: String, until: String },
    #[error("no reply {key} to take in")]
    UnknownSnippet { key: String, suggestion: Option<String> },
    #[error("{quote}: {}", finding.code())]
    Breach { finding: Box<Finding>, quote: String },
    #[error("several replies are called {key}")]
    SeveralSnippets { key: String },
    #[error("the reply {key} has no text to take in")]
    SnippetWithoutText { key: String },
    #[error("replies take each other in more than {most} deep")]
    SnippetTooDeep { most: usize },
    #[error("no shop {name}")]
    UnknownShop { name: String, suggestion: Option<String> },
    #[error("{value:?} is none of the choices")]
    DefaultOutsideChoices { value: String },
    #[error("no reply {id} to come next")]
    UnknownNext { id: String, suggestion: Option<String> },
    #[error("no reply {key} to hide")]
    UnknownHidden { key: String },
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

/// What the RON reader stumbled over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SyntaxError {
    #[error("expected {expected}, found {found}")]
    Unexpected { expected: Token, found: String },
    #[error("the text in quotes does not end")]
    UnclosedString,
    #[error("the comment does not end")]
    UnclosedComment,
    /// Seen where it should have been closed; `line` (1-based) has the opening one.
    #[error("the bracket {open} of line {line} is not closed")]
    UnclosedBracket { open: char, line: usize },
    /// More of what the bracket closes stands behind it.
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
    #[error("a value")]
    Value,
    #[error("a field name")]
    FieldName,
    #[error("{0:?}")]
    Sign(char),
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

/// A place in a file: 1-based line and column (in characters), and the line itself for the snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    /// How many characters are meant, at least 1, within the line.
    pub length: usize,
    /// The whole line, or a window of it where it is very long.
    pub line_text: String,
    /// Where the marked part begins in `line_text`, in characters from 0.
    pub column_in_text: usize,
}

/// Where the lines of a text begin, so that finding a place does not read the whole text each time.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    /// Byte positions, ascending; the first is 0.
    starts: Vec<usize>,
    /// How many characters stand before each block of the text: a line may be as long as the file.
    chars_before_block: Vec<usize>,
}

/// Bytes of a text whose characters are counted one by one.
const BLOCK: usize = 1024;

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let chars_before_block = text
            .as_bytes()
            .chunks(BLOCK)
            .scan(0, |before, block| Some(std::mem::replace(before, *before + first_bytes(block))))
            .collect();
        Self { text, starts, chars_before_block }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The 1-based line of a byte position.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// A byte range of the text as character offsets.
    pub fn chars(&self, span: &Range<usize>) -> Range<usize> {
        self.chars_before(span.start)..self.chars_before(span.end)
    }

    /// How many characters begin before a byte position.
    fn chars_before(&self, at: usize) -> usize {
        let block = (at / BLOCK).min(self.chars_before_block.len().saturating_sub(1));
        let before = self.chars_before_block.get(block).copied().unwrap_or(0);
        before + self.text.as_bytes().get(block * BLOCK..at).map_or(0, first_bytes)
    }

    /// The place of the byte range `span`. A range outside, or within a character, is moved to the nearest character
    /// before it.
    pub fn place(&self, span: &Range<usize>) -> Place {
        let text = self.text;
        let start = floor_char(text, span.start);
        let end = floor_char(text, span.end).max(start);
        let line_idx = self.line(start);
        let line_start = line_idx.checked_sub(1).and_then(|idx| self.starts.get(idx)).copied().unwrap_or(0);
        let line_end = self.starts.get(line_idx).map_or(text.len(), |next| next - 1);
        let chars = |range: Range<usize>| self.chars_before(range.end) - self.chars_before(range.start);
        let column0 = chars(line_start..start);
        let length = chars(start..end.min(line_end).max(start)).max(1);
        let line = text.get(line_start..line_end).unwrap_or_default().trim_end_matches('\r');
        let is_shown_whole = chars(line_start..line_start + line.len()) <= LONGEST_LINE;
        let first = if is_shown_whole { 0 } else { column0.saturating_sub(LONGEST_LINE / 2) };
        // Counted from the place itself, not over the whole line.
        let behind = text.get(line_start..start).unwrap_or_default();
        let from =
            behind.char_indices().rev().take(column0 - first).last().map_or(start, |(at, _)| line_start + at);
        let shown = text.get(from..line_start + line.len()).unwrap_or_default();
        Place {
            line: line_idx,
            column: column0 + 1,
            length: length.min(LONGEST_LINE),
            line_text: shown.chars().take(LONGEST_LINE).collect(),
            column_in_text: column0 - first,
        }
    }
}

/// How many characters begin in some bytes of a text.
fn first_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// A snippet shows at most this many characters of a line.
const LONGEST_LINE: usize = 160;

fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's name as the user knows it.
    pub file: Arc<str>,
    /// Where it is; `None` when the whole file is meant.
    pub place: Option<Place>,
    /// The id of the reply concerned, or its title where the id is what is wrong.
    pub reply: Option<String>,
    /// Character offsets in the reply's text, for problems of a placeholder.
    pub range_in_text: Option<Range<usize>>,
    pub problem: Problem,
}

impl Diagnostic {
    /// A problem of the file as a whole.
    pub fn of_file(file: &Arc<str>, problem: Problem) -> Self {
        Self { file: Arc::clone(file), place: None, reply: None, range_in_text: None, problem }
    }

    pub fn severity(&self) -> Severity {
        self.problem.severity()
    }

    /// `file:line:column`, or the file alone.
    pub fn location(&self) -> String {
        match &self.place {
            Some(place) => format!("{}:{}:{}", self.file, place.line, place.column),
            None => self.file.to_string(),
        }
    }

    /// `location: severity: message`, the line with a caret under it, and the advice. The words come from the
    /// caller; `severity` and `advice_label` too.
    pub fn snippet(&self, severity: &str, message: &str, advice_label: &str, advice: Option<&str>) -> String {
        let mut out = format!("{}: {severity}: {message}", self.location());
        if let Some(place) = &self.place {
            let byte_of = |column: usize| {
                place.line_text.char_indices().nth(column).map_or(place.line_text.len(), |(at, _)| at)
            };
            let start = byte_of(place.column_in_text);
            let end = byte_of(place.column_in_text + place.length);
            let snippet = Snippet::source(place.line_text.as_str())
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(start..end));
            out.push('\n');
            out.push_str(&Renderer::plain().render(&[Group::with_level(Level::ERROR).element(snippet)]));
        }
        if let Some(advice) = advice {
            out.push_str("\n  = ");
            out.push_str(advice_label);
            out.push_str(": ");
            out.push_str(advice);
        }
        out
    }
}

/// Longer names are texts that stand in the place of a name; to compare them takes long.
const LONGEST_NAME: usize = 100;

/// The candidate nearest to `name`, when it is near enough to be a slip (a third of its characters, at least one).
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let length = |name: &str| name.chars().take(LONGEST_NAME + 1).count();
    let limit = (length(name) / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| length(name).max(length(candidate)) <= LONGEST_NAME)
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= limit
                || (!name.is_empty() && candidate.starts_with(name) && name.chars().count() > 1)
        })
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_not_bytes() {
        let text = "第一行\n标题: 催发货";
        let at = text.find("催").unwrap();
        let place = Lines::of(text).place(&(at..text.len()));
        assert_eq!((place.line, place.column, place.length), (2, 5, 3));
        assert_eq!(place.line_text, "标题: 催发货");
    }

    #[test]
    fn a_place_outside_the_text_is_its_end() {
        assert_eq!(Lines::of("短").place(&(90..95)).column, 2);
    }

    #[test]
    fn the_caret_stands_under_the_wide_characters_it_means() {
        let text = "(\n    标题: \"催发货\",\n)";
        let at = text.find("标题").unwrap();
        let diagnostic = Diagnostic {
            file: "my.ron".into(),
            place: Some(Lines::of(text).place(&(at..at + "标题".len()))),
            reply: None,
            range_in_text: None,
            problem: Problem::UnknownField { name: "标题".into(), suggestion: Some("title".into()) },
        };
        let shown = diagnostic.snippet("警告", "没有“标题”这个字段", "建议", Some("是不是 title"));
        insta::assert_snapshot!(shown, @r#"
        my.ron:2:5: 警告: 没有“标题”这个字段
          |
        2 |     标题: "催发货",
          |     ^^^^
          = 建议: 是不是 title
        "#);
    }

    #[test]
    fn a_place_in_a_line_as_long_as_the_file_is_counted_in_characters() {
        let text = format!("a\n{}中{}\r\n{}", "长é".repeat(3000), "尾".repeat(100), "x".repeat(2000));
        let lines = Lines::of(&text);
        let at = text.find('中').unwrap();
        let place = lines.place(&(at..at + 6));
        assert_eq!((place.line, place.column, place.length, place.column_in_text), (2, 6001, 2, 80));
        assert_eq!(place.line_text.chars().nth(80), Some('中'));
        assert_eq!(place.line_text.chars().count(), 160);
        for (at, _) in text.char_indices() {
            let line_start = text.get(..at).unwrap().rfind('\n').map_or(0, |end| end + 1);
            let column = text.get(line_start..at).unwrap().chars().count() + 1;
            assert_eq!(lines.place(&(at..at)).column, column, "{at}");
        }
    }

    #[test]
    fn only_a_slip_gets_a_suggestion() {
        let known = ["title", "stage", "tags"];
        assert_eq!(nearest("titel", known).as_deref(), Some("title"));
        assert_eq!(nearest("body", known), None);
        assert_eq!(nearest("titl", known).as_deref(), Some("title"));
        assert_eq!(nearest("店铺", ["店铺名", "订单号"]).as_deref(), Some("店铺名"));
        assert_eq!(nearest("天气", ["店铺名", "订单号"]), None);
        let text = "字".repeat(101);
        assert_eq!(nearest(&text, [text.as_str()]), None);
    }
}
