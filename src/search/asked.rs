//! What a query seems to ask, for the reasons beside its hits.

use super::query::Query;
use super::understood::Understood;
use crate::learn::{Answers, Features, messages, scenarios};

/// What a query seems to ask.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Asked {
    /// The query is no message, or one that may mean several things: words alone speak for a hit.
    #[default]
    Unsure,
    /// A message that asks nothing: that a reply has words of it is no reason to give.
    Nothing,
    /// A message that is understood.
    Scenario(Understood),
}

/// A reply that is less sure to answer a scenario is not said to.
const MIN_CONFIDENCE: f32 = 0.2;

impl Asked {
    /// What a query asks. The pieces are as they were written, but for their normal form.
    pub fn by(query: &Query) -> Self {
        if !query.is_message {
            return Self::Unsure;
        }
        if let Some(mut understood) = query.understood() {
            // A single character says little beside a longer piece.
            if understood.pieces.iter().any(|piece| is_telling(piece)) {
                understood.pieces.retain(|piece| is_telling(piece));
            }
            for piece in &mut understood.pieces {
                *piece = with_numbers(piece, &query.sentence);
            }
            return Self::Scenario(understood);
        }
        let likely = messages().classify(&Features::of_message(&query.sentence));
        // The last label is that of a text about no scenario.
        let asks_nothing = likely.first().is_none_or(|first| first.label >= scenarios().len());
        if asks_nothing { Self::Nothing } else { Self::Unsure }
    }

    /// Whether a reply that answers these scenarios is surely enough an answer.
    pub fn is_answered_by(&self, answers: &[Answers]) -> bool {
        let Self::Scenario(understood) = self else { return false };
        let is_same =
            |answers: &&Answers| answers.scenario().is_some_and(|own| own.id == understood.scenario.id);
        answers.iter().find(is_same).is_some_and(|own| own.is_given || own.confidence >= MIN_CONFIDENCE)
    }
}

/// Whether a piece has more than one character.
fn is_telling(piece: &str) -> bool {
    piece.chars().nth(1).is_some()
}

/// A piece of a sentence in which one `0` stands for each number, as it is in the sentence.
fn with_numbers(piece: &str, sentence: &str) -> String {
    let starts = sentence.char_indices().filter_map(|(start, _)| sentence.get(start..));
    let written = starts.filter(|_| piece.contains('0')).find_map(|rest| beginning(rest, piece));
    written.unwrap_or(piece).to_owned()
}

/// The beginning of a text that is a piece, where each `0` of the piece may be any number.
fn beginning<'a>(text: &'a str, piece: &str) -> Option<&'a str> {
    let mut rest = text;
    for c in piece.chars() {
        rest = if c == '0' {
            let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            (behind.len() < rest.len()).then_some(behind)?
        } else {
            rest.strip_prefix(c)?
        };
    }
    text.strip_suffix(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_answers_what_it_names_or_surely_enough_seems_to() {
        let asked = Asked::by(&Query::pasted("亲，都四天了还没发货呀"));
        let number = scenarios().iter().position(|scenario| scenario.id == "insale.urge_shipping").unwrap();
        let answers = |number, confidence, is_given| [Answers { number, confidence, is_given }];
        assert!(asked.is_answered_by(&answers(number, 1.0, true)));
        assert!(asked.is_answered_by(&answers(number, 0.2, false)));
        assert!(!asked.is_answered_by(&answers(number, 0.19, false)));
        assert!(!asked.is_answered_by(&answers(number - 1, 1.0, true)));
        assert!(!Asked::Unsure.is_answered_by(&answers(number, 1.0, true)));
    }

    #[test]
    fn a_number_is_said_as_it_was_written() {
        assert_eq!(with_numbers("0天 还没", "都14天 还没发"), "14天 还没");
        assert_eq!(with_numbers("没发", "都14天 还没发"), "没发");
        assert_eq!(with_numbers("0个", "都14天"), "0个");
    }
}
