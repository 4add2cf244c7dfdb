//! Importing: what happens on its page, and what comes of it for the library and for taking back.

use super::import::{
    ImportAction, ImportEffect, ImportOutcome, ImportReport, ImportSource, ReadChoice, name_of, typed_path,
};
use super::{Choice, Editor, EditorEffect, EditorNotice, Node, Pane};
use crate::app::LoadedLibrary;
use crate::exchange::Options;

impl Editor {
    /// Carries out what happened to an import.
    pub(super) fn import(&mut self, action: ImportAction, fx: &mut Vec<EditorEffect>) {
        match action {
            ImportAction::Open => self.show_import(fx),
            ImportAction::Choose { is_folder } => {
                self.show_import(fx);
                fx.push(ImportEffect::Choose { is_folder }.into());
            }
            ImportAction::Bring(path) => self.bring(name_of(&path), ImportSource::Path(path), fx),
            ImportAction::SetPath(path) => self.import.set_path(path),
            ImportAction::BringTyped => {
                if let Some(path) = typed_path(self.import.path()) {
                    self.bring(name_of(&path), ImportSource::Path(path), fx);
                }
            }
            ImportAction::ReadClipboard => fx.push(ImportEffect::ReadClipboard.into()),
            ImportAction::Paste(text) if text.trim().is_empty() => {
                self.face.notify(EditorNotice::NothingCopied);
            }
            ImportAction::Paste(text) => self.bring(String::new(), ImportSource::Pasted(text), fx),
            ImportAction::CarryOut => {
                fx.extend(self.import.carry_out().map(EditorEffect::from));
            }
            ImportAction::SaveReport => {
                if let Some(preview) = self.import.preview() {
                    let (name, plan) = (preview.input.name.clone(), preview.plan.clone());
                    fx.push(ImportEffect::SaveReport { name, plan }.into());
                }
            }
            ImportAction::UndoImport(number) => fx.push(ImportEffect::Undo(number).into()),
            ImportAction::Report(report) => self.import_answered(report, fx),
            ImportAction::ReadAs(choice) => self.read_as(choice, fx),
            ImportAction::Decide(decision) => {
                if self.import.preview_mut().is_some_and(|preview| preview.decide(decision)) {
                    fx.extend(self.import.plan().map(EditorEffect::from));
                }
            }
            ImportAction::View(part) => {
                if let Some(preview) = self.import.preview_mut() {
                    preview.show(part);
                }
            }
        }
    }

    /// Shows the page with the imports that were carried out.
    fn show_import(&mut self, fx: &mut Vec<EditorEffect>) {
        if *self.node() != Node::Import || !self.query().is_empty() {
            self.set_query(String::new());
            self.select_node(Node::Import, fx);
        }
        self.face.focus(Pane::List);
    }

    fn bring(&mut self, name: String, source: ImportSource, fx: &mut Vec<EditorEffect>) {
        self.show_import(fx);
        fx.push(self.import.read(name, source, Options::default()).into());
    }

    /// What was brought is read again.
    fn read_as(&mut self, choice: ReadChoice, fx: &mut Vec<EditorEffect>) {
        let Some(preview) = self.import.preview_mut() else { return };
        let options = preview.read_as(choice);
        let (name, source) = (preview.input.name.clone(), ImportSource::Again(preview.input.clone()));
        fx.push(self.import.read(name, source, options).into());
    }

    fn import_answered(&mut self, report: ImportReport, fx: &mut Vec<EditorEffect>) {
        match report {
            ImportReport::Read { ticket, result } => self.import.was_read(ticket, result),
            ImportReport::Planned { ticket, plan } => self.import.planned(ticket, plan),
            ImportReport::Listed(listed) => self.import.set_listed(listed),
            ImportReport::CarriedOut(Ok((number, loaded))) => {
                self.import.written(Some(number));
                self.undo.push_import(number);
                self.imports_changed(loaded, fx);
            }
            ImportReport::CarriedOut(Err(problem)) => {
                self.import.written(None);
                self.face.notify(EditorNotice::NotSaved(problem));
            }
            ImportReport::Undone(Ok((count, edited, loaded))) => {
                self.import.say(ImportOutcome::TakenBack { count, edited });
                self.imports_changed(loaded, fx);
                self.show_import(fx);
            }
            ImportReport::ReportSaved(Ok(path)) => self.import.say(ImportOutcome::ReportSaved(path)),
            ImportReport::Undone(Err(problem)) | ImportReport::ReportSaved(Err(problem)) => {
                self.face.notify(EditorNotice::NotSaved(problem));
            }
        }
    }

    /// The library and the list of imports are others now.
    fn imports_changed(&mut self, loaded: Option<LoadedLibrary>, fx: &mut Vec<EditorEffect>) {
        if let Some(loaded) = loaded {
            self.library_loaded(loaded, fx);
        }
        self.list();
        self.browser.select(0, Choice::Alone);
        fx.push(ImportEffect::List.into());
    }
}
