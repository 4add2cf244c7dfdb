//! The fields of the personal library: what may stand between braces.

use super::sheet::{
    Addition, Choosable, Column, Outcome, PageKind, Position, Sheet, SheetButton, SheetCell, SheetRow, Title,
    Width, given, with, without,
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

/// What a column shows of a field, and what is made of a text typed there; `None` where it cannot be so.
struct FieldColumn {
    title: &'static str,
    cell: fn(&FieldDecl) -> SheetCell,
    set: fn(&mut FieldDecl, &str) -> Option<()>,
}

const COLUMNS: [FieldColumn; 10] = [
    FieldColumn {
        title: "field-name",
        cell: |field| SheetCell::Text(field.name.clone()),
        set: |field, text| given(text).map(|text| field.name = text),
    },
    FieldColumn {
        title: "field-kind",
        cell: |field| SheetCell::Choice { code: field.kind.code(), choices: KINDS },
        set: set_kind,
    },
    FieldColumn {
        title: "field-scope",
        cell: |field| SheetCell::Choice { code: field.scope.code(), choices: SCOPES },
        set: |field, text| {
            field.scope = Scope::ALL.into_iter().find(|scope| scope.code() == text)?;
            Some(())
        },
    },
    FieldColumn {
        title: "field-default",
        cell: |field| SheetCell::of_optional(field.default.as_ref()),
        set: |field, text| {
            field.default = given(text);
            Some(())
        },
    },
    FieldColumn {
        title: "field-sample",
        cell: |field| SheetCell::of_optional(field.example.as_ref()),
        set: |field, text| {
            field.example = given(text);
            Some(())
        },
    },
    FieldColumn {
        title: "field-choices",
        cell: |field| SheetCell::Text(field.choices.join("、")),
        set: set_choices,
    },
    FieldColumn {
        title: "field-unit",
        cell: |field| SheetCell::of_optional(field.unit.as_ref()),
        set: |field, text| {
            field.unit = given(text);
            Some(())
        },
    },
    FieldColumn { title: "field-table", cell: table_cell, set: set_table },
    FieldColumn {
        title: "field-pattern",
        cell: |field| SheetCell::Text(pattern_of(field).source),
        set: |field, text| set_pattern(field, Written { source: text.to_owned(), ..pattern_of(field) }),
    },
    FieldColumn {
        title: "field-message",
        cell: |field| SheetCell::Text(pattern_of(field).message),
        set: |field, text| {
            set_pattern(field, Written { message: text.trim().to_owned(), ..pattern_of(field) })
        },
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
        let column = |column: FieldColumn| Column::fixed(Title::Word(column.title), Width::Word);
        Sheet {
            buttons: vec![SheetButton::adding(FIELD)],
            columns: COLUMNS.map(column).into(),
            rows: lists.fields().iter().map(|field| SheetRow::removable(cells(field))).collect(),
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(FIELD)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        let mut after = lists.fields().to_vec();
        (COLUMNS.get(at.column)?.set)(after.get_mut(at.row)?, text)?;
        Some(change(lists, after))
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        Some(change(lists, without(lists.fields(), row)?))
    }
}

fn cells(field: &FieldDecl) -> Vec<SheetCell> {
    COLUMNS.iter().map(|column| (column.cell)(field)).collect()
}

/// What a field says, on one line.
pub(in crate::app::editor) fn line(field: &FieldDecl) -> String {
    let cells = cells(field);
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

fn set_kind(field: &mut FieldDecl, code: &str) -> Option<()> {
    field.kind = match code {
        "longtext" => FieldKind::LongText,
        "number" => FieldKind::Number,
        "date" => FieldKind::Date,
        "choice" => FieldKind::Choice,
        "lookup" => FieldKind::LookUp { table: field.name.clone(), column: field.name.clone() },
        _ => FieldKind::Text,
    };
    if field.kind == FieldKind::Choice && field.choices.is_empty() {
        // A choice needs something to choose from.
        field.choices.push(field.name.clone());
    } else if field.kind != FieldKind::Choice {
        field.choices.clear();
    }
    Some(())
}

fn set_choices(field: &mut FieldDecl, text: &str) -> Option<()> {
    field.choices = text.split(['、', ',', '，', '|']).filter_map(given).collect();
    field.kind = if field.choices.is_empty() { FieldKind::Text } else { FieldKind::Choice };
    Some(())
}

fn table_cell(field: &FieldDecl) -> SheetCell {
    let table = if let FieldKind::LookUp { table, .. } = &field.kind { table.clone() } else { String::new() };
    SheetCell::Text(table)
}

fn set_table(field: &mut FieldDecl, text: &str) -> Option<()> {
    let column = field.name.clone();
    field.kind = given(text).map_or(FieldKind::Text, |table| FieldKind::LookUp { table, column });
    Some(())
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

fn set_pattern(field: &mut FieldDecl, written: Written) -> Option<()> {
    field.pattern = match given(&written.source) {
        Some(source) => Some(FieldPattern::new(&source, &written.message).ok()?),
        None => None,
    };
    Some(())
}
