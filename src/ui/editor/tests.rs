//! Keys, focus and the tree, frame by frame, without a window.

use std::fmt::Write as _;

use egui::accesskit::Role;
use egui::{Key, Modifiers, RawInput};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

use super::*;
use crate::app::editor::Spot;
use crate::app::editor::tests::Session;
use crate::model::{Language, Layer, Theme};
use crate::ui::shared::fonts::install as install_fonts;
use crate::ui::shared::theme;

struct State {
    session: Session,
    keys: EditorKeys,
    words: Words,
}

/// The window without a screen. The keys are taken in front of the widgets, as the program does.
fn window(session: Session) -> Harness<'static, State> {
    let state = State { session, keys: EditorKeys::default(), words: Words::new(Language::Chinese) };
    let mut is_ready = false;
    let app = move |ui: &mut egui::Ui, state: &mut State| {
        if !std::mem::replace(&mut is_ready, true) {
            install_fonts(ui.ctx(), Language::Chinese);
            theme::install(ui.ctx(), Theme::Light);
            ui.ctx().request_repaint();
            return;
        }
        let State { session, keys, words } = state;
        let mut input = RawInput { events: ui.input(|input| input.events.clone()), ..RawInput::default() };
        let command = keys.take(&mut input, &session.editor);
        ui.input_mut(|own| own.events = input.events);
        let view = EditorView { editor: &session.editor, words, library_path: "/home/replies.ron" };
        let actions = frame(ui, &view, keys, command);
        if keys.has_more() || !actions.is_empty() {
            ui.ctx().request_repaint();
        }
        for action in actions {
            session.act(action);
        }
    };
    let [width, height] = size::EDITOR;
    let mut window = Harness::builder().with_size(egui::vec2(width, height)).build_ui_state(app, state);
    window.run_steps(4);
    window
}

fn press(window: &mut Harness<'_, State>, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

fn keys(window: &mut Harness<'_, State>, keys: &[Key]) {
    for key in keys {
        press(window, Modifiers::NONE, *key);
    }
}

fn type_text(window: &mut Harness<'_, State>, text: &str) {
    for letter in text.chars() {
        window.event(egui::Event::Text(letter.to_string()));
        window.run_steps(3);
    }
}

fn current(window: &Harness<'_, State>) -> String {
    window.state().session.editor.current().unwrap_or_default().to_owned()
}

/// The name of what is focused.
fn focused(window: &Harness<'_, State>) -> String {
    let focused = By::new().predicate(|node| node.is_focused() && !node.is_hidden());
    window.query_all(focused).last().and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

fn count(window: &Harness<'_, State>, role: Role) -> usize {
    window.query_all_by_role(role).count()
}

#[test]
fn the_list_the_form_and_the_tree_are_gone_through_by_keys() {
    let mut window = window(Session::new());
    assert_eq!(current(&window), "a");
    keys(&mut window, &[Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(current(&window), "c");
    keys(&mut window, &[Key::Enter]);
    assert_eq!((window.state().session.editor.pane(), focused(&window).as_str()), (Pane::Form, "标题"));
    assert_eq!(window.state().session.editor.spot(), None::<Spot>, "it has the keys");
    // The arrows are for the field now.
    keys(&mut window, &[Key::ArrowDown, Key::End]);
    type_text(&mut window, "们");
    assert_eq!(current(&window), "c");
    assert_eq!(window.state().session.editor.reply("c").unwrap().title, "偏远地区运费们");
    keys(&mut window, &[Key::Tab]);
    assert_eq!(focused(&window), "1", "the first wording");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().session.editor.reply("c").unwrap().title, "偏远地区运费");
    // Out of the form, into the tree, along it, back to the list.
    keys(&mut window, &[Key::Escape, Key::ArrowLeft, Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(window.state().session.editor.pane(), Pane::Tree);
    assert_eq!(
        *window.state().session.editor.node(),
        crate::app::editor::Node::Category(Layer::Personal, "售前".into())
    );
    keys(&mut window, &[Key::ArrowLeft]);
    assert_eq!(window.query_all_by_label("发货，2 条").count(), 0, "closed");
    keys(&mut window, &[Key::ArrowRight, Key::ArrowRight, Key::ArrowRight]);
    assert_eq!((window.state().session.editor.pane(), current(&window).as_str()), (Pane::List, "a"));
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(window.state().session.editor.chosen(), 2);
    // Round and round.
    for (pane, name) in [(Pane::Form, "标题"), (Pane::Search, "搜索全部话术 Ctrl F")] {
        keys(&mut window, &[Key::F6]);
        assert_eq!((window.state().session.editor.pane(), focused(&window).as_str()), (pane, name));
    }
    type_text(&mut window, "pydq");
    assert_eq!(current(&window), "c");
    keys(&mut window, &[Key::Escape]);
    assert_eq!(
        (window.state().session.editor.pane(), window.state().session.editor.query()),
        (Pane::List, "")
    );
}

#[test]
fn what_is_sent_stands_above_many_questions_and_tab_goes_as_the_eye_does() {
    let questions: Vec<String> = (1..=10).map(|number| format!("\"问法{number}\"")).collect();
    let questions = questions.join(", ");
    let file = format!("(replies: [(id: \"a\", title: \"题\", asks: [{questions}], text: \"已经在催了\")])");
    let mut window = window(Session::of(&file));
    let fields = ["标题", "正文", "短码", "标签", "分类", "到期", "买家会问", "备注"];
    let places = fields.map(|name| window.get_by_label(name).rect());
    for pair in places.windows(2) {
        let is_beside = pair[0].y_range().contains(pair[1].center().y);
        assert!(if is_beside {
            pair[0].right() <= pair[1].left()
        } else {
            pair[0].bottom() <= pair[1].top()
        });
    }
    assert!(places[1].bottom() < size::EDITOR[1] / 2.0, "the text is in the upper half: {:?}", places[1]);
    keys(&mut window, &[Key::Enter]);
    let mut gone_through = vec![focused(&window)];
    for _ in 0..20 {
        keys(&mut window, &[Key::Tab]);
        let name = focused(&window);
        if fields.contains(&name.as_str()) && !gone_through.contains(&name) {
            gone_through.push(name);
        }
    }
    assert_eq!(gone_through, fields);
}

#[test]
fn without_an_own_reply_the_ways_to_have_one_are_shown_and_taken_by_keys() {
    let welcome = "还没有自己的话术，先来一条";
    let mut window = window(Session::of("(format: 1, replies: [])"));
    assert!(window.query_by_label(welcome).is_some());
    assert_eq!(count(&window, Role::ListBoxOption), 0);
    assert_eq!(focused(&window), "新话术");
    // Round by keys: to the starter's replies, back, and on to a new one.
    keys(&mut window, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(focused(&window), "从通用里挑");
    keys(&mut window, &[Key::Enter]);
    assert_eq!((window.state().session.editor.pane(), current(&window).as_str()), (Pane::List, "s"));
    assert!(window.query_by_label(welcome).is_none());
    keys(&mut window, &[Key::ArrowLeft, Key::Home, Key::ArrowRight]);
    assert_eq!((window.state().session.editor.pane(), focused(&window).as_str()), (Pane::List, "新话术"));
    keys(&mut window, &[Key::F6]);
    assert_eq!(window.state().session.editor.pane(), Pane::Search, "there is no form to stop at");
    keys(&mut window, &[Key::Escape, Key::Enter]);
    type_text(&mut window, "第一条");
    assert!(window.query_by_label(welcome).is_none());
    let new = current(&window);
    assert_eq!(window.state().session.editor.reply(&new).unwrap().title, "第一条");
}

#[test]
fn a_library_that_cannot_be_read_is_not_called_empty() {
    let window = window(Session::of("(format: 1, replies: [(("));
    assert!(window.query_by_label("还没有自己的话术，先来一条").is_none());
}

#[test]
fn who_goes_on_editing_does_so_where_the_keys_were() {
    let mut window = window(Session::new());
    keys(&mut window, &[Key::Enter]);
    window.get_by_label("短码").focus();
    window.run_steps(4);
    keys(&mut window, &[Key::End]);
    assert_eq!(focused(&window), "短码");
    window.state_mut().session.disk_fault = Some("full".to_owned());
    type_text(&mut window, "x");
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.state().session.editor.overlay().is_some());
    keys(&mut window, &[Key::Escape]);
    type_text(&mut window, "y");
    let code = window.state().session.editor.reply("a").unwrap().code.clone().unwrap();
    assert!(code.ends_with("xy"), "{code}");
}

#[test]
fn backspace_and_delete_take_a_whole_character_of_a_field() {
    let mut window = window(Session::new());
    // The font that is built in has no emoji.
    window.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    keys(&mut window, &[Key::ArrowDown, Key::ArrowDown, Key::Enter]);
    let title = |window: &Harness<'_, State>| window.state().session.editor.reply("c").unwrap().title.clone();
    for taken in ["👨‍👩‍👧", "🇨🇳", "👍🏽", "e\u{301}", "\u{1112}\u{1161}\u{11ab}"] {
        keys(&mut window, &[Key::End]);
        window.event(egui::Event::Text(taken.to_owned()));
        window.run_steps(3);
        assert_eq!(title(&window), format!("偏远地区运费{taken}"));
        keys(&mut window, &[Key::Backspace]);
        assert_eq!(title(&window), "偏远地区运费", "{taken:?}");
        keys(&mut window, &[Key::Home]);
        window.event(egui::Event::Text(taken.to_owned()));
        window.run_steps(3);
        keys(&mut window, &[Key::Home, Key::Delete]);
        assert_eq!(title(&window), "偏远地区运费", "{taken:?}");
    }
}

/// As a fast typist: everything comes in one frame, or each letter in the next one.
fn press_at_once(
    window: &mut Harness<'_, State>,
    is_one_frame: bool,
    (modifiers, key): (Modifiers, Key),
    text: &str,
) {
    let press = egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let letters = text.chars().map(|letter| egui::Event::Text(letter.to_string()));
    for event in std::iter::once(press).chain(letters) {
        window.input_mut().events.push(event);
        if !is_one_frame {
            window.step();
        }
    }
    window.run_steps(8);
}

#[test]
fn what_is_typed_right_behind_a_command_goes_to_where_the_keys_are_then() {
    for is_one_frame in [true, false] {
        let mut window = window(Session::new());
        press_at_once(&mut window, is_one_frame, (Modifiers::COMMAND, Key::T), "急 vip");
        keys(&mut window, &[Key::Enter]);
        assert_eq!(window.state().session.editor.reply("a").unwrap().tags, ["急", "vip"]);
        // Out of the search, which is still focused when this is drawn first.
        press(&mut window, Modifiers::COMMAND, Key::F);
        type_text(&mut window, "py");
        press_at_once(&mut window, is_one_frame, (Modifiers::COMMAND, Key::N), "新的一条");
        let new = current(&window);
        assert_eq!(window.state().session.editor.reply(&new).unwrap().title, "新的一条");
        assert_eq!(window.state().session.editor.query(), "");
        // From the tree, on a page.
        keys(&mut window, &[Key::Escape, Key::ArrowLeft, Key::End, Key::ArrowUp, Key::ArrowUp, Key::ArrowUp]);
        assert_eq!(window.state().session.editor.page(), Some(crate::app::editor::Page::Words));
        press_at_once(&mut window, is_one_frame, (Modifiers::COMMAND, Key::N), "全网最低");
        keys(&mut window, &[Key::Enter]);
        assert!(window.state().session.shops.contains("\"全网最低\""), "{}", window.state().session.shops);
    }
}

#[test]
fn the_tree_and_the_list_are_clicked() {
    let mut window = window(Session::new());
    assert_eq!(count(&window, Role::TreeItem), 19);
    window.get_by_label("售后，1 条").click();
    window.run_steps(4);
    assert_eq!((current(&window).as_str(), count(&window, Role::ListBoxOption)), ("d", 1));
    window.get_all_by_label("收起，或回到上一级").next().unwrap().click();
    window.run_steps(4);
    assert_eq!(count(&window, Role::TreeItem), 17);
}

#[test]
fn a_line_asked_for_takes_the_keys_and_letters_find_a_category() {
    let mut window = window(Session::new());
    press(&mut window, Modifiers::COMMAND, Key::M);
    type_text(&mut window, "sqyf");
    keys(&mut window, &[Key::Enter]);
    let editor = &window.state().session.editor;
    assert_eq!((editor.overlay(), editor.reply("a").unwrap().category.as_str()), (None, "售前/运费"));
    keys(&mut window, &[Key::ArrowDown]);
    assert_eq!(window.state().session.editor.pane(), Pane::List, "the list has the keys again");
    press(&mut window, Modifiers::COMMAND, Key::G);
    type_text(&mut window, "新的");
    keys(&mut window, &[Key::Escape]);
    assert!(window.state().session.editor.overlay().is_none());
}

#[test]
fn a_name_is_completed_while_a_placeholder_is_typed() {
    let mut window = window(Session::new());
    press(&mut window, Modifiers::COMMAND, Key::N);
    type_text(&mut window, "题");
    window.get_by_label("正文").focus();
    window.run_steps(4);
    type_text(&mut window, "单{dd");
    assert!(window.query_all_by_label("订单号").count() >= 1);
    // The arrows, Tab and Enter are for the list.
    keys(&mut window, &[Key::ArrowDown, Key::ArrowUp, Key::Tab]);
    type_text(&mut window, "发");
    let reply = &window.state().session.editor.working().unwrap().reply;
    assert_eq!(reply.texts().collect::<Vec<_>>(), ["单{订单号}发"]);
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(window.state().session.file.contains("单{订单号}发"));
    // Esc closes the list first, the form then.
    type_text(&mut window, "{");
    keys(&mut window, &[Key::Escape]);
    assert_eq!(window.state().session.editor.pane(), Pane::Form);
    keys(&mut window, &[Key::Escape]);
    assert_eq!(window.state().session.editor.pane(), Pane::List);
}

#[test]
fn of_ten_thousand_replies_only_those_in_sight_are_laid_out() {
    let mut file = String::from("(replies: [");
    for number in 0..10_000 {
        write!(file, "(id: \"r{number}\", title: \"话术{number}\", text: \"文\"),").unwrap();
    }
    let mut window = window(Session::of(&(file + "])")));
    assert!(count(&window, Role::ListBoxOption) <= 14);
    keys(&mut window, &[Key::End]);
    assert_eq!(current(&window), "r9999");
    assert!(window.query_by_label_contains("话术9999").is_some(), "it has come into sight");
    assert!(count(&window, Role::ListBoxOption) <= 14);
}

#[test]
fn whatever_can_be_pressed_has_a_name() {
    let mut session = Session::new();
    session.act(EditorAction::Edit(crate::app::editor::FormEdit::AddWording));
    let window = window(session);
    let nameless = By::new().predicate(|node| {
        let is_pressed =
            [Role::Button, Role::TextInput, Role::MultilineTextInput, Role::ListBoxOption, Role::TreeItem];
        is_pressed.contains(&node.role()) && node.label().is_none_or(|label| label.trim().is_empty())
    });
    assert_eq!(window.query_all(nameless).count(), 0);
}

#[test]
fn a_cell_counts_when_the_keys_leave_it_unless_by_esc() {
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(crate::app::editor::Node::Page(crate::app::editor::Page::Words)));
    session.act(EditorAction::FocusPane(Pane::Tree));
    let mut window = window(session);
    press(&mut window, Modifiers::COMMAND, Key::N);
    type_text(&mut window, "包过");
    keys(&mut window, &[Key::Enter]);
    // Into the first cell, on to the second.
    keys(&mut window, &[Key::ArrowRight, Key::Tab]);
    type_text(&mut window, "尽力");
    keys(&mut window, &[Key::Tab]);
    assert!(
        window.state().session.shops.contains("(word: \"包过\", instead: \"尽力\")"),
        "{}",
        window.state().session.shops
    );
    type_text(&mut window, "随便");
    keys(&mut window, &[Key::Escape]);
    assert!(!window.state().session.shops.contains("随便"));
    assert_eq!(window.state().session.editor.pane(), Pane::Tree);
    // Ctrl+Z is the cell's own while it is typed into, and the editor's when it is not.
    keys(&mut window, &[Key::ArrowRight]);
    type_text(&mut window, "呀");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.state().session.shops.contains("尽力"));
    type_text(&mut window, "呢");
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.state().session.shops.contains("呢"), "the window closes, the cell counts");
}

#[test]
fn the_question_before_texts_are_lost_is_answered_by_keys() {
    let mut session = Session::new();
    session.disk_fault = Some("full".to_owned());
    let mut window = window(session);
    keys(&mut window, &[Key::Enter, Key::End]);
    type_text(&mut window, "们");
    assert!(window.query_by_label("1 条没有保存，也没能留底").is_some());
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.query_by_label("关掉窗口，会丢 1 条没存上的文字").is_some());
    assert_eq!(focused(&window), "另存到哪个文件");
    keys(&mut window, &[Key::Escape]);
    assert!(window.state().session.editor.overlay().is_none());
    press(&mut window, Modifiers::COMMAND, Key::W);
    keys(&mut window, &[Key::ArrowUp, Key::Enter]);
    let others = &window.state().session.others;
    assert_eq!(others.last(), Some(&crate::app::editor::EditorEffect::Close), "the last way out");
}

#[test]
fn a_frame_without_an_action_makes_nothing_and_a_letter_makes_the_form_once() {
    let mut window = window(Session::new());
    keys(&mut window, &[Key::Enter]);
    window.get_by_label("正文").focus();
    window.run_steps(4);
    let before = window.state().session.counts();
    window.run_steps(20);
    assert_eq!(window.state().session.counts(), before);
    type_text(&mut window, "好");
    let made = window.state().session.counts() - before;
    assert_eq!((made.rule_runs, made.previews, made.inferences), (1, 1, 1));
}

#[test]
fn what_a_reply_seems_to_answer_is_taken_by_a_click_or_a_key() {
    let file = r#"(replies: [(id: "a", title: "催发货", text: "亲，已经帮您催仓库尽快发货了")])"#;
    let mut window = window(Session::of(file));
    let scenarios =
        |window: &Harness<'_, State>| window.state().session.editor.reply("a").unwrap().scenarios.clone();
    let ways: [fn(&mut Harness<'_, State>); 3] = [
        |window| window.get_by_label("像是：催发货").click(),
        |window| window.get_by_label("就是它").click(),
        |window| window.key_press_modifiers(Modifiers::COMMAND, Key::J),
    ];
    for take in ways {
        assert!(window.query_by_label("催发货").is_none(), "it is no scenario that the reply names");
        take(&mut window);
        window.run_steps(4);
        assert_eq!(scenarios(&window), ["insale.urge_shipping"]);
        assert!(window.query_by_label("催发货").is_some() && window.query_by_label("像是：催发货").is_none());
        assert!(window.query_by_label("就是它").is_none());
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert_eq!(scenarios(&window), [""; 0]);
    }
    assert_eq!(window.state().session.file, file);
}

#[test]
fn scenarios_are_offered_under_their_stages_until_something_is_typed() {
    let mut session = Session::new();
    session.act(EditorAction::Ask(crate::app::editor::Ask::Scenario));
    let mut window = window(session);
    for stage in ["售前", "售中", "售后", "主动营销"] {
        assert_eq!(window.query_all_by_label(stage).count(), 1, "{stage}");
    }
    // The last one is far below, until it is selected.
    let last = crate::learn::scenarios().iter().rfind(|known| known.stage == "主动营销").unwrap();
    let bottom = |window: &Harness<'_, State>| window.get_by_label(&last.title).rect().bottom();
    let before = bottom(&window);
    keys(&mut window, &[Key::ArrowUp]);
    assert!(bottom(&window) < before && bottom(&window) < size::EDITOR[1]);
    type_text(&mut window, "cfh");
    assert_eq!(window.query_all_by_label("主动营销").count(), 0);
    keys(&mut window, &[Key::Enter]);
    assert_eq!(window.state().session.editor.reply("a").unwrap().scenarios, ["insale.urge_shipping"]);
}

#[test]
fn what_a_rule_found_is_said_to_be_no_problem_by_its_chip_or_by_f7() {
    let file = r#"(replies: [(id: "a", title: "到", text: "您放心，保证明天到！")])"#;
    let ways: [fn(&mut Harness<'_, State>); 2] = [
        |window| window.get_by_label("不是问题").click(),
        |window| window.key_press_modifiers(Modifiers::NONE, Key::F7),
    ];
    for say in ways {
        let mut window = window(Session::of(file));
        assert!(window.query_by_label_contains("“保证明天到”").is_some());
        say(&mut window);
        window.run_steps(4);
        assert!(window.query_by_label_contains("“保证明天到”").is_none());
        assert!(window.query_by_label("不是问题").is_none());
        assert!(window.state().session.shops.contains("保证明天到"));
    }
}

#[test]
fn an_example_is_given_to_another_rule_in_its_cell() {
    use crate::app::editor::{Ask, Node, Page, pages};
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(Node::Page(Page::Rules)));
    for (addition, text) in [(pages::rules::RULE, "不能提直播间"), (pages::examples::BREACH, "直播间见")]
    {
        session.act(EditorAction::Ask(Ask::Add(addition)));
        session.act(EditorAction::SetAskText(text.to_owned())).act(EditorAction::Answer);
    }
    session.act(EditorAction::SelectNode(Node::Page(Page::Examples)));
    let mut window = window(session);
    assert!(window.query_by_label("学习中…").is_some());
    window.state_mut().session.learn();
    window.run_steps(4);
    assert!(window.query_by_label("学习中…").is_none());
    window.get_by_label("【直播间见】 哪条规则").click();
    window.run_steps(4);
    let arrival =
        crate::check::Checker::built_in().rules().find(|rule| rule.id == "promise.arrival").unwrap();
    let name = crate::lang::capitalized(&arrival.why.zh);
    window.get_by_label(&name).click();
    window.run_steps(4);
    let file = &window.state().session.file;
    assert!(file.contains("breaks: [\"⟦直播间见⟧\"]"), "{file}");
}

#[test]
fn an_import_is_mapped_in_its_panel_and_taken_row_by_row_with_keys_and_clicks() {
    let mut window = window(Session::new());
    // What is pasted where the list has the keys, on the page of imports, is a table.
    keys(&mut window, &[Key::ArrowLeft, Key::End, Key::ArrowUp, Key::ArrowUp, Key::ArrowUp, Key::ArrowUp]);
    keys(&mut window, &[Key::ArrowUp, Key::ArrowUp, Key::ArrowUp, Key::F6]);
    assert!(window.state().session.editor.is_importing());
    window.event(egui::Event::Paste("标题\t内容\t编码\n停电\t晚些发出\ttd\n补发\t单号稍后给您\tbf\n".into()));
    window.run_steps(4);
    assert_eq!(count(&window, Role::ListBoxOption), 2);
    assert!(window.query_by_label("导入 2 条").is_some());
    keys(&mut window, &[Key::Space]);
    assert!(window.query_by_label("导入 1 条").is_some());
    window.get_all_by_label("导入这一行").next().unwrap().click();
    window.run_steps(4);
    assert!(window.query_by_label("导入 2 条").is_some());
    // The column of codes becomes a note, by the keys alone: into the panel, and through its chips.
    keys(&mut window, &[Key::F6]);
    assert_eq!(focused(&window), "读法");
    let notes = window.get_all_by_label("备注").count();
    assert_eq!(notes, 3, "one for each column");
    let mut passed = 0;
    for _ in 0..60 {
        keys(&mut window, &[Key::Tab]);
        passed += usize::from(focused(&window) == "备注");
        if passed == notes {
            break;
        }
    }
    keys(&mut window, &[Key::Space]);
    keys(&mut window, &[Key::Escape]);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let file = &window.state().session.file;
    assert!(file.contains("note: \"td\"") && !file.contains("code: \"td\""), "{file}");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(!window.state().session.file.contains("晚些发出"));
}
