//! How a text is written in a cell so that it comes back as it is, whatever the program in between does to cells.
//!
//! Spreadsheets trim, run what begins with `=`, and read `_x000D_` and `&#13;`; what could be changed so is written with a
//! backslash. Line breaks stay line breaks.

use std::fmt::Write as _;

/// A text as a cell.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let is_edge = out.is_empty() || behind.is_empty();
        match c {
            // Not as two of them: programs disagree about what that is in front of a quote.
            '\\' => code(&mut out, c),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\n' if !is_edge => out.push(c),
            '=' | '+' | '-' | '@' | '\'' | '＝' | '＋' | '－' | '＠' if out.is_empty() => {
                out.push('\\');
                out.push(c);
            }
            _ if is_unsafe(c) || is_edge && c.is_whitespace() || begins_code(c, behind) => code(&mut out, c),
            _ => out.push(c),
        }
        rest = behind;
    }
    out
}

/// A text as a line of a cell: a line break in it is written `\n`.
pub(super) fn escaped_line(text: &str) -> String {
    escaped(text).replace('\n', "\\n")
}

/// The text of a cell.
pub(super) fn unescaped(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let behind = rest.get(at + 1..).unwrap_or_default();
        let (c, length) = escape(behind);
        out.push_str(c.encode_utf8(&mut [0; 4]));
        rest = behind.get(length..).unwrap_or_default();
    }
    out + rest
}

/// The texts of the lines of a cell.
pub(super) fn unescaped_list(cell: &str) -> Vec<String> {
    cell.split('\n').map(unescaped).filter(|text| !text.trim().is_empty()).collect()
}

/// What an escape stands for, and how many bytes it has behind its backslash. One that is none is a backslash.
fn escape(behind: &str) -> (char, usize) {
    match behind.chars().next() {
        Some('n') => ('\n', 1),
        Some('r') => ('\r', 1),
        Some('t') => ('\t', 1),
        Some('u') => coded(behind).unwrap_or(('\\', 0)),
        Some(c) if matches!(c, '\\' | '=' | '+' | '-' | '@' | '\'' | '＝' | '＋' | '－' | '＠') => {
            (c, c.len_utf8())
        }
        Some(_) | None => ('\\', 0),
    }
}

/// `u{fffd}`
fn coded(behind: &str) -> Option<(char, usize)> {
    let digits = behind.strip_prefix("u{")?.split_once('}')?.0;
    let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((c, digits.len() + 3))
}

fn code(out: &mut String, c: char) {
    // Writing to a text cannot fail.
    let _written = write!(out, "\\u{{{:x}}}", u32::from(c));
}

/// Whether a character may be lost on the way, or is taken as a sign that another one was.
fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{a0}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}')
}

/// Whether this is where an entity or a code of Excel begins.
fn begins_code(c: char, behind: &str) -> bool {
    match c {
        '&' => behind.starts_with(|next: char| next == '#' || next.is_ascii_alphabetic()),
        '_' => behind.starts_with('x') || behind.starts_with('X'),
        '<' => behind.starts_with(|next: char| matches!(next, '/' | '!') || next.is_ascii_alphabetic()),
        _ => false,
    }
}
