//! A copy that takes long: after a moment the window says that it is on its way.
//!
//! The clipboard may be slow to write, and before that slow to be read where an Enter has to wait for what was copied.

use std::time::Duration;

use super::App;
use super::action::{Effect, Reminder};

/// So long an answer may take before the wait is told of: what is faster would only flash.
const LONG: Duration = Duration::from_millis(150);

/// What was asked for is not on the clipboard yet.
#[derive(Debug)]
pub(super) struct Wait {
    /// The reminder that ends the first moment.
    reminder: u64,
    is_long: bool,
}

impl App {
    /// Whether a copy is under way, and has been for long enough to say so.
    pub fn is_copying(&self) -> bool {
        self.wait.as_ref().is_some_and(|wait| wait.is_long)
    }

    /// Begins a wait where a copy is under way, and ends it where none is. Behind every action.
    pub(super) fn watch_wait(&mut self) {
        let is_waiting =
            self.popup.is_copying() || self.sequence.as_ref().is_some_and(super::Sequence::is_copying);
        if !is_waiting {
            self.wait = None;
        } else if self.wait.is_none() {
            self.ask_reminder(LONG, Reminder::LongWait);
            self.wait = Some(Wait { reminder: self.reminders, is_long: false });
        }
    }

    /// The first moment of a wait is over.
    pub(super) fn tell_of_wait(&mut self, reminder: u64) {
        if let Some(wait) = self.wait.as_mut().filter(|wait| wait.reminder == reminder) {
            wait.is_long = true;
        }
    }

    /// Asks to be reminded; [`App::reminders`] is the number of the reminder.
    pub(super) fn ask_reminder(&mut self, after: Duration, is_meant: fn(u64) -> Reminder) -> Reminder {
        self.reminders += 1;
        let reminder = is_meant(self.reminders);
        self.popup.push(Effect::Remind { after, reminder });
        reminder
    }
}
