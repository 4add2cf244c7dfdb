//! The tiers of codes, titles and tags.

use std::collections::BTreeMap;

use super::facets::each_facet;
use super::score::{gaps_score, reading_cost, title_score};
use super::{MAX_CANDIDATES, MIN_LETTERS_WITH_GAPS, Search, TAG_SCORE};
use crate::search::alphabet::Glyph;
use crate::search::board::{FULL_SCORE, Top};
use crate::search::index::{DocRef, Side};
use crate::search::pattern::{Ways, WordPattern};
use crate::search::segment::IndexSegment;
use crate::search::tier::Tier;

impl Search<'_> {
    /// The replies whose code is the typed word, and those whose code begins with it.
    pub(super) fn codes(&mut self) {
        let (mut whole, mut begun) = (self.board.top(), self.board.top());
        let word = self.query.joined.chars.as_slice();
        // By the letter behind the word: the first of those that the next key would bring up.
        let mut first_of: BTreeMap<Option<char>, (u64, DocRef)> = BTreeMap::new();
        let mut found = Vec::new();
        for (segment, side) in self.index.segments() {
            let start = segment.codes.partition_point(|(code, _)| code.as_slice() < word);
            let fitting = segment.codes.iter().skip(start).take_while(|(code, _)| code.starts_with(word));
            for (code, doc) in fitting {
                let at = DocRef { side, doc: *doc };
                if code.len() == word.len() {
                    whole.offer(&self.board, at, FULL_SCORE);
                } else if !self.index.is_hidden(at) {
                    let next = code.get(word.len()).copied();
                    let key = (self.index.order(at), at);
                    first_of.entry(next).and_modify(|first| *first = key.min(*first)).or_insert(key);
                    found.push((at, next));
                }
            }
        }
        for (at, next) in found {
            // One letter says little. What a second one will not bring to the top comes first now, behind own replies
            // only: so nearly every title is two letters away.
            let comes_next = first_of.get(&next).is_some_and(|(_, first)| *first == at);
            let is_own = self.index.doc(at).is_some_and(|doc| doc.standing.is_own());
            let score = match (word.len(), is_own, comes_next) {
                (1, false, true) => FULL_SCORE - 2,
                (1, false, false) => FULL_SCORE - 1,
                _ => FULL_SCORE,
            };
            begun.offer(&self.board, at, score);
        }
        self.take(Tier::Code, whole);
        self.take(Tier::CodePrefix, begun);
    }

    /// In one piece in titles and tags: first as it is or spelt out, then abbreviated.
    pub(super) fn titles(&mut self) {
        let mut spelt = self.board.top();
        self.rest = self.each_title(Ways::Whole, &mut spelt, |pattern| pattern);
        self.take(Tier::Title, spelt);
        if self.board.is_full() {
            return;
        }
        let mut short = self.board.top();
        if self.query.joined.chars.iter().any(char::is_ascii_lowercase) {
            self.rest = self.each_title(Ways::Short, &mut short, WordPattern::short_only);
        }
        if !self.query.is_message {
            let word = &self.query.joined;
            let mut unusual = Vec::new();
            each_facet(
                self.index,
                word,
                |is_tag, _| is_tag,
                |at, fit| {
                    if fit.is_usual {
                        short.offer(&self.board, at, TAG_SCORE);
                    } else {
                        unusual.push(at);
                    }
                },
            );
            // Behind: of several offers of a reply the first is kept.
            for at in unusual {
                short.offer(&self.board, at, TAG_SCORE - reading_cost(false, word.len()));
            }
        }
        self.take(Tier::Initials, short);
    }

    /// Offers the titles that the query fits in one piece. Gives those that have all of its pieces.
    fn each_title(&self, ways: Ways, top: &mut Top, prepare: fn(WordPattern) -> WordPattern) -> Vec<DocRef> {
        let mut rest = Vec::new();
        for (segment, side) in self.index.segments() {
            let pattern = WordPattern::compile(&self.query.joined, &segment.alphabet, ways).map(prepare);
            let Some(pattern) = pattern else { continue };
            let mut offer = |at: DocRef| {
                // A message that a longer title begins with is about other things as well.
                let is_wanted = !self.query.is_message || self.board.is_title(at);
                if is_wanted
                    && self.board.wants(at)
                    && let Some(fit) = segment.titles.fit(at.doc as usize, &pattern, &segment.alphabet)
                {
                    top.offer(&self.board, at, title_score(fit, pattern.len()).1);
                }
                // The few replies of the delta are between those of the base: all are looked at.
                side == Side::Base && top.is_settled()
            };
            // The walk below may end before it comes to these.
            for at in self.board.favoured().into_iter().filter(|at| at.side == side) {
                offer(at);
            }
            let survivors = segment.titles.survivors(&pattern, &segment.alphabet);
            let mut in_order = survivors.ones().map(|doc| DocRef::new(side, doc));
            if !in_order.any(offer) {
                let wanted = survivors.ones().map(|doc| DocRef::new(side, doc));
                rest.extend(wanted.filter(|at| self.board.wants(*at)).take(MAX_CANDIDATES));
            }
        }
        rest
    }

    /// In titles with gaps, then in any order.
    pub(super) fn titles_with_gaps(&mut self) {
        let word = self.query.joined.chars.as_slice();
        let is_ascii = word.iter().all(char::is_ascii);
        let (mut gaps, mut any_order) = (self.board.top(), self.board.top());
        if word.len() >= MIN_LETTERS_WITH_GAPS || !is_ascii && word.len() > 1 {
            let rest = std::mem::take(&mut self.rest);
            for (segment, side) in self.index.segments() {
                let pattern = WordPattern::compile(&self.query.joined, &segment.alphabet, Ways::Short);
                let Some(pattern) = pattern else { continue };
                let here = rest.iter().filter(|at| at.side == side && self.board.wants(**at));
                for at in here {
                    let title = segment.titles.text(at.doc as usize);
                    if let Some((start, passed)) = pattern.fit_with_gaps(title, &segment.alphabet) {
                        gaps.offer(&self.board, *at, gaps_score(start, passed));
                    } else if word.iter().all(|c| !c.is_ascii()) && has_all(title, word, segment) {
                        any_order.offer(&self.board, *at, FULL_SCORE);
                    }
                }
            }
        }
        self.take(Tier::Gaps, gaps);
        self.take(Tier::AnyOrder, any_order);
    }
}

/// Whether a title has every character of a word, each as often.
fn has_all(title: &[Glyph], word: &[char], segment: &IndexSegment) -> bool {
    let mut left = title.to_vec();
    word.iter().all(|c| {
        let at = left.iter().position(|glyph| segment.alphabet.character(*glyph) == *c);
        at.map(|at| left.swap_remove(at)).is_some()
    })
}
