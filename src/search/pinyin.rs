//! The readings of a hanzi, as plain lower-case syllables (`ü` is `v`).

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

use crate::text::data_lines;

/// Hanzi that people read in several ways: the hanzi, then its readings, the most usual first.
const SEVERAL: &str = include_str!("../../assets/search/readings.txt");

static READINGS: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let entry = |line: &'static str| {
        let (hanzi, readings) = line.split_once(' ')?;
        Some((hanzi.chars().next()?, readings.split_whitespace().collect()))
    };
    data_lines(SEVERAL).filter_map(entry).collect()
});

/// The readings of `c`, the most usual one first; empty for what is not a hanzi. Readings that nobody uses in everyday
/// words (款 as xin) are left out: they would only make noise.
pub(super) fn readings(c: char) -> Vec<&'static str> {
    if c.is_ascii() {
        return Vec::new();
    }
    if let Some(several) = READINGS.get(&c) {
        return several.clone();
    }
    let usual = c.to_pinyin().map(|usual| match usual.plain() {
        "nü" => "nv",
        "lü" => "lv",
        "nüe" => "nve",
        "lüe" => "lve",
        plain => plain,
    });
    usual.filter(|reading| reading.bytes().all(|byte| byte.is_ascii_lowercase())).into_iter().collect()
}

/// The ways in which a syllable is typed: `v` or `u` for `ü`, which behind j, q, x and y is written `u`.
pub(super) fn spellings(syllable: &str) -> Vec<String> {
    let mut out = vec![syllable.to_owned()];
    if syllable.contains('v') {
        out.push(syllable.replace('v', "u"));
    } else if ["ju", "qu", "xu", "yu"].iter().any(|start| syllable.starts_with(start)) {
        out.push(syllable.replacen('u', "v", 1));
    }
    out
}

/// How many of the typed characters are the beginning of a syllable, in any way of typing it.
pub(super) fn common(syllable: &str, typed: &[char]) -> usize {
    let with = |way: String| way.chars().zip(typed).take_while(|(own, typed)| own == *typed).count();
    spellings(syllable).into_iter().map(with).max().unwrap_or(0)
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

    #[test]
    fn v_is_typed_for_every_umlaut_written_or_not() {
        for (syllable, typed, expected) in [
            ("nv", "nu", 2),
            ("lve", "lve", 3),
            ("yun", "yvn", 3),
            ("xuan", "xva", 3),
            ("jiu", "jiv", 2),
            ("you", "yov", 2),
            ("zhu", "zhv", 2),
        ] {
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(common(syllable, &typed), expected, "{syllable} {typed:?}");
        }
    }

    #[test]
    fn readings_that_nobody_uses_are_left_out() {
        for (hanzi, reading) in [('款', "xin"), ('折', "ti"), ('红', "gong"), ('服', "bi")] {
            assert!(!readings(hanzi).contains(&reading), "{hanzi} {reading}");
        }
    }

    #[test]
    fn every_line_of_the_data_has_one_hanzi_and_several_readings() {
        for line in data_lines(SEVERAL) {
            let mut words = line.split(' ');
            assert_eq!(words.next().unwrap().chars().count(), 1, "{line}");
            let readings: Vec<_> = words.collect();
            assert!(readings.len() >= 2, "{line}");
            assert!(
                readings.iter().all(|reading| reading.bytes().all(|byte| byte.is_ascii_lowercase())),
                "{line}"
            );
        }
    }
}
