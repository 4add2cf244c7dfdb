//! Where in a text a pattern can match at all: where it has the texts that every match needs. One pass over the text
//! tells it for all of them.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use aho_corasick::AhoCorasick;
use fixedbitset::FixedBitSet;

use super::pattern::Texts;

/// Sets of texts by their number.
#[derive(Debug, Default)]
pub(super) struct Triggers {
    /// `None` where there are no sets.
    matcher: Option<AhoCorasick>,
    /// The sets that each text of the matcher belongs to.
    sets_of: Vec<Vec<usize>>,
    /// The texts of each set, by their numbers in the matcher.
    texts_of: Vec<Vec<usize>>,
}

/// Collects the sets.
#[derive(Debug, Default)]
pub(super) struct Builder {
    numbers: BTreeMap<Texts, usize>,
}

impl Builder {
    /// The number of a set. Equal ones have the same.
    pub(super) fn number(&mut self, set: &Texts) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(Rc::clone(set)).or_insert(next)
    }

    pub(super) fn build(self) -> Triggers {
        let mut sets_by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (set, number) in &self.numbers {
            for text in set.iter() {
                sets_by_text.entry(text).or_default().push(*number);
            }
        }
        let matcher = AhoCorasick::new(sets_by_text.keys()).ok();
        let mut texts_of = vec![Vec::new(); self.numbers.len()];
        for (text, sets) in sets_by_text.values().enumerate() {
            for set in sets {
                if let Some(texts) = texts_of.get_mut(*set) {
                    texts.push(text);
                }
            }
        }
        Triggers { matcher, sets_of: sets_by_text.into_values().collect(), texts_of }
    }
}

/// Where a text has something of the sets.
#[derive(Debug)]
pub(super) struct Present<'a> {
    triggers: &'a Triggers,
    /// By the number of the text that was found, in the order of the ranges.
    hits: Vec<(usize, Place)>,
    /// For each text the place of its first hit among the hits, where there is one.
    first_hits: Vec<Option<u32>>,
    anywhere: FixedBitSet,
    /// Those of each set, in the order of the ranges; put together when they are asked for.
    places: Vec<OnceCell<Vec<Place>>>,
}

/// Something of a set.
#[derive(Debug, Clone)]
struct Place {
    /// The number of the range that it stands in.
    range: usize,
    hit: Range<usize>,
}

impl Present<'_> {
    /// The sets of which the text has something.
    pub(super) fn sets(&self) -> impl Iterator<Item = usize> {
        self.anywhere.ones()
    }

    /// Whether the text has something of each of the sets.
    pub(super) fn has_all(&self, sets: &[usize]) -> bool {
        sets.iter().all(|set| self.anywhere.contains(*set))
    }

    /// The numbers of the ranges that have something of the set, of these, of which the text has the fewest; ascending, with
    /// repeats. `None` where there are no sets.
    pub(super) fn rarest(&self, sets: &[usize]) -> Option<impl Iterator<Item = usize>> {
        let places = sets.iter().map(|set| self.of(*set)).min_by_key(|places| places.len())?;
        Some(places.iter().map(|place| place.range))
    }

    /// Whether ranges (by their numbers) have something of each of the sets, each behind the one before.
    pub(super) fn has_in_order(&self, ranges: &Range<usize>, sets: &[usize]) -> bool {
        let mut behind = 0;
        sets.iter().all(|set| {
            let places = self.of(*set);
            let first = places.partition_point(|place| place.range < ranges.start);
            let within = places.iter().skip(first).take_while(|place| place.range < ranges.end);
            let fitting = within.filter(|place| place.hit.start >= behind).map(|place| place.hit.end).min();
            behind = fitting.unwrap_or(usize::MAX);
            fitting.is_some()
        })
    }

    fn of(&self, set: usize) -> &[Place] {
        let collect = || {
            let texts = self.triggers.texts_of.get(set).into_iter().flatten();
            let of_text = |text: &usize| {
                let first = self.first_hits.get(*text).copied().flatten();
                let first = first.and_then(|first| usize::try_from(first).ok());
                let behind = first.and_then(|first| self.hits.get(first..)).unwrap_or_default();
                let text = *text;
                behind.iter().take_while(move |(known, _)| *known == text)
            };
            let mut places: Vec<Place> = texts.flat_map(of_text).map(|(_, place)| place.clone()).collect();
            places.sort_by_key(|place| place.range);
            places
        };
        self.places.get(set).map(|places| places.get_or_init(collect).as_slice()).unwrap_or_default()
    }
}

impl Triggers {
    /// How many there are.
    pub(super) fn sets(&self) -> usize {
        self.texts_of.len()
    }

    /// Looks through a text; the ranges together are the text.
    pub(super) fn in_ranges(&self, text: &str, ranges: &[Range<usize>]) -> Present<'_> {
        let mut hits: Vec<(usize, Place)> = Vec::new();
        let mut at = 0;
        for hit in self.matcher.iter().flat_map(|matcher| matcher.find_overlapping_iter(text)) {
            // Hits come in the order of their ends; a longer one may begin in the range before.
            while ranges.get(at).is_some_and(|range| range.end < hit.end()) {
                at += 1;
            }
            let begins =
                ranges.iter().take(at + 1).rposition(|range| range.start <= hit.start()).unwrap_or(at);
            let number = hit.pattern().as_usize();
            hits.extend((begins..=at).map(|range| (number, Place { range, hit: hit.range() })));
        }
        hits.sort_by_key(|(number, _)| *number);
        let mut anywhere = FixedBitSet::with_capacity(self.sets());
        let mut first_hits = vec![None; self.sets_of.len()];
        for (at, (text, _)) in hits.iter().enumerate().rev() {
            if let Some(first) = first_hits.get_mut(*text) {
                if first.is_none() {
                    anywhere.extend(self.sets_of.get(*text).into_iter().flatten().copied());
                }
                *first = u32::try_from(at).ok();
            }
        }
        let places = (0..self.sets()).map(|_| OnceCell::new()).collect();
        Present { triggers: self, hits, first_hits, anywhere, places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_sets_that_one_of_its_words_belongs_to() {
        let mut builder = Builder::default();
        let mut number =
            |set: &[&str]| builder.number(&Rc::new(set.iter().map(ToString::to_string).collect()));
        let (sure, ticket, again) =
            (number(&["保证", "一定"]), number(&["票", "发票"]), number(&["保证", "一定"]));
        assert_eq!(sure, again);
        let triggers = builder.build();
        let of = |text: &str, ranges: &[Range<usize>]| {
            let present = triggers.in_ranges(text, ranges);
            let of_range = |range: usize| {
                (0..triggers.sets())
                    .filter(|set| present.has_in_order(&(range..range + 1), &[*set]))
                    .collect::<Vec<_>>()
            };
            (0..ranges.len()).map(of_range).collect::<Vec<_>>()
        };
        let text = "一定。发票";
        let middle = "一定。".len();
        assert_eq!(of(text, &[0..middle, middle..text.len()]), [vec![sure], vec![ticket]]);
        let present = triggers.in_ranges(text, &[0..middle, middle..text.len()]);
        assert!(present.has_all(&[ticket, sure]));
        for (ranges, sets, is_so) in [
            (0..2, [sure, ticket], true),
            (0..2, [ticket, sure], false),
            (0..1, [sure, ticket], false),
            (0..2, [sure, sure], false),
        ] {
            assert_eq!(present.has_in_order(&ranges, &sets), is_so, "{sets:?}");
        }
        // A text that goes from one into the next is in both.
        let middle = "一定。发".len();
        assert_eq!(of(text, &[0..middle, middle..text.len()]), [vec![sure, ticket], vec![ticket]]);
        assert_eq!(of("", &[]), [[0; 0]; 0]);
    }
}
