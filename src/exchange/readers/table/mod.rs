//! Tables → entries, whatever they are read from.
//!
//! For each sheet the header is looked for, then what each column holds, then its rows are read. Sheets that are hidden or the
//! same as an earlier one are listed and not read, unless the user names them.

mod cell_text;
mod columns;
pub(super) mod csv;
mod dialect;
mod guess;
mod header;
mod layout;
mod merged;
mod records;
mod rows;
#[cfg(test)]
mod tests;
pub(super) mod textexpander;
mod words;

use std::collections::HashMap;

use columns::Table;
use rows::RowReader;

use super::super::content::{Content, SheetInfo};
use super::super::full;
use super::super::grid::{Grid, GridRow};
use super::super::input::{Format, Options, ReadError};
use super::super::work::Work;

/// The tables that can be asked for by name, whatever kind of file they are in.
pub(super) fn layouts() -> impl Iterator<Item = &'static dyn Format> {
    layout::LAYOUTS.iter().map(|layout| -> &dyn Format { layout })
}

/// Reads the sheets of an input. The format of the content is that of a known layout where all sheets that are read have it,
/// and `format` where not; its encoding and pictures are left to the caller.
///
/// # Errors
/// The work was cancelled, or a sheet is too large to be turned round.
pub(in crate::exchange) fn entries(
    grids: Vec<Grid>,
    format: &str,
    options: &Options,
    work: &Work,
) -> Result<Content, ReadError> {
    let grids = if options.is_transposed { transposed(&grids)? } else { grids };
    let tables: Vec<Table<'_>> = grids.iter().map(|grid| Table::of(grid, options)).collect();
    let sheets = sheets(&grids, tables.iter().map(|table| table.columns.clone()), options);
    let mut content = Content { format: format.to_owned(), ..Content::default() };
    let names_are_categories = grids.iter().filter(|grid| !grid.rows.is_empty()).count() > 1;
    let mut is_full = true;
    for ((grid, table), _) in grids.iter().zip(&tables).zip(&sheets).filter(|(_, sheet)| sheet.is_read) {
        if let Some(found) = full::read(grid, work)? {
            content.lost.extend(grid.lost.iter().cloned());
            content.entries.extend(found.entries);
            content.rejected.extend(found.rejected);
            continue;
        }
        is_full &= grid.rows.is_empty();
        let mut rows = RowReader::new(grid, table);
        rows.joins_rows = options.joins_rows;
        if names_are_categories && !is_default_name(&grid.name) {
            rows.category = &grid.name;
        }
        content.lost.extend(grid.lost.iter().cloned());
        rows.read(&mut content, work)?;
    }
    let read = tables.iter().zip(&sheets).filter(|(table, sheet)| sheet.is_read && !table.rows.is_empty());
    let mut layouts = read.map(|(table, _)| table.layout);
    if let Some(Some(first)) = layouts.next().filter(|first| layouts.all(|layout| layout == *first)) {
        first.name.clone_into(&mut content.format);
    }
    if is_full && !content.entries.is_empty() {
        full::FORMAT.clone_into(&mut content.format);
    }
    content.sheets = sheets;
    keep_keys_that_are_unique(&mut content);
    Ok(content)
}

fn transposed(grids: &[Grid]) -> Result<Vec<Grid>, ReadError> {
    grids.iter().map(|grid| grid.transposed().map_err(|exceeded| exceeded.in_file(&grid.name))).collect()
}

/// What is known of the sheets, with those that are read marked.
fn sheets(
    grids: &[Grid],
    columns: impl Iterator<Item = Vec<super::super::content::Column>>,
    options: &Options,
) -> Vec<SheetInfo> {
    let mut seen: HashMap<Vec<&[String]>, &str> = HashMap::new();
    let sheet = |(grid, columns)| {
        let grid: &Grid = grid;
        let cells: Vec<&[String]> = grid.rows.iter().map(|row: &GridRow| row.cells.as_slice()).collect();
        let same_as = if cells.is_empty() { None } else { seen.get(&cells).map(|name| (*name).to_owned()) };
        seen.entry(cells).or_insert(&grid.name);
        SheetInfo {
            name: grid.name.clone(),
            row_count: grid.row_count(),
            is_hidden: grid.is_hidden,
            is_read: match &options.sheets {
                Some(names) => names.contains(&grid.name),
                None => !grid.is_hidden && same_as.is_none(),
            },
            same_as,
            columns,
        }
    };
    grids.iter().zip(columns).map(sheet).collect()
}

/// Whether a program gave the sheet its name: `Sheet1`, `工作表 2`.
fn is_default_name(name: &str) -> bool {
    let bare =
        name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')')).to_lowercase();
    matches!(bare.as_str(), "" | "sheet" | "工作表" | "表")
}

/// A code that several rows have says of none which it is.
fn keep_keys_that_are_unique(content: &mut Content) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in &content.entries {
        *counts.entry(entry.key.clone()).or_default() += 1;
    }
    for entry in &mut content.entries {
        if counts.get(&entry.key).is_some_and(|count| *count > 1) {
            entry.key.clear();
        }
    }
}
