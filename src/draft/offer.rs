//! Values that were found in the copied text: offered, never filled in by themselves.

use crate::template::{Extracted, KnownField, Trait};

/// A value for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The name of a known field.
    pub field: &'static str,
    /// As the field is typed: with its unit where it has one.
    pub value: String,
    /// The copied text has not changed since the previous buyer: the value may be theirs.
    pub is_previous_buyers: bool,
    /// The text has another value for the same field.
    is_doubtful: bool,
    /// Another field that the same number may belong to.
    rival: Option<KnownField>,
    /// The shop's table decides, whatever the buyer says.
    is_set_by_shop: bool,
}

impl Offer {
    /// What was found, in the order of the text; `shown` says how a value of a field is typed.
    pub fn of(
        found: &[Extracted],
        is_previous_buyers: bool,
        shown: impl Fn(&'static str, &str) -> String,
    ) -> Vec<Self> {
        let rival = |value: &Extracted| {
            let is_rival = |other: &&Extracted| {
                other.span == value.span
                    && other.field != value.field
                    && [other, value].iter().all(|number| number.field.has(Trait::LikeNumber))
            };
            found.iter().find(is_rival).map(|other| other.field)
        };
        let offer = |value: &Extracted| Self {
            field: value.field.name(),
            value: shown(value.field.name(), &format!("{}{}", value.value, value.field.unit())),
            is_previous_buyers,
            is_doubtful: found.iter().any(|other| other.field == value.field && other.value != value.value),
            rival: rival(value),
            is_set_by_shop: value.field.has(Trait::SetByShop),
        };
        found.iter().map(offer).collect()
    }

    pub(crate) fn is(&self, field: &str, value: &str) -> bool {
        self.field == field && is_same(&self.value, value)
    }

    /// Whether it may be taken together with all others. Not so where the text has two values for the field, or the shop's own
    /// table decides; a number that may be an order's or a parcel's is, if `needed` has only the one field.
    pub fn is_clear(&self, needed: &[String]) -> bool {
        let is_needed = |field: &str| needed.iter().any(|name| name == field);
        !self.is_set_by_shop
            && !self.is_doubtful
            && self.rival.is_none_or(|rival| is_needed(self.field) && !is_needed(rival.name()))
    }
}

/// Whether two values are the same, however they are spaced.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postage_that_the_buyer_names_is_not_taken_with_the_other_values() {
        let found = [(KnownField::Phone, "13800000000", 0..11), (KnownField::Postage, "12", 14..16)]
            .map(|(field, value, span)| Extracted { span, field, value: value.to_owned() });
        let offers = Offer::of(&found, false, |_, value| value.to_owned());
        let clear: Vec<&str> =
            offers.iter().filter(|offer| offer.is_clear(&[])).map(|offer| offer.field).collect();
        assert_eq!((offers.len(), clear), (2, vec!["手机号"]));
    }
}
