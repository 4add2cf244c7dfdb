//! Rules and examples of the user's own: they are learned beside the window's thread, and then apply.

use super::*;

/// A library with a rule of its own, and a reply that breaks it.
const RULE: &str = r#"(own_rules: [
    (id: "own.1", severity: warning, why: "不能说直播间",
        breaks: ["⟦直播间有优惠哦⟧", "亲，⟦直播间下单更划算⟧", "⟦去直播间看看⟧", "⟦今晚直播间有活动⟧"],
        innocent: ["店里有优惠哦", "亲，今天下单更划算", "您看看详情页", "今晚店里有活动"]),
], replies: [
    (id: "live", title: "直播", text: "亲，直播间有优惠哦"),
    (id: "good", title: "好", text: "亲，在的。"),
])"#;

fn codes(session: &Session) -> Vec<&str> {
    session.editor.troubles().iter().map(|trouble| trouble.problem.code()).collect()
}

#[test]
fn a_rule_of_the_users_own_applies_as_soon_as_it_is_learned() {
    let mut session = Session::of(RULE);
    session.open("live");
    assert_eq!((codes(&session), session.editor.is_learning()), (vec![], true));
    session.learn();
    assert_eq!((codes(&session), session.editor.is_learning()), (vec!["own.1"], false));
    session.act(EditorAction::SelectNode(Node::Troubled));
    assert!(session.rows().contains(&"live"), "the library is looked through again");
    // What is known is not learned again, and what was learned for other lessons is nothing to this library.
    session.reload();
    assert_eq!(session.lessons, None);
    session.act(EditorAction::Report(Report::Learned { key: 7, learned: None }));
    assert_eq!(codes(&session), ["own.1"]);
    session.file =
        RULE.replace("own_rules: [", "hidden: [], /* own_rules: [").replace("], replies", "*/ replies");
    session.reload();
    assert_eq!((codes(&session), session.editor.is_learning()), (vec![], false), "{:?}", session.lessons);
}

#[test]
fn what_cannot_be_learned_is_not_waited_for() {
    let mut session = Session::of(RULE);
    let key = session.lessons.take().unwrap().key();
    session.act(EditorAction::Report(Report::Learned { key, learned: None }));
    assert!(!session.editor.is_learning());
}

#[test]
fn what_a_shop_says_to_be_innocent_is_so_before_anything_is_learned() {
    let mut session = Session::of(r#"(replies: [(id: "a", title: "到", text: "您放心，保证明天到。")])"#);
    session.open("a");
    assert_eq!(codes(&session), ["promise.arrival"]);
    session.shops = r#"(shops: [], innocent: [(rule: "promise.arrival", text: "保证明天到")])"#.to_owned();
    let profiles = shops::parse_all("s.ron", &session.shops).profiles;
    session.act(EditorAction::Report(Report::ShopsLoaded(profiles)));
    assert_eq!((codes(&session), session.editor.is_learning()), (vec![], true));
}

#[test]
fn nothing_is_learned_until_the_library_is_there() {
    let mut editor = Editor::new(Opening::Plain);
    let env = Session::new().env;
    let text = r#"(shops: [], innocent: [(rule: "promise.arrival", text: "保证明天到")])"#;
    let profiles = shops::parse_all("s.ron", text).profiles;
    let is_learn = |effect: &EditorEffect| matches!(effect, EditorEffect::Learn(_));
    let effects = editor.apply(EditorAction::Report(Report::ShopsLoaded(profiles)), &env);
    assert!(!effects.iter().any(is_learn));
    let effects = editor.apply(EditorAction::Report(Report::LibraryLoaded(loaded(OWN, BELOW))), &env);
    assert!(effects.iter().any(is_learn));
}
