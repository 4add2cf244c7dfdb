//! Names, provinces, addresses.

use std::ops::Range;

use regex::Regex;

use super::{Message, Pattern, group, has_any, pattern};

/// Provinces: the short name, then what may stand behind it.
const PROVINCES: [(&str, &str); 34] = [
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

static ADMIN: Pattern =
    pattern(|| Regex::new(r"[\p{Han}]{2,10}?(?:省|市|自治区|自治州|州市?|盟|区|县|旗|镇|乡|街道)").ok());
static DETAIL: Pattern = pattern(|| {
    Regex::new(r"(?:路|街|道|巷|弄|胡同|村|组|小区|花园|家园|苑|公寓|公馆|名邸|新村|新城|园|户|大厦|广场|中心|园区|工业园|产业园|城|府|庭|湾|校区|大学|前台|学院|学校|中学|小学|医院|驿站|超市|商铺|店|宿舍|号楼|号院|号附\d+|号|栋|幢|座|单元|楼|层|室|门|期|区|屯|庄|寨|院)").ok()
});
static LABEL: Pattern = pattern(|| {
    Regex::new(r"(?:收货地址|收件地址|详细地址|所在地区|地址|住址) ?(?:是|改成|改为|换成|为|:)* ?").ok()
});
static CHUNK: Pattern = pattern(|| Regex::new(r"[^\n,;。!?！？、【】\[\]()]+").ok());

/// As the apps show it in two lines.
static SPLIT: Pattern = pattern(|| {
    Regex::new(
        r"(?:所在地区|省市区|地区) ?:? ?([^\n]{4,40})\n ?(?:详细地址|街道地址|街道) ?:? ?([^\n]{3,60})",
    )
    .ok()
});

fn split_addresses(message: &mut Message) {
    for groups in message.matches(&SPLIT) {
        let (Some(region), Some(street)) = (group(&groups, 1), group(&groups, 2)) else {
            continue;
        };
        let value = format!("{}{}", message.part(&region).trim(), message.part(&street).trim());
        let span = region.start..street.end;
        if message.is_free(&span) {
            add_address(message, &span, value);
        }
    }
}

/// The addresses, with the provinces in them, and provinces that stand alone.
pub(super) fn addresses(message: &mut Message) {
    split_addresses(message);
    for groups in message.matches(&CHUNK) {
        if let Some(chunk) = group(&groups, 0) {
            for part in free_parts(message, &chunk) {
                address(message, &part);
            }
        }
    }
    provinces(message);
}

/// A chunk without what was taken already: phones stand between names and addresses.
fn free_parts(message: &Message, chunk: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, c) in message.part(chunk).char_indices() {
        let span = chunk.start + at..chunk.start + at + c.len_utf8();
        if !message.is_free(&span) {
            continue;
        }
        match parts.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => parts.push(span),
        }
    }
    parts
}

/// A chunk up to the blank behind which the buyer goes on talking.
fn without_talk(message: &Message, part: &Range<usize>) -> Range<usize> {
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
    let text = message.part(part);
    let has_address = |head: &str| DETAIL.as_ref().is_some_and(|detail| detail.is_match(head));
    let end = text.match_indices(' ').map(|(at, _)| at).find(|at| {
        let (head, rest) = text.split_at(*at);
        has_address(head) && TALK.iter().any(|word| rest.trim_start().starts_with(word))
    });
    part.start..end.map_or(part.end, |end| part.start + end)
}

fn address(message: &mut Message, part: &Range<usize>) {
    let part = &without_talk(message, part);
    let text = message.part(part).to_owned();
    // Of the shop, of an earlier order, or no address at all.
    let is_other = has_any(
        &text,
        &[
            "你们",
            "你家",
            "贵店",
            "退货",
            "寄回",
            "商家",
            "寄件",
            "退回",
            "仓库",
            "营业部",
            "转运",
            "不是",
            "之前",
            "原来",
            "我要",
            "填的",
        ],
    );
    if is_other {
        return;
    }
    let label_end = LABEL.as_ref().and_then(|label| label.find(&text)).map(|label| label.end());
    let body = text.get(label_end.unwrap_or(0)..).unwrap_or_default();
    let offset = part.start + label_end.unwrap_or(0);
    let Some(start) = start_of(body, label_end.is_some()) else { return };
    let Some(rest) = body.get(start..) else { return };
    let details: Vec<Range<usize>> = DETAIL
        .as_ref()
        .into_iter()
        .flat_map(|detail| detail.find_iter(rest))
        .map(|found| found.range())
        .collect();
    let admins = ADMIN.as_ref().map_or(0, |admin| admin.find_iter(rest).count());
    let Some(last) = details.last() else { return };
    let has_number = rest.chars().any(|c| c.is_ascii_digit()) || details.len() > 1;
    if label_end.is_none() && (admins == 0 || !has_number) {
        return;
    }
    // Numbers behind the last word belong to it: 2单元501, 3号楼1203.
    let tail = rest.get(last.end..).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '#');
    let part_of = |text: &str| text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let more = match tail.strip_prefix(' ') {
        // The room, with a blank in front of it.
        Some(room) if (2..=5).contains(&part_of(room)) && room.starts_with(|c: char| c.is_ascii_digit()) => {
            part_of(room) + 1
        }
        _ => part_of(tail),
    };
    let span = offset + start..offset + start + last.end + more;
    if !message.is_free(&span) {
        return;
    }
    let value = message.part(&span).trim().to_owned();
    if value.chars().count() < 6 {
        return;
    }
    add_address(message, &span, value);
}

fn add_address(message: &mut Message, span: &Range<usize>, value: String) {
    let province = PROVINCES.iter().find(|(short, _)| value.starts_with(short)).map(|(short, _)| *short);
    if let Some(short) = province {
        let named = span.start..span.start + short.len();
        let span = message.chars(&named);
        message.found.push(super::Extracted { span, field: "省份", value: short.to_owned() });
    }
    message.add("地址", span, value);
}

/// Where an address begins: at a province, else at a city or district.
fn start_of(text: &str, is_labelled: bool) -> Option<usize> {
    let is_named = |(short, _): &(&str, &str)| {
        let at = text.find(short)?;
        let (before, rest) = (text.get(..at)?, text.get(at + short.len()..)?);
        let is_street = has_any(
            rest.get(..rest.char_indices().nth(3).map_or(rest.len(), |(end, _)| end))?,
            &["路", "街", "道"],
        );
        let is_inside = before.ends_with(['市', '区', '县', '镇']);
        (!is_street && !is_inside && !PRODUCTS.iter().any(|word| rest.starts_with(word))).then_some(at)
    };
    let province = PROVINCES.iter().filter_map(is_named).min();
    if province.is_some() {
        return province;
    }
    if is_labelled {
        return Some(text.len() - text.trim_start().len());
    }
    let found = ADMIN.as_ref()?.find(text)?;
    let name = found.as_str();
    let words = [
        "寄到", "发到", "送到", "改成", "改到", "换成", "地址", "我在", "我住", "住在", "在", "到", "是",
        "寄", "发", "的",
    ];
    let skip = words.iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    let rest = name.get(skip..)?;
    // 市, 区 alone name nothing; neither do 小区 and its like.
    let is_name = (3..=12).contains(&rest.chars().count())
        && !has_any(
            rest,
            &[
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
            ],
        );
    is_name.then_some(found.start() + skip)
}

fn provinces(message: &mut Message) {
    for (short, suffix) in PROVINCES {
        for at in message.text.match_indices(short).map(|(at, _)| at).collect::<Vec<_>>() {
            let mut span = at..at + short.len();
            let rest = message.text.get(span.end..).unwrap_or_default();
            if rest.starts_with(suffix) {
                span.end += suffix.len();
            }
            let (before, after) = (message.before(at, 4), message.after(span.end, 3));
            let is_product = PRODUCTS.iter().any(|word| after.starts_with(word));
            let is_place = span.len() > short.len()
                || PLACES.iter().any(|word| before.ends_with(word))
                || has_any(
                    after,
                    &["这边", "能发", "发不", "可以", "要运", "包邮", "邮费", "运费", "到", "人", "省"],
                )
                || has_any(message.after(span.end, 6), &["市", "这边"])
                || message.text.trim().chars().count() <= 6
                || before.is_empty() && (after.starts_with("的 ") || after.starts_with("的,"));
            let is_refused = ["除了", "不要", "别寄到", "不要寄到", "不是", "从"]
                .iter()
                .any(|word| before.ends_with(word))
                || has_any(message.clause(&span), &["发货地"])
                || has_any(message.after(span.end, 8), &["发货"]) && !has_any(before, &["到", "往"]);
            let is_ours = has_any(message.clause(&span), &["发货地", "你们", "你家"])
                && before.ends_with('从')
                || has_any(message.clause(&span), &["发货地"]);
            if message.is_free(&span)
                && is_place
                && !is_product
                && !is_refused
                && !is_ours
                && !before.ends_with('非')
            {
                message.add("省份", &span, short);
            }
        }
    }
}

static NAMED: Pattern = pattern(|| {
    Regex::new(r"((?:收货人|收件人|姓名|联系人|名字|收货姓名)(?:的)?(?:名字|姓名)?(?:写错了|错了|有误|填错了)?[ ,\n]*(?:应该)?(?:是|叫|改成|改为|换成|就写|写|:)* ?[\x22“]?)([\p{Han}·]{2,8})").ok()
});
static CALLED: Pattern = pattern(|| Regex::new(r"(?:(我)叫|我是|(?:[她他, \n]|^)叫)(\p{Han}{2,3})").ok());
static TOKEN: Pattern = pattern(|| Regex::new(r"[\p{Han}·]+").ok());

/// The usual family names; those of two characters stand first.
const FAMILIES: &str = include_str!("../../../assets/extract/families.txt");

/// Behind a name that is only part of a word.
const TITLES: [&str; 11] = ["先生", "女士", "小姐", "同学", "就行", "就好", "收", "嘛", "吧", "哈", "呀"];

pub(super) fn names(message: &mut Message) {
    for groups in message.matches(&NAMED) {
        if let (Some(label), Some(span)) = (group(&groups, 1), group(&groups, 2)) {
            let is_form = message.part(&label).trim_end().ends_with(':');
            name(message, span, is_form);
        }
    }
    if message.has("姓名") {
        return;
    }
    for groups in message.matches(&CALLED) {
        if let Some(span) = group(&groups, 2)
            && (group(&groups, 1).is_some() || is_name(message.part(&span)))
        {
            name(message, span, false);
        }
    }
    // Beside a phone or an address, as they stand on a parcel.
    if message.has("姓名")
        || !(message.has("手机号") || message.has("地址") || has_any(&message.text, &["身份证", "清关"]))
    {
        return;
    }
    for groups in message.matches(&TOKEN) {
        let Some(span) = group(&groups, 0) else { continue };
        let apart = |c: char| !('\u{4e00}'..='\u{9fff}').contains(&c);
        let (before, after) = (message.before(span.start, 1), message.after(span.end, 1));
        let is_alone = is_last_of_parcel(message, &span);
        let is_apart =
            (before.is_empty() || before.ends_with(apart)) && (after.is_empty() || after.starts_with(apart));
        let length = message.part(&span).chars().count();
        if is_apart
            && message.is_free(&span)
            && (2..=4).contains(&length)
            && (is_name(message.part(&span)) || is_alone)
        {
            name(message, span, is_alone);
            return;
        }
    }
}

/// Whether it is all that a line has besides a phone and an address.
fn is_last_of_parcel(message: &Message, span: &Range<usize>) -> bool {
    let start = message.text.get(..span.start).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
    let end = message
        .text
        .get(span.end..)
        .unwrap_or_default()
        .find('\n')
        .map_or(message.text.len(), |at| span.end + at);
    let chars = message.chars(&(start..end));
    let has = |field: &str| {
        message.found.iter().any(|found| found.field == field && chars.contains(&found.span.start))
    };
    let line = message.text.get(start..end).unwrap_or_default();
    let is_other = |(at, c): (usize, char)| {
        let at = start + at;
        c.is_alphanumeric() && message.is_free(&(at..at + c.len_utf8())) && !span.contains(&at)
    };
    has("手机号") && has("地址") && !line.char_indices().any(is_other)
}

fn name(message: &mut Message, span: Range<usize>, is_labelled: bool) {
    let mut value = message.part(&span).to_owned();
    for title in TITLES {
        if let Some(short) = value.strip_suffix(title).filter(|short| short.chars().count() > 1) {
            value = String::from(short);
        }
    }
    let span = span.start..span.start + value.len();
    let is_talk = has_any(
        &value,
        &[
            "名字", "写错", "电话", "地址", "错了", "不是", "不变", "谁", "什么", "改", "写", "我", "可以",
            "售后", "部",
        ],
    );
    let is_short = (2..=4).contains(&value.chars().count());
    if message.is_free(&span)
        && is_short
        && !is_talk
        && (is_labelled || is_name(&value) || is_nickname(&value))
    {
        message.add("姓名", &span, value);
    }
}

/// 小鹿 and its like.
fn is_nickname(text: &str) -> bool {
    text.starts_with(['小', '阿']) && text.chars().count() <= 3
}

/// Begins with a family name and is no word of everyday talk.
fn is_name(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "电话", "手机", "地址", "你好", "您好", "谢谢", "麻烦", "帮我", "快递", "发货", "订单", "收货",
        "时间", "方便", "任何", "应该", "于是", "和", "尺码", "颜色", "高", "元",
    ];
    let family = FAMILIES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).any(
        |family| {
            let rest = text.strip_prefix(family).map_or(0, |rest| rest.chars().count());
            (1..=2).contains(&rest) || rest == 3 && family.chars().count() > 1
        },
    );
    let is_titled = TITLES.iter().any(|title| text.ends_with(title));
    (family || is_titled)
        && !WORDS.contains(&text)
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
