//! An inverted index: which replies have a term, and with which weight.

use rustc_hash::FxHashMap;

use super::lists::list;
use super::sentence::Term;

/// A reply and the weight of a term in it, in 24 and 8 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting(u32);

impl Posting {
    /// No weight is greater.
    pub(super) const MAX_WEIGHT: f32 = 255.0 / STEPS;

    /// `steps` are eighths of a weight.
    pub(super) fn new(doc: u32, steps: u8) -> Self {
        Self(doc << 8 | u32::from(steps))
    }

    pub(super) fn doc(self) -> usize {
        (self.0 >> 8) as usize
    }

    pub(super) fn steps(self) -> u8 {
        let [steps, ..] = self.0.to_le_bytes();
        steps
    }

    pub(super) fn weight(self) -> f32 {
        f32::from(self.steps()) / STEPS
    }
}

/// Weights are kept in steps of an eighth.
const STEPS: f32 = 8.0;

/// More replies than this are not indexed by their words.
pub(super) const MAX_DOCS: u32 = 1 << 24;

/// See the module.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    ids: FxHashMap<Term, u32>,
    starts: Vec<u32>,
    /// By term, then ascending by reply.
    postings: Vec<Posting>,
}

/// Collects the terms of one reply after the other.
#[derive(Debug, Default)]
pub(super) struct TermsBuilder {
    ids: FxHashMap<Term, u32>,
    counts: Vec<u32>,
    entries: Vec<(u32, Posting)>,
    docs: usize,
}

impl TermsBuilder {
    /// Adds the next reply with its terms and their weights; a term may be given several times.
    pub(super) fn push(&mut self, found: &mut [(Term, f32)]) {
        let doc = self.docs;
        self.docs += 1;
        found.sort_unstable_by_key(|(term, _)| *term);
        for same in found.chunk_by(|(one, _), (other, _)| one == other) {
            let weight: f32 = same.iter().map(|(_, weight)| weight).sum();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=255")]
            let steps = (weight * STEPS).round().clamp(1.0, 255.0) as u8;
            if let Some((term, _)) = same.first()
                && let Some(doc) = u32::try_from(doc).ok().filter(|doc| *doc < MAX_DOCS)
            {
                self.add(*term, Posting::new(doc, steps));
            }
        }
    }

    /// Counts one occurrence of a term.
    fn add(&mut self, term: Term, posting: Posting) {
        let next = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(term).or_insert(next);
        if id == next {
            self.counts.push(0);
        }
        if let Some(count) = self.counts.get_mut(id as usize) {
            *count += 1;
        }
        self.entries.push((id, posting));
    }

    /// The terms with their postings in one list, grouped by term (a counting sort).
    pub(super) fn finish(self) -> Terms {
        let mut starts = Vec::with_capacity(self.counts.len() + 1);
        let mut sum = 0;
        for count in &self.counts {
            starts.push(sum);
            sum += *count;
        }
        starts.push(sum);
        let mut next = starts.clone();
        let mut postings = vec![Posting(0); self.entries.len()];
        for (id, posting) in self.entries {
            if let Some(at) = next.get_mut(id as usize) {
                if let Some(slot) = postings.get_mut(*at as usize) {
                    *slot = posting;
                }
                *at += 1;
            }
        }
        Terms { ids: self.ids, starts, postings }
    }
}

impl Terms {
    /// The replies that have a term, ascending.
    pub(super) fn postings(&self, term: Term) -> &[Posting] {
        let Some(id) = self.ids.get(&term).map(|id| *id as usize) else { return &[] };
        list(&self.postings, &self.starts, id)
    }

    /// The memory that it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.ids.capacity() * (size_of::<(Term, u32)>() + 1) + self.starts.len() * 4 + self.postings.len() * 4
    }
}
