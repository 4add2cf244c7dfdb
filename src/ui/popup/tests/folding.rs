//! What is folded away under a row: keys, mouse, marks; and the reason beside a row.

use super::*;

const STARTER: &str = r#"
    (id: "s1", title: "催发货", text: "亲，已经帮您催了", scenario: "insale.urge_shipping"),
    (id: "s2", title: "发货通知", text: "亲，发出了", scenario: "insale.shipped")"#;

const OWN: &str = r#"
    (id: "o1", title: "催发货（本店）", text: "今天一定发出", scenario: "insale.urge_shipping"),
    (id: "o2", title: "催发错了颜色怎么办呢", text: "给您换", scenario: "aftersale.wrong_item")"#;

fn window() -> Window {
    let pack = |replies: &str| ron_file::parse_pack("t.ron", &format!("(replies: [{replies}])")).0;
    Window::with(vec![(Layer::Starter, pack(STARTER)), (Layer::Personal, pack(OWN))])
}

/// What is read out of the rows in sight, and of the marks among them.
fn read_out(tree: &TreeUpdate) -> Vec<String> {
    let is_wanted = |node: &Node| {
        let label = node.label().unwrap_or_default();
        node.role() == Role::ListBoxOption || label.contains("通用")
    };
    let nodes = tree.nodes.iter().filter(|(_, node)| is_wanted(node));
    nodes.filter_map(|(_, node)| node.label().map(str::to_owned)).collect()
}

/// Presses the mouse in the middle of what is read out so.
fn press_mouse(window: &mut Window, label: &str) {
    let tree = window.frames(Vec::new());
    let node = tree.nodes.iter().find(|(_, node)| node.label() == Some(label));
    let bounds = node.and_then(|(_, node)| node.bounds()).unwrap();
    #[expect(clippy::cast_possible_truncation, reason = "a place in the window")]
    let pos = pos2(f64::midpoint(bounds.x0, bounds.x1) as f32, f64::midpoint(bounds.y0, bounds.y1) as f32);
    let button = |pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.frames(vec![Event::PointerMoved(pos)]);
    window.frames(vec![button(true)]);
    window.frames(vec![button(false)]);
}

#[test]
fn an_arrow_shows_what_is_folded_away_and_the_other_folds_it_again() {
    let mut window = window();
    let tree = window.frames(vec![text("催发")]);
    assert_eq!(second_line(&tree, "催发货（本店），"), "今天一定发出");
    assert!(read_out(&tree).contains(&"展开通用话术 1 条".to_owned()), "{:?}", read_out(&tree));
    assert!(!read_out(&tree).iter().any(|row| row.contains("已经帮您催了")));
    let tree = window.frames(vec![key(Key::ArrowRight)]);
    assert!(read_out(&tree).contains(&"收起通用话术 1 条".to_owned()), "{:?}", read_out(&tree));
    assert!(read_out(&tree).contains(&"通用，催发货，亲，已经帮您催了".to_owned()), "{:?}", read_out(&tree));
    // Nothing more is there to show: the arrow is the caret's.
    window.frames(vec![key(Key::ArrowRight), key(Key::ArrowDown)]);
    let tree = window.frames(vec![key(Key::ArrowLeft)]);
    assert!(!read_out(&tree).iter().any(|row| row.contains("已经帮您催了")));
    assert_eq!(window.state.popup.borrow().finder().selected_row(), 0);
    window.frames(vec![key(Key::ArrowRight), key(Key::ArrowDown), key(Key::Enter)]);
    assert_eq!(window.copied(), ["亲，已经帮您催了"]);
}

#[test]
fn the_arrows_move_the_caret_where_it_is_not_behind_the_text() {
    let mut window = window();
    window.frames(vec![text("催发")]);
    let is_unfolded = |window: &Window| window.state.popup.borrow().finder().row_to_fold().is_some();
    window.frames(vec![key(Key::ArrowLeft)]);
    window.frames(vec![key(Key::ArrowRight)]);
    assert!(!is_unfolded(&window), "the caret was before the last character");
    window.frames(vec![key(Key::ArrowRight)]);
    assert!(is_unfolded(&window));
    // Both in one frame: the second one is judged by what the first one has done.
    window.frames(vec![key(Key::ArrowLeft), key(Key::ArrowLeft)]);
    assert!(!is_unfolded(&window));
    window.frames(vec![text("货")]);
    assert_eq!(window.query(), "催货发");
}

#[test]
fn what_is_typed_and_the_arrow_in_one_frame_act_in_their_order() {
    let mut window = window();
    window.frames(vec![text("催"), text("发"), key(Key::ArrowRight), key(Key::ArrowDown), key(Key::Enter)]);
    assert_eq!((window.query().as_str(), window.copied()), ("催发", vec!["亲，已经帮您催了".to_owned()]));
}

#[test]
fn a_press_on_the_mark_shows_and_folds() {
    let mut window = window();
    window.frames(vec![text("催发"), key(Key::ArrowDown)]);
    press_mouse(&mut window, "展开通用话术 1 条");
    assert_eq!(window.state.popup.borrow().finder().rows().len(), 3);
    assert_eq!(window.state.popup.borrow().finder().selected_row(), 0);
    press_mouse(&mut window, "收起通用话术 1 条");
    assert_eq!(window.state.popup.borrow().finder().rows().len(), 2);
    assert!(window.copied().is_empty());
}

#[test]
fn a_message_says_what_it_was_understood_as_and_one_that_asks_nothing_does_not() {
    let mut window = window();
    let tree = window.frames(vec![Event::Paste("亲，都4天了还没发货呀".to_owned())]);
    let said = second_line(&tree, "催发货（本店），");
    assert!(said.starts_with("像在问：催发货（") && said.contains("没发") && !said.contains('0'), "{said}");
    // The message is selected as a whole, or the caret is behind it.
    let tree = window.frames(vec![key(Key::ArrowRight)]);
    assert_eq!(second_line(&tree, "通用，催发货，"), "亲，已经帮您催了", "the row above says it");
    window.state.apply(Action::SetQuery(String::new()));
    window.frames(Vec::new());
    let tree = window.frames(vec![Event::Paste("好的".to_owned())]);
    assert!(!read_out(&tree).iter().any(|row| row.contains("像")), "{:?}", read_out(&tree));
}
