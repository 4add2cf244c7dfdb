//! One slip of the fingers, or hanzi that sound the same.

use super::alphabet::{Alphabet, Letters};
use super::normal::is_hanzi;
use super::pattern::{Fit, Pattern, Quality, Ways};

/// Fewer letters are one slip away from every other word.
const FEWEST_LETTERS: usize = 4;

/// Longer words have too many places for a slip.
const LONGEST: usize = 15;

/// "zhuang", with a letter too many.
const LONGEST_PIECE: usize = 7;

/// What a word may have been meant to be.
pub(super) fn patterns(word: &[char], alphabet: &Alphabet) -> Vec<Pattern> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    if word.len() >= 2 && word.iter().any(|c| is_hanzi(*c)) {
        return Pattern::compile(word, alphabet, Ways::Homophones).into_iter().collect();
    }
    if word.len() < FEWEST_LETTERS || !word.iter().all(char::is_ascii_lowercase) {
        return Vec::new();
    }
    let letters: String = word.iter().collect();
    let mut patterns = mistyped(word, &letters, alphabet);
    let mut meant = with_letters_moved(&letters, alphabet);
    meant.sort_unstable();
    meant.dedup();
    patterns.extend(
        meant.iter().filter_map(|letters| {
            Pattern::compile(&letters.chars().collect::<Vec<_>>(), alphabet, Ways::Whole)
        }),
    );
    patterns
}

/// A guess is trusted only when two characters or more agree with it.
pub(super) fn is_telling(fit: &Fit) -> bool {
    fit.taken >= 2 && matches!(fit.quality, Quality::Spelt | Quality::SpeltUnusual)
}

/// With one letter less, or two exchanged, the word is spelt out in syllables of the library.
fn with_letters_moved(letters: &str, alphabet: &Alphabet) -> Vec<String> {
    let len = letters.len();
    let part = |from: usize, to: usize| letters.get(from..to).unwrap_or_default();
    let mut out = Vec::new();
    for at in 0..len {
        out.push([part(0, at), part(at + 1, len)].concat());
        if at + 1 < len {
            out.push([part(0, at), part(at + 1, at + 2), part(at, at + 1), part(at + 2, len)].concat());
        }
    }
    out.retain(|meant| meant != letters && reached(meant, alphabet).last() == Some(&true));
    out
}

/// With another syllable in one place, one other letter or one letter more away, the word is spelt out. At least one
/// more syllable must be right.
fn mistyped(word: &[char], letters: &str, alphabet: &Alphabet) -> Vec<Pattern> {
    let len = letters.len();
    let (starts, ends) = (reached(letters, alphabet), reached_from_end(letters, alphabet));
    let mut out = Vec::new();
    for start in (0..len).filter(|at| starts.get(*at) == Some(&true)) {
        for end in (start + 1..=len.min(start + LONGEST_PIECE)).filter(|at| ends.get(*at) == Some(&true)) {
            let piece = letters.get(start..end).and_then(Letters::new);
            if let Some(piece) = piece.filter(|_| end - start < len) {
                let meant: Vec<_> = alphabet.one_letter_from(piece).collect();
                out.extend(Pattern::compile_mistyped(word, alphabet, &(start..end), &meant));
            }
        }
    }
    out
}

/// For every place: whether whole syllables lead there from the beginning.
fn reached(letters: &str, alphabet: &Alphabet) -> Vec<bool> {
    let mut reached = vec![false; letters.len() + 1];
    for at in 0..=letters.len() {
        let from_before = (at.saturating_sub(LONGEST_PIECE)..at).any(|from| {
            reached.get(from) == Some(&true)
                && letters.get(from..at).is_some_and(|piece| alphabet.spelt(piece).next().is_some())
        });
        if let Some(slot) = reached.get_mut(at) {
            *slot = at == 0 || from_before;
        }
    }
    reached
}

/// For every place: whether whole syllables lead from there to the end.
fn reached_from_end(letters: &str, alphabet: &Alphabet) -> Vec<bool> {
    let len = letters.len();
    let mut reached = vec![false; len + 1];
    for at in (0..=len).rev() {
        let to_behind = (at + 1..=len.min(at + LONGEST_PIECE)).any(|to| {
            reached.get(to) == Some(&true)
                && letters.get(at..to).is_some_and(|piece| alphabet.spelt(piece).next().is_some())
        });
        if let Some(slot) = reached.get_mut(at) {
            *slot = at == len || to_behind;
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(word: &str, text: &str) -> bool {
        let mut alphabet = Alphabet::default();
        let glyphs: Vec<_> = text.chars().map(|c| alphabet.add(c)).collect();
        alphabet.seal();
        let word: Vec<char> = word.chars().collect();
        patterns(&word, &alphabet)
            .iter()
            .any(|pattern| pattern.fit(&glyphs, &alphabet).is_some_and(|fit| is_telling(&fit)))
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
            ("发活", "催发货", true),
            ("崔法或", "催发货", true),
            ("发到", "催发货", false),
        ] {
            assert_eq!(finds(word, text), expected, "{word} in {text}");
        }
    }
}
