//! One query against an [`Index`]: the tiers, one after the other, until there are enough hits.
//!
//! [`titles`] has the tiers of codes, titles and tags, [`texts`] those of sample questions and messages, [`words`] what several
//! words have in common; [`board`](super::board) collects the hits.

mod facets;
mod score;
mod texts;
mod titles;
mod words;

use jiff::civil::DateTime;
use rustc_hash::FxHashMap;

use self::facets::{in_place, within};
use super::board::{Board, DocSet, FULL_SCORE, Top};
use super::habits::Habits;
use super::index::{DocRef, Index};
use super::query::Query;
use super::tier::{Hit, Tier};

/// Fewer letters fit nearly every title with gaps.
const MIN_LETTERS_WITH_GAPS: usize = 3;
/// With fewer hanzi, only questions that have them in one piece are like the query.
const MIN_HANZI_WITH_MEANING: usize = 3;
/// How many candidates the costly tiers read.
const MAX_CANDIDATES: usize = 2000;
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
        let board = Board::new(self, limit, &query.joined.chars, bonuses, within, self.expired(now));
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
    pub fn unknown_at_names<'q>(&self, query: &'q Query) -> Vec<&'q str> {
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

/// Finds the replies of one tier or two.
type TierSearch<'a> = fn(&mut Search<'a>);

/// A reply, with the tier and the score that it reaches word by word.
struct Reached {
    at: DocRef,
    tier: Tier,
    score: i32,
}

/// A query that is being answered.
struct Search<'a> {
    index: &'a Index,
    query: &'a Query,
    board: Board<'a>,
    /// Replies that every single word fits somewhere.
    by_words: Vec<Reached>,
    /// Replies whose title has everything, though not in one piece.
    rest: Vec<DocRef>,
}

impl<'a> Search<'a> {
    /// Goes through the tiers from the best to the last, until there are enough hits.
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
        for reached in self.by_words.iter().filter(|reached| reached.tier == tier) {
            top.offer(&self.board, reached.at, reached.score);
        }
        self.board.take(tier, top);
    }

    /// Where no word was typed: every reply of the places that were named, in the order of the library.
    fn everything_within(&mut self) {
        let mut top = self.board.top_by_library();
        for (segment, side) in self.index.segments() {
            for doc in (0..).take(segment.docs.len()) {
                top.offer(&self.board, DocRef { side, doc }, 0);
            }
        }
        self.board.take(Tier::Initials, top);
    }
}
