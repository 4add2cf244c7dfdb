//! Changes from outside while something is edited here.

use super::*;

#[test]
fn a_reply_changed_outside_while_it_is_edited_is_neither_lost_nor_overwritten() {
    let outside = OWN.replace("可以退", "外面改的");
    for keeps_mine in [true, false] {
        let mut session = Session::opened(Opening::Reply("d".into()));
        session.text("我改的");
        session.file.clone_from(&outside);
        session.reload();
        let draft = session.editor.draft("d").unwrap();
        assert!(matches!(draft.theirs(), Some(Theirs::Changed(reply)) if reply.texts().eq(["外面改的"])));
        assert_eq!(session.shown().texts().next(), Some("我改的"));
        // A save without an answer touches nothing.
        session.act(EditorAction::Save);
        assert_eq!(
            (session.editor.notice(), session.file.as_str()),
            (Some(&EditorNotice::NotSaved(EditProblem::Changed)), outside.as_str())
        );
        if keeps_mine {
            session.act(EditorAction::KeepMine).act(EditorAction::Save);
            assert_eq!(session.file, OWN.replace("可以退", "我改的"));
        } else {
            session.act(EditorAction::TakeTheirs);
            assert_eq!((session.shown().texts().next(), session.editor.unsaved()), (Some("外面改的"), 0));
            session.act(EditorAction::Undo);
            assert_eq!(session.shown().texts().next(), Some("我改的"));
        }
    }
}

#[test]
fn an_outside_change_of_another_reply_keeps_selection_and_draft() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("我改的");
    session.file = OWN
        .replace("什么时候发货", "何时发货")
        .replace("    (id: \"b\"", "    (title: \"新\", text: \"x\"),\n    (id: \"b\"");
    session.reload();
    assert_eq!((session.editor.current(), session.shown().texts().next()), (Some("d"), Some("我改的")));
    assert!(session.editor.draft("d").unwrap().theirs().is_none() && session.rows().len() == 5);
    session.act(EditorAction::Save);
    assert!(session.file.contains("我改的") && session.file.contains("何时发货"));
}

#[test]
fn a_save_that_meets_a_change_outside_leads_to_the_choice() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("我改的");
    session.file = OWN.replace("可以退", "外面改的");
    session.act(EditorAction::Save);
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotSaved(EditProblem::Changed)));
    assert!(session.editor.draft("d").unwrap().theirs().is_some());
    session.act(EditorAction::KeepMine).act(EditorAction::Save);
    assert!(session.file.contains("我改的"));
    // An undo back to before that save does not go over what was written there since.
    session.file = session.file.replace("我改的", "又是外面的");
    session.reload();
    session.act(EditorAction::Undo);
    assert!(session.editor.draft("d").unwrap().theirs().is_some());
}

#[test]
fn what_is_typed_while_a_command_is_carried_out_does_not_take_the_command_back() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.text("没存的");
    session.choose(&["b", "a"]);
    session.act(EditorAction::Ask(Ask::Move)).act(EditorAction::SetAskText("售后".into()));
    let effects = session.editor.apply(EditorAction::Answer, &session.env);
    session.text("又改了");
    let Some(EditorEffect::Change { ticket, changes }) = effects.into_iter().next() else { panic!() };
    session.file = replies::changed("r.ron", &session.file, &changes).unwrap();
    let result = Ok(Some(loaded(&session.file, &session.below)));
    session.act(EditorAction::Report(Report::Changed { ticket, result }));
    session.open("a").act(EditorAction::Save);
    assert_eq!(
        (session.own()[0].category.as_str(), session.own()[0].texts().next()),
        ("售后", Some("又改了"))
    );
}

#[test]
fn a_command_for_several_leaves_an_unsaved_draft_and_what_is_typed_meanwhile() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.text("没存的");
    session.choose(&["a", "b"]).answer(Ask::Move, "售后");
    let draft = session.editor.draft("a").unwrap();
    assert!(draft.theirs().is_none() && draft.working.reply.category == "售后");
    assert_eq!(session.own()[0].texts().next(), Some("亲，{发货日期}发"), "moved, not saved");
    session.open("a").act(EditorAction::Save);
    assert_eq!((session.own()[0].texts().next(), session.editor.unsaved()), (Some("没存的"), 0));
}
