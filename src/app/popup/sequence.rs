//! A reply of several messages on its way: each press of the hotkey copies the next one, while a bar says how far it is.

use std::collections::BTreeSet;
use std::time::Duration;

use super::effect::CopyError;
use super::search_box::one_line;
use crate::draft::ReadyMessage;

/// A sequence ends after so long without the next message.
pub(super) const IDLE: Duration = Duration::from_mins(1);

/// The bar stays so long when all is copied; longer where it has something to say.
const DONE: Duration = Duration::from_millis(1200);
const DONE_WITH_PROBLEM: Duration = Duration::from_secs(6);

/// See the module.
#[derive(Debug, Default)]
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
    /// The ticket of the copy that is under way.
    copying: Option<u64>,
    problem: Option<CopyError>,
    /// A text that was copied elsewhere meanwhile, and has been looked at.
    foreign: Option<String>,
    /// The reminder that ends the wait for a press.
    reminder: u64,
}

impl Sequence {
    /// The first of these messages was copied, or passed over because of a problem. `None` where no other is left.
    pub(super) fn after_first(messages: Vec<ReadyMessage>, problem: Option<CopyError>) -> Option<Self> {
        let passed_over = problem.is_some().then_some(0).into_iter().collect();
        let sequence = Self { messages, done: 1, passed_over, before_press: 1, problem, ..Self::default() };
        Some(sequence).filter(|sequence| !sequence.is_done())
    }

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

    pub(super) fn is_done(&self) -> bool {
        self.done >= self.messages.len()
    }

    /// Whether the hotkey was pressed only just now: a second press means something else.
    pub(super) fn is_pressed(&self) -> bool {
        self.press.is_some()
    }

    /// Whether a copy is under way.
    pub(super) fn is_copying(&self) -> bool {
        self.copying.is_some()
    }

    /// A text that was copied elsewhere meanwhile: the next message may go over it.
    pub(super) fn foreign(&self) -> Option<&str> {
        self.foreign.as_deref()
    }

    /// The message that was copied last.
    fn last(&self) -> Option<&ReadyMessage> {
        let last = (0..self.done).rev().find(|idx| !self.passed_over.contains(idx))?;
        self.messages.get(last)
    }

    /// The next message goes to the clipboard under this ticket. `None` where there is none, or the hotkey was pressed only
    /// just now.
    pub(super) fn begin_next(&mut self, ticket: u64) -> Option<ReadyMessage> {
        let message = self.next().filter(|_| !self.is_pressed()).cloned()?;
        self.before_press = self.done;
        self.copying = Some(ticket);
        Some(message)
    }

    pub(super) fn set_press(&mut self, reminder: u64) {
        self.press = Some(reminder);
    }

    pub(super) fn end_press(&mut self, reminder: u64) {
        self.press = self.press.filter(|press| *press != reminder);
    }

    /// The bar waits for a press until this reminder.
    pub(super) fn wait_until(&mut self, reminder: u64) {
        self.reminder = reminder;
    }

    pub(super) fn waits_until(&self, reminder: u64) -> bool {
        self.reminder == reminder
    }

    /// The last press was not meant for the next message. Gives the message that is to be on the clipboard again, where the
    /// press had copied another one.
    pub(super) fn take_press_back(&mut self) -> Option<ReadyMessage> {
        let went_on = self.copying.take().is_some() || self.done != self.before_press;
        self.done = self.before_press;
        self.passed_over.retain(|idx| *idx < self.before_press);
        self.problem = None;
        self.stop();
        self.last().filter(|_| went_on).cloned()
    }

    /// The bar goes, and the messages wait.
    fn stop(&mut self) {
        self.press = None;
        self.reminder = 0;
    }

    /// The clipboard's answer. `None` when it is not for a message of this sequence.
    pub(super) fn end_copy(&mut self, ticket: u64, result: &Result<(), CopyError>) -> Option<Answered> {
        self.copying.take_if(|copying| *copying == ticket)?;
        if let Err(CopyError::Foreign(text)) = result {
            self.foreign = Some(one_line(text));
            self.stop();
            return Some(Answered::Foreign);
        }
        self.problem = result.as_ref().err().cloned();
        // An image that cannot be copied does not keep the messages behind it back.
        let is_image = matches!(self.next(), Some(ReadyMessage::Image(_)));
        if result.is_ok() || is_image {
            self.passed_over.extend(result.is_err().then_some(self.done));
            self.done += 1;
        }
        Some(Answered::Wait(match (self.is_done(), self.passed_over.is_empty()) {
            (true, true) => DONE,
            (true, false) => DONE_WITH_PROBLEM,
            (false, _) => IDLE,
        }))
    }
}

/// What the clipboard's answer means for the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    /// It stays so long.
    Wait(Duration),
    /// Something else was copied meanwhile: that is to be looked at first.
    Foreign,
}
