//! Keys, focus and names, frame by frame, without a window.

use std::cell::RefCell;
use std::sync::Arc;

use egui::accesskit::{Node, Role, TreeUpdate};
use egui::{Event, ImeEvent, Key, Modifiers, RawInput, Rect, pos2, vec2};
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::app::popup::{CopyMode, Effect, Popup, Report};
use crate::app::{Env, LoadedLibrary};
use crate::diag::Diagnostic;
use crate::lang::Words;
use crate::model::{Language, Layer, Library, Pack, Settings, ShopProfiles, Theme};
use crate::search::Index;
use crate::store::ron_file;
use crate::ui::shared::fonts::install as install_fonts;
use crate::ui::shared::theme;

mod folding;

/// A window without a screen: the same frames and keys as the real one.
struct Window {
    ctx: egui::Context,
    state: State,
    keys: Keys,
}

struct State {
    popup: RefCell<Popup>,
    effects: RefCell<Vec<Effect>>,
    env: Env,
    words: Words,
    facts: Facts,
}

impl State {
    fn hear(&self, report: Report) {
        self.apply(report.into());
    }
}

impl Host for State {
    fn view(&self, draw: &mut dyn FnMut(&View<'_>)) {
        let popup = self.popup.borrow();
        draw(&View { popup: &popup, words: &self.words, facts: &self.facts, env: &self.env });
    }

    fn apply(&self, action: Action) {
        self.effects.borrow_mut().extend(self.popup.borrow_mut().apply(action, &self.env));
    }
}

impl Window {
    fn of(replies: &str) -> Self {
        let (pack, _) = ron_file::parse_pack("t.ron", &format!("(replies: [{replies}])"));
        Self::with(vec![(Layer::Personal, pack)])
    }

    fn with(mut packs: Vec<(Layer, Pack)>) -> Self {
        packs.push((Layer::BuiltIn, ron_file::built_in().clone()));
        let library = Library::new(packs);
        let now = date(2026, 11, 21).at(15, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        let state = State {
            popup: RefCell::new(Popup::new(&Settings::default(), ShopProfiles::default(), Vec::new(), false)),
            effects: RefCell::default(),
            env: Env { now },
            words: Words::new(Language::Chinese),
            facts: Facts::default(),
        };
        let index = Arc::new(Index::build(&library));
        let diagnostics: Vec<Diagnostic> = Vec::new();
        state.hear(Report::LibraryLoaded(LoadedLibrary { library: Arc::new(library), index, diagnostics }));
        state.apply(Action::Summon);
        let ctx = egui::Context::default();
        install_fonts(&ctx, Language::Chinese);
        theme::install(&ctx, Theme::Light);
        ctx.enable_accesskit();
        let mut window = Self { ctx, state, keys: Keys::default() };
        window.frames(Vec::new());
        window.state.effects.borrow_mut().clear();
        window
    }

    /// One frame with these events, and the frames for what it held back.
    fn frames(&mut self, events: Vec<Event>) -> TreeUpdate {
        let mut events = events;
        loop {
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(780.0, 480.0))),
                events: std::mem::take(&mut events),
                focused: true,
                ..RawInput::default()
            };
            let command = {
                let mut popup = self.state.popup.borrow_mut();
                popup.pass_time(&self.state.env);
                self.keys.take(&mut input, &popup, &self.ctx)
            };
            let mut command = Some(command);
            let mut output = self.ctx.run_ui(input, |ui| frame(ui, &self.state, command.take().flatten()));
            output.textures_delta.clear();
            if !self.keys.has_more() {
                return output.platform_output.accesskit_update.unwrap();
            }
        }
    }

    /// Time passes.
    fn wait(&mut self, seconds: i64) {
        let now = self.state.env.now.checked_add(jiff::SignedDuration::from_secs(seconds));
        self.state.env.now = now.unwrap();
    }

    /// The texts copied since the start.
    fn copied(&self) -> Vec<String> {
        let effects = self.state.effects.borrow();
        let text =
            |effect: &Effect| if let Effect::Copy { text, .. } = effect { Some(text.clone()) } else { None };
        effects.iter().filter_map(text).collect()
    }

    fn query(&self) -> String {
        self.state.popup.borrow().finder().query_text().to_owned()
    }
}

fn text(text: &str) -> Event {
    Event::Text(text.to_owned())
}

fn key(key: Key) -> Event {
    press(key, Modifiers::NONE)
}

fn press(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

fn preedit(text: &str) -> Event {
    Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
}

const TWO: &str = r#"(id: "a", title: "发货", code: "fh", text: "在发了"), (id: "b", title: "退货", code: "th", text: "{订单号}可退")"#;

#[test]
fn letters_and_enter_in_one_frame_copy_what_the_letters_find() {
    let mut window = Window::of(TWO);
    window.frames(vec![text("f"), text("h"), key(Key::Enter)]);
    assert_eq!(window.copied(), ["在发了"]);
}

#[test]
fn a_whole_form_typed_in_one_frame_is_filled_in_order() {
    let mut window = Window::of(TWO);
    let events = vec![text("th"), key(Key::Enter), text("12"), text("3"), key(Key::Enter), text("x")];
    window.frames(events);
    assert_eq!(window.copied(), ["123可退"]);
    assert_eq!(window.query(), "th");
}

#[test]
fn keys_belong_to_the_input_method_while_it_composes() {
    let mut window = Window::of(TWO);
    window.frames(vec![preedit("fa huo")]);
    assert_eq!(window.query(), "fa huo");
    window.frames(vec![
        key(Key::Enter),
        key(Key::Escape),
        key(Key::ArrowDown),
        press(Key::Num1, Modifiers::ALT),
    ]);
    assert!(window.copied().is_empty());
    assert!(window.state.popup.borrow().window().is_shown());
    window.frames(vec![Event::Ime(ImeEvent::Commit("发货".to_owned()))]);
    assert_eq!(window.query(), "发货");
    window.frames(vec![key(Key::Enter)]);
    assert_eq!(window.copied(), ["在发了"]);
}

#[test]
fn alt_and_a_digit_pick_a_row_and_type_nothing() {
    let mut window = Window::of(TWO);
    window.frames(vec![Event::ModifiersChanged(Modifiers::ALT), press(Key::Num1, Modifiers::ALT), text("1")]);
    assert_eq!((window.copied(), window.query()), (vec!["在发了".to_owned()], String::new()));
}

#[test]
fn ctrl_shift_c_copies_and_stays() {
    let mut window = Window::of(TWO);
    let held = Modifiers::COMMAND | Modifiers::SHIFT;
    window.frames(vec![Event::ModifiersChanged(held), Event::Copy]);
    assert_eq!(window.copied(), ["在发了"]);
    window.state.hear(Report::Copied { ticket: 1, result: Ok(()) });
    assert!(window.state.popup.borrow().window().is_shown());
}

#[test]
fn digits_and_arrows_choose_in_a_field_with_choices_and_tab_goes_on() {
    let mut window = Window::of(r#"(title: "发货", text: "{快递|申通|顺丰|EMS}发{尺码|S|M}，单号{单号}")"#);
    window.frames(vec![key(Key::Enter)]);
    window.frames(vec![key(Key::Num2), text("2"), key(Key::ArrowDown), key(Key::Tab), key(Key::ArrowUp)]);
    window.frames(vec![key(Key::Tab), text("12"), key(Key::Enter)]);
    assert_eq!(window.copied(), ["EMS发M，单号12"]);
}

#[test]
fn a_letter_finds_a_choice_and_goes_on_to_the_next_that_it_finds() {
    for (letters, expected) in [
        (&[Key::F][..], "服装"),
        (&[Key::S], "数码"),
        (&[Key::S, Key::S], "食品"),
        (&[Key::S, Key::F], "服装"),
        (&[Key::Q], "食品"),
    ] {
        let mut window = Window::of(r#"(title: "卖", text: "{行业|食品|服装|数码}")"#);
        window.frames(vec![key(Key::Enter), key(Key::Num1)]);
        for letter in letters {
            window.frames(vec![key(*letter), text(&letter.name().to_lowercase())]);
        }
        window.frames(vec![key(Key::Enter)]);
        assert_eq!(window.copied(), [expected], "{letters:?}");
    }
}

#[test]
fn the_tenth_choice_has_the_key_0() {
    let mut window = Window::of(r#"(title: "选", text: "{几|一|二|三|四|五|六|七|八|九|十}")"#);
    window.frames(vec![key(Key::Enter), key(Key::Num0), text("0"), key(Key::Enter)]);
    assert_eq!(window.copied(), ["十"]);
}

#[test]
fn typing_goes_on_in_the_search_box_after_a_form_was_left() {
    let mut window = Window::of(TWO);
    window.frames(vec![text("th"), key(Key::Enter), text("12"), key(Key::Escape)]);
    window.frames(vec![text("x")]);
    assert_eq!(window.query(), "thx");
}

#[test]
fn everything_that_takes_keys_or_clicks_has_a_name() {
    let mut window = Window::of(r#"(title: "发货", text: "{快递|申通|顺丰}发，单号{单号}")"#);
    window.state.hear(Report::Notify(crate::app::popup::Notice::HotkeyUnsupported));
    for events in [vec![], vec![key(Key::Enter)], vec![key(Key::F1)]] {
        let tree = window.frames(events);
        for (_, node) in &tree.nodes {
            let wants_name =
                [Role::TextInput, Role::Button, Role::ListBoxOption, Role::ComboBox, Role::RadioButton];
            if wants_name.contains(&node.role()) {
                assert!(node.label().is_some_and(|label| !label.is_empty()), "{node:?}");
            }
        }
        assert!(tree.nodes.iter().any(|(_, node)| node.role() == Role::TextInput));
    }
}

#[test]
fn texts_of_any_length_are_drawn() {
    let long = "长".repeat(500);
    let body = "😀字".repeat(5000);
    let replies = format!(
        r#"(id: "l", title: "{long}", code: "{}", stage: "{long}/{long}", text: "{body}{{{}}}", note: "{long}")"#,
        "c".repeat(200),
        "名".repeat(24)
    );
    let mut window = Window::of(&replies);
    window.frames(vec![text("长长")]);
    window.frames(vec![key(Key::Enter)]);
    window.state.apply(Action::SetField { name: "名".repeat(24), value: body });
    window.frames(Vec::new());
    window.state.apply(Action::Accept(CopyMode::AndHide));
    assert_eq!(window.copied().len(), 1);
}

#[test]
fn only_the_rows_in_sight_are_laid_out() {
    let reply = |n: u32| format!("(id: \"r{n}\", title: \"话术{n}\", text: \"正文{n}\")");
    let mut window = Window::of(&(0..10_000).map(reply).collect::<Vec<_>>().join(","));
    let tree = window.frames(vec![key(Key::End)]);
    let rows = tree.nodes.iter().filter(|(_, node)| node.role() == Role::ListBoxOption).count();
    assert!((1..20).contains(&rows), "{rows}");
    assert_eq!(window.state.popup.borrow().finder().selected_row(), 9_999);
}

#[test]
fn a_pasted_message_of_several_lines_is_one_query_that_can_be_kept() {
    let mut window = Window::of(
        r#"(id: "a", title: "退货流程", asks: ["怎么退货"], text: "甲"), (id: "b", title: "催发货", asks: ["怎么还不发货"], text: "乙")"#,
    );
    window.frames(vec![Event::Paste("亲，在吗\n我买的东西怎么还不发货呀".to_owned())]);
    assert_eq!(window.query(), "亲，在吗 我买的东西怎么还不发货呀");
    window.frames(vec![press(Key::M, Modifiers::COMMAND)]);
    let learn = window.state.popup.borrow().face().learn().cloned().unwrap();
    assert_eq!((learn.reply_id.as_str(), learn.text.as_str()), ("b", "亲，在吗 我买的东西怎么还不发货呀"));
    let tree = window.frames(Vec::new());
    let field = tree.nodes.iter().find(|(id, _)| *id == tree.focus).and_then(|(_, node)| node.label());
    assert_eq!(field, Some("问法"), "the text can be changed before it is kept");
    window.frames(vec![text("！"), key(Key::Enter)]);
    let effects = window.state.effects.borrow().clone();
    let text = "亲，在吗 我买的东西怎么还不发货呀！".to_owned();
    assert_eq!(effects, [Effect::LearnQuestion { reply_id: "b".into(), text }]);
    assert!(window.copied().is_empty());
}

#[test]
fn a_name_that_was_passed_over_is_told_in_a_line_above_the_list() {
    let mut window = Window::of(r#"(id: "a", title: "退货流程", stage: "售后", text: "甲")"#);
    let mut says = |query: &str, line: &str| {
        window.state.apply(Action::SetQuery(query.to_owned()));
        let tree = window.frames(Vec::new());
        let mut said = tree.nodes.iter().flat_map(|(_, node)| [node.label(), node.value()]).flatten();
        said.any(|said| said.contains(line))
    };
    assert!(says("@小店客服 退货", "没有叫“小店客服”的分类，已按其余文字查找"));
    assert!(says("@小店客服 退货", "退货流程"));
    assert!(!says("@售后 退货", "的分类"));
    assert!(!says("@小店客服", "的分类"));
}

#[test]
fn typing_replaces_a_message_that_was_taken_from_the_clipboard() {
    let mut window = Window::of(TWO);
    window.state.popup.borrow_mut().apply(Action::Hide, &window.state.env);
    let settings = Settings { reads_clipboard: true, ..Settings::default() };
    *window.state.popup.borrow_mut() = Popup::new(&settings, ShopProfiles::default(), Vec::new(), false);
    window.state.apply(Action::Summon);
    window.frames(Vec::new());
    let opening = window.state.popup.borrow().window().openings();
    window.state.hear(Report::ClipboardText { opening, text: "我买的东西怎么还不发货呀".into() });
    window.frames(Vec::new());
    assert_eq!(window.query(), "我买的东西怎么还不发货呀");
    window.frames(vec![text("t")]);
    assert_eq!(window.query(), "t");
}

#[test]
fn the_list_goes_on_when_its_end_comes_in_sight() {
    let reply = |n: u32| format!("(id: \"r{n}\", title: \"话术{n}\", text: \"正文{n}\")");
    let mut window = Window::of(&(0..300).map(reply).collect::<Vec<_>>().join(","));
    let rows = |window: &Window| window.state.popup.borrow().finder().rows().len();
    assert_eq!(rows(&window), 50);
    window.state.apply(Action::Select(49));
    // Scrolling takes a moment.
    for _ in 0..40 {
        window.frames(Vec::new());
    }
    assert_eq!(rows(&window), 200);
    let row = window.state.popup.borrow().finder().selected_row();
    assert_eq!(row, 49, "the selection stays");
}

#[test]
fn a_chip_is_gone_to_by_tab_pressed_with_space_and_typed_into() {
    let mut window = Window::of(TWO);
    let opening = window.state.popup.borrow().window().openings();
    let wrote = "订单号3214567890126789";
    window.state.hear(Report::ClipboardText { opening, text: wrote.into() });
    let values = crate::template::extract(wrote, date(2026, 11, 21));
    window.state.hear(Report::ValuesFound { opening, values });
    let space = || vec![key(Key::Space), text(" ")];
    // The first reply has no field: Tab goes to the chip, and what is typed there goes into the search box.
    window.frames(vec![text("fh"), key(Key::Tab)]);
    window.frames(vec![text("x")]);
    assert_eq!(window.query(), "fhx");
    window.frames(vec![key(Key::Backspace), key(Key::Tab)]);
    let tree = window.frames(Vec::new());
    let focused = tree.nodes.iter().find(|(id, _)| *id == tree.focus).and_then(|(_, node)| node.label());
    assert_eq!(focused, Some("填入订单号 3214567890126789"));
    window.frames(space());
    window.frames(vec![key(Key::ArrowRight)]);
    window.frames(space());
    assert_eq!(window.state.popup.borrow().face().chip_text(), Some("3214567890126789"));
    window.frames(vec![text("77 7"), key(Key::Enter)]);
    assert_eq!(window.query(), "fh");
    window.frames(vec![key(Key::Escape)]);
    window.frames(vec![key(Key::Backspace), key(Key::Backspace), text("th"), key(Key::Enter)]);
    assert_eq!(window.copied(), ["77 7可退"]);
}

#[test]
fn what_is_typed_right_behind_a_move_to_the_next_field_goes_there_alone() {
    let mut window = Window::of(r#"(id: "c", title: "称", code: "c", text: "{高}、{重}")"#);
    window.frames(vec![text("c"), key(Key::Enter)]);
    window.frames(vec![text("16"), key(Key::Enter)]);
    window.frames(vec![text("50")]);
    window.frames(vec![key(Key::Enter)]);
    assert_eq!(window.copied(), ["16、50"]);
}

#[test]
fn backspace_takes_a_whole_character_of_the_search() {
    let mut window = Window::of(r#"(id: "c", title: "称", code: "c", text: "好")"#);
    for taken in ["👨‍👩‍👧", "🇨🇳", "👍🏽", "e\u{301}", "\u{1112}\u{1161}\u{11ab}"] {
        window.frames(vec![text(&format!("称{taken}"))]);
        window.frames(vec![key(Key::Backspace)]);
        assert_eq!(window.query(), "称", "{taken:?}");
        window.frames(vec![key(Key::Backspace)]);
        assert_eq!(window.query(), "");
    }
}

/// What is behind the title of a row in sight.
fn second_line(tree: &TreeUpdate, title: &str) -> String {
    let rows = tree.nodes.iter().filter(|(_, node)| node.role() == Role::ListBoxOption);
    let mut names = rows.filter_map(|(_, node)| node.label());
    names.find_map(|name| name.strip_prefix(title).map(str::to_owned)).unwrap_or_default()
}

#[test]
fn the_second_line_of_a_row_is_how_that_begins_which_enter_would_copy() {
    let mut window = Window::of(
        r#"(id: "a", title: "发货", variants: [(when: (days: "workday"), text: "今天发"), "周末{店铺名:本店}不发，{订单号}请等等"]),
        (id: "b", title: "退货", variants: [(when: (days: "workday"), text: "今天退"), (when: (days: "weekend"), text: "{订单号}周一退")])"#,
    );
    let shown = window.frames(Vec::new());
    assert_eq!(second_line(&shown, "发货，"), "周末本店不发，…请等等");
    assert_eq!(second_line(&shown, "退货，"), "…周一退");
    // What is typed serves every row; another wording is the selected row's alone.
    window.state.apply(Action::SetField { name: "订单号".into(), value: "3214567890126789".into() });
    window.state.apply(Action::TurnWording(crate::app::Direction::Next));
    let shown = window.frames(Vec::new());
    assert_eq!(second_line(&shown, "发货，"), "今天发");
    assert_eq!(second_line(&shown, "退货，"), "3214567890126789周一退");
}

#[test]
fn arrows_and_delete_in_the_search_box_take_whole_characters() {
    const FAMILY: &str = "👨‍👩‍👧";
    let mut window = Window::of(TWO);
    window.frames(vec![text(&format!("a{FAMILY}b"))]);
    for arrow in [Key::ArrowLeft, Key::ArrowLeft, Key::ArrowRight, Key::ArrowLeft] {
        window.frames(vec![key(arrow)]);
    }
    window.frames(vec![key(Key::Delete)]);
    assert_eq!(window.query(), "ab");
    // Several in one frame, and selected ones.
    window.frames(vec![text(FAMILY)]);
    window.frames(vec![key(Key::ArrowLeft), key(Key::ArrowLeft)]);
    window.frames(vec![key(Key::Delete)]);
    assert_eq!(window.query(), format!("{FAMILY}b"));
    window.frames(vec![press(Key::ArrowRight, Modifiers::SHIFT)]);
    window.frames(vec![text("c")]);
    assert_eq!(window.query(), "cb");
}

#[test]
fn a_key_makes_one_draft_and_asks_the_rules_once_and_a_frame_without_one_does_neither() {
    crate::check::Checker::built_in();
    let mut window = Window::of(
        r#"(id: "a", title: "发货", code: "fh", text: "在发了"), (id: "b", title: "退货", code: "th", text: "{订单号}可退，{时间}"),
        (id: "c", title: "退款", code: "tk", text: "{订单号}已退")"#,
    );
    let counts = |window: &Window| window.state.popup.borrow().draft_counts();
    let made = |window: &mut Window, events: Vec<Event>| {
        let before = counts(window);
        window.frames(events);
        let after = counts(window);
        (after.drafts - before.drafts, after.rule_runs - before.rule_runs, after.rows - before.rows)
    };
    for _ in 0..5 {
        assert_eq!(made(&mut window, Vec::new()), (0, 0, 0));
    }
    for (events, expected) in [
        (vec![key(Key::ArrowDown)], 1),
        (vec![key(Key::ArrowUp)], 1),
        (vec![key(Key::ArrowDown)], 1),
        // The same reply stays selected.
        (vec![text("t")], 0),
        (vec![key(Key::Enter)], 0),
        (vec![text("1")], 1),
        (vec![key(Key::F1)], 0),
        (vec![key(Key::F1)], 0),
        (vec![key(Key::Enter)], 0),
    ] {
        let (drafts, rule_runs, rows) = made(&mut window, events.clone());
        assert_eq!((drafts, rule_runs), (expected, expected), "{events:?}");
        assert!(rows <= 2, "each row in sight once: {events:?}");
    }
    assert_eq!(window.copied(), ["1可退，15:30"]);
    made(&mut window, Vec::new());
    window.wait(59);
    assert_eq!(made(&mut window, Vec::new()), (0, 0, 0));
    // The minute turns.
    window.wait(1);
    assert_eq!(made(&mut window, Vec::new()).0, 1);
    assert_eq!(made(&mut window, Vec::new()), (0, 0, 0));
}

#[test]
fn the_line_of_the_first_finding_shows_the_key_that_says_it_is_no_problem() {
    crate::check::Checker::built_in();
    let mut window =
        Window::of(r#"(id: "a", title: "承诺", code: "cn", text: "您放心，保证明天到。加微信聊。")"#);
    let keys = |tree: &TreeUpdate| {
        let said = tree.nodes.iter().flat_map(|(_, node)| [node.label(), node.value()]).flatten();
        said.filter(|said| *said == "不是问题").count()
    };
    let tree = window.frames(vec![text("cn")]);
    assert_eq!(keys(&tree), 1, "of two findings the first");
    window.frames(vec![key(Key::F7)]);
    let is_written = |effect: &Effect| matches!(effect, Effect::ChangeInnocent(_));
    assert!(window.state.effects.borrow().iter().any(is_written));
    let tree = window.frames(vec![key(Key::F7)]);
    assert_eq!(keys(&tree), 0);
    window.frames(vec![press(Key::F7, Modifiers::SHIFT)]);
    let tree = window.frames(Vec::new());
    assert_eq!(keys(&tree), 1);
    window.frames(vec![key(Key::F7), key(Key::Enter)]);
    assert_eq!(window.copied(), ["您放心，保证明天到。加微信聊。"]);
}
