//! Addresses: where they begin, how far they go.
//!
//! One begins at a label (地址：), a province, a city or a district, and goes on to the last word of a place in it: a
//! number, a house, a room, a firm. Commas may be in it as long as each part names a place.

use std::ops::Range;

use regex::Regex;

use super::names::is_name;
use super::places::{self, PROVINCES};
use super::{CHANGED, CopiedText, LazyRegex, group, has_any, pattern};
use crate::template::KnownField;

static ADMIN: LazyRegex =
    pattern(|| Regex::new(r"[\p{Han}]{2,10}?(?:省|市|自治区|自治州|州市?|盟|区|县|旗|镇|乡|街道)").ok());

/// Words that a part of an address ends with.
const DETAILS: &str = r"路|街|道|段|巷|弄|胡同|村|组|社|小区|花园|家园|苑|公寓|公馆|名邸|新村|新城|园|户|大厦|广场|中心|园区|工业园|产业园|城|府|庭|湾|校区|大学|前台|学院|学校|中学|小学|幼儿园|医院|诊所|药房|大药房|药店|驿站|自提点|代收点|快递柜|丰巢|超市|市场|商场|档口|摊位|商铺|门市部|营业部|经营部|批发部|服务部|服务站|工作室|公司|集团|厂|店|馆|厅|餐厅|饭店|酒店|宾馆|网吧|银行|支行|加油站|车站|派出所|法院|事务所|中队|支队|大队|局|宿舍|号楼|号院|号附\d+|号|栋|幢|座|单元|楼|层|室|门|期|区|屯|庄|寨|坊|院|档|铺";

static DETAIL: LazyRegex = pattern(|| Regex::new(&format!("(?:{DETAILS})")).ok());
static LAST_DETAIL: LazyRegex = pattern(|| {
    Regex::new(&format!(r"(?:省|市|自治区|自治州|州|盟|县|旗|镇|乡|{DETAILS}) ?[A-Za-z0-9#-]*$")).ok()
});
static HOUSE: LazyRegex = pattern(|| Regex::new(r"\d ?(?:号|弄|栋|幢|单元|室|楼)").ok());
static LABEL: LazyRegex = pattern(|| {
    Regex::new(&format!(r"(?:收货地址|收件地址|详细地址|所在地区|地址|住址) ?(?:是|在|为|{CHANGED}|:)* ?"))
        .ok()
});
static CHUNK: LazyRegex = pattern(|| Regex::new(r"[^\n;。!?！？、【】\[\]()]+").ok());

static NEW: LazyRegex =
    pattern(|| Regex::new(&format!(r"{CHANGED}|(?:现在|正确|新)的?(?:地址)?(?:是|为|在|:)+|应该是")).ok());

/// As the apps show it in two lines.
static SPLIT: LazyRegex = pattern(|| {
    Regex::new(
        r"(?:所在地区|省市区|地区) ?:? ?([^\n]{4,40})\n ?(?:详细地址|街道地址|街道) ?:? ?([^\n]{3,60})",
    )
    .ok()
});

/// The addresses, with the provinces in them, and provinces that stand alone.
pub(super) fn addresses(copied: &mut CopiedText) {
    split_addresses(copied);
    for groups in copied.matches(&CHUNK) {
        let Some(chunk) = group(&groups, 0) else { continue };
        for part in free_parts(copied, &chunk) {
            for run in runs(copied, &part) {
                address(copied, &run);
            }
        }
    }
    places::provinces(copied);
}

/// Addresses of forms that ask for the region and the street in two fields.
fn split_addresses(copied: &mut CopiedText) {
    for groups in copied.matches(&SPLIT) {
        let (Some(region), Some(street)) = (group(&groups, 1), group(&groups, 2)) else {
            continue;
        };
        let value = format!("{}{}", copied.written(&region).trim(), copied.written(&street).trim());
        let span = region.start..street.end;
        if copied.is_free(&span) {
            let region = copied.part(&region).trim_start().to_owned();
            add_address(copied, &span, value, &region);
        }
    }
}

/// A chunk without what was taken already: phones are between names and addresses.
fn free_parts(copied: &CopiedText, chunk: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, c) in copied.part(chunk).char_indices() {
        let span = chunk.start + at..chunk.start + at + c.len_utf8();
        if !copied.is_free(&span) {
            continue;
        }
        match parts.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => parts.push(span),
        }
    }
    parts
}

/// A part at its commas, but for those inside one address, and where one address is changed into another.
fn runs(copied: &CopiedText, part: &Range<usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for piece in pieces(copied, part) {
        let text = copied.part(&piece);
        match runs.last_mut() {
            Some(run) if is_open && goes_on(text, copied.part(run)) => run.end = piece.end,
            _ => {
                is_open = begins(text);
                runs.push(piece);
            }
        }
    }
    runs
}

/// The parts of a run between commas; one that is corrected by a second address is cut in two.
fn pieces(copied: &CopiedText, part: &Range<usize>) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = part.start;
    for text in copied.part(part).split(',') {
        let end = start + text.len();
        let is_new = |found: &regex::Match<'_>| {
            text.get(..found.start()).is_some_and(|head| {
                ADMIN.as_ref().is_some_and(|admin| admin.is_match(head))
                    && DETAIL.as_ref().is_some_and(|detail| detail.is_match(head))
            })
        };
        let change = NEW.as_ref().and_then(|new| new.find_iter(text).find(is_new));
        if let Some(change) = change {
            pieces.push(start..start + change.start());
            pieces.push(start + change.end()..end);
        } else {
            pieces.push(start..end);
        }
        start = end + 1;
    }
    pieces
}

/// Whether a piece begins an address that may go on behind a comma.
fn begins(text: &str) -> bool {
    let is_labelled = LABEL.as_ref().is_some_and(|label| label.is_match(text));
    let is_place = start_of(text, false).is_some();
    (is_labelled || is_place)
        && (LAST_DETAIL.as_ref().is_some_and(|last| last.is_match(text.trim_end()))
            || is_province(text.trim()))
}

fn is_province(text: &str) -> bool {
    PROVINCES.iter().any(|(short, _)| text.ends_with(short))
}

/// Whether a piece behind a comma is one more part of the address: it names a place, and says nothing.
fn goes_on(text: &str, address: &str) -> bool {
    const LONGEST: usize = 30;
    const SPEECH: [&str; 29] = [
        "我", "你", "您", "吗", "呢", "吧", "请", "麻烦", "谢", "要", "放", "寄", "发货", "发到", "收", "的",
        "了", "电话", "不", "别", "给", "帮", "打", "就", "能", "送", "快递", "一下", "有",
    ];
    let text = text.trim();
    let is_other = HOUSE.as_ref().is_some_and(|house| house.is_match(address))
        && (places::province_at(text) == Some(0) || places::city_at(text) == Some(0));
    let is_person = text.chars().count() <= 3
        && is_name(text)
        && !text.ends_with(['村', '组', '镇', '乡', '屯', '庄', '寨']);
    text.chars().count() <= LONGEST
        && !is_other
        && !is_person
        && !has_any(text, &SPEECH)
        && !NEW.as_ref().is_some_and(|new| new.is_match(text))
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '#' | '·'))
        && LAST_DETAIL.as_ref().is_some_and(|last| last.is_match(text))
}

/// A run up to the blank behind which the buyer goes on talking.
fn without_talk(copied: &CopiedText, run: &Range<usize>) -> Range<usize> {
    const TALK: [&str; 22] = [
        "别",
        "不",
        "送到",
        "送上",
        "放",
        "发",
        "请",
        "麻烦",
        "谢谢",
        "可以",
        "要",
        "能",
        "帮",
        "给我",
        "寄",
        "这",
        "是",
        "收到",
        "快",
        "前台收",
        "门口",
        "谢",
    ];
    let text = copied.part(run);
    let has_address = |head: &str| DETAIL.as_ref().is_some_and(|detail| detail.is_match(head));
    let end = text.match_indices(' ').map(|(at, _)| at).find(|at| {
        let (head, rest) = text.split_at(*at);
        has_address(head) && TALK.iter().any(|word| rest.trim_start().starts_with(word))
    });
    run.start..end.map_or(run.end, |end| run.start + end)
}

/// What the buyer says right behind a number: 115号能送上楼吗.
static SPOKEN: LazyRegex = pattern(|| {
    Regex::new(
        r"(?:号|室|楼|层|栋|幢|座|单元|\d)(能|可以|什么|几天|多久|发货|发到|发过|发的|发给|发吗|送到|送上|送货|送吗|寄|到了|到时|到货|到的|到哪|要|请|麻烦|别|不要|不能|不用|不在|谢|吗|的|这|是|有没有|有人|有货|我|你|您|怎么|为什么|收(?:$|[ 货件到了])|放|快点|快递|给|帮|在|就|也|已|还|那|对|吧|呢|啊|哦|了|多少|大概|运费|包邮|邮费|电话|手机|联系|姓名|收件|名字|备注)",
    )
    .ok()
});

/// Of the shop, of an earlier order, or no address at all.
fn is_other(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "你们", "你家", "贵店", "退货", "寄回", "商家", "寄件", "退回", "不是", "之前", "原来", "我要",
        "填的",
    ];
    let is_depot = has_any(text, &["营业部", "转运", "仓库"])
        && !HOUSE.as_ref().is_some_and(|house| house.is_match(text));
    is_depot || has_any(text, &WORDS)
}

/// Adds the address of a run of text, where it is one that goods can be sent to.
fn address(copied: &mut CopiedText, run: &Range<usize>) {
    let run = &without_talk(copied, run);
    let text = copied.part(run).to_owned();
    if is_other(&text) {
        return;
    }
    let label_end = LABEL.as_ref().and_then(|label| label.find(&text)).map(|label| label.end());
    let body = text.get(label_end.unwrap_or(0)..).unwrap_or_default();
    let offset = run.start + label_end.unwrap_or(0);
    let Some(start) = start_of(body, label_end.is_some()) else { return };
    let rest = body.get(start..).unwrap_or_default();
    let spoken = SPOKEN.as_ref().and_then(|spoken| spoken.captures(rest)).and_then(|spoken| spoken.get(1));
    let rest = rest.get(..spoken.map_or(rest.len(), |spoken| spoken.start())).unwrap_or_default();
    let details = details(rest);
    let Some(last) = details.last() else { return };
    let is_place =
        ADMIN.as_ref().is_some_and(|admin| admin.is_match(rest)) || places::province_at(rest) == Some(0);
    let has_number = rest.chars().any(|c| c.is_ascii_digit()) || details.len() > 1;
    if label_end.is_none() && !(is_place && has_number) {
        return;
    }
    let end = last.end + room_behind(rest.get(last.end..).unwrap_or_default());
    let span = offset + start..offset + start + end;
    let value = copied.written(&span).trim().to_owned();
    if copied.is_free(&span) && value.chars().count() >= 6 {
        let plain = copied.part(&span).to_owned();
        add_address(copied, &span, value, &plain);
    }
}

/// The words of an address that name a house, a street, a firm.
fn details(text: &str) -> Vec<Range<usize>> {
    // 知道, 日期, 客户, 部门, 上楼.
    const NO_DETAILS: [&str; 24] = [
        "知道", "难道", "味道", "频道", "渠道", "日期", "到期", "过期", "星期", "假期", "周期", "预期",
        "长期", "短期", "客户", "账户", "用户", "商户", "部门", "出门", "上门", "专门", "上楼", "网店",
    ];
    let is_word = |found: &Range<usize>| {
        let head = text.get(..found.end).unwrap_or_default();
        !NO_DETAILS.iter().any(|word| head.ends_with(word))
    };
    let found = DETAIL.as_ref().into_iter().flat_map(|detail| detail.find_iter(text));
    found.map(|found| found.range()).filter(is_word).collect()
}

/// How many bytes of a number behind the last word belong to it: 2单元501, 3号楼1203, 5楼之2.
fn room_behind(tail: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '#');
    let part_of = |text: &str| text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if let Some(more) = tail.strip_prefix('之').filter(|more| is_number(more)) {
        return tail.len() - more.len() + part_of(more);
    }
    match tail.strip_prefix(' ') {
        // The room, with a blank in front of it.
        Some(room) if (2..=5).contains(&part_of(room)) && is_number(room) => part_of(room) + 1,
        _ => part_of(tail),
    }
}

/// `plain` is the address in plain hanzi.
fn add_address(copied: &mut CopiedText, span: &Range<usize>, value: String, plain: &str) {
    let province = PROVINCES.iter().find(|(short, _)| plain.starts_with(short)).map(|(short, _)| *short);
    if let Some(short) = province {
        let named = span.start..span.start + short.len();
        let span = copied.chars(&named);
        copied.found.push(super::Extracted { span, field: KnownField::Province, value: short.to_owned() });
    }
    copied.add(KnownField::Address, span, value);
}

/// Where an address begins: at a province, else behind its label, else at a city or district.
fn start_of(text: &str, is_labelled: bool) -> Option<usize> {
    if let Some(province) = places::province_at(text) {
        return Some(province);
    }
    if is_labelled {
        return Some(text.len() - text.trim_start().len());
    }
    let district = district_at(text);
    let city = places::city_at(text);
    // A county in front of what only looks like a city.
    let is_first = |city: usize| district.is_none_or(|(_, end)| city < end);
    city.filter(|city| is_first(*city)).or(district.map(|(start, _)| start))
}

static LEAD: LazyRegex = pattern(|| {
    Regex::new(&format!(
        "^.*(?:{CHANGED}|寄到|发到|送到|寄往|发往|改到|地址|我在|我住|住在|在|到|是|寄|发|的|往|至|把|给|请|麻烦)"
    ))
    .ok()
});

/// Where the first district begins and ends, without the words in front of it.
fn district_at(text: &str) -> Option<(usize, usize)> {
    // 市, 区 alone name nothing; neither do 小区 and its like.
    const WORDS: [&str; 14] = [
        "小区",
        "地区",
        "市区",
        "景区",
        "专区",
        "城市",
        "超市",
        "上市",
        "夜市",
        "大街道",
        "全省",
        "外省",
        "偏远",
        "哪个",
    ];
    let found = ADMIN.as_ref()?.find(text)?;
    let name = found.as_str();
    let skip = LEAD.as_ref()?.find(name).map_or(0, |lead| lead.end());
    let rest = name.get(skip..)?;
    let is_name = (3..=12).contains(&rest.chars().count()) && !has_any(rest, &WORDS);
    is_name.then_some((found.start() + skip, found.end()))
}
