//! The rows of a table → entries, and rejected rows with the reason.

use std::borrow::Cow;

use super::cell_text::CellText;
use super::columns::Table;
use super::guess::IMAGE_ENDINGS;
use super::merged::Merged;
use crate::exchange::content::{Content, Entry, EntryMessage, Lost, Reason, Rejected, RowAt, Text};
use crate::exchange::grid::{Grid, GridRow};
use crate::exchange::input::Target;
use crate::exchange::work::{Cancelled, Work};

/// How the rows of a table are taken.
#[derive(Debug)]
pub(super) struct RowReader<'a> {
    grid: &'a Grid,
    table: &'a Table<'a>,
    merged: Merged<'a>,
    columns: Targets,
    /// The category of rows where no column holds one; empty for none.
    pub category: &'a str,
    /// Whether a row without a title, a code and a question continues the text of the one before.
    pub joins_rows: bool,
}

/// The columns that hold what, counted from 0, from the left.
#[derive(Debug)]
struct Targets {
    title: Vec<usize>,
    text: Vec<usize>,
    code: Vec<usize>,
    category: Vec<usize>,
    question: Vec<usize>,
    picture: Vec<usize>,
    note: Vec<usize>,
}

/// In characters: a question that is no longer is the title of a reply without one.
const LONGEST_TITLE: usize = 30;

impl<'a> RowReader<'a> {
    /// Those of a table without a category of its own, each a reply.
    pub(super) fn new(grid: &'a Grid, table: &'a Table<'a>) -> Self {
        let columns = Targets {
            title: table.columns_of(Target::Title),
            text: table.columns_of(Target::Text),
            code: table.columns_of(Target::Code),
            category: table.columns_of(Target::Category),
            question: table.columns_of(Target::Question),
            picture: table.columns_of(Target::Picture),
            note: table.columns_of(Target::Note),
        };
        Self { grid, table, merged: Merged::of(grid), columns, category: "", joins_rows: false }
    }

    /// Reads all of them.
    ///
    /// # Errors
    /// The work was cancelled.
    pub(super) fn read(&self, content: &mut Content, work: &Work) -> Result<(), Cancelled> {
        for row in self.table.above {
            work.step()?;
            self.reject(row, Reason::Malformed, content);
        }
        let is_all_off = self.table.rows.iter().all(is_commented);
        let first_idx = content.entries.len();
        for row in self.table.rows {
            work.step()?;
            let row = &*self.repaired(row);
            if is_all_off || self.is_switched_off(row) {
                self.reject(row, Reason::SwitchedOff, content);
            } else if self.table.header.is_some_and(|header| header.cells == row.cells) {
                self.reject(row, Reason::Malformed, content);
            } else if row.cells.iter().any(|cell| cell.contains('\u{fffd}')) {
                self.reject(row, Reason::Unreadable, content);
            } else {
                self.read_row(row, first_idx, content);
            }
        }
        Ok(())
    }

    /// Adds the entry of a row, or what it has to the one before.
    fn read_row(&self, row: &GridRow, first_idx: usize, content: &mut Content) {
        let wordings = self.wordings(row, content);
        let entry = self.entry(row, wordings);
        let last = content.entries.get_mut(first_idx..).and_then(<[Entry]>::last_mut);
        match last {
            Some(last) if self.joins_rows && self.continues(row) && !entry.wordings.is_empty() => {
                join(last, entry);
            }
            // One answer that is merged down several questions.
            Some(last)
                if entry.wordings.is_empty() && !entry.questions.is_empty() && self.has_merged_text(row) =>
            {
                last.questions.extend(entry.questions);
            }
            Some(_) | None if entry.wordings.is_empty() => self.reject(row, Reason::NoText, content),
            Some(_) | None => content.entries.push(entry),
        }
    }

    fn entry(&self, row: &GridRow, wordings: Vec<Vec<EntryMessage>>) -> Entry {
        let columns = &self.columns;
        let mut codes = self.short_texts(row, &columns.code).into_iter();
        let questions: Vec<String> =
            self.texts(row, &columns.question).iter().flat_map(|text| parts(text)).collect();
        let mut title = self.short_texts(row, &columns.title).join(" ");
        if title.is_empty() {
            let question = questions.first().filter(|question| question.chars().count() <= LONGEST_TITLE);
            title = question.cloned().unwrap_or_default();
        }
        let code = codes.next().unwrap_or_default();
        Entry {
            at: self.at(row),
            key: code.clone(),
            title,
            code,
            category: self.path(row),
            tags: codes.collect(),
            questions,
            wordings,
            note: self.texts(row, &columns.note).join("\n"),
            expires: None,
            whole: None,
        }
    }

    /// A wording for each column of texts that is not blank, each with the pictures.
    fn wordings(&self, row: &GridRow, content: &mut Content) -> Vec<Vec<EntryMessage>> {
        let mut wordings: Vec<Vec<EntryMessage>> = Vec::new();
        for column in &self.columns.text {
            let CellText { text, lost } = CellText::of(row.cell(*column));
            if let Some(what) = lost {
                content.lost.push(Lost::new(self.at(row), what, &text));
            }
            if !text.trim().is_empty() {
                wordings.push(vec![EntryMessage::Text(Text::plain(&text))]);
            }
        }
        let pictures: Vec<EntryMessage> = self
            .texts(row, &self.columns.picture)
            .iter()
            .flat_map(|text| pictures(text))
            .map(EntryMessage::Picture)
            .collect();
        if wordings.is_empty() && !pictures.is_empty() {
            return vec![pictures];
        }
        for wording in &mut wordings {
            wording.extend(pictures.iter().cloned());
        }
        wordings
    }

    /// The steps of the category: of the columns, or the one that the whole table is in.
    fn path(&self, row: &GridRow) -> Vec<String> {
        if self.columns.category.is_empty() {
            return if self.category.is_empty() { Vec::new() } else { vec![self.category.to_owned()] };
        }
        let steps = self.short_texts(row, &self.columns.category);
        steps
            .iter()
            .flat_map(|step| step.split(['>', '＞', '›', '→']))
            .map(str::trim)
            .filter(|step| !step.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The cells of these columns that are not blank, as they are read, on one line.
    fn short_texts(&self, row: &GridRow, columns: &[usize]) -> Vec<String> {
        self.texts(row, columns)
            .iter()
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    /// The cells of these columns that are not blank, as they are read, with what they have from merged ones.
    fn texts(&self, row: &GridRow, columns: &[usize]) -> Vec<String> {
        let cell = |column: &usize| match row.cell(*column) {
            "" => self.merged.text(row.number, *column).unwrap_or_default(),
            cell => cell,
        };
        let texts = columns.iter().map(cell).map(|cell| CellText::of(cell).text.trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Whether the row has nothing of its own that a reply is known by, in a table that has such columns.
    fn continues(&self, row: &GridRow) -> bool {
        let Targets { title, code, question, .. } = &self.columns;
        let mut keys = [title, code, question].into_iter().flatten().peekable();
        keys.peek().is_some() && keys.all(|column| row.cell(*column).is_empty())
    }

    fn has_merged_text(&self, row: &GridRow) -> bool {
        self.columns.text.iter().any(|column| self.merged.text(row.number, *column).is_some())
    }

    /// The row with the fields that are too many put back into the text, with the delimiters between them.
    fn repaired(&self, row: &'a GridRow) -> Cow<'a, GridRow> {
        let (Some(delimiter), Some(text), false) =
            (self.grid.delimiter, self.columns.text.first(), row.surplus == 0)
        else {
            return Cow::Borrowed(row);
        };
        let last = text + row.surplus;
        let mut cells: Vec<String> = row.cells.iter().take(*text).cloned().collect();
        cells.resize(*text, String::new());
        let pieces: Vec<&str> = (*text..=last).map(|column| row.cell(column)).collect();
        cells.push(pieces.join(&delimiter.to_string()));
        cells.extend(row.cells.iter().skip(last + 1).cloned());
        Cow::Owned(GridRow { number: row.number, cells, surplus: 0 })
    }

    /// Whether the row is commented out while others are not: its first cell begins so, and is no text.
    fn is_switched_off(&self, row: &GridRow) -> bool {
        let is_text = self.columns.text.first() == Some(&0);
        !is_text && (row.cell(0).starts_with("# ") || row.cell(0).starts_with("//"))
    }

    fn reject(&self, row: &GridRow, reason: Reason, content: &mut Content) {
        let cells: Vec<&str> =
            row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        content.rejected.push(Rejected::new(self.at(row), &cells.join(" | "), reason));
    }

    fn at(&self, row: &GridRow) -> RowAt {
        RowAt { sheet: self.grid.name.clone(), row: row.number }
    }
}

/// Whether the row begins as a comment does; `#双11#` is a topic and none.
fn is_commented(row: &GridRow) -> bool {
    let first = row.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default();
    first.starts_with("//") || first.strip_prefix('#').is_some_and(|rest| !rest.contains('#'))
}

/// Adds the texts of a row to the entry before, below its own.
fn join(entry: &mut Entry, row: Entry) {
    for (nth, wording) in row.wordings.into_iter().enumerate() {
        match entry.wordings.get_mut(nth) {
            Some(own) => {
                for message in wording {
                    match (own.last_mut(), message) {
                        (Some(EntryMessage::Text(last)), EntryMessage::Text(text)) => {
                            last.push(&format!("\n{}", text.source()));
                        }
                        (_, message) => own.push(message),
                    }
                }
            }
            None => entry.wordings.push(wording),
        }
    }
    if !row.note.is_empty() {
        entry.note = if entry.note.is_empty() { row.note } else { format!("{}\n{}", entry.note, row.note) };
    }
}

/// The questions that are in one cell.
fn parts(cell: &str) -> Vec<String> {
    let parts = cell.split(['\n', '|', '‖', ';', '；']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The paths of the pictures that are in one cell, with slashes.
fn pictures(cell: &str) -> Vec<String> {
    let is_image = |path: &str| {
        let path = path.to_ascii_lowercase();
        IMAGE_ENDINGS.iter().any(|ending| path.ends_with(ending))
    };
    let parts = cell.split(['\n', '|', ';', '；', ',', '，']).map(|part| part.trim().replace('\\', "/"));
    parts.filter(|part| is_image(part)).collect()
}
