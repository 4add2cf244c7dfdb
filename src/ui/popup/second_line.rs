//! The second line of a row: why the reply is there, or how it begins.

use super::view::View;
use crate::app::popup::Row;
use crate::draft::DraftMessage;
use crate::learn::Scenario;
use crate::search::{MatchReason, Matched};
use crate::template::Piece;

/// What the message seems to ask, the sample question or the tag that was found; else the reply as the preview shows it, and as it would be copied: from
/// where it matched, or the top category and the beginning.
pub(super) fn second_line(view: &View<'_>, row: &Row, is_selected: bool, matched: &Matched) -> String {
    let Some(reply) = view.popup.library().reply(row.at) else { return String::new() };
    let own = if is_selected { None } else { view.popup.draft_of(row.at, view.env) };
    let draft = if is_selected { view.draft() } else { own.as_deref() };
    let texts: Vec<String> =
        draft.into_iter().flat_map(|draft| &draft.messages).filter_map(text_of).collect();
    match &matched.reason {
        Some(MatchReason::Ask(ask)) => return view.words.with("row-like-question", &[("question", ask)]),
        Some(MatchReason::Tag(tag)) => return view.words.with("row-tag", &[("tag", tag)]),
        Some(MatchReason::Asked { scenario, pieces }) => return asked(view, scenario, pieces),
        Some(MatchReason::Text { text_idx, range }) => {
            let found = reply.texts().nth(*text_idx).and_then(|text| text.get(range.clone()));
            let excerpt = found.and_then(|found| texts.iter().find_map(|text| excerpt(text, found)));
            if let Some(excerpt) = excerpt {
                return excerpt;
            }
        }
        None => {}
    }
    let beginning = match draft.and_then(|draft| draft.messages.first()) {
        Some(DraftMessage::Text(_)) => in_one_line(texts.first().map_or("", String::as_str)),
        Some(DraftMessage::Image(_)) => view.words.text("row-image").into_owned(),
        None => String::new(),
    };
    let category = reply.top_category();
    if category.is_empty() { beginning } else { format!("{category} · {beginning}") }
}

/// What a message seems to ask, and what of it spoke for that.
fn asked(view: &View<'_>, scenario: &Scenario, pieces: &[String]) -> String {
    let scenario = ("scenario", scenario.title.as_str());
    if pieces.is_empty() {
        return view.words.with("row-asked-alone", &[scenario]);
    }
    view.words.with("row-asked", &[scenario, ("pieces", &pieces.join(" · "))])
}

/// The text of a message; what has to be filled in is "…".
fn text_of(message: &DraftMessage) -> Option<String> {
    let shown = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Value { value: text, .. } => text.clone(),
        Piece::Gap { .. } | Piece::Broken(_) => "…".to_owned(),
    };
    match message {
        DraftMessage::Text(filled) => Some(filled.pieces.iter().map(shown).collect()),
        DraftMessage::Image(_) => None,
    }
}

/// A text in one line, from a few characters before the words that it was found by; `None` where it has not got them.
fn excerpt(text: &str, found: &str) -> Option<String> {
    const BEFORE: usize = 6;
    let (head, _) = text.split_once(found)?;
    let start = head.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let mark = if start > 0 { "…" } else { "" };
    Some(format!("{mark}{}", in_one_line(text.get(start..)?)))
}

fn in_one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_shown_from_a_few_characters_before_it() {
        let text = "周末不发，3214567890126789\n请等等";
        assert_eq!(excerpt(text, "请等等").as_deref(), Some("…26789 请等等"));
        assert_eq!(excerpt(text, "周末").as_deref(), Some("周末不发，3214567890126789 请等等"));
        assert_eq!(excerpt(text, "{订单号}"), None);
    }
}
