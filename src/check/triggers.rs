//! Which patterns can match a text at all: those of which it has the texts that every match needs. One pass over the text
//! tells it for all of them.

use std::collections::BTreeMap;

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
    /// The numbers of the sets of which the text has something.
    pub(super) fn in_text(&self, text: &str) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(self.sets);
        let mut seen = FixedBitSet::with_capacity(self.sets_of.len());
        for hit in self.matcher.iter().flat_map(|matcher| matcher.find_overlapping_iter(text)) {
            let number = hit.pattern().as_usize();
            if !seen.put(number) {
                found.extend(self.sets_of.get(number).into_iter().flatten().copied());
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
        let of = |text: &str| triggers.in_text(text).ones().collect::<Vec<_>>();
        assert_eq!(of("一定有发票"), [sure, ticket]);
        assert_eq!(of("没有票"), [ticket]);
        assert_eq!(of(""), [0; 0]);
    }
}
