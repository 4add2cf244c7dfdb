//! What the rules have against a text, on its way to the clipboard.

use super::*;

const PROMISE: &str = r#"
    (id: "p", title: "承诺", text: "亲，{快递|申通|顺丰}发货，保证明天到。"),
    (id: "w", title: "语气", text: "您眼光真好，但是这款很适合您。"),
"#;

fn session(query: &str) -> Session {
    let mut session = Session::of(PROMISE);
    session.summon();
    session.find(query);
    session.fill("快递", "申通");
    session
}

#[test]
fn an_error_needs_a_second_deliberate_key_and_is_counted() {
    let mut session = session("承诺");
    for mode in [CopyMode::AndHide, CopyMode::JoinedAndHide, CopyMode::AndStay] {
        session.act(Action::Accept(mode));
        assert_eq!((session.copied_text(), session.popup.notice()), (None, Some(&Notice::Breaches(1))));
    }
    session.act(Action::Accept(CopyMode::OverrideAndHide));
    assert_eq!(session.copied_text(), Some("亲，申通发货，保证明天到。"));
    let recorded = Effect::RecordOverrides { rules: vec!["promise.arrival".to_owned()] };
    assert!(session.answer(Ok(())).contains(&recorded));
    assert_eq!(session.popup.memory().overrides("promise.arrival"), 1);
}

#[test]
fn a_rewrite_is_copied_instead_and_can_be_taken_back() {
    let mut session = session("承诺");
    session.act(Action::Rewrite);
    session.enter();
    assert_eq!(session.copied_text(), Some("亲，申通发货，一般明天到。"));
    session.answer(Ok(()));

    let mut session = self::session("承诺");
    session.act(Action::Rewrite);
    session.act(Action::Rewrite);
    session.enter();
    assert_eq!(session.copied_text(), None);
}

#[test]
fn a_warning_is_shown_and_copied() {
    let mut session = session("语气");
    let draft = session.draft().unwrap();
    let codes: Vec<_> = draft.findings.iter().map(|found| found.finding.code()).collect();
    assert_eq!((codes, draft.errors().len()), (vec!["tone.but"], 0));
    session.enter();
    assert_eq!(session.copied_text(), Some("您眼光真好，但是这款很适合您。"));
}

#[test]
fn the_rules_of_the_shop_in_use_count() {
    let mut session = session("承诺");
    let mut shop = Shop::new(vec![("店铺名".to_owned(), "木棉".to_owned())], Vec::new());
    shop.rules.insert("promise.arrival".to_owned(), crate::model::RuleChange::Off);
    session.act(Report::ShopsLoaded(ShopProfiles { shops: vec![shop], ..ShopProfiles::default() }));
    session.enter();
    assert_eq!(session.copied_text(), Some("亲，申通发货，保证明天到。"));
}
