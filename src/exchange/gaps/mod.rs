//! Gaps and placeholders of other tools, read as pieces of a [`Text`].
//!
//! [`with_marks`] finds the gaps that people write by hand into any text (`***`, `XX站`, `{{name}}`, `<姓名>`); the other functions
//! read the syntax of one tool. What has a placeholder of ours becomes [`Piece::Ours`], the rest a field with a proposed name;
//! what cannot be carried over is a [`Loss`].

mod beeftext;
mod curly;
mod dates;
mod liquid;
mod marks;
mod names;
#[cfg(test)]
pub(super) mod shape;
mod text_expander;

pub(super) use beeftext::beeftext;
pub(super) use curly::{alfred, raycast};
pub(super) use dates::strftime;
pub(super) use liquid::liquid;
pub(super) use marks::with_marks;
pub(super) use names::{FALLBACK_DATE, proposed};
pub(super) use text_expander::text_expander;

use super::content::{Loss, Lost, Piece, RowAt, Text};
use crate::template::SNIPPET;

/// A text, and what could not be carried over of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    pub text: Text,
    pub missed: Vec<Missed>,
}

/// What could not be carried over of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missed {
    pub what: Loss,
    /// As the other tool writes it.
    pub source: String,
}

/// In characters: so much of a row is said with what is wrong with it.
const MOST_SAID: usize = 300;

/// The beginning of a text, for messages.
pub(super) fn shortened(text: &str) -> String {
    text.char_indices().nth(MOST_SAID).map_or(text, |(end, _)| text.get(..end).unwrap_or(text)).to_owned()
}

impl Reading {
    /// What was missed, as losses of a row.
    pub(super) fn lost(&self, at: &RowAt) -> impl Iterator<Item = Lost> {
        self.missed.iter().map(|missed| Lost {
            at: at.clone(),
            what: missed.what,
            detail: shortened(&missed.source),
        })
    }

    fn miss(&mut self, what: Loss, source: &str) {
        self.missed.push(Missed { what, source: source.to_owned() });
    }

    fn ours(&mut self, written: String) {
        self.text.pieces.push(Piece::Ours(written));
    }

    /// A gap with a name of the other tool.
    fn field(&mut self, name: &str, source: &str) {
        self.text.pieces.push(field(&proposed(name), source));
    }

    /// A gap where the other tool would calculate something that has no placeholder of ours.
    fn calculation(&mut self, name: &str, source: &str) {
        self.miss(Loss::Calculation, source);
        self.text.pieces.push(field(name, source));
    }
}

/// A gap without a default and choices.
pub(super) fn field(name: &str, source: &str) -> Piece {
    Piece::Field {
        name: name.to_owned(),
        source: source.to_owned(),
        default: String::new(),
        choices: Vec::new(),
    }
}

/// Takes in another reply by its code; `None` where a placeholder cannot hold it.
pub(super) fn snippet(code: &str) -> Option<Piece> {
    let code = code.trim();
    let is_usable = !code.is_empty() && !code.contains(['{', '}', '｛', '｝', '\n', '\r']);
    is_usable.then(|| Piece::Ours(format!("{{{SNIPPET}:{code}}}")))
}
