//! A library prepared for searching.

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
    pub asks: Vec<Vec<char>>,
    /// All texts of all wordings, one after the other.
    pub body: Vec<char>,
}

impl Index {
    /// Prepares every visible reply.
    pub fn build(library: &Library) -> Self {
        let entry = |(at, reply): (ReplyRef, &Reply)| Entry {
            at,
            id: reply.id.clone(),
            layer: library.pack_of(at).map_or(Layer::Personal, |(layer, _)| layer),
            code: reply.code.iter().flat_map(|code| code.chars()).map(normal).collect(),
            title: Prepared::new(&reply.title),
            tags: reply.tags.iter().map(|tag| Prepared::new(tag)).collect(),
            asks: reply.asks.iter().map(|ask| letters(ask)).collect(),
            body: reply.texts().flat_map(letters).collect(),
        };
        Self { entries: library.replies().map(entry).collect() }
    }
}

/// The characters that count when sentences are compared: no blanks, no punctuation.
fn letters(text: &str) -> Vec<char> {
    text.chars().map(normal).filter(|c| c.is_alphanumeric()).collect()
}
