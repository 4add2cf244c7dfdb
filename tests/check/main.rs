//! How well the rules tell what breaks them from what only looks like it. Nothing here was learned from: the sentences are by
//! writers who have not seen the examples of the rules. The figures are printed and must not fall.
//!
//! A file of real agents' lines (labels, tab, text), which is in no repository, is measured too where the environment
//! variable `SUDA_REAL_AGENTS` names it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

mod measure;
mod mixed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use suda::check::{Checker, Policy, Text, examples};
use suda::diag::Severity;

use self::measure::{Tally, UNSEEN, measure};
use self::mixed::Mixed;

/// What must be reached at least on [`UNSEEN`], in precision and recall: by each rule, by all together. A little below what
/// was measured; raise it when the rules get better.
const LEAST_OF_EACH: [f64; 2] = [0.85, 0.6];
const LEAST_OF_ALL: [f64; 2] = [0.95, 0.93];

fn table(tallies: &BTreeMap<String, Tally>) -> (String, Tally) {
    let all = Tally::sum(tallies.values());
    let mut out = String::new();
    for (rule, tally) in tallies {
        writeln!(out, "{rule:24} precision {:.3}  recall {:.3}", tally.precision(), tally.recall()).unwrap();
    }
    let name = format!("all {} sentences", all.sentences());
    writeln!(out, "{name:24} precision {:.3}  recall {:.3}", all.precision(), all.recall()).unwrap();
    (out, all)
}

#[test]
fn rules_catch_what_breaks_them_and_leave_the_rest() {
    let (tallies, mistakes) = measure(UNSEEN);
    let (table, all) = table(&tallies);
    println!("{table}{mistakes}");
    let mut fallen = Vec::new();
    let each = tallies.iter().map(|(rule, tally)| (rule.as_str(), tally, LEAST_OF_EACH));
    for (rule, tally, [precision, recall]) in each.chain([("all", &all, LEAST_OF_ALL)]) {
        if tally.precision() < precision || tally.recall() < recall {
            fallen.push(format!("{rule}: {:.3} {:.3}", tally.precision(), tally.recall()));
        }
    }
    assert!(fallen.is_empty(), "{fallen:#?}");
}

/// The phrase files of five shops, and agents' lines as they are typed: most of them break nothing.
#[test]
fn shops_phrases_and_chat_lines_are_marked_where_they_break_a_rule() {
    let sets = [
        ("phrases", include_str!("phrases.tsv"), Mixed::LEAST_PHRASES),
        ("lines", include_str!("lines.tsv"), Mixed::LEAST_LINES),
        ("chat", include_str!("chat.tsv"), Mixed::LEAST_LINES),
    ];
    for (name, tsv, least) in sets {
        let found = Mixed::measure(tsv);
        println!("{name}: {found}");
        assert!(found.reaches(&least), "{name}: {found}\nat least: {least}\n{}", found.mistakes);
    }
}

#[test]
fn real_lines_are_marked_where_they_break_a_rule() {
    let Ok(path) = std::env::var("SUDA_REAL_AGENTS") else {
        println!("SKIPPED: SUDA_REAL_AGENTS names no file of real lines");
        return;
    };
    let found = Mixed::measure(&std::fs::read_to_string(path).unwrap());
    println!("real lines: {found}\n{}", found.mistakes);
    assert!(found.reaches(&Mixed::LEAST_REAL), "{found}");
}

#[test]
fn every_rule_has_many_examples_and_hints_of_its_own() {
    for rule in examples().unwrap() {
        let is_of_form = rule.by != suda::diag::Judgement::Meaning;
        let least = if is_of_form { [40, 50] } else { [100, 120] };
        assert!(rule.breaks.len() >= least[0], "{}: {} break it", rule.id, rule.breaks.len());
        assert!(rule.innocent.len() >= least[1], "{}: {} do not", rule.id, rule.innocent.len());
        for example in &rule.breaks {
            assert!(is_of_form || example.contains('⟦'), "{}: {example} marks nothing", rule.id);
        }
    }
}

/// The shortest sentences, the examples by which the rules are known, with what agents put around them.
#[test]
fn what_a_rule_is_known_by_is_caught_as_it_stands() {
    let (checker, policy) = (Checker::built_in(), Policy::default());
    let (mut wrong, mut all) = (Vec::new(), 0);
    for line in include_str!("bare.tsv").lines().skip(1) {
        let [rule, breaks, bare] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        // With more around it, it is not curt.
        let frames =
            if rule == "tone.curt" { "# #。 #！" } else { "# #。 #！ 亲，# 您好，#哦~ 亲亲#" };
        for text in frames.split(' ').map(|frame| frame.replace('#', bare)) {
            all += 1;
            let found = checker.check(&Text::finished(&text), &policy);
            let is_found = found.iter().any(|found| found.code() == rule && found.severity > Severity::Hint);
            if is_found != (breaks == "yes") {
                wrong.push(format!("{rule}\t{breaks}\t{text}"));
            }
        }
    }
    println!("{} of {all} wrong", wrong.len());
    assert!(wrong.len() * 30 <= all, "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_sentence_that_measures_is_an_example() {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let mut seen = BTreeSet::new();
    for rule in examples().unwrap() {
        seen.extend(rule.breaks.iter().chain(&rule.innocent).map(|text| letters(text)));
    }
    let sets = [UNSEEN, include_str!("phrases.tsv"), include_str!("lines.tsv"), include_str!("chat.tsv")];
    for line in sets.iter().flat_map(|set| set.lines().skip(1)) {
        let text = letters(&line.rsplit('\t').next().unwrap().replace("\\n", ""));
        // Of the shortest there are not so many.
        assert!(text.chars().count() < 8 || !seen.contains(&text), "{line}");
    }
}
