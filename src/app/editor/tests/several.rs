//! Commands for several replies and whole categories.

use super::*;

#[test]
fn several_replies_are_moved_tagged_doubled_and_deleted_at_once_and_it_can_be_taken_back() {
    let mut session = Session::new();
    session.choose(&["b", "d"]).answer(Ask::Move, "售中/物流");
    let categories = |session: &Session| -> Vec<String> {
        session.own().into_iter().map(|reply| reply.category).collect()
    };
    assert_eq!(categories(&session), ["售前/发货", "售中/物流", "售前/运费", "售中/物流"]);
    session.choose(&["a", "c"]).answer(Ask::Tag, "常用，-运费");
    assert_eq!(
        (session.own()[0].tags.as_slice(), session.own()[2].tags.as_slice()),
        (&["常用".to_owned()][..], &["常用".to_owned()][..])
    );
    session.choose(&["a", "b"]).act(EditorAction::Duplicate);
    let titles: Vec<String> = session.own().into_iter().map(|reply| reply.title).collect();
    assert_eq!(titles, ["什么时候发货", "什么时候发货 2", "几天能到", "几天能到 2", "偏远地区运费", "退货"]);
    assert_eq!(session.own()[1].code, None);
    session.choose(&["a", "b", "d"]).act(EditorAction::Delete);
    assert_eq!(session.own().len(), 3);
    for _ in 0..4 {
        session.act(EditorAction::Undo);
    }
    assert_eq!(replies_text(&session.file), replies_text(OWN));
    for _ in 0..4 {
        session.act(EditorAction::Redo);
    }
    assert_eq!(session.own().len(), 3);
    assert_eq!(session.own()[2].category, "售前/运费");
}

#[test]
fn a_reply_of_a_pack_below_cannot_be_deleted() {
    let mut session = Session::opened(Opening::Reply("s".into()));
    session.act(EditorAction::Delete);
    assert_eq!((session.editor.notice(), session.file.as_str()), (Some(&EditorNotice::ReadOnly), OWN));
}

#[test]
fn categories_are_renamed_and_nested_with_all_that_is_in_them() {
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(Node::Category(Layer::Personal, "售前".into())));
    session.answer(Ask::Rename, "咨询");
    let categories = |session: &Session| -> Vec<String> {
        session.own().into_iter().map(|reply| reply.category).collect()
    };
    assert_eq!(categories(&session), ["咨询/发货", "咨询/发货", "咨询/运费", "售后"]);
    assert_eq!(*session.editor.node(), Node::Category(Layer::Personal, "咨询".into()));
    session.act(EditorAction::DropCategory { from: "咨询/发货".into(), into: "售后".into() });
    assert_eq!(categories(&session), ["售后/发货", "售后/发货", "咨询/运费", "售后"]);
    // Not into itself.
    session.act(EditorAction::DropCategory { from: "售后".into(), into: "售后/发货".into() });
    assert_eq!(categories(&session)[3], "售后");
    session.act(EditorAction::Undo).act(EditorAction::Undo);
    assert_eq!(session.file, OWN);
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
    session.answer(Ask::NewCategory, " 活动 / 双11 ");
    assert!(tree(&session).contains("活动 0\n 活动/双11 0"));
    session.act(EditorAction::New);
    assert_eq!(session.shown().category, "活动/双11");
}

#[test]
fn a_deleted_reply_goes_back_under_its_id_or_a_new_one() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    let reply = session.shown().clone();
    session.act(EditorAction::Delete);
    let at = date(2026, 11, 22).at(10, 0, 0, 0);
    session.act(EditorAction::Report(Report::TrashLoaded(vec![Trashed { reply, at }])));
    session.act(EditorAction::SelectNode(Node::Trash)).act(EditorAction::Restore);
    assert_eq!((session.own().len(), session.editor.current()), (4, Some("a")));
    session.act(EditorAction::SelectNode(Node::Trash)).act(EditorAction::Restore);
    assert_eq!(
        (session.own().len(), session.own().iter().filter(|reply| reply.code.is_some()).count()),
        (5, 1)
    );
}

#[test]
fn replies_are_hidden_and_shown_again_at_once_and_step_by_step() {
    let mut session = Session::new();
    let hidden = |session: &Session| {
        let ids = ["a", "b", "s"].into_iter();
        ids.filter(|id| session.editor.lists().hidden_in(id).is_some()).collect::<Vec<_>>()
    };
    let before = session.file.clone();
    session.open("s").act(EditorAction::ToggleHidden);
    assert_eq!((hidden(&session), session.editor.current()), (vec!["s"], Some("s")));
    assert!(session.file.contains("\"starter/s\""), "{}", session.file);
    session.act(EditorAction::SetQuery("催发货".into()));
    assert_eq!(session.editor.rows().first().map(String::as_str), Some("s"), "the editor finds it");
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
    session.choose(&["a", "b"]).act(EditorAction::ToggleHidden);
    assert_eq!(hidden(&session), ["a", "b", "s"]);
    session.act(EditorAction::Undo);
    assert_eq!(hidden(&session), ["s"]);
    session.act(EditorAction::Redo);
    session.choose(&["a"]).act(EditorAction::ToggleHidden);
    assert_eq!(hidden(&session), ["b", "s"]);
    // One of the two is offered: both are hidden.
    session.choose(&["a", "b"]).act(EditorAction::ToggleHidden).act(EditorAction::ToggleHidden);
    assert_eq!(hidden(&session), ["s"]);
    session.open("s").act(EditorAction::ToggleHidden);
    assert_eq!(ron_file::parse_pack("r.ron", &session.file).0, ron_file::parse_pack("r.ron", &before).0);
}

#[test]
fn a_hidden_reply_stays_hidden_while_it_is_edited_and_nothing_is_hidden_that_cannot_be_written() {
    let mut session = Session::new();
    session.open("s").act(EditorAction::ToggleHidden).title("催一下").act(EditorAction::Save);
    assert!(session.editor.is_own("s") && session.editor.lists().hidden_in("s").is_some(), "the copy of it");
    session.act(EditorAction::ToggleHidden);
    assert_eq!(session.editor.lists().hidden_in("s"), None);
    session.disk_fault = Some("full".into());
    session.act(EditorAction::ToggleHidden);
    assert_eq!((session.editor.lists().hidden_in("s"), session.editor.unsaved()), (None, 0));
    assert!(matches!(session.editor.notice(), Some(EditorNotice::NotSaved(_))));
}
