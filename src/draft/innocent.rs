//! What of a finding can be said to be no problem. For good that is the clause as its reply has it, with its placeholders:
//! what was filled in is nobody's business. Everything else can be waived for one copy.

use std::ops::Range;

use super::findings::{DraftFinding, placed};
use super::{Draft, DraftMessage};
use crate::check::{Checker, Policy, Text};
use crate::diag::{Cause, Finding};
use crate::template::Piece;

/// Words that the agent sends in spite of a rule, in one draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    code: String,
    quote: String,
}

impl Waiver {
    /// The words of a finding, as far as its rule is concerned.
    pub fn of(found: &DraftFinding) -> Self {
        Self { code: found.finding.code().to_owned(), quote: found.quote.clone() }
    }

    /// Whether it is about something that was found in a text.
    pub(super) fn covers(&self, finding: &Finding, text: &str) -> bool {
        self.code == finding.code() && self.quote == finding.quote(text)
    }
}

impl Draft {
    /// The clause of a finding as its reply has it, with its placeholders: `{快递}发货，保证明天到` has `保证明天到`. `None`
    /// where it cannot be said once and for all to be no problem: a word or a form decided, it may be somebody's data, or it is
    /// not in the reply's own words but in what was filled in.
    pub fn innocent_clause(
        &self,
        found: &DraftFinding,
        checker: &Checker,
        policy: &Policy,
    ) -> Option<String> {
        let (clause, Cause::Rule(rule)) = (found.finding.clause.as_ref()?, &found.finding.cause) else {
            return None;
        };
        let DraftMessage::Text(filled) = self.messages.get(found.message_idx)? else { return None };
        if rule.of_others {
            return None;
        }
        let breaks_alone = |value: &str| {
            let found = checker.check(&Text::finished(value), policy);
            found.iter().any(|found| found.code() == rule.id)
        };
        let (mut text, mut is_of_reply) = (String::new(), false);
        for (piece, shown, place) in placed(&filled.pieces) {
            if part(&shown, &place, clause).is_empty() {
                continue;
            }
            match piece {
                Piece::Text(_) => {
                    text += &part(&shown, &place, clause).replace('{', "{{").replace('}', "}}");
                    let found = part(&shown, &place, &found.finding.range);
                    is_of_reply |= found.chars().any(char::is_alphanumeric);
                }
                Piece::Value { value, .. } if breaks_alone(value) => return None,
                Piece::Value { field: name, .. } | Piece::Gap { shown: name, .. } => {
                    text.extend(["{", name, "}"]);
                }
                Piece::Broken(_) => return None,
            }
        }
        is_of_reply.then(|| text.trim().to_owned())
    }
}

/// What of a piece, shown at a place, is in a range of the shown text; all in bytes.
fn part<'a>(shown: &'a str, place: &Range<usize>, range: &Range<usize>) -> &'a str {
    let at = |byte: usize| byte.clamp(place.start, place.end) - place.start;
    shown.get(at(range.start)..at(range.end)).unwrap_or_default()
}
