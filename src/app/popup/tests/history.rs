//! What the history remembers, and what it must not.

use super::*;

#[test]
fn a_history_that_arrives_late_moves_nothing_that_is_worked_with_and_forgets_nothing() {
    let mut session = Session::starter();
    session.summon();
    session.act(Action::MoveSelection(Move::Down));
    let before = session.selected().to_owned();
    let recent = vec!["insale.shipped".to_owned()];
    session.act(Report::HistoryLoaded(Remembered { recent, ..Remembered::default() }));
    assert_eq!(session.selected(), before);
    session.enter();
    session.answer(Ok(()));
    session.summon();
    assert_eq!(session.titles()[..2], [before.as_str(), "发货通知"]);
}

#[test]
fn a_favourite_is_kept_and_dropped() {
    let mut session =
        Session::of(r#"(id: "a", title: "一", text: "甲"), (id: "b", title: "二", text: "乙")"#);
    session.summon();
    session.act(Action::MoveSelection(Move::Down));
    let set = |is_favourite| Effect::SetFavourite { reply_id: "b".into(), is_favourite };
    assert_eq!(session.act(Action::ToggleFavourite), [set(true)]);
    assert_eq!(session.selected(), "二");
    session.act(Action::Dismiss);
    session.summon();
    assert_eq!(session.titles(), ["二", "一"]);
    assert_eq!(session.act(Action::ToggleFavourite), [set(false)]);
}

#[test]
fn a_favourite_that_cannot_be_written_loses_its_star_and_that_is_told() {
    let mut session = Session::of(r#"(id: "a", title: "欢迎", text: "亲")"#);
    session.summon();
    session.act(Action::ToggleFavourite);
    let error = SystemError::of_kind(std::io::ErrorKind::StorageFull, "full");
    let problem = Problem::Unreadable { error };
    session.act(Report::FavouriteNotSaved {
        reply_id: "a".into(),
        is_favourite: true,
        problem: problem.clone(),
    });
    assert!(!session.popup.memory().is_favourite("a"));
    assert_eq!(session.popup.notice(), Some(&Notice::FavouriteNotSaved(problem)));
}

#[test]
fn a_reply_that_was_chosen_for_a_query_comes_first_next_time() {
    let mut session = Session::of(
        r#"(id: "a", title: "退款进度", text: "甲"), (id: "b", title: "退款说明要看的", text: "乙")"#,
    );
    session.summon();
    session.find("tk");
    assert_eq!(session.titles(), ["退款进度", "退款说明要看的"]);
    session.act(Action::Select(1));
    session.enter();
    assert_eq!(session.answer(Ok(())), [Effect::HideWindow, used("b", Some("tk"))]);
    session.summon();
    session.find("t");
    assert_eq!(session.titles(), ["退款说明要看的", "退款进度"]);
}

#[test]
fn a_habit_never_lifts_a_reply_above_a_better_tier() {
    let mut session = Session::of(
        r#"(id: "a", title: "发货通知", text: "甲"), (id: "b", title: "很多", asks: ["什么时候发货"], text: "乙")"#,
    );
    let uses =
        vec![
            Use {
                reply_id: "b".into(), at_seconds: i64::MAX / 2, query: Some("发货".into()), wording: None
            };
            500
        ];
    session.act(Report::HistoryLoaded(Remembered { uses, ..Remembered::default() }));
    session.summon();
    session.find("发货");
    assert_eq!(session.titles(), ["发货通知", "很多"]);
}

#[test]
fn what_was_pasted_ranks_as_a_message_and_is_never_recorded() {
    let mut session = Session::starter();
    session.summon();
    session.act(Action::SetPastedQuery("亲，在吗\n都好几天了怎么还没给我发货呀".into()));
    assert!(session.popup.finder().query().is_message());
    assert_eq!(session.selected(), "催发货");
    session.act(Action::SetPastedQuery("退款".into()));
    session.find("退款进度");
    session.enter();
    assert!(session.copied_text().is_some());
    let effects = session.answer(Ok(()));
    assert!(effects.contains(&used("aftersale.refund_progress", None)), "{effects:?}");
}

#[test]
fn a_query_with_an_order_number_is_not_recorded() {
    let mut session = Session::of(r#"(id: "a", title: "订单", asks: ["单12345"], text: "甲")"#);
    session.summon();
    session.find("单12345");
    session.enter();
    assert_eq!(session.answer(Ok(())), [Effect::HideWindow, used("a", None)]);
}
