//! What usually comes after a reply.

use super::*;

const CHAT: &str = r#"
    (id: "hi", title: "欢迎", text: "亲，在的。", next: ["gone", "size", "bye"]),
    (id: "size", title: "尺码", text: "建议{尺码}。"),
    (id: "bye", title: "道别", text: "不客气。", next: ["hi"]),
"#;

/// A chat in which the greeting was copied.
fn session() -> Session {
    let (pack, _) = ron_file::parse_pack("t.ron", &format!("(replies: [{CHAT}])"));
    let mut session = Session::with(vec![(Layer::Personal, pack)], &Settings::default());
    session.summon();
    assert_eq!(steps(&session), [""; 0]);
    session.find("欢迎");
    session.enter();
    session.answer(Ok(()));
    session
}

fn steps(session: &Session) -> Vec<&str> {
    session.popup.next_steps().map(|reply| reply.title.as_str()).collect()
}

#[test]
fn the_next_steps_are_offered_and_one_key_copies_them() {
    let mut session = session();
    session.summon();
    assert_eq!(steps(&session), ["尺码", "道别"]);
    session.find("码");
    session.act(Action::TakeNext(1));
    assert_eq!(session.copied_text(), Some("不客气。"));
    assert_eq!((session.selected(), session.popup.finder().query_text()), ("道别", ""));
    assert!(session.answer(Ok(())).contains(&used("bye", None)));
    session.summon();
    assert_eq!(steps(&session), ["欢迎"]);
}

#[test]
fn a_step_with_a_gap_asks_for_it_on_top_of_the_list() {
    let mut session = session();
    session.summon();
    session.act(Action::TakeNext(0));
    assert_eq!((session.copied_text(), session.selected()), (None, "尺码"));
    assert!(session.popup.face().form().is_some());
    assert_eq!(session.popup.finder().rows()[0].section, Some(Section::Next));
    session.find("欢迎");
    assert_eq!(session.selected(), "欢迎");
    assert_eq!(session.act(Action::TakeNext(7)), []);
}

#[test]
fn another_buyer_or_a_while_ends_the_chat() {
    let mut session = session();
    session.summon();
    session.act(Action::NextBuyer);
    assert_eq!(steps(&session), [""; 0]);

    let mut session = self::session();
    session.wait(11 * 60);
    session.summon();
    assert_eq!(steps(&session), [""; 0]);
}
