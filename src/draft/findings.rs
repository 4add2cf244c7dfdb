//! What the rules have against a text that is about to be copied.

use std::ops::Range;

use super::innocent::Waiver;
use super::messages::DraftMessage;
use crate::check::{Checker, Policy, Text};
use crate::diag::{Finding, Severity};
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

/// What texts are checked with.
pub(super) struct Rules<'a> {
    pub checker: &'a Checker,
    pub policy: &'a Policy,
    /// What is not to be found again.
    pub waivers: &'a [Waiver],
}

/// A piece of a text as it is shown, a gap in braces.
pub fn shown_piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) | Piece::Value { value: text, .. } | Piece::Broken(text) => text.clone(),
        Piece::Gap { shown, .. } => format!("{{{shown}}}"),
    }
}

/// What the rules have against each message.
pub(super) fn of_messages(messages: &[DraftMessage], rules: &Rules<'_>) -> Vec<DraftFinding> {
    let texts = messages.iter().enumerate().filter_map(|(message_idx, message)| match message {
        DraftMessage::Text(filled) => Some((message_idx, filled)),
        DraftMessage::Image(_) => None,
    });
    let found = texts.flat_map(|(message_idx, filled)| {
        let (text, found) = findings(filled, rules);
        found.into_iter().map(move |finding| {
            let quote = finding.quote(&text).to_owned();
            DraftFinding { message_idx, finding, quote }
        })
    });
    found.collect()
}

fn findings(filled: &Filled, rules: &Rules<'_>) -> (String, Vec<Finding>) {
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
    let mut found = rules.checker.check(&Text { text: &text, holes, own }, rules.policy);
    let is_waived = |finding: &Finding| rules.waivers.iter().any(|waiver| waiver.covers(finding, &text));
    // A hint is for whoever writes the texts, not for whoever is in a hurry to send one.
    found.retain(|finding| finding.severity > Severity::Hint && !is_waived(finding));
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
pub(super) fn rewrite(filled: &mut Filled, rules: &Rules<'_>) {
    let (_, found) = findings(filled, rules);
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

/// The pieces with other words in place of a range of the shown text; `None` where that would touch a gap. What is left of a
/// value stays one, and so do words that may hold something of it: nobody takes them for the reply's own.
fn replaced(pieces: &[Piece], range: &Range<usize>, words: &str) -> Option<Vec<Piece>> {
    let placed = placed(pieces);
    let is_touched = |place: &Range<usize>| place.start < range.end && range.start < place.end;
    let of_value = placed.iter().find_map(|(piece, _, place)| match piece {
        Piece::Value { field, .. } => Some(field).filter(|_| is_touched(place)),
        Piece::Text(_) | Piece::Gap { .. } | Piece::Broken(_) => None,
    });
    let like = |field: Option<&String>, words: &str| match field {
        Some(field) => Piece::Value { field: field.clone(), value: words.to_owned() },
        None => Piece::Text(words.to_owned()),
    };
    let mut out = Vec::new();
    let mut is_written = false;
    for (piece, shown, place) in &placed {
        if !is_touched(place) {
            out.push((*piece).clone());
            continue;
        }
        let field = match piece {
            Piece::Text(_) => None,
            Piece::Value { field, .. } => Some(field),
            Piece::Gap { .. } | Piece::Broken(_) => return None,
        };
        out.push(like(field, shown.get(..range.start.saturating_sub(place.start))?));
        if !std::mem::replace(&mut is_written, true) {
            out.push(like(of_value, words));
        }
        out.push(like(field, shown.get(range.end.min(place.end) - place.start..)?));
    }
    out.retain(|piece| !shown_piece(piece).is_empty());
    is_written.then_some(out)
}

/// Each piece as it is shown, with its place in the shown text, bytes.
pub(super) fn placed(pieces: &[Piece]) -> Vec<(&Piece, String, Range<usize>)> {
    let mut end = 0;
    let place = |piece| {
        let shown = shown_piece(piece);
        let start = end;
        end += shown.len();
        (piece, shown, start..end)
    };
    pieces.iter().map(place).collect()
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

    fn rules(policy: &Policy) -> Rules<'_> {
        Rules { checker: Checker::built_in(), policy, waivers: &[] }
    }

    #[test]
    fn words_that_hold_what_they_replace_are_written_once() {
        let word = ForbiddenWord { word: "亲".into(), instead: Some("亲爱的".into()), why: None };
        let policy = Policy::of(None, std::iter::empty(), vec![word]);
        let mut greeting = filled(&[text("亲，您好，亲")]);
        rewrite(&mut greeting, &rules(&policy));
        assert_eq!(greeting.text().as_deref(), Ok("亲爱的，您好，亲爱的"));
    }

    #[test]
    fn a_rewrite_goes_through_values_and_stops_at_gaps() {
        let mut promise =
            filled(&[text("亲，保证"), value("三天"), text("内到，"), value("申通"), text("发。")]);
        let policy = Policy::default();
        rewrite(&mut promise, &rules(&policy));
        let shown: String = promise.pieces.iter().map(shown_piece).collect();
        assert_eq!(shown, "亲，一般三天内到，申通发。");
        assert_eq!(promise.pieces[promise.pieces.len() - 2], value("申通"));
        // They hold a value: nobody keeps them.
        assert_eq!(promise.pieces[1], value("一般三天内到"));
        let gap = Piece::Gap {
            shown: "日期".into(),
            needs: vec!["日期".into()],
            reason: crate::template::GapReason::Missing,
        };
        assert_eq!(replaced(&[text("保证"), gap, text("到")], &(0..12), "x"), None);
    }
}
