//! What a page is, and what it shows: columns, and rows of cells that know what they are. A window draws any page from these,
//! without asking which page it is.

use std::sync::Arc;

use jiff::civil::DateTime;

use crate::app::editor::lists::{Backup, Lists};
use crate::diag::{Rule, Said};
use crate::model::SheetChange;

/// A page: one list of the user as a table.
pub(super) trait PageKind: Sync {
    /// The key of its words.
    fn word(&self) -> &'static str;

    /// Whether a change is one of the list that is edited here.
    fn edits(&self, change: &SheetChange) -> bool;

    /// Whether the versions of the files are to be looked up when the page is shown.
    fn shows_backups(&self) -> bool {
        false
    }

    /// The table as it is now.
    fn sheet(&self, lists: &Lists) -> Sheet;

    /// What a new line of the page is asked for; `None` where there can be none.
    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        None
    }

    /// Puts a text into a cell.
    fn set_cell(&self, _lists: &Lists, _at: Position, _text: &str) -> Option<SheetChange> {
        None
    }

    /// Renames a column.
    fn set_title(&self, _lists: &Lists, _column: usize, _text: &str) -> Option<SheetChange> {
        None
    }

    fn remove_row(&self, _lists: &Lists, _row: usize) -> Option<SheetChange> {
        None
    }

    fn remove_column(&self, _lists: &Lists, _column: usize) -> Option<SheetChange> {
        None
    }

    /// Does what a button of this page is for.
    fn press(&self, _lists: &mut Lists, _tool: &Tool) -> Outcome {
        Outcome::Refused
    }
}

/// The outcome of a command to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app::editor) enum Outcome {
    /// The list is to be written so.
    Write(SheetChange),
    /// A version of a file is to be brought back.
    Restore(Backup),
    /// Something else is shown, and nothing has to be written.
    Shown,
    /// It cannot be so.
    Refused,
}

impl From<Option<SheetChange>> for Outcome {
    fn from(change: Option<SheetChange>) -> Self {
        change.map_or(Self::Refused, Self::Write)
    }
}

/// A cell of a page, row and column counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub row: usize,
    pub column: usize,
}

/// A change of a page. Rows and columns are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetEdit {
    Cell { at: Position, text: String },
    Title { column: usize, text: String },
    RemoveRow(usize),
    RemoveColumn(usize),
    Press(Tool),
}

/// What the buttons of pages do beside adding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tool {
    /// Shows another table of the page, counted from 0.
    ShowTable(usize),
    /// Makes an example the user's own, by its name.
    Adopt(String),
    /// Removes the table that is shown.
    RemoveTable,
    /// Brings back a version, counted from 0.
    Restore(usize),
    /// Puts what a shop has said to be innocent, counted from 0, into the examples of the personal library.
    TakeAsExample(usize),
}

/// Something that a line of text can be asked for, to add it to a page.
#[derive(Debug, Clone, Copy)]
pub struct Addition {
    /// The key of the words on its button.
    pub button: &'static str,
    /// The key of the words of the question.
    pub question: &'static str,
    /// Adds what is called by this text, which is not blank.
    pub(super) add: fn(&mut Lists, &str) -> Outcome,
}

impl PartialEq for Addition {
    fn eq(&self, other: &Self) -> bool {
        self.question == other.question
    }
}

impl Eq for Addition {}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Over the table.
    pub buttons: Vec<SheetButton>,
    /// The key of words that say what is missing.
    pub missing: Option<&'static str>,
    /// The key of words that say what is going on, behind the buttons.
    pub remark: Option<&'static str>,
    /// Which table of the page it is, counted from 0.
    pub table_idx: usize,
    pub columns: Vec<Column>,
    pub rows: Vec<SheetRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// What it is called, for screen readers.
    pub name: String,
    /// One a column.
    pub cells: Vec<SheetCell>,
    pub is_removable: bool,
}

impl SheetRow {
    /// A row called as its first cell, which can be removed.
    pub(super) fn removable(cells: Vec<SheetCell>) -> Self {
        let name = cells.first().map(SheetCell::text).unwrap_or_default().to_owned();
        Self { name, cells, is_removable: true }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: Title,
    pub width: Width,
    pub removal: Removal,
}

impl Column {
    /// One that is always there.
    pub(super) fn fixed(title: Title, width: Width) -> Self {
        Self { title, width, removal: Removal::No }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    Blank,
    /// The key of its words.
    Word(&'static str),
    /// The user's own.
    Name(String),
    /// The same, to be typed into.
    Editable(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// For the names of rows.
    Label,
    /// For a small number, or a button.
    Number,
    /// For a word or a number.
    Word,
    /// For some words.
    Words,
    /// For a sentence.
    Sentence,
}

/// Where the button is that removes a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    No,
    BesideTitle,
    BelowRows,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    /// It cannot be changed.
    Label(String),
    /// The same, said by the way.
    Remark(String),
    Text(String),
    Choice {
        /// The one chosen, of `choices`.
        code: &'static str,
        choices: &'static [Choosable],
    },
    /// The key of words, said by the way.
    Word(&'static str),
    /// What a rule is against.
    Rule(Arc<Rule>),
    /// How bad a breach of a rule is where nobody changes it.
    Weight(Arc<Rule>),
    RuleChoice {
        /// The id of the one chosen.
        id: String,
        /// Those to choose from.
        rules: Arc<[RuleName]>,
    },
    Moment(DateTime),
    /// The size of a file in bytes.
    Size(u64),
    Button(SheetButton),
}

impl SheetCell {
    /// What is typed or chosen there; nothing where neither can be.
    pub fn text(&self) -> &str {
        match self {
            Self::Label(text) | Self::Remark(text) | Self::Text(text) => text,
            Self::Choice { code, .. } => code,
            Self::RuleChoice { id, .. } => id,
            Self::Word(_)
            | Self::Rule(_)
            | Self::Weight(_)
            | Self::Moment(_)
            | Self::Size(_)
            | Self::Button(_) => "",
        }
    }

    pub(super) fn of_optional(text: Option<&String>) -> Self {
        Self::Text(text.cloned().unwrap_or_default())
    }

    /// Whether it can be typed into, or chosen.
    pub fn is_editable(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Choice { .. } | Self::RuleChoice { .. })
    }
}

/// A rule to choose in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleName {
    pub id: String,
    /// What it is against.
    pub why: Said,
}

/// Something to choose in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choosable {
    pub code: &'static str,
    /// The key of its words.
    pub word: &'static str,
}

impl Choosable {
    pub(super) const fn new(code: &'static str, word: &'static str) -> Self {
        Self { code, word }
    }
}

/// A button of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetButton {
    pub label: Label,
    pub press: Press,
}

impl SheetButton {
    pub(super) fn adding(addition: Addition) -> Self {
        Self { label: Label::Word(addition.button), press: Press::Add(addition) }
    }
}

/// The words on a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// The key of its words.
    Word(&'static str),
    /// The key of its words, and the name that they are about.
    WordOf(&'static str, String),
    /// One of several names.
    Name { name: String, is_chosen: bool },
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    Add(Addition),
    Use(Tool),
}

/// What was typed, without blanks around it; `None` where nothing else is left.
pub(super) fn given(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A list without one of its items; `None` where there is no such item.
pub(super) fn without<T: Clone>(list: &[T], idx: usize) -> Option<Vec<T>> {
    let mut after = list.to_vec();
    (idx < after.len()).then(|| after.remove(idx))?;
    Some(after)
}

/// A list with one more item.
pub(super) fn with<T: Clone>(list: &[T], item: T) -> Vec<T> {
    list.iter().cloned().chain([item]).collect()
}
