//! What an action leads to: which recipe or part it goes to, and what is made anew behind it.

use jiff::Timestamp;

use super::action::Report;
use super::import::{ImportAction, ImportView};
use super::undo::Turn;
use super::{Editor, EditorAction, EditorEffect, EditorNotice, Overlay, Pane, Replies};
use crate::app::Env;

impl Editor {
    /// Changes the state by one action. The effects are to be carried out in order.
    pub fn apply(&mut self, action: EditorAction, env: &Env) -> Vec<EditorEffect> {
        let mut fx = Vec::new();
        self.begin(&action, env);
        self.react(action, env.at(), &mut fx);
        self.go_on_closing(&mut fx);
        self.refresh(&mut fx);
        fx
    }

    /// What every action changes.
    fn begin(&mut self, action: &EditorAction, env: &Env) {
        self.now = env.civil();
        self.face.set_cancels_cell(matches!(action, EditorAction::Dismiss));
        // An answer from the disk is nothing that the user did.
        if matches!(action, EditorAction::Report(Report::DraftsSaved { .. })) {
            return;
        }
        if !matches!(action, EditorAction::Close) {
            self.face.take_refused_cell();
        }
        if !matches!(action, EditorAction::Edit(_) | EditorAction::SpotTaken) {
            self.undo.end_typing();
        }
    }

    /// Routes an action to its recipe.
    fn react(&mut self, action: EditorAction, at: Timestamp, fx: &mut Vec<EditorEffect>) {
        match action {
            EditorAction::Open(opening) => self.open(opening, fx),
            EditorAction::Report(report) => self.handle_report(report, fx),
            EditorAction::EditSheet(page, edit) => self.edit_sheet(page, &edit, fx),
            EditorAction::Notify(notice) => self.face.notify(notice),
            EditorAction::PutNoticeAway => self.face.clear_notice(),
            EditorAction::SelectNode(node) => self.select_node(node, fx),
            EditorAction::ToggleNode(node) => self.toggle_node(node),
            EditorAction::MoveNode(step) => self.move_node(step, fx),
            EditorAction::FoldNode(fold) => self.fold_node(fold, fx),
            EditorAction::SetQuery(query) => self.set_query(query),
            EditorAction::Select { row, choice } => self.browser.select(row, choice),
            EditorAction::Import(action) => self.import(action, fx),
            EditorAction::MoveRow(step, _) if self.is_importing() => {
                self.import(ImportAction::View(ImportView::Move(step)), fx);
            }
            EditorAction::MoveRow(step, choice) => self.browser.move_row(step, choice),
            EditorAction::ChooseAll => self.browser.choose_all(),
            EditorAction::FocusPane(pane) => self.face.focus(pane),
            EditorAction::OpenForm => self.open_form(),
            EditorAction::NextPane(step) => self.next_pane(step),
            EditorAction::SpotTaken => self.form.spot_taken(),
            EditorAction::Edit(edit) => self.edit(edit, at, fx),
            EditorAction::TurnWording(wording) => self.turn_wording(wording),
            EditorAction::New => self.new_reply("", fx),
            EditorAction::NewFrom(text) if text.trim().is_empty() => {
                self.face.notify(EditorNotice::NothingCopied);
            }
            EditorAction::NewFrom(text) => self.new_reply(&text, fx),
            EditorAction::ReadClipboard => fx.push(EditorEffect::ReadClipboard),
            EditorAction::ToggleHidden => self.toggle_hidden(fx),
            EditorAction::SayInnocent(clause) => self.say_innocent(clause, fx),
            EditorAction::TakeInferred => self.take_inferred(fx),
            EditorAction::Duplicate => self.duplicate(fx),
            EditorAction::Delete => self.delete(fx),
            EditorAction::Restore => self.restore(fx),
            EditorAction::Save => self.save(fx),
            EditorAction::Discard => self.discard(fx),
            EditorAction::Undo => self.turn(Turn::Undo, fx),
            EditorAction::Redo => self.turn(Turn::Redo, fx),
            EditorAction::Ask(ask) => self.ask(ask),
            EditorAction::SetAskText(text) => self.set_ask_text(text),
            EditorAction::MoveCandidate(step) => self.move_candidate(step),
            EditorAction::TakeCandidate(idx) => self.take_candidate(idx, at, fx),
            EditorAction::Answer => self.answer(at, fx),
            EditorAction::ToggleHelp => self.face.toggle(Overlay::Help),
            EditorAction::ToggleDifference => self.toggle_difference(),
            EditorAction::BackToOriginal => self.back_to_original(fx),
            EditorAction::KeepMine => self.keep_mine(fx),
            EditorAction::TakeTheirs => self.take_theirs(fx),
            EditorAction::DropReplies(category) => self.move_replies(&category, fx),
            EditorAction::DropCategory { from, into } => self.move_category(&from, &into, fx),
            EditorAction::Dismiss => self.dismiss(),
            EditorAction::Unstored(action) => self.answer_unstored(action, fx),
            EditorAction::Close => self.close(fx),
            EditorAction::End => self.end(fx),
        }
    }

    /// Makes anew what is shown of what has changed.
    fn refresh(&mut self, fx: &mut Vec<EditorEffect>) {
        if self.catalog.shops_revision() != self.pages.lists().shops_revision() {
            self.check_library(fx);
        }
        let replies = Replies { catalog: &self.catalog, desk: &self.desk, now: self.now };
        let shop = self.pages.lists().shops().first();
        self.form.refresh(self.browser.current(), replies, shop);
        self.pages.refresh(self.browser.page());
    }

    /// Other texts, or other rules.
    pub(super) fn check_library(&mut self, fx: &mut Vec<EditorEffect>) {
        let lessons = self.catalog.set_policy(self.pages.lists());
        fx.extend(lessons.map(EditorEffect::Learn));
        self.pages.lists_mut().set_learning(self.catalog.is_learning());
        fx.push(EditorEffect::CheckLibrary);
    }

    fn toggle_difference(&mut self) {
        if self.form.original().is_some() {
            self.face.toggle(Overlay::Difference);
        }
    }

    /// One step back: the overlay, the message, the form, the search.
    fn dismiss(&mut self) {
        if self.face.take_away() {
            return;
        }
        if self.is_importing() && (self.pane() != Pane::List || self.import.step_back()) {
            self.face.focus(Pane::List);
            return;
        }
        if self.face.pane() != Pane::Form {
            self.set_query(String::new());
        }
        self.face.focus(if self.page().is_some() { Pane::Tree } else { Pane::List });
    }
}
