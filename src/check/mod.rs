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
mod triggers;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use fixedbitset::FixedBitSet;
use regex::Captures;
use thiserror::Error;

use self::pattern::{Lists, Pattern, PatternError, lists};
use self::plain::Plain;
use self::rules::{Kind, RulesFile};
use self::triggers::Triggers;
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

/// The rules, ready to be used. Making it takes a while, using it some microseconds.
#[derive(Debug)]
pub struct Checker {
    rules: Vec<Compiled>,
    triggers: Triggers,
}

#[derive(Debug)]
struct Compiled {
    rule: Arc<Rule>,
    catches: Vec<Catch>,
    needs: Option<Pattern>,
    except: Option<Pattern>,
    unless: Option<Pattern>,
    unless_sentence: Option<Pattern>,
    unless_text: Option<Pattern>,
}

#[derive(Debug)]
struct Catch {
    find: Pattern,
    rewrite: Option<String>,
    /// The sets of [`Triggers`] of which a text must have something.
    sets: Vec<usize>,
}

static BUILT_IN: LazyLock<Checker> = LazyLock::new(|| {
    Checker::new(include_str!("../../assets/rules.ron")).unwrap_or_else(|error| {
        // The file is part of the program, and a test reads it.
        debug_assert!(false, "{error}");
        Checker { rules: Vec::new(), triggers: Triggers::default() }
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
        let mut builder = triggers::Builder::default();
        let mut rules = Vec::new();
        for rule in file.rules {
            let error = of_rule(&rule.id);
            rules.push(Compiled::new(rule, &lists, &mut builder).map_err(error)?);
        }
        Ok(Self { rules, triggers: builder.build() })
    }

    /// Every rule, in the order of the file.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| compiled.rule.as_ref())
    }

    /// What is wrong with a text, in its order.
    pub fn check(&self, text: &Text<'_>, policy: &Policy) -> Vec<Finding> {
        let plain = Plain::of(text.text, &text.holes);
        let sets = self.triggers.in_text(&plain.text);
        let mut found = Vec::new();
        for compiled in &self.rules {
            if let Some(severity) = policy.severity(&compiled.rule) {
                match compiled.rule.kind {
                    Kind::Length => found.extend(too_long(text, compiled, severity, policy.length_limit())),
                    Kind::Words | Kind::Privacy => {
                        found.extend(compiled.findings(text, &plain, &sets, severity));
                    }
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
    fn new(rule: Rule, lists: &Lists, builder: &mut triggers::Builder) -> Result<Self, PatternError> {
        let optional = |patterns: &[String]| {
            let pattern =
                || Pattern::new(patterns, lists).and_then(|pattern| pattern.required().map(|_| pattern));
            (!patterns.is_empty()).then(pattern).transpose()
        };
        let needs = optional(&rule.needs)?;
        let always = needs.as_ref().map(Pattern::required).transpose()?.unwrap_or_default();
        let catch = |written: &rules::Catch| {
            let find = Pattern::new(std::slice::from_ref(&written.find), lists)?;
            let sets = find.required()?.into_iter().chain(always.iter().cloned());
            let sets = sets.map(|set| builder.number(set)).collect();
            Ok(Catch { find, rewrite: written.rewrite.clone(), sets })
        };
        Ok(Self {
            catches: rule.catches.iter().map(catch).collect::<Result<_, PatternError>>()?,
            needs,
            except: optional(&rule.except)?,
            unless: optional(&rule.unless)?,
            unless_sentence: optional(&rule.unless_sentence)?,
            unless_text: optional(&rule.unless_text)?,
            rule: Arc::new(rule),
        })
    }

    /// `sets` are those of the triggers of which the text has something.
    fn findings(
        &self,
        text: &Text<'_>,
        plain: &Plain,
        sets: &FixedBitSet,
        severity: Severity,
    ) -> Vec<Finding> {
        let matches = |pattern: &Option<Pattern>, range: &Range<usize>| {
            let part = plain.text.get(range.clone()).unwrap_or_default();
            let regex = pattern.as_ref().and_then(Pattern::regex);
            regex.is_some_and(|regex| regex.is_match(part))
        };
        let is_possible = |catch: &&Catch| catch.sets.iter().all(|set| sets.contains(*set));
        let mut possible = self.catches.iter().filter(is_possible).peekable();
        let mut found: Vec<Finding> = Vec::new();
        if possible.peek().is_none() {
            return found;
        }
        let all = 0..plain.text.len();
        if matches(&self.unless_text, &all) || self.needs.is_some() && !matches(&self.needs, &all) {
            return found;
        }
        for (find, rewrite) in possible.filter_map(|catch| Some((catch.find.regex()?, &catch.rewrite))) {
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
        let Some(except) = self.except.as_ref().and_then(Pattern::regex) else { return false };
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
