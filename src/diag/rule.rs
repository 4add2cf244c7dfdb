//! What must not be said: rules and forbidden words as data, and what was found against them in a text.

use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;

use super::Severity;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Deserialize)]
pub struct Said {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What must not be said, and why: a file of `assets/rules`, or of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// Stable, such as `promise.arrival`: profiles, packs and `check --json` name the rule by it.
    pub id: String,
    /// The platform whose rule it is, as a shop names it; every platform's where there is none.
    pub platform: Option<String>,
    /// How bad a breach is, unless a shop or a pack changes that.
    pub severity: Severity,
    /// What the platform takes off a shop's score for one breach.
    pub points: Option<u32>,
    /// What else a breach costs.
    pub penalty: Option<Said>,
    /// Why it must not be said.
    pub why: Said,
    /// What to say or do in its place.
    pub instead: Said,
    /// Where the rule is from, and as of when.
    pub source: String,
    /// The day on which the source said so, as ISO date.
    pub date: String,
    /// The field of a shop that turns the rule off when it says no: 货到付款.
    pub switch: Option<String>,
    /// What decides.
    pub by: Judgement,
    /// Expressions that break the rule whatever is said around them.
    pub forms: Vec<Form>,
    /// Expressions that are innocent, and what overlaps with them.
    pub except: Vec<String>,
    /// An expression that a clause must have to break the rule by its meaning. What it found is marked, not the clause.
    pub needs: Option<String>,
    /// An expression that the whole text must fit to break the rule by its meaning.
    pub only: Option<String>,
    /// An expression that makes the whole text innocent.
    pub unless: Option<String>,
    /// Whether the values of the buyer who gets the text are innocent.
    pub of_others: bool,
    /// What to write in place of what was found, where that is certain.
    pub rewrites: Vec<Form>,
    /// Texts that break the rule, what breaks it between `⟦` and `⟧`.
    pub breaks: Vec<String>,
    /// Texts that do not.
    pub innocent: Vec<String>,
}

impl Rule {
    /// Whether it is nothing but examples for another rule.
    pub fn is_addition(&self) -> bool {
        self.why == Said::default()
    }
}

/// What decides whether a text breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// What it means, as learned from the examples; and the forms.
    #[default]
    Meaning,
    /// The forms alone; the examples prove them.
    Form,
    /// The number of characters.
    Length,
}

/// An expression over the plain form of a text: lower case, half width, plain hanzi; no quotes; `。` and `？` end sentences,
/// `，` clauses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Form {
    /// A regular expression. What its group `mark` holds is marked; the whole match where it has none.
    pub find: String,
    /// What to write in its place; `${name}` is a group of the expression.
    pub write: Option<String>,
}

/// A word that the user's shops must not write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForbiddenWord {
    /// Found wherever it occurs, in the plain form that the check compares texts in.
    pub word: String,
    /// What to write in its place.
    pub instead: Option<String>,
    /// Why it is forbidden, for the agent.
    pub why: Option<String>,
}

/// Something in a text that a rule is against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is against it: a rule or a forbidden word.
    pub cause: Cause,
    /// The rule's own, or what the shop made of it; a hint where it is not sure.
    pub severity: Severity,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What to write in place of the range, where that is certain.
    pub rewrite: Option<String>,
    /// The clause that it is in, bytes of the text, where the rule looks at what a text means; `None` elsewhere.
    pub clause: Option<Range<usize>>,
}

/// What is against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A rule: of the program, of a pack or of the user.
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
