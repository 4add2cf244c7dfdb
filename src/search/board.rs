//! The hits so far, tier by tier, in their total order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::folding::{self, Candidate};
use super::habits::Bonus;
use super::index::{DocRef, Index, Side};
use super::tier::{Hit, Tier};

/// A perfect fit. Where a tier can end early, nothing has a higher score without the bonus of a habit.
pub(super) const FULL_SCORE: i32 = 1000;

/// A set of replies of base and delta.
#[derive(Debug, Clone, Default)]
pub(super) struct DocSet {
    base: FixedBitSet,
    delta: FixedBitSet,
}

impl DocSet {
    pub(super) fn new(index: &Index) -> Self {
        Self {
            base: FixedBitSet::with_capacity(index.segment(Side::Base).docs.len()),
            delta: FixedBitSet::with_capacity(index.segment(Side::Delta).docs.len()),
        }
    }

    pub(super) fn contains(&self, at: DocRef) -> bool {
        at.side.pick(&self.base, &self.delta).contains(at.doc as usize)
    }

    /// Adds a reply; false when it was there.
    pub(super) fn insert(&mut self, at: DocRef) -> bool {
        !at.side.pick(&mut self.base, &mut self.delta).put(at.doc as usize)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.base.is_clear() && self.delta.is_clear()
    }

    pub(super) fn union_with(&mut self, other: &Self) {
        self.base.union_with(&other.base);
        self.delta.union_with(&other.delta);
    }

    pub(super) fn intersect_with(&mut self, other: &Self) {
        self.base.intersect_with(&other.base);
        self.delta.intersect_with(&other.delta);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = DocRef> {
        let refs =
            |set: &FixedBitSet, side| set.ones().map(move |doc| DocRef::new(side, doc)).collect::<Vec<_>>();
        refs(&self.base, Side::Base).into_iter().chain(refs(&self.delta, Side::Delta))
    }
}

/// See the module.
pub(super) struct Board<'a> {
    index: &'a Index,
    limit: usize,
    /// The query, as one word.
    typed: &'a [char],
    bonuses: FxHashMap<DocRef, Bonus>,
    /// Only these are wanted.
    within: Option<DocSet>,
    /// These come behind all others: they are out of date.
    expired: Option<DocSet>,
    /// Those of better tiers.
    seen: DocSet,
    hits: Vec<Hit>,
}

impl<'a> Board<'a> {
    /// A board for at most `limit` hits, without any yet.
    pub(super) fn new(
        index: &'a Index,
        limit: usize,
        typed: &'a [char],
        bonuses: FxHashMap<DocRef, Bonus>,
        within: Option<DocSet>,
        expired: Option<DocSet>,
    ) -> Self {
        Self { index, limit, typed, bonuses, within, expired, seen: DocSet::new(index), hits: Vec::new() }
    }

    /// How many hits are still wanted.
    pub(super) fn room(&self) -> usize {
        self.limit.saturating_sub(self.hits.len())
    }

    /// Nothing was found yet.
    pub(super) fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// As many hits as were asked for.
    pub(super) fn is_full(&self) -> bool {
        self.room() == 0
    }

    /// The replies that have a bonus, in no particular order.
    pub(super) fn favoured(&self) -> Vec<DocRef> {
        self.bonuses.keys().copied().collect()
    }

    /// Whether a reply can still become a hit: it is not hidden, not among the hits, and where the query stays within.
    pub(super) fn wants(&self, at: DocRef) -> bool {
        !self.seen.contains(at)
            && !self.index.is_hidden(at)
            && self.within.as_ref().is_none_or(|within| within.contains(at))
            && self.expired.as_ref().is_none_or(|expired| !expired.contains(at))
    }

    /// From now on nothing but those out of date is wanted; false when there is none.
    pub(super) fn go_on_with_expired(&mut self) -> bool {
        let Some(expired) = self.expired.take() else { return false };
        match &mut self.within {
            Some(within) => within.intersect_with(&expired),
            None => self.within = Some(expired),
        }
        true
    }

    /// Begins to collect a tier.
    pub(super) fn top(&self) -> Top {
        Top {
            order: Index::order,
            offered: DocSet::new(self.index),
            room: self.room(),
            best: BinaryHeap::new(),
            favoured: Vec::new(),
            full_scores: 0,
        }
    }

    /// The same, with room for so many candidates at least.
    pub(super) fn top_with_room(&self, room: usize) -> Top {
        Top { room: room.max(self.room()), ..self.top() }
    }

    /// The same, for replies that no title was asked for.
    pub(super) fn top_by_library(&self) -> Top {
        Top { order: Index::library_order, ..self.top() }
    }

    /// Takes the best of a tier.
    pub(super) fn take(&mut self, tier: Tier, top: Top) {
        let mut found: Vec<_> = top.best.into_iter().map(|Reverse(scored)| (scored, 0)).collect();
        found.extend(top.favoured);
        let key = |(scored, last_used): &(Scored, i64)| {
            let layer = self.index.doc(scored.at).map(|doc| doc.standing.layer);
            (Reverse(scored.score), layer, Reverse(*last_used), scored.order.0)
        };
        found.sort_by_cached_key(key);
        let candidate = |(scored, _): (Scored, i64)| Candidate {
            hit: Hit { at: scored.at, tier, score: scored.score.into(), folded_under: None },
            is_habit: self.bonuses.contains_key(&scored.at),
            is_exact: self.is_title(scored.at),
        };
        let candidates = found.into_iter().map(candidate).collect();
        let hits = folding::arranged(self.index, candidates, self.room(), self.hits.len());
        self.hits.extend(hits);
        self.seen.union_with(&top.offered);
    }

    /// Whether the query is the whole title of a reply.
    pub(super) fn is_title(&self, at: DocRef) -> bool {
        let segment = self.index.segment(at.side);
        let title = segment.titles.text(at.doc as usize);
        title.len() == self.typed.len() && segment.text(title).chars().eq(self.typed.iter().copied())
    }

    pub(super) fn into_hits(self) -> Vec<Hit> {
        self.hits
    }
}

/// A reply with its score, ordered by score and then by the order of the replies: the better is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scored {
    score: i32,
    order: Reverse<u64>,
    at: DocRef,
}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.score, self.order).cmp(&(other.score, other.order))
    }
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The best replies of one tier.
pub(super) struct Top {
    /// Orders those of one score.
    order: fn(&Index, DocRef) -> u64,
    offered: DocSet,
    room: usize,
    /// The worst on top.
    best: BinaryHeap<Reverse<Scored>>,
    /// Those with a bonus, and when they were used last.
    favoured: Vec<(Scored, i64)>,
    full_scores: usize,
}

impl Top {
    /// Offers a reply for this tier. Those of better tiers, hidden ones and those that are not wanted are passed over.
    pub(super) fn offer(&mut self, board: &Board<'_>, at: DocRef, score: i32) {
        if !board.wants(at) || !self.offered.insert(at) {
            return;
        }
        let scored = Scored { score, order: Reverse((self.order)(board.index, at)), at };
        if let Some(bonus) = board.bonuses.get(&at) {
            self.favoured.push((Scored { score: score + bonus.points, ..scored }, bonus.last_used));
            return;
        }
        self.full_scores += usize::from(score >= FULL_SCORE);
        if self.best.len() < self.room {
            self.best.push(Reverse(scored));
        } else if let Some(mut worst) = self.best.peek_mut()
            && worst.0 < scored
        {
            *worst = Reverse(scored);
        }
    }

    /// Nothing that is offered from now on can be among the best, if it comes in the order of the base.
    pub(super) fn is_settled(&self) -> bool {
        self.full_scores >= self.room
    }
}
