//! The list of the rows of an import, to be kept or passed on.

use super::guard::guarded;

/// Rows of cells as CSV for Excel, the header first: no cell is taken as a formula.
pub fn report<Row: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = Row>) -> Vec<u8> {
    let start = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start);
    for row in rows {
        let cells = row.into_iter().map(|cell| guarded(&cell));
        if writer.write_record(cells).is_err() {
            // Rows of different lengths are the only thing that is refused; into memory everything can be written.
            break;
        }
    }
    writer.into_inner().unwrap_or_default()
}
