//! How well values are found in buyers' lines: precision and recall per field, printed and guarded.
//!
//! `dev.tsv` was developed with; `unseen.tsv` was written apart, was not looked at while developing, and only its figures are
//! printed. A line is a text (`\n` for a line break), a tab, and `field=value;…`; none for a trap. Numbers and names are
//! invented.
//!
//! `kinds.tsv` holds shapes of one kind below each heading, with innocents among them; each line is read exactly.
//!
//! Real buyers' lines must not enter the repo. Where the environment variable [`REAL`] names a file of such lines, they are
//! measured too: text, tab, the values that must be found, tab, the values that may be found besides.

#![expect(clippy::print_stdout, reason = "a test prints its figures")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use suda::template::extract;

const DEV: &str = include_str!("dev.tsv");
const UNSEEN: &str = include_str!("unseen.tsv");
const KINDS: &str = include_str!("kinds.tsv");

/// The environment variable with the path of a file of real lines.
const REAL: &str = "SUDA_REAL_VALUES";

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

/// Fields with their values.
type Values = BTreeSet<(String, String)>;

/// The values found in a line; `\n` stands for a line break.
fn found(line: &str) -> Values {
    let found = extract(&line.replace("\\n", "\n"), date(2026, 11, 21));
    found.into_iter().map(|found| (found.field.name().to_owned(), found.value)).collect()
}

/// `field=value;…`
fn labelled(labels: &str) -> Values {
    let pairs = labels.split(';').filter_map(|pair| pair.split_once('='));
    pairs.map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}

fn measure(name: &str, data: &str, shows_misses: bool) -> BTreeMap<String, Count> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for line in data.lines() {
        let (text, labels) = line.split_once('\t').unwrap_or((line, ""));
        let (found, there) = (found(text), labelled(labels));
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

#[test]
fn every_line_of_a_kind_is_read_exactly() {
    let lines = KINDS.lines().filter(|line| !line.starts_with('#'));
    let wrong: Vec<String> = lines
        .filter_map(|line| {
            let (text, labels) = line.split_once('\t').unwrap_or((line, ""));
            let (found, there) = (found(text), labelled(labels));
            (found != there).then(|| format!("{text}: {found:?} instead of {there:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_are_found_in_real_lines() {
    let Ok(path) = std::env::var(REAL) else {
        println!("SKIPPED: {REAL} names no file of real lines");
        return;
    };
    let data = std::fs::read_to_string(&path).unwrap();
    let mut all = Count::default();
    let mut innocent = 0;
    for line in data.lines() {
        let mut parts = line.split('\t');
        let text = parts.next().unwrap_or_default();
        let [needed, allowed] = [parts.next(), parts.next()].map(|labels| labelled(labels.unwrap_or("")));
        let found = found(text);
        let wrong: Values =
            found.difference(&needed).filter(|pair| !allowed.contains(*pair)).cloned().collect();
        let missed: Values = needed.difference(&found).cloned().collect();
        all.right += found.intersection(&needed).count();
        innocent += found.len() - wrong.len() - found.intersection(&needed).count();
        (all.wrong, all.missed) = (all.wrong + wrong.len(), all.missed + missed.len());
        for (what, pairs) in [("wrong ", &wrong), ("missed", &missed)] {
            for (field, value) in pairs {
                println!("{what} {field}={value}\t{text}");
            }
        }
    }
    let precision = Count { right: all.right + innocent, ..all }.precision();
    println!(
        "real: {} lines, precision {precision:.3}, recall {:.3}; {all:?}",
        data.lines().count(),
        all.recall()
    );
    assert!(precision >= 0.97 && all.recall() >= 0.88, "{all:?}");
}
