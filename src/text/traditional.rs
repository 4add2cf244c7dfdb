//! Traditional characters and their plain forms.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One pair a line: the traditional character, the plain one.
const TRADITIONAL: &str = include_str!("../../assets/text/traditional.txt");

static PLAIN: LazyLock<HashMap<char, char>> = LazyLock::new(|| traditional().collect());

/// Every traditional character with its plain form.
pub(super) fn traditional() -> impl Iterator<Item = (char, char)> {
    TRADITIONAL.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut pair = line.trim().chars();
        Some((pair.next()?, pair.next()?))
    })
}

/// The plain form of a hanzi; any other character as it is. It takes as many bytes as the character.
pub(crate) fn simplified(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    PLAIN.get(&c).copied().filter(|plain| plain.len_utf8() == c.len_utf8()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_become_plain_and_others_stay() {
        let plain: String = "廣東省臺灣號樓龍 abc，广东𠮷😀".chars().map(simplified).collect();
        assert_eq!(plain, "广东省台湾号楼龙 abc，广东𠮷😀");
    }
}
