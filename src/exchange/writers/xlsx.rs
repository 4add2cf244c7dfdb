//! An Excel workbook of one sheet, all cells as text. The header stays in sight; long texts are wrapped.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::WriteError;
use super::rows::{Sheet, TableWriter};

/// In characters: what Excel holds in one cell.
const LONGEST_CELL: usize = 32_767;

/// The workbook.
pub(super) const XLSX: TableWriter = TableWriter {
    name: "xlsx",
    bytes: |sheet| workbook(sheet).map_err(|error| WriteError::TooMuch { detail: error.to_string() }),
};

fn workbook(table: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same replies make the same bytes.
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("话术")?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    for (column, (header, width)) in (0..).zip(table.header.iter().zip(&table.widths)) {
        sheet.set_column_width(column, f64::from(*width))?;
        sheet.write_string_with_format(0, column, *header, &bold)?;
    }
    for (row_number, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            // Longer ones cannot be written at all; the full layout has none.
            let end = cell.char_indices().nth(LONGEST_CELL).map_or(cell.len(), |(end, _)| end);
            let cell = cell.get(..end).unwrap_or_default();
            sheet.write_string_with_format(row_number, column, cell, &wrapped)?;
        }
    }
    workbook.save_to_buffer()
}
