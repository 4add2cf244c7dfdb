//! The state of the editor's window and what happens to it, without a window.
//!
//! What is typed is in drafts beside the library; a draft is saved as one change of one reply. Everything that touches
//! several replies is saved at once. Both can be taken back.
//!
//! Each part owns its state, and none knows the [`Editor`]: what needs several of them is a short recipe of the editor's.
//!
//! | part | what it holds |
//! |---|---|
//! | `catalog` | the library as it was read last, the rules that apply and what is learned of them, favourites, trash |
//! | `browser` | tree, list, search, and what is selected |
//! | `desk` | drafts, and requests that are not answered |
//! | `undo` | the steps that can be taken back |
//! | [`lists`], [`pages`] | the lists that are edited as tables, and their pages |
//! | `form` | what is shown of the one reply: wording, troubles, scenarios, preview |
//! | [`import`] | what is brought, and what would become of it |
//! | `face` | the focused pane, the overlay, the message |
//! | `closing` | how far closing the window has come |
//!
//! The recipes: `apply` (what an action leads to), `answers` (from outside), `browsing`, `editing` (one reply), `bulk`
//! (several), `sheets` (the pages), `bringing` (imports), `asking` (a line of text), `turning` (undo and redo), `leaving` (closing).

mod action;
mod answers;
mod apply;
mod ask;
mod asking;
mod bringing;
mod browser;
mod browsing;
mod bulk;
mod catalog;
mod closing;
mod command;
mod desk;
mod draft;
mod editing;
mod effect;
mod face;
mod form;
mod hiding;
pub mod import;
mod inferred;
mod innocence;
mod learning;
mod leaving;
pub mod lists;
mod notice;
pub mod pages;
mod remarks;
mod replies;
mod samples;
mod sheets;
mod tree;
mod troubles;
mod turning;
mod typed_field;
mod undo;
mod unstored;
mod view;
mod working;

pub use action::{EditorAction, Report};
pub use ask::{Ask, Candidate};
pub use browser::Choice;
pub use catalog::Trashed;
pub use command::{EditorCommand, EditorScope};
pub use desk::Saving;
pub use draft::{EditDraft, Theirs};
pub use effect::EditorEffect;
pub use face::{Overlay, Pane};
pub use lists::{Backup, Lists};
pub use notice::EditorNotice;
pub use pages::{Page, Pages, SheetEdit};
pub use tree::{Fold, Node, TreeRow};
pub use troubles::{Breaches, RuledClause, Spot, Trouble};
pub use typed_field::TypedField;
pub use unstored::{Rescue, Rescued, Unstored, UnstoredAction};
pub use working::{FormEdit, Timed, Working};

use std::path::PathBuf;

use jiff::civil::DateTime;

use self::browser::Browser;
use self::catalog::Catalog;
use self::closing::Closing;
use self::desk::Desk;
use self::face::Face;
use self::form::Form;
use self::import::Import;
use self::replies::Replies;
use self::undo::Undo;
use super::Opening;

#[cfg(test)]
pub(crate) mod tests;

/// Everything that the editor knows while it is open.
#[derive(Debug, Default)]
pub struct Editor {
    catalog: Catalog,
    browser: Browser,
    desk: Desk,
    undo: Undo,
    pages: Pages,
    form: Form,
    import: Import,
    face: Face,
    closing: Closing,
    /// What the window was opened for, until the library is there.
    openings: Vec<Opening>,
    now: DateTime,
}

impl Editor {
    pub fn new(opening: Opening) -> Self {
        Self { openings: vec![opening], ..Self::default() }
    }

    /// Names the folders in which texts may be saved that cannot be stored beside the library, the best first.
    #[must_use]
    pub fn with_refuges(mut self, folders: Vec<PathBuf>) -> Self {
        self.closing = Closing::with_refuges(folders);
        self
    }

    /// Every reply as it is in its draft, else as it is in the library.
    fn replies(&self) -> Replies<'_> {
        Replies { catalog: &self.catalog, desk: &self.desk, now: self.now }
    }
}
