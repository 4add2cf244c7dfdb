//! One query against an [`Index`]: the tiers, one after the other, until there are hits enough.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use jiff::civil::DateTime;
use rustc_hash::FxHashMap;

use super::alphabet::Glyph;
use super::board::{Board, DocSet, FULL_SCORE, Top};
use super::habits::Habits;
use super::index::{DocRef, Index, Side};
use super::meaning;
use super::normal::is_hanzi;
use super::pattern::{Fit, Quality, Ways, WordPattern};
use super::query::{AtName, Query};
use super::segment::IndexSegment;
use super::sentence::{Term, TermKind, each_term};
use super::slips;
use super::terms::Posting;
use super::tier::{Hit, Tier};
use super::word::Word;

/// Fewer letters fit nearly every title with gaps.
const FEWEST_LETTERS_WITH_GAPS: usize = 3;
/// Spelt-out pinyin of two syllables, at least.
const FEWEST_LETTERS_IN_QUESTIONS: usize = 4;
/// With fewer hanzi, only questions that have them in one piece are like the query.
const FEWEST_HANZI_WITH_MEANING: usize = 3;
/// So many candidates are looked at in the costly tiers.
const MAX_CANDIDATES: usize = 2000;
/// So many texts are read by the fuzzy matcher.
const MAX_FUZZY: usize = 300;
/// Characters before the match: the beginning of a title is what people remember.
const PER_CHARACTER_BEFORE: i32 = 2;
/// Below every title of the same tier: the title says what the reply is.
const TAG_SCORE: i32 = FULL_SCORE / 2;

impl Index {
    /// The best replies for a query, at most `limit`, best first. A query without letters finds nothing.
    ///
    /// The order is total: those out of date at `now` last, then tier, score with the bonus of a habit, own replies first,
    /// the last used, the shorter title, the order of the library. Where a query is nothing but a place to stay within,
    /// titles do not count.
    pub fn search(&self, query: &Query, habits: &Habits, now: DateTime, limit: usize) -> Vec<Hit> {
        if limit == 0 || query.is_empty() {
            return Vec::new();
        }
        let within = within(self, &query.within);
        if within.is_none() && query.words.is_empty() {
            return Vec::new();
        }
        let bonuses = habits
            .bonuses(query.habit.as_deref())
            .filter_map(|(id, bonus)| Some((self.find(id)?, bonus)))
            .collect::<FxHashMap<_, _>>();
        let board = Board::new(self, limit, bonuses, within, self.expired(now));
        let mut search = Search { index: self, query, board, by_words: Vec::new(), rest: Vec::new() };
        search.run();
        if !search.board.is_full() && search.board.go_on_with_expired() {
            search.run();
        }
        search.board.into_hits()
    }

    /// The replies that are out of date, if any are.
    fn expired(&self, now: DateTime) -> Option<DocSet> {
        let mut expired = None;
        for (segment, side) in self.segments() {
            for (doc, _) in segment.expiring.iter().filter(|(_, expires)| *expires <= now) {
                expired.get_or_insert_with(|| DocSet::new(self)).insert(DocRef { side, doc: *doc });
            }
        }
        expired
    }

    /// The names behind an `@` that no category, tag or pack has, in a query that looks for something else as well: the
    /// search passes them over.
    pub fn unknown_places<'q>(&self, query: &'q Query) -> Vec<&'q str> {
        if query.words.is_empty() {
            return Vec::new();
        }
        let unknown = query.within.iter().filter(|place| in_place(self, place).is_empty());
        unknown.map(|place| place.name.as_str()).collect()
    }

    /// The id of a reply that was found.
    pub fn id(&self, hit: &Hit) -> &str {
        self.doc(hit.at).map_or("", |doc| &doc.id)
    }
}

/// The replies that are in every one of the places; `None` where nothing is called so. A name that nothing has is passed
/// over: what was pasted often begins with somebody's `@name`.
fn within(index: &Index, places: &[AtName]) -> Option<DocSet> {
    let known = places.iter().map(|place| in_place(index, place)).filter(|found| !found.is_empty());
    known.reduce(|mut all, found| {
        all.intersect_with(&found);
        all
    })
}

/// The replies in one place; none where nothing is called so.
fn in_place(index: &Index, place: &AtName) -> DocSet {
    let mut found = DocSet::new(index);
    each_facet(
        index,
        &place.word,
        |_, _| true,
        |at, _| {
            if !index.is_hidden(at) {
                found.insert(at);
            }
        },
    );
    found
}

/// Calls back for the replies of every facet that a word fits, with how it fits.
fn each_facet(
    index: &Index,
    word: &Word,
    wanted: impl Fn(bool, &Fit) -> bool,
    mut found: impl FnMut(DocRef, &Fit),
) {
    for (segment, side) in index.segments() {
        let Some(pattern) = WordPattern::compile(word, &segment.alphabet, Ways::Short) else { continue };
        segment.facets.each_doc(&pattern, &segment.alphabet, &wanted, |doc, fit| {
            found(DocRef { side, doc }, fit);
        });
    }
}

/// Finds the replies of one tier or two.
type TierSearch<'a> = fn(&mut Search<'a>);

struct Search<'a> {
    index: &'a Index,
    query: &'a Query,
    board: Board<'a>,
    /// Replies that every single word fits somewhere.
    by_words: Vec<(DocRef, Tier, i32)>,
    /// Replies whose title has everything, though not in one piece.
    rest: Vec<DocRef>,
}

impl<'a> Search<'a> {
    fn run(&mut self) {
        if self.query.words.is_empty() {
            return self.everything_within();
        }
        let is_word = !self.query.is_message;
        if is_word && self.query.words.len() > 1 {
            self.by_words = self.each_word();
        }
        let tiers: [(TierSearch<'a>, bool); 8] = [
            (Self::codes, is_word),
            (Self::titles, true),
            (Self::titles_with_gaps, is_word),
            (Self::slips_alone, is_word),
            (Self::questions, true),
            (Self::bodies, true),
            (Self::slips, is_word),
            (Self::fuzzy, is_word),
        ];
        for (tier, is_wanted) in tiers {
            if is_wanted {
                tier(self);
            }
            if self.board.is_full() {
                return;
            }
        }
    }

    /// Closes a tier, with the replies that reach it word by word.
    fn take(&mut self, tier: Tier, mut top: Top) {
        for (at, _, score) in self.by_words.iter().filter(|(_, reached, _)| *reached == tier) {
            top.offer(&self.board, *at, *score);
        }
        self.board.take(tier, top);
    }

    fn everything_within(&mut self) {
        let mut top = self.board.top_by_library();
        for (segment, side) in self.index.segments() {
            for doc in (0..).take(segment.docs.len()) {
                top.offer(&self.board, DocRef { side, doc }, 0);
            }
        }
        self.board.take(Tier::Initials, top);
    }

    fn codes(&mut self) {
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
    fn titles(&mut self) {
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
            // Behind: the first offer of a reply counts.
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
                if self.board.wants(at)
                    && let Some(fit) = segment.titles.fit(at.doc as usize, &pattern, &segment.alphabet)
                {
                    top.offer(&self.board, at, title_score(fit, pattern.len()).1);
                }
                // The few replies of the delta stand between those of the base: all are looked at.
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
    fn titles_with_gaps(&mut self) {
        let word = self.query.joined.chars.as_slice();
        let is_ascii = word.iter().all(char::is_ascii);
        let (mut gaps, mut any_order) = (self.board.top(), self.board.top());
        if word.len() >= FEWEST_LETTERS_WITH_GAPS || !is_ascii && word.len() > 1 {
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

    /// Sample questions that have the query in one piece, and replies that are about the same things.
    fn questions(&mut self) {
        let phrases = self.phrases_in_questions(&self.query.joined);
        let hanzi = self.query.joined.chars.iter().filter(|c| is_hanzi(**c)).count();
        let mut found = if hanzi >= FEWEST_HANZI_WITH_MEANING || self.query.is_message {
            let wants = |at| self.board.wants(at);
            let (sentence, favoured) = (&self.query.sentence, self.board.favoured());
            meaning::rank(self.index, sentence, &phrases, &wants, &favoured, self.board.room())
        } else {
            Vec::new()
        };
        if found.is_empty() {
            found.extend(phrases.iter().map(|(at, len)| (*at, FULL_SCORE / 2 - cost(*len, 1))));
        }
        let mut top = self.board.top();
        for (at, score) in found {
            top.offer(&self.board, at, score);
        }
        self.take(Tier::Question, top);
    }

    /// The replies with a sample question that has a word in one piece, in order, with the length of the shortest.
    fn phrases_in_questions(&self, word: &Word) -> Vec<(DocRef, usize)> {
        let mut found: Vec<(DocRef, usize)> = Vec::new();
        let is_ascii = word.chars.iter().all(char::is_ascii);
        if word.len() < if is_ascii { FEWEST_LETTERS_IN_QUESTIONS } else { 2 } {
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

    fn bodies(&mut self) {
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
            // A single letter stands in every other text.
            if !only.is_ascii() {
                (0..segment.docs.len()).any(has_enough);
            }
            return;
        }
        rarest(word, segment).iter().any(|posting| has_enough(posting.doc()));
    }

    fn slips_alone(&mut self) {
        if self.board.is_empty() {
            self.slips_as(Tier::SlipAlone);
        }
    }

    fn slips(&mut self) {
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
                        segment.titles.fit(title, &pattern, &segment.alphabet).filter(slips::is_telling)
                    {
                        let score = FULL_SCORE - cost(fit.start, PER_CHARACTER_BEFORE);
                        top.offer(&self.board, DocRef::new(side, title), score);
                    }
                }
                segment.facets.each_doc(
                    &pattern,
                    &segment.alphabet,
                    |is_tag, fit| is_tag && slips::is_telling(fit),
                    |doc, _| top.offer(&self.board, DocRef { side, doc }, TAG_SCORE),
                );
            }
        }
        self.take(tier, top);
    }

    /// Texts that have some neighbours of the query, and all of it in order.
    fn fuzzy(&mut self) {
        let mut top = self.board.top();
        let word = self.query.joined.chars.as_slice();
        if word.len() >= FEWEST_HANZI_WITH_MEANING && word.iter().all(|c| !c.is_ascii()) {
            let skim = SkimMatcherV2::default();
            let pattern: String = word.iter().collect();
            for (segment, side) in self.index.segments() {
                let mut candidates = FixedBitSet::with_capacity(segment.docs.len());
                for term in telling_terms(word) {
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

    /// The replies that every word fits somewhere; the worst of them gives the tier.
    fn each_word(&self) -> Vec<(DocRef, Tier, i32)> {
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
            let (mut worst, mut sum) = (Tier::Title, 0);
            for word in &words {
                let (tier, score) = word.best(self.index, at)?;
                worst = worst.max(tier);
                sum += score;
            }
            Some((at, worst, sum / count))
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
            .filter(|pattern| pattern.len() >= FEWEST_LETTERS_WITH_GAPS)
            .and_then(|pattern| pattern.fit_with_gaps(title, &segment.alphabet));
        if let Some((start, passed)) = with_gaps {
            return Some((Tier::Gaps, gaps_score(start, passed)));
        }
        let lower = [(&self.questions, Tier::Question), (&self.bodies, Tier::Body)];
        lower.into_iter().find(|(set, _)| set.contains(at)).map(|(_, tier)| (tier, FULL_SCORE / 2))
    }
}

/// How well a title fits a word of so many letters.
fn title_score(fit: Fit, letters: usize) -> (Tier, i32) {
    let (tier, quality_cost) = match fit.quality {
        Quality::Spelt => (Tier::Title, 0),
        Quality::Short => (Tier::Initials, 0),
        Quality::Mixed => (Tier::Initials, 20),
    };
    (
        tier,
        FULL_SCORE
            - quality_cost
            - reading_cost(fit.is_usual, letters)
            - cost(fit.start, PER_CHARACTER_BEFORE),
    )
}

/// A reading that is not the usual one comes behind; for a single letter, which says nothing else, behind every usual one.
fn reading_cost(is_usual: bool, letters: usize) -> i32 {
    match (is_usual, letters) {
        (true, _) => 0,
        (false, 1) => FULL_SCORE * 2 / 5,
        (false, _) => 60,
    }
}

fn gaps_score(start: usize, passed: usize) -> i32 {
    FULL_SCORE - cost(start, PER_CHARACTER_BEFORE) - cost(passed, 3)
}

/// What so many characters cost.
fn cost(characters: usize, each: i32) -> i32 {
    i32::try_from(characters.min(100)).unwrap_or(0) * each
}

/// The terms of a word that replies are found by: not its single hanzi.
fn telling_terms(word: &[char]) -> Vec<Term> {
    let text: String = word.iter().collect();
    let mut terms = Vec::new();
    each_term(&text, |term, kind| {
        if matches!(kind, TermKind::Pair | TermKind::Word) {
            terms.push(term);
        }
    });
    terms
}

/// The replies that have the rarest term of a word. A pair that no reply has may stand on both sides of a comma.
fn rarest<'a>(word: &[char], segment: &'a IndexSegment) -> &'a [Posting] {
    let found = telling_terms(word).into_iter().map(|term| segment.terms.postings(term));
    found.filter(|postings| !postings.is_empty()).min_by_key(|postings| postings.len()).unwrap_or_default()
}

/// The word in the numbers of a segment, where it has all of its characters.
fn glyphs(word: &[char], segment: &IndexSegment) -> Option<Vec<Glyph>> {
    word.iter().map(|c| segment.alphabet.glyph(*c)).collect()
}

fn contains(text: &[Glyph], needle: &[Glyph]) -> bool {
    if let [only] = needle {
        return text.contains(only);
    }
    text.windows(needle.len().max(1)).any(|window| window == needle)
}

/// Whether a title has every character of a word, each as often.
fn has_all(title: &[Glyph], word: &[char], segment: &IndexSegment) -> bool {
    let mut left = title.to_vec();
    word.iter().all(|c| {
        let at = left.iter().position(|glyph| segment.alphabet.character(*glyph) == *c);
        at.map(|at| left.swap_remove(at)).is_some()
    })
}
