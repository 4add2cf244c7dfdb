//! A reply of several messages on its way: each press of the hotkey copies the next one, while a bar says how far it is.

use std::collections::BTreeSet;
use std::time::Duration;

use super::App;
use super::action::{CopyError, Effect, Reminder};
use crate::draft::ReadyMessage;

/// A second press within this time means the search, not the next message.
const DOUBLE_PRESS: Duration = Duration::from_millis(350);

/// So long nobody has to go on.
const IDLE: Duration = Duration::from_mins(1);

/// The bar stays so long when all is copied; longer where it has something to say.
const DONE: Duration = Duration::from_millis(1200);
const DONE_WITH_PROBLEM: Duration = Duration::from_secs(6);

/// See the module.
#[derive(Debug)]
pub struct Sequence {
    messages: Vec<ReadyMessage>,
    /// How many were copied, or passed over because they could not be.
    done: usize,
    /// Those that were passed over, counted from 0.
    passed_over: BTreeSet<usize>,
    /// What `done` was before the last press.
    before_press: usize,
    /// The reminder that ends the last press, while that was only just now.
    press: Option<u64>,
    /// The copy that is under way.
    copying: Option<u64>,
    problem: Option<CopyError>,
    /// A text that was copied elsewhere meanwhile, and has been looked at.
    foreign: Option<String>,
    /// The reminder that counts.
    reminder: u64,
}

impl Sequence {
    /// How many of the messages were copied.
    pub fn copied(&self) -> usize {
        self.done.saturating_sub(self.passed_over.len())
    }

    /// How many of the messages were passed over because they could not be copied.
    pub fn passed_over(&self) -> usize {
        self.passed_over.len()
    }

    pub fn total(&self) -> usize {
        self.messages.len()
    }

    /// The message that the next press copies.
    pub fn next(&self) -> Option<&ReadyMessage> {
        self.messages.get(self.done)
    }

    /// Why the last message is not on the clipboard.
    pub fn problem(&self) -> Option<&CopyError> {
        self.problem.as_ref()
    }

    fn is_done(&self) -> bool {
        self.done >= self.messages.len()
    }

    /// The message that was copied last.
    fn last(&self) -> Option<&ReadyMessage> {
        let last = (0..self.done).rev().find(|idx| !self.passed_over.contains(idx))?;
        self.messages.get(last)
    }

    /// A copy is under way.
    pub(super) fn is_copying(&self) -> bool {
        self.copying.is_some()
    }
}

impl App {
    /// What the bar shows; `None` while there is no bar.
    pub fn bar(&self) -> Option<&Sequence> {
        self.sequence.as_ref().filter(|_| !self.popup.is_shown())
    }

    /// The first of these messages was copied from the popup, or passed over because of a problem.
    pub(super) fn begin_sequence(&mut self, messages: Vec<ReadyMessage>, problem: Option<CopyError>) {
        let sequence = Sequence {
            messages,
            done: 1,
            passed_over: problem.is_some().then_some(0).into_iter().collect(),
            before_press: 1,
            press: None,
            copying: None,
            problem,
            foreign: None,
            reminder: 0,
        };
        self.sequence = Some(sequence).filter(|sequence| !sequence.is_done());
    }

    /// The popup is gone: the bar stands where messages are left.
    pub(super) fn show_bar(&mut self) {
        if self.sequence.is_some() {
            self.popup.push(Effect::ShowBar);
            self.remind(IDLE, Reminder::Over);
        }
    }

    fn remind(&mut self, after: Duration, is_meant: fn(u64) -> Reminder) {
        let reminder = self.ask_reminder(after, is_meant);
        if let Some(sequence) = &mut self.sequence {
            match reminder {
                Reminder::PressOver(ticket) => sequence.press = Some(ticket),
                Reminder::Over(ticket) => sequence.reminder = ticket,
                Reminder::LongWait(_) => {}
            }
        }
    }

    /// The hotkey while the bar stands: the next message, and on a second press at once the search.
    pub(super) fn press_hotkey(&mut self) {
        match &self.sequence {
            Some(sequence) if sequence.press.is_some() => self.search_instead(),
            Some(sequence) if sequence.is_done() => {
                self.end_sequence();
                self.summon();
            }
            Some(_) | None => self.copy_next(),
        }
    }

    /// Copies the next message; a second click at once is one too many.
    pub(super) fn copy_next(&mut self) {
        let ticket = self.copies + 1;
        let Some(sequence) = self.sequence.as_mut().filter(|sequence| sequence.press.is_none()) else {
            return;
        };
        let Some(message) = sequence.next().cloned() else { return };
        sequence.before_press = sequence.done;
        sequence.copying = Some(ticket);
        // What somebody has copied meanwhile may be of another buyer: then the popup opens on it.
        let only_over = self.copied_text.iter().chain(&sequence.foreign).cloned().collect();
        self.copies = ticket;
        self.push_copy(message, only_over);
        self.remind(DOUBLE_PRESS, Reminder::PressOver);
    }

    /// Puts a message on the clipboard; [`App::copies`] is its ticket.
    pub(super) fn push_copy(&mut self, message: ReadyMessage, only_over: Vec<String>) {
        let ticket = self.copies;
        // What a buyer was left with is gone from the clipboard: the same text is news when it is copied again.
        self.left_text = None;
        let effect = match message {
            ReadyMessage::Text(text) => {
                self.copied_text = Some(super::one_line(&text));
                Effect::Copy { ticket, text, only_over }
            }
            ReadyMessage::Image(path) => Effect::CopyImage { ticket, path, only_over },
        };
        self.popup.push(effect);
    }

    /// The last press was not meant for the next message: the one before is on the clipboard again, and the popup opens.
    /// The messages wait until it is put away, or something else is copied from it.
    pub(super) fn search_instead(&mut self) {
        let Some(sequence) = &mut self.sequence else { return };
        let went_on = sequence.copying.take().is_some() || sequence.done != sequence.before_press;
        sequence.done = sequence.before_press;
        sequence.passed_over.retain(|idx| *idx < sequence.before_press);
        sequence.press = None;
        sequence.problem = None;
        sequence.reminder = 0;
        let last = sequence.last().cloned();
        if let Some(message) = last.filter(|_| went_on) {
            self.copies += 1;
            self.push_copy(message, Vec::new());
        }
        self.summon();
    }

    /// The clipboard's answer; false when it was not for a message of the bar.
    pub(super) fn message_copied(&mut self, ticket: u64, result: &Result<(), CopyError>) -> bool {
        let Some(sequence) = self.sequence.as_mut().filter(|sequence| sequence.copying == Some(ticket))
        else {
            return false;
        };
        sequence.copying = None;
        if let Err(CopyError::Foreign(text)) = result {
            sequence.foreign = Some(super::one_line(text));
            sequence.press = None;
            sequence.reminder = 0;
            self.copied_text = None;
            self.summon();
            return true;
        }
        sequence.problem = result.as_ref().err().cloned();
        // An image that cannot be copied does not keep the messages behind it back.
        let is_image = matches!(sequence.next(), Some(ReadyMessage::Image(_)));
        if result.is_ok() || is_image {
            sequence.passed_over.extend(result.is_err().then_some(sequence.done));
            sequence.done += 1;
        }
        let after = match (sequence.is_done(), sequence.passed_over.is_empty()) {
            (true, true) => DONE,
            (true, false) => DONE_WITH_PROBLEM,
            (false, _) => IDLE,
        };
        self.remind(after, Reminder::Over);
        true
    }

    pub(super) fn reminded(&mut self, reminder: Reminder) {
        match (reminder, &mut self.sequence) {
            (Reminder::LongWait(ticket), _) => self.tell_of_wait(ticket),
            (Reminder::PressOver(ticket), Some(sequence)) => {
                sequence.press = sequence.press.filter(|press| *press != ticket);
            }
            (Reminder::Over(ticket), Some(sequence)) => {
                if ticket == sequence.reminder && !self.popup.is_shown() {
                    self.end_sequence();
                }
            }
            (Reminder::PressOver(_) | Reminder::Over(_), None) => {}
        }
    }

    pub(super) fn end_sequence(&mut self) {
        if self.sequence.take().is_some() && !self.popup.is_shown() {
            self.popup.push(Effect::HideWindow);
        }
    }
}
