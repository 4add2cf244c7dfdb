//! The popup's own state: query, rows, selection, form, message.

use std::collections::{BTreeMap, HashSet};

use super::action::{CopyMode, Effect, Notice};
use super::chips::Chip;
use super::form::Form;
use super::learn::Learn;
use super::listing::Row;
use super::shops::ShopList;
use crate::app::{Move, Step};
use crate::draft::FormField;
use crate::draft::Offer;
use crate::draft::ReadyMessage;
use crate::model::ReplyRef;
use crate::search::Query;

/// What the popup shows in its right half.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Screen {
    #[default]
    Preview,
    Form(Form),
    /// The facts of the shop.
    Profile(Form),
    Learn(Learn),
    Help,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Popup {
    is_shown: bool,
    /// The window has the keyboard, or lost it; `None` until it has come for the first time.
    has_focus: Option<bool>,
    query_text: String,
    query: Query,
    source: Source,
    /// The last query since the popup was opened that was what a buyer wrote. It stays while its answer is looked for.
    message: Option<String>,
    /// How often a text of the clipboard was put into the search box.
    offers: u64,
    rows: Vec<Row>,
    /// See [`Popup::unknown_places`].
    unknown_places: Vec<String>,
    /// So many rows were asked for.
    wanted_rows: usize,
    selected_row: usize,
    /// The selection was moved since the rows were set.
    has_moved: bool,
    shape: Shape,
    /// The shops that fit what was typed behind a `#`, and the one selected.
    shop_list: Option<ShopList>,
    /// What was copied before the popup was opened; kept in memory only.
    clipboard: Option<String>,
    /// The values found in it.
    found: Vec<Offer>,
    reading: Reading,
    /// The chip that has the keys, and what is typed into it.
    chip: Option<Chip>,
    chip_text: Option<String>,
    screen: Screen,
    /// The help lies over the screen.
    is_help: bool,
    /// Values typed since the popup was opened or something was copied from it, by field; they serve every reply.
    /// Those of the buyer go to [`super::Buyers`] then.
    typed: BTreeMap<String, String>,
    notice: Option<Notice>,
    copying: Option<Copying>,
    /// The question that was kept last, and its reply.
    learned: Option<(String, String)>,
    /// How often the popup was opened.
    openings: u64,
    effects: Vec<Effect>,
}

/// How the selected reply is shown. Another selection has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shape {
    /// The wording that the agent has turned to, counted from 0.
    turned_to: Option<usize>,
    /// What the rules would write stands in place of what they are against.
    is_rewritten: bool,
}

/// Whether the clipboard has answered since the popup was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Reading {
    /// Not yet; when it has, the selected reply is to be copied.
    Asked(Option<CopyMode>),
    #[default]
    Answered,
}

/// A reply that is being written to the clipboard.
#[derive(Debug)]
pub(super) struct Copying {
    pub ticket: u64,
    pub reply_id: String,
    /// What was typed to find it, as the history may keep it.
    pub query: Option<String>,
    /// Which of its wordings, counted from 0.
    pub wording: usize,
    /// The shop whose values were filled in, counted from 0.
    pub shop_idx: usize,
    /// What belongs into its profile.
    pub shop_values: BTreeMap<String, String>,
    /// The rules in spite of which it is copied.
    pub overrides: Vec<String>,
    pub mode: CopyMode,
    /// All messages, of which the first is being copied.
    pub messages: Vec<ReadyMessage>,
}

/// Where the query comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Source {
    #[default]
    Typed,
    /// Some part of it was pasted.
    Pasted,
}

/// So many rows a page has.
const PAGE: usize = 6;

impl Popup {
    pub fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// Whether the keyboard is in the popup, or on its way there.
    pub(super) fn has_focus(&self) -> bool {
        self.is_shown && self.has_focus != Some(false)
    }

    /// A window that is only being mapped says that it has no keyboard: that is no loss. True when the popup has the keyboard
    /// again after it had lost it.
    pub(super) fn set_focus(&mut self, has_focus: bool) -> bool {
        let is_back = self.is_shown && has_focus && self.has_focus == Some(false);
        if has_focus || self.has_focus.is_some() {
            self.has_focus = Some(has_focus);
        }
        is_back
    }

    /// What stands in the search box.
    pub fn query_text(&self) -> &str {
        &self.query_text
    }

    pub fn query(&self) -> &Query {
        &self.query
    }

    /// What a buyer wrote: the query, or one before it.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The query as the history may keep it: never a pasted one.
    pub(super) fn recordable_query(&self) -> Option<String> {
        match self.source {
            Source::Typed => self.query.recordable().map(str::to_owned),
            Source::Pasted => None,
        }
    }

    /// Counts the texts of the clipboard that were put into the search box: each is selected, so that typing replaces it.
    pub fn offers(&self) -> u64 {
        self.offers
    }

    pub(super) fn count_prefill(&mut self) {
        self.offers += 1;
    }

    /// Nothing was typed or chosen since the popup was opened.
    pub(super) fn is_untouched(&self) -> bool {
        self.query_text.is_empty() && !self.has_moved && *self.screen() == Screen::Preview
    }

    /// The names behind an `@` that nothing has: the rest was searched without them.
    pub fn unknown_places(&self) -> &[String] {
        &self.unknown_places
    }

    pub(super) fn set_unknown_places(&mut self, names: Vec<String>) {
        self.unknown_places = names;
    }

    /// Whether the list may go on behind its last row.
    pub fn may_have_more(&self) -> bool {
        self.rows.len() >= self.wanted_rows && !self.rows.is_empty()
    }

    pub(super) fn wanted_rows(&self) -> usize {
        self.wanted_rows
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

    /// The wording of the selected reply that the agent has turned to, counted from 0.
    pub(super) fn turned_to(&self) -> Option<usize> {
        self.shape.turned_to
    }

    /// The shops to choose from, while a `#` is typed.
    pub fn shop_list(&self) -> Option<&ShopList> {
        self.shop_list.as_ref()
    }

    pub(super) fn set_shop_list(&mut self, shops: Option<Vec<usize>>) {
        self.shop_list = shops.map(|shops| ShopList { shops, selected: 0 });
    }

    /// Moves in the list of shops; false when there is none.
    pub(super) fn move_in_shops(&mut self, step: Move) -> bool {
        let Some(list) = &mut self.shop_list else { return false };
        list.selected = moved(list.selected, list.shops.len(), step);
        true
    }

    pub(super) fn begin_reading(&mut self) {
        self.reading = Reading::Asked(None);
    }

    /// The clipboard has not answered yet.
    pub(super) fn is_reading(&self) -> bool {
        matches!(self.reading, Reading::Asked(_))
    }

    /// The selected reply is to be copied as soon as the clipboard has answered.
    pub(super) fn accept_when_read(&mut self, mode: CopyMode) {
        if let Reading::Asked(accepting) = &mut self.reading {
            *accepting = Some(mode);
        }
    }

    /// What was to be copied when the clipboard has answered is not meant any more.
    fn do_not_accept(&mut self) {
        if let Reading::Asked(accepting) = &mut self.reading {
            *accepting = None;
        }
    }

    /// The clipboard has answered; gives what was to be copied then.
    pub(super) fn end_reading(&mut self) -> Option<CopyMode> {
        match std::mem::take(&mut self.reading) {
            Reading::Asked(accepting) => accepting,
            Reading::Answered => None,
        }
    }

    /// A copy is under way, or waits for the clipboard to be read.
    pub(super) fn is_copying(&self) -> bool {
        self.copying.is_some() || matches!(self.reading, Reading::Asked(Some(_)))
    }

    pub(super) fn clipboard(&self) -> Option<&str> {
        self.clipboard.as_deref()
    }

    /// The values that were found in what was copied before the popup was opened.
    pub fn offers_of_clipboard(&self) -> &[Offer] {
        &self.found
    }

    pub(super) fn set_offers(&mut self, found: Vec<Offer>) {
        self.found = found;
    }

    /// Whether they are the values of the buyer who was left.
    pub(super) fn set_offers_of_previous(&mut self, are_previous_buyers: bool) {
        for offer in &mut self.found {
            offer.is_previous_buyers = are_previous_buyers;
        }
    }

    pub(super) fn set_clipboard(&mut self, text: String) {
        self.clipboard = Some(text);
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
            Screen::Form(form) | Screen::Profile(form) => Some(form),
            Screen::Preview | Screen::Learn(_) | Screen::Help => None,
        }
    }

    pub fn learn(&self) -> Option<&Learn> {
        match self.screen() {
            Screen::Learn(learn) => Some(learn),
            Screen::Preview | Screen::Form(_) | Screen::Profile(_) | Screen::Help => None,
        }
    }

    /// Whether the keys go to a form, or a chip that is typed into, instead of the list.
    pub fn has_fields(&self) -> bool {
        self.form().is_some() || self.learn().is_some() || self.chip_text().is_some()
    }

    /// The chip that has the keys.
    pub fn chip(&self) -> Option<&Chip> {
        self.chip.as_ref()
    }

    /// What is typed into it.
    pub fn chip_text(&self) -> Option<&str> {
        self.chip_text.as_deref()
    }

    pub(super) fn focus_chip(&mut self, chip: Option<Chip>) {
        self.chip = chip;
        self.chip_text = None;
    }

    pub(super) fn leave_chip(&mut self) {
        self.focus_chip(None);
    }

    pub(super) fn edit_chip(&mut self, field: String, value: String) {
        self.focus_chip(Some(Chip::Known(field)));
        self.chip_text = Some(value);
    }

    pub(super) fn set_chip_text(&mut self, text: String) {
        if let Some(typed) = &mut self.chip_text {
            *typed = text;
        }
    }

    /// The field of the chip that was typed into, and what was typed. The keys stay on the chip.
    pub(super) fn end_chip_text(&mut self) -> Option<(String, String)> {
        let text = self.chip_text.take()?;
        match &self.chip {
            Some(Chip::Known(field)) => Some((field.clone(), text)),
            Some(Chip::Offer(_) | Chip::Earlier(_)) | None => None,
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
        let (effects, offers) = (self.take_effects(), self.offers);
        *self = Self { is_shown: true, openings, offers, effects, ..Self::default() };
    }

    pub(super) fn close(&mut self) {
        let (effects, offers) = (self.take_effects(), self.offers);
        // A copy that was begun is one, also when its answer comes later.
        let copying = self.copying.take();
        *self = Self { openings: self.openings, offers, effects, copying, ..Self::default() };
    }

    /// A query that was pasted and says enough is what a buyer wrote.
    pub(super) fn set_query(&mut self, text: String, was_pasted: bool) {
        if was_pasted {
            self.source = Source::Pasted;
        } else if !text.chars().any(|c| self.query_text.contains(c)) {
            // Nothing is left of what was pasted.
            self.source = Source::Typed;
        }
        self.query = match self.source {
            Source::Typed => Query::typed(&text),
            Source::Pasted => Query::pasted(&text),
        };
        // What is left while a message is deleted letter by letter is none.
        let is_rest = self.message.as_deref().is_some_and(|message| message.starts_with(&text));
        if was_pasted || self.query.is_message() && !is_rest {
            self.message = Some(text.clone());
        }
        self.query_text = text;
        self.is_help = false;
        self.screen = Screen::Preview;
        self.notice = None;
        self.do_not_accept();
        self.leave_chip();
    }

    /// A new list.
    pub(super) fn set_rows(&mut self, rows: Vec<Row>, wanted: usize) {
        self.rows = rows;
        self.wanted_rows = wanted;
        self.has_moved = false;
        self.show_row(0);
    }

    /// A new list for the same query: the selection stays on its reply, and on its wording, where that is still there.
    pub(super) fn renew_rows(&mut self, rows: Vec<Row>, wanted: usize, selected: Option<ReplyRef>) {
        let (shape, has_moved) = (self.shape, self.has_moved);
        self.set_rows(rows, wanted);
        if let Some(row_idx) = self.rows.iter().position(|row| Some(row.at) == selected) {
            self.selected_row = row_idx;
            self.shape = shape;
            self.has_moved = has_moved;
        }
    }

    /// The rows that are there stay where they are, whatever a new favourite or a use would change; others come behind.
    pub(super) fn extend_rows(&mut self, rows: Vec<Row>, wanted: usize) {
        let listed: HashSet<ReplyRef> = self.rows.iter().map(|row| row.at).collect();
        self.rows.extend(rows.into_iter().filter(|row| !listed.contains(&row.at)));
        self.wanted_rows = wanted;
    }

    fn show_row(&mut self, row_idx: usize) {
        if self.selected_row != row_idx || !self.has_moved {
            self.shape = Shape::default();
        }
        self.selected_row = row_idx;
    }

    pub(super) fn select(&mut self, row_idx: usize) {
        if row_idx < self.rows.len() {
            self.do_not_accept();
            self.show_row(row_idx);
            self.has_moved = true;
            self.is_help = false;
            self.screen = Screen::Preview;
            self.notice = None;
            self.leave_chip();
        }
    }

    pub(super) fn move_selection(&mut self, step: Move) {
        self.select(moved(self.selected_row, self.rows.len(), step));
    }

    pub(super) fn turn_to(&mut self, wording: usize) {
        self.do_not_accept();
        self.shape = Shape { turned_to: Some(wording), is_rewritten: false };
        self.has_moved = true;
    }

    /// Whether the rules' own words stand in place of what they are against.
    pub(super) fn is_rewritten(&self) -> bool {
        self.shape.is_rewritten
    }

    /// Puts them there, or what was there before.
    pub(super) fn rewrite(&mut self) {
        self.do_not_accept();
        self.shape.is_rewritten = !self.shape.is_rewritten;
        self.notice = None;
    }

    pub(super) fn show_form(&mut self, fields: Vec<FormField>, gaps: &[String]) {
        match &mut self.screen {
            // A second Enter in the form goes to the next gap.
            Screen::Form(form) => {
                if let Some(next) = form.fields().iter().position(|field| gaps.contains(&field.name)) {
                    form.focus(next);
                }
            }
            Screen::Preview | Screen::Profile(_) | Screen::Learn(_) | Screen::Help => {
                self.screen = Screen::Form(Form::new(fields, gaps));
            }
        }
        self.notice = None;
        self.leave_chip();
    }

    /// The form for the facts of the shop.
    pub(super) fn show_profile(&mut self, fields: Vec<FormField>) {
        self.do_not_accept();
        self.is_help = false;
        self.screen = Screen::Profile(Form::new(fields, &[]));
        self.notice = None;
        self.leave_chip();
    }

    /// Whether it is shown.
    pub fn has_profile(&self) -> bool {
        matches!(self.screen, Screen::Profile(_))
    }

    pub(super) fn leave_form(&mut self) {
        self.screen = Screen::Preview;
        self.leave_chip();
    }

    /// What was typed, to be kept elsewhere or forgotten.
    pub(super) fn take_typed(&mut self) -> BTreeMap<String, String> {
        std::mem::take(&mut self.typed)
    }

    pub(super) fn set_typed(&mut self, name: String, value: String) {
        self.typed.insert(name, value);
        self.notice = None;
    }

    /// Forgets what was typed into some fields.
    pub(super) fn forget_fields(&mut self, is_forgotten: &dyn Fn(&str) -> bool) {
        self.typed.retain(|name, _| !is_forgotten(name));
    }

    /// The form asks for these fields now; the keys stay on theirs where it is still there.
    pub(super) fn renew_form(&mut self, fields: Vec<FormField>) {
        if let Screen::Form(form) | Screen::Profile(form) = &mut self.screen {
            form.renew(fields);
        }
    }

    pub(super) fn focus_field(&mut self, field_idx: usize) {
        self.leave_chip();
        if let Screen::Form(form) | Screen::Profile(form) = &mut self.screen {
            form.focus(field_idx);
        }
    }

    pub(super) fn show_learn(&mut self, learn: Learn) {
        self.do_not_accept();
        self.screen = Screen::Learn(learn);
        self.notice = None;
    }

    pub(super) fn set_question_text(&mut self, text: String) {
        if let Screen::Learn(learn) = &mut self.screen {
            learn.text = text;
        }
    }

    pub(super) fn toggle_help(&mut self) {
        self.do_not_accept();
        self.is_help = !self.is_help;
    }

    /// Whether the help was shown.
    pub(super) fn close_help(&mut self) -> bool {
        std::mem::take(&mut self.is_help)
    }

    /// What was copied before the popup was opened is not there any more.
    pub(super) fn forget_copied(&mut self) {
        self.clipboard = None;
        self.found.clear();
        self.shape = Shape::default();
        self.screen = Screen::Preview;
    }

    /// Puts away what lies on top; false when there is nothing but the list.
    pub(super) fn step_back(&mut self) -> bool {
        self.do_not_accept();
        if self.close_help() {
            return true;
        }
        if self.chip_text.take().is_some() || self.chip.take().is_some() {
            return true;
        }
        let was_open = self.screen != Screen::Preview;
        if let Screen::Form(form) | Screen::Profile(form) = std::mem::take(&mut self.screen) {
            for field in form.fields() {
                self.typed.remove(&field.name);
            }
        }
        was_open
    }

    pub(super) fn begin_copy(&mut self, copying: Copying) {
        self.copying = Some(copying);
    }

    /// The copy of this ticket, unless another was begun since.
    pub(super) fn end_copy(&mut self, ticket: u64) -> Option<Copying> {
        self.copying.take_if(|copying| copying.ticket == ticket)
    }

    pub(super) fn learned(&self) -> Option<&(String, String)> {
        self.learned.as_ref()
    }

    pub(super) fn set_learned(&mut self, kept: Option<(String, String)>) {
        self.learned = kept;
    }

    pub(super) fn set_notice(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// Whether there was a message to clear.
    pub(super) fn clear_notice(&mut self) -> bool {
        self.notice.take().is_some()
    }
}

/// Where a step in a list of `count` leads.
fn moved(current: usize, count: usize, step: Move) -> usize {
    let last = count.saturating_sub(1);
    match step {
        Move::Up => Step::Previous.from(current, count),
        Move::Down => Step::Next.from(current, count),
        Move::PageUp => current.saturating_sub(PAGE),
        Move::PageDown => (current + PAGE).min(last),
        Move::First => 0,
        Move::Last => last,
    }
}
