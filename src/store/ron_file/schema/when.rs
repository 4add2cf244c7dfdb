//! Conditions of a wording: `(days: "weekend", after: "cutoff", from: "2026-11-01", until: "2026-11-12", shops: ["木棉"],
//! trades: ["clothes"])`; and of a whole reply, which is for certain trades: `(trades: ["clothes"])`.

use super::super::reader::{Reader, wrong};
use super::forms::{End, Form as _, Start, Texts, TradeCodes};
use super::{Given, Record, Row, names, record, written};
use crate::diag::{Expected, Problem};
use crate::ron_edit::{Field, Layout, Node, list_literal, literal};
use crate::store::ron_file::mentions::Mentioned;
use crate::template::calendar::DayKind;
use crate::template::{Moment, Trades, When};

const ROWS: &[Row<When>] = &[
    Row { name: "days", read: read_days, write: |when, _| write_days(when), edit: None },
    Row {
        name: "before",
        read: |read, field, when| when.before = moment(read, field),
        write: |when, _| when.before.map(|moment| literal(&moment.written())),
        edit: None,
    },
    Row {
        name: "after",
        read: |read, field, when| when.after = moment(read, field),
        write: |when, _| when.after.map(|moment| literal(&moment.written())),
        edit: None,
    },
    row!("from", from, Start),
    row!("until", until, End),
    row!("shops", shops, Texts),
    row!("trades", trades, TradeCodes),
];

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

impl Record for When {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    /// Every condition that is given must have been read.
    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        let is_read = read.mistakes() == given.mistakes && !given.has_others;
        if let (Some(from), Some(until)) = (self.from, self.until)
            && from >= until
        {
            let (from, until) = (from.to_string(), until.to_string());
            read.report(&given.node.span, Problem::NeverHolds { from, until });
        }
        is_read && written(self, LAYOUT).len() == given.fields.len()
    }
}

/// Conditions are written in one line.
const LAYOUT: Layout<'static> = Layout { indent: "", line_break: "\n" };

/// Where one condition cannot be read, the wording is never taken by itself: `None`. What is wrong is reported.
pub(super) fn read(read: &mut Reader<'_>, node: &Node) -> Option<When> {
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("when", Expected::Struct));
        return None;
    };
    let when: When = record(read, node, fields)?;
    for shop in &when.shops {
        read.mention(&node.span, Mentioned::Shop(shop.clone()));
    }
    Some(when)
}

/// The source of conditions.
pub(super) fn write(when: &When) -> String {
    format!("({})", written(when, LAYOUT).join(", "))
}

/// The conditions of a whole reply.
#[derive(Default)]
struct OfReply {
    trades: Trades,
}

const ROWS_OF_REPLY: &[Row<OfReply>] = &[row!("trades", trades, TradeCodes)];

impl Record for OfReply {
    const ROWS: &'static [Row<Self>] = ROWS_OF_REPLY;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS_OF_REPLY.len() }>(ROWS_OF_REPLY);
}

/// What shops sell that a reply is for. Where none can be read, it is for all: a reply is never lost by a slip.
pub(super) fn read_of_reply(read: &mut Reader<'_>, node: &Node) -> Trades {
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("when", Expected::Struct));
        return Trades::default();
    };
    record(read, node, fields).unwrap_or_else(OfReply::default).trades
}

/// The source of the conditions of a whole reply; `None` where it has none.
pub(super) fn write_of_reply(trades: Trades) -> Option<String> {
    let fields = written(&OfReply { trades }, LAYOUT);
    (!fields.is_empty()).then(|| format!("({})", fields.join(", ")))
}

fn write_days(when: &When) -> Option<String> {
    let days: Vec<&str> = when.days.iter().map(|day| day.code()).collect();
    (!days.is_empty()).then(|| list_literal(&days))
}

/// Reads the days by code or by Chinese name; an unknown one is reported with the nearest name.
fn read_days(read: &mut Reader<'_>, field: &Field, when: &mut When) {
    for name in read.texts(field) {
        let of_code = DayKind::ALL.into_iter().find(|kind| kind.code() == name);
        let of_name = DAYS.iter().find(|(known, _)| *known == name).map(|(_, kinds)| *kinds);
        match (of_code, of_name) {
            (Some(kind), _) => when.days.push(kind),
            (None, Some(kinds)) => when.days.extend(kinds),
            (None, None) => {
                let known = DayKind::ALL.map(DayKind::code).into_iter().chain(DAYS.map(|(name, _)| name));
                let suggestion = read.suggestion(&name, known);
                let problem = Problem::UnknownValue { name: "days".into(), value: name, suggestion };
                read.report(&field.value.span, problem);
            }
        }
    }
    when.days.sort_unstable();
    when.days.dedup();
}

fn moment(read: &mut Reader<'_>, field: &Field) -> Option<Moment> {
    let text = read.text_of(field);
    let moment = Moment::read(&text);
    if moment.is_none() {
        read.report(&field.value.span, Problem::InvalidTime { value: text });
    }
    moment
}
