//! The state of the popup and what happens to it, without a window.
//!
//! [`Popup::apply`] takes an [`Action`] and gives back the [`Effect`]s that the outside has to carry out. The window,
//! a script in the tests and the command line drive the same code.
//!
//! The state has a part for each matter, and each part owns its fields and knows no other:
//!
//! | part | what it holds |
//! |---|---|
//! | [`Catalog`] | the library as it was read last, its index, its images |
//! | [`Memory`] | what the history remembers |
//! | [`Finder`] | the search box, the rows, the selected reply |
//! | [`Shops`] | profiles, the shop in use, the rules that apply in it |
//! | [`Chat`] | the buyers, what is being typed, the copied text |
//! | [`Sender`] | what is on its way to the clipboard |
//! | [`Face`] | what is shown beside the list, and what is focused |
//! | [`Window`] | whether it is shown, light or dark, messages |
//! | `Edits` | changes of the library on their way to its files |
//! | `Drafts` | the selected reply as it would be copied, made from the other parts |
//!
//! What needs several of them is a short recipe of [`Popup`]: `opening` (and closing), `finding`, `filling`, `copying`,
//! `storing`, `waiving`.

mod action;
mod catalog;
mod chat;
mod chips;
mod command;
mod declared;
mod drafts;
mod edits;
mod effect;
mod face;
mod finder;
mod folds;
mod form;
mod innocent_list;
mod learn;
mod listing;
mod memory;
mod next;
mod notice;
mod rule_lessons;
mod search_box;
mod sender;
mod sequence;
mod shops;
mod window;

mod copying;
mod filling;
mod finding;
mod opening;
mod storing;
mod waiving;

pub use action::{Action, CopyMode, Report};
pub use catalog::{Catalog, LoadedImage};
pub use chat::Chat;
pub use chips::Chip;
pub use command::{Command, PopupScope, Press};
pub use effect::{CopyError, Effect, Reminder};
pub use face::{Face, Screen};
pub use finder::Finder;
pub use form::Form;
pub use learn::Learn;
pub use listing::{Fold, Row, Section};
pub use memory::Memory;
pub use notice::Notice;
pub use search_box::one_line;
pub use sender::Sender;
pub use sequence::Sequence;
pub use shops::{ShopList, Shops};
pub use window::Window;

use std::rc::Rc;

use self::drafts::{Drafts, Purpose, Source};
use self::edits::Edits;
use self::search_box::Entry;
use crate::app::{Env, Opening};
use crate::draft::{Draft, Stamp};
use crate::model::{Library, Reply, ReplyRef, Settings, ShopProfiles};
use crate::search::{self, Matched};

#[cfg(test)]
mod tests;

/// Everything the popup knows while the program runs.
#[derive(Debug, Default)]
pub struct Popup {
    catalog: Catalog,
    memory: Memory,
    finder: Finder,
    shops: Shops,
    chat: Chat,
    sender: Sender,
    face: Face,
    window: Window,
    edits: Edits,
    drafts: Drafts,
}

impl Popup {
    /// The state before anything is loaded.
    pub fn new(
        settings: &Settings,
        profiles: ShopProfiles,
        notices: Vec<Notice>,
        is_first_start: bool,
    ) -> Self {
        let mut popup = Self {
            shops: Shops::new(profiles),
            chat: Chat::new(settings.reads_clipboard),
            window: Window::new(settings.theme, notices, is_first_start),
            ..Self::default()
        };
        popup.renew_for_shop();
        popup
    }

    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    pub fn finder(&self) -> &Finder {
        &self.finder
    }

    pub fn shops(&self) -> &Shops {
        &self.shops
    }

    pub fn chat(&self) -> &Chat {
        &self.chat
    }

    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    pub fn face(&self) -> &Face {
        &self.face
    }

    pub fn window(&self) -> &Window {
        &self.window
    }

    pub fn library(&self) -> &Library {
        self.catalog.library()
    }

    /// The selected reply, as it is in the library.
    pub fn selected_reply(&self) -> Option<&Reply> {
        self.library().reply(self.finder.selected()?)
    }

    /// The replies that usually come next, the most usual first.
    pub fn next_steps(&self) -> impl Iterator<Item = &Reply> {
        self.finder.next_steps(self.library())
    }

    /// What of a row's reply matched the query.
    pub fn matched(&self, row: &Row) -> Matched {
        match (row.tier, self.library().reply(row.at)) {
            (Some(tier), Some(reply)) => {
                let learned = self.library().learned(&reply.id);
                search::matched(reply, learned, self.finder.query(), tier, self.finder.asked_of(row))
            }
            _ => Matched::default(),
        }
    }

    /// What the bar shows; `None` while there is no bar.
    pub fn bar(&self) -> Option<&Sequence> {
        self.sender.sequence().filter(|_| !self.window.is_shown())
    }

    /// The message to show now: that a copy takes long, else the popup's own, else the oldest that stays.
    pub fn notice(&self) -> Option<&Notice> {
        if self.sender.is_slow() { Some(&Notice::Copying) } else { self.window.notice() }
    }

    /// How many messages stay behind the one that is shown.
    pub fn notices_waiting(&self) -> usize {
        if self.sender.is_slow() { self.window.staying() } else { self.window.staying_behind() }
    }

    /// The selected reply as it is shown and copied: filled as far as it is known, with what the rules have against it, where
    /// they are ready. As of the last [`Popup::apply`] or [`Popup::pass_time`].
    pub fn draft(&self) -> Option<&Draft> {
        self.drafts.selected()
    }

    /// A reply of the list as it would be copied, were it selected. The rules were not asked.
    pub fn draft_of(&self, at: ReplyRef, env: &Env) -> Option<Rc<Draft>> {
        self.drafts.of_row(&self.source(env), at)
    }

    /// A moment has come without an action: before each frame. What a later minute changes, and what is known of the buyer
    /// and does not hold any more, is shown as it is now.
    pub fn pass_time(&mut self, env: &Env) {
        if self.renew_draft(Purpose::Show, env) {
            self.renew_forms();
        }
    }

    #[cfg(test)]
    pub(crate) fn draft_counts(&self) -> drafts::Counts {
        self.drafts.counts()
    }

    fn source<'a>(&'a self, env: &'a Env) -> Source<'a> {
        Source {
            library: self.catalog.library(),
            memory: &self.memory,
            shops: &self.shops,
            chat: &self.chat,
            env,
        }
    }

    /// Makes the draft again where that has become necessary. True when it has.
    fn renew_draft(&mut self, purpose: Purpose, env: &Env) -> bool {
        let mut drafts = std::mem::take(&mut self.drafts);
        let is_renewed = drafts.renew(&self.source(env), self.finder.selection(), purpose);
        self.drafts = drafts;
        is_renewed
    }

    /// Changes the state by one action. The effects are to be carried out in order.
    pub fn apply(&mut self, action: Action, env: &Env) -> Vec<Effect> {
        self.memory.set_now(env.at().as_second());
        let mut fx = Vec::new();
        if action.leaves_chip() {
            self.settle_chip_text(env);
        }
        self.react(action, env, &mut fx);
        self.settle(env, &mut fx);
        fx
    }

    fn stamp(&self, env: &Env) -> Stamp {
        Stamp { at: env.at(), opening: self.window.openings() }
    }

    fn react(&mut self, action: Action, env: &Env, fx: &mut Vec<Effect>) {
        match action {
            Action::Toggle => self.toggle(env, fx),
            Action::HotkeyHeld => self.hotkey_held(env, fx),
            Action::Summon => self.summon(env, fx),
            Action::WindowFocused(is_focused) => self.window_focused(is_focused, fx),
            Action::Dismiss => self.dismiss(env, fx),
            Action::Hide => self.hide(env, fx),
            Action::Quit => self.quit(env, fx),
            Action::Edit => self.edit(env, fx),
            Action::OpenEditor => fx.push(Effect::OpenEditor(Opening::Plain)),
            Action::New => self.edit_new(env, fx),
            Action::NewFromClipboard => fx.push(Effect::OpenEditor(Opening::Clipboard)),
            Action::ToggleHelp => self.toggle_help(),
            Action::PutNoticeAway => self.window.put_notice_away(),
            Action::SetQuery(query) => self.set_query(query, Entry::Typed, env, fx),
            Action::SetPastedQuery(query) => self.set_query(query, Entry::Pasted, env, fx),
            Action::MoreRows => self.more_rows(env),
            Action::MoveSelection(step) => self.move_selection(step, env),
            Action::Select(row_idx) => self.select(row_idx),
            Action::Unfold(row_idx) => self.unfold(row_idx),
            Action::Fold(row_idx) => self.fold(row_idx),
            Action::TurnWording(step) => self.turn_wording(step, env),
            Action::Rewrite => self.rewrite(),
            Action::Waive => self.waive(env, fx),
            Action::TakeWaiverBack => self.take_waiver_back(fx),
            Action::TurnShop(step) => self.turn_shop(step, env, fx),
            Action::ChooseShop(shop_idx) => self.choose_shop(shop_idx, env, fx),
            Action::OpenForm => self.open_form(env),
            Action::LeaveForm => self.face.leave_form(),
            Action::SetField { name, value } => self.set_field(name, value, env),
            Action::FocusField(field_idx) => self.face.focus_field(field_idx),
            Action::MoveField(step) => self.move_field(step, env),
            Action::TakeOffers => self.take_offers(env),
            Action::NextBuyer => self.next_buyer(env, fx),
            Action::SameBuyer => self.confirm_buyer(env),
            Action::PressChip(chip) => self.press_chip(&chip, env, fx),
            Action::DropChip(chip) => self.drop_chip(&chip),
            Action::LeaveChip => self.face.leave_chip(),
            Action::SetChipText(text) => self.face.set_chip_text(text),
            Action::Accept(mode) => self.accept(mode, env, fx),
            Action::Pick(row_idx) => self.pick(row_idx, env, fx),
            Action::TakeNext(step_idx) => self.take_next_step(step_idx, env, fx),
            Action::CopyNext => self.sender.copy_next(fx),
            Action::EndSequence => self.end_sequence(fx),
            Action::OpenProfile => self.open_profile(env, fx),
            Action::OpenLearn => self.open_learn(),
            Action::SetQuestionText(text) => self.face.set_question_text(text),
            Action::ToggleFavourite => self.toggle_favourite(fx),
            Action::HideReply => self.hide_reply(fx),
            Action::ShowHidden => self.edits.show_hidden(self.catalog.library(), fx),
            Action::SaveSplit => self.save_split(env, fx),
            Action::Report(report) => self.handle_report(report, env, fx),
        }
    }

    /// The answers to effects, and what has changed outside.
    fn handle_report(&mut self, report: Report, env: &Env, fx: &mut Vec<Effect>) {
        match report {
            Report::Copied { ticket, result } => self.copied(ticket, result, env, fx),
            Report::Reminded(reminder) => self.reminded(reminder, fx),
            Report::ClipboardText { opening, text } => self.clipboard_text(opening, &text, env, fx),
            Report::ValuesFound { opening, values } => self.values_found(opening, &values, env, fx),
            Report::ClipboardUnreadable { opening } => self.clipboard_unreadable(opening, env, fx),
            Report::ImageLoaded { path, result } => self.catalog.set_image(path, result),
            Report::ShopSaved(result) => self.shop_saved(result, env),
            Report::Learned { is_learned, result } => self.learned(is_learned, result),
            Report::FavouriteNotSaved { reply_id, is_favourite, problem } => {
                self.favourite_not_saved(&reply_id, is_favourite, problem);
            }
            Report::HiddenChanged(result) => self.hidden_changed(result),
            Report::InnocentChanged(result) => self.innocent_changed(result),
            Report::SplitSaved(result) => self.split_saved(result),
            Report::Progress { done, total } => self.catalog.set_progress(done, total),
            Report::LibraryLoaded(loaded) => self.library_loaded(loaded, env),
            Report::ShopsLoaded(profiles) => self.shops_loaded(profiles, env, fx),
            Report::HistoryLoaded(remembered) => self.history_loaded(remembered, env),
            Report::DesktopIsDark(is_dark) => self.window.set_desktop_dark(is_dark),
            Report::Notify(notice) => self.window.hold(notice),
            // What the rules say is shown from now on.
            Report::RulesReady => {}
            Report::RulesLearned { lessons, learned } => {
                self.shops.rules_learned(*lessons, learned);
                self.shops.renew_policy(self.catalog.library());
            }
        }
    }

    /// What has to follow every action.
    fn settle(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        self.renew_draft(Purpose::Show, env);
        self.renew_forms();
        if self.window.is_shown() {
            self.catalog.ask_for_images(self.finder.selected(), fx);
        }
        if fx.iter().any(Effect::is_copy) {
            self.chat.overwrite_clipboard();
        }
        // Before the library is there, half of the lessons may be missing.
        if self.catalog.is_loaded() {
            self.shops.learn_rules(fx);
        }
        self.sender.watch(fx);
    }
}
