//! Alignment of a typed word with a text: each typed character stands for a character of the text, each run of letters for a
//! syllable, its beginning or its initial.

use std::ops::Range;

use super::pinyin::{common, readings};
use super::word::Word;
use crate::text::{composed, is_letter, normal};

/// The letters, digits and hanzi of a text, prepared for matching.
#[derive(Debug, Clone, Default)]
pub(super) struct Prepared {
    pub chars: Vec<char>,
    /// Where each is in the original text, in characters.
    positions: Vec<Range<usize>>,
    /// The readings of each character.
    syllables: Vec<Vec<&'static str>>,
}

impl Prepared {
    /// Only the beginning of a very long text is compared.
    pub(super) fn new(text: &str) -> Self {
        let mut before = (0, 0);
        let in_characters = |(c, bytes): (char, Range<usize>)| {
            let count = |range: Range<usize>| text.get(range).map_or(0, |text| text.chars().count());
            let start = before.1 + count(before.0..bytes.start);
            let end = start + count(bytes.clone());
            before = (bytes.start, start);
            (start..end, normal(c))
        };
        let kept = composed(text).map(in_characters).filter(|(_, c)| is_letter(*c)).take(LONGEST);
        let (positions, chars): (Vec<_>, Vec<char>) = kept.unzip();
        let syllables = chars.iter().map(|c| readings(*c)).collect();
        Self { chars, positions, syllables }
    }

    /// The characters of the original text that the letter of this index stands for.
    pub(super) fn positions(&self, at: usize) -> Range<usize> {
        self.positions.get(at).cloned().unwrap_or_default()
    }
}

/// The best way a word fits a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Lower is better.
    pub cost: u32,
    /// The characters of the original text that were matched, ascending.
    pub positions: Vec<usize>,
}

// Letters that spell a syllable beat its beginning, which beats an initial: "tk" fits far more titles than "tuikuan".
const COST_PARTIAL: u32 = 2;
const COST_INITIAL: u32 = 5;
/// An unusual reading loses against a usual one, whatever else fits.
const COST_RARE: u32 = 40;
const COST_GAP: u32 = 3;
/// Characters before the match: the beginning of a title is what people remember.
const COST_LATE: u32 = 2;

/// How many characters of a title, a tag or a question are compared.
const LONGEST: usize = 120;
/// "zhuang".
const LONGEST_SYLLABLE: usize = 6;

/// One step: how many typed characters a character of the text takes, and at what cost.
#[derive(Clone, Copy)]
struct AlignStep {
    taken: usize,
    cost: u32,
}

/// Whether characters may be left out between those that are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    Refused,
    Allowed,
}

/// Fits `word` into consecutive characters, or, with gaps, into characters in the same order.
pub(super) fn align(word: &Word, text: &Prepared, gaps: Gaps) -> Option<Alignment> {
    if word.is_empty() || word.len() > LONGEST_SYLLABLE * text.chars.len() {
        return None;
    }
    let mut table =
        AlignTable { word, text, gaps, best: vec![Rest::Untried; (word.len() + 1) * (text.chars.len() + 1)] };
    (0..text.chars.len())
        .filter_map(|start| {
            let late = u32::try_from(start).unwrap_or(u32::MAX).saturating_mul(COST_LATE);
            // A match begins at its first character: skipping before it is what the other starts are for.
            table.first_step(start).map(|cost| (cost.saturating_add(late), start))
        })
        .min()
        .map(|(cost, start)| table.follow(start, cost))
}

struct AlignTable<'a> {
    word: &'a Word,
    text: &'a Prepared,
    gaps: Gaps,
    /// For (typed characters done, characters of the text passed): the cost of the rest, or that it does not fit.
    best: Vec<Rest>,
}

/// What is known of the rest of a match.
#[derive(Clone, Copy)]
enum Rest {
    Untried,
    Costs(u32),
    Impossible,
}

impl AlignTable<'_> {
    /// The ways in which the character at `at` can take typed characters from `done` on: as itself, or as a syllable in
    /// full, begun, or by its initial.
    fn steps(&self, done: usize, at: usize) -> Vec<AlignStep> {
        let mut steps = Vec::new();
        let typed = self.word.syllable_from(done);
        let (Some(first), Some(own)) = (typed.first(), self.text.chars.get(at)) else { return steps };
        if first == own {
            steps.push(AlignStep { taken: 1, cost: 0 });
        }
        if !first.is_ascii_lowercase() {
            return steps;
        }
        for (rank, syllable) in self.text.syllables.get(at).into_iter().flatten().enumerate() {
            let rare = if rank == 0 { 0 } else { COST_RARE };
            let common = common(syllable, typed);
            if common == syllable.len() {
                steps.push(AlignStep { taken: common, cost: rare });
            } else if common >= 2 && done + common == self.word.len() && !self.word.is_ended() {
                steps.push(AlignStep { taken: common, cost: rare + COST_PARTIAL });
            }
            if common >= 1 && syllable.len() > 1 {
                steps.push(AlignStep { taken: 1, cost: rare + COST_INITIAL });
            }
            if common >= 2 && syllable.get(1..2) == Some("h") {
                steps.push(AlignStep { taken: 2, cost: rare + COST_INITIAL });
            }
        }
        steps
    }

    /// The cheapest way on from (`done`, `at`) that uses the character at `at`.
    fn first_step(&mut self, at: usize) -> Option<u32> {
        self.best_step(0, at).map(|(cost, _)| cost)
    }

    /// The cheapest step at `at` behind which the rest fits, with the cost of both.
    fn best_step(&mut self, done: usize, at: usize) -> Option<(u32, AlignStep)> {
        let mut best: Option<(u32, AlignStep)> = None;
        for step in self.steps(done, at) {
            if let Some(rest) = self.rest(done + step.taken, at + 1) {
                let cost = step.cost + rest;
                if best.is_none_or(|(known, _)| cost < known) {
                    best = Some((cost, step));
                }
            }
        }
        best
    }

    /// The cost of the typed characters from `done` on, in the text from `at` on.
    fn rest(&mut self, done: usize, at: usize) -> Option<u32> {
        if done == self.word.len() {
            return Some(0);
        }
        let slot = done * (self.text.chars.len() + 1) + at;
        match self.best.get(slot) {
            Some(Rest::Costs(cost)) => return Some(*cost),
            Some(Rest::Impossible) => return None,
            Some(Rest::Untried) | None => {}
        }
        let mut cost = self.best_step(done, at).map(|(cost, _)| cost);
        if self.gaps == Gaps::Allowed && at < self.text.chars.len() {
            let skipped = self.rest(done, at + 1).map(|cost| cost + COST_GAP);
            cost = [cost, skipped].into_iter().flatten().min();
        }
        if let Some(slot) = self.best.get_mut(slot) {
            *slot = cost.map_or(Rest::Impossible, Rest::Costs);
        }
        cost
    }

    /// Walks the cheapest way from `start` again, to collect the characters that it matches.
    fn follow(&mut self, start: usize, cost: u32) -> Alignment {
        let mut alignment = Alignment { cost, positions: Vec::new() };
        let (mut done, mut at) = (0, start);
        while done < self.word.len() && at < self.text.chars.len() {
            let step = self.best_step(done, at);
            let skipped = if self.gaps == Gaps::Allowed && done > 0 { self.rest(done, at + 1) } else { None };
            match (step, skipped) {
                (Some((cost, step)), skipped) if skipped.is_none_or(|skip| cost <= skip + COST_GAP) => {
                    alignment.positions.extend(self.text.positions(at));
                    done += step.taken;
                }
                _ => {}
            }
            at += 1;
        }
        alignment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::typed_word;

    fn positions(word: &str, text: &str, gaps: Gaps) -> Option<Vec<usize>> {
        align(&typed_word(word), &Prepared::new(text), gaps).map(|alignment| alignment.positions)
    }

    #[test]
    fn letters_hanzi_and_mixtures_fit_where_they_should() {
        let cases: [(&str, &str, Option<&[usize]>); 14] = [
            ("发货", "催发货", Some(&[1, 2])),
            ("fahuo", "催发货", Some(&[1, 2])),
            ("FaHuo", "催发货", Some(&[1, 2])),
            ("fh", "催发货", Some(&[1, 2])),
            ("fa货", "催发货", Some(&[1, 2])),
            ("fahu", "催发货", Some(&[1, 2])),
            ("cuifh", "催发货", Some(&[0, 1, 2])),
            ("nuzhuang", "女装", Some(&[0, 1])),
            ("nvzhuang", "女装", Some(&[0, 1])),
            ("xian", "西安", Some(&[0, 1])),
            ("wuliu", "查物流", Some(&[1, 2])),
            ("chwl", "查物流", Some(&[0, 1, 2])),
            ("7t", "支持7天", Some(&[2, 3])),
            ("发到", "催发货", None),
        ];
        for (word, text, expected) in cases {
            assert_eq!(positions(word, text, Gaps::Refused).as_deref(), expected, "{word} in {text}");
        }
    }

    #[test]
    fn gaps_are_passed_only_when_allowed() {
        assert_eq!(positions("催货", "催发货", Gaps::Refused), None);
        assert_eq!(positions("催货", "催发货", Gaps::Allowed), Some(vec![0, 2]));
        assert_eq!(positions("货催", "催发货", Gaps::Allowed), None);
    }

    #[test]
    fn a_spelt_syllable_beats_an_initial_and_the_start_beats_the_end() {
        let cost = |word: &str, text: &str| {
            align(&typed_word(word), &Prepared::new(text), Gaps::Refused).unwrap().cost
        };
        assert!(cost("fahuo", "发货") < cost("fh", "发货"));
        assert!(cost("fahuo", "发货通知") < cost("fahuo", "催发货"));
    }
}
