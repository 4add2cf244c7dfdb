//! The state of every screen and what happens to it, without a window.
//!
//! [`App::apply`] takes an [`Action`] and gives back the [`Effect`]s that the outside has to carry out. The window,
//! a script in the tests and the command line drive the same code.

mod action;
mod command;
mod draft;
mod form;
mod listing;
mod popup;

pub use action::{Action, CopyError, CopyMode, Effect, Env, Move, Notice, Step};
pub use command::{Command, Scope};
pub use draft::{Draft, DraftPart, FormField, Unfinished};
pub use form::Form;
pub use listing::{Row, Section};
pub use popup::{Popup, Screen};

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::model::{Library, Remembered, Reply, Settings, Shop, Theme};
use crate::search::Index;

#[cfg(test)]
mod tests;

/// A library with its index and what is wrong with its files.
#[derive(Debug, Clone, Default)]
pub struct LoadedLibrary {
    pub library: Arc<Library>,
    pub index: Arc<Index>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything the program knows while it runs.
#[derive(Debug, Default)]
pub struct App {
    settings: Settings,
    loaded: LoadedLibrary,
    is_loaded: bool,
    remembered: Remembered,
    popup: Popup,
    /// Messages that stay until they are put away.
    notices: Vec<Notice>,
    /// The first start has not been seen to its end yet.
    is_first_start: bool,
    /// What the desktop says, where it says something.
    desktop_is_dark: Option<bool>,
    /// How many copies were begun: the ticket of the last one.
    copies: u64,
}

impl App {
    /// The state before anything is loaded.
    pub fn new(settings: Settings, notices: Vec<Notice>, is_first_start: bool) -> Self {
        Self { settings, notices, is_first_start, ..Self::default() }
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn library(&self) -> &Library {
        &self.loaded.library
    }

    /// False until the library has been read once.
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    pub fn popup(&self) -> &Popup {
        &self.popup
    }

    /// The message to show now: the popup's own, else the oldest that stays.
    pub fn notice(&self) -> Option<&Notice> {
        self.popup.notice().or(self.notices.first())
    }

    /// How many messages stay behind the one that is shown.
    pub fn notices_waiting(&self) -> usize {
        if self.popup.notice().is_some() { self.notices.len() } else { self.notices.len().saturating_sub(1) }
    }

    pub fn is_first_start(&self) -> bool {
        self.is_first_start
    }

    pub fn is_favourite(&self, reply_id: &str) -> bool {
        self.remembered.favourites.iter().any(|id| id == reply_id)
    }

    /// The appearance to draw: the user's choice, else the desktop's. `System` where only the window can know.
    pub fn theme(&self) -> Theme {
        match (self.settings.theme, self.desktop_is_dark) {
            (Theme::System, Some(true)) => Theme::Dark,
            (Theme::System, Some(false)) => Theme::Light,
            (chosen, _) => chosen,
        }
    }

    /// The shop whose values are filled in.
    pub fn shop(&self) -> Option<&Shop> {
        self.settings.shops.first()
    }

    /// The selected reply, as it stands in the library.
    pub fn selected_reply(&self) -> Option<&Reply> {
        self.popup.selected().and_then(|at| self.loaded.library.reply(at))
    }

    /// The selected reply, filled as far as it is known.
    pub fn draft(&self, env: &Env) -> Option<Draft> {
        let at = self.popup.selected()?;
        let typed = self.popup.typed();
        Draft::new(&self.loaded.library, at, self.popup.variant_idx(), typed, self.shop(), env.civil())
    }

    /// Changes the state by one action. The effects are to be carried out in order.
    pub fn apply(&mut self, action: Action, env: &Env) -> Vec<Effect> {
        match action {
            Action::Toggle if self.popup.has_keys() => self.hide(),
            Action::Summon | Action::Toggle => self.summon(),
            Action::WindowFocused(is_focused) => self.popup.set_keys(is_focused),
            Action::Dismiss => self.dismiss(),
            Action::Hide => self.hide(),
            Action::SetQuery(query) => self.set_query(query),
            Action::MoveSelection(step) => self.popup.move_selection(step),
            Action::Select(row_idx) => self.popup.select(row_idx),
            Action::Pick(row_idx) => return self.pick(row_idx, env),
            Action::TurnVariant(step) => self.turn_variant(step),
            Action::Accept(mode) => return self.accept(mode, env),
            Action::OpenForm => self.open_form(env),
            Action::LeaveForm => self.popup.leave_form(),
            Action::SetField { name, value } => self.popup.set_typed(name, value),
            Action::FocusField(field_idx) => self.popup.focus_field(field_idx),
            Action::MoveField(step) => self.popup.move_field(step),
            Action::Copied { ticket, result } => return self.copied(ticket, result),
            Action::ToggleFavourite => return self.toggle_favourite(),
            Action::ToggleHelp => self.popup.toggle_help(),
            Action::DesktopIsDark(is_dark) => self.desktop_is_dark = Some(is_dark),
            Action::PutNoticeAway => self.put_notice_away(),
            Action::Notify(notice) => self.notices.push(notice),
            Action::LibraryLoaded(loaded) => self.library_loaded(loaded),
            Action::HistoryLoaded(remembered) => self.history_loaded(remembered),
            Action::Quit => return self.quit(),
        }
        self.popup.take_effects()
    }

    fn summon(&mut self) {
        // Also when it stands open behind the chat client: whoever presses the hotkey there may have gone on to the
        // next buyer. A click brings it back as it was.
        self.popup.open();
        self.list();
        self.popup.push(Effect::ShowWindow);
    }

    fn hide(&mut self) {
        self.popup.close();
        self.popup.push(Effect::HideWindow);
        if std::mem::take(&mut self.is_first_start) {
            self.popup.push(Effect::MarkFirstStartSeen);
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        if self.popup.is_shown() {
            self.hide();
        }
        self.popup.push(Effect::Quit);
        self.popup.take_effects()
    }

    /// One step back: the help, the form, the popup itself.
    fn dismiss(&mut self) {
        if !self.popup.step_back() {
            self.hide();
        }
    }

    fn set_query(&mut self, query: String) {
        self.popup.set_query(query);
        self.list();
    }

    /// Lists what the query finds; without one, what is wanted most often.
    fn list(&mut self) {
        let rows = if self.popup.query().trim().is_empty() {
            listing::without_query(&self.loaded.library, &self.remembered)
        } else {
            listing::of_query(&self.loaded.index, self.popup.query())
        };
        self.popup.set_rows(rows);
    }

    fn turn_variant(&mut self, step: Step) {
        let count = self.selected_reply().map_or(0, |reply| reply.variants.len());
        self.popup.turn_variant(step, count);
    }

    fn pick(&mut self, row_idx: usize, env: &Env) -> Vec<Effect> {
        if row_idx >= self.popup.rows().len() {
            return Vec::new();
        }
        self.popup.select(row_idx);
        self.accept(CopyMode::AndHide, env)
    }

    /// Copies the selected reply when it is whole, else asks for what is missing.
    fn accept(&mut self, mode: CopyMode, env: &Env) -> Vec<Effect> {
        if self.popup.close_help() {
            // What would be copied is not in sight.
            return Vec::new();
        }
        let Some(draft) = self.draft(env) else { return Vec::new() };
        match draft.finished() {
            Ok(text) => {
                self.copies += 1;
                self.popup.begin_copy(self.copies, draft.reply_id, mode);
                vec![Effect::Copy { ticket: self.copies, text }]
            }
            Err(Unfinished::Gaps(gaps)) => {
                self.popup.show_form(draft.fields, &gaps);
                Vec::new()
            }
            Err(Unfinished::Broken(raw)) => {
                self.popup.set_notice(Notice::BrokenPlaceholder(raw));
                Vec::new()
            }
            Err(Unfinished::OnlyImages) => {
                self.popup.set_notice(Notice::OnlyImages);
                Vec::new()
            }
        }
    }

    fn open_form(&mut self, env: &Env) {
        if let Some(draft) = self.draft(env).filter(|draft| !draft.fields.is_empty()) {
            let gaps = draft.gaps();
            self.popup.show_form(draft.fields, &gaps);
        }
    }

    fn copied(&mut self, ticket: u64, result: Result<(), CopyError>) -> Vec<Effect> {
        let Some((reply_id, mode)) = self.popup.end_copy(ticket) else { return Vec::new() };
        if let Err(error) = result {
            self.popup.set_notice(Notice::CopyFailed(error));
            return Vec::new();
        }
        self.remembered.recent.retain(|id| *id != reply_id);
        self.remembered.recent.insert(0, reply_id.clone());
        match mode {
            CopyMode::AndHide => self.hide(),
            CopyMode::AndStay => {
                // The next reply copied from here may be for the next buyer.
                self.popup.forget_typed();
                self.popup.set_notice(Notice::Copied);
            }
        }
        self.popup.push(Effect::RecordUse(reply_id));
        self.popup.take_effects()
    }

    fn toggle_favourite(&mut self) -> Vec<Effect> {
        let Some(reply) = self.selected_reply() else { return Vec::new() };
        let reply_id = reply.id.clone();
        let is_favourite = !self.is_favourite(&reply_id);
        if is_favourite {
            self.remembered.favourites.push(reply_id.clone());
        } else {
            self.remembered.favourites.retain(|id| *id != reply_id);
        }
        // The list keeps its rows until the popup opens again: a row that jumps away is the wrong one to press on.
        vec![Effect::SetFavourite { reply_id, is_favourite }]
    }

    fn put_notice_away(&mut self) {
        if !self.popup.clear_notice() && !self.notices.is_empty() {
            self.notices.remove(0);
        }
    }

    fn library_loaded(&mut self, loaded: LoadedLibrary) {
        let selected = self.selected_reply().map(|reply| reply.id.clone());
        self.notices.extend(Notice::of_diagnostics(&loaded.diagnostics));
        self.loaded = loaded;
        self.is_loaded = true;
        self.list();
        if let Some(at) = selected.and_then(|id| self.loaded.library.by_id(&id)) {
            self.popup.select_reply(at);
        }
    }

    fn history_loaded(&mut self, remembered: Remembered) {
        let used_meanwhile = std::mem::replace(&mut self.remembered, remembered).recent;
        self.remembered.recent.retain(|id| !used_meanwhile.contains(id));
        self.remembered.recent.splice(0..0, used_meanwhile);
        // A row that jumps away while somebody works with it is worse than a list in the old order.
        let is_untouched = *self.popup.screen() == Screen::Preview && !self.popup.has_moved();
        if self.popup.query().trim().is_empty() && is_untouched {
            self.list();
        }
    }
}
