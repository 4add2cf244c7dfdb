//! Changes of the pages. Every change of a cell is saved at once.

use super::desk::Pending;
use super::pages::{Addition, Outcome};
use super::undo::UndoStep;
use super::{Backup, Editor, EditorEffect, Page, RuledClause, SheetEdit};
use crate::model::SheetChange;

impl Editor {
    /// Changes a page; a notice says what cannot be so.
    pub(super) fn edit_sheet(&mut self, page: Page, edit: &SheetEdit, fx: &mut Vec<EditorEffect>) {
        let outcome = self.pages.edit(page, edit);
        if outcome == Outcome::Refused {
            match edit {
                SheetEdit::Cell { text, .. } | SheetEdit::Title { text, .. } => {
                    self.face.refuse_cell(text.trim());
                }
                SheetEdit::RemoveRow(_) | SheetEdit::Press(_) => self.face.refuse_cell(""),
                SheetEdit::RemoveColumn(_) => {}
            }
        }
        self.carry_out(outcome, Some(page), fx);
    }

    /// Adds something that is called by this text to a page.
    pub(super) fn add_to_sheet(&mut self, addition: Addition, text: &str, fx: &mut Vec<EditorEffect>) {
        let outcome = self.pages.add(addition, text);
        self.carry_out(outcome, self.page(), fx);
    }

    fn carry_out(&mut self, outcome: Outcome, page: Option<Page>, fx: &mut Vec<EditorEffect>) {
        match outcome {
            Outcome::Write(change) => self.change_sheet(change, page, fx),
            Outcome::Restore(backup) => self.restore_backup(backup, fx),
            Outcome::Shown | Outcome::Refused => {}
        }
    }

    fn restore_backup(&mut self, backup: Backup, fx: &mut Vec<EditorEffect>) {
        let name = backup.at.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let ticket = self.desk.ticket(Pending::Backup(name));
        fx.push(EditorEffect::RestoreBackup { ticket, backup });
    }

    /// Hides those chosen from the popup; where all of them are hidden already, they are shown again.
    pub(super) fn toggle_hidden(&mut self, fx: &mut Vec<EditorEffect>) {
        // The one in the form may be listed elsewhere by now.
        let mut ids = self.browser.targets();
        if ids.is_empty() {
            ids.extend(self.current().map(str::to_owned));
        }
        // What is new is in no pack yet.
        ids.retain(|id| self.catalog.stored(id).is_some());
        self.change_sheet(self.lists().toggled_hidden(&ids), None, fx);
    }

    /// Keeps that a clause does not break its rule.
    pub(super) fn say_innocent(&mut self, clause: RuledClause, fx: &mut Vec<EditorEffect>) {
        self.change_sheet(self.lists().with_innocent(clause), None, fx);
    }

    /// Saves a change where it is one; `page` is the one that it is made on.
    fn change_sheet(&mut self, change: SheetChange, page: Option<Page>, fx: &mut Vec<EditorEffect>) {
        if change.inverse() != change {
            let change = self.pages.lists_mut().with_unwritten(change);
            self.write_sheet(change, page, fx);
        }
    }

    /// Tries once more to write the lists that could not be written.
    pub(super) fn write_sheets_again(&mut self, fx: &mut Vec<EditorEffect>) {
        if !self.desk.is_saving_sheets() {
            for change in self.lists().unwritten().to_vec() {
                let page = Page::of(&change);
                self.write_sheet(change, page, fx);
            }
        }
    }

    fn write_sheet(&mut self, change: SheetChange, page: Option<Page>, fx: &mut Vec<EditorEffect>) {
        let reply_id = self.current().unwrap_or_default().to_owned();
        let step = UndoStep { reply_id, sheet: Some(change.clone()), page, ..UndoStep::default() };
        self.request_sheet(change, Pending::Step(step), fx);
    }

    /// Has a list written, which is shown so already.
    pub(super) fn request_sheet(
        &mut self,
        change: SheetChange,
        pending: Pending,
        fx: &mut Vec<EditorEffect>,
    ) {
        self.pages.lists_mut().expect(&change);
        self.face.clear_notice();
        let ticket = self.desk.ticket(pending);
        fx.push(EditorEffect::ChangeSheet { ticket, change });
    }

    /// Forgets what could not be written of the page that is shown. Gives whether there was anything.
    pub(super) fn drop_unwritten(&mut self) -> bool {
        let Some(page) = self.page() else { return false };
        self.pages.lists_mut().drop_unwritten(|change| page.edits(change))
    }
}
