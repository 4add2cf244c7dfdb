//! A library that is written by the rules, damaged in one place: the replies before and behind the damage still load, and a
//! finding in those lines says so.
//!
//! The first byte is the number of replies, the next three say where and how the file is damaged; every reply takes three
//! more, for its layout and its texts.

use std::ops::Range;

use suda::diag::{Diagnostic, Problem};
use suda::store::ron_file::{parse_pack, reply_spans};

use super::inserted::INSERTED;
use super::numbers;

const TEXTS: [&str; 16] = [
    "亲，在的",
    "您好，{订单号} 今天发出",
    "第一行\\n第二行",
    "第一行\n第二行",
    "他说\\\"好的\\\"，谢谢",
    "（周一到周五）9:00-18:00",
    "[图] 看这里, 1) 先退 2) 再拍",
    ")",
    "(",
    ",",
    "a\\\\b",
    "/* 不是注释 // 也不是",
    "#1 号仓",
    "r#x#",
    "{{",
    "🈶 “好” ‘呀’",
];

/// Beside [`INSERTED`].
const MORE_INSERTED: [&str; 2] = ["\u{feff}", "\u{0}"];

struct Damage {
    at: usize,
    removed: usize,
    inserted: String,
}

/// `bytes` is a library and its damage.
pub fn holds(bytes: &[u8]) {
    let ([count, place, kind, more], rest) = numbers(bytes);
    let text = written(2 + count % 4, rest);
    let (whole, found) = parse_pack("r", &text);
    assert_eq!((found.len(), whole.replies.len()), (0, 2 + count % 4), "{found:?} in {text}");
    let spans = reply_spans(&text);
    let damage = damage(&text, place + 256 * more, kind, more);
    let damaged = [&text[..damage.at], &damage.inserted, &text[damage.at + damage.removed..]].concat();
    let (pack, found) = parse_pack("r", &damaged);
    let mut lost = 0;
    for (reply, span) in whole.replies.iter().zip(&spans) {
        let is_there = pack.replies.contains(reply);
        lost += usize::from(!is_there);
        let is_apart = span.end <= damage.at || begins_behind(&damage, &damaged, span.start);
        assert!(is_there || !is_apart, "{} is lost in\n{damaged}\n{found:?}", reply.title);
    }
    let is_fewer = pack.replies.len() < whole.replies.len();
    let is_said = !found.is_empty() || may_comment_out(&text, &damage);
    assert!(lost == 0 || !is_fewer || is_said, "nothing is said of\n{damaged}");
    let syntax: Vec<&Diagnostic> =
        found.iter().filter(|found| matches!(found.problem, Problem::Syntax { .. })).collect();
    assert!(syntax.len() <= 3, "one damage, many findings: {syntax:#?} in\n{damaged}");
    let lines = lines(&text, &spans, &damage, &damaged);
    for finding in syntax {
        let line = finding.place.as_ref().map_or(0, |place| place.line);
        assert!((lines.start..=lines.end).contains(&line), "{finding:?} is not in {lines:?} of\n{damaged}");
    }
}

/// A library of so many replies.
fn written(count: usize, choices: &[u8]) -> String {
    let mut text = "// 我的话术\n(\n    format: 1,\n    name: \"我的\",\n    replies: [\n".to_owned();
    let mut choices = choices.iter().map(|byte| usize::from(*byte));
    for idx in 0..count {
        let mut choice = || choices.next().unwrap_or_default();
        let (layout, title, body) = (choice(), choice(), choice());
        let texts = [TEXTS[title % 16], TEXTS[body % 16], TEXTS[body / 16]];
        let title = format!("{idx}{}", texts[0]);
        let body = match layout % 4 {
            0 => format!("text: \"{}\"", texts[1]),
            1 => format!("parts: [\"{}\", \"{}\"]", texts[1], texts[2]),
            2 => format!("variants: [\"{}\", (when: (shops: [\"木棉\"]), text: \"{}\")]", texts[1], texts[2]),
            _ => format!("text: r#\"{}\"#, note: \"（备注）\"", texts[1]),
        };
        let reply = if layout & 4 == 0 {
            format!("(id: \"r{idx}\", title: \"{title}\", {body})")
        } else {
            format!(
                "(\n            id: \"r{idx}\",\n            title: \"{title}\",\n            {body},\n        )"
            )
        };
        let end = [",\n", ", // 主店\n", ",\n        /* (title: \"旧\") */\n", ",\n\n"][layout / 8 % 4];
        text += "        ";
        text += &reply;
        text += end;
    }
    text + "    ],\n)\n"
}

fn damage(text: &str, place: usize, kind: usize, more: usize) -> Damage {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let at = places[place % places.len()];
    let behind =
        |count: usize| text[at..].char_indices().nth(count).map_or(text.len(), |(behind, _)| at + behind);
    let removed = |count: usize, inserted: String| Damage { at, removed: behind(count) - at, inserted };
    match kind % 8 {
        0 => removed(1, String::new()),
        1 => removed(1 + more % 16, String::new()),
        2 => removed(usize::MAX, String::new()),
        3 => removed(2, text[at..behind(2)].chars().rev().collect()),
        4 => removed(1, inserted(kind / 8 + more % 4)),
        _ => removed(0, inserted(kind / 8 + more % 4)),
    }
}

/// What people and programs leave in a file.
fn inserted(nth: usize) -> String {
    INSERTED.iter().chain(&MORE_INSERTED).nth(nth).map_or_else(String::new, |left| (*left).to_owned())
}

/// Whether what begins at a place of the whole text begins a line behind the damage.
fn begins_behind(damage: &Damage, damaged: &str, at: usize) -> bool {
    at >= damage.at + damage.removed && {
        let start = at - damage.removed + damage.inserted.len();
        let line = damaged[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = damage.at + damage.inserted.len();
        damaged[line..start].trim().is_empty() && line + 1 >= end
    }
}

/// Whether a reply may be in a comment by now, which is nothing wrong.
fn may_comment_out(text: &str, damage: &Damage) -> bool {
    damage.inserted.contains('/') || text[damage.at..damage.at + damage.removed].contains('\n')
}

/// The lines of the reply that is damaged, to the next one.
fn lines(text: &str, spans: &[Range<usize>], damage: &Damage, damaged: &str) -> Range<usize> {
    let line = |at: usize| damaged[..at].matches('\n').count() + 1;
    let before = spans.iter().rev().find(|span| span.start <= damage.at).map_or(0, |span| span.start);
    let first = before.min(text[..damage.at].trim_end().len());
    let behind = spans.iter().find(|span| begins_behind(damage, damaged, span.start));
    let last = behind.map_or(damaged.len(), |span| span.start - damage.removed + damage.inserted.len());
    line(first)..line(last)
}
