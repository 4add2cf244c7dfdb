//! The check of a finished text against the rules of the platforms: what an agent sends is evidence.
//!
//! Rules are data ([`Rule`], `assets/rules.ron`); a [`Policy`] says which of them apply in a shop. A [`Finding`] carries the
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
mod shape;
mod triggers;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use regex_automata::Input;
use thiserror::Error;

use self::pattern::{Lists, Pattern, PatternError, lists};
use self::plain::Plain;
use self::rules::{Kind, RulesFile};
use self::triggers::{Triggers, Window};
use crate::diag::Severity;
use crate::model::{ForbiddenWord, Placeholders};
use crate::template::{self, Template};

pub use self::policy::Policy;
pub use self::rules::{Rule, Said};

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

/// Something in a text that a rule is against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is against it: a rule or a forbidden word.
    pub cause: Cause,
    /// The rule's own, or what the shop made of it.
    pub severity: Severity,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What to write in place of the range, where that is certain.
    pub rewrite: Option<String>,
}

/// What is against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A rule of `assets/rules.ron`.
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

    /// Whether it has something of a byte range of the text.
    pub fn overlaps(&self, range: &Range<usize>) -> bool {
        self.range.start < range.end && range.start < self.range.end
    }

    /// The words found, out of the text that was checked.
    pub fn quote<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// Why the rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RulesError {
    /// The file is not RON of the right form; what the reader says.
    #[error("{0}")]
    Syntax(String),
    /// A pattern cannot be compiled.
    #[error("{rule}: {error}")]
    Pattern {
        /// The id of the rule.
        rule: String,
        /// What is wrong with the pattern.
        error: PatternError,
    },
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
    /// The number of the first catch among those of all rules.
    first: usize,
    needs: Option<Pattern>,
    except: Option<Pattern>,
    unless: Option<Pattern>,
    unless_sentence: Option<Pattern>,
    unless_text: Option<Pattern>,
}

#[derive(Debug)]
struct Catch {
    find: Pattern,
    /// See [`rules::Catch::alone`].
    alone: bool,
    rewrite: Option<String>,
    /// It has groups that the rewrite or the mark needs.
    has_groups: bool,
}

static BUILT_IN: OnceLock<Checker> = OnceLock::new();

impl Checker {
    /// The rules that the program comes with. The first call makes them ready, which takes longer than a frame.
    pub fn built_in() -> &'static Self {
        BUILT_IN.get_or_init(|| {
            Self::new(include_str!("../../assets/rules.ron")).unwrap_or_else(|error| {
                // The file is part of the program, and a test reads it.
                debug_assert!(false, "{error}");
                Self { rules: Vec::new(), triggers: Triggers::default() }
            })
        })
    }

    /// The same, where they are ready.
    pub fn built_in_if_ready() -> Option<&'static Self> {
        BUILT_IN.get()
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
        let windows = self.triggers.windows(&plain);
        let mut found = Vec::new();
        for compiled in &self.rules {
            if let Some(severity) = policy.severity(&compiled.rule) {
                match compiled.rule.kind {
                    Kind::Length => found.extend(too_long(text, compiled, severity, policy.length_limit())),
                    Kind::Words | Kind::Privacy => {
                        found.extend(compiled.findings(text, &plain, &windows, severity));
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
            let is_of_length = matches!(&found.cause, Cause::Rule(rule) if rule.kind == Kind::Length);
            !is_of_length && found.overlaps(&filled)
        };
        let at_span = |found| Finding { range: span.clone(), rewrite: None, ..found };
        found.into_iter().filter(is_of_value).map(at_span).collect()
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
                || Pattern::new(patterns, lists).and_then(|pattern| pattern.shapes().map(|_| pattern));
            (!patterns.is_empty()).then(pattern).transpose()
        };
        let needs = optional(&rule.needs)?;
        let first = builder.patterns();
        let catch = |written: &rules::Catch| {
            let find = Pattern::new(std::slice::from_ref(&written.find), lists)?;
            builder.add(&find.shapes()?);
            Ok(Catch {
                find,
                alone: written.alone,
                rewrite: written.rewrite.clone(),
                has_groups: written.rewrite.is_some() || written.find.contains("(?<mark>"),
            })
        };
        Ok(Self {
            catches: rule.catches.iter().map(catch).collect::<Result<_, PatternError>>()?,
            first,
            needs,
            except: optional(&rule.except)?,
            unless: optional(&rule.unless)?,
            unless_sentence: optional(&rule.unless_sentence)?,
            unless_text: optional(&rule.unless_text)?,
            rule: Arc::new(rule),
        })
    }

    fn findings(
        &self,
        text: &Text<'_>,
        plain: &Plain,
        windows: &[Window],
        severity: Severity,
    ) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        let mut is_unchanged_by_nfc = false;
        let begin = windows.partition_point(|window| window.pattern < self.first);
        for window in windows.iter().skip(begin) {
            let Some(catch) = self.catches.get(window.pattern - self.first) else { break };
            for (range, rewrite) in catch.matches(&window.range, text.text, plain, |range| {
                let place = plain.original(range);
                let is_own = self.rule.kind == Kind::Privacy
                    && text.own.iter().any(|own| own.start <= place.start && place.end <= own.end);
                is_own || self.is_innocent(plain, range)
            }) {
                let place = plain.original(&range);
                let whole = rewrite.as_ref().and_then(|_| with_whole_quotes(text.text, &place));
                let (place, rewrite) = whole.map_or((place, None), |whole| (whole, rewrite));
                is_unchanged_by_nfc |= catch.alone;
                if !found.iter().any(|known| known.overlaps(&place)) {
                    let cause = Cause::Rule(Arc::clone(&self.rule));
                    found.push(Finding { cause, severity, range: place, rewrite });
                }
            }
        }
        // These look at the whole text, which takes longest.
        let holds = |pattern: &Pattern| pattern.is_match(&plain.text);
        let is_innocent = !found.is_empty()
            && (self.unless_text.as_ref().is_some_and(holds)
                || !is_unchanged_by_nfc && self.needs.as_ref().is_some_and(|needs| !holds(needs)));
        if is_innocent { Vec::new() } else { found }
    }

    /// Whether the words around a match make it innocent.
    fn is_innocent(&self, plain: &Plain, range: &Range<usize>) -> bool {
        let holds = |pattern: &Option<Pattern>, around: Range<usize>| {
            let part = plain.text.get(around).unwrap_or_default();
            pattern.as_ref().is_some_and(|pattern| pattern.is_match(part))
        };
        holds(&self.unless, plain.clause(range))
            || holds(&self.unless_sentence, plain.sentence(range))
            || self.is_excepted(plain, range)
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

impl Catch {
    /// The matches in a window with what would be written there. After one that is innocent another is looked for inside
    /// of it.
    fn matches(
        &self,
        window: &Range<usize>,
        original: &str,
        plain: &Plain,
        is_innocent: impl Fn(&Range<usize>) -> bool,
    ) -> Vec<(Range<usize>, Option<String>)> {
        let mut out = Vec::new();
        let Some(regex) = self.find.regex() else { return out };
        let mut groups = self.has_groups.then(|| regex.create_captures());
        let mut at = window.start;
        while at <= window.end {
            let input = Input::new(&plain.text).range(at..window.end);
            let Some(whole) = regex.search(&input).map(|whole| whole.range()) else { break };
            if let Some(captures) = &mut groups {
                // Groups take much longer: only where there is a match.
                regex.search_captures(&input.range(whole.start..window.end), captures);
            }
            let group = |name: &str| groups.as_ref()?.get_group_by_name(name);
            let mark = group("mark");
            let range = mark.map_or(whole.clone(), |mark| mark.range());
            let first = plain.text.get(whole.start..).and_then(|rest| rest.chars().next());
            let next = whole.start + first.map_or(1, char::len_utf8);
            if is_innocent(&range) {
                at = next;
                continue;
            }
            at = whole.end.max(next);
            let rewrite = self.rewrite.as_ref().and_then(|rewrite| {
                expanded(rewrite, |name| original.get(plain.original(&group(name)?.range())))
            });
            out.push((range, rewrite));
        }
        out
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

/// The rewrite with the groups of the match, as `group` gives them.
fn expanded<'a>(rewrite: &str, group: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = rewrite;
    while let Some((before, behind)) = rest.split_once("${") {
        let (name, behind) = behind.split_once('}')?;
        out.push_str(before);
        out.push_str(group(name)?);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}
