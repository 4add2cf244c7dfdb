//! CSV for Excel: UTF-8 with a byte order mark, rows that end with CR and LF, and no cell that is taken as a formula.

use super::WriteError;
use super::rows::TableWriter;
use crate::exchange::guard::guarded;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table with commas.
pub(super) const CSV: TableWriter = TableWriter {
    name: "csv",
    bytes: |sheet| {
        let header = sheet.header.iter().copied();
        table(std::iter::once(header.collect()).chain(sheet.rows.iter().map(|row| cells(row))))
    },
};

/// The list of the rows of an import, the header first, to be kept or passed on.
///
/// # Errors
/// There is too much of it.
pub fn report<'a>(rows: impl IntoIterator<Item = &'a [String]>) -> Result<Vec<u8>, WriteError> {
    table(rows.into_iter().map(cells))
}

fn cells(row: &[String]) -> Vec<&str> {
    row.iter().map(String::as_str).collect()
}

fn table<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for row in rows {
        let written = writer.write_record(row.into_iter().map(guarded));
        written.map_err(|error| WriteError::TooMuch { detail: error.to_string() })?;
    }
    writer.into_inner().map_err(|error| WriteError::TooMuch { detail: error.to_string() })
}
