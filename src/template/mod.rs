//! Texts with placeholders: `亲，订单 {订单号} 今天发 {快递|申通|顺丰}`.
//!
//! [`parse`] gives segments and problems, [`fields`] what a form has to ask for, [`fill`] the finished text.
//! A text is only ever given out whole: [`Filled::text`] refuses while a gap is open.

mod fill;
mod parse;

use std::ops::Range;

pub use fill::{Filled, Piece, Values, fields, fill};
pub use parse::{Placeholder, Segment, Template, TemplateProblem, parse};

/// A byte range of a text as character offsets.
pub fn char_range(text: &str, span: &Range<usize>) -> Range<usize> {
    let chars = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
    chars(span.start)..chars(span.end)
}

/// Placeholders that every library knows without declaring them.
/// Source: the field table of the agents' training texts (shop, order, buyer, goods, courier tables).
pub const KNOWN_FIELDS: &[&str] = &[
    "店铺名",
    "客服名",
    "默认快递",
    "截单时间",
    "发货地",
    "退货地址",
    "满减门槛",
    "满减折扣",
    "赠品门槛",
    "订单号",
    "快递",
    "快递单号",
    "发货日期",
    "付款日期",
    "姓名",
    "手机号",
    "省份",
    "地址",
    "商品",
    "颜色",
    "尺码",
    "数量",
    "金额",
    "库存",
    "身高",
    "体重",
    "年龄",
    "平时尺码",
    "运费",
    "天数",
];

/// The placeholder that fills itself with today's date.
pub const TODAY: &str = "日期";
