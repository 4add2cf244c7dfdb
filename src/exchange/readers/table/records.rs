//! A text with delimiters → its records, one after the other.
//!
//! Real files are broken in few ways, and none of them may swallow the rows behind: a quote inside a quoted field that is not
//! doubled is a quote; one that is never closed ends with its line; a field of more than [`MAX_CELL`] bytes ends its row.
//! Time is linear in the text: what was looked through in vain is counted, and when that is too much no field goes over lines.

use std::borrow::Cow;

use crate::exchange::grid::MAX_CELL;

/// How fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What is between two fields; `None` where a row is one field.
    pub delimiter: Option<char>,
    /// How a field is written that holds a delimiter.
    pub quoting: Quoting,
    /// Whether a carriage return alone ends a row.
    pub breaks_at_return: bool,
}

/// How a field is written that holds a delimiter, a line break or a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// It cannot: a quote is a quote.
    None,
    /// Between quotes, a quote as two.
    Doubled,
    /// Between quotes, a quote as two or behind a backslash, which is itself written as two.
    Backslash,
}

/// A record; a blank line is one with a blank field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record<'a> {
    /// Counted from 1: a spreadsheet shows it as the row.
    pub number: usize,
    /// Never empty.
    pub fields: Vec<Cow<'a, str>>,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A quote was never closed.
    OpenQuote,
    /// A field was too long: what follows it in its line is not among the fields.
    TooLong,
}

impl Record<'_> {
    /// Whether there is nothing in it.
    pub(super) fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// The records of a text.
#[derive(Debug)]
pub(super) struct Records<'a> {
    text: &'a str,
    dialect: Dialect,
    /// The bytes that what ends a field may begin with.
    stops: [u8; 3],
    /// In bytes.
    at: usize,
    number: usize,
    /// In bytes: how much may still be looked through in vain for the end of a quoted field.
    patience: usize,
}

/// What ends a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Delimiter,
    Row,
}

impl<'a> Records<'a> {
    /// Those of a text without a byte order mark.
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        let mut buffer = [0; 4];
        let first = dialect.delimiter.and_then(|delimiter| delimiter.encode_utf8(&mut buffer).bytes().next());
        let stops = [b'\n', b'\r', first.unwrap_or(b'\n')];
        Self { text, dialect, stops, at: 0, number: 0, patience: text.len().saturating_mul(4) }
    }

    /// The field that begins here between quotes, with what ends it; `None` where there is none, or it does not end.
    fn quoted(&mut self) -> Option<(Cow<'a, str>, End)> {
        let open = self.skip_spaces(self.at);
        if self.dialect.quoting == Quoting::None || self.byte(open) != Some(b'"') {
            return None;
        }
        let (start, mut at, mut has_break, mut lone) = (open + 1, open + 1, false, 0_usize);
        let mut unescaped = String::new();
        let mut kept_from = start;
        while at - start <= MAX_CELL {
            match self.byte(at)? {
                b'"' if self.byte(at + 1) == Some(b'"') => {
                    unescaped.push_str(self.slice(kept_from, at + 1));
                    at += 2;
                    kept_from = at;
                }
                b'\\'
                    if self.dialect.quoting == Quoting::Backslash
                        && matches!(self.byte(at + 1), Some(b'"' | b'\\')) =>
                {
                    unescaped.push_str(self.slice(kept_from, at));
                    kept_from = at + 1;
                    at += 2;
                }
                b'"' => {
                    let behind = self.skip_spaces(at + 1);
                    // In `"say "hi", please"` the comma with a space belongs to the text: a quote in it is still open.
                    let is_inner = |end, len| {
                        end == End::Delimiter && lone % 2 == 1 && self.byte(behind + len) == Some(b' ')
                    };
                    if let Some((end, len)) = self.end_at(behind).filter(|(end, len)| !is_inner(*end, *len)) {
                        let last = self.slice(kept_from, at);
                        self.at = behind + len;
                        let field =
                            if unescaped.is_empty() { last.into() } else { (unescaped + last).into() };
                        return Some((field, end));
                    }
                    if has_break && self.begins_field(at) {
                        break;
                    }
                    lone += 1;
                    at += 1;
                }
                b'\n' | b'\r' if at - start > self.patience => break,
                byte => {
                    has_break |= matches!(byte, b'\n' | b'\r');
                    at += 1;
                }
            }
        }
        self.patience = self.patience.saturating_sub(at - start);
        None
    }

    /// The field that begins here as it is written.
    fn bare(&mut self) -> (&'a str, End) {
        let start = self.at;
        let mut at = start;
        loop {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            at += rest.iter().position(|byte| self.stops.contains(byte)).unwrap_or(rest.len());
            if let Some((end, len)) = self.end_at(at) {
                self.at = at + len;
                return (self.slice(start, at), end);
            }
            at += 1;
        }
    }

    /// What ends a field at this byte, with its length in bytes.
    fn end_at(&self, at: usize) -> Option<(End, usize)> {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        match rest {
            [] | [b'\n', ..] => Some((End::Row, rest.len().min(1))),
            [b'\r', b'\n', ..] => Some((End::Row, 2)),
            [b'\r', b'\r', b'\n', ..] => Some((End::Row, 3)),
            [b'\r', ..] if self.dialect.breaks_at_return => Some((End::Row, 1)),
            _ => {
                let delimiter = self.dialect.delimiter?;
                let mut buffer = [0; 4];
                let bytes = delimiter.encode_utf8(&mut buffer).as_bytes();
                rest.starts_with(bytes).then_some((End::Delimiter, bytes.len()))
            }
        }
    }

    /// Whether a delimiter or a line break is before this byte.
    fn begins_field(&self, at: usize) -> bool {
        let before = self.slice(0, at);
        before.ends_with(['\n', '\r'])
            || self.dialect.delimiter.is_some_and(|delimiter| before.ends_with(delimiter))
    }

    fn skip_to_next_row(&mut self) {
        while self.bare().1 == End::Delimiter {}
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        if self.at >= self.text.len() {
            return None;
        }
        self.number += 1;
        let (mut fields, mut flaw) = (Vec::new(), None);
        loop {
            let begins_with_quote = self.byte(self.skip_spaces(self.at)) == Some(b'"');
            // Behind a quote that is never closed the row has no other that means anything.
            let quoted = if flaw.is_none() { self.quoted() } else { None };
            let (field, end) = quoted.unwrap_or_else(|| {
                let (field, end) = self.bare();
                let is_open = begins_with_quote
                    && flaw.is_none()
                    && self.dialect.quoting != Quoting::None
                    && field.matches('"').count() == 1;
                if is_open {
                    flaw = Some(Flaw::OpenQuote);
                    return (Cow::from(field.trim_start_matches(' ').trim_start_matches('"')), end);
                }
                (Cow::from(field), end)
            });
            let is_too_long = field.len() > MAX_CELL;
            fields.push(field);
            if is_too_long && end == End::Delimiter {
                flaw = Some(Flaw::TooLong);
                self.skip_to_next_row();
            }
            if is_too_long || end == End::Row {
                return Some(Record { number: self.number, fields, flaw });
            }
        }
    }
}
