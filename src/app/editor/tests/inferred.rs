//! The scenarios that replies seem to answer: shown, and written when they are taken.

use super::*;

const UNNAMED: &str = r#"(replies: [
    (id: "ship", title: "催发货", text: "亲，已经帮您催仓库尽快发货了"),
    (id: "named", title: "催发货", scenario: "aftersale.return_steps", text: "亲，已经帮您催仓库尽快发货了"),
    (id: "price", title: "能不能便宜点", text: "亲，已经是最低价了，不能再优惠了"),
    (id: "nothing", title: "丙", text: "……"),
])"#;

/// Titles of what the reply in the form seems to answer.
fn inferred(session: &Session) -> Vec<&str> {
    session.editor.inferred().iter().map(|scenario| scenario.title.as_str()).collect()
}

/// What the key does.
fn press(session: &mut Session) {
    let action = EditorCommand::TakeInferred.action(&session.editor).unwrap();
    session.act(action);
}

fn scenarios(session: &Session) -> Vec<(String, Vec<String>)> {
    session.own().into_iter().map(|reply| (reply.id, reply.scenarios)).collect()
}

#[test]
fn what_a_reply_seems_to_answer_follows_what_is_typed_and_is_not_written() {
    let mut session = Session::of(UNNAMED);
    session.open("ship");
    assert_eq!(inferred(&session)[0], "催发货");
    session.title("能不能便宜点").text("亲，已经是最低价了，不能再优惠了");
    assert_eq!(inferred(&session)[0], "议价");
    session.act(EditorAction::Save);
    assert!(session.file.contains(r#"(id: "ship", title: "能不能便宜点", text:"#), "{}", session.file);
    for id in ["ship", "price", "named", "nothing"] {
        session.open(id);
        assert!(inferred(&session).len() <= 2);
    }
    assert_eq!(session.file.matches("scenario").count(), 1);
}

#[test]
fn a_reply_that_names_its_scenario_seems_to_answer_no_other() {
    let mut session = Session::of(UNNAMED);
    session.open("named");
    assert_eq!(inferred(&session), [""; 0]);
    session.edit(FormEdit::RemoveScenario(0));
    assert_eq!(inferred(&session)[0], "催发货");
    session.edit(FormEdit::AddScenario("自己的".into()));
    assert_eq!(inferred(&session), [""; 0]);
}

#[test]
fn where_nothing_can_be_told_the_key_does_nothing() {
    let mut session = Session::of(UNNAMED);
    session.open("nothing");
    assert_eq!(inferred(&session), [""; 0]);
    assert!(EditorCommand::TakeInferred.action(&session.editor).is_none());
    session.act(EditorAction::New);
    assert_eq!(inferred(&session), [""; 0], "a blank one");
    session.act(EditorAction::SelectNode(Node::Trash));
    assert_eq!(inferred(&session), [""; 0], "no reply");
    assert!(EditorCommand::TakeInferred.action(&session.editor).is_none());
}

#[test]
fn the_surest_is_taken_as_a_step_of_its_own_and_saved_with_the_reply() {
    let mut session = Session::of(UNNAMED);
    session.open("ship").title("催发货 急");
    press(&mut session);
    session.title("催发货 急急");
    assert_eq!(session.shown().scenarios, ["insale.urge_shipping"]);
    assert_eq!((inferred(&session), session.file.as_str()), (vec![], UNNAMED));
    session.act(EditorAction::Undo);
    assert_eq!((session.shown().title.as_str(), session.shown().scenarios.len()), ("催发货 急", 1));
    session.act(EditorAction::Undo);
    assert_eq!((session.shown().title.as_str(), session.shown().scenarios.len()), ("催发货 急", 0));
    assert_eq!(inferred(&session)[0], "催发货", "it is there to be taken again");
    session.act(EditorAction::Redo).act(EditorAction::Save);
    assert!(
        session.file.contains(r#""催发货 急", scenario: "insale.urge_shipping", text"#),
        "{}",
        session.file
    );
}

#[test]
fn of_several_each_names_its_own_in_one_step_and_what_names_one_stays() {
    let mut session = Session::of(UNNAMED);
    session.choose(&["ship", "named", "price", "nothing"]);
    press(&mut session);
    let named = |id: &str, scenario: &str| (id.to_owned(), vec![scenario.to_owned()]);
    let after = [
        named("ship", "insale.urge_shipping"),
        named("named", "aftersale.return_steps"),
        named("price", "presale.bargain"),
        ("nothing".to_owned(), vec![]),
    ];
    assert_eq!(scenarios(&session), after);
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotInferred(1)));
    session.act(EditorAction::Undo);
    assert_eq!(session.file, UNNAMED);
    session.act(EditorAction::Redo);
    assert_eq!(scenarios(&session), after);
    // Once more there is nothing to take, and nothing is written.
    let file = session.file.clone();
    session.choose(&["ship", "price"]);
    press(&mut session);
    assert_eq!((session.file, session.editor.notice()), (file, None));
}

#[test]
fn of_several_what_is_typed_counts_and_stays_unsaved() {
    let mut session = Session::of(UNNAMED);
    session.open("ship").title("能不能便宜点").text("亲，已经是最低价了，不能再优惠了");
    session.open("price").edit(FormEdit::AddScenario("自己的".into()));
    session.choose(&["ship", "price"]);
    press(&mut session);
    assert_eq!(scenarios(&session)[0].1, ["presale.bargain"], "as the form shows it");
    assert!(session.file.contains(r#"title: "催发货", scenario: "presale.bargain""#), "{}", session.file);
    assert_eq!(session.editor.reply("ship").unwrap().title, "能不能便宜点");
    assert_eq!(scenarios(&session)[2].1, [""; 0], "its own is not saved yet");
    assert_eq!(session.editor.reply("price").unwrap().scenarios, ["自己的"]);
    session.act(EditorAction::Undo);
    assert_eq!(session.file, UNNAMED);
    assert_eq!(session.editor.reply("ship").unwrap().scenarios, [""; 0]);
}

#[test]
fn a_disk_that_refuses_leaves_everything_as_it_was() {
    let mut session = Session::of(UNNAMED);
    session.choose(&["ship", "price"]);
    session.disk_fault = Some("full".to_owned());
    press(&mut session);
    assert_eq!((session.file.as_str(), session.editor.can_undo()), (UNNAMED, false));
    assert!(matches!(session.editor.notice(), Some(EditorNotice::NotSaved(_))));
    assert_eq!(session.editor.reply("ship").unwrap().scenarios, [""; 0]);
}
