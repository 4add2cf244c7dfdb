//! The conditions of a wording as lines of a cell.
//!
//! ```text
//! 日子：周末 节假日
//! 不早于：截单
//! 到：2026-11-11T20:00
//! 店铺：木棉女装旗舰店
//! ```

use super::cell::{escaped_line, unescaped};
use crate::template::calendar::DayKind;
use crate::template::{Edge, Moment, Trade, When, read_moment, trade_words, written_moment};

const DAYS: &str = "日子";
const AFTER: &str = "不早于";
const BEFORE: &str = "早于";
const FROM: &str = "从";
const UNTIL: &str = "到";
const SHOP: &str = "店铺";
const TRADES: &str = "行业";

/// The lines of the conditions; empty where there is none.
pub(super) fn written(when: &When) -> String {
    let mut lines = Vec::new();
    let mut line = |name: &str, value: &str| lines.push(format!("{name}：{value}"));
    if !when.days.is_empty() {
        line(DAYS, &when.days.iter().map(|day| day_word(*day)).collect::<Vec<_>>().join(" "));
    }
    if let Some(after) = when.after {
        line(AFTER, &after.written());
    }
    if let Some(before) = when.before {
        line(BEFORE, &before.written());
    }
    if let Some(from) = when.from {
        line(FROM, &written_moment(from, Edge::Start));
    }
    if let Some(until) = when.until {
        line(UNTIL, &written_moment(until, Edge::End));
    }
    for shop in &when.shops {
        line(SHOP, &escaped_line(shop));
    }
    if !when.trades.is_empty() {
        line(TRADES, &when.trades.iter().map(Trade::name).collect::<Vec<_>>().join(" "));
    }
    lines.join("\n")
}

/// The conditions that lines say; `None` where one of them cannot be read.
pub(super) fn read(lines: &str) -> Option<When> {
    let mut when = When::default();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(['：', ':'])?;
        let value = value.trim();
        match name.trim() {
            DAYS => when.days = value.split_whitespace().map(day).collect::<Option<_>>()?,
            AFTER => when.after = Some(Moment::read(value)?),
            BEFORE => when.before = Some(Moment::read(value)?),
            FROM => when.from = Some(read_moment(value, Edge::Start)?),
            UNTIL => when.until = Some(read_moment(value, Edge::End)?),
            SHOP => when.shops.push(unescaped(value)),
            TRADES => when.trades = trade_words(value).map(Trade::read).collect::<Option<Vec<_>>>()?.into(),
            _ => return None,
        }
    }
    Some(when)
}

fn day_word(day: DayKind) -> &'static str {
    match day {
        DayKind::Working => "平日",
        DayKind::MakeUp => "补班",
        DayKind::Weekend => "周末",
        DayKind::Holiday => "节假日",
    }
}

fn day(word: &str) -> Option<DayKind> {
    DayKind::ALL.into_iter().find(|day| day_word(*day) == word || day.code() == word)
}
