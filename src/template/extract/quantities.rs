//! How many are wanted or bought.

use std::ops::Range;

use regex::Regex;

use super::{CopiedText, LazyRegex, group, has_any, pattern};
use crate::template::KnownField;
use crate::template::numerals::number;

/// What things are counted in.
pub(super) const MEASURE: &str = "件|双|个|条|套|箱|包|盒|瓶|只|份|支|台|袋|本|张|把|单|罐|桶|串|副|顶|床|提|组|对|卷|根|枚|盏|辆|打|枝|朵|棵|盆|幅|枕|捆|筒|管|壶|坛|听|板|颗|粒|头|排|筐|框|片|束|扎|杯|碗|篮|株|贴|块表";

pub(super) const COUNT: &str = r"\d{1,4}|[一二两三四五六七八九十百]{1,4}";

static COUNTED: LazyRegex = pattern(|| {
    Regex::new(&format!(
        r"({COUNT}) ?[大小中整]?(?:{MEASURE})|([俩仨])(?:个|件|双|条|[ ,。!~\n吧呗啊哈了]|$)"
    ))
    .ok()
});
/// As order pages have it: 数量：2, ×2, x2.
static LABELLED: LazyRegex =
    pattern(|| Regex::new(r"数量 ?(?:是|为|改成|改为|有|要|大概|大约|约)*:? ?[x×X*]? ?(\d{1,3})").ok());
static TIMES: LazyRegex = pattern(|| Regex::new(r"(?m)(?:[ \p{Han})】;]|^)[x×X*] ?(\d{1,3})(?: |$)").ok());

/// That something is bought.
const BUYING: [&str; 29] = [
    "要", "买", "拍", "订", "定", "下单", "下了", "加", "拿", "来", "留", "整", "弄", "共", "数量", "购",
    "囤", "添", "拼", "抢", "入手", "改成", "换成", "凑", "带走", "搞", "补拍", "发", "退",
];
/// Nearer to the number: an offer, a stock, what came, what is in a pack.
const NOT_BEFORE: [&str; 45] = [
    "收到",
    "只发",
    "少发",
    "少了",
    "少",
    "缺",
    "坏了",
    "破了",
    "碎了",
    "漏",
    "剩",
    "每",
    "第",
    "送",
    "赠",
    "限购",
    "最少",
    "起批",
    "库存",
    "满",
    "差",
    "就发了",
    "才发",
    "里面",
    "多发",
    "到了",
    "为什么",
    "怎么",
    "没",
    "过",
    "不",
    "只有",
    "有",
    "分",
    "发错",
    "发了",
    "发来",
    "掉",
    "拆",
    "看了",
    "用了",
    "发我",
    "只来",
    "才来",
    "来了",
];
const NOT_BEHIND: [&str; 28] = [
    "送",
    "减",
    "赠",
    "打",
    "起",
    "以上",
    "以内",
    "装",
    "月",
    "工作日",
    "小时",
    "半价",
    "折",
    "优惠券",
    "坏",
    "破",
    "碎",
    "够",
    "没收到",
    "没发",
    "差价链接",
    "-",
    "~",
    "到",
    "装的",
    "%",
    "人",
    "套",
];

/// Behind so many: what the buyer wants to know of them, or what they cost.
static ASKED: LazyRegex = pattern(|| {
    Regex::new(
        r"^ ?(?:包邮|包不包邮|多少|什么价|啥价|怎么卖|咋卖|怎么算|咋算|几块|几元|能|可以|可不可以|有优惠|有没有优惠|优惠|便宜|是不是|一共|总共|合计|行吗|行不|我?[要想]退|(?:是|才|就|要|只需|只要|共)*(?:\d+(?:\.\d+)? ?(?:元|块|吗|嘛|吧|行|对|可|$)|\d{2,}(?:\D|$)|[一二两三四五六七八九]?[十百]))",
    )
    .ok()
});
/// 2件8折: an offer.
static REDUCED: LazyRegex = pattern(|| Regex::new(r"^ ?(?:\d(?:\.\d)?|[一二三四五六七八九])折").ok());

/// How many pieces the buyer has bought or wants.
pub(super) fn quantities(copied: &mut CopiedText) {
    for pattern in [&LABELLED, &TIMES] {
        for groups in copied.matches(pattern) {
            let Some(digits) = group(&groups, 1) else { continue };
            let is_longer = copied.after(digits.end, 1).starts_with(|c: char| c.is_ascii_digit());
            if copied.is_free(&digits) && !is_longer {
                add(copied, &digits);
            }
        }
    }
    for groups in copied.matches(&COUNTED) {
        let (Some(whole), Some(digits)) =
            (group(&groups, 0), group(&groups, 1).or_else(|| group(&groups, 2)))
        else {
            continue;
        };
        if copied.is_free(&digits) && is_bought(copied, &whole, &digits) {
            add(copied, &digits);
        }
    }
}

/// Adds a quantity; 俩 and 仨 are two and three.
fn add(copied: &mut CopiedText, digits: &Range<usize>) {
    let value = match copied.part(digits) {
        "俩" => Some("2".to_owned()),
        "仨" => Some("3".to_owned()),
        text => number(text).map(|value| value.to_string()),
    };
    if let Some(value) = value {
        copied.add(KnownField::Quantity, digits, value);
    }
}

/// Whether a number of pieces is one that is bought, and not one that arrived, is missing or is sold.
fn is_bought(copied: &CopiedText, whole: &Range<usize>, digits: &Range<usize>) -> bool {
    let before = last_words(copied.phrase_before(digits.start));
    let behind = copied.after(whole.end, 5);
    let is_part = before.ends_with(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | '~' | '第' | '到' | '每' | '¥')
    });
    let is_other = NOT_BEHIND
        .iter()
        // 拍了2支 送的小样没有 speaks of something else.
        .any(|word| if *word == "送" { behind } else { behind.trim_start() }.starts_with(word))
        || REDUCED.as_ref().is_some_and(|reduced| reduced.is_match(behind))
        || has_any(copied.clause(whole), &["买一送", "限购", "起批", "差价链接"]);
    if is_part || is_other {
        return false;
    }
    let place =
        |words: &[&str]| words.iter().filter_map(|word| before.rfind(word).map(|at| at + word.len())).max();
    let (buying, other) = (place(&BUYING), place(&NOT_BEFORE));
    // 一 is also said of anything: 换一个, 给一个说法.
    let is_one =
        matches!(copied.part(digits), "一") && !copied.part(whole).ends_with(['件', '双', '套', '份']);
    match buying {
        Some(buying) => {
            let gap = before.get(buying..).unwrap_or_default();
            let is_counted = gap.contains(|c: char| number(c.to_string().as_str()).is_some());
            other.is_none_or(|other| other < buying)
                && !is_counted
                && gap.chars().count() <= if is_one { 0 } else { 6 }
        }
        // 黑色 M码 一件, 四件一起发.
        None => {
            other.is_none() && !is_one && (is_apart(copied, whole, before) || is_asked(copied, whole, before))
        }
    }
}

/// What is behind the last blank; where nothing is, what is before it.
fn last_words(before: &str) -> &str {
    let text = before.trim_end();
    let from = text.rfind(' ').filter(|_| text.len() == before.len()).map_or(0, |at| at + 1);
    before.get(from..).unwrap_or(before)
}

/// Whether something is asked about so many: 三瓶包邮吗, 8盒是不是96块.
fn is_asked(copied: &CopiedText, whole: &Range<usize>, before: &str) -> bool {
    let behind = copied.after(whole.end, 10);
    before.chars().count() <= 8 && ASKED.as_ref().is_some_and(|asked| asked.is_match(behind))
}

/// Whether the count is a phrase of its own, or ends one that names a thing.
fn is_apart(copied: &CopiedText, whole: &Range<usize>, before: &str) -> bool {
    let behind = copied.after(whole.end, 4);
    let is_end = behind.is_empty() || behind.starts_with([' ', ',', '。', '~', '!', ';']);
    let is_named = before.chars().count() <= 8 && !has_any(before, &["是", "的", "了", "吗", "谁"]);
    let is_whole = before.is_empty() && (is_end || has_any(behind, &["一起", "都要", "分开", "合"]));
    is_whole || is_end && is_named && !before.ends_with(|c: char| "一二三四五六七八九十几两".contains(c))
}
