//! What holds for any library and any query.

use proptest::prelude::*;

use super::*;

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

/// Whether those out of date come last, then worse tiers, then lower scores.
fn is_in_order(library: &Library, index: &Index, hits: &[Hit]) -> bool {
    let key =
        |hit: &Hit| (reply_of(library, index, hit).is_expired(NOW), hit.tier, std::cmp::Reverse(hit.score));
    hits.is_sorted_by_key(key)
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
            let matched = matched(reply, &[], &Query::typed(&query), hit.tier, &Asked::Unsure);
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
