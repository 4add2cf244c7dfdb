//! The readings of a hanzi, as plain lower-case syllables (`ü` is `v`).

use std::sync::LazyLock;

use ib_matcher::pinyin::{PinyinData, PinyinNotation};
use pinyin::ToPinyin as _;

/// The readings from the `ib-matcher` crate: every reading of every hanzi.
static ALL: LazyLock<PinyinData> = LazyLock::new(|| PinyinData::new(PinyinNotation::Ascii));

/// The readings of `c`, the usual one (the `pinyin` crate's) first; empty for what is no hanzi.
pub(super) fn readings(c: char) -> Vec<&'static str> {
    if c.is_ascii() {
        return Vec::new();
    }
    let mut out: Vec<&'static str> = Vec::new();
    let usual = c.to_pinyin().map(pinyin::Pinyin::plain);
    let all = ALL.get_pinyins(c).filter_map(|reading| reading.notation(PinyinNotation::Ascii));
    let mut rest: Vec<&'static str> = all.collect();
    rest.sort_unstable();
    for reading in usual.filter(|reading| reading.is_ascii()).into_iter().chain(rest) {
        if !out.contains(&reading) {
            out.push(reading);
        }
    }
    out
}

/// Whether a typed letter stands for a letter of a syllable: `u` and `v` both do for `ü`.
pub(super) fn same_letter(typed: char, in_syllable: char) -> bool {
    typed == in_syllable || (in_syllable == 'v' && typed == 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_reading_comes_first() {
        let first = |c| readings(c).first().copied();
        assert_eq!(first('发'), Some("fa"));
        assert_eq!(first('重'), Some("zhong"));
        assert_eq!(first('女'), Some("nv"));
        assert_eq!(first('a'), None);
        assert!(readings('长').contains(&"zhang") && readings('长').contains(&"chang"));
    }
}
