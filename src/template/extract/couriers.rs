//! Couriers: by their names, and by the letters in front of a number.

use std::ops::RangeInclusive;

use regex::Regex;

use super::{CopiedText, LazyRegex, has_any, pattern};
use crate::template::KnownField;

/// What a number is, by the word beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Order,
    Parcel,
    /// 单号: a parcel's where it is short enough.
    Either,
    /// An account, an article, a card.
    Other,
}

/// A number of a parcel with its letters, which may be apart from the digits.
pub(super) static PREFIXED: LazyRegex = pattern(|| {
    let heads: Vec<&str> = SHAPES.iter().map(|shape| shape.head).collect();
    Regex::new(&format!(r"(?i-u:(?:{})[A-Z]{{0,2}} ?[:-]? ?[A-Z]?[0-9]{{8,16}})", heads.join("|"))).ok()
});

/// How the numbers of a courier's parcels look.
struct NumberShape {
    head: &'static str,
    courier: &'static str,
    /// How many letters may be between the head and the digits.
    letters: usize,
    /// How many letters and digits are behind the head.
    length: RangeInclusive<usize>,
}

const fn shape(
    head: &'static str,
    courier: &'static str,
    letters: usize,
    length: RangeInclusive<usize>,
) -> NumberShape {
    NumberShape { head, courier, letters, length }
}

/// Longer heads come first. The lengths are those of 2023, and one more or less.
const SHAPES: [NumberShape; 17] = [
    shape("SF", "顺丰", 1, 12..=14),
    shape("JD", "京东", 2, 12..=14),
    shape("VA", "京东", 0, 11..=11),
    shape("VB", "京东", 0, 11..=11),
    shape("VC", "京东", 0, 11..=11),
    shape("VD", "京东", 0, 11..=11),
    shape("VE", "京东", 0, 11..=11),
    shape("JT", "极兔", 0, 12..=14),
    shape("YT", "圆通", 0, 12..=14),
    shape("DPK", "德邦", 0, 11..=13),
    shape("DPL", "德邦", 0, 11..=13),
    shape("ZTO", "中通", 0, 12..=14),
    shape("ZT", "中通", 0, 12..=14),
    shape("STO", "申通", 0, 12..=15),
    shape("YUNDA", "韵达", 0, 13..=15),
    shape("YD", "韵达", 0, 13..=15),
    shape("TTKD", "天天", 0, 12..=13),
];

/// The courier that a number belongs to, by its letters. A word beside it makes up for a digit more or less, and speaks
/// against a head that other things have too.
pub(super) fn of_number(value: &str, cue: Option<Cue>) -> Option<&'static str> {
    let is_near = |shape: &NumberShape, length: usize| {
        let slack = usize::from(cue == Some(Cue::Parcel));
        (shape.length.start() - slack..=shape.length.end() + slack).contains(&length)
    };
    let fits = |shape: &&NumberShape| {
        value.strip_prefix(shape.head).is_some_and(|rest| {
            let digits = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            is_near(shape, rest.len())
                && rest.len() - digits.len() <= shape.letters
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let shape = SHAPES.iter().find(fits)?;
    let is_other = cue == Some(Cue::Other) && shape.head.starts_with('V');
    (!is_other).then_some(shape.courier)
}

/// Whether a text names a courier.
pub(super) fn is_named(text: &str) -> bool {
    COURIERS.iter().any(|(name, _)| text.contains(name))
}

/// Names as they are written, and the short ones.
const COURIERS: [(&str, &str); 22] = [
    ("顺丰", "顺丰"),
    ("京东快递", "京东"),
    ("京东物流", "京东"),
    ("极兔", "极兔"),
    ("圆通", "圆通"),
    ("德邦", "德邦"),
    ("申通", "申通"),
    ("中通", "中通"),
    ("韵达", "韵达"),
    ("邮政", "邮政"),
    ("EMS", "EMS"),
    ("ems", "EMS"),
    ("菜鸟速递", "菜鸟"),
    ("菜鸟", "菜鸟"),
    ("丹鸟", "丹鸟"),
    ("百世快递", "百世"),
    ("百世汇通", "百世"),
    ("天天快递", "天天"),
    ("优速", "优速"),
    ("宅急送", "宅急送"),
    ("跨越速运", "跨越"),
    ("安能物流", "安能"),
];

/// In front of a courier that is not wanted.
const NOT: [&str; 13] =
    ["不要", "别", "不发", "不想", "不用", "不走", "除了", "不是", "拒收", "莫", "唔好", "甭", "勿"];

/// The couriers that are named; not those that the buyer does not want.
pub(super) fn couriers(copied: &mut CopiedText) {
    for (written, short) in COURIERS {
        let places: Vec<usize> = copied.text.match_indices(written).map(|(at, _)| at).collect();
        for at in places {
            let span = at..at + written.len();
            let (before, after) = (copied.before(at, 5), copied.after(span.end, 4));
            let is_place = short == "菜鸟" && has_any(after, &["驿站", "裹裹"])
                || short == "邮政" && has_any(after, &["编码", "储蓄", "银行", "卡"]);
            if copied.is_free(&span)
                && !is_place
                && !has_any(before, &NOT)
                && !has_any(after, &["不送", "不派", "不到"])
            {
                copied.add(KnownField::Courier, &span, short);
            }
        }
    }
    for at in copied.text.match_indices("京东").map(|(at, _)| at).collect::<Vec<_>>() {
        let span = at..at + "京东".len();
        if copied.is_free(&span)
            && has_any(copied.before(at, 3), &["发", "寄", "走", "快递"])
            && !has_any(copied.before(at, 5), &NOT)
        {
            copied.add(KnownField::Courier, &span, "京东");
        }
    }
}
