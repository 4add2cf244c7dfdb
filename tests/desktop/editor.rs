//! The editor's window.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use suda::model::Reply;
use suda::store::{drafts, ron_file};

use crate::desk::{Desk, eventually, pause};
use crate::{FIRST_START_SEEN, GREETING, own_library};

const LIBRARY: &str = "data/suda/replies.ron";

/// What the personal library says; it has to be whole.
fn replies(desk: &Desk) -> Vec<Reply> {
    let (pack, problems) = ron_file::parse_pack(LIBRARY, &desk.read(LIBRARY));
    assert_eq!(problems, []);
    pack.replies
}

fn title(desk: &Desk, id: &str) -> String {
    replies(desk).into_iter().find(|reply| reply.id == id).map(|reply| reply.title).unwrap_or_default()
}

fn put(path: &Path, content: impl AsRef<[u8]>) {
    fs::File::create(path).unwrap().write_all(content.as_ref()).unwrap();
}

#[test]
fn the_popup_opens_the_editor_at_its_reply_and_what_is_saved_is_found_at_once() {
    let desk = Desk::with("editor", &[FIRST_START_SEEN, own_library()]);
    let before = desk.read(LIBRARY);
    let _suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdfh");
    desk.key("ctrl+e");
    desk.wait_for_no_popup();
    desk.wait_for_editor();
    desk.screenshot("opened");
    desk.xdotool(&["key", "Return", "End"]);
    desk.type_text("abc");
    desk.screenshot("typed");
    desk.key("ctrl+s");
    eventually("the title is saved", || title(&desk, "own.ship") == "我的发货abc");
    assert_eq!(desk.read(LIBRARY), before.replace("\"我的发货\"", "\"我的发货abc\""));
    // The popup has heard of it.
    pause();
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("abc");
    desk.screenshot("found");
    desk.key("ctrl+e");
    desk.wait_for_editor();
    // Taken back, saved, deleted, taken back.
    desk.key("ctrl+z");
    desk.key("ctrl+s");
    eventually("the title is what it was", || desk.read(LIBRARY) == before);
    desk.key("Escape");
    desk.key("Delete");
    eventually("the reply is gone", || replies(&desk).len() == 1);
    assert!(desk.read("data/suda/replies.trash.ron").contains("我的发货"));
    desk.key("ctrl+z");
    eventually("the reply is back", || replies(&desk).len() == 2);
    desk.key("ctrl+w");
    eventually("the editor is gone", || desk.editor().is_none());
}

#[test]
fn typed_and_copied_texts_become_replies_in_the_one_editor() {
    let settings = ("config/suda/settings.ron", "(hotkey_from_clipboard: \"Ctrl+Alt+N\")");
    let desk = Desk::with("editor-new", &[FIRST_START_SEEN, own_library(), settings]);
    let _suda = desk.start(&["--hidden"]);
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("abcd");
    desk.key("ctrl+n");
    desk.wait_for_editor();
    // The title is there already: the text has the keys.
    desk.type_text("text 1");
    desk.key("ctrl+s");
    eventually("the new reply is saved", || replies(&desk).iter().any(|reply| reply.title == "abcd"));
    let new = replies(&desk).into_iter().find(|reply| reply.title == "abcd").unwrap();
    assert_eq!(new.texts().collect::<Vec<_>>(), ["text 1"]);
    // A second start shows the first one's window.
    desk.set_clipboard(GREETING);
    assert!(desk.suda(&["edit", "--from-clipboard"]).status.success());
    let title_of_new = || fs::read_to_string(desk.path("data/suda/replies.drafts.ron")).unwrap_or_default();
    eventually("the copied text is a draft", || title_of_new().contains("请问有什么可以帮您"));
    desk.screenshot("copied");
    // So does the hotkey, wherever the keys are.
    desk.set_clipboard("copied elsewhere");
    desk.key("ctrl+alt+n");
    eventually("the hotkey makes another draft", || title_of_new().contains("copied elsewhere"));
    // And a page beside the replies: a new shop, in the file at once.
    desk.key("Escape");
    desk.xdotool(&["key", "Left", "End", "Up", "Up", "Up", "Up", "Up", "Up", "ctrl+n"]);
    desk.screenshot("asked");
    desk.type_text("shop a");
    desk.key("Return");
    eventually("the shop is saved", || {
        let path = desk.path("config/suda/shops.ron");
        suda::store::shops::load(&path).0.iter().any(|shop| shop.name() == Some("shop a"))
    });
    desk.screenshot("shops");
}

#[test]
fn an_outside_edit_is_seen_within_a_second_and_never_costs_a_draft() {
    let desk = Desk::with("editor-outside", &[FIRST_START_SEEN, own_library()]);
    let path = desk.path(LIBRARY);
    let before = desk.read(LIBRARY);
    let _suda = desk.start(&["--hidden"]);
    let _editor = desk.start_editor(&["edit", "own.hi"]);
    desk.xdotool(&["key", "Return", "End"]);
    desk.type_text("mine");
    eventually("the draft is kept", || {
        drafts::load::<suda::app::editor::EditDraft>(&path).is_ok_and(|loaded| loaded.drafts.len() == 1)
    });
    // Half a save first, as some programs do it.
    let half: String = before.chars().take(before.chars().count() / 2).collect();
    put(&path, &half);
    thread::sleep(Duration::from_millis(300));
    let outside = before.replace("有什么可以帮您", "想了解哪一款").replace("我的问候", "外面的问候");
    put(&path, &outside);
    thread::sleep(Duration::from_secs(1));
    desk.key("ctrl+alt+space");
    desk.wait_for_popup();
    desk.type_text("wdwh");
    desk.screenshot("popup");
    desk.key("Return");
    desk.wait_for_no_popup();
    assert_eq!(desk.clipboard(), GREETING.replace("有什么可以帮您", "想了解哪一款"));
    // A save without an answer touches nothing.
    desk.xdotool(&["windowactivate", "--sync", &desk.editor().unwrap().to_string()]);
    desk.key("ctrl+s");
    pause();
    desk.screenshot("conflict");
    assert_eq!(desk.read(LIBRARY), outside);
    // Mine, and then theirs again by the way back.
    desk.key("ctrl+1");
    desk.key("ctrl+s");
    eventually("mine is saved", || desk.read(LIBRARY) == before.replace("我的问候", "我的问候mine"));
    let versions = suda::store::backup::versions(&path).unwrap();
    assert_eq!(fs::read_to_string(&versions[0].path).unwrap(), outside);
}

/// Every letter typed so far, in the library or in the drafts.
fn kept_title(desk: &Desk) -> String {
    let saved = title(desk, "own.hi");
    let drafts: Vec<suda::app::editor::EditDraft> = drafts::load(&desk.path(LIBRARY)).unwrap().drafts;
    let draft = drafts.into_iter().map(|draft| draft.working.reply.title).next().unwrap_or_default();
    if draft.len() > saved.len() { draft } else { saved }
}

#[test]
fn of_two_hundred_editors_killed_while_they_save_none_loses_a_letter_or_breaks_the_file() {
    const KILLS: u64 = 200;
    let desk = Desk::with("editor-killed", &[FIRST_START_SEEN, own_library()]);
    let before = desk.read(LIBRARY);
    let (mut old_files, mut new_files) = (0, 0);
    let mut typed = title(&desk, "own.hi");
    let type_letter = |typed: &mut String, letter: char| {
        desk.xdotool(&["key", "Return", "End", &letter.to_string()]);
        typed.push(letter);
        eventually("the letter is kept", || kept_title(&desk) == *typed);
    };
    // How long it is from the keys to the end of a save, here and now.
    let editor = desk.start_editor(&["edit", "own.hi"]);
    type_letter(&mut typed, 'z');
    let (start, mut press) = (Instant::now(), desk.press("ctrl+s"));
    while title(&desk, "own.hi") != typed {
        thread::sleep(Duration::from_micros(500));
    }
    let save = start.elapsed();
    press.wait();
    editor.kill();
    for round in 0..KILLS {
        let editor = desk.start_editor(&["edit", "own.hi"]);
        type_letter(&mut typed, char::from(b'a' + u8::try_from(round % 26).unwrap()));
        let saved = title(&desk, "own.hi");
        let mut press = desk.press("ctrl+s");
        // Somewhere from before the first system call of the save to behind the last.
        let part = u32::try_from(round * 7919 % 1000).unwrap();
        thread::sleep(save * 3 / 2 * part / 1000);
        editor.kill();
        press.wait();
        // Whole, and the old or the new one.
        let after = title(&desk, "own.hi");
        assert!(after == saved || after == typed, "round {round}: {saved}, {after}");
        assert_eq!(desk.read(LIBRARY), before.replace("我的问候", &after), "round {round}");
        assert_eq!(kept_title(&desk), typed, "round {round}");
        if after == typed {
            new_files += 1;
        } else {
            old_files += 1;
        }
    }
    println!("{KILLS} kills within {save:?} and a half: {old_files} old files, {new_files} new ones");
    assert!(old_files >= 10 && new_files >= 10, "{old_files} {new_files}: the kills miss the saves");
    // The last draft is there again, and can be saved.
    let _editor = desk.start_editor(&["edit", "own.hi"]);
    desk.xdotool(&["key", "Return", "End", "z", "ctrl+s"]);
    typed.push('z');
    eventually("everything is saved", || title(&desk, "own.hi") == typed);
    desk.screenshot("after");
}

#[test]
fn files_are_dropped_previewed_taken_and_taken_back_by_keys() {
    let desk = Desk::with("import", &[FIRST_START_SEEN, own_library()]);
    let before = desk.read(LIBRARY);
    let table = "一级分类（必填）,话术标题（选填）,话术内容（必填）,编号\r\n\
                 售后,停电通知,亲，今天仓库停电，晚些发出,tdtz\r\n\
                 售后,补发,补发的单号稍后告诉您,bf\r\n\
                 售后,空的,,k\r\n";
    let csv = desk.path("我的 话术.csv");
    put(&csv, encoding_rs::GB18030.encode(table).0);
    let _editor = desk.start_editor(&["edit"]);
    let titles = || replies(&desk).into_iter().map(|reply| reply.title).collect::<Vec<_>>();

    crate::drag::drop_into_editor(&desk, &csv);
    pause();
    desk.screenshot("previewed");
    assert_eq!(desk.read(LIBRARY), before, "nothing is written before the yes");
    // The first row stays away.
    desk.key("space");
    pause();
    desk.screenshot("left-out");
    desk.key("ctrl+Return");
    eventually("the rest came in", || titles().contains(&"补发".to_owned()));
    assert!(!titles().contains(&"停电通知".to_owned()));
    desk.screenshot("taken");
    desk.key("ctrl+z");
    eventually("the import is taken back", || desk.read(LIBRARY) == before);
    desk.screenshot("taken-back");

    // A workbook that is called as the old ones were.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["问题", "答案"], ["能开发票吗", "可以的，拍下时备注抬头"]])
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let xls = desk.path("qa.xls");
    put(&xls, book.save_to_buffer().unwrap());
    crate::drag::drop_into_editor(&desk, &xls);
    pause();
    desk.screenshot("workbook");
    desk.key("ctrl+Return");
    eventually("the answer came in", || titles().contains(&"能开发票吗".to_owned()));
}
