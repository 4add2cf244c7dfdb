//! Conditions of a wording and the end of a reply's life.

use jiff::civil::DateTime;

use super::super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem};
use crate::ron_edit::{Field, Node};
use crate::template::calendar::DayKind;
use crate::template::{Moment, When, read_moment};

const WHEN_FIELDS: &[&str] = &["days", "before", "after", "from", "until", "shops"];

/// What people call days, besides their codes.
const DAYS: [(&str, &[DayKind]); 9] = [
    ("周末", &[DayKind::Weekend]),
    ("节假日", &[DayKind::Holiday]),
    ("补班", &[DayKind::MakeUp]),
    ("平日", &[DayKind::Working]),
    ("工作日", &[DayKind::Working, DayKind::MakeUp]),
    ("workday", &[DayKind::Working, DayKind::MakeUp]),
    ("休息日", &[DayKind::Weekend, DayKind::Holiday]),
    ("restday", &[DayKind::Weekend, DayKind::Holiday]),
    ("调休", &[DayKind::MakeUp]),
];

/// `(days: "weekend", after: "cutoff", from: "2026-11-01", until: "2026-11-12", shops: ["木棉"])`. A condition that cannot
/// be read is reported, and its wording never taken by itself: `None`.
pub(super) fn when(read: &mut Reader<'_>, node: &Node) -> Option<When> {
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("when", Expected::Struct));
        return None;
    };
    let mut when = When::default();
    let mut is_read = true;
    let named = read.check_names(fields, WHEN_FIELDS);
    is_read &= named.len() == fields.len();
    for field in named {
        match field.name.as_str() {
            "days" => is_read &= days(read, field, &mut when.days),
            "before" => is_read &= moment(read, field, &mut when.before),
            "after" => is_read &= moment(read, field, &mut when.after),
            "from" => {
                when.from = day_or_moment(read, field, false);
                is_read &= when.from.is_some();
            }
            "until" => {
                when.until = day_or_moment(read, field, true);
                is_read &= when.until.is_some();
            }
            _ => {
                let mistakes = read.mistakes();
                when.shops = read.texts(field);
                is_read &= !when.shops.is_empty() && read.mistakes() == mistakes;
            }
        }
    }
    if let (Some(from), Some(until)) = (when.from, when.until)
        && from >= until
    {
        let (from, until) = (from.to_string(), until.to_string());
        read.report(&node.span, Problem::NeverHolds { from, until });
    }
    is_read.then_some(when)
}

fn days(read: &mut Reader<'_>, field: &Field, days: &mut Vec<DayKind>) -> bool {
    let mistakes = read.mistakes();
    let names = read.texts(field);
    let mut is_read = !names.is_empty() && read.mistakes() == mistakes;
    for name in names {
        let of_code = DayKind::ALL.into_iter().find(|kind| kind.code() == name);
        let of_name = DAYS.iter().find(|(known, _)| *known == name).map(|(_, kinds)| *kinds);
        match (of_code, of_name) {
            (Some(kind), _) => days.push(kind),
            (None, Some(kinds)) => days.extend(kinds),
            (None, None) => {
                let known = DayKind::ALL.map(DayKind::code).into_iter().chain(DAYS.map(|(name, _)| name));
                let suggestion = read.suggestion(&name, known);
                read.report(
                    &field.value.span,
                    Problem::UnknownValue { name: "days".into(), value: name, suggestion },
                );
                is_read = false;
            }
        }
    }
    days.sort_unstable();
    days.dedup();
    is_read
}

fn moment(read: &mut Reader<'_>, field: &Field, moment: &mut Option<Moment>) -> bool {
    let text = read.text_of(field);
    *moment = Moment::read(&text);
    if moment.is_none() {
        read.report(&field.value.span, Problem::InvalidTime { value: text });
    }
    moment.is_some()
}

fn day_or_moment(read: &mut Reader<'_>, field: &Field, is_end: bool) -> Option<DateTime> {
    let text = read.optional_text(field)?;
    let found = read_moment(&text, is_end);
    if found.is_none() {
        read.report(&field.value.span, Problem::InvalidDate { value: text });
    }
    found
}

/// When a reply is out of date: at the end of a day, or at a moment.
pub(super) fn expires(read: &mut Reader<'_>, field: &Field) -> Option<DateTime> {
    if field.value.as_bare() == Some("None") { None } else { day_or_moment(read, field, true) }
}
