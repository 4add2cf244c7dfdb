//! What the rules have against a text that is about to be copied.

use std::ops::Range;

use super::messages::DraftMessage;
use crate::check::{Checker, Finding, Policy, Text};
use crate::template::{CLIPBOARD, Filled, Piece};

/// A finding in one of the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFinding {
    /// Which of the messages, counted from 0.
    pub message_idx: usize,
    /// Its range are bytes of the message as it is shown, see [`shown_piece()`].
    pub finding: Finding,
    /// The words found.
    pub quote: String,
}

/// A piece of a text as it is shown, a gap in braces.
pub fn shown_piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) | Piece::Value { value: text, .. } | Piece::Broken(text) => text.clone(),
        Piece::Gap { shown, .. } => format!("{{{shown}}}"),
    }
}

/// What the rules have against each message.
pub(super) fn of_messages(
    messages: &[DraftMessage],
    checker: &Checker,
    policy: &Policy,
) -> Vec<DraftFinding> {
    let texts = messages.iter().enumerate().filter_map(|(message_idx, message)| match message {
        DraftMessage::Text(filled) => Some((message_idx, filled)),
        DraftMessage::Image(_) => None,
    });
    let found = texts.flat_map(|(message_idx, filled)| {
        let (text, found) = findings(filled, checker, policy);
        found.into_iter().map(move |finding| {
            let quote = finding.quote(&text).to_owned();
            DraftFinding { message_idx, finding, quote }
        })
    });
    found.collect()
}

fn findings(filled: &Filled, checker: &Checker, policy: &Policy) -> (String, Vec<Finding>) {
    let mut text = String::new();
    let (mut holes, mut own) = (Vec::new(), Vec::new());
    for piece in &filled.pieces {
        let start = text.len();
        text.push_str(&shown_piece(piece));
        match piece {
            Piece::Gap { .. } | Piece::Broken(_) => holes.push(start..text.len()),
            // Nobody knows whose the copied text is.
            Piece::Value { field, .. } if field != CLIPBOARD => own.push(start..text.len()),
            // Braces in the library's own words were doubled there: they are meant.
            Piece::Text(words) => {
                holes.extend(braces(words).map(|braces| start + braces.start..start + braces.end));
            }
            Piece::Value { .. } => {}
        }
    }
    let found = checker.check(&Text { text: &text, holes, own }, policy);
    (text, found)
}

/// What is in braces, with them, as bytes.
fn braces(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('{').filter_map(|(open, _)| {
        let close = text.get(open..)?.find('}')?;
        Some(open..open + close + 1)
    })
}

/// Writes what the rules would, each finding once: words that a shop wants instead may hold those that it forbids.
pub(super) fn rewrite(filled: &mut Filled, checker: &Checker, policy: &Policy) {
    let (_, found) = findings(filled, checker, policy);
    // From the end, so that the places before it stay what they are.
    let mut end = usize::MAX;
    for finding in found.iter().rev() {
        if finding.range.end <= end
            && let Some(rewrite) = finding.rewrite.as_deref()
            && let Some(pieces) = replaced(&filled.pieces, &finding.range, rewrite)
        {
            filled.pieces = pieces;
            end = finding.range.start;
        }
    }
}

/// The pieces with other words in place of a range of the shown text; `None` where that would touch a gap.
fn replaced(pieces: &[Piece], range: &Range<usize>, words: &str) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut is_written = false;
    for piece in pieces {
        let shown = shown_piece(piece);
        let (start, end) = (at, at + shown.len());
        at = end;
        if end <= range.start || range.end <= start {
            out.push(piece.clone());
            continue;
        }
        if let Piece::Gap { .. } | Piece::Broken(_) = piece {
            return None;
        }
        let before = shown.get(..range.start.saturating_sub(start))?;
        let behind = shown.get(range.end.min(end) - start..)?;
        out.push(Piece::Text(before.to_owned()));
        if !std::mem::replace(&mut is_written, true) {
            out.push(Piece::Text(words.to_owned()));
        }
        out.push(Piece::Text(behind.to_owned()));
    }
    out.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    is_written.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ForbiddenWord;

    fn filled(pieces: &[Piece]) -> Filled {
        Filled { pieces: pieces.to_vec(), ..Filled::default() }
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    fn value(value: &str) -> Piece {
        Piece::Value { field: "快递".to_owned(), value: value.to_owned() }
    }

    #[test]
    fn words_that_hold_what_they_replace_are_written_once() {
        let word = ForbiddenWord { word: "亲".into(), instead: Some("亲爱的".into()), why: None };
        let policy = Policy::of(None, std::iter::empty(), vec![word]);
        let mut greeting = filled(&[text("亲，您好，亲")]);
        rewrite(&mut greeting, Checker::built_in(), &policy);
        assert_eq!(greeting.text().as_deref(), Ok("亲爱的，您好，亲爱的"));
    }

    #[test]
    fn a_rewrite_goes_through_values_and_stops_at_gaps() {
        let mut promise =
            filled(&[text("亲，保证"), value("三天"), text("内到，"), value("申通"), text("发。")]);
        rewrite(&mut promise, Checker::built_in(), &Policy::default());
        let shown: String = promise.pieces.iter().map(shown_piece).collect();
        assert_eq!(shown, "亲，一般三天内到，申通发。");
        assert_eq!(promise.pieces[promise.pieces.len() - 2], value("申通"));
        let gap = Piece::Gap {
            shown: "日期".into(),
            needs: vec!["日期".into()],
            reason: crate::template::GapReason::Missing,
        };
        assert_eq!(replaced(&[text("保证"), gap, text("到")], &(0..12), "x"), None);
    }
}
