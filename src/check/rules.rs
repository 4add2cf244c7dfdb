//! The rules as data: `assets/rules.ron`.

use serde::Deserialize;

use crate::diag::Severity;
use crate::model::Language;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Said {
    zh: String,
    en: String,
}

impl Said {
    /// The sentence in one of the two languages.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// What must not be said, and why.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable, such as `promise.arrival`: profiles, packs and `check --json` name the rule by it.
    pub id: String,
    /// The platform whose rule it is, as a shop names it; every platform's where there is none.
    #[serde(default)]
    pub platform: Option<String>,
    /// How bad a breach is, unless a shop or a pack changes that.
    #[serde(with = "severity")]
    pub severity: Severity,
    /// What the platform takes off a shop's score for one breach.
    #[serde(default)]
    pub points: Option<u32>,
    /// What else a breach costs.
    #[serde(default)]
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
    #[serde(default)]
    pub switch: Option<String>,
    #[serde(default)]
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) catches: Vec<Catch>,
    /// What the text must have too.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    /// What looks alike and is innocent, where it overlaps with what was caught.
    #[serde(default)]
    pub(super) except: Vec<String>,
    /// What makes the clause innocent.
    #[serde(default)]
    pub(super) unless: Vec<String>,
    /// What makes the sentence innocent.
    #[serde(default)]
    pub(super) unless_sentence: Vec<String>,
    /// What makes the text innocent.
    #[serde(default)]
    pub(super) unless_text: Vec<String>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// What its patterns catch.
    #[default]
    Words,
    /// As `Words`, but not in what the agent filled in for this very buyer.
    Privacy,
    /// The number of characters.
    Length,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catch {
    pub find: String,
    /// What it catches counts without what the rule needs, and what the others catch then counts too.
    #[serde(default)]
    pub alone: bool,
    /// What to write in place of the match, where that is certain; `$name` is a group of the pattern.
    #[serde(default)]
    pub rewrite: Option<String>,
}

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    /// Name and words, each may name the lists before it.
    pub lists: Vec<(String, String)>,
    pub rules: Vec<Rule>,
}

mod severity {
    use serde::{Deserialize, Deserializer};

    use crate::diag::Severity;

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case")]
        enum Written {
            Warning,
            Error,
        }
        Ok(match Written::deserialize(from)? {
            Written::Warning => Severity::Warning,
            Written::Error => Severity::Error,
        })
    }
}
