//! A library prepared for searching.

use std::collections::HashSet;

use super::align::Prepared;
use super::query::normal;
use crate::model::{Layer, Library, Reply, ReplyRef};

/// Everything that a search looks at. Build it once for a library; it stays valid for that library only.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub at: ReplyRef,
    pub id: String,
    pub layer: Layer,
    pub code: Vec<char>,
    pub title: Prepared,
    pub tags: Vec<Prepared>,
    pub asks: Vec<Ask>,
    /// All texts of all wordings, one after the other.
    pub body: Vec<char>,
    pub body_text: String,
}

/// A sample question.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub text: Prepared,
    pub pairs: HashSet<(char, char)>,
}

impl Index {
    /// Prepares every visible reply.
    pub fn build(library: &Library) -> Self {
        let entry = |(at, reply): (ReplyRef, &Reply)| {
            let body: Vec<char> = reply.texts().flat_map(letters).collect();
            Entry {
                at,
                id: reply.id.clone(),
                layer: library.pack_of(at).map_or(Layer::Personal, |(layer, _)| layer),
                code: reply.code.iter().flat_map(|code| code.chars()).map(normal).collect(),
                title: Prepared::new(&reply.title),
                tags: reply.tags.iter().map(|tag| Prepared::new(tag)).collect(),
                asks: reply.asks.iter().map(|ask| Ask::new(ask)).collect(),
                body_text: body.iter().collect(),
                body,
            }
        };
        Self { entries: library.replies().map(entry).collect() }
    }
}

/// The characters that count when sentences are compared: no blanks, no punctuation.
fn letters(text: &str) -> Vec<char> {
    text.chars().map(normal).filter(|c| c.is_alphanumeric()).collect()
}

impl Ask {
    fn new(ask: &str) -> Self {
        let text: String = letters(ask).into_iter().collect();
        let text = Prepared::new(&text);
        Self { pairs: pairs(&text.chars), text }
    }
}

/// The pairs of neighbouring characters.
pub(super) fn pairs(text: &[char]) -> HashSet<(char, char)> {
    text.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}
