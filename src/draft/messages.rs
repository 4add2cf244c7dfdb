//! A reply as the messages that are sent one after the other.

use std::iter;

use super::values::ValueSource;
use crate::model::Message;
use crate::template::{self, Cut, Filled, Piece, Setting, Template};

/// A message as it is filled so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftMessage {
    /// A text, with the gaps that are left.
    Text(Filled),
    /// The path of the image, as the library gives it.
    Image(String),
}

/// A message for the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadyMessage {
    /// A finished text, without gaps.
    Text(String),
    /// The path of an image, as the library gives it.
    Image(String),
}

/// A long text, cut into several messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The text in one piece, for whoever wants it so.
    pub(super) whole: Filled,
    /// The messages as they would be in the library.
    pub texts: Vec<String>,
}

/// The messages of a wording, with their texts as they were filled, in order.
pub(super) fn filled(messages: &[Message], filled: Vec<Filled>) -> Vec<DraftMessage> {
    let mut filled = filled.into_iter();
    let messages = messages.iter().filter_map(|message| match message {
        Message::Text(_) => filled.next().map(DraftMessage::Text),
        Message::Image(path) => Some(DraftMessage::Image(path.clone())),
    });
    messages.collect()
}

/// How long a text is on the screen.
fn length(filled: &Filled) -> usize {
    let shown = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Value { value: text, .. } | Piece::Broken(text) => text.chars().count(),
        Piece::Gap { shown, .. } => shown.chars().count() + 2,
    };
    filled.pieces.iter().map(shown).sum()
}

/// The messages of a text that is longer than `limit` characters, cut behind its sentences, where that makes at least two.
/// A sentence that is too long is cut behind its commas; what has none stays whole.
pub(super) fn split(
    text: &str,
    whole: &Filled,
    limit: usize,
    source: &ValueSource<'_>,
    expand: &dyn Fn(&str) -> Option<String>,
    setting: &Setting<'_>,
) -> Option<(Split, Vec<Filled>)> {
    if limit == 0 || length(whole) <= limit {
        return None;
    }
    let fill = |pieces: &[&str]| {
        let templates: Vec<Template> =
            pieces.iter().map(|piece| template::parse(piece).expanded(expand)).collect();
        template::fill(&templates, source, setting.now, setting.calendar)
    };
    let sentences = template::pieces(text, Cut::Sentences);
    let mut pieces: Vec<(&str, Filled)> = Vec::new();
    for (sentence, filled) in iter::zip(&sentences, fill(&sentences)) {
        if length(&filled) <= limit {
            pieces.push((*sentence, filled));
            continue;
        }
        let phrases = template::pieces(sentence, Cut::Phrases);
        pieces.extend(iter::zip(phrases.clone(), fill(&phrases)));
    }
    let mut groups: Vec<(String, Filled)> = Vec::new();
    for (raw, filled) in pieces {
        let fits = |known: &Filled| length(known) + length(&filled) <= limit || is_blank(known);
        match groups.last_mut().filter(|(_, known)| fits(known)) {
            Some((text, known)) => {
                text.push_str(raw);
                known.unknown_year = known.unknown_year.or(filled.unknown_year);
                known.pieces.extend(filled.pieces);
            }
            None => groups.push((raw.to_owned(), filled)),
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let (texts, messages) =
        groups.into_iter().map(|(text, filled)| (text.trim().to_owned(), trimmed(filled))).unzip();
    Some((Split { whole: whole.clone(), texts }, messages))
}

/// A line break in front of a long sentence is not a message.
fn is_blank(filled: &Filled) -> bool {
    filled.pieces.iter().all(|piece| matches!(piece, Piece::Text(text) if text.trim().is_empty()))
}

/// Without the blanks at both ends.
fn trimmed(mut filled: Filled) -> Filled {
    if let Some(Piece::Text(text)) = filled.pieces.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Piece::Text(text)) = filled.pieces.last_mut() {
        *text = text.trim_end().to_owned();
    }
    filled
}

/// What is copied for a message, once it has no gap.
pub(super) fn ready(message: &DraftMessage) -> Option<ReadyMessage> {
    match message {
        DraftMessage::Text(filled) => filled.text().ok().map(ReadyMessage::Text),
        DraftMessage::Image(path) => Some(ReadyMessage::Image(path.clone())),
    }
}
