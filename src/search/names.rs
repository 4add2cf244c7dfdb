//! Many short texts (titles, tags, sample questions) that a word is looked for in.
//!
//! A word is answered in two steps: [`Names::survivors`] keeps the texts that have all pieces of the word in any
//! order, with one set operation a piece; the few that remain are read by the automaton of [`Pattern`].

use fixedbitset::FixedBitSet;

use super::alphabet::{Alphabet, DIGRAPHS, Glyph};
use super::lists::{list, seek};
use super::pattern::{Fit, Pattern, What};

/// See the module. Texts have numbers in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// All texts one after the other: one piece of memory is read much faster than many.
    glyphs: Vec<Glyph>,
    /// Where each text begins, and the end of the last.
    starts: Vec<u32>,
    /// The texts that have a character, ascending, one character after the other.
    holders: Vec<u32>,
    holder_starts: Vec<u32>,
    /// The texts that have a character with this initial; empty where initials are not asked for.
    initials: Vec<FixedBitSet>,
}

/// So many characters of each text are looked at.
const LONGEST_NAME: usize = 120;

/// So many texts are read rather than sorted out.
const FEW: usize = 256;

impl Names {
    /// Adds the letters, digits and hanzi of a text.
    pub(super) fn push(&mut self, alphabet: &mut Alphabet, letters: impl Iterator<Item = char>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.glyphs.extend(letters.take(LONGEST_NAME).map(|c| alphabet.add(c)));
        self.starts.push(u32::try_from(self.glyphs.len()).unwrap_or(u32::MAX));
    }

    /// Prepares the search when all texts were added.
    pub(super) fn seal(&mut self, alphabet: &Alphabet, with_initials: bool) {
        let mut counts = vec![0_u32; alphabet.len() + 1];
        self.each_holder(alphabet, |glyph, _| {
            if let Some(count) = counts.get_mut(usize::from(glyph) + 1) {
                *count += 1;
            }
        });
        let mut sum = 0;
        for count in &mut counts {
            sum += *count;
            *count = sum;
        }
        let mut next = counts.clone();
        let mut holders = vec![0; sum as usize];
        self.each_holder(alphabet, |glyph, name| {
            if let Some(at) = next.get_mut(usize::from(glyph)) {
                if let Some(slot) = holders.get_mut(*at as usize) {
                    *slot = name;
                }
                *at += 1;
            }
        });
        (self.holders, self.holder_starts) = (holders, counts);
        if with_initials {
            self.seal_initials(alphabet);
        }
    }

    /// Calls back once for every different character of every text.
    fn each_holder(&self, alphabet: &Alphabet, mut found: impl FnMut(Glyph, u32)) {
        let mut last_name = vec![u32::MAX; alphabet.len()];
        for (name, text) in (0..).zip(self.texts()) {
            for glyph in text {
                if let Some(last) = last_name.get_mut(usize::from(*glyph))
                    && *last != name
                {
                    *last = name;
                    found(*glyph, name);
                }
            }
        }
    }

    fn seal_initials(&mut self, alphabet: &Alphabet) {
        let mut initials = vec![FixedBitSet::with_capacity(self.len()); 26 + DIGRAPHS.len()];
        for (name, text) in self.texts().enumerate() {
            let mut all = text
                .iter()
                .filter_map(|glyph| alphabet.typed(*glyph))
                .fold(0, |all, typed| all | typed.initials);
            while all != 0 {
                if let Some(set) = initials.get_mut(all.trailing_zeros() as usize) {
                    set.insert(name);
                }
                all &= all - 1;
            }
        }
        self.initials = initials;
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn texts(&self) -> impl Iterator<Item = &[Glyph]> {
        (0..self.len()).map(|name| self.text(name))
    }

    /// The characters of a text.
    pub(super) fn text(&self, name: usize) -> &[Glyph] {
        list(&self.glyphs, &self.starts, name)
    }

    fn holders(&self, glyph: Glyph) -> &[u32] {
        list(&self.holders, &self.holder_starts, usize::from(glyph))
    }

    /// The texts that have pieces for the whole word, in any order: all that fit, and some that do not.
    pub(super) fn survivors(&self, pattern: &Pattern, alphabet: &Alphabet) -> FixedBitSet {
        if let Some(plain) = pattern.plain() {
            return self.holders_of_all(plain);
        }
        let len = pattern.len();
        // For each typed character: the texts that have pieces for the word from there on.
        let mut rests: Vec<Option<FixedBitSet>> = vec![None; len];
        for at in (0..len).rev() {
            let mut found = None;
            for unit in pattern.units(at) {
                let rest = match rests.get(at + unit.len) {
                    None => None,
                    Some(Some(rest)) => Some(rest),
                    Some(None) => continue,
                };
                let found = found.get_or_insert_with(|| FixedBitSet::with_capacity(self.len()));
                self.add_holders(found, &unit.what, rest, alphabet);
            }
            if let Some(slot) = rests.get_mut(at) {
                *slot = found.filter(|found| !found.is_clear());
            }
        }
        rests.into_iter().next().flatten().unwrap_or_default()
    }

    /// The texts that have every one of some characters.
    fn holders_of_all(&self, glyphs: &[Glyph]) -> FixedBitSet {
        let mut lists: Vec<&[u32]> = glyphs.iter().map(|glyph| self.holders(*glyph)).collect();
        lists.sort_by_key(|holders| holders.len());
        let Some((rarest, others)) = lists.split_first_mut() else { return FixedBitSet::new() };
        let mut found = FixedBitSet::with_capacity(self.len());
        for name in *rarest {
            if others.iter_mut().all(|holders| seek(holders, |other| other < *name) == Some(*name)) {
                found.insert(*name as usize);
            }
        }
        found
    }

    /// Adds the texts of `rest` (of all, without one) that have what a piece stands for.
    fn add_holders(
        &self,
        found: &mut FixedBitSet,
        what: &What,
        rest: Option<&FixedBitSet>,
        alphabet: &Alphabet,
    ) {
        let mut add = |glyph: Glyph| {
            for name in self.holders(glyph) {
                let name = *name as usize;
                if rest.is_none_or(|rest| rest.contains(name)) {
                    found.insert(name);
                }
            }
        };
        match what {
            What::Character(glyph) => add(*glyph),
            What::Syllable(id) => alphabet.of_syllable(*id).iter().for_each(|glyph| add(*glyph)),
            What::Beginning(ids) => {
                ids.iter().flat_map(|id| alphabet.of_syllable(*id)).for_each(|glyph| add(*glyph));
            }
            // Many texts have one of many syllables: to look at a few texts is faster than to ask which.
            What::Mistyped(ids) => match rest.filter(|rest| rest.count_ones(..) < FEW) {
                Some(rest) => found.union_with(rest),
                None => ids.iter().flat_map(|id| alphabet.of_syllable(*id)).for_each(|glyph| add(*glyph)),
            },
            What::Initial(bit) => {
                let Some(set) = self.initials.get(*bit) else { return };
                let rest_blocks = rest.map_or(&[][..], FixedBitSet::as_slice).iter().copied();
                let rest_blocks =
                    rest_blocks.chain(std::iter::repeat(if rest.is_none() { usize::MAX } else { 0 }));
                let blocks = found.as_mut_slice().iter_mut().zip(set.as_slice()).zip(rest_blocks);
                for ((found, set), rest) in blocks {
                    *found |= set & rest;
                }
            }
        }
    }

    /// The memory that they take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let sets: usize = self.initials.iter().map(|set| size_of_val(set.as_slice())).sum();
        self.glyphs.len() * 2 + (self.starts.len() + self.holders.len() + self.holder_starts.len()) * 4 + sets
    }

    /// How a word fits a text in one piece.
    pub(super) fn fit(&self, name: usize, pattern: &Pattern, alphabet: &Alphabet) -> Option<Fit> {
        pattern.fit(self.text(name), alphabet)
    }
}
