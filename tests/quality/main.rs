//! How often the right reply is on top, measured with buyers' questions. The figures are printed and must not fall.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

mod measure;
mod real;
mod shops;

use std::collections::HashSet;

use pinyin::ToPinyin as _;
use suda::model::{Layer, Library, Reply};
use suda::search::{Habits, Index, Query};
use suda::store::libraries;

use self::measure::{BLIND, FRESH, NOW, Quality, alone, among_others, measure, questions};

/// What must be reached at least: top-1, top-3 and MRR, alone and among others. A little below what was measured, so
/// that one question does not fail the test; raise it when the search or the library gets better.
const LEAST: [(&str, &str, [[f64; 3]; 2]); 4] = [
    ("dev", include_str!("dev.tsv"), [[0.92, 0.97, 0.95], [0.92, 0.97, 0.95]]),
    ("own", include_str!("own.tsv"), [[0.88, 0.94, 0.91], [0.88, 0.94, 0.91]]),
    ("blind", BLIND, [[0.90, 0.96, 0.93], [0.88, 0.95, 0.92]]),
    ("fresh", FRESH, [[0.90, 0.97, 0.94], [0.90, 0.97, 0.94]]),
];

#[test]
fn buyers_questions_find_their_replies() {
    let (alone, crowded) = (alone(), among_others());
    let mut fallen = Vec::new();
    for (name, tsv, least) in LEAST {
        let questions = questions(tsv);
        for ((kind, library), least) in
            [("alone", &alone), ("among 1,000 others", &crowded)].into_iter().zip(least)
        {
            let Quality { top1, top3, mrr, missed } = measure(library, &questions);
            let line = format!(
                "{name:5} {kind:18} {:3} questions: top-1 {top1:.3}, top-3 {top3:.3}, MRR {mrr:.3}",
                questions.len()
            );
            println!("{line}");
            if kind == "alone" {
                println!("{missed}");
            }
            if [top1, top3, mrr].iter().zip(least).any(|(reached, least)| *reached < least) {
                fallen.push(format!("{line} (at least {least:?})"));
            }
        }
    }
    assert!(fallen.is_empty(), "{fallen:#?}");
}

/// A question that is a sample question proves nothing. (The tuning set was given; four of its questions are.)
#[test]
fn no_question_is_a_sample_question_or_there_twice() {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let pack = libraries::starter();
    let mut known: HashSet<String> =
        pack.replies.iter().flat_map(|reply| &reply.questions).map(|ask| letters(ask)).collect();
    for (name, tsv, _) in LEAST.into_iter().filter(|(name, ..)| *name != "dev") {
        for question in questions(tsv) {
            assert!(known.insert(letters(question.text)), "{name}: {}", question.text);
        }
    }
}

/// How many initials have to be typed until a title is first, without a history.
#[test]
fn two_letters_find_a_title() {
    let library = Library::new(vec![(Layer::Starter, libraries::starter())]);
    let index = Index::build(&library);
    let first = |query: &str| {
        let hits = index.search(&Query::typed(query), &Habits::default(), NOW, 3);
        hits.iter().map(|hit| index.id(hit).to_owned()).collect::<Vec<_>>()
    };
    let (mut typed, mut count) = (0, 0);
    let is_main = |reply: &Reply| reply.scenario() == Some(reply.id.as_str());
    for (_, reply) in library.replies().filter(|(_, reply)| is_main(reply)) {
        let initials: String =
            reply.title.chars().filter_map(|c| c.to_pinyin()?.plain().chars().next()).collect();
        let is_first = |len: &usize| {
            let query: String = initials.chars().take(*len).collect();
            first(&query).first() == Some(&reply.id)
        };
        let needed = (1..=initials.len()).find(is_first);
        println!("{}\t{initials}\t{needed:?}", reply.title);
        typed += u32::try_from(needed.unwrap_or(initials.len() + 1)).unwrap();
        count += 1;
    }
    let mean = f64::from(typed) / f64::from(count);
    println!("initials typed until the title is first: {mean:.2}");
    // 1.98 with the 80 titles of the starter before 3.0: of 108, more share their first letters.
    assert!(mean <= 2.06, "{mean}");
}

#[test]
fn head_and_tail_find_a_title_that_shares_them_with_few() {
    let library = Library::new(vec![(Layer::Starter, libraries::starter())]);
    let index = Index::build(&library);
    let ends = |title: &str| {
        let chars: Vec<char> = title.chars().collect();
        let (head, tail) = (chars.first_chunk::<2>().copied(), chars.last_chunk::<2>().copied());
        head.into_iter().chain(tail).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>()
    };
    for (_, reply) in library.replies() {
        for pair in ends(&reply.title) {
            let sharing = library.replies().filter(|(_, other)| other.title.contains(&pair)).count();
            let hits = index.search(&Query::typed(&pair), &Habits::default(), NOW, 3);
            let found = hits.iter().any(|hit| index.id(hit) == reply.id);
            assert!(found || sharing > 3, "{pair} does not find {}", reply.title);
        }
    }
}
