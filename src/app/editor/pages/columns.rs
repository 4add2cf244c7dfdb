//! Pages with a row for each item of a list: their columns as rows of one table.

use super::sheet::{Column, Position, SheetCell, SheetRow, Title, Width};

/// A column: what it shows of an item, and what a text that is typed there makes of the item.
pub(super) struct ItemColumn<T> {
    /// The key of its words.
    pub title: &'static str,
    pub cell: fn(&T) -> SheetCell,
    pub set: Set<T>,
}

/// How a cell takes a text.
pub(super) enum Set<T> {
    /// Any text.
    Any(fn(&mut T, &str)),
    /// `None` where the cell cannot say that.
    Fitting(fn(&mut T, &str) -> Option<()>),
}

pub(super) fn columns<T>(columns: &[ItemColumn<T>], width: Width) -> Vec<Column> {
    columns.iter().map(|column| Column::fixed(Title::Word(column.title), width)).collect()
}

pub(super) fn rows<T>(columns: &[ItemColumn<T>], items: &[T]) -> Vec<SheetRow> {
    items.iter().map(|item| SheetRow::removable(cells(columns, item))).collect()
}

pub(super) fn cells<T>(columns: &[ItemColumn<T>], item: &T) -> Vec<SheetCell> {
    columns.iter().map(|column| (column.cell)(item)).collect()
}

/// The items with a text typed into a cell; `None` where the cell cannot say that.
pub(super) fn with_cell<T: Clone>(
    columns: &[ItemColumn<T>],
    items: &[T],
    at: Position,
    text: &str,
) -> Option<Vec<T>> {
    let mut after = items.to_vec();
    let item = after.get_mut(at.row)?;
    match columns.get(at.column)?.set {
        Set::Any(set) => set(item, text),
        Set::Fitting(set) => set(item, text)?,
    }
    Some(after)
}
