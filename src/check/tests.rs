//! What the checker does with rules; how good the rules themselves are is measured in `tests/check`.

use super::*;
use crate::diag::ForbiddenWord;
use crate::model::{FieldDecl, Pack, Placeholders, RuleChange, Shop};

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
fn the_rules_of_the_program_can_be_read_and_have_an_id_each() {
    let (heads, whole) = (rules::heads().unwrap(), rules::whole().unwrap());
    let ids: std::collections::BTreeSet<_> = heads.iter().map(|rule| rule.id.clone()).collect();
    assert_eq!((heads.len(), ids.len()), (23, 23));
    for (head, whole) in heads.into_iter().zip(whole) {
        assert!(!head.source.is_empty() && !head.date.is_empty(), "{}", head.id);
        assert!(
            !whole.breaks.is_empty() && !whole.innocent.is_empty(),
            "{}: the examples come last",
            head.id
        );
        assert_eq!(head, Rule { breaks: Vec::new(), innocent: Vec::new(), ..whole });
    }
    let judged = Checker::built_in().rules.iter().filter(|rule| rule.label.is_some());
    assert_eq!(judged.count(), 21, "each rule of meaning is in the model");
}

#[test]
fn what_breaks_a_rule_of_form_does_so_and_its_innocent_examples_do_not() {
    let policy = Policy::default();
    for rule in rules::whole().unwrap().iter().filter(|rule| rule.by != crate::diag::Judgement::Meaning) {
        let breaks = |text: &str| codes(text, &policy).contains(&rule.id);
        for example in &rule.breaks {
            assert!(breaks(&lessons::marked(example).0), "{}: {example}", rule.id);
        }
        for example in &rule.innocent {
            assert!(!breaks(example), "{}: {example}", rule.id);
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
        ("保证{哪天|明天|后天}到。", &[("promise.arrival", "保证{哪天|明天|后天}到")]),
        ("{店铺名}保证{哪天}到。", &[("promise.arrival", "{店铺名}保证{哪天}到")]),
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

/// Examples of a rule that no platform has.
fn own_rule() -> Rule {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Rule {
        id: "own.gift".into(),
        why: crate::diag::Said { zh: "赠品不能先答应".into(), en: "no gift is promised".into() },
        breaks: texts(&[
            "亲，⟦给您送粉色那个杯子⟧",
            "⟦赠品一定是大号的杯子⟧哦",
            "备注好了⟦杯子送您蓝色的⟧",
            "⟦杯子给您送两个⟧",
            "好的亲，⟦我给您送大号的杯子⟧，您等等",
            "您放心拍，⟦店里给您送红色的玻璃杯⟧",
            "行的呢，⟦给您送一个大点的杯子⟧",
        ]),
        innocent: texts(&["赠品随机发哦", "杯子颜色以收到的为准", "杯子有粉色和蓝色两种", "杯子可以装热水"]),
        ..Rule::default()
    }
}

#[test]
fn an_own_rule_is_learned_from_its_examples_and_finds_a_new_wording() {
    let lessons = Lessons { rules: vec![own_rule()], ..Lessons::default() };
    let learned = lessons.learn(&Pack::default()).unwrap();
    let model = learned.model().to_vec();
    let policy = Policy::default().taught(&lessons, Some(Arc::new(learned)));
    let text = "好的呢，这边给您送绿色的杯子，您放心";
    assert_eq!(found(text, &policy), [("own.gift".to_owned(), "这边给您送绿色的杯子".to_owned())]);
    assert_eq!(codes("杯子是玻璃的，怕摔", &policy), [""; 0]);
    assert_eq!(codes(text, &Policy::default()), [""; 0]);
    assert_eq!(
        codes("您放心，保证明天到。", &policy),
        ["promise.arrival"],
        "the program's rules apply as before"
    );

    let again = lessons.remembered(model).unwrap().unwrap();
    assert_eq!(codes(text, &Policy::default().taught(&lessons, Some(Arc::new(again)))), ["own.gift"]);
    assert!(lessons.remembered(b"something else".to_vec()).unwrap().is_none());
}

#[test]
fn what_a_shop_says_to_be_innocent_is_silent_at_once_whatever_fills_its_placeholders() {
    let breach = "您放心，保证明天到。";
    let clause = |text: &str| Lessons {
        innocent: [("promise.arrival".to_owned(), vec![text.to_owned()])].into(),
        ..Lessons::default()
    };
    let policy = |text: &str| Policy::default().taught(&clause(text), None);
    assert_eq!(codes(breach, &policy("保证明天到")), [""; 0]);
    assert_eq!(codes(breach, &policy("保证{哪天}到")), [""; 0]);
    assert_eq!(codes("您放心，保证后天到。", &policy("保证{哪天}到")), [""; 0]);
    assert_eq!(codes(breach, &policy("保证后天到")), ["promise.arrival"]);
    assert_eq!(codes("您放心，保证明天到。", &policy("保证{哪天}送到")), ["promise.arrival"]);
    assert_eq!(codes("加微信聊", &policy("加微信聊")), ["offplatform.contact"], "only for its rule");
}

#[test]
fn other_lessons_have_another_key() {
    let none = Lessons::default();
    let one = Lessons { rules: vec![own_rule()], ..Lessons::default() };
    let mut other = one.clone();
    other.rules[0].innocent.push("杯子是赠品".into());
    assert!(none.is_empty() && !one.is_empty());
    assert_ne!(one.key(), none.key());
    assert_ne!(one.key(), other.key());
    assert_eq!(one.key(), one.clone().key());
}

#[test]
fn reasons_name_the_pieces_and_the_nearest_example() {
    let text = "亲，保证明天到您手里";
    let reasons = Checker::built_in().reasons(&Text::finished(text), &Policy::default(), 0.3).unwrap();
    let reason = &reasons[0];
    assert_eq!(reason.rule, "promise.arrival");
    assert_eq!(text.get(reason.clause.clone()), Some("保证明天到您手里"));
    assert!(reason.probability > 0.5 && !reason.speaks_for.is_empty(), "{reason:?}");
    assert!(reason.nearest.as_ref().is_some_and(|nearest| nearest.breaks), "{reason:?}");
}
