use super::*;
use crate::model::{Layer, Library};
use crate::store::{libraries, ron_file};

fn starter() -> Library {
    Library::new(vec![(Layer::Starter, libraries::starter())])
}

/// The titles found, best first.
fn titles(library: &Library, query: &str) -> Vec<String> {
    let hits = Index::build(library).search(query, 20);
    hits.iter().map(|hit| library.reply(hit.at).unwrap().title.clone()).collect()
}

fn spelt(title: &str) -> Vec<&'static str> {
    title.chars().filter_map(|c| pinyin::readings(c).first().copied()).collect()
}

#[test]
fn every_starter_title_is_found_by_its_hanzi_its_pinyin_and_its_initials() {
    let library = starter();
    let index = Index::build(&library);
    let rank = |query: &str, id: &str| {
        index
            .search(query, 20)
            .iter()
            .position(|hit| library.reply(hit.at).is_some_and(|reply| reply.id == id))
    };
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
    let library = Library::new(vec![(Layer::Personal, ron_file::parse_pack("t", text).0)]);
    let hits = Index::build(&library).search("发货", 20);
    let found: Vec<_> =
        hits.iter().map(|hit| (library.reply(hit.at).unwrap().id.as_str(), hit.tier.code())).collect();
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
fn several_words_match_in_any_order() {
    let library = starter();
    for query in ["发货 催", "fahuo cui", "催 fh", "货 发 催"] {
        assert_eq!(titles(&library, query)[0], "催发货", "{query}");
    }
}

#[test]
fn a_buyers_sentence_finds_the_reply_of_a_like_question() {
    let library = starter();
    for (_, reply) in library.replies() {
        let ask = format!("亲，{}？", reply.asks[0]);
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
        let hits = index.search(query, 20);
        let hit = hits.iter().find(|hit| library.reply(hit.at).unwrap().title == "发货通知").unwrap();
        assert_eq!(hit.matched.title_positions, positions, "{query}");
    }
}

#[test]
fn an_own_reply_stands_before_the_starters_of_the_same_rank() {
    let own = ron_file::parse_pack("t", r#"(replies: [(id: "z", title: "催发货", text: "我的")])"#).0;
    let library = Library::new(vec![(Layer::Starter, libraries::starter()), (Layer::Personal, own)]);
    let hits = Index::build(&library).search("催发货", 2);
    assert_eq!(library.reply(hits[0].at).unwrap().id, "z");
}

#[test]
fn questions_are_found_by_pinyin_and_texts_by_the_letters_in_them() {
    let text = r#"(replies: [(id: "a", title: "运费", asks: ["发新疆要加钱吗"], text: "偏远发EMS"), (id: "b", title: "别的", text: "无")])"#;
    let library = Library::new(vec![(Layer::Personal, ron_file::parse_pack("t", text).0)]);
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

proptest::proptest! {
    #[test]
    fn any_query_is_answered_in_a_stable_order_with_positions_inside_the_title(query in "[a-z发货催退款 '，1]{0,12}") {
        let library = starter();
        let index = Index::build(&library);
        let hits = index.search(&query, 50);
        proptest::prop_assert_eq!(&hits, &index.search(&query, 50));
        for hit in hits {
            let length = library.reply(hit.at).unwrap().title.chars().count();
            proptest::prop_assert!(hit.matched.title_positions.iter().all(|at| *at < length));
            proptest::prop_assert!(hit.matched.title_positions.is_sorted());
        }
    }
}
