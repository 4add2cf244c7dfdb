//! A clipboard that takes its time.

use super::*;

/// The reminder of the last action that is about the wait.
fn moment(session: &Session) -> Option<Report> {
    session.effects.iter().find_map(|effect| {
        let Effect::Remind { after, reminder: reminder @ Reminder::LongWait(_) } = effect else {
            return None;
        };
        assert_eq!(after.as_millis(), 150);
        Some(Report::Reminded(*reminder))
    })
}

fn copying() -> Session {
    let mut session =
        Session::of(r#"(title: "两条", parts: ["一", "二"]), (title: "单号", text: "{订单号}")"#);
    session.summon();
    session
}

#[test]
fn a_copy_that_takes_long_is_told_of_until_it_is_there() {
    let mut session = copying();
    session.act(Action::Accept(CopyMode::AndStay));
    let over = moment(&session).unwrap();
    assert_eq!(session.popup.notice(), None, "not at once");
    session.act(over);
    assert_eq!(session.popup.notice(), Some(&Notice::Copying));
    session.act(Action::MoveSelection(Move::Down));
    assert_eq!(session.popup.notice(), Some(&Notice::Copying));
    session.answer(Ok(()));
    assert_eq!(session.popup.notice(), Some(&Notice::Copied));
    // A failure takes its place too.
    session.act(Action::MoveSelection(Move::First));
    session.enter();
    let over = moment(&session).unwrap();
    session.act(over);
    session.answer(Err(CopyError::Changed));
    assert_eq!(session.popup.notice(), Some(&Notice::CopyFailed(CopyError::Changed)));
}

#[test]
fn a_quick_copy_never_flashes_anything() {
    let mut session = copying();
    session.act(Action::Accept(CopyMode::AndStay));
    let late = moment(&session).unwrap();
    session.answer(Ok(()));
    session.act(Action::Accept(CopyMode::AndStay));
    session.act(late);
    assert!(!session.popup.sender().is_slow(), "the moment was that of the first copy");
    assert_eq!(session.popup.notice(), Some(&Notice::Copied));
}

#[test]
fn a_wait_for_the_buyers_text_and_the_copy_behind_it_are_one() {
    let mut session = copying();
    session.find("单号");
    session.fill("订单号", "3214567890126789");
    session.enter();
    session.answer(Ok(()));
    let opening = session.open();
    session.find("单号");
    session.enter();
    assert_eq!(session.copied_text(), None, "the clipboard may hold what another buyer wrote");
    let over = moment(&session).unwrap();
    session.act(over);
    assert_eq!(session.popup.notice(), Some(&Notice::Copying));
    session.act(Report::ValuesFound { opening, values: Vec::new() });
    assert_eq!(session.copied_text(), Some("3214567890126789"));
    assert!(session.popup.sender().is_slow() && moment(&session).is_none());
    session.answer(Ok(()));
    assert!(!session.popup.sender().is_slow());
    // Who goes on elsewhere does not wait any more.
    session.open();
    session.find("单号");
    session.enter();
    let over = moment(&session).unwrap();
    session.act(over);
    session.find("两条");
    assert!(!session.popup.sender().is_slow());
}

#[test]
fn the_bar_tells_of_a_long_wait_too() {
    let mut session = copying();
    session.enter();
    session.answer(Ok(()));
    session.act(Action::Toggle);
    let over = moment(&session).unwrap();
    session.act(over);
    assert!(session.popup.bar().is_some() && session.popup.sender().is_slow());
    session.answer(Ok(()));
    assert!(!session.popup.sender().is_slow());
}
