//! How likely each clause of a text breaks each rule: what was learned from the examples.

use std::ops::Range;

use super::Compiled;
use super::lessons::Learned;
use super::plain::Plain;
use crate::learn::{Classifier, Features, Part, logistic};

/// From this probability on a rule is broken.
pub(super) const SURE: f32 = 0.4;

/// From this one on it perhaps is.
const UNSURE: f32 = 0.3;

/// ln([`UNSURE`] / (1 − [`UNSURE`])): the sum of which it is the probability. Few of the clauses that are judged reach it.
const UNSURE_SUM: f32 = -0.847_297_9;

/// The pieces by which the clauses of a text are judged.
pub(super) struct Parts {
    /// Of the whole text.
    whole: Features,
    sentences: Vec<Features>,
    clauses: Vec<Features>,
    /// For each clause the sentence that it is in, counted from 0.
    sentence_of: Vec<usize>,
}

impl Parts {
    pub(super) fn of(plain: &Plain) -> Self {
        let text = |range: Range<usize>| plain.text.get(range).unwrap_or_default();
        let mut parts = Self {
            whole: Features::of_part(&plain.text, Part::Whole),
            sentences: Vec::with_capacity(plain.sentences.len()),
            clauses: Vec::with_capacity(plain.clauses.len()),
            sentence_of: Vec::with_capacity(plain.clauses.len()),
        };
        for (sentence, clauses) in plain.sentences.iter().enumerate() {
            parts.sentences.push(Features::of_part(text(plain.range_of(clauses)), Part::Sentence));
            for clause in plain.clauses.get(clauses.clone()).unwrap_or_default() {
                let opens = plain.mark_before(clause.start).unwrap_or(Part::START);
                parts.clauses.push(Features::of_part(text(clause.clone()), Part::Clause { opens }));
                parts.sentence_of.push(sentence);
            }
        }
        parts
    }

    /// The pieces of a clause, counted from 0, without those of its sentence and of the text.
    pub(super) fn clause(&self, clause: usize) -> Option<&Features> {
        self.clauses.get(clause)
    }

    /// All pieces of a clause, counted from 0: what is learned from.
    pub(super) fn of_clause(&self, clause: usize) -> Option<Features> {
        let sentence = self.sentences.get(*self.sentence_of.get(clause)?)?;
        Some(self.clauses.get(clause)?.clone().and(sentence).and(&self.whole))
    }

    /// What a model thinks of every clause.
    fn judged(&self, model: &Classifier<'_>) -> Judged {
        let label_count = model.label_count();
        let with = |sums: &[f32], features: &Features| {
            let mut sums = sums.to_vec();
            model.add_to(&mut sums, features);
            sums
        };
        let whole = with(&vec![0.0; label_count], &self.whole);
        let sentences: Vec<Vec<f32>> = self.sentences.iter().map(|sentence| with(&whole, sentence)).collect();
        let mut sums = Vec::with_capacity(self.clauses.len() * label_count);
        for (clause, sentence) in self.clauses.iter().zip(&self.sentence_of) {
            let start = sums.len();
            sums.extend_from_slice(sentences.get(*sentence).unwrap_or(&whole));
            model.add_to(sums.get_mut(start..).unwrap_or_default(), clause);
        }
        Judged { sums, label_count }
    }
}

/// What the models that apply think of a text: that of the program, and what was learned beside it.
pub(super) struct Opinions<'a> {
    program: (Classifier<'a>, Judged),
    learned: Option<(&'a Learned, Classifier<'a>, Judged)>,
}

/// What the model thinks that knows a rule.
pub(super) struct Opinion<'a> {
    pub model: &'a Classifier<'a>,
    judged: &'a Judged,
    /// The number of the rule in the model.
    pub label: usize,
}

impl<'a> Opinions<'a> {
    pub(super) fn of(parts: &Parts, program: Classifier<'a>, learned: Option<&'a Learned>) -> Self {
        let learned = learned.map(|learned| {
            let model = learned.classifier();
            (learned, model, parts.judged(&model))
        });
        Self { program: (program, parts.judged(&program)), learned }
    }

    /// Of a rule: what was learned of it last.
    pub(super) fn on(&self, rule: &Compiled) -> Option<Opinion<'_>> {
        let learned = self.learned.as_ref().and_then(|(learned, model, judged)| {
            let label = learned.labels.iter().position(|label| *label == rule.rule.id)?;
            Some(Opinion { model, judged, label })
        });
        let (model, judged) = &self.program;
        learned.or_else(|| Some(Opinion { model, judged, label: rule.label? }))
    }
}

impl Opinion<'_> {
    /// How likely it is that a clause, counted from 0, breaks the rule.
    pub(super) fn probability(&self, clause: usize) -> f32 {
        self.judged.sum(clause, self.label).map_or(0.0, logistic)
    }

    /// The same where it is at least [`UNSURE`].
    pub(super) fn at_least_unsure(&self, clause: usize) -> Option<f32> {
        self.judged
            .sum(clause, self.label)
            .filter(|sum| *sum >= UNSURE_SUM)
            .map(logistic)
            .filter(|probability| *probability >= UNSURE)
    }
}

/// What a model thinks of the clauses of a text.
struct Judged {
    /// Of each clause those of all labels.
    sums: Vec<f32>,
    label_count: usize,
}

impl Judged {
    /// What speaks for it that a clause, counted from 0, breaks the rule of a label.
    fn sum(&self, clause: usize, label: usize) -> Option<f32> {
        self.sums.get(clause * self.label_count + label).copied()
    }
}
