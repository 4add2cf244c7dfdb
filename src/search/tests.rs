use std::sync::LazyLock;

use jiff::civil::DateTime;
use proptest::prelude::*;

use super::*;
use crate::model::{Layer, Library, Message, Pack, Reply, Use, Wording};
use crate::store::{libraries, ron_file};

/// Only what ends at [`DateTime::MIN`] is out of date.
const NOW: DateTime = DateTime::ZERO;

fn starter() -> Library {
    Library::new(vec![(Layer::Starter, libraries::starter())])
}

/// The titles found, best first.
fn titles(library: &Library, query: &str) -> Vec<String> {
    let index = Index::build(library);
    found(&index, query).iter().map(|hit| reply_of(library, &index, hit).title.clone()).collect()
}

fn found(index: &Index, query: &str) -> Vec<Hit> {
    index.search(&Query::typed(query), &Habits::default(), NOW, 20)
}

fn reply_of<'a>(library: &'a Library, index: &Index, hit: &Hit) -> &'a Reply {
    library.reply(library.by_id(index.id(hit)).unwrap()).unwrap()
}

fn library_of(text: &str) -> Library {
    let (pack, problems) = ron_file::parse_pack("t", text);
    assert!(problems.is_empty(), "{problems:?}");
    Library::new(vec![(Layer::Personal, pack)])
}

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
fn a_changed_reply_is_found_among_many_that_fit_as_well() {
    let reply =
        |nth: usize| Reply { id: format!("r{nth:03}"), title: "退款说明".into(), ..Reply::default() };
    let library = library_of_replies((0..200).map(reply).collect());
    let index = Index::build(&library).updated(&library, ["r001", "r002", "r150"]);
    assert_eq!(results(&index, "tk", 60), results(&Index::build(&library), "tk", 60));
}

#[test]
fn a_place_to_stay_within_is_searched_to_its_end() {
    let reply = |nth: usize| Reply {
        id: format!("r{nth}"),
        title: format!("第{nth}条"),
        category: if nth == 2900 { "小类" } else { "大类" }.into(),
        questions: vec![if nth.is_multiple_of(4) { "怎么退货呀" } else { "别的事情" }.into()],
        ..Reply::default()
    };
    let index = Index::build(&library_of_replies((0..3000).map(reply).collect()));
    for query in ["@小类 怎么退货", "@小类 怎么样退货呢", "@小类 zmth", "@小类 zenmetuihuo"]
    {
        let ids: Vec<_> = results(&index, query, 50).into_iter().map(|(id, ..)| id).collect();
        assert_eq!(ids, if query.ends_with("zmth") { vec![] } else { vec!["r2900"] }, "{query}");
    }
}

#[test]
fn texts_are_found_by_parts_of_a_model_and_by_long_numbers() {
    let library = library_of(
        r#"(replies: [(id: "a", title: "客服", text: "热线4008001234，支持iPhone15Pro，送运费险，放心")])"#,
    );
    for query in ["4008001234", "iphone", "15pro", "运费险放心", "热线"] {
        assert_eq!(titles(&library, query), ["客服"], "{query}");
    }
}

#[test]
fn a_code_with_a_dash_is_found() {
    let library = library_of(r#"(replies: [(id: "a", title: "一", code: "a-1", text: "x")])"#);
    assert_eq!(titles(&library, "a-1"), ["一"]);
    assert_eq!(titles(&library, "a1"), ["一"]);
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
fn the_better_tier_comes_first() {
    let text = r#"(replies: [
        (id: "body", title: "正文", text: "今天发货"),
        (id: "ask", title: "问句", asks: ["什么时候发货呀"], text: "一"),
        (id: "order", title: "货已发", text: "二"),
        (id: "gaps", title: "发的货", text: "三"),
        (id: "tag", title: "标签", tags: ["发货"], text: "四"),
        (id: "title", title: "催发货", text: "五"),
        (id: "start", title: "发货通知", text: "六"),
    ])"#;
    let library = library_of(text);
    let index = Index::build(&library);
    let hits = found(&index, "发货");
    let found: Vec<_> = hits.iter().map(|hit| (index.id(hit), hit.tier.code())).collect();
    let expected = [
        ("start", "title"),
        ("title", "title"),
        ("tag", "initials"),
        ("gaps", "gaps"),
        ("order", "any-order"),
        ("ask", "question"),
        ("body", "body"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_slip_stands_before_questions_only_where_nothing_is_called_so() {
    let text = r#"(replies: [
        (id: "ask", title: "问句", asks: ["退款"], text: "一"),
        (id: "slip", title: "退还", text: "二"),
    ])"#;
    let tiers = |text: &str| {
        let index = Index::build(&library_of(text));
        found(&index, "tuikuan").iter().map(|hit| (index.id(hit).to_owned(), hit.tier)).collect::<Vec<_>>()
    };
    let named =
        |found: &[(&str, Tier)]| found.iter().map(|(id, tier)| ((*id).to_owned(), *tier)).collect::<Vec<_>>();
    assert_eq!(tiers(text), named(&[("slip", Tier::SlipAlone), ("ask", Tier::Question)]));
    let with_title = text.replace("replies: [", r#"replies: [(id: "title", title: "退款", text: "三"),"#);
    let expected = [("title", Tier::Title), ("ask", Tier::Question), ("slip", Tier::Slip)];
    assert_eq!(tiers(&with_title), named(&expected));
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

/// A library of replies with these titles, in this order.
fn titled(titles: &[&str]) -> Library {
    let reply = |(nth, title): (usize, &&str)| Reply {
        id: format!("r{nth}"),
        title: (*title).into(),
        ..Reply::default()
    };
    library_of_replies(titles.iter().enumerate().map(reply).collect())
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
    let positions = |query: &str| matched(&reply, &[], &Query::typed(query), Tier::Title).title_positions;
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
    normal::letters(text).collect()
}

#[test]
fn highlights_take_the_marks_of_a_decomposed_letter_with_them() {
    let reply = |title: &str| Reply { title: title.into(), ..Reply::default() };
    let positions = |title: &str, query: &str| {
        matched(&reply(title), &[], &Query::typed(query), Tier::Title).title_positions
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
    let reason = matched(&reply, &[], &Query::typed("afé"), Tier::Body).reason;
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

#[test]
fn a_place_lists_its_replies_in_the_order_of_the_library_after_edits_too() {
    let reply = |(id, title): &(&str, &str)| Reply {
        id: (*id).into(),
        title: (*title).into(),
        category: "售后".into(),
        ..Reply::default()
    };
    let pad = |nth| Reply { id: format!("pad{nth}"), title: format!("别的{nth}"), ..Reply::default() };
    let library = |replies: &[(&str, &str)]| {
        library_of_replies(replies.iter().map(reply).chain((0..50).map(pad)).collect())
    };
    let order =
        |index: &Index| found(index, "@售后").iter().map(|hit| index.id(hit).to_owned()).collect::<Vec<_>>();
    let before = [("z", "很长的一个标题"), ("m", "短"), ("a", "中等长")];
    let index = Index::build(&library(&before));
    assert_eq!(order(&index), ["z", "m", "a"]);
    let after = [("n", "新"), ("z", "很长的一个标题"), ("m", "不短了的标题"), ("b", "也新"), ("a", "中等长")];
    assert_eq!(order(&index.updated(&library(&after), ["n", "m", "b"])), ["n", "z", "m", "b", "a"]);
    let moved = [("a", "中等长"), ("z", "很长的一个标题"), ("m", "短")];
    assert_eq!(order(&index.updated(&library(&moved), [])), ["a", "z", "m"]);
}

#[test]
fn of_replies_that_fit_and_are_used_alike_the_last_used_leads() {
    let library = titled(&["发货", "发货通知"]);
    let index = Index::build(&library);
    let used =
        |id: &str, at_seconds: i64| Use { reply_id: id.into(), at_seconds, query: None, wording: None };
    let first = |uses: &[Use]| {
        let hits = index.search(&Query::typed("fh"), &Habits::new(uses, 100), NOW, 9);
        index.id(&hits[0]).to_owned()
    };
    assert_eq!(first(&[]), "r0");
    assert_eq!(first(&[used("r0", 10), used("r1", 20)]), "r1");
    assert_eq!(first(&[used("r0", 20), used("r1", 10)]), "r0");
}

#[test]
fn where_nothing_is_called_as_behind_the_at_sign_the_rest_is_searched() {
    let library = library_of(
        r#"(replies: [
            (id: "a", title: "发货", stage: "售后", asks: ["什么时候发货"], text: "x"),
            (id: "b", title: "催发货", stage: "售前", text: "y"),
        ])"#,
    );
    let index = Index::build(&library);
    let ids = |query: &str| -> Vec<_> { results(&index, query, 9).into_iter().map(|(id, ..)| id).collect() };
    assert_eq!(ids("@小店客服 什么时候发货"), ids("什么时候发货"));
    assert_eq!(ids("＠小店客服 发货"), ["a", "b"]);
    assert_eq!(ids("@小店客服 @售前 发货"), ["b"]);
    assert_eq!(ids("@售前 发货"), ["b"]);
    for nothing in ["@小店客服", "@", "@ "] {
        assert_eq!(ids(nothing), Vec::<String>::new(), "{nothing}");
    }
    let without = library_of(r#"(replies: [(id: "a", title: "发货", stage: "售后", text: "x")])"#);
    let updated = index.updated(&without, ["b"]);
    assert_eq!(results(&updated, "@售前 发货", 9).len(), 1, "a category that is gone is no category");
}

#[test]
fn a_code_that_several_replies_have_finds_each_of_them_own_ones_first() {
    let own = ron_file::parse_pack(
        "t",
        r#"(replies: [(id: "y", title: "乙", code: "FH", text: "b"), (id: "z", title: "甲", code: "fh", text: "a")])"#,
    );
    let below = Pack {
        replies: vec![Reply {
            id: "a".into(),
            title: "丙".into(),
            code: Some("fh".into()),
            ..Reply::default()
        }],
        ..Pack::default()
    };
    let library = Library::new(vec![(Layer::Starter, below), (Layer::Personal, own.0)]);
    let index = Index::build(&library);
    let found: Vec<_> = results(&index, "fh", 9).into_iter().map(|(id, tier, _)| (id, tier)).collect();
    assert_eq!(found, ["y", "z", "a"].map(|id| (id.to_owned(), Tier::Code)));
}

#[test]
fn several_words_match_in_any_order() {
    let library = starter();
    for query in ["发货 催", "fahuo cui", "催 fh", "货 发 催"] {
        assert_eq!(titles(&library, query)[0], "催发货", "{query}");
    }
}

#[test]
fn a_buyers_sentence_finds_the_reply_of_a_like_question() {
    let library = starter();
    for (_, reply) in library.replies().filter(|(_, reply)| !reply.questions.is_empty()) {
        let ask = format!("亲，{}？", reply.questions[0]);
        assert_eq!(titles(&library, &ask)[0], reply.title, "{ask}");
    }
}

#[test]
fn the_matched_characters_of_the_title_are_named() {
    let library = starter();
    let index = Index::build(&library);
    for (query, positions) in
        [("fahuo", vec![0, 1]), ("发货通知", vec![0, 1, 2, 3]), ("fhtz", vec![0, 1, 2, 3])]
    {
        let hits = found(&index, query);
        let hit = hits.iter().find(|hit| reply_of(&library, &index, hit).title == "发货通知").unwrap();
        let matched = matched(reply_of(&library, &index, hit), &[], &Query::typed(query), hit.tier);
        assert_eq!(matched.title_positions, positions, "{query}");
    }
}

#[test]
fn an_own_reply_stands_before_the_starters_of_the_same_rank() {
    let own = ron_file::parse_pack("t", r#"(replies: [(id: "z", title: "催发货", text: "我的")])"#).0;
    let library = Library::new(vec![(Layer::Starter, libraries::starter()), (Layer::Personal, own)]);
    let index = Index::build(&library);
    assert_eq!(index.id(&found(&index, "催发货")[0]), "z");
}

#[test]
fn questions_are_found_by_pinyin_and_texts_by_the_letters_in_them() {
    let text = r#"(replies: [(id: "a", title: "运费", asks: ["发新疆要加钱吗"], text: "偏远发EMS"), (id: "b", title: "别的", text: "无")])"#;
    let library = library_of(text);
    for query in ["xinjiang", "ems", "EMS", "加钱"] {
        assert_eq!(titles(&library, query), ["运费"], "{query}");
    }
}

#[test]
fn a_title_and_a_query_of_any_length_are_no_danger() {
    let text = format!("(replies: [(title: \"{}\", text: \"x\")])", "发货".repeat(100_000));
    let library = Library::new(vec![(Layer::Personal, ron_file::parse_pack("t", &text).0)]);
    assert_eq!(titles(&library, "发货").len(), 1);
    assert!(titles(&library, &"fahuo".repeat(10_000)).is_empty());
}

#[test]
fn nothing_is_found_for_nothing() {
    let library = starter();
    for query in ["", "  ", "，。！", "qqqqqqqq"] {
        assert_eq!(titles(&library, query), Vec::<String>::new(), "{query}");
    }
}

/// A reply of few words, so that they meet often.
fn any_reply() -> impl Strategy<Value = Reply> {
    let words = || {
        proptest::collection::vec(
            proptest::sample::select(vec!["退", "款", "发货", "物流", "查", "7天", "xl", "，", "还"]),
            0..4,
        )
    };
    let code = proptest::option::of("[a-c]{1,3}");
    let expires = proptest::option::weighted(0.2, Just(DateTime::MIN));
    (0..12_u8, words(), words(), words(), words(), code, expires).prop_map(
        |(id, title, tags, questions, text, code, expires)| Reply {
            id: format!("r{id}"),
            title: title.concat(),
            category: "售后/退款".into(),
            code,
            tags: tags.into_iter().map(str::to_owned).collect(),
            questions: vec![questions.concat()],
            wordings: vec![Wording { messages: vec![Message::Text(text.concat())], ..Wording::default() }],
            expires,
            ..Reply::default()
        },
    )
}

fn any_replies() -> impl Strategy<Value = Vec<Reply>> {
    proptest::collection::vec(any_reply(), 0..16).prop_map(|mut replies| {
        replies.sort_by(|one, other| one.id.cmp(&other.id));
        replies.dedup_by(|one, other| one.id == other.id);
        replies
    })
}

fn any_query() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z发货催退款物流查 '，1@]{0,10}",
        "\\PC{0,12}",
        proptest::sample::select(vec![
            "tuikuan",
            "tk",
            "退款",
            "fahuo",
            "发活",
            "查物流退款发货",
            "@售后",
            "@售后 退",
            "tiukuan",
            "还"
        ])
        .prop_map(str::to_owned),
    ]
}

fn library_of_replies(replies: Vec<Reply>) -> Library {
    Library::new(vec![(Layer::Personal, Pack { replies, ..Pack::default() })])
}

/// Whether those out of date come last, then worse tiers, then lower scores.
fn is_in_order(library: &Library, index: &Index, hits: &[Hit]) -> bool {
    let key =
        |hit: &Hit| (reply_of(library, index, hit).is_expired(NOW), hit.tier, std::cmp::Reverse(hit.score));
    hits.is_sorted_by_key(key)
}

/// Ids with tier and score, which must not depend on how the index came to be.
fn results(index: &Index, query: &str, limit: usize) -> Vec<(String, Tier, i64)> {
    let hits = index.search(&Query::typed(query), &Habits::default(), NOW, limit);
    hits.iter().map(|hit| (index.id(hit).to_owned(), hit.tier, hit.score)).collect()
}

#[test]
fn equally_good_replies_stand_in_the_order_of_the_library_after_edits_too() {
    let ids = ["z", "m", "a", "k"];
    let reply = |id: &str| Reply { id: id.into(), title: "催发货".into(), ..Reply::default() };
    let pad = |nth| Reply { id: format!("pad{nth}"), title: format!("别的{nth}"), ..Reply::default() };
    let library =
        |ids: &[&str]| library_of_replies(ids.iter().map(|id| reply(id)).chain((0..50).map(pad)).collect());
    let order =
        |index: &Index| found(index, "fahuo").iter().map(|hit| index.id(hit).to_owned()).collect::<Vec<_>>();
    let index = Index::build(&library(&ids));
    assert_eq!(order(&index), ids);
    let with_more = ["z", "b", "m", "a", "y", "k"];
    assert_eq!(order(&index.updated(&library(&with_more), ["b", "y"])), with_more);
    let moved = ["k", "a", "m", "z"];
    assert_eq!(order(&index.updated(&library(&moved), [])), moved);
}

proptest! {
    #[test]
    fn no_query_panics_and_positions_lie_inside_the_title(query in any_query()) {
        static STARTER: LazyLock<(Library, Index)> = LazyLock::new(|| {
            let library = starter();
            let index = Index::build(&library);
            (library, index)
        });
        let (library, index) = &*STARTER;
        for hit in found(index, &query) {
            let reply = reply_of(library, index, &hit);
            let matched = matched(reply, &[], &Query::typed(&query), hit.tier);
            let length = reply.title.chars().count();
            prop_assert!(matched.title_positions.iter().all(|at| *at < length));
            prop_assert!(matched.title_positions.is_sorted());
            for range in byte_ranges(&reply.title, &matched.title_positions) {
                prop_assert!(reply.title.get(range).is_some());
            }
            if let Some(MatchReason::Text { text_idx, range }) = matched.reason {
                prop_assert!(reply.texts().nth(text_idx).unwrap().get(range).is_some());
            }
        }
    }

    #[test]
    fn the_order_of_the_library_only_settles_ties(replies in any_replies(), query in any_query()) {
        let reversed = library_of_replies(replies.iter().rev().cloned().collect());
        let library = library_of_replies(replies);
        let sorted = |library: &Library| {
            let mut found = results(&Index::build(library), &query, 50);
            found.sort();
            found
        };
        prop_assert_eq!(sorted(&library), sorted(&reversed));
    }

    #[test]
    fn a_smaller_limit_gives_the_beginning_of_the_list(replies in any_replies(), query in any_query(), limit in 0..8_usize) {
        let index = Index::build(&library_of_replies(replies));
        let mut all = results(&index, &query, 50);
        all.truncate(limit);
        prop_assert_eq!(results(&index, &query, limit), all);
    }

    #[test]
    fn an_index_that_followed_the_edits_finds_the_same_as_a_new_one(
        before in any_replies(),
        after in any_replies(),
        padding in 100..200_usize,
        query in any_query(),
        limit in prop_oneof![1..6_usize, Just(50)],
    ) {
        let with_padding = |replies: &[Reply]| {
            let pad = |nth| Reply { id: format!("pad{nth}"), title: format!("别的{nth}"), ..Reply::default() };
            library_of_replies(replies.iter().cloned().chain((0..padding).map(pad)).collect())
        };
        let changed: Vec<String> = before.iter().chain(&after).map(|reply| reply.id.clone()).collect();
        let old = Index::build(&with_padding(&before));
        let library = with_padding(&after);
        let followed = old.updated(&library, changed.iter().map(String::as_str));
        prop_assert_eq!(results(&followed, &query, limit), results(&Index::build(&library), &query, limit));
        prop_assert_eq!(followed.len(), library.len());
    }

    #[test]
    fn with_habits_a_smaller_limit_gives_the_beginning_too(
        replies in any_replies(),
        query in any_query(),
        uses in proptest::collection::vec((0..12_u8, 0..100_i64), 0..8),
        limit in 0..8_usize,
    ) {
        let library = library_of_replies(replies);
        let index = Index::build(&library);
        let uses: Vec<Use> = uses
            .into_iter()
            .map(|(id, at)| Use { reply_id: format!("r{id}"), at_seconds: at, query: Some("tk".into()), wording: None })
            .collect();
        let habits = Habits::new(&uses, 100);
        let find = |limit| index.search(&Query::pasted(&query), &habits, NOW, limit);
        let mut all = find(50);
        prop_assert!(is_in_order(&library, &index, &all));
        all.truncate(limit);
        prop_assert_eq!(find(limit), all);
    }

    #[test]
    fn no_hit_comes_twice_and_tiers_only_get_worse(replies in any_replies(), query in any_query()) {
        let library = library_of_replies(replies);
        let index = Index::build(&library);
        let hits = index.search(&Query::typed(&query), &Habits::default(), NOW, 50);
        prop_assert!(is_in_order(&library, &index, &hits));
        let ids: std::collections::HashSet<_> = hits.iter().map(|hit| index.id(hit)).collect();
        prop_assert_eq!(ids.len(), hits.len());
    }
}

#[test]
fn an_index_without_some_replies_finds_none_of_them_and_shares_the_rest() {
    let reply = |id: &str, title: &str| Reply { id: id.into(), title: title.into(), ..Reply::default() };
    let library = |last: &str| {
        let replies = vec![reply("a", "退款多久"), reply("b", "退款原因"), reply("c", last)];
        Library::new(vec![(Layer::Personal, Pack { replies, ..Pack::default() })])
    };
    let (first, second) = (library("换货"), library("退款流程"));
    let index = Index::build(&first);
    let changed = index.updated(&second, ["c"]);
    let refunds = |index: &Index| -> Vec<String> {
        found(index, "退款").iter().map(|hit| index.id(hit).to_owned()).collect()
    };
    for (index, hidden, expected) in [
        (&index, vec!["a", "gone"], vec!["b"]),
        (&changed, vec!["a", "c"], vec!["b"]),
        (&changed, vec!["b"], vec!["a", "c"]),
    ] {
        let without = index.without(hidden.iter().copied());
        let mut ids = refunds(&without);
        ids.sort();
        assert_eq!(ids, expected);
    }
    assert_eq!((index.without(["a", "b"]).len(), changed.without(["c"]).len()), (1, 2));
    assert_eq!(refunds(&index.without(["a"]).updated(&second, ["c"])).len(), 3, "the whole library again");
}
