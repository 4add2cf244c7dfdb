//! A reply as it is edited and not saved. The popup's draft, a reply on its way to the clipboard, is
//! [`crate::draft::Draft`].

use serde::{Deserialize, Serialize};

use super::working::Working;
use crate::model::Reply;

/// A reply that is not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditDraft {
    id: String,
    /// As it was in the personal library when it was first edited; `None` where it was not there.
    base: Option<Reply>,
    pub working: Working,
    /// It was changed outside since.
    #[serde(skip)]
    theirs: Option<Theirs>,
}

/// How a reply that is being edited was changed outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Theirs {
    Changed(Box<Reply>),
    Gone,
}

impl EditDraft {
    pub(super) fn new(id: &str, base: Option<Reply>, working: Working) -> Self {
        Self { id: id.to_owned(), base, working, theirs: None }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// As it was in the personal library when it was first edited, as far as is known here.
    pub(super) fn base(&self) -> Option<&Reply> {
        self.base.as_ref()
    }

    /// How the reply was changed outside since it was first edited, where it was.
    pub fn theirs(&self) -> Option<&Theirs> {
        self.theirs.as_ref()
    }

    /// The reply was written here: this is what the personal library has by now.
    pub(super) fn set_base(&mut self, base: Option<Reply>) {
        self.base = base;
    }

    /// The same, and changes outside no longer matter.
    pub(super) fn rebase(&mut self, base: Option<Reply>) {
        self.base = base;
        self.theirs = None;
    }

    /// Compares the draft with the personal library as it is now.
    pub(super) fn compare(&mut self, own: Option<&Reply>) {
        self.theirs = if own == self.base.as_ref() {
            None
        } else {
            Some(own.map_or(Theirs::Gone, |own| Theirs::Changed(Box::new(own.clone()))))
        };
    }

    /// The form wins: a save replaces what the file says. Gives whether there was a choice.
    pub(super) fn keep_mine(&mut self) -> bool {
        let Some(theirs) = self.theirs.take() else { return false };
        self.base = match theirs {
            Theirs::Changed(reply) => Some(*reply),
            Theirs::Gone => None,
        };
        true
    }
}
