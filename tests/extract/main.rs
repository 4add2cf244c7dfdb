//! How well values are found in buyers' lines: precision and recall per field, printed and guarded.
//!
//! `dev.tsv` was developed with; `unseen.tsv` was written apart, was not looked at while developing, and only its figures are
//! printed. A line is a text (`\n` for a line break), a tab, and `field=value;…`; none for a trap. Numbers and names are
//! invented.

#![expect(clippy::print_stdout, reason = "a test prints its figures")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use suda::template::extract;

const DEV: &str = include_str!("dev.tsv");
const UNSEEN: &str = include_str!("unseen.tsv");

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: usize,
    /// Found, though not there.
    wrong: usize,
    /// There, though not found.
    missed: usize,
}

impl Count {
    fn share(part: usize, whole: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
        let (part, whole) = (part as f64, whole.max(1) as f64);
        part / whole
    }

    fn precision(self) -> f64 {
        if self.right + self.wrong == 0 { 1.0 } else { Self::share(self.right, self.right + self.wrong) }
    }

    fn recall(self) -> f64 {
        if self.right + self.missed == 0 { 1.0 } else { Self::share(self.right, self.right + self.missed) }
    }
}

/// The values of a text: those found, and those that are there.
fn values(text: &str, labels: &str) -> [BTreeSet<(String, String)>; 2] {
    let found = extract(text, date(2026, 11, 21));
    let found = found.into_iter().map(|found| (found.field.to_owned(), found.value)).collect();
    let pairs = labels.split(';').filter_map(|pair| pair.split_once('='));
    [found, pairs.map(|(field, value)| (field.to_owned(), value.to_owned())).collect()]
}

fn measure(name: &str, data: &str, shows_misses: bool) -> BTreeMap<String, Count> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for line in data.lines() {
        let (text, labels) = line.split_once('\t').unwrap_or((line, ""));
        let [found, there] = values(&text.replace("\\n", "\n"), labels);
        for (field, value) in found.union(&there) {
            let pair = (field.clone(), value.clone());
            let count = counts.entry(field.clone()).or_default();
            match (found.contains(&pair), there.contains(&pair)) {
                (true, true) => count.right += 1,
                (true, false) => count.wrong += 1,
                (false, _) => count.missed += 1,
            }
            if shows_misses && found.contains(&pair) != there.contains(&pair) {
                let what = if found.contains(&pair) { "wrong " } else { "missed" };
                println!("{what} {field}={value}\t{text}");
            }
        }
    }
    println!("{name}: {} lines", data.lines().count());
    for (field, count) in &counts {
        println!(
            "  {field}: precision {:.3}, recall {:.3} ({} values)",
            count.precision(),
            count.recall(),
            count.right + count.missed
        );
    }
    counts
}

fn all(counts: &BTreeMap<String, Count>) -> Count {
    counts.values().fold(Count::default(), |all, count| Count {
        right: all.right + count.right,
        wrong: all.wrong + count.wrong,
        missed: all.missed + count.missed,
    })
}

#[test]
fn values_are_found_in_the_lines_that_were_developed_with() {
    let counts = measure("dev", DEV, true);
    let all = all(&counts);
    println!("  all: precision {:.3}, recall {:.3}", all.precision(), all.recall());
    for (field, count) in &counts {
        assert!(count.precision() >= 0.95 && count.recall() >= 0.95, "{field} {count:?}");
    }
}

#[test]
fn values_are_found_in_lines_that_were_not_seen() {
    let counts = measure("unseen", UNSEEN, false);
    let all = all(&counts);
    println!("  all: precision {:.3}, recall {:.3}", all.precision(), all.recall());
    assert!(all.precision() >= 0.95 && all.recall() >= 0.95, "{all:?}");
}
