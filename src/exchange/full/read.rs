//! Rows → replies.

use std::collections::HashMap;

use super::cell::{unescaped, unescaped_list};
use super::{Column, conditions};
use crate::exchange::content::{Entry, Reason, Rejected, RowAt};
use crate::exchange::grid::Grid;
use crate::exchange::work::{Cancelled, Work};
use crate::model::{Message, Reply, Wording};
use crate::template::{Edge, Trade, read_moment, trade_words};

/// What the layout is called.
pub(in crate::exchange) const FORMAT: &str = "full";

/// What was found in a table.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Found {
    pub entries: Vec<Entry>,
    pub rejected: Vec<Rejected>,
}

/// The replies of a table, where it is such a one: its first row is the header, with its columns in any order and others among
/// them. A reply that cannot be read is rejected with its first row.
///
/// # Errors
/// The work was cancelled.
pub(in crate::exchange) fn read(grid: &Grid, work: &Work) -> Result<Option<Found>, Cancelled> {
    let Some((header, rows)) = grid.rows.split_first().filter(|(header, _)| is_header(&header.cells)) else {
        return Ok(None);
    };
    let mut stepped = Vec::with_capacity(rows.len());
    for row in rows {
        work.step()?;
        stepped.push((row.number, row.cells.as_slice()));
    }
    Ok(Some(entries(&grid.name, &header.cells, stepped)))
}

fn is_header(cells: &[String]) -> bool {
    [Column::Id, Column::Wording, Column::Message, Column::Text]
        .into_iter()
        .all(|column| cells.iter().any(|cell| cell.trim() == column.header()))
}

fn entries<'a>(
    sheet: &str,
    header: &[String],
    rows: impl IntoIterator<Item = (usize, &'a [String])>,
) -> Found {
    let places: Vec<Option<Column>> = header.iter().map(|cell| named(cell)).collect();
    let mut replies: Vec<Rows<'a>> = Vec::new();
    let mut by_id: HashMap<&'a str, usize> = HashMap::new();
    for (number, cells) in rows {
        let row = Row { number, cells: by_column(&places, cells) };
        let id = row.cell(Column::Id).trim();
        let known = if id.is_empty() {
            // A row that somebody has added below a reply.
            Some(replies.len())
                .and_then(|count| count.checked_sub(1))
                .filter(|_| row.cell(Column::Title).is_empty())
        } else {
            by_id.get(id).copied()
        };
        if let Some(reply) = known.and_then(|at| replies.get_mut(at)) {
            reply.rows.push(row);
        } else {
            if !id.is_empty() {
                by_id.insert(id, replies.len());
            }
            replies.push(Rows { rows: vec![row] });
        }
    }
    let (mut entries, mut rejected) = (Vec::new(), Vec::new());
    for rows in replies {
        let at = RowAt { sheet: sheet.to_owned(), row: rows.first_number() };
        match rows.reply() {
            Ok(reply) => entries.push(Entry {
                at,
                key: reply.id.clone(),
                whole: Some(Box::new(reply)),
                ..Entry::default()
            }),
            Err(reason) => rejected.push(Rejected::new(at, &rows.text(Column::Text), reason)),
        }
    }
    Found { entries, rejected }
}

fn named(header: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|column| column.header() == header.trim())
}

fn by_column<'a>(places: &[Option<Column>], cells: &'a [String]) -> HashMap<&'static str, &'a str> {
    let named =
        places.iter().zip(cells).filter_map(|(column, cell)| Some(((*column)?.header(), cell.as_str())));
    named.collect()
}

struct Row<'a> {
    number: usize,
    /// By their headers.
    cells: HashMap<&'static str, &'a str>,
}

impl<'a> Row<'a> {
    fn cell(&self, column: Column) -> &'a str {
        self.cells.get(column.header()).copied().unwrap_or_default()
    }

    /// Counted from 1; 0 where it is none. Excel may have made `1.0` of it.
    fn count(&self, column: Column) -> usize {
        let cell = self.cell(column).trim();
        cell.strip_suffix(".0").unwrap_or(cell).parse().unwrap_or(0)
    }
}

/// The rows of one reply.
struct Rows<'a> {
    rows: Vec<Row<'a>>,
}

impl Rows<'_> {
    fn first_number(&self) -> usize {
        self.rows.first().map_or(0, |row| row.number)
    }

    /// The cells of a column that are not empty.
    fn cells(&self, column: Column) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.cell(column)).filter(|cell| !cell.trim().is_empty())
    }

    fn text(&self, column: Column) -> String {
        self.cells(column).map(unescaped).collect()
    }

    fn optional(&self, column: Column) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    fn list(&self, column: Column) -> Vec<String> {
        self.cells(column).flat_map(unescaped_list).collect()
    }

    fn reply(&self) -> Result<Reply, Reason> {
        let title = self.text(Column::Title);
        let wordings = self.wordings()?;
        if title.trim().is_empty() {
            return Err(Reason::Malformed);
        }
        if wordings.is_empty() {
            return Err(Reason::NoText);
        }
        let trades = self.cells(Column::Trades).flat_map(trade_words).map(Trade::read);
        let expires = self.cells(Column::Expires).next();
        let expires = expires.map(|text| read_moment(text.trim(), Edge::End).ok_or(Reason::Malformed));
        let id = self.rows.iter().map(|row| row.cell(Column::Id).trim()).find(|id| !id.is_empty());
        Ok(Reply {
            id: id.unwrap_or_default().to_owned(),
            title,
            category: self.text(Column::Category),
            scenarios: self.list(Column::Scenarios),
            trades: trades.collect::<Option<Vec<_>>>().ok_or(Reason::Malformed)?.into(),
            code: self.optional(Column::Code),
            tags: self.list(Column::Tags),
            questions: self.list(Column::Questions),
            wordings,
            note: self.optional(Column::Note),
            next: self.list(Column::Next),
            expires: expires.transpose()?,
        })
    }

    /// The wordings in the order of their numbers, and the messages in that of theirs.
    fn wordings(&self) -> Result<Vec<Wording>, Reason> {
        let is_message =
            |row: &&Row<'_>| !row.cell(Column::Text).is_empty() || !row.cell(Column::Picture).is_empty();
        let mut rows: Vec<&Row<'_>> = self.rows.iter().filter(is_message).collect();
        let place = |row: &Row<'_>| (row.count(Column::Wording), row.count(Column::Message));
        // Of a message in several rows they stay in their order.
        rows.sort_by_key(|row| place(row));
        let mut wordings = Vec::new();
        for of_wording in rows.chunk_by(|one, other| place(one).0 == place(other).0) {
            let when: Vec<&str> = of_wording.iter().map(|row| row.cell(Column::Conditions)).collect();
            let when = conditions::read(&when.join("\n")).ok_or(Reason::Malformed)?;
            // Rows without a number are messages of their own.
            let is_same = |one: &&Row<'_>, other: &&Row<'_>| place(one).1 != 0 && place(one) == place(other);
            let messages = of_wording.chunk_by(is_same).map(message).collect();
            wordings.push(Wording { messages, when });
        }
        Ok(wordings)
    }
}

fn message(rows: &[&Row<'_>]) -> Message {
    let joined = |column| rows.iter().map(|row| unescaped(row.cell(column))).collect::<String>();
    let picture = joined(Column::Picture);
    if picture.is_empty() { Message::Text(joined(Column::Text)) } else { Message::Image(picture) }
}
