//! The real program on a real desktop: Xvfb, openbox, a terminal for the chat client, private folders.
//!
//! `SUDA_SCREENSHOTS=FOLDER` keeps a picture of what each test has seen at its end.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]
#![cfg(target_os = "linux")]

mod desk;
mod drag;
mod editor;
mod leaving;
mod panel;
mod portal;

use std::time::{Duration, Instant};

use desk::{Desk, eventually, eventually_within, pause};

const FIRST_START_SEEN: (&str, &str) = ("data/suda/first-start-seen", "");

/// A desk on which nothing was changed but the lines of the first start, which have been seen.
fn desk(name: &'static str) -> Desk {
    Desk::with(name, &[FIRST_START_SEEN])
}

const GREETING: &str = "亲，在的，请问有什么可以帮您？😀\n第二行 “引号”";

fn own_library() -> (&'static str, &'static str) {
    let text = r#"(replies: [
        (id: "own.hi", title: "我的问候", code: "wdwh", text: "亲，在的，请问有什么可以帮您？😀\n第二行 “引号”"),
        (id: "own.ship", title: "我的发货", code: "wdfh", text: "订单{订单号}由{快递|申通|顺丰}发出，{店铺名:本店}"),
    ])"#;
    ("data/suda/replies.ron", text)
}

#[test]
fn hotkey_letters_enter_and_the_text_is_on_the_clipboard_and_the_chat_has_the_keys() {
    let desk = Desk::with("copy", &[FIRST_START_SEEN, own_library()]);
    let _suda = desk.start(&["--hidden"]);
    let chat = desk.active_window();
    for _ in 0..3 {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
        desk.type_text("wdwh");
        desk.screenshot("found");
        desk.key("Return");
        desk.wait_for_no_popup();
        assert_eq!(desk.clipboard(), GREETING);
        eventually("the chat client has the keys again", || desk.active_window() == chat);
        desk.set_clipboard("something else");
    }
}

#[test]
fn keys_typed_right_behind_the_hotkey_are_not_lost() {
    let desk = Desk::with("fast-typist", &[FIRST_START_SEEN, own_library()]);
    let _suda = desk.start(&["--hidden"]);
    // The first popup makes the window, which takes longer.
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.key("Escape");
    desk.wait_for_no_popup();
    for _ in 0..5 {
        desk.xdotool(&["key", "ctrl+alt+space", "sleep", "0.06", "type", "--delay", "15", "wdwh"]);
        desk.key("Return");
        desk.wait_for_no_popup();
        assert_eq!(desk.clipboard(), GREETING);
        desk.set_clipboard("something else");
    }
}

#[test]
fn a_reply_with_gaps_is_copied_only_when_they_are_filled() {
    let desk = Desk::with("form", &[FIRST_START_SEEN, own_library()]);
    let _suda = desk.start(&["--hidden"]);
    desk.set_clipboard("before");
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdfh");
    for keys in ["Return", "ctrl+Return", "ctrl+shift+c", "alt+1"] {
        desk.key(keys);
        pause();
        assert_eq!(desk.clipboard(), "before", "{keys}");
    }
    desk.type_text("3214567890126789");
    desk.key("Tab");
    desk.key("Down");
    desk.key("Down");
    desk.screenshot("filled");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "订单3214567890126789由顺丰发出，本店");
}

#[test]
fn escape_hides_and_the_next_popup_is_empty() {
    let desk = Desk::with("escape", &[FIRST_START_SEEN, own_library()]);
    let _suda = desk.start(&["--hidden"]);
    let chat = desk.active_window();
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdfh");
    desk.key("Return");
    desk.type_text("123");
    desk.key("Escape");
    pause();
    assert!(desk.popup().is_some(), "the first Esc clears the form");
    desk.key("Escape");
    desk.wait_for_no_popup();
    eventually("the chat client has the keys again", || desk.active_window() == chat);
    // What was typed before would stand in front of the code, and nothing would be found.
    copy_greeting(&desk);
}

/// Opens the popup, finds the greeting by its code, and copies it.
fn copy_greeting(desk: &Desk) {
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdwh");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), GREETING);
}

#[test]
fn the_hotkey_hides_the_popup_that_has_the_keys() {
    let desk = desk("toggle");
    let _suda = desk.start(&["--hidden"]);
    let chat = desk.active_window();
    for _ in 0..3 {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
        pause();
        desk.key("ctrl+alt+space");
        desk.wait_for_no_popup();
        eventually("the chat client has the keys again", || desk.active_window() == chat);
    }
}

#[test]
fn the_hotkey_is_heard_whatever_happens_to_the_keyboard_layout() {
    let desk = desk("layouts");
    let _suda = desk.start(&["--hidden"]);
    for delay in 0..20 {
        desk.press_hotkey_behind_a_layout(Duration::from_micros(50 * delay));
        desk.wait_for_popup();
        desk.key("Escape");
        desk.wait_for_no_popup();
    }
    desk.move_space();
    eventually("suda holds the key where it is now", || !desk.can_grab());
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
}

#[test]
fn the_popup_can_be_copied_from_without_hiding() {
    let desk = Desk::with("stay", &[FIRST_START_SEEN, own_library()]);
    let _suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdwh");
    desk.key("ctrl+shift+c");
    eventually("the text is on the clipboard", || desk.clipboard() == GREETING);
    pause();
    assert!(desk.popup().is_some());
}

#[test]
fn a_second_start_and_toggle_reach_the_first_and_quit_ends_it() {
    let desk = desk("instance");
    let mut suda = desk.start(&["--hidden"]);
    assert_eq!(desk.suda(&[]).status.code(), Some(0));
    desk.wait_for_popup();
    assert_eq!(desk.suda(&["toggle"]).status.code(), Some(0));
    desk.wait_for_no_popup();
    assert_eq!(desk.suda(&["toggle"]).status.code(), Some(0));
    desk.wait_for_popup();
    assert_eq!(desk.suda(&["--hidden"]).status.code(), Some(0));
    pause();
    assert!(desk.popup().is_some());
    assert_eq!(desk.suda(&["quit"]).status.code(), Some(0));
    assert_eq!(suda.wait().code(), Some(0));
    assert_eq!(desk.suda(&["quit"]).status.code(), Some(1));
}

#[test]
fn a_killed_program_does_not_keep_the_next_from_starting() {
    let desk = desk("killed");
    desk.start(&["--hidden"]).kill();
    let mut suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.key("ctrl+q");
    assert_eq!(suda.wait().code(), Some(0));
}

#[test]
fn a_hidden_start_shows_no_window_and_takes_no_time() {
    let desk = desk("hidden");
    let suda = desk.start(&["--hidden"]);
    let end = Instant::now() + Duration::from_secs(2);
    while Instant::now() < end {
        assert_eq!(desk.popup(), None);
    }
    // What was begun may be finished; then three seconds pass without a tick of processor time.
    let idle = |what: &str| {
        eventually(what, || {
            let before = suda.cpu_ticks();
            std::thread::sleep(Duration::from_secs(3));
            suda.cpu_ticks() == before
        });
    };
    idle("idle before the first popup");
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("fh");
    desk.key("Escape");
    desk.wait_for_no_popup();
    pause();
    idle("idle after a popup");
}

#[test]
fn a_hotkey_that_is_taken_is_told_with_the_line_to_change_and_toggle_still_works() {
    let settings = "(\n    theme: \"light\",\n    hotkey: \"Ctrl+Alt+Space\",\n)";
    let desk = Desk::with("hotkey-taken", &[FIRST_START_SEEN, ("config/suda/settings.ron", settings)]);
    let _other = desk.grab_hotkey();
    let suda = desk.start_without_hotkey(&["--hidden"]);
    eventually("the message", || suda.errors().contains("Ctrl+Alt+Space"));
    assert!(suda.errors().contains("settings.ron 第 3 行"), "{}", suda.errors());
    assert_eq!(desk.suda(&["toggle"]).status.code(), Some(0));
    desk.wait_for_popup();
    eventually("the popup shows a message", || desk.popup_has_colour(NOTICE));
    desk.screenshot("taken");
}

/// The background of a message in the light appearance.
const NOTICE: [u8; 3] = [0xfd, 0xf0, 0xd9];

#[test]
fn a_broken_library_is_told_and_left_alone_and_the_starter_works() {
    let broken = "(replies: [\n  (title: \"坏的\" text: \"x\"),\n  (title: \"好的\", code: \"hd\", text: \"好的亲\"),\n])";
    let settings = ("config/suda/settings.ron", "(theme: \"light\")");
    let desk = Desk::with("broken", &[FIRST_START_SEEN, ("data/suda/replies.ron", broken), settings]);
    let _suda = desk.start(&[]);
    desk.wait_for_popup();
    eventually("the popup shows a message", || desk.popup_has_colour(NOTICE));
    desk.screenshot("told");
    desk.type_text("hd");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "好的亲");
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("qsd");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert!(desk.clipboard().contains("稍等"));
    assert_eq!(desk.read("data/suda/replies.ron"), broken);
}

#[test]
fn a_first_start_shows_its_lines_once_and_writes_the_commented_settings() {
    let desk = Desk::with("first-start", &[]);
    let mut suda = desk.start(&[]);
    desk.wait_for_popup();
    desk.screenshot("welcome");
    assert!(desk.read("config/suda/settings.ron").contains("hotkey: \"Ctrl+Alt+Space\""));
    // What the shop sells is asked once the library is read: one key skips the question, the next hides the popup.
    desk.key("Escape");
    desk.key("Escape");
    desk.wait_for_no_popup();
    eventually("the mark of the first start", || desk.exists("data/suda/first-start-seen"));
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.key("ctrl+q");
    assert_eq!(suda.wait().code(), Some(0));
}

#[test]
fn what_was_used_is_remembered_but_nothing_that_was_filled_in() {
    let desk = Desk::with("history", &[FIRST_START_SEEN, own_library()]);
    let mut suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdfh");
    desk.key("Return");
    desk.type_text("3214567890126789");
    desk.key("Tab");
    desk.key("1");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert!(desk.clipboard().contains("3214567890126789"));
    desk.suda(&["quit"]);
    suda.wait();
    for file in desk.files() {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        assert!(!text.contains("3214567890126789"), "{}", file.display());
    }
    assert!(String::from_utf8_lossy(&desk.read_bytes("data/suda/history.sqlite")).contains("own.ship"));
    assert!(!suda.errors().contains("3214567890126789"));
}

#[test]
fn the_popup_follows_the_desktop_into_the_dark_and_back() {
    const LIGHT: [u8; 3] = [0xfb, 0xfb, 0xf9];
    const DARK: [u8; 3] = [0x1c, 0x20, 0x1f];
    let mut desk = desk("appearance");
    let portal = portal::Portal::start(&desk.start_bus(), portal::DARK);
    let _suda = desk.start(&[]);
    desk.wait_for_popup();
    eventually("the popup is dark", || desk.popup_has_colour(DARK) && !desk.popup_has_colour(LIGHT));
    portal.change(portal::LIGHT);
    eventually("the popup is light", || desk.popup_has_colour(LIGHT) && !desk.popup_has_colour(DARK));
}

#[test]
fn a_pasted_message_puts_its_answer_on_top_and_is_kept_without_numbers() {
    const QUESTION: &str = "石头怎么还没开花呀";
    let desk = Desk::with("message", &[FIRST_START_SEEN, own_library()]);
    let mut suda = desk.start(&["--hidden"]);
    desk.set_clipboard("亲，在吗\n订单3214567890126789都好几天了怎么还没给我发货呀");
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.key("ctrl+v");
    pause();
    desk.screenshot("ranked");
    desk.key("Escape");
    desk.wait_for_no_popup();
    let first = || String::from_utf8(desk.suda(&["search", QUESTION, "--limit", "1"]).stdout).unwrap();
    assert!(!first().contains("own.hi"));
    desk.set_clipboard(&format!("我叫张三 3214567890126789 {QUESTION}"));
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.key("ctrl+v");
    pause();
    // The answer is another: it is looked for, and the message is kept for it.
    desk.key("ctrl+a");
    desk.type_text("wdwh");
    desk.key("ctrl+m");
    pause();
    desk.screenshot("keep");
    desk.key("Return");
    eventually("the question is kept", || desk.exists("data/suda/replies.questions.ron"));
    desk.screenshot("kept");
    let kept = desk.read("data/suda/replies.questions.ron");
    assert!(kept.contains(QUESTION), "{kept}");
    assert!(!kept.contains("张三") && !kept.contains("3214567890126789"), "{kept}");
    assert!(first().contains("own.hi"), "{}", first());
    desk.suda(&["quit"]);
    suda.wait();
    for file in desk.files() {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        assert!(!text.contains("3214567890126789"), "{}", file.display());
    }
}

#[test]
fn with_the_setting_a_fresh_message_on_the_clipboard_is_ranked_at_once() {
    let settings = ("config/suda/settings.ron", "(read_clipboard: true)");
    let desk = Desk::with("read-clipboard", &[FIRST_START_SEEN, own_library(), settings]);
    let _suda = desk.start(&["--hidden"]);
    desk.set_clipboard("退款到底什么时候能到账呀");
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    pause();
    desk.screenshot("offered");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert!(desk.clipboard().contains("退款"), "{}", desk.clipboard());
    // Its own copy is no news, and typing begins a query as ever.
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    pause();
    desk.type_text("wdwh");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), GREETING);
}

#[test]
fn a_size_is_looked_up_while_it_is_typed_and_the_copied_text_fills_its_place() {
    let library = r#"(
        tables: [(name: "尺码表", inputs: ["身高", "体重"], outputs: ["尺码"], rows: [["150-165", "80-105斤", "M"]])],
        replies: [
            (title: "推荐尺码", code: "tjcm", text: "{身高}、{体重}，建议拍{尺码}码，一天{=金额/365}元"),
            (title: "转告", code: "zhga", text: "您说的“{剪贴板}”，{问候}，我记下了"),
            (title: "什么时候发", code: "smsf", variants: [(when: (days: "restday"), text: "{工作日+1}发"), "今天发", "马上发"]),
        ],
    )"#;
    let desk = Desk::with("look-up", &[FIRST_START_SEEN, ("data/suda/replies.ron", library)]);
    let _suda = desk.start(&["--hidden", "--now", "2026-11-21T15:30"]);
    let find = |code: &str| {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
        desk.type_text(code);
    };
    find("tjcm");
    for value in ["1.6", "50kg", "299"] {
        desk.key("Return");
        desk.type_text(value);
    }
    pause();
    desk.screenshot("looked-up");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "160cm、100斤，建议拍M码，一天0.82元");
    desk.set_clipboard("周末也发货吗？");
    find("zhga");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "您说的“周末也发货吗？”，下午好，我记下了");
    // The weekend's wording is taken; the others can be turned to.
    find("smsf");
    pause();
    desk.screenshot("weekend");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "11月23日发");
    find("smsf");
    desk.key("alt+Right");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "今天发");
}

#[test]
fn a_shop_is_changed_by_key_and_name_and_its_missing_value_is_written_in_its_place() {
    let library = r#"(replies: [(title: "介绍", code: "js", text: "我是{店铺名}的{客服名}，由{快递}发货")])"#;
    let shops = "(shops: [\n    // 主店\n    { \"店铺名\": \"木棉\", \"默认快递\": \"申通\" }, // 老店\n    {\n        \"店铺名\": \"小舟\",\n        \"默认快递\": \"顺丰\" // 贵\n    },\n])\n";
    let files = [FIRST_START_SEEN, ("data/suda/replies.ron", library), ("config/suda/shops.ron", shops)];
    let desk = Desk::with("shops", &files);
    let mut suda = desk.start(&["--hidden"]);
    let open = || {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
    };
    open();
    desk.key("ctrl+Tab");
    desk.type_text("js");
    desk.key("Return");
    desk.type_text("Xiao Zhou");
    pause();
    desk.screenshot("asked-once");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "我是小舟的Xiao Zhou，由顺丰发货");
    let expected = shops.replace(
        "\"默认快递\": \"顺丰\" // 贵\n",
        "\"默认快递\": \"顺丰\", // 贵\n        \"客服名\": \"Xiao Zhou\",\n",
    );
    eventually("the value is written down", || desk.read("config/suda/shops.ron") == expected);
    // It is not asked for again, and the other shop by its initials.
    open();
    desk.type_text("js");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "我是小舟的Xiao Zhou，由顺丰发货");
    open();
    desk.type_text("#mm");
    pause();
    desk.screenshot("list");
    desk.key("Return");
    desk.type_text("js");
    desk.key("Return");
    desk.type_text("Mian");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "我是木棉的Mian，由申通发货");
    desk.suda(&["quit"]);
    suda.wait();
    assert!(
        desk.read("config/suda/shops.ron")
            .contains("\"默认快递\": \"申通\", \"客服名\": \"Mian\" }, // 老店")
    );
}

#[test]
fn values_of_the_copied_text_are_offered_and_taken_with_one_key() {
    let library = r#"(replies: [(title: "核对信息", code: "hdxx", text: "身高{身高}，体重{体重}，订单{订单号}，对吗？")])"#;
    let desk = Desk::with("offers", &[FIRST_START_SEEN, ("data/suda/replies.ron", library)]);
    let _suda = desk.start(&["--hidden"]);
    desk.set_clipboard("在吗\n我1米6，一百零五斤\n订单号：3214567890126789 电话13800000000 地址浙江省杭州市西湖区文三路100号");
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("hdxx");
    pause();
    desk.screenshot("offered");
    desk.key("ctrl+t");
    pause();
    desk.screenshot("taken");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "身高160cm，体重105斤，订单3214567890126789，对吗？");
}

#[test]
fn two_buyers_in_turn_never_get_each_others_values() {
    const FIRST: [&str; 3] = ["3214567890126789", "王小云", "13800000000"];
    const SECOND: [&str; 3] = ["7770000000000001", "李大海", "13900000000"];
    let library = r#"(replies: [(title: "核对", code: "hd", text: "订单{订单号}，{姓名}，{手机号}"),
        (title: "催发货", code: "cfh", text: "订单{订单号}马上发出")])"#;
    let desk = Desk::with("buyers", &[FIRST_START_SEEN, ("data/suda/replies.ron", library)]);
    let mut suda = desk.start(&["--hidden"]);
    let reply = |code: &str| {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
        desk.type_text(code);
    };
    let copied = || {
        desk.key("Return");
        desk.wait_for_no_popup();
        desk.clipboard()
    };
    desk.set_clipboard(&format!("订单号{}，收货人：{}，电话{}", FIRST[0], FIRST[1], FIRST[2]));
    reply("hd");
    desk.key("ctrl+t");
    assert_eq!(copied(), "订单3214567890126789，王小云，13800000000");
    // Known for the next reply, although the clipboard holds our own text by now.
    reply("cfh");
    pause();
    desk.screenshot("known");
    assert_eq!(copied(), "订单3214567890126789马上发出");
    // The other chat: its order is copied, and nothing of the first buyer goes out.
    desk.set_clipboard(&format!("我的订单{}怎么还没发", SECOND[0]));
    reply("hd");
    desk.key("Return");
    pause();
    desk.screenshot("another");
    assert!(desk.popup().is_some(), "the values of the first buyer are gaps");
    desk.key("ctrl+t");
    desk.key("Tab");
    desk.key("Tab");
    desk.key("Tab");
    desk.xdotool(&["key", "Return"]);
    pause();
    assert!(desk.popup().is_some(), "name and phone are still gaps");
    desk.key("Escape");
    desk.key("Escape");
    desk.wait_for_no_popup();
    reply("cfh");
    assert_eq!(copied(), "订单7770000000000001马上发出");
    // The first buyer again, by their chip: the last one, to which Shift+Tab goes at once.
    reply("hd");
    desk.key("shift+Tab");
    desk.key("space");
    pause();
    desk.screenshot("called-back");
    assert_eq!(copied(), "订单3214567890126789，王小云，13800000000");
    // The next buyer by key.
    reply("cfh");
    desk.key("ctrl+b");
    desk.key("Return");
    pause();
    assert!(desk.popup().is_some(), "nothing is known of the next buyer");
    desk.suda(&["quit"]);
    suda.wait();
    for file in desk.files() {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        for value in FIRST.iter().chain(&SECOND) {
            assert!(!text.contains(value), "{} holds {value}", file.display());
        }
    }
}

/// Four messages, of which one is an image; and a long text.
fn sequences() -> (&'static str, &'static str) {
    let library = r#"(replies: [
    (title: "四条", code: "st", parts: ["亲，在的😊", "您的“订单”已发出：A&B <1>", (image: "size.png"), "谢谢"]),
    (title: "别的", code: "bd", text: "另一条"),
    // 长的
    (title: "长文", code: "cw", text: "一二三四五六七八九十。一二三四五六七八九十。"),
])"#;
    ("data/suda/replies.ron", library)
}

#[test]
fn messages_are_pasted_one_by_one_while_the_chat_keeps_the_keyboard() {
    let desk = Desk::with("sequence", &[FIRST_START_SEEN, sequences()]);
    let original = desk.path("data/suda/size.png");
    image::RgbaImage::from_fn(31, 17, |x, y| {
        let part = |value: u32| u8::try_from(value).unwrap();
        image::Rgba([part(x * 8), part(y * 15), 99, 255])
    })
    .save(&original)
    .unwrap();
    let chat = desk.active_window();
    let _suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("st");
    pause();
    desk.screenshot("popup");
    desk.key("Return");
    desk.wait_for_bar();
    eventually("the chat client has the keys again", || desk.active_window() == chat);
    let watch = desk.watch_active();
    let paste = || {
        desk.key("ctrl+v");
        desk.key("Return");
    };
    paste();
    desk.screenshot("bar");
    pause();
    desk.key("ctrl+alt+space");
    eventually("the second message is copied", || desk.clipboard().starts_with("您的"));
    paste();
    pause();
    // The third is an image; a click is as good as a press.
    desk.click();
    eventually("the image is copied", || {
        suda::store::images::load(&desk.clipboard_image()).is_ok_and(|image| image.width == 31)
    });
    assert_eq!(suda::store::images::load(&desk.clipboard_image()), suda::store::images::load(&original));
    pause();
    desk.key("ctrl+alt+space");
    eventually("the last message is copied", || desk.clipboard() == "谢谢");
    desk.screenshot("done");
    paste();
    desk.wait_for_no_popup();
    eventually("all texts are in the chat", || {
        desk.read("chat.txt") == "亲，在的😊\n您的“订单”已发出：A&B <1>\n谢谢\n"
    });
    assert_eq!((watch.changes(), desk.active_window()), (0, chat), "nobody else ever was active");
}

#[test]
fn a_double_press_opens_the_search_and_a_minute_without_one_ends_the_bar() {
    let desk = Desk::with("sequence-search", &[FIRST_START_SEEN, sequences()]);
    let chat = desk.active_window();
    let _suda = desk.start(&["--hidden"]);
    let begin = || {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
        desk.type_text("st");
        desk.key("Return");
        desk.wait_for_bar();
        eventually("the chat client has the keys again", || desk.active_window() == chat);
    };
    begin();
    desk.xdotool(&["key", "--delay", "60", "ctrl+alt+space", "ctrl+alt+space"]);
    desk.wait_for_popup();
    assert_eq!(desk.size(), Some((780, 480)));
    eventually("the first message is on the clipboard again", || desk.clipboard() == "亲，在的😊");
    desk.key("Escape");
    desk.wait_for_bar();
    desk.screenshot("back");
    // A long press.
    desk.xdotool(&["keydown", "ctrl+alt+space", "sleep", "0.8", "keyup", "ctrl+alt+space"]);
    desk.wait_for_popup();
    desk.type_text("bd");
    desk.screenshot("bd");
    desk.key("Return");
    desk.screenshot("bd-after");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), "另一条");
    pause();
    assert!(desk.popup().is_none(), "what was begun before is over");
    begin();
    let since = Instant::now();
    eventually_within("the bar goes by itself", Duration::from_secs(90), || desk.popup().is_none());
    assert!(since.elapsed() > Duration::from_secs(55), "{:?}", since.elapsed());
    assert_eq!(desk.active_window(), chat);
}

#[test]
fn a_long_text_is_sent_in_parts_and_kept_so_with_one_key() {
    let shops = r#"(shops: [{"店铺名": "木棉", "字数上限": "15"}])"#;
    let desk = Desk::with("split", &[FIRST_START_SEEN, sequences(), ("config/suda/shops.ron", shops)]);
    let _suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("cw");
    pause();
    desk.screenshot("split");
    desk.key("ctrl+k");
    let (path, before) = sequences();
    let (text, parts) = (
        r#"text: "一二三四五六七八九十。一二三四五六七八九十。""#,
        r#"parts: ["一二三四五六七八九十。", "一二三四五六七八九十。"]"#,
    );
    eventually("the library has the parts, and nothing else is changed", || {
        desk.read(path) == before.replace(text, parts)
    });
    desk.screenshot("kept");
    desk.key("Return");
    desk.wait_for_bar();
    assert_eq!(desk.clipboard(), "一二三四五六七八九十。");
}

#[test]
fn what_breaks_a_rule_is_copied_by_a_second_key_alone_or_as_the_rule_writes_it() {
    let text = "亲，今天拍下，保证三天到。";
    let library = format!(r#"(replies: [(id: "p", title: "承诺", code: "cn", text: "{text}")])"#);
    let desk = Desk::with("check", &[FIRST_START_SEEN, ("data/suda/replies.ron", &library)]);
    let _suda = desk.start(&["--hidden"]);
    desk.set_clipboard("before");
    let find = || {
        desk.key("ctrl+alt+space");
        desk.wait_for_popup();
        desk.type_text("cn");
    };
    find();
    for keys in ["Return", "ctrl+Return", "ctrl+shift+c"] {
        desk.key(keys);
        pause();
        assert_eq!(desk.clipboard(), "before", "{keys}");
    }
    desk.screenshot("finding");
    desk.key("shift+Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), text);
    let kept = |word: &str| {
        let files = desk.files().into_iter().filter(|path| path.to_string_lossy().contains("history"));
        let mut texts = files.map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned());
        texts.any(|text| text.contains(word))
    };
    eventually("it is counted", || kept("promise.arrival"));
    assert!(!kept("三天"), "the text is not kept");
    find();
    desk.key("F2");
    desk.screenshot("rewritten");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), text.replace("保证", "一般"));
}

#[test]
fn the_tray_opens_the_popup_and_the_editor_and_quits() {
    let mut desk = Desk::with("tray", &[FIRST_START_SEEN, own_library()]);
    let panel = panel::Panel::start(&desk.start_bus());
    let mut suda = desk.start(&["--hidden"]);
    let icon = panel.icon();
    assert_eq!((icon.title().as_str(), icon.picture()), ("速答", (128, 128, 128 * 128 * 4)));
    icon.click();
    desk.wait_for_popup();
    desk.key("Escape");
    desk.wait_for_no_popup();
    icon.choose("打开速答");
    desk.wait_for_popup();
    desk.type_text("wdwh");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), GREETING);
    icon.choose("编辑话术");
    desk.wait_for_editor();
    icon.choose("退出速答");
    assert!(suda.wait().success());
    assert!(desk.editor().is_some(), "the editor is a program of its own");
}
