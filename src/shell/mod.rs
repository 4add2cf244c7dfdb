//! The program with its window: the event loop, the threads, and carrying out the state's [`Effect`]s.
//!
//! [`Effect`]: crate::app::Effect

mod core;
mod editor;
mod event_loop;
mod icon;
mod inbox;
mod shelf;
mod window;
mod workers;

use std::cell::RefCell;
use std::io::ErrorKind;
use std::rc::Rc;

use jiff::Zoned;
use thiserror::Error;

use crate::app::{Action, Env, Notice};
use crate::cli::{Start, Window};
use crate::diag::SystemError;
use crate::platform::hotkey::{self, HotkeyError, Press};
use crate::platform::instance::{self, Message, Room, SendError};
use crate::store::{settings, shops};

use self::core::Core;
use self::inbox::Inbox;

/// Why the program did not start, or ended by itself.
#[derive(Debug, Error)]
pub enum RunError {
    /// There is no desktop to open a window on.
    #[error("no display: {0}")]
    NoDisplay(String),
    #[error("the running instance: {0}")]
    Instance(SystemError),
    #[error("the window: {0}")]
    Window(String),
}

/// Refuses to start where no window can be opened; on Linux both windows are X11's.
fn require_display() -> Result<(), RunError> {
    if cfg!(target_os = "linux") && std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
        return Err(RunError::NoDisplay("DISPLAY is not set".to_owned()));
    }
    Ok(())
}

/// What is around an action: the clock, unless the time was given.
fn env_at(fixed_now: Option<&Zoned>) -> Env {
    Env { now: fixed_now.cloned().unwrap_or_else(Zoned::now) }
}

/// Runs until the user quits. A program that runs already is shown instead.
///
/// # Errors
/// See [`RunError`].
pub fn run(start: &Start) -> Result<(), RunError> {
    match &start.window {
        Window::Popup { is_hidden } => run_popup(start, *is_hidden),
        Window::Editor(opening) => editor::run(start, opening),
    }
}

fn run_popup(start: &Start, is_hidden: bool) -> Result<(), RunError> {
    let claim = instance::claim(&start.paths, Room::Popup);
    let Some(claim) = claim.map_err(|error| RunError::Instance((&error).into()))? else {
        let shown =
            if is_hidden { Ok(()) } else { instance::send(&start.paths, Room::Popup, &Message::Show) };
        return shown.map_err(|error| not_told(&error));
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
            inbox.send(Action::Notify(notice));
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
        let tell = |error: &HotkeyError| inbox.send(Action::Notify(notice_of(error, start, hotkey, line)));
        registered.inspect_err(tell).ok()
    });
    if !is_hidden {
        inbox.send(Action::Summon);
    }
    let result = event_loop::run(event_loop, Rc::clone(&core));
    core.borrow_mut().finish();
    result
}

/// Why the program that runs already was not told something.
fn not_told(error: &SendError) -> RunError {
    RunError::Instance(match error {
        SendError::NotRunning => SystemError::of_kind(ErrorKind::NotConnected, error.to_string()),
        SendError::Failed(error) => error.into(),
    })
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
