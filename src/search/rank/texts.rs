//! The tiers below the titles: sample questions, texts, slips, and whatever has the characters in order.

use fixedbitset::FixedBitSet;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::score::{PER_CHARACTER_BEFORE, cost};
use super::{MAX_CANDIDATES, MIN_HANZI_WITH_MEANING, Search, TAG_SCORE};
use crate::search::alphabet::Glyph;
use crate::search::board::FULL_SCORE;
use crate::search::index::{DocRef, Side};
use crate::search::pattern::{Ways, WordPattern};
use crate::search::query::typed_word;
use crate::search::segment::IndexSegment;
use crate::search::sentence::{Term, TermKind, each_term};
use crate::search::terms::Posting;
use crate::search::tier::Tier;
use crate::search::word::Word;
use crate::search::{meaning, slips};
use crate::text::is_hanzi;

/// Spelt-out pinyin of two syllables, at least.
const MIN_LETTERS_IN_QUESTIONS: usize = 4;
/// How many texts the fuzzy matcher reads.
const MAX_FUZZY: usize = 300;
/// How many of the replies to a message are arranged, own ones first.
const MAX_ARRANGED: usize = 300;

impl Search<'_> {
    /// Sample questions that have the query in one piece, and replies that are about the same things.
    pub(super) fn questions(&mut self) {
        let said = self.said();
        let phrases = self.phrases_in_questions(&said);
        let hanzi = self.query.joined.chars.iter().filter(|c| is_hanzi(**c)).count();
        let mut found = if hanzi >= MIN_HANZI_WITH_MEANING || self.query.is_message {
            let wants = |at| self.board.wants(at);
            let (sentence, favoured) = (&self.query.sentence, self.board.favoured());
            meaning::rank(
                self.index,
                &meaning::About::new(sentence),
                &meaning::Phrases { found: &phrases, len: said.len() },
                &wants,
                &favoured,
                self.board.room().max(MAX_ARRANGED),
            )
        } else {
            Vec::new()
        };
        if found.is_empty() {
            found.extend(phrases.iter().map(|(at, len)| (*at, FULL_SCORE / 2 - cost(*len, 1))));
        }
        let mut top = self.board.top_with_room(MAX_ARRANGED);
        for (at, score) in found {
            top.offer(&self.board, at, score);
        }
        self.take(Tier::Question, top);
    }

    /// What sample questions are compared with: the sentence without greetings.
    fn said(&self) -> Word {
        let sentence = typed_word(&self.query.sentence);
        let hanzi = sentence.chars.iter().filter(|c| is_hanzi(**c)).count();
        if hanzi < MIN_HANZI_WITH_MEANING { self.query.joined.clone() } else { sentence }
    }

    /// The replies with a sample question that has a word in one piece, in order, with the length of the shortest.
    pub(super) fn phrases_in_questions(&self, word: &Word) -> Vec<(DocRef, usize)> {
        let mut found: Vec<(DocRef, usize)> = Vec::new();
        let is_ascii = word.chars.iter().all(char::is_ascii);
        if word.len() < if is_ascii { MIN_LETTERS_IN_QUESTIONS } else { 2 } {
            return found;
        }
        for (segment, side) in self.index.segments() {
            let Some(pattern) = WordPattern::compile(word, &segment.alphabet, Ways::Spelt) else { continue };
            let survivors = segment.questions.survivors(&pattern, &segment.alphabet);
            let doc_of = |ask: usize| {
                let at = DocRef { side, doc: *segment.ask_docs.get(ask)? };
                self.board.wants(at).then_some((ask, at))
            };
            for (ask, at) in survivors.ones().filter_map(doc_of).take(MAX_CANDIDATES) {
                if segment.questions.fit(ask, &pattern, &segment.alphabet).is_some() {
                    let len = segment.questions.text(ask).len();
                    match found.last_mut() {
                        Some((last, shortest)) if *last == at => *shortest = len.min(*shortest),
                        _ => found.push((at, len)),
                    }
                }
            }
        }
        found
    }

    /// The replies in whose text the typed characters occur in one piece.
    pub(super) fn bodies(&mut self) {
        let mut top = self.board.top();
        for (segment, side) in self.index.segments() {
            let Some(needle) = glyphs(&self.query.joined.chars, segment) else { continue };
            let has_it = |doc: usize| contains(segment.body(doc), &needle);
            for at in self.board.favoured() {
                if at.side == side && has_it(at.doc as usize) {
                    top.offer(&self.board, at, FULL_SCORE);
                }
            }
            self.each_body_candidate(segment, |doc| {
                if has_it(doc) {
                    top.offer(&self.board, DocRef::new(side, doc), FULL_SCORE);
                }
                side == Side::Base && top.is_settled()
            });
        }
        self.take(Tier::Body, top);
    }

    /// Calls back for every reply, in order, whose texts may have the query in one piece, until it says that it has enough.
    fn each_body_candidate(&self, segment: &IndexSegment, mut has_enough: impl FnMut(usize) -> bool) {
        let word = self.query.joined.chars.as_slice();
        if let [only] = word {
            // A single letter is in every other text.
            if !only.is_ascii() {
                (0..segment.docs.len()).any(has_enough);
            }
            return;
        }
        rarest(word, segment).iter().any(|posting| has_enough(posting.doc()));
    }

    pub(super) fn slips_alone(&mut self) {
        if self.board.is_empty() {
            self.slips_as(Tier::SlipAlone);
        }
    }

    pub(super) fn slips(&mut self) {
        self.slips_as(Tier::Slip);
    }

    /// Titles and tags but for one slip.
    fn slips_as(&mut self, tier: Tier) {
        let mut top = self.board.top();
        for (segment, side) in self.index.segments() {
            for pattern in slips::patterns(&self.query.joined, &segment.alphabet) {
                let survivors = segment.titles.survivors(&pattern, &segment.alphabet);
                let wanted = survivors.ones().filter(|title| self.board.wants(DocRef::new(side, *title)));
                for title in wanted.take(MAX_CANDIDATES) {
                    if let Some(fit) =
                        segment.titles.fit(title, &pattern, &segment.alphabet).filter(slips::is_informative)
                    {
                        let score = FULL_SCORE - cost(fit.start, PER_CHARACTER_BEFORE);
                        top.offer(&self.board, DocRef::new(side, title), score);
                    }
                }
                segment.facets.each_doc(
                    &pattern,
                    &segment.alphabet,
                    |is_tag, fit| is_tag && slips::is_informative(fit),
                    |doc, _| top.offer(&self.board, DocRef { side, doc }, TAG_SCORE),
                );
            }
        }
        self.take(tier, top);
    }

    /// Texts that have some neighbours of the query, and all of it in order.
    pub(super) fn fuzzy(&mut self) {
        let mut top = self.board.top();
        let word = self.query.joined.chars.as_slice();
        if word.len() >= MIN_HANZI_WITH_MEANING && word.iter().all(|c| !c.is_ascii()) {
            let skim = SkimMatcherV2::default();
            let pattern: String = word.iter().collect();
            for (segment, side) in self.index.segments() {
                let mut candidates = FixedBitSet::with_capacity(segment.docs.len());
                for term in informative_terms(word) {
                    segment.terms.postings(term).iter().for_each(|posting| candidates.insert(posting.doc()));
                }
                let wanted = candidates.ones().filter(|doc| self.board.wants(DocRef::new(side, *doc)));
                for doc in wanted.take(MAX_FUZZY) {
                    let text = segment.text(segment.body(doc));
                    if let Some(score) = skim.fuzzy_match(&text, &pattern) {
                        top.offer(&self.board, DocRef::new(side, doc), i32::try_from(score).unwrap_or(0));
                    }
                }
            }
        }
        self.take(Tier::Fuzzy, top);
    }
}

/// The terms of a word that replies are found by: not its single hanzi.
fn informative_terms(word: &[char]) -> Vec<Term> {
    let text: String = word.iter().collect();
    let mut terms = Vec::new();
    each_term(&text, |term, kind| {
        if matches!(kind, TermKind::Pair | TermKind::Word) {
            terms.push(term);
        }
    });
    terms
}

/// The replies that have the rarest term of a word. A pair that no reply has may be on both sides of a comma.
pub(super) fn rarest<'a>(word: &[char], segment: &'a IndexSegment) -> &'a [Posting] {
    let found = informative_terms(word).into_iter().map(|term| segment.terms.postings(term));
    found.filter(|postings| !postings.is_empty()).min_by_key(|postings| postings.len()).unwrap_or_default()
}

/// The word in the numbers of a segment, where it has all of its characters.
pub(super) fn glyphs(word: &[char], segment: &IndexSegment) -> Option<Vec<Glyph>> {
    word.iter().map(|c| segment.alphabet.glyph(*c)).collect()
}

pub(super) fn contains(text: &[Glyph], needle: &[Glyph]) -> bool {
    if let [only] = needle {
        return text.contains(only);
    }
    text.windows(needle.len().max(1)).any(|window| window == needle)
}
