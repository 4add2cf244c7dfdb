//! Values that were found in the copied text: offered, never filled in by themselves.

use crate::template::{Extracted, measure};

/// A value for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub field: &'static str,
    /// As the field is typed: with its unit where it has one.
    pub value: String,
    /// The same characters are offered for another field too.
    is_doubtful: bool,
}

impl Offer {
    /// What was found, in the order of the text.
    pub(super) fn of(found: &[Extracted]) -> Vec<Self> {
        let offer = |value: &Extracted| Self {
            field: value.field,
            value: shown(value),
            is_doubtful: found.iter().any(|other| other.field != value.field && other.span == value.span),
        };
        found.iter().map(offer).collect()
    }

    /// Whether it may be taken with all others: one of two that cannot both be true only where the text needs this one alone.
    pub(super) fn is_clear(&self, others: &[Self], needed: &[String]) -> bool {
        let is_needed = |field: &str| needed.iter().any(|name| name == field);
        let rivals = others.iter().filter(|other| other.field != self.field && other.value == self.value);
        !self.is_doubtful || is_needed(self.field) && !rivals.into_iter().any(|rival| is_needed(rival.field))
    }
}

/// Heights are kept in centimetres and weights in kilograms; people read 斤.
fn shown(found: &Extracted) -> String {
    let unit = match found.field {
        "身高" => "cm",
        "体重" => "斤",
        _ => return found.value.clone(),
    };
    found.value.parse().map_or_else(|_| found.value.clone(), |amount| measure::show(amount, unit, ""))
}
