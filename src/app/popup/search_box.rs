//! The search box: what is in it, and whether it was typed or is what a buyer wrote.

use crate::search::{Asked, Query};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct SearchBox {
    text: String,
    query: Query,
    asked: Asked,
    entry: Entry,
    /// The last query since the popup was opened that was what a buyer wrote. It stays while its answer is looked for.
    message: Option<String>,
    /// How often a text of the clipboard was put into the box.
    prefills: u64,
}

/// How a text came into the search box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Entry {
    #[default]
    Typed,
    /// Some part of it was pasted: it may be what a buyer wrote.
    Pasted,
}

impl SearchBox {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn query(&self) -> &Query {
        &self.query
    }

    /// What the query seems to ask.
    pub(super) fn asked(&self) -> &Asked {
        &self.asked
    }

    pub(super) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    pub(super) fn prefills(&self) -> u64 {
        self.prefills
    }

    pub(super) fn count_prefill(&mut self) {
        self.prefills += 1;
    }

    /// The query as the history may keep it: never a pasted one.
    pub(super) fn recordable(&self) -> Option<&str> {
        match self.entry {
            Entry::Typed => self.query.recordable(),
            Entry::Pasted => None,
        }
    }

    /// A query that was pasted and says enough is what a buyer wrote.
    pub(super) fn set(&mut self, text: String, entry: Entry) {
        // Letters typed into a pasted text leave it a pasted one, until nothing of it is left.
        let has_old_text = text.chars().any(|c| self.text.contains(c));
        if entry == Entry::Pasted || !has_old_text {
            self.entry = entry;
        }
        self.query = match self.entry {
            Entry::Typed => Query::typed(&text),
            Entry::Pasted => Query::pasted(&text),
        };
        self.asked = Asked::by(&self.query);
        // While a message is being deleted letter by letter, the remainder is not a new message.
        let is_rest = self.message.as_deref().is_some_and(|message| message.starts_with(&text));
        if entry == Entry::Pasted || self.query.is_message() && !is_rest {
            self.message = Some(text.clone());
        }
        self.text = text;
    }

    /// Another popup: nothing of the last buyer is left.
    pub(super) fn clear(&mut self) {
        *self = Self { prefills: self.prefills, ..Self::default() };
    }
}

/// A text as it is shown in the search box: blanks and line breaks as one blank.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
