//! Texts with placeholders: `亲，订单 {订单号} 今天发 {快递|申通|顺丰}`.
//!
//! | written | stands for |
//! |---|---|
//! | `{名}` `{名:默认}` `{名\|甲\|乙}` | a field, with a default, with choices |
//! | `{发货日期+3=M月d日}` | a date field, so many days later, in this format |
//! | `{日期}` `{日期+7=M月d日}` `{工作日+2}` `{时间}` | today, a day from now, a working day from now, the time |
//! | `{问候}` | what one says at this hour |
//! | `{剪贴板}` | the copied text |
//! | `{片段:标题}` | the text of another reply |
//! | `{=金额/365}` | a sum, rounded as money |
//! | `{{` `}}` | a brace |
//!
//! [`parse`] gives segments and problems, [`fields`] what a form has to ask for, [`fill`] the finished text.
//! A text is only ever given out whole: [`Filled::text`] refuses while a gap is open.

pub mod calendar;
mod clock;
mod expand;
mod extract;
mod fill;
mod known_field;
pub mod measure;
mod numerals;
mod parse;
mod problem;
mod segments;
mod sentences;
mod sum;
mod table;
mod trade;
mod when;

use std::ops::Range;

pub use clock::{Clock, Format, read_date, read_time};
pub use expand::MAX_SNIPPET_DEPTH;
pub use extract::{Extracted, extract};
pub use fill::{AskedField, Filled, GapReason, Piece, Value, Values, fields, fill};
pub use known_field::{KnownField, Trait};
pub use parse::{literal_braces, parse};
pub use problem::TemplateProblem;
pub use segments::{DayText, Placeholder, Segment, Template};
pub use sentences::{Cut, pieces};
pub use sum::{Sum, SumProblem};
pub use table::{Bound, Cell, CellProblem, LookUp, Table, TableRow};
pub use trade::{Trade, Trades, trade_words};
pub use when::{Edge, Moment, Reason, Setting, When, read_moment, written_moment};

/// Names that are not fields of their own.
pub fn reserved_names() -> impl Iterator<Item = &'static str> {
    Clock::ALL.into_iter().map(Clock::name).chain([SNIPPET, CLIPBOARD])
}

/// The field that the copied text fills.
pub const CLIPBOARD: &str = "剪贴板";

/// `{片段:标题}` takes in the text of another reply.
pub const SNIPPET: &str = "片段";

/// A byte range of a text as character offsets.
pub fn char_range(text: &str, span: &Range<usize>) -> Range<usize> {
    let chars = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
    chars(span.start)..chars(span.end)
}
