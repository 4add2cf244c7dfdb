//! The check of a finished text against the rules of the platforms: what an agent sends is evidence.
//!
//! Rules are data ([`Rule`], `assets/rules.ron`); a [`Policy`] says which of them count for a shop. A [`Finding`] carries the
//! rule, the place in the text, and what to write there where that is certain. Left out on purpose: whether a text is copied
//! all the same.
//!
//! ```
//! use suda::check::{Checker, Policy, Text};
//! let found = Checker::built_in().check(&Text::finished("您放心，保证明天到。"), &Policy::default());
//! assert_eq!(found[0].code(), "promise.arrival");
//! ```

mod pattern;
mod plain;
mod policy;
mod rules;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;
use regex::{Captures, Regex};
use thiserror::Error;

use self::pattern::{PatternError, compile, lists, required};
use self::plain::Plain;
use self::rules::{Kind, RulesFile};
use crate::diag::Severity;
use crate::model::ForbiddenWord;
use crate::template::Template;

pub use self::policy::Policy;
pub use self::rules::{Rule, Said};

/// A text to check, with what is known of its parts. All ranges are bytes, ascending.
#[derive(Debug, Clone, Default)]
pub struct Text<'a> {
    pub text: &'a str,
    /// Placeholders: nobody knows yet what will stand there.
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
        Self { holes, ..Self::finished(text) }
    }
}

/// Something in a text that a rule is against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub cause: Cause,
    pub severity: Severity,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What to write in place of the range, where that is certain.
    pub rewrite: Option<String>,
}

/// What is against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    Rule(Arc<Rule>),
    /// A word of the shop's own list.
    Word(ForbiddenWord),
}

impl Finding {
    /// The id of the rule; `shop.word` for a word of the shop's own.
    pub fn code(&self) -> &str {
        match &self.cause {
            Cause::Rule(rule) => &rule.id,
            Cause::Word(_) => "shop.word",
        }
    }
}

/// Why the rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RulesError {
    #[error("{0}")]
    Syntax(String),
    #[error("{rule}: {error}")]
    Pattern { rule: String, error: PatternError },
}

/// The rules, ready to be used. Making it takes some milliseconds, using it some microseconds.
#[derive(Debug)]
pub struct Checker {
    rules: Vec<Compiled>,
    /// Texts of which each breach has at least one, and the rules that they belong to, by their number.
    triggers: AhoCorasick,
    triggered: Vec<usize>,
}

#[derive(Debug)]
struct Compiled {
    rule: Arc<Rule>,
    catches: Vec<(Regex, Option<String>)>,
    needs: Option<Regex>,
    except: Option<Regex>,
    unless: Option<Regex>,
    unless_sentence: Option<Regex>,
    unless_text: Option<Regex>,
    /// It has no triggers.
    is_always_tried: bool,
}

static BUILT_IN: LazyLock<Checker> = LazyLock::new(|| {
    Checker::new(include_str!("../../assets/rules.ron")).unwrap_or_else(|error| {
        // The file is part of the program, and a test reads it.
        debug_assert!(false, "{error}");
        Checker { rules: Vec::new(), triggers: nothing(), triggered: Vec::new() }
    })
});

impl Checker {
    /// The rules that the program comes with. The first call makes them ready.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// # Errors
    /// The text is not RON, or a pattern cannot be read.
    pub fn new(ron: &str) -> Result<Self, RulesError> {
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let file: RulesFile = options.from_str(ron).map_err(|error| RulesError::Syntax(error.to_string()))?;
        let of_rule = |rule: &str| {
            let rule = rule.to_owned();
            move |error| RulesError::Pattern { rule, error }
        };
        let lists = lists(&file.lists).map_err(of_rule("lists"))?;
        let (mut rules, mut triggers, mut triggered) = (Vec::new(), Vec::new(), Vec::new());
        for rule in file.rules {
            let optional =
                |patterns: &[String]| (!patterns.is_empty()).then(|| compile(patterns, &lists)).transpose();
            let error = of_rule(&rule.id);
            let compiled = (|| {
                let catch = |catch: &rules::Catch| {
                    Ok((compile(std::slice::from_ref(&catch.find), &lists)?, catch.rewrite.clone()))
                };
                Ok(Compiled {
                    catches: rule.catches.iter().map(catch).collect::<Result<_, PatternError>>()?,
                    needs: optional(&rule.needs)?,
                    except: optional(&rule.except)?,
                    unless: optional(&rule.unless)?,
                    unless_sentence: optional(&rule.unless_sentence)?,
                    unless_text: optional(&rule.unless_text)?,
                    is_always_tried: false,
                    rule: Arc::new(rule),
                })
            })();
            let mut compiled = compiled.map_err(error)?;
            let texts: Option<Vec<_>> = compiled.catches.iter().map(|(find, _)| required(find)).collect();
            match texts {
                Some(texts) => {
                    triggers.extend(texts.concat());
                    triggered.resize(triggers.len(), rules.len());
                }
                None => compiled.is_always_tried = true,
            }
            rules.push(compiled);
        }
        let triggers = AhoCorasick::new(triggers).unwrap_or_else(|_| nothing());
        Ok(Self { rules, triggers, triggered })
    }

    /// Every rule, in the order of the file.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| compiled.rule.as_ref())
    }

    /// What is wrong with a text, in its order.
    pub fn check(&self, text: &Text<'_>, policy: &Policy) -> Vec<Finding> {
        let plain = Plain::of(text.text, &text.holes);
        let mut is_possible: Vec<bool> = self.rules.iter().map(|rule| rule.is_always_tried).collect();
        for found in self.triggers.find_overlapping_iter(&plain.text) {
            let rule = self.triggered.get(found.pattern().as_usize());
            if let Some(slot) = rule.and_then(|rule| is_possible.get_mut(*rule)) {
                *slot = true;
            }
        }
        let mut found = Vec::new();
        for (compiled, is_possible) in self.rules.iter().zip(is_possible) {
            if let Some(severity) = policy.severity(&compiled.rule) {
                match compiled.rule.kind {
                    Kind::Length => found.extend(too_long(text, compiled, severity, policy.length_limit())),
                    Kind::Words | Kind::Privacy if is_possible => {
                        found.extend(compiled.findings(text, &plain, severity));
                    }
                    Kind::Words | Kind::Privacy => {}
                }
            }
        }
        found.extend(policy.words_in(&plain).map(|(word, range)| Finding {
            cause: Cause::Word(word.clone()),
            severity: Severity::Error,
            range: plain.original(&range),
            rewrite: word.instead.clone(),
        }));
        found.sort_by(|a, b| {
            let key = |found: &Finding| (found.range.start, std::cmp::Reverse(found.severity));
            key(a).cmp(&key(b))
        });
        found
    }
}

/// Finds nothing.
fn nothing() -> AhoCorasick {
    #[expect(clippy::expect_used, reason = "no pattern at all is always a matcher")]
    AhoCorasick::new(std::iter::empty::<&str>()).expect("an empty matcher")
}

/// What goes beyond the limit.
fn too_long(text: &Text<'_>, compiled: &Compiled, severity: Severity, limit: usize) -> Option<Finding> {
    let (start, _) = text.text.char_indices().nth(limit).filter(|_| limit > 0)?;
    Some(Finding {
        cause: Cause::Rule(Arc::clone(&compiled.rule)),
        severity,
        range: start..text.text.len(),
        rewrite: None,
    })
}

impl Compiled {
    fn findings(&self, text: &Text<'_>, plain: &Plain, severity: Severity) -> Vec<Finding> {
        let matches = |regex: &Option<Regex>, range: &Range<usize>| {
            let part = plain.text.get(range.clone()).unwrap_or_default();
            regex.as_ref().is_some_and(|regex| regex.is_match(part))
        };
        let mut found: Vec<Finding> = Vec::new();
        let all = 0..plain.text.len();
        if matches(&self.unless_text, &all) || self.needs.is_some() && !matches(&self.needs, &all) {
            return found;
        }
        for (find, rewrite) in &self.catches {
            let mut at = 0;
            while let Some(captures) = find.captures_at(&plain.text, at) {
                let whole = captures.get_match().range();
                let range = captures.name("mark").map_or(whole.clone(), |mark| mark.range());
                let first = plain.text.get(whole.start..).and_then(|rest| rest.chars().next());
                // A match inside of an innocent one may still count.
                let next = whole.start + first.map_or(1, char::len_utf8);
                let is_innocent = matches(&self.unless, &plain.clause(&range))
                    || matches(&self.unless_sentence, &plain.sentence(&range))
                    || self.is_excepted(plain, &range);
                let place = plain.original(&range);
                let is_own = self.rule.kind == Kind::Privacy
                    && text.own.iter().any(|own| own.start <= place.start && place.end <= own.end);
                let is_known =
                    found.iter().any(|known| known.range.start < place.end && place.start < known.range.end);
                at = if is_innocent || is_own { next } else { whole.end.max(next) };
                if is_innocent || is_own || is_known {
                    continue;
                }
                let rewrite =
                    rewrite.as_ref().and_then(|rewrite| expanded(rewrite, text.text, plain, &captures));
                let cause = Cause::Rule(Arc::clone(&self.rule));
                found.push(Finding { cause, severity, range: place, rewrite });
            }
        }
        found
    }

    /// Whether something innocent overlaps with a match.
    fn is_excepted(&self, plain: &Plain, range: &Range<usize>) -> bool {
        let Some(except) = &self.except else { return false };
        let sentence = plain.sentence(range);
        let part = plain.text.get(sentence.clone()).unwrap_or_default();
        except.find_iter(part).any(|innocent| {
            innocent.start() + sentence.start < range.end && range.start < innocent.end() + sentence.start
        })
    }
}

/// The rewrite with the groups of the match as they stand in the original.
fn expanded(rewrite: &str, original: &str, plain: &Plain, captures: &Captures<'_>) -> Option<String> {
    let mut out = String::new();
    let mut rest = rewrite;
    while let Some((before, behind)) = rest.split_once("${") {
        let (name, behind) = behind.split_once('}')?;
        out.push_str(before);
        out.push_str(original.get(plain.original(&captures.name(name)?.range()))?);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}
