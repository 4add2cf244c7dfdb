//! What usually comes after the reply that was copied last: one key each.

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::action::{CopyMode, Effect};
use crate::app::Env;
use crate::model::{Reply, ReplyRef};

/// So many have a key.
const MAX_NEXT: usize = 9;

/// So long after a reply was copied the next one is offered.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(10);

/// The steps of the chat that goes on.
#[derive(Debug, Default)]
pub(super) struct NextSteps {
    /// The id of the reply that was copied last for this buyer, and when.
    after: Option<(String, Timestamp)>,
    /// The ids of those that are offered, the most usual first. They stay while the popup is open.
    offered: Vec<String>,
    /// The id of the one that was taken: it stands on top of the list.
    taken: Option<String>,
}

impl NextSteps {
    /// Offers only these from now on.
    pub(super) fn learn(&mut self, is_offered: &dyn Fn(&str) -> bool) {
        self.offered.retain(|id| is_offered(id));
        self.taken = self.taken.take().filter(|id| is_offered(id));
    }
}

impl App {
    /// The replies that usually come next, the most usual first.
    pub fn next_steps(&self) -> impl Iterator<Item = &Reply> {
        let library = self.library();
        self.next.offered.iter().filter_map(|id| library.reply(library.by_id(id)?))
    }

    /// The step that was taken.
    pub(super) fn taken_step(&self) -> Option<ReplyRef> {
        self.library().by_id(self.next.taken.as_ref()?)
    }

    /// The popup opens.
    pub(super) fn offer_next_steps(&mut self) {
        let is_late = |at: &Timestamp| self.at.duration_since(*at) > LONGEST_WAIT;
        if self.next.after.as_ref().is_some_and(|(_, at)| is_late(at)) {
            self.next.after = None;
        }
        self.next.taken = None;
        let library = self.library();
        let reply = self.next.after.as_ref().and_then(|(id, _)| library.reply(library.by_id(id)?));
        let next = reply.map_or(&[][..], |reply| reply.next.as_slice());
        let is_offered = |id: &&String| library.by_id(id).is_some() && !self.hidden.contains(*id);
        let known: Vec<String> = next.iter().filter(is_offered).take(MAX_NEXT).cloned().collect();
        self.next.offered = known;
    }

    /// A reply was copied.
    pub(super) fn go_on_after(&mut self, reply_id: &str) {
        self.next.after = Some((reply_id.to_owned(), self.at));
        self.offer_next_steps();
    }

    /// Another buyer: the chat begins anew.
    pub(super) fn forget_next_steps(&mut self) {
        self.next = NextSteps::default();
    }

    /// What is typed now is looked for; the step that was taken is no longer meant.
    pub(super) fn leave_next_step(&mut self) {
        self.next.taken = None;
    }

    /// Copies a step, or asks for what it lacks.
    pub(super) fn take_next_step(&mut self, step_idx: usize, env: &Env) -> Vec<Effect> {
        let Some(id) = self.next.offered.get(step_idx).cloned() else { return Vec::new() };
        self.set_query(String::new(), false);
        self.next.taken = Some(id);
        self.list();
        self.popup.select(0);
        self.accept(CopyMode::AndHide, env)
    }
}
