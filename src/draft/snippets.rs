//! Texts of other replies that a text takes in.

use std::cell::{Cell, RefCell};

use super::wording::ChosenWording;
use crate::model::{Library, Lookup, Message};
use crate::template::Setting;

/// Why the text of another reply cannot be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetReason {
    /// No reply has this id, code or title.
    Missing,
    /// Several replies have this title.
    Several,
    /// None of its wordings is meant for now.
    NotNow,
    /// It has nothing but images.
    OnlyImages,
}

/// The texts of other replies, and what they bring along.
pub(super) struct Snippets<'a> {
    library: &'a Library,
    setting: Setting<'a>,
    pub(super) is_expired: Cell<bool>,
    pub(super) needs_cut_off: Cell<bool>,
    pub(super) unknown_year: Cell<Option<i16>>,
    pub(super) broken: RefCell<Option<(String, SnippetReason)>>,
}

impl<'a> Snippets<'a> {
    pub(super) fn new(library: &'a Library, setting: Setting<'a>) -> Self {
        Self {
            library,
            setting,
            is_expired: Cell::default(),
            needs_cut_off: Cell::default(),
            unknown_year: Cell::default(),
            broken: RefCell::default(),
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        let found = self.find(key);
        if let Err(reason) = found {
            self.broken.borrow_mut().get_or_insert_with(|| (key.to_owned(), reason));
        }
        found.ok()
    }

    /// The text of the wording that holds now, its messages one a line.
    fn find(&self, key: &str) -> Result<String, SnippetReason> {
        let reply = match self.library.find(key) {
            Lookup::Found(at) => self.library.reply(at).ok_or(SnippetReason::Missing)?,
            Lookup::Several(_) => return Err(SnippetReason::Several),
            Lookup::NotFound => return Err(SnippetReason::Missing),
        };
        let wording = ChosenWording::choose(reply, &self.setting, None);
        self.needs_cut_off.set(self.needs_cut_off.get() || wording.needs_cut_off);
        self.is_expired.set(self.is_expired.get() || reply.is_expired(self.setting.now));
        let unknown_year = reply.wordings.iter().find_map(|wording| wording.when.unknown_year(&self.setting));
        self.unknown_year.set(self.unknown_year.get().or(unknown_year));
        let wording = reply.wordings.get(wording.idx).filter(|_| wording.holds || wording.needs_cut_off);
        let texts: Vec<&str> =
            wording.ok_or(SnippetReason::NotNow)?.messages.iter().filter_map(Message::text).collect();
        if texts.is_empty() { Err(SnippetReason::OnlyImages) } else { Ok(texts.join("\n")) }
    }
}
