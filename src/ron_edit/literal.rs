//! Texts as they are written in a file: in quotes with escapes, or raw.

use std::ops::Range;

/// A text in quotes.
pub fn literal(text: &str) -> String {
    // A text can always be written; were it not so, reading back would find out.
    ron::to_string(text).unwrap_or_default()
}

/// A text as the raw string `r#"…"#` where it can be written as one.
pub fn raw_literal(text: &str) -> Option<String> {
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return None;
    }
    let hashes = (0..8).map(|count| "#".repeat(count)).find(|hashes| !text.contains(&format!("\"{hashes}")));
    hashes.map(|hashes| format!("r{hashes}\"{text}\"{hashes}"))
}

/// A text as a literal, raw where the literal before it is.
pub fn literal_like(old: &str, text: &str) -> String {
    let raw = old.starts_with('r').then(|| raw_literal(text)).flatten();
    raw.unwrap_or_else(|| literal(text))
}

/// A list of texts in one line.
pub fn list_literal<T: AsRef<str>>(texts: &[T]) -> String {
    let literals: Vec<String> = texts.iter().map(|text| literal(text.as_ref())).collect();
    format!("[{}]", literals.join(", "))
}

/// How many bytes an escape takes: `\n`, `\x41`, `\u{4e2d}`.
pub(super) fn escape_length(text: &str) -> usize {
    let end = match text.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => text.find('}').map_or(2, |end| end + 1),
        _ => 1 + text.chars().nth(1).map_or(0, char::len_utf8),
    };
    if text.is_char_boundary(end) { end } else { 1 }
}

/// Where the bytes of a text are in the file, whatever its literal escapes. The literal is gone through once, however many
/// places are asked for.
#[derive(Debug, Clone)]
pub struct LiteralPlaces {
    /// Byte positions of the text, ascending, and those of the file: the first, and those behind each escape.
    starts: Vec<(usize, usize)>,
}

impl LiteralPlaces {
    /// `span` is where the literal of `text` is in the file.
    pub fn new(file: &str, span: &Range<usize>, text: &str) -> Self {
        let raw = file.get(span.clone()).unwrap_or_default();
        let (mut in_raw, mut in_text) = (raw.find('"').map_or(0, |quote| quote + 1), 0);
        let mut starts = vec![(0, span.start + in_raw)];
        let has_escapes = !raw.starts_with('r');
        let escape = |from: usize| raw.get(from..)?.find('\\').filter(|_| has_escapes);
        while let Some(plain) = escape(in_raw) {
            (in_raw, in_text) = (in_raw + plain, in_text + plain);
            in_raw += raw.get(in_raw..).map_or(1, escape_length);
            in_text += text.get(in_text..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            starts.push((in_text, span.start + in_raw));
        }
        Self { starts }
    }

    /// The bytes of the file that some bytes of the text are in.
    pub fn in_file(&self, span: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let behind = self.starts.partition_point(|(in_text, _)| *in_text <= at);
            let start = behind.checked_sub(1).and_then(|idx| self.starts.get(idx)).copied();
            start.map_or(at, |(in_text, in_file)| in_file + at - in_text)
        };
        place(span.start)..place(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_where_it_stands_whatever_is_escaped_in_front_of_it() {
        for (literal, text) in [
            ("\"甲{a}乙{b}\"", "甲{a}乙{b}"),
            ("\"\\\"{\\n{a}\\\\\\u{4e2d}{b}\\x41\"", "\"{\n{a}\\中{b}A"),
            ("r##\"\"\\{a}\\n{b}\"##", "\"\\{a}\\n{b}"),
        ] {
            let file = format!("(text: {literal})");
            let places = LiteralPlaces::new(&file, &(7..7 + literal.len()), text);
            for part in ["{a}", "{b}"] {
                let at = text.find(part).unwrap();
                assert_eq!(file.get(places.in_file(&(at..at + part.len()))), Some(part), "{literal}");
            }
        }
    }

    #[test]
    fn a_literal_stays_raw_where_its_text_allows_it() {
        for (old, text, expected) in [
            ("\"a\"", "b\n", "\"b\\n\""),
            ("r\"a\"", "b\n\\", "r\"b\n\\\""),
            ("r\"a\"", "\"", "r#\"\"\"#"),
            ("r\"a\"", "\t", "\"\\t\""),
        ] {
            assert_eq!(literal_like(old, text), expected);
        }
    }
}
