//! Taking a step back, and doing it again: only what the step changed is changed. What was changed in a reply since, in another
//! window or on another device, stays; a field that both have changed is reported.

use super::desk::Pending;
use super::import::ImportAction;
use super::undo::{DraftChange, Turn, UndoStep};
use super::{Editor, EditorEffect, EditorNotice};
use crate::model::{Reply, ReplyChange, Winner};

/// Where a step meets other changes.
#[derive(Debug, Default)]
struct Conflicts {
    /// Fields that stay as they are: the title of the reply, and which.
    kept: Vec<(String, Vec<&'static str>)>,
    /// Saved replies whose draft asks which version wins: each id with the reply as it was written here.
    asked: Vec<(String, Reply)>,
}

impl Editor {
    /// Takes a step back or does it again; while another step is being written, as soon as that is answered.
    pub(super) fn turn(&mut self, turn: Turn, fx: &mut Vec<EditorEffect>) {
        if self.desk.is_writing_step() {
            self.undo.wait(turn);
            return;
        }
        match turn {
            Turn::Undo if self.drop_unwritten() => {}
            Turn::Undo => {
                if let Some(number) = self.undo.take_import() {
                    self.import(ImportAction::UndoImport(number), fx);
                } else if let Some(step) = self.undo.undo() {
                    self.take(step, Pending::Undone, fx);
                }
            }
            Turn::Redo => {
                if let Some(step) = self.undo.redo() {
                    self.take(step, Pending::Redone, fx);
                }
            }
        }
    }

    /// Carries out what waited for a step to be written.
    pub(super) fn turn_waiting(&mut self, fx: &mut Vec<EditorEffect>) {
        while !self.desk.is_writing_step() {
            let Some(turn) = self.undo.next_waiting() else { return };
            self.turn(turn, fx);
        }
    }

    /// Carries a step out, on the replies as they are now; `pending` is what the answer is about.
    fn take(&mut self, mut step: UndoStep, pending: fn(UndoStep) -> Pending, fx: &mut Vec<EditorEffect>) {
        // A new reply that was saved since goes out of the file too.
        for DraftChange { id, after, .. } in &step.drafts {
            let is_changed = step.changes.iter().any(|change| change.id() == id);
            if let (None, Some(own), false) = (after, self.catalog.own(id), is_changed) {
                let before = Some(own.clone());
                step.changes.push(ReplyChange { before, ..ReplyChange::default() });
            }
        }
        let conflicts = self.rebase(&mut step);
        if let Some(change) = step.sheet.clone() {
            self.request_sheet(change, pending(step), fx);
        } else if step.changes.is_empty() {
            self.desk.set_drafts(&step, &self.catalog);
            for (id, base) in conflicts.asked {
                self.desk.set_base(&id, base);
            }
            self.desk.reconcile(&self.catalog);
            self.list();
            self.after_step(&step, fx);
            self.desk.save_drafts(fx);
        } else {
            self.change(step.changes.clone(), pending(step), fx);
        }
        if !conflicts.kept.is_empty() {
            self.face.notify(EditorNotice::ChangedSince(conflicts.kept));
        }
    }

    /// Makes the step one over the replies as they are now.
    fn rebase(&self, step: &mut UndoStep) -> Conflicts {
        let mut conflicts = Conflicts::default();
        for change in &mut step.changes {
            let own = change.before.as_ref().and_then(|before| self.catalog.own(&before.id));
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
        for DraftChange { id, before, after } in &mut step.drafts {
            let (Some(from), Some(to), Some(current)) = (&*before, &*after, self.replies().working(id))
            else {
                continue;
            };
            // What is typed stays; where nothing is, the draft asks whether it or the file wins.
            let is_typed = self.desk.draft(id).is_some();
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
