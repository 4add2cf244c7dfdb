//! The words of what the check of a text has found.

use super::Words;
use crate::diag::{Cause, Finding, Rule, Said};
use crate::model::Language;

impl Words {
    /// Why it must not be said.
    pub fn finding_why(&self, finding: &Finding) -> String {
        match &finding.cause {
            Cause::Rule(rule) => self.said(&rule.why).to_owned(),
            Cause::Word(word) => {
                word.why.clone().unwrap_or_else(|| self.text("finding-own-word").into_owned())
            }
        }
    }

    /// What it costs the shop, where a platform says that.
    pub fn finding_cost(&self, finding: &Finding) -> Option<String> {
        let Cause::Rule(rule) = &finding.cause else { return None };
        self.rule_cost(rule)
    }

    fn rule_cost(&self, rule: &Rule) -> Option<String> {
        let points =
            rule.points.map(|points| self.with("finding-points", &[("points", &points.to_string())]));
        points.or_else(|| Some(self.said(rule.penalty.as_ref()?).to_owned()))
    }

    /// What to say or do in its place; a rule of the user's own may leave that open.
    pub fn finding_instead(&self, finding: &Finding) -> Option<String> {
        match &finding.cause {
            Cause::Rule(rule) => Some(self.said(&rule.instead).to_owned()).filter(|said| !said.is_empty()),
            Cause::Word(word) => {
                word.instead.as_ref().map(|instead| self.with("finding-say", &[("instead", instead)]))
            }
        }
    }

    /// How bad a breach of a rule is, on which platform, and what it costs.
    pub fn rule_weight(&self, rule: &Rule) -> String {
        let severity = self.severity(rule.severity);
        [Some(severity), rule.platform.clone(), self.rule_cost(rule)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// A sentence of a rule.
    pub fn said<'a>(&self, said: &'a Said) -> &'a str {
        match self.language {
            Language::Chinese => &said.zh,
            Language::English => &said.en,
        }
    }

    /// The words found, why they must not be said, and what it costs.
    pub fn finding(&self, finding: &Finding, quote: &str) -> String {
        let quote = shortened(quote);
        let why = self.finding_why(finding);
        match self.finding_cost(finding) {
            Some(cost) => {
                self.with("finding-with-cost", &[("quote", &quote), ("why", &why), ("cost", &cost)])
            }
            None => self.with("finding", &[("quote", &quote), ("why", &why)]),
        }
    }
}

/// How many characters of a long quote are shown.
const LONGEST_QUOTE: usize = 16;

fn shortened(quote: &str) -> String {
    match quote.char_indices().nth(LONGEST_QUOTE) {
        Some((at, _)) => format!("{}…", quote.get(..at).unwrap_or_default()),
        None => quote.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::check::{Checker, Policy, Text};
    use crate::diag::{Problem, Severity};

    fn breach(instead: Said, severity: Severity) -> Problem {
        let why = Said { zh: "不能提直播间".to_owned(), en: "no live rooms".to_owned() };
        let rule = Rule { id: "own.1".to_owned(), why, instead, ..Rule::default() };
        let found = Checker::built_in().check(&Text::finished("您放心，保证明天到。"), &Policy::default());
        let mut finding = found.into_iter().next().unwrap();
        finding.cause = Cause::Rule(Arc::new(rule));
        (finding.severity, finding.range, finding.rewrite) = (severity, 0..9, None);
        Problem::breach(finding, "直播间见")
    }

    #[test]
    fn a_hint_says_that_it_is_one_and_a_rule_without_advice_gives_none() {
        let words = Words::new(Language::Chinese);
        let said = words.problem_with_advice(&breach(Said::default(), Severity::Warning));
        assert_eq!(said, "“直播间”：不能提直播间");
        let instead = Said { zh: "说店里".to_owned(), en: "say shop".to_owned() };
        let said = words.problem_with_advice(&breach(instead, Severity::Hint));
        assert_eq!(said, "提示 · “直播间”：不能提直播间。说店里");
    }
}
