//! The popup's own state: query, rows, selection, form, message.

use std::collections::BTreeMap;

use super::action::{CopyMode, Effect, Move, Notice, Step};
use super::draft::FormField;
use super::form::Form;
use super::listing::Row;
use crate::model::ReplyRef;

/// What the popup shows in its right half.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Screen {
    #[default]
    Preview,
    Form(Form),
    Help,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Popup {
    is_shown: bool,
    /// The window has the keyboard, or lost it; `None` until it has come for the first time.
    has_keys: Option<bool>,
    query: String,
    rows: Vec<Row>,
    selected_row: usize,
    /// The selection was moved since the rows were set.
    has_moved: bool,
    variant_idx: usize,
    screen: Screen,
    /// The help lies over the screen.
    is_help: bool,
    /// Values typed since the popup was opened or something was copied from it, by field; they serve every reply.
    typed: BTreeMap<String, String>,
    notice: Option<Notice>,
    /// The reply that is being written to the clipboard.
    copying: Option<(u64, String, CopyMode)>,
    /// How often the popup was opened.
    openings: u64,
    effects: Vec<Effect>,
}

/// So many rows a page has.
const PAGE: usize = 6;

impl Popup {
    pub fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// Whether the keyboard is in the popup, or on its way there.
    pub(super) fn has_keys(&self) -> bool {
        self.is_shown && self.has_keys != Some(false)
    }

    /// A window that is only being mapped says that it has no keyboard: that is no loss.
    pub(super) fn set_keys(&mut self, has_keys: bool) {
        if has_keys || self.has_keys.is_some() {
            self.has_keys = Some(has_keys);
        }
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The selected row, counted from 0.
    pub fn selected_row(&self) -> usize {
        self.selected_row
    }

    pub fn selected(&self) -> Option<ReplyRef> {
        self.rows.get(self.selected_row).map(|row| row.at)
    }

    /// Which wording of the selected reply is shown, counted from 0.
    pub fn variant_idx(&self) -> usize {
        self.variant_idx
    }

    pub fn screen(&self) -> &Screen {
        if self.is_help { &Screen::Help } else { &self.screen }
    }

    /// How often the popup was opened: what is kept for one opening is not for the next.
    pub fn openings(&self) -> u64 {
        self.openings
    }

    pub fn form(&self) -> Option<&Form> {
        match self.screen() {
            Screen::Form(form) => Some(form),
            Screen::Preview | Screen::Help => None,
        }
    }

    pub(super) fn typed(&self) -> &BTreeMap<String, String> {
        &self.typed
    }

    pub(super) fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    pub(super) fn has_moved(&self) -> bool {
        self.has_moved
    }

    pub(super) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// A fresh popup: nothing of the last buyer is left.
    pub(super) fn open(&mut self) {
        let openings = self.openings + 1;
        *self = Self { is_shown: true, openings, effects: self.take_effects(), ..Self::default() };
    }

    pub(super) fn close(&mut self) {
        *self = Self { openings: self.openings, effects: self.take_effects(), ..Self::default() };
    }

    pub(super) fn set_query(&mut self, query: String) {
        self.query = query;
        self.is_help = false;
        self.screen = Screen::Preview;
        self.notice = None;
    }

    pub(super) fn set_rows(&mut self, rows: Vec<Row>) {
        self.rows = rows;
        self.has_moved = false;
        self.show_row(0);
    }

    fn show_row(&mut self, row_idx: usize) {
        if self.selected_row != row_idx || !self.has_moved {
            self.variant_idx = 0;
        }
        self.selected_row = row_idx;
    }

    pub(super) fn select(&mut self, row_idx: usize) {
        if row_idx < self.rows.len() {
            self.show_row(row_idx);
            self.has_moved = true;
            self.is_help = false;
            self.screen = Screen::Preview;
            self.notice = None;
        }
    }

    pub(super) fn select_reply(&mut self, at: ReplyRef) {
        if let Some(row_idx) = self.rows.iter().position(|row| row.at == at) {
            self.show_row(row_idx);
        }
    }

    pub(super) fn move_selection(&mut self, step: Move) {
        let last = self.rows.len().saturating_sub(1);
        let current = self.selected_row;
        self.select(match step {
            Move::Up => Step::Previous.from(current, self.rows.len()),
            Move::Down => Step::Next.from(current, self.rows.len()),
            Move::PageUp => current.saturating_sub(PAGE),
            Move::PageDown => (current + PAGE).min(last),
            Move::First => 0,
            Move::Last => last,
        });
    }

    pub(super) fn turn_variant(&mut self, step: Step, count: usize) {
        self.variant_idx = step.from(self.variant_idx, count);
        self.has_moved = true;
    }

    pub(super) fn show_form(&mut self, fields: Vec<FormField>, gaps: &[String]) {
        match &mut self.screen {
            // A second Enter in the form goes to the next gap.
            Screen::Form(form) => {
                if let Some(next) = form.fields().iter().position(|field| gaps.contains(&field.name)) {
                    form.focus(next);
                }
            }
            Screen::Preview | Screen::Help => self.screen = Screen::Form(Form::new(fields, gaps)),
        }
        self.notice = None;
    }

    pub(super) fn leave_form(&mut self) {
        self.screen = Screen::Preview;
    }

    pub(super) fn set_typed(&mut self, name: String, value: String) {
        self.typed.insert(name, value);
        self.notice = None;
    }

    pub(super) fn focus_field(&mut self, field_idx: usize) {
        if let Screen::Form(form) = &mut self.screen {
            form.focus(field_idx);
        }
    }

    pub(super) fn move_field(&mut self, step: Step) {
        if let Screen::Form(form) = &mut self.screen {
            form.step(step);
        }
    }

    pub(super) fn toggle_help(&mut self) {
        self.is_help = !self.is_help;
    }

    /// Whether the help was shown.
    pub(super) fn close_help(&mut self) -> bool {
        std::mem::take(&mut self.is_help)
    }

    pub(super) fn forget_typed(&mut self) {
        self.typed.clear();
        self.screen = Screen::Preview;
    }

    /// Puts away what lies on top; false when there is nothing but the list.
    pub(super) fn step_back(&mut self) -> bool {
        if self.close_help() {
            return true;
        }
        let was_open = self.screen != Screen::Preview;
        if let Screen::Form(form) = std::mem::take(&mut self.screen) {
            for field in form.fields() {
                self.typed.remove(&field.name);
            }
        }
        was_open
    }

    pub(super) fn begin_copy(&mut self, ticket: u64, reply_id: String, mode: CopyMode) {
        self.copying = Some((ticket, reply_id, mode));
    }

    /// The reply of this ticket, unless another copy was begun since.
    pub(super) fn end_copy(&mut self, ticket: u64) -> Option<(String, CopyMode)> {
        let (_, reply_id, mode) = self.copying.take_if(|(begun, _, _)| *begun == ticket)?;
        Some((reply_id, mode))
    }

    pub(super) fn set_notice(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// Whether there was a message to clear.
    pub(super) fn clear_notice(&mut self) -> bool {
        self.notice.take().is_some()
    }
}
