//! The check of a finished text against the rules of the platforms: what an agent sends is evidence.
//!
//! Rules are data ([`Rule`], a file each in `assets/rules`): sentences that break them and sentences that do not, of which a
//! classifier has learned what they mean, and expressions where the form alone decides. A [`Policy`] says which of them apply
//! in a shop, and what was learned there beside them ([`Lessons`]). A [`Finding`] carries the rule, the place in the text, and
//! what to write there where that is certain. Left out on purpose: whether a text is copied all the same.
//!
//! ```
//! use suda::check::{Checker, Policy, Text};
//! let found = Checker::built_in().check(&Text::finished("您放心，保证明天到。"), &Policy::default());
//! assert_eq!(found[0].code(), "promise.arrival");
//! ```

mod forms;
mod judge;
mod lessons;
mod plain;
mod policy;
mod reasons;
mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use thiserror::Error;

use self::forms::Forms;
use self::judge::{Opinion, Opinions, Parts, SURE};
use self::plain::Plain;
use crate::diag::{Cause, Finding, Judgement, Rule, Severity};
use crate::learn::Classifier;
use crate::model::Placeholders;
use crate::template::{self, Template};

pub use self::lessons::{Learned, Lessons, train_rules};
pub use self::policy::Policy;
pub use self::reasons::{Nearest, Reason};

/// A text to check, with what is known of its parts. All ranges are bytes, ascending.
#[derive(Debug, Clone, Default)]
pub struct Text<'a> {
    /// The text as it is shown or stored.
    pub text: &'a str,
    /// Placeholders: it is not known yet what will be there; and braces that are meant as such.
    pub holes: Vec<Range<usize>>,
    /// Values of the very buyer who gets the text: no leak.
    pub own: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    /// A text of which nothing is known.
    pub fn finished(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }

    /// The text of a library, with its placeholders.
    pub fn template(text: &'a str, parsed: &Template) -> Self {
        let broken = parsed.problems.iter().map(|(span, _)| span);
        let mut holes: Vec<_> = parsed.unfilled().map(|(_, span)| span).chain(broken).cloned().collect();
        holes.sort_by_key(|hole| hole.start);
        // Holes lie apart from each other: only the last one that begins in front of the end can reach into a literal.
        let is_apart = |literal: &Range<usize>| {
            let before = holes.partition_point(|hole| hole.start < literal.end);
            let last = before.checked_sub(1).and_then(|idx| holes.get(idx));
            last.is_none_or(|last| last.end <= literal.start)
        };
        let literals: Vec<_> = template::literal_braces(text).into_iter().filter(is_apart).collect();
        holes.extend(literals);
        holes.sort_by_key(|hole| hole.start);
        Self { holes, ..Self::finished(text) }
    }
}

/// Why the rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RulesError {
    /// A file is not RON of the right form; what the reader says.
    #[error("{0}")]
    Syntax(String),
    /// An expression cannot be read.
    #[error("{rule}: {error}")]
    Form {
        /// The id of the rule.
        rule: String,
        /// What is wrong with the expression.
        error: String,
    },
}

impl RulesError {
    fn form(rule: &Rule, error: impl std::fmt::Display) -> Self {
        Self::Form { rule: rule.id.clone(), error: error.to_string() }
    }
}

/// The rules of the program with the examples that they were learned from.
///
/// # Errors
/// A file of `assets/rules` cannot be read.
pub fn examples() -> Result<Vec<Rule>, RulesError> {
    rules::whole()
}

/// What was learned from them, as it is written in `assets/models/rules.bin`.
pub fn model() -> &'static [u8] {
    rules::MODEL
}

/// The first expression of a rule that cannot be read; `None` where all can be.
pub fn unreadable_form(rule: &Rule) -> Option<&str> {
    forms::all(rule).find(|form| regex::Regex::new(form).is_err())
}

/// The rules of the program, ready to be used.
#[derive(Debug, Default)]
pub struct Checker {
    rules: Vec<Compiled>,
    model: Classifier<'static>,
}

#[derive(Debug)]
struct Compiled {
    rule: Arc<Rule>,
    forms: Forms,
    /// Its number in the model that it was learned with.
    label: Option<usize>,
}

/// A clause of fewer letters than this means nothing by itself.
const MIN_LETTERS: usize = 2;

static BUILT_IN: OnceLock<Checker> = OnceLock::new();

impl Checker {
    /// The rules that the program comes with. The first call makes them ready.
    pub fn built_in() -> &'static Self {
        BUILT_IN.get_or_init(|| {
            Self::new().unwrap_or_else(|error| {
                // The files are part of the program, and a test reads them.
                debug_assert!(false, "{error}");
                Self::default()
            })
        })
    }

    /// The same, where they are ready.
    pub fn built_in_if_ready() -> Option<&'static Self> {
        BUILT_IN.get()
    }

    /// # Errors
    /// A file of `assets/rules` cannot be read.
    pub fn new() -> Result<Self, RulesError> {
        let model = Classifier::new(rules::MODEL).unwrap_or_default();
        let labels: Vec<&str> = model.label_names().collect();
        let rules = rules::heads()?.into_iter().map(|rule| Compiled::new(Arc::new(rule), &labels));
        Ok(Self { rules: rules.collect::<Result<_, _>>()?, model })
    }

    /// Every rule, without its examples.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| compiled.rule.as_ref())
    }

    /// What is wrong with a text, in its order.
    pub fn check(&self, text: &Text<'_>, policy: &Policy) -> Vec<Finding> {
        let plain = Plain::of(text.text, &text.holes);
        let parts = Parts::of(&plain);
        let opinions = Opinions::of(&parts, self.model, policy.learned());
        let mut found = Vec::new();
        for compiled in self.rules.iter().chain(policy.own_rules()) {
            let Some(severity) = policy.severity(&compiled.rule) else { continue };
            match compiled.rule.by {
                Judgement::Length => found.extend(too_long(text, compiled, severity, policy.length_limit())),
                Judgement::Form => compiled.by_form(text, &plain, (severity, policy), &mut found),
                Judgement::Meaning => {
                    compiled.by_form(text, &plain, (severity, policy), &mut found);
                    if let Some(opinion) = opinions.on(compiled) {
                        compiled.by_meaning(text, &plain, &opinion, (severity, policy), &mut found);
                    }
                }
            }
        }
        found.extend(policy.words_in(&plain).map(|(word, range)| Finding {
            cause: Cause::Word(word.clone()),
            severity: Severity::Error,
            range: plain.original(&range),
            rewrite: word.instead.clone(),
            clause: None,
        }));
        found.sort_by(|a, b| {
            let key = |found: &Finding| (found.range.start, std::cmp::Reverse(found.severity));
            key(a).cmp(&key(b))
        });
        found
    }

    /// What is wrong with a text of a library: as it is, and with each value that its placeholders have without anybody
    /// typing it. What such a value breaks is found at the placeholder.
    pub fn check_template(
        &self,
        text: &str,
        parsed: &Template,
        known: &Placeholders,
        policy: &Policy,
    ) -> Vec<Finding> {
        let template = Text::template(text, parsed);
        let mut found = self.check(&template, policy);
        for placeholder in parsed.placeholders() {
            let span = &placeholder.span;
            let values: BTreeSet<&str> = known.values(placeholder).collect();
            let broken = values.into_iter().flat_map(|value| self.broken_by(value, span, &template, policy));
            for finding in broken {
                let is_known = |known: &Finding| known.code() == finding.code() && known.overlaps(span);
                if !found.iter().any(is_known) {
                    found.push(finding);
                }
            }
        }
        found.sort_by_key(|found| found.range.start);
        found
    }

    /// What a value breaks that is in place of a placeholder.
    fn broken_by(
        &self,
        value: &str,
        span: &Range<usize>,
        template: &Text<'_>,
        policy: &Policy,
    ) -> Vec<Finding> {
        let (before, behind) = (template.text.get(..span.start), template.text.get(span.end..));
        let text = [before.unwrap_or_default(), value, behind.unwrap_or_default()].concat();
        let filled = span.start..span.start + value.len();
        let moved = |hole: &Range<usize>| {
            let at = |at: usize| if at < span.end { at } else { at - span.end + filled.end };
            at(hole.start)..at(hole.end)
        };
        let holes = template.holes.iter().filter(|hole| *hole != span).map(moved).collect();
        let found = self.check(&Text { holes, ..Text::finished(&text) }, policy);
        let is_of_value = |found: &Finding| {
            let is_of_length = matches!(&found.cause, Cause::Rule(rule) if rule.by == Judgement::Length);
            !is_of_length && found.overlaps(&filled)
        };
        let at_span = |found| Finding { range: span.clone(), rewrite: None, clause: None, ..found };
        found.into_iter().filter(is_of_value).map(at_span).collect()
    }
}

/// What goes beyond the limit.
fn too_long(text: &Text<'_>, compiled: &Compiled, severity: Severity, limit: usize) -> Option<Finding> {
    let (start, _) = text.text.char_indices().nth(limit).filter(|_| limit > 0)?;
    Some(compiled.finding(severity, start..text.text.len(), None))
}

impl Compiled {
    /// `labels` are those of the model that the rule was learned with.
    fn new(rule: Arc<Rule>, labels: &[&str]) -> Result<Self, RulesError> {
        let forms = Forms::new(&rule).map_err(|error| RulesError::form(&rule, error))?;
        let label = labels.iter().position(|label| *label == rule.id);
        Ok(Self { rule, forms, label })
    }

    /// Adds what fits a form of the rule.
    fn by_form(
        &self,
        text: &Text<'_>,
        plain: &Plain,
        (severity, policy): (Severity, &Policy),
        found: &mut Vec<Finding>,
    ) {
        for (range, rewrite) in self.forms.matches(plain, text.text) {
            let words = plain.clause_at(range.start);
            if policy.is_innocent(&self.rule.id, plain.text.get(words.clone()).unwrap_or_default()) {
                continue;
            }
            let clause = (self.rule.by == Judgement::Meaning).then(|| plain.original(&words));
            let finding = Finding { clause, ..self.finding(severity, plain.original(&range), rewrite) };
            self.add(text, finding, found);
        }
    }

    fn finding(&self, severity: Severity, range: Range<usize>, rewrite: Option<String>) -> Finding {
        Finding { cause: Cause::Rule(Arc::clone(&self.rule)), severity, range, rewrite, clause: None }
    }

    /// Adds the clause of each sentence that most likely breaks the rule, as far as that is likely enough.
    fn by_meaning(
        &self,
        text: &Text<'_>,
        plain: &Plain,
        opinion: &Opinion<'_>,
        (severity, policy): (Severity, &Policy),
        found: &mut Vec<Finding>,
    ) {
        let words = |clause: usize| {
            let range = plain.clauses.get(clause).map(|clause| plain.words_of(clause)).unwrap_or_default();
            (plain.text.get(range.clone()).unwrap_or_default(), range)
        };
        let can_break = |clause: &usize| {
            let (words, _) = words(*clause);
            let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
            letters >= MIN_LETTERS && self.forms.allows(words) && !policy.is_innocent(&self.rule.id, words)
        };
        for sentence in &plain.sentences {
            let likely =
                sentence.clone().filter_map(|clause| Some((clause, opinion.at_least_unsure(clause)?)));
            let likely = likely.filter(|(clause, _)| can_break(clause));
            let Some((clause, probability)) = likely.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            if self.is_settled(text, &plain.original(&plain.range_of(sentence)), found) {
                continue;
            }
            // This looks at the whole text.
            if self.forms.spares(&plain.text) {
                return;
            }
            let severity = if probability >= SURE { severity } else { Severity::Hint };
            let (words, range) = words(clause);
            let at = |mark: Range<usize>| range.start + mark.start..range.start + mark.end;
            let (mark, rewrite) = self
                .forms
                .rewrite(plain, &range, text.text)
                .unwrap_or_else(|| (self.forms.mark(words).map_or_else(|| range.clone(), at), None));
            let clause = Some(plain.original(&range));
            let finding = Finding { clause, ..self.finding(severity, plain.original(&mark), rewrite) };
            self.add(text, finding, found);
        }
    }

    /// Whether the rule has a finding in a place already, or is about others where something of the buyer's own is.
    fn is_settled(&self, text: &Text<'_>, place: &Range<usize>, found: &[Finding]) -> bool {
        let overlaps = |own: &Range<usize>| own.start < place.end && place.start < own.end;
        let is_known = |known: &Finding| known.code() == self.rule.id && known.overlaps(place);
        self.rule.of_others && text.own.iter().any(overlaps) || found.iter().any(is_known)
    }

    /// Adds a finding, unless [`Self::is_settled`] says that there is nothing to add.
    fn add(&self, text: &Text<'_>, finding: Finding, found: &mut Vec<Finding>) {
        let place = &finding.range;
        if self.is_settled(text, place, found) {
            return;
        }
        let whole = finding.rewrite.as_ref().and_then(|_| with_whole_quotes(text.text, place));
        let finding = match whole {
            Some(whole) => Finding { range: whole, ..finding },
            None => Finding { rewrite: None, ..finding },
        };
        found.push(finding);
    }
}

/// A byte range of a text with the quotation mark beside it that belongs to one inside; `None` where one stays alone.
fn with_whole_quotes(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    const PAIRS: [(char, char); 7] =
        [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('"', '"'), ('\'', '\'')];
    let is_whole =
        |range: &Range<usize>| {
            let inside = text.get(range.clone()).unwrap_or_default();
            let count = |quote: char| inside.matches(quote).count();
            PAIRS.iter().all(|(open, close)| {
                if open == close { count(*open) % 2 == 0 } else { count(*open) == count(*close) }
            })
        };
    let before =
        text.get(..range.start).and_then(|before| before.chars().next_back()).map_or(0, char::len_utf8);
    let behind = text.get(range.end..).and_then(|behind| behind.chars().next()).map_or(0, char::len_utf8);
    let candidates = [range.clone(), range.start - before..range.end, range.start..range.end + behind];
    candidates.into_iter().find(is_whole)
}
