//! Workbooks of Excel up to 2003 (BIFF8 and BIFF5), as 客服宝 still writes them.
//!
//! They are read here and not by a library: the one that was looked at holds a sheet as a full rectangle, and ends the program
//! on records that are shorter than they should be.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, GBK};

use super::biff::{Length, Record, Text8, code_page, records};
use super::number::{Epoch, NumberFormat};
use super::{Workbook, totals_are_within};
use crate::exchange::content::Loss;
use crate::exchange::grid::{Exceeded, Grid, Merge};
use crate::exchange::input::{InputFile, ReadError};
use crate::exchange::ole::{Compound, f64_at, u16_at, u32_at};
use crate::exchange::work::{Cancelled, Work};

/// The kinds of records that are read (MS-XLS 2.3).
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000a;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002f;
    pub(super) const CODE_PAGE: u16 = 0x0042;
    pub(super) const OBJECT: u16 = 0x005d;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00bd;
    pub(super) const RICH_STRING: u16 = 0x00d6;
    pub(super) const STYLE: u16 = 0x00e0;
    pub(super) const MERGES: u16 = 0x00e5;
    pub(super) const STRINGS: u16 = 0x00fc;
    pub(super) const SHARED_STRING: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_OR_ERROR: u16 = 0x0205;
    pub(super) const FORMULA_TEXT: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// The version that `BEGIN` says for Excel 97 to 2003; before it texts are in a code page.
const BIFF8: u16 = 0x0600;

/// What stands before the sheets, and what the cells need of it.
#[derive(Debug)]
struct Globals {
    is_old: bool,
    encoding: &'static Encoding,
    epoch: Epoch,
    formats: BTreeMap<u16, NumberFormat>,
    styles: Vec<u16>,
    strings: Vec<Text8>,
    sheets: Vec<SheetAt>,
    has_password: bool,
}

#[derive(Debug)]
struct SheetAt {
    name: String,
    offset: usize,
    is_hidden: bool,
    is_table: bool,
}

/// Reads the sheets of a workbook.
pub(super) fn read(file: &InputFile, work: &Work) -> Result<Workbook, ReadError> {
    let malformed = |detail: &str| {
        let (path, detail) = (file.path.clone(), detail.to_owned());
        ReadError::Malformed { path, line: None, column: None, detail }
    };
    let compound = Compound::open(&file.bytes).ok_or_else(|| malformed("the container is damaged"))?;
    let stream = compound.stream("Workbook").or_else(|| compound.stream("Book"));
    let stream = stream.ok_or_else(|| malformed("there is no workbook in the container"))?;
    let globals = globals(&stream).ok_or_else(|| malformed("the workbook is damaged"))?;
    if globals.has_password {
        return Err(ReadError::Encrypted { path: file.path.clone(), tool: "Excel" });
    }
    let mut workbook = Workbook::default();
    for sheet in globals.sheets.iter().filter(|sheet| sheet.is_table) {
        let mut grid = Grid::new(&sheet.name);
        grid.is_hidden = sheet.is_hidden;
        let mut cells = Cells { globals: &globals, grid: &mut grid, formula_at: (0, 0) };
        if !cells.read(&stream, sheet.offset, work).map_err(|failed| failed.in_file(&file.path))? {
            return Err(malformed("the workbook is cut off"));
        }
        workbook.grids.push(grid);
        let within = totals_are_within(&workbook.grids);
        within.map_err(|what| Exceeded(what).in_file(&file.path))?;
    }
    Ok(workbook)
}

fn globals(stream: &[u8]) -> Option<Globals> {
    let mut out = Globals {
        is_old: false,
        encoding: GBK,
        epoch: Epoch::Of1900,
        formats: BTreeMap::new(),
        styles: Vec::new(),
        strings: Vec::new(),
        sheets: Vec::new(),
        has_password: false,
    };
    let mut all = records(stream, 0);
    let begin = all.next().filter(|record| record.kind == kind::BEGIN)?;
    out.is_old = u16_at(begin.data(), 0)? != BIFF8;
    for record in all {
        if record.kind == kind::END {
            break;
        }
        // Of a record that is shorter than it should be nothing is known.
        let _: Option<()> = out.take(&record);
    }
    Some(out)
}

impl Globals {
    fn take(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data();
        match record.kind {
            kind::FILE_PASS => self.has_password = true,
            kind::CODE_PAGE => self.encoding = code_page(u16_at(data, 0)?),
            kind::DATE_MODE if u16_at(data, 0)? == 1 => self.epoch = Epoch::Of1904,
            kind::FORMAT => {
                let code = if self.is_old {
                    record.bytes_from(2).old_text(Length::Byte, self.encoding)?
                } else {
                    record.bytes_from(2).text()?.text
                };
                self.formats.insert(u16_at(data, 0)?, NumberFormat::of_code(&code));
            }
            kind::STYLE => self.styles.push(u16_at(data, 2)?),
            kind::SHEET => {
                let mut name = record.bytes_from(6);
                let name = if self.is_old {
                    name.old_text(Length::Byte, self.encoding)?
                } else {
                    name.short_text()?
                };
                self.sheets.push(SheetAt {
                    name: name.replace('\0', ""),
                    offset: usize::try_from(u32_at(data, 0)?).ok()?,
                    is_hidden: data.get(4)? & 3 != 0,
                    is_table: *data.get(5)? == 0,
                });
            }
            kind::STRINGS => {
                let mut bytes = record.bytes_from(4);
                let count = bytes.u32()?;
                let strings = (0..count).map_while(|_| bytes.text());
                self.strings.extend(strings);
            }
            _ => {}
        }
        Some(())
    }

    fn format(&self, style: u16) -> NumberFormat {
        let id = self.styles.get(usize::from(style)).copied().unwrap_or(0);
        let built_in = || NumberFormat::built_in(u32::from(id));
        self.formats.get(&id).copied().unwrap_or_else(built_in)
    }
}

/// The cells of a sheet on their way into its grid.
struct Cells<'a> {
    globals: &'a Globals,
    grid: &'a mut Grid,
    /// Where the formula is whose text comes in the next record.
    formula_at: (usize, usize),
}

/// Why a sheet is not read.
enum Failed {
    Exceeded(Exceeded),
    Cancelled,
}

impl Failed {
    fn in_file(self, path: &str) -> ReadError {
        match self {
            Self::Exceeded(exceeded) => exceeded.in_file(path),
            Self::Cancelled => ReadError::Cancelled,
        }
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

/// In a sheet at most: a real one has some thousands.
const MAX_MERGES: usize = 100_000;

impl Cells<'_> {
    /// Whether the sheet had an end.
    fn read(&mut self, stream: &[u8], offset: usize, work: &Work) -> Result<bool, Failed> {
        // A chart in a sheet is a sheet in the sheet.
        let mut depth = 0_usize;
        for record in records(stream, offset) {
            work.check()?;
            match record.kind {
                kind::BEGIN => depth += 1,
                kind::END if depth <= 1 => return Ok(true),
                kind::END => depth -= 1,
                _ if depth == 1 => {
                    // Of a record that is shorter than it should be nothing is known.
                    self.take(&record).unwrap_or(Ok(()))?;
                }
                _ => {}
            }
        }
        Ok(false)
    }

    fn take(&mut self, record: &Record<'_>) -> Option<Result<(), Exceeded>> {
        let data = record.data();
        let at = || Some((usize::from(u16_at(data, 0)?) + 1, usize::from(u16_at(data, 2)?)));
        let style = u16_at(data, 4).unwrap_or(0);
        Some(match record.kind {
            kind::SHARED_STRING => {
                let text = self.globals.strings.get(usize::try_from(u32_at(data, 6)?).ok()?)?;
                self.set_text(at()?, text.text.clone(), text.has_runs)
            }
            kind::LABEL | kind::RICH_STRING => {
                let text = self.text(record, 6)?;
                self.set_text(at()?, text, false)
            }
            kind::NUMBER => self.set_number(at()?, style, f64_at(data, 6)?),
            kind::RK => self.set_number(at()?, style, rk(u32_at(data, 6)?)),
            kind::MUL_RK => return self.take_numbers(data),
            kind::BOOL_OR_ERROR => match data.get(7)? {
                0 => self.set_bool(at()?, *data.get(6)?),
                _ => self.lose_error(at()?, *data.get(6)?),
            },
            kind::FORMULA => {
                self.formula_at = at()?;
                return self.take_formula(data, style);
            }
            kind::FORMULA_TEXT => {
                let text = self.text(record, 0)?;
                self.set_text(self.formula_at, text, false)
            }
            kind::MERGES => {
                let count = usize::from(u16_at(data, 0)?);
                let merges = (0..count).map_while(|number| merge(data, 2 + number * 8));
                let room = MAX_MERGES.saturating_sub(self.grid.merges.len());
                self.grid.merges.extend(merges.take(room));
                Ok(())
            }
            // The first of its parts says what kind of object it is; 8 is a picture.
            kind::OBJECT if u16_at(data, 4)? == 8 => {
                if !self.grid.lost.iter().any(|lost| lost.what == Loss::Picture) {
                    self.grid.lose(1, Loss::Picture, "");
                }
                Ok(())
            }
            _ => Ok(()),
        })
    }

    fn text(&self, record: &Record<'_>, at: usize) -> Option<String> {
        let mut bytes = record.bytes_from(at);
        if self.globals.is_old {
            bytes.old_text(Length::Word, self.globals.encoding)
        } else {
            bytes.text().map(|text| text.text)
        }
    }

    fn take_numbers(&mut self, data: &[u8]) -> Option<Result<(), Exceeded>> {
        let (row, first) = (usize::from(u16_at(data, 0)?) + 1, usize::from(u16_at(data, 2)?));
        let count = data.len().saturating_sub(6) / 6;
        for number in 0..count {
            let at = 4 + number * 6;
            let set = self.set_number((row, first + number), u16_at(data, at)?, rk(u32_at(data, at + 2)?));
            if set.is_err() {
                return Some(set);
            }
        }
        Some(Ok(()))
    }

    /// What the formula gave when the workbook was saved: a number, or its first byte says what else.
    fn take_formula(&mut self, data: &[u8], style: u16) -> Option<Result<(), Exceeded>> {
        if u16_at(data, 12)? != 0xffff {
            return Some(self.set_number(self.formula_at, style, f64_at(data, 6)?));
        }
        Some(match data.get(6)? {
            1 => self.set_bool(self.formula_at, *data.get(8)?),
            2 => self.lose_error(self.formula_at, *data.get(8)?),
            // A text, in a record of its own, or an empty one.
            _ => Ok(()),
        })
    }

    fn set_number(&mut self, at: (usize, usize), style: u16, number: f64) -> Result<(), Exceeded> {
        self.grid.set(at.0, at.1, self.globals.format(style).readable(number, self.globals.epoch))
    }

    fn set_text(
        &mut self,
        (row, column): (usize, usize),
        text: String,
        has_runs: bool,
    ) -> Result<(), Exceeded> {
        if has_runs {
            self.grid.lose(row, Loss::Formatting, &text);
        }
        self.grid.set(row, column, text)
    }

    fn set_bool(&mut self, (row, column): (usize, usize), value: u8) -> Result<(), Exceeded> {
        self.grid.set(row, column, if value == 0 { "FALSE" } else { "TRUE" }.to_owned())
    }

    #[expect(clippy::unnecessary_wraps, reason = "one arm of a match whose others can fail")]
    fn lose_error(&mut self, (row, _): (usize, usize), code: u8) -> Result<(), Exceeded> {
        let name = match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0f => "#VALUE!",
            0x17 => "#REF!",
            0x1d => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        };
        self.grid.lose(row, Loss::Formula, name);
        Ok(())
    }
}

/// A number in 30 bits: the upper ones of a floating point number or an integer, perhaps in hundredths.
fn rk(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 1 { number / 100.0 } else { number }
}

fn merge(data: &[u8], at: usize) -> Option<Merge> {
    let number = |nth: usize| u16_at(data, at + nth * 2).map(usize::from);
    let (first_row, last_row, first_column, last_column) =
        (number(0)? + 1, number(1)? + 1, number(2)?, number(3)?);
    (first_row <= last_row && first_column <= last_column).then_some(Merge {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}
