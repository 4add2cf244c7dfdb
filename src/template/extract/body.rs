//! Heights, weights and ages.

use std::ops::Range;

use regex::Regex;
use rust_decimal::Decimal;

use super::{CopiedText, LazyRegex, group, has_any, is_digit_or_letter, pattern};
use crate::template::KnownField;
use crate::template::numerals::{NUMBER, number};

/// Things that are measured too.
const GOODS: [&str; 43] = [
    "层高", "床", "窗帘", "桌", "沙发", "柜", "布", "绳", "线长", "胸围", "腰围", "臀围", "肩宽", "衣长",
    "裤长", "袖长", "裙长", "脚长", "鞋跟", "跟高", "大米", "小米", "煤", "哑铃", "秤", "水果", "苹果",
    "面粉", "净重", "毛重", "每箱", "一箱", "包装", "地毯", "被子", "电视", "屏", "杯", "架", "猫粮", "狗粮",
    "门高", "窗",
];

/// What says that a person is meant.
const PERSON: [&str; 16] = [
    "我", "身高", "个子", "高", "体重", "穿", "码", "孩子", "宝宝", "儿子", "女儿", "老公", "老婆", "朋友",
    "妈", "爸",
];

static METRES: LazyRegex = pattern(|| {
    Regex::new(r"([1-2]|一|两) ?(?:米|m|M) ?(\d{1,2}|[零一二三四五六七八九]{1,2})(?: ?(?:cm|CM|厘米))?").ok()
});
static METRES_POINT: LazyRegex = pattern(|| Regex::new(r"([0-2]\.\d{1,2}) ?(?:米|m|M)").ok());
static CENTIMETRES: LazyRegex = pattern(|| Regex::new(r"(\d{2,3}(?:\.\d)?) ?(?:cm|CM|Cm|厘米|公分)").ok());
static HEIGHT: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"(?:身高|个子|净身高|高度|身长|高) ?(?:是|大概|大约|约|有|差不多|就|:|=|了| )*({NUMBER})"
    ))
    .ok()
});
static TALL: LazyRegex = pattern(|| Regex::new(r"(1[3-9]\d|20\d|[7-9]\d) ?(?:的)?高").ok());
static HEIGHT_BEHIND: LazyRegex =
    pattern(|| Regex::new(r"(1\d\d|20\d|[6-9]\d)(?:的)?(?:身高|个子|个头)").ok());
static WEIGHT: LazyRegex = pattern(|| {
    Regex::new(&format!(r"(?:体重|重|胖) ?(?:是|大概|大约|约|有|差不多|就|:|=|了| )*({NUMBER})")).ok()
});
static WEIGHED: LazyRegex =
    pattern(|| Regex::new(&format!(r"({NUMBER}) ?(?:多)?(斤半|市斤|斤|公斤|千克|kg|KG|Kg|kG)")).ok());
static PAIR: LazyRegex = pattern(|| {
    Regex::new(r"(1[4-9]\d|20\d|[12]\.\d{1,2})(?: ?(?:cm|CM|米|m|M))?(?:的|高)? ?[ ,/、\\-]? ?(\d{2,3}(?:\.\d)?)(?: ?(斤|公斤|kg|KG|Kg))?").ok()
});

/// Finds heights and weights, from the certain forms to the doubtful ones: what one form takes, no later one reads.
pub(super) fn height_and_weight(copied: &mut CopiedText) {
    metres(copied);
    labelled(copied);
    pairs(copied);
    said(copied);
    units(copied);
    neighbours(copied);
    alone(copied);
}

static ALONE: LazyRegex = pattern(|| Regex::new(r"(?:^|[\n,;。 ])(1[4-9]\d|20\d)(?:[\n,;。 ]|$)").ok());
static BARE_PAIR: LazyRegex = pattern(|| {
    Regex::new(r"^\D{0,3}(1[4-9]\d)[ ,/、\n]+([一二两][百][零一二三四五六七八九十]*|[一][零一二三四五六七八九]{2})\D{0,6}$").ok()
});

/// A height in a line of its own beside a weight, and a pair that is all there is.
fn alone(copied: &mut CopiedText) {
    for groups in copied.matches(&BARE_PAIR) {
        let (Some(first), Some(second)) = (group(&groups, 1), group(&groups, 2)) else { continue };
        if let (Some(tall), Some(heavy)) = (number(copied.part(&first)), number(copied.part(&second))) {
            add_height(copied, &first, tall);
            add_weight(copied, &second, heavy, "");
        }
    }
    if (copied.has(KnownField::Weight) || is_child(copied)) && !copied.has(KnownField::Height) {
        let places: Vec<_> =
            copied.matches(&ALONE).into_iter().filter_map(|groups| group(&groups, 1)).collect();
        if let [only] = places.as_slice()
            && let Some(value) = number(copied.part(only))
        {
            add_height(copied, only, value);
        }
    }
}

/// 我168, 他180.
static SAID: LazyRegex = pattern(|| {
    Regex::new(r"(?:我|他|她|婆婆|公公|奶奶|爷爷|男朋友|女朋友|老公|老婆|女儿|儿子|妈|爸|朋友|孩子|男生|女生|男|女)(?:是|有)? ?(1[4-9]\d|20\d)")
        .ok()
});

/// Heights without a unit, behind a word that speaks of them.
fn said(copied: &mut CopiedText) {
    for groups in copied.matches(&SAID) {
        let Some(digits) = group(&groups, 1) else { continue };
        let after = copied.after(digits.end, 1);
        let is_other = after
            .starts_with(|c: char| c.is_ascii_alphanumeric() || "./-%元块件个单天号斤次页米折".contains(c));
        if let Some(value) = number(copied.part(&digits)).filter(|_| !is_other) {
            add_height(copied, &digits, value);
        }
    }
}

static NEXT_NUMBER: LazyRegex =
    pattern(|| Regex::new(&format!(r"^(?:的|高|cm|CM)?[ ,/、]{{0,2}}({NUMBER})")).ok());

/// A bare number beside a height is a weight, and one beside a weight a height: 一米五八 一百三, 五十公斤 158.
fn neighbours(copied: &mut CopiedText) {
    for (known, is_height) in [(KnownField::Height, true), (KnownField::Weight, false)] {
        let Some(found) = copied.found.iter().find(|found| found.field == known).cloned() else { continue };
        let Some(end) = copied.starts.get(found.span.end).copied() else { continue };
        let rest = copied.text.get(end..).unwrap_or_default();
        let next = NEXT_NUMBER.as_ref().and_then(|next| next.captures(rest)).and_then(|next| next.get(1));
        let Some(span) = next.map(|next| end + next.start()..end + next.end()) else { continue };
        let after = copied.after(span.end, 1);
        let is_other = after.starts_with(|c: char| {
            c.is_ascii_alphanumeric() || "./-%元块件个单天号次页米折月岁码年".contains(c)
        });
        let Some(value) = number(copied.part(&span)).filter(|_| !is_other) else { continue };
        if is_height && value >= Decimal::from(80) && value <= Decimal::from(250) {
            let unit = unit_of(copied, span.end);
            add_weight(copied, &span, value, &unit);
        } else if !is_height && value >= Decimal::from(140) && value <= Decimal::from(210) {
            add_height(copied, &span, value);
        }
    }
}

/// A person's height in centimetres, from centimetres or metres.
fn height(value: Decimal) -> Option<Decimal> {
    let value = if value < Decimal::from(3) { value * Decimal::ONE_HUNDRED } else { value };
    (Decimal::from(50)..=Decimal::from(230)).contains(&value).then(|| value.normalize())
}

/// A person's weight in kilograms. A bare number is meant in 斤, unless nobody is as light as that.
fn weight(value: Decimal, unit: &str, is_child: bool) -> Option<Decimal> {
    let half = Decimal::new(5, 1);
    let is_kilograms = match unit {
        "" => !is_child && value < Decimal::from(70),
        unit => !unit.contains('斤') || unit == "公斤",
    };
    let more = if unit == "斤半" { Decimal::new(25, 2) } else { Decimal::ZERO };
    let kilograms = if is_kilograms { value } else { value * half } + more;
    (Decimal::from(5)..=Decimal::from(200)).contains(&kilograms).then(|| kilograms.normalize())
}

/// What a bare weight is meant in, by the height: nobody is as light for it as 斤 would say, or it is 斤.
fn likely_unit(copied: &CopiedText, value: Decimal) -> &'static str {
    let height = copied
        .found
        .iter()
        .find(|found| found.field == KnownField::Height)
        .and_then(|found| found.value.parse::<Decimal>().ok());
    let metres = height.and_then(|height| height.checked_div(Decimal::ONE_HUNDRED));
    let squared = metres.and_then(|metres| metres.checked_mul(metres));
    let index = squared.and_then(|squared| (value * Decimal::new(5, 1)).checked_div(squared));
    if index.is_some_and(|index| index < Decimal::from(12)) { "kg" } else { "" }
}

pub(super) fn is_child(copied: &CopiedText) -> bool {
    has_any(&copied.text, &["孩", "宝", "儿子", "女儿", "岁", "小朋友", "闺女"])
}

fn add_height(copied: &mut CopiedText, span: &Range<usize>, value: Decimal) {
    if is_of_goods(copied, span) {
        return;
    }
    if let Some(value) = height(value).filter(|_| copied.is_free(span) && !copied.has(KnownField::Height)) {
        copied.add(KnownField::Height, span, value.to_string());
    }
}

/// Adds a weight, in the unit that is given or the likely one, unless it is that of goods.
fn add_weight(copied: &mut CopiedText, span: &Range<usize>, value: Decimal, unit: &str) {
    if is_of_goods(copied, span) {
        return;
    }
    let unit = if unit.is_empty() { likely_unit(copied, value) } else { unit };
    if let Some(value) = weight(value, unit, is_child(copied))
        .filter(|_| copied.is_free(span) && !copied.has(KnownField::Weight))
    {
        copied.add(KnownField::Weight, span, value.to_string());
    }
}

/// 1米6, 一米六五, 1.65米.
fn metres(copied: &mut CopiedText) {
    for groups in copied.matches(&METRES) {
        let (Some(span), Some(whole), Some(rest)) = (group(&groups, 0), group(&groups, 1), group(&groups, 2))
        else {
            continue;
        };
        let before = copied.before(span.start, 1);
        let is_number = before.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let is_thing = copied.after(span.end, 1).starts_with('的')
            && !has_any(copied.clause(&span), &["身高", "个子", "高", "穿", "斤"]);
        if is_number || is_thing || is_of_goods(copied, &span) || !copied.is_free(&span) {
            continue;
        }
        let digits: String = copied
            .part(&rest)
            .chars()
            .filter_map(|c| {
                c.to_digit(10).or_else(|| {
                    "零一二三四五六七八九"
                        .chars()
                        .position(|digit| digit == c)
                        .and_then(|at| u32::try_from(at).ok())
                })
            })
            .map(|digit| digit.to_string())
            .collect();
        let hundredths = if digits.len() == 1 { format!("{digits}0") } else { digits };
        if let (Some(whole), Ok(hundredths)) = (number(copied.part(&whole)), hundredths.parse::<Decimal>()) {
            add_height(copied, &span, whole * Decimal::ONE_HUNDRED + hundredths);
        }
    }
    for groups in copied.matches(&METRES_POINT) {
        let (Some(span), Some(digits)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        let is_person =
            has_any(copied.clause(&span), &PERSON) || has_any(&copied.text, &["斤", "kg", "KG", "码"]);
        let before = copied.before(span.start, 1);
        let is_height = is_person && !is_of_goods(copied, &span) && !before.ends_with(is_digit_or_letter);
        let value = number(copied.part(&digits)).filter(|value| is_height && *value >= Decimal::new(5, 1));
        if let Some(value) = value {
            add_height(copied, &span, value);
        }
    }
}

/// Between the ends of a range.
const TO: [char; 4] = ['-', '~', '到', '至'];

/// The digits that a text begins with.
fn leading_number(text: &str) -> u32 {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Words of somebody else's measure, an earlier one, a recommendation, an animal.
const OTHERS: [&str; 38] = [
    "模特",
    "尺码表",
    "承重",
    "建议身高",
    "建议体重",
    "建议穿",
    "建议拍",
    "适合身高",
    "适合体重",
    "推荐身高",
    "不是",
    "之前",
    "以前",
    "原来",
    "写错",
    "闺蜜",
    "室友",
    "舍友",
    "同学",
    "邻居",
    "同事",
    "评论",
    "评价",
    "有人",
    "买家秀",
    "主播",
    "别人",
    "狗",
    "猫",
    "金毛",
    "宠物",
    "玩偶",
    "抱枕",
    "护栏",
    "身高尺",
    "秤",
    "哑铃",
    "小米",
];

/// Whether a measure is that of a thing.
fn is_of_goods(copied: &CopiedText, span: &Range<usize>) -> bool {
    let (before, after) = (copied.before(span.start, 5), copied.after(span.end, 5));
    // 155-160 goes up; 173-145 is a height and a weight.
    let own = leading_number(copied.part(span));
    let next = after.strip_prefix(TO).map(leading_number);
    let last = before.strip_suffix(TO).map(|text| {
        let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        leading_number(text.get(start..).unwrap_or_default())
    });
    let is_range = next.is_some_and(|next| next > own) || last.is_some_and(|last| last > 0 && last < own);
    let is_bound = ["以上", "以下", "以内", "多", "几", "不到", "斤以", "多斤"]
        .iter()
        .any(|word| after.starts_with(word));
    let is_mine = copied.before(span.start, 2).contains('我');
    let is_weighed = before.contains("净重") && copied.text.contains("身高");
    has_any(copied.clause(span), &OTHERS) && !is_mine
        || is_range
        || is_bound
        || has_any(after.split(' ').next().unwrap_or_default(), &GOODS)
        || has_any(before, &GOODS) && !is_weighed
        || after.starts_with(['长', '宽', '厚', '深', '*', '×', 'x'])
        || after.starts_with("的床")
}

/// 身高160, 体重105, 160高.
fn labelled(copied: &mut CopiedText) {
    for groups in
        copied.matches(&HEIGHT_BEHIND).into_iter().chain(copied.matches(&TALL)).chain(copied.matches(&HEIGHT))
    {
        let (Some(whole), Some(digits)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        let after = copied.after(digits.end, 2);
        let is_other = after.starts_with(['斤', '%', '折', '元', '块', '岁', '年', '月'])
            || after.starts_with("公斤")
            || has_any(copied.before(whole.start, 2), &["最", "提", "更", "跟", "鞋"])
                && copied.part(&whole).starts_with('高')
            || copied.before(digits.start, 1).ends_with(is_digit_or_letter)
            || copied.part(&whole).starts_with('高')
                && copied.before(whole.start, 1).ends_with(|c: char| c.is_ascii_digit());
        if is_other || is_of_goods(copied, &digits) {
            continue;
        }
        if let Some(value) = number(copied.part(&digits)) {
            let is_bare_height = copied.part(&whole).starts_with('高')
                && value < Decimal::from(100)
                && value > Decimal::from(3);
            // 脚背高 一直: the beginning of a word.
            let is_word = value < Decimal::from(3) && value.is_integer();
            if !is_bare_height && !is_word {
                add_height(copied, &digits, value);
            }
        }
    }
    for groups in copied.matches(&WEIGHT_BEHIND) {
        let Some(digits) = group(&groups, 1).filter(|_| copied.has(KnownField::Height)) else { continue };
        if let Some(value) = number(copied.part(&digits)) {
            add_weight(copied, &digits, value, "");
        }
    }
    for groups in copied.matches(&WEIGHT) {
        let (Some(whole), Some(digits)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        let label = copied.part(&whole);
        let unit = unit_of(copied, digits.end);
        if !label.starts_with("体重") && unit.is_empty() || is_of_goods(copied, &digits) {
            continue;
        }
        let is_thing = !label.starts_with("体重")
            && !has_any(copied.clause(&whole), &["我", "身高", "高", "穿", "码", "孩", "宝"]);
        if let Some(value) = number(copied.part(&digits)).filter(|_| !is_thing) {
            let span = digits.start..digits.end + unit.len();
            add_weight(copied, &span, value, &unit);
        }
    }
}

static WEIGHT_BEHIND: LazyRegex =
    pattern(|| Regex::new(r"(\d{2,3}) ?(?:的)?(?:体重|重)(?:[^量要新点]|$)").ok());

/// The unit right behind a number; empty when there is none.
fn unit_of(copied: &CopiedText, at: usize) -> String {
    let after = copied.after(at, 4);
    let trimmed = after.trim_start();
    let units = ["斤半", "市斤", "斤", "公斤", "千克", "kg", "KG", "Kg"];
    units.iter().find(|unit| trimmed.starts_with(**unit)).copied().unwrap_or_default().to_owned()
}

/// 160/105, 165 55kg, 我160的105.
fn pairs(copied: &mut CopiedText) {
    for groups in copied.matches(&PAIR) {
        let (Some(span), Some(first), Some(second)) =
            (group(&groups, 0), group(&groups, 1), group(&groups, 2))
        else {
            continue;
        };
        let unit = group(&groups, 3).map(|unit| copied.part(&unit).to_owned()).unwrap_or_default();
        let (before, after) = (copied.before(span.start, 1).to_owned(), copied.after(span.end, 2).to_owned());
        let between = copied.part(&(first.end..second.start)).to_owned();
        // 155-165 is a range.
        let is_range = between.contains('-') && number(copied.part(&second)) > number(copied.part(&first));
        // 199-50 is a coupon.
        let is_coupon =
            between.contains('-') && !has_any(&copied.text, &PERSON) && copied.part(&second).len() < 3;
        let is_joined = between.is_empty() || is_range || is_coupon;
        // 160/84A is a size of clothes.
        let is_size = after.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_more = after.starts_with(['-', '/', '.', '%', '折', '元', '块', '、', '件', '天', '年', '号']);
        let is_text = has_any(
            copied.clause(&span),
            &[
                "身高", "体重", "我", "穿", "码", "高", "斤", "kg", "KG", "孩", "女", "男", "老公", "老婆",
                "尺", "奶奶", "爷爷", "妈", "爸", "婆婆", "姐", "妹", "弟", "朋友", "岁",
            ],
        ) || copied.text.trim().chars().count() <= 12;
        if is_joined
            || is_size
            || is_more
            || !is_text
            || is_of_goods(copied, &span)
            || before.ends_with(|c: char| is_digit_or_letter(c) || matches!(c, '.' | '/' | '-' | '¥'))
        {
            continue;
        }
        let (Some(tall), Some(heavy)) = (number(copied.part(&first)), number(copied.part(&second))) else {
            continue;
        };
        let is_heavy =
            if unit.is_empty() { heavy >= Decimal::from(40) && heavy <= Decimal::from(250) } else { true };
        if is_heavy && copied.is_free(&first) && copied.is_free(&second) {
            add_height(copied, &first, tall);
            add_weight(copied, &second, heavy, &unit);
        }
    }
}

/// 160cm, 105斤, 五十公斤, without a label.
fn units(copied: &mut CopiedText) {
    for groups in copied.matches(&CENTIMETRES) {
        let (Some(span), Some(digits)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        let is_person = has_any(copied.clause(&span), &PERSON) || has_any(&copied.text, &["斤", "kg", "KG"]);
        let Some(value) = number(copied.part(&digits)) else { continue };
        let is_height = (Decimal::from(130)..=Decimal::from(210)).contains(&value)
            || is_child(copied) && value >= Decimal::from(60);
        if is_person
            && is_height
            && !is_of_goods(copied, &span)
            && !copied.before(span.start, 1).ends_with(is_digit_or_letter)
        {
            add_height(copied, &digits, value);
        }
    }
    for groups in copied.matches(&WEIGHED) {
        let (Some(span), Some(digits), Some(unit)) =
            (group(&groups, 0), group(&groups, 1), group(&groups, 2))
        else {
            continue;
        };
        let unit = copied.part(&unit).to_owned();
        let Some(value) = number(copied.part(&digits)) else { continue };
        let is_kilograms = unit != "斤" && unit != "市斤" && unit != "斤半";
        let least = if is_child(copied) {
            8
        } else if is_kilograms {
            35
        } else {
            70
        };
        let after = copied.after(span.end, 3);
        let is_range = copied.before(span.start, 1).ends_with(['-', '~', '到', '至']);
        let is_bought = has_any(copied.before(span.start, 2), &["买", "送", "每", "要"]);
        let is_thing = is_range
            || is_bought
            || after.starts_with(['装', '的', '重', '/', '包'])
                && !has_any(after, &["的人", "的女", "的男", "的穿", "的能"])
            || is_of_goods(copied, &span)
            || has_any(copied.clause(&span), &["承重", "载重", "大米", "箱", "每袋"]);
        if value >= Decimal::from(least)
            && !is_thing
            && !copied.before(span.start, 1).ends_with(is_digit_or_letter)
        {
            add_weight(copied, &span, value, &unit);
        }
    }
}

static AGE: LazyRegex = pattern(|| Regex::new(&format!(r"({NUMBER}) ?(?:周|多|虚)?岁(半)?")).ok());
static AGE_LABEL: LazyRegex = pattern(|| {
    Regex::new(r"(?:年龄|今年) ?:? ?(?:是|都|快)?(\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?:岁|了|周岁|[ ,。\n]|$)").ok()
});

/// Ages of a person: not those that goods are meant for, and no ranges.
pub(super) fn ages(copied: &mut CopiedText) {
    for groups in copied.matches(&AGE).into_iter().chain(copied.matches(&AGE_LABEL)) {
        let (Some(span), Some(digits)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        let (before, after) = (copied.before(span.start, 3), copied.after(span.end, 3));
        let is_range = before.ends_with(['-', '~', '到', '至'])
            || has_any(after, &["以上", "以下", "到", "-", "~"])
            || before.contains("适合")
            || after.contains('适')
                && !has_any(copied.clause(&span), &["孩", "宝", "儿", "女", "娃", "我", "妈", "爸"]);
        let Some(value) = number(copied.part(&digits)).filter(|_| !is_range && copied.is_free(&digits))
        else {
            continue;
        };
        if (Decimal::ONE..=Decimal::ONE_HUNDRED).contains(&value) {
            let half = if group(&groups, 2).is_some() { Decimal::new(5, 1) } else { Decimal::ZERO };
            copied.add(KnownField::Age, &digits, (value + half).normalize().to_string());
        }
    }
}
