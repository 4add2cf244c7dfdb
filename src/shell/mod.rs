//! The program with its windows: the event loops, the threads, and carrying out the effects of [`crate::app`]. Each window is a
//! program of its own.

mod editor;
mod popup;
mod shared;

use std::io::ErrorKind;

use jiff::Zoned;
use thiserror::Error;

use crate::app::Env;
use crate::cli::{Start, Window};
use crate::diag::SystemError;
use crate::platform::instance::SendError;

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
        Window::Popup { is_hidden } => popup::run(start, *is_hidden),
        Window::Editor(opening) => editor::run(start, opening),
    }
}

/// Why a request did not reach the program that runs already.
fn not_delivered(error: &SendError) -> RunError {
    RunError::Instance(match error {
        SendError::NotRunning => SystemError::of_kind(ErrorKind::NotConnected, error.to_string()),
        SendError::Failed(error) => error.into(),
    })
}
