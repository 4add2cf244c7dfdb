//! What was found in an input, before anything is decided.

use jiff::civil::DateTime;

use super::input::{InputFile, Target};
use crate::model::Reply;

/// Everything that was read of an input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The name of the format, or of the layout of a table where it is a known one (`qianniu`, `kefubao`).
    pub format: String,
    /// The name of the encoding; empty where the format has none of its own.
    pub encoding: String,
    /// The sheets of a workbook, the categories or files of other formats; one where there are no such parts.
    pub sheets: Vec<SheetInfo>,
    /// The replies, in the order of the input.
    pub entries: Vec<Entry>,
    /// The rows that are none, with the reason.
    pub rejected: Vec<Rejected>,
    /// What could not be carried over.
    pub lost: Vec<Lost>,
    /// The images that entries name, by the same paths.
    pub pictures: Vec<InputFile>,
}

/// A sheet of a workbook, or what other formats have instead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetInfo {
    /// Its name; empty where the input has one sheet without a name.
    pub name: String,
    /// How many rows it has, without blank ones at its end.
    pub row_count: usize,
    /// Whether it is hidden in the other tool. It is not read unless the user says so.
    pub is_hidden: bool,
    /// The name of an earlier sheet that has the same content. It is not read unless the user says so.
    pub same_as: Option<String>,
    /// Whether its rows are among the entries.
    pub is_read: bool,
    /// The columns of a table, from the left; empty for other formats.
    pub columns: Vec<Column>,
}

/// A column of a table, for the mapping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Its letters: `A`, `AB`.
    pub letters: String,
    /// What its header says; empty without one.
    pub header: String,
    /// What it holds; `None` where it is not read.
    pub target: Option<Target>,
    /// The first cells below the header, at most five.
    pub samples: Vec<String>,
}

/// Where a row is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RowAt {
    /// The name of the sheet; empty where there is only one without a name.
    pub sheet: String,
    /// Counted from 1, as the other tool shows it: the row of a sheet, the line of a text, the number of an item of a list.
    pub row: usize,
}

/// A reply of another tool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Where it is.
    pub at: RowAt,
    /// What the other tool knows it by, the same the next time: an id, a trigger. Empty where it has none.
    pub key: String,
    /// May be empty: it is made from the text then.
    pub title: String,
    /// May be empty, and longer than a code of ours.
    pub code: String,
    /// The steps of the path, the outermost first.
    pub category: Vec<String>,
    /// Words that it is found by.
    pub tags: Vec<String>,
    /// Questions of buyers.
    pub questions: Vec<String>,
    /// The wordings; of each the messages.
    pub wordings: Vec<Vec<EntryMessage>>,
    /// For the agent.
    pub note: String,
    /// When it is out of date.
    pub expires: Option<DateTime>,
    /// A reply of our own format, whole: nothing else of the entry but its place counts then.
    pub whole: Option<Box<Reply>>,
}

/// A message of an [`Entry`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryMessage {
    /// A text.
    Text(Text),
    /// An image, by the path that it has in [`Content::pictures`].
    Picture(String),
}

/// A text with what the other tool has instead of placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// In their order.
    pub pieces: Vec<Piece>,
}

/// A piece of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it is sent; braces are braces.
    Plain(String),
    /// A gap that the other tool asks for or names.
    Field {
        /// As the other tool calls it; empty for a gap without a name.
        name: String,
        /// How it is written there.
        source: String,
        /// What is filled in without anybody typing it; empty for none.
        default: String,
        /// What there is to choose from; empty for a free text.
        choices: Vec<String>,
    },
    /// Something that has a placeholder of ours, which is written here with its braces: `{日期+7}`, `{剪贴板}`.
    Ours(String),
}

impl Text {
    /// A text without gaps.
    pub fn plain(text: &str) -> Self {
        Self { pieces: vec![Piece::Plain(text.to_owned())] }
    }

    /// As it would be shown in the other tool.
    pub fn source(&self) -> String {
        let written = |piece: &Piece| match piece {
            Piece::Plain(text) | Piece::Ours(text) => text.clone(),
            Piece::Field { source, .. } => source.clone(),
        };
        self.pieces.iter().map(written).collect()
    }

    /// Adds a plain text, to the last piece where that is one.
    pub fn push(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Plain(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            Some(Piece::Field { .. } | Piece::Ours(_)) | None => {
                self.pieces.push(Piece::Plain(text.to_owned()));
            }
        }
    }

    /// Whether there is nothing to be sent.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Plain(text) if text.trim().is_empty()))
    }
}

/// A row that is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Where it is.
    pub at: RowAt,
    /// What it says, shortened to a few hundred characters.
    pub text: String,
    /// Why.
    pub reason: Reason,
}

impl Rejected {
    /// One with its text shortened.
    pub fn new(at: RowAt, text: &str, reason: Reason) -> Self {
        Self { at, text: shortened(text), reason }
    }
}

/// Why a row is no reply. The words are made where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It has no text.
    NoText,
    /// Characters were lost, by a wrong encoding or before the file was written.
    Unreadable,
    /// It is longer than a reply can be.
    TooLong,
    /// It is not of the form that the format asks for.
    Malformed,
    /// It is commented out or switched off in the other tool.
    SwitchedOff,
    /// It does something and says nothing: a script, a command, a key press.
    OnlyCode,
}

/// Something that could not be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where it is.
    pub at: RowAt,
    /// What.
    pub what: Loss,
    /// What it says there, shortened to a few hundred characters; may be empty.
    pub detail: String,
}

impl Lost {
    /// One with its detail shortened.
    pub fn new(at: RowAt, what: Loss, detail: &str) -> Self {
        Self { at, what, detail: shortened(detail) }
    }
}

/// What could not be carried over. The words are made where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// A program or script: never run; it is kept as text.
    Script,
    /// A trigger that is an expression.
    Expression,
    /// Bold, colours, links, HTML.
    Formatting,
    /// A picture that is not there, or is none.
    Picture,
    /// A place for the cursor, a key press, a delay.
    Cursor,
    /// A calculation with dates or numbers that has no placeholder of ours.
    Calculation,
    /// A number that the other program has rounded: 1.23E+18.
    RoundedNumber,
    /// A formula without a value, or with an error.
    Formula,
    /// A cell that is cut off at the most that one can hold.
    CutOff,
    /// Fields too many in a row: they were taken as part of the text.
    SurplusField,
    /// A quote that was never closed.
    OpenQuote,
    /// What else the other tool knows about it: a limit to certain programs, a count.
    Property,
}

/// In characters: of what is shown of a row.
const SHOWN: usize = 200;

/// The beginning of a text, with `…` where it goes on.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some(_) => text.chars().take(SHOWN).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

impl Reason {
    /// Its stable name, also that of its words.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoText => "no-text",
            Self::Unreadable => "unreadable",
            Self::TooLong => "too-long",
            Self::Malformed => "malformed",
            Self::SwitchedOff => "switched-off",
            Self::OnlyCode => "only-code",
        }
    }
}

impl Loss {
    /// Its stable name, also that of its words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Expression => "expression",
            Self::Formatting => "formatting",
            Self::Picture => "picture",
            Self::Cursor => "cursor",
            Self::Calculation => "calculation",
            Self::RoundedNumber => "rounded-number",
            Self::Formula => "formula",
            Self::CutOff => "cut-off",
            Self::SurplusField => "surplus-field",
            Self::OpenQuote => "open-quote",
            Self::Property => "property",
        }
    }
}
