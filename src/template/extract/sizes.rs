//! Sizes: the usual one, and the one that is wanted.

use std::ops::Range;

use regex::Regex;
use rust_decimal::Decimal;

use super::body::is_child;
use super::{CopiedText, LazyRegex, group, has_any, is_digit_or_letter, pattern};
use crate::template::KnownField;
use crate::template::numerals::number;

const SIZE: &str =
    r"(?:(?:6[05]|7[05]|8[05]|9[05])[A-Ga-g]|[2-6]?[Xx]{0,4}[Ll]|[Xx]{0,3}[Ss]|[Mm]|均码|\d{2,3}(?:\.5)?)";

static USUAL: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"(?:平时|平常|一般|以前|之前|往常|日常|一直|通常|向来|穿惯|惯穿|习惯|平日|正常|别的牌子|其他牌子|别家|都是穿|都穿|都是买|都买)[\p{{Han}} :]{{0,7}}?({SIZE}|[二三四五]十[一二三四五六七八九]?码半?) ?(?:码|号)?"
    ))
    .ok()
});
/// A second usual size: 39码或38.5码.
static OR: LazyRegex = pattern(|| {
    Regex::new(&format!(r"^ ?(?:码|号)? ?(?:或者?|或是|和|、|/|到|-|~) ?({SIZE}) ?(?:码|号)")).ok()
});
static WANTED: LazyRegex = pattern(|| {
    Regex::new(&format!(r"(?:要|拍|买|拿|给|给我|下单|换成|换|选|来|订|定|发|尺码|码数|尺寸|规格|鞋码|穿)(?:了|的|个|成|一|件|双|条|我|是|为|大|小|:)* ?({SIZE}) ?(码|号)?")).ok()
});
static SIZED: LazyRegex = pattern(|| Regex::new(&format!(r"({SIZE}) ?(码|号)")).ok());

static IN_STOCK: LazyRegex = pattern(|| {
    Regex::new(&format!(r"({SIZE})(?:的|那|还有|有没|有货|有吗|没货|到货|补货|什么时候|拍|要|来)")).ok()
});
/// At the end of a line of an order page: 规格：奶白色 M.
static OF_LINE: LazyRegex = pattern(|| {
    Regex::new(&format!(r"(?m)^ ?(?:规格|颜色|颜色分类|款式|型号|属性)[^\n]*[ ,;:/]({SIZE}) ?码?$")).ok()
});
/// 要27的, 拍的37, 童装120的, 白色37 一双.
static WANTED_BARE: LazyRegex = pattern(|| {
    Regex::new(r"(?:要|拍|买|拿|选|换|装|色)(?:了)?的?(\d{2,3}(?:\.5)?)(?:的| ?[一两\d]双|[ ,。\n]|$)").ok()
});
/// On an order page, before how many: 驼色 38 ×1, 奶咖色；120cm x2.
static SPECIFIED: LazyRegex =
    pattern(|| Regex::new(&format!(r"[ ;,]({SIZE})(?:cm|码)? ?[x×X*] ?\d{{1,2}}(?:[ \n]|$)")).ok());
/// L一件, 38码两双.
static COUNTED: LazyRegex = pattern(|| {
    Regex::new(
        r"([2-6]?[Xx]{0,4}[Ll]|[Xx]{0,3}[Ss]|[Mm]|\d{2}(?:\.5)?码) ?(?:的)?[一两二三四五六\d](?:件|条|套|双)",
    )
    .ok()
});
/// 140的校服裤来两条.
static CHILDS: LazyRegex =
    pattern(|| Regex::new(r"(?:^|[^\d.])((?:[89]|1[0-6])[05])的[\p{Han}]{0,5}?(?:来|要|拿|拍|有|买)").ok());
/// 一双41的, 一条29的.
static ONE_OF: LazyRegex =
    pattern(|| Regex::new(r"[一两二三四五\d](?:双|条) ?(\d{2}(?:\.5)?) ?(?:的|码)").ok());
/// 穿43的鞋.
static WORN: LazyRegex = pattern(|| Regex::new(r"穿 ?(\d{2}(?:\.5)?) ?(?:码)?的(?:鞋|靴|裤)").ok());
static BRACKETED: LazyRegex = pattern(|| Regex::new(&format!(r"[ ;,]({SIZE}) ?(?:【|\[|\()")).ok());
static NUMERAL: LazyRegex = pattern(|| {
    Regex::new(r"(?:要|拍|穿|买|换)(?:了|的|个|成)? ?([二三四五][十][一二三四五六七八九]?)码").ok()
});
static CHOICE: LazyRegex = pattern(|| {
    Regex::new(&format!(r"^(?:码|号)?(?:还是|或者|或|和|跟|与|、|/) ?{SIZE}(?:[^A-Za-z0-9]|$)")).ok()
});
static CHANGE: LazyRegex = pattern(|| {
    Regex::new(&format!(r"(?:换|改)(?:成|个|一个|到|为|大|小|一双|一件)* ?(?:\p{{Han}}{{0,2}}色|[黑白红蓝绿灰粉紫黄棕青橙咖米杏驼])?的? ?({SIZE})")).ok()
});

pub(super) fn sizes(copied: &mut CopiedText) {
    usual(copied);
    wanted(copied);
}

/// The size that the buyer usually wears.
fn usual(copied: &mut CopiedText) {
    for groups in copied.matches(&USUAL) {
        let is_likely = |size: &Range<usize>| {
            let number: Option<Decimal> = copied.part(size).parse().ok();
            let is_shoe = |number: Decimal| number >= Decimal::from(24) && number <= Decimal::from(50);
            let is_tall = |number: Decimal| {
                number >= Decimal::from(70)
                    && number <= Decimal::from(185)
                    && (number % Decimal::from(5)).is_zero()
            };
            let after = copied.after(size.end, 2);
            number.is_none_or(|number| {
                (is_shoe(number) || is_tall(number)) && !has_any(after, &["多", "左右", "块", "元"])
            })
        };
        let (Some(whole), Some(size)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        let text = copied.part(&size);
        let is_shoe =
            number(text).is_some_and(|number| number >= Decimal::from(34) && number <= Decimal::from(48));
        let is_worn = is_shoe
            || copied.after(size.end, 1) == "的"
            || text.ends_with(|c: char| c.is_ascii_alphabetic())
            || has_any(copied.part(&whole), &["穿", "着", "码", "是", "M", "L", "S", "m", "l", "s"]);
        // 之前是39包邮 names a price.
        let is_earlier = ["之前", "以前"].iter().any(|word| copied.part(&whole).starts_with(word));
        let is_said = !is_earlier
            || text.ends_with(|c: char| !c.is_ascii_digit())
            || copied.part(&whole).contains(['穿', '码', '买', '拍', '鞋', '尺']);
        if is_worn && is_said && is_likely(&size) && is_size(copied, &size) {
            let (whole, half) = text.strip_suffix('半').map_or((text, ""), |whole| (whole, ".5"));
            let numeral = whole.strip_suffix('码').and_then(number).map(|value| format!("{value}{half}"));
            let value = numeral.unwrap_or_else(|| text.to_uppercase());
            copied.add(KnownField::UsualSize, &size, value);
            if let Some(second) = second_size(copied, size.end).filter(|second| is_size(copied, second)) {
                let value = copied.part(&second).to_uppercase();
                copied.add(KnownField::UsualSize, &second, value);
            }
        }
    }
    for groups in copied.matches(&WORN) {
        if let Some(size) =
            group(&groups, 1).filter(|size| is_size(copied, size) && !copied.has(KnownField::UsualSize))
        {
            let value = copied.part(&size).to_owned();
            copied.add(KnownField::UsualSize, &size, value);
        }
    }
}

fn second_size(copied: &CopiedText, end: usize) -> Option<Range<usize>> {
    let found = OR.as_ref()?.captures(copied.text.get(end..)?)?.get(1)?;
    Some(end + found.start()..end + found.end())
}

/// The size that is wanted.
fn wanted(copied: &mut CopiedText) {
    for groups in copied.matches(&NUMERAL) {
        if let Some((span, value)) = group(&groups, 1)
            .filter(|span| copied.is_free(span))
            .and_then(|span| Some((span.clone(), number(copied.part(&span))?)))
        {
            copied.add(KnownField::Size, &span, value.to_string());
            return;
        }
    }
    // L一件 xxl两件: each is wanted.
    let counted: Vec<Range<usize>> = copied
        .matches(&COUNTED)
        .into_iter()
        .filter_map(|groups| group(&groups, 1))
        .filter(|size| is_free_size(copied, size))
        .collect();
    if counted.len() > 1 {
        for size in counted {
            let value = copied.part(&size).trim_end_matches('码').to_uppercase();
            copied.add(KnownField::Size, &size, value);
        }
        return;
    }
    let mut found = wanted_sizes(copied);
    if found.is_empty() {
        found = counted;
    }
    // What it is changed into.
    let changed = copied
        .matches(&CHANGE)
        .into_iter()
        .filter_map(|groups| group(&groups, 1))
        .find(|size| is_size(copied, size));
    if let Some(size) = changed {
        found = vec![size];
    }
    // Two of them are a question, not a value.
    let values: Vec<String> = found.iter().map(|size| copied.part(size).to_uppercase()).collect();
    let is_choice = |size: &Range<usize>| {
        let rest = copied.text.get(size.end..).unwrap_or_default();
        CHOICE.as_ref().is_some_and(|choice| choice.is_match(rest))
    };
    if values.windows(2).any(|pair| pair.first() != pair.last()) || found.iter().any(is_choice) {
        return;
    }
    if let Some(size) = found.first().cloned() {
        let value = copied.part(&size).to_uppercase();
        copied.add(KnownField::Size, &size, value);
    }
}

/// The sizes that the buyer wants, as byte ranges; more than one where they waver.
fn wanted_sizes(copied: &CopiedText) -> Vec<Range<usize>> {
    // Beside the usual size a bare number is one too.
    let has_usual = copied.has(KnownField::UsualSize);
    let mut found: Vec<Range<usize>> = Vec::new();
    for groups in copied.matches(&WANTED) {
        let Some(size) = group(&groups, 1) else { continue };
        let whole = group(&groups, 0).map(|whole| copied.part(&whole)).unwrap_or_default();
        // 发 25号 is a day.
        let has_unit =
            group(&groups, 2).is_some_and(|unit| copied.part(&unit) == "码" || !whole.starts_with('发'));
        let is_label = ["尺码", "码数", "鞋码"].iter().any(|label| whole.starts_with(label));
        let text = copied.part(&size);
        let is_digits = text.starts_with(|c: char| c.is_ascii_digit()) && !text.ends_with(['L', 'l']);
        let is_for_child = is_child(copied) && is_childs_size(text);
        if is_size(copied, &size) && (!is_digits || has_unit || is_label || has_usual || is_for_child) {
            found.push(size);
        }
    }
    for groups in copied.matches(&SIZED) {
        let (Some(span), Some(size)) = (group(&groups, 0), group(&groups, 1)) else { continue };
        if !copied.part(&span).ends_with('号') && is_size(copied, &size) {
            found.push(size);
        }
    }
    for groups in [&SPECIFIED, &ONE_OF, &CHILDS].into_iter().flat_map(|pattern| copied.matches(pattern)) {
        let Some(size) = group(&groups, 1) else { continue };
        let is_bare = copied.part(&size).parse::<u16>().is_ok_and(|size| size > 50 && size % 5 != 0);
        if copied.is_free(&size) && !is_bare {
            found.push(size);
        }
    }
    found.extend(copied.matches(&OF_LINE).into_iter().filter_map(|groups| group(&groups, 1)));
    for groups in copied.matches(&WANTED_BARE) {
        let Some(size) = group(&groups, 1) else { continue };
        let text = copied.part(&size);
        let is_shoe = number(text).is_some_and(|size| size >= Decimal::from(24) && size <= Decimal::from(48));
        let is_said = copied.after(size.end, 1) == "的" || is_shoe;
        if (is_shoe || is_childs_size(text)) && is_said && is_size(copied, &size) {
            found.push(size);
        }
    }
    for groups in copied.matches(&IN_STOCK).into_iter().chain(copied.matches(&BRACKETED)) {
        let is_letter =
            |size: &Range<usize>| copied.part(size).contains(|c: char| c.is_ascii_alphabetic() || c == '均');
        found.extend(group(&groups, 1).filter(|size| is_size(copied, size) && is_letter(size)));
    }
    found.sort_by_key(|size| size.start);
    found.dedup();
    found
}

/// A size in letters, or one of shoes, that nothing speaks against.
fn is_free_size(copied: &CopiedText, size: &Range<usize>) -> bool {
    let before = copied.before(size.start, 1);
    copied.is_free(size) && !before.ends_with(|c: char| is_digit_or_letter(c) || c == '.')
}

/// Heights in tens that children's clothes are named by.
fn is_childs_size(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|size| (70..=170).contains(&size) && size.is_multiple_of(5))
}

/// Free, and not a part of something longer.
fn is_size(copied: &CopiedText, size: &Range<usize>) -> bool {
    let (before, after) = (copied.before(size.start, 1), copied.after(size.end, 1));
    let is_other = has_any(
        copied.clause(size),
        &[
            "模特",
            "评论",
            "评价",
            "有人",
            "买家秀",
            "主播",
            "同事",
            "闺蜜",
            "室友",
            "舍友",
            "邀请码",
            "验证码",
            "网速",
        ],
    ) || has_any(copied.after(size.end, 3), &["钩", "形", "的油", "的脚垫", "的壳"])
        || copied.before(size.start, 2).ends_with(' ')
            && copied.before(size.start, 2).starts_with(|c: char| c.is_ascii_alphabetic());
    copied.is_free(size)
        && !is_other
        && !before.ends_with(|c: char| is_digit_or_letter(c) || c == '.')
        && (copied.after(size.end, 2).eq_ignore_ascii_case("ok")
            || !after.starts_with(|c: char| {
                is_digit_or_letter(c)
                    || matches!(c, '.' | '%' | '元' | '块' | '件' | '天' | '斤' | '个' | '岁' | '折')
            }))
}
