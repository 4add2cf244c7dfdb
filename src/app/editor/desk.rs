//! What is being edited and what is being saved: the drafts, and the requests to the outside that are not answered yet.
//!
//! Left out: the reply that is shown ([`super::form`]), and the steps that can be taken back ([`super::undo`]).

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::catalog::Catalog;
use super::draft::{EditDraft, Theirs};
use super::effect::EditorEffect;
use super::undo::{DraftChange, UndoStep};
use super::working::Working;
use crate::model::{Reply, ReplyChange, Winner};

/// What an answer from outside is about.
#[derive(Debug)]
pub(super) enum Pending {
    Save {
        id: String,
        reply: Box<Reply>,
    },
    Step(UndoStep),
    Undone(UndoStep),
    Redone(UndoStep),
    /// A version of a file, by its name.
    Backup(String),
}

/// Whether the drafts are in their file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Saving {
    /// As they are in the form.
    #[default]
    Done,
    /// They are being written.
    Writing,
    /// They could not be written: the system's words.
    Failed(String),
}

/// What is edited and not saved.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// By reply id.
    drafts: BTreeMap<String, EditDraft>,
    pending: BTreeMap<u64, Pending>,
    /// How many requests there were.
    tickets: u64,
    /// The number of the last drafts that were to be written.
    generation: u64,
    saving: Saving,
}

impl Desk {
    pub(super) fn draft(&self, id: &str) -> Option<&EditDraft> {
        self.drafts.get(id)
    }

    /// In the order of their ids.
    pub(super) fn drafts(&self) -> impl ExactSizeIterator<Item = &EditDraft> {
        self.drafts.values()
    }

    /// Whether the drafts are in their file.
    pub(super) fn saving(&self) -> &Saving {
        &self.saving
    }

    /// How many drafts would be lost now.
    pub(super) fn unstored(&self) -> usize {
        if self.saving == Saving::Done { 0 } else { self.drafts.len() }
    }

    /// The number of the last drafts that were to be written.
    #[cfg(test)]
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// Puts a reply into the form; one that says what the library says needs no draft.
    pub(super) fn set_working(&mut self, id: &str, working: Option<Working>, catalog: &Catalog) {
        let Some(working) = working else {
            self.drafts.remove(id);
            return;
        };
        // To the letter: a blank line that is about to be written on is not a mistake.
        let is_saved = working.unread().next().is_none()
            && catalog.stored(id).is_some_and(|stored| *stored == working.reply);
        if is_saved {
            self.drafts.remove(id);
        } else if let Some(draft) = self.drafts.get_mut(id) {
            draft.working = working;
        } else {
            self.drafts.insert(id.to_owned(), EditDraft::new(id, catalog.own(id).cloned(), working));
        }
    }

    /// The drafts as they are behind a step.
    pub(super) fn set_drafts(&mut self, step: &UndoStep, catalog: &Catalog) {
        for DraftChange { id, after, .. } in &step.drafts {
            self.set_working(id, after.clone(), catalog);
        }
    }

    /// The drafts behind a step that was asked for a while ago: what was typed since stays.
    pub(super) fn set_drafts_since(&mut self, step: &UndoStep, catalog: &Catalog) {
        for DraftChange { id, before, after } in &step.drafts {
            let typed = self.drafts.get(id).map(|draft| &draft.working);
            match (typed, before, after) {
                (Some(typed), Some(before), Some(after)) => {
                    let (merged, _) = typed.with_change(before, after, Winner::Current);
                    self.set_working(id, Some(merged), catalog);
                }
                (Some(typed), _, _) if Some(typed) != before.as_ref() => {}
                (Some(_) | None, _, _) => self.set_working(id, after.clone(), catalog),
            }
        }
    }

    /// Drafts of an earlier session; what is edited already stays.
    pub(super) fn add_drafts(&mut self, drafts: Vec<EditDraft>) {
        for draft in drafts {
            self.drafts.entry(draft.id().to_owned()).or_insert(draft);
        }
    }

    /// As a reply was written here before, where it has a draft.
    pub(super) fn set_base(&mut self, id: &str, base: Reply) {
        if let Some(draft) = self.drafts.get_mut(id) {
            draft.set_base(Some(base));
        }
    }

    /// The changes were written: the drafts of these replies build upon them.
    pub(super) fn rebase(&mut self, pending: &Pending) {
        match pending {
            Pending::Save { id, reply } => {
                if let Some(draft) = self.drafts.get_mut(id) {
                    draft.rebase(Some((**reply).clone()));
                }
            }
            Pending::Step(step) | Pending::Undone(step) | Pending::Redone(step) => {
                for change in &step.changes {
                    if let Some(draft) = self.drafts.get_mut(change.id()) {
                        draft.rebase(change.after.clone());
                    }
                }
            }
            Pending::Backup(_) => {}
        }
    }

    /// Forgets the draft of a reply that was saved, unless something was typed since.
    pub(super) fn drop_saved(&mut self, id: &str, saved: &Reply) {
        if self.drafts.get(id).is_some_and(|draft| draft.working.finished() == *saved) {
            self.drafts.remove(id);
        }
    }

    /// Compares every draft that is not being saved with the library as it is now.
    pub(super) fn reconcile(&mut self, catalog: &Catalog) {
        let ids: Vec<String> = self.drafts.keys().filter(|id| !self.is_being_saved(id)).cloned().collect();
        for id in ids {
            let own = catalog.own(&id);
            let Some(draft) = self.drafts.get_mut(&id) else { continue };
            let is_stored =
                own.is_some_and(|own| draft.base() != Some(own) && *own == draft.working.finished());
            if is_stored {
                self.drafts.remove(&id);
            } else {
                draft.compare(own);
            }
        }
    }

    /// The form wins over what was changed outside. Gives whether there was a choice.
    pub(super) fn keep_mine(&mut self, id: &str) -> bool {
        self.drafts.get_mut(id).is_some_and(EditDraft::keep_mine)
    }

    /// How a reply that is being edited was changed outside.
    pub(super) fn theirs(&self, id: &str) -> Option<&Theirs> {
        self.drafts.get(id).and_then(EditDraft::theirs)
    }

    /// Writes the drafts, to have them after a crash.
    pub(super) fn save_drafts(&mut self, fx: &mut Vec<EditorEffect>) {
        self.generation += 1;
        self.saving = Saving::Writing;
        let drafts = self.drafts.values().cloned().collect();
        fx.push(EditorEffect::SaveDrafts { generation: self.generation, drafts });
    }

    /// The answer to [`EditorEffect::SaveDrafts`]. Gives whether it was about the last drafts.
    pub(super) fn drafts_saved(&mut self, generation: u64, result: &Result<(), String>) -> bool {
        let is_last = generation == self.generation;
        if is_last {
            self.saving = match result {
                Ok(()) => Saving::Done,
                Err(reason) => Saving::Failed(reason.clone()),
            };
        }
        is_last
    }

    /// Writes changes into the library; what the answer is about.
    pub(super) fn change(&mut self, changes: Vec<ReplyChange>, pending: Pending, fx: &mut Vec<EditorEffect>) {
        let ticket = self.ticket(pending);
        fx.push(EditorEffect::Change { ticket, changes });
    }

    /// The number under which a request is answered.
    pub(super) fn ticket(&mut self, pending: Pending) -> u64 {
        self.tickets += 1;
        self.pending.insert(self.tickets, pending);
        self.tickets
    }

    /// What an answer is about; each is given once.
    pub(super) fn answered(&mut self, ticket: u64) -> Option<Pending> {
        self.pending.remove(&ticket)
    }

    /// Whether an answer from outside is waited for.
    pub(super) fn is_saving(&self) -> bool {
        !self.pending.is_empty()
    }

    pub(super) fn is_being_saved(&self, id: &str) -> bool {
        self.pending.values().any(|pending| matches!(pending, Pending::Save { id: saved, .. } if saved == id))
    }

    /// Whether a step is being written, is being taken back or done again.
    pub(super) fn is_writing_step(&self) -> bool {
        self.steps().next().is_some()
    }

    /// Whether one of the lists is being written.
    pub(super) fn is_saving_sheets(&self) -> bool {
        self.steps().any(|step| step.sheet.is_some())
    }

    /// The steps that are not answered yet, the first one first.
    fn steps(&self) -> impl Iterator<Item = &UndoStep> {
        self.pending.values().filter_map(|pending| match pending {
            Pending::Step(step) | Pending::Undone(step) | Pending::Redone(step) => Some(step),
            Pending::Save { .. } | Pending::Backup(_) => None,
        })
    }

    /// An id that no reply has, and none of those that are taken besides: the time, and a number where that is taken.
    pub(super) fn free_id(
        &self,
        catalog: &Catalog,
        now: DateTime,
        is_taken: &dyn Fn(&str) -> bool,
    ) -> String {
        let id = now.strftime("r%Y%m%d%H%M%S").to_string();
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let is_free = |id: &String| {
            catalog.stored(id).is_none()
                && !self.drafts.contains_key(id)
                && !is_taken(id)
                && !self.is_being_made(id)
        };
        std::iter::once(id.clone()).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// Whether a command that is not answered yet makes a reply of this id.
    fn is_being_made(&self, id: &str) -> bool {
        self.pending.values().any(|pending| match pending {
            Pending::Step(step) => step.changes.iter().any(|change| change.id() == id),
            Pending::Save { .. } | Pending::Undone(_) | Pending::Redone(_) | Pending::Backup(_) => false,
        })
    }
}
