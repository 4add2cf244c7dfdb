//! From the selected reply to the clipboard.

use super::*;

#[test]
fn a_whole_reply_is_copied_and_the_popup_goes() {
    let mut session =
        Session::of(r#"(id: "hi", title: "欢迎", code: "hy", text: "亲，在的"), (title: "别的", text: "x")"#);
    session.summon();
    session.find("hy");
    session.enter();
    assert_eq!(session.copied_text(), Some("亲，在的"));
    assert!(session.popup.window().is_shown());
    assert_eq!(session.answer(Ok(())), [Effect::HideWindow, used("hi", Some("hy"))]);
    assert!(!session.popup.window().is_shown());
}

#[test]
fn a_broken_placeholder_is_never_copied_by_any_key() {
    let (pack, _) = ron_file::parse_pack("t", r#"(replies: [(id: "b", title: "坏", text: "亲{订单号")])"#);
    let mut session = Session::with(vec![(Layer::Personal, pack)], &Settings::default());
    session.summon();
    for action in [Action::Accept(CopyMode::AndHide), Action::Accept(CopyMode::AndStay), Action::Pick(0)] {
        session.act(action);
        assert_eq!(session.copied_text(), None);
        assert_eq!(session.popup.notice(), Some(&Notice::BrokenPlaceholder("{订单号".into())));
    }
}

#[test]
fn several_messages_are_copied_joined_and_images_are_left_out() {
    let mut session = Session::of(
        r#"(title: "三条", parts: ["一", (image: "a.png"), "二"]), (title: "图", parts: [(image: "a.png")])"#,
    );
    session.summon();
    session.find("三条");
    session.act(Action::Accept(CopyMode::JoinedAndHide));
    assert_eq!(session.copied_text(), Some("一\n二"));
    session.find("图");
    session.act(Action::Accept(CopyMode::JoinedAndHide));
    assert_eq!((session.copied_text(), session.popup.notice()), (None, Some(&Notice::OnlyImages)));
}

#[test]
fn a_failed_copy_keeps_the_popup_and_says_why() {
    let mut session = Session::of(r#"(title: "欢迎", text: "亲")"#);
    session.summon();
    session.enter();
    let error = CopyError::System("no access".into());
    assert_eq!(session.answer(Err(error.clone())), []);
    assert!(session.popup.window().is_shown());
    assert_eq!(session.popup.notice(), Some(&Notice::CopyFailed(error)));
    session.enter();
    assert_eq!(session.copied_text(), Some("亲"));
}

#[test]
fn copy_and_stay_keeps_the_popup_with_a_word() {
    let mut session = Session::of(r#"(id: "hi", title: "欢迎", text: "亲")"#);
    session.summon();
    session.act(Action::Accept(CopyMode::AndStay));
    assert_eq!(session.answer(Ok(())), [used("hi", None)]);
    assert!(session.popup.window().is_shown());
    assert_eq!(session.popup.notice(), Some(&Notice::Copied));
}

#[test]
fn the_answer_to_an_earlier_copy_is_not_taken_for_the_last_ones() {
    let mut session =
        Session::of(r#"(id: "a", title: "一", text: "甲"), (id: "b", title: "二", text: "乙")"#);
    session.summon();
    session.act(Action::Accept(CopyMode::AndStay));
    session.act(Action::Pick(1));
    assert_eq!(session.act(Report::Copied { ticket: 1, result: Ok(()) }), []);
    assert!(session.popup.window().is_shown());
    assert_eq!(session.answer(Ok(())), [Effect::HideWindow, used("b", None)]);
}

#[test]
fn nothing_is_copied_from_behind_the_help_and_a_form_comes_back_from_it() {
    let mut session = Session::starter();
    session.summon();
    session.find("shgj");
    session.enter();
    session.fill("处理进展", "123");
    session.act(Action::ToggleHelp);
    session.enter();
    assert_eq!(session.copied_text(), None);
    assert!(session.popup.face().form().is_some());
    session.enter();
    assert!(session.copied_text().is_some_and(|text| text.contains("123")));
}

#[test]
fn picking_a_row_copies_it_and_a_row_that_is_not_there_does_nothing() {
    let mut session =
        Session::of(r#"(id: "a", title: "一", text: "甲"), (id: "b", title: "二", text: "乙")"#);
    session.summon();
    session.act(Action::Pick(1));
    assert_eq!(session.copied_text(), Some("乙"));
    session.act(Action::Pick(7));
    assert_eq!(session.copied_text(), None);
}

#[test]
fn a_text_that_is_shown_as_of_its_minute_is_copied_as_of_its_second() {
    let mut session = Session::of(
        r#"(title: "活动", variants: [
            (when: (until: "2026-11-21T15:30:30"), text: "还有"), (when: (from: "2026-11-21T15:30:30"), text: "结束了")])"#,
    );
    session.summon();
    session.wait(40);
    assert_eq!(session.draft().unwrap().finished().as_deref(), Ok("还有"));
    session.enter();
    assert_eq!(session.copied_text(), Some("结束了"));
}
