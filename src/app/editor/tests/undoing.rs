//! Steps taken back and done again.

use super::*;

#[test]
fn letters_are_taken_back_together_and_everything_can_be_done_again() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.title("什").title("什么").wait(5).title("什么时").text("一").text("一二");
    for expected in ["什么时", "什么", "什么时候发货", "什么时候发货"] {
        session.act(EditorAction::Undo);
        assert_eq!(session.shown().title, expected);
    }
    assert_eq!((session.editor.unsaved(), session.editor.can_undo()), (0, false));
    for expected in ["什么", "什么时", "什么时"] {
        session.act(EditorAction::Redo);
        assert_eq!(session.shown().title, expected);
    }
    assert_eq!(session.shown().texts().next(), Some("一二"));
    // Across replies, and across a save.
    session.act(EditorAction::Save).open("c").title("远");
    session.act(EditorAction::Undo);
    assert_eq!((session.editor.current(), session.shown().title.as_str()), (Some("c"), "偏远地区运费"));
    session.act(EditorAction::Undo);
    assert_eq!(
        (session.editor.current(), session.shown().texts().next()),
        (Some("a"), Some("亲，{发货日期}发"))
    );
    assert_eq!(session.editor.unsaved(), 1, "saved as 一二, shown as before");
    session.act(EditorAction::Save);
    assert_eq!(session.own()[0].texts().next(), Some("亲，{发货日期}发"));
}

/// The file with the note of the reply `d` changed by another device.
fn with_note(file: &str) -> String {
    file.replace("title: \"退货\"", "title: \"退货\", note: \"别处记的\"")
}

#[test]
fn a_step_taken_back_changes_only_what_it_changed() {
    // In the form, after a save.
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("我改的").act(EditorAction::Save);
    session.file = with_note(&session.file);
    session.reload();
    session.act(EditorAction::Undo);
    let draft = session.editor.draft("d").unwrap();
    assert_eq!((draft.theirs(), draft.working.reply.note.as_deref()), (None, Some("别处记的")));
    session.act(EditorAction::Save);
    assert_eq!(session.own()[3], Reply { note: Some("别处记的".into()), ..replies_text(OWN).remove(3) });
    session.act(EditorAction::Redo).act(EditorAction::Save);
    assert_eq!(session.own()[3].texts().next(), Some("我改的"));
    assert_eq!(session.own()[3].note.as_deref(), Some("别处记的"));

    // A command for several, which is in the file at once.
    let mut session = Session::new();
    session.choose(&["c", "d"]).answer(Ask::Tag, "新");
    session.file = with_note(&session.file);
    session.reload();
    session.act(EditorAction::Undo);
    assert_eq!((session.editor.notice(), session.file.as_str()), (None, with_note(OWN).as_str()));
    session.act(EditorAction::Redo);
    assert_eq!((session.own()[3].tags.len(), session.own()[3].note.as_deref()), (1, Some("别处记的")));
}

#[test]
fn a_field_that_was_changed_since_is_told_of_and_stays_when_a_step_is_taken_back() {
    let mut session = Session::new();
    session.choose(&["c", "d"]).answer(Ask::Move, "别处");
    session.file =
        session.file.replacen("title: \"退货\", stage: \"别处\"", "title: \"退货\", stage: \"他处\"", 1);
    session.reload();
    session.act(EditorAction::Undo);
    let told = EditorNotice::ChangedSince(vec![("退货".into(), vec!["category"])]);
    assert_eq!(session.editor.notice(), Some(&told));
    let categories: Vec<String> = session.own().into_iter().map(|reply| reply.category).skip(2).collect();
    assert_eq!(categories, ["售前/运费", "他处"]);
}

#[test]
fn what_is_taken_back_while_the_file_is_written_is_what_was_done_last() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.title("退货了").act(EditorAction::Save);
    let saved = session.file.clone();
    session.is_busy = true;
    session.act(EditorAction::Delete).act(EditorAction::Undo).act(EditorAction::Undo);
    assert_eq!((session.file.as_str(), session.shown().title.as_str()), (saved.as_str(), "退货了"));
    session.catch_up();
    assert_eq!((session.own().len(), session.shown().title.as_str()), (4, "退货"));
    // Done again in the same haste, as often as it was taken back.
    session.is_busy = true;
    session.act(EditorAction::Redo).act(EditorAction::Redo).act(EditorAction::Redo);
    session.catch_up();
    assert_eq!(session.own().len(), 3);
    assert!(session.own().iter().all(|reply| reply.id != "d"));
}

#[test]
fn what_could_not_be_written_leaves_the_steps_before_it_alone() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.title("退货了").act(EditorAction::Save);
    session.is_busy = true;
    session.act(EditorAction::Delete).act(EditorAction::Undo);
    session.disk_fault = Some("disk full".into());
    session.catch_up();
    assert!(matches!(session.editor.notice(), Some(EditorNotice::NotSaved(_))));
    assert_eq!(session.own()[3].title, "退货了", "neither deleted, nor is the title taken back");
    assert_eq!(session.editor.unsaved(), 0);
}
