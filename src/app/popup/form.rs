//! The form that asks for the gaps of a reply, or for the facts of a shop.

use crate::draft::FormField;

/// Which fields are asked for, and which one is focused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// As the draft had them when they were looked at last; the values are the draft's.
    fields: Vec<FormField>,
    focused: usize,
}

impl Form {
    /// A form with the first gap focused, or the first field when there is none.
    pub(super) fn new(fields: Vec<FormField>, gaps: &[String]) -> Self {
        let focused = fields.iter().position(|field| gaps.contains(&field.name)).unwrap_or(0);
        Self { fields, focused }
    }

    /// Other fields; the one that was focused still is, where it is still there.
    pub(super) fn renew(&mut self, fields: Vec<FormField>) {
        let name = self.fields.get(self.focused).map(|field| field.name.clone());
        let place = fields.iter().position(|field| Some(&field.name) == name.as_ref());
        self.focused = place.unwrap_or(self.focused.min(fields.len().saturating_sub(1)));
        self.fields = fields;
    }

    pub fn fields(&self) -> &[FormField] {
        &self.fields
    }

    /// The focused field, counted from 0.
    pub fn focused(&self) -> usize {
        self.focused
    }

    pub(super) fn focus(&mut self, field_idx: usize) {
        if field_idx < self.fields.len() {
            self.focused = field_idx;
        }
    }
}
