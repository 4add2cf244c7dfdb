//! A buyer's message that is about to be learned as a sample question of a reply.

use crate::model::{Library, Reply};
use crate::search::{self, Query};

/// A message that is about to be learned as a sample question, or forgotten again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learn {
    pub reply_id: String,
    pub reply_title: String,
    pub text: String,
    /// Numbers or a name were taken out of it.
    pub is_shortened: bool,
    /// It was learned before: then it can be forgotten.
    pub is_learned: bool,
}

impl Learn {
    /// What of a message would be learned for a reply; `last` is what was learned last for it: it may have been changed by
    /// hand before. `None` where the message says nothing that could be learned.
    pub(super) fn of(message: &str, reply: &Reply, last: Option<&str>, library: &Library) -> Option<Self> {
        let shortened = search::without_private(message);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let learned = library.learned(&reply.id);
        let candidates = last.into_iter().map(str::to_owned).chain([shortened.clone()]);
        let known = candidates.into_iter().find(|text| learned.contains(text));
        let learn = Self {
            is_learned: known.is_some(),
            is_shortened: letters(&shortened) < letters(message),
            reply_id: reply.id.clone(),
            reply_title: reply.title.clone(),
            text: known.unwrap_or(shortened),
        };
        Some(learn).filter(|learn| Self::says_enough(&learn.text))
    }

    /// Whether a text can be learned.
    pub(super) fn says_enough(text: &str) -> bool {
        !Query::pasted(text).is_empty()
    }
}
