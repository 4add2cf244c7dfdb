//! The characters of a library as small numbers, with what each is typed as.

use rustc_hash::FxHashMap;

use super::pinyin::{readings, spellings};

/// A character's number in its [`Alphabet`].
pub(super) type Glyph = u16;

/// Stands for every character beyond the 65,534th different one; nothing finds it.
pub(super) const OTHER: Glyph = 0;

/// A syllable's number in its [`Alphabet`].
pub(super) type SyllableId = u16;

/// How many readings of a hanzi are held.
pub(super) const MAX_READINGS: usize = 3;

/// Marks an unused reading.
pub(super) const NO_SYLLABLE: SyllableId = SyllableId::MAX;

/// The beginnings that two letters write.
pub(super) const DIGRAPHS: [&str; 3] = ["zh", "ch", "sh"];

/// What one character is typed as.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typing {
    /// The most usual reading first; [`NO_SYLLABLE`] behind the last.
    pub readings: [SyllableId; MAX_READINGS],
    /// The initials of the readings, a letter's own bit for a letter: bit 0 is `a`. Bits 26 to 28 are [`DIGRAPHS`].
    pub initials: u32,
    /// Those of the most usual reading.
    pub usual_initials: u32,
}

/// A character that nothing types.
const UNTYPED: Typing = Typing { readings: [NO_SYLLABLE; MAX_READINGS], initials: 0, usual_initials: 0 };

/// See the module.
#[derive(Debug, Clone, Default)]
pub(super) struct Alphabet {
    glyphs: FxHashMap<char, Glyph>,
    typed: Vec<Typing>,
    /// In the order of their first use.
    syllables: FxHashMap<&'static str, SyllableId>,
    /// The characters with this reading.
    of_syllable: Vec<Vec<Glyph>>,
    /// Every way to type a syllable, sorted; made by [`Alphabet::seal`].
    spellings: Vec<(Letters, SyllableId)>,
    characters: Vec<char>,
}

/// Up to eight letters in a number that sorts like them, with zeros behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Letters(u64);

impl Letters {
    pub(super) fn new(letters: &str) -> Option<Self> {
        let mut bytes = [0; 8];
        bytes.get_mut(..letters.len())?.copy_from_slice(letters.as_bytes());
        Some(Self(u64::from_be_bytes(bytes)))
    }

    fn len(self) -> u32 {
        8 - self.0.trailing_zeros().min(64) / 8
    }

    /// The letters behind the first few.
    fn behind(self, count: u32) -> u64 {
        self.0.checked_shl(count * 8).unwrap_or(0)
    }

    /// Whether `other` has one other letter in the place of one, or one more.
    fn is_one_letter_from(self, other: Self) -> bool {
        let same = (self.0 ^ other.0).leading_zeros() / 8;
        if self.len() == other.len() {
            self != other && self.behind(same + 1) == other.behind(same + 1)
        } else {
            self.len() + 1 == other.len() && self.behind(same) == other.behind(same + 1)
        }
    }
}

impl Alphabet {
    /// The number of `c`, given at its first use.
    pub(super) fn add(&mut self, c: char) -> Glyph {
        if self.typed.is_empty() {
            self.typed.push(UNTYPED);
            self.characters.push(' ');
        }
        if let Some(known) = self.glyphs.get(&c) {
            return *known;
        }
        let Ok(glyph) = Glyph::try_from(self.typed.len()) else { return OTHER };
        let typed = self.typed_as(c, glyph);
        self.typed.push(typed);
        self.characters.push(c);
        self.glyphs.insert(c, glyph);
        glyph
    }

    /// How a character can be typed: its syllables, which are entered into the table, and its initials.
    fn typed_as(&mut self, c: char, glyph: Glyph) -> Typing {
        let mut typed = UNTYPED;
        if c.is_ascii_lowercase() {
            typed.initials = letter_bit(c);
            typed.usual_initials = typed.initials;
        }
        for (rank, (slot, reading)) in typed.readings.iter_mut().zip(readings(c)).enumerate() {
            let next = SyllableId::try_from(self.of_syllable.len()).unwrap_or(NO_SYLLABLE);
            let id = *self.syllables.entry(reading).or_insert(next);
            if id == next {
                self.of_syllable.push(Vec::new());
            }
            if let Some(list) = self.of_syllable.get_mut(usize::from(id)) {
                list.push(glyph);
            }
            *slot = id;
            // One letter that is a whole syllable (啊) is not an abbreviation of it, yet is typed the same way.
            typed.initials |= reading.chars().next().map_or(0, letter_bit);
            for (idx, digraph) in DIGRAPHS.iter().enumerate() {
                if reading.starts_with(digraph) {
                    typed.initials |= 1 << (26 + idx);
                }
            }
            if rank == 0 {
                typed.usual_initials = typed.initials;
            }
        }
        typed
    }

    /// The number of `c`, where the library has it.
    pub(super) fn glyph(&self, c: char) -> Option<Glyph> {
        self.glyphs.get(&c).copied()
    }

    pub(super) fn typed(&self, glyph: Glyph) -> Option<&Typing> {
        self.typed.get(usize::from(glyph))
    }

    /// How many numbers were given, [`OTHER`] among them.
    pub(super) fn len(&self) -> usize {
        self.typed.len()
    }

    pub(super) fn syllable_count(&self) -> usize {
        self.of_syllable.len()
    }

    /// The characters with this reading.
    pub(super) fn of_syllable(&self, id: SyllableId) -> &[Glyph] {
        self.of_syllable.get(usize::from(id)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn syllable(&self, reading: &str) -> Option<SyllableId> {
        self.syllables.get(reading).copied()
    }

    /// The syllables of the library that are typed with one other letter, or one more.
    pub(super) fn one_letter_from(&self, letters: Letters) -> impl Iterator<Item = SyllableId> {
        self.spellings.iter().filter(move |(other, _)| letters.is_one_letter_from(*other)).map(|(_, id)| *id)
    }

    /// Prepares for [`Alphabet::spelt`] and [`Alphabet::begun`]; to be called when all characters were added.
    pub(super) fn seal(&mut self) {
        let mut all: Vec<_> = self
            .syllables
            .iter()
            .flat_map(|(name, id)| {
                spellings(name).into_iter().filter_map(|way| Some((Letters::new(&way)?, *id)))
            })
            .collect();
        all.sort_unstable();
        self.spellings = all;
    }

    /// The syllables that are typed exactly so.
    pub(super) fn spelt(&self, letters: &str) -> impl Iterator<Item = SyllableId> {
        self.between(Letters::new(letters), |start| start)
    }

    /// The longer syllables that begin so.
    pub(super) fn begun(&self, letters: &str) -> impl Iterator<Item = SyllableId> {
        let rest = u64::MAX.checked_shr(u32::try_from(letters.len() * 8).unwrap_or(64)).unwrap_or(0);
        let first = Letters::new(letters).filter(|_| rest != 0);
        self.between(first.map(|first| Letters(first.0 + 1)), move |start| Letters(start.0 | rest))
    }

    /// The syllables whose spelling is in a range of letters, in the order of the spellings.
    fn between(
        &self,
        first: Option<Letters>,
        last: impl FnOnce(Letters) -> Letters,
    ) -> impl Iterator<Item = SyllableId> {
        let found = first.and_then(|first| {
            let last = last(first);
            let start = self.spellings.partition_point(|(letters, _)| *letters < first);
            let rest = self.spellings.get(start..)?;
            rest.get(..rest.iter().take_while(|(letters, _)| *letters <= last).count())
        });
        found.unwrap_or_default().iter().map(|(_, id)| *id)
    }

    /// The character of a number; a blank for [`OTHER`].
    pub(super) fn character(&self, glyph: Glyph) -> char {
        self.characters.get(usize::from(glyph)).copied().unwrap_or(' ')
    }
}

/// The bit of a lower-case letter.
pub(super) fn letter_bit(c: char) -> u32 {
    u32::from(c).checked_sub(u32::from('a')).filter(|nth| *nth < 26).map_or(0, |nth| 1 << nth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_keeps_its_number_and_knows_how_it_is_typed() {
        let mut alphabet = Alphabet::default();
        let (fa, a, again) = (alphabet.add('长'), alphabet.add('a'), alphabet.add('长'));
        assert_eq!(fa, again);
        assert_ne!(fa, a);
        let chang = alphabet.syllable("chang").unwrap();
        assert_eq!(alphabet.of_syllable(chang), [fa]);
        let typed = alphabet.typed(fa).unwrap();
        assert_eq!(typed.initials, letter_bit('c') | letter_bit('z') | 0b11 << 26);
        assert_eq!(typed.usual_initials, letter_bit('c') | 0b10 << 26);
        assert_eq!(alphabet.glyph('无'), None);
    }

    #[test]
    fn a_library_with_more_characters_than_numbers_is_no_danger() {
        let mut alphabet = Alphabet::default();
        let numbers: Vec<Glyph> = ('\u{10000}'..'\u{20400}').map(|c| alphabet.add(c)).collect();
        assert_eq!(numbers.last(), Some(&OTHER));
        assert_eq!(alphabet.len(), 65_536);
    }
}
