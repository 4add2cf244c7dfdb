//! The ids of the replies of a file, also of those that give none.

use std::collections::{HashMap, HashSet};

use super::reply::is_id;
use crate::model::Reply;

/// The ids of the replies so far.
#[derive(Default)]
pub(super) struct Ids {
    /// The line of each reply.
    pub lines: HashMap<String, usize>,
    /// Those that the file gives, of all its replies.
    given: HashSet<String>,
    /// The last number that was put behind an id.
    numbers: HashMap<String, u32>,
}

impl Ids {
    /// `given` are the ids that the file gives, of all its replies.
    pub(super) fn beside(given: HashSet<String>) -> Self {
        Self { given, ..Self::default() }
    }

    /// The id of a reply that names none: its code, else the code points of its title, so that it stays the same as long as
    /// they do. Where that is taken, a number behind it.
    pub(super) fn derived(&mut self, reply: &Reply) -> String {
        let is_free = |code: &&String| is_id(code) && !self.is_taken(code);
        if let Some(code) = reply.code.as_ref().filter(is_free) {
            return code.clone();
        }
        let points: Vec<String> =
            reply.title.chars().take(16).map(|c| format!("{:x}", u32::from(c))).collect();
        let id = format!("t-{}", points.join("-"));
        if self.is_taken(&id) { self.numbered(&id) } else { id }
    }

    /// The first of `id.2`, `id.3`, … that is not taken.
    pub(super) fn numbered(&mut self, id: &str) -> String {
        let mut last = self.numbers.get(id).copied().unwrap_or(1);
        loop {
            last += 1;
            let numbered = format!("{id}.{last}");
            if !self.is_taken(&numbered) {
                self.numbers.insert(id.to_owned(), last);
                return numbered;
            }
        }
    }

    fn is_taken(&self, id: &str) -> bool {
        self.lines.contains_key(id) || self.given.contains(id)
    }
}
