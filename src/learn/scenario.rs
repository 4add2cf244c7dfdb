//! The scenarios: the moments of a chat that replies are written for.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::classifier::Likely;
use super::features::Features;
use super::models;
use crate::model::Reply;

/// Each with its id, stage and title; the first line names the columns.
const TABLE: &str = include_str!("../../assets/learn/scenarios.tsv");

/// A moment of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Such as `insale.urge_shipping`.
    pub id: String,
    /// 售前, 售中, 售后 or 主动营销.
    pub stage: String,
    /// What agents call it, in Chinese.
    pub title: String,
    /// Whether it asks about a product itself, not about buying, sending or giving back.
    pub is_about_goods: bool,
}

static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let row = |line: &str| {
        let mut columns = line.split('\t').map(str::to_owned);
        Some(Scenario {
            id: columns.next()?,
            stage: columns.next()?,
            title: columns.next()?,
            is_about_goods: columns.next()? == "goods",
        })
    };
    TABLE.lines().skip(1).filter_map(row).collect()
});

static NUMBERS: LazyLock<FxHashMap<&str, usize>> =
    LazyLock::new(|| SCENARIOS.iter().map(|scenario| scenario.id.as_str()).zip(0..).collect());

/// All scenarios, in the order of a chat.
pub fn scenarios() -> &'static [Scenario] {
    &SCENARIOS
}

/// The scenario of an id; `None` where there is none.
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    NUMBERS.get(id).and_then(|number| SCENARIOS.get(*number))
}

/// A scenario that a reply answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answers {
    /// Its place among [`scenarios`], counted from 0.
    pub number: usize,
    /// How sure that is, from 0 to 1; 1 where the reply names it.
    pub confidence: f32,
    /// Whether the reply names it.
    pub is_given: bool,
}

impl Answers {
    /// The scenario itself.
    pub fn scenario(&self) -> Option<&'static Scenario> {
        SCENARIOS.get(self.number)
    }
}

/// So many scenarios are inferred for a reply, at most.
const MAX_INFERRED: usize = 3;

/// A scenario that is less likely is not inferred.
const MIN_CONFIDENCE: f32 = 0.1;

/// So many sample questions of a reply are read.
const MAX_QUESTIONS: usize = 8;

/// What a reply is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subject {
    /// The scenarios that it answers, the surest first: those that it names, else those that its title, category, tags,
    /// texts and sample questions speak for. Empty where nothing speaks for one, or where it names others than
    /// [`scenarios`].
    pub answers: Vec<Answers>,
    /// How sure it is, from 0 to 1, that it says something about a product itself; 0 where it names its scenarios.
    pub goods: f32,
}

impl Subject {
    /// That of a reply.
    pub fn of(reply: &Reply) -> Self {
        if !reply.scenarios.is_empty() {
            let numbers = reply.scenarios.iter().filter_map(|id| NUMBERS.get(id.as_str()));
            let given = |number: &usize| Answers { number: *number, confidence: 1.0, is_given: true };
            return Self { answers: numbers.map(given).collect(), goods: 0.0 };
        }
        let likely = inferred(reply);
        let goods = SCENARIOS.iter().zip(&likely).filter(|(scenario, _)| scenario.is_about_goods);
        let goods = goods.map(|(_, probability)| probability).sum();
        let mut found: Vec<Likely> = (0..SCENARIOS.len())
            .zip(likely)
            .map(|(label, probability)| Likely { label, probability })
            .filter(|likely| likely.probability >= MIN_CONFIDENCE)
            .collect();
        found.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        found.truncate(MAX_INFERRED);
        let answers = found.into_iter().map(|likely| Answers {
            number: likely.label,
            confidence: likely.probability,
            is_given: false,
        });
        Self { answers: answers.collect(), goods }
    }
}

/// The probability of every label, by all that a reply says.
fn inferred(reply: &Reply) -> Vec<f32> {
    let mut likely = models::replies().probabilities(&Features::of_reply(reply));
    let mut votes = 1.0;
    for question in reply.questions.iter().take(MAX_QUESTIONS) {
        let of_question = models::messages().probabilities(&Features::of_message(question));
        likely.iter_mut().zip(of_question).for_each(|(sum, probability)| *sum += probability);
        votes += 1.0;
    }
    for sum in &mut likely {
        *sum /= votes;
    }
    likely
}
