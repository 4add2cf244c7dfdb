//! What the kind of a field makes of a text: its value, and what is wrong with it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::note::FieldNote;
use crate::model::{FieldDecl, FieldKind};
use crate::template::{self, KnownField, Value, measure};

/// A bare height below this is meant in metres: nobody is 2.5 cm tall.
const MAX_METRES: u32 = 3;

/// What a text means as a value of a field; a text where it means nothing else. `today` is the day that dates without a year
/// are counted from.
pub(super) fn value(decl: Option<&FieldDecl>, text: &str, today: Date) -> Value {
    let plain = || Value::Text(text.to_owned());
    let Some(decl) = decl else { return plain() };
    match &decl.kind {
        FieldKind::Number => {
            let unit = decl.unit.as_deref().unwrap_or_default();
            let metres = measure::read_number(text).filter(|metres| {
                decl.name == KnownField::Height.name() && unit == "cm" && *metres < MAX_METRES.into()
            });
            let amount = match metres {
                Some(metres) => metres.checked_mul(Decimal::ONE_HUNDRED),
                None => measure::read(text, unit).filter(|_| !unit.is_empty()),
            };
            amount.map_or_else(plain, |amount| Value::Amount { amount, unit: unit.to_owned() })
        }
        FieldKind::Date => template::read_date(text, today).map_or_else(plain, Value::Day),
        FieldKind::Text | FieldKind::LongText | FieldKind::Choice | FieldKind::LookUp { .. } => plain(),
    }
}

/// What is wrong with a text of which [`value`] made this, for its kind.
pub(super) fn fault(kind: &FieldKind, value: &Value) -> Option<FieldNote> {
    let Value::Text(text) = value else { return None };
    match kind {
        FieldKind::Date => Some(FieldNote::NotADate),
        FieldKind::Number if measure::read_number(text).is_none() => Some(FieldNote::NotANumber),
        FieldKind::Number
        | FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Choice
        | FieldKind::LookUp { .. } => None,
    }
}
