//! `suda check`: what is wrong in files and texts, where, and what to do.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Home, err, json, out};

#[test]
fn check_names_file_line_and_column_and_what_to_do() {
    let home = Home::new();
    let bad = home.write(
        "bad.ron",
        "(replies: [\n    (title: \"一\", text: \"{店铺}\"),\n    (title: \"二\" text: \"x\"),\n])",
    );
    let output = home.suda(&["check", &bad]);
    assert_eq!(output.status.code(), Some(1));
    for wanted in
        [":2:25: 提醒: 没有 {店铺} 这个占位符", "是不是 {店铺名}", ":3:17: 错误: ", "^", "1 个错误，1 个提醒"]
    {
        assert!(out(&output).contains(wanted), "{wanted} in {}", out(&output));
    }
    let findings = json(&home.suda(&["check", &bad, "--json"]));
    let first = &findings[0];
    assert_eq!(
        (&first["line"], &first["column"], &first["rule"]),
        (&2.into(), &25.into(), &"placeholder.unknown".into())
    );
    assert_eq!(
        (&first["start"], &first["end"], &first["severity"]),
        (&0.into(), &4.into(), &"warning".into())
    );
    let keys = [
        "file", "line", "column", "reply", "rule", "severity", "points", "penalty", "start", "end",
        "message", "rewrite",
    ];
    assert_eq!(first.as_object().unwrap().len(), keys.len());
    assert!(keys.iter().all(|key| first.get(key).is_some()));
}

#[test]
fn check_is_content_with_a_clean_file_and_with_none() {
    let home = Home::new();
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("replies.ron");
    let output = home.suda(&["check", &starter.display().to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert_eq!(home.suda(&["check"]).status.code(), Some(0));
    assert_eq!(out(&home.suda(&["check", "--json"])), "[]\n");
}

#[test]
fn check_of_a_text_finds_its_gaps() {
    let home = Home::new();
    let output = home.suda(&["check", "--text", "亲{订单号}好", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let finding = &json(&output)[0];
    assert_eq!(
        (&finding["rule"], &finding["start"], &finding["end"]),
        (&"text.unfilled".into(), &1.into(), &6.into())
    );
    assert_eq!(home.suda(&["check", "--text", "亲，您好"]).status.code(), Some(0));
}

#[test]
fn a_trade_that_does_not_exist_is_told_with_those_that_do() {
    let home = Home::new();
    let shops = home.write("config/suda/shops.ron", r#"(shops: [{ "行业": "服装、花卉" }])"#);
    let own = home.write("own.ron", r#"(replies: [(title: "一", when: (trades: ["cloths"]), text: "二")])"#);
    for (file, value) in [(shops, "花卉"), (own, "cloths")] {
        let said = out(&home.suda(&["check", &file]));
        assert!(said.contains(value) && said.contains("服装、鞋靴、美妆"), "{said}");
        assert_eq!(json(&home.suda(&["check", &file, "--json"]))[0]["rule"], "when.unknown-trade");
    }
}

#[test]
fn check_knows_the_file_of_the_shops_and_every_unfilled_placeholder() {
    let home = Home::new();
    let shops =
        home.write("config/suda/shops.ron", "(shops: [{ \"店铺名\": \"木棉\", \"截单时间\": \"傍晚\" }])");
    let findings = json(&home.suda(&["check", &shops, "--json"]));
    let rules: Vec<_> = findings.as_array().unwrap().iter().map(|found| found["rule"].clone()).collect();
    assert_eq!(rules, ["when.invalid-time"]);
    let text = "合计{=金额/2}元，{日期}发，｛片段：谢谢｝，{订单号}";
    let findings = json(&home.suda(&["check", "--text", text, "--json"]));
    let spans: Vec<_> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["rule"].as_str().unwrap().to_owned(), found["start"].as_u64().unwrap()))
        .collect();
    let expected = [2, 11, 17, 25].map(|start| ("text.unfilled".to_owned(), start));
    assert_eq!(spans, expected);
}

#[test]
fn check_tells_what_breaks_a_rule_in_a_text_and_in_a_file() {
    let home = Home::new();
    let output = home.suda(&["check", "--json", "--text", "您放心，保证三天内到。发票要加收税点"]);
    assert_eq!(output.status.code(), Some(1));
    let found = &json(&output)[0];
    assert_eq!((&found["rule"], &found["severity"]), (&"promise.arrival".into(), &"error".into()));
    assert_eq!((&found["start"], &found["end"]), (&4.into(), &10.into()));
    assert_eq!((&found["rewrite"], &found["points"]), (&"一般三天内到".into(), &Value::Null));
    assert_eq!(
        (&json(&output)[1]["rule"], &json(&output)[1]["points"]),
        (&"invoice.tax_fee".into(), &6.into())
    );
    let output = home.suda(&["check", "--json", "--text", "您拍吧，今天肯定给您发"]);
    assert_eq!(json(&output)[0]["penalty"], "违背承诺赔付商品价格的 30%");
    let gap = home.suda(&["check", "--json", "--text", "{店铺名}感谢您"]);
    assert_eq!(json(&gap)[0]["rule"], "text.unfilled");

    let text = "(replies: [\n    (id: \"a\", title: \"一\", text: \"{店铺名}：好的，保证明天到\"),\n])";
    let library = home.write("team.ron", text);
    let output = home.suda(&["check", "--json", &library]);
    let found = &json(&output)[0];
    assert_eq!((&found["line"], &found["column"], &found["reply"]), (&2.into(), &43.into(), &"a".into()));
    assert_eq!((&found["start"], &found["end"]), (&9.into(), &14.into()));
    assert_eq!(json(&output).as_array().unwrap().len(), 1);
    assert!(out(&home.suda(&["check", &library])).contains("“保证明天到”：哪天送到由快递决定"));
}

#[test]
fn what_cannot_be_read_is_never_taken_for_clean() {
    let home = Home::new();
    let good = home.write("good.ron", r#"(replies: [(title: "一", text: "保证明天到")])"#);
    let missing = home.path("none.ron").display().to_string();
    let folder = home.path("data").display().to_string();
    fs::create_dir_all(&folder).unwrap();
    for library in [&missing, &folder] {
        for args in
            [&["check", "--text", "好的"] as &[&str], &["check", &good], &["search", "好"], &["render", "一"]]
        {
            let output = home.suda(&[args, &["--library", library]].concat());
            assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{args:?} {library}");
            assert!(err(&output).contains(library.as_str()), "{}", err(&output));
        }
    }
    let output = home.suda(&["check", "--json", &missing, &good]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)[0]["rule"], "promise.arrival", "the others are checked all the same");
}

#[test]
fn an_image_that_is_not_there_is_a_finding() {
    let home = Home::new();
    let text = "(replies: [\n    (title: \"图\", parts: [\"看这里\", (image: \"img/a.png\"), (image: \"b.png\")]),\n])";
    home.write("img/a.png", "");
    let output = home.suda(&["check", "--json", &home.write("team.ron", text)]);
    let found = json(&output);
    assert_eq!((found.as_array().unwrap().len(), &found[0]["rule"]), (1, &"format.image-missing".into()));
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&2.into(), &63.into()));
    assert!(found[0]["message"].as_str().unwrap().contains("b.png"), "{}", out(&output));
}

#[test]
fn a_pack_and_the_shops_change_rules_and_add_words() {
    let home = Home::new();
    let text = r#"(rules: { "promise.arrival": "off", "tone.but": "error", "promise.arival": "off" }, words: [(word: "亲亲", instead: "您")],
        replies: [(title: "一", text: "亲亲，您眼光真好，但是保证明天到")])"#;
    let library = home.write("team.ron", text);
    let output = home.suda(&["check", "--json", &library]);
    let codes: Vec<_> = json(&output).as_array().unwrap().iter().map(|found| found["rule"].clone()).collect();
    assert_eq!(codes, ["format.unknown-value", "shop.word", "tone.but"], "{}", out(&output));
    assert_eq!(json(&output)[1]["rewrite"], "您");
    home.write("config/suda/shops.ron", r#"(words: ["小仙女"])"#);
    let output = home.suda(&["check", "--json", "--text", "好的小仙女"]);
    assert_eq!(json(&output)[0]["rule"], "shop.word");
}

#[cfg(unix)]
#[test]
fn a_library_that_is_a_link_to_nowhere_is_told_as_such_and_left_alone() {
    let home = Home::new();
    fs::create_dir_all(home.path("data/suda")).unwrap();
    let (link, target) = (home.path("data/suda/replies.ron"), home.path("sync/lib.ron"));
    std::os::unix::fs::symlink("../../sync/lib.ron", &link).unwrap();
    let named = link.display().to_string();
    for command in [vec!["check"], vec!["search", "催发货"], vec!["render", "ship.urge"]] {
        for library in [vec![], vec!["--library", &named]] {
            let output = home.suda(&[library, command.clone()].concat());
            let told = err(&output);
            assert_eq!(output.status.code(), Some(2), "{command:?}: {told}");
            assert!(told.contains(&named) && told.contains("sync/lib.ron"), "{command:?}: {told}");
            assert!(told.contains("链接"), "{command:?}: {told}");
        }
    }
    assert!(!target.exists() && fs::symlink_metadata(&link).unwrap().is_symlink());
    // As soon as the target is there it is read.
    home.write("sync/lib.ron", "(replies: [(id: \"a\", title: \"鼉鼊\", text: \"一\")])");
    let found = home.suda(&["search", "鼉鼊"]);
    assert_eq!((found.status.code(), out(&found).contains("鼉鼊")), (Some(0), true));
}

#[test]
fn a_default_outside_its_choices_is_told_of_a_field_and_in_a_text() {
    let home = Home::new();
    let library = home.write(
        "own.ron",
        "(fields: [(name: \"盒\", default: \"中\", choices: [\"大\", \"小\"])],\n replies: [(title: \"甲\", text: \"{盒:特大}\")])",
    );
    let found = json(&home.suda(&["check", &library, "--json"]));
    let places: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["rule"].as_str().unwrap(), found["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [("field.default-outside-choices", 1), ("field.default-outside-choices", 2)]);
}

#[test]
fn doubled_braces_are_a_text_and_no_gap() {
    let home = Home::new();
    let library =
        home.write("own.ron", r#"(replies: [(title: "甲", text: "模板里写 {{订单号}} 就会填好")])"#);
    assert_eq!(
        home.suda(&["check", &library]).status.code(),
        Some(0),
        "{}",
        out(&home.suda(&["check", &library]))
    );
    assert!(out(&home.suda(&["--library", &library, "render", "甲"])).contains("{订单号}"));
    // A finished text was filled by somebody else.
    assert_eq!(home.suda(&["check", "--text", "模板里写 {订单号} 就会填好"]).status.code(), Some(1));
}

#[test]
fn messages_name_what_is_wrong_and_what_such_a_file_begins_with() {
    let home = Home::new();
    home.write("config/suda/settings.ron", "");
    home.write("config/suda/shops.ron", " \n");
    let said = err(&home.suda(&["search", "催发货"]));
    assert!(said.contains("()") && said.contains("(format: 1, shops: [])"), "{said}");
    assert!(!said.contains("replies: []"), "{said}");
    let library = home.write(
        "own.ron",
        "(fields: [(name: \"码\", pattern: \"[0-9\")],\n replies: [\n(title: \"甲\", text: 没引号),\n(title: \"乙\", text: \"a\\q\"),\n])",
    );
    let found = json(&home.suda(&["check", &library, "--json"]));
    let lines: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["line"].as_u64().unwrap(), found["message"].as_str().unwrap()))
        .collect();
    assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 4], "{lines:?}");
    assert!(lines[1].1.contains("text") && !lines[1].1.contains("parts"), "{lines:?}");
    let is_english = |message: &str| {
        message.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count() > 2
    };
    assert!(lines.iter().all(|(_, message)| !is_english(message)), "{lines:?}");
}
