//! A table of any origin: a sheet of a workbook, a text with delimiters, cells that were pasted.
//!
//! It is filled cell by cell, in any order, and bounded on the way: what goes over a bound of one cell or row is cut off and
//! named in [`Grid::lost`]; what goes over a bound of the whole is an error. Blank cells and rows are not stored, so that
//! a million empty rows and a single cell in column XFD take no memory.

use super::content::{Loss, Lost, RowAt};
use super::input::ReadError;

/// In bytes: of one cell. Excel holds 32,767 characters in one, which is less in ASCII and hardly more in Chinese.
pub(super) const MAX_CELL: usize = 64 << 10;

/// Of one row; what is further right is cut off.
pub(super) const MAX_COLUMNS: usize = 256;

/// Of one grid, without blank ones.
pub(super) const MAX_ROWS: usize = 1_000_000;

/// Of one grid, with the blank ones that are left of another in their row: they take memory too.
const MAX_CELLS: usize = 10_000_000;

/// In bytes: of all cells of one grid. The greatest input in GB18030 is half as much again in UTF-8; a workbook may name the
/// same long text in every cell.
const MAX_TEXT: usize = 192 << 20;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Grid {
    /// The name of the sheet; empty where it has none.
    pub name: String,
    /// Whether it is hidden in the other tool.
    pub is_hidden: bool,
    /// Those that are not blank, in the order of their numbers.
    pub rows: Vec<GridRow>,
    /// The cells that are shown as one; the text is in the one at the top left.
    pub merges: Vec<Merge>,
    /// What could not be carried over into the cells.
    pub lost: Vec<Lost>,
    /// What is between two fields of a text with delimiters.
    pub delimiter: Option<char>,
    /// Of all rows, blank ones between others included.
    cell_count: usize,
    /// In bytes, of all cells.
    text_len: usize,
}

/// A row of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct GridRow {
    /// Counted from 1, as the other tool shows it.
    pub number: usize,
    /// From the left; the last one is not blank.
    pub cells: Vec<String>,
    /// In a text with delimiters: how many fields it has more than there are columns. One of its cells was written without
    /// quotes and is in so many more of `cells`.
    pub surplus: usize,
}

/// Cells that are shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    /// Numbers of rows, counted from 1.
    pub first_row: usize,
    /// Inclusive.
    pub last_row: usize,
    /// Counted from 0.
    pub first_column: usize,
    /// Inclusive.
    pub last_column: usize,
}

/// The whole is larger than is read; this says which bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exceeded(pub &'static str);

impl Exceeded {
    /// The error of the file that the grid is read from.
    pub(super) fn in_file(self, path: &str) -> ReadError {
        ReadError::TooLarge { path: path.to_owned(), what: self.0 }
    }
}

impl Grid {
    /// An empty one that is not hidden.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Sets a cell: the row counted from 1, the column from 0. Rows that come in their order cost nothing to find.
    ///
    /// # Errors
    /// The grid has more rows, cells or text than is read.
    pub(super) fn set(&mut self, row: usize, column: usize, text: String) -> Result<(), Exceeded> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            self.lose(row, Loss::CutOff, &text);
            return Ok(());
        }
        let text = self.within_a_cell(row, text);
        let row_idx = self.row_idx(row)?;
        let Some(cells) = self.rows.get_mut(row_idx).map(|row| &mut row.cells) else { return Ok(()) };
        if cells.len() <= column {
            self.cell_count += column + 1 - cells.len();
            cells.resize(column + 1, String::new());
        }
        self.text_len += text.len();
        if let Some(cell) = cells.get_mut(column) {
            self.text_len -= cell.len();
            *cell = text;
        }
        if self.cell_count > MAX_CELLS {
            return Err(Exceeded("cells"));
        }
        if self.text_len > MAX_TEXT { Err(Exceeded("text")) } else { Ok(()) }
    }

    /// Says of the row that was set last how many fields too many it has.
    pub(super) fn set_surplus(&mut self, row: usize, surplus: usize) {
        if let Some(last) = self.rows.last_mut().filter(|last| last.number == row) {
            last.surplus = surplus;
        }
    }

    /// Rows as columns and columns as rows, numbered from 1.
    ///
    /// # Errors
    /// There are more cells than is read.
    pub(super) fn transposed(&self) -> Result<Self, Exceeded> {
        let mut out = Self::new(&self.name);
        (out.is_hidden, out.lost) = (self.is_hidden, self.lost.clone());
        for (row_idx, row) in self.rows.iter().enumerate() {
            for (column, text) in row.cells.iter().enumerate() {
                out.set(column + 1, row_idx, text.clone())?;
            }
        }
        let row_idx = |number: usize| self.rows.partition_point(|row| row.number < number);
        let merges = self.merges.iter().map(|merge| Merge {
            first_row: merge.first_column + 1,
            last_row: merge.last_column + 1,
            first_column: row_idx(merge.first_row),
            last_column: row_idx(merge.last_row.saturating_add(1)).saturating_sub(1),
        });
        out.merges = merges.collect();
        Ok(out)
    }

    /// Names something of a row that could not be carried over; once for a row and kind.
    pub(super) fn lose(&mut self, row: usize, what: Loss, detail: &str) {
        let at = RowAt { sheet: self.name.clone(), row };
        let is_known =
            self.lost.iter().rev().take_while(|lost| lost.at.row == row).any(|lost| lost.what == what);
        if !is_known {
            self.lost.push(Lost::new(at, what, detail));
        }
    }

    /// The number of its last row that is not blank.
    pub(super) fn row_count(&self) -> usize {
        self.rows.last().map_or(0, |row| row.number)
    }

    /// The text, cut off where it is longer than a cell.
    fn within_a_cell(&mut self, row: usize, mut text: String) -> String {
        if text.len() > MAX_CELL {
            self.lose(row, Loss::CutOff, &text);
            text.truncate(text.floor_char_boundary(MAX_CELL));
        }
        text
    }

    /// Where the row of a number is in `rows`; it is added where there is none.
    fn row_idx(&mut self, number: usize) -> Result<usize, Exceeded> {
        let found = match self.rows.last() {
            Some(last) if last.number == number => Ok(self.rows.len() - 1),
            Some(last) if last.number > number => self.rows.binary_search_by_key(&number, |row| row.number),
            Some(_) | None => Err(self.rows.len()),
        };
        match found {
            Ok(row_idx) => Ok(row_idx),
            Err(_) if self.rows.len() >= MAX_ROWS => Err(Exceeded("rows")),
            Err(row_idx) => {
                self.rows.insert(row_idx, GridRow { number, ..GridRow::default() });
                Ok(row_idx)
            }
        }
    }
}

impl GridRow {
    /// The text of a cell; empty for a blank one.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The letters of a column that is counted from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let (mut rest, mut out) = (column, Vec::new());
    loop {
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break out.iter().rev().collect();
        }
        rest = rest / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_cells_and_rows_are_not_stored() {
        let mut grid = Grid::new("");
        for row in 1..=1_000 {
            grid.set(row, 3, "  ".to_owned()).unwrap();
        }
        grid.set(500, 1, "b".to_owned()).unwrap();
        grid.set(20, 0, "a".to_owned()).unwrap();
        let cells = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let rows = [(20, cells(&["a"])), (500, cells(&["", "b"]))];
        assert_eq!(grid.rows, rows.map(|(number, cells)| GridRow { number, cells, surplus: 0 }));
        assert_eq!(grid.row_count(), 500);
    }

    #[test]
    fn a_cell_over_64_kilobytes_and_one_far_to_the_right_are_cut_off_and_named() {
        let mut grid = Grid::new("售后");
        grid.set(1, 0, "长".repeat(30_000)).unwrap();
        grid.set(2, 16_383, "x".to_owned()).unwrap();
        assert_eq!(grid.rows.len(), 1);
        assert!(grid.rows[0].cells[0].len() <= MAX_CELL);
        let lost: Vec<_> = grid.lost.iter().map(|lost| (lost.at.row, lost.what)).collect();
        assert_eq!(lost, [(1, Loss::CutOff), (2, Loss::CutOff)]);
    }

    #[test]
    fn a_text_named_in_every_cell_ends_at_the_bound_of_the_whole() {
        let mut grid = Grid::new("");
        let text = "x".repeat(MAX_CELL);
        let failed = (1..).find_map(|row| grid.set(row, 0, text.clone()).err());
        assert_eq!(failed, Some(Exceeded("text")));
        assert!(grid.text_len <= MAX_TEXT + MAX_CELL);
    }

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let columns = [0, 1, 25, 26, 51, 52, 701, 702, 16_383];
        assert_eq!(columns.map(letters), ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }
}
