//! Every reply as the editor shows it.

use jiff::civil::DateTime;

use super::catalog::Catalog;
use super::desk::Desk;
use super::working::Working;
use crate::model::Reply;

/// Every reply: as it is in its draft, else as it is in the library.
#[derive(Debug, Clone, Copy)]
pub(super) struct Replies<'a> {
    pub catalog: &'a Catalog,
    pub desk: &'a Desk,
    pub now: DateTime,
}

impl<'a> Replies<'a> {
    pub(super) fn reply(self, id: &str) -> Option<&'a Reply> {
        self.desk.draft(id).map(|draft| &draft.working.reply).or_else(|| self.catalog.stored(id))
    }

    /// A reply as it was typed.
    pub(super) fn working(self, id: &str) -> Option<Working> {
        let draft = self.desk.draft(id).map(|draft| draft.working.clone());
        draft.or_else(|| self.catalog.stored(id).cloned().map(Working::from))
    }

    /// Whether there is a reply of this id.
    pub(super) fn has(self, id: &str) -> bool {
        self.desk.draft(id).is_some() || self.catalog.library().by_id(id).is_some()
    }

    /// Replies that are in no library yet.
    pub(super) fn new_ones(self) -> impl Iterator<Item = &'a Reply> {
        let new = self.desk.drafts().filter(move |draft| self.catalog.stored(draft.id()).is_none());
        new.map(|draft| &draft.working.reply)
    }
}
