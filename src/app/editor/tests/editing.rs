//! One reply: typed, kept as a draft, saved.

use super::*;

#[test]
fn a_reply_is_saved_in_its_place_and_a_draft_is_kept_until_then() {
    let mut session = Session::opened(Opening::Reply("b".into()));
    session.text("一般三四天").edit(FormEdit::Typed(TypedField::Tags, "时效 物流".into()));
    assert_eq!((session.editor.unsaved(), session.kept.len()), (1, 1));
    assert_eq!(session.file, OWN);
    session.act(EditorAction::Save);
    let expected = OWN.replace(
        "stage: \"售前/发货\", text: \"一般三天\"",
        "stage: \"售前/发货\", tags: [\"时效\", \"物流\"], text: \"一般三四天\"",
    );
    assert_eq!(session.file, expected);
    assert_eq!((session.editor.unsaved(), session.kept.len(), session.editor.notice()), (0, 0, None));
    // Typed back to what it was: nothing is unsaved.
    session.title("别的").title("几天能到");
    assert_eq!((session.editor.unsaved(), session.kept.len()), (0, 0));
}

#[test]
fn a_reply_of_a_pack_below_is_copied_and_can_be_had_back() {
    let mut session = Session::opened(Opening::Reply("s".into()));
    assert!(session.editor.original().is_none() || !session.editor.is_own("s"));
    session.text("今天就发").act(EditorAction::Save);
    assert!(session.editor.is_own("s") && session.own().iter().any(|reply| reply.id == "s"));
    assert_eq!(session.editor.original().unwrap().texts().next(), Some("已经在催了"));
    session.act(EditorAction::ToggleDifference);
    assert_eq!(session.editor.overlay(), Some(&Overlay::Difference));
    session.act(EditorAction::Dismiss).act(EditorAction::BackToOriginal);
    assert_eq!((session.shown().texts().next(), session.editor.is_own("s")), (Some("已经在催了"), false));
    assert_eq!(session.file, OWN);
    session.act(EditorAction::Undo);
    assert_eq!((session.shown().texts().next(), session.editor.is_own("s")), (Some("今天就发"), true));
    // One that is above a reply of the starter is its copy too.
    session.open("d");
    assert_eq!(session.editor.original().unwrap().texts().next(), Some("七天可退"));
}

#[test]
fn an_empty_code_is_none_in_the_file_and_no_two_of_them_clash() {
    for empty in ["", " ", "\u{3000}"] {
        let mut session = Session::opened(Opening::Reply("a".into()));
        for id in ["a", "b"] {
            session
                .open(id)
                .edit(FormEdit::Typed(TypedField::Code, empty.into()))
                .edit(FormEdit::Typed(TypedField::Note, empty.into()));
            session.edit(FormEdit::Typed(TypedField::Title, format!("新{id}"))).act(EditorAction::Save);
            assert_eq!(session.editor.notice(), None, "{empty:?}");
        }
        let own = session.own();
        assert_eq!((own[0].title.as_str(), own[1].title.as_str()), ("新a", "新b"));
        assert!(!session.file.contains("code") && !session.file.contains("note"), "{}", session.file);
    }
}

#[test]
fn a_new_reply_comes_from_what_was_typed_or_copied() {
    let mut session = Session::opened(Opening::New("发新疆吗".into()));
    assert_eq!(
        (session.shown().title.as_str(), session.editor.spot()),
        ("发新疆吗", Some(Spot::Message { wording: 0, message: 0 }))
    );
    session.text("发的").act(EditorAction::Save);
    assert_eq!((session.own().len(), session.own()[4].title.as_str()), (5, "发新疆吗"));
    session.act(EditorAction::Open(Opening::Clipboard));
    assert!(session.others.contains(&EditorEffect::ReadClipboard));
    session.act(EditorAction::NewFrom(" \n".into()));
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NothingCopied));
    session.act(EditorAction::NewFrom("亲，这款三天内发货，请放心下单哦".into()));
    assert_eq!(
        (session.shown().title.as_str(), session.shown().texts().next()),
        ("", Some("亲，这款三天内发货，请放心下单哦"))
    );
    // Taken back before it was saved, and the one before after it was.
    session.act(EditorAction::Undo);
    assert_eq!((session.editor.unsaved(), session.own().len()), (0, 5));
    session.act(EditorAction::Undo).act(EditorAction::Undo);
    assert_eq!(session.own().len(), 4);
}

#[test]
fn a_blank_that_is_about_to_be_written_on_stays() {
    let mut session = Session::opened(Opening::Reply("c".into()));
    session.edit(FormEdit::Typed(TypedField::Tags, "运费 ".into()));
    assert_eq!(TypedField::Tags.text(&session.editor.working().unwrap().reply), "运费 ");
    session
        .edit(FormEdit::Typed(TypedField::Tags, "运费 新疆".into()))
        .edit(FormEdit::Typed(TypedField::Questions, "贵吗\n".into()));
    assert_eq!(TypedField::Questions.text(&session.editor.working().unwrap().reply), "贵吗\n");
    session.edit(FormEdit::AddWording).act(EditorAction::Save);
    assert_eq!((session.own()[2].tags.len(), session.editor.unsaved()), (2, 0));
    session.edit(FormEdit::AddWording);
    assert_eq!((session.shown().wordings.len(), session.editor.wording()), (2, 1));
    session.edit(FormEdit::Text { wording: 1, message: 0, text: "二".into() }).act(EditorAction::Save);
    assert_eq!(session.own()[2].wordings.len(), 2);
}

#[test]
fn drafts_come_back_after_a_crash() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("没存的").act(EditorAction::New);
    session.title("新的");
    let kept = session.kept.clone();
    let text = ron::to_string(&kept).unwrap();
    let mut session = Session::new();
    session.act(EditorAction::Report(Report::DraftsLoaded(ron::from_str(&text).unwrap())));
    assert_eq!(session.editor.unsaved(), 2);
    session.open("d");
    assert_eq!(session.shown().texts().next(), Some("没存的"));
    session.act(EditorAction::Save);
    assert!(session.file.contains("没存的"));
}
