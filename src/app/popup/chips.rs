//! The chips above the list: what is known of the buyer, what the copied text has, and the buyers before.

use super::App;
use super::action::{CopyMode, Effect};
use crate::app::{Env, Step};
use crate::draft::{Buyer, Offer, Stamp, settled};
use crate::model::{FieldDecl, Scope};
use crate::template::Extracted;

/// Something above the list that can be pressed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Chip {
    /// A value found in the copied text, counted from 0.
    Offer(usize),
    /// The value of this field that is known of the buyer.
    Known(String),
    /// An earlier buyer, counted from 0, the last one first.
    Earlier(usize),
}

/// A value is typed halfway as long as the keys are in its field and it does not look right.
fn looks_whole(decl: &FieldDecl, value: &str, has_focus: bool) -> bool {
    decl.pattern.as_ref().map_or(!has_focus, |pattern| pattern.fits(value))
}

impl App {
    /// Every chip, in the order in which Tab goes through them.
    pub fn chips(&self) -> Vec<Chip> {
        let offers = (0..self.popup.offers_of_clipboard().len()).map(Chip::Offer);
        let known = self.buyers.current().values().iter().map(|known| Chip::Known(known.field.clone()));
        let earlier = (0..self.buyers.earlier().len()).map(Chip::Earlier);
        offers.chain(known).chain(earlier).collect()
    }

    /// Whether a value of the copied text is filled in.
    pub fn has_taken(&self, offer: &Offer, env: &Env) -> bool {
        if let Some(typed) = self.popup.typed().get(offer.field) {
            return offer.is(offer.field, typed);
        }
        let known = self.buyers.current().known(offer.field);
        known.is_some_and(|known| known.holds(env.at()) && offer.is(&known.field, &known.value))
    }

    /// Whether a value of the copied text would be filled in with all others: not where something stands already.
    pub fn is_open(&self, offer: &Offer, env: &Env) -> bool {
        let typed = self.popup.typed().get(offer.field).is_some_and(|text| !text.trim().is_empty());
        let known = self.buyers.current().known(offer.field).is_some_and(|known| known.holds(env.at()));
        !offer.is_previous_buyers && !typed && !known
    }

    pub(super) fn stamp(&self) -> Stamp {
        Stamp { at: self.at, opening: self.popup.openings() }
    }

    /// What is said about a field: by the pack of the selected reply, else by any.
    fn decl(&self, name: &str) -> Option<&FieldDecl> {
        let library = &self.loaded.library;
        let of_reply = self.popup.selected().and_then(|at| library.field(at, name));
        of_reply.or_else(|| library.fields().find(|field| field.name == name))
    }

    fn scope(&self, name: &str) -> Scope {
        self.decl(name).map(|decl| decl.scope).unwrap_or_default()
    }

    fn settled(&self, name: &str, text: &str) -> String {
        settled(self.decl(name), text, self.now.date())
    }

    /// The copied text was looked through; without values where there is none.
    pub(super) fn values_found(&mut self, opening: u64, found: &[Extracted], env: &Env) -> Vec<Effect> {
        if self.popup.openings() != opening {
            return Vec::new();
        }
        // Nothing is offered out of what was copied from here.
        if let Some(text) = self.popup.clipboard() {
            let is_previous_buyers = self.left_text.as_deref() == Some(text);
            if !is_previous_buyers {
                self.left_text = None;
            }
            let offers = Offer::of(found, is_previous_buyers, |name, text| self.settled(name, text));
            if !is_previous_buyers && self.buyers.see(&offers) {
                // What is left of a reply was filled in for the buyer before.
                self.end_sequence();
            }
            self.popup.set_offers(offers);
        } else {
            self.left_text = None;
        }
        match self.popup.end_reading() {
            Some(mode) => self.accept(mode, env),
            None => Vec::new(),
        }
    }

    /// Whether the copy has to wait: what was copied last may be of another buyer than the one whose values would be filled in.
    pub(super) fn waits_for_clipboard(&mut self, mode: CopyMode, env: &Env) -> bool {
        if !self.popup.is_reading() || self.buyers.current().is_empty() {
            return false;
        }
        let of_nobody = self.draft_for(&Buyer::default(), env);
        let is_without =
            self.draft(env).map(|draft| draft.finished()) == of_nobody.map(|draft| draft.finished());
        if !is_without {
            self.popup.accept_when_read(mode);
        }
        !is_without
    }

    /// The clipboard could not be read: what is on it may be of another buyer.
    pub(super) fn clipboard_unreadable(&mut self, opening: u64, env: &Env) -> Vec<Effect> {
        if self.popup.openings() != opening {
            return Vec::new();
        }
        self.buyers.doubt_all();
        self.values_found(opening, &[], env)
    }

    pub(super) fn set_field(&mut self, name: String, value: String) {
        self.typed_at = self.at;
        if !value.trim().is_empty() && self.buyers.is_of_another(&name, &value) {
            self.buyers.doubt(self.popup.openings());
        }
        self.popup.set_typed(name, value);
    }

    /// What was typed for this buyer is filled in from now on; what was typed halfway, or for one copy, is not.
    pub(super) fn hold_typed(&mut self, is_copied: bool) {
        let taken = self.take_typed(is_copied);
        // What was not copied is as old as it is.
        let since = if is_copied { self.at } else { self.typed_at };
        self.buyers.take(&taken, Stamp { at: since, ..self.stamp() });
    }

    fn take_typed(&mut self, is_copied: bool) -> Vec<(String, String)> {
        let form = self.popup.form();
        let focused = form.and_then(|form| form.fields().get(form.focused())).map(|field| field.name.clone());
        let mut taken = Vec::new();
        for (name, value) in self.popup.take_typed() {
            let Some(decl) = self.decl(&name) else { continue };
            match decl.scope {
                Scope::Now => {}
                Scope::Shop => self.popup.set_typed(name, value),
                Scope::Buyer if value.trim().is_empty() => self.buyers.forget(&name),
                Scope::Buyer => {
                    if is_copied || looks_whole(decl, &value, focused.as_ref() == Some(&name)) {
                        let settled = self.settled(&name, &value);
                        taken.push((name, settled));
                    }
                }
            }
        }
        taken
    }

    /// Fills in values of the copied text.
    fn fill_in(&mut self, offers: &[Offer]) {
        let mut taken = Vec::new();
        for offer in offers {
            if self.scope(offer.field) == Scope::Buyer {
                self.popup.forget_fields(&|name| name == offer.field);
                taken.push((offer.field.to_owned(), offer.value.clone()));
            } else {
                self.popup.set_typed(offer.field.to_owned(), offer.value.clone());
            }
        }
        self.buyers.take(&taken, self.stamp());
    }

    /// Fills in all that was found in the copied text, but for what was filled in by hand already.
    pub(super) fn take_offers(&mut self, env: &Env) {
        let needed: Vec<String> =
            self.draft(env).into_iter().flat_map(|draft| draft.fields).map(|field| field.name).collect();
        let is_wanted = |offer: &&Offer| offer.is_clear(&needed) && self.is_open(offer, env);
        let wanted: Vec<Offer> = self.popup.offers_of_clipboard().iter().filter(is_wanted).cloned().collect();
        self.fill_in(&wanted);
        self.popup.clear_notice();
    }

    /// It is still this buyer.
    pub(super) fn confirm_buyer(&mut self) {
        self.buyers.confirm(self.popup.offers_of_clipboard(), self.stamp());
        self.popup.clear_notice();
    }

    /// Whether the copied text has a value of the buyer.
    fn offers_are_known(&self) -> bool {
        let buyer = self.buyers.current();
        self.popup.offers_of_clipboard().iter().any(|offer| buyer.has(offer.field, &offer.value))
    }

    /// Another buyer: nothing is known of them.
    pub(super) fn next_buyer(&mut self) {
        if self.offers_are_known() {
            self.left_text = self.popup.clipboard().map(str::to_owned);
            self.popup.set_offers_of_previous(true);
        }
        // Whether what was typed is of the one who is left or of the next one, nobody knows: it has a chip of its own.
        let typed = self.take_typed(false);
        self.buyers.next();
        self.buyers.take(&typed, Stamp { at: self.typed_at, ..self.stamp() });
        self.buyers.next();
        self.popup.leave_chip();
        self.end_sequence();
        self.forget_next_steps();
    }

    /// Takes an offer, confirms or changes a value, calls a buyer back.
    pub(super) fn press_chip(&mut self, chip: &Chip, env: &Env) {
        self.settle_chip_text();
        match chip {
            Chip::Offer(offer_idx) => {
                if let Some(offer) = self.popup.offers_of_clipboard().get(*offer_idx).cloned() {
                    self.fill_in(&[offer]);
                }
            }
            Chip::Known(field) => match self.buyers.current().known(field) {
                Some(known) if known.holds(env.at()) => {
                    let value = known.value.clone();
                    self.popup.edit_chip(field.clone(), value);
                }
                Some(_) => self.buyers.confirm_value(field, self.stamp()),
                None => {}
            },
            Chip::Earlier(earlier_idx) => {
                let Some(back) = self.buyers.take_earlier(*earlier_idx) else { return };
                self.next_buyer();
                self.buyers.call_back(back, self.stamp());
                if self.offers_are_known() {
                    self.left_text = None;
                    self.popup.set_offers_of_previous(false);
                }
            }
        }
        self.popup.clear_notice();
    }

    /// Forgets a value. The keys go to the chip that takes its place.
    pub(super) fn drop_chip(&mut self, chip: &Chip) {
        let Chip::Known(field) = chip else { return };
        let place = self.chips().iter().position(|known| known == chip);
        self.buyers.forget(field);
        if self.popup.chip().is_some() {
            let next = place.and_then(|place| self.chips().get(place).cloned());
            self.popup.focus_chip(next.filter(|chip| matches!(chip, Chip::Known(_))));
        }
    }

    /// Puts what was typed into a chip in the place of its value; an empty one is forgotten. False when none is typed into.
    pub(super) fn settle_chip_text(&mut self) -> bool {
        let Some((field, text)) = self.popup.end_chip_text() else { return false };
        if text.trim().is_empty() {
            self.drop_chip(&Chip::Known(field));
        } else {
            let settled = self.settled(&field, &text);
            if !self.buyers.current().has(&field, &settled) {
                self.buyers.change(&field, &settled, self.stamp());
            }
        }
        true
    }

    /// The keys go to the next place: through the fields of the form, or from the search box, and through the chips.
    pub(super) fn move_field(&mut self, step: Step) {
        self.settle_chip_text();
        if self.popup.learn().is_some() {
            return;
        }
        let chips = self.chips();
        let (fields, focused) =
            self.popup.form().map_or((1, 0), |form| (form.fields().len(), form.focused()));
        let of_chip = self.popup.chip().and_then(|chip| chips.iter().position(|known| known == chip));
        let current = of_chip.map_or(focused, |place| fields + place);
        let next = step.from(current, fields + chips.len());
        let chip = next.checked_sub(fields).and_then(|place| chips.into_iter().nth(place));
        if chip.is_none() {
            self.popup.focus_field(next);
        }
        self.popup.focus_chip(chip);
    }
}
