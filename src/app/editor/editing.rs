//! What is typed into the form of one reply, saving it, and what happens when its file changes meanwhile.

use jiff::Timestamp;

use super::desk::Pending;
use super::undo::{DraftChange, UndoStep};
use super::working::{FormEdit, Working};
use super::{Choice, Editor, EditorEffect, EditorNotice, Node, Pane, Spot};
use crate::model::{Message, Place, Reply, ReplyChange, Wording};

impl Editor {
    /// Applies an edit of the form to the draft of the current reply.
    pub(super) fn edit(&mut self, edit: FormEdit, at: Timestamp, fx: &mut Vec<EditorEffect>) {
        let Some(id) = self.current().map(str::to_owned) else { return };
        let Some(before) = self.replies().working(&id) else { return };
        self.follow_edit(&edit, &before.reply);
        let mut after = before.clone();
        after.apply(edit.clone());
        if after == before {
            return;
        }
        self.undo.push_edit(&id, edit, [Some(&before), Some(&after)], at);
        let is_moved = before.reply.category != after.reply.category;
        self.desk.set_working(&id, Some(after), &self.catalog);
        self.desk.save_drafts(fx);
        if is_moved && self.catalog.stored(&id).is_none() {
            self.list();
        }
    }

    /// Shows and focuses what an edit adds or moves to the front.
    fn follow_edit(&mut self, edit: &FormEdit, before: &Reply) {
        let wordings = before.wordings.len();
        if *edit == FormEdit::AddWording {
            self.form.turn_to(wordings);
            self.form.focus(Spot::Message { wording: wordings, message: 0 });
        } else if let FormEdit::RaiseWording(idx) = edit {
            self.form.turn_to(idx.saturating_sub(1));
        } else if let FormEdit::AddText(wording) | FormEdit::AddImage(wording) = edit {
            let message = before.wordings.get(*wording).map_or(0, |wording| wording.messages.len());
            self.form.focus(Spot::Message { wording: *wording, message });
        }
    }

    pub(super) fn turn_wording(&mut self, wording: usize) {
        self.form.turn_to(wording);
        self.form.focus(Spot::Message { wording, message: 0 });
        self.face.focus(Pane::Form);
    }

    /// A new reply in the category that is shown. A short text of one line is its title.
    pub(super) fn new_reply(&mut self, text: &str, fx: &mut Vec<EditorEffect>) {
        const MAX_TITLE: usize = 12;
        let id = self.free_id();
        let text = text.trim();
        let is_title = text.chars().count() <= MAX_TITLE && !text.contains('\n');
        let (title, body) = if is_title { (text, "") } else { ("", text) };
        let category = if let Node::Category(_, path) = self.node() { path.clone() } else { String::new() };
        let wordings = vec![Wording { messages: vec![Message::Text(body.to_owned())], ..Wording::default() }];
        let reply = Reply { id: id.clone(), title: title.to_owned(), category, wordings, ..Reply::default() };
        let working = Working::from(reply);
        let drafts = vec![DraftChange { id: id.clone(), before: None, after: Some(working.clone()) }];
        self.undo.push(UndoStep { reply_id: id.clone(), drafts, ..UndoStep::default() });
        self.desk.set_working(&id, Some(working), &self.catalog);
        self.desk.save_drafts(fx);
        self.browser.set_query(String::new());
        self.list();
        self.show_id(&id);
        self.face.focus(Pane::Form);
        let first = Spot::Message { wording: 0, message: 0 };
        self.form.focus(if title.is_empty() { Spot::Title } else { first });
    }

    /// An id that no reply has.
    pub(super) fn free_id(&self) -> String {
        self.desk.free_id(&self.catalog, self.now, &|_| false)
    }

    /// Saves the current reply, or goes to what keeps it from being saved.
    pub(super) fn save(&mut self, fx: &mut Vec<EditorEffect>) {
        if self.page().is_some() {
            return self.write_sheets_again(fx);
        }
        let Some(id) = self.current().map(str::to_owned) else { return };
        let Some(draft) = self.desk.draft(&id) else { return };
        if let Some(trouble) = self.form.troubles().iter().find(|trouble| trouble.is_blocking()) {
            self.face.notify(EditorNotice::Blocked(trouble.problem.clone()));
            self.face.focus(Pane::Form);
            let spot = trouble.spot;
            if let Spot::Message { wording, .. } = spot {
                self.form.turn_to(wording);
            }
            self.form.focus(spot);
            return;
        }
        if self.desk.is_being_saved(&id) {
            return;
        }
        let (before, after) = (draft.base().cloned(), draft.working.finished());
        let pending = Pending::Save { id, reply: Box::new(after.clone()) };
        let changes = vec![ReplyChange { before, after: Some(after), place: Place::ByCategory }];
        self.change(changes, pending, fx);
    }

    /// Writes changes into the library.
    pub(super) fn change(&mut self, changes: Vec<ReplyChange>, pending: Pending, fx: &mut Vec<EditorEffect>) {
        self.face.clear_notice();
        self.desk.change(changes, pending, fx);
    }

    /// A step that changes no file, or the file first and then the drafts.
    pub(super) fn do_step(&mut self, step: UndoStep, fx: &mut Vec<EditorEffect>) {
        if step.changes.is_empty() {
            self.desk.set_drafts(&step, &self.catalog);
            self.list();
            self.after_step(&step, fx);
            self.desk.save_drafts(fx);
            self.undo.push(step);
        } else {
            self.change(step.changes.clone(), Pending::Step(step), fx);
        }
    }

    /// Shows what a step has changed.
    pub(super) fn after_step(&mut self, step: &UndoStep, fx: &mut Vec<EditorEffect>) {
        self.list();
        if let Some(page) = step.page {
            let page = Node::Page(page);
            if *self.node() != page {
                self.select_node(page, fx);
            }
        } else if step.sheet.is_some() && self.current() == Some(&step.reply_id) {
            // Those chosen stay chosen: they are where they were.
        } else if self.reply(&step.reply_id).is_some() {
            self.show_id(&step.reply_id);
        } else if self.current().is_none() {
            self.browser.select(0, Choice::Alone);
        }
    }

    /// Forgets what was typed: into the page that is shown, or into the form.
    pub(super) fn discard(&mut self, fx: &mut Vec<EditorEffect>) {
        if self.drop_unwritten() {
            return;
        }
        let Some(id) = self.current().map(str::to_owned) else { return };
        let Some(draft) = self.desk.draft(&id) else { return };
        let after = self.catalog.stored(&id).cloned().map(Working::from);
        let drafts = vec![DraftChange { id: id.clone(), before: Some(draft.working.clone()), after }];
        self.do_step(UndoStep { reply_id: id, drafts, ..UndoStep::default() }, fx);
    }

    /// The form wins: a save replaces what the file says.
    pub(super) fn keep_mine(&mut self, fx: &mut Vec<EditorEffect>) {
        if self.browser.current().is_some_and(|id| self.desk.keep_mine(id)) {
            self.desk.save_drafts(fx);
        }
    }

    /// The file wins; the draft comes back by undo.
    pub(super) fn take_theirs(&mut self, fx: &mut Vec<EditorEffect>) {
        if self.current().is_some_and(|id| self.desk.theirs(id).is_some()) {
            self.discard(fx);
        }
    }
}
