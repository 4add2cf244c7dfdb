//! Cells of CSV that a spreadsheet would run.

/// What a program must not take as a formula: a cell of CSV that begins so gets an apostrophe in front of it, as one gives it
/// in Excel. One that has it already gets another, so that the first can always be taken away.
pub(super) fn guarded(cell: &str) -> String {
    if begins_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell of CSV as it was before it was guarded.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
