//! What the shops have said to be no breach of a rule, with what of it is on its way to their file.

use std::collections::VecDeque;

use super::effect::Effect;
use crate::model::{Both, Innocent, SheetChange};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct InnocentList {
    /// As the file had it last.
    in_file: Vec<Innocent>,
    /// What is being written, in the order of the answers: each builds upon the one before.
    changes: VecDeque<InnocentChange>,
    /// What was said from here since the program started, the last one last.
    said: Vec<Innocent>,
}

/// Something that is innocent from now on, or not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InnocentChange {
    pub innocent: Innocent,
    pub is_said: bool,
}

impl InnocentChange {
    fn apply(&self, list: &mut Vec<Innocent>) {
        list.retain(|known| *known != self.innocent);
        if self.is_said {
            list.push(self.innocent.clone());
        }
    }
}

impl InnocentList {
    /// The file was read.
    pub(super) fn load(&mut self, in_file: Vec<Innocent>) {
        self.in_file = in_file;
    }

    /// What is innocent, counting what is being written.
    pub(super) fn all(&self) -> Vec<Innocent> {
        let mut all = self.in_file.clone();
        for change in &self.changes {
            change.apply(&mut all);
        }
        all
    }

    /// What was said last from here.
    pub(super) fn last_said(&self) -> Option<&Innocent> {
        self.said.last()
    }

    /// Has a change written.
    pub(super) fn change(&mut self, change: InnocentChange, fx: &mut Vec<Effect>) {
        let before = self.all();
        self.said.retain(|known| *known != change.innocent);
        if change.is_said {
            self.said.push(change.innocent.clone());
        }
        self.changes.push_back(change);
        let both = Both { before, after: self.all() };
        fx.push(Effect::ChangeInnocent(Box::new(SheetChange::Innocent(both))));
    }

    /// What the answer that has come now is for: it is in the file, or the file is as it was.
    pub(super) fn end_change(&mut self, is_written: bool) -> Option<InnocentChange> {
        let change = self.changes.pop_front()?;
        if is_written {
            change.apply(&mut self.in_file);
        } else if change.is_said {
            self.said.retain(|known| *known != change.innocent);
        }
        Some(change)
    }
}
