//! Look-up tables: `(name: "尺码表", inputs: ["身高", "体重"], outputs: ["尺码"], rows: [["150-160", "80-95", "S"]])`.

use std::collections::HashSet;

use super::super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem};
use crate::ron_edit::ListShape;
use crate::ron_edit::{Field, Node};
use crate::template::{Cell, CellProblem, Table, TableRow};

pub(in crate::store) const TABLE_FIELDS: &[&str] = &["name", "example", "inputs", "outputs", "rows"];

/// The list of them in a library.
pub(super) const LIST: ListShape = ListShape {
    name: "tables",
    fields: TABLE_FIELDS,
    key: "name",
    starts: &["name"],
    inner_fields: &[],
    has_maps: false,
};

/// The tables that can be read; everything wrong is reported.
pub(in crate::store) fn tables(read: &mut Reader<'_>, node: &Node) -> Vec<Table> {
    let Some(items) = node.as_list() else {
        read.report(&node.span, wrong("tables", Expected::Structs));
        return Vec::new();
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut names = HashSet::new();
    for item in items {
        let Some(table) = table(read, item) else { continue };
        if names.insert(table.name.clone()) {
            tables.push(table);
        } else {
            read.report(&item.span, Problem::DuplicateName { name: table.name });
        }
    }
    tables
}

fn table(read: &mut Reader<'_>, node: &Node) -> Option<Table> {
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("tables", Expected::Structs));
        return None;
    };
    let mut table = Table::default();
    let named = read.check_names(fields, TABLE_FIELDS);
    for field in &named {
        match field.name.as_str() {
            "name" => table.name = read.text_of(field),
            "inputs" => table.inputs = read.texts(field),
            "outputs" => table.outputs = read.texts(field),
            "example" => table.is_example = is_true(read, field),
            _ => {}
        }
    }
    let missing = [
        ("name", table.name.is_empty()),
        ("inputs", table.inputs.is_empty()),
        ("outputs", table.outputs.is_empty()),
    ];
    if let Some((name, _)) = missing.into_iter().find(|(_, is_missing)| *is_missing) {
        read.report(&node.span, Problem::MissingField { name });
        return None;
    }
    if let Some(field) = named.iter().find(|field| field.name == "rows") {
        let Some(items) = field.value.as_list() else {
            read.report(&field.value.span, wrong("rows", Expected::Rows));
            return Some(table);
        };
        table.rows = items.iter().filter_map(|item| row(read, item, &table)).collect();
    }
    Some(table)
}

fn is_true(read: &mut Reader<'_>, field: &Field) -> bool {
    let word = field.value.as_bare();
    if !matches!(word, Some("true" | "false")) {
        read.report(&field.value.span, wrong("example", Expected::Bool));
    }
    word == Some("true")
}

/// A list of texts and numbers, the inputs before the outputs.
fn row(read: &mut Reader<'_>, node: &Node, table: &Table) -> Option<TableRow> {
    let Some(items) = node.as_list() else {
        read.report(&node.span, wrong("rows", Expected::Rows));
        return None;
    };
    let mut cells = Vec::new();
    for item in items {
        let Some(text) = item.as_text().or(item.as_bare()) else {
            read.report(&item.span, wrong("rows", Expected::Rows));
            return None;
        };
        cells.push(text.to_owned());
    }
    let expected = table.inputs.len() + table.outputs.len();
    if cells.len() != expected {
        read.report(&node.span, Problem::RowLength { expected, found: cells.len() });
        return None;
    }
    let values = cells.split_off(table.inputs.len());
    let cells: Vec<Cell> = cells.iter().map(|cell| Cell::read(cell)).collect();
    for (cell, item) in cells.iter().zip(items) {
        if let Some(problem) = cell.problem() {
            let is_backwards = problem == CellProblem::Backwards;
            read.report(&item.span, Problem::DoubtfulCell { cell: cell.written(), is_backwards });
        }
    }
    Some(TableRow { cells, values })
}
