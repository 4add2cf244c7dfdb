//! A copied text that stands in for a query.

use super::*;

fn with_clipboard() -> Session {
    let settings = Settings { reads_clipboard: true, ..Settings::default() };
    Session::with(vec![(Layer::Starter, libraries::starter())], &settings)
}

#[test]
fn a_fresh_message_on_the_clipboard_is_offered_once() {
    let mut session = with_clipboard();
    let message = |opening| Report::ClipboardText {
        opening, text: "都好几天了\n怎么还没给我发货呀".into()
    };
    assert_eq!(session.act(Action::Summon), [Effect::ShowWindow, Effect::ReadClipboard { opening: 1 }]);
    session.act(message(1));
    assert_eq!((session.selected(), session.popup.finder().prefills()), ("催发货", 1));
    session.act(Action::Hide);
    session.act(Action::Summon);
    session.act(message(1));
    session.act(message(2));
    assert_eq!(session.popup.finder().query_text(), "");
}

#[test]
fn a_clipboard_that_comes_too_late_or_was_filled_from_here_is_passed_over() {
    let mut session = with_clipboard();
    session.act(Action::Summon);
    session.find("hy");
    session
        .act(Report::ClipboardText { opening: 1, text: "都好几天了怎么还没给我发货呀".into() });
    assert_eq!(session.popup.finder().query_text(), "hy");
    session.find("退款进度");
    session.enter();
    let own = session.copied_text().unwrap().to_owned();
    session.answer(Ok(()));
    let document = "一份很长的文件".repeat(1000);
    for text in [own.as_str(), "ok", "3214567890126789", "", &document] {
        session.act(Action::Summon);
        let opening = session.popup.window().openings();
        session.act(Report::ClipboardText { opening, text: text.to_owned() });
        assert_eq!(session.popup.finder().query_text(), "", "{text}");
    }
}

#[test]
fn a_message_on_the_clipboard_is_not_offered_unless_the_user_wants_it() {
    let mut session = Session::starter();
    session.summon();
    session
        .act(Report::ClipboardText { opening: 1, text: "都好几天了怎么还没给我发货呀".into() });
    assert_eq!(session.popup.finder().query_text(), "");
}
