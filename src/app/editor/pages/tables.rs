//! The look-up tables of the personal library, one at a time: first the columns that they are asked by, then those that they
//! give.

use super::sheet::{
    Addition, Column, Label, Outcome, PageKind, Position, Press, Removal, Sheet, SheetButton, SheetCell,
    SheetRow, Title, Tool, Width, given, with, without,
};
use crate::app::editor::lists::Lists;
use crate::model::{Both, SheetChange};
use crate::template::{Cell, Table, TableRow};

/// A look-up table: its name, what it is asked by, and what it gives.
pub const TABLE: Addition = Addition { button: "sheet-add-table", question: "ask-table", add: add_table };

/// A row, by its first cell.
pub const ROW: Addition = Addition { button: "sheet-add-row", question: "ask-row", add: add_row };

/// A column that the table is asked by.
pub const INPUT: Addition = Addition { button: "sheet-add-input", question: "ask-input", add: add_input };

/// A column that it gives.
pub const OUTPUT: Addition = Addition { button: "sheet-add-output", question: "ask-output", add: add_output };

pub(super) struct TablesPage;

impl PageKind for TablesPage {
    fn word(&self) -> &'static str {
        "page-tables"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::Tables(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let table = lists.tables().get(lists.table_idx());
        Sheet {
            buttons: buttons(lists),
            table_idx: lists.table_idx(),
            columns: table.map(columns).unwrap_or_default(),
            rows: table.map(|table| table.rows.iter().map(row).collect()).unwrap_or_default(),
            ..Sheet::default()
        }
    }

    fn new_line(&self, lists: &Lists) -> Option<Addition> {
        Some(if lists.tables().is_empty() { TABLE } else { ROW })
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        with_shown(lists, |table| {
            let row = table.rows.get_mut(at.row)?;
            match Place::of(table.inputs.len(), at.column) {
                Place::Input(idx) => *row.cells.get_mut(idx)? = Cell::read(text),
                Place::Output(idx) => text.trim().clone_into(row.values.get_mut(idx)?),
            }
            Some(())
        })
    }

    fn set_title(&self, lists: &Lists, column: usize, text: &str) -> Option<SheetChange> {
        with_shown(lists, |table| {
            let name = match Place::of(table.inputs.len(), column) {
                Place::Input(idx) => table.inputs.get_mut(idx)?,
                Place::Output(idx) => table.outputs.get_mut(idx)?,
            };
            *name = given(text)?;
            Some(())
        })
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        with_shown(lists, |table| {
            table.rows = without(&table.rows, row)?;
            Some(())
        })
    }

    /// One column of each kind stays.
    fn remove_column(&self, lists: &Lists, column: usize) -> Option<SheetChange> {
        with_shown(lists, |table| {
            match Place::of(table.inputs.len(), column) {
                Place::Input(idx) => {
                    table.inputs = without(&table.inputs, idx).filter(|left| !left.is_empty())?;
                    table.rows.iter_mut().for_each(|row| drop(row.cells.remove(idx)));
                }
                Place::Output(idx) => {
                    table.outputs = without(&table.outputs, idx).filter(|left| !left.is_empty())?;
                    table.rows.iter_mut().for_each(|row| drop(row.values.remove(idx)));
                }
            }
            Some(())
        })
    }

    fn press(&self, lists: &mut Lists, tool: &Tool) -> Outcome {
        match tool {
            Tool::ShowTable(idx) => {
                lists.show_table(*idx);
                Outcome::Shown
            }
            Tool::Adopt(name) => adopt(lists, name),
            Tool::RemoveTable => {
                without(lists.tables(), lists.table_idx()).map(|after| change(lists, after)).into()
            }
            Tool::Restore(_) | Tool::TakeAsExample(_) => Outcome::Refused,
        }
    }
}

/// What a column of the page is in the table, counted from 0 among its kind.
enum Place {
    Input(usize),
    Output(usize),
}

impl Place {
    fn of(inputs: usize, column: usize) -> Self {
        column.checked_sub(inputs).map_or(Self::Input(column), Self::Output)
    }
}

fn columns(table: &Table) -> Vec<Column> {
    let names = table.inputs.iter().chain(&table.outputs).cloned();
    let column =
        |name| Column { title: Title::Editable(name), width: Width::Word, removal: Removal::BelowRows };
    names.map(column).collect()
}

fn row(row: &TableRow) -> SheetRow {
    let texts = row.cells.iter().map(Cell::written).chain(row.values.iter().cloned());
    SheetRow::removable(texts.map(SheetCell::Text).collect())
}

/// The tables to choose from, the examples to adopt, and what can be done with the one that is shown.
fn buttons(lists: &Lists) -> Vec<SheetButton> {
    let tool = |label, tool| SheetButton { label, press: Press::Use(tool) };
    let own = lists.tables().iter().enumerate().map(|(idx, table)| {
        let label = Label::Name { name: table.name.clone(), is_chosen: idx == lists.table_idx() };
        tool(label, Tool::ShowTable(idx))
    });
    let examples = example_names(lists)
        .into_iter()
        .map(|name| tool(Label::WordOf("sheet-adopt-table", name.to_owned()), Tool::Adopt(name.to_owned())));
    let additions: &[Addition] =
        if lists.tables().is_empty() { &[TABLE] } else { &[TABLE, ROW, INPUT, OUTPUT] };
    let removal = tool(Label::Word("sheet-remove-table"), Tool::RemoveTable);
    own.chain(examples)
        .chain(additions.iter().copied().map(SheetButton::adding))
        .chain((!lists.tables().is_empty()).then_some(removal))
        .collect()
}

/// The tables that come with a pack as examples, and that the user has no own one in place of.
fn example_names(lists: &Lists) -> Vec<&str> {
    let is_own = |name: &str| lists.tables().iter().any(|table| table.name == name);
    let examples = lists.library().tables().filter(|table| table.is_example);
    examples.map(|table| table.name.as_str()).filter(|name| !is_own(name)).collect()
}

fn change(lists: &Lists, after: Vec<Table>) -> SheetChange {
    SheetChange::Tables(Both { before: lists.tables().to_vec(), after })
}

/// A change of the table that is shown; `None` where it cannot be so.
fn with_shown(lists: &Lists, change_table: impl FnOnce(&mut Table) -> Option<()>) -> Option<SheetChange> {
    let mut after = lists.tables().to_vec();
    change_table(after.get_mut(lists.table_idx())?)?;
    Some(change(lists, after))
}

/// One more table, which is shown.
fn with_table(lists: &mut Lists, table: Table) -> Outcome {
    let after = with(lists.tables(), table);
    lists.show_table(after.len() - 1);
    Outcome::Write(change(lists, after))
}

/// Makes an example the user's own, to be changed.
fn adopt(lists: &mut Lists, name: &str) -> Outcome {
    let example = lists.library().tables().find(|table| table.is_example && table.name == name);
    let Some(example) = example.cloned() else { return Outcome::Shown };
    with_table(lists, Table { is_example: false, ..example })
}

/// Adds a table by a line such as `尺码表 身高 体重 → 尺码`; the last column is the output.
fn add_table(lists: &mut Lists, text: &str) -> Outcome {
    let names = text.split(['→', '>', ' ', '、', ',', '，']).filter_map(given).collect::<Vec<_>>();
    let Some((name, columns)) = names.split_first() else { return Outcome::Refused };
    let (inputs, outputs) = match columns.split_last() {
        Some((last, inputs)) if !inputs.is_empty() => (inputs.to_vec(), vec![last.clone()]),
        _ => (vec!["身高".to_owned()], vec!["尺码".to_owned()]),
    };
    with_table(lists, Table { name: name.clone(), inputs, outputs, ..Table::default() })
}

/// Adds a row by the text of its first cell; the other inputs fit anything.
fn add_row(lists: &mut Lists, text: &str) -> Outcome {
    let change = with_shown(lists, |table| {
        let mut cells = vec![Cell::Any; table.inputs.len()];
        if let Some(first) = cells.first_mut() {
            *first = Cell::read(text);
        }
        table.rows.push(TableRow { cells, values: vec![String::new(); table.outputs.len()] });
        Some(())
    });
    change.into()
}

fn add_input(lists: &mut Lists, name: &str) -> Outcome {
    let change = with_shown(lists, |table| {
        table.inputs.push(name.to_owned());
        table.rows.iter_mut().for_each(|row| row.cells.push(Cell::Any));
        Some(())
    });
    change.into()
}

fn add_output(lists: &mut Lists, name: &str) -> Outcome {
    let change = with_shown(lists, |table| {
        table.outputs.push(name.to_owned());
        table.rows.iter_mut().for_each(|row| row.values.push(String::new()));
        Some(())
    });
    change.into()
}
