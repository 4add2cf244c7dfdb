//! Amounts of money that concern the buyer: paid, refunded, the difference. List prices and offers are not.

use std::ops::Range;

use regex::Regex;
use rust_decimal::Decimal;

use super::quantities::{COUNT, MEASURE};
use super::{CopiedText, LazyRegex, group, has_any, pattern};
use crate::template::KnownField;
use crate::template::numerals::number;

const DIGITS: &str = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?";
/// Tenths behind the unit: 12块5, 十八块五毛. Not the count of 39元一袋.
const TENTH: &str = "([\\d一二两三四五六七八九])(?:毛|角|[^\\d件双个条套箱包盒瓶只份支台袋本张把单罐桶串提组对卷根枚打束片块元斤杯碗]|$)";
const NUMERALS: &str = "[一二两三四五六七八九十百千零]+";

/// ¥12.5; 12.5元, 12块5, 十八块五, 三毛.
static MONEY: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"[¥￥] ?({DIGITS})|({DIGITS}|{NUMERALS}) ?(?:元|块钱|块|圆|rmb|RMB|蚊)(?:{TENTH})?|({DIGITS}|{NUMERALS}) ?[毛角](?:钱)?"
    ))
    .ok()
});
/// A number behind a word that only money follows.
static BARE: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"(付了|实付|实付款|付款金额|退款金额|订单金额|补差价|差价|退我|退给我|退回我|退了我?|返我|返了我?|补我|补了|赔我|赔了我?|差我|还差|差|花了我?|花|垫了|定金|订金|押金|尾款|合计|金额|总价|扣了我?|多扣|收了我?|收我|补偿我?|赔偿我?|仅退款|退款|退了?|转了|转账|打了|报销了?|(?:买|拍|下单)的时候(?:是)?) ?:? ?({DIGITS}|[一二三四五六七八九]百[一二三四五六七八九十零]*|[一二三四五六七八九]?十[一二三四五六七八九]?)"
    ))
    .ok()
});
/// 之前198买的, 139买的.
static BOUGHT_FOR: LazyRegex =
    pattern(|| Regex::new(&format!(r"({DIGITS}) ?(?:元|块钱|块)?(?:买的|拍的|入的|下的单)")).ok());

/// What one costs, and what so many cost: 26块一瓶, 3.5元/支, 39.9一袋, 每盒32元, 8盒是不是96块, 4条88.
static PRICED: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"({DIGITS}|{NUMERALS}) ?(?:元|块钱|块|圆) ?(?:[一每1]|/ ?1?)(?:{MEASURE}|斤)|(\d+\.\d{{1,2}}|\d+) ?(?:一|每|/)(?:袋|份|包|瓶|盒|罐|箱|斤|桶|支|卷|提)|[一每1](?:{MEASURE}|斤) ?(?:是|要|卖|才|就|得)*({DIGITS}|{NUMERALS}) ?(?:元|块)|(?:{COUNT}) ?[大小]?(?:{MEASURE}) ?(?:一共|总共|合计|共|算下来|下来|加起来|是不是|是|要|才|就|卖|得|只要|只需)*[ ,]?(?:({DIGITS}|{NUMERALS}) ?(?:元|块)|(\d{{2,}}(?:\.\d{{1,2}})?|[一二两三四五六七八九]百[一二三四五六七八九十零]*)(?:[ ,。!?吗嘛吧么呢对行可贵]|$))"
    ))
    .ok()
});
/// Days on which things are sold, and what looks like an amount.
const SALES: [&str; 6] = ["618", "520", "1111", "1212", "818", "919"];

const POSTAGE: &str = "(?:运费|邮费|快递费用?|邮资|邮寄费|寄费|配送费|物流费)";
/// 运费18元, 邮费我垫了12.
static POSTAGE_IS: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"{POSTAGE}(?:是|要|收了?|收我|才|就|得|出|花了?|付了?|垫了?|我|补了?|加了?|退|给|大概|还|也|一?共|:|¥|￥| )*({DIGITS}|{NUMERALS}) ?(?:(?:元|块钱|块|圆)(?:{TENTH})?)?"
    ))
    .ok()
});
/// 6块钱邮费, 6.5的邮费.
static POSTAGE_OF: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"({DIGITS}|{NUMERALS}) ?(?:(?:元|块钱|块|圆)([\d一二两三四五六七八九])?的?|的){POSTAGE}(?:[^险]|$)"
    ))
    .ok()
});

/// That money changes hands.
const PAYING: [&str; 43] = [
    "余额", "提现", "下单", "消费", "订单", "那笔", "付", "退", "补", "赔", "花", "垫", "押金", "定金",
    "订金", "扣", "多收", "收了", "收我", "返", "转", "报销", "合计", "实收", "总价", "保价", "给我", "金额",
    "共", "打给", "还我", "欠我", "掏", "出了", "贴", "买的", "拍的", "充", "差", "款", "价保", "我出",
    "结算",
];
/// An offer, a list price, a condition.
const OFFER: [&str; 34] = [
    "满",
    "减",
    "券",
    "优惠",
    "便宜",
    "多少钱",
    "卖",
    "标价",
    "吊牌",
    "原价",
    "别家",
    "活动",
    "好评返",
    "返现吗",
    "打折",
    "折后",
    "几折",
    "能不能",
    "商品总价",
    "单价",
    "抢购",
    "秒杀",
    "一斤",
    "价格",
    "到手价",
    "包邮",
    "起送",
    "太贵",
    "要不要",
    "预算",
    "限时",
    "还会",
    "得多少",
    "封顶",
];

/// Amounts that the buyer has paid or wants back: with a unit, and bare ones behind a verb of paying.
pub(super) fn amounts(copied: &mut CopiedText) {
    let is_paid_page = copied.text.contains("实付") && copied.text.contains('\n');
    for groups in copied.matches(&MONEY) {
        let Some(whole) = group(&groups, 0) else { continue };
        let (span, tenth) = match (group(&groups, 1).or_else(|| group(&groups, 2)), group(&groups, 4)) {
            (Some(span), _) => (span, group(&groups, 3)),
            (None, Some(tenths)) => {
                money_in_tenths(copied, &whole, &tenths);
                continue;
            }
            (None, None) => continue,
        };
        if !is_of_buyer(copied, &whole, &span, is_paid_page) {
            continue;
        }
        let tenth = tenth.and_then(|tenth| number(copied.part(&tenth))).unwrap_or(Decimal::ZERO);
        add(copied, &span, tenth);
    }
    for pattern in [&BARE, &BOUGHT_FOR] {
        for groups in copied.matches(pattern) {
            let (Some(whole), Some(span)) =
                (group(&groups, 0), group(&groups, 2).or_else(|| group(&groups, 1)))
            else {
                continue;
            };
            let is_sale = SALES.contains(&copied.part(&span));
            if !is_sale && !is_other_number(copied, &span) && is_of_buyer(copied, &whole, &span, is_paid_page)
            {
                add(copied, &span, Decimal::ZERO);
            }
        }
    }
    priced(copied);
    postage(copied);
}

/// Amounts behind a word for a price.
fn priced(copied: &mut CopiedText) {
    for groups in copied.matches(&PRICED) {
        let Some(whole) = group(&groups, 0) else { continue };
        let Some(span) = (1..=5).find_map(|nth| group(&groups, nth)) else { continue };
        let (before, after) = (copied.before(whole.start, 1), copied.after(whole.end, 4));
        let is_part = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "第满减送.-".contains(c));
        let is_offer = has_any(after, &["券", "优惠", "红包", "以上"]);
        if !is_part && !is_offer && !SALES.contains(&copied.part(&span)) {
            add(copied, &span, Decimal::ZERO);
        }
    }
}

/// What sending costs, as the buyer says. It may be an amount as well.
fn postage(copied: &mut CopiedText) {
    for groups in
        [&POSTAGE_IS, &POSTAGE_OF].into_iter().flat_map(|pattern| copied.matches(pattern)).collect::<Vec<_>>()
    {
        let Some(digits) = group(&groups, 1) else { continue };
        let span = copied.chars(&digits);
        let is_amount =
            copied.found.iter().any(|found| found.field == KnownField::Amount && found.span == span);
        // 满99的运费: a condition.
        let before = copied.before(digits.start, 1);
        let is_part = before.ends_with(|c: char| c.is_ascii_alphanumeric() || ".满超到够".contains(c));
        let value = number(copied.part(&digits));
        let tenth = group(&groups, 2).and_then(|tenth| number(copied.part(&tenth))).unwrap_or(Decimal::ZERO);
        let value = value.and_then(|value| value.checked_add(tenth.checked_mul(Decimal::new(1, 1))?));
        let is_fee = (is_amount || copied.is_free(&digits)) && !is_part && !is_other_number(copied, &digits);
        if let Some(value) = value.filter(|value| is_fee && !value.is_zero()) {
            copied.add(KnownField::Postage, &digits, value.normalize().to_string());
        }
    }
}

fn money_in_tenths(copied: &mut CopiedText, whole: &Range<usize>, tenths: &Range<usize>) {
    let value = number(copied.part(tenths)).and_then(|value| value.checked_mul(Decimal::new(1, 1)));
    if let Some(value) = value.filter(|_| is_of_buyer(copied, whole, tenths, false) && copied.is_free(tenths))
    {
        copied.add(KnownField::Amount, tenths, value.normalize().to_string());
    }
}

fn add(copied: &mut CopiedText, span: &Range<usize>, tenth: Decimal) {
    let value = number(&copied.part(span).replace(',', ""));
    let value = value.and_then(|value| value.checked_add(tenth.checked_mul(Decimal::new(1, 1))?));
    if let Some(value) = value.filter(|value| copied.is_free(span) && !value.is_zero()) {
        copied.add(KnownField::Amount, span, value.normalize().to_string());
    }
}

/// Whether a bare number counts something else: 2小时, 3次, 5件.
fn is_other_number(copied: &CopiedText, span: &Range<usize>) -> bool {
    const UNITS: [&str; 43] = [
        "小时",
        "分钟",
        "秒",
        "遍",
        "倍",
        "个",
        "工作日",
        "-",
        "/",
        "~",
        "折",
        "%",
        "件",
        "天",
        "次",
        "年",
        "月",
        "斤",
        "双",
        "条",
        "套",
        "多",
        "号",
        "点",
        "码",
        "盒",
        "箱",
        "包",
        "瓶",
        "袋",
        "单",
        "份",
        "只",
        "台",
        "张",
        "支",
        "周",
        "星期",
        "颗",
        "粒",
        "cm",
        ":",
        "罐",
    ];
    let after = copied.after(span.end, 3);
    let after = after.trim_start();
    after.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || UNITS.iter().any(|unit| after.starts_with(unit))
}

/// Whether an amount is what the buyer paid or wants back, and not a price, an offer or a part of a number.
fn is_of_buyer(copied: &CopiedText, whole: &Range<usize>, digits: &Range<usize>, is_paid_page: bool) -> bool {
    let clause = copied.clause(whole);
    let (before, after) = (copied.phrase_before(whole.start), copied.after(whole.end, 6));
    if is_paid_page {
        // What was paid matters, not what it cost before.
        return copied.before(whole.start, 12).contains("实付") || copied.part(whole).contains("实付");
    }
    let to_digits = copied.phrase_before(digits.start);
    let is_part = before
        .ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '满' | '减' | '到'))
        || after.starts_with(['-', '/', '~', '%'])
        || after.starts_with("一")
        || after.starts_with("以");
    // 现在才119: the price of today.
    let is_price = ["现在", "今天", "才卖", "页面才", "就卖", "变成", "降到", "直播间", "只要", "显示"]
        .iter()
        .filter_map(|word| to_digits.rfind(word))
        .max()
        .is_some_and(|at| {
            let rest = to_digits.get(at..).unwrap_or_default();
            rest.chars().count() <= 8 && !has_any(rest, &["退", "付", "赔", "补", "差", "降", "花"])
        });
    let is_offer = has_any(clause, &OFFER) || has_any(before, &["送", "抵"]);
    let is_paying = has_any(clause, &PAYING) || copied.text.trim_start().starts_with("差价");
    is_paying && !is_offer && !is_part && !is_price
}
