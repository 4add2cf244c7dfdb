//! What a message seems to ask, for the reason beside a hit.

use super::query::Query;
use crate::learn::{Features, Scenario, messages, scenarios};

/// What is less probable is not said: below it one guess in four is wrong.
const MIN_PROBABILITY: f32 = 0.25;

/// A scenario that a message is surely enough about.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// From 0 to 1.
    pub probability: f32,
    /// The pieces of the message that spoke for it, in its normal form and its order.
    pub pieces: Vec<String>,
}

impl Query {
    /// What a message asks; `None` for what is no message, asks nothing, or may mean several things.
    pub fn understood(&self) -> Option<Understood> {
        if !self.is_message {
            return None;
        }
        let features = Features::of_message(&self.sentence);
        let first = messages().classify(&features).first().copied()?;
        let scenario = scenarios().get(first.label).filter(|_| first.probability >= MIN_PROBABILITY)?;
        let ranges = messages().reasons(&features, first.label);
        let pieces = ranges.into_iter().filter_map(|range| features.normal().get(range));
        let pieces = pieces.map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty());
        Some(Understood { scenario, probability: first.probability, pieces: pieces.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(text: &str) -> Option<&str> {
        Query::pasted(text).understood().map(|understood| understood.scenario.id.as_str())
    }

    #[test]
    fn a_message_is_understood_by_its_pieces_and_one_that_asks_nothing_is_not() {
        let understood = Query::pasted("亲，都四天了还没发货呀").understood().unwrap();
        assert_eq!(understood.scenario.id, "insale.urge_shipping");
        assert!(understood.pieces.iter().any(|piece| piece.contains("没发")), "{:?}", understood.pieces);
        assert_eq!(scenario("发票什么时候能开"), Some("presale.invoice"));
        for nothing in ["好的", "今天好冷啊", "😀", "cfh", ""] {
            assert_eq!(scenario(nothing), None, "{nothing}");
        }
    }
}
