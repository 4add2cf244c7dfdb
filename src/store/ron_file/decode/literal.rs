//! Where the parts of a text stand in the file: its literal may have escapes.

use std::ops::Range;

use super::super::scan::escape_length;
use crate::diag::Lines;

/// A text and its literal. It is gone through once, however many places are asked for.
pub(super) struct Literal<'a> {
    text: Lines<'a>,
    /// Byte positions of the text, ascending, and those of the file: the first, and those behind each escape.
    starts: Vec<(usize, usize)>,
}

impl<'a> Literal<'a> {
    /// `span` is where the literal of `text` stands in the file.
    pub(super) fn of(file: &str, span: &Range<usize>, text: &'a str) -> Self {
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
        Self { text: Lines::of(text), starts }
    }

    /// The bytes of the file that some bytes of the text stand in.
    pub(super) fn place(&self, span: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let behind = self.starts.partition_point(|(in_text, _)| *in_text <= at);
            let start = behind.checked_sub(1).and_then(|idx| self.starts.get(idx)).copied();
            start.map_or(at, |(in_text, in_file)| in_file + at - in_text)
        };
        place(span.start)..place(span.end)
    }

    /// The characters of the text that some bytes of it are.
    pub(super) fn chars(&self, span: &Range<usize>) -> Range<usize> {
        self.text.chars(span)
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
            let read = Literal::of(&file, &(7..7 + literal.len()), text);
            for part in ["{a}", "{b}"] {
                let at = text.find(part).unwrap();
                let span = at..at + part.len();
                assert_eq!(file.get(read.place(&span)), Some(part), "{literal}");
                let chars = text.get(..at).unwrap().chars().count();
                assert_eq!(read.chars(&span), chars..chars + 3);
            }
        }
    }
}
