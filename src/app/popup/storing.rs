//! What is written into the user's files from the popup: the facts of a shop, sample questions, favourites, hidden replies,
//! split texts.

use std::collections::BTreeMap;

use super::drafts::Purpose;
use super::edits::{HidingChange, Learned, Learning};
use super::shops::ShopSave;
use super::{Effect, Learn, Notice, Popup, Screen};
use crate::app::{EditProblem, Env, Opening};
use crate::diag::Problem;
use crate::draft::{FormField, is_plain};
use crate::model::{FieldKind, Hiding, Layer, Message, Place, ReplyChange, Scope, Shop};

impl Popup {
    /// What the form for the profile of the shop in use asks for: what it lacks, or in the question of the first start what
    /// it sells; with what was typed so far.
    pub(super) fn profile_fields(&self) -> Vec<FormField> {
        let mut fields = self.missing_of_shop();
        if self.face.asks_for_trade() {
            fields.retain(|field| field.name == Shop::TRADE);
        }
        fields
    }

    /// What the profile of the shop in use lacks, in the order of the declarations.
    fn missing_of_shop(&self) -> Vec<FormField> {
        let mut fields: Vec<FormField> = Vec::new();
        for decl in self.library().fields().filter(|decl| decl.scope == Scope::Shop) {
            let is_known = self.shops.current().and_then(|shop| shop.value(&decl.name)).is_some();
            if !is_known && fields.iter().all(|field| field.name != decl.name) {
                fields.push(FormField {
                    name: decl.name.clone(),
                    is_long: decl.kind == FieldKind::LongText,
                    choices: decl.choices.clone(),
                    example: decl.example.clone(),
                    value: self.chat.typed().get(&decl.name).cloned().unwrap_or_default(),
                    note: None,
                });
            }
        }
        fields
    }

    /// Shows the form; where nothing is missing, the editor, which changes what is there.
    pub(super) fn open_profile(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        let fields = self.missing_of_shop();
        if fields.is_empty() {
            return self.open_editor(Opening::Plain, env, fx);
        }
        self.sender.cancel_waiting_copy();
        self.face.show_profile(fields);
        self.window.clear_notice();
    }

    /// In the first popup of the first start, once the library is there: asks what the shop sells, where its profile does not
    /// say so. Who has gone on already is left alone.
    pub(super) fn ask_for_trade(&mut self) {
        let is_untouched = *self.face.screen() == Screen::Preview
            && self.finder.query_text().is_empty()
            && !self.finder.has_moved();
        if !self.window.is_shown() || !self.catalog.is_loaded() || !is_untouched {
            return;
        }
        if self.window.take_trade_question() {
            let mut fields = self.missing_of_shop();
            fields.retain(|field| field.name == Shop::TRADE);
            if !fields.is_empty() {
                self.face.show_trade(fields);
            }
        }
    }

    /// Writes down what was filled in; what was not is asked for when a reply needs it. The form stays until that is done.
    pub(super) fn save_profile(&mut self, fx: &mut Vec<Effect>) {
        let filled = self.profile_fields().into_iter().filter(|field| is_plain(&field.value));
        let values: BTreeMap<String, String> = filled
            .map(|field| (field.name, field.value.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if values.is_empty() {
            self.face.leave_form();
        } else {
            self.shops.save_form(self.window.openings(), values, fx);
        }
    }

    /// Values were written into a shop's profile, or not.
    pub(super) fn shop_saved(&mut self, result: Result<Vec<Shop>, EditProblem>, env: &Env) {
        match (result, self.shops.end_save()) {
            (Ok(shops), ShopSave::Copy) => {
                self.shops.replace(shops, None);
                self.renew_shown_for_shop(env);
            }
            (Ok(shops), ShopSave::Form { opening, shop_idx, values }) => {
                let is_current = shop_idx == self.shops.current_idx();
                let new_name = values.get(Shop::NAME).filter(|_| is_current);
                self.shops.replace(shops, new_name.map(String::as_str));
                self.renew_shown_for_shop(env);
                self.profile_saved(opening, &values);
            }
            (Err(reason), ShopSave::Form { opening, .. }) if self.shows_profile(opening) => {
                self.window.show(Notice::ShopNotSaved(reason));
            }
            // Nobody can fill it in again: the values hold as long as the program runs.
            (Err(reason), ShopSave::Form { shop_idx, values, .. }) => {
                self.shops.set_values(shop_idx, &values);
                self.renew_shown_for_shop(env);
                self.window.report(Notice::ShopNotSaved(reason));
            }
            // They do already.
            (Err(reason), ShopSave::Copy) => self.window.hold(Notice::ShopNotSaved(reason)),
        }
    }

    /// Whether the form that was saved is the one that is shown.
    fn shows_profile(&self, opening: u64) -> bool {
        self.window.is_shown() && self.window.openings() == opening && self.face.has_profile()
    }

    /// What was filled in is in the profile. The form goes, unless more was typed meanwhile.
    fn profile_saved(&mut self, opening: u64, values: &BTreeMap<String, String>) {
        if !self.shows_profile(opening) {
            return;
        }
        self.chat.forget_saved(values);
        if self.profile_fields().iter().all(|field| field.value.trim().is_empty()) {
            self.face.leave_form();
        }
        self.window.show(Notice::ProfileSaved);
    }

    /// Shows what of the buyer's message would be learned as a sample question of the selected reply.
    pub(super) fn open_learn(&mut self) {
        let library = self.catalog.library();
        let Some(reply) = self.selected_reply() else { return };
        let message = self.finder.message().unwrap_or_default();
        match Learn::of(message, reply, self.edits.learned(&reply.id), library) {
            Some(learn) => {
                self.sender.cancel_waiting_copy();
                self.face.show_learn(learn);
                self.window.clear_notice();
            }
            None => self.window.show(Notice::NothingToLearn),
        }
    }

    /// The question was learned or forgotten, or not. The popup may show something else by now, or be another one.
    pub(super) fn learned(&mut self, is_learned: bool, result: Result<(), EditProblem>) {
        let is_here =
            |learning: &Learning| self.window.is_shown() && learning.opening == self.window.openings();
        let asked = self.edits.end_learning().filter(is_here);
        match (result, asked) {
            (Ok(()), Some(Learning { question, .. })) => self.question_learned(is_learned, question),
            (Ok(()), None) => {}
            (Err(problem), Some(_)) => self.window.show(Notice::QuestionNotLearned(problem)),
            (Err(problem), None) => self.window.hold(Notice::QuestionNotLearned(problem)),
        }
    }

    fn question_learned(&mut self, is_learned: bool, question: Learned) {
        if self.face.learn().is_some_and(|learn| learn.reply_id == question.reply_id) {
            self.face.leave_form();
        }
        self.edits.set_learned(is_learned.then_some(question));
        self.window.show(if is_learned { Notice::QuestionLearned } else { Notice::QuestionForgotten });
    }

    pub(super) fn toggle_favourite(&mut self, fx: &mut Vec<Effect>) {
        let Some(reply) = self.selected_reply() else { return };
        let reply_id = reply.id.clone();
        let is_favourite = !self.memory.is_favourite(&reply_id);
        self.memory.set_favourite(&reply_id, is_favourite);
        // The list keeps its rows until the popup opens again: a row that jumps away is the wrong one to press on.
        fx.push(Effect::SetFavourite { reply_id, is_favourite });
    }

    /// The star says what the history says.
    pub(super) fn favourite_not_saved(&mut self, reply_id: &str, is_favourite: bool, problem: Problem) {
        if self.memory.is_favourite(reply_id) == is_favourite {
            self.memory.set_favourite(reply_id, !is_favourite);
        }
        self.window.report(Notice::FavouriteNotSaved(problem));
    }

    /// The selected reply is not offered any more.
    pub(super) fn hide_reply(&mut self, fx: &mut Vec<Effect>) {
        let library = self.catalog.library();
        let Some(at) = self.finder.selected() else { return };
        let (Some((_, pack)), Some(reply)) = (library.pack_of(at), library.reply(at)) else { return };
        self.edits.hide(Hiding::everywhere(&pack.id, &reply.id), library, fx);
    }

    /// A reply was hidden or shown again, or not. The library as it is by now was loaded before.
    pub(super) fn hidden_changed(&mut self, result: Result<(), EditProblem>) {
        let Some(HidingChange { hiding, hides }) = self.edits.end_hiding(result.is_ok()) else { return };
        if let Err(problem) = result {
            return self.window.report(Notice::HiddenNotChanged(problem));
        }
        if self.window.is_shown() {
            let title = self.library().meant(&hiding).map(|reply| reply.title.clone()).unwrap_or_default();
            self.window.show(if hides { Notice::Hidden(title) } else { Notice::ShownAgain(title) });
        }
    }

    /// The messages of a long text are so in the library from now on.
    pub(super) fn save_split(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        self.renew_draft(Purpose::Show, env);
        let Some(draft) = self.draft() else { return };
        let (Some(split), wording_idx) = (&draft.split, draft.wording.idx) else { return };
        let Some(at) = self.finder.selected() else { return };
        let Some(mut reply) = self.library().reply(at).cloned() else { return };
        let is_own = self.library().pack_of(at).is_some_and(|(layer, _)| layer == Layer::Personal);
        let before = is_own.then(|| reply.clone());
        if let Some(wording) = reply.wordings.get_mut(wording_idx) {
            wording.messages = split.texts.iter().cloned().map(Message::Text).collect();
            let change = ReplyChange { before, after: Some(reply), place: Place::ByCategory };
            self.edits.split(change, fx);
        }
    }

    pub(super) fn split_saved(&mut self, result: Result<(), EditProblem>) {
        self.edits.end_split();
        match result {
            Ok(()) if self.window.is_shown() => self.window.show(Notice::SplitSaved),
            Ok(()) => {}
            Err(problem) => self.window.report(Notice::SplitNotSaved(problem)),
        }
    }
}
