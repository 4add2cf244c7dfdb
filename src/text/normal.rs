//! The form in which texts and queries are compared.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation as _;

use super::traditional::traditional;

/// The normal form of every character of the basic plane.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table: Vec<u16> = (0..=u16::MAX).map(folded).collect();
    for (from, to) in traditional() {
        if let (Ok(from), Ok(to)) = (u16::try_from(u32::from(from)), u16::try_from(u32::from(to)))
            && let Some(slot) = table.get_mut(usize::from(from))
        {
            *slot = to;
        }
    }
    table
});

/// Lower case, half width, plain hanzi, `ü` as `v`. One character stays one.
pub(crate) fn normal(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = u32::from(c);
    let in_table = usize::try_from(code).ok().and_then(|code| TABLE.get(code));
    in_table.map_or(c, |found| char::from_u32(u32::from(*found)).unwrap_or(c))
}

/// A UTF-16 code in half width and lower case; `ü` is `v`, as it is typed in pinyin.
fn folded(code: u16) -> u16 {
    let Some(c) = char::from_u32(u32::from(code)) else { return code };
    let half_width = match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(code) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let lower = match half_width {
        'ü' | 'Ü' => 'v',
        other => other.to_lowercase().next().unwrap_or(other),
    };
    u16::try_from(u32::from(lower)).unwrap_or(code)
}

/// The characters of a text in NFC, each with the bytes of the text that it stands for: `é` may be written as two.
pub(crate) fn composed(text: &str) -> impl Iterator<Item = (char, Range<usize>)> {
    let is_composed =
        text.chars().all(is_unchanged_by_nfc) || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    let (as_it_is, to_compose) = if is_composed { (text, "") } else { ("", text) };
    let characters = as_it_is.char_indices().map(|(start, c)| (c, start..start + c.len_utf8()));
    let clusters = to_compose.grapheme_indices(true);
    characters.chain(clusters.flat_map(|(start, cluster)| {
        let range = start..start + cluster.len();
        cluster.nfc().map(move |c| (c, range.clone()))
    }))
}

/// Whether a character is the same in NFC, whatever is beside it: nearly everything in a reply.
fn is_unchanged_by_nfc(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}')
}

/// The letters, digits and hanzi of a text, in their normal form.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> {
    composed(text).map(|(c, _)| normal(c)).filter(|c| is_letter(*c))
}

/// Whether a character in its normal form is a letter, a digit or a hanzi.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_apostrophe(c)
}

/// The text in its normal form; a blank for every run of what is not a letter, digit or hanzi.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in composed(text).map(|(c, _)| normal(c)) {
        if is_letter(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What people write, or an input method shows, between two syllables; in its normal form.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | 'ʼ' | '′')
}

/// Whether a clause ends with `c`, in the form in which the check reads a text.
pub(crate) fn is_clause_end(c: char) -> bool {
    matches!(c, '，' | '。' | '？')
}

/// Whether `c` is a hanzi.
pub(crate) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}')
}

/// The lines of a data file, without comments and empty ones.
pub(crate) fn data_lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_traditional_forms_are_folded() {
        let folded: String = "ＡBc　ü裝發貨７妳é𠮷😀".chars().map(normal).collect();
        assert_eq!(folded, "abc v装发货7你é𠮷😀");
    }

    #[test]
    fn a_letter_in_several_characters_is_composed_and_keeps_its_place() {
        let found: Vec<_> = composed("ae\u{301}x\u{301}カ\u{3099}").collect();
        let expected = [('a', 0..1), ('é', 1..4), ('x', 4..7), ('\u{301}', 4..7), ('ガ', 7..13)];
        assert_eq!(found, expected);
        assert_eq!(composed("é女").collect::<Vec<_>>(), [('é', 0..2), ('女', 2..5)]);
    }

    #[test]
    fn what_nfc_leaves_unchanged_is_composed() {
        for c in ('\0'..=char::MAX).filter(|c| is_unchanged_by_nfc(*c)) {
            assert_eq!(is_nfc_quick([c].into_iter()), IsNormalized::Yes, "{c}");
            assert!(c.nfd().eq([c]) || c.nfd().nfc().eq([c]), "{c}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in ('\0'..=char::MAX).take(0x30000) {
            assert_eq!(normal(normal(c)), normal(c), "{c}");
        }
    }
}
