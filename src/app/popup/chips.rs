//! The chips above the list: what is known of the buyer, what the copied text has, and the buyers before.

use super::chat::Chat;

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

/// Every chip, in the order in which Tab goes through them.
pub(super) fn chips(chat: &Chat) -> Vec<Chip> {
    let offers = (0..chat.offers().len()).map(Chip::Offer);
    let known = chat.buyers().current().values().iter().map(|known| Chip::Known(known.field.clone()));
    let earlier = (0..chat.buyers().earlier().len()).map(Chip::Earlier);
    offers.chain(known).chain(earlier).collect()
}
