//! Numbers of orders and parcels.

use std::ops::Range;

use regex::Regex;

use super::couriers::Cue;
use super::{CopiedText, LazyRegex, couriers, group, has_any, is_digit_or_letter, last_of, pattern};
use crate::template::KnownField;

const CUES: [(&str, Cue); 54] = [
    ("订单编号", Cue::Order),
    ("订单号", Cue::Order),
    ("订单", Cue::Order),
    ("单子", Cue::Either),
    ("订单是", Cue::Order),
    ("快递单号", Cue::Parcel),
    ("物流单号", Cue::Parcel),
    ("运单号", Cue::Parcel),
    ("运单", Cue::Parcel),
    ("快递号", Cue::Parcel),
    ("物流号", Cue::Parcel),
    ("快递", Cue::Parcel),
    ("物流", Cue::Parcel),
    ("包裹", Cue::Parcel),
    ("单号", Cue::Either),
    ("微信", Cue::Other),
    ("QQ", Cue::Other),
    ("qq", Cue::Other),
    ("vx", Cue::Other),
    ("VX", Cue::Other),
    ("wx", Cue::Other),
    ("群", Cue::Other),
    ("卡号", Cue::Other),
    ("银行卡", Cue::Other),
    ("身份证", Cue::Other),
    ("账号", Cue::Other),
    ("账户", Cue::Other),
    ("支付宝", Cue::Other),
    ("货号", Cue::Other),
    ("型号", Cue::Other),
    ("款号", Cue::Other),
    ("条码", Cue::Other),
    ("商品编号", Cue::Other),
    ("流水号", Cue::Other),
    ("条形码", Cue::Other),
    ("税号", Cue::Other),
    ("序列号", Cue::Other),
    ("IMEI", Cue::Other),
    ("imei", Cue::Other),
    ("SN", Cue::Other),
    ("ISBN", Cue::Other),
    ("会员", Cue::Other),
    ("工单", Cue::Other),
    ("售后单号", Cue::Other),
    ("服务单号", Cue::Other),
    ("理赔单号", Cue::Other),
    ("工单号", Cue::Other),
    ("交易单号", Cue::Other),
    ("商户单号", Cue::Other),
    ("退款编号", Cue::Other),
    ("退款单号", Cue::Other),
    ("发票", Cue::Other),
    ("银行", Cue::Other),
    ("交易号", Cue::Other),
];

/// What the words around a number say that it is; those before it come first.
fn cue(copied: &CopiedText, span: &Range<usize>) -> Option<Cue> {
    let words = CUES.map(|(word, _)| word);
    let meaning = |word: &str| CUES.iter().find(|(known, _)| *known == word).map(|(_, cue)| *cue);
    let head = copied.text.get(..span.start).unwrap_or_default();
    // Also in the line above: 订单号 and the number below it.
    let from = head.char_indices().rev().nth(13).map_or(0, |(from, _)| from);
    let before = head.get(from..).unwrap_or_default();
    if let Some((_, word)) = last_of(before, &words) {
        return meaning(word);
    }
    let courier = couriers::is_named(before);
    if courier {
        return Some(Cue::Parcel);
    }
    let after = copied.after(span.end, 8);
    words.iter().filter(|word| after.contains(**word)).find_map(|word| meaning(word))
}

static RUN: LazyRegex = pattern(|| Regex::new(r"[A-Za-z0-9]+(?:-\d+)?").ok());
static GROUPS: LazyRegex = pattern(|| Regex::new(r"(?:[A-Za-z]{2,3} ?)?\d{3,8}(?: \d{1,8}){2,5}").ok());

/// Order numbers and parcel numbers, told apart by their form and by the words around them.
pub(super) fn orders_and_parcels(copied: &mut CopiedText) {
    for groups in copied.matches(&couriers::PREFIXED) {
        if let Some(span) = group(&groups, 0).filter(|span| copied.is_free(span)) {
            prefixed(copied, &span);
        }
    }
    for groups in copied.matches(&GROUPS).into_iter().chain(copied.matches(&RUN)) {
        let Some(span) = group(&groups, 0) else { continue };
        let is_spaced = copied.part(&span).contains(' ');
        // Digits in groups are one number only where a word says so.
        let is_long = copied.part(&span).chars().filter(char::is_ascii_digit).count() >= 16;
        if copied.is_free(&span)
            && (!is_spaced
                || is_long
                || matches!(cue(copied, &span), Some(Cue::Order | Cue::Parcel | Cue::Either)))
        {
            number(copied, &span);
        }
    }
}

/// A number of a parcel that names its courier: SF 1234567890123.
fn prefixed(copied: &mut CopiedText, span: &Range<usize>) {
    let value: String = copied.part(span).chars().filter(char::is_ascii_alphanumeric).collect();
    let value = value.to_uppercase();
    let is_longer = copied.before(span.start, 1).ends_with(is_digit_or_letter);
    let Some(courier) = couriers::of_number(&value, cue(copied, span)).filter(|_| !is_longer) else {
        return;
    };
    copied.add(KnownField::ParcelNumber, span, value);
    copied.found.push(super::Extracted {
        span: copied.chars(span),
        field: KnownField::Courier,
        value: courier.to_owned(),
    });
}

/// Adds a number as one of an order or of a parcel, where it is either.
fn number(copied: &mut CopiedText, span: &Range<usize>) {
    // The name of the courier is not part of its numbers.
    let named = if copied.part(span).to_ascii_uppercase().starts_with("EMS") { 3 } else { 0 };
    let span = &(span.start + named..span.end);
    let value: String = copied.part(span).chars().filter(|c| *c != ' ').collect::<String>().to_uppercase();
    let digits = value.chars().filter(char::is_ascii_digit).count();
    if digits < 8 || named == 0 && copied.before(span.start, 1).ends_with(is_digit_or_letter) {
        return;
    }
    let is_spaced = value.len() < span.len();
    let cue = cue(copied, span);
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_dashed = value.split_once('-').is_some_and(|(head, tail)| {
        head.len() == 6 && (12..=16).contains(&tail.len()) && head.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_post =
        value.len() == 13 && value.ends_with("CN") && value.starts_with(|c: char| c.is_ascii_alphabetic());
    let (is_order, is_parcel) = match cue {
        Some(Cue::Other) => (false, false),
        _ if is_dashed => (true, false),
        _ if is_post => (false, true),
        Some(Cue::Order) => (is_number && (8..=20).contains(&digits), false),
        Some(Cue::Parcel | Cue::Either) => {
            (is_number && (16..=20).contains(&digits), digits <= 15 && is_parcel_text(&value))
        }
        None if is_spaced && digits < 16 || !is_number => (false, false),
        None if is_of_card(&value) || is_of_goods(copied, span) => (false, false),
        None => ((15..=19).contains(&digits), digits == 15 || is_like_parcel(&value)),
    };
    match (is_order, is_parcel) {
        (true, true) => {
            copied.add(KnownField::OrderNumber, span, value.clone());
            copied.add(KnownField::ParcelNumber, span, value);
        }
        (true, false) => copied.add(KnownField::OrderNumber, span, value),
        (false, true) => copied.add(KnownField::ParcelNumber, span, value),
        // No other value is in it.
        (false, false) => copied.take(span),
    }
}

/// Whether twelve digits are glued to words that don't ask for a parcel: the number of goods on sale.
fn is_of_goods(copied: &CopiedText, span: &Range<usize>) -> bool {
    const TWELVE: usize = 12;
    const PARCEL: [&str; 24] = [
        "到",
        "查",
        "催",
        "物流",
        "单",
        "退",
        "签收",
        "动",
        "更新",
        "停",
        "卡",
        "发",
        "送",
        "派",
        "寄",
        "揽",
        "转",
        "丢",
        "没",
        "什么时候",
        "天",
        "件",
        "显示",
        "帮",
    ];
    let is_hanzi = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let (before, after) = (copied.before(span.start, 4), copied.after(span.end, 8));
    let is_glued = before.ends_with(is_hanzi) || after.starts_with(is_hanzi);
    span.len() == TWELVE && is_glued && !has_any(before, &PARCEL) && !has_any(after, &PARCEL)
}

/// An identity card (its birthday is a day), a bank card (Luhn), an article (EAN) or a moment in milliseconds.
fn is_of_card(value: &str) -> bool {
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    let number = |range: std::ops::Range<usize>| {
        value.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0)
    };
    let is_birthday = (1920..=2026).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    let luhn: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) => double / 10 + double % 10,
        })
        .sum();
    let ean: u32 =
        digits.iter().enumerate().map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 3 }).sum();
    match digits.len() {
        18 => is_birthday,
        16 | 19 => value.starts_with("62") && luhn.is_multiple_of(10),
        13 => {
            (value.starts_with("69") || value.starts_with("978")) && ean.is_multiple_of(10)
                || value.starts_with("17")
        }
        _ => false,
    }
}

/// Letters in front, then digits.
fn is_parcel_text(value: &str) -> bool {
    let digits = value.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    value.len() - digits.len() <= 4 && digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// 12 to 14 digits as parcels of the couriers have them: hints, not laws.
fn is_like_parcel(value: &str) -> bool {
    match value.len() {
        12 => ["7", "43", "621", "3", "9"].iter().any(|head| value.starts_with(head)),
        13 | 14 => true,
        _ => false,
    }
}
