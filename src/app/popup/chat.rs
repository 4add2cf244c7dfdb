//! What is known of the chat: the buyers, the values that are being typed, the copied text and the values found in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::declared::Declared;
use super::search_box::one_line;
use crate::draft::{Buyer, Buyers, Offer, Stamp};
use crate::model::{FieldDecl, Scope};
use crate::search::Query;
use crate::template::Extracted;

/// Longer texts on the clipboard are not offered as a buyer's message, in characters.
const LONGEST_MESSAGE: usize = 500;

/// See the module.
#[derive(Debug, Default)]
pub struct Chat {
    /// The user wants copied texts to be looked at.
    reads_clipboard: bool,
    /// The buyer that the agent talks with, and those before.
    buyers: Buyers,
    /// Values typed since the popup was opened or something was copied from it, by field; they serve every reply.
    /// Those of the buyer go to [`Buyers`] then.
    typed: BTreeMap<String, String>,
    /// When the last of them was typed.
    typed_at: Timestamp,
    /// What was copied before the popup was opened; kept in memory only.
    clipboard: Option<Arc<str>>,
    /// The values found in it.
    offers: Vec<Offer>,
    /// The copied text that was offered as a query last: it is not offered twice.
    offered_text: Option<String>,
    /// The copied text that a buyer had values from who was left: its values are not those of the next one.
    left_text: Option<Arc<str>>,
}

/// Why values that were typed are taken out of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taking {
    /// The reply was copied with them.
    Copied,
    /// The agent goes on elsewhere: what was typed halfway is not wanted.
    Left,
}

/// A value is typed halfway as long as its field is focused and it does not look right.
fn looks_whole(decl: &FieldDecl, value: &str, has_focus: bool) -> bool {
    decl.pattern.as_ref().map_or(!has_focus, |pattern| pattern.fits(value))
}

impl Chat {
    pub(super) fn new(reads_clipboard: bool) -> Self {
        Self { reads_clipboard, ..Self::default() }
    }

    pub fn buyers(&self) -> &Buyers {
        &self.buyers
    }

    /// The values that were found in what was copied before the popup was opened.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Whether a value of the copied text is filled in.
    pub fn has_taken(&self, offer: &Offer, now: Timestamp) -> bool {
        if let Some(typed) = self.typed.get(offer.field) {
            return offer.is(offer.field, typed);
        }
        let known = self.buyers.current().known(offer.field);
        known.is_some_and(|known| known.holds(now) && offer.is(&known.field, &known.value))
    }

    /// Whether a value of the copied text would be filled in with all others: not where another value is already.
    pub fn is_open(&self, offer: &Offer, now: Timestamp) -> bool {
        let typed = self.typed.get(offer.field).is_some_and(|text| !text.trim().is_empty());
        let known = self.buyers.current().known(offer.field).is_some_and(|known| known.holds(now));
        !offer.is_previous_buyers && !typed && !known
    }

    pub(super) fn typed(&self) -> &BTreeMap<String, String> {
        &self.typed
    }

    /// What was copied before the popup was opened.
    pub(super) fn clipboard(&self) -> Option<&Arc<str>> {
        self.clipboard.as_ref()
    }

    /// A popup opens: whoever was not talked with for long is an earlier buyer.
    pub(super) fn open(&mut self, now: Timestamp) {
        self.buyers.open(now);
    }

    /// The popup opens or closes: what was copied and typed before it belongs to no other one.
    pub(super) fn clear(&mut self) {
        self.typed.clear();
        self.forget_copied();
    }

    /// What was copied before the popup was opened is not on the clipboard any more.
    pub(super) fn forget_copied(&mut self) {
        self.clipboard = None;
        self.offers.clear();
    }

    /// A copy from here takes the place of what the clipboard had: the text that a buyer was left with is news when it is
    /// copied again.
    pub(super) fn overwrite_clipboard(&mut self) {
        self.left_text = None;
    }

    /// What was copied before the popup was opened, other than from here.
    pub(super) fn set_clipboard(&mut self, text: &str) {
        self.clipboard = Some(text.into());
    }

    /// A copied text as a query, where it is a buyer's message that was not offered before. `own` is the text that was
    /// copied from here last.
    pub(super) fn message_of(&mut self, text: &str, own: Option<&str>) -> Option<String> {
        // One line, as when it is pasted; a long document is not a message.
        let text = one_line(text);
        let is_short = text.chars().count() <= LONGEST_MESSAGE;
        let is_news = ![own, self.offered_text.as_deref()].contains(&Some(&text));
        if !self.reads_clipboard || !is_short || !is_news || !Query::pasted(&text).is_message() {
            return None;
        }
        self.offered_text = Some(text.clone());
        Some(text)
    }

    /// The copied text was looked through; nothing was found where there is none. True when it is a sign of another buyer.
    pub(super) fn see(&mut self, found: &[Extracted], declared: &Declared<'_>) -> bool {
        // Nothing is offered out of what was copied from here.
        let Some(text) = &self.clipboard else {
            self.left_text = None;
            return false;
        };
        let is_previous_buyers = self.left_text.as_ref() == Some(text);
        if !is_previous_buyers {
            self.left_text = None;
        }
        self.offers = Offer::of(found, is_previous_buyers, |name, text| declared.settled(name, text));
        !is_previous_buyers && self.buyers.see(&self.offers)
    }

    /// The clipboard could not be read: what is on it may be of another buyer.
    pub(super) fn doubt_all(&mut self) {
        self.buyers.doubt_all();
    }

    /// Another shop: its next chat is that of another buyer. What was confirmed in this opening of the popup is not doubted.
    pub(super) fn doubt(&mut self, opening: u64) {
        self.buyers.doubt(opening);
    }

    /// A value is typed; an empty one is a gap.
    pub(super) fn set_field(&mut self, name: String, value: String, now: Stamp) {
        self.typed_at = now.at;
        if !value.trim().is_empty() && self.buyers.is_of_another(&name, &value) {
            self.buyers.doubt(now.opening);
        }
        self.typed.insert(name, value);
    }

    /// Forgets what was typed into some fields.
    pub(super) fn forget_fields(&mut self, is_forgotten: &dyn Fn(&str) -> bool) {
        self.typed.retain(|name, _| !is_forgotten(name));
    }

    /// Forgets the typed values that are known elsewhere by now.
    pub(super) fn forget_saved(&mut self, saved: &BTreeMap<String, String>) {
        self.typed.retain(|name, text| saved.get(name).is_none_or(|value| value != text.trim()));
    }

    /// What was typed for this buyer is filled in from now on; what was typed halfway, or for one copy, is not. `focused` is
    /// the field that is being typed into.
    pub(super) fn hold_typed(
        &mut self,
        taking: Taking,
        focused: Option<&str>,
        declared: &Declared<'_>,
        now: Stamp,
    ) {
        let taken = self.take_typed(taking, focused, declared);
        // What was not copied is as old as it is.
        let since = match taking {
            Taking::Copied => now.at,
            Taking::Left => self.typed_at,
        };
        self.buyers.take(&taken, Stamp { at: since, ..now });
    }

    /// Takes the values of the buyer out of what was typed; those of the shop stay, those for one copy are gone.
    fn take_typed(
        &mut self,
        taking: Taking,
        focused: Option<&str>,
        declared: &Declared<'_>,
    ) -> Vec<(String, String)> {
        let mut taken = Vec::new();
        for (name, value) in std::mem::take(&mut self.typed) {
            let Some(decl) = declared.decl(&name) else { continue };
            match decl.scope {
                Scope::Now => {}
                Scope::Shop => drop(self.typed.insert(name, value)),
                Scope::Buyer if value.trim().is_empty() => self.buyers.forget(&name),
                Scope::Buyer => {
                    if taking == Taking::Copied || looks_whole(decl, &value, focused == Some(&name)) {
                        let settled = declared.settled(&name, &value);
                        taken.push((name, settled));
                    }
                }
            }
        }
        taken
    }

    /// Fills in a value of the copied text, counted from 0.
    pub(super) fn take_offer(&mut self, offer_idx: usize, declared: &Declared<'_>, now: Stamp) {
        if let Some(offer) = self.offers.get(offer_idx).cloned() {
            self.fill_in(&[offer], declared, now);
        }
    }

    /// Fills in all that was found in the copied text, but for what was filled in by hand already. `needed` are the fields
    /// of the selected reply.
    pub(super) fn take_offers(&mut self, needed: &[String], declared: &Declared<'_>, now: Stamp) {
        let is_wanted = |offer: &&Offer| offer.is_clear(needed) && self.is_open(offer, now.at);
        let wanted: Vec<Offer> = self.offers.iter().filter(is_wanted).cloned().collect();
        self.fill_in(&wanted, declared, now);
    }

    /// Takes values over: those of a buyer into the buyer's, the rest into what is typed.
    fn fill_in(&mut self, offers: &[Offer], declared: &Declared<'_>, now: Stamp) {
        let mut taken = Vec::new();
        for offer in offers {
            if declared.scope(offer.field) == Scope::Buyer {
                self.typed.remove(offer.field);
                taken.push((offer.field.to_owned(), offer.value.clone()));
            } else {
                self.typed.insert(offer.field.to_owned(), offer.value.clone());
            }
        }
        self.buyers.take(&taken, now);
    }

    /// It is still this buyer.
    pub(super) fn confirm_buyer(&mut self, now: Stamp) {
        self.buyers.confirm(&self.offers, now);
    }

    /// This one value is right for this buyer.
    pub(super) fn confirm_value(&mut self, field: &str, now: Stamp) {
        self.buyers.confirm_value(field, now);
    }

    /// Puts another value in the place of one that is known.
    pub(super) fn change_value(&mut self, field: &str, value: &str, now: Stamp) {
        if !self.buyers.current().has(field, value) {
            self.buyers.change(field, value, now);
        }
    }

    pub(super) fn forget_value(&mut self, field: &str) {
        self.buyers.forget(field);
    }

    /// Another buyer: nothing is known of them.
    pub(super) fn next_buyer(&mut self, focused: Option<&str>, declared: &Declared<'_>, now: Stamp) {
        if self.offers_are_known() {
            self.left_text.clone_from(&self.clipboard);
            self.set_previous_buyers(true);
        }
        // It is not known whether what was typed belongs to the last buyer or to the next one: it has a chip of its own.
        let typed = self.take_typed(Taking::Left, focused, declared);
        self.buyers.next();
        self.buyers.take(&typed, Stamp { at: self.typed_at, ..now });
        self.buyers.next();
    }

    /// Takes an earlier buyer out of the list, counted from 0, to be called back.
    pub(super) fn take_earlier(&mut self, earlier_idx: usize) -> Option<Buyer> {
        self.buyers.take_earlier(earlier_idx)
    }

    /// This buyer again.
    pub(super) fn call_back(&mut self, buyer: Buyer, now: Stamp) {
        self.buyers.call_back(buyer, now);
        if self.offers_are_known() {
            self.left_text = None;
            self.set_previous_buyers(false);
        }
    }

    /// Whether the copied text has a value of the buyer.
    fn offers_are_known(&self) -> bool {
        let buyer = self.buyers.current();
        self.offers.iter().any(|offer| buyer.has(offer.field, &offer.value))
    }

    fn set_previous_buyers(&mut self, are_previous_buyers: bool) {
        for offer in &mut self.offers {
            offer.is_previous_buyers = are_previous_buyers;
        }
    }
}
