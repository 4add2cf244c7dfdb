//! The forbidden words: what must not be written, what to write in its place, and why.

use super::sheet::{
    Addition, Column, Outcome, PageKind, Position, Sheet, SheetButton, SheetCell, SheetRow, Title, Width,
    given, with, without,
};
use crate::app::editor::lists::Lists;
use crate::model::{Both, ForbiddenWord, SheetChange};

/// A forbidden word.
pub const WORD: Addition = Addition { button: "sheet-add-word", question: "ask-word", add: add_word };

/// What a column shows of a word, and what is made of a text typed there; `None` where it cannot be so.
struct WordColumn {
    title: &'static str,
    cell: fn(&ForbiddenWord) -> SheetCell,
    set: fn(&mut ForbiddenWord, &str) -> Option<()>,
}

const COLUMNS: [WordColumn; 3] = [
    WordColumn {
        title: "word-word",
        cell: |word| SheetCell::Text(word.word.clone()),
        set: |word, text| given(text).map(|text| word.word = text),
    },
    WordColumn {
        title: "word-instead",
        cell: |word| SheetCell::of_optional(word.instead.as_ref()),
        set: |word, text| {
            word.instead = given(text);
            Some(())
        },
    },
    WordColumn {
        title: "word-why",
        cell: |word| SheetCell::of_optional(word.why.as_ref()),
        set: |word, text| {
            word.why = given(text);
            Some(())
        },
    },
];

pub(super) struct WordsPage;

impl PageKind for WordsPage {
    fn word(&self) -> &'static str {
        "page-words"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::Words(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let row = |word| SheetRow::removable(COLUMNS.iter().map(|column| (column.cell)(word)).collect());
        let column = |column: WordColumn| Column::fixed(Title::Word(column.title), Width::Words);
        Sheet {
            buttons: vec![SheetButton::adding(WORD)],
            columns: COLUMNS.map(column).into(),
            rows: lists.words().iter().map(row).collect(),
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(WORD)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        let mut after = lists.words().to_vec();
        (COLUMNS.get(at.column)?.set)(after.get_mut(at.row)?, text)?;
        Some(change(lists, after))
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        Some(change(lists, without(lists.words(), row)?))
    }
}

fn change(lists: &Lists, after: Vec<ForbiddenWord>) -> SheetChange {
    SheetChange::Words(Both { before: lists.words().to_vec(), after })
}

fn add_word(lists: &mut Lists, name: &str) -> Outcome {
    let word = ForbiddenWord { word: name.to_owned(), ..ForbiddenWord::default() };
    Outcome::Write(change(lists, with(lists.words(), word)))
}
