//! What matched how well, and the order of the hits.

use std::cmp::Reverse;
use std::collections::HashSet;

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::align::{Alignment, align};
use super::index::{Ask, Entry, Index, pairs};
use super::query::Query;
use crate::model::ReplyRef;

/// How a reply was found; the first is the best. A hit of a better tier always stands above the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The short code, whole.
    Code,
    /// The beginning of the short code.
    CodePrefix,
    /// Hanzi or spelt-out pinyin, in one piece, in the title.
    Title,
    /// In one piece with initials in the title, or in a tag.
    Initials,
    /// In the title in this order, with gaps.
    Gaps,
    /// All characters are in the title, in another order.
    AnyOrder,
    /// Like one of the sample questions.
    Question,
    /// In one piece in a text.
    Body,
    /// In a text in this order, with gaps.
    Fuzzy,
}

impl Tier {
    /// The stable name that `search --json` prints.
    pub fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::CodePrefix => "code-prefix",
            Self::Title => "title",
            Self::Initials => "initials",
            Self::Gaps => "gaps",
            Self::AnyOrder => "any-order",
            Self::Question => "question",
            Self::Body => "body",
            Self::Fuzzy => "fuzzy",
        }
    }
}

/// What of a reply matched: characters of the title, and the sample question that is like the query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matched {
    /// Ascending positions in the title, in characters.
    pub title_positions: Vec<usize>,
    pub ask_idx: Option<usize>,
}

/// A reply that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub at: ReplyRef,
    pub tier: Tier,
    /// Higher is better, within a tier.
    pub score: i64,
    pub matched: Matched,
}

/// How one word of the query fits one reply.
struct Fit {
    tier: Tier,
    score: i64,
    matched: Matched,
}

/// A perfect fit within a tier.
const FULL_SCORE: i64 = 1000;
/// Fewer letters fit nearly every title with gaps.
const FEWEST_LETTERS_WITH_GAPS: usize = 3;
/// Spelt-out pinyin of two syllables, at least.
const FEWEST_LETTERS_IN_QUESTIONS: usize = 4;
/// How much of the pairs of characters of two sentences must be common, in thousandths (Sørensen–Dice).
const LEAST_LIKENESS: i64 = 450;

impl Index {
    /// The best replies for a query, at most `limit`, best first. A query without letters finds nothing.
    /// Ties: the user's own before the starter's, the shorter title, the id.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = Query::parse(query);
        if query.words.is_empty() {
            return Vec::new();
        }
        let finder = Finder { pairs: pairs(&query.joined), query: &query, skim: SkimMatcherV2::default() };
        let mut found: Vec<(&Entry, Fit)> =
            self.entries.iter().filter_map(|entry| finder.fit(entry).map(|fit| (entry, fit))).collect();
        found.sort_by_key(|(entry, fit)| {
            (fit.tier, Reverse(fit.score), Reverse(entry.layer), entry.title.chars.len(), entry.id.as_str())
        });
        let hit = |(entry, fit): (&Entry, Fit)| Hit {
            at: entry.at,
            tier: fit.tier,
            score: fit.score,
            matched: fit.matched,
        };
        found.into_iter().take(limit).map(hit).collect()
    }
}

struct Finder<'a> {
    query: &'a Query,
    /// Those of the whole query.
    pairs: HashSet<(char, char)>,
    skim: SkimMatcherV2,
}

impl Finder<'_> {
    /// The query as one piece, or word by word, whichever fits better.
    fn fit(&self, entry: &Entry) -> Option<Fit> {
        let whole = self.word(&self.query.joined, entry).or_else(|| self.question(entry));
        let by_word = if self.query.words.len() > 1 { self.words(entry) } else { None };
        [whole, by_word].into_iter().flatten().min_by_key(|fit| (fit.tier, Reverse(fit.score)))
    }

    /// Every word must fit; the worst of them gives the tier.
    fn words(&self, entry: &Entry) -> Option<Fit> {
        let mut all = Fit { tier: Tier::Code, score: 0, matched: Matched::default() };
        for word in &self.query.words {
            let fit = self.word(word, entry)?;
            all.tier = all.tier.max(fit.tier);
            all.score += fit.score;
            all.matched.title_positions.extend(fit.matched.title_positions);
            all.matched.ask_idx = all.matched.ask_idx.or(fit.matched.ask_idx);
        }
        // Words in any order are no better than one piece.
        all.tier = all.tier.max(Tier::Title);
        all.score /= i64::try_from(self.query.words.len()).unwrap_or(1);
        all.matched.title_positions.sort_unstable();
        all.matched.title_positions.dedup();
        Some(all)
    }

    fn word(&self, word: &[char], entry: &Entry) -> Option<Fit> {
        code(word, entry)
            .or_else(|| title(word, entry))
            .or_else(|| tag(word, entry))
            .or_else(|| title_with_gaps(word, entry))
            .or_else(|| any_order(word, entry))
            .or_else(|| question_contains(word, entry))
            .or_else(|| self.body(word, entry))
    }

    /// A sentence that is like a sample question, or holds one.
    fn question(&self, entry: &Entry) -> Option<Fit> {
        let like = |(ask_idx, ask): (usize, &Ask)| {
            let likeness = likeness(&self.pairs, &ask.pairs);
            let holds =
                ask.text.chars.len() >= 2 && position_of(&ask.text.chars, &self.query.joined).is_some();
            let likeness = if holds { likeness.max(LEAST_LIKENESS) } else { likeness };
            (likeness >= LEAST_LIKENESS).then_some((likeness, Reverse(ask_idx)))
        };
        let (score, Reverse(ask_idx)) = entry.asks.iter().enumerate().filter_map(like).max()?;
        let matched = Matched { title_positions: Vec::new(), ask_idx: Some(ask_idx) };
        Some(Fit { tier: Tier::Question, score, matched })
    }

    fn body(&self, word: &[char], entry: &Entry) -> Option<Fit> {
        let whole = |tier, score| Some(Fit { tier, score, matched: Matched::default() });
        if let Some(at) = position_of(word, &entry.body) {
            return whole(Tier::Body, late(at));
        }
        // Letters that stand there as they are were found; any few more are strewn over every long text.
        if word.len() < 2 || word.iter().all(char::is_ascii) {
            return None;
        }
        let pattern: String = word.iter().collect();
        let score = self.skim.fuzzy_match(&entry.body_text, &pattern)?;
        whole(Tier::Fuzzy, score)
    }
}

fn late(position: usize) -> i64 {
    FULL_SCORE - i64::try_from(position.min(500)).unwrap_or(0)
}

fn fit_title(tier: Tier, alignment: Alignment, entry: &Entry) -> Fit {
    let unmatched = entry.title.chars.len().saturating_sub(alignment.positions.len());
    let score = FULL_SCORE - i64::from(alignment.cost) * 4 - i64::try_from(unmatched).unwrap_or(0);
    Fit { tier, score, matched: Matched { title_positions: alignment.positions, ask_idx: None } }
}

fn code(word: &[char], entry: &Entry) -> Option<Fit> {
    if !entry.code.starts_with(word) {
        return None;
    }
    // The letters usually are the initials of the title: show which.
    let title_positions = align(word, &entry.title, false).map(|fit| fit.positions).unwrap_or_default();
    let matched = Matched { title_positions, ask_idx: None };
    let rest = entry.code.len() - word.len();
    let tier = if rest == 0 { Tier::Code } else { Tier::CodePrefix };
    Some(Fit { tier, score: FULL_SCORE - i64::try_from(rest).unwrap_or(0), matched })
}

fn title(word: &[char], entry: &Entry) -> Option<Fit> {
    let alignment = align(word, &entry.title, false)?;
    let tier = if alignment.uses_initials { Tier::Initials } else { Tier::Title };
    Some(fit_title(tier, alignment, entry))
}

fn tag(word: &[char], entry: &Entry) -> Option<Fit> {
    let cost = entry.tags.iter().filter_map(|tag| align(word, tag, false)).map(|fit| fit.cost).min()?;
    // Below every title of the same tier: the title says what the reply is.
    let score = FULL_SCORE / 2 - i64::from(cost);
    Some(Fit { tier: Tier::Initials, score, matched: Matched::default() })
}

fn title_with_gaps(word: &[char], entry: &Entry) -> Option<Fit> {
    let letters = word.iter().filter(|c| c.is_ascii_lowercase()).count();
    if letters == word.len() && letters < FEWEST_LETTERS_WITH_GAPS {
        return None;
    }
    align(word, &entry.title, true).map(|alignment| fit_title(Tier::Gaps, alignment, entry))
}

fn any_order(word: &[char], entry: &Entry) -> Option<Fit> {
    if word.len() < 2 || word.iter().any(char::is_ascii) {
        return None;
    }
    let mut positions: Vec<usize> = Vec::new();
    for wanted in word {
        let free = |at: &usize| !positions.contains(at) && entry.title.chars.get(*at) == Some(wanted);
        let at = (0..entry.title.chars.len()).find(free)?;
        positions.push(at);
    }
    positions.sort_unstable();
    let alignment = Alignment { cost: 0, positions, uses_initials: false };
    Some(fit_title(Tier::AnyOrder, alignment, entry))
}

/// A word that stands in a sample question, as it is or spelt out in pinyin. Few letters stand in every other one.
fn question_contains(word: &[char], entry: &Entry) -> Option<Fit> {
    let is_short = word.iter().all(char::is_ascii_lowercase) && word.len() < FEWEST_LETTERS_IN_QUESTIONS;
    let fitting = |(ask_idx, ask): (usize, &Ask)| {
        let at = position_of(word, &ask.text.chars).or_else(|| {
            let spelt = if is_short { None } else { align(word, &ask.text, false) };
            spelt.filter(|fit| !fit.uses_initials)?.positions.first().copied()
        })?;
        Some((at + ask.text.chars.len(), ask_idx))
    };
    let (length, ask_idx) = entry.asks.iter().enumerate().filter_map(fitting).min()?;
    let matched = Matched { title_positions: Vec::new(), ask_idx: Some(ask_idx) };
    Some(Fit { tier: Tier::Question, score: late(length), matched })
}

/// Common pairs of neighbouring characters, 0 to 1000.
fn likeness(a: &HashSet<(char, char)>, b: &HashSet<(char, char)>) -> i64 {
    let common = a.intersection(b).count();
    (2000 * common)
        .checked_div(a.len() + b.len())
        .and_then(|likeness| i64::try_from(likeness).ok())
        .unwrap_or(0)
}

fn position_of(needle: &[char], hay: &[char]) -> Option<usize> {
    if needle.is_empty() { None } else { hay.windows(needle.len()).position(|window| window == needle) }
}
