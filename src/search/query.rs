//! What was typed → words to look for.

/// A query, normalised. Blanks separate words; so do punctuation marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Query {
    pub words: Vec<Vec<char>>,
    /// All words in one: what an input method shows while composing (`fa huo`), or a whole sentence.
    pub joined: Vec<char>,
}

/// So many characters of a query are looked at.
const LONGEST: usize = 500;

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        let mut words: Vec<Vec<char>> = vec![Vec::new()];
        for c in text.chars().take(LONGEST).map(normal) {
            if c.is_alphanumeric() {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            } else if !matches!(c, '\'' | '’') {
                words.push(Vec::new());
            }
        }
        words.retain(|word| !word.is_empty());
        let joined = words.concat();
        Self { words, joined }
    }
}

/// The form in which texts and queries are compared: lower case, half width, `ü` as `v`. One character stays one.
pub(super) fn normal(c: char) -> char {
    let half_width = match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    match half_width {
        'ü' | 'Ü' => 'v',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_and_normalised() {
        let cases = [
            ("", "", ""),
            ("  ", "", ""),
            ("ＦＡ huo", "fa huo", "fahuo"),
            ("xi'an", "xian", "xian"),
            ("NÜ装", "nv装", "nv装"),
            ("怎么还没动静，急用！", "怎么还没动静 急用", "怎么还没动静急用"),
        ];
        for (text, words, joined) in cases {
            let query = Query::parse(text);
            let shown: Vec<String> = query.words.iter().map(|word| word.iter().collect()).collect();
            assert_eq!(shown.join(" "), words, "{text}");
            assert_eq!(query.joined.iter().collect::<String>(), joined, "{text}");
        }
    }
}
