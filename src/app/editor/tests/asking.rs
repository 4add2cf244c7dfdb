//! A line that is asked for, and the candidates for it.

use super::*;

#[test]
fn the_usual_next_replies_are_found_by_their_letters_ordered_and_saved() {
    let mut session = Session::new();
    session.act(EditorAction::Ask(Ask::Next));
    let labels = |session: &Session| -> Vec<String> {
        let Some(Overlay::Ask { candidates, .. }) = session.editor.overlay() else { return Vec::new() };
        candidates.iter().map(|candidate| candidate.label.clone()).collect()
    };
    assert_eq!(labels(&session), ["几天能到"], "beside it in its category");
    session.act(EditorAction::SetAskText("cfh".into()));
    assert_eq!(labels(&session)[0], "催发货");
    session.act(EditorAction::Answer);
    // What is typed without a hit adds nothing.
    session.act(EditorAction::Ask(Ask::Next)).act(EditorAction::SetAskText("没有这样的话术xyz".into()));
    session.act(EditorAction::Answer);
    session.act(EditorAction::Ask(Ask::Next)).act(EditorAction::SetAskText("退货".into()));
    assert_eq!(labels(&session)[0], "退货");
    session.act(EditorAction::Answer);
    assert_eq!(session.editor.reply("a").unwrap().next, ["s", "d"]);
    session.act(EditorAction::Ask(Ask::Next)).act(EditorAction::SetAskText("cfh".into()));
    assert!(labels(&session).iter().all(|label| label != "催发货"), "it is there already");
    session.act(EditorAction::Dismiss);
    session.act(EditorAction::Edit(FormEdit::RaiseNext(1)));
    assert_eq!(session.editor.reply("a").unwrap().next, ["d", "s"]);
    session.act(EditorAction::Save);
    assert!(session.file.contains("text: \"亲，{发货日期}发\", next: [\"d\", \"s\"])"), "{}", session.file);
    session.act(EditorAction::Edit(FormEdit::RemoveNext(0))).act(EditorAction::Save);
    assert!(
        session.file.contains("next: \"s\")") || session.file.contains("next: [\"s\"])"),
        "{}",
        session.file
    );
    session.act(EditorAction::Undo);
    assert_eq!(session.editor.reply("a").unwrap().next, ["d", "s"]);
}

#[test]
fn a_reply_gets_the_scenarios_that_others_have_and_own_ones_and_loses_them_again() {
    let mut session = Session::of(
        r#"(replies: [
    (id: "x", title: "自家的催单", scenario: ["x", "y"], text: "一"),
    (id: "a", title: "甲", text: "二"),
])"#,
    );
    let scenarios = |session: &Session| session.editor.reply("a").unwrap().scenarios.clone();
    session.open("a").act(EditorAction::Ask(Ask::Scenario));
    let Some(Overlay::Ask { candidates, .. }) = session.editor.overlay() else { panic!() };
    let others = candidates.iter().filter(|candidate| candidate.stage.is_none());
    assert_eq!(others.map(|candidate| candidate.label.as_str()).collect::<Vec<_>>(), ["自家的催单", "y"]);
    session.act(EditorAction::SetAskText("zjdcd".into())).act(EditorAction::Answer);
    assert_eq!(scenarios(&session), ["x"]);
    session.act(EditorAction::Ask(Ask::Scenario)).act(EditorAction::SetAskText(" 我的 ".into()));
    session.act(EditorAction::Answer);
    assert_eq!(scenarios(&session), ["x", "我的"]);
    session.act(EditorAction::Save);
    assert!(session.file.contains(r#"title: "甲", scenario: ["x", "我的"], text"#), "{}", session.file);
    session.edit(FormEdit::RemoveScenario(0)).act(EditorAction::Save);
    assert!(session.file.contains(r#"scenario: ["我的"]"#), "{}", session.file);
    session.act(EditorAction::Undo);
    assert_eq!(scenarios(&session), ["x", "我的"]);
}

#[test]
fn every_scenario_of_the_program_can_be_chosen_by_its_name_without_the_starter() {
    let mut session = Session::of("(replies: [(id: \"a\", title: \"甲\", text: \"二\")])");
    session.open("a").act(EditorAction::Ask(Ask::Scenario));
    let Some(Overlay::Ask { candidates, .. }) = session.editor.overlay() else { panic!() };
    assert_eq!(candidates.len(), crate::learn::scenarios().len());
    let mut stages: Vec<_> = candidates.iter().filter_map(|candidate| candidate.stage).collect();
    stages.dedup();
    assert_eq!(stages, ["售前", "售中", "售后", "主动营销"], "each stage once");
    assert_eq!(candidates[0].label, "欢迎光临");
    // The name means the scenario, not a new one that is called so.
    for typed in ["催发货", "cfh"] {
        session.act(EditorAction::SetAskText(typed.into())).act(EditorAction::Answer);
        assert_eq!(session.editor.reply("a").unwrap().scenarios, ["insale.urge_shipping"], "{typed}");
        assert_eq!(session.editor.scenario_label("insale.urge_shipping"), "催发货");
        session.edit(FormEdit::RemoveScenario(0)).act(EditorAction::Ask(Ask::Scenario));
    }
}

#[test]
fn a_scenario_is_called_as_the_reply_of_its_id_where_there_is_one() {
    let file = r#"(replies: [(id: "insale.urge_shipping", title: "催单", text: "已经在催了")])"#;
    let session = Session::of(file);
    assert_eq!(session.editor.scenario_label("insale.urge_shipping"), "催单");
    assert_eq!(session.editor.scenario_label("自己的"), "自己的");
}
