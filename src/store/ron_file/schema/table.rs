//! Look-up tables: `(name: "尺码表", inputs: ["身高", "体重"], outputs: ["尺码"], rows: [["150-160", "80-95", "S"]])`.

use super::super::reader::{Reader, wrong};
use super::forms::{Form as _, Text, Texts, Truth};
use super::{Given, Item, Record, Row, later, names, written};
use crate::diag::{Expected, Problem};
use crate::ron_edit::{
    Layout, ListShape, Node, edited_list, list_literal, literal, parse, replaced, with_unknown_fields,
};
use crate::template::{Cell, CellProblem, Table, TableRow};

const ROWS: &[Row<Table>] = &[
    Row {
        name: "name",
        read: |read, field, table| table.name = Text::read(read, field),
        write: |table, _| Some(literal(&table.name)),
        edit: None,
    },
    row!("example", is_example, Truth),
    Row {
        name: "inputs",
        read: |read, field, table| table.inputs = Texts::read(read, field),
        write: |table, _| Some(list_literal(&table.inputs)),
        edit: None,
    },
    Row {
        name: "outputs",
        read: |read, field, table| table.outputs = Texts::read(read, field),
        write: |table, _| Some(list_literal(&table.outputs)),
        edit: None,
    },
    // A row is read by the inputs and outputs.
    Row {
        name: "rows",
        read: later,
        write: |table, layout| Some(write_rows(&table.rows, layout)),
        edit: None,
    },
];

impl Record for Table {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        let missing = [
            ("name", self.name.is_empty()),
            ("inputs", self.inputs.is_empty()),
            ("outputs", self.outputs.is_empty()),
        ];
        if let Some((name, _)) = missing.into_iter().find(|(_, is_missing)| *is_missing) {
            read.report(&given.node.span, Problem::MissingField { name });
            return false;
        }
        let Some(field) = given.field("rows") else { return true };
        match field.value.as_list() {
            Some(items) => self.rows = items.iter().filter_map(|item| row(read, item, self)).collect(),
            None => read.report(&field.value.span, wrong("rows", Expected::Rows)),
        }
        true
    }
}

impl Item for Table {
    const LIST: ListShape = ListShape {
        name: "tables",
        fields: Self::NAMES,
        key: "name",
        starts: &["name"],
        inner_fields: &[],
        has_maps: false,
    };
    const EXPECTED: Expected = Expected::Structs;

    /// One row a line.
    fn write(&self, layout: Layout<'_>) -> String {
        let inner = layout.deeper();
        layout.block('(', &written(self, Layout { indent: &inner, ..layout }), ')')
    }

    /// Rows that stay the same stay as they are. `None` where rows could not be read.
    fn write_over(&self, source: &str, old: &Self, layout: Layout<'_>) -> Option<String> {
        let node = parse(source).root.filter(|root| root.as_struct().is_some())?;
        let rows = node.field("rows").and_then(|rows| rows.value.as_list());
        if rows.is_some_and(|rows| rows.len() != old.rows.len()) {
            return None;
        }
        let in_place = || {
            if (&old.name, &old.inputs, &old.outputs) != (&self.name, &self.inputs, &self.outputs) {
                return None;
            }
            let rows = &node.field("rows")?.value.span;
            let changed = |_: Option<&str>, idx: usize| self.rows.get(idx).map(write_row);
            replaced(source, rows, &edited_list(source.get(rows.clone())?, &old.rows, &self.rows, &changed)?)
        };
        in_place().or_else(|| with_unknown_fields(Some(source), self.write(layout), "", Self::NAMES))
    }

    fn unique_name(&self) -> Option<&str> {
        Some(&self.name)
    }
}

fn write_rows(rows: &[TableRow], layout: Layout<'_>) -> String {
    layout.block('[', &rows.iter().map(write_row).collect::<Vec<_>>(), ']')
}

fn write_row(row: &TableRow) -> String {
    let cells = row.cells.iter().map(Cell::written);
    list_literal(&cells.chain(row.values.iter().cloned()).collect::<Vec<_>>())
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
