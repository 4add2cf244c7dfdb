//! The user's habits: earlier copies, as a bonus within a tier.

use std::collections::BTreeMap;

use crate::model::Use;

/// How often and how lately each reply was used.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    replies: BTreeMap<String, Habit>,
    /// The moment that uses are weighed from, in Unix time: at it a use counts one.
    reference: i64,
    now: i64,
}

#[derive(Debug, Clone, Default)]
struct Habit {
    /// Every use counts one when it is fresh and half as much after each half-life.
    frecency: f64,
    last_used: i64,
    /// The same for the queries that it was chosen for.
    queries: Vec<(String, f64)>,
}

/// A reply's bonus for one query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bonus {
    pub points: i32,
    pub last_used: i64,
}

/// A use counts half after a week.
const HALF_LIFE_SECONDS: f64 = 7.0 * 86_400.0;

/// Scores within a tier go up to 1000: a habit moves a reply within its tier only, and never alone decides it.
const MAX_POINTS: f64 = 150.0;
/// Having been chosen for this very query counts more than being used often.
const MAX_POINTS_FOR_QUERY: f64 = 450.0;

/// Longer queries are not recorded: they are not a habit, and may say something about a buyer.
const LONGEST_QUERY: usize = 12;

/// How many digits in a row may be an order, a parcel or a phone.
const DIGITS_OF_A_NUMBER: usize = 5;

/// A query as it is recorded: what was typed, without blanks; `None` where it must not be.
pub(super) fn recordable(query: &str) -> Option<String> {
    let short: String = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let digits = short.chars().filter(|c| c.is_numeric()).count();
    let is_fit = !short.is_empty() && short.chars().count() <= LONGEST_QUERY && digits < DIGITS_OF_A_NUMBER;
    is_fit.then_some(short)
}

impl Habits {
    /// From the uses that were recorded, at a moment in Unix time.
    pub fn new<'a>(uses: impl IntoIterator<Item = &'a Use>, now_seconds: i64) -> Self {
        let mut habits = Self { reference: now_seconds, now: now_seconds, ..Self::default() };
        for used in uses {
            habits.add(used);
        }
        habits
    }

    /// Time passes: what is not used fades.
    pub fn set_now(&mut self, now_seconds: i64) {
        self.now = now_seconds;
    }

    /// Counts one more use. One after the moment that they are weighed from counts more, and fades to one.
    pub fn add(&mut self, used: &Use) {
        let counts = halved(self.reference - used.at_seconds);
        let habit = self.replies.entry(used.reply_id.clone()).or_default();
        habit.frecency += counts;
        habit.last_used = habit.last_used.max(used.at_seconds);
        if let Some(query) = &used.query {
            habit.add_query(query.clone(), counts);
        }
    }

    /// Adds the uses that were counted from another moment.
    pub fn extend(&mut self, others: Self) {
        let factor = halved(self.reference - others.reference);
        for (id, other) in others.replies {
            let habit = self.replies.entry(id).or_default();
            habit.frecency += other.frecency * factor;
            habit.last_used = habit.last_used.max(other.last_used);
            for (query, counts) in other.queries {
                habit.add_query(query, counts * factor);
            }
        }
    }

    /// The bonus of every reply that was used, for a query in its recordable form.
    pub(super) fn bonuses(&self, query: Option<&str>) -> impl Iterator<Item = (&str, Bonus)> {
        let faded = halved(self.now - self.reference);
        self.replies.iter().map(move |(id, habit)| {
            let for_query: f64 = query.iter().flat_map(|query| habit.for_query(query)).sum();
            let points = saturating(habit.frecency * faded, MAX_POINTS)
                + saturating(for_query * faded, MAX_POINTS_FOR_QUERY);
            #[expect(clippy::cast_possible_truncation, reason = "at most the sum of both maxima")]
            (id.as_str(), Bonus { points: points.round() as i32, last_used: habit.last_used })
        })
    }
}

impl Habit {
    fn add_query(&mut self, query: String, counts: f64) {
        match self.queries.iter_mut().find(|(known, _)| *known == query) {
            Some((_, frecency)) => *frecency += counts,
            None => self.queries.push((query, counts)),
        }
    }

    /// Choices made for longer queries that begin like this one count as well: one types the same word letter by letter.
    fn for_query(&self, query: &str) -> impl Iterator<Item = f64> {
        self.queries.iter().filter(move |(known, _)| known.starts_with(query)).map(|(_, frecency)| *frecency)
    }
}

/// What is left of one after some seconds; not more than a program that runs for years needs, and never infinite.
fn halved(seconds: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "seconds of a few years")]
    let lives = seconds as f64 / HALF_LIFE_SECONDS;
    (-lives).clamp(-500.0, 500.0).exp2()
}

/// Nearer and nearer to `most`: half of it at one use.
fn saturating(frecency: f64, most: f64) -> f64 {
    most * frecency / (frecency + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn used(reply: &str, days_ago: i64, query: &str) -> Use {
        Use { reply_id: reply.into(), at_seconds: -days_ago * DAY, query: recordable(query), wording: None }
    }

    fn points(habits: &Habits, query: &str, reply: &str) -> i32 {
        habits
            .bonuses(recordable(query).as_deref())
            .find(|(id, _)| *id == reply)
            .map_or(0, |(_, bonus)| bonus.points)
    }

    #[test]
    fn fresh_and_frequent_uses_count_more_and_never_more_than_the_cap() {
        let habits = Habits::new(&[used("old", 7, ""), used("new", 0, ""), used("often", 0, "")], 0);
        assert!(points(&habits, "x", "old") < points(&habits, "x", "new"));
        let all: Vec<Use> = (0..10_000).map(|_| used("often", 0, "fh")).collect();
        let often = points(&Habits::new(&all, 0), "fh", "often");
        assert!((500..=600).contains(&often), "{often}");
    }

    #[test]
    fn what_is_not_used_fades_while_the_program_runs() {
        let mut habits = Habits::new(&[used("old", 0, "")], 0);
        let fresh = points(&habits, "x", "old");
        habits.set_now(70 * DAY);
        habits.add(&Use { reply_id: "new".into(), at_seconds: 70 * DAY, query: None, wording: None });
        assert_eq!(points(&habits, "x", "new"), fresh);
        assert_eq!(points(&habits, "x", "old"), 0);
    }

    #[test]
    fn a_choice_counts_for_its_query_and_what_it_begins_with() {
        let habits = Habits::new(&[used("a", 0, "fahuo"), used("b", 0, "tk")], 0);
        assert!(points(&habits, "fah", "a") > points(&habits, "fah", "b"));
        assert_eq!(points(&habits, "x", "a"), points(&habits, "x", "b"));
        assert_eq!(points(&habits, "fahuox", "a"), points(&habits, "x", "a"));
    }

    #[test]
    fn long_queries_and_numbers_are_not_recorded() {
        for (query, kept) in [
            ("fh", Some("fh")),
            (" 发 货 ", Some("发货")),
            ("FH", Some("fh")),
            ("", None),
            ("一二三四五六七八九十一二三", None),
            ("单12345", None),
            ("单１２３４５", None),
            ("618活动", Some("618活动")),
        ] {
            assert_eq!(recordable(query).as_deref(), kept, "{query}");
        }
    }
}
