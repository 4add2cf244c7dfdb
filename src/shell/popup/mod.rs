//! The popup's window: the event loop that draws it, the threads that may wait, and the hotkeys that open it.

mod channels;
mod core;
mod desktop_window;
mod event_loop;
mod inbox;
mod window;
mod workers;

use std::cell::RefCell;
use std::rc::Rc;

use super::{RunError, not_delivered};
use crate::app::popup::{Action, Notice, Report};
use crate::cli::Start;
use crate::platform::hotkey::{self, HotkeyError, Press};
use crate::platform::instance::{self, Request, Room};
use crate::store::{settings, shops};

use self::core::Core;
use self::inbox::Inbox;

/// Runs the popup until the user quits; where it runs already, asks that one to show itself.
pub(super) fn run(start: &Start, is_hidden: bool) -> Result<(), RunError> {
    let claim = instance::claim(&start.paths, Room::Popup);
    let Some(claim) = claim.map_err(|error| RunError::Instance((&error).into()))? else {
        let shown =
            if is_hidden { Ok(()) } else { instance::send(&start.paths, Room::Popup, &Request::Show) };
        return shown.map_err(|error| not_delivered(&error));
    };
    let event_loop = event_loop::build()?;
    let inbox = Inbox::new(&event_loop);
    let is_first_start = prepare_first_start(start);
    let core = Rc::new(RefCell::new(Core::new(start, inbox.clone(), is_first_start)));
    workers::listen_for_instances(claim, inbox.clone());
    workers::follow_appearance(inbox.clone());
    workers::prepare_rules(inbox.clone());
    let on_press = {
        let inbox = inbox.clone();
        move |press| {
            inbox.send(match press {
                Press::Down => Action::Toggle,
                Press::Held => Action::HotkeyHeld,
            });
        }
    };
    // Held until the end: on Windows and macOS the hotkey goes with it.
    let registered = hotkey::register(&start.settings.hotkey, on_press);
    match &registered {
        Ok(_) => core.borrow_mut().hotkey_works(&start.settings.hotkey),
        Err(error) => {
            let notice = notice_of(error, start, &start.settings.hotkey, start.settings.hotkey_line);
            tracing::warn!("{}", core.borrow().words.notice(&notice));
            inbox.send(Report::Notify(notice));
        }
    }
    // Held as the other one.
    let _registered = start.settings.hotkey_from_clipboard.as_ref().and_then(|hotkey| {
        let presses = inbox.clone();
        let registered = hotkey::register(hotkey, move |press| {
            if press == Press::Down {
                presses.send(Action::NewFromClipboard);
            }
        });
        let line = start.settings.hotkey_from_clipboard_line;
        let tell = |error: &HotkeyError| inbox.send(Report::Notify(notice_of(error, start, hotkey, line)));
        registered.inspect_err(tell).ok()
    });
    if !is_hidden {
        inbox.send(Action::Summon);
    }
    let result = event_loop::run(event_loop, Rc::clone(&core));
    core.borrow_mut().finish();
    result
}

/// Writes the commented settings of a new user. True until the first popup has been put away.
fn prepare_first_start(start: &Start) -> bool {
    if let Err(error) = settings::write_template(&start.paths.settings()) {
        tracing::warn!(%error, "the settings template cannot be written");
    }
    if let Err(error) = shops::write_template(&start.paths.shops()) {
        tracing::warn!(%error, "the template of the shops cannot be written");
    }
    !start.paths.first_start_mark().exists()
}

/// `line` is where the settings name the hotkey, 0 where they do not.
fn notice_of(error: &HotkeyError, start: &Start, hotkey: &str, line: usize) -> Notice {
    let hotkey = hotkey.to_owned();
    let settings = start.paths.settings().display().to_string();
    match error {
        HotkeyError::Taken => Notice::HotkeyTaken { hotkey, settings, line },
        HotkeyError::Invalid => Notice::HotkeyInvalid { hotkey, settings, line },
        HotkeyError::Unsupported(reason) => {
            tracing::warn!(reason, "no global hotkey");
            Notice::HotkeyUnsupported
        }
    }
}
