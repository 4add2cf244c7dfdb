//! Changes of the pages. Every change of a cell is saved at once.

use super::pages::{Addition, Outcome};
use super::undo;
use super::{Backup, Editor, EditorEffect, EditorNotice, Page, Pending, SheetEdit};
use crate::model::SheetChange;

impl Editor {
    /// Changes a page; what cannot be so is named by a notice.
    pub(super) fn edit_sheet(&mut self, page: Page, edit: &SheetEdit) {
        let outcome = self.pages.edit(page, edit);
        if outcome == Outcome::Refused && !matches!(edit, SheetEdit::RemoveColumn(_)) {
            let typed = match edit {
                SheetEdit::Cell { text, .. } | SheetEdit::Title { text, .. } => text.trim(),
                SheetEdit::RemoveRow(_) | SheetEdit::RemoveColumn(_) | SheetEdit::Press(_) => "",
            };
            self.has_refused_cell = !typed.is_empty();
            self.notice = Some(EditorNotice::BadCell(typed.to_owned()));
        }
        self.carry_out(outcome);
    }

    /// Adds something that is called by this text to a page.
    pub(super) fn add_to_sheet(&mut self, addition: Addition, text: &str) {
        let outcome = self.pages.add(addition, text);
        self.carry_out(outcome);
    }

    fn carry_out(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Write(change) => self.change_sheet(change),
            Outcome::Restore(backup) => self.restore_backup(backup),
            Outcome::Shown | Outcome::Refused => {}
        }
    }

    fn restore_backup(&mut self, backup: Backup) {
        let name = backup.at.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let ticket = self.ticket(Pending::Backup(name));
        self.effects.push(EditorEffect::RestoreBackup { ticket, backup });
    }

    /// Hides those chosen from the popup; where all of them are hidden already, they are shown again.
    pub(super) fn toggle_hidden(&mut self) {
        // The one in the form may be listed elsewhere by now.
        let mut ids = self.targets();
        if ids.is_empty() {
            ids.extend(self.current.clone());
        }
        // What is new is in no pack yet.
        ids.retain(|id| self.stored(id).is_some());
        self.change_sheet(self.pages.lists().toggled_hidden(&ids));
    }

    /// Whether a list is being written.
    pub(super) fn is_saving_sheets(&self) -> bool {
        self.pending.values().any(|pending| match pending {
            Pending::Step(step) | Pending::Undone(step) | Pending::Redone(step) => step.sheet.is_some(),
            Pending::Save { .. } | Pending::Backup(_) => false,
        })
    }

    /// Saves a change where it is one.
    fn change_sheet(&mut self, change: SheetChange) {
        if change.inverse() != change {
            let change = self.pages.lists_mut().with_unwritten(change);
            self.write_sheet(change);
        }
    }

    /// Tries once more to write the lists that could not be written.
    pub(super) fn write_sheets_again(&mut self) {
        if !self.is_saving_sheets() {
            for change in self.pages.lists().unwritten().to_vec() {
                self.write_sheet(change);
            }
        }
    }

    fn write_sheet(&mut self, change: SheetChange) {
        self.pages.lists_mut().expect(&change);
        let reply_id = self.current.clone().unwrap_or_default();
        let step = undo::Step { reply_id, sheet: Some(change.clone()), ..undo::Step::default() };
        let ticket = self.ticket(Pending::Step(step));
        self.notice = None;
        self.effects.push(EditorEffect::ChangeSheet { ticket, change });
    }

    /// Forgets what could not be written of the page that is shown. Gives whether there was anything.
    pub(super) fn drop_unwritten(&mut self) -> bool {
        let Some(page) = self.page() else { return false };
        self.pages.lists_mut().drop_unwritten(|change| page.edits(change))
    }
}
