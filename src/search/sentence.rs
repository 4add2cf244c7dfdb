//! What a sentence is about: its characters, pairs of characters, words and concepts, as terms to count.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;

use crate::text::{each_concept, is_hanzi};

/// Something to count: see [`TermKind`].
pub(super) type Term = u64;

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum TermKind {
    /// One hanzi.
    Character,
    /// Two neighbours.
    Pair,
    /// A run of letters, or of digits.
    Word,
    /// A group of synonyms.
    Concept,
}

/// Stands in the upper half of a concept's term; no character has this number.
const CONCEPT: u64 = 0xffff_ffff;

/// The same for a scenario.
const SCENARIO: u64 = 0xffff_fffe;

/// The term of every reply that answers a scenario (its number).
pub(super) fn scenario_term(number: usize) -> Term {
    SCENARIO << 32 | number as u64
}

/// Marks the number of a word, which is its hash: two words that fall together only count as one.
const WORD: u32 = 1 << 31;

/// Calls back for every term of a text in its normal form (see [`plain`]), each as often as it occurs.
pub(super) fn each_term(plain: &str, mut found: impl FnMut(Term, TermKind)) {
    for chunk in plain.split(' ') {
        let mut before: Option<u32> = None;
        let mut word = String::new();
        for c in chunk.chars().chain([' ']) {
            let is_part = c.is_alphanumeric() && !is_hanzi(c);
            // `iphone15pro` is three words.
            let goes_on =
                is_part && word.chars().next_back().is_none_or(|last| last.is_numeric() == c.is_numeric());
            if !word.is_empty() && !goes_on {
                before = Some(word_terms(&std::mem::take(&mut word), before, &mut found));
            }
            if is_part {
                word.push(c);
                continue;
            }
            if c != ' ' {
                let character = u32::from(c);
                found(u64::from(character) << 32, TermKind::Character);
                if let Some(before) = before {
                    found(u64::from(before) << 32 | u64::from(character), TermKind::Pair);
                }
                before = Some(character);
            }
        }
    }
    each_concept(plain, |group, _| found(CONCEPT << 32 | group, TermKind::Concept));
}

/// The terms of a run of letters or of digits. Gives its number for the next pair.
fn word_terms(word: &str, before: Option<u32>, found: &mut impl FnMut(Term, TermKind)) -> u32 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    let number = u32::try_from(hasher.finish() >> 33).unwrap_or_default() | WORD;
    found(u64::from(number) << 32, TermKind::Word);
    if let Some(before) = before {
        found(u64::from(before) << 32 | u64::from(number), TermKind::Pair);
    }
    number
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::plain;

    fn terms(text: &str) -> HashSet<Term> {
        let mut out = HashSet::new();
        each_term(&plain(text), |term, _| {
            out.insert(term);
        });
        out
    }

    #[test]
    fn words_that_mean_the_same_share_a_term() {
        let common: Vec<Term> = terms("邮费").intersection(&terms("运费")).copied().collect();
        assert!(common.iter().any(|term| term >> 32 == CONCEPT), "{common:?}");
    }

    fn pair(first: char, second: char) -> Term {
        u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
    }

    #[test]
    fn letters_and_digits_are_words_of_their_own_and_a_sentence_end_makes_no_pair() {
        assert!(terms("iPhone15Pro").is_superset(&terms("iphone")));
        assert!(terms("电话4008001234").is_superset(&terms("4008001234")));
        assert!(!terms("好，的").contains(&pair('好', '的')));
        assert!(terms("好的").contains(&pair('好', '的')));
        assert_eq!(terms("XL码"), terms("xl码"));
    }
}
