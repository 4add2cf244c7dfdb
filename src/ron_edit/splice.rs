//! Changes of a text by the bytes that they replace: items of a list, and the fields of a struct, which are items too.

use std::ops::Range;

/// Replacements that do not overlap.
#[derive(Debug, Default)]
pub struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    pub fn replace(&mut self, span: Range<usize>, new: impl Into<String>) {
        self.0.push((span, new.into()));
    }

    /// The text with all of them. `None` where a span is not one of the text, or two overlap.
    pub fn applied(mut self, text: &str) -> Option<String> {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (span, new) in &self.0 {
            out.push_str(text.get(at..span.start)?);
            out.push_str(new);
            at = span.end;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }

    /// Adds items behind the one at `behind` (counted from 0), or in front of the first: on lines of their own where the
    /// neighbour is on one.
    pub fn insert(
        &mut self,
        text: &str,
        brackets: &Range<usize>,
        items: &[Range<usize>],
        behind: Option<usize>,
        new: &[String],
    ) -> Option<()> {
        let line_break = line_break(text);
        let Some(neighbour) = items.get(behind.unwrap_or(0)) else {
            return self.insert_into_empty(text, brackets, new);
        };
        let indent = own_line(text, neighbour.start);
        if behind.is_none() {
            let separator = indent.map_or_else(|| ", ".to_owned(), |indent| format!(",{line_break}{indent}"));
            let before: String = new.iter().map(|item| [item, separator.as_str()].concat()).collect();
            self.replace(neighbour.start..neighbour.start, before);
            return Some(());
        }
        let close = brackets.end.checked_sub(1)?;
        let comma = end_of_comma(text.get(neighbour.end..close)?).map(|at| neighbour.end + at);
        let from = comma.unwrap_or(neighbour.end);
        let line_end = end_of_line(text.get(from..close)?).map(|at| from + at);
        if let (Some(indent), Some(line_end)) = (indent, line_end) {
            if comma.is_none() {
                self.replace(neighbour.end..neighbour.end, ",");
            }
            let lines: String = new.iter().map(|item| [line_break, indent, item, ","].concat()).collect();
            self.replace(line_end..line_end, lines);
        } else {
            let is_last = behind.is_some_and(|idx| idx + 1 == items.len());
            let sign = if comma.is_some() { " " } else { ", " };
            let end = if is_last { "" } else { "," };
            self.replace(from..from, format!("{sign}{}{end}", new.join(", ")));
        }
        Some(())
    }

    /// In front of the closing bracket, behind the comments.
    fn insert_into_empty(&mut self, text: &str, brackets: &Range<usize>, new: &[String]) -> Option<()> {
        let close = brackets.end.checked_sub(1)?;
        let inside = text.get(..close)?;
        let head = inside.trim_end_matches([' ', '\t']);
        let indent = inside.get(head.len()..)?;
        if head.ends_with('\n') {
            let line_break = line_break(text);
            let lines: String =
                new.iter().map(|item| [indent, "    ", item, ",", line_break].concat()).collect();
            self.replace(head.len()..head.len(), lines);
        } else {
            self.replace(close..close, format!(" {} ", new.join(", ")));
        }
        Some(())
    }

    /// Takes out the items of a run, with their commas, and with their lines where they have lines of their own.
    pub fn remove(
        &mut self,
        text: &str,
        brackets: &Range<usize>,
        items: &[Range<usize>],
        run: Range<usize>,
    ) -> Option<()> {
        let (first, last) = (items.get(run.start)?, items.get(run.end.checked_sub(1)?)?);
        let close = brackets.end.checked_sub(1)?;
        let comma = end_of_comma(text.get(last.end..close)?).map(|at| last.end + at);
        let end = comma.unwrap_or(last.end);
        let rest = text.get(end..close)?;
        let line = rest.find('\n').and_then(|line_end| rest.get(..line_end)).map(str::trim);
        let is_alone = line.is_some_and(|line| line.is_empty() || line.starts_with("//"));
        let span = if let Some(indent) = own_line(text, first.start).filter(|_| is_alone) {
            first.start - indent.len()..end + rest.find('\n')? + 1
        } else if let Some(before) = run.start.checked_sub(1).and_then(|idx| items.get(idx))
            && comma.is_none()
            && text
                .get(before.end..first.start)
                .is_some_and(|between| between.trim_matches([' ', ',']).is_empty())
        {
            before.end..end
        } else {
            first.start..end + rest.len() - rest.trim_start_matches([' ', '\t']).len()
        };
        self.replace(span, "");
        Some(())
    }
}

/// The line ends of a text: those that it has.
pub fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The text with `new` in the place of `span`.
pub fn replaced(text: &str, span: &Range<usize>, new: &str) -> Option<String> {
    Some([text.get(..span.start)?, new, text.get(span.end..)?].concat())
}

/// Adds an item behind the last one between two brackets, on a line of its own where the last one has one.
pub fn appended(text: &str, brackets: &Range<usize>, items: &[Range<usize>], new: &str) -> Option<String> {
    let mut splices = Splices::default();
    splices.insert(text, brackets, items, items.len().checked_sub(1), &[new.to_owned()])?;
    splices.applied(text)
}

/// What precedes a place in its line, where that is nothing but white space.
pub fn own_line(text: &str, at: usize) -> Option<&str> {
    let start = text.get(..at)?.rfind('\n')? + 1;
    text.get(start..at).filter(|indent| indent.trim().is_empty())
}

/// Where the comment ends that a text begins with; comments may hold others.
fn end_of_comment(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with("/*") {
            (at, depth) = (at + 2, depth + 1);
        } else if rest.starts_with("*/") {
            (at, depth) = (at + 2, depth - 1);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}

/// Where the line ends, behind the comments that begin in it.
fn end_of_line(behind: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = behind.get(at..)?;
        if rest.starts_with("/*") {
            at += end_of_comment(rest)?;
        } else if rest.starts_with("\r\n") || rest.starts_with('\n') {
            return Some(at);
        } else if rest.starts_with("//") {
            at += rest.find('\n').filter(|end| *end > 0)?;
            return Some(if behind.get(..at)?.ends_with('\r') { at - 1 } else { at });
        } else if rest.starts_with(char::is_whitespace) {
            at += rest.chars().next()?.len_utf8();
        } else {
            return None;
        }
    }
}

/// Where the comma behind an item ends, if there is one before anything but white space and comments.
fn end_of_comma(behind: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = behind.get(at..)?;
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with(',') {
            return Some(at + 1);
        } else if trimmed.starts_with("//") {
            at += trimmed.find('\n')?;
        } else if trimmed.starts_with("/*") {
            at += end_of_comment(trimmed)?;
        } else {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_edit::parse;

    /// The spans of the list that is the whole text, and of its items.
    fn spans(text: &str) -> (Range<usize>, Vec<Range<usize>>) {
        let root = parse(text).root.unwrap();
        let items = root.as_list().unwrap().iter().map(|item| item.span.clone()).collect();
        (root.span, items)
    }

    fn inserted(text: &str, behind: Option<usize>, new: &[&str]) -> String {
        let (brackets, items) = spans(text);
        let new: Vec<String> = new.iter().map(|item| (*item).to_owned()).collect();
        let mut splices = Splices::default();
        splices.insert(text, &brackets, &items, behind, &new).unwrap();
        splices.applied(text).unwrap()
    }

    fn removed(text: &str, run: Range<usize>) -> String {
        let (brackets, items) = spans(text);
        let mut splices = Splices::default();
        splices.remove(text, &brackets, &items, run).unwrap();
        splices.applied(text).unwrap()
    }

    #[test]
    fn items_go_where_they_are_told_and_stand_as_their_neighbours_do() {
        let cases = [
            ("[1, 2]", None, "[8, 9, 1, 2]"),
            ("[1, 2]", Some(0), "[1, 8, 9, 2]"),
            ("[1, 2]", Some(1), "[1, 2, 8, 9]"),
            ("[1, 2,]", Some(1), "[1, 2, 8, 9]"),
            ("[\n  1, // a\n  2 // b\n]", Some(0), "[\n  1, // a\n  8,\n  9,\n  2 // b\n]"),
            ("[\n  1, // a\n  2 // b\n]", Some(1), "[\n  1, // a\n  2, // b\n  8,\n  9,\n]"),
            ("[\r\n  1,\r\n]", None, "[\r\n  8,\r\n  9,\r\n  1,\r\n]"),
            ("[\n  1, 2,\n]", Some(0), "[\n  1, 8, 9, 2,\n]"),
            ("[]", None, "[ 8, 9 ]"),
        ];
        for (text, behind, expected) in cases {
            assert_eq!(inserted(text, behind, &["8", "9"]), expected, "{text}");
        }
    }

    #[test]
    fn items_are_taken_out_with_their_commas_and_lines() {
        let cases = [
            ("[1, 2, 3]", 0..1, "[2, 3]"),
            ("[1, 2, 3]", 1..2, "[1, 3]"),
            ("[1, 2, 3]", 1..3, "[1]"),
            ("[1, 2, 3]", 0..3, "[]"),
            ("[1, 2,]", 1..2, "[1, ]"),
            ("[\n  // head\n  1, // a\n  // next\n  2 // b\n]", 0..1, "[\n  // head\n  // next\n  2 // b\n]"),
            ("[\n  1, // a\n  2 // b\n]", 1..2, "[\n  1, // a\n]"),
            ("[\n  1, 2,\n]", 0..1, "[\n  2,\n]"),
            ("[\r\n  1,\r\n  2,\r\n]", 0..2, "[\r\n]"),
            ("[1\n]", 0..1, "[\n]"),
            ("[\n  1, // a\n  // b\n  2]", 1..2, "[\n  1, // a\n  // b\n  ]"),
            ("[1 /* /* a */ */, 2]", 0..1, "[2]"),
        ];
        for (text, run, expected) in cases {
            assert_eq!(removed(text, run), expected, "{text}");
        }
    }
}
