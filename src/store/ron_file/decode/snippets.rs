//! Replies that take in the texts of others: whether those are there, and whether they go round in a circle.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Decoder;
use crate::diag::{Problem, nearest};
use crate::model::Pack;
use crate::template::MAX_SNIPPET_DEPTH;

/// `{片段:标题}` in a text.
pub(super) struct Use {
    /// The id of the reply that has the text.
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
        let names = Names::of(pack);
        let target = |key: &str| names.find(key).first().copied();
        let by_id: BTreeMap<&str, usize> = pack
            .replies
            .iter()
            .enumerate()
            .map(|(reply_idx, reply)| (reply.id.as_str(), reply_idx))
            .collect();
        let owner = |at: &Use| by_id.get(at.reply.as_deref()?).copied();
        let mut leads: Vec<Vec<usize>> = vec![Vec::new(); pack.replies.len()];
        for at in &uses {
            if let (Some(from), Some(to)) = (owner(at), target(&at.key))
                && let Some(leads) = leads.get_mut(from)
            {
                leads.push(to);
            }
        }
        let depths = depths(&leads);
        let titles = || pack.replies.iter().map(|reply| reply.title.as_str());
        for at in &uses {
            let problem = match (target(&at.key), owner(at)) {
                (None, _) if !self.read.damaged.is_empty() => continue,
                (None, _) => {
                    let suggestion = nearest(&at.key, titles());
                    Problem::UnknownSnippet { key: at.key.clone(), suggestion }
                }
                (Some(_), _) if names.find(&at.key).len() > 1 => {
                    Problem::SeveralSnippets { key: at.key.clone() }
                }
                (Some(to), _) if pack.replies.get(to).is_some_and(|reply| reply.texts().next().is_none()) => {
                    Problem::SnippetWithoutText { key: at.key.clone() }
                }
                (Some(to), Some(from)) => match way(&leads, to, from) {
                    Some(way) => {
                        let all = std::iter::once(from).chain(way);
                        let titles =
                            all.filter_map(|idx| pack.replies.get(idx)).map(|reply| reply.title.as_str());
                        Problem::SnippetCycle { way: titles.collect::<Vec<_>>().join(" → ") }
                    }
                    None if depths.get(to).is_some_and(|depth| *depth >= MAX_SNIPPET_DEPTH)
                        && !goes_round(&leads, to) =>
                    {
                        Problem::SnippetTooDeep { most: MAX_SNIPPET_DEPTH }
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

/// What the replies of a file can be called by, as [`Library::find`](crate::model::Library::find) does.
struct Names {
    ids: BTreeMap<String, Vec<usize>>,
    codes: BTreeMap<String, Vec<usize>>,
    titles: BTreeMap<String, Vec<usize>>,
}

impl Names {
    fn of(pack: &Pack) -> Self {
        let mut names = Self { ids: BTreeMap::new(), codes: BTreeMap::new(), titles: BTreeMap::new() };
        for (idx, reply) in pack.replies.iter().enumerate() {
            names.ids.entry(reply.id.clone()).or_default().push(idx);
            names.titles.entry(reply.title.clone()).or_default().push(idx);
            if let Some(code) = &reply.code {
                names.codes.entry(code.to_lowercase()).or_default().push(idx);
            }
        }
        names
    }

    /// The replies with this id, else those with this code, else those with this title.
    fn find(&self, key: &str) -> &[usize] {
        let of_code = || self.codes.get(&key.to_lowercase());
        let found = self.ids.get(key).or_else(of_code).or_else(|| self.titles.get(key));
        found.map_or(&[], Vec::as_slice)
    }
}

/// How many replies deep each one takes others in, up to one more than may be; round ways are cut there.
fn depths(leads: &[Vec<usize>]) -> Vec<usize> {
    let mut depths = vec![0; leads.len()];
    for _ in 0..=MAX_SNIPPET_DEPTH {
        let deeper = |targets: &Vec<usize>| {
            targets.iter().filter_map(|target| depths.get(*target)).map(|depth| depth + 1).max().unwrap_or(0)
        };
        let next: Vec<usize> = leads.iter().map(deeper).collect();
        if next == depths {
            break;
        }
        depths = next;
    }
    depths
}

/// Whether the replies that this one takes in, and those that they take in, go round in a circle.
fn goes_round(leads: &[Vec<usize>], from: usize) -> bool {
    let mut seen = vec![false; leads.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if seen.get_mut(at).is_none_or(|seen| std::mem::replace(seen, true)) {
            continue;
        }
        for lead in leads.get(at).into_iter().flatten() {
            if way(leads, *lead, at).is_some() {
                return true;
            }
            open.push(*lead);
        }
    }
    false
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
