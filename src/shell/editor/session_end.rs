//! The end of the session, and `kill`: SIGTERM and SIGHUP. What is typed is written first.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Inbox;
use crate::app::editor::EditorAction;
use crate::shell::shared::threads::spawn;

/// Leaves an action for each of these signals, on a thread of its own.
pub(super) fn listen(inbox: Inbox) {
    match Signals::new([SIGTERM, SIGHUP, SIGINT]) {
        Ok(mut signals) => drop(spawn("session-end", move || {
            for _ in signals.forever() {
                inbox.send(EditorAction::End);
            }
        })),
        Err(error) => tracing::warn!(%error, "the end of the session will not be heard"),
    }
}
