//! The popup opens, closes, and opens again; what it says meanwhile.

use super::*;

#[test]
fn the_query_and_half_a_number_are_not_there_when_the_popup_opens_again() {
    let mut session = Session::of(r#"(title: "催发货", code: "cfh", text: "订单{订单号}马上发出")"#);
    session.summon();
    session.find("cfh");
    session.enter();
    session.fill("订单号", "123");
    session.summon();
    assert_eq!(session.popup.finder().query_text(), "");
    session.find("cfh");
    assert_eq!(session.draft().unwrap().gaps(), ["订单号"]);
}

#[test]
fn the_hotkey_over_another_window_opens_the_popup_anew_and_over_its_own_hides_it() {
    let mut session = Session::of(r#"(title: "催发货", code: "cfh", text: "订单{订单号}马上发出")"#);
    session.summon();
    session.find("cfh");
    session.enter();
    session.fill("订单号", "123");
    session.act(Action::WindowFocused(false));
    assert_eq!(session.act(Action::Toggle), [Effect::ShowWindow, Effect::ReadClipboard { opening: 2 }]);
    assert_eq!((session.popup.finder().query_text(), session.popup.face().form()), ("", None));
    session.find("cfh");
    assert_eq!(session.draft().unwrap().gaps(), ["订单号"]);
    session.act(Action::WindowFocused(true));
    assert_eq!(session.act(Action::Toggle), [Effect::HideWindow]);
}

#[test]
fn a_popup_that_still_waits_for_the_keyboard_is_hidden_by_the_hotkey() {
    let mut session = Session::starter();
    session.act(Action::Summon);
    session.act(Action::WindowFocused(false));
    assert_eq!(session.act(Action::Toggle), [Effect::HideWindow]);
}

#[test]
fn a_broken_file_is_told_once_and_stays_until_it_is_put_away() {
    let mut session = Session::starter();
    let (pack, diagnostics) = ron_file::parse_bytes("my.ron", b"(replies: [(title: 1), (titel: 2)])", None);
    let library = Library::new(vec![(Layer::Starter, libraries::starter()), (Layer::Personal, pack)]);
    let index = Arc::new(Index::build(&library));
    session.act(Report::LibraryLoaded(LoadedLibrary { library: Arc::new(library), index, diagnostics }));
    session.summon();
    let Some(Notice::File { first, more }) = session.popup.notice() else {
        panic!("{:?}", session.popup.notice())
    };
    assert_eq!((first.location().as_str(), *more), ("my.ron:1:20", 1));
    assert!(!session.titles().is_empty());
    session.act(Action::Dismiss);
    session.summon();
    assert!(session.popup.notice().is_some());
    session.act(Action::PutNoticeAway);
    assert_eq!(session.popup.notice(), None);
}

#[test]
fn the_first_start_is_over_when_its_popup_was_put_away() {
    let mut session = Session::starter();
    session.popup.window = Window::new(Theme::default(), Vec::new(), true);
    session.summon();
    // The question of the first start.
    assert_eq!(session.act(Action::Dismiss), []);
    assert_eq!(session.act(Action::Dismiss), [Effect::HideWindow, Effect::MarkFirstStartSeen]);
    assert!(!session.popup.window().is_first_start());
}
