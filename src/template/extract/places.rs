//! Provinces and cities: what they are called, where they are in a text.

use regex::Regex;

use super::{CopiedText, LazyRegex, has_any, pattern};
use crate::template::KnownField;

/// Provinces: the short name, then what may be behind it.
pub(super) const PROVINCES: [(&str, &str); 34] = [
    ("北京", "市"),
    ("天津", "市"),
    ("上海", "市"),
    ("重庆", "市"),
    ("河北", "省"),
    ("山西", "省"),
    ("辽宁", "省"),
    ("吉林", "省"),
    ("黑龙江", "省"),
    ("江苏", "省"),
    ("浙江", "省"),
    ("安徽", "省"),
    ("福建", "省"),
    ("江西", "省"),
    ("山东", "省"),
    ("河南", "省"),
    ("湖北", "省"),
    ("湖南", "省"),
    ("广东", "省"),
    ("海南", "省"),
    ("四川", "省"),
    ("贵州", "省"),
    ("云南", "省"),
    ("陕西", "省"),
    ("甘肃", "省"),
    ("青海", "省"),
    ("台湾", "省"),
    ("内蒙古", "自治区"),
    ("广西", "壮族自治区"),
    ("西藏", "自治区"),
    ("宁夏", "回族自治区"),
    ("新疆", "维吾尔自治区"),
    ("香港", "特别行政区"),
    ("澳门", "特别行政区"),
];

/// Behind a province that is part of another name.
const PRODUCTS: [&str; 28] = [
    "版", "面", "区", "一号", "豆捞", "馆", "棉", "白药", "菜", "火锅", "产", "特产", "时间", "话", "辣",
    "茶", "酒", "牌", "路", "大枣", "红枣", "葡萄", "烤", "卫视", "银行", "大学", "人民", "料理",
];

/// In front of a province that somebody lives in or has things sent to.
const PLACES: [&str; 28] = [
    "寄到", "寄往", "寄", "发到", "发往", "发", "送到", "送", "到", "在", "我是", "是", "收货", "地址", "去",
    "省份", "我们", "阿拉", "俺", "咱", "我这", "邮到", "这边", "人在", "家在", "从", "我", "住",
];

/// Cities and districts of their rank, without 市.
const CITIES: &str = include_str!("../../../assets/extract/cities.txt");

/// A city, and what makes it the beginning of a place: its rank, or a district behind it.
static CITY: LazyRegex = pattern(|| {
    let names: Vec<&str> =
        CITIES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
    Regex::new(&format!(
        r"(?:{})(?:市|地区|盟|自治州|\p{{Han}}{{1,5}}?(?:区|县|市|镇|旗|乡|街道)|\p{{Han}}{{1,4}}(?:路|街)\d)",
        names.join("|")
    ))
    .ok()
});

/// Behind the name of a place that a street is called by.
static STREET: LazyRegex =
    pattern(|| Regex::new(r"^(?:省|市)?(?:东|西|南|北|中|[一二三四]){0,2}(?:路|街|道|大道|大街)").ok());

/// A province and a district in it: 天津武清区.
static DISTRICT: LazyRegex = pattern(|| Regex::new(r"^\p{Han}{1,4}?(?:区|县|市|镇|州|旗)").ok());

/// Where a text first names a province that is the beginning of an address.
pub(super) fn province_at(text: &str) -> Option<usize> {
    let is_named = |(short, _): &(&str, &str)| {
        let at = text.find(short)?;
        let (before, rest) = (text.get(..at)?, text.get(at + short.len()..)?);
        let is_product = PRODUCTS.iter().any(|word| rest.starts_with(word));
        (!is_street(rest) && !is_inside(before) && !is_product).then_some(at)
    };
    PROVINCES.iter().filter_map(is_named).min()
}

/// Where a text first names a city that is the beginning of an address.
pub(super) fn city_at(text: &str) -> Option<usize> {
    let found = CITY.as_ref()?.find(text)?;
    let is_named = !is_inside(text.get(..found.start())?) && !is_street(without_city(found.as_str()));
    is_named.then(|| found.start())
}

/// What is behind the name of a city of two or more characters.
fn without_city(text: &str) -> &str {
    text.char_indices().nth(2).and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

fn is_street(rest: &str) -> bool {
    STREET.as_ref().is_some_and(|street| street.is_match(rest))
}

/// Whether a district is named, not an origin of goods or what somebody does.
fn is_district(rest: &str) -> bool {
    const OTHERS: [&str; 13] =
        ["产", "的", "买", "卖", "这", "有", "是", "发", "我", "小区", "地区", "景区", "城市"];
    let found = DISTRICT.as_ref().and_then(|district| district.find(rest));
    found.is_some_and(|found| !has_any(found.as_str(), &OTHERS))
}

/// Whether a name that follows is one of a street or a house, not of the place itself.
fn is_inside(before: &str) -> bool {
    before.ends_with(['市', '区', '县', '镇', '路', '街', '乡', '村'])
}

/// The provinces that stand alone.
pub(super) fn provinces(copied: &mut CopiedText) {
    for (short, suffix) in PROVINCES {
        for at in copied.text.match_indices(short).map(|(at, _)| at).collect::<Vec<_>>() {
            let mut span = at..at + short.len();
            let rest = copied.text.get(span.end..).unwrap_or_default();
            if rest.starts_with(suffix) {
                span.end += suffix.len();
            }
            let (before, after) = (copied.before(at, 4), copied.after(span.end, 3));
            let is_product = PRODUCTS.iter().any(|word| after.starts_with(word));
            let is_place = span.len() > short.len()
                || PLACES.iter().any(|word| before.ends_with(word))
                || has_any(
                    after,
                    &["这边", "能发", "发不", "可以", "要运", "包邮", "邮费", "运费", "到", "人", "省"],
                )
                || has_any(copied.after(span.end, 6), &["市", "这边"])
                || is_district(copied.after(span.end, 6))
                || copied.text.trim().chars().count() <= 6
                || before.is_empty() && (after.starts_with("的 ") || after.starts_with("的,"));
            let is_refused = ["除了", "不要", "别寄到", "不要寄到", "不是", "从"]
                .iter()
                .any(|word| before.ends_with(word))
                || has_any(copied.clause(&span), &["发货地"])
                || has_any(copied.after(span.end, 8), &["发货"]) && !has_any(before, &["到", "往"]);
            let is_ours = has_any(copied.clause(&span), &["发货地", "你们", "你家"])
                && before.ends_with('从')
                || has_any(copied.clause(&span), &["发货地"]);
            if copied.is_free(&span)
                && is_place
                && !is_product
                && !is_refused
                && !is_ours
                && !before.ends_with('非')
            {
                copied.add(KnownField::Province, &span, short);
            }
        }
    }
}
