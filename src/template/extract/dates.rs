//! Dates of paying and sending.

use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use regex::Regex;

use super::{CopiedText, LazyRegex, group, has_any, pattern};
use crate::template::KnownField;
use crate::template::numerals::number;

static DATE: LazyRegex = pattern(|| {
    Regex::new(
        r"(?:(\d{4})[-/.年])?(\d{1,2}|[一二三四五六七八九十]{1,2})[-/.月](\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?|(上(?:个)?月)?(\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|(大前天|大前儿|前天|前日|前儿个|前儿|昨天|昨晚|昨日|昨夜|昨儿个|昨儿|今天|今早|今晚|今日|今儿个|今儿|刚刚|刚才|刚)|([\d一二两三四五六七])天(?:以?前)|(上)?(下)?(?:这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])|(双11|双十一|双12|双十二)",
    )
    .ok()
});

/// One letter may be mistyped: 付宽的.
static PAID: LazyRegex =
    pattern(|| Regex::new(r"付款|付完?款|付钱|付.?(?:的|了|过)|支付|交的钱|交的款|给的钱").ok());
static SENT: LazyRegex = pattern(|| Regex::new(r"发货|发的|发出|寄出|寄的|发走|发了|再发|再寄|寄了").ok());
/// That it has happened, or is settled: what may be sent some day has no date yet.
const PAST: [&str; 19] = [
    "付的",
    "付了",
    "付过",
    "发的",
    "发了",
    "发出的",
    "寄的",
    "寄了",
    "已",
    "的款",
    "货的",
    "货了",
    "货到",
    "过的",
    "款的",
    "付完",
    "刚付",
    "点了",
    "就发",
];
const SETTLED: [&str; 15] = [
    "预计", "麻烦", "等到", "改到", "说好", "约", "推迟", "延迟", "写的", "写", "页面", "显示", "承诺",
    "答应", "通知",
];
const TO_COME: [&str; 10] = ["预计", "预售", "等到", "改到", "约", "推迟", "延迟", "答应", "承诺", "说好"];
const LABELS: [(&str, KnownField); 8] = [
    ("付款时间", KnownField::PaidOn),
    ("付款日期", KnownField::PaidOn),
    ("支付时间", KnownField::PaidOn),
    ("支付日期", KnownField::PaidOn),
    ("发货时间", KnownField::SentOn),
    ("发货日期", KnownField::SentOn),
    ("发出时间", KnownField::SentOn),
    ("寄出时间", KnownField::SentOn),
];

/// Dates, each for the field that the words around it name.
pub(super) fn dates(copied: &mut CopiedText) {
    for groups in copied.matches(&DATE) {
        let Some(span) = group(&groups, 0) else { continue };
        let before = copied.before(span.start, 1);
        if !copied.is_free(&span) || before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'))
        {
            continue;
        }
        let is_to_come = has_any(copied.before(span.start, 6), &TO_COME)
            || has_any(copied.after(span.end, 4), &["再", "以后", "之后"]);
        // 1-2天, 3号楼, 1.2倍.
        let after = copied.after(span.end, 3);
        let is_count = [
            "天", "个", "倍", "次", "元", "小时", "工作", "楼", "色", "链接", "款", "包", "店", "仓", "线",
            "码", "前", "栋", "门", "有", "活动", "价", "买的",
        ]
        .iter()
        .any(|word| after.trim_start().starts_with(word) && !after.starts_with("个月"));
        if is_count {
            continue;
        }
        let Some(date) = date(copied, &groups, is_to_come) else { continue };
        let before = copied.before(span.start, 8);
        let is_whole = group(&groups, Part::Year as usize).is_some();
        let label = LABELS.iter().find(|(label, _)| {
            before.contains(label)
                || before
                    .trim_end()
                    .trim_end_matches(':')
                    .ends_with(label.trim_end_matches(['时', '间', '日', '期']))
                    && (is_whole || before.trim_end().ends_with(':'))
        });
        let field = label.map(|(_, field)| *field).or_else(|| happened(copied, &span, date));
        if let Some(field) = field.filter(|field| *field != KnownField::PaidOn || date <= copied.today) {
            copied.add(field, &span, date.to_string());
        }
    }
}

/// What has happened on a date, by the words behind it (昨天付的款).
fn happened(copied: &CopiedText, span: &Range<usize>, date: Date) -> Option<KnownField> {
    let before = copied.before(span.start, 5);
    for (words, field) in [
        (["付款是", "付款在", "付的是", "支付是"], KnownField::PaidOn),
        (["发货是", "发货在", "发的是", "寄的是"], KnownField::SentOn),
    ] {
        if words.iter().any(|word| before.trim_end().ends_with(word)) {
            return Some(field);
        }
    }
    let after = copied.after(span.end, 10);
    let after = after.split([',', '。', '?', '!', '！', '？']).next().unwrap_or_default();
    let first = |pattern: &LazyRegex| pattern.as_ref()?.find(after).map(|found| found.start());
    let is_past = has_any(after, &PAST) || after.contains("付") && after.contains('了');
    let is_question = after.ends_with(['吗', '么', '呢']);
    match (first(&PAID), first(&SENT)) {
        (Some(paid), sent)
            if (is_past || date < copied.today && !is_question) && sent.is_none_or(|sent| paid < sent) =>
        {
            Some(KnownField::PaidOn)
        }
        (_, Some(_)) if is_past && !has_any(after, &["没发", "未发", "不发"]) => {
            Some(KnownField::SentOn)
        }
        (_, Some(_)) if !is_question => {
            let is_settled = has_any(copied.before(span.start, 6), &SETTLED)
                || has_any(after, &["再发", "再给", "再寄"])
                || date < copied.today && !has_any(after, &["没发", "未发", "不发"]);
            is_settled.then_some(KnownField::SentOn)
        }
        _ => None,
    }
}

/// A month or a day, in digits or Chinese numerals.
fn small(text: &str) -> Option<i8> {
    number(text)?.try_into().ok()
}

/// The groups of [`DATE`].
#[derive(Debug, Clone, Copy)]
enum Part {
    Year = 1,
    Month = 2,
    DayOfMonth = 3,
    LastMonth = 4,
    Day = 5,
    Word = 6,
    Ago = 7,
    LastWeek = 8,
    NextWeek = 9,
    Weekday = 10,
    Sale = 11,
}

/// A day without a month is in the past, unless it is spoken of as one to come.
fn date(copied: &CopiedText, groups: &[Option<Range<usize>>], is_to_come: bool) -> Option<Date> {
    let text = |part: Part| group(groups, part as usize).map(|span| copied.part(&span).to_owned());
    let today = copied.today;
    let make = |year: i16, month: i8, day: i8| Date::new(year, month, day).ok();
    if let (Some(month), Some(day)) = (text(Part::Month), text(Part::DayOfMonth)) {
        let (month, day) = (small(&month)?, small(&day)?);
        return match text(Part::Year) {
            Some(year) => make(year.parse().ok()?, month, day),
            None => nearest(today, month, day, is_to_come),
        };
    }
    if let Some(day) = text(Part::Day) {
        let day = small(&day)?;
        let last = today.checked_sub(1.month()).ok()?;
        if text(Part::LastMonth).is_some() {
            return make(last.year(), last.month(), day);
        }
        let this = make(today.year(), today.month(), day);
        if is_to_come {
            let next = today.checked_add(1.month()).ok()?;
            return this.filter(|date| *date >= today).or_else(|| make(next.year(), next.month(), day));
        }
        return this.filter(|date| *date <= today).or_else(|| make(last.year(), last.month(), day));
    }
    if let Some(days) = text(Part::Ago) {
        return today.checked_sub(i64::from(small(&days)?).days()).ok();
    }
    if let Some(sale) = text(Part::Sale) {
        let (month, day) = if sale.ends_with(['1', '一']) { (11, 11) } else { (12, 12) };
        return nearest(today, month, day, is_to_come);
    }
    if let Some(word) = text(Part::Word) {
        let days = if word.starts_with("大前") {
            3
        } else if word.starts_with('前') {
            2
        } else {
            i64::from(word.starts_with('昨'))
        };
        return today.checked_sub(days.days()).ok();
    }
    let nth = "一二三四五六".find(text(Part::Weekday)?.as_str()).map_or(6, |at| at / "一".len());
    let wanted = Weekday::from_monday_one_offset(i8::try_from(nth + 1).ok()?).ok()?;
    let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
    let day = monday.checked_add(i64::from(wanted.to_monday_zero_offset()).days()).ok()?;
    match (text(Part::LastWeek), text(Part::NextWeek)) {
        (Some(_), _) => day.checked_sub(7.days()).ok(),
        (None, Some(_)) => day.checked_add(7.days()).ok(),
        // A day that is still to come was last week's.
        (None, None) if day > today && !is_to_come => day.checked_sub(7.days()).ok(),
        (None, None) => Some(day),
    }
}

/// The last such day. One within the two months to come is meant for then, and so is a later one that is spoken of as one
/// to come.
fn nearest(today: Date, month: i8, day: i8, is_to_come: bool) -> Option<Date> {
    let last = today.checked_add(if is_to_come { 9 } else { 2 }.months()).ok()?;
    let years = [today.year() + 1, today.year(), today.year() - 1];
    years.into_iter().filter_map(|year| Date::new(year, month, day).ok()).find(|date| *date <= last)
}
