//! Typing errors: one slip of the fingers, or hanzi that sound the same.

use std::ops::Range;

use super::alphabet::{Alphabet, Letters};
use super::pattern::{Fit, Quality, Ways, WordPattern};
use super::word::Word;
use crate::text::is_hanzi;

/// Fewer letters are one slip away from every other word.
const MIN_LETTERS: usize = 4;

/// Longer words have too many places for a slip.
const LONGEST: usize = 15;

/// "zhuang", with a letter too many.
const LONGEST_PIECE: usize = 7;

/// What a word may have been meant to be.
pub(super) fn patterns(word: &Word, alphabet: &Alphabet) -> Vec<WordPattern> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    if word.len() >= 2 && word.chars.iter().any(|c| is_hanzi(*c)) {
        return WordPattern::compile(word, alphabet, Ways::Homophones).into_iter().collect();
    }
    if word.len() < MIN_LETTERS || !word.chars.iter().all(char::is_ascii_lowercase) {
        return Vec::new();
    }
    let mut patterns = mistyped(word, alphabet);
    let mut meant = with_letters_moved(word, alphabet);
    meant.sort_unstable_by(|one, other| one.chars.cmp(&other.chars));
    meant.dedup();
    patterns.extend(meant.iter().filter_map(|meant| WordPattern::compile(meant, alphabet, Ways::Whole)));
    patterns
}

/// A guess is trusted only when two characters or more agree with it.
pub(super) fn is_informative(fit: &Fit) -> bool {
    fit.taken >= 2 && fit.quality == Quality::Spelt
}

/// With one letter less, or two exchanged, the word is spelt out in syllables of the library.
fn with_letters_moved(word: &Word, alphabet: &Alphabet) -> Vec<Word> {
    let mut out = Vec::new();
    for at in 0..word.len() {
        let mut chars = word.chars.clone();
        chars.remove(at);
        out.push(word.with(chars, |end| if end > at { end - 1 } else { end }));
        if at + 1 < word.len() && word.is_in_one_syllable(at, 2) {
            let mut chars = word.chars.clone();
            chars.swap(at, at + 1);
            out.push(word.with(chars, |end| end));
        }
    }
    out.retain(|meant| meant != word && reached(meant, alphabet).last() == Some(&true));
    out
}

/// With another syllable in one place, one other letter or one letter more away, the word is spelt out. At least one
/// more syllable must be right.
fn mistyped(word: &Word, alphabet: &Alphabet) -> Vec<WordPattern> {
    let len = word.len();
    let (starts, ends) = (reached(word, alphabet), reached_from_end(word, alphabet));
    let mut out = Vec::new();
    for start in (0..len).filter(|at| starts.get(*at) == Some(&true)) {
        for end in (start + 1..=len.min(start + LONGEST_PIECE)).filter(|at| ends.get(*at) == Some(&true)) {
            let piece = piece(word, start..end).as_deref().and_then(Letters::new);
            if let Some(piece) = piece.filter(|_| end - start < len) {
                let meant: Vec<_> = alphabet.one_letter_from(piece).collect();
                out.extend(WordPattern::compile_mistyped(word, alphabet, &(start..end), &meant));
            }
        }
    }
    out
}

/// Letters of a word that may be one syllable.
fn piece(word: &Word, range: Range<usize>) -> Option<String> {
    let is_one = word.is_in_one_syllable(range.start, range.len());
    is_one.then(|| word.chars.get(range).unwrap_or_default().iter().collect())
}

/// Whether letters of a word are a syllable of the library.
fn is_syllable(word: &Word, range: Range<usize>, alphabet: &Alphabet) -> bool {
    piece(word, range).is_some_and(|piece| alphabet.spelt(&piece).next().is_some())
}

/// For every place: whether whole syllables lead there from the beginning.
fn reached(word: &Word, alphabet: &Alphabet) -> Vec<bool> {
    let mut reached = vec![false; word.len() + 1];
    for at in 0..=word.len() {
        let from_before = (at.saturating_sub(LONGEST_PIECE)..at)
            .any(|from| reached.get(from) == Some(&true) && is_syllable(word, from..at, alphabet));
        if let Some(slot) = reached.get_mut(at) {
            *slot = at == 0 || from_before;
        }
    }
    reached
}

/// For every place: whether whole syllables lead from there to the end.
fn reached_from_end(word: &Word, alphabet: &Alphabet) -> Vec<bool> {
    let len = word.len();
    let mut reached = vec![false; len + 1];
    for at in (0..=len).rev() {
        let to_behind = (at + 1..=len.min(at + LONGEST_PIECE))
            .any(|to| reached.get(to) == Some(&true) && is_syllable(word, at..to, alphabet));
        if let Some(slot) = reached.get_mut(at) {
            *slot = at == len || to_behind;
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::typed_word;

    fn finds(word: &str, text: &str) -> bool {
        let mut alphabet = Alphabet::default();
        let glyphs: Vec<_> = text.chars().map(|c| alphabet.add(c)).collect();
        alphabet.seal();
        patterns(&typed_word(word), &alphabet)
            .iter()
            .any(|pattern| pattern.fit(&glyphs, &alphabet).is_some_and(|fit| is_informative(&fit)))
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        for (word, text, expected) in [
            ("cuifahou", "催发货", true),
            ("cuifahuoo", "催发货", true),
            ("ccuifahuo", "催发货", true),
            ("cuifhuo", "催发货", true),
            ("cuifauo", "催发货", true),
            ("cuigahuo", "催发货", true),
            ("fhauo", "发货", true),
            ("cuigahou", "催发货", false),
            ("hao", "发货", false),
            ("faho", "发货", true),
            ("fa'hou", "发货", true),
            ("fah'uo", "发货", false),
            ("xin'a", "先", false),
            ("发活", "催发货", true),
            ("崔法或", "催发货", true),
            ("发到", "催发货", false),
        ] {
            assert_eq!(finds(word, text), expected, "{word} in {text}");
        }
    }
}
