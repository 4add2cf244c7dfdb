//! What was done, to take it back and to do it again.

use std::collections::VecDeque;

use jiff::{Timestamp, ToSpan as _};

use super::pages::Page;
use super::working::{FormEdit, Working};
use crate::model::{ReplyChange, SheetChange};

/// How many steps can be taken back.
const MAX_STEPS: usize = 500;

/// Letters that come within so many seconds of one another are one step.
const PAUSE_SECONDS: i64 = 2;

/// The draft of a reply before and after a step; `None` where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftChange {
    pub id: String,
    pub before: Option<Working>,
    pub after: Option<Working>,
}

impl DraftChange {
    fn inverse(&self) -> Self {
        Self { id: self.id.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

/// What one undo takes back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct UndoStep {
    /// The reply to show when it is taken back or done again.
    pub reply_id: String,
    pub drafts: Vec<DraftChange>,
    /// What was saved at once.
    pub changes: Vec<ReplyChange>,
    /// The number of an import, which is taken back as such.
    pub import: Option<u32>,
    pub sheet: Option<SheetChange>,
    /// The page that the list was changed on, to be shown in place of the reply.
    pub page: Option<Page>,
}

impl UndoStep {
    /// The step that takes this one back.
    pub(super) fn inverse(&self) -> Self {
        Self {
            reply_id: self.reply_id.clone(),
            drafts: self.drafts.iter().rev().map(DraftChange::inverse).collect(),
            changes: self.changes.iter().map(ReplyChange::inverse).collect(),
            sheet: self.sheet.as_ref().map(SheetChange::inverse),
            page: self.page,
            import: self.import,
        }
    }
}

/// Which way to go through the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Takes the last step back.
    Undo,
    /// Does again what was taken back last.
    Redo,
}

/// The steps of this session.
#[derive(Debug, Default)]
pub(super) struct Undo {
    done: Vec<UndoStep>,
    undone: Vec<UndoStep>,
    /// The last edit of the form and its time: one that continues it belongs to the same step.
    typing: Option<(String, FormEdit, Timestamp)>,
    /// What was asked for while a step was being written: only its answer says which step is the last.
    waiting: VecDeque<Turn>,
}

impl Undo {
    pub(super) fn push(&mut self, step: UndoStep) {
        self.typing = None;
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > MAX_STEPS {
            self.done.remove(0);
        }
    }

    /// An import of this number.
    pub(super) fn push_import(&mut self, number: u32) {
        self.push(UndoStep { import: Some(number), ..UndoStep::default() });
    }

    /// The number of an import, where that is what was done last; it is not done again.
    pub(super) fn take_import(&mut self) -> Option<u32> {
        let number = self.done.last()?.import?;
        self.typing = None;
        self.done.pop();
        Some(number)
    }

    /// Something typed into the form of a reply, as it was before and is after.
    pub(super) fn push_edit(
        &mut self,
        id: &str,
        edit: FormEdit,
        [before, after]: [Option<&Working>; 2],
        now: Timestamp,
    ) {
        let soon = |at: &Timestamp| at.checked_add(PAUSE_SECONDS.seconds()).is_ok_and(|end| now < end);
        let goes_on =
            self.typing.as_ref().is_some_and(|(of, last, at)| of == id && edit.goes_on(last) && soon(at));
        let last = self.done.last_mut().and_then(|step| step.drafts.first_mut());
        match last.filter(|_| goes_on && self.undone.is_empty()) {
            Some(last) => last.after = after.cloned(),
            None => self.push(UndoStep {
                reply_id: id.to_owned(),
                drafts: vec![DraftChange {
                    id: id.to_owned(),
                    before: before.cloned(),
                    after: after.cloned(),
                }],
                ..UndoStep::default()
            }),
        }
        self.typing = Some((id.to_owned(), edit, now));
    }

    /// What is typed next is a step of its own.
    pub(super) fn end_typing(&mut self) {
        self.typing = None;
    }

    /// Carries this out when the step that is being written is answered.
    pub(super) fn wait(&mut self, turn: Turn) {
        self.waiting.push_back(turn);
    }

    /// What waited longest, where something waits.
    pub(super) fn next_waiting(&mut self) -> Option<Turn> {
        self.waiting.pop_front()
    }

    /// Nothing waits any more: the step that was meant did not happen.
    pub(super) fn drop_waiting(&mut self) {
        self.waiting.clear();
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The step that takes the last one back.
    pub(super) fn undo(&mut self) -> Option<UndoStep> {
        self.typing = None;
        let step = self.done.pop()?;
        let inverse = step.inverse();
        self.undone.push(step);
        Some(inverse)
    }

    /// The step to do again.
    pub(super) fn redo(&mut self) -> Option<UndoStep> {
        self.typing = None;
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }
}
