//! Highlights: what of a reply made it a hit, computed for the rows in sight only.

use std::ops::Range;

use super::align::{Gaps, Prepared, align};
use super::asked::Asked;
use super::pinyin::readings;
use super::query::Query;
use super::tier::Tier;
use super::word::Word;
use crate::learn::Scenario;
use crate::model::Reply;
use crate::text::{composed, is_hanzi, is_letter, letters, normal, without_fillers};

/// What of a reply matched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matched {
    /// Ascending positions in the title, in characters.
    pub title_positions: Vec<usize>,
    /// What else was found, where the title does not say it all.
    pub reason: Option<MatchReason>,
}

/// Something beside the title that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchReason {
    /// The tag that fits the query.
    Tag(String),
    /// The sample question that is most like the query.
    Ask(String),
    /// A place in a text of the reply.
    Text {
        /// Counted over all wordings, see [`Reply::texts`].
        text_idx: usize,
        /// In bytes of that text.
        range: Range<usize>,
    },
    /// What the message seems to ask, which the reply answers.
    Asked {
        /// The scenario.
        scenario: &'static Scenario,
        /// What of the message spoke for it, in the order of the message.
        pieces: Vec<String>,
    },
}

/// What of `reply` made it a hit of this tier for `query`. `learned` are the messages that the user has kept for it;
/// `asked` is what the query asks, as far as the reply answers it.
pub fn matched(reply: &Reply, learned: &[String], query: &Query, tier: Tier, asked: &Asked) -> Matched {
    let title = Prepared::new(&reply.title);
    if matches!(tier, Tier::SlipAlone | Tier::Slip) {
        let title_positions = sounding_like(&title, &query.joined.chars);
        let reason = if title_positions.is_empty() {
            let is_meant =
                |tag: &&String| !sounding_like(&Prepared::new(tag), &query.joined.chars).is_empty();
            reply.tags.iter().find(is_meant).cloned().map(MatchReason::Tag)
        } else {
            None
        };
        return Matched { title_positions, reason };
    }
    let whole = positions(&title, &query.joined);
    let title_positions = if whole.is_empty() && query.words.len() > 1 && !query.is_message() {
        let mut all: Vec<usize> = query.words.iter().flat_map(|word| positions(&title, word)).collect();
        all.sort_unstable();
        all.dedup();
        all
    } else {
        whole
    };
    let reason = match (asked, same_question(reply, learned, query)) {
        (Asked::Unsure, _) if tier == Tier::Initials && !title_positions.is_empty() => None,
        (Asked::Unsure, _) => reason_by_words(reply, learned, query, tier),
        (Asked::Nothing | Asked::Scenario(_), Some(question)) => Some(MatchReason::Ask(question.clone())),
        (Asked::Nothing, None) => None,
        (Asked::Scenario(understood), None) => {
            Some(MatchReason::Asked { scenario: understood.scenario, pieces: understood.pieces.clone() })
        }
    };
    Matched { title_positions, reason }
}

/// The sample question that is the query itself, but for greetings and punctuation marks.
fn same_question<'a>(reply: &'a Reply, learned: &'a [String], query: &Query) -> Option<&'a String> {
    let is_same = |question: &&String| letters(&without_fillers(question)).eq(letters(&query.sentence));
    reply.questions.iter().chain(learned).find(is_same)
}

/// What beside the title has words of the query.
fn reason_by_words(reply: &Reply, learned: &[String], query: &Query, tier: Tier) -> Option<MatchReason> {
    match tier {
        Tier::Question => ask_like(reply, learned, query).map(MatchReason::Ask),
        Tier::Body | Tier::Fuzzy => place_in_texts(reply, query),
        Tier::Initials => {
            let words =
                query.words.iter().chain([&query.joined]).chain(query.within.iter().map(|place| &place.word));
            let fits = |tag: &&String| {
                let tag = Prepared::new(tag);
                words.clone().any(|word| align(word, &tag, Gaps::Refused).is_some())
            };
            reply.tags.iter().find(fits).cloned().map(MatchReason::Tag)
        }
        Tier::Code
        | Tier::CodePrefix
        | Tier::Title
        | Tier::Gaps
        | Tier::AnyOrder
        | Tier::SlipAlone
        | Tier::Slip => None,
    }
}

/// In one piece, else with gaps, else each character by itself.
fn positions(title: &Prepared, word: &Word) -> Vec<usize> {
    let aligned = align(word, title, Gaps::Refused).or_else(|| align(word, title, Gaps::Allowed));
    aligned.map_or_else(|| in_any_order(title, &word.chars), |alignment| alignment.positions)
}

/// Each character of the word at the first place that no other one has taken; none at all where one is missing.
fn in_any_order(title: &Prepared, word: &[char]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for wanted in word {
        let is_free = |(at, c): &(usize, &char)| *c == wanted && !found.contains(at);
        match title.chars.iter().enumerate().find(is_free) {
            Some((at, _)) => found.push(at),
            None => return Vec::new(),
        }
    }
    found.sort_unstable();
    found.into_iter().flat_map(|at| title.positions(at)).collect()
}

/// The neighbours that a mistyped word was meant to be.
fn sounding_like(text: &Prepared, word: &[char]) -> Vec<usize> {
    let count = text.chars.len();
    let all_sound_like = |start: usize| {
        let pairs = text.chars.get(start..start + word.len())?.iter().zip(word);
        let same = |(own, typed): (&char, &char)| {
            own == typed || readings(*own).iter().any(|reading| readings(*typed).contains(reading))
        };
        pairs.into_iter().all(same).then(|| start..start + word.len())
    };
    let range = if word.iter().any(|c| is_hanzi(*c)) {
        (0..count).find_map(all_sound_like)
    } else {
        let typed: String = word.iter().collect();
        let spelt = |range: &Range<usize>| {
            let chars = text.chars.get(range.clone()).unwrap_or_default();
            let spelt: String = chars.iter().filter_map(|c| readings(*c).first().copied()).collect();
            strsim::osa_distance(&spelt, &typed) <= 1
        };
        (0..count).flat_map(|start| (start + 2..=count).map(move |end| start..end)).find(spelt)
    };
    range.into_iter().flatten().flat_map(|at| text.positions(at)).collect()
}

/// The question with the most pairs of neighbours in common.
fn ask_like(reply: &Reply, learned: &[String], query: &Query) -> Option<String> {
    let sentence: Vec<char> = letters(&query.sentence).collect();
    let likeness = |ask: &String| {
        let ask: Vec<char> = letters(ask).collect();
        let holds = !query.joined.is_empty()
            && ask.windows(query.joined.len()).any(|part| part == query.joined.chars);
        let common = sentence.windows(2).filter(|pair| ask.windows(2).any(|other| other == *pair)).count();
        let single = sentence.iter().filter(|c| ask.contains(c)).count();
        (holds, (common * 4 + single) * 100 / (sentence.len() + ask.len()).max(1))
    };
    let questions = reply.questions.iter().chain(learned).rev();
    let best = questions.map(|ask| (likeness(ask), ask)).max_by_key(|(likeness, _)| *likeness);
    let spelt = || {
        reply
            .questions
            .iter()
            .chain(learned)
            .find(|ask| align(&query.joined, &Prepared::new(ask), Gaps::Refused).is_some())
    };
    best.filter(|(likeness, _)| *likeness > (false, 0)).map(|(_, ask)| ask).or_else(spelt).cloned()
}

/// From the first to the last character of the query in the first text that has them in order.
fn place_in_texts(reply: &Reply, query: &Query) -> Option<MatchReason> {
    let words = || query.words.iter().chain([&query.joined]).rev();
    reply.texts().enumerate().find_map(|(text_idx, text)| {
        let range = words().find_map(|word| place(text, &word.chars))?;
        Some(MatchReason::Text { text_idx, range })
    })
}

/// The bytes of a text from the first to the last character of a word: in one piece, else in the same order.
fn place(text: &str, word: &[char]) -> Option<Range<usize>> {
    let own: Vec<(Range<usize>, char)> =
        composed(text).map(|(c, range)| (range, normal(c))).filter(|(_, c)| is_letter(*c)).collect();
    let in_one_piece = own.windows(word.len().max(1)).find(|part| part.iter().map(|(_, c)| c).eq(word));
    let (first, last) = if let Some(part) = in_one_piece {
        (part.first()?, part.last()?)
    } else {
        let mut rest = own.iter();
        let mut found = word.iter().map(|wanted| rest.find(|(_, c)| c == wanted));
        let first = found.next()??;
        (first, found.try_fold(first, |_, at| at)?)
    };
    Some(first.0.start..last.0.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Message, Wording};

    fn reply() -> Reply {
        Reply {
            title: "退货（运费）谁出".into(),
            tags: vec!["邮费".into()],
            questions: vec!["来回运费谁承担".into(), "退货要我出运费吗".into()],
            wordings: vec![Wording {
                messages: vec![Message::Text("您好，{店铺名} 送运费险，放心退。".into())],
                ..Wording::default()
            }],
            ..Reply::default()
        }
    }

    fn found(query: &str, tier: Tier) -> (Vec<usize>, Option<MatchReason>) {
        let matched = matched(&reply(), &[], &Query::typed(query), tier, &Asked::Unsure);
        (matched.title_positions, matched.reason)
    }

    #[test]
    fn the_title_says_which_characters_matched() {
        assert_eq!(found("退货运费", Tier::Title), (vec![0, 1, 3, 4], None));
        assert_eq!(found("thyf", Tier::Initials), (vec![0, 1, 3, 4], None));
        assert_eq!(found("谁退", Tier::AnyOrder), (vec![0, 6], None));
        assert_eq!(found("运费 退货", Tier::Title), (vec![0, 1, 3, 4], None));
        assert_eq!(found("tiuhuo", Tier::Slip), (vec![0, 1], None));
        assert_eq!(found("退活", Tier::Slip), (vec![0, 1], None));
    }

    #[test]
    fn what_is_not_in_the_title_is_named() {
        assert_eq!(found("邮费", Tier::Initials).1, Some(MatchReason::Tag("邮费".into())));
        assert_eq!(
            found("要我出运费不", Tier::Question).1,
            Some(MatchReason::Ask("退货要我出运费吗".into()))
        );
        let Some(MatchReason::Text { text_idx: 0, range }) = found("运费险放心", Tier::Body).1 else {
            panic!()
        };
        assert_eq!("您好，{店铺名} 送运费险，放心退。".get(range), Some("运费险，放心"));
    }

    #[test]
    fn a_message_that_is_understood_has_that_for_its_reason_and_one_that_asks_nothing_has_none() {
        let reason = |message: &str| {
            let query = Query::pasted(message);
            matched(&reply(), &[], &query, Tier::Question, &Asked::by(&query)).reason
        };
        let Some(MatchReason::Asked { scenario, pieces }) = reason("亲，都14天了还没发货呀") else {
            panic!()
        };
        assert_eq!(scenario.id, "insale.urge_shipping");
        assert!(pieces.iter().any(|piece| piece.contains("没发")), "{pieces:?}");
        assert!(!pieces.iter().any(|piece| piece.contains('0')), "{pieces:?}");
        for nothing in ["好的", "今天好冷啊"] {
            assert_eq!(reason(nothing), None, "{nothing}");
        }
        assert_eq!(reason("亲，来回运费谁承担？"), Some(MatchReason::Ask("来回运费谁承担".into())));
    }
}
