//! Taking a step back, and doing it again: only what the step changed is changed. What became of a reply since, in another
//! window or on another device, stays; a field that both have changed is told of.

use super::undo::Step;
use super::{Editor, EditorEffect, EditorNotice, Pending};
use crate::model::{Reply, ReplyChange, ReplyField, Winner};

/// What stands against a step.
#[derive(Debug, Default)]
struct Conflicts {
    /// Fields that stay as they are: the title of the reply, and which.
    kept: Vec<(String, Vec<ReplyField>)>,
    /// Saved replies whose draft asks which version counts: each id with the reply as it was written here.
    asked: Vec<(String, Reply)>,
}

impl Editor {
    pub(super) fn take_back(&mut self) {
        if self.drop_unwritten() {
            return;
        }
        if let Some(step) = self.undo.undo() {
            self.turn(step, Pending::Undone);
        }
    }

    pub(super) fn do_again(&mut self) {
        if let Some(step) = self.undo.redo() {
            self.turn(step, Pending::Redone);
        }
    }

    fn turn(&mut self, mut step: Step, pending: fn(Step) -> Pending) {
        // A new reply that was saved since goes out of the file too.
        for (id, _, after) in &step.drafts {
            let is_changed = step.changes.iter().any(|change| change.id() == id);
            if let (None, Some(own), false) = (after, self.own(id), is_changed) {
                let before = Some(own.clone());
                step.changes.push(ReplyChange { before, ..ReplyChange::default() });
            }
        }
        let conflicts = self.rebase(&mut step);
        if let Some(change) = step.sheet.clone() {
            self.pages.lists_mut().expect(&change);
            self.notice = None;
            let ticket = self.ticket(pending(step));
            self.effects.push(EditorEffect::ChangeSheet { ticket, change });
        } else if step.changes.is_empty() {
            self.set_drafts(&step);
            for (id, base) in conflicts.asked {
                self.set_base(&id, base);
            }
            self.reconcile();
            self.list();
            self.after_step(&step);
            self.save_drafts();
        } else {
            self.change(step.changes.clone(), pending(step));
        }
        if !conflicts.kept.is_empty() {
            self.notice = Some(EditorNotice::ChangedSince(conflicts.kept));
        }
    }

    /// Makes the step one over the replies as they are now.
    fn rebase(&self, step: &mut Step) -> Conflicts {
        let mut conflicts = Conflicts::default();
        for change in &mut step.changes {
            let own = change.before.as_ref().and_then(|before| self.own(&before.id));
            let (Some(before), Some(after), Some(own)) = (&change.before, &change.after, own) else {
                continue;
            };
            if own != before {
                let (merged, both) = own.with_change(before, after, Winner::Current);
                if !both.is_empty() {
                    conflicts.kept.push((own.title.clone(), both));
                }
                (change.before, change.after) = (Some(own.clone()), Some(merged.tidied()));
            }
        }
        step.changes.retain(|change| change.before != change.after);
        for (id, before, after) in &mut step.drafts {
            let (Some(from), Some(to), Some(current)) = (&*before, &*after, self.working_of(id)) else {
                continue;
            };
            // What is typed stays; over what stands in the file, the draft asks which of the two counts.
            let is_typed = self.drafts.contains_key(id);
            let winner = if is_typed { Winner::Current } else { Winner::Change };
            let (merged, both) = current.with_change(from, to, winner);
            if !both.is_empty() && is_typed {
                conflicts.kept.push((current.reply.title.clone(), both));
            } else if !both.is_empty() {
                conflicts.asked.push((id.clone(), from.finished()));
            }
            (*before, *after) = (Some(current), Some(merged));
        }
        conflicts
    }
}
