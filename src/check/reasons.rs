//! Why a text is judged as it is: for `suda check --why`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::judge::{Opinions, Parts};
use super::lessons::marked;
use super::plain::Plain;
use super::{Checker, Policy, RulesError, Text, rules};
use crate::diag::Rule;
use crate::learn::{Classifier, Features};

/// So many pieces are told for and against.
const MAX_PIECES: usize = 5;

/// Why a clause of a text is judged as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The id of the rule.
    pub rule: String,
    /// The clause, as it stands in the text.
    pub clause: Range<usize>,
    /// How likely it breaks the rule.
    pub probability: f32,
    /// What spoke for it most, the most telling first.
    pub speaks_for: Vec<String>,
    /// What spoke against it most.
    pub speaks_against: Vec<String>,
    /// The example that is the most like the clause.
    pub nearest: Option<Nearest>,
}

/// An example of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// The text, what breaks the rule between `⟦` and `⟧`.
    pub text: String,
    /// Whether it breaks the rule.
    pub breaks: bool,
}

impl Checker {
    /// For every rule that is judged by its meaning the clause that most likely breaks it, of those that can by their form,
    /// from `least` on; the likeliest first. It reads all examples, which takes longer than a frame.
    ///
    /// # Errors
    /// The examples cannot be read.
    pub fn reasons(&self, text: &Text<'_>, policy: &Policy, least: f32) -> Result<Vec<Reason>, RulesError> {
        let plain = Plain::of(text.text, &text.holes);
        let parts = Parts::of(&plain);
        let opinions = Opinions::of(&parts, self.model, policy.learned());
        let examples = rules::whole()?;
        let mut all = Vec::new();
        for compiled in self.rules.iter().chain(policy.own_rules()) {
            let Some(opinion) = opinions.on(compiled) else { continue };
            if compiled.forms.spares(&plain.text) {
                continue;
            }
            let can_break = |clause: &usize| {
                let words = plain.clauses.get(*clause).map(|clause| plain.words_of(clause));
                let words = words.and_then(|words| plain.text.get(words)).unwrap_or_default();
                compiled.forms.allows(words)
            };
            let clauses = (0..plain.clauses.len()).filter(can_break);
            let likely = clauses.map(|clause| (clause, opinion.probability(clause)));
            let Some((clause, probability)) = likely.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            let Some(features) = parts.clause(clause).filter(|_| probability >= least) else { continue };
            let range = plain.clauses.get(clause).cloned().unwrap_or_default();
            let words = plain.text.get(range.clone()).unwrap_or_default();
            let (speaks_for, speaks_against) = pieces(opinion.model, opinion.label, features, words);
            let own = policy.own_rules().map(|own| own.rule.as_ref());
            let mut rule = examples.iter().chain(own).filter(|rule| rule.id == compiled.rule.id);
            all.push(Reason {
                rule: compiled.rule.id.clone(),
                clause: plain.original(&plain.words_of(&range)),
                probability,
                speaks_for,
                speaks_against,
                nearest: rule.next().and_then(|rule| nearest(rule, features)),
            });
        }
        all.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        Ok(all)
    }
}

/// The pieces of a clause that spoke for a label, and those that spoke against it.
fn pieces(
    model: &Classifier<'_>,
    label: usize,
    features: &Features,
    clause: &str,
) -> (Vec<String>, Vec<String>) {
    // The same words may be several pieces: of the clause, and of how it begins.
    let mut points: BTreeMap<&str, f32> = BTreeMap::new();
    for piece in features.pieces().iter().filter(|piece| !piece.range.is_empty()) {
        if let Some(words) = clause.get(piece.range.clone()) {
            *points.entry(words).or_default() += model.points(piece, label);
        }
    }
    let mut told: Vec<(f32, &str)> = points.into_iter().map(|(piece, points)| (points, piece)).collect();
    told.sort_by(|a, b| b.0.total_cmp(&a.0));
    let text = |told: &mut dyn Iterator<Item = &(f32, &str)>| {
        told.take(MAX_PIECES).map(|(_, piece)| (*piece).to_owned()).collect()
    };
    let speaks_for = text(&mut told.iter().filter(|(points, _)| *points > 0.0));
    let speaks_against = text(&mut told.iter().rev().filter(|(points, _)| *points < 0.0));
    (speaks_for, speaks_against)
}

/// The example of a rule of which a clause has the most in common with these pieces.
fn nearest(rule: &Rule, clause: &Features) -> Option<Nearest> {
    let wanted: BTreeSet<u32> = clause.pieces().iter().map(|piece| piece.id).collect();
    let likeness = |text: &str, marks: &[Range<usize>]| {
        let plain = Plain::of(text, &[]);
        let parts = Parts::of(&plain);
        let clauses = (0..plain.clauses.len()).filter(|clause| {
            let place = plain.clauses.get(*clause).map(|clause| plain.original(clause)).unwrap_or_default();
            marks.is_empty() || marks.iter().any(|mark| mark.start < place.end && place.start < mark.end)
        });
        let shared = clauses.filter_map(|clause| parts.clause(clause)).map(|other| shared(&wanted, other));
        shared.fold(0.0, f32::max)
    };
    let breaking = rule.breaks.iter().map(|example| {
        let (text, marks) = marked(example);
        (likeness(&text, &marks), Nearest { text: example.clone(), breaks: true })
    });
    let innocent =
        rule.innocent.iter().map(|text| (likeness(text, &[]), Nearest { text: text.clone(), breaks: false }));
    breaking.chain(innocent).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, example)| example)
}

/// How many of their pieces two clauses share, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "clauses are short")]
fn shared(wanted: &BTreeSet<u32>, other: &Features) -> f32 {
    let pieces: BTreeSet<u32> = other.pieces().iter().map(|piece| piece.id).collect();
    let both = wanted.intersection(&pieces).count() as f32;
    both / ((wanted.len() * pieces.len()) as f32).sqrt().max(1.0)
}
