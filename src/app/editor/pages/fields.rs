//! The fields of the personal library: what may be between braces.

use super::columns::{ItemColumn, Set, cells, columns, rows, with_cell};
use super::sheet::{
    Addition, Choosable, Outcome, PageKind, Position, Sheet, SheetButton, SheetCell, Width, given, with,
    without,
};
use crate::app::editor::lists::Lists;
use crate::model::{Both, FieldDecl, FieldKind, FieldPattern, Scope, SheetChange};

/// A field, by its name.
pub const FIELD: Addition = Addition { button: "sheet-add-field", question: "ask-field", add: add_field };

const KINDS: &[Choosable] = &[
    Choosable::new("text", "kind-text"),
    Choosable::new("longtext", "kind-longtext"),
    Choosable::new("number", "kind-number"),
    Choosable::new("date", "kind-date"),
    Choosable::new("choice", "kind-choice"),
    Choosable::new("lookup", "kind-lookup"),
];

const SCOPES: &[Choosable] = &[
    Choosable::new("shop", "scope-shop"),
    Choosable::new("buyer", "scope-buyer"),
    Choosable::new("now", "scope-now"),
];

const COLUMNS: [ItemColumn<FieldDecl>; 10] = [
    ItemColumn {
        title: "field-name",
        cell: |field| SheetCell::Text(field.name.clone()),
        set: Set::Fitting(|field, text| given(text).map(|text| field.name = text)),
    },
    ItemColumn {
        title: "field-kind",
        cell: |field| SheetCell::Choice { code: field.kind.code(), choices: KINDS },
        set: Set::Any(set_kind),
    },
    ItemColumn {
        title: "field-scope",
        cell: |field| SheetCell::Choice { code: field.scope.code(), choices: SCOPES },
        set: Set::Fitting(|field, text| {
            field.scope = Scope::ALL.into_iter().find(|scope| scope.code() == text)?;
            Some(())
        }),
    },
    ItemColumn {
        title: "field-default",
        cell: |field| SheetCell::of_optional(field.default.as_ref()),
        set: Set::Any(|field, text| field.default = given(text)),
    },
    ItemColumn {
        title: "field-sample",
        cell: |field| SheetCell::of_optional(field.example.as_ref()),
        set: Set::Any(|field, text| field.example = given(text)),
    },
    ItemColumn {
        title: "field-choices",
        cell: |field| SheetCell::Text(field.choices.join("、")),
        set: Set::Any(set_choices),
    },
    ItemColumn {
        title: "field-unit",
        cell: |field| SheetCell::of_optional(field.unit.as_ref()),
        set: Set::Any(|field, text| field.unit = given(text)),
    },
    ItemColumn { title: "field-table", cell: table_cell, set: Set::Any(set_table) },
    ItemColumn {
        title: "field-pattern",
        cell: |field| SheetCell::Text(pattern_of(field).source),
        set: Set::Fitting(|field, text| set_pattern(field, text, &pattern_of(field).message)),
    },
    ItemColumn {
        title: "field-message",
        cell: |field| SheetCell::Text(pattern_of(field).message),
        set: Set::Fitting(|field, text| set_pattern(field, &pattern_of(field).source, text.trim())),
    },
];

pub(super) struct FieldsPage;

impl PageKind for FieldsPage {
    fn word(&self) -> &'static str {
        "page-fields"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::Fields(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        Sheet {
            buttons: vec![SheetButton::adding(FIELD)],
            columns: columns(&COLUMNS, Width::Word),
            rows: rows(&COLUMNS, lists.fields()),
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(FIELD)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        Some(change(lists, with_cell(&COLUMNS, lists.fields(), at, text)?))
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        Some(change(lists, without(lists.fields(), row)?))
    }
}

/// What a field says, on one line.
pub(in crate::app::editor) fn line(field: &FieldDecl) -> String {
    let cells = cells(&COLUMNS, field);
    let texts = cells.iter().map(SheetCell::text).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("; ")
}

fn change(lists: &Lists, after: Vec<FieldDecl>) -> SheetChange {
    SheetChange::Fields(Both { before: lists.fields().to_vec(), after })
}

fn add_field(lists: &mut Lists, name: &str) -> Outcome {
    let field = FieldDecl { name: name.to_owned(), ..FieldDecl::default() };
    Outcome::Write(change(lists, with(lists.fields(), field)))
}

/// Sets the kind of a field, with what a field of that kind needs.
fn set_kind(field: &mut FieldDecl, code: &str) {
    field.kind = FieldKind::of_code(code).unwrap_or_default();
    if let FieldKind::LookUp { table, column } = &mut field.kind {
        table.clone_from(&field.name);
        column.clone_from(&field.name);
    }
    if field.kind == FieldKind::Choice && field.choices.is_empty() {
        // A choice needs something to choose from.
        field.choices.push(field.name.clone());
    } else if field.kind != FieldKind::Choice {
        field.choices.clear();
    }
}

fn set_choices(field: &mut FieldDecl, text: &str) {
    field.choices = text.split(['、', ',', '，', '|']).filter_map(given).collect();
    field.kind = if field.choices.is_empty() { FieldKind::Text } else { FieldKind::Choice };
}

fn table_cell(field: &FieldDecl) -> SheetCell {
    SheetCell::Text(field.kind.look_up().map(|(table, _)| table.to_owned()).unwrap_or_default())
}

fn set_table(field: &mut FieldDecl, text: &str) {
    let column = field.name.clone();
    field.kind = given(text).map_or(FieldKind::Text, |table| FieldKind::LookUp { table, column });
}

/// A pattern as it is typed.
#[derive(Default)]
struct Written {
    source: String,
    message: String,
}

fn pattern_of(field: &FieldDecl) -> Written {
    let written = |pattern: &FieldPattern| Written {
        source: pattern.source().to_owned(),
        message: pattern.message.clone(),
    };
    field.pattern.as_ref().map(written).unwrap_or_default()
}

/// `None` where the pattern cannot be read.
fn set_pattern(field: &mut FieldDecl, source: &str, message: &str) -> Option<()> {
    field.pattern = match given(source) {
        Some(source) => Some(FieldPattern::new(&source, message).ok()?),
        None => None,
    };
    Some(())
}
