//! What packs, the settings folder and the shops add to the rules, hints, and why a text is judged as it is.

use std::fs;
use std::time::Instant;

use super::{Home, err, json, out};

const GIFT: &str = r#"(
    id: "own.gift", severity: error,
    why: (zh: "赠品不能随机", en: "gifts are not random"), instead: (zh: "写明赠品", en: "name the gift"),
    breaks: ["⟦赠品随机发⟧", "亲，⟦赠品是随机的⟧哦", "您好，⟦赠品随机送⟧一个，不能挑"],
    innocent: ["赠品是一双袜子", "赠品和衣服一起发", "颜色随机发"],
)"#;

/// In none of the examples.
const NEW_WORDING: &str = "您好，赠品随机配";

#[test]
fn an_own_rule_of_a_handful_of_examples_finds_a_new_wording_and_is_learned_once() {
    let home = Home::new();
    let replies = format!(r#"replies: [(id: "gift", title: "赠品", text: "{NEW_WORDING}")]"#);
    let library = home.write("team.ron", format!("(own_rules: [{GIFT}], {replies})"));
    let without = home.write("plain.ron", format!("({replies})"));
    let check = |arguments: &[&str]| {
        let start = Instant::now();
        let output = home.suda(&[&["check", "--json"], arguments].concat());
        println!("{arguments:?}: {:?}", start.elapsed());
        let found = json(&output);
        let rules = found.as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap().to_owned());
        rules.collect::<Vec<_>>()
    };
    assert_eq!(check(&[&without]), [""; 0]);
    assert!(!home.path("data/suda/learned").exists(), "there was nothing to learn");
    assert_eq!(check(&["--text", NEW_WORDING, "--library", &library]), ["own.gift"]);
    let kept = || fs::read_dir(home.path("data/suda/learned")).unwrap().map(|entry| entry.unwrap());
    let written: Vec<_> = kept().map(|entry| entry.metadata().unwrap().modified().unwrap()).collect();
    assert_eq!(written.len(), 1);
    assert_eq!(check(&["--text", NEW_WORDING, "--library", &library]), ["own.gift"]);
    assert_eq!(check(&[&library]), ["own.gift"], "a file that is checked brings its own rules");
    let after: Vec<_> = kept().map(|entry| entry.metadata().unwrap().modified().unwrap()).collect();
    assert_eq!(after, written, "it was learned before");
    assert_eq!(check(&["--text", "您好，赠品是一双袜子", "--library", &library]), [""; 0]);
}

#[test]
fn a_rule_in_the_folder_of_the_settings_counts_for_texts_and_files() {
    let home = Home::new();
    let rule = home.write("config/suda/rules/gift.ron", GIFT);
    let file = home.write("team.ron", format!(r#"(replies: [(title: "赠品", text: "{NEW_WORDING}")])"#));
    for arguments in [["--text", NEW_WORDING].as_slice(), &[&file]] {
        let output = home.suda(&[&["check", "--json"], arguments].concat());
        assert_eq!(json(&output)[0]["rule"], "own.gift", "{}", err(&output));
    }
    fs::remove_file(rule).unwrap();
    assert_eq!(home.suda(&["check", &file]).status.code(), Some(0));
}

#[test]
fn what_the_shop_has_said_to_be_innocent_is_no_finding() {
    let home = Home::new();
    let innocent = r#"innocent: [(rule: "promise.arrival", text: "保证明天到", shops: ["木棉"])]"#;
    let text = ["check", "--text", "您放心，保证明天到"];
    home.write("config/suda/shops.ron", format!(r#"(shops: [{{ "店铺名": "木棉" }}], {innocent})"#));
    assert_eq!(home.suda(&text).status.code(), Some(0));
    let file = home.write("team.ron", r#"(replies: [(title: "甲", text: "您放心，保证明天到")])"#);
    assert_eq!(home.suda(&["check", &file]).status.code(), Some(0));
    // The text may be for the other shop.
    let shops = r#"shops: [{ "店铺名": "木棉" }, { "店铺名": "小舟" }]"#;
    home.write("config/suda/shops.ron", format!("({shops}, {innocent})"));
    assert_eq!(home.suda(&text).status.code(), Some(1));
}

#[test]
fn hints_are_told_apart_and_are_no_failure() {
    let home = Home::new();
    let replies = r#"(id: "a", title: "甲", text: "您放心，保证明天到")"#;
    let hinted = |more: &str| {
        let text = format!(r#"(rules: {{ "promise.arrival": "hint" }}, replies: [{replies}{more}])"#);
        home.write("team.ron", text)
    };
    let file = hinted("");
    let output = home.suda(&["check", &file]);
    assert_eq!(output.status.code(), Some(0));
    let said = out(&output);
    assert!(said.contains(": 提示: ") && said.contains("0 个错误，0 个提醒，1 个提示"), "{said}");
    let output = home.suda(&["check", "--json", &file]);
    assert_eq!((output.status.code(), &json(&output)[0]["severity"]), (Some(0), &"hint".into()));
    let output = home.suda(&["check", "--library", &file, "--text", "您放心，保证明天到"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).starts_with("4-9: 提示: “保证明天到”"), "{}", out(&output));

    let file = hinted(r#", (id: "b", title: "乙", text: "加微信聊")"#);
    let output = home.suda(&["check", &file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("1 个错误，0 个提醒，1 个提示"), "{}", out(&output));
}

#[test]
fn why_tells_rule_by_rule_what_a_text_was_judged_by() {
    let home = Home::new();
    let text = "您放心，保证明天到";
    let output = home.suda(&["check", "--why", "--json", "--text", text]);
    assert_eq!(output.status.code(), Some(1));
    let reasons = json(&output);
    let scores: Vec<f64> =
        reasons.as_array().unwrap().iter().map(|one| one["score"].as_f64().unwrap()).collect();
    assert!(scores.len() <= 5 && scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
    let first = &reasons[0];
    let keys = ["rule", "score", "verdict", "start", "end", "for", "against", "nearest", "nearest_breaks"];
    assert_eq!(first.as_object().unwrap().len(), keys.len());
    assert!(keys.iter().all(|key| first.get(key).is_some()));
    assert_eq!((&first["rule"], &first["verdict"]), (&"promise.arrival".into(), &"finding".into()));
    assert_eq!((&first["start"], &first["end"]), (&4.into(), &9.into()));
    assert!(!first["for"].as_array().unwrap().is_empty() && first["nearest"].is_string());

    let said = out(&home.suda(&["check", "--why", "--text", text]));
    assert!(said.starts_with("promise.arrival  ") && said.contains("标出  4-9“保证明天到”"), "{said}");
    assert!(said.contains("像违反的字词：") && said.contains("最像的例句"), "{said}");

    // What is innocent in the shop is judged as likely and not marked.
    let innocent = r#"(innocent: [(rule: "promise.arrival", text: "保证明天到")])"#;
    home.write("config/suda/shops.ron", innocent);
    let output = home.suda(&["check", "--why", "--json", "--text", text]);
    assert_eq!(output.status.code(), Some(0));
    assert!(json(&output).as_array().unwrap().iter().all(|one| one["verdict"] == "nothing"));
}
