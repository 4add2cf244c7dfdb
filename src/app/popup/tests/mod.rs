//! Whole sessions, without a window.

use jiff::civil::date;
use jiff::tz::TimeZone;

use std::sync::Arc;

use super::*;
use crate::app::{EditProblem, LoadedLibrary, Move, Step};
use crate::diag::{Problem, SystemError};
use crate::model::{Layer, Pack, Remembered, Theme, Use};
use crate::search::Index;
use crate::store::{libraries, ron_file};

mod buyers;
mod filling;
mod findings;
mod hidden;
mod next;
mod profile;
mod refusals;
mod sequences;
mod wait;

/// A popup with a fixed clock, and the effects of what was done last.
struct Session {
    popup: Popup,
    env: Env,
    effects: Vec<Effect>,
}

impl Session {
    fn with(packs: Vec<(Layer, Pack)>, settings: Settings) -> Self {
        Self::with_shops(packs, settings, Vec::new())
    }

    fn with_shops(mut packs: Vec<(Layer, Pack)>, settings: Settings, shops: Vec<Shop>) -> Self {
        packs.push((Layer::BuiltIn, ron_file::built_in().clone()));
        let now = date(2026, 11, 21).at(15, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        // Ready, as in a program that has run for a moment.
        crate::check::Checker::built_in();
        let mut session = Self {
            popup: Popup::new(&settings, (shops, Vec::new()), Vec::new(), false),
            env: Env { now },
            effects: Vec::new(),
        };
        session.load(packs);
        session
    }

    fn load(&mut self, packs: Vec<(Layer, Pack)>) {
        let library = Library::new(packs);
        let index = Arc::new(Index::build(&library));
        self.act(Report::LibraryLoaded(LoadedLibrary {
            library: Arc::new(library),
            index,
            diagnostics: Vec::new(),
        }));
    }

    /// The library was changed elsewhere: it has the replies that `text` lists.
    fn reload(&mut self, text: &str) {
        let (pack, problems) = ron_file::parse_pack("t.ron", &format!("(replies: [{text}])"));
        assert_eq!(problems, []);
        self.load(vec![(Layer::Personal, pack), (Layer::BuiltIn, ron_file::built_in().clone())]);
    }

    /// The starter library.
    fn starter() -> Self {
        Self::with(vec![(Layer::Starter, libraries::starter())], Settings::default())
    }

    /// A library of the replies that `text` lists.
    fn of(text: &str) -> Self {
        let (pack, problems) = ron_file::parse_pack("t.ron", &format!("(replies: [{text}])"));
        assert_eq!(problems, []);
        Self::with(vec![(Layer::Personal, pack)], Settings::default())
    }

    fn act(&mut self, action: impl Into<Action>) -> &[Effect] {
        self.effects = self.popup.apply(action.into(), &self.env);
        &self.effects
    }

    /// There is no text on the clipboard.
    fn summon(&mut self) {
        let opening = self.open();
        self.act(Report::ValuesFound { opening, values: Vec::new() });
    }

    /// The popup opens; the clipboard has not answered yet.
    fn open(&mut self) -> u64 {
        self.act(Action::Summon);
        let opening = self.popup.window().openings();
        assert_eq!(self.effects[..2], [Effect::ShowWindow, Effect::ReadClipboard { opening }]);
        self.act(Action::WindowFocused(true));
        opening
    }

    fn find(&mut self, query: &str) {
        self.act(Action::SetQuery(query.to_owned()));
    }

    fn fill(&mut self, name: &str, value: &str) {
        self.act(Action::SetField { name: name.to_owned(), value: value.to_owned() });
    }

    fn enter(&mut self) -> &[Effect] {
        self.act(Action::Accept(CopyMode::AndHide))
    }

    /// The text that the last action copies.
    fn copied_text(&self) -> Option<&str> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Copy { text, .. } => Some(text.as_str()),
            Effect::ShowWindow
            | Effect::CopyImage { .. }
            | Effect::LoadImage { .. }
            | Effect::ShowBar
            | Effect::ChangeHidden(_)
            | Effect::SaveSplit(_)
            | Effect::OpenEditor(_)
            | Effect::Remind { .. }
            | Effect::HideWindow
            | Effect::RecordUse { .. }
            | Effect::ReadClipboard { .. }
            | Effect::RecordOverrides { .. }
            | Effect::SaveShop { .. }
            | Effect::LearnQuestion { .. }
            | Effect::ForgetQuestion { .. }
            | Effect::SetFavourite { .. }
            | Effect::MarkFirstStartSeen
            | Effect::Quit => None,
        })
    }

    /// The clipboard answers the last copy.
    fn answer(&mut self, result: Result<(), CopyError>) -> &[Effect] {
        let ticket = self.popup.sender.last_ticket();
        self.act(Report::Copied { ticket, result })
    }

    /// The clipboard has this text for the popup.
    fn clipboard_has(&mut self, opening: u64, text: &str) {
        let values = crate::template::extract(text, self.env.civil().date());
        self.act(Report::ClipboardText { opening, text: text.to_owned() });
        self.act(Report::ValuesFound { opening, values });
    }

    /// Time goes by.
    fn wait(&mut self, seconds: i64) {
        self.env.now = self.env.now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
    }

    /// The selected reply as it is shown in the next frame.
    fn draft(&mut self) -> Option<Draft> {
        self.popup.pass_time(&self.env);
        self.popup.draft().cloned()
    }

    fn gaps(&mut self) -> Vec<String> {
        self.draft().unwrap().gaps()
    }

    fn titles(&self) -> Vec<&str> {
        let rows = self.popup.finder().rows();
        rows.iter().map(|row| self.popup.library().reply(row.at).unwrap().title.as_str()).collect()
    }

    fn selected(&self) -> &str {
        self.titles()[self.popup.finder().selected_row()]
    }
}

fn used(reply_id: &str, query: Option<&str>) -> Effect {
    Effect::RecordUse { reply_id: reply_id.to_owned(), query: query.map(str::to_owned), wording: 0 }
}

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
fn a_gap_is_asked_for_and_nothing_is_copied_before_it_is_filled() {
    let mut session = Session::starter();
    session.summon();
    session.find("shgj");
    for mode in [CopyMode::AndHide, CopyMode::AndStay] {
        session.act(Action::Accept(mode));
        assert_eq!(session.copied_text(), None);
    }
    assert_eq!(session.popup.face().form().unwrap().focused(), 0);
    session.fill("处理进展", "  ");
    session.enter();
    assert_eq!(session.copied_text(), None);
    session.fill("处理进展", " 3214567890126789 ");
    session.enter();
    let text = session.copied_text().unwrap();
    assert!(text.contains("：3214567890126789。") && !text.contains(['{', '}']), "{text}");
}

#[test]
fn enter_in_a_form_goes_to_the_next_gap() {
    let mut session = Session::of(r#"(title: "发货", text: "{快递|申通|顺丰}的{快递单号}，{店铺名:本店}")"#);
    session.summon();
    session.enter();
    session.fill("快递", "顺丰");
    session.enter();
    assert_eq!(session.popup.face().form().unwrap().focused(), 1);
    session.fill("快递单号", "SF1");
    session.enter();
    assert_eq!(session.copied_text(), Some("顺丰的SF1，本店"));
}

#[test]
fn a_default_that_was_cleared_by_hand_is_a_gap() {
    let mut session = Session::of(r#"(title: "发货", text: "{店铺名:本店}谢谢您")"#);
    session.summon();
    session.act(Action::OpenForm);
    session.fill("店铺名", "");
    session.enter();
    assert_eq!(session.copied_text(), None);
    session.fill("店铺名", "木棉");
    session.enter();
    assert_eq!(session.copied_text(), Some("木棉谢谢您"));
}

#[test]
fn shop_values_fill_a_reply_and_a_typed_one_counts_more() {
    let shop = Shop::new([("店铺名".to_owned(), "木棉女装".to_owned())].into(), Vec::new());
    let pack = ron_file::parse_pack("t", r#"(replies: [(title: "谢", text: "{店铺名:本店}谢谢您")])"#).0;
    let mut session = Session::with_shops(vec![(Layer::Personal, pack)], Settings::default(), vec![shop]);
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), Some("木棉女装谢谢您"));
    session.fill("店铺名", "棉棉");
    session.enter();
    assert_eq!(session.copied_text(), Some("棉棉谢谢您"));
}

#[test]
fn a_broken_placeholder_is_never_copied_by_any_key() {
    let (pack, _) = ron_file::parse_pack("t", r#"(replies: [(id: "b", title: "坏", text: "亲{订单号")])"#);
    let mut session = Session::with(vec![(Layer::Personal, pack)], Settings::default());
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
fn escape_clears_the_form_first_and_then_hides() {
    let mut session = Session::starter();
    session.summon();
    session.find("shgj");
    session.enter();
    session.fill("处理进展", "123");
    assert_eq!(session.act(Action::Dismiss), []);
    assert_eq!(session.popup.face().form(), None);
    assert_eq!(session.draft().unwrap().gaps(), ["处理进展"]);
    assert_eq!(session.act(Action::Dismiss), [Effect::HideWindow]);
}

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
fn a_value_from_a_file_that_is_a_placeholder_itself_is_a_gap() {
    let text = r#"(fields: [(name: "礼物", default: "{订单号}", choices: ["{甲}", "乙"])],
        replies: [(title: "送", text: "送您{礼物}，{店铺名}")])"#;
    let (pack, _) = ron_file::parse_pack("t", text);
    let shop = Shop::new([("店铺名".to_owned(), "{店}".to_owned())].into(), Vec::new());
    let mut session = Session::with_shops(vec![(Layer::Personal, pack)], Settings::default(), vec![shop]);
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), None);
    let draft = session.draft().unwrap();
    assert_eq!(
        (draft.gaps(), &draft.fields[0].choices),
        (vec!["礼物".into(), "店铺名".into()], &vec!["乙".to_owned()])
    );
}

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
fn a_popup_that_still_waits_for_the_keyboard_is_hidden_by_the_hotkey() {
    let mut session = Session::starter();
    session.act(Action::Summon);
    session.act(Action::WindowFocused(false));
    assert_eq!(session.act(Action::Toggle), [Effect::HideWindow]);
}

#[test]
fn the_selection_moves_by_row_page_and_end_and_around() {
    let mut session = Session::starter();
    session.summon();
    // The list goes on behind the rows that were listed at first.
    let last = session.popup.library().len() - 1;
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
fn wordings_turn_around_and_start_anew_with_another_reply() {
    let mut session = Session::of(
        r#"(id: "a", title: "一", variants: ["甲", "乙", "丙"]), (id: "b", title: "二", text: "丁")"#,
    );
    session.summon();
    for (step, text) in [(Step::Previous, "丙"), (Step::Next, "甲"), (Step::Next, "乙")] {
        session.act(Action::TurnWording(step));
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
    assert_eq!(session.titles().len(), libraries::starter().replies.len());
    let sections: Vec<_> =
        session.popup.finder().rows().iter().filter_map(|row| row.section.clone()).collect();
    let category = |name: &str| Section::Category(name.into());
    let categories = [category("售前"), category("售中"), category("售后"), category("主动营销")];
    assert_eq!(sections, [[Section::Favourites, Section::Recent].as_slice(), &categories].concat());
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
fn a_library_that_arrives_late_answers_what_was_typed_meanwhile() {
    let mut session = Session::with(Vec::new(), Settings::default());
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
    assert_eq!(session.act(Action::Dismiss), [Effect::HideWindow, Effect::MarkFirstStartSeen]);
    assert!(!session.popup.window().is_first_start());
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

fn with_clipboard() -> Session {
    let settings = Settings { reads_clipboard: true, ..Settings::default() };
    Session::with(vec![(Layer::Starter, libraries::starter())], settings)
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
    assert_eq!(session.titles().len(), libraries::starter().replies.len());
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
        assert_eq!(session.popup.finder().unknown_places(), unknown, "{query}");
    }
    // In a message that was pasted it is a word like any other.
    session.act(Action::SetPastedQuery("@小店客服 什么时候发货".to_owned()));
    assert!(session.popup.finder().unknown_places().is_empty());
}

#[test]
fn a_category_that_comes_with_a_library_is_no_longer_told_to_be_unknown() {
    let mut session = Session::of(r#"(title: "一", text: "退"), (title: "二", text: "退", stage: "会员")"#);
    session.summon();
    session.find("@仓库 退");
    assert_eq!(session.popup.finder().unknown_places(), ["仓库"]);
    let (pack, _) = ron_file::parse_pack("t.ron", r#"(replies: [(title: "一", text: "退", stage: "仓库")])"#);
    let library = Library::new(vec![(Layer::Personal, pack)]);
    let index = Arc::new(Index::build(&library));
    let diagnostics = Vec::new();
    session.act(Report::LibraryLoaded(LoadedLibrary { library: Arc::new(library), index, diagnostics }));
    assert!(session.popup.finder().unknown_places().is_empty());
    assert_eq!(session.titles(), ["一"]);
}
