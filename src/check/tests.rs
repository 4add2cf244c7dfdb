//! What the checker does with rules; how good the rules themselves are is measured in `tests/check`.

use super::shape::Shape;
use super::*;
use crate::model::{FieldDecl, Placeholders, RuleChange, Shop};

fn found(text: &str, policy: &Policy) -> Vec<(String, String)> {
    let of = |found: Finding| {
        (found.code().to_owned(), text.get(found.range.clone()).unwrap_or_default().to_owned())
    };
    Checker::built_in().check(&Text::finished(text), policy).into_iter().map(of).collect()
}

fn codes(text: &str, policy: &Policy) -> Vec<String> {
    found(text, policy).into_iter().map(|(code, _)| code).collect()
}

fn shop(values: &[(&str, &str)]) -> Shop {
    Shop::new(values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(), Vec::new())
}

#[test]
fn the_built_in_rules_can_be_read_and_have_an_id_each() {
    let checker = Checker::new(include_str!("../../assets/rules.ron")).unwrap();
    let ids: std::collections::BTreeSet<_> = checker.rules().map(|rule| rule.id.clone()).collect();
    assert_eq!((checker.rules().count(), ids.len()), (23, 23));
    for rule in &checker.rules {
        let more = [&rule.needs, &rule.except, &rule.unless, &rule.unless_sentence, &rule.unless_text];
        let mut patterns = rule.catches.iter().map(|catch| &catch.find).chain(more.into_iter().flatten());
        assert!(patterns.all(|pattern| pattern.regex().is_some()), "{}", rule.rule.id);
    }
    for rule in checker.rules() {
        assert!(!rule.source.is_empty() && !rule.date.is_empty(), "{}", rule.id);
    }
}

#[test]
fn triggers_leave_nothing_out() {
    let all = Checker::built_in();
    let mut slow = Checker::new(include_str!("../../assets/rules.ron")).unwrap();
    let mut builder = triggers::Builder::default();
    slow.rules.iter().flat_map(|rule| &rule.catches).for_each(|_| builder.add(&[Shape::default()]));
    slow.triggers = builder.build();
    let policy = Policy::default();
    let lines = include_str!("../../tests/check/dev.tsv").lines().skip(1);
    let sentences: Vec<&str> = lines.filter_map(|line| line.rsplit('\t').next()).collect();
    // Some alone, some behind each other.
    for few in sentences.chunks(8) {
        let (alone, together) = few.split_at(few.len() / 2);
        for text in alone.iter().map(ToString::to_string).chain([together.join("，"), together.join("\n")]) {
            let text = Text::finished(&text);
            assert_eq!(all.check(&text, &policy), slow.check(&text, &policy), "{}", text.text);
        }
    }
}

#[test]
fn negated_and_innocent_sentences_are_left_alone() {
    assert_eq!(codes("您放心，我们保证三天到。", &Policy::default()), ["promise.arrival"]);
    let innocent = [
        ("promise.arrival", "我们不能保证三天到。"),
        ("promise.arrival", "最快明天到，具体看快递。"),
        ("absolute.word", "您最近方便吗？最好先量一下。"),
    ];
    for (code, text) in innocent {
        assert!(!codes(text, &Policy::default()).contains(&code.to_owned()), "{text}");
    }
}

#[test]
fn the_place_is_that_of_the_original_and_a_rewrite_keeps_its_words() {
    let text = "亲，“保 证”三天内到哦";
    let findings = Checker::built_in().check(&Text::finished(text), &Policy::default());
    let [found] = findings.as_slice() else { panic!("{findings:?}") };
    // With the other half of the quotation.
    assert_eq!(text.get(found.range.clone()), Some("“保 证”三天内到"));
    assert_eq!(found.rewrite.as_deref(), Some("一般三天内到"));
    let rewrites = |text: &str| {
        let findings = Checker::built_in().check(&Text::finished(text), &Policy::default());
        findings.into_iter().filter_map(|found| found.rewrite).collect::<Vec<_>>()
    };
    assert_eq!(rewrites("您说的“好的，保证”三天内到哦"), [""; 0], "no half of a quotation is written");
    assert_eq!(rewrites("保证三天内一定到哦"), ["一般三天内能到"], "no other vow stays before it");
}

#[test]
fn placeholders_are_no_words_and_values_of_the_buyer_no_leak() {
    let text = "{姓名}，您好，保证{日期}到货。";
    let parsed = crate::template::parse(text);
    let of_library = Checker::built_in().check(&Text::template(text, &parsed), &Policy::default());
    assert!(of_library.iter().all(|found| found.code() != "text.unfilled"), "{of_library:?}");
    assert!(codes(text, &Policy::default()).contains(&"text.unfilled".to_owned()));

    let text = "发给另一位买家的：13867451290";
    assert_eq!(codes(text, &Policy::default()), ["privacy.leak"]);
    let at = text.find('1').unwrap_or_default();
    let own = Text { own: std::iter::once(at..text.len()).collect(), ..Text::finished(text) };
    assert_eq!(Checker::built_in().check(&own, &Policy::default()), []);
}

#[test]
fn what_a_placeholder_is_filled_with_by_itself_is_checked_too() {
    let fields =
        [FieldDecl {
            name: "卖点".into(), default: Some("全网最低价".into()), ..FieldDecl::default()
        }];
    let known = Placeholders::new(&fields);
    let cases: [(&str, &[(&str, &str)]); 6] = [
        ("这款是{卖点}。", &[("absolute.word", "{卖点}")]),
        ("这款{卖点:好穿}。", &[]),
        ("{说:加微信}聊{卖点:棉}。", &[("offplatform.contact", "{说:加微信}")]),
        ("{到|一般明天到|保证明天到}，{店铺名}", &[("promise.arrival", "{到|一般明天到|保证明天到}")]),
        ("保证{哪天|明天|后天}到。", &[("promise.arrival", "{哪天|明天|后天}")]),
        ("{店铺名}保证{哪天}到。", &[]),
    ];
    for (text, expected) in cases {
        let parsed = crate::template::parse(text);
        let found = Checker::built_in().check_template(text, &parsed, &known, &Policy::default());
        let found: Vec<_> = found.iter().map(|found| (found.code(), found.quote(text))).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_shop_decides_by_its_platform_its_changes_and_its_words() {
    let text = "非常抱歉，本店不支持货到付款。";
    assert_eq!(codes(text, &Policy::default()), ["cod.refuse"]);
    let policy = |shop: &Shop| Policy::of(Some(shop), std::iter::empty(), Vec::new());
    assert_eq!(codes(text, &policy(&shop(&[("平台", "天猫")]))), ["cod.refuse"]);
    assert_eq!(codes(text, &policy(&shop(&[("平台", "拼多多")]))), [""; 0]);
    assert_eq!(codes(text, &policy(&shop(&[("平台", "天猫"), ("货到付款", "关")]))), [""; 0]);
    let mut own = shop(&[("平台", "拼多多")]);
    own.rules.insert("cod.refuse".into(), RuleChange::Severity(Severity::Warning));
    own.rules.insert("promise.arrival".into(), RuleChange::Off);
    assert_eq!(codes(&format!("{text}保证明天到。"), &policy(&own)), ["cod.refuse"]);

    let word = ForbiddenWord { word: "亲亲".into(), instead: Some("您".into()), why: None };
    let policy = Policy::of(None, std::iter::empty(), vec![word]);
    assert_eq!(found("好的，亲 亲。", &policy), [("shop.word".to_owned(), "亲 亲".to_owned())]);
}

#[test]
fn a_long_message_is_marked_behind_the_limit_of_the_shop() {
    let text = "好".repeat(121);
    assert_eq!(found(&text, &Policy::default()), [("text.too_long".to_owned(), "好".to_owned())]);
    let policy = |limit| Policy::of(Some(&shop(&[("字数上限", limit)])), std::iter::empty(), Vec::new());
    assert_eq!(codes(&text, &policy("200")), [""; 0]);
    assert_eq!(codes(&text, &policy("0")), [""; 0]);
}
