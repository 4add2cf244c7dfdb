//! Closing the window over texts that are or are not stored.

use super::*;

const FULL: &str = "No space left on device";

/// An editor in which a title was typed, and cannot be written.
fn with_unstored_title() -> Session {
    let mut session = Session::new();
    session.disk_fault = Some(FULL.to_owned());
    session.act(EditorAction::Open(Opening::Reply("a".into())));
    session.act(EditorAction::Edit(FormEdit::Typed(TypedField::Title, "别丢".into())));
    session
}

fn unstored(session: &Session) -> Option<&Unstored> {
    match session.editor.overlay() {
        Some(Overlay::Unstored(unstored)) => Some(unstored),
        _ => None,
    }
}

fn take(session: &mut Session, rescue: Rescue) {
    session.act(EditorAction::Unstored(UnstoredAction::Take(Some(rescue))));
}

/// An editor that has asked for nothing yet.
fn fresh() -> Session {
    let mut session = Session::new();
    session.others.clear();
    session
}

#[test]
fn a_window_with_kept_drafts_closes_at_once() {
    let mut session = fresh();
    session.act(EditorAction::Edit(FormEdit::Typed(TypedField::Title, "留着".into())));
    assert_eq!((session.editor.unsaved(), session.editor.unstored()), (1, 0));
    session.act(EditorAction::Close);
    assert_eq!(session.others, [EditorEffect::Close]);
}

#[test]
fn closing_over_texts_that_cannot_be_kept_asks_first_and_goes_on_when_they_can() {
    let mut session = with_unstored_title();
    assert_eq!(*session.editor.saving(), Saving::Failed(FULL.to_owned()));
    assert_eq!(session.editor.unstored(), 1);
    assert_eq!(session.editor.notice(), Some(&EditorNotice::DraftsNotSaved(FULL.to_owned())));
    session.others.clear();
    // Ctrl+W, the window manager's button and another program's word are one action; a second one changes nothing.
    session.act(EditorAction::Close).act(EditorAction::Close);
    assert_eq!(unstored(&session).map(|unstored| unstored.rescue), Some(Rescue::Retry));
    assert_eq!(session.others, [EditorEffect::Show]);
    take(&mut session, Rescue::Retry);
    assert!(unstored(&session).is_some() && session.others.len() == 2, "still full");
    session
        .act(EditorAction::Dismiss)
        .act(EditorAction::Edit(FormEdit::Typed(TypedField::Title, "别丢了".into())));
    assert!(session.editor.overlay().is_none(), "the text can go on being edited");
    session.act(EditorAction::Close);
    session.disk_fault = None;
    take(&mut session, Rescue::Retry);
    assert_eq!((session.others.last(), session.kept.len()), (Some(&EditorEffect::Close), 1));
    assert_eq!(session.editor.notice(), None);
}

#[test]
fn unstored_texts_are_saved_elsewhere_copied_or_given_up() {
    let mut session = with_unstored_title();
    session.act(EditorAction::Close);
    let place = unstored(&session).unwrap().place.clone();
    assert!(place.starts_with("/refuge/suda-unsaved-20261122-100000"), "{place}");
    take(&mut session, Rescue::SaveElsewhere);
    let Some(EditorEffect::SaveElsewhere { places, replies, .. }) = session.others.last() else { panic!() };
    assert_eq!((places.as_slice(), replies[0].title.as_str()), ([PathBuf::from(place)].as_slice(), "别丢"));
    // A folder that cannot be written either: the next one is proposed.
    session.act(EditorAction::Unstored(UnstoredAction::SavedElsewhere(Err("denied".into()))));
    let asked = unstored(&session).unwrap();
    assert_eq!(asked.outcome, Some(Rescued::NotSaved("denied".into())));
    assert!(asked.place.starts_with("/last/"), "{}", asked.place);
    session
        .act(EditorAction::Unstored(UnstoredAction::SetPlace("/mine.ron".into())))
        .act(EditorAction::Unstored(UnstoredAction::Take(None)));
    let mine = [PathBuf::from("/mine.ron")];
    assert!(
        matches!(session.others.last(), Some(EditorEffect::SaveElsewhere { places, .. }) if *places == mine)
    );
    session.act(EditorAction::Unstored(UnstoredAction::SavedElsewhere(Ok("/mine.ron".into()))));
    assert_eq!(unstored(&session).unwrap().rescue, Rescue::CloseAnyway);
    take(&mut session, Rescue::Copy);
    let text = "别丢\n亲，{发货日期}发".to_owned();
    assert_eq!(session.others.last(), Some(&EditorEffect::CopyUnstored(text)));
    session.act(EditorAction::Unstored(UnstoredAction::Copied(Ok(()))));
    assert_eq!(unstored(&session).unwrap().outcome, Some(Rescued::Copied));
    take(&mut session, Rescue::CloseAnyway);
    assert_eq!(session.others.last(), Some(&EditorEffect::Close));
}

#[test]
fn the_window_waits_for_the_drafts_that_are_being_written() {
    let mut session = fresh();
    session.is_slow = true;
    session.act(EditorAction::Edit(FormEdit::Typed(TypedField::Title, "慢".into())));
    assert_eq!((session.editor.saving(), session.editor.unstored()), (&Saving::Writing, 1));
    session.act(EditorAction::Close);
    assert_eq!(session.others, []);
    // An answer to older drafts says nothing of these.
    session.act(EditorAction::Report(Report::DraftsSaved { generation: 0, result: Ok(()) }));
    assert_eq!((session.editor.unstored(), session.others.len()), (1, 0));
    // Who has waited long enough is asked.
    session.act(EditorAction::Close);
    assert!(unstored(&session).is_some());
    session.act(EditorAction::Dismiss).act(EditorAction::Close);
    let generation = session.editor.desk.generation();
    session.act(EditorAction::Report(Report::DraftsSaved { generation, result: Ok(()) }));
    assert_eq!(session.others.last(), Some(&EditorEffect::Close));
}

#[test]
fn the_end_of_the_session_saves_elsewhere_what_cannot_be_kept() {
    let mut session = with_unstored_title();
    session.others.clear();
    session.act(EditorAction::End);
    let [EditorEffect::SaveElsewhere { places, replies, .. }, EditorEffect::Close] =
        session.others.as_slice()
    else {
        panic!("{:?}", session.others)
    };
    assert_eq!((places.len(), replies.len()), (2, 1));
    // Where everything is kept there is nothing else to write; half a line is something.
    let mut session = fresh();
    session.act(EditorAction::Ask(Ask::Add(shops_page::SHOP))).act(EditorAction::SetAskText("木棉".into()));
    session.act(EditorAction::End);
    let Some(EditorEffect::SaveElsewhere { remarks, .. }) = session.others.first() else { panic!() };
    assert_eq!(remarks, &["木棉"]);
    let mut session = fresh();
    session.act(EditorAction::End);
    assert_eq!(session.others, [EditorEffect::Close]);
}

#[test]
fn a_cell_that_cannot_be_saved_stays_and_is_asked_about() {
    let mut session = fresh();
    session.act(EditorAction::SelectNode(Node::Page(Page::Words)));
    session.act(EditorAction::Ask(Ask::Add(words::WORD))).act(EditorAction::SetAskText("最低".into()));
    session.act(EditorAction::Answer);
    let before = session.shops.clone();
    session.disk_fault = Some(FULL.to_owned());
    session.type_cell(Page::Words, 0, "word-word", "全网最低");
    assert_eq!(session.cells(Page::Words)[0][0], "全网最低");
    assert_eq!((session.editor.unsaved(), session.editor.unstored()), (1, 1));
    session.others.clear();
    session.act(EditorAction::Close);
    assert!(unstored(&session).is_some());
    take(&mut session, Rescue::Copy);
    assert_eq!(session.others.last(), Some(&EditorEffect::CopyUnstored("全网最低".into())));
    session.act(EditorAction::Dismiss);
    // The next cell takes it along.
    session.disk_fault = None;
    session.type_cell(Page::Words, 0, "word-word", "全网最最低");
    assert!(session.shops.contains("全网最最低") && session.editor.unsaved() == 0, "{}", session.shops);
    // So does saving again; taking it back shows what the file says.
    session.disk_fault = Some(FULL.to_owned());
    session.type_cell(Page::Words, 0, "word-word", "一").act(EditorAction::Undo);
    assert_eq!((session.cells(Page::Words)[0][0].as_str(), session.editor.unsaved()), ("全网最最低", 0));
    session.type_cell(Page::Words, 0, "word-word", "最低");
    session.disk_fault = None;
    session.act(EditorAction::Save);
    assert_eq!((session.shops.as_str(), session.editor.unsaved()), (before.as_str(), 0));
}

#[test]
fn a_cell_that_says_nonsense_and_a_line_half_typed_are_not_closed_over_in_silence() {
    let mut session = fresh();
    session.act(EditorAction::Ask(Ask::Add(fields::FIELD))).act(EditorAction::SetAskText("单号".into()));
    session.act(EditorAction::Close);
    assert_eq!((session.editor.notice(), session.others.len()), (Some(&EditorNotice::AnswerFirst), 0));
    session.act(EditorAction::Answer);
    session.type_cell(Page::Fields, 0, "field-pattern", "[0-9").act(EditorAction::Close);
    assert_eq!(session.editor.notice(), Some(&EditorNotice::BadCell("[0-9".into())));
    assert_eq!(session.others, [], "still open");
    session.act(EditorAction::Close);
    assert_eq!(session.others, [EditorEffect::Close]);
}
