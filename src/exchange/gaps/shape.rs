//! How tests write a [`Reading`].

use super::{Piece, Reading, Text};

/// A text in one line: `⟨name⟩`, `⟨name:default|choice|choice⟩`, our placeholders with their braces behind a `‹`.
pub(in crate::exchange) fn shape(text: &Text) -> String {
    let written = |piece: &Piece| match piece {
        Piece::Plain(text) => text.clone(),
        Piece::Ours(ours) => format!("‹{ours}›"),
        Piece::Field { name, default, choices, .. } => {
            let default = if default.is_empty() { String::new() } else { format!(":{default}") };
            let choices: Vec<String> = choices.iter().map(|choice| format!("|{choice}")).collect();
            format!("⟨{name}{default}{}⟩", choices.concat())
        }
    };
    text.pieces.iter().map(written).collect()
}

/// The text, and behind it the kinds of what was missed.
pub(in crate::exchange) fn shape_of(reading: &Reading) -> String {
    let missed: Vec<String> = reading.missed.iter().map(|missed| format!(" !{:?}", missed.what)).collect();
    format!("{}{}", shape(&reading.text), missed.concat())
}
