//! What a buyer takes back, and slips. A value that is denied (不是165，是168) or changed into another (3件改成5件) is cut out before
//! anything is looked for; of two phones, addresses or numbers the one that is said to be old is dropped.

use std::ops::Range;

use regex::Regex;

use super::CHANGED;
use super::{CLAUSE_ENDS, CopiedText, LazyRegex, has_any, last_of, pattern};
use crate::template::{KnownField, Trait};

/// 不是165，是168.
static DENIED: LazyRegex =
    pattern(|| Regex::new(r"不是([^,。;!?\n]{1,40}?)[ ,。]{0,2}(而是|应该是|是)([^,。;!?\n]{1,30})").ok());
/// 是M码不是L码.
static DENIED_BEHIND: LazyRegex =
    pattern(|| Regex::new(r"[是要]([^,。;!?\n不]{1,20})[ ,]?不是([^,。;!?\n]{1,20})").ok());
/// 3件改成5件, 收货人张海改成张海涛.
static REPLACED: LazyRegex = pattern(|| {
    const SMALL: &str = r"(?:\d{1,3}(?:\.\d)?|[一二两三四五六七八九十百]{1,4})";
    Regex::new(&format!(
        r"(?:^|\D)({SMALL}(?:cm|kg|\p{{Han}}{{0,2}}?))的?[ ,]?{CHANGED} ?{SMALL}|(?:收货人|收件人|姓名|名字|联系人)[ :]*[由从]?(\p{{Han}}{{2,4}}?){CHANGED}"
    ))
    .ok()
});
static PLACE: LazyRegex = pattern(|| Regex::new(r"\p{Han}{2}(?:省|市|区|县|镇|路|街|村)").ok());
static LETTERS: LazyRegex =
    pattern(|| Regex::new(r"(?:^|[^A-Za-z])(?:[2-6]?[Xx]*[Ll]|[Xx]*[Ss]|[Mm])(?:[^A-Za-z]|$)").ok());

/// What is by mistake between a number and its unit: 155.厘米, 98 。斤.
static STRAY: LazyRegex = pattern(|| {
    Regex::new(r"\d( ?[.。·] ?| {2,3})(?:厘米|公分|cm|CM|米|m|斤|公斤|千克|kg|KG|Kg|岁|码|元|块)").ok()
});

/// What two things have in common that can stand for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Place,
    /// Of eight digits or more.
    LongNumber,
    Number,
    Size,
    Word,
}

/// What kind of value a text is: a correction replaces one of its own kind.
fn kind(text: &str) -> ValueKind {
    let is_match = |pattern: &LazyRegex| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    if is_match(&PLACE) {
        ValueKind::Place
    } else if text.chars().filter(char::is_ascii_digit).count() >= 8 {
        ValueKind::LongNumber
    } else if is_match(&LETTERS) {
        ValueKind::Size
    } else if text.contains(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十百".contains(c))
    {
        ValueKind::Number
    } else {
        ValueKind::Word
    }
}

/// The bytes of a text that say what is not so, or no longer, and signs that stray between a number and its unit; they may
/// overlap.
pub(super) fn left_out(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let captures = |pattern: &'static LazyRegex| {
        pattern.as_ref().into_iter().flat_map(|pattern| pattern.captures_iter(text))
    };
    for found in captures(&DENIED) {
        let (Some(whole), Some(old), Some(so), Some(new)) =
            (found.get(0), found.get(1), found.get(2), found.get(3))
        else {
            continue;
        };
        let before = text.get(..whole.start()).unwrap_or_default();
        // A name is only one behind its label.
        let is_named =
            ["收货人", "收件人", "姓名", "名字", "联系人", "叫"].iter().any(|label| before.ends_with(label));
        let is_same =
            kind(old.as_str()) == kind(new.as_str()) && (kind(old.as_str()) != ValueKind::Word || is_named);
        if is_same && !before.ends_with('是') {
            out.push(whole.start()..so.start());
        }
    }
    for found in captures(&DENIED_BEHIND) {
        let (Some(new), Some(old)) = (found.get(1), found.get(2)) else { continue };
        let is_question = new.as_str().ends_with('是') || old.as_str().ends_with(['吗', '么', '嘛']);
        let is_same = kind(old.as_str()) == kind(new.as_str()) && kind(old.as_str()) != ValueKind::Word;
        if is_same && !is_question {
            out.push(old.range());
        }
    }
    for found in captures(&REPLACED) {
        out.extend(found.get(1).or(found.get(2)).map(|old| old.range()));
    }
    out.extend(captures(&STRAY).filter_map(|found| found.get(1)).map(|stray| stray.range()));
    out
}

/// In front of a value that holds no longer, and of the one that holds.
const OLD: [&str; 14] = [
    "原来",
    "原先",
    "之前",
    "以前",
    "本来",
    "旧",
    "老号",
    "老地址",
    "写错",
    "填错",
    "留错",
    "打错",
    "发错",
    "报错",
];
const NEW: [&str; 9] = ["应该是", "正确", "改成", "改为", "换成", "换", "现在", "新", "打"];
/// Behind a value that holds no longer.
const GONE: [&str; 12] =
    ["停机", "打不通", "空号", "不用了", "用不了", "作废", "注销", "写错", "填错", "错了", "不对", "欠费"];

/// Drops what is said to be old, where something of the same field is left.
pub(super) fn drop_old(copied: &mut CopiedText) {
    for field in KnownField::with(Trait::Corrected) {
        let mut spans: Vec<Range<usize>> = copied
            .found
            .iter()
            .filter(|found| found.field == field)
            .map(|found| found.span.clone())
            .collect();
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        let old: Vec<Range<usize>> = spans
            .iter()
            .enumerate()
            .filter(|(idx, span)| {
                let last = idx.checked_sub(1).and_then(|idx| spans.get(idx)).map_or(0, |last| last.end);
                let next = spans.get(idx + 1).map(|next| next.start);
                is_old(copied, field, last, span, next)
            })
            .map(|(_, span)| span.clone())
            .collect();
        if old.len() < spans.len() {
            // The province of an old address goes with it.
            let is_inside = |span: &Range<usize>| {
                old.iter().any(|old| {
                    old == span
                        || field == KnownField::Address && old.start <= span.start && span.end <= old.end
                })
            };
            copied.found.retain(|found| {
                !(is_inside(&found.span)
                    && (found.field == field
                        || field == KnownField::Address && found.field == KnownField::Province))
            });
        }
    }
}

/// Whether the words between the values of a field speak against one of them. Characters.
fn is_old(
    copied: &CopiedText,
    field: KnownField,
    last: usize,
    span: &Range<usize>,
    next: Option<usize>,
) -> bool {
    const NEAR: usize = 12;
    let text = |from: usize, to: usize| {
        let byte = |char_idx: usize| copied.starts.get(char_idx).copied().unwrap_or(copied.text.len());
        copied.text.get(byte(from)..byte(to.max(from))).unwrap_or_default()
    };
    let before = text(last.max(span.start.saturating_sub(NEAR)), span.start);
    let before = before.rsplit('\n').next().unwrap_or_default();
    // An earlier order is another one, but a value as well.
    let words = OLD.iter().filter(|word| field != KnownField::OrderNumber || word.ends_with('错')).copied();
    let words: Vec<&str> = words.chain(NEW).collect();
    let is_old = last_of(before, &words).is_some_and(|(_, word)| OLD.contains(&word));
    let end = span.end + NEAR;
    let after = text(span.end, next.unwrap_or(end).min(end));
    let clause = after.split(CLAUSE_ENDS).next().unwrap_or_default();
    let clause = clause.split("新").next().unwrap_or_default();
    let is_changed =
        next.is_some() && has_any(after, &["改成", "改为", "换成", "更改为", "变更为", "修改为"]);
    is_old || has_any(clause, &GONE) || is_changed
}
