//! Replies by what a sentence is about: BM25 over the fields of a reply.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::LazyLock;

use super::index::{DocRef, Index, Side};
use super::segment::IndexSegment;
use super::sentence::{Term, TermKind, each_term, scenario_term};
use super::terms::Posting;
use crate::learn::{Features, messages, scenarios};

/// Of 1000. A reply that shares less with the sentence is about something else.
const MIN_SCORE: u32 = 20;

/// A question that has the sentence in one piece, beside the meaning of its words.
const PHRASE_BONUS: u32 = 150;

/// Of 1000, what a message's scenario is worth; the rest is for the words. Tuned with the shops of
/// `tests/quality/shops`, with `own.tsv`, and with real lines that are in no repository.
const SCENARIO_POINTS: f32 = 700.0;

/// How much a probability counts: its power. Of two scenarios the likelier is not right as often as it is likelier.
const PROBABILITY_POWER: f32 = 0.7;

/// A scenario that is less probable is not looked at.
const MIN_PROBABILITY: f32 = 0.01;

/// A sentence that is more than so many times likelier to ask nothing than to mean any one scenario is compared by its words.
const MAX_NONE: f32 = 2.0;

/// A question that is the sentence: somebody has said what the answer is.
const WHOLE_BONUS: u32 = 1000;

/// How fast more of the same stops to count (BM25's k1), in the unit of the weights of the fields. The length of a reply
/// does not count (BM25's b is 0): that a reply has many sample questions is no reason to hold it back.
const SATURATION: f32 = 2.5;

/// A hanzi that more replies have adds nothing to pairs, words and concepts, and takes long to look up.
const MAX_HOLDERS: usize = 1500;

fn kind_weight(kind: TermKind) -> f32 {
    match kind {
        TermKind::Character | TermKind::Pair | TermKind::Word => 1.0,
        TermKind::Concept => 1.5,
    }
}

/// How many replies have a term.
fn holders(index: &Index, term: Term) -> usize {
    let in_segment = |(segment, side): (&IndexSegment, Side)| {
        let postings = segment.terms.postings(term);
        let is_holder = |doc: usize| postings.binary_search_by_key(&doc, |posting| posting.doc()).is_ok();
        postings.len() - index.count_hidden(side, is_holder)
    };
    index.segments().map(in_segment).sum()
}

/// BM25's inverse document frequency.
#[expect(clippy::cast_precision_loss, reason = "fewer replies than 2^24")]
fn rarity(holders: usize, count: usize) -> f32 {
    let (holders, count) = (holders as f32, count as f32);
    (1.0 + (count - holders + 0.5) / (holders + 0.5)).ln()
}

/// What the replies of a segment have of one term. All terms are read window by window, in the order of the replies.
struct Cursor<'a> {
    /// Those that were not passed yet.
    postings: &'a [Posting],
    /// What each weight adds to a score, in [`UNIT`]s.
    impacts: [u32; 256],
}

/// What a point of a score is counted in: whole numbers add up to the same in any order.
const UNIT: u32 = 1024;

/// How many replies are scored at a time: their sums stay in the fastest cache.
const WINDOW: usize = 4096;

/// Looked at together.
const NEAR: usize = 16;

impl<'a> Cursor<'a> {
    /// A term whose weight is worth at most so many points.
    fn new(postings: &'a [Posting], points: f32) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "at most 1000 units"
        )]
        #[expect(clippy::cast_sign_loss, reason = "points are positive")]
        let impacts = SATURATED.map(|share| (points * share * UNIT as f32).round() as u32);
        Self { postings, impacts }
    }

    /// A scenario that is worth at most so many points.
    fn scenario(postings: &'a [Posting], points: f32) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "at most 1000 units"
        )]
        #[expect(clippy::cast_sign_loss, reason = "points are positive")]
        let impacts =
            std::array::from_fn(|steps| (points * steps as f32 / 255.0 * UNIT as f32).round() as u32);
        Self { postings, impacts }
    }

    /// A list that adds so many points for each of its replies.
    fn flat(postings: &'a [Posting], points: u32) -> Self {
        Self { postings, impacts: [points * UNIT; 256] }
    }

    fn impact(&self, posting: Posting) -> u32 {
        self.impacts.get(usize::from(posting.steps())).copied().unwrap_or_default()
    }

    /// What it adds for a reply.
    fn of(&self, doc: usize) -> u32 {
        let found = self.postings.binary_search_by_key(&doc, |posting| posting.doc());
        found.ok().and_then(|at| self.postings.get(at)).map_or(0, |posting| self.impact(*posting))
    }

    /// Adds what it has for the replies of a window, up to its end, and passes them.
    fn add_to(&mut self, sums: &mut [u32; WINDOW], end: usize) {
        let count = self.postings.partition_point(|posting| posting.doc() < end);
        let (inside, behind) = self.postings.split_at(count);
        self.postings = behind;
        for posting in inside {
            if let Some(sum) = sums.get_mut(posting.doc() % WINDOW) {
                *sum += self.impact(*posting);
            }
        }
    }
}

/// BM25's saturation of each weight that a posting can have, as a share of the most there is.
static SATURATED: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|steps| {
        let occurrences = Posting::new(0, u8::try_from(steps).unwrap_or(u8::MAX)).weight();
        occurrences / (occurrences + SATURATION)
    })
});

/// The replies with a sample question that has the sentence in one piece, in order.
pub(super) struct Phrases<'a> {
    /// Each with the length of its shortest such question, in characters.
    pub found: &'a [(DocRef, usize)],
    /// The length of the sentence.
    pub len: usize,
}

impl Phrases<'_> {
    /// The replies of one side whose question is the sentence, or has more.
    fn postings(&self, side: Side, is_whole: bool) -> Vec<Posting> {
        let here = self.found.iter().filter(|(at, len)| at.side == side && (*len == self.len) == is_whole);
        here.map(|(at, _)| Posting::new(at.doc, 1)).collect()
    }
}

/// What a sentence is about.
pub(super) struct About<'a> {
    /// The sentence, in its normal form.
    sentence: &'a str,
    /// The numbers of the scenarios that it may mean, each with a share from 0 to 1; empty where it means none.
    likely: Vec<(usize, f32)>,
}

impl<'a> About<'a> {
    /// Reads a sentence in its normal form.
    pub(super) fn new(sentence: &'a str) -> Self {
        let mut probabilities = messages().probabilities(&Features::of_message(sentence));
        // The last label is that of a text about no scenario.
        let none =
            probabilities.split_off(scenarios().len().min(probabilities.len())).pop().unwrap_or_default();
        let most = probabilities.iter().copied().fold(0.0, f32::max);
        let likely = (0..).zip(probabilities).filter(|(_, probability)| *probability >= MIN_PROBABILITY);
        let likely = likely.map(|(number, probability)| (number, libm::powf(probability, PROBABILITY_POWER)));
        let asks_something = none < most * MAX_NONE;
        Self { sentence, likely: if asks_something { likely.collect() } else { Vec::new() } }
    }
}

/// Of the replies that `wants` accepts those that are most about a sentence, with their scores, in no particular order:
/// at most `wanted` of them and those of `also`. Scores go up to 1000, with [`PHRASE_BONUS`] or [`WHOLE_BONUS`] more for
/// those of `phrases`.
pub(super) fn rank(
    index: &Index,
    about: &About<'_>,
    phrases: &Phrases<'_>,
    wants: &dyn Fn(DocRef) -> bool,
    also: &[DocRef],
    wanted: usize,
) -> Vec<(DocRef, i32)> {
    let terms = weighed_terms(index, about.sentence);
    let all: f32 = terms.iter().map(|(_, weight)| weight).sum();
    if all <= 0.0 {
        return Vec::new();
    }
    let words = if about.likely.is_empty() { 1000.0 } else { 1000.0 - SCENARIO_POINTS };
    let mut found = Vec::new();
    for (segment, side) in index.segments() {
        let (whole, longer) = (phrases.postings(side, true), phrases.postings(side, false));
        let cursors = || {
            let terms = terms
                .iter()
                .map(|(term, weight)| Cursor::new(segment.terms.postings(*term), weight / all * words));
            let scenarios = about.likely.iter().map(|(number, share)| {
                Cursor::scenario(segment.terms.postings(scenario_term(*number)), share * SCENARIO_POINTS)
            });
            terms
                .chain(scenarios)
                .chain([Cursor::flat(&whole, WHOLE_BONUS), Cursor::flat(&longer, PHRASE_BONUS)])
                .collect::<Vec<_>>()
        };
        let count = segment.docs.len();
        let mut docs = best(cursors(), count, |doc| wants(DocRef::new(side, doc)), wanted);
        for at in also.iter().filter(|at| at.side == side && wants(**at)) {
            let doc = at.doc as usize;
            let points = points(cursors().iter().map(|cursor| cursor.of(doc)).sum());
            if points >= MIN_SCORE && !docs.contains(&(doc, points)) {
                docs.push((doc, points));
            }
        }
        found.extend(
            docs.into_iter()
                .map(|(doc, points)| (DocRef::new(side, doc), i32::try_from(points).unwrap_or(i32::MAX))),
        );
    }
    found
}

/// The terms of a sentence and what each is worth.
fn weighed_terms(index: &Index, sentence: &str) -> Vec<(Term, f32)> {
    let mut terms: Vec<(Term, TermKind)> = Vec::new();
    each_term(sentence, |term, kind| terms.push((term, kind)));
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by_key(|(term, _)| *term);
    let mut terms: Vec<(Term, TermKind, usize)> =
        terms.into_iter().map(|(term, kind)| (term, kind, holders(index, term))).collect();
    if terms.iter().any(|(_, kind, holders)| *kind != TermKind::Character && *holders > 0) {
        terms.retain(|(_, kind, holders)| *kind != TermKind::Character || *holders <= MAX_HOLDERS);
    }
    let count = index.len();
    terms
        .into_iter()
        .map(|(term, kind, holders)| (term, kind_weight(kind) * rarity(holders, count)))
        .collect()
}

fn points(sum: u32) -> u32 {
    (sum + UNIT / 2) / UNIT
}

/// The least sum that makes so many points.
fn least_sum(points: u32) -> u32 {
    points * UNIT - UNIT / 2
}

/// The replies with the most points, of equals the first, `MIN_SCORE` or more.
fn best(
    mut cursors: Vec<Cursor<'_>>,
    docs: usize,
    wants: impl Fn(usize) -> bool,
    wanted: usize,
) -> Vec<(usize, u32)> {
    // The worst on top; of equals the one that comes after the others.
    let mut best: BinaryHeap<(Reverse<u32>, usize)> = BinaryHeap::new();
    let mut least = least_sum(MIN_SCORE);
    let mut sums = [0; WINDOW];
    for start in (0..docs).step_by(WINDOW) {
        sums.fill(0);
        for cursor in &mut cursors {
            cursor.add_to(&mut sums, start + WINDOW);
        }
        for (first, near) in (start..).step_by(NEAR).zip(sums.chunks(NEAR)) {
            if near.iter().fold(0, |most, sum| most.max(*sum)) < least {
                continue;
            }
            for (doc, sum) in (first..).zip(near) {
                if *sum >= least && wants(doc) {
                    best.push((Reverse(points(*sum)), doc));
                    if best.len() > wanted {
                        best.pop();
                        least = best.peek().map_or(least, |(Reverse(worst), _)| least_sum(worst + 1));
                    }
                }
            }
        }
    }
    best.into_iter().map(|(Reverse(points), doc)| (doc, points)).collect()
}
