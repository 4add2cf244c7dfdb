//! What was copied can be pasted after the program has ended, and nothing that was typed ends with a window unasked.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::desk::{Desk, eventually, pause};
use super::{FIRST_START_SEEN, GREETING, copy_greeting, own_library};

/// Copies the greeting and ends the program.
fn copy_and_quit(desk: &Desk) {
    let mut suda = desk.start(&["--hidden"]);
    copy_greeting(desk);
    assert_eq!(desk.suda(&["quit"]).status.code(), Some(0));
    assert!(suda.wait().success());
}

/// The processes of the desk with this folder that serve a text.
fn keepers(root: &str) -> usize {
    let is_keeper = |process: &fs::DirEntry| {
        let holds = |name: &str, word: &str| {
            let bytes = fs::read(process.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).contains(word)
        };
        holds("cmdline", "keep-clipboard") && holds("environ", root)
    };
    fs::read_dir("/proc").unwrap().filter_map(Result::ok).filter(is_keeper).count()
}

fn root(desk: &Desk) -> String {
    desk.path("data").parent().unwrap().display().to_string()
}

#[test]
fn without_a_manager_the_text_is_served_until_somebody_else_copies() {
    let desk = Desk::with("keeper", &[FIRST_START_SEEN, own_library()]);
    copy_and_quit(&desk);
    for _ in 0..3 {
        assert_eq!(desk.clipboard(), GREETING);
    }
    assert_eq!(keepers(&root(&desk)), 1);
    desk.set_clipboard("something else");
    eventually("the keeper has ended", || keepers(&root(&desk)) == 0);
    assert_eq!(desk.clipboard(), "something else");
    // What somebody else has copied is not taken over.
    let mut suda = desk.start(&["--hidden"]);
    desk.suda(&["quit"]);
    suda.wait();
    pause();
    assert_eq!((keepers(&root(&desk)), desk.clipboard().as_str()), (0, "something else"));
}

#[test]
fn a_manager_takes_the_text_over_and_nothing_of_ours_is_left() {
    let desk = Desk::with("manager", &[FIRST_START_SEEN, own_library()]);
    let asked = start_manager(desk.connect());
    copy_and_quit(&desk);
    assert_eq!(asked.recv_timeout(std::time::Duration::from_secs(5)).unwrap(), GREETING);
    assert_eq!((keepers(&root(&desk)), desk.clipboard().as_str()), (0, GREETING));
}

#[test]
fn the_keeper_ends_with_the_desktop() {
    let desk = Desk::with("keeper-end", &[FIRST_START_SEEN, own_library()]);
    copy_and_quit(&desk);
    assert_eq!(keepers(&root(&desk)), 1);
    let root = root(&desk);
    drop(desk);
    eventually("the keeper has ended", || keepers(&root) == 0);
}

/// The editor with a title typed into it, of which the end cannot be kept: nothing can be written where the drafts belong.
fn with_unstored_title(desk: &Desk) {
    pause();
    desk.xdotool(&["key", "Return", "End", "m"]);
    eventually("the first letter is kept", || drafts(desk).exists());
    fs::remove_file(drafts(desk)).unwrap();
    fs::create_dir_all(drafts(desk).join("in-the-way")).unwrap();
    desk.type_text("ine");
    pause();
    desk.key("alt+F4");
    pause();
    assert!(desk.editor().is_some(), "the window asks first");
}

fn drafts(desk: &Desk) -> PathBuf {
    desk.path("data/suda/replies.drafts.ron")
}

fn end_of_editor(desk: &Desk) {
    eventually("the editor is gone", || desk.editor().is_none());
    assert_eq!(desk.read("data/suda/replies.ron"), own_library().1, "nothing was saved unasked");
}

#[test]
fn an_editor_whose_drafts_cannot_be_written_closes_when_they_can_be() {
    let desk = Desk::with("unstored", &[FIRST_START_SEEN, own_library()]);
    let _editor = desk.start_editor(&["edit", "own.hi"]);
    with_unstored_title(&desk);
    desk.screenshot("asked");
    // Enter tries again, in vain; Esc goes on editing, and the window asks again, by whatever way it is closed.
    desk.key("Return");
    pause();
    assert!(desk.editor().is_some());
    desk.key("Escape");
    desk.type_text("x");
    desk.key("ctrl+w");
    pause();
    assert!(desk.editor().is_some());
    fs::remove_dir_all(drafts(&desk)).unwrap();
    desk.key("Return");
    end_of_editor(&desk);
    assert!(fs::read_to_string(drafts(&desk)).unwrap().contains("我的问候minex"));
}

#[test]
fn what_cannot_be_kept_is_saved_elsewhere_or_given_up_by_a_choice_that_says_so() {
    let desk = Desk::with("unstored-elsewhere", &[FIRST_START_SEEN, own_library()]);
    let elsewhere = || {
        let files = fs::read_dir(desk.path("")).unwrap().filter_map(Result::ok).map(|entry| entry.path());
        let is_rescue = |path: &PathBuf| path.display().to_string().contains("suda-unsaved-");
        files.filter(is_rescue).collect::<Vec<_>>()
    };
    let editor = desk.start_editor(&["edit", "own.hi"]);
    with_unstored_title(&desk);
    desk.xdotool(&["key", "Down", "Return"]);
    eventually("it is saved elsewhere", || {
        elsewhere().iter().any(|path| fs::read_to_string(path).unwrap().contains("我的问候mine"))
    });
    pause();
    desk.screenshot("saved");
    // The choice is on closing now, and nothing is lost.
    desk.key("Return");
    end_of_editor(&desk);
    drop(editor);
    fs::remove_dir_all(drafts(&desk)).unwrap();
    let _editor = desk.start_editor(&["edit", "own.hi"]);
    with_unstored_title(&desk);
    desk.xdotool(&["key", "Up"]);
    desk.screenshot("given-up");
    desk.key("Return");
    end_of_editor(&desk);
    assert_eq!(elsewhere().len(), 1);
}

/// A clipboard manager that takes a text over when it is asked to. Gives the texts.
fn start_manager(connection: RustConnection) -> Receiver<String> {
    let (sender, texts) = mpsc::channel();
    let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let [manager, save, clipboard, utf8] =
        ["CLIPBOARD_MANAGER", "SAVE_TARGETS", "CLIPBOARD", "UTF8_STRING"].map(atom);
    let root = connection.setup().roots[0].root;
    let window = connection.generate_id().unwrap();
    let (class, aux) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
    connection.create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &aux).unwrap();
    connection.set_selection_owner(window, manager, x11rb::CURRENT_TIME).unwrap();
    connection.flush().unwrap();
    let serve = move || {
        let (mut asker, mut text) = (None, Vec::new());
        let answer = |request: &SelectionRequestEvent| {
            let event = SelectionNotifyEvent {
                response_type: SELECTION_NOTIFY_EVENT,
                sequence: 0,
                time: request.time,
                requestor: request.requestor,
                selection: request.selection,
                target: request.target,
                property: request.property,
            };
            connection.send_event(false, request.requestor, EventMask::NO_EVENT, event).unwrap();
            connection.flush().unwrap();
        };
        while let Ok(event) = connection.wait_for_event() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "all that X can tell")]
            match event {
                Event::SelectionRequest(request) if request.target == save => {
                    connection.convert_selection(window, clipboard, utf8, utf8, x11rb::CURRENT_TIME).unwrap();
                    connection.flush().unwrap();
                    asker = Some(request);
                }
                Event::SelectionNotify(_) => {
                    let content = connection.get_property(true, window, utf8, AtomEnum::ANY, 0, 10_000);
                    text = content.unwrap().reply().unwrap().value;
                    connection.set_selection_owner(window, clipboard, x11rb::CURRENT_TIME).unwrap();
                    if let Some(request) = asker.take() {
                        answer(&request);
                    }
                    sender.send(String::from_utf8(text.clone()).unwrap()).ok();
                }
                Event::SelectionRequest(request) => {
                    let (to, property) = (request.requestor, request.property);
                    connection.change_property8(PropMode::REPLACE, to, property, utf8, &text).unwrap();
                    answer(&request);
                }
                _ => {}
            }
        }
    };
    std::thread::Builder::new().spawn(serve).unwrap();
    texts
}
