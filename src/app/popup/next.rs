//! What usually comes after the reply that was copied last: one key each.

use jiff::{SignedDuration, Timestamp};

use crate::model::{Library, Reply, ReplyRef};

/// How many have a key.
const MAX_NEXT: usize = 9;

/// How long the next reply is offered after one was copied.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(10);

/// The steps of the chat that goes on.
#[derive(Debug, Default)]
pub(super) struct NextSteps {
    /// The id of the reply that was copied last for this buyer, and when.
    after: Option<(String, Timestamp)>,
    /// The ids of those that are offered, the most usual first. They stay while the popup is open.
    offered: Vec<String>,
    /// The id of the one that was taken: it is on top of the list.
    taken: Option<String>,
}

impl NextSteps {
    /// The replies that are offered, the most usual first.
    pub(super) fn replies<'a>(&'a self, library: &'a Library) -> impl Iterator<Item = &'a Reply> {
        self.offered.iter().filter_map(|id| library.reply(library.by_id(id)?))
    }

    /// The step that was taken.
    pub(super) fn taken(&self, library: &Library) -> Option<ReplyRef> {
        library.by_id(self.taken.as_ref()?)
    }

    /// Offers only these from now on.
    pub(super) fn retain(&mut self, is_offered: &dyn Fn(&str) -> bool) {
        self.offered.retain(|id| is_offered(id));
        self.taken = self.taken.take().filter(|id| is_offered(id));
    }

    /// A reply was copied.
    pub(super) fn go_on_after(&mut self, reply_id: &str, now: Timestamp) {
        self.after = Some((reply_id.to_owned(), now));
    }

    /// Offers what comes after the reply that was copied last, of the replies that are not hidden.
    pub(super) fn offer(&mut self, library: &Library, is_hidden: &dyn Fn(&str) -> bool, now: Timestamp) {
        let is_late = |at: &Timestamp| now.duration_since(*at) > LONGEST_WAIT;
        if self.after.as_ref().is_some_and(|(_, at)| is_late(at)) {
            self.after = None;
        }
        self.taken = None;
        let reply = self.after.as_ref().and_then(|(id, _)| library.reply(library.by_id(id)?));
        let next = reply.map_or(&[][..], |reply| reply.next.as_slice());
        let is_offered = |id: &&String| library.by_id(id).is_some() && !is_hidden(id);
        self.offered = next.iter().filter(is_offered).take(MAX_NEXT).cloned().collect();
    }

    /// Takes a step, counted from 0. False when there is none.
    pub(super) fn take(&mut self, step_idx: usize) -> bool {
        let step = self.offered.get(step_idx).cloned();
        let is_there = step.is_some();
        self.taken = step.or(self.taken.take());
        is_there
    }

    /// What is typed now is looked for; the step that was taken is no longer meant.
    pub(super) fn leave(&mut self) {
        self.taken = None;
    }
}
