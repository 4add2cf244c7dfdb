//! The search measured with buyers' questions; for the test and for the figures in the docs.

#[path = "unrelated.rs"]
mod unrelated;

use std::fmt::Write as _;

use jiff::civil::DateTime;
use suda::model::{Layer, Library};
use suda::search::{Habits, Index, Query};
use suda::store::libraries;

/// Questions of people who do not know the library: scenario and question.
pub(super) const BLIND: &str = include_str!("blind.tsv");
/// The same, of others, later.
pub(super) const FRESH: &str = include_str!("fresh.tsv");

/// Before anything can be out of date.
pub(super) const NOW: DateTime = DateTime::ZERO;

/// The replies that come with the program.
pub(super) fn alone() -> Library {
    Library::new(vec![(Layer::Starter, libraries::starter())])
}

/// The same among a thousand that have nothing to do with them.
pub(super) fn among_others() -> Library {
    Library::new(vec![(Layer::Starter, libraries::starter()), (Layer::Personal, unrelated::pack(1000))])
}

/// A question and the scenarios whose replies answer it, `|` between them.
#[derive(Clone, Copy)]
pub(super) struct Question {
    scenarios: &'static str,
    pub(super) text: &'static str,
}

impl Question {
    pub(super) fn is_answered_by(&self, scenario: &str) -> bool {
        self.scenarios.split('|').any(|right| right == scenario)
    }
}

/// What share of the questions has its reply first, among the first three; the mean of 1/rank.
pub(super) struct Quality {
    pub(super) top1: f64,
    pub(super) top3: f64,
    pub(super) mrr: f64,
    pub(super) missed: String,
}

pub(super) fn questions(tsv: &'static str) -> Vec<Question> {
    let line = |line: &'static str| {
        let (scenarios, text) = line.split_once('\t').unwrap();
        Question { scenarios, text }
    };
    tsv.lines().filter(|line| !line.starts_with("scenario\t")).map(line).collect()
}

pub(super) fn measure(library: &Library, questions: &[Question]) -> Quality {
    let index = Index::build(library);
    let (mut first, mut third, mut reciprocal, mut missed) = (0.0, 0.0, 0.0, String::new());
    for question in questions {
        let hits = index.search(&Query::pasted(question.text), &Habits::default(), NOW, 20);
        let scenarios: Vec<&str> =
            hits.iter().filter_map(|hit| library.reply(library.by_id(index.id(hit))?)?.scenario()).collect();
        let rank = scenarios.iter().position(|scenario| question.is_answered_by(scenario));
        first += f64::from(u8::from(rank == Some(0)));
        third += f64::from(u8::from(rank.is_some_and(|rank| rank < 3)));
        reciprocal += rank.map_or(0.0, |rank| 1.0 / f64::from(u32::try_from(rank + 1).unwrap()));
        if rank != Some(0) {
            let instead = hits
                .first()
                .map_or("-".to_owned(), |hit| format!("{} {} {}", index.id(hit), hit.tier.code(), hit.score));
            writeln!(
                missed,
                "{}\t{:?}\t{}\t→ {instead}",
                question.scenarios,
                rank.map(|rank| rank + 1),
                question.text
            )
            .unwrap();
        }
    }
    let count = f64::from(u32::try_from(questions.len()).unwrap());
    Quality { top1: first / count, top3: third / count, mrr: reciprocal / count, missed }
}
