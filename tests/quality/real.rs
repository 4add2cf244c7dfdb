//! Lines that real buyers wrote, where they are at hand, and lines that ask nothing.

use std::fmt::Write as _;

use suda::search::{Habits, Index, Query};

use super::measure::{NOW, Quality, alone, measure, questions};

/// Names a file of real buyers' lines (scenario, tab, line). Such lines are for measuring alone and in no repository.
const REAL_LINES: &str = "SUDA_REAL_QUESTIONS";

/// Lines that ask nothing, by a writer who had not seen those of the training.
const NOTHING: &str = include_str!("nothing.txt");

#[test]
fn real_lines_find_their_replies_where_they_are_at_hand() {
    let Some(path) = std::env::var_os(REAL_LINES) else {
        println!("SKIPPED: no real lines were measured; {REAL_LINES} names no file.");
        return;
    };
    let text: &'static str = std::fs::read_to_string(&path).unwrap().leak();
    let questions = questions(text);
    let Quality { top1, top3, mrr, missed } = measure(&alone(), &questions);
    println!("{missed}");
    println!("real lines: {:3} questions: top-1 {top1:.3}, top-3 {top3:.3}, MRR {mrr:.3}", questions.len());
    println!("{}", calibration(text));
    assert!(top1 >= 0.70 && top3 >= 0.88, "top-1 {top1:.3}, top-3 {top3:.3}");
}

/// How often what is understood is right, by how sure it was.
fn calibration(tsv: &'static str) -> String {
    let mut rows = [(0_u32, 0_u32); 10];
    let lines = questions(tsv);
    for line in &lines {
        if let Some(understood) = Query::pasted(line.text).understood() {
            let right = u32::from(line.is_answered_by(&understood.scenario.id));
            let row = rows.iter_mut().rev().enumerate().find(|(nth, _)| {
                let floor = 0.1 * f32::from(u8::try_from(9 - nth).unwrap());
                understood.probability >= floor
            });
            let (_, (count, hits)) = row.unwrap();
            (*count, *hits) = (*count + 1, *hits + right);
        }
    }
    let mut out = "understood, by probability: lines, of them right\n".to_owned();
    for (nth, (count, right)) in rows.iter().enumerate().filter(|(_, (count, _))| *count > 0) {
        writeln!(out, "0.{nth}  {count:3}  {:.2}", f64::from(*right) / f64::from(*count)).unwrap();
    }
    out
}

#[test]
fn a_line_that_asks_nothing_is_understood_as_nothing() {
    let (mut understood, mut found) = (Vec::new(), 0);
    let library = alone();
    let index = Index::build(&library);
    for line in NOTHING.lines() {
        let query = Query::pasted(line);
        found += usize::from(!index.search(&query, &Habits::default(), NOW, 1).is_empty());
        if let Some(guess) = query.understood() {
            understood.push(format!("{line} → {} {:.2}", guess.scenario.title, guess.probability));
        }
    }
    let count = NOTHING.lines().count();
    println!("{}", understood.join("\n"));
    println!(
        "of {count} lines that ask nothing {} are understood as something; {found} have hits",
        understood.len()
    );
    assert!(understood.len() * 10 <= count, "{} of {count}", understood.len());
}
