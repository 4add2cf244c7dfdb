//! Replies by what a sentence is about: BM25 over the fields of a reply.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::index::{DocRef, Index};
use super::segment::Segment;
use super::sentence::{Kind, Term, each_term};

/// Of 1000. A reply that shares less with the sentence is about something else.
pub(super) const LEAST_SCORE: i32 = 20;

/// How fast more of the same stops to count (BM25's k1), in the unit of the weights of the fields. The length of a reply
/// does not count (BM25's b is 0): that a reply has many sample questions is no reason to hold it back.
const SATURATION: f32 = 2.5;

/// A hanzi that more replies have tells nothing beside pairs, words and concepts, and takes long to count.
const MOST_HOLDERS: usize = 1500;

fn kind_weight(kind: Kind) -> f32 {
    match kind {
        Kind::Character | Kind::Pair | Kind::Word => 1.0,
        Kind::Concept => 1.5,
    }
}

/// How many replies have a term.
fn holders(index: &Index, term: Term) -> usize {
    let in_segment = |(segment, in_delta): (&Segment, bool)| {
        let postings = segment.terms.postings(term);
        let is_holder = |doc: usize| postings.binary_search_by_key(&doc, |posting| posting.doc()).is_ok();
        postings.len() - index.count_hidden(in_delta, is_holder)
    };
    index.segments().map(in_segment).sum()
}

/// BM25's inverse document frequency.
#[expect(clippy::cast_precision_loss, reason = "fewer replies than 2^24")]
fn rarity(holders: usize, count: usize) -> f32 {
    let (holders, count) = (holders as f32, count as f32);
    (1.0 + (count - holders + 0.5) / (holders + 0.5)).ln()
}

/// Of the replies that `wants` accepts those that are most about a sentence, with scores up to 1000, in no particular
/// order: `wanted` of them and those of `also`. The sentence is in its normal form.
pub(super) fn rank(
    index: &Index,
    sentence: &str,
    wants: &dyn Fn(DocRef) -> bool,
    also: impl Iterator<Item = DocRef>,
    wanted: usize,
) -> Vec<(DocRef, i32)> {
    let mut terms: Vec<(Term, Kind)> = Vec::new();
    each_term(sentence, |term, kind| terms.push((term, kind)));
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by_key(|(term, _)| *term);
    let mut terms: Vec<(Term, Kind, usize)> =
        terms.into_iter().map(|(term, kind)| (term, kind, holders(index, term))).collect();
    if terms.iter().any(|(_, kind, holders)| *kind != Kind::Character && *holders > 0) {
        terms.retain(|(_, kind, holders)| *kind != Kind::Character || *holders <= MOST_HOLDERS);
    }
    let count = index.len();
    let weight = |(term, kind, holders)| (term, kind_weight(kind) * rarity(holders, count));
    let terms: Vec<(Term, f32)> = terms.into_iter().map(weight).collect();
    let most: f32 = terms.iter().map(|(_, weight)| weight * (SATURATION + 1.0)).sum();
    if most <= 0.0 {
        return Vec::new();
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
    let score = |sum: f32| (sum / most * 1000.0).round() as i32;
    let mut found = Vec::new();
    let also: Vec<DocRef> = also.collect();
    for (_, in_delta) in index.segments() {
        let (sums, touched) = sums(index, in_delta, &terms);
        // The worst on top; of equals the one that stands behind the others.
        let mut best: BinaryHeap<(Reverse<i32>, usize)> = BinaryHeap::new();
        let mut least = f32::MIN_POSITIVE;
        for doc in touched {
            let sum = sums.get(doc).unwrap_or(&0.0);
            if *sum < least || !wants(DocRef::new(in_delta, doc)) {
                continue;
            }
            best.push((Reverse(score(*sum)), doc));
            if best.len() > wanted {
                best.pop();
                // Below this a score is rounded to less than the worst that is kept.
                #[expect(clippy::cast_precision_loss, reason = "a score")]
                let worst = best.peek().map_or(0.0, |(Reverse(worst), _)| *worst as f32);
                least = least.max((worst - 0.5) / 1000.0 * most * 0.999);
            }
        }
        let mut docs: Vec<usize> = best.into_iter().map(|(_, doc)| doc).collect();
        docs.extend(also.iter().filter(|at| at.in_delta == in_delta).map(|at| at.doc as usize));
        docs.sort_unstable();
        docs.dedup();
        found.extend(docs.into_iter().map(|doc| {
            let sum = sums.get(doc).copied().unwrap_or_default();
            (DocRef::new(in_delta, doc), score(sum))
        }));
    }
    found
}

/// BM25 of every reply of a segment, and the replies that have any of the terms.
fn sums(index: &Index, in_delta: bool, terms: &[(Term, f32)]) -> (Vec<f32>, Vec<usize>) {
    let segment = index.segment(in_delta);
    let mut sums = vec![0.0_f32; segment.docs.len()];
    let mut touched = Vec::new();
    for (term, weight) in terms {
        for posting in segment.terms.postings(*term) {
            if let Some(sum) = sums.get_mut(posting.doc()) {
                if *sum == 0.0 {
                    touched.push(posting.doc());
                }
                *sum += weight * saturated(posting.weight());
            }
        }
    }
    (sums, touched)
}

fn saturated(occurrences: f32) -> f32 {
    occurrences * (SATURATION + 1.0) / (occurrences + SATURATION)
}
