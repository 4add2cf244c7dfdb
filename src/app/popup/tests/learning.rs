//! What a buyer wrote, learned as a sample question.

use super::*;

/// The library thread answers: the question is kept, or dropped.
fn answer_keep(session: &mut Session, is_learned: bool) {
    let effect = session.effects.first().cloned();
    let Some(Effect::LearnQuestion { reply_id, text } | Effect::ForgetQuestion { reply_id, text }) = effect
    else {
        panic!("{effect:?}")
    };
    let kept = is_learned.then(|| (reply_id.clone(), text));
    let library = session.popup.library().clone().with_learned(kept);
    let index = Arc::new(session.popup.catalog.index().updated(&library, [reply_id.as_str()]));
    session.act(Report::LibraryLoaded(LoadedLibrary {
        library: Arc::new(library),
        index,
        diagnostics: Vec::new(),
    }));
    session.act(Report::Learned { is_learned, result: Ok(()) });
}

#[test]
fn a_message_is_shown_without_numbers_and_names_before_it_is_kept_and_finds_the_reply_after() {
    let mut session = Session::starter();
    session.summon();
    session.act(Action::SetPastedQuery("我叫张三 订单3214567890126789 石头都开花咯".into()));
    // The message is still there when its answer has been looked for.
    session.find("催发货");
    let chosen = session.selected().to_owned();
    session.act(Action::OpenLearn);
    let learn = session.popup.face().learn().unwrap();
    assert_eq!(
        (learn.text.as_str(), learn.is_shortened, learn.is_learned),
        ("订单 石头都开花咯", true, false)
    );
    session.act(Action::SetQuestionText("石头都开花咯".into()));
    let reply_id = session.popup.selected_reply().unwrap().id.clone();
    assert_eq!(
        session.enter(),
        [Effect::LearnQuestion { reply_id: reply_id.clone(), text: "石头都开花咯".into() }]
    );
    assert_eq!(session.enter(), [], "one at a time");
    session.effects = vec![Effect::LearnQuestion { reply_id, text: "石头都开花咯".into() }];
    answer_keep(&mut session, true);
    assert_eq!(session.popup.notice(), Some(&Notice::QuestionLearned));
    session.act(Action::SetPastedQuery("石头都开花咯".into()));
    assert_eq!(session.selected(), chosen);
    // The same key takes it back, also when the text was changed before it was kept.
    session.act(Action::SetPastedQuery("订单1234567890 石头都开花咯".into()));
    session.find("催发货");
    session.act(Action::OpenLearn);
    let learn = session.popup.face().learn().unwrap();
    assert_eq!((learn.text.as_str(), learn.is_learned), ("石头都开花咯", true));
    assert!(matches!(session.enter(), [Effect::ForgetQuestion { .. }]));
    answer_keep(&mut session, false);
    assert!(
        session
            .popup
            .library()
            .learned(session.popup.selected_reply().map_or("", |reply| &reply.id))
            .is_empty()
    );
}

#[test]
fn nothing_is_kept_without_words_and_a_failure_is_told() {
    let mut session = Session::starter();
    session.summon();
    session.act(Action::OpenLearn);
    assert_eq!((session.popup.notice(), session.popup.face().learn()), (Some(&Notice::NothingToLearn), None));
    session.act(Action::SetPastedQuery("都好几天了怎么还没给我发货呀".into()));
    session.act(Action::OpenLearn);
    session.enter();
    let problem = EditProblem::File {
        path: "shops.ron".into(),
        error: SystemError::of_kind(std::io::ErrorKind::StorageFull, "full"),
    };
    session.act(Report::Learned { is_learned: true, result: Err(problem.clone()) });
    assert_eq!(session.popup.notice(), Some(&Notice::QuestionNotLearned(problem)));
    assert!(session.popup.face().learn().is_some(), "the text is still there to try again");
    session.act(Action::Dismiss);
    assert_eq!(session.popup.face().learn(), None);
    assert!(session.popup.window().is_shown());
}

#[test]
fn an_answer_that_comes_late_leaves_what_is_shown_by_then() {
    let mut session = Session::starter();
    session.summon();
    session.act(Action::SetPastedQuery("上回反馈的问题处理得怎么样了".into()));
    session.act(Action::OpenLearn);
    session.enter();
    session.act(Action::Dismiss);
    session.enter();
    session.fill("处理进展", "321");
    assert!(session.popup.face().form().is_some());
    session.act(Report::Learned { is_learned: true, result: Ok(()) });
    assert!(session.popup.face().form().is_some());
    assert_eq!(session.popup.notice(), Some(&Notice::QuestionLearned));
}

#[test]
fn a_message_that_is_deleted_letter_by_letter_can_still_be_kept_whole() {
    let mut session = Session::starter();
    session.summon();
    let message = "都好几天了怎么还没给我发货呀";
    session.act(Action::SetPastedQuery(message.into()));
    for left in (0..message.chars().count()).rev() {
        session.find(&message.chars().take(left).collect::<String>());
    }
    assert_eq!(session.popup.finder().message(), Some(message));
    session.find("tkjd");
    session.enter();
    session.answer(Ok(()));
    assert!(
        session.effects.contains(&used("aftersale.refund_progress", Some("tkjd"))),
        "{:?}",
        session.effects
    );
}
