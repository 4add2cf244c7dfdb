//! CSV for Excel: UTF-8 with a byte order mark, rows that end with CR and LF, and no cell that is taken as a formula.

use super::rows::{files, rows};
use super::{ExportFile, ExportLoss, Layout, Selection, WriteError, WriteOptions, Writer};
use crate::exchange::guard::guarded;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table with commas.
#[derive(Debug)]
pub(super) struct Csv;

impl Writer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn layouts(&self) -> &'static [Layout] {
        &Layout::ALL
    }

    fn losses(&self, selection: &Selection, options: &WriteOptions<'_>) -> Vec<ExportLoss> {
        rows(selection, options.layout).losses
    }

    fn write(
        &self,
        selection: &Selection,
        options: &WriteOptions<'_>,
    ) -> Result<Vec<ExportFile>, WriteError> {
        let table = rows(selection, options.layout);
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        let failed = |error: csv::Error| WriteError::TooMuch { detail: error.to_string() };
        writer.write_record(&table.header).map_err(failed)?;
        for row in &table.rows {
            writer.write_record(row.iter().map(|cell| guarded(cell))).map_err(failed)?;
        }
        let bytes = writer.into_inner().map_err(|error| WriteError::TooMuch { detail: error.to_string() })?;
        Ok(files(bytes, selection, options))
    }
}
