//! Replies → rows.

use super::cell::{escaped, escaped_line};
use super::{Column, conditions};
use crate::model::{Message, Reply};
use crate::template::{Edge, Trade, written_moment};

/// In characters: of one cell. In any encoding it is less than what a cell of Excel holds, and than what we read.
const LONGEST_CELL: usize = 16_000;

/// In characters: of a piece of a text that is longer. An escape has at most eight for one.
const PIECE: usize = LONGEST_CELL / 8;

/// The rows of a reply, each with one cell for every column of the table.
pub(in crate::exchange) fn rows(reply: &Reply) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (wording_idx, wording) in reply.wordings.iter().enumerate() {
        for (message_idx, message) in wording.messages.iter().enumerate() {
            let when = if message_idx == 0 { conditions::written(&wording.when) } else { String::new() };
            let of_message = |column| match (column, message) {
                (Column::Text, Message::Text(text)) => text_cells(text),
                (Column::Picture, Message::Image(path)) => vec![escaped(path)],
                (Column::Conditions, _) => vec![when.clone()],
                (Column::Wording, _) => vec![(wording_idx + 1).to_string()],
                (Column::Message, _) => vec![(message_idx + 1).to_string()],
                _ => Vec::new(),
            };
            rows.extend(laid_out(&reply.id, of_message));
        }
    }
    let properties = laid_out(&reply.id, |column| property(reply, column));
    for (row_idx, of_reply) in properties.into_iter().enumerate() {
        match rows.get_mut(row_idx) {
            Some(row) => {
                let empty = row.iter_mut().zip(of_reply).filter(|(cell, _)| cell.is_empty());
                empty.for_each(|(cell, property)| *cell = property);
            }
            None => rows.push(of_reply),
        }
    }
    rows
}

/// Cells of columns as rows, as many as the longest column takes and one at least. A number goes on to the rows that
/// continue its message.
fn laid_out(id: &str, cells: impl Fn(Column) -> Vec<String>) -> Vec<Vec<String>> {
    let columns = Column::ALL.map(|column| (column, cells(column)));
    let count = columns.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(1);
    let cell = |(column, cells): &(Column, Vec<String>), row_idx: usize| {
        if *column == Column::Id {
            return id.to_owned();
        }
        let goes_on = matches!(column, Column::Wording | Column::Message);
        cells.get(if goes_on { 0 } else { row_idx }).cloned().unwrap_or_default()
    };
    (0..count).map(|row_idx| columns.iter().map(|column| cell(column, row_idx)).collect()).collect()
}

fn property(reply: &Reply, column: Column) -> Vec<String> {
    match column {
        Column::Title => text_cells(&reply.title),
        Column::Code => text_cells(reply.code.as_deref().unwrap_or_default()),
        Column::Category => text_cells(&reply.category),
        Column::Scenarios => list_cells(&reply.scenarios),
        Column::Trades => vec![reply.trades.iter().map(Trade::name).collect::<Vec<_>>().join("、")],
        Column::Tags => list_cells(&reply.tags),
        Column::Questions => list_cells(&reply.questions),
        Column::Note => text_cells(reply.note.as_deref().unwrap_or_default()),
        Column::Next => list_cells(&reply.next),
        Column::Expires => reply.expires.map(|at| written_moment(at, Edge::End)).into_iter().collect(),
        Column::Id
        | Column::Wording
        | Column::Message
        | Column::Text
        | Column::Picture
        | Column::Conditions => Vec::new(),
    }
}

/// A text as one cell, or as several where it is too long for one.
fn text_cells(text: &str) -> Vec<String> {
    let whole = escaped(text);
    if whole.chars().count() <= LONGEST_CELL {
        return vec![whole];
    }
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(PIECE).map(|piece| escaped(&piece.iter().collect::<String>())).collect()
}

/// Texts as lines of one cell, or of several where they are too long for one.
fn list_cells(texts: &[String]) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    let mut length = 0;
    for line in texts.iter().map(|text| escaped_line(text)) {
        let own = line.chars().count() + 1;
        match cells.last_mut() {
            Some(cell) if length + own <= LONGEST_CELL => {
                cell.push('\n');
                cell.push_str(&line);
                length += own;
            }
            Some(_) | None => {
                cells.push(line);
                length = own;
            }
        }
    }
    cells
}
