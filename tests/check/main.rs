//! How well the rules tell what breaks them from what only looks like it, measured like a classifier. The figures are printed
//! and must not fall.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

mod measure;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use suda::check::{Checker, Policy, Text};

use self::measure::{Tally, UNSEEN, measure};

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

/// The sentences that the rules were made with.
const DEV: &str = include_str!("dev.tsv");

/// What must be reached at least, in precision and recall: by each rule, by all together. A little below what was measured;
/// raise it when the rules get better.
const LEAST: [(&str, &str, [f64; 2], [f64; 2]); 2] =
    [("dev", DEV, [0.97, 0.95], [0.99, 0.99]), ("unseen", UNSEEN, [0.87, 0.78], [0.97, 0.96])];

#[test]
fn rules_catch_what_breaks_them_and_leave_the_rest() {
    let mut fallen = Vec::new();
    for (name, tsv, least_of_each, least_of_all) in LEAST {
        let (tallies, mistakes) = measure(tsv);
        let (table, all) = table(&tallies);
        println!("{name}\n{table}{mistakes}");
        let each = tallies.iter().map(|(rule, tally)| (rule.as_str(), tally, least_of_each));
        for (rule, tally, [precision, recall]) in each.chain([("all", &all, least_of_all)]) {
            if tally.precision() < precision || tally.recall() < recall {
                fallen.push(format!("{name} {rule}: {:.3} {:.3}", tally.precision(), tally.recall()));
            }
        }
    }
    assert!(fallen.is_empty(), "{fallen:#?}");
}

#[test]
fn every_rule_has_sentences_that_break_it_and_sentences_that_do_not() {
    for rule in Checker::built_in().rules() {
        let is_of_form = rule.id.starts_with("text.") || rule.id == "tone.curt";
        let least = if is_of_form { 6 } else { 12 };
        for (name, tsv, ..) in LEAST {
            for breaks in ["yes", "no"] {
                let start = format!("{}\t{breaks}\t", rule.id);
                let count = tsv.lines().filter(|line| line.starts_with(&start)).count();
                assert!(count >= least, "{name}: {} has {count} sentences for {breaks}", rule.id);
            }
        }
    }
}

/// The shortest sentences, the examples by which the rules are known, with what agents put around them.
#[test]
fn what_a_rule_is_known_by_is_caught_as_it_stands() {
    let (checker, policy) = (Checker::built_in(), Policy::default());
    let mut wrong = Vec::new();
    for line in include_str!("bare.tsv").lines().skip(1) {
        let [rule, breaks, bare] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        // With more around it, it is not curt.
        let frames =
            if rule == "tone.curt" { "# #。 #！" } else { "# #。 #！ 亲，# 您好，#哦~ 亲亲#" };
        for text in frames.split(' ').map(|frame| frame.replace('#', bare)) {
            let found = checker.check(&Text::finished(&text), &policy);
            if found.iter().any(|found| found.code() == rule) != (breaks == "yes") {
                wrong.push(format!("{rule}\t{breaks}\t{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_unseen_sentence_was_seen() {
    let texts = |tsv: &'static str| tsv.lines().skip(1).filter_map(|line| line.rsplit('\t').next());
    let seen: BTreeSet<&str> = texts(DEV).collect();
    for text in texts(UNSEEN) {
        assert!(!seen.contains(text), "{text}");
    }
}
