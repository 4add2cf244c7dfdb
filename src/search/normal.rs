//! The form in which texts and queries are compared.

use std::sync::LazyLock;

use crate::template::traditional;

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

/// Whether `c` is a hanzi.
pub(crate) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}')
}

/// The lines of a data file, without comments and empty ones.
pub(super) fn data_lines(text: &'static str) -> impl Iterator<Item = &'static str> {
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
    fn folding_twice_changes_nothing() {
        for c in ('\0'..=char::MAX).take(0x30000) {
            assert_eq!(normal(normal(c)), normal(c), "{c}");
        }
    }
}
