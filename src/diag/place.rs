//! Places in a file as people count them: lines and columns, from 1, in characters.

use std::ops::Range;

/// A place in a file, with the line itself for the snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// Counted from 1.
    pub line: usize,
    /// In characters of the whole line, counted from 1.
    pub column: usize,
    /// How many characters are meant, at least 1, within the line.
    pub length: usize,
    /// The whole line, or a window of 160 characters of it where it is longer.
    pub line_text: String,
    /// Where the marked characters begin in `line_text`, in characters, counted from 0.
    pub column_in_text: usize,
}

/// Where the lines of a text begin: made once for a file, it finds any number of places without reading the text again.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    /// Byte positions, ascending; the first is 0.
    starts: Vec<usize>,
    /// How many characters begin before each block of the text: a single line may be as long as the file.
    chars_before_block: Vec<usize>,
}

/// In bytes: so much of a text is counted character by character for one place.
const BLOCK: usize = 1024;

impl<'a> Lines<'a> {
    /// Reads the text through once.
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let chars_before_block = text
            .as_bytes()
            .chunks(BLOCK)
            .scan(0, |before, block| Some(std::mem::replace(before, *before + first_bytes(block))))
            .collect();
        Self { text, starts, chars_before_block }
    }

    /// The text that it was made of.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line, counted from 1, of a byte position.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// A byte range of the text as character offsets, counted from 0.
    pub fn chars(&self, span: &Range<usize>) -> Range<usize> {
        self.chars_before(span.start)..self.chars_before(span.end)
    }

    /// How many characters begin before a byte position.
    fn chars_before(&self, at: usize) -> usize {
        let block = (at / BLOCK).min(self.chars_before_block.len().saturating_sub(1));
        let before = self.chars_before_block.get(block).copied().unwrap_or(0);
        before + self.text.as_bytes().get(block * BLOCK..at).map_or(0, first_bytes)
    }

    /// The place of the byte range `span`. A range outside, or within a character, is moved to the nearest character
    /// before it.
    pub fn place(&self, span: &Range<usize>) -> FilePlace {
        let text = self.text;
        let start = floor_char(text, span.start);
        let end = floor_char(text, span.end).max(start);
        let line_idx = self.line(start);
        let line_start = line_idx.checked_sub(1).and_then(|idx| self.starts.get(idx)).copied().unwrap_or(0);
        let line_end = self.starts.get(line_idx).map_or(text.len(), |next| next - 1);
        let chars = |range: Range<usize>| self.chars_before(range.end) - self.chars_before(range.start);
        let column0 = chars(line_start..start);
        let length = chars(start..end.min(line_end).max(start)).max(1);
        let line = text.get(line_start..line_end).unwrap_or_default().trim_end_matches('\r');
        let is_shown_whole = chars(line_start..line_start + line.len()) <= LONGEST_LINE;
        let first = if is_shown_whole { 0 } else { column0.saturating_sub(LONGEST_LINE / 2) };
        // Counted back from the place itself, not over the whole line, which may be as long as the file.
        let behind = text.get(line_start..start).unwrap_or_default();
        let from =
            behind.char_indices().rev().take(column0 - first).last().map_or(start, |(at, _)| line_start + at);
        let shown = text.get(from..line_start + line.len()).unwrap_or_default();
        FilePlace {
            line: line_idx,
            column: column0 + 1,
            length: length.min(LONGEST_LINE),
            line_text: shown.chars().take(LONGEST_LINE).collect(),
            column_in_text: column0 - first,
        }
    }
}

/// How many characters begin in some bytes of a text.
fn first_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// In characters: a snippet shows at most so much of a line.
const LONGEST_LINE: usize = 160;

/// The nearest character boundary at or before a byte position.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_not_bytes() {
        let text = "第一行\n标题: 催发货";
        let at = text.find("催").unwrap();
        let place = Lines::of(text).place(&(at..text.len()));
        assert_eq!((place.line, place.column, place.length), (2, 5, 3));
        assert_eq!(place.line_text, "标题: 催发货");
    }

    #[test]
    fn a_place_outside_the_text_is_its_end() {
        assert_eq!(Lines::of("短").place(&(90..95)).column, 2);
    }

    #[test]
    fn a_place_in_a_line_as_long_as_the_file_is_counted_in_characters() {
        let text = format!("a\n{}中{}\r\n{}", "长é".repeat(3000), "尾".repeat(100), "x".repeat(2000));
        let lines = Lines::of(&text);
        let at = text.find('中').unwrap();
        let place = lines.place(&(at..at + 6));
        assert_eq!((place.line, place.column, place.length, place.column_in_text), (2, 6001, 2, 80));
        assert_eq!(place.line_text.chars().nth(80), Some('中'));
        assert_eq!(place.line_text.chars().count(), 160);
        for (at, _) in text.char_indices() {
            let line_start = text.get(..at).unwrap().rfind('\n').map_or(0, |end| end + 1);
            let column = text.get(line_start..at).unwrap().chars().count() + 1;
            assert_eq!(lines.place(&(at..at)).column, column, "{at}");
        }
    }
}
