//! Names: behind their label, beside a phone or an address.

use std::ops::Range;

use regex::Regex;

use super::places::PROVINCES;
use super::{CHANGED, CopiedText, LazyRegex, group, has_any, pattern};
use crate::template::KnownField;

static NAMED: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"((?:收货人|收件人|姓名|联系人|名字|收货姓名|户名|收款人|持卡人)(?:的)?(?:名字|姓名)?(?:写错了|错了|有误|填错了)?[ ,\n]*(?:应该)?(?:是|叫|{CHANGED}|就写|写|:)* ?[\x22“]?)([\p{{Han}}·]{{2,8}})"
    ))
    .ok()
});
static CALLED: LazyRegex = pattern(|| Regex::new(r"(?:(我)叫|我是|(?:[她他, \n]|^)叫)(\p{Han}{2,3})").ok());
static TOKEN: LazyRegex = pattern(|| Regex::new(r"[\p{Han}·]+").ok());
/// The next label behind a name: 收货人何小雨电话….
static NEXT_LABEL: LazyRegex = pattern(|| {
    Regex::new(
        "(?:收货|收件|详细|所在|联系)?(?:地址|电话|手机|方式)|号码|邮编|住址|身份证|微信|开户|账号|卡号|备注",
    )
    .ok()
});

/// The usual family names; those of two characters come first.
const FAMILIES: &str = include_str!("../../../assets/extract/families.txt");

/// Behind a name that is only part of a word.
const TITLES: [&str; 11] = ["先生", "女士", "小姐", "同学", "就行", "就好", "收", "嘛", "吧", "哈", "呀"];

/// Names of persons: labelled ones, those by which buyers introduce themselves, and those beside a phone or an address.
pub(super) fn names(copied: &mut CopiedText) {
    for (label, span) in labelled(copied) {
        let is_form = copied.part(&label).trim_end().ends_with(':');
        name(copied, span, is_form);
    }
    if copied.has(KnownField::Name) {
        return;
    }
    for groups in copied.matches(&CALLED) {
        if let Some(span) = group(&groups, 2)
            && (group(&groups, 1).is_some() || is_name(copied.part(&span)))
        {
            name(copied, span, false);
        }
    }
    // Beside a phone or an address, as they are on a parcel.
    if copied.has(KnownField::Name)
        || !(copied.has(KnownField::Phone) || copied.has(KnownField::Address) || is_of_account(&copied.text))
    {
        return;
    }
    for groups in copied.matches(&TOKEN) {
        let Some(span) = group(&groups, 0) else { continue };
        let apart = |c: char| !('\u{4e00}'..='\u{9fff}').contains(&c);
        let (before, after) = (copied.before(span.start, 1), copied.after(span.end, 1));
        let is_alone = is_last_of_parcel(copied, &span);
        let is_apart =
            (before.is_empty() || before.ends_with(apart)) && (after.is_empty() || after.starts_with(apart));
        let length = copied.part(&span).chars().count();
        if is_apart
            && copied.is_free(&span)
            && !NO_NAMES.contains(&copied.part(&span))
            && (2..=4).contains(&length)
            && (is_name(copied.part(&span)) || is_alone || is_familiar(copied.part(&span)))
        {
            name(copied, span, is_alone);
            return;
        }
    }
}

/// Every label of a name, and what is behind it; that may be the next label.
fn labelled(copied: &CopiedText) -> Vec<(Range<usize>, Range<usize>)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = NAMED.as_ref().and_then(|named| named.captures_at(&copied.text, from))
        && let (Some(label), Some(name)) = (found.get(1), found.get(2))
    {
        out.push((label.range(), name.range()));
        from = label.end();
    }
    out
}

/// Whether a text speaks of an account or a paper that has a holder.
fn is_of_account(text: &str) -> bool {
    has_any(text, &["身份证", "清关", "开户", "账号", "账户", "卡号", "提现", "支付宝"])
        || text.contains("银行") && text.chars().filter(char::is_ascii_digit).count() >= 15
}

/// Whether it is all that a line has besides a phone and an address.
fn is_last_of_parcel(copied: &CopiedText, span: &Range<usize>) -> bool {
    let start = copied.text.get(..span.start).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
    let end = copied
        .text
        .get(span.end..)
        .unwrap_or_default()
        .find('\n')
        .map_or(copied.text.len(), |at| span.end + at);
    let chars = copied.chars(&(start..end));
    let has = |field: KnownField| {
        copied.found.iter().any(|found| found.field == field && chars.contains(&found.span.start))
    };
    let line = copied.text.get(start..end).unwrap_or_default();
    let is_other = |(at, c): (usize, char)| {
        let at = start + at;
        c.is_alphanumeric() && copied.is_free(&(at..at + c.len_utf8())) && !span.contains(&at)
    };
    has(KnownField::Phone) && has(KnownField::Address) && !line.char_indices().any(is_other)
}

/// Adds a name without its title, where it can be one.
fn name(copied: &mut CopiedText, span: Range<usize>, is_labelled: bool) {
    let mut value = copied.part(&span).to_owned();
    if let Some(label) = NEXT_LABEL.as_ref().and_then(|label| label.find(&value)) {
        value.truncate(label.start());
    }
    for title in TITLES {
        if let Some(short) = value.strip_suffix(title).filter(|short| short.chars().count() > 1) {
            value = String::from(short);
        }
    }
    let span = span.start..span.start + value.len();
    let is_talk = has_any(
        &value,
        &[
            "信息", "名字", "写错", "电话", "地址", "错了", "不是", "不变", "谁", "什么", "改", "写", "我",
            "可以", "售后", "部",
        ],
    );
    let is_short = (2..=4).contains(&value.chars().count());
    if copied.is_free(&span)
        && is_short
        && !is_talk
        && (is_labelled || is_name(&value) || is_nickname(&value) || is_familiar(&value))
    {
        let value = copied.written(&span);
        copied.add(KnownField::Name, &span, value);
    }
}

/// 小鹿 and its like.
fn is_nickname(text: &str) -> bool {
    text.starts_with(['小', '阿']) && text.chars().count() <= 3
}

/// What a buyer is called by those who know them: 小鹿, 阿杰, 老刘, 明仔.
fn is_familiar(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "小区", "小心", "小时", "小号", "小件", "小包", "小票", "小孩", "小姐", "小哥", "小程", "小伙",
        "小店", "小学", "小路", "小院", "小巷", "阿姨", "老板", "老公", "老婆", "老师",
    ];
    let count = text.chars().count();
    (2..=3).contains(&count)
        && (text.starts_with(['小', '阿']) || text.starts_with('老') && count == 2)
        && !WORDS.iter().any(|word| text.starts_with(word))
        && !text.ends_with(['的', '了', '吗', '个', '点', '号', '码', '件'])
}

/// Words that begin like a name.
const NO_NAMES: [&str; 29] = [
    "周一", "周二", "周三", "周四", "周五", "周六", "周日", "电话", "手机", "地址", "你好", "您好", "谢谢",
    "麻烦", "帮我", "快递", "发货", "订单", "收货", "时间", "方便", "任何", "应该", "于是", "和", "尺码",
    "颜色", "高", "元",
];

/// Begins with a family name and is not a word of everyday talk.
pub(super) fn is_name(text: &str) -> bool {
    let family = FAMILIES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).any(
        |family| {
            let rest = text.strip_prefix(family).map_or(0, |rest| rest.chars().count());
            (1..=2).contains(&rest) || rest == 3 && family.chars().count() > 1
        },
    );
    let is_titled = TITLES.iter().any(|title| text.ends_with(title));
    (family || is_titled)
        && !NO_NAMES.contains(&text)
        && !text.ends_with([
            '色', '市', '省', '区', '县', '衣', '裙', '绒', '裤', '鞋', '杯', '款', '包', '皮', '袜', '帽',
            '被',
        ])
        && !has_any(
            text,
            &["师傅", "老板", "马上", "任意", "全部", "强烈", "安全", "成功", "包邮", "查询", "路过", "水杯"],
        )
        && !PROVINCES.iter().any(|(short, _)| text.starts_with(short))
        && !has_any(
            text,
            &["你", "吗", "的", "了", "请", "吧", "这", "那", "号", "什么", "怎么", "是", "错", "写", "改"],
        )
}
