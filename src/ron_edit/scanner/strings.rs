//! Texts in quotes and raw strings.

use std::ops::Range;

use super::super::literal::escape_length;
use super::super::signs::behind_indent;
use super::super::{Fault, FaultKind, Wanted};
use super::Scanner;

impl Scanner<'_> {
    /// Reads a text in quotes and resolves its escapes.
    pub(super) fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        let mut escaped = false;
        loop {
            match bytes.get(end) {
                None => return Err(Fault::new(start..start + 1, FaultKind::UnclosedString)),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    end += 2;
                }
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        let literal = self.text.get(start..self.at).unwrap_or_default();
        if literal.contains('\n') {
            self.long_texts.push(start..self.at);
        }
        if escaped {
            return decode_literal(literal, start);
        }
        Ok(literal.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned())
    }

    /// Reads a raw text, `r"…"` or `r#"…"#`.
    pub(super) fn raw_string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let hashes = self.rest().bytes().skip(1).take_while(|byte| *byte == b'#').count();
        self.at += 1 + hashes;
        if self.peek() != Some('"') {
            return Err(self.unexpected(Wanted::Sign('"')));
        }
        let body = self.at + 1;
        let unclosed = || Fault::new(start..start + 1, FaultKind::UnclosedString);
        let ends = self.ends.borrow_mut().raw_string(self.text, body, hashes);
        let (end, last_opening) = ends.ok_or_else(unclosed)?;
        let inside = self.text.get(body..end).ok_or_else(unclosed)?;
        if last_opening.is_some_and(|last| self.is_swallowed(body..last)) {
            return Err(unclosed());
        }
        self.at = end + 1 + hashes;
        if inside.contains('\n') {
            self.long_texts.push(start..self.at);
        }
        decode_literal(self.text.get(start..self.at).unwrap_or_default(), start)
    }

    /// Whether what is in a raw string is the rest of the file rather than a text: in the part of it in front of the last
    /// place where a raw string of the same kind opens, an item begins on a line of its own.
    fn is_swallowed(&self, part: Range<usize>) -> bool {
        let inside = self.text.get(part.clone()).unwrap_or_default();
        let mut starts = std::iter::once(0).chain(inside.match_indices('\n').map(|(at, _)| at + 1));
        starts.any(|start| self.struct_start_at_line(part.start + start).is_some())
    }

    /// Where a line, behind its indent, begins with a struct that has a field, `(title: …` or `Reply(title: …`: the byte
    /// position of its beginning, which is its name where it has one, and that of its bracket.
    pub(in crate::ron_edit) fn struct_start_at_line(&self, line_start: usize) -> Option<(usize, usize)> {
        let start = behind_indent(self.text, line_start)?;
        let mut look = self.look(start);
        look.skip_name();
        let bracket = look.at;
        if look.peek_sign() != Some('(') {
            return None;
        }
        look.skip_sign();
        look.skip_blanks().ok()?;
        look.peek_field().map(|_| (start, bracket))
    }
}

/// The text of a literal with escapes.
fn decode_literal(literal: &str, start: usize) -> Result<String, Fault> {
    // Its words are English; which escape it is, is what helps.
    ron::from_str::<String>(literal).map_err(|_error| {
        let (range, escape) = bad_escape(literal).unwrap_or((0..literal.len(), String::new()));
        Fault::new(start + range.start..start + range.end, FaultKind::BadEscape { escape })
    })
}

/// The first escape of a literal that means nothing, and its bytes.
fn bad_escape(literal: &str) -> Option<(Range<usize>, String)> {
    let mut at = 0;
    loop {
        at += literal.get(at..)?.find('\\')?;
        let rest = literal.get(at..)?;
        let length = escape_length(rest);
        let escape = rest.get(..length)?;
        if ron::from_str::<String>(&format!("\"{escape}\"")).is_err() {
            return Some((at..at + length, escape.to_owned()));
        }
        at += length;
    }
}
