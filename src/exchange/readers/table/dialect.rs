//! How a text with delimiters is written: what is between two fields, and how quotes are used. Every row is looked at.

use std::collections::BTreeMap;

use super::header::{self, Header, SEARCHED};
use super::records::{Dialect, Quoting, Record, Records};

/// In the order in which they are taken where they fit equally well: what hardly ever is in a text comes first.
pub(super) const DELIMITERS: [char; 5] = ['\t', '‖', ';', ',', '|'];

/// Of the rows of a table without a header that is known so many per cent have as many fields as most.
const REGULAR_PERCENT: usize = 60;

/// How the rows of a text are with a delimiter. The greatest is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Trial {
    /// How many of the columns have a header that is known.
    known_headers: usize,
    /// Of the rows that are not blank, how many per cent have as many fields as most; 0 where most have one.
    regular_percent: usize,
}

/// The dialect that a text is most likely written in.
pub(super) fn sniffed(text: &str) -> Dialect {
    let single =
        Dialect { delimiter: None, quoting: quoting(text, None), breaks_at_return: returns_end_rows(text) };
    if let Some((delimiter, _)) = named_delimiter(text) {
        return Dialect { delimiter: Some(delimiter), ..single };
    }
    let is_single = has_single_header(text, single);
    let trials = DELIMITERS.into_iter().filter(|delimiter| text.contains(*delimiter)).flat_map(|delimiter| {
        quotings(text, delimiter).into_iter().map(move |quoting| {
            let dialect = Dialect { delimiter: Some(delimiter), quoting, ..single };
            (trial(text, dialect), dialect)
        })
    });
    let is_table = |trial: &Trial| {
        trial.known_headers > 1
            || !is_single && (trial.known_headers > 0 || trial.regular_percent >= REGULAR_PERCENT)
    };
    let fits: Vec<_> = trials.filter(|(trial, _)| is_table(trial)).collect();
    // The last of equals is taken by `max_by_key`.
    fits.into_iter().rev().max_by_key(|(trial, _)| *trial).map_or(single, |(_, dialect)| dialect)
}

/// What the first line says where it is `sep=;`, as Excel reads it, and what is behind that line.
pub(super) fn named_delimiter(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix("sep=")?;
    let delimiter =
        rest.chars().next().filter(|c| !c.is_alphanumeric() && !matches!(c, '"' | '\r' | '\n'))?;
    let rest = rest.strip_prefix(delimiter)?;
    let rows = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    Some((delimiter, rows))
}

/// How many fields most rows have that are not blank; 0 without any.
pub(super) fn usual_width<'a>(records: impl Iterator<Item = Record<'a>>) -> usize {
    usual(&widths(records)).0
}

/// How many rows have how many fields, without blank rows.
fn widths<'a>(records: impl Iterator<Item = Record<'a>>) -> BTreeMap<usize, usize> {
    let mut widths = BTreeMap::new();
    for record in records.filter(|record| !record.is_blank()) {
        *widths.entry(record.fields.len()).or_default() += 1;
    }
    widths
}

/// The width that most rows have, the smaller of equals, and how many have it.
fn usual(widths: &BTreeMap<usize, usize>) -> (usize, usize) {
    widths.iter().rev().max_by_key(|(_, rows)| **rows).map_or((0, 0), |(width, rows)| (*width, *rows))
}

fn trial(text: &str, dialect: Dialect) -> Trial {
    let first: Vec<Record<'_>> =
        Records::new(text, dialect).filter(|record| !record.is_blank()).take(SEARCHED).collect();
    let rows = first.iter().map(|record| record.fields.iter().map(AsRef::as_ref));
    let header = Header::find(rows)
        .filter(|header| first.get(header.row_idx).is_some_and(|record| record.fields.len() > 1));
    let widths = widths(Records::new(text, dialect));
    let (width, regular) = usual(&widths);
    let all: usize = widths.values().sum();
    let is_regular = width > 1 && (all > 1 || matches!(dialect.delimiter, Some('\t' | '‖')));
    Trial {
        known_headers: header.map_or(0, |header| header.known),
        regular_percent: if is_regular { regular * 100 / all } else { 0 },
    }
}

/// Whether one of the first rows is the header of a single column: what is in the rows below is text.
fn has_single_header(text: &str, single: Dialect) -> bool {
    let rows = Records::new(text, single).filter(|record| !record.is_blank()).take(SEARCHED);
    rows.filter_map(|record| record.fields.into_iter().next())
        .any(|cell| !cell.contains(DELIMITERS) && header::is_single(&cell))
}

/// Whether carriage returns alone end rows: there are more of them than of line feeds.
fn returns_end_rows(text: &str) -> bool {
    let count = |byte| text.bytes().filter(|b| *b == byte).count();
    count(b'\r') > count(b'\n') * 2
}

/// How quotes may be used with a delimiter, the likeliest first: a backslash before a quote may be either.
fn quotings(text: &str, delimiter: char) -> Vec<Quoting> {
    if !text.contains("\\\"") {
        return vec![Quoting::Doubled];
    }
    match quoting(text, Some(delimiter)) {
        Quoting::Backslash => vec![Quoting::Backslash, Quoting::Doubled],
        Quoting::Doubled | Quoting::None => vec![Quoting::Doubled, Quoting::Backslash],
    }
}

/// How quotes are used; with backslashes where one is before a quote that can neither end a field nor be doubled.
fn quoting(text: &str, delimiter: Option<char>) -> Quoting {
    let has_escape = text.match_indices("\\\"").any(|(at, escape)| {
        let next = text.get(at + escape.len()..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| Some(next) != delimiter && !matches!(next, '"' | '\r' | '\n'))
    });
    if has_escape { Quoting::Backslash } else { Quoting::Doubled }
}
