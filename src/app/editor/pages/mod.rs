//! The pages of the editor beside the replies: the user's lists as tables, each page in a file of its own.
//!
//! To add a page: its file, its row in [`Page`], and its words in the language files.

mod backups;
mod columns;
pub mod examples;
pub mod fields;
mod own_rules;
pub mod rules;
mod sheet;
pub mod shops;
pub mod tables;
pub mod words;

pub(super) use sheet::Outcome;
pub use sheet::{
    Addition, Choosable, Column, Label, Position, Press, Removal, RuleName, Sheet, SheetButton, SheetCell,
    SheetEdit, SheetRow, Title, Tool, Width,
};

use self::sheet::PageKind;
use super::lists::Lists;
use crate::model::SheetChange;

/// A page of the editor beside the replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    Shops,
    Fields,
    Tables,
    Words,
    /// The rules, and what each shop makes of them.
    Rules,
    /// What the rules learn from the user.
    Examples,
    Backups,
}

impl Page {
    /// Every page, in the order of the tree.
    pub const ALL: [Self; 7] =
        [Self::Shops, Self::Fields, Self::Tables, Self::Words, Self::Rules, Self::Examples, Self::Backups];

    /// What the page shows and does.
    fn kind(self) -> &'static dyn PageKind {
        match self {
            Self::Shops => &shops::ShopsPage,
            Self::Fields => &fields::FieldsPage,
            Self::Tables => &tables::TablesPage,
            Self::Words => &words::WordsPage,
            Self::Rules => &rules::RulesPage,
            Self::Examples => &examples::ExamplesPage,
            Self::Backups => &backups::BackupsPage,
        }
    }

    /// The key of its words.
    pub fn word(self) -> &'static str {
        self.kind().word()
    }

    /// The page that shows a list; `None` where it is shown among the replies.
    pub(super) fn of(change: &SheetChange) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.edits(change))
    }

    /// Whether a change is one of the list that is edited here.
    pub(super) fn edits(self, change: &SheetChange) -> bool {
        self.kind().edits(change)
    }

    /// Whether the versions of the files are to be looked up when it is shown.
    pub(super) fn shows_backups(self) -> bool {
        self.kind().shows_backups()
    }

    /// What it shows of these lists.
    pub fn sheet(self, lists: &Lists) -> Sheet {
        self.kind().sheet(lists)
    }

    /// What a new line is asked for; `None` where there can be none.
    pub fn new_line(self, lists: &Lists) -> Option<Addition> {
        self.kind().new_line(lists)
    }

    /// What an edit of the sheet changes.
    fn edited(self, lists: &mut Lists, edit: &SheetEdit) -> Outcome {
        let kind = self.kind();
        let change = match edit {
            SheetEdit::Cell { at, text } => kind.set_cell(lists, *at, text),
            SheetEdit::Title { column, text } => kind.set_title(lists, *column, text),
            SheetEdit::RemoveRow(row) => kind.remove_row(lists, *row),
            SheetEdit::RemoveColumn(column) => kind.remove_column(lists, *column),
            SheetEdit::Press(tool) => return kind.press(lists, tool),
        };
        change.into()
    }
}

/// The lists, and the page that is shown of them.
#[derive(Debug, Default)]
pub struct Pages {
    lists: Lists,
    /// The page that is shown, made once for each change of the lists.
    shown: Option<(Page, Sheet)>,
}

impl Pages {
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The lists, to be changed: the page is made anew by the next [`Self::refresh`].
    pub(super) fn lists_mut(&mut self) -> &mut Lists {
        self.shown = None;
        &mut self.lists
    }

    /// The page that is shown, as of the last action.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.shown.as_ref().map(|(_, sheet)| sheet)
    }

    /// Shows a page, or none; it is made only where it is another one, or the lists have changed.
    pub(super) fn refresh(&mut self, page: Option<Page>) {
        let is_shown = self.shown.as_ref().map(|(page, _)| *page) == page;
        if !is_shown {
            self.shown = page.map(|page| (page, page.sheet(&self.lists)));
        }
    }

    /// The outcome of a change of a page.
    pub(super) fn edit(&mut self, page: Page, edit: &SheetEdit) -> Outcome {
        page.edited(self.lists_mut(), edit)
    }

    /// The outcome of adding something that is called by this text.
    pub(super) fn add(&mut self, addition: Addition, text: &str) -> Outcome {
        match text.trim() {
            "" => Outcome::Shown,
            text => (addition.add)(self.lists_mut(), text),
        }
    }
}
