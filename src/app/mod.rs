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
use popup::Copying;
pub use popup::{Keep, Popup, Screen};

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::model::{Library, Remembered, Reply, Settings, Shop, Theme, Use};
use crate::search::{self, Habits, Index, Matched, Query};

#[cfg(test)]
mod tests;

/// Longer texts on the clipboard are not offered as a buyer's message.
const LONGEST_OFFER: usize = 500;

/// A library with its index and what is wrong with its files.
#[derive(Debug, Clone, Default)]
pub struct LoadedLibrary {
    pub library: Arc<Library>,
    pub index: Arc<Index>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A question on its way to the file.
#[derive(Debug)]
struct Keeping {
    /// Of the popup that asked for it.
    opening: u64,
    reply_id: String,
    text: String,
}

/// Everything the program knows while it runs.
#[derive(Debug, Default)]
pub struct App {
    settings: Settings,
    loaded: LoadedLibrary,
    is_loaded: bool,
    remembered: Remembered,
    habits: Habits,
    popup: Popup,
    /// Messages that stay until they are put away.
    notices: Vec<Notice>,
    /// The first start has not been seen to its end yet.
    is_first_start: bool,
    /// What the desktop says, where it says something.
    desktop_is_dark: Option<bool>,
    /// How many copies were begun: the ticket of the last one.
    copies: u64,
    /// How much of the library is prepared for the search, in percent.
    progress: Option<usize>,
    /// Texts of the clipboard that are no news: what was copied from here last, and what was offered last.
    copied_text: Option<String>,
    offered_text: Option<String>,
    /// What is being kept or dropped.
    keeping: Option<Keeping>,
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

    /// How much of the library is prepared for the search, in percent, while that is going on.
    pub fn progress(&self) -> Option<usize> {
        self.progress
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

    /// What of a row's reply matched the query.
    pub fn matched(&self, row: &Row) -> Matched {
        match (row.tier, self.loaded.library.reply(row.at)) {
            (Some(tier), Some(reply)) => {
                let learned = self.loaded.library.learned(&reply.id);
                search::matched(reply, learned, self.popup.query(), tier)
            }
            _ => Matched::default(),
        }
    }

    /// The selected reply, filled as far as it is known.
    pub fn draft(&self, env: &Env) -> Option<Draft> {
        let at = self.popup.selected()?;
        let typed = self.popup.typed();
        Draft::new(&self.loaded.library, at, self.popup.variant_idx(), typed, self.shop(), env.civil())
    }

    /// Changes the state by one action. The effects are to be carried out in order.
    pub fn apply(&mut self, action: Action, env: &Env) -> Vec<Effect> {
        self.habits.set_now(env.now.timestamp().as_second());
        match action {
            Action::Toggle if self.popup.has_keys() => self.hide(),
            Action::Summon | Action::Toggle => self.summon(),
            Action::WindowFocused(is_focused) => self.popup.set_keys(is_focused),
            Action::Dismiss => self.dismiss(),
            Action::Hide => self.hide(),
            Action::SetQuery(query) => self.set_query(query, false),
            Action::SetPastedQuery(query) => self.set_query(query, true),
            Action::ClipboardText { opening, text } => self.offer(opening, &text),
            Action::MoreRows => self.more_rows(),
            Action::MoveSelection(step) => self.move_selection(step),
            Action::Select(row_idx) => self.popup.select(row_idx),
            Action::Pick(row_idx) => return self.pick(row_idx, env),
            Action::TurnVariant(step) => self.turn_variant(step),
            Action::Accept(mode) => return self.accept(mode, env),
            Action::OpenForm => self.open_form(env),
            Action::LeaveForm => self.popup.leave_form(),
            Action::SetField { name, value } => self.popup.set_typed(name, value),
            Action::FocusField(field_idx) => self.popup.focus_field(field_idx),
            Action::MoveField(step) => self.popup.move_field(step),
            Action::Copied { ticket, result } => return self.copied(ticket, result, env),
            Action::OpenKeep => self.open_keep(),
            Action::SetKeepText(text) => self.popup.set_keep_text(text),
            Action::Kept { is_kept, result } => self.kept(is_kept, result),
            Action::Progress { done, total } => self.progress = Some(done * 100 / total.max(1)),
            Action::ToggleFavourite => return self.toggle_favourite(),
            Action::ToggleHelp => self.popup.toggle_help(),
            Action::DesktopIsDark(is_dark) => self.desktop_is_dark = Some(is_dark),
            Action::PutNoticeAway => self.put_notice_away(),
            Action::Notify(notice) => self.notices.push(notice),
            Action::LibraryLoaded(loaded) => self.library_loaded(loaded),
            Action::HistoryLoaded(remembered) => self.history_loaded(remembered, env),
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
        if self.settings.reads_clipboard {
            self.popup.push(Effect::ReadClipboard { opening: self.popup.openings() });
        }
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

    fn set_query(&mut self, text: String, was_pasted: bool) {
        self.popup.set_query(text, was_pasted);
        self.list();
    }

    /// A text of the clipboard that nobody has seen here yet stands in for a query, until something is typed.
    fn offer(&mut self, opening: u64, text: &str) {
        // One line, as when it is pasted; a long document is no message.
        let text = one_line(text);
        let is_short = text.chars().count() <= LONGEST_OFFER;
        let is_news =
            [&self.copied_text, &self.offered_text].iter().all(|seen| seen.as_deref() != Some(&text));
        let is_meant = self.popup.openings() == opening && self.popup.is_untouched();
        if is_short && is_news && is_meant && Query::pasted(&text).is_message() {
            self.offered_text = Some(text.clone());
            self.popup.count_offer();
            self.set_query(text, true);
        }
    }

    /// Lists what the query finds; without one, what is wanted most often.
    fn list(&mut self) {
        self.popup.set_rows(self.rows(listing::FIRST_ROWS), listing::FIRST_ROWS);
    }

    fn rows(&self, wanted: usize) -> Vec<Row> {
        let loaded = &self.loaded;
        if self.popup.query().is_empty() {
            listing::without_query(&loaded.library, &self.remembered, wanted)
        } else {
            listing::of_query(&loaded.library, &loaded.index, self.popup.query(), &self.habits, wanted)
        }
    }

    /// The list goes on while there may be more.
    fn more_rows(&mut self) {
        self.extend_rows(self.popup.wanted_rows().saturating_mul(listing::MORE_ROWS));
    }

    fn extend_rows(&mut self, wanted: usize) {
        if self.popup.may_have_more() {
            self.popup.extend_rows(self.rows(wanted), wanted);
        }
    }

    fn move_selection(&mut self, step: Move) {
        let (selected, count) = (self.popup.selected_row(), self.popup.rows().len());
        let goes_to_end = step == Move::Last || step == Move::Up && selected == 0;
        if goes_to_end {
            self.extend_rows(usize::MAX);
        } else if selected + listing::ROWS_AHEAD >= count {
            self.more_rows();
        }
        self.popup.move_selection(step);
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
        if let Some(keep) = self.popup.keep().cloned() {
            return self.settle_keep(keep);
        }
        let Some(draft) = self.draft(env) else { return Vec::new() };
        match draft.finished() {
            Ok(text) => {
                self.copies += 1;
                let query = self.popup.recordable_query();
                let copying = Copying { ticket: self.copies, reply_id: draft.reply_id, query, mode };
                self.popup.begin_copy(copying);
                self.copied_text = Some(one_line(&text));
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

    fn copied(&mut self, ticket: u64, result: Result<(), CopyError>, env: &Env) -> Vec<Effect> {
        let Some(Copying { reply_id, query, mode, .. }) = self.popup.end_copy(ticket) else {
            return Vec::new();
        };
        if let Err(error) = result {
            self.popup.set_notice(Notice::CopyFailed(error));
            return Vec::new();
        }
        self.remembered.recent.retain(|id| *id != reply_id);
        self.remembered.recent.insert(0, reply_id.clone());
        let at_seconds = env.now.timestamp().as_second();
        self.habits.add(&Use { reply_id: reply_id.clone(), at_seconds, query: query.clone() });
        match mode {
            CopyMode::AndHide => self.hide(),
            CopyMode::AndStay => {
                // The next reply copied from here may be for the next buyer.
                self.popup.forget_typed();
                self.popup.set_notice(Notice::Copied);
            }
        }
        self.popup.push(Effect::RecordUse { reply_id, query });
        self.popup.take_effects()
    }

    fn open_keep(&mut self) {
        let Some(reply) = self.selected_reply() else { return };
        let original = self.popup.message().unwrap_or_default();
        let shortened = search::without_private(original);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        // What was kept just now may have been changed by hand before.
        let kept =
            self.popup.kept().filter(|(reply_id, _)| *reply_id == reply.id).map(|(_, text)| text.clone());
        let learned = self.loaded.library.learned(&reply.id);
        let known = kept.into_iter().chain([shortened.clone()]).find(|text| learned.contains(text));
        let keep = Keep {
            is_kept: known.is_some(),
            is_shortened: letters(&shortened) < letters(original),
            reply_id: reply.id.clone(),
            reply_title: reply.title.clone(),
            text: known.unwrap_or(shortened),
        };
        if Query::pasted(&keep.text).is_empty() {
            self.popup.set_notice(Notice::NothingToKeep);
        } else {
            self.popup.show_keep(keep);
        }
    }

    /// Keeps the question, or drops the one that was kept.
    fn settle_keep(&mut self, keep: Keep) -> Vec<Effect> {
        let text = keep.text.trim().to_owned();
        let opening = self.popup.openings();
        if self.keeping.as_ref().is_some_and(|keeping| keeping.opening == opening)
            || Query::pasted(&text).is_empty()
        {
            return Vec::new();
        }
        let reply_id = keep.reply_id;
        self.keeping = Some(Keeping { opening, reply_id: reply_id.clone(), text: text.clone() });
        vec![if keep.is_kept {
            Effect::DropQuestion { reply_id, text }
        } else {
            Effect::KeepQuestion { reply_id, text }
        }]
    }

    /// The popup may show something else by now, or be another one.
    fn kept(&mut self, is_kept: bool, result: Result<(), String>) {
        let keeping = self.keeping.take();
        let is_here = |keeping: &Keeping| self.popup.is_shown() && keeping.opening == self.popup.openings();
        let asked = keeping.filter(is_here);
        match (result, asked) {
            (Ok(()), Some(Keeping { reply_id, text, .. })) => {
                if self.popup.keep().is_some_and(|keep| keep.reply_id == reply_id) {
                    self.popup.leave_form();
                }
                self.popup.set_kept(is_kept.then_some((reply_id, text)));
                self.popup.set_notice(if is_kept { Notice::QuestionKept } else { Notice::QuestionDropped });
            }
            (Ok(()), None) => {}
            (Err(reason), Some(_)) => self.popup.set_notice(Notice::QuestionNotKept(reason)),
            (Err(reason), None) => self.notices.push(Notice::QuestionNotKept(reason)),
        }
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
        self.progress = None;
        let wanted = self.popup.wanted_rows().max(listing::FIRST_ROWS);
        let rows = self.rows(wanted);
        let selected = selected.and_then(|id| self.loaded.library.by_id(&id));
        self.popup.renew_rows(rows, wanted, selected);
    }

    fn history_loaded(&mut self, remembered: Remembered, env: &Env) {
        let used_meanwhile = std::mem::replace(
            &mut self.habits,
            Habits::new(&remembered.uses, env.now.timestamp().as_second()),
        );
        self.habits.extend(used_meanwhile);
        let used_meanwhile = std::mem::replace(&mut self.remembered, remembered).recent;
        self.remembered.recent.retain(|id| !used_meanwhile.contains(id));
        self.remembered.recent.splice(0..0, used_meanwhile);
        // A row that jumps away while somebody works with it is worse than a list in the old order.
        let is_untouched = *self.popup.screen() == Screen::Preview && !self.popup.has_moved();
        if self.popup.query().is_empty() && is_untouched {
            self.list();
        }
    }
}

/// A text as it stands in the search box.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
