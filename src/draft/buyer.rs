//! The values of the buyers that an agent talks with: in memory only, for a while, and never filled in for the next buyer.
//!
//! A value holds for [`SHORT`] or [`LONG`] after it was filled in. Before that it stops to hold as soon as something
//! speaks for another buyer: the copied text, another order typed by hand, another shop. What no longer holds is a gap;
//! it stays here to be confirmed with one key. When values of another buyer are taken instead, a new buyer begins.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::offer::{Offer, is_same};
use crate::template::{KnownField, Trait};

/// How many buyers before the current one can be called back.
const EARLIER: usize = 5;

/// What leads to a person or a parcel ([`Trait::Personal`]) holds this long.
const SHORT: SignedDuration = SignedDuration::from_secs(3 * 60);
/// Everything else holds this long.
const LONG: SignedDuration = SignedDuration::from_secs(10 * 60);

/// A buyer for whom nothing was filled in for this long becomes an earlier one.
const GONE: SignedDuration = SignedDuration::from_secs(30 * 60);

/// A moment of the agent's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The moment itself, for the age of a value.
    pub at: Timestamp,
    /// The popup in which it was, see `Popup::openings`.
    pub opening: u64,
}

/// A value of a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownValue {
    /// The field's name, as it is written between braces.
    pub field: String,
    /// As it is written in a text, so that "tomorrow" stays the day that was meant.
    pub value: String,
    /// When it was filled in, or confirmed.
    since: Stamp,
    /// Values that were filled in together have the same turn.
    turn: u64,
    /// Something suggests another buyer: the value has to be confirmed.
    is_doubtful: bool,
}

impl KnownValue {
    /// Whether it is filled in; else it is a gap that the value is offered for.
    pub fn holds(&self, now: Timestamp) -> bool {
        let limit = if has(&self.field, Trait::Personal) { SHORT } else { LONG };
        !self.is_doubtful && self.age(now) < limit
    }

    /// Since it was filled in or confirmed. A clock that was set back makes a value old, not young.
    pub fn age(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.since.at).abs()
    }

    fn confirm(&mut self, now: Stamp) {
        self.is_doubtful = false;
        self.since = now;
    }
}

/// The values of one buyer, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Buyer {
    values: Vec<KnownValue>,
    /// Something suggests another buyer: the next values that are filled in begin a new one.
    is_doubtful: bool,
    /// Field and value of what the copied text showed when the agent confirmed this buyer: seen again, it raises no doubt.
    confirmed: Vec<(String, String)>,
}

impl Buyer {
    /// Every value, also those that no longer hold, in the order in which their fields first came.
    pub fn values(&self) -> &[KnownValue] {
        &self.values
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a field, whether it still holds or not.
    pub fn known(&self, field: &str) -> Option<&KnownValue> {
        self.values.iter().find(|kept| kept.field == field)
    }

    /// Whether a value came after another one, not together with it.
    pub fn came_after(&self, field: &str, other: &KnownValue) -> bool {
        self.known(field).is_some_and(|kept| kept.turn > other.turn)
    }

    /// What to call the buyer by.
    pub fn label(&self) -> Option<&KnownValue> {
        KnownField::labels().find_map(|field| self.known(field.name())).or(self.values.first())
    }

    /// Whether the field is known with this value, however it is spaced.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.known(field).is_some_and(|kept| is_same(&kept.value, value))
    }

    /// Values that are filled in now have this turn.
    fn next_turn(&self) -> u64 {
        self.values.iter().map(|kept| kept.turn).max().unwrap_or(0) + 1
    }

    fn set(&mut self, field: &str, value: &str, now: Stamp, turn: u64) {
        let kept = KnownValue {
            field: field.to_owned(),
            value: value.to_owned(),
            since: now,
            turn,
            is_doubtful: false,
        };
        // A value that is changed keeps its place among the chips.
        match self.values.iter_mut().find(|known| known.field == field) {
            Some(known) => *known = kept,
            None => self.values.push(kept),
        }
    }

    fn doubt(&mut self, is_meant: impl Fn(&KnownValue) -> bool) {
        for kept in self.values.iter_mut().filter(|kept| is_meant(kept)) {
            kept.is_doubtful = true;
            self.is_doubtful = true;
        }
    }

    fn trust(&mut self) {
        self.is_doubtful = false;
        for kept in &mut self.values {
            kept.is_doubtful = false;
        }
    }

    fn confirm(&mut self, now: Stamp) {
        self.is_doubtful = false;
        for kept in &mut self.values {
            kept.confirm(now);
        }
    }
}

/// The buyer that the agent talks with, and those before.
#[derive(Debug, Default)]
pub struct Buyers {
    current: Buyer,
    /// The last one first.
    earlier: VecDeque<Buyer>,
}

impl Buyers {
    /// The buyer that the agent talks with now; empty when nothing is known.
    pub fn current(&self) -> &Buyer {
        &self.current
    }

    /// Those that can be called back, the last one first.
    pub fn earlier(&self) -> impl ExactSizeIterator<Item = &Buyer> {
        self.earlier.iter()
    }

    /// Whether nothing is known of any buyer.
    pub fn is_empty(&self) -> bool {
        self.current.is_empty() && self.earlier.is_empty()
    }

    /// The popup opens: a buyer who has been away for long becomes an earlier one.
    pub fn open(&mut self, now: Timestamp) {
        if !self.current.is_empty() && self.current.values.iter().all(|kept| kept.age(now) >= GONE) {
            self.next();
        }
    }

    /// Takes note of the values in the copied text; true when they suggest another buyer than the current one.
    pub fn see(&mut self, offers: &[Offer]) -> bool {
        let (buyer, confirmed) = (&self.current, &self.current.confirmed);
        let is_known = |offer: &Offer| {
            buyer.has(offer.field, &offer.value)
                || confirmed.iter().any(|(field, value)| field == offer.field && is_same(value, &offer.value))
        };
        // A text with two orders is not news when one of them is the known one.
        let is_news = |field: &str| {
            let mut shown = offers.iter().filter(|offer| offer.field == field).peekable();
            shown.peek().is_some() && !shown.any(is_known)
        };
        let tells_apart = KnownField::with(Trait::Telling).any(|field| is_news(field.name()))
            || KnownField::with(Trait::Steady)
                .any(|field| buyer.known(field.name()).is_some() && is_news(field.name()));
        let is_back = || {
            offers
                .iter()
                .any(|offer| has(offer.field, Trait::Identifying) && buyer.has(offer.field, &offer.value))
        };
        if tells_apart {
            let shows = |kept: &KnownValue| offers.iter().any(|offer| offer.is(&kept.field, &kept.value));
            self.current.doubt(|kept| !shows(kept));
        } else if is_back() {
            self.current.trust();
        } else {
            let others: Vec<bool> = buyer.values.iter().map(|kept| is_news(&kept.field)).collect();
            for (kept, is_other) in self.current.values.iter_mut().zip(others) {
                kept.is_doubtful |= is_other;
            }
        }
        tells_apart && self.current.is_doubtful
    }

    /// Something else suggests another buyer; only values that were filled in or confirmed while this popup is open stay.
    pub fn doubt(&mut self, opening: u64) {
        self.current.doubt(|kept| kept.since.opening != opening);
    }

    /// Whether this value, typed by hand, may belong to another buyer.
    pub fn is_of_another(&self, field: &str, value: &str) -> bool {
        has(field, Trait::Telling) && !self.current.is_empty() && !self.current.has(field, value)
    }

    /// What was copied last is unknown and may belong to another buyer: every value has to be confirmed.
    pub fn doubt_all(&mut self) {
        self.current.doubt(|_| true);
    }

    /// Keeps values. Where those that were known are doubtful, they belong to a new buyer, or to an earlier one with the
    /// same order or phone.
    pub fn take(&mut self, taken: &[(String, String)], now: Stamp) {
        if taken.is_empty() {
            return;
        }
        if self.current.is_doubtful {
            let all = std::mem::take(&mut self.current);
            let (left, stays) = all.values.into_iter().partition(|kept| kept.is_doubtful);
            self.archive(Buyer { values: left, ..Buyer::default() });
            self.current = Buyer { values: stays, ..Buyer::default() };
        }
        if self.current.is_empty()
            && let Some(place) = self.earlier.iter().position(|buyer| is_known_by(buyer, taken))
            && let Some(back) = self.earlier.remove(place)
        {
            self.current = back;
            self.current.trust();
        }
        let turn = self.current.next_turn();
        for (field, value) in taken {
            self.current.set(field, value, now, turn);
        }
    }

    /// Changes one value by hand: it is still this buyer.
    pub fn change(&mut self, field: &str, value: &str, now: Stamp) {
        let turn = self.current.next_turn();
        self.current.set(field, value, now, turn);
    }

    /// Forgets one value of the current buyer.
    pub fn forget(&mut self, field: &str) {
        self.current.values.retain(|kept| kept.field != field);
        self.current.is_doubtful &= !self.current.is_empty();
    }

    /// The agent says that it is still this buyer, although the copied text shows these values.
    pub fn confirm(&mut self, offers: &[Offer], now: Stamp) {
        self.current.confirm(now);
        let shown = offers.iter().map(|offer| (offer.field.to_owned(), offer.value.clone()));
        self.current.confirmed = shown.collect();
    }

    /// The agent says that this one value is right for this buyer.
    pub fn confirm_value(&mut self, field: &str, now: Stamp) {
        for kept in self.current.values.iter_mut().filter(|kept| kept.field == field) {
            kept.confirm(now);
        }
    }

    /// Begins with the next buyer, of whom nothing is known; the current one becomes an earlier one.
    pub fn next(&mut self) {
        let left = std::mem::take(&mut self.current);
        self.archive(left);
    }

    /// Takes one of the earlier buyers out, counted from 0.
    pub fn take_earlier(&mut self, earlier_idx: usize) -> Option<Buyer> {
        self.earlier.remove(earlier_idx)
    }

    /// This buyer again; it is the agent who says so, so the values hold.
    pub fn call_back(&mut self, buyer: Buyer, now: Stamp) {
        self.next();
        self.current = buyer;
        self.current.confirm(now);
        self.current.confirmed.clear();
    }

    fn archive(&mut self, buyer: Buyer) {
        if !buyer.is_empty() {
            self.earlier.push_front(buyer);
            self.earlier.truncate(EARLIER);
        }
    }
}

/// Whether the program knows the field of this name, and this of it.
fn has(field: &str, wanted: Trait) -> bool {
    KnownField::named(field).is_some_and(|field| field.has(wanted))
}

/// Whether a buyer has one of the values that only one buyer has.
fn is_known_by(buyer: &Buyer, values: &[(String, String)]) -> bool {
    values.iter().any(|(field, value)| has(field, Trait::Identifying) && buyer.has(field, value))
}
