//! Replies that take in the texts of others: whether those are there, and whether they go round in a circle.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::ops::Range;

use super::super::reader::Reader;
use crate::diag::Problem;
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

/// Reports the snippets that no reply of this file has, and those that lead back to where they are. One that is not
/// there may be in another file: who knows the others takes the report back.
pub(super) fn check(read: &mut Reader<'_>, uses: &[Use], pack: &Pack) {
    if uses.is_empty() {
        return;
    }
    let names = Names::of(pack);
    let target = |key: &str| names.find(key).first().copied();
    let by_id: BTreeMap<&str, usize> =
        pack.replies.iter().enumerate().map(|(reply_idx, reply)| (reply.id.as_str(), reply_idx)).collect();
    let owner = |at: &Use| by_id.get(at.reply.as_deref()?).copied();
    let mut leads: Vec<Vec<usize>> = vec![Vec::new(); pack.replies.len()];
    for at in uses {
        if let (Some(from), Some(to)) = (owner(at), target(&at.key))
            && let Some(leads) = leads.get_mut(from)
        {
            leads.push(to);
        }
    }
    let depths = depths(&leads);
    let mut circles = Circles::of(&leads);
    let ways: Vec<Option<Vec<usize>>> =
        uses.iter().map(|at| circles.way(owner(at)?, target(&at.key)?)).collect();
    let round = circles.before(uses.iter().zip(&ways).filter_map(|(at, way)| way.as_ref().and(owner(at))));
    let titles = || pack.replies.iter().map(|reply| reply.title.as_str());
    for (at, way) in uses.iter().zip(&ways) {
        let problem = match (target(&at.key), owner(at)) {
            (None, _) if !read.damaged.is_empty() => continue,
            (None, _) => {
                let suggestion = read.suggestion(&at.key, titles());
                Problem::UnknownSnippet { key: at.key.clone(), suggestion }
            }
            (Some(_), _) if names.find(&at.key).len() > 1 => Problem::SeveralSnippets { key: at.key.clone() },
            (Some(to), _) if pack.replies.get(to).is_some_and(|reply| reply.texts().next().is_none()) => {
                Problem::SnippetWithoutText { key: at.key.clone() }
            }
            (Some(to), Some(from)) => match way {
                Some(way) => {
                    let all = std::iter::once(&from).chain(way);
                    let titles =
                        all.filter_map(|idx| pack.replies.get(*idx)).map(|reply| reply.title.as_str());
                    Problem::SnippetCycle { way: titles.collect::<Vec<_>>().join(" → ") }
                }
                None if depths.get(to).is_some_and(|depth| *depth >= MAX_SNIPPET_DEPTH)
                    && !round.contains(&to) =>
                {
                    Problem::SnippetTooDeep { most: MAX_SNIPPET_DEPTH }
                }
                None => continue,
            },
            (Some(_), None) => continue,
        };
        read.reply.clone_from(&at.reply);
        read.report_in_text(&at.place, Some(at.range.clone()), problem);
    }
    read.reply = None;
}
/// What the replies of a file can be called by, as [`Library::find`](crate::model::Library::find) does.
struct Names {
    ids: BTreeMap<String, Vec<usize>>,
    codes: BTreeMap<String, Vec<usize>>,
    titles: BTreeMap<String, Vec<usize>>,
}

impl Names {
    /// Collects what the replies of a pack can be called by.
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

/// The circles in which replies take each other in. One of more replies than [`MAX_SNIPPET_DEPTH`] is not reported here:
/// it is too deep. Nothing is looked for again for each use: a library may be one long chain.
struct Circles {
    /// Which replies take in each one.
    before: Vec<Vec<usize>>,
    /// The reply that was asked for last.
    from: Option<usize>,
    /// The next reply on the shortest way to that one.
    next: HashMap<usize, usize>,
}

impl Circles {
    /// From the replies that each one takes in, those that take each one in.
    fn of(leads: &[Vec<usize>]) -> Self {
        let mut before = vec![Vec::new(); leads.len()];
        for (from, to) in
            leads.iter().enumerate().flat_map(|(from, leads)| leads.iter().map(move |to| (from, *to)))
        {
            if let Some(before) = before.get_mut(to) {
                before.push(from);
            }
        }
        Self { before, from: None, next: HashMap::new() }
    }

    /// The shortest way back to `from`, which takes in `to`: both included.
    fn way(&mut self, from: usize, to: usize) -> Option<Vec<usize>> {
        if self.from != Some(from) {
            self.find_ways(from);
        }
        let mut way = vec![to];
        let mut at = to;
        while at != from {
            at = *self.next.get(&at)?;
            way.push(at);
        }
        Some(way)
    }

    /// Looks, from one reply back, for those that lead to it within the allowed depth (breadth first).
    fn find_ways(&mut self, from: usize) {
        self.from = Some(from);
        self.next.clear();
        let mut open = VecDeque::from([(from, 1)]);
        while let Some((at, length)) = open.pop_front().filter(|(_, length)| *length < MAX_SNIPPET_DEPTH) {
            for before in self.before.get(at).into_iter().flatten() {
                if *before != from && !self.next.contains_key(before) {
                    self.next.insert(*before, at);
                    open.push_back((*before, length + 1));
                }
            }
        }
    }

    /// These replies, and all that take them in.
    fn before(&self, replies: impl Iterator<Item = usize>) -> HashSet<usize> {
        let mut open: Vec<usize> = replies.collect();
        let mut found = HashSet::new();
        while let Some(at) = open.pop() {
            if found.insert(at) {
                open.extend(self.before.get(at).into_iter().flatten());
            }
        }
        found
    }
}
