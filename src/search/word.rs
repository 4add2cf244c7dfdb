//! A typed word: its letters, and where an apostrophe or a blank says that a syllable ends.

/// The letters, digits and hanzi of a word, in their normal form. No syllable goes on across one of its `ends`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub chars: Vec<char>,
    /// How many characters come before each end, ascending.
    ends: Vec<usize>,
}

impl Word {
    /// Several words in one: a syllable ends with each.
    pub(super) fn joined(words: &[Self]) -> Self {
        let mut joined = Self::default();
        for word in words {
            joined.end_syllable();
            let before = joined.chars.len();
            joined.ends.extend(word.ends.iter().map(|end| before + end));
            joined.chars.extend(&word.chars);
        }
        joined
    }

    /// The word with other letters. `moved` gives the place of each end among them.
    pub(super) fn with(&self, chars: Vec<char>, moved: impl Fn(usize) -> usize) -> Self {
        Self { chars, ends: self.ends.iter().map(|end| moved(*end)).collect() }
    }

    pub(super) fn push(&mut self, c: char) {
        self.chars.push(c);
    }

    /// Whatever is added belongs to another syllable.
    pub(super) fn end_syllable(&mut self) {
        if !self.is_empty() && !self.is_ended() {
            self.ends.push(self.chars.len());
        }
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Whether the last syllable is said to be complete.
    pub(super) fn is_ended(&self) -> bool {
        self.ends.last() == Some(&self.len())
    }

    /// Whether one syllable may have `len` characters from `at` on: none ends among them.
    pub(super) fn is_in_one_syllable(&self, at: usize, len: usize) -> bool {
        !self.ends.iter().any(|end| at < *end && *end < at + len)
    }

    /// The characters from `at` on, up to the next end of a syllable.
    pub(super) fn syllable_from(&self, at: usize) -> &[char] {
        let end = self.ends.iter().copied().find(|end| at < *end).unwrap_or(self.len());
        self.chars.get(at..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        let mut word = Word::default();
        for c in text.chars() {
            if c == '\'' { word.end_syllable() } else { word.push(c) }
        }
        word
    }

    #[test]
    fn no_syllable_goes_on_across_an_end() {
        let word = word("'xi''an'");
        assert_eq!((word.len(), word.is_ended()), (4, true));
        assert!(word.is_in_one_syllable(0, 2) && word.is_in_one_syllable(2, 2));
        assert!(!word.is_in_one_syllable(0, 3) && !word.is_in_one_syllable(1, 2));
        assert_eq!((word.syllable_from(0), word.syllable_from(3)), (&['x', 'i'][..], &['n'][..]));
        assert!(word.syllable_from(4).is_empty());
    }

    #[test]
    fn a_syllable_ends_with_each_of_several_words() {
        assert_eq!(Word::joined(&[word("fa"), word("huo'")]), word("fa'huo'"));
        assert_eq!(Word::joined(&[word("fa'"), word("h")]), word("fa'h"));
        assert!(!Word::joined(&[word("fa"), word("huo")]).is_ended());
    }
}
