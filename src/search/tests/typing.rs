//! The ways of typing a title: hanzi, pinyin, initials, mixtures, apostrophes, marks.

use super::*;

fn spelt(title: &str) -> Vec<&'static str> {
    title.chars().filter_map(|c| pinyin::readings(c).first().copied()).collect()
}

#[test]
fn every_starter_title_is_found_by_its_hanzi_its_pinyin_and_its_initials() {
    let library = starter();
    let index = Index::build(&library);
    let rank = |query: &str, id: &str| found(&index, query).iter().position(|hit| index.id(hit) == id);
    for (_, reply) in library.replies() {
        let syllables = spelt(&reply.title);
        let initials: String = syllables.iter().filter_map(|syllable| syllable.get(..1)).collect();
        assert_eq!(rank(&reply.title, &reply.id), Some(0), "{}", reply.title);
        assert_eq!(rank(&syllables.concat(), &reply.id), Some(0), "{}", syllables.concat());
        assert_eq!(rank(&syllables.join(" "), &reply.id), Some(0), "{}", syllables.join(" "));
        assert!(rank(&initials, &reply.id).is_some_and(|at| at < 3), "{} {initials}", reply.title);
        assert_eq!(rank(reply.code.as_deref().unwrap(), &reply.id), Some(0), "{:?}", reply.code);
    }
}

#[test]
fn every_starter_title_is_found_by_a_mixture_of_hanzi_and_pinyin() {
    let library = starter();
    let index = Index::build(&library);
    for (_, reply) in library.replies() {
        let syllables = spelt(&reply.title);
        let chars: Vec<char> = reply.title.chars().collect();
        let begun: String = chars[0].to_string() + &syllables[1..].concat();
        let ended: String = syllables[..syllables.len() - 1].concat() + &chars[chars.len() - 1].to_string();
        for query in [begun, ended] {
            assert_eq!(
                found(&index, &query).first().map(|hit| index.id(hit)),
                Some(reply.id.as_str()),
                "{query}"
            );
        }
    }
}

#[test]
fn a_hanzi_is_found_by_each_of_its_readings() {
    let library = starter();
    for (query, title) in
        [("weishenmepianyi", "为什么便宜"), ("wsmpy", "为什么便宜"), ("biejiagengpianyi", "别家更便宜")]
    {
        assert_eq!(titles(&library, query)[0], title, "{query}");
    }
}

#[test]
fn v_finds_the_umlaut_behind_j_q_x_and_y() {
    let library = library_of(
        r#"(replies: [
            (title: "运费", text: "a"), (title: "月底", text: "b"), (title: "原因", text: "c"),
            (title: "军装", text: "d"), (title: "需要", text: "e"), (title: "取消", text: "f"),
            (title: "绿色", text: "g"), (title: "女装", text: "h"), (title: "选择", text: "i"),
        ])"#,
    );
    for (query, title) in [
        ("yvnfei", "运费"),
        ("yvn", "运费"),
        ("yve", "月底"),
        ("yvan", "原因"),
        ("jvn", "军装"),
        ("xvyao", "需要"),
        ("xüyao", "需要"),
        ("qvxiao", "取消"),
        ("lvse", "绿色"),
        ("nv装", "女装"),
        ("xvanz", "选择"),
    ] {
        let found = titles(&library, query);
        assert_eq!(found.first().map(String::as_str), Some(title), "{query}: {found:?}");
    }
}

#[test]
fn an_apostrophe_or_a_blank_ends_a_syllable() {
    let library =
        titled(&["先付款", "西安仓", "方案", "翻案", "皮袄", "票据", "淘气", "逃学", "活动", "发货", "海鸥"]);
    for (query, expected) in [
        ("xi'an", vec!["西安仓"]),
        ("xi’an", vec!["西安仓"]),
        ("xi‘an", vec!["西安仓"]),
        ("xiʼan", vec!["西安仓"]),
        ("xi＇an", vec!["西安仓"]),
        ("xi`an", vec!["西安仓"]),
        ("XI'AN", vec!["西安仓"]),
        ("xi an", vec!["西安仓"]),
        ("xi'anc", vec!["西安仓"]),
        ("xian'", vec!["先付款", "西安仓"]),
        ("xian'fu", vec!["先付款"]),
        ("fan'an", vec!["翻案", "方案"]),  // one as it is, one with a slip
        ("fan'", vec!["翻案", "方案"]),    // f + an, abbreviated
        ("fang'an", vec!["方案", "翻案"]), // one as it is, one with a slip
        ("fan'gan", vec!["翻案"]),         // a letter too many
        ("pi'ao", vec!["皮袄"]),
        ("piao", vec!["皮袄", "票据"]),
        ("tao'", vec!["淘气", "逃学"]),
        ("f'h", vec!["发货"]),
        ("fa'huo'", vec!["发货"]),
        ("hai'ou", vec!["海鸥"]),
        ("'xi'an'", vec!["西安仓"]),
    ] {
        assert_eq!(titles(&library, query), expected, "{query}");
    }
    for query in ["xi'na", "xi'ang"] {
        assert!(!titles(&library, query).contains(&"先付款".to_owned()), "{query}");
    }
    assert_eq!(titles(&titled(&["退货‘运费’谁出"]), "‘运费’"), ["退货‘运费’谁出"]);
}

#[test]
fn the_matched_characters_obey_the_apostrophe() {
    let reply = Reply { title: "先发西安".into(), ..Reply::default() };
    let positions =
        |query: &str| matched(&reply, &[], &Query::typed(query), Tier::Title, &Asked::Unsure).title_positions;
    assert_eq!(positions("xian"), [0]);
    assert_eq!(positions("xi'an"), [2, 3]);
}

#[test]
fn composed_and_decomposed_letters_meet_in_every_field() {
    let both = ["Café 菜单", "Cafe\u{301} 菜单", "ガ行", "カ\u{3099}行", "e\u{301}"];
    for title in both {
        for query in ["café", "cafe\u{301}", "ガ", "カ\u{3099}", "é", "e\u{301}"] {
            let is_in =
                |text: &str, message: &str| composed_letters(text).contains(&composed_letters(message));
            let expected = if is_in(title, query) { vec![title] } else { vec![] };
            assert_eq!(titles(&titled(&[title]), query), expected, "{query} in {title}");
        }
    }
    for (stored, query) in [("ガ行", "カ\u{3099}行"), ("カ\u{3099}行", "ガ行")] {
        let with =
            |reply: Reply| library_of_replies(vec![Reply { id: "a".into(), title: "一".into(), ..reply }]);
        for library in [
            with(Reply { tags: vec![stored.into()], ..Reply::default() }),
            with(Reply { code: Some(stored.into()), ..Reply::default() }),
            with(Reply { questions: vec![stored.into()], ..Reply::default() }),
            with(Reply {
                wordings: vec![Wording {
                    messages: vec![Message::Text(stored.into())],
                    ..Wording::default()
                }],
                ..Reply::default()
            }),
        ] {
            assert_eq!(titles(&library, query), ["一"], "{library:?}");
        }
        let library = with(Reply { category: stored.into(), ..Reply::default() });
        assert_eq!(titles(&library, &format!("@{query}")), ["一"]);
    }
}

fn composed_letters(text: &str) -> String {
    crate::text::letters(text).collect()
}

#[test]
fn highlights_take_the_marks_of_a_decomposed_letter_with_them() {
    let reply = |title: &str| Reply { title: title.into(), ..Reply::default() };
    let positions = |title: &str, query: &str| {
        matched(&reply(title), &[], &Query::typed(query), Tier::Title, &Asked::Unsure).title_positions
    };
    assert_eq!(positions("Cafe\u{301} 菜单", "café"), [0, 1, 2, 3, 4]);
    assert_eq!(positions("Cafe\u{301} 菜单", "cd"), [6, 7]);
    assert_eq!(positions("カ\u{3099}行", "ガ"), [0, 1]);
    let reply = Reply {
        title: "一".into(),
        wordings: vec![Wording {
            messages: vec![Message::Text("去cafe\u{301}吧".into())],
            ..Wording::default()
        }],
        ..Reply::default()
    };
    let reason = matched(&reply, &[], &Query::typed("afé"), Tier::Body, &Asked::Unsure).reason;
    assert_eq!(reason, Some(MatchReason::Text { text_idx: 0, range: 4..9 }));
}

#[test]
fn a_rare_reading_never_leads_for_a_single_letter() {
    let library = titled(&["单号", "都好", "给你们看一下这个是什么时候的事", "色差", "这里有什么"]);
    for (query, first) in [("s", "色差"), ("j", "给你们看一下这个是什么时候的事"), ("d", "单号")]
    {
        assert_eq!(titles(&library, query).first().map(String::as_str), Some(first), "{query}");
    }
    let found = titles(&library, "s");
    assert_eq!(found.last().map(String::as_str), Some("单号"), "{found:?}");
    let tagged = library_of(
        r#"(replies: [
            (id: "a", title: "一", tags: ["单号"], text: "x"), (id: "b", title: "二", tags: ["色差"], text: "y"),
        ])"#,
    );
    assert_eq!(titles(&tagged, "s"), ["二", "一"]);
    let library = starter();
    let index = Index::build(&library);
    for letter in 'a'..='z' {
        let query = Query::typed(&letter.to_string());
        let hits = index.search(&query, &Habits::default(), NOW, 20);
        let is_usual =
            |c: char| c.to_ascii_lowercase() == letter || spelt(&c.to_string()).concat().starts_with(letter);
        let is_in = |text: &str| text.chars().any(is_usual);
        let usual = hits.iter().filter(|hit| hit.tier == Tier::Initials).map(|hit| {
            let reply = reply_of(&library, &index, hit);
            (is_in(&reply.title), is_in(&reply.title) || reply.tags.iter().any(|tag| is_in(tag)))
        });
        let usual: Vec<_> = usual.collect();
        assert!(
            usual.first().is_none_or(|(_, first)| *first || usual.iter().all(|(title, _)| !title)),
            "{letter}: {usual:?}"
        );
    }
}
