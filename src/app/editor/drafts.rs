//! What is typed into the form, saving it, and what happens when the file changes meanwhile.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::undo::Step;
use super::working::{FormEdit, Working};
use super::{Editor, EditorEffect, EditorNotice, Node, Page, Pane, Pending, Spot};
use crate::app::{EditProblem, LoadedLibrary};
use crate::model::{Message, Place, Reply, ReplyChange, Winner, Wording};

/// A reply that is not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    id: String,
    /// As it stood in the personal library when it was first edited; `None` where it did not.
    base: Option<Reply>,
    pub working: Working,
    /// It was changed outside since.
    #[serde(skip)]
    theirs: Option<Theirs>,
}

/// What became outside of a reply that is being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Theirs {
    Changed(Box<Reply>),
    Gone,
}

impl Draft {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// What became of the reply outside since it was first edited, where it is not as it was.
    pub fn theirs(&self) -> Option<&Theirs> {
        self.theirs.as_ref()
    }
}

impl Editor {
    /// Puts a reply into the form; one that says what the library says needs no draft.
    fn set_working(&mut self, id: &str, working: Option<Working>) {
        let Some(working) = working else {
            self.drafts.remove(id);
            return;
        };
        // To the letter: a blank line that is about to be written on is no slip.
        let is_saved = working.unread().next().is_none()
            && self.stored(id).is_some_and(|stored| *stored == working.reply);
        if is_saved {
            self.drafts.remove(id);
        } else if let Some(draft) = self.drafts.get_mut(id) {
            draft.working = working;
        } else {
            let draft = Draft { id: id.to_owned(), base: self.own(id).cloned(), working, theirs: None };
            self.drafts.insert(id.to_owned(), draft);
        }
    }

    pub(super) fn edit(&mut self, edit: FormEdit, at: Timestamp) {
        let Some(id) = self.current.clone() else { return };
        let Some(before) = self.working_of(&id) else { return };
        let wordings = before.reply.wordings.len();
        if edit == FormEdit::AddWording {
            self.wording = wordings;
            self.spot = Some(Spot::Message { wording: wordings, message: 0 });
        } else if let FormEdit::RaiseWording(idx) = &edit {
            self.wording = idx.saturating_sub(1);
        } else if let FormEdit::AddText(wording) | FormEdit::AddImage(wording) = &edit {
            let message = before.reply.wordings.get(*wording).map_or(0, |wording| wording.messages.len());
            self.spot = Some(Spot::Message { wording: *wording, message });
        }
        let mut after = before.clone();
        after.apply(edit.clone());
        if after == before {
            return;
        }
        self.undo.push_edit(&id, edit, [Some(&before), Some(&after)], at);
        let is_moved = before.reply.category != after.reply.category;
        self.set_working(&id, Some(after));
        self.save_drafts();
        if is_moved && self.stored(&id).is_none() {
            self.list();
        }
    }

    pub(super) fn turn_wording(&mut self, wording: usize) {
        self.wording = wording;
        self.pane = Pane::Form;
        self.spot = Some(Spot::Message { wording, message: 0 });
    }

    /// A new reply in the category that is shown. A short text of one line is its title.
    pub(super) fn new_reply(&mut self, text: &str) {
        const LONGEST_TITLE: usize = 12;
        let id = self.free_id();
        let text = text.trim();
        let is_title = text.chars().count() <= LONGEST_TITLE && !text.contains('\n');
        let (title, body) = if is_title { (text, "") } else { ("", text) };
        let category = if let Node::Category(_, path) = self.node() { path.clone() } else { String::new() };
        let wordings = vec![Wording { messages: vec![Message::Text(body.to_owned())], ..Wording::default() }];
        let reply = Reply { id: id.clone(), title: title.to_owned(), category, wordings, ..Reply::default() };
        let working = Working::from(reply);
        let drafts = vec![(id.clone(), None, Some(working.clone()))];
        self.undo.push(Step { reply_id: id.clone(), drafts, ..Step::default() });
        self.set_working(&id, Some(working));
        self.save_drafts();
        self.query.clear();
        self.list();
        self.show_id(&id);
        self.pane = Pane::Form;
        let first = Spot::Message { wording: 0, message: 0 };
        self.spot = Some(if title.is_empty() { Spot::Title } else { first });
    }

    /// An id that no reply has: the time, and a number where that is taken.
    pub(super) fn free_id(&self) -> String {
        self.free_id_but(&|_| false)
    }

    /// As [`Self::free_id`], and none of those that are taken besides.
    pub(super) fn free_id_but(&self, is_taken: &dyn Fn(&str) -> bool) -> String {
        let id = self.now.strftime("r%Y%m%d%H%M%S").to_string();
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let is_pending = |id: &str| {
            self.pending.values().any(|pending| match pending {
                Pending::Step(step) => step.changes.iter().any(|change| change.id() == id),
                Pending::Save { .. } | Pending::Undone(_) | Pending::Redone(_) | Pending::Backup(_) => false,
            })
        };
        let is_free = |id: &String| {
            self.stored(id).is_none() && !self.drafts.contains_key(id) && !is_taken(id) && !is_pending(id)
        };
        std::iter::once(id.clone()).chain(numbered).find(is_free).unwrap_or_default()
    }

    pub(super) fn save(&mut self) {
        if self.page().is_some() {
            return self.write_sheets_again();
        }
        let Some(id) = self.current.clone() else { return };
        if !self.drafts.contains_key(&id) {
            return;
        }
        if let Some(trouble) = self.troubles.iter().find(|trouble| trouble.is_blocking()) {
            self.notice = Some(EditorNotice::Blocked(trouble.problem.clone()));
            if let Spot::Message { wording, .. } = trouble.spot {
                self.wording = wording;
            }
            self.spot = Some(trouble.spot);
            self.pane = Pane::Form;
            return;
        }
        let Some(draft) = self.drafts.get(&id).filter(|_| !self.is_being_saved(&id)) else { return };
        let (before, after) = (draft.base.clone(), draft.working.finished());
        let pending = Pending::Save { id, reply: Box::new(after.clone()) };
        let changes = vec![ReplyChange { before, after: Some(after), place: Place::ByCategory }];
        self.change(changes, pending);
    }

    fn is_being_saved(&self, id: &str) -> bool {
        self.pending.values().any(|pending| matches!(pending, Pending::Save { id: saved, .. } if saved == id))
    }

    /// Writes changes into the library.
    pub(super) fn change(&mut self, changes: Vec<ReplyChange>, pending: Pending) {
        self.notice = None;
        let ticket = self.ticket(pending);
        self.effects.push(EditorEffect::Change { ticket, changes });
    }

    pub(super) fn changed(&mut self, ticket: u64, result: Result<Option<LoadedLibrary>, EditProblem>) {
        let Some(pending) = self.pending.remove(&ticket) else { return };
        match result {
            Ok(loaded) => {
                if let Pending::Save { id, reply } = &pending
                    && let Some(draft) = self.drafts.get_mut(id)
                {
                    draft.base = Some((**reply).clone());
                    draft.theirs = None;
                }
                if let Pending::Step(step) | Pending::Undone(step) | Pending::Redone(step) = &pending {
                    for change in &step.changes {
                        if let Some(draft) = self.drafts.get_mut(change.id()) {
                            draft.base.clone_from(&change.after);
                            draft.theirs = None;
                        }
                    }
                }
                if let Some(loaded) = loaded {
                    self.library_loaded(loaded);
                }
                match pending {
                    Pending::Save { id, reply } => {
                        let is_as_saved = |draft: &Draft| draft.working.finished() == *reply;
                        if self.drafts.get(&id).is_some_and(is_as_saved) {
                            self.drafts.remove(&id);
                        }
                    }
                    Pending::Step(step) => {
                        if let Some(sheet) = &step.sheet {
                            self.pages.lists_mut().written(sheet);
                        }
                        self.set_drafts_since(&step);
                        self.after_step(&step);
                        self.undo.push(step);
                    }
                    Pending::Undone(step) | Pending::Redone(step) => {
                        self.set_drafts_since(&step);
                        self.after_step(&step);
                    }
                    Pending::Backup(name) => self.notice = Some(EditorNotice::Restored(name)),
                }
                self.list();
                self.save_drafts();
            }
            Err(problem) => {
                self.notice = Some(EditorNotice::NotSaved(problem));
                // It did not happen: the step is where it was.
                let mut unwritten = None;
                match pending {
                    Pending::Undone(_) => drop(self.undo.redo()),
                    Pending::Redone(_) => drop(self.undo.undo()),
                    // A reply is hidden with one key, and shown as it is.
                    Pending::Step(step) => unwritten = step.sheet.filter(|list| Page::of(list).is_some()),
                    Pending::Save { .. } | Pending::Backup(_) => {}
                }
                self.pages.lists_mut().save_failed();
                if let Some(change) = unwritten {
                    self.pages.lists_mut().hold_unwritten(change);
                }
                // What was seen while the save was under way counts now.
                self.reconcile();
                self.list();
            }
        }
    }

    /// The drafts as they are behind a step.
    pub(super) fn set_drafts(&mut self, step: &Step) {
        for (id, _, after) in &step.drafts {
            self.set_working(id, after.clone());
        }
    }

    /// The drafts behind a step that was asked for a while ago: what was typed since stays.
    fn set_drafts_since(&mut self, step: &Step) {
        for (id, before, after) in &step.drafts {
            let typed = self.drafts.get(id).map(|draft| &draft.working);
            match (typed, before, after) {
                (Some(typed), Some(before), Some(after)) => {
                    let (merged, _) = typed.with_change(before, after, Winner::Current);
                    self.set_working(id, Some(merged));
                }
                (Some(typed), _, _) if Some(typed) != before.as_ref() => {}
                (Some(_) | None, _, _) => self.set_working(id, after.clone()),
            }
        }
    }

    /// A step that changes no file, or the file first and then the drafts.
    pub(super) fn do_step(&mut self, step: Step) {
        if step.changes.is_empty() {
            self.set_drafts(&step);
            self.list();
            self.after_step(&step);
            self.save_drafts();
            self.undo.push(step);
        } else {
            self.change(step.changes.clone(), Pending::Step(step));
        }
    }

    pub(super) fn after_step(&mut self, step: &Step) {
        self.list();
        if let Some(page) = step.sheet.as_ref().and_then(Page::of) {
            let page = Node::Page(page);
            if *self.node() != page {
                self.select_node(page);
            }
        } else if step.sheet.is_some() && self.current.as_ref() == Some(&step.reply_id) {
            // Those chosen stay chosen: they are where they were.
        } else if self.reply(&step.reply_id).is_some() {
            self.show_id(&step.reply_id);
        } else if self.current.is_none() {
            self.select(0, super::Choice::Alone);
        }
    }

    pub(super) fn discard(&mut self) {
        if self.drop_unwritten() {
            return;
        }
        let Some(id) = self.current.clone() else { return };
        let Some(draft) = self.drafts.get(&id) else { return };
        let after = self.stored(&id).cloned().map(Working::from);
        let drafts = vec![(id.clone(), Some(draft.working.clone()), after)];
        self.do_step(Step { reply_id: id, drafts, ..Step::default() });
    }

    /// As it stood in the personal library when it was first edited, as far as is known here.
    pub(super) fn set_base(&mut self, id: &str, base: Reply) {
        if let Some(draft) = self.drafts.get_mut(id) {
            draft.base = Some(base);
        }
    }

    pub(super) fn drafts_loaded(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            self.drafts.entry(draft.id.clone()).or_insert(draft);
        }
        if self.is_loaded {
            self.reconcile();
            self.list();
        }
        self.save_drafts();
    }

    /// Holds every draft against the library as it is now.
    pub(super) fn reconcile(&mut self) {
        let saving: Vec<String> = self.drafts.keys().filter(|id| self.is_being_saved(id)).cloned().collect();
        let ids: Vec<String> = self.drafts.keys().filter(|id| !saving.contains(id)).cloned().collect();
        for id in ids {
            let own = self.own(&id).cloned();
            let Some(draft) = self.drafts.get_mut(&id) else { continue };
            if own == draft.base {
                draft.theirs = None;
            } else if own.is_some() && own == Some(draft.working.finished()) {
                self.drafts.remove(&id);
            } else {
                draft.theirs = Some(own.map_or(Theirs::Gone, |own| Theirs::Changed(Box::new(own))));
            }
        }
    }

    /// What is in the form is what counts: a save goes over what stands in the file.
    pub(super) fn keep_mine(&mut self) {
        let draft = self.current.as_ref().and_then(|id| self.drafts.get_mut(id));
        if let Some(draft) = draft
            && let Some(theirs) = draft.theirs.take()
        {
            draft.base = match theirs {
                Theirs::Changed(reply) => Some(*reply),
                Theirs::Gone => None,
            };
            self.save_drafts();
        }
    }

    /// What stands in the file is what counts; the draft can be had back.
    pub(super) fn take_theirs(&mut self) {
        let is_conflict = self
            .current
            .as_ref()
            .and_then(|id| self.drafts.get(id))
            .is_some_and(|draft| draft.theirs.is_some());
        if is_conflict {
            self.discard();
        }
    }
}
