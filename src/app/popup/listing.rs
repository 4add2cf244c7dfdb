//! The rows of the list: what a query finds, or what is wanted most before anything is typed.

use std::collections::HashSet;

use jiff::civil::DateTime;

use super::folds::{FoldedRow, Rows};
use super::memory::Memory;
use crate::app::shared::top_category_rank;
use crate::app::{Direction, Move};
use crate::model::{Library, Reply, ReplyRef};
use crate::search::{Asked, Hit, Index, Query, Tier};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub at: ReplyRef,
    /// How it was found; `None` in the list without a query.
    pub tier: Option<Tier>,
    /// Given on the first row of a section.
    pub section: Option<Section>,
    /// Its reply is out of date.
    pub is_expired: bool,
    /// Its reply answers what the message seems to ask that was looked for.
    pub is_answer: bool,
    pub fold: Fold,
}

/// What is folded away under a row: the program's own replies, where the row's reply is an own one that answers the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    Nothing,
    /// So many rows are not shown.
    Closed(usize),
    /// So many rows are shown right below it.
    Open(usize),
    /// It is itself shown below the row that it is folded away under.
    Under,
}

/// The heading above a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// What usually comes after the reply that was copied last.
    Next,
    Favourites,
    Recent,
    /// A top category by its name; the empty one is for replies without a category.
    Category(String),
    /// Replies that are out of date.
    Expired,
}

/// What the rows are made from, besides the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListSource<'a> {
    pub library: &'a Library,
    pub memory: &'a Memory,
    /// The date and time on the wall.
    pub now: DateTime,
}

/// How many replies are listed as last used.
const RECENT: usize = 5;

/// How many rows a page has.
const PAGE: usize = 6;

/// How many rows are listed at first, and how many times as many whenever the end is near.
pub(super) const FIRST_ROWS: usize = 50;
pub(super) const MORE_ROWS: usize = 4;
/// The end is near when so many rows are left.
pub(super) const ROWS_AHEAD: usize = 10;

/// So many hits of a message are asked for at least: the search arranges as many, and those that are folded away come behind
/// all others.
const MESSAGE_HITS: usize = 300;

/// What the query finds, the best first, at most `limit` rows; of a message, as many as it takes to know what is folded away.
pub(super) fn of_query(
    source: &ListSource<'_>,
    index: &Index,
    query: &Query,
    asked: &Asked,
    limit: usize,
) -> Rows {
    let ListSource { library, memory, now } = *source;
    let row = |hit: &Hit| {
        let at = library.by_id(index.id(hit))?;
        Some(Row {
            at,
            tier: Some(hit.tier),
            section: None,
            is_expired: is_expired(library, at, now),
            is_answer: asked.is_answered_by(&index.answers(hit)),
            fold: Fold::Nothing,
        })
    };
    let limit = if query.is_message() { limit.max(MESSAGE_HITS) } else { limit };
    let hits = index.search(query, memory.habits(), now, limit);
    let own = |hit: &Hit| {
        let own = hits.get(hit.folded_under?)?;
        library.by_id(index.id(own)).filter(|_| own.folded_under.is_none())
    };
    let (mut shown, mut folded) = (Vec::new(), Vec::new());
    for hit in &hits {
        match (row(hit), own(hit)) {
            (Some(row), Some(under)) => folded.push(FoldedRow { under, row }),
            (Some(row), None) => shown.push(row),
            (None, _) => {}
        }
    }
    Rows::new(shown, folded)
}

fn is_expired(library: &Library, at: ReplyRef, now: DateTime) -> bool {
    library.reply(at).is_some_and(|reply| reply.is_expired(now))
}

/// The next step that was taken, favourites, then the last used, then everything by top category, those out of date last;
/// each reply once, at most `limit` rows, none of those that are hidden.
pub(super) fn without_query(
    source: &ListSource<'_>,
    is_hidden: &dyn Fn(&Reply) -> bool,
    next: Option<ReplyRef>,
    limit: usize,
) -> Rows {
    let ListSource { library, memory, now } = *source;
    let mut rows: Vec<Row> = Vec::new();
    let mut seen = HashSet::new();
    let mut section = |section: Section, replies: &mut dyn Iterator<Item = ReplyRef>| {
        let mut heading = Some(section.clone());
        for at in replies {
            if rows.len() == limit {
                return;
            }
            if library.reply(at).is_none_or(is_hidden) {
                continue;
            }
            let is_expired = is_expired(library, at, now);
            if is_expired == (section == Section::Expired) && seen.insert(at) {
                rows.push(Row {
                    at,
                    tier: None,
                    section: heading.take(),
                    is_expired,
                    is_answer: false,
                    fold: Fold::Nothing,
                });
            }
        }
    };
    let known = |ids: &[String]| ids.iter().filter_map(|id| library.by_id(id)).collect::<Vec<_>>();
    section(Section::Next, &mut next.into_iter());
    section(Section::Favourites, &mut known(memory.favourites()).into_iter());
    section(Section::Recent, &mut known(memory.recent()).into_iter().take(RECENT));
    let mut categories: Vec<_> = library.top_categories().iter().collect();
    categories.sort_by_key(|category| top_category_rank(&category.name));
    for category in categories {
        section(Section::Category(category.name.clone()), &mut category.replies.iter().copied());
    }
    section(Section::Expired, &mut library.replies().map(|(at, _)| at));
    Rows::new(rows, Vec::new())
}

/// Where a step in a list of `count` rows leads, counted from 0; one up or down goes around the end.
pub(super) fn moved(current: usize, count: usize, step: Move) -> usize {
    match step {
        Move::Up => Direction::Previous.from(current, count),
        Move::Down => Direction::Next.from(current, count),
        Move::PageUp | Move::PageDown | Move::First | Move::Last => step.within(current, count, PAGE),
    }
}
