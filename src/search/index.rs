//! A library prepared for searching, and keeping it up to date.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::segment::{Doc, IndexSegment, Standing};
use super::tier::Hit;
use crate::learn::Answers;
use crate::model::{Library, ReplyRef};

/// Everything that a search reads. It refers to replies by their ids, so that it outlives edits that move them.
#[derive(Debug, Clone, Default)]
pub struct Index {
    base: Arc<IndexSegment>,
    /// Replies that were added or changed since the base was made.
    delta: Arc<IndexSegment>,
    /// Replies of the base that were changed or deleted.
    hidden: FixedBitSet,
    /// Replies that are not to be found, of the base and of the delta.
    withheld: [FixedBitSet; 2],
    /// Where the replies of the delta are among those of the base.
    delta_order: Vec<u64>,
    /// Where they are in the library among those of the base.
    delta_places: Vec<u64>,
}

/// Which half of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    /// What was prepared as a whole.
    Base,
    /// What was added or changed since.
    Delta,
}

impl Side {
    /// The one of the two that belongs to this side.
    pub(super) fn pick<T>(self, base: T, delta: T) -> T {
        match self {
            Self::Base => base,
            Self::Delta => delta,
        }
    }
}

/// A reply of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DocRef {
    pub side: Side,
    /// Its number in the segment of that side, counted from 0.
    pub doc: u32,
}

impl DocRef {
    /// The reply of this number in its segment.
    pub(super) fn new(side: Side, doc: usize) -> Self {
        Self { side, doc: u32::try_from(doc).unwrap_or(u32::MAX) }
    }
}

/// Between two replies of the base there is room for so many of the delta.
const RANK_STEP: u64 = 1 << 24;

/// How many changed replies are searched beside the base at most; with more, or more than an eighth of it, it is made anew.
const MAX_CHANGED: usize = 2000;

impl Index {
    /// Prepares every visible reply.
    pub fn build(library: &Library) -> Self {
        Self::build_with_progress(library, &mut |_| {})
    }

    /// Prepares every visible reply; `progress` is given how many are done.
    pub fn build_with_progress(library: &Library, progress: &mut dyn FnMut(usize)) -> Self {
        let all: Vec<ReplyRef> = library.replies().map(|(at, _)| at).collect();
        let mut done = 0;
        let base = IndexSegment::build(library, &all, &mut || {
            done += 1;
            progress(done);
        });
        Self { hidden: FixedBitSet::with_capacity(base.docs.len()), base: Arc::new(base), ..Self::default() }
    }

    /// The index of `library`, made from this one when only the replies `changed` (ids) are new, changed or gone.
    /// It finds the same as one that is made anew, as long as no tier has more candidates than are looked at.
    /// What this one [withholds](Self::without) is found again.
    #[must_use]
    pub fn updated<'a>(&self, library: &Library, changed: impl IntoIterator<Item = &'a str>) -> Self {
        let mut ids: BTreeSet<&str> = changed.into_iter().collect();
        ids.extend(self.delta.docs.iter().map(|doc| &*doc.id));
        if ids.len() > MAX_CHANGED.min(self.base.docs.len() / 8) {
            return Self::build(library);
        }
        let mut hidden = self.hidden.clone();
        for id in &ids {
            if let Some(doc) = self.base.by_id.get(*id) {
                hidden.insert(*doc as usize);
            }
        }
        let Some(places) = self.places_of_changed(library, &ids, &hidden) else {
            return Self::build(library);
        };
        let which: Vec<ReplyRef> = ids.iter().filter_map(|id| library.by_id(id)).collect();
        let delta = IndexSegment::build(library, &which, &mut || {});
        let kept: Vec<u32> =
            (0..).take(self.base.docs.len()).filter(|nth| !hidden.contains(*nth as usize)).collect();
        let (delta_order, delta_places) = (0..)
            .zip(&delta.docs)
            .map(|(nth, doc)| {
                let last = library
                    .by_id(&doc.id)
                    .and_then(|at| self.last_before(&kept, library, (doc.standing, at)));
                let place = places.get(&*doc.id).copied().unwrap_or_default();
                (last.map_or(0, rank) + u64::from(nth) + 1, place + u64::from(delta.place(nth)) + 1)
            })
            .unzip();
        Self {
            base: Arc::clone(&self.base),
            delta: Arc::new(delta),
            hidden,
            withheld: Default::default(),
            delta_order,
            delta_places,
        }
    }

    /// Where the replies of these ids are in the library: each with the rank of the last reply of the base before it, 0 where
    /// there is none. `None` where the library has the other replies in another order, or not all of them.
    fn places_of_changed<'a>(
        &self,
        library: &'a Library,
        ids: &BTreeSet<&str>,
        hidden: &FixedBitSet,
    ) -> Option<HashMap<&'a str, u64>> {
        let mut kept = self.base.in_library_order().into_iter().filter(|nth| !hidden.contains(*nth as usize));
        let (mut next, mut last, mut places) = (kept.next(), 0, HashMap::new());
        for (_, reply) in library.replies() {
            let of_base =
                next.filter(|nth| self.base.docs.get(*nth as usize).is_some_and(|doc| *doc.id == reply.id));
            if let Some(nth) = of_base {
                last = rank(self.base.place(nth));
                next = kept.next();
            } else if ids.contains(reply.id.as_str()) {
                places.insert(reply.id.as_str(), last);
            } else {
                return None;
            }
        }
        next.is_none().then_some(places)
    }

    /// The last of the replies of the base that come before another one, of those that fit equally well.
    fn last_before(&self, kept: &[u32], library: &Library, key: (Standing, ReplyRef)) -> Option<u32> {
        let is_before = |nth: &u32| {
            let doc = self.base.docs.get(*nth as usize);
            doc.and_then(|doc| Some((doc.standing, library.by_id(&doc.id)?))).is_some_and(|other| other < key)
        };
        kept.partition_point(is_before).checked_sub(1).and_then(|last| kept.get(last)).copied()
    }

    /// The same index, which does not find these replies (ids). It shares what was prepared.
    #[must_use]
    pub fn without<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = self.clone();
        for at in ids.into_iter().filter_map(|id| self.find(id)) {
            index.withheld_of(at.side).grow_and_insert(at.doc as usize);
        }
        index
    }

    fn withheld_of(&mut self, side: Side) -> &mut FixedBitSet {
        let [base, delta] = &mut self.withheld;
        side.pick(base, delta)
    }

    /// How many replies can be found.
    pub fn len(&self) -> usize {
        let withheld: usize = self.withheld.iter().map(|docs| docs.count_ones(..)).sum();
        self.base.docs.len() - self.hidden.count_ones(..) + self.delta.docs.len() - withheld
    }

    /// Whether no reply can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The memory that the index takes, in bytes, without the library.
    pub fn bytes(&self) -> usize {
        self.base.bytes() + self.delta.bytes()
    }

    /// Base and delta, as far as they have replies.
    pub(super) fn segments(&self) -> impl Iterator<Item = (&IndexSegment, Side)> {
        let both: [(&IndexSegment, Side); 2] = [(&self.base, Side::Base), (&self.delta, Side::Delta)];
        both.into_iter().filter(|(segment, _)| !segment.docs.is_empty())
    }

    pub(super) fn segment(&self, side: Side) -> &IndexSegment {
        side.pick(&self.base, &self.delta)
    }

    pub(super) fn is_hidden(&self, at: DocRef) -> bool {
        self.not_found(at.side).any(|docs| docs.contains(at.doc as usize))
    }

    /// How many replies of a sorted list are hidden.
    pub(super) fn count_hidden(&self, side: Side, holds: impl Fn(usize) -> bool) -> usize {
        self.not_found(side).map(|docs| docs.ones().filter(|doc| holds(*doc)).count()).sum()
    }

    /// The replies of base or delta that are not found: those that were changed, and those that are withheld. None is both.
    fn not_found(&self, side: Side) -> impl Iterator<Item = &FixedBitSet> {
        let [base, delta] = &self.withheld;
        let changed = (side == Side::Base).then_some(&self.hidden);
        changed.into_iter().chain([side.pick(base, delta)])
    }

    pub(super) fn doc(&self, at: DocRef) -> Option<&Doc> {
        self.segment(at.side).docs.get(at.doc as usize)
    }

    /// Orders replies that fit equally well.
    pub(super) fn order(&self, at: DocRef) -> u64 {
        match at.side {
            Side::Base => rank(at.doc),
            Side::Delta => self.delta_order.get(at.doc as usize).copied().unwrap_or(u64::MAX),
        }
    }

    /// Orders replies as they are in the library, own ones first.
    pub(super) fn library_order(&self, at: DocRef) -> u64 {
        match at.side {
            Side::Base => rank(self.base.place(at.doc)),
            Side::Delta => self.delta_places.get(at.doc as usize).copied().unwrap_or(u64::MAX),
        }
    }

    /// The scenarios that a reply answers, the surest first: those that it names, else those that it seems to answer.
    pub fn answers(&self, hit: &Hit) -> Vec<Answers> {
        self.doc(hit.at).map_or_else(Vec::new, |doc| doc.scenarios.answers().collect())
    }

    /// How many scenarios the replies answer that do not come with the program.
    pub(super) fn own_coverage(&self) -> usize {
        let mut counts = self.base.own_answers.clone();
        let changed = self.hidden.ones().filter_map(|doc| self.base.docs.get(doc));
        for doc in changed.filter(|doc| doc.standing.is_own()) {
            for number in doc.scenarios.surely() {
                if let Some(count) = counts.get_mut(number) {
                    *count -= 1;
                }
            }
        }
        let all = counts
            .iter()
            .enumerate()
            .map(|(number, count)| count + self.delta.own_answers.get(number).copied().unwrap_or_default());
        all.filter(|count| *count > 0).count()
    }

    /// The visible reply with this id.
    pub(super) fn find(&self, id: &str) -> Option<DocRef> {
        let find = |side: Side| {
            let doc = self.segment(side).by_id.get(id).copied()?;
            Some(DocRef { side, doc })
        };
        find(Side::Delta).or_else(|| find(Side::Base)).filter(|at| !self.is_hidden(*at))
    }
}

/// The rank of the nth reply of the base.
fn rank(nth: u32) -> u64 {
    (u64::from(nth) + 1) * RANK_STEP
}
