//! Which of two hits comes first.

use super::*;

#[test]
fn a_changed_reply_is_found_among_many_that_fit_as_well() {
    let reply =
        |nth: usize| Reply { id: format!("r{nth:03}"), title: "退款说明".into(), ..Reply::default() };
    let library = library_of_replies((0..200).map(reply).collect());
    let index = Index::build(&library).updated(&library, ["r001", "r002", "r150"]);
    assert_eq!(results(&index, "tk", 60), results(&Index::build(&library), "tk", 60));
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
fn an_own_reply_stands_before_the_starters_of_the_same_rank() {
    let own = ron_file::parse_pack("t", r#"(replies: [(id: "z", title: "催发货", text: "我的")])"#).0;
    let library = Library::new(vec![(Layer::Starter, libraries::starter()), (Layer::Personal, own)]);
    let index = Index::build(&library);
    assert_eq!(index.id(&found(&index, "催发货")[0]), "z");
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
