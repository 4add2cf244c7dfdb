//! The public holidays of the years that a library has a notice for, as lines like those of `assets/calendar.txt`.

use std::ops::Range;

use super::super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem};
use crate::ron_edit::{Field, LiteralPlaces};
use crate::template::calendar::Calendar;

/// A line, and the bytes of the file that it is in.
struct Line<'n> {
    /// `None` for what is not a text; it was reported.
    text: Option<&'n str>,
    place: Range<usize>,
}

/// `["notice 2027 通知", "off 2027-05-01 2027-05-05", "work 2027-05-08"]`; a text may have several lines. A line that cannot
/// be read is reported, and its year left out. Where the field is damaged there are no years at all: half the holidays of a
/// year would make wrong days that nobody doubts.
pub(super) fn calendar(read: &mut Reader<'_>, field: &Field) -> Calendar {
    if read.is_damaged(field) {
        return Calendar::default();
    }
    let lines = lines(read, field);
    let (years, unread) = Calendar::read(lines.iter().map(|line| line.text.unwrap_or("?")));
    for line in unread.into_iter().filter_map(|line_idx| lines.get(line_idx)) {
        if let Some(text) = line.text {
            read.report(&line.place, Problem::InvalidCalendarLine { value: text.trim().to_owned() });
        }
    }
    years
}

/// The lines of a calendar: each item of the list, and each line within an item.
fn lines<'n>(read: &mut Reader<'_>, field: &'n Field) -> Vec<Line<'n>> {
    let items = match field.value.as_list() {
        Some(items) => items,
        None => std::slice::from_ref(&field.value),
    };
    let mut lines = Vec::new();
    for item in items {
        let Some(text) = item.as_text() else {
            read.report(&item.span, wrong(&field.name, Expected::Texts));
            lines.push(Line { text: None, place: item.span.clone() });
            continue;
        };
        let mut start = 0;
        let literal = LiteralPlaces::new(read.text, &item.span, text);
        for line in text.split_inclusive('\n') {
            let span = start..start + line.trim_end().len();
            lines.push(Line { text: Some(line), place: literal.in_file(&span) });
            start += line.len();
        }
    }
    lines
}
