//! A query of several words: what has every one of them somewhere.

use super::facets::each_facet;
use super::score::{gaps_score, title_score};
use super::texts::{contains, glyphs, rarest};
use super::{MAX_CANDIDATES, MIN_LETTERS_WITH_GAPS, Reached, Search, TAG_SCORE};
use crate::search::board::{DocSet, FULL_SCORE};
use crate::search::index::{DocRef, Index, Side};
use crate::search::pattern::{Ways, WordPattern};
use crate::search::tier::Tier;
use crate::search::word::Word;

impl Search<'_> {
    /// The replies that every word fits somewhere; the worst of them gives the tier.
    pub(super) fn each_word(&self) -> Vec<Reached> {
        let mut all: Option<(DocSet, Vec<WordFits>)> = None;
        for word in &self.query.words {
            let fits = WordFits::new(self, word);
            match &mut all {
                None => all = Some((fits.anywhere.clone(), vec![fits])),
                Some((common, others)) => {
                    common.intersect_with(&fits.anywhere);
                    others.push(fits);
                }
            }
        }
        let Some((common, words)) = all else { return Vec::new() };
        let count = i32::try_from(words.len()).unwrap_or(1);
        let evaluate = |at: DocRef| {
            let mut reached = Reached { at, tier: Tier::Title, score: 0 };
            for word in &words {
                let (tier, score) = word.best(self.index, at)?;
                reached.tier = reached.tier.max(tier);
                reached.score += score;
            }
            reached.score /= count;
            Some(reached)
        };
        common.iter().filter(|at| self.board.wants(*at)).take(MAX_CANDIDATES).filter_map(evaluate).collect()
    }
}

/// Where one of several words fits.
struct WordFits {
    /// For base and delta.
    patterns: [Option<WordPattern>; 2],
    codes: DocSet,
    tags: DocSet,
    questions: DocSet,
    bodies: DocSet,
    /// All that may fit, in the title or one of the above.
    anywhere: DocSet,
}

impl WordFits {
    /// Looks one word up in every kind of text.
    fn new(search: &Search<'_>, word: &Word) -> Self {
        let index = search.index;
        let empty = DocSet::new(index);
        let (mut codes, mut tags, mut questions, mut bodies) =
            (empty.clone(), empty.clone(), empty.clone(), empty.clone());
        let mut anywhere = empty;
        let patterns = [Side::Base, Side::Delta].map(|side| {
            let segment = index.segment(side);
            let pattern = WordPattern::compile(word, &segment.alphabet, Ways::Short);
            for title in pattern
                .iter()
                .flat_map(|pattern| segment.titles.survivors(pattern, &segment.alphabet).into_ones())
            {
                anywhere.insert(DocRef::new(side, title));
            }
            for (_, doc) in segment.codes.iter().filter(|(code, _)| *code == word.chars) {
                codes.insert(DocRef { side, doc: *doc });
            }
            if word.len() > 1
                && let Some(needle) = glyphs(&word.chars, segment)
            {
                for posting in rarest(&word.chars, segment) {
                    if contains(segment.body(posting.doc()), &needle) {
                        bodies.insert(DocRef::new(side, posting.doc()));
                    }
                }
            }
            pattern
        });
        each_facet(
            index,
            word,
            |is_tag, _| is_tag,
            |at, _| {
                tags.insert(at);
            },
        );
        for (at, _) in search.phrases_in_questions(word) {
            questions.insert(at);
        }
        for set in [&codes, &tags, &questions, &bodies] {
            anywhere.union_with(set);
        }
        Self { patterns, codes, tags, questions, bodies, anywhere }
    }

    /// The best tier in which a reply has the word, with its score; `None` where it has it nowhere.
    fn best(&self, index: &Index, at: DocRef) -> Option<(Tier, i32)> {
        if self.codes.contains(at) {
            return Some((Tier::Title, FULL_SCORE));
        }
        let segment = index.segment(at.side);
        let [base, delta] = &self.patterns;
        let pattern = at.side.pick(base, delta).as_ref();
        let title = segment.titles.text(at.doc as usize);
        let fit = pattern.and_then(|pattern| Some((pattern.fit(title, &segment.alphabet)?, pattern.len())));
        if let Some((fit, letters)) = fit {
            return Some(title_score(fit, letters));
        }
        if self.tags.contains(at) {
            return Some((Tier::Initials, TAG_SCORE));
        }
        let with_gaps = pattern
            .filter(|pattern| pattern.len() >= MIN_LETTERS_WITH_GAPS)
            .and_then(|pattern| pattern.fit_with_gaps(title, &segment.alphabet));
        if let Some((start, passed)) = with_gaps {
            return Some((Tier::Gaps, gaps_score(start, passed)));
        }
        let lower = [(&self.questions, Tier::Question), (&self.bodies, Tier::Body)];
        lower.into_iter().find(|(set, _)| set.contains(at)).map(|(_, tier)| (tier, FULL_SCORE / 2))
    }
}
