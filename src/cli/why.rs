//! `suda check --text TEXT --why [--json]`: how likely each rule is broken, and what that was judged by.

use serde::Serialize;

use super::{Context, Outcome, json_line};
use crate::check::{Checker, Policy, Reason, Text};
use crate::diag::Severity;
use crate::template;

/// A rule that is less likely broken is not worth a line.
const LEAST: f32 = 0.05;

/// So many rules are told, the likeliest ones.
const MAX_RULES: usize = 5;

/// A rule, as `--json` prints it.
#[derive(Serialize)]
struct JsonReason<'a> {
    rule: &'a str,
    /// From 0 to 1, with three digits.
    score: f64,
    verdict: &'static str,
    /// Character offsets of the clause in the text.
    start: usize,
    end: usize,
    r#for: &'a [String],
    against: &'a [String],
    nearest: Option<&'a str>,
    nearest_breaks: Option<bool>,
}

/// What the check makes of a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Finding,
    Hint,
    Nothing,
}

impl Verdict {
    fn code(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::Hint => "hint",
            Self::Nothing => "nothing",
        }
    }

    /// The id of its words.
    fn word(self) -> &'static str {
        match self {
            Self::Finding => "cli-why-finding",
            Self::Hint => "cli-why-hint",
            Self::Nothing => "cli-why-nothing",
        }
    }
}

/// Tells of the rules that a finished text comes near to.
pub(super) fn run(context: &Context, text: &str, policy: &Policy, is_json: bool) -> Outcome {
    let (checker, finished) = (Checker::built_in(), Text::finished(text));
    let reasons = match checker.reasons(&finished, policy, LEAST) {
        Ok(reasons) => reasons,
        Err(error) => return Outcome::failed(&context.words, &error.to_string()),
    };
    let findings = checker.check(&finished, policy);
    let verdict = |reason: &Reason| {
        let mut of_rule = findings.iter().filter(|found| found.code() == reason.rule);
        match of_rule.find(|found| found.overlaps(&reason.clause)) {
            Some(found) if found.severity > Severity::Hint => Verdict::Finding,
            Some(_) => Verdict::Hint,
            None => Verdict::Nothing,
        }
    };
    let judged: Vec<(&Reason, Verdict)> =
        reasons.iter().take(MAX_RULES).map(|reason| (reason, verdict(reason))).collect();
    let out = if is_json {
        json_line(&judged.iter().map(|(reason, verdict)| json(text, reason, *verdict)).collect::<Vec<_>>())
    } else if judged.is_empty() {
        context.words.text("cli-why-no-rule").into_owned() + "\n"
    } else {
        judged.iter().map(|(reason, verdict)| context.told(text, reason, *verdict)).collect()
    };
    if judged.iter().any(|(_, verdict)| *verdict == Verdict::Finding) {
        Outcome::negative(out, String::new())
    } else {
        Outcome::done(out)
    }
}

fn json<'a>(text: &str, reason: &'a Reason, verdict: Verdict) -> JsonReason<'a> {
    let range = template::char_range(text, &reason.clause);
    JsonReason {
        rule: &reason.rule,
        score: (f64::from(reason.probability) * 1000.0).round() / 1000.0,
        verdict: verdict.code(),
        start: range.start,
        end: range.end,
        r#for: &reason.speaks_for,
        against: &reason.speaks_against,
        nearest: reason.nearest.as_ref().map(|nearest| nearest.text.as_str()),
        nearest_breaks: reason.nearest.as_ref().map(|nearest| nearest.breaks),
    }
}

impl Context {
    /// A rule in words: a line, and below it what spoke for it and against it, and the nearest example.
    fn told(&self, text: &str, reason: &Reason, verdict: Verdict) -> String {
        let range = template::char_range(text, &reason.clause);
        let place = format!("{}-{}", range.start, range.end);
        let args = [
            ("rule", reason.rule.as_str()),
            ("score", &format!("{:.2}", reason.probability)),
            ("verdict", &self.words.text(verdict.word())),
            ("place", &place),
            ("clause", text.get(reason.clause.clone()).unwrap_or_default()),
        ];
        let mut lines = vec![self.words.with("cli-why-rule", &args)];
        for (word, pieces) in
            [("cli-why-for", &reason.speaks_for), ("cli-why-against", &reason.speaks_against)]
        {
            if !pieces.is_empty() {
                lines.push(self.words.with(word, &[("pieces", &pieces.join(" "))]));
            }
        }
        if let Some(nearest) = &reason.nearest {
            let word = if nearest.breaks { "cli-why-nearest-breaking" } else { "cli-why-nearest-innocent" };
            // An example may have several lines.
            let example = nearest.text.replace('\n', " ");
            lines.push(self.words.with(word, &[("example", &example)]));
        }
        lines.join("\n  ") + "\n"
    }
}
