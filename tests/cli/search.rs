//! `suda search`: what is found, in which order, and what is said of it.

use std::fs;
use std::process::Output;

use serde_json::Value;
use suda::model::Use;

use super::{Home, err, json, out};

#[test]
fn search_prints_the_best_first_with_its_reason() {
    let home = Home::new();
    let output = home.suda(&["search", "催发货", "--json", "--limit", "2"]);
    assert_eq!(output.status.code(), Some(0));
    let hits = json(&output);
    let first = &hits[0];
    for (key, value) in [
        ("id", "insale.urge_shipping"),
        ("pack", "starter"),
        ("title", "催发货"),
        ("scenario", "insale.urge_shipping"),
        ("stage", "售中"),
        ("code", "cfh"),
        ("tier", "title"),
    ] {
        assert_eq!(first[key], value);
    }
    assert!(first["score"].is_i64());
    assert_eq!(first.as_object().unwrap().len(), 8);
    assert!(hits.as_array().unwrap().len() <= 2);
    assert!(out(&home.suda(&["search", "cfh"])).starts_with("cfh\t催发货\t"));
}

#[test]
fn search_is_for_the_trade_of_the_first_shop() {
    let home = Home::new();
    let ids = |shops: &str| {
        home.write("config/suda/shops.ron", shops);
        let hits = json(&home.suda(&["search", "七天无理由", "--json", "--limit", "50"]));
        let ids = hits.as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
        ids.filter(|id| id.starts_with("presale.return_policy")).collect::<Vec<_>>()
    };
    let has = |ids: &[String], id: &str| ids.iter().any(|known| known == id);
    let of_tea = ids(r#"(shops: [{ "行业": "茶" }, { "店铺名": "木棉", "行业": "服装" }])"#);
    assert!(
        has(&of_tea, "presale.return_policy") && has(&of_tea, "presale.return_policy.food"),
        "{of_tea:?}"
    );
    assert!(!has(&of_tea, "presale.return_policy.clothes"), "{of_tea:?}");
    let of_clothes = ids(r#"(shops: [{ "行业": "服装、美妆" }])"#);
    assert!(
        has(&of_clothes, "presale.return_policy.clothes") && has(&of_clothes, "presale.return_policy.beauty")
    );
    let of_none = ids("(shops: [])");
    assert_eq!(of_none[0], "presale.return_policy");
    assert!(!has(&of_none, "presale.return_policy.food") && !has(&of_none, "presale.return_policy.clothes"));
}

#[test]
fn search_without_a_hit_ends_with_1_and_an_empty_list() {
    let home = Home::new();
    let output = home.suda(&["search", "zzzzqq", "--json"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), "[]\n"));
    let output = home.suda(&["search", "--", "--jjqqzz"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("--jjqqzz"));
}

#[test]
fn a_broken_personal_library_is_told_and_the_starter_still_answers() {
    let home = Home::new();
    for broken in ["(replies: [(title: \"x\" text: \"y\")])".as_bytes(), b"\xb4\xdf\xb7\xa2", b""] {
        home.write("data/suda/replies.ron", broken);
        let output = home.suda(&["search", "cfh"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains("催发货") && err(&output).contains("replies.ron"), "{}", err(&output));
        assert_eq!(fs::read(home.path("data/suda/replies.ron")).unwrap(), broken);
    }
}

#[test]
fn the_starter_can_be_switched_off() {
    let home = Home::new();
    home.write("config/suda/settings.ron", "(starter: false)");
    assert_eq!(home.suda(&["search", "cfh"]).status.code(), Some(1));
}

#[test]
fn the_same_question_gets_the_same_answer_whatever_was_used_before() {
    let home = Home::new();
    let before = out(&home.suda(&["search", "退款", "--json"]));
    let history = suda::store::history::History::open(&home.path("data/suda/history.sqlite")).unwrap();
    for _ in 0..50 {
        history
            .record_use(&Use {
                reply_id: "aftersale.refund_only".into(),
                at_seconds: 1,
                query: Some("退款".into()),
                wording: None,
            })
            .unwrap();
    }
    assert_eq!(out(&home.suda(&["search", "退款", "--json"])), before);
}

/// The ids that a search finds, with their tiers.
fn found(home: &Home, query: &str) -> Vec<(String, String)> {
    let hits: Value =
        serde_json::from_str(&out(&home.suda(&["search", query, "--json", "--limit", "5"]))).unwrap();
    let text = |hit: &Value, name: &str| hit.get(name).unwrap().as_str().unwrap().to_owned();
    hits.as_array().unwrap().iter().map(|hit| (text(hit, "id"), text(hit, "tier"))).collect()
}

#[test]
fn every_way_to_type_a_title_finds_it() {
    let home = Home::new();
    for (query, tier) in [
        ("cfh", "code-prefix"),
        ("催发货", "title"),
        ("cuifahuo", "title"),
        ("CuiFaHuo", "title"),
        ("cui'fa'huo", "title"),
        ("ｃｕｉ发货", "title"),
        ("催發貨", "title"),
        ("发货 催", "title"),
        ("cuifah", "initials"),
        ("cuifhuo", "initials"),
        ("催货", "gaps"),
        ("货发催", "any-order"),
        ("cuifahou", "slip"),
        ("cuiffahuo", "slip"),
        ("崔法或", "slip"),
    ] {
        let found = found(&home, query);
        let hit = found.iter().find(|(id, _)| id == "insale.urge_shipping");
        let tier = if query == "cfh" { "code" } else { tier };
        assert_eq!(hit.map(|(_, tier)| tier.as_str()), Some(tier), "{query}: {found:?}");
    }
}

#[test]
fn an_at_sign_stays_within_a_stage_a_category_a_tag_or_a_pack() {
    let home = Home::new();
    home.write(
        "my.ron",
        r#"(id: "team", name: "一组", replies: [
            (id: "one", title: "退给谁", stage: "售后/退货", tags: ["急件"], text: "甲"),
            (id: "two", title: "退押金", stage: "会员", text: "乙"),
        ])"#,
    );
    let library = home.path("my.ron").display().to_string();
    let column = |query: &str, name: &str| {
        let output = home.suda(&["--library", &library, "search", query, "--json", "--limit", "50"]);
        let hits: Value = serde_json::from_str(&out(&output)).unwrap();
        hits.as_array().unwrap().iter().map(|hit| hit[name].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let ids = |query: &str| column(query, "id");
    for (query, expected) in [
        ("@会员 退", &["two"][..]),
        ("@急件 退", &["one"]),
        ("@一组 退", &["one", "two"]),
        ("退 @team", &["one", "two"]),
        ("@售后/退货 @急件", &["one"]),
        ("@没有这个", &[]),
    ] {
        assert_eq!(ids(query), expected, "{query}");
    }
    assert_eq!(ids("@没有这个 退"), ids("退"), "a name that nothing has is passed over");
    assert_eq!(ids("＠小店客服 什么时候发货"), ids("什么时候发货"));
    assert!(column("@售后 退", "stage").iter().all(|stage| stage.starts_with("售后")));
    assert!(ids("@sh 退").contains(&"one".to_owned()));
}

#[test]
fn a_place_that_nothing_has_is_told_beside_the_hits_of_the_rest() {
    let home = Home::new();
    let plain = home.suda(&["search", "什么时候发货", "--json"]);
    let named = home.suda(&["search", "@小店客服 什么时候发货", "--json"]);
    assert_eq!((out(&named), named.status.code()), (out(&plain), Some(0)));
    assert_eq!(err(&plain), "");
    assert_eq!(err(&named), "没有叫“小店客服”的分类，已按其余文字查找\n");
    assert_eq!(err(&home.suda(&["search", "@售后 退", "--json"])), "");
    let nothing = home.suda(&["search", "@小店客服 zzzzqq"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(err(&nothing).contains("小店客服") && err(&nothing).contains("zzzzqq"), "{}", err(&nothing));
}

#[test]
fn a_message_is_searched_as_if_it_had_been_pasted() {
    let home = Home::new();
    // Five hanzi that are typed may be a code; those that are pasted are what a buyer says.
    let library =
        home.write("own.ron", r#"(replies: [(id: "a", title: "甲", code: "能便宜点吗", text: "一")])"#);
    let first = |message: &[&str]| {
        let arguments = [&["search", "能便宜点吗", "--json", "--library", &library], message].concat();
        let hit = json(&home.suda(&arguments))[0].clone();
        (hit["id"].as_str().unwrap().to_owned(), hit["tier"].as_str().unwrap().to_owned())
    };
    assert_eq!(first(&[]), ("a".to_owned(), "code".to_owned()));
    assert_eq!(first(&["--message"]), ("presale.bargain".to_owned(), "question".to_owned()));
    // A name behind an at sign is a word of the message.
    let named = home.suda(&["search", "--message", "@小店客服 什么时候发货呀", "--json"]);
    assert_eq!((named.status.code(), err(&named).as_str()), (Some(0), ""));
    assert!(json(&named)[0]["tier"].is_string());
}

#[test]
fn equal_codes_find_all_their_replies_and_render_takes_the_first_and_names_the_others() {
    let home = Home::new();
    let library = home.write(
        "own.ron",
        r#"(replies: [
            (id: "none", title: "无", code: "", text: "零"),
            (id: "one", title: "甲", code: "CFH", text: "一"),
            (id: "two", title: "乙", code: "cfh", text: "二"),
        ])"#,
    );
    let search = home.suda(&["search", "cfh", "--json", "--library", &library]);
    let found = json(&search);
    let coded: Vec<_> = found.as_array().unwrap().iter().filter(|hit| hit["tier"] == "code").collect();
    let ids: Vec<_> = coded.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["one", "two", "insale.urge_shipping"]);
    let rendered = home.suda(&["render", "cfh", "--library", &library]);
    assert_eq!((out(&rendered).as_str(), rendered.status.code()), ("一\n", Some(0)));
    assert_eq!(
        err(&rendered),
        "有 3 条话术的短码是“cfh”，这是 one；要其余的，写 id：two insale.urge_shipping\n"
    );
    let by_id = home.suda(&["render", "two", "--library", &library]);
    assert_eq!((out(&by_id).as_str(), err(&by_id).as_str()), ("二\n", ""));
    let checked = json(&home.suda(&["check", &library, "--json"]));
    assert_eq!((&checked[0]["rule"], &checked[0]["line"]), (&"format.duplicate-code".into(), &4.into()));
    assert_eq!(checked.as_array().unwrap().len(), 1);
    // Of equal titles none is the first.
    let titles = home.write(
        "titles.ron",
        r#"(replies: [(id: "one", title: "甲", text: "一"), (id: "two", title: "甲", text: "二")])"#,
    );
    let refused = home.suda(&["render", "甲", "--library", &titles]);
    assert_eq!((out(&refused).as_str(), refused.status.code()), ("", Some(1)));
    assert!(err(&refused).contains("one two"), "{}", err(&refused));
}

#[test]
fn kept_questions_are_found_and_a_broken_file_of_them_is_told_and_left_alone() {
    let home = Home::new();
    home.write("my.ron", "(replies: [])");
    home.write(
        "my.questions.ron",
        r#"(format: 1, questions: [(reply: "insale.urge_shipping", text: "石头开花没有")])"#,
    );
    let library = home.path("my.ron").display().to_string();
    let search = || home.suda(&["--library", &library, "search", "石头开花没有", "--json"]);
    assert!(out(&search()).contains("insale.urge_shipping"));
    home.write("my.questions.ron", "(format: 1, questions: [");
    let output = search();
    assert!(err(&output).contains("my.questions.ron:1:"), "{}", err(&output));
    assert_eq!(fs::read_to_string(home.path("my.questions.ron")).unwrap(), "(format: 1, questions: [");
}

#[test]
fn a_larger_limit_goes_on_where_a_smaller_one_stopped() {
    let home = Home::new();
    let few = out(&home.suda(&["search", "退", "--limit", "5"]));
    let many = out(&home.suda(&["search", "退", "--limit", "60"]));
    assert!(many.starts_with(&few));
    assert!(many.lines().count() > 10, "{many}");
}

#[test]
fn a_hidden_reply_is_not_found_but_rendered_by_its_id_and_check_names_one_that_is_not_there() {
    let home = Home::new();
    let file = home.write(
        "lib.ron",
        "(format: 1, hidden: [\n  \"starter/insale.urge_shipping\",\n  \"starter/insale.nothing\",\n  \"my/a\",\n], replies: [\n  (id: \"a\", title: \"鼉鼊\", text: \"一\"),\n])",
    );
    let ids = |output: &Output| {
        let hits = json(output).as_array().unwrap().clone();
        hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let found = ids(&home.suda(&["search", "催发货", "--json", "--library", &file]));
    assert!(!found.is_empty() && !found.contains(&"insale.urge_shipping".to_owned()), "{found:?}");
    let asked = ids(&home.suda(&["search", "--message", "怎么还不发货呀", "--json", "--library", &file]));
    assert!(!asked.contains(&"insale.urge_shipping".to_owned()), "{asked:?}");
    assert_eq!(home.suda(&["search", "鼉鼊", "--library", &file]).status.code(), Some(1));
    assert_eq!(out(&home.suda(&["render", "a", "--library", &file])), "一\n");
    let checked = home.suda(&["check", &file, "--json"]);
    let problems = json(&checked);
    assert_eq!(problems.as_array().unwrap().len(), 1, "{problems}");
    let told = (&problems[0]["line"], &problems[0]["column"], &problems[0]["rule"], &problems[0]["severity"]);
    let expected = serde_json::json!([3, 3, "reply.unknown-hidden", "warning"]);
    assert_eq!(serde_json::json!([told.0, told.1, told.2, told.3]), expected);
}
