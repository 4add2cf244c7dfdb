//! What every window works with: the surroundings of an action, steps through lists, and what the files answer.

mod command;

pub use command::CommandRow;
#[cfg(test)]
pub(crate) use command::assert_no_two_share_a_key;
pub(crate) use command::command_table;

use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};

use crate::diag::{Diagnostic, SystemError};
use crate::model::Library;
use crate::search::Index;

/// A library with its index and what is wrong with its files.
#[derive(Debug, Clone, Default)]
pub struct LoadedLibrary {
    pub library: Arc<Library>,
    pub index: Arc<Index>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the editor is opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// As it is.
    Plain,
    /// A reply by its id, code or title.
    Reply(String),
    /// A new reply from this text.
    New(String),
    /// A new reply from the copied text.
    Clipboard,
}

/// What the state must not find out by itself.
#[derive(Debug, Clone)]
pub struct Env {
    pub now: Zoned,
}

impl Env {
    /// The date and time on the wall.
    pub fn civil(&self) -> DateTime {
        self.now.datetime()
    }

    pub fn at(&self) -> Timestamp {
        self.now.timestamp()
    }
}

/// How far the selection moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Move {
    /// The index that it leads to from `current` in a list of `count`, stopping at the ends; 0 of none. A page has `page` rows.
    pub fn within(self, current: usize, count: usize, page: usize) -> usize {
        let last = count.saturating_sub(1);
        match self {
            Self::Up => current.saturating_sub(1),
            Self::Down => (current + 1).min(last),
            Self::PageUp => current.saturating_sub(page),
            Self::PageDown => (current + page).min(last),
            Self::First => 0,
            Self::Last => last,
        }
    }
}

/// Which neighbour in a list that goes around its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Next,
    Previous,
}

impl Direction {
    /// The index after `current` of `count`, around the end; 0 of none.
    pub fn from(self, current: usize, count: usize) -> usize {
        let forward = match self {
            Self::Next => 1,
            Self::Previous => count.saturating_sub(1),
        };
        (current + forward).checked_rem(count).unwrap_or(0)
    }
}

/// Why a file of the user was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditProblem {
    /// What the system says of the file of this name.
    File { path: String, error: SystemError },
    /// Another program is writing the file of this name.
    Busy(String),
    /// What is wrong in the file.
    Mistake(Box<Diagnostic>),
    /// What is to be changed is not where it was, or is another one by now.
    Changed,
    /// It would be read back as something else.
    Mismatch,
}

/// The top categories in the order of a sale; a user's own come behind them.
const TOP_CATEGORIES: [&str; 4] = ["售前", "售中", "售后", "主动营销"];

/// The place of a top category in that order, counted from 0; the same for all that are the user's own.
pub(crate) fn top_category_rank(name: &str) -> usize {
    TOP_CATEGORIES.iter().position(|known| *known == name).unwrap_or(TOP_CATEGORIES.len())
}
