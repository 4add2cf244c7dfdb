//! What comes from outside: the files as they are read, the answers to requests, and what the window is opened for.

use std::sync::Arc;

use super::action::Report;
use super::desk::Pending;
use super::{Breaches, Choice, EditDraft, Editor, EditorEffect, EditorNotice, Page};
use crate::app::{EditProblem, LoadedLibrary, Opening};
use crate::model::Lookup;

impl Editor {
    /// The answers to effects, and what has changed outside.
    pub(super) fn handle_report(&mut self, report: Report, fx: &mut Vec<EditorEffect>) {
        match report {
            Report::LibraryLoaded(loaded) => self.library_loaded(loaded, fx),
            Report::TrashLoaded(trash) => {
                self.catalog.set_trash(trash);
                self.list();
            }
            Report::DraftsLoaded(drafts) => self.drafts_loaded(drafts, fx),
            Report::DraftsSaved { generation, result } => self.drafts_saved(generation, result),
            Report::FavouritesLoaded(favourites) => {
                self.catalog.set_favourites(favourites);
                self.list();
            }
            Report::ShopsLoaded(profiles) => self.pages.lists_mut().set_shops(profiles),
            Report::Checked(Breaches { replies, by_rule }) => {
                self.catalog.set_breaching(replies);
                self.pages.lists_mut().set_broken(by_rule);
                self.list();
            }
            Report::Learned { key, learned } => {
                if self.catalog.set_learned(key, learned) {
                    self.check_library(fx);
                }
            }
            Report::BackupsLoaded(backups) => self.pages.lists_mut().set_backups(backups),
            Report::Changed { ticket, result } => self.changed(ticket, result, fx),
        }
    }

    /// Shows what the window is opened for, as soon as the library is loaded.
    pub(super) fn open(&mut self, opening: Opening, fx: &mut Vec<EditorEffect>) {
        if !self.is_loaded() {
            self.openings.push(opening);
            return;
        }
        fx.push(EditorEffect::Show);
        match opening {
            Opening::Plain => {}
            Opening::Reply(key) => self.open_reply(key),
            Opening::New(text) => self.new_reply(&text, fx),
            Opening::Clipboard => fx.push(EditorEffect::ReadClipboard),
        }
    }

    /// A reply by its id, code or title; the first where several have it.
    fn open_reply(&mut self, key: String) {
        let library = self.catalog.library();
        let found = match library.find(&key) {
            Lookup::Found(at) => Some(at),
            Lookup::Several(several) => several.first().copied(),
            Lookup::NotFound => None,
        };
        if let Some(reply) = found.and_then(|at| library.reply(at)) {
            self.show_id(&reply.id.clone());
        } else if self.desk.draft(&key).is_some() {
            self.show_id(&key);
        } else {
            self.face.notify(EditorNotice::NotFound(key));
        }
    }

    /// The library was read, at the start or again: the drafts are compared with it, and what waited for it is shown.
    pub(super) fn library_loaded(&mut self, loaded: LoadedLibrary, fx: &mut Vec<EditorEffect>) {
        match EditorNotice::of_diagnostics(&loaded.diagnostics) {
            Some(notice) => self.face.notify(notice),
            None => self.face.clear_notice_if(|notice| matches!(notice, EditorNotice::File { .. })),
        }
        let library = Arc::clone(&loaded.library);
        self.catalog.set_library(loaded);
        self.pages.lists_mut().set_library(library, self.desk.is_saving_sheets());
        self.check_library(fx);
        self.desk.reconcile(&self.catalog);
        self.list();
        self.renew_candidates();
        for opening in std::mem::take(&mut self.openings) {
            self.open(opening, fx);
        }
        if self.browser.current().is_none() {
            self.browser.select(0, Choice::Alone);
        }
    }

    /// The drafts of an earlier session.
    fn drafts_loaded(&mut self, drafts: Vec<EditDraft>, fx: &mut Vec<EditorEffect>) {
        self.desk.add_drafts(drafts);
        if self.is_loaded() {
            self.desk.reconcile(&self.catalog);
            self.list();
        }
        self.desk.save_drafts(fx);
    }

    /// A request to change the files was answered.
    fn changed(
        &mut self,
        ticket: u64,
        result: Result<Option<LoadedLibrary>, EditProblem>,
        fx: &mut Vec<EditorEffect>,
    ) {
        let Some(pending) = self.desk.answered(ticket) else { return };
        match result {
            Ok(loaded) => self.written(pending, loaded, fx),
            Err(problem) => self.not_written(pending, problem),
        }
        self.turn_waiting(fx);
    }

    /// A request was carried out; `loaded` is the library with it, where that has changed.
    fn written(&mut self, pending: Pending, loaded: Option<LoadedLibrary>, fx: &mut Vec<EditorEffect>) {
        self.desk.rebase(&pending);
        if let Some(loaded) = loaded {
            self.library_loaded(loaded, fx);
        }
        match pending {
            Pending::Save { id, reply } => self.desk.drop_saved(&id, &reply),
            Pending::Step(step) => {
                if let Some(sheet) = &step.sheet {
                    self.pages.lists_mut().written(sheet);
                }
                self.desk.set_drafts_since(&step, &self.catalog);
                self.after_step(&step, fx);
                self.undo.push(step);
            }
            Pending::Undone(step) | Pending::Redone(step) => {
                self.desk.set_drafts_since(&step, &self.catalog);
                self.after_step(&step, fx);
            }
            Pending::Backup(name) => self.face.notify(EditorNotice::Restored(name)),
        }
        self.list();
        self.desk.save_drafts(fx);
    }

    /// A request was not carried out: its step stays where it was, and what a page shows stays shown.
    fn not_written(&mut self, pending: Pending, problem: EditProblem) {
        self.face.notify(EditorNotice::NotSaved(problem));
        if !matches!(pending, Pending::Save { .. } | Pending::Backup(_)) {
            self.undo.drop_waiting();
        }
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
        // Changes outside that were seen during the save are compared now.
        self.desk.reconcile(&self.catalog);
        self.list();
    }
}
