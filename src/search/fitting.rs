//! A few names, found as titles are: by hanzi, pinyin, initials.

use std::cmp::Reverse;

use super::alphabet::Alphabet;
use super::pattern::{Ways, WordPattern};
use super::query::typed_word;
use super::short_texts::ShortTexts;
use crate::text::letters;

/// The places of the names that a word fits, the best first.
pub fn fitting(names: &[&str], typed: &str) -> Vec<usize> {
    let word = typed_word(typed);
    let (mut alphabet, mut index) = (Alphabet::default(), ShortTexts::default());
    for name in names {
        index.push(&mut alphabet, letters(name));
    }
    alphabet.seal();
    index.seal(&alphabet, true);
    let Some(pattern) = WordPattern::compile(&word, &alphabet, Ways::Short) else { return Vec::new() };
    let fits = |place: usize| Some((place, index.fit(place, &pattern, &alphabet)?));
    let mut found: Vec<_> = index.survivors(&pattern, &alphabet).ones().filter_map(fits).collect();
    found.sort_by_key(|(place, fit)| {
        (Reverse(fit.start == 0), fit.quality, Reverse(fit.is_usual), fit.start, *place)
    });
    found.into_iter().map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_any_way_of_typing_them() {
        let names = ["木棉女装旗舰店", "小舟童鞋", "木舟家居"];
        let cases: [(&str, &[usize]); 7] = [
            ("木棉", &[0]),
            ("木", &[0, 2]),
            ("舟", &[1, 2]),
            ("mm", &[0]),
            ("muzhou", &[2]),
            ("xztx", &[1]),
            ("没有", &[]),
        ];
        for (typed, expected) in cases {
            assert_eq!(fitting(&names, typed), expected, "{typed}");
        }
        assert!(fitting(&[], "木").is_empty());
    }
}
