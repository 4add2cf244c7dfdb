//! What a form asks for, and what there is to say about each value.

use super::kinds;
use super::note::FieldNote;
use super::values::{NoRow, Origin, ValueSource, is_plain};
use crate::model::FieldKind;
use crate::template::{AskedField, Filled, GapReason, Piece};

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormField {
    /// As it is written between braces.
    pub name: String,
    /// Its value goes over several lines.
    pub is_long: bool,
    /// Empty for a free text.
    pub choices: Vec<String>,
    /// Shown while the field is empty; out of the declaration.
    pub example: Option<String>,
    /// What is filled in now: as it was typed, of the shop, of a table, or a default. Blank for a gap.
    pub value: String,
    /// At most one: a warning before a remark.
    pub note: Option<FieldNote>,
}

pub(super) fn form_fields(
    source: &ValueSource<'_>,
    asked: &[AskedField],
    filled: &[Filled],
) -> Vec<FormField> {
    let mut fields: Vec<FormField> = Vec::new();
    for field in asked {
        for input in source.table(&field.name).into_iter().flat_map(|(table, _)| &table.inputs) {
            if !fields.iter().any(|known| known.name == *input) {
                let plain = AskedField { name: input.clone(), ..AskedField::default() };
                let of_text = asked.iter().find(|known| known.name == *input).unwrap_or(&plain);
                fields.push(form_field(source, of_text, filled));
            }
        }
        if !fields.iter().any(|known| known.name == field.name) {
            fields.push(form_field(source, field, filled));
        }
    }
    fields
}

pub(super) fn form_field(source: &ValueSource<'_>, asked: &AskedField, filled: &[Filled]) -> FormField {
    let decl = source.decl(&asked.name);
    let known = source.known(&asked.name);
    let typed = source.filling.typed.get(&asked.name);
    let is_typed = known.as_ref().is_some_and(|known| known.origin == Origin::Typed);
    let declared = || decl.map(|decl| decl.choices.clone()).unwrap_or_default();
    let choices = if asked.choices.is_empty() { declared() } else { asked.choices.clone() };
    FormField {
        name: asked.name.clone(),
        is_long: decl.is_some_and(|decl| decl.kind == FieldKind::LongText),
        choices: choices.into_iter().filter(|choice| is_plain(choice)).collect(),
        example: decl.and_then(|decl| decl.example.clone()),
        note: note(
            source,
            &asked.name,
            known.as_ref().map(|known| (known.text.as_str(), &known.origin)),
            filled,
        ),
        // As it was typed, with the blank that a word may go on behind.
        value: typed.filter(|_| is_typed).cloned().or(known.map(|known| known.text)).unwrap_or_default(),
    }
}

fn note(
    source: &ValueSource<'_>,
    name: &str,
    known: Option<(&str, &Origin)>,
    filled: &[Filled],
) -> Option<FieldNote> {
    let known = known.filter(|(text, _)| !text.is_empty());
    let Some((text, origin)) = known else {
        if let Some(offer) = source.filling.offers.iter().find(|offer| offer.field == name) {
            return Some(FieldNote::Offered(offer.value.clone()));
        }
        if let Some(value) = source.to_confirm(name) {
            return Some(FieldNote::ToConfirm(value.to_owned()));
        }
        return source.no_row(name).map(|no_row| match no_row {
            NoRow::Waits(inputs) => FieldNote::Waits(inputs),
            NoRow::None { table, inputs } => FieldNote::NoRow { table, inputs },
        });
    };
    let reason = filled.iter().flat_map(|filled| &filled.pieces).find_map(|piece| match piece {
        Piece::Gap { needs, reason, .. } if needs.iter().any(|need| need == name) => Some(*reason),
        Piece::Gap { .. } | Piece::Text(_) | Piece::Value { .. } | Piece::Broken(_) => None,
    });
    match reason {
        Some(GapReason::NotADate) => return Some(FieldNote::NotADate),
        Some(GapReason::NotANumber) => return Some(FieldNote::NotANumber),
        Some(GapReason::Impossible) => return Some(FieldNote::Impossible),
        Some(GapReason::Missing) | None => {}
    }
    if let Origin::Row { table, row, is_example } = origin {
        let (table, row) = (table.clone(), row.clone());
        let note =
            if *is_example { FieldNote::ExampleRow { table, row } } else { FieldNote::Row { table, row } };
        return Some(note);
    }
    let decl = source.decl(name)?;
    if let Some(pattern) = decl.pattern.as_ref().filter(|pattern| !pattern.fits(text)) {
        return Some(FieldNote::Mismatch(pattern.message.clone()));
    }
    let value = source.read(name, text);
    if let Some(fault) = kinds::fault(&decl.kind, &value) {
        return Some(fault);
    }
    if *origin == Origin::Typed && source.is_missing_of_shop(name) {
        return Some(FieldNote::WillBeSaved);
    }
    let shown = source.shown(name, text);
    (shown != text).then_some(FieldNote::Means(shown))
}
