//! The search as a whole: what is found, in [`typing`] however it is typed, in [`order`] in which order, in [`properties`] for
//! any library and query.

mod order;
mod properties;
mod typing;

use std::sync::LazyLock;

use jiff::civil::DateTime;

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

/// Ids with tier and score, which must not depend on how the index came to be.
fn results(index: &Index, query: &str, limit: usize) -> Vec<(String, Tier, i64)> {
    let hits = index.search(&Query::typed(query), &Habits::default(), NOW, limit);
    hits.iter().map(|hit| (index.id(hit).to_owned(), hit.tier, hit.score)).collect()
}

fn reply_of<'a>(library: &'a Library, index: &Index, hit: &Hit) -> &'a Reply {
    library.reply(library.by_id(index.id(hit)).unwrap()).unwrap()
}

fn library_of(text: &str) -> Library {
    let (pack, problems) = ron_file::parse_pack("t", text);
    assert!(problems.is_empty(), "{problems:?}");
    Library::new(vec![(Layer::Personal, pack)])
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
        let matched =
            matched(reply_of(&library, &index, hit), &[], &Query::typed(query), hit.tier, &Asked::Unsure);
        assert_eq!(matched.title_positions, positions, "{query}");
    }
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

fn library_of_replies(replies: Vec<Reply>) -> Library {
    Library::new(vec![(Layer::Personal, Pack { replies, ..Pack::default() })])
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
