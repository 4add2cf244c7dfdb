//! A shop's texts as they are, most of them innocent: what is marked, how much of it rightly, and what is missed.

use std::fmt::{self, Write as _};

use suda::check::{Checker, Policy, Text};
use suda::diag::{Finding, Severity};

/// Nothing but the length of a text decides it.
const LENGTH: &str = "text.too_long";

/// How many of all are so.
#[derive(Default)]
struct Share {
    so: f64,
    all: f64,
}

impl Share {
    fn count(&mut self, is_so: bool) {
        self.so += f64::from(u8::from(is_so));
        self.all += 1.0;
    }

    /// From 0 to 1; 1 of none.
    fn share(&self) -> f64 {
        if self.all > 0.0 { self.so / self.all } else { 1.0 }
    }
}

/// Shares from 0 to 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Mixed {
    /// Of the errors, and of the warnings, that are right.
    errors_right: f64,
    warnings_right: f64,
    /// Of the innocent texts, those with an error or a warning, and those with nothing but a hint.
    innocent_marked: f64,
    innocent_hinted: f64,
    /// Of the texts that break a rule, those in which one of their rules was found.
    found: f64,
    /// What was wrong, a line each.
    pub(super) mistakes: String,
}

impl Mixed {
    pub(super) const LEAST_PHRASES: Self = Self::least(0.85, 0.85, 0.02, 0.04, 0.9);
    pub(super) const LEAST_LINES: Self = Self::least(0.85, 0.8, 0.02, 0.04, 0.9);
    pub(super) const LEAST_REAL: Self = Self::least(0.0, 0.5, 0.02, 0.08, 0.7);

    const fn least(
        errors_right: f64,
        warnings_right: f64,
        innocent_marked: f64,
        innocent_hinted: f64,
        found: f64,
    ) -> Self {
        Self {
            errors_right,
            warnings_right,
            innocent_marked,
            innocent_hinted,
            found,
            mistakes: String::new(),
        }
    }

    /// Measures lines of labels (`-` for none, `|` between several), a tab, and the text.
    pub(super) fn measure(tsv: &str) -> Self {
        let (checker, policy) = (Checker::built_in(), Policy::default());
        let (mut errors, mut warnings, mut breaking) = (Share::default(), Share::default(), Share::default());
        let (mut marked_innocent, mut hinted_innocent) = (Share::default(), Share::default());
        let mut mistakes = String::new();
        for line in tsv.lines() {
            let Some((labels, text)) = line.split_once('\t') else { continue };
            let labels: Vec<&str> = labels.split('|').filter(|label| *label != "-").collect();
            let text = text.replace("\\n", "\n");
            let found = checker.check(&Text::finished(&text), &policy);
            let marked: Vec<&Finding> =
                found.iter().filter(|found| found.severity > Severity::Hint).collect();
            for finding in marked.iter().filter(|finding| finding.code() != LENGTH) {
                let is_right = labels.contains(&finding.code());
                let kind = if finding.severity == Severity::Error { &mut errors } else { &mut warnings };
                kind.count(is_right);
                if !is_right {
                    writeln!(mistakes, "wrong {} “{}”: {line}", finding.code(), finding.quote(&text))
                        .unwrap();
                }
            }
            if labels.is_empty() {
                let is_marked = marked.iter().any(|finding| finding.code() != LENGTH);
                let is_hinted = found.iter().any(|finding| finding.severity == Severity::Hint);
                marked_innocent.count(is_marked);
                hinted_innocent.count(is_hinted && !is_marked);
            } else {
                let is_found = marked.iter().any(|finding| labels.contains(&finding.code()));
                breaking.count(is_found);
                if !is_found {
                    writeln!(mistakes, "missed: {line}").unwrap();
                }
            }
        }
        Self {
            errors_right: errors.share(),
            warnings_right: warnings.share(),
            innocent_marked: marked_innocent.share(),
            innocent_hinted: hinted_innocent.share(),
            found: breaking.share(),
            mistakes,
        }
    }

    /// Whether nothing is worse than in another.
    pub(super) fn reaches(&self, least: &Self) -> bool {
        self.errors_right >= least.errors_right
            && self.warnings_right >= least.warnings_right
            && self.innocent_marked <= least.innocent_marked
            && self.innocent_hinted <= least.innocent_hinted
            && self.found >= least.found
    }
}

impl fmt::Display for Mixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "errors right {:.3}, warnings right {:.3}, innocent marked {:.3}, hinted {:.3}, broken found {:.3}",
            self.errors_right, self.warnings_right, self.innocent_marked, self.innocent_hinted, self.found
        )
    }
}
