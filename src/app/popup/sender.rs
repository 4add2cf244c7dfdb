//! What is on its way to the clipboard: a copy that waits for the clipboard to be read, one that is being written, and
//! the messages of a reply that are still to be copied.
//!
//! Copies and reminders are numbered, so that the answer to an earlier one is not taken for the last one's.

use std::collections::BTreeMap;
use std::time::Duration;

use super::action::CopyMode;
use super::effect::{CopyError, Effect, Reminder};
use super::search_box::one_line;
use super::sequence::{Answered, IDLE, Sequence};
use crate::draft::ReadyMessage;

/// A second press within this time means the search, not the next message.
const DOUBLE_PRESS: Duration = Duration::from_millis(350);

/// How long an answer may take before the wait is shown: a shorter one would only flash.
const LONG_WAIT: Duration = Duration::from_millis(150);

/// See the module.
#[derive(Debug, Default)]
pub struct Sender {
    /// How many copies were begun: the ticket of the last one.
    tickets: u64,
    /// How many reminders were asked for.
    reminders: u64,
    reading: Reading,
    /// The reply that is being written to the clipboard, with its ticket.
    copying: Option<(u64, Copying)>,
    /// The messages of a reply that are still to be copied.
    sequence: Option<Sequence>,
    wait: Option<Wait>,
    /// What was copied from here last, in one line.
    copied_text: Option<String>,
}

/// Whether the clipboard has answered since the popup was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Reading {
    /// Not yet; when it has, the selected reply is to be copied.
    Asked(Option<CopyMode>),
    #[default]
    Answered,
}

/// A reply that is being written to the clipboard.
#[derive(Debug)]
pub(super) struct Copying {
    pub reply_id: String,
    /// What was typed to find it, as the history may keep it.
    pub query: Option<String>,
    /// Which of its wordings, counted from 0.
    pub wording: usize,
    /// The shop whose values were filled in, counted from 0.
    pub shop_idx: usize,
    /// What belongs into its profile.
    pub shop_values: BTreeMap<String, String>,
    /// The rules in spite of which it is copied.
    pub overrides: Vec<String>,
    pub mode: CopyMode,
    /// All messages, of which the first is being copied.
    pub messages: Vec<ReadyMessage>,
}

/// What was asked for is not on the clipboard yet.
#[derive(Debug)]
struct Wait {
    /// The reminder that ends the first moment.
    reminder: u64,
    is_long: bool,
}

impl Sender {
    /// Whether a copy is under way, and has been for long enough to say so.
    pub fn is_slow(&self) -> bool {
        self.wait.as_ref().is_some_and(|wait| wait.is_long)
    }

    /// The messages of a reply that are still to be copied.
    pub(super) fn sequence(&self) -> Option<&Sequence> {
        self.sequence.as_ref()
    }

    /// What was copied from here last, in one line.
    pub(super) fn copied_text(&self) -> Option<&str> {
        self.copied_text.as_deref()
    }

    #[cfg(test)]
    pub(super) fn last_ticket(&self) -> u64 {
        self.tickets
    }

    /// The popup opens: an answer to what was copied before is no longer for it.
    pub(super) fn open(&mut self) {
        self.copying = None;
    }

    /// The popup closes. A copy that was begun is one, also when its answer comes later.
    pub(super) fn close(&mut self) {
        self.reading = Reading::Answered;
    }

    /// Asks what the clipboard holds: something may have been copied since the window was focused last.
    pub(super) fn read_clipboard(&mut self, opening: u64, fx: &mut Vec<Effect>) {
        self.reading = Reading::Asked(None);
        fx.push(Effect::ReadClipboard { opening });
    }

    /// Whether the clipboard has not answered yet.
    pub(super) fn is_reading(&self) -> bool {
        matches!(self.reading, Reading::Asked(_))
    }

    /// The selected reply is to be copied as soon as the clipboard has answered.
    pub(super) fn accept_when_read(&mut self, mode: CopyMode) {
        if let Reading::Asked(accepting) = &mut self.reading {
            *accepting = Some(mode);
        }
    }

    /// What was to be copied when the clipboard has answered is not meant any more.
    pub(super) fn cancel_waiting_copy(&mut self) {
        if let Reading::Asked(accepting) = &mut self.reading {
            *accepting = None;
        }
    }

    /// The clipboard has answered; gives what was to be copied then.
    pub(super) fn end_reading(&mut self) -> Option<CopyMode> {
        match std::mem::take(&mut self.reading) {
            Reading::Asked(accepting) => accepting,
            Reading::Answered => None,
        }
    }

    /// Puts the first message of a reply on the clipboard.
    pub(super) fn copy(&mut self, copying: Copying, fx: &mut Vec<Effect>) {
        self.tickets += 1;
        if let Some(first) = copying.messages.first().cloned() {
            self.push_copy(first, Vec::new(), fx);
        }
        self.copying = Some((self.tickets, copying));
    }

    /// The copy of this ticket, unless another was begun since.
    pub(super) fn end_copy(&mut self, ticket: u64) -> Option<Copying> {
        self.copying.take_if(|(of, _)| *of == ticket).map(|(_, copying)| copying)
    }

    /// The first of these messages was copied from the popup, or passed over because of a problem. The rest follows one by
    /// one.
    pub(super) fn begin_sequence(&mut self, messages: Vec<ReadyMessage>, problem: Option<CopyError>) {
        self.sequence = Sequence::after_first(messages, problem);
    }

    /// The rest of the messages is not wanted. False when there was none.
    pub(super) fn end_sequence(&mut self) -> bool {
        self.sequence.take().is_some()
    }

    /// The popup is gone: the bar is shown where messages are left.
    pub(super) fn show_bar(&mut self, fx: &mut Vec<Effect>) {
        if self.sequence.is_some() {
            fx.push(Effect::ShowBar);
            self.wait_for_press(IDLE, fx);
        }
    }

    /// Copies the next message; a second click at once is one too many.
    pub(super) fn copy_next(&mut self, fx: &mut Vec<Effect>) {
        let next = self.tickets + 1;
        let Some(sequence) = &mut self.sequence else { return };
        let Some(message) = sequence.begin_next(next) else { return };
        // What somebody has copied meanwhile may be of another buyer: then the popup opens on it.
        let foreign = sequence.foreign().map(str::to_owned);
        let only_over = self.copied_text.iter().cloned().chain(foreign).collect();
        self.tickets = next;
        self.push_copy(message, only_over, fx);
        let reminder = self.remind(DOUBLE_PRESS, Reminder::PressOver, fx);
        if let Some(sequence) = &mut self.sequence {
            sequence.set_press(reminder);
        }
    }

    /// The last press was not meant for the next message: the one before is on the clipboard again. The messages wait until
    /// the popup is put away, or something else is copied from it.
    pub(super) fn take_press_back(&mut self, fx: &mut Vec<Effect>) {
        let Some(message) = self.sequence.as_mut().and_then(Sequence::take_press_back) else { return };
        self.tickets += 1;
        self.push_copy(message, Vec::new(), fx);
    }

    /// The clipboard's answer to a message of the bar. `None` when it is for none.
    pub(super) fn message_copied(
        &mut self,
        ticket: u64,
        result: &Result<(), CopyError>,
        fx: &mut Vec<Effect>,
    ) -> Option<Answered> {
        let answered = self.sequence.as_mut()?.end_copy(ticket, result)?;
        match answered {
            Answered::Foreign => self.copied_text = None,
            Answered::Wait(time) => self.wait_for_press(time, fx),
        }
        Some(answered)
    }

    /// The time of a reminder is over. True when the bar has waited for long enough.
    pub(super) fn reminded(&mut self, reminder: Reminder) -> bool {
        match (reminder, &mut self.sequence) {
            (Reminder::LongWait(reminder), _) => {
                if let Some(wait) = self.wait.as_mut().filter(|wait| wait.reminder == reminder) {
                    wait.is_long = true;
                }
                false
            }
            (Reminder::PressOver(reminder), Some(sequence)) => {
                sequence.end_press(reminder);
                false
            }
            (Reminder::Over(reminder), Some(sequence)) => sequence.waits_until(reminder),
            (Reminder::PressOver(_) | Reminder::Over(_), None) => false,
        }
    }

    /// Begins a wait where a copy is under way, and ends it where none is. After every action.
    pub(super) fn watch(&mut self, fx: &mut Vec<Effect>) {
        let is_waiting = self.copying.is_some()
            || matches!(self.reading, Reading::Asked(Some(_)))
            || self.sequence.as_ref().is_some_and(Sequence::is_copying);
        if !is_waiting {
            self.wait = None;
        } else if self.wait.is_none() {
            let reminder = self.remind(LONG_WAIT, Reminder::LongWait, fx);
            self.wait = Some(Wait { reminder, is_long: false });
        }
    }

    fn wait_for_press(&mut self, time: Duration, fx: &mut Vec<Effect>) {
        let reminder = self.remind(time, Reminder::Over, fx);
        if let Some(sequence) = &mut self.sequence {
            sequence.wait_until(reminder);
        }
    }

    /// Asks to be reminded; gives the number of the reminder.
    fn remind(&mut self, after: Duration, is_meant: fn(u64) -> Reminder, fx: &mut Vec<Effect>) -> u64 {
        self.reminders += 1;
        fx.push(Effect::Remind { after, reminder: is_meant(self.reminders) });
        self.reminders
    }

    /// Puts a message on the clipboard, under the last ticket.
    fn push_copy(&mut self, message: ReadyMessage, only_over: Vec<String>, fx: &mut Vec<Effect>) {
        let ticket = self.tickets;
        fx.push(match message {
            ReadyMessage::Text(text) => {
                self.copied_text = Some(one_line(&text));
                Effect::Copy { ticket, text, only_over }
            }
            ReadyMessage::Image(path) => Effect::CopyImage { ticket, path, only_over },
        });
    }
}
