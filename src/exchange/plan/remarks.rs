//! What the user should know of what comes in, beside each row's outcome.

use std::collections::BTreeMap;

use super::PlannedReply;
use crate::check::{Checker, Policy, Text};
use crate::diag::Severity;
use crate::exchange::alike::{Affix, affixes};
use crate::exchange::secrets::{SecretKind, secrets};
use crate::learn::{Answers, Subject};
use crate::template;

/// A scenario is named from this confidence on.
const MIN_CONFIDENCE: f32 = 0.2;

/// A secret in one of the replies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretFound {
    /// The number of the reply among [`super::Plan::replies`].
    pub reply: usize,
    /// What kind it is of.
    pub kind: SecretKind,
}

/// What is remarkable about the replies that come in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// Beginnings and ends that many texts share.
    pub affixes: Vec<Affix>,
    /// The numbers, among [`super::Plan::replies`], of those with a text over the length limit.
    pub long: Vec<usize>,
    /// Passwords, keys, phone numbers.
    pub secrets: Vec<SecretFound>,
    /// How many errors and warnings the rule check has, by rule.
    pub findings: BTreeMap<String, usize>,
    /// Of each reply the scenario that it most likely answers.
    pub scenarios: Vec<Option<&'static str>>,
}

impl Remarks {
    /// `texts` are all that came in, as they came.
    pub(super) fn of(replies: &[PlannedReply], texts: &[String], length_limit: usize) -> Self {
        let mut remarks = Self { affixes: affixes(texts.iter().map(String::as_str)), ..Self::default() };
        let (checker, policy) = (Checker::built_in(), Policy::default());
        for (nth, planned) in replies.iter().enumerate() {
            let subject = Subject::of(&planned.after);
            let surest = subject.answers.first().filter(|answer| answer.confidence >= MIN_CONFIDENCE);
            let id = surest.and_then(Answers::scenario).map(|scenario| scenario.id.as_str());
            remarks.scenarios.push(id);
            for text in planned.after.texts() {
                if length_limit > 0
                    && text.chars().count() > length_limit
                    && remarks.long.last() != Some(&nth)
                {
                    remarks.long.push(nth);
                }
                remarks
                    .secrets
                    .extend(secrets(text).into_iter().map(|(kind, _)| SecretFound { reply: nth, kind }));
                let parsed = template::parse(text);
                let found = checker.check(&Text::template(text, &parsed), &policy);
                for finding in found.iter().filter(|finding| finding.severity > Severity::Hint) {
                    *remarks.findings.entry(finding.code().to_owned()).or_default() += 1;
                }
            }
        }
        remarks
    }
}
