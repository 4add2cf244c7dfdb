//! Workbooks: `xlsx` and `xls`, told apart by what is in them and never by their names.
//!
//! Both give one [`Grid`] for each sheet, which is read like any other table. Encrypted ones are said to be so.

mod biff;
mod number;
mod package;
mod pictures;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod xls;
mod xlsx;
mod xml;

use std::collections::BTreeMap;

use self::package::Package;
use self::pictures::SheetPicture;
use super::table;
use crate::exchange::archive::is_archive;
use crate::exchange::content::{Content, EntryMessage, Loss};
use crate::exchange::grid::Grid;
use crate::exchange::input::{Fit, Format, Input, InputFile, Options, ReadError};
use crate::exchange::ole::{Compound, is_compound};
use crate::exchange::work::Work;

/// Workbooks of Excel since 2007 and of WPS.
#[derive(Debug)]
pub(super) struct Xlsx;

/// Workbooks of Excel up to 2003.
#[derive(Debug)]
pub(super) struct Xls;

/// What is in a workbook.
#[derive(Debug, Default)]
struct Workbook {
    grids: Vec<Grid>,
    /// By the names that cells have for them.
    pictures: BTreeMap<String, Vec<u8>>,
}

/// Of all sheets together, in cells and in bytes.
const MAX_CELLS: usize = 10_000_000;
const MAX_TEXT: usize = 192 << 20;

/// In bytes: of a picture that a reply can hold.
const MAX_PICTURE: usize = 10 << 20;

impl Format for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(file) = input.single().filter(|file| is_archive(&file.bytes)) else { return Fit::No };
        match Package::open(file).and_then(|mut package| package.workbook()) {
            Ok(Some(_)) => Fit::Certain,
            Ok(None) => Fit::No,
            // It is said what is wrong with it, where nobody else knows it.
            Err(_) => Fit::Possible,
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = input.single().ok_or(ReadError::Unknown)?;
        if is_compound(&file.bytes) {
            return Xls.read(input, options, work);
        }
        xlsx::read(file, work)?.content(self.name(), options, work)
    }
}

impl Format for Xls {
    fn name(&self) -> &'static str {
        "xls"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(file) = input.single().filter(|file| is_compound(&file.bytes)) else { return Fit::No };
        let is_workbook = |compound: Compound<'_>| {
            ["Workbook", "Book", "EncryptedPackage"].iter().any(|name| compound.has(name))
        };
        match Compound::open(&file.bytes).map(is_workbook) {
            Some(true) => Fit::Certain,
            Some(false) => Fit::No,
            None => Fit::Possible,
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = input.single().ok_or(ReadError::Unknown)?;
        if is_archive(&file.bytes) {
            return Xlsx.read(input, options, work);
        }
        if Compound::open(&file.bytes).is_some_and(|compound| compound.has("EncryptedPackage")) {
            return Err(ReadError::Encrypted { path: file.path.clone(), tool: "Excel" });
        }
        xls::read(file, work)?.content(self.name(), options, work)
    }
}

impl Workbook {
    /// Puts the names of pictures into the cells where they lie, or into the first free one of their row.
    fn place(
        &mut self,
        grid: &mut Grid,
        pictures: Vec<SheetPicture>,
        package: &mut Package<'_>,
    ) -> Result<(), ReadError> {
        for SheetPicture { row, column, path } in pictures {
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            let cells = grid.rows.iter().find(|own| own.number == row).map(|row| row.cells.as_slice());
            // A picture in a row without a text belongs to no reply.
            let Some(cells) = cells else {
                grid.lose(row, Loss::Picture, &name);
                continue;
            };
            let is_free = |column: usize| cells.get(column).is_none_or(|cell| cell.trim().is_empty());
            let column = if is_free(column) { column } else { cells.len() };
            let bytes = package.bytes(&path)?.unwrap_or_default();
            if !self.keep(&name, bytes) {
                grid.lose(row, Loss::Picture, &name);
                continue;
            }
            grid.set(row, column, name).map_err(|exceeded| package.too_large(exceeded.0))?;
        }
        Ok(())
    }

    /// Keeps a picture, and says whether it is one that a reply can hold.
    fn keep(&mut self, name: &str, bytes: Vec<u8>) -> bool {
        let is_picture = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff");
        let is_kept = is_picture && bytes.len() <= MAX_PICTURE;
        if is_kept {
            self.pictures.insert(name.to_owned(), bytes);
        }
        is_kept
    }

    /// The entries of its tables, with the pictures that they name.
    fn content(self, format: &str, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let mut content = table::entries(self.grids, format, options, work)?;
        let mut named = self.pictures;
        for message in content.entries.iter().flat_map(|entry| entry.wordings.iter().flatten()) {
            let EntryMessage::Picture(path) = message else { continue };
            if let Some((path, bytes)) = named.remove_entry(path) {
                content.pictures.push(InputFile { path, bytes });
            }
        }
        Ok(content)
    }
}

/// Whether all sheets together are within bounds; else which bound they are over.
fn totals_are_within(grids: &[Grid]) -> Result<(), &'static str> {
    let cells = || grids.iter().flat_map(|grid| &grid.rows).map(|row| &row.cells);
    if cells().map(Vec::len).sum::<usize>() > MAX_CELLS {
        return Err("cells");
    }
    if cells().flatten().map(String::len).sum::<usize>() > MAX_TEXT { Err("text") } else { Ok(()) }
}
