//! A reply of several messages, copied one after the other.

use super::*;
use crate::draft::ReadyMessage;
use crate::model::ImageProblem;

const THREE: &str = r#"(id: "three", title: "三条", code: "st", parts: ["一", "二{订单号}", "三"]),
    (id: "one", title: "一条", code: "yt", text: "单独"),
    (id: "picture", title: "图", code: "tu", parts: ["看图", (image: "a.png"), "好吗"])"#;

/// What the last action copies: a text, or the path of an image.
fn copied(session: &Session) -> Option<&str> {
    let image = session.effects.iter().find_map(|effect| {
        if let Effect::CopyImage { path, .. } = effect { Some(path.as_str()) } else { None }
    });
    image.or(session.copied_text())
}

/// The first reminder of the last action that is about the press, or about the end of the bar.
fn reminder(session: &Session, is_of_press: bool) -> Report {
    let reminder =
        |effect: &Effect| if let Effect::Remind { reminder, .. } = effect { Some(*reminder) } else { None };
    let is_meant = |reminder: &Reminder| match reminder {
        Reminder::PressOver(_) => is_of_press,
        Reminder::Over(_) => !is_of_press,
        Reminder::LongWait(_) => false,
    };
    Report::Reminded(session.effects.iter().filter_map(reminder).find(is_meant).unwrap())
}

/// A press of the hotkey that is one of its own; gives what it copies.
fn press(session: &mut Session) -> Option<String> {
    session.act(Action::Toggle);
    let text = copied(session).map(str::to_owned);
    if text.is_some() {
        let over = reminder(session, true);
        session.answer(Ok(()));
        let last = session.effects.clone();
        session.act(over);
        session.effects = last;
    }
    text
}

/// The first message of the first reply is copied, and the bar is shown.
fn begun() -> Session {
    let mut session = Session::of(THREE);
    session.summon();
    session.find("st");
    session.fill("订单号", "123456");
    session.enter();
    assert_eq!(copied(&session), Some("一"));
    session.answer(Ok(()));
    assert_eq!(session.effects[..2], [Effect::HideWindow, Effect::ShowBar]);
    session
}

fn place(session: &Session) -> Option<(usize, usize)> {
    session.popup.bar().map(|bar| (bar.copied(), bar.total()))
}

#[test]
fn each_press_copies_the_next_message_and_after_the_last_the_bar_goes() {
    let mut session = begun();
    assert_eq!(place(&session), Some((1, 3)));
    assert_eq!(session.popup.bar().unwrap().next(), Some(&ReadyMessage::Text("二123456".into())));
    assert_eq!(press(&mut session).as_deref(), Some("二123456"));
    assert_eq!(place(&session), Some((2, 3)));
    assert_eq!(press(&mut session).as_deref(), Some("三"));
    assert_eq!(place(&session), Some((3, 3)));
    let over = reminder(&session, false);
    assert_eq!(session.act(over), [Effect::HideWindow]);
    assert_eq!(place(&session), None);
    session.summon();
    assert!(session.popup.window().is_shown());
}

#[test]
fn a_reply_of_one_message_has_no_bar_and_all_joined_neither() {
    let mut session = Session::of(THREE);
    session.summon();
    session.find("yt");
    session.enter();
    session.answer(Ok(()));
    assert_eq!(place(&session), None);
    session.summon();
    session.find("st");
    session.fill("订单号", "123456");
    session.act(Action::Accept(CopyMode::JoinedAndHide));
    assert_eq!(copied(&session), Some("一\n二123456\n三"));
    session.answer(Ok(()));
    assert_eq!(place(&session), None);
}

#[test]
fn a_double_or_a_long_press_opens_the_search_and_the_messages_wait() {
    for is_long in [false, true] {
        for is_answered in [false, true] {
            let mut session = begun();
            session.act(Action::Toggle);
            assert_eq!(copied(&session), Some("二123456"));
            if is_answered {
                session.answer(Ok(()));
            }
            session.act(if is_long { Action::HotkeyHeld } else { Action::Toggle });
            assert!(session.popup.window().is_shown());
            assert_eq!(copied(&session), Some("一"), "what was there before is on the clipboard again");
            // Esc: the bar is back where it was.
            session.act(Action::Hide);
            assert_eq!(place(&session), Some((1, 3)));
            assert_eq!(press(&mut session).as_deref(), Some("二123456"));
            // Another reply copied from the popup ends it.
            session.act(Action::Summon);
            session.find("yt");
            session.enter();
            session.answer(Ok(()));
            assert_eq!(place(&session), None);
        }
    }
    // Held without a bar it is a press like any other.
    let mut session = Session::of(THREE);
    session.act(Action::Toggle);
    assert_eq!(session.act(Action::HotkeyHeld), []);
    assert!(session.popup.window().is_shown());
}

#[test]
fn a_minute_without_a_press_ends_it_and_an_earlier_reminder_does_not() {
    let mut session = begun();
    let early = reminder(&session, false);
    press(&mut session);
    let late = reminder(&session, false);
    session.act(early);
    assert_eq!(place(&session), Some((2, 3)));
    assert_eq!(session.act(late), [Effect::HideWindow]);
    assert_eq!(place(&session), None);
    // The last message was copied: the next press opens the popup.
    session.act(Action::Toggle);
    assert!(session.popup.window().is_shown());
}

#[test]
fn a_click_copies_the_next_and_a_second_one_at_once_is_one_too_many() {
    let mut session = begun();
    session.act(Action::CopyNext);
    assert_eq!(copied(&session), Some("二123456"));
    let over = reminder(&session, true);
    session.answer(Ok(()));
    session.act(Action::CopyNext);
    assert_eq!((copied(&session), place(&session)), (None, Some((2, 3))));
    session.act(over);
    session.act(Action::CopyNext);
    assert_eq!(copied(&session), Some("三"));
    session.answer(Ok(()));
    assert_eq!(session.act(Action::EndSequence), [Effect::HideWindow]);
}

#[test]
fn a_text_that_cannot_be_copied_is_tried_again_and_an_image_is_passed_over() {
    let mut session = begun();
    session.act(Action::Toggle);
    let over = reminder(&session, true);
    session.answer(Err(CopyError::Changed));
    session.act(over);
    assert_eq!(
        (place(&session), session.popup.bar().unwrap().problem()),
        (Some((1, 3)), Some(&CopyError::Changed))
    );
    assert_eq!(press(&mut session).as_deref(), Some("二123456"));
    assert_eq!(session.popup.bar().unwrap().problem(), None);

    let mut session = Session::of(THREE);
    session.summon();
    session.find("tu");
    session.enter();
    session.answer(Ok(()));
    session.act(Action::Toggle);
    assert_eq!(copied(&session), Some("a.png"));
    let over = reminder(&session, true);
    let missing = CopyError::Image { path: "a.png".into(), reason: ImageProblem::Missing };
    session.answer(Err(missing.clone()));
    session.act(over);
    assert_eq!((place(&session), session.popup.bar().unwrap().problem()), (Some((1, 3)), Some(&missing)));
    assert_eq!(press(&mut session).as_deref(), Some("好吗"));
}

#[test]
fn an_image_that_was_passed_over_is_never_counted_as_copied() {
    let mut session = Session::of(THREE);
    session.summon();
    session.find("tu");
    session.enter();
    session.answer(Ok(()));
    session.act(Action::Toggle);
    let over = reminder(&session, true);
    let missing = CopyError::Image { path: "a.png".into(), reason: ImageProblem::Missing };
    session.answer(Err(missing.clone()));
    session.act(over);
    press(&mut session);
    let bar = session.popup.bar().unwrap();
    assert_eq!((bar.copied(), bar.total(), bar.passed_over()), (2, 3, 1));
    assert_eq!((bar.next(), bar.problem()), (None, None), "all are behind, but not all copied");
    assert!(session.effects.iter().any(|effect| matches!(effect, Effect::Remind { after, reminder: Reminder::Over(_) } if after.as_secs() > 3)), "long enough to be read");
    // What is put back behind a double press is the last that was copied, not the one that could not be.
    let mut session = Session::of(r#"(title: "图", parts: ["看图", (image: "a.png"), "好吗", "对吗"])"#);
    session.summon();
    session.enter();
    session.answer(Ok(()));
    session.act(Action::Toggle);
    let over = reminder(&session, true);
    session.answer(Err(missing));
    session.act(over);
    session.act(Action::Toggle);
    assert_eq!(copied(&session), Some("好吗"));
    session.answer(Ok(()));
    session.act(Action::Toggle);
    assert_eq!(copied(&session), Some("看图"));
    session.act(Action::Hide);
    let bar = session.popup.bar().unwrap();
    assert_eq!(
        (bar.copied(), bar.passed_over(), bar.next()),
        (1, 1, Some(&ReadyMessage::Text("好吗".into())))
    );
}

#[test]
fn an_image_is_asked_for_once_for_the_preview() {
    let mut session = Session::of(THREE);
    session.summon();
    let fields_to_ask =
        |session: &mut Session, query: &str| session.act(Action::SetQuery(query.to_owned())).to_vec();
    assert_eq!(fields_to_ask(&mut session, "tu"), [Effect::LoadImage { path: "a.png".into() }]);
    assert_eq!(fields_to_ask(&mut session, "st"), []);
    assert_eq!(fields_to_ask(&mut session, "tu"), []);
    assert_eq!(session.popup.catalog().image("a.png"), None);
    session.act(Report::ImageLoaded { path: "a.png".into(), result: Err(ImageProblem::NoImage) });
    assert_eq!(session.popup.catalog().image("a.png"), Some(&Err(ImageProblem::NoImage)));
}

#[test]
fn a_text_over_the_limit_is_sent_in_parts_and_whole_only_joined() {
    let text = "亲，您的订单{订单号}已经发出。".to_owned()
        + &"我们用的是{快递:申通}，一般两三天能到，请您留意电话。".repeat(6);
    let shops = |limit: &str| format!(r#"(shops: [{{"店铺名": "木棉", "字数上限": "{limit}"}}])"#);
    for (limit, expected) in [("0", 1), ("60", 4), ("120", 2), ("", 2), ("1000", 1)] {
        let mut session = super::filling::shop_session(
            &format!(r#"(replies: [(title: "长", text: "{text}")])"#),
            &shops(limit),
        );
        session.summon();
        session.fill("订单号", "3214567890126789");
        let draft = session.draft().unwrap();
        let messages = draft.finished_messages().unwrap();
        assert_eq!(messages.len(), expected, "{limit}");
        let whole = draft.finished().unwrap();
        let joined: String = messages
            .iter()
            .map(|message| match message {
                ReadyMessage::Text(text) => text.as_str(),
                ReadyMessage::Image(_) => "",
            })
            .collect();
        assert_eq!(joined, whole, "nothing is lost");
        if let Ok(limit @ 1..) = limit.parse::<usize>() {
            for message in &messages {
                assert!(
                    matches!(message, ReadyMessage::Text(text) if text.chars().count() <= limit),
                    "{message:?}"
                );
            }
        }
        session.act(Action::Accept(CopyMode::JoinedAndHide));
        assert_eq!(session.copied_text(), Some(whole.as_str()));
    }
    // A gap is asked for as in any other text.
    let mut session =
        super::filling::shop_session(&format!(r#"(replies: [(title: "长", text: "{text}")])"#), &shops("60"));
    session.summon();
    assert_eq!((session.enter().len(), session.gaps()), (0, vec!["订单号".to_owned()]));
}

#[test]
fn a_double_press_at_the_last_message_does_not_lose_it() {
    let mut session = begun();
    press(&mut session);
    session.act(Action::Toggle);
    session.answer(Ok(()));
    let over = reminder(&session, false);
    session.act(Action::Toggle);
    session.act(over);
    session.act(Action::Hide);
    assert_eq!(place(&session), Some((2, 3)));
    assert_eq!(press(&mut session).as_deref(), Some("三"));
}

#[test]
fn the_end_of_an_earlier_press_does_not_end_a_later_one() {
    let mut session = begun();
    session.act(Action::Toggle);
    let early = reminder(&session, true);
    session.act(Action::Toggle);
    session.act(Action::Hide);
    session.act(Action::Toggle);
    session.act(early);
    session.act(Action::Toggle);
    assert!(session.popup.window().is_shown(), "these two belong together");
}

#[test]
fn a_text_that_was_copied_meanwhile_is_looked_at_before_the_next_message_goes_over_it() {
    let mut session = begun();
    session.act(Action::Toggle);
    let only = session.effects.iter().find_map(|effect| {
        if let Effect::Copy { only_over, .. } = effect { Some(only_over.clone()) } else { None }
    });
    assert_eq!(only, Some(vec!["一".to_owned()]));
    session.answer(Err(CopyError::Foreign("有货吗".into())));
    assert!(session.popup.window().is_shown());
    let opening = session.popup.window().openings();
    session.act(Report::ClipboardText { opening, text: "有货吗".into() });
    session.act(Report::ValuesFound { opening, values: Vec::new() });
    // It was nothing of another buyer: the bar goes on.
    session.act(Action::Hide);
    assert_eq!(place(&session), Some((1, 3)));
    assert_eq!(press(&mut session).as_deref(), Some("二123456"));
}

#[test]
fn another_order_on_the_clipboard_hides_the_bar_with_the_action_that_tells_of_it() {
    let mut session = begun();
    let opening = session.popup.window().openings();
    session.clipboard_has(opening, "订单号7770000000000001");
    assert_eq!(session.effects, [Effect::HideWindow]);
    assert_eq!(place(&session), None);
}

#[test]
fn the_rest_of_the_messages_is_not_for_the_next_buyer() {
    for way in 0..3 {
        let mut session = begun();
        session.act(Action::Toggle);
        session.act(Action::Toggle);
        match way {
            0 => {
                session.act(Action::NextBuyer);
            }
            1 => {
                session.act(Action::NextBuyer);
                session.act(Action::PressChip(Chip::Earlier(0)));
            }
            _ => {
                let opening = session.popup.window().openings();
                session.clipboard_has(opening, "订单号7770000000000001");
            }
        }
        session.act(Action::Hide);
        assert_eq!(place(&session), None, "{way}");
    }
}

#[test]
fn a_first_image_that_cannot_be_copied_does_not_keep_the_texts_back() {
    let mut session = Session::of(r#"(title: "图", parts: [(image: "a.png"), "看图"])"#);
    session.summon();
    session.enter();
    let missing = CopyError::Image { path: "a.png".into(), reason: ImageProblem::Missing };
    session.answer(Err(missing.clone()));
    assert_eq!((place(&session), session.popup.bar().unwrap().problem()), (Some((0, 2)), Some(&missing)));
    assert_eq!(press(&mut session).as_deref(), Some("看图"));
}

#[test]
fn a_copy_that_is_answered_after_the_popup_was_put_away_counts() {
    let mut session = begun();
    session.act(Action::Toggle);
    session.act(Action::Toggle);
    session.find("yt");
    session.enter();
    session.act(Action::Hide);
    assert_eq!(session.answer(Ok(()))[0], Effect::HideWindow, "the bar goes");
    assert_eq!(place(&session), None, "another reply is on the clipboard by now");
    // One that fails then is reported all the same.
    session.summon();
    session.find("yt");
    session.enter();
    session.act(Action::Hide);
    session.answer(Err(CopyError::Changed));
    assert_eq!(session.popup.notice(), Some(&Notice::CopyFailed(CopyError::Changed)));
}

#[test]
fn a_split_is_kept_once_and_a_failure_is_told_later_too() {
    let mut session =
        Session::of(&format!(r#"(id: "l", title: "长", text: "{}")"#, "好的，我看看。".repeat(20)));
    session.summon();
    let kept = session.act(Action::SaveSplit).len();
    assert_eq!((kept, session.act(Action::SaveSplit).len()), (1, 0));
    session.act(Action::Hide);
    session.act(Report::SplitSaved(Err(EditProblem::Changed)));
    assert_eq!(session.popup.notice(), Some(&Notice::SplitNotSaved(EditProblem::Changed)));
    session.summon();
    assert_eq!(session.act(Action::SaveSplit).len(), 1);
}

#[test]
fn of_two_replies_with_one_title_each_is_split_on_its_own() {
    let [one, other] = ["好的，我看看。", "行的，我问问。"].map(|text| text.repeat(20));
    let mut session =
        Session::of(&format!(r#"(title: "长", text: "{one}"), (title: "长", text: "{other}")"#));
    session.summon();
    let split = |session: &mut Session| {
        let effects = session.act(Action::SaveSplit);
        let [Effect::SaveSplit(change)] = effects else { panic!("{effects:?}") };
        (change.id().to_owned(), change.before.clone().unwrap().texts().collect::<String>())
    };
    assert_eq!(split(&mut session), ("t-957f".into(), one));
    session.act(Action::MoveSelection(Move::Down));
    assert_eq!(split(&mut session), ("t-957f.2".into(), other), "also before the first is answered");
    assert_eq!(session.act(Action::SaveSplit), []);
    session.act(Report::SplitSaved(Ok(())));
    assert_eq!(session.act(Action::SaveSplit), [], "the answer was for the first");
    session.act(Report::SplitSaved(Err(EditProblem::Changed)));
    assert_eq!(session.act(Action::SaveSplit).len(), 1);
}
