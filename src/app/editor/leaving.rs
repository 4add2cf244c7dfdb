//! Closing the window: nothing that was typed is lost without a question.
//!
//! Drafts are written as they are typed, cells when they lose the focus. The window waits for both; what could not be written
//! is asked about, and written somewhere else where nobody can be asked.

use std::path::PathBuf;

use super::closing::Stage;
use super::desk::Saving;
use super::remarks::{added, written};
use super::unstored::{Rescue, Unstored, UnstoredAction};
use super::{Editor, EditorEffect, EditorNotice, Overlay};

impl Editor {
    /// The drafts were written, or why they were not. Answers to earlier drafts are ignored.
    pub(super) fn drafts_saved(&mut self, generation: u64, result: Result<(), String>) {
        if !self.desk.drafts_saved(generation, &result) {
            return;
        }
        match result {
            Ok(()) => {
                self.face.clear_notice_if(|notice| matches!(notice, EditorNotice::DraftsNotSaved(_)));
            }
            Err(reason) => self.face.notify(EditorNotice::DraftsNotSaved(reason)),
        }
    }

    /// A second wish while the first one waits for a slow disk leads to the question.
    pub(super) fn close(&mut self, fx: &mut Vec<EditorEffect>) {
        let was_refused = self.face.take_refused_cell();
        match self.face.overlay() {
            Some(Overlay::Unstored(_)) => return,
            Some(Overlay::Ask { ask, text, .. }) if *text != self.asked_text(ask) => {
                self.face.notify(EditorNotice::AnswerFirst);
                return;
            }
            Some(Overlay::Ask { .. } | Overlay::Help | Overlay::Difference) | None => {}
        }
        if was_refused {
            // The notice says what was typed; who closes again has read it.
            return;
        }
        if self.closing.stage() == Stage::Open {
            self.closing.set_stage(Stage::Asked);
            self.write_again(fx);
        } else if self.unstored() == 0 {
            self.close_now(fx);
        } else {
            self.ask_before_closing(fx);
        }
    }

    pub(super) fn end(&mut self, fx: &mut Vec<EditorEffect>) {
        self.closing.set_stage(Stage::Ending);
        self.write_again(fx);
    }

    /// Tries once more to write what could not be written.
    fn write_again(&mut self, fx: &mut Vec<EditorEffect>) {
        if matches!(self.desk.saving(), Saving::Failed(_)) {
            self.desk.save_drafts(fx);
        }
        self.write_sheets_again(fx);
    }

    /// Closes the window that is to be closed, once the answers are there.
    pub(super) fn go_on_closing(&mut self, fx: &mut Vec<EditorEffect>) {
        let is_waiting = self.desk.is_saving() || *self.desk.saving() == Saving::Writing;
        if self.closing.stage() == Stage::Open || is_waiting {
            return;
        }
        let is_ending = self.closing.stage() == Stage::Ending;
        if self.unstored() == 0 && !(is_ending && self.half_typed().is_some()) {
            self.close_now(fx);
        } else if is_ending {
            self.save_elsewhere(self.closing.places(self.now), fx);
            self.close_now(fx);
        } else {
            self.ask_before_closing(fx);
        }
    }

    /// What is typed and is nothing yet: a line that is asked for, a cell that cannot be so.
    fn half_typed(&self) -> Option<&str> {
        let line = match self.face.overlay() {
            Some(Overlay::Ask { ask, text, .. }) if *text != self.asked_text(ask) => Some(text),
            Some(Overlay::Ask { .. } | Overlay::Unstored(_) | Overlay::Help | Overlay::Difference) | None => {
                None
            }
        };
        let cell = match self.face.notice() {
            Some(EditorNotice::BadCell(text)) => Some(text),
            Some(_) | None => None,
        };
        line.or(cell).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn close_now(&mut self, fx: &mut Vec<EditorEffect>) {
        self.closing.set_stage(Stage::Open);
        fx.push(EditorEffect::Close);
    }

    fn ask_before_closing(&mut self, fx: &mut Vec<EditorEffect>) {
        self.closing.set_stage(Stage::Open);
        let place = self.closing.place_in(0, self.now);
        self.face.lay_over(Overlay::Unstored(Unstored::new(place.as_deref())));
        fx.push(EditorEffect::Show);
    }

    /// Reacts to what is done in the question about texts that are stored nowhere.
    pub(super) fn answer_unstored(&mut self, action: UnstoredAction, fx: &mut Vec<EditorEffect>) {
        let Some(unstored) = self.face.unstored_mut() else { return };
        match action {
            UnstoredAction::SetPlace(place) => unstored.set_place(place),
            UnstoredAction::Move(step) => unstored.move_rescue(step),
            UnstoredAction::Take(rescue) => {
                unstored.rescue = rescue.unwrap_or(unstored.rescue);
                let (rescue, place) = (unstored.rescue, PathBuf::from(&unstored.place));
                self.rescue(rescue, place, fx);
            }
            UnstoredAction::SavedElsewhere(result) => {
                let (closing, now) = (&self.closing, self.now);
                unstored.saved_elsewhere(result, |refuge| closing.place_in(refuge, now));
            }
            UnstoredAction::Copied(result) => unstored.copied(result),
        }
    }

    /// Takes a way out for the texts that are stored nowhere.
    fn rescue(&mut self, rescue: Rescue, place: PathBuf, fx: &mut Vec<EditorEffect>) {
        match rescue {
            Rescue::Retry => {
                self.face.take_overlay();
                self.closing.set_stage(Stage::Asked);
                self.write_again(fx);
            }
            Rescue::SaveElsewhere => self.save_elsewhere(vec![place], fx),
            Rescue::Copy => {
                let drafts = self.desk.drafts().map(written);
                let lists = self.pages.lists().unwritten().iter().flat_map(added);
                fx.push(EditorEffect::CopyUnstored(drafts.chain(lists).collect::<Vec<_>>().join("\n\n")));
            }
            Rescue::CloseAnyway => self.close_now(fx),
        }
    }

    /// Asks for the drafts to be written to the first of these places where that is possible, with what no library can
    /// hold as remarks.
    fn save_elsewhere(&self, places: Vec<PathBuf>, fx: &mut Vec<EditorEffect>) {
        let replies = self.desk.drafts().map(|draft| draft.working.finished()).collect();
        let unread = self.desk.drafts().flat_map(|draft| {
            let title = &draft.working.reply.title;
            draft.working.unread().map(move |(_, text)| format!("{title}: {text}"))
        });
        let lists = self.pages.lists().unwritten().iter().flat_map(added);
        let mut remarks: Vec<String> = unread.chain(lists).collect();
        remarks.extend(self.half_typed().map(str::to_owned));
        fx.push(EditorEffect::SaveElsewhere { places, replies, remarks });
    }
}
