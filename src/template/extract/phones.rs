//! Phones of the buyer.

use regex::Regex;

use super::{CopiedText, LazyRegex, group, has_any, is_digit_or_letter, pattern};
use crate::template::KnownField;

static PHONE: LazyRegex = pattern(|| {
    Regex::new(r"(?:(?:\+86|0086|86)[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?: ?(?:-|_|转|分机) ?(\d{4}))?)")
        .ok()
});

/// Of the shop or the courier, not of the buyer.
const OURS: [&str; 28] = [
    "你们",
    "客服",
    "店家",
    "商家",
    "你家",
    "快递员",
    "小哥",
    "骑手",
    "派件",
    "派送",
    "配送",
    "店铺",
    "本店",
    "卖家",
    "售后",
    "老板",
    "司机",
    "驿站",
    "寄件",
    "快递电话",
    "快递的电话",
    "微信",
    "加V",
    "加v",
    "支付宝",
    "取件码",
    "QQ",
    "热线",
];

/// Eleven digits, a virtual one with its extension.
pub(super) fn phones(copied: &mut CopiedText) {
    for groups in copied.matches(&PHONE) {
        let (Some(whole), Some(mut span)) = (group(&groups, 0), group(&groups, 1)) else {
            continue;
        };
        let mut extension = group(&groups, 2);
        let is_part = |at: usize, copied: &CopiedText| copied.after(at, 1).starts_with(is_digit_or_letter);
        if is_part(span.end, copied) {
            // What looked like an extension goes on.
            let Some(without) = extension.take() else { continue };
            span.end = span.start
                + copied
                    .part(&(span.start..without.start))
                    .trim_end_matches(|c: char| !c.is_ascii_digit())
                    .len();
        }
        let is_ours = has_any(copied.clause(&span), &OURS) || has_any(copied.before(whole.start, 10), &OURS);
        if copied.before(whole.start, 1).ends_with(is_digit_or_letter) || !copied.is_free(&span) {
            continue;
        }
        if is_ours {
            copied.take(&whole);
            continue;
        }
        copied.take(&(whole.start..span.start));
        let digits: String = copied.part(&span).chars().filter(char::is_ascii_digit).collect();
        let value = match digits.split_at_checked(11) {
            Some((number, "")) => number.to_owned(),
            Some((number, extension)) => format!("{number}-{extension}"),
            None => continue,
        };
        copied.add(KnownField::Phone, &span, value);
    }
}
