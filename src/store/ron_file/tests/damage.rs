//! A valid library, damaged in one place: what was whole before and behind the damage still loads, and one finding says
//! where it is.

#![expect(clippy::string_slice, reason = "the places are those of characters")]

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use proptest::prelude::*;

use crate::diag::{Diagnostic, Problem, SyntaxError};
use crate::model::{Message, Place, Reply, ReplyChange, Theme, Wording};
use crate::ron_edit::{self, Layout};
use crate::store::lock::EditError;
use crate::store::ron_file::parse_pack;
use crate::store::ron_file::schema;
use crate::store::{replies, ron_file, settings, shops};
use crate::template::When;

/// A library as text, and where its replies are in it.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    replies: Vec<Range<usize>>,
}

/// One place of a text, changed.
#[derive(Debug, Clone)]
struct Damage {
    at: usize,
    removed: usize,
    inserted: String,
}

impl Damage {
    fn of(&self, text: &str) -> String {
        [&text[..self.at], &self.inserted, &text[self.at + self.removed..]].concat()
    }

    /// Where a place behind the damage is now.
    fn moved(&self, at: usize) -> usize {
        at - self.removed + self.inserted.len()
    }
}

const TEXTS: [&str; 12] = [
    "亲，在的",
    "您好，{订单号} 今天发出",
    "第一行\n第二行",
    "他说\"好的\"，谢谢",
    "（周一到周五）9:00-18:00",
    "[图] 看这里, 1) 先退 2) 再拍",
    ")",
    ",",
    "a\\b",
    "/* 不是注释 // 也不是",
    "#1 号仓",
    "r\"x\"",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&TEXTS[..]), 1..3).prop_map(|texts| texts.concat())
}

fn wording() -> impl Strategy<Value = Wording> {
    let messages = prop::collection::vec(text().prop_map(Message::Text), 1..3);
    (messages, prop::bool::ANY).prop_map(|(messages, is_conditional)| {
        let shops = if is_conditional { vec!["木棉".to_owned()] } else { Vec::new() };
        Wording { messages, when: When { shops, ..When::default() } }
    })
}

fn reply() -> impl Strategy<Value = Reply> {
    (text(), prop::collection::vec(wording(), 1..4), prop::collection::vec(text(), 0..3), prop::bool::ANY)
        .prop_map(|(title, wordings, tags, has_note)| Reply {
            title,
            wordings,
            tags,
            note: has_note.then(|| "（备注）".to_owned()),
            ..Reply::default()
        })
}

/// How a reply is written: in one line or in several, its texts as they are or raw, a comment behind it.
#[derive(Debug, Clone, Copy)]
struct Style {
    is_one_line: bool,
    is_raw: bool,
    comment: usize,
}

fn style() -> impl Strategy<Value = Style> {
    (prop::bool::ANY, prop::bool::ANY, 0..4_usize).prop_map(|(is_one_line, is_raw, comment)| Style {
        is_one_line,
        is_raw,
        comment,
    })
}

fn source(reply: &Reply, style: Style) -> String {
    let layout = Layout { indent: "        ", line_break: "\n" };
    let mut source = schema::reply::write(reply, layout);
    let is_raw = style.is_raw && !source.contains("\\\"");
    if is_raw {
        let texts: BTreeSet<&str> = reply.texts().collect();
        for text in texts {
            source = source.replace(&ron_edit::literal(text), &format!("r#\"{text}\"#"));
        }
    }
    if style.is_one_line && !is_raw {
        source = source.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
    }
    source
}

fn library() -> impl Strategy<Value = Written> {
    let replies = prop::collection::vec((reply(), style()), 2..6);
    (replies, prop::bool::ANY, prop::bool::ANY).prop_map(|(replies, has_lists, lists_are_first)| {
        let lists = "    fields: [\n        \"礼物\",\n        (name: \"盒\", choices: [\"大\", \"小\"]),\n    ],\n    tables: [\n        (name: \"运费\", inputs: [\"省份\"], outputs: [\"运费\"], rows: [\n            [\"浙江\", \"5\"],\n        ]),\n    ],\n    words: [(word: \"最\")],\n    calendar: [\n        \"notice 2028 通知\",\n        \"off 2028-05-01 2028-05-05\",\n    ],\n";
        let mut text = "// 我的话术\n(\n    format: 1,\n    name: \"我的\",\n".to_owned();
        if has_lists && lists_are_first {
            text += lists;
        }
        text += "    replies: [\n";
        let mut spans = Vec::new();
        for (idx, (reply, style)) in replies.into_iter().enumerate() {
            let reply = Reply { id: format!("r{idx}"), title: format!("{idx}{}", reply.title), ..reply };
            text += "        ";
            let start = text.len();
            text += &source(&reply, style);
            spans.push(start..text.len());
            text += [",\n", ", // 主店\n", ",\n        /* (title: \"旧\") */\n", ",\n\n"][style.comment];
        }
        text += "    ],\n";
        if has_lists && !lists_are_first {
            text += lists;
        }
        text += ")\n";
        Written { text, replies: spans }
    })
}

/// What is inserted: single signs, and what people and programs leave. The fuzz target inserts the same.
#[path = "../../../../fuzz/src/inserted.rs"]
mod inserted;

use inserted::INSERTED;

fn damage(text: &str) -> impl Strategy<Value = Damage> + use<> {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let text = text.to_owned();
    (prop::sample::select(places.clone()), 0..5_usize, prop::sample::select(&INSERTED[..]), 1..9_usize)
        .prop_map(move |(at, kind, inserted, count)| {
            let end = |count: usize| {
                text[at..].char_indices().nth(count).map_or(text.len(), |(behind, _)| at + behind)
            };
            match kind {
                0 => Damage { at, removed: end(1) - at, inserted: String::new() },
                1 => Damage { at, removed: end(count) - at, inserted: String::new() },
                2 => Damage { at, removed: text.len() - at, inserted: String::new() },
                3 => {
                    let swapped: String = text[at..end(2)].chars().rev().collect();
                    Damage { at, removed: end(2) - at, inserted: swapped }
                }
                _ => Damage { at, removed: 0, inserted: inserted.to_owned() },
            }
        })
}

fn syntax(found: &[Diagnostic]) -> Vec<&Diagnostic> {
    found.iter().filter(|found| matches!(found.problem, Problem::Syntax { .. })).collect()
}

/// Checks what `docs/format.md` promises of a damaged library; says what does not hold.
fn verdict(library: &Written, damage: &Damage) -> Result<(), String> {
    let (whole, found) = parse_pack("r", &library.text);
    let text = damage.of(&library.text);
    let (pack, found_in_damaged) = parse_pack("r", &text);
    let syntax = syntax(&found_in_damaged);
    let fail = |what: &str| {
        let found: Vec<_> =
            syntax.iter().map(|found| format!("{} {:?}", found.location(), found.problem)).collect();
        Err(format!("{what}: {damage:?}\n{text}\n{}", found.join("\n")))
    };
    if !found.is_empty() || whole.replies.len() != library.replies.len() {
        return fail("the library itself cannot be read");
    }
    let mut lost = 0;
    for (reply, span) in whole.replies.iter().zip(&library.replies) {
        let is_there = pack.replies.contains(reply);
        lost += usize::from(!is_there);
        if !is_there && (span.end <= damage.at || begins_behind(damage, &text, span.start)) {
            return fail(&format!("{} is lost", reply.title));
        }
    }
    let is_fewer = pack.replies.len() < whole.replies.len();
    if lost > 0 && is_fewer && found_in_damaged.is_empty() && !may_comment_out(library, damage) {
        return fail("nothing is said");
    }
    // One, but where a quote that is missing turns what follows inside out: two in 1 of 500 cases, three in 1 of 100,000.
    if syntax.len() > 3 {
        return fail("one damage, many findings");
    }
    let lines = lines_of(library, damage, &text);
    if syntax.iter().any(|found| found.place.as_ref().is_none_or(|place| !lines.contains(&place.line))) {
        return fail(&format!("a finding is not in the lines {lines:?}"));
    }
    Ok(())
}

/// Whether what begins at a place of the whole text begins a line behind the damage.
fn begins_behind(damage: &Damage, text: &str, at: usize) -> bool {
    at >= damage.at + damage.removed && {
        let start = damage.moved(at);
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        text[line..start].trim().is_empty() && line >= (damage.at + damage.inserted.len()).saturating_sub(1)
    }
}

/// Whether a reply may be in a comment by now, which is nothing wrong.
fn may_comment_out(library: &Written, damage: &Damage) -> bool {
    let removed = &library.text[damage.at..damage.at + damage.removed];
    damage.inserted.contains('/') || removed.contains('\n')
}

/// The lines of the reply that is damaged, to the next one.
fn lines_of(library: &Written, damage: &Damage, text: &str) -> RangeInclusive<usize> {
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let before =
        library.replies.iter().rev().find(|span| span.start <= damage.at).map_or(0, |span| span.start);
    let first = before.min(text[..damage.at].trim_end().len());
    let behind = library.replies.iter().find(|span| begins_behind(damage, text, span.start));
    let last = behind.map_or(text.len(), |span| damage.moved(span.start));
    line(first)..=line(last)
}

/// More cases than usual, unless a number of them is asked for.
fn config() -> ProptestConfig {
    let default = ProptestConfig { max_shrink_iters: 2000, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        default
    } else {
        ProptestConfig { cases: 4000, ..default }
    }
}

fn damaged_library() -> impl Strategy<Value = (Written, Damage)> {
    library().prop_flat_map(|library| {
        let damage = damage(&library.text);
        (Just(library), damage)
    })
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn what_is_before_and_behind_a_damage_loads_unchanged((library, damage) in damaged_library()) {
        let verdict = verdict(&library, &damage);
        prop_assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
    }

    #[test]
    fn a_save_into_a_damaged_library_changes_one_reply_or_is_refused(
        (library, damage) in damaged_library(),
        which in 0..6_usize,
    ) {
        let text = damage.of(&library.text);
        let before = ron_file::decode("r", &text);
        let replies = &before.pack.replies;
        let Some(reply) = replies.get(which % replies.len().max(1)).cloned() else { return Ok(()) };
        let after = Reply { note: Some("新的备注".to_owned()), ..reply.clone() };
        let change = ReplyChange { before: Some(reply.clone()), after: Some(after.clone()), place: Place::ByCategory };
        match replies::changed("r", &text, &[change]) {
            Err(EditError::Mistake(found)) => prop_assert!(found.place.is_some()),
            Err(EditError::Mismatch) => {}
            Err(error) => prop_assert!(false, "{error}"),
            Ok(edited) => {
                let idx = replies.iter().position(|known| *known == reply).unwrap();
                let span = ron_file::reply_spans(&text)[idx].clone();
                prop_assert_eq!(&edited[..span.start], &text[..span.start]);
                prop_assert!(edited.ends_with(&text[span.end..]), "{}", edited);
                let edited = ron_file::decode("r", &edited).pack.replies;
                let expected = replies.iter().map(|known| if *known == reply { &after } else { known });
                prop_assert!(edited.iter().eq(expected));
            }
        }
    }
}

/// A stray sign, and what is wrong beside it, between the second and the third of four replies.
#[test]
fn a_stray_sign_between_two_replies_costs_none_and_is_said_once() {
    let cases = [
        ("，", 6),
        (",,", 6),
        (";", 6),
        ("；", 6),
        ("、", 6),
        (",\n        # 备注", 7),
        (",\n# 备注，第二家店", 7),
        (",\n<<<<<<< HEAD", 7),
        (",\n=======", 7),
        (",\n>>>>>>> 分支", 7),
        ("),", 6),
        ("],", 6),
        (", )", 6),
        (", ]", 6),
        (", }", 6),
        (",\n]", 7),
        (",\n),", 7),
        (", [", 6),
        (", 【", 6),
        (", {", 6),
        (", \u{200b}", 6),
        (", *", 6),
        (", “", 6),
        ("", 7),
        (", \"", 6),
        (", /*", 6),
        (", r#\"", 6),
    ];
    for (between, line) in cases {
        let text = format!(
            "(\n    format: 1,\n    name: \"我的\",\n    replies: [\n        (title: \"一\", text: \"a\"),\n        (title: \"二\", text: \"b\"){between}\n        (title: \"三\", text: \"c\"),\n        (title: \"四\", text: \"d\"),\n    ],\n)\n"
        );
        let (pack, found) = parse_pack("r", &text);
        let titles: Vec<_> = pack.replies.iter().map(|reply| reply.title.as_str()).collect();
        assert_eq!(titles, ["一", "二", "三", "四"], "{between:?}");
        assert_eq!(found.len(), 1, "{between:?} {found:?}");
        assert_eq!(found[0].place.as_ref().map(|place| place.line), Some(line), "{between:?} {found:?}");
    }
}

#[test]
fn full_width_signs_cost_nothing() {
    let text = "（format：1，replies：【\n（title：\"一\"，text：\"a，b\"）；\n（title: \"二\", text: 【\"x\", \"y\"】）\n】）";
    let (pack, found) = parse_pack("r", text);
    let texts: Vec<_> = pack.replies.iter().flat_map(Reply::texts).collect();
    assert_eq!(texts, ["a，b", "x", "y"]);
    assert_eq!(found.len(), 4, "one a line: {found:?}");
}

#[test]
fn both_sides_of_a_merge_conflict_are_kept_and_the_finding_says_so() {
    let between_replies = "(\n    replies: [\n        (id: \"a\", title: \"一\", text: \"a\"),\n<<<<<<< HEAD\n        (id: \"b\", title: \"二\", text: \"我的\"),\n=======\n        (id: \"b\", title: \"二\", text: \"别人的\"),\n        (id: \"c\", title: \"三\", text: \"新的\"),\n>>>>>>> 分支\n        (id: \"d\", title: \"四\", text: \"d\"),\n    ],\n)\n";
    let (pack, found) = parse_pack("r", between_replies);
    let all: Vec<_> =
        pack.replies.iter().map(|reply| (reply.id.as_str(), reply.texts().next().unwrap())).collect();
    assert_eq!(all, [("a", "a"), ("b", "我的"), ("b.2", "别人的"), ("c", "新的"), ("d", "d")]);
    let merge = Problem::Syntax { detail: SyntaxError::MergeConflict };
    assert_eq!((found.len(), &found[0].problem, found[0].location()), (1, &merge, "r:4:1".to_owned()));

    let in_a_reply = "(\n    replies: [\n        (\n            title: \"一\",\n<<<<<<< HEAD\n            text: \"我的\",\n||||||| 原来\n            text: \"旧的\",\n=======\n            text: \"别人的\",\n>>>>>>> 分支\n        ),\n        (title: \"二\", text: \"b\"),\n    ],\n)\n";
    let (pack, found) = parse_pack("r", in_a_reply);
    let texts: Vec<_> = pack.replies.iter().flat_map(Reply::texts).collect();
    assert_eq!(texts, ["我的", "别人的", "b"]);
    assert_eq!((found.len(), &found[0].problem), (1, &merge));

    let in_a_text = "(replies: [\n(title: \"一\", text: \"上\n<<<<<<< HEAD\n我的\n=======\n别人的\n>>>>>>> 分支\n下\"),\n])";
    let (pack, found) = parse_pack("r", in_a_text);
    let texts: Vec<_> = pack
        .replies
        .iter()
        .flat_map(Reply::texts)
        .map(|text| text.replace(' ', "").replace("\n\n", "\n"))
        .collect();
    assert_eq!(pack.replies.len(), 2);
    assert!(
        texts[0].contains("我的") && !texts[0].contains("别人的") && texts[1].contains("别人的"),
        "{texts:?}"
    );
    assert_eq!((found.len(), &found[0].problem), (1, &merge));
}

#[test]
fn what_was_added_behind_the_end_of_the_file_is_read() {
    let text = "(\n    replies: [\n        (title: \"一\", text: \"a\"),\n    ],\n)\n        (title: \"二\", text: \"b\"),\n        (title: \"三\", text: \"c\"),\n";
    let (pack, found) = parse_pack("r", text);
    assert_eq!(pack.replies.len(), 3);
    assert_eq!(found.iter().map(Diagnostic::location).collect::<Vec<_>>(), ["r:5:1"]);
}

#[test]
fn a_list_whose_name_is_misspelt_is_read_and_named() {
    for text in
        ["(repleis: [\n(title: \"一\", text: \"a\")])", "(repleis: [\n(title: \"一\", text: \"a\"),,,])"]
    {
        let (pack, found) = parse_pack("r", text);
        assert_eq!((pack.replies.len(), found[0].location()), (1, "r:1:2".to_owned()), "{found:?}");
    }
}

#[test]
fn a_raw_string_without_its_first_quote_costs_no_other_one() {
    for lost in ["r#您\"好\"#", "r#x\"好\"#", "r##\n\"好\"#", "r#"] {
        let text = format!(
            "(replies: [\n(title: \"一\", text: r#\"a\"#),\n(title: \"二\", text: {lost}),\n(title: \"三\", text: r#\"\"c\"#),\n(title: \"四\", text: r##\"d\"##),\n])"
        );
        let (pack, found) = parse_pack("r", &text);
        let titles: Vec<_> = pack.replies.iter().map(|reply| reply.title.as_str()).collect();
        assert_eq!(titles, ["一", "三", "四"], "{text} {found:?}");
        let lines: Vec<_> = found.iter().map(|found| found.place.as_ref().map(|place| place.line)).collect();
        assert!(lines.iter().all(|line| (3..=4).contains(&line.unwrap())) && lines.len() <= 2, "{found:?}");
    }
}

#[test]
fn a_list_whose_beginning_is_lost_behind_its_name_keeps_the_items_behind_that() {
    let cases = [
        (
            "replies: [\n(title: \"一\", text: \"a\"),",
            ["replies:\ntitle: \"一\", text: \"a\"),", "replies: \"a\"),"],
        ),
        ("fields: [(name: \"盒\"),", ["fields: name: \"盒\"),", "fields: \"盒\"),"]),
        ("words: [(word: \"最\"),", ["words: word: \"最\"),", "words: \"最\"),"]),
    ];
    let whole = "(\nfields: [(name: \"盒\"),\n(name: \"色\"),\n],\nwords: [(word: \"最\"),\n(word: \"第一\"),\n],\nreplies: [\n(title: \"一\", text: \"a\"),\n(title: \"二\", text: \"b\"),\n],\n)\n";
    for (from, lost) in cases {
        for to in lost {
            let text = whole.replace(from, to);
            assert_ne!(text, whole);
            let (pack, found) = parse_pack("r", &text);
            let is_there = pack.replies.iter().any(|reply| reply.title == "二")
                && pack.fields.iter().any(|field| field.name == "色")
                && pack.words.iter().any(|word| word.word == "第一");
            assert!(is_there && found.len() <= 2, "{text}\n{found:#?}");
        }
    }
}

#[test]
fn a_damage_in_one_list_costs_the_others_nothing() {
    let whole = "(\n    fields: [\n        \"礼物\",\n        (name: \"盒\", default: \"大\"),\n        (name: \"色\"),\n    ],\n    tables: [\n        (name: \"运费\", inputs: [\"省份\"], outputs: [\"运费\"], rows: [\n            [\"浙江\", \"5\"],\n        ]),\n        (name: \"尺码\", inputs: [\"身高\"], outputs: [\"码\"], rows: [[\"150-160\", \"S\"]]),\n    ],\n    replies: [\n        (title: \"一\", text: \"a\"),\n    ],\n)\n";
    let cases = [
        ("\"大\"),", "\"大\")，", 3, 2),
        ("\"大\"),", "\"大),", 2, 2),
        ("\"礼物\",", "\"礼物\"", 3, 2),
        ("\"礼物\",", "\"礼物\",\n# 备注", 3, 2),
        ("\"色\"),\n    ],", "\"色\"),", 3, 2),
        ("[\"浙江\", \"5\"],", "[\"浙江\", \"5\",", 3, 1),
        ("\"S\"]]),\n    ],", "\"S\"]]),", 3, 2),
        ("    tables: [", "    tables [", 3, 2),
    ];
    for (from, to, fields, tables) in cases {
        let text = whole.replace(from, to);
        assert_ne!(text, whole);
        let (pack, found) = parse_pack("r", &text);
        let counts = (pack.fields.len(), pack.tables.len(), pack.replies.len());
        assert_eq!(counts, (fields, tables, 1), "{to} {found:?}");
        assert_eq!(found.len(), 1, "{to} {found:?}");
    }
}

#[test]
fn shops_and_settings_are_read_around_a_damage() {
    let shops = "(\n    shops: [\n        { \"店铺名\": \"木棉\" },\n        {\n            \"店铺名\": \"小舟\",\n        },\n        (values: { \"店铺名\": \"三店\" }),\n    ],\n    words: [\n        \"最\",\n        (word: \"第一\"),\n    ],\n)\n";
    let cases = [
        ("\"木棉\" },", "\"木棉\" }，", 3, 2),
        ("\"木棉\" },", "\"木棉\" };", 3, 2),
        ("\"木棉\" },", "\"木棉\" },\n# 备注", 3, 2),
        ("\"木棉\" },", "\"木棉\" ,", 2, 2),
        ("\"小舟\",", "\"小舟,", 2, 2),
        ("三店\" }),\n    ],", "三店\" }),", 3, 2),
        ("        (word", "<<<<<<< HEAD\n        (word", 3, 2),
    ];
    for (from, to, count, words) in cases {
        let text = shops.replace(from, to);
        assert_ne!(text, shops);
        let file = shops::parse_all("s", &text);
        assert_eq!(
            (file.profiles.shops.len(), file.profiles.forbidden.len(), file.diagnostics.len()),
            (count, words, 1),
            "{to} {:?}",
            file.diagnostics
        );
    }
    let settings_text = "(\n    language: \"en\",\n    theme: \"dark\",\n    hotkey: \"Ctrl+F9\",\n)\n";
    let cases = [
        ("\"en\",", "\"en\"，"),
        ("\"en\",", "\"en\";"),
        ("\"en\",", "\"en\",,"),
        ("\"en\",", "\"en\","),
        ("\"en\",", "\"en\""),
        ("\"en\",", "\"en\", # 英文"),
        ("\"en\",", "\"en\", )"),
        ("\"en\",", "\"en\", ]"),
        ("(\n", "\n"),
        ("\n)\n", "\n"),
        ("language: ", "<<<<<<< HEAD\nlanguage: "),
        ("language: ", "/* language: "),
    ];
    for (from, to) in cases {
        let text = settings_text.replacen(from, to, 1);
        let (settings, found) = settings::parse("s", &text);
        assert_eq!((settings.theme, settings.hotkey.as_str()), (Theme::Dark, "Ctrl+F9"), "{to}");
        assert_eq!(found.len(), usize::from(text != settings_text), "{to} {found:?}");
    }
}
