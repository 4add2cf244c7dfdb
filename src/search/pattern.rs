//! A typed word, compiled for one [`Alphabet`]: which characters each of its pieces may stand for.
//!
//! Matching runs a bit-parallel automaton: bit `n` of a state says that the first `n` typed characters are used up.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::alphabet::{Alphabet, DIGRAPHS, Glyph, NO_SYLLABLE, SyllableId, Typing, letter_bit};
use super::pinyin::readings;
use super::word::Word;
use crate::text::is_hanzi;

/// Longer words match no title: a state has 64 bits.
const LONGEST_WORD: usize = 63;

/// "zhuang".
const LONGEST_SYLLABLE: usize = 6;

/// What a word may stand for, apart from itself and spelt-out pinyin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ways {
    /// Every syllable is spelt out to the end.
    Whole,
    /// Letters may be initials, the last syllable may be incomplete.
    Short,
    /// Every syllable is spelt out; the last may be incomplete.
    Spelt,
    /// A hanzi stands for every other one that sounds the same.
    Homophones,
}

/// What one piece of a word stands for.
#[derive(Debug, Clone)]
pub(super) enum What {
    Character(Glyph),
    Syllable(SyllableId),
    /// The index of the bit in [`Typing::initials`].
    Initial(usize),
    /// The beginning of any of these.
    Beginning(Vec<SyllableId>),
    /// Any of these, mistyped.
    Mistyped(Vec<SyllableId>),
}

/// A piece of a word and how many typed characters it takes.
#[derive(Debug, Clone)]
pub(super) struct WordPiece {
    pub what: What,
    pub len: usize,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct WordPattern {
    len: usize,
    /// By the typed character that they begin at; empty where no way through the word leads.
    units: Vec<Vec<WordPiece>>,
    characters: Vec<(Glyph, u64)>,
    /// Where each syllable may begin, and how many typed characters it takes; empty where none may.
    spelt: Vec<(u64, u32)>,
    /// Where a last, incomplete syllable may begin; empty where none may.
    begun: Vec<u64>,
    initials: [u64; 26 + DIGRAPHS.len()],
    used_initials: u32,
    /// Where the mistyped syllable begins, how many typed characters it takes, and what it may be.
    mistyped: Option<(u64, usize, FixedBitSet)>,
    /// The characters, where each stands for itself only.
    plain: Option<Vec<Glyph>>,
    /// Some way through the word needs no initials and no incomplete syllable.
    can_be_spelt: bool,
}

/// How well a word fits consecutive characters; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    /// Every character is there as it is or spelt out.
    Spelt,
    /// One letter for each character, or spelt out but for the end of the last syllable.
    Short,
    /// Initials among spelt-out syllables.
    Mixed,
}

/// Where a word fits, in characters from the beginning of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub start: usize,
    /// How many characters of the text the word takes.
    pub taken: usize,
    pub quality: Quality,
    /// Every hanzi is read in its most usual way.
    pub is_usual: bool,
}

/// Which steps a run of the automaton may take.
#[derive(Debug, Clone, Copy)]
struct Steps {
    readings: usize,
    begun: bool,
    initials: bool,
}

const ANY_READING: usize = usize::MAX;
const SPELT_USUAL: Steps = Steps { readings: 1, begun: false, initials: false };
const SPELT_ANY: Steps = Steps { readings: ANY_READING, begun: false, initials: false };
const ALL_USUAL: Steps = Steps { readings: 1, begun: true, initials: true };
const ALL: Steps = Steps { readings: ANY_READING, begun: true, initials: true };

impl WordPattern {
    /// `None` when the word cannot fit any text of this alphabet.
    pub(super) fn compile(word: &Word, alphabet: &Alphabet, ways: Ways) -> Option<Self> {
        Self::compile_units(word.len(), alphabet, |at| units_at(word, at, alphabet, ways))
    }

    /// The word with other syllables in the place of some typed characters; the rest is spelt out. `None` when it cannot
    /// fit any text of this alphabet.
    pub(super) fn compile_mistyped(
        word: &Word,
        alphabet: &Alphabet,
        place: &Range<usize>,
        meant: &[SyllableId],
    ) -> Option<Self> {
        Self::compile_units(word.len(), alphabet, |at| {
            if at == place.start {
                return vec![WordPiece { what: What::Mistyped(meant.to_vec()), len: place.len() }];
            }
            let fits = |unit: &WordPiece| at > place.start || at + unit.len <= place.start;
            units_at(word, at, alphabet, Ways::Whole).into_iter().filter(fits).collect()
        })
    }

    /// A pattern for a word of `len` characters, whose pieces at each place are given; `None` where no way leads to its
    /// end.
    fn compile_units(
        len: usize,
        alphabet: &Alphabet,
        units_at: impl Fn(usize) -> Vec<WordPiece>,
    ) -> Option<Self> {
        if len == 0 || len > LONGEST_WORD {
            return None;
        }
        let mut pattern = Self {
            len,
            units: vec![Vec::new(); len],
            characters: Vec::new(),
            spelt: Vec::new(),
            begun: Vec::new(),
            initials: [0; 26 + DIGRAPHS.len()],
            used_initials: 0,
            mistyped: None,
            plain: None,
            can_be_spelt: false,
        };
        let (mut reached, mut spelt) = (1_u64, 1_u64);
        for at in 0..len {
            if reached & (1 << at) == 0 {
                continue;
            }
            for unit in units_at(at) {
                reached |= 1 << (at + unit.len);
                if spelt & (1 << at) != 0 && !matches!(unit.what, What::Initial(_) | What::Beginning(_)) {
                    spelt |= 1 << (at + unit.len);
                }
                pattern.add(at, unit, alphabet.syllable_count());
            }
        }
        pattern.can_be_spelt = spelt & (1 << len) != 0;
        pattern.plain = pattern.units.iter().map(|units| only_character(units)).collect();
        (reached & (1 << len) != 0).then_some(pattern)
    }

    /// Enters a piece of the word that begins at `at` into the table of its kind.
    fn add(&mut self, at: usize, unit: WordPiece, syllables: usize) {
        let here = 1_u64 << at;
        match &unit.what {
            What::Character(glyph) => self.characters.push((*glyph, here)),
            What::Syllable(id) => {
                self.spelt.resize(syllables, (0, 0));
                if let Some((starts, len)) = self.spelt.get_mut(usize::from(*id)) {
                    *starts |= here;
                    *len = u32::try_from(unit.len).unwrap_or(1);
                }
            }
            What::Initial(bit) => {
                if let Some(starts) = self.initials.get_mut(*bit) {
                    *starts |= here;
                    self.used_initials |= 1 << bit;
                }
            }
            What::Mistyped(ids) => {
                let mut set = FixedBitSet::with_capacity(syllables);
                set.extend(ids.iter().map(|id| usize::from(*id)));
                self.mistyped = Some((here, unit.len, set));
            }
            What::Beginning(ids) => {
                self.begun.resize(syllables, 0);
                for id in ids {
                    if let Some(starts) = self.begun.get_mut(usize::from(*id)) {
                        *starts |= here;
                    }
                }
            }
        }
        if let Some(units) = self.units.get_mut(at) {
            units.push(unit);
        }
    }

    /// Without those fits: for texts of which it is known that they have none.
    pub(super) fn short_only(self) -> Self {
        Self { can_be_spelt: false, ..self }
    }

    /// How many characters were typed.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The characters of the word, where each stands for itself only.
    pub(super) fn plain(&self) -> Option<&[Glyph]> {
        self.plain.as_deref()
    }

    /// The pieces that may begin at a typed character.
    pub(super) fn units(&self, at: usize) -> &[WordPiece] {
        self.units.get(at).map_or(&[], Vec::as_slice)
    }

    /// The state when a character has been read.
    fn step(&self, state: u64, glyph: Glyph, typed: &Typing, steps: Steps) -> u64 {
        let mut next = 0;
        for (known, starts) in &self.characters {
            if *known == glyph {
                next |= (state & starts) << 1;
            }
        }
        for id in typed.readings.iter().take(steps.readings) {
            if *id == NO_SYLLABLE {
                break;
            }
            let (starts, len) = self.spelt.get(usize::from(*id)).copied().unwrap_or_default();
            next |= (state & starts) << len;
            if let Some((start, len, ids)) = &self.mistyped
                && ids.contains(usize::from(*id))
            {
                next |= (state & start) << len;
            }
            if steps.begun && self.begun.get(usize::from(*id)).is_some_and(|starts| state & starts != 0) {
                next |= 1 << self.len;
            }
        }
        if steps.initials {
            let initials = if steps.readings == 1 { typed.usual_initials } else { typed.initials };
            let mut bits = initials & self.used_initials;
            while bits != 0 {
                let bit = bits.trailing_zeros();
                let starts = self.initials.get(bit as usize).copied().unwrap_or_default();
                next |= (state & starts) << if bit < 26 { 1 } else { 2 };
                bits &= bits - 1;
            }
        }
        next
    }

    /// How many characters the word takes from the beginning of `text`.
    fn run(&self, text: &[Glyph], alphabet: &Alphabet, steps: Steps) -> Option<usize> {
        let done = 1_u64 << self.len;
        let mut state = 1;
        for (at, glyph) in text.iter().enumerate() {
            state = self.step(state, *glyph, alphabet.typed(*glyph)?, steps);
            if state & done != 0 {
                return Some(at + 1);
            }
            if state == 0 {
                return None;
            }
        }
        None
    }

    /// The best fit in consecutive characters: spelt out, then by the usual readings, then the first place.
    pub(super) fn fit(&self, text: &[Glyph], alphabet: &Alphabet) -> Option<Fit> {
        if let Some(plain) = &self.plain {
            let start = text.windows(self.len).position(|window| window == plain)?;
            let quality = if self.can_be_spelt { Quality::Spelt } else { Quality::Short };
            return Some(Fit { start, taken: self.len, quality, is_usual: true });
        }
        let from = |start: usize, steps| text.get(start..).and_then(|rest| self.run(rest, alphabet, steps));
        let first = (0..text.len()).find_map(|start| Some((start, from(start, ALL)?)))?;
        let find = |steps| (first.0..text.len()).find_map(|start| Some((start, from(start, steps)?)));
        if self.can_be_spelt {
            for steps in [SPELT_USUAL, SPELT_ANY] {
                if let Some((start, taken)) = find(steps) {
                    let is_usual = steps.readings == 1;
                    return Some(Fit { start, taken, quality: Quality::Spelt, is_usual });
                }
            }
        }
        let usual = find(ALL_USUAL);
        let (start, taken) = usual.unwrap_or(first);
        let spelt_or_begun = Steps { initials: false, ..if usual.is_some() { ALL_USUAL } else { ALL } };
        let is_short = taken == self.len || from(start, spelt_or_begun).is_some();
        let quality = if is_short { Quality::Short } else { Quality::Mixed };
        Some(Fit { start, taken, quality, is_usual: usual.is_some() })
    }

    /// Where the word fits with other characters in between: start and number of those, the fewest first.
    pub(super) fn fit_with_gaps(&self, text: &[Glyph], alphabet: &Alphabet) -> Option<(usize, usize)> {
        let done = 1_u64 << self.len;
        let mut best: Option<(usize, usize, usize)> = None;
        for start in 0..text.len() {
            let (mut state, mut passed) = (1, 0);
            for glyph in text.get(start..).unwrap_or_default() {
                let next = self.step(state, *glyph, alphabet.typed(*glyph)?, ALL);
                if passed == 0 && next == 0 {
                    break;
                }
                passed += 1;
                // Only the first character may not be skipped.
                state = if passed == 1 { next } else { state | next };
                if next & done != 0 {
                    let cost = passed * 3 + start;
                    if best.is_none_or(|(known, ..)| cost < known) {
                        best = Some((cost, start, passed));
                    }
                    break;
                }
            }
        }
        best.map(|(_, start, passed)| (start, passed))
    }
}

fn only_character(units: &[WordPiece]) -> Option<Glyph> {
    match units {
        [WordPiece { what: What::Character(glyph), .. }] => Some(*glyph),
        _ => None,
    }
}

/// The pieces that the word can go on with at `at`: a character, a syllable, a begun syllable, an initial.
fn units_at(word: &Word, at: usize, alphabet: &Alphabet, ways: Ways) -> Vec<WordPiece> {
    let rest = word.syllable_from(at);
    let is_last = at + rest.len() == word.len();
    let Some(first) = rest.first().copied() else { return Vec::new() };
    let mut units = Vec::new();
    if let Some(glyph) = alphabet.glyph(first) {
        units.push(WordPiece { what: What::Character(glyph), len: 1 });
    }
    if ways == Ways::Homophones && is_hanzi(first) {
        let sounds = readings(first).into_iter().filter_map(|reading| alphabet.syllable(reading));
        units.extend(sounds.map(|id| WordPiece { what: What::Syllable(id), len: 1 }));
    }
    if !first.is_ascii_lowercase() {
        return units;
    }
    let letters: String =
        rest.iter().take(LONGEST_SYLLABLE).take_while(|letter| letter.is_ascii_lowercase()).collect();
    for len in 1..=letters.len() {
        let Some(part) = letters.get(..len) else { continue };
        let whole = alphabet.spelt(part);
        units.extend(whole.map(|id| WordPiece { what: What::Syllable(id), len }));
        if is_last && !word.is_ended() && len == rest.len() && len > 1 && ways != Ways::Whole {
            units.push(WordPiece { what: What::Beginning(alphabet.begun(part).collect()), len });
        }
    }
    if ways == Ways::Short {
        let bit = letter_bit(first).trailing_zeros() as usize;
        units.push(WordPiece { what: What::Initial(bit), len: 1 });
        let digraph = DIGRAPHS.iter().position(|digraph| letters.starts_with(digraph));
        // At the end of the word it is an incomplete syllable.
        if let Some(idx) = digraph.filter(|_| !(is_last && rest.len() == 2) || word.is_ended()) {
            units.push(WordPiece { what: What::Initial(26 + idx), len: 2 });
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::typed_word;

    fn fit(word: &str, text: &str) -> Option<(usize, Quality, bool)> {
        let mut alphabet = Alphabet::default();
        let glyphs: Vec<Glyph> = text.chars().map(|c| alphabet.add(c)).collect();
        alphabet.seal();
        let word = typed_word(word);
        let fit = WordPattern::compile(&word, &alphabet, Ways::Short)?.fit(&glyphs, &alphabet)?;
        Some((fit.start, fit.quality, fit.is_usual))
    }

    #[test]
    fn letters_hanzi_and_mixtures_fit_where_they_should() {
        for (word, text, expected) in [
            ("发货", "催发货", Some((1, Quality::Spelt, true))),
            ("fahuo", "催发货", Some((1, Quality::Spelt, true))),
            ("fh", "催发货", Some((1, Quality::Short, true))),
            ("fa货", "催发货", Some((1, Quality::Spelt, true))),
            ("fahu", "催发货", Some((1, Quality::Short, true))),
            ("cuifh", "催发货", Some((0, Quality::Mixed, true))),
            ("nuzhuang", "女装", Some((0, Quality::Spelt, true))),
            ("nvzhuang", "女装", Some((0, Quality::Spelt, true))),
            ("xian", "西安", Some((0, Quality::Spelt, true))),
            ("xian", "先西安", Some((0, Quality::Spelt, true))),
            ("chwl", "查物流", Some((0, Quality::Mixed, true))),
            ("zhuan", "长安", None),
            ("changan", "长安", Some((0, Quality::Spelt, true))),
            ("zhangan", "长安", Some((0, Quality::Spelt, false))),
            ("7t", "支持7天", Some((2, Quality::Short, true))),
            ("发到", "催发货", None),
            ("sh", "售后", Some((0, Quality::Short, true))),
            ("sh", "收", Some((0, Quality::Short, true))),
            ("s", "单色", Some((1, Quality::Short, true))),
            ("s", "单", Some((0, Quality::Short, false))),
            ("xi'an", "先西安", Some((1, Quality::Spelt, true))),
            ("xi'an", "先", None),
            ("fan'", "方翻", Some((1, Quality::Spelt, true))),
            ("sh'h", "收货", Some((0, Quality::Mixed, true))),
        ] {
            assert_eq!(fit(word, text), expected, "{word} in {text}");
        }
    }
}
