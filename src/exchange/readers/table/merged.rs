//! Cells that are merged down several rows: each of the rows has their text.

use std::collections::BTreeMap;

use crate::exchange::grid::Grid;

/// The merged cells of a grid that go over several rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Merged<'a> {
    /// By column, in the order of their rows.
    by_column: BTreeMap<usize, Vec<Range<'a>>>,
}

#[derive(Debug, Clone, Copy)]
struct Range<'a> {
    first_row: usize,
    last_row: usize,
    text: &'a str,
}

impl<'a> Merged<'a> {
    /// Those of a grid.
    pub(super) fn of(grid: &'a Grid) -> Self {
        let mut by_column: BTreeMap<usize, Vec<Range<'a>>> = BTreeMap::new();
        for merge in grid.merges.iter().filter(|merge| merge.first_row < merge.last_row) {
            let found = grid.rows.binary_search_by_key(&merge.first_row, |row| row.number).ok();
            let text = found
                .and_then(|row_idx| grid.rows.get(row_idx))
                .map_or("", |row| row.cell(merge.first_column));
            let range = Range { first_row: merge.first_row, last_row: merge.last_row, text };
            by_column.entry(merge.first_column).or_default().push(range);
        }
        for ranges in by_column.values_mut() {
            ranges.sort_by_key(|range| range.first_row);
        }
        Self { by_column }
    }

    /// The text that a blank cell has from the merged cells that it is one of; the row counted from 1, the column from 0.
    pub(super) fn text(&self, row: usize, column: usize) -> Option<&'a str> {
        let ranges = self.by_column.get(&column)?;
        let before = ranges.partition_point(|range| range.first_row < row);
        let range = ranges.get(before.checked_sub(1)?)?;
        (range.last_row >= row && !range.text.is_empty()).then_some(range.text)
    }
}
