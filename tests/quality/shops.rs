//! Libraries in the style of real shops: titles that are codes, no sample questions, no scenarios. What buyers write was
//! written by others, who had not seen the phrases; which scenarios a phrase answers was read by a third.

use std::collections::HashMap;

use suda::model::{Layer, Library, Message, Pack, Reply, Wording};
use suda::search::{Habits, Hit, Index, Query};
use suda::store::libraries;

use super::measure::{BLIND, FRESH, NOW, questions};

/// A shop's phrases, and what is measured with them.
struct Shop {
    name: &'static str,
    /// Id, title, group, text.
    phrases: &'static str,
    /// The ids that answer a line, `|` between them, or `none`; the line.
    lines: &'static str,
    /// The scenarios that a phrase answers by reading: id, scenarios or `none`.
    scenarios: &'static str,
    /// What must be reached at least with the starter on: top-1 and top-3.
    least: [f64; 2],
}

macro_rules! shop {
    ($name:literal, $least:expr) => {
        Shop {
            name: $name,
            phrases: include_str!(concat!("shops/", $name, ".tsv")),
            lines: include_str!(concat!("shops/", $name, ".lines.tsv")),
            scenarios: include_str!(concat!("shops/", $name, ".scenarios.tsv")),
            least: $least,
        }
    };
}

/// The first two were given; `daily` was written for tuning the search.
const SHOPS: [Shop; 3] =
    [shop!("snacks", [0.65, 0.85]), shop!("appliances", [0.65, 0.85]), shop!("daily", [0.52, 0.74])];

impl Shop {
    fn pack(&self) -> Pack {
        let reply = |line: &str| {
            let [id, title, group, text] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            Reply {
                id: id.to_owned(),
                title: title.to_owned(),
                category: group.to_owned(),
                wordings: vec![Wording {
                    messages: vec![Message::Text(text.replace("\\n", "\n"))],
                    ..Wording::default()
                }],
                ..Reply::default()
            }
        };
        Pack { id: "my".into(), replies: self.phrases.lines().map(reply).collect(), ..Pack::default() }
    }

    fn library(&self, with_starter: bool) -> Library {
        let starter = with_starter.then(|| (Layer::Starter, libraries::starter()));
        Library::new(starter.into_iter().chain([(Layer::Personal, self.pack())]).collect())
    }

    /// The scenarios that each phrase answers, by reading.
    fn truth(&self) -> HashMap<&'static str, Vec<&'static str>> {
        let row = |line: &'static str| {
            let (id, scenarios) = line.split_once('\t').unwrap();
            (id, scenarios.split('|').collect())
        };
        self.scenarios.lines().map(row).collect()
    }
}

fn search(index: &Index, text: &str) -> Vec<Hit> {
    index.search(&Query::pasted(text), &Habits::default(), NOW, 20)
}

/// What share of the lines that a phrase answers has one first, and among the first three.
fn quality(shop: &Shop, with_starter: bool) -> [f64; 2] {
    let index = Index::build(&shop.library(with_starter));
    let (mut count, mut first, mut third) = (0.0, 0.0, 0.0);
    for line in shop.lines.lines().filter(|line| !line.starts_with("none\t")) {
        let (ids, text) = line.split_once('\t').unwrap();
        let hits = search(&index, text);
        let is_right = |hit: &Hit| ids.split('|').any(|id| id == index.id(hit));
        count += 1.0;
        first += f64::from(u8::from(hits.first().is_some_and(is_right)));
        third += f64::from(u8::from(hits.iter().take(3).any(is_right)));
    }
    [first / count, third / count]
}

#[test]
fn a_shops_own_phrases_answer_its_buyers_with_the_starter_beside_them() {
    let mut fallen = Vec::new();
    for shop in &SHOPS {
        let ([off1, off3], [on1, on3]) = (quality(shop, false), quality(shop, true));
        let line = format!(
            "{:10} starter off: top-1 {off1:.2}, top-3 {off3:.2}; on: top-1 {on1:.2}, top-3 {on3:.2}",
            shop.name
        );
        println!("{line}");
        if on1 < shop.least[0] || on3 < shop.least[1] {
            fallen.push(line);
        }
    }
    assert!(fallen.is_empty(), "{fallen:#?}");
}

/// The right starter reply is folded, and no own reply among the hits truly answers.
#[test]
fn hardly_ever_is_the_right_reply_folded_under_a_wrong_own_one() {
    let (mut lines, mut wrong) = (0, Vec::new());
    let questions = [questions(BLIND), questions(FRESH)].concat();
    for shop in &SHOPS {
        let library = shop.library(true);
        let (index, truth) = (Index::build(&library), shop.truth());
        for question in &questions {
            lines += 1;
            let hits = search(&index, question.text);
            let answers = |hit: &Hit| match truth.get(index.id(hit)) {
                Some(scenarios) => scenarios.iter().any(|scenario| question.is_answered_by(scenario)),
                None => index.answers(hit).iter().any(|answers| {
                    answers.scenario().is_some_and(|scenario| question.is_answered_by(&scenario.id))
                }),
            };
            let is_folded = hits.iter().any(|hit| hit.folded_under.is_some() && answers(hit));
            let is_answered = hits.iter().any(|hit| hit.folded_under.is_none() && answers(hit));
            if is_folded && !is_answered {
                wrong.push(format!("{}: {}", shop.name, question.text));
            }
        }
    }
    println!("{}", wrong.join("\n"));
    println!("folded under a wrong own reply: {} of {lines} lines", wrong.len());
    assert!(wrong.len() * 50 <= lines, "{} of {lines}", wrong.len());
}

/// How often the first inferred scenario of a phrase is one that it answers, by how sure it is.
#[test]
fn inferred_scenarios_are_mostly_right() {
    let mut rows = [(0.0, 0.0); 2];
    for shop in &SHOPS {
        let library = shop.library(false);
        let truth = shop.truth();
        for (_, reply) in library.replies() {
            let subject = suda::learn::Subject::of(reply);
            let Some(first) = subject.answers.first() else { continue };
            let right = truth[reply.id.as_str()].contains(&first.scenario().unwrap().id.as_str());
            for (row, least) in rows.iter_mut().zip([0.2, 0.5]) {
                if first.confidence >= least {
                    *row = (row.0 + 1.0, row.1 + f64::from(u8::from(right)));
                }
            }
        }
    }
    for ((count, right), least) in rows.into_iter().zip([0.2, 0.5]) {
        println!("inferred with {least} or more: {count} phrases, {:.2} of them right", right / count);
    }
    assert!(rows[0].1 / rows[0].0 >= 0.80 && rows[1].1 / rows[1].0 >= 0.92, "{rows:?}");
}
