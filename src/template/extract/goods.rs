//! Dates of paying and sending, quantities, amounts.

use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use regex::Regex;
use rust_decimal::Decimal;

use super::{Message, Pattern, group, has_any, pattern};
use crate::template::numerals::number;

static DATE: Pattern = pattern(|| {
    Regex::new(
        r"(?:(\d{4})[-/.年])?(\d{1,2}|[一二三四五六七八九十]{1,2})[-/.月](\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?|(\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|(大前天|前天|昨天|昨晚|昨日|今天|今早|今晚|今日|刚刚|刚才)|上(?:个)?(?:周|星期|礼拜)([一二三四五六日天])|(?P<next>下)?(?:这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])",
    )
    .ok()
});

/// One letter may be mistyped: 付宽的.
static PAID: Pattern = pattern(|| Regex::new(r"付款|付钱|付.?(?:的|了|过)|支付|交的钱|交的款|给的钱").ok());
static SENT: Pattern = pattern(|| Regex::new(r"发货|发的|发出|寄出|寄的|发走|发了|寄了").ok());
/// That it has happened, or is settled: what may be sent some day has no date yet.
const PAST: [&str; 15] = [
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
];
const SETTLED: [&str; 15] = [
    "预计", "麻烦", "等到", "改到", "说好", "约", "推迟", "延迟", "写的", "写", "页面", "显示", "承诺",
    "答应", "通知",
];
const LABELS: [(&str, &str); 8] = [
    ("付款时间", "付款日期"),
    ("付款日期", "付款日期"),
    ("支付时间", "付款日期"),
    ("支付日期", "付款日期"),
    ("发货时间", "发货日期"),
    ("发货日期", "发货日期"),
    ("发出时间", "发货日期"),
    ("寄出时间", "发货日期"),
];

pub(super) fn dates(message: &mut Message) {
    for groups in message.matches(&DATE) {
        let Some(span) = group(&groups, 0) else { continue };
        let before = message.before(span.start, 1);
        if !message.is_free(&span) || before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'))
        {
            continue;
        }
        let is_settled = has_any(message.before(span.start, 6), &SETTLED);
        // 1-2天, 3号楼, 1.2倍.
        let after = message.after(span.end, 3);
        let is_count = [
            "天", "个", "倍", "次", "元", "小时", "工作", "楼", "色", "链接", "款", "包", "店", "仓", "线",
            "码", "前", "栋", "门",
        ]
        .iter()
        .any(|word| after.trim_start().starts_with(word) && !after.starts_with("个月"));
        if is_count {
            continue;
        }
        let Some(date) = date(message, &groups, is_settled) else { continue };
        let label = LABELS.iter().find(|(label, _)| message.before(span.start, 8).contains(label));
        let field = label.map(|(_, field)| *field).or_else(|| happened(message, &span, date));
        if let Some(field) = field.filter(|field| *field != "付款日期" || date <= message.today) {
            message.add(field, &span, date.to_string());
        }
    }
}

/// What has happened on a date, by the words behind it (昨天付的款).
fn happened(message: &Message, span: &Range<usize>, date: Date) -> Option<&'static str> {
    let before = message.before(span.start, 5);
    for (words, field) in [
        (["付款是", "付款在", "付的是", "支付是"], "付款日期"),
        (["发货是", "发货在", "发的是", "寄的是"], "发货日期"),
    ] {
        if words.iter().any(|word| before.trim_end().ends_with(word)) {
            return Some(field);
        }
    }
    let after = message.after(span.end, 10);
    let after = after.split([',', '。', '?', '!', '！', '？']).next().unwrap_or_default();
    let first = |pattern: &Pattern| pattern.as_ref()?.find(after).map(|found| found.start());
    let is_past = has_any(after, &PAST) || after.contains("付") && after.contains('了');
    let is_question = after.ends_with(['吗', '么', '呢']);
    match (first(&PAID), first(&SENT)) {
        (Some(paid), sent)
            if (is_past || date < message.today && !is_question) && sent.is_none_or(|sent| paid < sent) =>
        {
            Some("付款日期")
        }
        (_, Some(_)) if is_past && !has_any(after, &["没发", "未发", "不发"]) => Some("发货日期"),
        (_, Some(_)) if !is_question => {
            let is_settled = has_any(message.before(span.start, 6), &SETTLED)
                || after.contains("再发")
                || date < message.today && !has_any(after, &["没发", "未发", "不发"]);
            is_settled.then_some("发货日期")
        }
        _ => None,
    }
}

/// A month or a day, in digits or Chinese numerals.
fn small(text: &str) -> Option<i8> {
    number(text)?.try_into().ok()
}

/// A day without a month lies in the past, unless it was settled for later.
fn date(message: &Message, groups: &[Option<Range<usize>>], is_settled: bool) -> Option<Date> {
    let text = |nth: usize| group(groups, nth).map(|span| message.part(&span).to_owned());
    let today = message.today;
    let make = |year: i16, month: i8, day: i8| Date::new(year, month, day).ok();
    if let (Some(month), Some(day)) = (text(2), text(3)) {
        let (month, day) = (small(&month)?, small(&day)?);
        return match text(1) {
            Some(year) => make(year.parse().ok()?, month, day),
            // The last one.
            None => make(today.year(), month, day)
                .filter(|date| *date <= today + 1.month())
                .or_else(|| make(today.year() - 1, month, day)),
        };
    }
    if let Some(day) = text(4) {
        let day = small(&day)?;
        let this = make(today.year(), today.month(), day).filter(|date| is_settled || *date <= today);
        let last = today.checked_sub(1.month()).ok()?;
        return this.or_else(|| make(last.year(), last.month(), day));
    }
    if let Some(word) = text(5) {
        let days = match word.as_str() {
            "大前天" => 3,
            "前天" => 2,
            "昨天" | "昨晚" | "昨日" => 1,
            _ => 0,
        };
        return today.checked_sub(i64::from(days).days()).ok();
    }
    let weekday = |word: String| {
        let nth = "一二三四五六".find(word.as_str()).map_or(6, |at| at / "一".len());
        i8::try_from(nth + 1).ok().and_then(|nth| Weekday::from_monday_one_offset(nth).ok())
    };
    let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
    let (wanted, monday) = match text(6) {
        Some(word) => (weekday(word)?, monday.checked_sub(7.days()).ok()?),
        None => (weekday(text(8)?)?, monday),
    };
    let is_next = text(7).is_some();
    let monday = if is_next { monday.checked_add(7.days()).ok()? } else { monday };
    let day = monday.checked_add(i64::from(wanted.to_monday_zero_offset()).days()).ok()?;
    // A day that is still to come was last week's.
    if day > today && !is_next { day.checked_sub(7.days()).ok() } else { Some(day) }
}

static QUANTITY: Pattern = pattern(|| {
    Regex::new(r"(要|买|拍|订|定|下|加|拿|来|留|整|弄|共|总共|数量)(?:了|个|的)?(?:是|:)? ?(\d{1,3}|[一二两三四五六七八九十]{1,3}) ?(?:件|双|个|条|套|箱|包|盒|瓶|只|份|支|台|袋|本|张|把|单|罐|桶|串|副|顶|床)").ok()
});
static APART: Pattern = pattern(|| {
    Regex::new(
        r"(?:[ ,\n]|码|色)(\d{1,2}|[一二两三四五六七八九十]) ?(?:件|双|条|套|个|箱|盒|包|瓶)(?:[ ,。\n]|$)",
    )
    .ok()
});
static COUNTED: Pattern = pattern(|| Regex::new(r"数量 ?:? ?[x×*]? ?(\d{1,3})").ok());

pub(super) fn quantities(message: &mut Message) {
    for groups in message.matches(&COUNTED) {
        let (Some(span), Some(digits)) = (group(&groups, 0), group(&groups, 1)) else {
            continue;
        };
        if message.is_free(&span) && !message.after(span.end, 1).starts_with(|c: char| c.is_ascii_digit()) {
            let value = message.part(&digits).to_owned();
            message.add("数量", &digits, value);
        }
    }
    for groups in message.matches(&APART) {
        let Some(digits) = group(&groups, 1) else { continue };
        if let Some(value) =
            number(message.part(&digits)).filter(|_| message.is_free(&digits) && !message.text.contains('送'))
        {
            message.add("数量", &digits, value.to_string());
        }
    }
    for groups in message.matches(&QUANTITY) {
        let (Some(span), Some(digits)) = (group(&groups, 0), group(&groups, 2)) else {
            continue;
        };
        let (before, after) = (message.before(span.start, 3), message.after(span.end, 6));
        let is_offer = has_any(
            after,
            &["送", "减", "赠", "打", "包邮", "起", "以上", "月", "工作日", "小时", "有优惠", "优惠", "便宜"],
        );
        let is_stock = has_any(
            message.clause(&span),
            &["库存", "剩余", "限购", "最少", "起批", "差价链接", "要是", "如果"],
        ) || message.after(digits.end, 1).starts_with('-');
        let is_other = is_stock
            || has_any(before, &["一", "再", "不"]) && message.part(&span).starts_with('下')
            || has_any(before, &["为什", "没"])
            || after.starts_with('月');
        if !message.is_free(&span) || is_offer || is_other {
            continue;
        }
        if let Some(value) = number(message.part(&digits)) {
            message.add("数量", &digits, value.to_string());
        }
    }
}

static AMOUNT: Pattern = pattern(|| {
    Regex::new(r"(实付款|实付|付款|支付|付了|付|退款|退我|退|补差价|补偿|补|赔偿|赔|转|花了|收了|扣了|多扣|多收|给|差价|金额|总价|总共|一共|合计|共|价格是|到手)[^\d\n,。;]{0,4}?([¥￥]) ?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)|(实付款|实付|付款|支付|付了|付|退款|退我|退|补差价|补偿|补|赔偿|赔|转|花了|收了|扣了|多扣|多收|给|差价|总价|总共|一共|合计|共|到手)[^\d\n,。;]{0,4}?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?|[一二两三四五六七八九十百]+) ?(?:元|块钱|块|rmb|RMB)|(付了|实付了|退我|退给我|退回我|补我|赔我|差价|补差价) ?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)|(实付款|实付|付款金额|退款金额|订单金额|金额|总价|合计) ?(?:是)?:? ?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)")
        .ok()
});

static GIVEN_BACK: Pattern =
    pattern(|| Regex::new(r"(\d+(?:\.\d{1,2})?) ?(?:元|块钱|块)(?:钱)?(?:要)?(?:退|补|返)(?:给|回)?我").ok());

pub(super) fn amounts(message: &mut Message) {
    for groups in message.matches(&GIVEN_BACK) {
        let Some(digits) = group(&groups, 1) else { continue };
        if let Some(value) = number(message.part(&digits)).filter(|_| message.is_free(&digits)) {
            message.add("金额", &digits, value.normalize().to_string());
        }
    }
    for groups in message.matches(&AMOUNT) {
        let digits = [3, 5, 7, 9].into_iter().find_map(|nth| group(&groups, nth));
        let (Some(span), Some(digits)) = (group(&groups, 0), digits) else { continue };
        let after = message.after(digits.end, 4);
        let is_time = [
            "小时",
            "分钟",
            "秒",
            "遍",
            "倍",
            "个月",
            "工作日",
            ",0",
            ",1",
            ",2",
            ",3",
            ",4",
            ",5",
            ",6",
            ",7",
            ",8",
            ",9",
        ]
        .iter()
        .any(|word| after.trim_start().starts_with(word));
        let is_asked = has_any(message.clause(&span), &["便宜", "优惠", "运费", "可以吗", "行吗", "能不能"]);
        let is_more = is_time
            || is_asked
            || after.trim_start().starts_with(|c: char| {
                c.is_ascii_digit()
                    || matches!(
                        c,
                        '-' | '/'
                            | '~'
                            | '折'
                            | '%'
                            | '件'
                            | '个'
                            | '天'
                            | '次'
                            | '年'
                            | '月'
                            | '斤'
                            | '双'
                            | '条'
                            | '套'
                            | '多'
                            | '号'
                            | '点'
                            | '码'
                            | '盒'
                            | '箱'
                    )
            });
        let is_offer = has_any(message.clause(&span), &["满"]);
        // What was paid counts, not what it was before.
        let is_before = message.text.contains("实付") && !message.part(&span).starts_with("实付");
        if !message.is_free(&digits) || is_more || is_offer || is_before {
            continue;
        }
        let Some(value) = number(&message.part(&digits).replace(',', "")) else { continue };
        // 88块6.
        let tenths = message.after(digits.end, 3).trim_start().strip_prefix('块').and_then(|rest| {
            let mut rest = rest.chars();
            let tenth = rest.next()?.to_digit(10)?;
            rest.next().is_none_or(|c| !c.is_ascii_digit()).then_some(tenth)
        });
        let value = value + Decimal::new(tenths.unwrap_or(0).into(), 1);
        message.add("金额", &digits, value.normalize().to_string());
    }
}
