//! The state of the popup and what happens to it, without a window.
//!
//! [`App::apply`] takes an [`Action`] and gives back the [`Effect`]s that the outside has to carry out. The window,
//! a script in the tests and the command line drive the same code.

mod action;
mod chips;
mod command;
mod copying;
mod form;
mod hiding;
mod learn;
mod listing;
mod next;
mod profile;
mod sequence;
mod shops;
mod state;
mod wait;

pub use action::{Action, CopyError, CopyMode, Effect, Notice, Reminder};
pub use chips::Chip;
pub use command::{Command, PopupScope, Press};
pub use form::Form;
pub use learn::Learn;
use learn::Learning;
pub use listing::{Row, Section};
pub use sequence::Sequence;
pub use shops::ShopList;
pub use state::{Popup, Screen};

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;

use self::hiding::Hidings;
use self::next::NextSteps;
use self::profile::ShopSave;
use self::wait::Wait;
use crate::app::{EditProblem, Env, LoadedLibrary, Move, Opening, Step};
use crate::check::{Checker, Policy};
use crate::diag::Problem;
use crate::draft::{Buyer, Buyers, ChosenWording, Draft, Filling};
use crate::model::{
    ForbiddenWord, ImageProblem, Layer, Library, Message, Picture, Place, Remembered, Reply, ReplyChange,
    ReplyRef, Settings, Shop, Theme,
};
use crate::search::{self, Habits, Index, Matched, Query};

#[cfg(test)]
mod tests;

/// What is typed in front of the name of a shop.
const SHOP_MARKS: [char; 2] = ['#', '＃'];

/// Longer texts on the clipboard are not offered as a buyer's message.
const LONGEST_OFFER: usize = 500;

/// An image for the preview, or what is wrong with it.
pub type LoadedImage = Result<Arc<Picture>, ImageProblem>;

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
    /// The images of the library that the preview has asked for, by path; `None` while they are read.
    images: HashMap<String, Option<LoadedImage>>,
    /// The messages of a reply that are still to be copied.
    sequence: Option<Sequence>,
    /// How many reminders were asked for.
    reminders: u64,
    /// The copy that is under way.
    wait: Option<Wait>,
    /// How much of the library is prepared for the search, in percent.
    progress: Option<usize>,
    /// Texts of the clipboard that are no news: what was copied from here last, and what was offered last.
    copied_text: Option<String>,
    offered_text: Option<String>,
    shops: Vec<Shop>,
    /// What none of the shops must write.
    forbidden: Vec<ForbiddenWord>,
    next: NextSteps,
    /// Which rules count for the shop.
    policy: Policy,
    /// The ids of the replies that are not offered in the shop.
    hidden: BTreeSet<String>,
    /// The index without them.
    offered: Arc<Index>,
    hidings: Hidings,
    /// The one whose values are filled in, counted from 0.
    shop_idx: usize,
    /// Which wording of a reply was copied last, by reply id.
    last_wordings: HashMap<String, usize>,
    /// The buyer that the agent talks with, and those before.
    buyers: Buyers,
    /// The copied text that a buyer had values from who was left: its values are not those of the next one.
    left_text: Option<String>,
    /// When the last action was: on the wall, and as a moment.
    now: DateTime,
    at: Timestamp,
    /// When something was typed into a form last.
    typed_at: Timestamp,
    /// The ids of the replies whose split is being written into the library, in the order of the answers.
    splitting: VecDeque<String>,
    /// What is being kept or dropped.
    learning: Option<Learning>,
    /// What is being written into the shops' profiles, in the order of the answers.
    shop_saves: VecDeque<ShopSave>,
}

impl App {
    /// The state before anything is loaded.
    pub fn new(
        settings: Settings,
        (shops, forbidden): (Vec<Shop>, Vec<ForbiddenWord>),
        notices: Vec<Notice>,
        is_first_start: bool,
    ) -> Self {
        let mut app = Self { settings, notices, is_first_start, shops, forbidden, ..Self::default() };
        app.renew_for_shop();
        app
    }

    /// Another shop, other profiles or another library: other rules count, and other replies are hidden.
    fn renew_for_shop(&mut self) {
        let library = &self.loaded.library;
        self.policy = Policy::in_shop(library, self.shop(), &self.forbidden);
        let hidden = library.hidden_in(self.shop().and_then(Shop::name));
        self.offered = if hidden.is_empty() {
            Arc::clone(&self.loaded.index)
        } else {
            Arc::new(self.loaded.index.without(hidden.iter().copied()))
        };
        self.hidden = hidden.into_iter().map(str::to_owned).collect();
        self.next.learn(&|id| !self.hidden.contains(id));
    }

    /// As [`Self::renew_for_shop`], with the list as it is then where another shop hides other replies.
    fn renew_shown_for_shop(&mut self) {
        let before = self.hidden.clone();
        self.renew_for_shop();
        if self.hidden != before {
            let selected = self.popup.selected();
            self.renew_rows(selected);
        }
    }

    /// The list as it is now; a reply that is still listed stays selected.
    fn renew_rows(&mut self, selected: Option<ReplyRef>) {
        let wanted = self.popup.wanted_rows().max(listing::FIRST_ROWS);
        self.popup.renew_rows(self.rows(wanted), wanted, selected);
    }

    /// How often the agent copied in spite of this rule, as far as the history goes back.
    pub fn overrides(&self, rule: &str) -> usize {
        self.remembered.overrides.iter().filter(|known| *known == rule).count()
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

    /// The message to show now: that a copy takes long, else the popup's own, else the oldest that stays.
    pub fn notice(&self) -> Option<&Notice> {
        self.passing_notice().or(self.notices.first())
    }

    /// The message to show now, unless it is one that stays.
    fn passing_notice(&self) -> Option<&Notice> {
        if self.is_copying() { Some(&Notice::Copying) } else { self.popup.notice() }
    }

    /// How many messages stay behind the one that is shown.
    pub fn notices_waiting(&self) -> usize {
        self.notices.len().saturating_sub(usize::from(self.passing_notice().is_none()))
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
        self.shops.get(self.shop_idx)
    }

    pub fn shops(&self) -> &[Shop] {
        &self.shops
    }

    /// The one whose values are filled in, counted from 0.
    pub fn shop_idx(&self) -> usize {
        self.shop_idx
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

    /// An image of the library, once it has been read.
    pub fn image(&self, path: &str) -> Option<&LoadedImage> {
        self.images.get(path)?.as_ref()
    }

    pub fn buyers(&self) -> &Buyers {
        &self.buyers
    }

    /// The selected reply, filled as far as it is known. The rules were not asked.
    pub fn draft(&self, env: &Env) -> Option<Draft> {
        self.draft_for(self.buyers.current(), env)
    }

    /// The same to be shown: with what the rules have against it, where they are ready.
    pub fn shown_draft(&self, env: &Env) -> Option<Draft> {
        let draft = self.draft(env)?;
        match Checker::built_in_if_ready() {
            Some(checker) => Some(draft.checked(checker, &self.policy, self.popup.is_rewritten())),
            None => Some(draft),
        }
    }

    /// As [`App::shown_draft`], and waits for the rules: nothing is copied without them.
    fn checked_draft(&self, env: &Env) -> Option<Draft> {
        let draft = self.draft(env)?;
        Some(draft.checked(Checker::built_in(), &self.policy, self.popup.is_rewritten()))
    }

    /// A reply of the list as it would be copied, were it selected. The rules were not asked.
    pub fn draft_of(&self, at: ReplyRef, env: &Env) -> Option<Draft> {
        self.draft_at(at, None, self.buyers.current(), env)
    }

    /// The selected reply, filled for a buyer.
    fn draft_for(&self, buyer: &Buyer, env: &Env) -> Option<Draft> {
        self.draft_at(self.popup.selected()?, self.popup.turned_to(), buyer, env)
    }

    /// A reply filled for a buyer, in the wording that the agent has turned to, or in the one that is taken by itself.
    fn draft_at(&self, at: ReplyRef, turned_to: Option<usize>, buyer: &Buyer, env: &Env) -> Option<Draft> {
        let filling = Filling {
            typed: self.popup.typed(),
            shop: self.shop(),
            clipboard: self.popup.clipboard(),
            offers: self.popup.offers_of_clipboard(),
            buyer,
            now: env.civil(),
            at: env.at(),
            calendar: self.loaded.library.calendar(),
        };
        let (reply, setting) = (self.loaded.library.reply(at)?, filling.setting());
        let wording = match turned_to {
            Some(wording) => ChosenWording::by_hand(wording, reply, &setting),
            None => ChosenWording::choose(reply, &setting, self.last_wordings.get(&reply.id).copied()),
        };
        Draft::new(&self.loaded.library, at, wording, filling)
    }

    /// Changes the state by one action. The effects are to be carried out in order.
    pub fn apply(&mut self, action: Action, env: &Env) -> Vec<Effect> {
        self.habits.set_now(env.now.timestamp().as_second());
        self.now = env.civil();
        self.at = env.at();
        let mut effects = self.react(action, env);
        self.watch_wait();
        effects.append(&mut self.popup.take_effects());
        effects
    }

    fn react(&mut self, action: Action, env: &Env) -> Vec<Effect> {
        if action.leaves_chip() {
            self.settle_chip_text();
        }
        match action {
            Action::Toggle if self.popup.has_focus() => self.hide(),
            Action::Toggle if self.bar().is_some() => self.press_hotkey(),
            Action::HotkeyHeld if self.bar().is_some() => self.search_instead(),
            // The next frame shows what the rules say.
            Action::HotkeyHeld | Action::RulesReady => {}
            Action::CopyNext => self.copy_next(),
            Action::EndSequence => self.end_sequence(),
            Action::SaveSplit => self.save_split(env),
            Action::SplitSaved(result) => self.split_saved(result),
            Action::Reminded(reminder) => self.reminded(reminder),
            Action::ImageLoaded { path, result } => drop(self.images.insert(path, Some(result))),
            Action::Summon | Action::Toggle => self.summon(),
            Action::WindowFocused(is_focused) => {
                if self.popup.set_focus(is_focused) {
                    self.read_clipboard();
                }
            }
            Action::Dismiss => self.dismiss(),
            Action::Hide => self.hide(),
            Action::SetQuery(query) => self.set_query(query, false),
            Action::SetPastedQuery(query) => self.set_query(query, true),
            Action::ClipboardText { opening, text } => self.clipboard_text(opening, &text),
            Action::ValuesFound { opening, values } => return self.values_found(opening, &values, env),
            Action::ClipboardUnreadable { opening } => return self.clipboard_unreadable(opening, env),
            Action::TakeOffers => self.take_offers(env),
            Action::NextBuyer => self.next_buyer(),
            Action::SameBuyer => self.confirm_buyer(),
            Action::PressChip(chip) => self.press_chip(&chip, env),
            Action::DropChip(chip) => self.drop_chip(&chip),
            Action::LeaveChip => self.popup.leave_chip(),
            Action::SetChipText(text) => self.popup.set_chip_text(text),
            Action::TurnShop(step) => self.choose_shop(step.from(self.shop_idx, self.shops.len())),
            Action::ChooseShop(shop_idx) => self.choose_shop(shop_idx),
            Action::ShopSaved(result) => self.shop_saved(result),
            Action::MoreRows => self.more_rows(),
            Action::MoveSelection(step) => self.move_selection(step),
            Action::Select(row_idx) => self.popup.select(row_idx),
            Action::Pick(row_idx) => return self.pick(row_idx, env),
            Action::TurnWording(step) => self.turn_wording(step, env),
            Action::OpenProfile => self.open_profile(),
            Action::TakeNext(step_idx) => return self.take_next_step(step_idx, env),
            Action::Rewrite => self.popup.rewrite(),
            Action::Accept(mode) => return self.accept(mode, env),
            Action::OpenForm => self.open_form(env),
            Action::LeaveForm => self.popup.leave_form(),
            Action::SetField { name, value } => self.set_field(name, value),
            Action::FocusField(field_idx) => self.popup.focus_field(field_idx),
            Action::MoveField(step) => self.move_field(step),
            Action::Copied { ticket, result } => return self.copied(ticket, result, env),
            Action::OpenLearn => self.open_learn(),
            Action::Edit => self.edit(),
            Action::OpenEditor => self.popup.push(Effect::OpenEditor(Opening::Plain)),
            Action::New => self.open_editor(Opening::New(self.popup.query_text().to_owned())),
            Action::NewFromClipboard => self.popup.push(Effect::OpenEditor(Opening::Clipboard)),
            Action::SetQuestionText(text) => self.popup.set_question_text(text),
            Action::Learned { is_learned, result } => self.learned(is_learned, result),
            Action::Progress { done, total } => self.progress = Some(done * 100 / total.max(1)),
            Action::ToggleFavourite => return self.toggle_favourite(),
            Action::FavouriteNotSaved { reply_id, is_favourite, problem } => {
                self.favourite_not_saved(&reply_id, is_favourite, problem);
            }
            Action::HideReply => self.hide_reply(),
            Action::ShowHidden => self.show_hidden(),
            Action::HiddenChanged(result) => self.hidden_changed(result),
            Action::ToggleHelp => self.popup.toggle_help(),
            Action::DesktopIsDark(is_dark) => self.desktop_is_dark = Some(is_dark),
            Action::PutNoticeAway => self.put_notice_away(),
            Action::Notify(notice) => self.notices.push(notice),
            Action::LibraryLoaded(loaded) => self.library_loaded(loaded),
            Action::ShopsLoaded(shops, forbidden) => self.shops_loaded(shops, forbidden),
            Action::HistoryLoaded(remembered) => self.history_loaded(remembered, env),
            Action::Quit => return self.quit(),
        }
        self.renew_forms(env);
        self.ask_for_images();
        self.popup.take_effects()
    }

    /// Another shop, or a later hour, may ask for something else.
    fn renew_forms(&mut self, env: &Env) {
        if self.popup.has_profile() {
            self.renew_profile();
        } else if let (Some(_), Some(draft)) = (self.popup.form(), self.draft(env)) {
            self.popup.renew_form(draft.fields);
        }
    }

    /// The preview shows the images of the selected reply.
    fn ask_for_images(&mut self) {
        if !self.popup.is_shown() {
            return;
        }
        let messages = self.selected_reply().into_iter().flat_map(|reply| &reply.wordings);
        let paths = messages.flat_map(|wording| &wording.messages).filter_map(|message| match message {
            Message::Image(path) => Some(path),
            Message::Text(_) => None,
        });
        let unknown: Vec<String> = paths.filter(|path| !self.images.contains_key(*path)).cloned().collect();
        for path in unknown {
            self.images.insert(path.clone(), None);
            self.popup.push(Effect::LoadImage { path });
        }
    }

    fn summon(&mut self) {
        // Also when it stands open behind the chat client: whoever presses the hotkey there may have gone on to the
        // next buyer. A click brings it back as it was.
        self.hold_typed(false);
        self.buyers.open(self.at);
        // They may have been changed since.
        self.images.clear();
        self.popup.open();
        self.offer_next_steps();
        self.list();
        self.popup.push(Effect::ShowWindow);
        self.read_clipboard();
    }

    /// Something may have been copied since the window had the keyboard last.
    fn read_clipboard(&mut self) {
        self.popup.begin_reading();
        self.popup.push(Effect::ReadClipboard { opening: self.popup.openings() });
    }

    fn hide(&mut self) {
        self.hold_typed(false);
        self.popup.close();
        self.popup.push(Effect::HideWindow);
        if std::mem::take(&mut self.is_first_start) {
            self.popup.push(Effect::MarkFirstStartSeen);
        }
        self.show_bar();
    }

    /// The selected reply in the editor; where there is none, the editor as it is.
    fn edit(&mut self) {
        let id = self.selected_reply().map(|reply| reply.id.clone());
        self.open_editor(id.map_or(Opening::Plain, Opening::Reply));
    }

    fn open_editor(&mut self, opening: Opening) {
        self.hide();
        self.popup.push(Effect::OpenEditor(opening));
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
        if self.popup.shop_list().is_some() {
            self.set_query(String::new(), false);
        } else if !self.popup.step_back() {
            self.hide();
        }
    }

    fn set_query(&mut self, text: String, was_pasted: bool) {
        self.leave_next_step();
        let name = text.strip_prefix(SHOP_MARKS).filter(|_| !was_pasted).map(str::trim_start);
        // A blank behind the name chooses the first, and what comes then is searched for.
        if let Some((name, rest)) = name.and_then(|name| name.split_once(' '))
            && let Some(first) = self.shops_called(name).first().copied()
        {
            let rest = rest.to_owned();
            self.use_shop(first);
            return self.set_query(rest, false);
        }
        let shops = name.map(|name| self.shops_called(name));
        self.popup.set_query(text, was_pasted);
        self.popup.set_shop_list(shops);
        self.list();
    }

    /// What was copied before the popup was opened: the value of a placeholder, and perhaps a buyer's message.
    fn clipboard_text(&mut self, opening: u64, text: &str) {
        if self.popup.openings() != opening || self.copied_text.as_deref() == Some(&one_line(text)) {
            return;
        }
        self.popup.set_clipboard(text.to_owned());
        if self.settings.reads_clipboard {
            self.offer(opening, text);
        }
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
            self.popup.count_prefill();
            self.set_query(text, true);
        }
    }

    /// Lists what the query finds; without one, what is wanted most often.
    fn list(&mut self) {
        self.popup.set_rows(self.rows(listing::FIRST_ROWS), listing::FIRST_ROWS);
        self.find_unknown_places();
    }

    fn find_unknown_places(&mut self) {
        let found = self.offered.unknown_places(self.popup.query());
        let found = found.into_iter().map(str::to_owned).collect();
        self.popup.set_unknown_places(found);
    }

    fn rows(&self, wanted: usize) -> Vec<Row> {
        let library = &self.loaded.library;
        if self.popup.query().is_empty() {
            let is_hidden = |reply: &Reply| self.hidden.contains(&reply.id);
            listing::without_query(library, &is_hidden, &self.remembered, self.taken_step(), self.now, wanted)
        } else {
            let (query, habits) = (self.popup.query(), &self.habits);
            listing::of_query(library, &self.offered, query, habits, self.now, wanted)
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
        if self.popup.move_in_shops(step) {
            return;
        }
        let (selected, count) = (self.popup.selected_row(), self.popup.rows().len());
        let goes_to_end = step == Move::Last || step == Move::Up && selected == 0;
        if goes_to_end {
            self.extend_rows(usize::MAX);
        } else if selected + listing::ROWS_AHEAD >= count {
            self.more_rows();
        }
        self.popup.move_selection(step);
    }

    /// The messages of a long text stand in the library from now on.
    fn save_split(&mut self, env: &Env) {
        let Some((split, wording)) =
            self.draft(env).and_then(|draft| Some((draft.split?, draft.wording.idx)))
        else {
            return;
        };
        let Some(at) = self.popup.selected() else { return };
        let Some(mut reply) = self.loaded.library.reply(at).cloned() else { return };
        let is_own = self.loaded.library.pack_of(at).is_some_and(|(layer, _)| layer == Layer::Personal);
        let before = is_own.then(|| reply.clone());
        if self.splitting.contains(&reply.id) {
            return;
        }
        if let Some(wording) = reply.wordings.get_mut(wording) {
            self.splitting.push_back(reply.id.clone());
            wording.messages = split.texts.into_iter().map(Message::Text).collect();
            let change = ReplyChange { before, after: Some(reply), place: Place::ByCategory };
            self.popup.push(Effect::SaveSplit(Box::new(change)));
        }
    }

    fn split_saved(&mut self, result: Result<(), EditProblem>) {
        self.splitting.pop_front();
        match result {
            Ok(()) if self.popup.is_shown() => self.popup.set_notice(Notice::SplitSaved),
            Ok(()) => {}
            Err(problem) => self.tell(Notice::SplitNotSaved(problem)),
        }
    }

    /// Tells what went wrong: in the popup, else in the next one.
    fn tell(&mut self, notice: Notice) {
        if self.popup.is_shown() {
            self.popup.set_notice(notice);
        } else {
            self.notices.push(notice);
        }
    }

    fn turn_wording(&mut self, step: Step, env: &Env) {
        let count = self.selected_reply().map_or(0, |reply| reply.wordings.len());
        if let Some(draft) = self.draft(env) {
            self.popup.turn_to(step.from(draft.wording.idx, count));
        }
    }

    /// Shows the form; where there is nothing to fill in, or a chip has the keys, they go to the next chip.
    fn open_form(&mut self, env: &Env) {
        let draft = self.draft(env).filter(|draft| !draft.fields.is_empty() && self.popup.chip().is_none());
        match draft {
            Some(draft) => {
                let fields_to_ask = draft.fields_to_ask();
                self.popup.show_form(draft.fields, &fields_to_ask);
            }
            None => self.move_field(Step::Next),
        }
    }

    fn toggle_favourite(&mut self) -> Vec<Effect> {
        let Some(reply) = self.selected_reply() else { return Vec::new() };
        let reply_id = reply.id.clone();
        let is_favourite = !self.is_favourite(&reply_id);
        self.set_favourite(&reply_id, is_favourite);
        // The list keeps its rows until the popup opens again: a row that jumps away is the wrong one to press on.
        vec![Effect::SetFavourite { reply_id, is_favourite }]
    }

    fn set_favourite(&mut self, reply_id: &str, is_favourite: bool) {
        self.remembered.favourites.retain(|id| id != reply_id);
        if is_favourite {
            self.remembered.favourites.push(reply_id.to_owned());
        }
    }

    /// The star says what the history says.
    fn favourite_not_saved(&mut self, reply_id: &str, is_favourite: bool, problem: Problem) {
        if self.is_favourite(reply_id) == is_favourite {
            self.set_favourite(reply_id, !is_favourite);
        }
        self.tell(Notice::FavouriteNotSaved(problem));
    }

    fn put_notice_away(&mut self) {
        if !self.popup.clear_notice() && !self.notices.is_empty() {
            self.notices.remove(0);
        }
    }

    fn library_loaded(&mut self, loaded: LoadedLibrary) {
        let selected = self.selected_reply().cloned();
        // What was wrong with the files before may be mended.
        let before = Notice::of_diagnostics(&self.loaded.diagnostics);
        self.notices.retain(|notice| !before.contains(notice));
        self.notices.extend(Notice::of_diagnostics(&loaded.diagnostics));
        self.loaded = loaded;
        self.is_loaded = true;
        self.progress = None;
        self.renew_for_shop();
        self.renew_rows(selected.and_then(|reply| self.loaded.library.again(&reply)));
        self.find_unknown_places();
    }

    fn history_loaded(&mut self, remembered: Remembered, env: &Env) {
        // The last used comes first.
        for used in &remembered.uses {
            if let Some(wording) = used.wording {
                self.last_wordings.entry(used.reply_id.clone()).or_insert(wording);
            }
        }
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
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
