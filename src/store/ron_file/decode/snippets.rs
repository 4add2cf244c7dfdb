//! Replies that take in the texts of others: whether those are there, and whether they go round in a circle.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Decoder;
use crate::diag::{Problem, nearest};
use crate::model::{Pack, Reply};

/// `{片段:标题}` in a text.
pub(super) struct Use {
    /// Of the reply that has the text, as messages call it.
    pub reply: Option<String>,
    /// The id, code or title of the other.
    pub key: String,
    /// Bytes of the file.
    pub place: Range<usize>,
    /// Characters of the text.
    pub range: Range<usize>,
}

impl Decoder<'_> {
    /// Reports the snippets that no reply of this file has, and those that lead back to where they stand. One that is not
    /// there may be in another file: who knows the others takes the report back.
    pub(super) fn check_snippets(&mut self, pack: &Pack) {
        let uses = std::mem::take(&mut self.snippets);
        if uses.is_empty() {
            return;
        }
        let mut keys: BTreeMap<String, usize> = BTreeMap::new();
        for (reply_idx, reply) in pack.replies.iter().enumerate() {
            for key in names(reply) {
                keys.entry(key).or_insert(reply_idx);
            }
        }
        let target = |key: &str| keys.get(key).or_else(|| keys.get(&key.to_lowercase())).copied();
        let by_label: BTreeMap<&str, usize> = pack
            .replies
            .iter()
            .enumerate()
            .flat_map(|(reply_idx, reply)| {
                [reply.title.as_str(), reply.id.as_str()].map(|name| (name, reply_idx))
            })
            .collect();
        let owner = |at: &Use| by_label.get(at.reply.as_deref()?).copied();
        let mut leads: Vec<Vec<usize>> = vec![Vec::new(); pack.replies.len()];
        for at in &uses {
            if let (Some(from), Some(to)) = (owner(at), target(&at.key))
                && let Some(leads) = leads.get_mut(from)
            {
                leads.push(to);
            }
        }
        let titles = || pack.replies.iter().map(|reply| reply.title.as_str());
        for at in &uses {
            let problem = match (target(&at.key), owner(at)) {
                (None, _) if self.read.is_damaged => continue,
                (None, _) => {
                    let suggestion = nearest(&at.key, titles());
                    Problem::UnknownSnippet { key: at.key.clone(), suggestion }
                }
                (Some(to), Some(from)) => match way(&leads, to, from) {
                    Some(way) => {
                        let all = std::iter::once(from).chain(way);
                        let titles =
                            all.filter_map(|idx| pack.replies.get(idx)).map(|reply| reply.title.as_str());
                        Problem::SnippetCycle { way: titles.collect::<Vec<_>>().join(" → ") }
                    }
                    None => continue,
                },
                (Some(_), None) => continue,
            };
            self.read.reply.clone_from(&at.reply);
            self.read.report_in_text(&at.place, Some(at.range.clone()), problem);
        }
        self.read.reply = None;
    }
}

/// What a reply can be called by.
fn names(reply: &Reply) -> impl Iterator<Item = String> {
    let code = reply.code.as_deref().map(str::to_lowercase);
    [Some(reply.id.clone()), code, Some(reply.title.clone())].into_iter().flatten()
}

/// The replies on the shortest way from one to another, both included.
fn way(leads: &[Vec<usize>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = std::collections::VecDeque::from([from]);
    while let Some(at) = next.pop_front() {
        if at == to {
            let mut way = vec![at];
            while let Some(last) =
                way.last().filter(|last| **last != from).and_then(|last| came_from.get(last))
            {
                way.push(*last);
            }
            way.reverse();
            return Some(way);
        }
        for lead in leads.get(at).into_iter().flatten() {
            if *lead != from && !came_from.contains_key(lead) {
                came_from.insert(*lead, at);
                next.push_back(*lead);
            }
        }
    }
    None
}
