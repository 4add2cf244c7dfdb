//! Which column of a table holds what: by what the user says, by the header, by the cells.

use super::guess::{self, Stats};
use super::header::{Header, SEARCHED};
use super::layout::{Layout, LayoutColumn};
use super::words::{self, Meaning};
use crate::exchange::content::Column;
use crate::exchange::grid::{Grid, GridRow, letters};
use crate::exchange::input::{Options, Target};

/// A grid with its columns.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    /// Those below the header.
    pub rows: &'a [GridRow],
    /// Those above, which are instructions.
    pub above: &'a [GridRow],
    /// The row with the header.
    pub header: Option<&'a GridRow>,
    /// From the left.
    pub columns: Vec<Column>,
    /// Where it is a known one.
    pub layout: Option<&'static Layout>,
}

/// So many rows are looked at to know what columns hold.
const LOOKED_AT: usize = 2_000;

/// So many cells of a column are shown.
const SAMPLES: usize = 5;

impl<'a> Table<'a> {
    /// Finds the header and what the columns hold.
    pub(super) fn of(grid: &'a Grid, options: &Options) -> Self {
        let first = grid.rows.iter().take(SEARCHED);
        let found = || Header::find(first.map(|row| row.cells.iter().map(String::as_str)));
        let header_idx = named_header(grid, options).or_else(|| found().map(|found| found.row_idx));
        let (above, rows) = match header_idx {
            Some(row_idx) => (grid.rows.get(..row_idx), grid.rows.get(row_idx + 1..)),
            None => (None, Some(grid.rows.as_slice())),
        };
        let header = header_idx.and_then(|row_idx| grid.rows.get(row_idx));
        let rows = rows.unwrap_or_default();
        let headers = headers(grid, header, rows);
        let asked_for = options.format.as_deref().and_then(Layout::named);
        let layout = asked_for.or_else(|| Layout::of(headers.iter().map(String::as_str)));
        let mut targets = targets(rows, &headers, layout, header.is_some());
        overrule(&mut targets, &headers, options);
        let columns = headers.into_iter().zip(targets).enumerate().map(|(idx, (header, target))| {
            let cells = rows.iter().map(|row| row.cell(idx)).filter(|cell| !cell.is_empty());
            let samples = cells.take(SAMPLES).map(str::to_owned).collect();
            Column { letters: letters(idx), header, target, samples }
        });
        Self { rows, above: above.unwrap_or_default(), header, columns: columns.collect(), layout }
    }

    /// The columns that hold this, from the left, counted from 0.
    pub(super) fn columns_of(&self, target: Target) -> Vec<usize> {
        let of_target = self.columns.iter().enumerate().filter(|(_, column)| column.target == Some(target));
        of_target.map(|(idx, _)| idx).collect()
    }
}

/// The first row that has a header that the user names.
fn named_header(grid: &Grid, options: &Options) -> Option<usize> {
    let is_named = |cell: &String| !cell.trim().is_empty() && options.columns.contains_key(cell.trim());
    grid.rows.iter().take(SEARCHED).position(|row| row.cells.iter().any(is_named))
}

/// The header of each column; of merged cells each column has the header. Blank where there is none.
fn headers(grid: &Grid, header: Option<&GridRow>, rows: &[GridRow]) -> Vec<String> {
    let header_width = header.map_or(0, |header| header.cells.len());
    // A row with fields too many is no wider than the others.
    let width = rows
        .iter()
        .map(|row| row.cells.len().saturating_sub(row.surplus))
        .max()
        .unwrap_or(0)
        .max(header_width);
    let Some(header) = header else { return vec![String::new(); width] };
    let cell = |column: usize| {
        let merge = grid.merges.iter().find(|merge| {
            (merge.first_row..=merge.last_row).contains(&header.number)
                && (merge.first_column..=merge.last_column).contains(&column)
        });
        header.cell(merge.map_or(column, |merge| merge.first_column)).trim().to_owned()
    };
    (0..width).map(cell).collect()
}

/// What the columns hold, as far as the user says nothing.
fn targets(
    rows: &[GridRow],
    headers: &[String],
    layout: Option<&'static Layout>,
    has_header: bool,
) -> Vec<Option<Target>> {
    if let Some(layout) = layout {
        let target = |(idx, header): (usize, &String)| {
            let by_place = || layout.columns.get(idx).filter(|_| !has_header);
            layout.column(header).or_else(by_place).and_then(|column: &LayoutColumn| column.target)
        };
        let targets: Vec<_> = headers.iter().enumerate().map(target).collect();
        if targets.contains(&Some(Target::Text)) {
            return targets;
        }
    }
    let looked_at = || rows.iter().filter(|row| row.surplus == 0).take(LOOKED_AT);
    let stats: Vec<Stats<'_>> =
        (0..headers.len()).map(|idx| Stats::of(looked_at().map(|row| row.cell(idx)))).collect();
    let guessed = guess::targets(&stats);
    if !has_header {
        return guessed;
    }
    let mut targets: Vec<_> =
        headers.iter().zip(&guessed).map(|(header, guessed)| by_header(header, *guessed)).collect();
    settle_texts(&mut targets, &guessed, &stats);
    targets
}

/// What a column holds by its header, or by its cells where that says nothing. The text is found by [`settle_texts`].
fn by_header(header: &str, guessed: Option<Target>) -> Option<Target> {
    match words::meaning(header) {
        Some(Meaning::Target(target)) => Some(target),
        Some(Meaning::Nothing) => None,
        None if header.is_empty() && guessed == Some(Target::Note) => None,
        None => guessed.filter(|guessed| *guessed != Target::Text),
    }
}

/// Of several columns whose header says that they hold the text those with short cells are titles or notes; where none is,
/// the one with the longest cells is it.
fn settle_texts(targets: &mut [Option<Target>], guessed: &[Option<Target>], stats: &[Stats<'_>]) {
    let mean = |idx: usize| stats.get(idx).map_or(0, Stats::mean_len);
    let texts: Vec<usize> =
        (0..targets.len()).filter(|idx| targets.get(*idx) == Some(&Some(Target::Text))).collect();
    let longest = texts.iter().map(|idx| mean(*idx)).max();
    let mut has_title = targets.contains(&Some(Target::Title));
    match longest {
        None => {
            let text_idx = guessed.iter().position(|guessed| *guessed == Some(Target::Text));
            if let Some(target) = text_idx.and_then(|idx| targets.get_mut(idx)) {
                *target = Some(Target::Text);
            }
        }
        Some(longest) => {
            let is_short = |idx: &usize| mean(*idx) > 0 && mean(*idx) <= 12 && mean(*idx) * 4 < longest;
            for idx in texts.into_iter().filter(is_short) {
                let instead = if has_title { Target::Note } else { Target::Title };
                has_title = true;
                if let Some(target) = targets.get_mut(idx) {
                    *target = Some(instead);
                }
            }
        }
    }
}

/// What the user says goes before the guess. What only one column can hold is no longer guessed for another.
fn overrule(targets: &mut [Option<Target>], headers: &[String], options: &Options) {
    let said = |idx: usize, header: &str| {
        let matches = |name: &str| {
            if header.is_empty() {
                false
            } else {
                name.trim() == header || words::without_brackets(name) == words::without_brackets(header)
            }
        };
        let by_header = options.columns.iter().find(|(name, _)| matches(name));
        let by_letters = || options.columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(&letters(idx)));
        by_header.or_else(by_letters).map(|(_, target)| *target)
    };
    let said: Vec<Option<Option<Target>>> =
        headers.iter().enumerate().map(|(idx, header)| said(idx, header)).collect();
    for (target, said_here) in targets.iter_mut().zip(&said) {
        match said_here {
            Some(said) => *target = *said,
            None if is_single(*target) && said.contains(&Some(*target)) => *target = None,
            None => {}
        }
    }
}

/// Whether only one column of a table is guessed to hold this.
fn is_single(target: Option<Target>) -> bool {
    matches!(target, Some(Target::Text | Target::Title | Target::Code))
}
