//! Tables as texts: CSV with any delimiter, and cells that were pasted from a spreadsheet.
//!
//! The delimiter and the quoting are recognised. Several files are several sheets; pictures may be among them.

use super::super::super::content::{Content, EntryMessage, Loss, Lost};
use super::super::super::encoding::decode;
use super::super::super::grid::{Exceeded, Grid};
use super::super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::super::work::Work;
use super::dialect::{self, sniffed};
use super::entries;
use super::guess::IMAGE_ENDINGS;
use super::header::{Header, SEARCHED};
use super::layout::Layout;
use super::records::{Dialect, Flaw, Record, Records};

/// The format `csv`.
#[derive(Debug)]
pub(in crate::exchange::readers) struct Csv;

/// In bytes: so many are looked at to see whether an input is a table.
const LOOKED_AT: usize = 64 << 10;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn fit(&self, input: &Input) -> Fit {
        let fits: Vec<Fit> = tables(input).map(|file| fit(&file.bytes)).collect();
        fits.iter().min().copied().unwrap_or(Fit::No)
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let (mut grids, mut encoding) = (Vec::new(), String::new());
        for file in tables(input) {
            let decoded = decode(&file.bytes, options.encoding.as_deref())?;
            let name = if input.files.len() > 1 { file.stem() } else { "" };
            grids.push(grid(&decoded.text, name).map_err(|exceeded| exceeded.in_file(&file.path))?);
            encoding = decoded.encoding;
        }
        let mut content = entries(grids, self.name(), options, work)?;
        content.encoding = encoding;
        add_pictures(input, &mut content);
        Ok(content)
    }
}

/// The files of an input that may be tables: all but the pictures.
fn tables(input: &Input) -> impl Iterator<Item = &InputFile> {
    let is_alone = input.files.len() == 1;
    let of_folder = |file: &&InputFile| ENDINGS.iter().any(|ending| file.has_extension(ending));
    input.files.iter().filter(move |file| if is_alone { !is_picture(file) } else { of_folder(file) })
}

fn is_picture(file: &InputFile) -> bool {
    IMAGE_ENDINGS.iter().any(|ending| file.has_extension(ending.trim_start_matches('.')))
}

/// The files of a folder that are tables: there is anything in one, and each line of a program has commas.
const ENDINGS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// How well the beginning of a file fits.
fn fit(bytes: &[u8]) -> Fit {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let Ok(decoded) = decode(start, None) else { return Fit::No };
    let text = decoded.text;
    let is_binary = |c: &char| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{fffd}');
    if text.chars().filter(is_binary).count() * 50 > text.chars().count() {
        return Fit::No;
    }
    let dialect = sniffed(&text);
    let rows: Vec<Record<'_>> =
        Records::new(&text, dialect).filter(|record| !record.is_blank()).take(SEARCHED).collect();
    let cells = |record: &Record<'_>| record.fields.iter().map(ToString::to_string).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let header = Header::find(rows.iter().map(|row| row.iter().map(String::as_str)));
    let headers = header.and_then(|header| rows.get(header.row_idx));
    match headers {
        Some(headers) if Layout::of(headers.iter().map(String::as_str)).is_some() => Fit::Certain,
        Some(headers) if headers.len() > 1 => Fit::Likely,
        Some(_) | None => Fit::Possible,
    }
}

/// The table that a text is.
pub(super) fn grid(text: &str, name: &str) -> Result<Grid, Exceeded> {
    let dialect = sniffed(text);
    let is_told = dialect::named_delimiter(text).is_some();
    let records = || Records::new(text, dialect).skip(usize::from(is_told));
    let width = width(records, dialect);
    let mut grid = Grid::new(name);
    grid.delimiter = dialect.delimiter;
    for record in records() {
        let Record { number, fields, flaw } = record;
        if dialect.delimiter.is_none() && fields.iter().all(|field| has_only_delimiters(field)) {
            continue;
        }
        let surplus = if dialect.delimiter.is_some() { fields.len().saturating_sub(width) } else { 0 };
        if let Some(flaw) = flaw {
            let what = match flaw {
                Flaw::OpenQuote => Loss::OpenQuote,
                Flaw::TooLong => Loss::CutOff,
            };
            grid.lose(number, what, fields.last().map_or("", AsRef::as_ref));
        }
        if surplus > 0 {
            grid.lose(number, Loss::SurplusField, fields.last().map_or("", AsRef::as_ref));
        }
        for (column, field) in fields.into_iter().enumerate() {
            grid.set(number, column, field.into_owned())?;
        }
        grid.set_surplus(number, surplus);
    }
    Ok(grid)
}

/// Whether a line is a row of blank fields, in a text of which nothing says what its delimiter is.
fn has_only_delimiters(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || dialect::DELIMITERS.contains(&c))
}

/// How many columns the table has: as many as its header, or as most rows where those are more by fields that are blank.
fn width<'a, Rows: Iterator<Item = Record<'a>>>(records: impl Fn() -> Rows, dialect: Dialect) -> usize {
    if dialect.delimiter.is_none() {
        return 1;
    }
    let usual = dialect::usual_width(records());
    let first: Vec<Record<'_>> = records().filter(|record| !record.is_blank()).take(SEARCHED).collect();
    let rows = first.iter().map(|record| record.fields.iter().map(AsRef::as_ref));
    let Some(header) = Header::find(rows).and_then(|header| first.get(header.row_idx)) else { return usual };
    let ends_blank = |record: &Record<'_>| record.fields.last().is_some_and(|field| field.trim().is_empty());
    let wider = first.iter().filter(|record| record.fields.len() == usual && ends_blank(record)).count();
    if usual > header.fields.len() && wider * 2 > first.len() { usual } else { header.fields.len() }
}

/// Adds the pictures that entries name and that are among the files; the others are lost.
fn add_pictures(input: &Input, content: &mut Content) {
    let mut missing = Vec::new();
    for entry in &mut content.entries {
        // A reply of ours names its pictures as they are in its library.
        for path in entry.whole.iter().flat_map(|reply| reply.picture_paths()) {
            match input.files.iter().find(|file| file.path == path) {
                Some(file) if !content.pictures.contains(file) => content.pictures.push(file.clone()),
                Some(_) => {}
                None => missing.push(Lost::new(entry.at.clone(), Loss::Picture, path)),
            }
        }
        for message in entry.wordings.iter_mut().flatten() {
            let EntryMessage::Picture(path) = message else { continue };
            let name = path.rsplit('/').next().unwrap_or_default();
            let file = input
                .files
                .iter()
                .find(|file| file.path == *path)
                .or_else(|| input.files.iter().find(|file| file.file_name() == name));
            match file {
                Some(file) => {
                    path.clone_from(&file.path);
                    if !content.pictures.iter().any(|picture| picture.path == file.path) {
                        content.pictures.push(file.clone());
                    }
                }
                None => missing.push(Lost::new(entry.at.clone(), Loss::Picture, path)),
            }
        }
    }
    content.lost.extend(missing);
}
