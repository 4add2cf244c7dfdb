//! Hints, and what the user says to be no breach.

use super::*;
use crate::diag::Severity;
use crate::model::{RuleChange, ShopProfiles};

/// A shop in which what this rule finds is a hint.
fn with_hint(session: &mut Session, rule: &str) {
    let mut shop = Shop::new(vec![(Shop::NAME.to_owned(), "木棉".to_owned())], Vec::new());
    shop.rules.insert(rule.to_owned(), RuleChange::Severity(Severity::Hint));
    let profiles = ShopProfiles { shops: vec![shop], ..ShopProfiles::default() };
    session.act(EditorAction::Report(Report::ShopsLoaded(profiles)));
}

fn codes(session: &Session) -> Vec<&str> {
    session.editor.troubles().iter().map(|trouble| trouble.problem.code()).collect()
}

/// What F7 does.
fn press(session: &mut Session) {
    let action = EditorCommand::NotABreach.action(&session.editor).unwrap();
    session.act(action);
}

fn innocent(session: &Session) -> Vec<(String, String, Vec<String>)> {
    let known = shops::parse_all("s.ron", &session.shops).profiles.innocent;
    known.into_iter().map(|known| (known.rule, known.text, known.shops)).collect()
}

#[test]
fn a_hint_stands_behind_the_others_is_no_trouble_of_the_library_and_stops_no_save() {
    let file = r#"(replies: [(id: "a", title: "到", text: "在的。")])"#;
    let mut session = Session::of(file);
    session.open("a").text("您放心，保证明天到。亲，加微信聊。");
    assert_eq!(codes(&session), ["promise.arrival", "offplatform.contact"]);
    with_hint(&mut session, "promise.arrival");
    assert_eq!(codes(&session), ["offplatform.contact", "promise.arrival"]);
    let hints: Vec<bool> = session.editor.troubles().iter().map(Trouble::is_hint).collect();
    assert_eq!(hints, [false, true]);
    session.text("您放心，保证明天到。").act(EditorAction::Save);
    assert!(session.file.contains("保证明天到"));
    assert_eq!(codes(&session), ["promise.arrival"]);
    session.act(EditorAction::SelectNode(Node::Troubled));
    assert!(!session.rows().contains(&"a"));
}

#[test]
fn a_clause_is_said_to_be_no_breach_with_a_key_and_undo_takes_that_back() {
    let file = r#"(replies: [
        (id: "a", title: "到", text: "您放心，保证{天数}天到，加微信聊"),
        (id: "b", title: "好", text: "好的"),
    ])"#;
    let mut session = Session::of(file);
    session.open("a");
    let clauses = |session: &Session| -> Vec<String> {
        let clause = |trouble: &Trouble| Some(trouble.clause.clone()?.text);
        session.editor.troubles().iter().filter_map(clause).collect()
    };
    assert_eq!(clauses(&session), ["保证{天数}天到", "加微信聊"]);
    press(&mut session);
    assert_eq!(innocent(&session), [("promise.arrival".into(), "保证{天数}天到".into(), vec![])]);
    assert_eq!((session.editor.current(), session.editor.page()), (Some("a"), None), "the form stays");
    assert_eq!(codes(&session), ["offplatform.contact"]);
    session.learn();
    assert_eq!(codes(&session), ["offplatform.contact"]);
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal))).open("b");
    session.act(EditorAction::Undo);
    assert_eq!((innocent(&session), session.editor.current()), (vec![], Some("a")));
    assert_eq!(codes(&session).len(), 2);
    session.act(EditorAction::Redo);
    assert_eq!(innocent(&session).len(), 1);
}

#[test]
fn the_one_shop_says_it_for_itself_and_more_shops_for_all() {
    let said = |shops: &[&str]| {
        let mut session = Session::of(r#"(replies: [(id: "a", title: "到", text: "您放心，保证明天到！")])"#);
        for shop in shops {
            session.answer(Ask::Add(shops_page::SHOP), shop);
        }
        session.open("a");
        press(&mut session);
        assert_eq!(codes(&session), [""; 0]);
        innocent(&session)[0].2.clone()
    };
    assert_eq!(said(&[]), [""; 0]);
    assert_eq!(said(&["木棉"]), ["木棉"]);
    assert_eq!(said(&["木棉", "小舟"]), [""; 0]);
}

#[test]
fn of_forbidden_words_and_of_the_data_of_buyers_nobody_says_that_they_are_no_breach() {
    let mut session = Session::of(r#"(replies: [(id: "a", title: "题", text: "好")])"#);
    session.answer(Ask::Add(words::WORD), "直播间");
    session.open("a").text("直播间见，上一位买家的电话是13876540921");
    for code in ["shop.word", "privacy.leak"] {
        let found = session.editor.troubles().iter().find(|trouble| trouble.problem.code() == code).unwrap();
        assert_eq!(found.clause, None, "{code}");
    }
}
