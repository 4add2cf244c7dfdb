//! The forbidden words: what must not be written, what to write in its place, and why.

use super::columns::{ItemColumn, Set, columns, rows, with_cell};
use super::sheet::{
    Addition, Outcome, PageKind, Position, Sheet, SheetButton, SheetCell, Width, given, with, without,
};
use crate::app::editor::lists::Lists;
use crate::model::{Both, ForbiddenWord, SheetChange};

/// A forbidden word.
pub const WORD: Addition = Addition { button: "sheet-add-word", question: "ask-word", add: add_word };

const COLUMNS: [ItemColumn<ForbiddenWord>; 3] = [
    ItemColumn {
        title: "word-word",
        cell: |word| SheetCell::Text(word.word.clone()),
        set: Set::Fitting(|word, text| given(text).map(|text| word.word = text)),
    },
    ItemColumn {
        title: "word-instead",
        cell: |word| SheetCell::of_optional(word.instead.as_ref()),
        set: Set::Any(|word, text| word.instead = given(text)),
    },
    ItemColumn {
        title: "word-why",
        cell: |word| SheetCell::of_optional(word.why.as_ref()),
        set: Set::Any(|word, text| word.why = given(text)),
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
        Sheet {
            buttons: vec![SheetButton::adding(WORD)],
            columns: columns(&COLUMNS, Width::Words),
            rows: rows(&COLUMNS, lists.words()),
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(WORD)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        Some(change(lists, with_cell(&COLUMNS, lists.words(), at, text)?))
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
