//! Values and where they come from: the form, the chips, the copied text; and whose they are.

use super::chat::Taking;
use super::chips::{Chip, chips};
use super::declared::Declared;
use super::drafts::Purpose;
use super::{Catalog, Effect, Finder, Popup};
use crate::app::{Direction, Env};
use crate::template::Extracted;

/// What the library says about fields, seen from the selected reply.
fn declared<'a>(catalog: &'a Catalog, finder: &Finder, env: &Env) -> Declared<'a> {
    Declared { library: catalog.library(), selected: finder.selected(), today: env.civil().date() }
}

impl Popup {
    /// The copied text was looked through. What was to be copied when that is known is copied now.
    pub(super) fn values_found(
        &mut self,
        opening: u64,
        found: &[Extracted],
        env: &Env,
        fx: &mut Vec<Effect>,
    ) {
        if self.window.openings() != opening {
            return;
        }
        let declared = declared(&self.catalog, &self.finder, env);
        if self.chat.see(found, &declared) {
            // What is left of a reply was filled in for the buyer before.
            self.end_sequence(fx);
        }
        if let Some(mode) = self.sender.end_reading() {
            self.accept(mode, env, fx);
        }
    }

    /// The clipboard could not be read: what is on it may be of another buyer.
    pub(super) fn clipboard_unreadable(&mut self, opening: u64, env: &Env, fx: &mut Vec<Effect>) {
        if self.window.openings() == opening {
            self.chat.doubt_all();
            self.values_found(opening, &[], env, fx);
        }
    }

    /// Shows the form; where there is nothing to fill in, or a chip is focused, the next chip is.
    pub(super) fn open_form(&mut self, env: &Env) {
        self.renew_draft(Purpose::Show, env);
        let has_fields = self.draft().is_some_and(|draft| !draft.fields.is_empty());
        if has_fields && self.face.chip().is_none() {
            self.show_form();
        } else {
            self.move_field(Direction::Next, env);
        }
    }

    /// Shows the form of the selected reply, with the first gap focused.
    pub(super) fn show_form(&mut self) {
        if let Some(draft) = self.drafts.selected() {
            self.face.show_form(draft.fields.clone(), &draft.fields_to_ask());
            self.window.clear_notice();
        }
    }

    /// Another shop, or a later hour, may ask for something else.
    pub(super) fn renew_forms(&mut self) {
        if self.face.has_profile() {
            let fields = self.profile_fields();
            self.face.renew_form(fields);
        } else if let (Some(_), Some(draft)) = (self.face.form(), self.drafts.selected()) {
            self.face.renew_form(draft.fields.clone());
        }
    }

    pub(super) fn set_field(&mut self, name: String, value: String, env: &Env) {
        self.chat.set_field(name, value, self.stamp(env));
        self.window.clear_notice();
    }

    /// The next place is focused: through the fields of the form, or from the search box, and through the chips.
    pub(super) fn move_field(&mut self, direction: Direction, env: &Env) {
        self.settle_chip_text(env);
        if self.face.learn().is_some() {
            return;
        }
        let chips = self.chips();
        let (fields, focused) = self.face.form().map_or((1, 0), |form| (form.fields().len(), form.focused()));
        let of_chip = self.face.chip().and_then(|chip| chips.iter().position(|known| known == chip));
        let current = of_chip.map_or(focused, |place| fields + place);
        let next = direction.from(current, fields + chips.len());
        match next.checked_sub(fields).and_then(|place| chips.into_iter().nth(place)) {
            Some(chip) => self.face.focus_chip(Some(chip)),
            None => self.face.focus_field(next),
        }
    }

    /// Every chip, in the order in which Tab goes through them.
    pub fn chips(&self) -> Vec<Chip> {
        chips(&self.chat)
    }

    /// Takes an offer, confirms or changes a value, calls a buyer back.
    pub(super) fn press_chip(&mut self, chip: &Chip, env: &Env, fx: &mut Vec<Effect>) {
        self.settle_chip_text(env);
        let now = self.stamp(env);
        match chip {
            Chip::Offer(offer_idx) => {
                let declared = declared(&self.catalog, &self.finder, env);
                self.chat.take_offer(*offer_idx, &declared, now);
            }
            Chip::Known(field) => match self.chat.buyers().current().known(field) {
                Some(known) if known.holds(env.at()) => {
                    self.face.edit_chip(field.clone(), known.value.clone());
                }
                Some(_) => self.chat.confirm_value(field, now),
                None => {}
            },
            Chip::Earlier(earlier_idx) => {
                let Some(back) = self.chat.take_earlier(*earlier_idx) else { return };
                self.next_buyer(env, fx);
                self.chat.call_back(back, now);
            }
        }
        self.window.clear_notice();
    }

    /// Forgets a value. The chip that takes its place is focused.
    pub(super) fn drop_chip(&mut self, chip: &Chip) {
        let Chip::Known(field) = chip else { return };
        let place = self.chips().iter().position(|known| known == chip);
        self.chat.forget_value(field);
        if self.face.chip().is_some() {
            let next = place.and_then(|place| self.chips().get(place).cloned());
            self.face.focus_chip(next.filter(|chip| matches!(chip, Chip::Known(_))));
        }
    }

    /// What was typed into a chip takes the place of its value; an empty one is forgotten. False when none is typed into.
    pub(super) fn settle_chip_text(&mut self, env: &Env) -> bool {
        let Some((field, text)) = self.face.end_chip_text() else { return false };
        if text.trim().is_empty() {
            self.drop_chip(&Chip::Known(field));
        } else {
            let settled = declared(&self.catalog, &self.finder, env).settled(&field, &text);
            self.chat.change_value(&field, &settled, self.stamp(env));
        }
        true
    }

    /// Fills in all that was found in the copied text, but for what was filled in by hand already.
    pub(super) fn take_offers(&mut self, env: &Env) {
        self.renew_draft(Purpose::Show, env);
        let fields = self.draft().map(|draft| draft.fields.as_slice()).unwrap_or_default();
        let needed: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let (declared, now) = (declared(&self.catalog, &self.finder, env), self.stamp(env));
        self.chat.take_offers(&needed, &declared, now);
        self.window.clear_notice();
    }

    /// It is still this buyer.
    pub(super) fn confirm_buyer(&mut self, env: &Env) {
        self.chat.confirm_buyer(self.stamp(env));
        self.window.clear_notice();
    }

    /// Another buyer: nothing is known of them, and the chat begins anew.
    pub(super) fn next_buyer(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        let (declared, now) = (declared(&self.catalog, &self.finder, env), self.stamp(env));
        self.chat.next_buyer(self.face.focused_field(), &declared, now);
        self.face.leave_chip();
        self.end_sequence(fx);
        self.finder.forget_next_steps();
    }

    /// What was typed for this buyer is filled in from now on.
    pub(super) fn hold_typed(&mut self, taking: Taking, env: &Env) {
        let (declared, now) = (declared(&self.catalog, &self.finder, env), self.stamp(env));
        self.chat.hold_typed(taking, self.face.focused_field(), &declared, now);
    }
}
