//! What the list shows: another query, another selection, another shop, another library.

use super::drafts::Purpose;
use super::listing::ListSource;
use super::search_box::Entry;
use super::{Catalog, Effect, Memory, Popup, Screen};
use crate::app::{Direction, Env, LoadedLibrary, Move};
use crate::model::{self, Remembered, ShopProfiles};

/// What is typed in front of the name of a shop.
const SHOP_MARKS: [char; 2] = ['#', '＃'];

/// What the rows are made from.
fn list_source<'a>(catalog: &'a Catalog, memory: &'a Memory, env: &Env) -> ListSource<'a> {
    ListSource { library: catalog.library(), memory, now: env.civil() }
}

impl Popup {
    /// Looks for another text; `#` and a name list the shops.
    pub(super) fn set_query(&mut self, text: String, entry: Entry, env: &Env, fx: &mut Vec<Effect>) {
        let name = text.strip_prefix(SHOP_MARKS).filter(|_| entry == Entry::Typed).map(str::trim_start);
        // A blank behind the name chooses the first, and what comes then is searched for.
        if let Some((name, rest)) = name.and_then(|name| name.split_once(' '))
            && let Some(first) = self.shops.called(name).first().copied()
        {
            let rest = rest.to_owned();
            self.use_shop(first, env, fx);
            return self.set_query(rest, Entry::Typed, env, fx);
        }
        self.shops.list_called(name);
        self.go_to_list();
        self.finder.set_query(text, entry, &list_source(&self.catalog, &self.memory, env));
    }

    /// Empties the search box, which closes the list of shops.
    pub(super) fn clear_query(&mut self, env: &Env) {
        self.shops.list_called(None);
        self.go_to_list();
        self.finder.set_query(String::new(), Entry::Typed, &list_source(&self.catalog, &self.memory, env));
    }

    /// The user goes on in the list: what is shown over the preview is put away, and a copy that was asked for
    /// before is not made.
    pub(super) fn go_to_list(&mut self) {
        self.sender.cancel_waiting_copy();
        self.face.show_preview();
        self.window.clear_notice();
    }

    /// Selects a row, counted from 0.
    pub(super) fn select(&mut self, row_idx: usize) {
        if self.finder.select(row_idx) {
            self.go_to_list();
        }
    }

    /// Shows what is folded away under a row, counted from 0, which is selected then.
    pub(super) fn unfold(&mut self, row_idx: usize) {
        self.select(row_idx);
        self.finder.unfold(row_idx, self.catalog.library());
    }

    /// Folds away again what is shown below a row, counted from 0, or together with it below another one. That one is selected
    /// then.
    pub(super) fn fold(&mut self, row_idx: usize) {
        if let Some(own_idx) = self.finder.fold(row_idx, self.catalog.library()) {
            self.select(own_idx);
        }
    }

    pub(super) fn move_selection(&mut self, step: Move, env: &Env) {
        if !self.shops.move_in_list(step) {
            let row_idx = self.finder.row_after(step, &list_source(&self.catalog, &self.memory, env));
            self.select(row_idx);
        }
    }

    pub(super) fn list(&mut self, env: &Env) {
        self.finder.list(&list_source(&self.catalog, &self.memory, env));
    }

    pub(super) fn more_rows(&mut self, env: &Env) {
        self.finder.more_rows(&list_source(&self.catalog, &self.memory, env));
    }

    /// Puts one of the replies that usually come next on top of the list, counted from 0. False when there is none.
    pub(super) fn put_next_step_on_top(&mut self, step_idx: usize, env: &Env) -> bool {
        let is_there = self.finder.take_next_step(step_idx, &list_source(&self.catalog, &self.memory, env));
        if is_there {
            self.shops.list_called(None);
            self.go_to_list();
            self.select(0);
        }
        is_there
    }

    pub(super) fn turn_wording(&mut self, direction: Direction, env: &Env) {
        let count = self.selected_reply().map_or(0, |reply| reply.wordings.len());
        self.renew_draft(Purpose::Show, env);
        if let Some(draft) = self.drafts.selected() {
            self.sender.cancel_waiting_copy();
            self.finder.turn_to(direction.from(draft.wording.idx, count));
        }
    }

    /// The rules' own words take the place of what they are against, or go again.
    pub(super) fn rewrite(&mut self) {
        self.sender.cancel_waiting_copy();
        self.finder.rewrite();
        self.window.clear_notice();
    }

    pub(super) fn turn_shop(&mut self, direction: Direction, env: &Env, fx: &mut Vec<Effect>) {
        self.choose_shop(direction.from(self.shops.current_idx(), self.shops.all().len()), env, fx);
    }

    /// Fills in the values of another shop from now on.
    pub(super) fn choose_shop(&mut self, shop_idx: usize, env: &Env, fx: &mut Vec<Effect>) {
        if shop_idx >= self.shops.all().len() {
            return;
        }
        self.use_shop(shop_idx, env, fx);
        if self.shops.list().is_some() {
            self.clear_query(env);
        }
    }

    /// What was typed for one shop is not for another.
    fn use_shop(&mut self, shop_idx: usize, env: &Env, fx: &mut Vec<Effect>) {
        if shop_idx != self.shops.current_idx() {
            let library = self.catalog.library();
            let is_of_shop = |name: &str| {
                library.fields().any(|field| field.name == name && field.scope == model::Scope::Shop)
            };
            self.chat.forget_fields(&is_of_shop);
            self.leave_chat_of_shop(fx);
        }
        self.shops.choose(shop_idx);
        self.renew_shown_for_shop(env);
    }

    /// The next chat of another shop is that of another buyer.
    fn leave_chat_of_shop(&mut self, fx: &mut Vec<Effect>) {
        self.chat.doubt(self.window.openings());
        self.end_sequence(fx);
    }

    /// The profiles as they are now. Where it is not known which shop is in use, what is known of the buyer is asked for
    /// again.
    pub(super) fn shops_loaded(&mut self, profiles: ShopProfiles, env: &Env, fx: &mut Vec<Effect>) {
        if !self.shops.load(profiles) {
            self.leave_chat_of_shop(fx);
        }
        self.renew_shown_for_shop(env);
    }

    /// Another shop, other profiles or another library: other rules apply, and other replies are hidden. True when they are.
    pub(super) fn renew_for_shop(&mut self) -> bool {
        self.shops.renew_policy(self.catalog.library());
        let not_offered = self.catalog.library().not_offered_in(self.shops.current());
        let hidden = not_offered.into_iter().map(str::to_owned).collect();
        self.finder.set_index(self.catalog.index(), hidden)
    }

    /// As [`Self::renew_for_shop`], with the list as it is then where another shop hides other replies.
    pub(super) fn renew_shown_for_shop(&mut self, env: &Env) {
        if self.renew_for_shop() {
            self.finder.renew_rows(&list_source(&self.catalog, &self.memory, env), self.finder.selected());
        }
    }

    /// The library was read, at the start or again: the list, the messages about its files and what depends on the shop follow.
    /// The selected reply stays selected, where it is still there.
    pub(super) fn library_loaded(&mut self, loaded: LoadedLibrary, env: &Env) {
        let selected = self.selected_reply().cloned();
        let before = self.catalog.notices();
        self.catalog.load(loaded);
        self.window.replace_lasting(&before, self.catalog.notices());
        self.renew_for_shop();
        let same = selected.and_then(|reply| self.catalog.library().same_reply(&reply));
        self.finder.renew_rows(&list_source(&self.catalog, &self.memory, env), same);
        self.finder.find_unknown_at_names();
        self.ask_for_trade();
    }

    pub(super) fn history_loaded(&mut self, remembered: Remembered, env: &Env) {
        self.memory.load(remembered, env.at().as_second());
        // A row that jumps away while somebody works with it is worse than a list in the old order.
        let is_untouched = *self.face.screen() == Screen::Preview && !self.finder.has_moved();
        if self.finder.query().is_empty() && is_untouched {
            self.list(env);
        }
    }

    /// What was copied before the popup was opened: the value of a placeholder, and perhaps a buyer's message. Until something
    /// is typed, that is the query.
    pub(super) fn clipboard_text(&mut self, opening: u64, text: &str, env: &Env, fx: &mut Vec<Effect>) {
        let own = self.sender.copied_text();
        if self.window.openings() != opening || own == Some(&super::one_line(text)) {
            return;
        }
        self.chat.set_clipboard(text);
        let is_untouched = self.finder.query_text().is_empty()
            && !self.finder.has_moved()
            && *self.face.screen() == Screen::Preview;
        if is_untouched && let Some(message) = self.chat.message_of(text, own) {
            self.finder.count_prefill();
            self.set_query(message, Entry::Pasted, env, fx);
        }
    }
}
