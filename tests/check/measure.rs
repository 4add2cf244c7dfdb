//! The rules measured like a classifier, by sentences that people have labelled; for the test and for the figures in the docs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use suda::check::{Checker, Policy, Text};
use suda::diag::{Finding, Severity};

/// Sentences by people who have not seen those that the rules were made with: rule, whether it is broken, sentence.
pub(super) const UNSEEN: &str = include_str!("unseen.tsv");

/// What a rule caught and missed.
#[derive(Default)]
pub(super) struct Tally {
    caught: f64,
    missed: f64,
    wrong: f64,
    innocent: f64,
}

impl Tally {
    pub(super) fn sum<'a>(tallies: impl Iterator<Item = &'a Self>) -> Self {
        tallies.fold(Self::default(), |sum, tally| Self {
            caught: sum.caught + tally.caught,
            missed: sum.missed + tally.missed,
            wrong: sum.wrong + tally.wrong,
            innocent: sum.innocent + tally.innocent,
        })
    }

    pub(super) fn sentences(&self) -> f64 {
        self.caught + self.missed + self.wrong + self.innocent
    }

    pub(super) fn precision(&self) -> f64 {
        self.caught / (self.caught + self.wrong).max(1.0)
    }

    pub(super) fn recall(&self) -> f64 {
        self.caught / (self.caught + self.missed).max(1.0)
    }
}

/// Every rule's tally, and the sentences that it got wrong.
pub(super) fn measure(tsv: &str) -> (BTreeMap<String, Tally>, String) {
    let (checker, policy) = (Checker::built_in(), Policy::default());
    let (mut tallies, mut mistakes) = (BTreeMap::<String, Tally>::new(), String::new());
    for line in tsv.lines().skip(1) {
        let [rule, breaks, text] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let found = checker.check(&Text::finished(text), &policy);
        let is_meant = |found: &&Finding| found.code() == rule && found.severity > Severity::Hint;
        let hit = found.iter().find(is_meant);
        let tally = tallies.entry(rule.to_owned()).or_default();
        let (slot, is_right) = match (breaks == "yes", hit.is_some()) {
            (true, true) => (&mut tally.caught, true),
            (true, false) => (&mut tally.missed, false),
            (false, true) => (&mut tally.wrong, false),
            (false, false) => (&mut tally.innocent, true),
        };
        *slot += 1.0;
        if !is_right {
            let part = hit.and_then(|found| text.get(found.range.clone())).unwrap_or_default();
            writeln!(mistakes, "{rule}\t{breaks}\t{text}\t{part}").unwrap();
        }
    }
    (tallies, mistakes)
}
