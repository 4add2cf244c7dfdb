//! The list and the selected reply.

use super::*;

/// How many replies a shop is offered that does not say what it sells.
fn offered(session: &Session) -> usize {
    let library = session.popup.library();
    library.len() - library.not_offered_in(None).len()
}

#[test]
fn the_selection_moves_by_row_page_and_end_and_around() {
    let mut session = Session::starter();
    session.summon();
    // The list goes on behind the rows that were listed at first.
    let last = offered(&session) - 1;
    for (step, expected) in [
        (Move::Down, 1),
        (Move::Up, 0),
        (Move::Up, last),
        (Move::Down, 0),
        (Move::PageDown, 6),
        (Move::PageUp, 0),
        (Move::Last, last),
        (Move::PageDown, last),
        (Move::First, 0),
        (Move::PageUp, 0),
    ] {
        session.act(Action::MoveSelection(step));
        assert_eq!(session.popup.finder().selected_row(), expected, "{step:?}");
    }
}

#[test]
fn wordings_turn_around_and_start_anew_with_another_reply() {
    let mut session = Session::of(
        r#"(id: "a", title: "一", variants: ["甲", "乙", "丙"]), (id: "b", title: "二", text: "丁")"#,
    );
    session.summon();
    for (direction, text) in [(Direction::Previous, "丙"), (Direction::Next, "甲"), (Direction::Next, "乙")]
    {
        session.act(Action::TurnWording(direction));
        session.enter();
        assert_eq!(session.copied_text(), Some(text));
    }
    session.act(Action::MoveSelection(Move::Down));
    session.enter();
    assert_eq!(session.copied_text(), Some("丁"));
    session.act(Action::MoveSelection(Move::Up));
    session.enter();
    assert_eq!(session.copied_text(), Some("甲"));
}

#[test]
fn an_empty_query_lists_favourites_then_the_last_used_then_the_categories() {
    let mut session = Session::starter();
    session.act(Report::HistoryLoaded(Remembered {
        favourites: vec!["aftersale.care".into(), "gone".into()],
        recent: vec!["insale.shipped".into(), "aftersale.care".into()],
        ..Remembered::default()
    }));
    session.summon();
    assert_eq!(session.titles()[..3], ["洗涤保养", "发货通知", "欢迎光临"]);
    assert_eq!(session.titles().len(), 50);
    session.act(Action::MoreRows);
    session.act(Action::MoreRows);
    assert_eq!(session.titles().len(), offered(&session));
    let sections: Vec<_> =
        session.popup.finder().rows().iter().filter_map(|row| row.section.clone()).collect();
    let category = |name: &str| Section::Category(name.into());
    let categories = [category("售前"), category("售中"), category("售后"), category("主动营销")];
    assert_eq!(sections, [[Section::Favourites, Section::Recent].as_slice(), &categories].concat());
}

#[test]
fn a_library_that_arrives_late_answers_what_was_typed_meanwhile() {
    let mut session = Session::with(Vec::new(), &Settings::default());
    session.summon();
    session.find("cfh");
    assert!(session.titles().is_empty());
    let library = Library::new(vec![(Layer::Starter, libraries::starter())]);
    let index = Arc::new(Index::build(&library));
    let diagnostics = Vec::new();
    session.act(Report::LibraryLoaded(LoadedLibrary { library: Arc::new(library), index, diagnostics }));
    assert_eq!(session.selected(), "催发货");
}

#[test]
fn the_selection_stays_on_its_reply_when_one_of_the_same_title_comes_in_front_of_it() {
    let mut session = Session::of(r#"(title: "欢迎", text: "一"), (title: "欢迎", text: "二")"#);
    session.summon();
    session.find("hy");
    session.act(Action::MoveSelection(Move::Down));
    session
        .reload(r#"(title: "欢迎", text: "零"), (title: "欢迎", text: "一"), (title: "欢迎", text: "二")"#);
    session.enter();
    assert_eq!(session.copied_text(), Some("二"));
    // One that was changed in its place is the same.
    session
        .reload(r#"(title: "欢迎", text: "零"), (title: "欢迎", text: "一"), (title: "欢迎", text: "二二")"#);
    session.enter();
    assert_eq!(session.copied_text(), Some("二二"));
}

#[test]
fn rows_that_are_listed_stay_where_they_are_when_the_list_goes_on() {
    let mut session = Session::starter();
    session.summon();
    session.act(Action::Select(30));
    session.act(Action::ToggleFavourite);
    let before: Vec<String> = session.titles().iter().map(|title| (*title).to_owned()).collect();
    session.act(Action::MoreRows);
    session.act(Action::MoreRows);
    assert_eq!(session.titles()[..50], before);
    assert_eq!(session.titles().len(), offered(&session));
}

#[test]
fn progress_is_shown_while_the_search_is_prepared() {
    let mut session = Session::starter();
    session.summon();
    session.act(Report::Progress { done: 30, total: 120 });
    assert_eq!(session.popup.catalog().progress(), Some(25));
    session.find("cfh");
    assert_eq!(session.selected(), "催发货");
}

#[test]
fn a_name_behind_an_at_sign_that_nothing_has_is_told_while_the_rest_is_searched() {
    let mut session = Session::starter();
    session.summon();
    for (query, unknown) in [
        ("@小店客服 什么时候发货", &["小店客服"][..]),
        ("什么时候发货 ＠小店客服 @木棉", &["小店客服", "木棉"]),
        ("@售后 @小店客服 退", &["小店客服"]),
        ("@售后 退", &[]),
        ("@sh 退", &[]),
        // Nothing else is searched for.
        ("@小店客服", &[]),
        ("@小店客服 ，", &[]),
        ("@ 退", &[]),
        ("a@b 退", &[]),
    ] {
        session.find(query);
        assert_eq!(session.popup.finder().unknown_at_names(), unknown, "{query}");
    }
    // In a message that was pasted it is a word like any other.
    session.act(Action::SetPastedQuery("@小店客服 什么时候发货".to_owned()));
    assert!(session.popup.finder().unknown_at_names().is_empty());
}

#[test]
fn a_category_that_comes_with_a_library_is_no_longer_told_to_be_unknown() {
    let mut session = Session::of(r#"(title: "一", text: "退"), (title: "二", text: "退", stage: "会员")"#);
    session.summon();
    session.find("@仓库 退");
    assert_eq!(session.popup.finder().unknown_at_names(), ["仓库"]);
    let (pack, _) = ron_file::parse_pack("t.ron", r#"(replies: [(title: "一", text: "退", stage: "仓库")])"#);
    let library = Library::new(vec![(Layer::Personal, pack)]);
    let index = Arc::new(Index::build(&library));
    let diagnostics = Vec::new();
    session.act(Report::LibraryLoaded(LoadedLibrary { library: Arc::new(library), index, diagnostics }));
    assert!(session.popup.finder().unknown_at_names().is_empty());
    assert_eq!(session.titles(), ["一"]);
}
