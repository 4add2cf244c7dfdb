//! A sheet of an xlsx file: its cells, one after the other.

use quick_xml::events::BytesStart;

use super::number::{Epoch, NumberFormat};
use super::package::Package;
use super::pictures::CellPictures;
use super::xlsx::shared_string;
use super::xml::{Mistake, Node, Xml, attribute, is_named};
use crate::exchange::content::Loss;
use crate::exchange::grid::{Exceeded, Grid, MAX_COLUMNS, Merge};
use crate::exchange::input::ReadError;
use crate::exchange::work::{Cancelled, Work};

/// A text that cells name by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SharedString {
    pub text: String,
    /// Whether a part of it is bold, struck through, coloured.
    pub is_formatted: bool,
}

/// The texts that cells name by their numbers.
pub(super) type Strings = Vec<SharedString>;

/// What the cells of all sheets need.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    pub strings: &'a Strings,
    pub formats: &'a [NumberFormat],
    pub epoch: Epoch,
    pub pictures: &'a CellPictures,
}

/// Why a sheet is not read.
#[derive(Debug)]
pub(super) enum Failed {
    Mistake(Mistake),
    Exceeded(Exceeded),
    Cancelled,
}

impl Failed {
    pub(super) fn in_part(self, package: &Package<'_>, path: &str, part: &str) -> ReadError {
        match self {
            Self::Mistake(mistake) => package.malformed(part, &mistake),
            Self::Exceeded(exceeded) => exceeded.in_file(path),
            Self::Cancelled => ReadError::Cancelled,
        }
    }
}

impl From<Mistake> for Failed {
    fn from(mistake: Mistake) -> Self {
        Self::Mistake(mistake)
    }
}

impl From<Exceeded> for Failed {
    fn from(exceeded: Exceeded) -> Self {
        Self::Exceeded(exceeded)
    }
}

impl From<Cancelled> for Failed {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// A cell before its value is known to be a text or a number.
#[derive(Debug, Default)]
struct RawCell {
    /// Counted from 1, and from 0.
    at: (usize, usize),
    kind: String,
    style: usize,
    /// What `<v>` says.
    value: Option<String>,
    /// What `<f>` says.
    formula: Option<String>,
    /// What `<is>` says.
    text: Option<SharedString>,
}

impl Cells<'_> {
    /// Fills a grid with the cells of a sheet.
    pub(super) fn read(&self, text: &str, grid: &mut Grid, work: &Work) -> Result<(), Failed> {
        let mut xml = Xml::new(text);
        // Where the next cell is that does not say so itself.
        let (mut row, mut column) = (0, 0);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match element.local_name().as_ref() {
                "row" => {
                    row = attribute(&element, "r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
                    column = 0;
                    work.check()?;
                }
                "c" => {
                    let at = attribute(&element, "r").and_then(|place| place_of(&place));
                    (row, column) = at.unwrap_or((row, column));
                    let cell = raw_cell(&mut xml, &element, (row, column))?;
                    self.set(grid, cell)?;
                    column += 1;
                }
                "mergeCell" => {
                    let merge = attribute(&element, "ref").and_then(|range| merge(&range));
                    if grid.merges.len() < MAX_MERGES {
                        grid.merges.extend(merge);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn set(&self, grid: &mut Grid, cell: RawCell) -> Result<(), Exceeded> {
        let (row, column) = cell.at;
        if row == 0 {
            return Ok(());
        }
        if let Some(name) = self.pictures.named_in(cell.formula.as_deref(), cell.value.as_deref()) {
            return grid.set(row, column, name.to_owned());
        }
        if let Some(text) = cell.text {
            return set_shared(grid, row, column, &text);
        }
        let Some(value) = cell.value.filter(|value| !value.is_empty()) else {
            // A formula that gives the empty text has a value, an empty one.
            if let (Some(formula), "" | "n") = (cell.formula, cell.kind.as_str()) {
                grid.lose(row, Loss::Formula, &format!("={formula}"));
            }
            return Ok(());
        };
        match cell.kind.as_str() {
            "s" => match value.trim().parse().ok().and_then(|number: usize| self.strings.get(number)) {
                Some(text) => set_shared(grid, row, column, text),
                None => Ok(()),
            },
            "b" => grid.set(row, column, if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "e" => {
                grid.lose(row, Loss::Formula, &value);
                Ok(())
            }
            "" | "n" => match value.trim().parse() {
                Ok(number) => {
                    let format = self.formats.get(cell.style).copied().unwrap_or_default();
                    grid.set(row, column, format.readable(number, self.epoch))
                }
                Err(_) => grid.set(row, column, value),
            },
            "d" => grid.set(row, column, value.trim_end_matches("T00:00:00").replacen('T', " ", 1)),
            _ => grid.set(row, column, value),
        }
    }
}

/// In a sheet at most: a real one has some thousands.
const MAX_MERGES: usize = 100_000;

fn set_shared(grid: &mut Grid, row: usize, column: usize, text: &SharedString) -> Result<(), Exceeded> {
    if text.is_formatted && column < MAX_COLUMNS {
        grid.lose(row, Loss::Formatting, &text.text);
    }
    grid.set(row, column, text.text.clone())
}

fn raw_cell(xml: &mut Xml<'_>, element: &BytesStart<'_>, at: (usize, usize)) -> Result<RawCell, Mistake> {
    let get = |name| attribute(element, name).unwrap_or_default();
    let mut cell = RawCell { at, kind: get("t"), style: get("s").parse().unwrap_or(0), ..RawCell::default() };
    let mut inside = Inside::Neither;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) if is_named(&element, "is") => cell.text = Some(shared_string(xml, "is")?),
            Node::Start(element) if is_named(&element, "v") => {
                inside = Inside::Value;
                cell.value = Some(String::new());
            }
            Node::Start(element) if is_named(&element, "f") => {
                inside = Inside::Formula;
                cell.formula = Some(String::new());
            }
            Node::End(name) if name == "c" => break,
            Node::End(_) => inside = Inside::Neither,
            Node::Text(text) => match inside {
                Inside::Value => cell.value.get_or_insert_default().push_str(&text),
                Inside::Formula => cell.formula.get_or_insert_default().push_str(&text),
                Inside::Neither => {}
            },
            Node::Start(_) => {}
        }
    }
    Ok(cell)
}

/// Which element of a cell the reader is in.
#[derive(Debug, Clone, Copy)]
enum Inside {
    Neither,
    Value,
    Formula,
}

/// The row counted from 1 and the column counted from 0 of a place like `AB12`.
fn place_of(place: &str) -> Option<(usize, usize)> {
    let digits_at = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = place.split_at_checked(digits_at)?;
    let mut column = 0_usize;
    for byte in letters.bytes() {
        let letter = byte.to_ascii_uppercase().checked_sub(b'A').filter(|letter| *letter < 26)?;
        column = column.checked_mul(26)?.checked_add(usize::from(letter) + 1)?;
    }
    Some((digits.parse().ok().filter(|row| *row > 0)?, column.checked_sub(1)?))
}

/// The cells of a range like `A1:B3`.
fn merge(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (place_of(from)?, place_of(to)?);
    (first_row <= last_row && first_column <= last_column).then_some(Merge {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}
