//! Where in a text a pattern can match at all: where it has the texts that every match needs. One pass over the text
//! tells it for all of them.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use fixedbitset::FixedBitSet;

/// Sets of texts by their number.
#[derive(Debug, Default)]
pub(super) struct Triggers {
    /// `None` where there are no sets.
    matcher: Option<AhoCorasick>,
    /// The sets that each text of the matcher belongs to.
    sets_of: Vec<Vec<usize>>,
    sets: usize,
}

/// Collects the sets.
#[derive(Debug, Default)]
pub(super) struct Builder {
    numbers: BTreeMap<Vec<String>, usize>,
}

impl Builder {
    /// The number of a set. Equal ones have the same.
    pub(super) fn number(&mut self, set: Vec<String>) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(set).or_insert(next)
    }

    pub(super) fn build(self) -> Triggers {
        let mut sets_by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (set, number) in &self.numbers {
            for text in set {
                sets_by_text.entry(text).or_default().push(*number);
            }
        }
        let matcher = AhoCorasick::new(sets_by_text.keys()).ok();
        let sets_of = sets_by_text.into_values().collect();
        Triggers { matcher, sets_of, sets: self.numbers.len() }
    }
}

impl Triggers {
    /// For each of the ranges, which together are the text, the numbers of the sets of which it has something.
    pub(super) fn in_ranges(&self, text: &str, ranges: &[Range<usize>]) -> Vec<FixedBitSet> {
        let mut found = vec![FixedBitSet::with_capacity(self.sets); ranges.len()];
        let mut at = 0;
        for hit in self.matcher.iter().flat_map(|matcher| matcher.find_overlapping_iter(text)) {
            // Hits come in the order of their ends; a longer one may begin in the range before.
            while ranges.get(at).is_some_and(|range| range.end < hit.end()) {
                at += 1;
            }
            let begins =
                ranges.iter().take(at + 1).rposition(|range| range.start <= hit.start()).unwrap_or(at);
            let sets = self.sets_of.get(hit.pattern().as_usize()).into_iter().flatten();
            for range in found.iter_mut().take(at + 1).skip(begins) {
                range.extend(sets.clone().copied());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_sets_that_one_of_its_words_belongs_to() {
        let mut builder = Builder::default();
        let mut number = |set: &[&str]| builder.number(set.iter().map(ToString::to_string).collect());
        let (sure, ticket, again) =
            (number(&["保证", "一定"]), number(&["票", "发票"]), number(&["保证", "一定"]));
        assert_eq!(sure, again);
        let triggers = builder.build();
        let of = |text: &str, ranges: &[Range<usize>]| {
            let found = triggers.in_ranges(text, ranges);
            found.iter().map(|sets| sets.ones().collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let text = "一定。发票";
        let middle = "一定。".len();
        assert_eq!(of(text, &[0..middle, middle..text.len()]), [vec![sure], vec![ticket]]);
        // A text that goes from one into the next is in both.
        let middle = "一定。发".len();
        assert_eq!(of(text, &[0..middle, middle..text.len()]), [vec![sure, ticket], vec![ticket]]);
        assert_eq!(of("", &[]), [[0; 0]; 0]);
    }
}
