//! Closing the window: nothing that was typed is lost without a question.
//!
//! Drafts are written as they are typed, cells when the keys leave them. The window waits for both; what could not be written
//! is asked about, and written somewhere else where nobody can be asked.

use std::path::PathBuf;

use super::{Draft, Editor, EditorEffect, EditorNotice, Overlay, pages};
use crate::app::Step;
use crate::model::{ForbiddenWord, SheetChange, Shop};
use crate::template::{Cell, Table};

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

/// How far closing the window has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Closing {
    #[default]
    No,
    /// As soon as everything is written; a question where it cannot be.
    Asked,
    /// The same, but nobody can be asked.
    Ending,
}

/// A way out for texts that cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rescue {
    Retry,
    SaveElsewhere,
    Copy,
    CloseAnyway,
}

impl Rescue {
    pub const ALL: [Self; 4] = [Self::Retry, Self::SaveElsewhere, Self::Copy, Self::CloseAnyway];
}

/// What can happen to [`Unstored`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnstoredAction {
    /// Another path for the texts.
    SetPlace(String),
    /// Another way out.
    Move(Step),
    /// This way out, or the one that is chosen.
    Take(Option<Rescue>),
    /// The answer to [`EditorEffect::SaveElsewhere`]: the path, or the system's words.
    SavedElsewhere(Result<String, String>),
    /// The answer to [`EditorEffect::CopyUnstored`]; an error in the system's words.
    Copied(Result<(), String>),
}

/// What came of a way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rescued {
    /// They are in this file.
    Saved(String),
    Copied,
    /// The system's words.
    NotSaved(String),
    NotCopied(String),
}

/// The question before the window closes over texts that are kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unstored {
    /// Where they may be saved instead, as it is typed.
    pub place: String,
    /// What Enter takes.
    pub rescue: Rescue,
    pub outcome: Option<Rescued>,
    /// The folder that is proposed, counted from 0.
    refuge: usize,
}

impl Editor {
    /// Names the folders in which texts may be saved that cannot be kept beside the library, the best first.
    #[must_use]
    pub fn with_refuges(mut self, folders: Vec<PathBuf>) -> Self {
        self.refuges = folders;
        self
    }

    /// Whether the drafts are in their file.
    pub fn saving(&self) -> &Saving {
        &self.saving
    }

    /// How many texts would be lost with the window.
    pub fn unstored(&self) -> usize {
        let drafts = if self.saving == Saving::Done { 0 } else { self.drafts.len() };
        drafts + self.lists().unwritten().len()
    }

    pub(super) fn save_drafts(&mut self) {
        self.generation += 1;
        self.saving = Saving::Writing;
        let drafts = self.drafts.values().cloned().collect();
        self.effects.push(EditorEffect::SaveDrafts { generation: self.generation, drafts });
    }

    pub(super) fn drafts_saved(&mut self, generation: u64, result: Result<(), String>) {
        if generation != self.generation {
            return;
        }
        match result {
            Ok(()) => {
                self.saving = Saving::Done;
                if matches!(self.notice, Some(EditorNotice::DraftsNotSaved(_))) {
                    self.notice = None;
                }
            }
            Err(reason) => {
                self.notice = Some(EditorNotice::DraftsNotSaved(reason.clone()));
                self.saving = Saving::Failed(reason);
            }
        }
    }

    /// A second wish while the first one waits for a slow disk leads to the question.
    pub(super) fn close(&mut self, was_refused: bool) {
        match &self.overlay {
            Some(Overlay::Unstored(_)) => return,
            Some(Overlay::Ask { ask, text, .. }) if *text != self.asked_text(ask) => {
                self.notice = Some(EditorNotice::AnswerFirst);
                return;
            }
            Some(Overlay::Ask { .. } | Overlay::Help | Overlay::Difference) | None => {}
        }
        if was_refused {
            // The notice tells what was typed; who closes again has read it.
            return;
        }
        if self.closing == Closing::No {
            self.closing = Closing::Asked;
            self.write_again();
        } else if self.unstored() == 0 {
            self.close_now();
        } else {
            self.ask_before_closing();
        }
    }

    pub(super) fn end(&mut self) {
        self.closing = Closing::Ending;
        self.write_again();
    }

    /// Tries once more to write what could not be written.
    fn write_again(&mut self) {
        if matches!(self.saving, Saving::Failed(_)) {
            self.save_drafts();
        }
        self.write_sheets_again();
    }

    /// Closes the window that is to be closed, once the answers are there.
    pub(super) fn go_on_closing(&mut self) {
        if self.closing == Closing::No || !self.pending.is_empty() || self.saving == Saving::Writing {
            return;
        }
        let is_ending = self.closing == Closing::Ending;
        if self.unstored() == 0 && !(is_ending && self.half_typed().is_some()) {
            self.close_now();
        } else if is_ending {
            let places = (0..self.refuges.len()).filter_map(|idx| self.place_in(idx)).collect();
            self.save_elsewhere(places);
            self.close_now();
        } else {
            self.ask_before_closing();
        }
    }

    /// What is typed and is nothing yet: a line that is asked for, a cell that cannot be so.
    fn half_typed(&self) -> Option<&str> {
        let line = match &self.overlay {
            Some(Overlay::Ask { ask, text, .. }) if *text != self.asked_text(ask) => Some(text),
            Some(Overlay::Ask { .. } | Overlay::Unstored(_) | Overlay::Help | Overlay::Difference) | None => {
                None
            }
        };
        let cell = match &self.notice {
            Some(EditorNotice::BadCell(text)) => Some(text),
            Some(_) | None => None,
        };
        line.or(cell).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn close_now(&mut self) {
        self.closing = Closing::No;
        self.effects.push(EditorEffect::Close);
    }

    fn ask_before_closing(&mut self) {
        self.closing = Closing::No;
        let place = self.place_in(0).map(|path| path.display().to_string()).unwrap_or_default();
        let (rescue, outcome) = (Rescue::Retry, None);
        self.overlay = Some(Overlay::Unstored(Unstored { place, rescue, outcome, refuge: 0 }));
        self.effects.push(EditorEffect::Show);
    }

    fn place_in(&self, refuge: usize) -> Option<PathBuf> {
        let name = self.now.strftime("suda-unsaved-%Y%m%d-%H%M%S.ron").to_string();
        self.refuges.get(refuge).map(|folder| folder.join(name))
    }

    pub(super) fn answer_unstored(&mut self, action: UnstoredAction) {
        match action {
            UnstoredAction::SetPlace(place) => self.set_place(place),
            UnstoredAction::Move(step) => self.move_rescue(step),
            UnstoredAction::Take(rescue) => self.take_rescue(rescue),
            UnstoredAction::SavedElsewhere(result) => self.rescued(result),
            UnstoredAction::Copied(result) => self.unstored_copied(result),
        }
    }

    fn asked_unstored(&mut self) -> Option<&mut Unstored> {
        match &mut self.overlay {
            Some(Overlay::Unstored(unstored)) => Some(unstored),
            Some(Overlay::Ask { .. } | Overlay::Help | Overlay::Difference) | None => None,
        }
    }

    fn set_place(&mut self, place: String) {
        if let Some(unstored) = self.asked_unstored() {
            unstored.place = place;
            unstored.rescue = Rescue::SaveElsewhere;
        }
    }

    fn move_rescue(&mut self, step: Step) {
        if let Some(unstored) = self.asked_unstored() {
            let at = Rescue::ALL.iter().position(|rescue| *rescue == unstored.rescue).unwrap_or(0);
            let next = Rescue::ALL.get(step.from(at, Rescue::ALL.len()));
            unstored.rescue = next.copied().unwrap_or(unstored.rescue);
        }
    }

    /// Takes this way out, or the one that is chosen.
    fn take_rescue(&mut self, rescue: Option<Rescue>) {
        let Some(unstored) = self.asked_unstored() else { return };
        unstored.rescue = rescue.unwrap_or(unstored.rescue);
        let (rescue, place) = (unstored.rescue, unstored.place.clone());
        self.rescue(rescue, place);
    }

    /// Proposes the next folder where the texts could not be saved.
    fn rescued(&mut self, result: Result<String, String>) {
        let Some(unstored) = self.asked_unstored() else { return };
        match result {
            Ok(place) => {
                unstored.outcome = Some(Rescued::Saved(place));
                unstored.rescue = Rescue::CloseAnyway;
            }
            Err(reason) => {
                unstored.outcome = Some(Rescued::NotSaved(reason));
                unstored.refuge += 1;
                let refuge = unstored.refuge;
                let next = self.place_in(refuge);
                if let (Some(unstored), Some(place)) = (self.asked_unstored(), next) {
                    unstored.place = place.display().to_string();
                }
            }
        }
    }

    fn unstored_copied(&mut self, result: Result<(), String>) {
        if let Some(unstored) = self.asked_unstored() {
            unstored.outcome = Some(result.map_or_else(Rescued::NotCopied, |()| Rescued::Copied));
        }
    }

    fn rescue(&mut self, rescue: Rescue, place: String) {
        match rescue {
            Rescue::Retry => {
                self.overlay = None;
                self.closing = Closing::Asked;
                self.write_again();
            }
            Rescue::SaveElsewhere => self.save_elsewhere(vec![PathBuf::from(place)]),
            Rescue::Copy => {
                let drafts = self.drafts.values().map(written);
                let text = drafts.chain(self.lists().unwritten().iter().flat_map(added)).collect::<Vec<_>>();
                self.effects.push(EditorEffect::CopyUnstored(text.join("\n\n")));
            }
            Rescue::CloseAnyway => self.close_now(),
        }
    }

    fn save_elsewhere(&mut self, places: Vec<PathBuf>) {
        let replies = self.drafts.values().map(|draft| draft.working.finished()).collect();
        let unread = self.drafts.values().flat_map(|draft| {
            let title = &draft.working.reply.title;
            draft.working.unread().map(move |(_, text)| format!("{title}: {text}"))
        });
        let mut remarks: Vec<String> =
            unread.chain(self.lists().unwritten().iter().flat_map(added)).collect();
        remarks.extend(self.half_typed().map(str::to_owned));
        self.effects.push(EditorEffect::SaveElsewhere { places, replies, remarks });
    }
}

/// What a draft says, for a person to read.
fn written(draft: &Draft) -> String {
    let reply = draft.working.finished();
    let messages = reply.wordings.iter().flat_map(|wording| &wording.messages);
    let texts = messages.map(|message| match message {
        crate::model::Message::Text(text) | crate::model::Message::Image(text) => text.as_str(),
    });
    let title = std::iter::once(reply.title.as_str());
    let others = reply.questions.iter().map(String::as_str).chain(reply.note.as_deref());
    title.chain(texts).chain(others).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a change of a list adds, one line an item.
fn added(change: &SheetChange) -> Vec<String> {
    fn new<T: PartialEq>(before: &[T], after: &[T], said: impl Fn(&T) -> String) -> Vec<String> {
        after.iter().filter(|item| !before.contains(item)).map(said).collect()
    }
    match change {
        SheetChange::Shops(both) => new(&both.before, &both.after, shop_line),
        SheetChange::Words(both) => new(&both.before, &both.after, word_line),
        SheetChange::Fields(both) => new(&both.before, &both.after, pages::fields::line),
        SheetChange::Tables(both) => new(&both.before, &both.after, table_lines),
        SheetChange::Hidden(both) => new(&both.before, &both.after, |hiding| hiding.reply.clone()),
    }
}

fn shop_line(shop: &Shop) -> String {
    shop.values().map(|(field, value)| format!("{field}: {value}")).collect::<Vec<_>>().join("; ")
}

fn word_line(word: &ForbiddenWord) -> String {
    let messages = [Some(word.word.as_str()), word.instead.as_deref(), word.why.as_deref()];
    messages.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn table_lines(table: &Table) -> String {
    let titles = table.inputs.iter().chain(&table.outputs).cloned().collect::<Vec<_>>().join("\t");
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().map(Cell::written).chain(row.values.iter().cloned());
        cells.collect::<Vec<_>>().join("\t")
    });
    [table.name.clone(), titles].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}
