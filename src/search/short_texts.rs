//! Many short texts (titles, tags, sample questions) that a word is looked for in.
//!
//! A word is answered in two steps: [`ShortTexts::survivors`] keeps the texts that have all pieces of the word in any
//! order, with one set operation a piece; the few that remain are read by the automaton of [`WordPattern`].

use fixedbitset::FixedBitSet;

use super::alphabet::{Alphabet, DIGRAPHS, Glyph};
use super::lists::list;
use super::pattern::{Fit, What, WordPattern};

/// See the module. Texts have numbers in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(super) struct ShortTexts {
    /// All texts one after the other: one piece of memory is read much faster than many.
    glyphs: Vec<Glyph>,
    /// Where each text begins, and the end of the last.
    starts: Vec<u32>,
    /// The texts that have a character, by character.
    holders: Vec<Holders>,
    /// The texts that have a character with this initial; empty where initials are not asked for.
    initials: Vec<FixedBitSet>,
}

/// The texts that have a character.
#[derive(Debug, Clone)]
enum Holders {
    /// Ascending.
    Few(Vec<u32>),
    /// As many as to take more memory in a list.
    Many(FixedBitSet),
}

impl Holders {
    /// How many there are, or more.
    fn len(&self) -> usize {
        match self {
            Self::Few(few) => few.len(),
            Self::Many(many) => many.len(),
        }
    }

    /// Adds those of `rest`; all, without one.
    fn add_to(&self, found: &mut FixedBitSet, rest: Option<&FixedBitSet>) {
        match (self, rest) {
            (Self::Few(few), None) => found.extend(few.iter().map(|name| *name as usize)),
            (Self::Few(few), Some(rest)) => {
                found.extend(few.iter().map(|name| *name as usize).filter(|name| rest.contains(*name)));
            }
            (Self::Many(many), rest) => add_common(found, many, rest),
        }
    }

    /// The memory that it takes, in bytes.
    fn bytes(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Few(few) => few.len() * 4,
                Self::Many(many) => size_of_val(many.as_slice()),
            }
    }
}

/// Adds to a set what another has, within `rest` if there is one. They are equally long.
fn add_common(found: &mut FixedBitSet, set: &FixedBitSet, rest: Option<&FixedBitSet>) {
    let blocks = found.as_mut_slice().iter_mut().zip(set.as_slice());
    match rest {
        None => blocks.for_each(|(found, set)| *found |= set),
        Some(rest) => blocks.zip(rest.as_slice()).for_each(|((found, set), rest)| *found |= set & rest),
    }
}

/// In characters: the rest of a longer text is not searched.
const LONGEST_NAME: usize = 120;

/// With fewer texts left, reading them is faster than another set operation.
const FEW: usize = 256;

impl ShortTexts {
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
        let mut counts = vec![0_usize; alphabet.len()];
        self.each_holder(alphabet, |glyph, _| {
            if let Some(count) = counts.get_mut(usize::from(glyph)) {
                *count += 1;
            }
        });
        let empty = |count: &usize| match *count {
            count if count * 32 < self.len() => Holders::Few(Vec::with_capacity(count)),
            _ => Holders::Many(FixedBitSet::with_capacity(self.len())),
        };
        let mut holders: Vec<Holders> = counts.iter().map(empty).collect();
        self.each_holder(alphabet, |glyph, name| match holders.get_mut(usize::from(glyph)) {
            Some(Holders::Few(few)) => few.push(name),
            Some(Holders::Many(many)) => many.insert(name as usize),
            None => {}
        });
        self.holders = holders;
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

    /// Builds, for each initial, the set of texts that have it: most texts are ruled out by this alone.
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

    fn holders(&self, glyph: Glyph) -> &Holders {
        const NONE: &Holders = &Holders::Few(Vec::new());
        self.holders.get(usize::from(glyph)).unwrap_or(NONE)
    }

    /// The texts that have pieces for the whole word, in any order: all that fit, and some that do not.
    pub(super) fn survivors(&self, pattern: &WordPattern, alphabet: &Alphabet) -> FixedBitSet {
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
        let mut all: Vec<&Holders> = glyphs.iter().map(|glyph| self.holders(*glyph)).collect();
        all.sort_by_key(|holders| holders.len());
        let mut found: Option<FixedBitSet> = None;
        for holders in all {
            let mut next = FixedBitSet::with_capacity(self.len());
            holders.add_to(&mut next, found.as_ref());
            found = Some(next);
        }
        found.unwrap_or_default()
    }

    /// Adds the texts of `rest` (of all, without one) that have what a piece stands for.
    fn add_holders(
        &self,
        found: &mut FixedBitSet,
        what: &What,
        rest: Option<&FixedBitSet>,
        alphabet: &Alphabet,
    ) {
        let mut add = |glyph: Glyph| self.holders(glyph).add_to(found, rest);
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
                add_common(found, set, rest);
            }
        }
    }

    /// The memory that they take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let initials: usize = self.initials.iter().map(|set| size_of_val(set.as_slice())).sum();
        let holders: usize = self.holders.iter().map(Holders::bytes).sum();
        self.glyphs.len() * 2 + self.starts.len() * 4 + initials + holders
    }

    /// How a word fits a text in one piece.
    pub(super) fn fit(&self, name: usize, pattern: &WordPattern, alphabet: &Alphabet) -> Option<Fit> {
        pattern.fit(self.text(name), alphabet)
    }
}
