//! Learning rules from their examples: those of the program, and those that packs, the settings folder and the shop add.

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::forms::Forms;
use super::judge::Parts;
use super::plain::Plain;
use super::{Checker, Compiled, RulesError, Text, rules};
use crate::diag::{Judgement, Rule};
use crate::learn::Classifier;
use crate::learn::train::{Example, Labels, Settings, train};
use crate::model::{Library, Pack, Reply, ShopProfiles};
use crate::template;

/// Around what breaks a rule in an example.
const MARKS: [char; 2] = ['⟦', '⟧'];

/// An example that somebody adds to a rule counts as so many of the program's: a handful shall be heard among hundreds.
const OWN_WEIGHT: usize = 3;

/// Of the texts that are no examples of the rules to be learned one in so many is read: it takes less time and memory.
const OTHERS_SHARE: usize = 3;

/// The examples of a new rule are seen so often, all together: enough to be heard among all others.
const NEW_WEIGHT: usize = 1500;

/// How rules are learned. Chosen by the table in `docs/learning.md`.
const SETTINGS: Settings =
    Settings { epochs: 12, rate: 0.3, decay: 1e-5, min_examples: 3, max_pieces: 90_000, labels: Labels::Any };

/// What is to be learned beside the rules of the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Lessons {
    /// Rules, and examples for those of the program, by their ids; see [`Rule::is_addition`].
    pub rules: Vec<Rule>,
    /// What a shop has said to be innocent, by the ids of the rules: clauses with their placeholders.
    pub innocent: BTreeMap<String, Vec<String>>,
}

impl Lessons {
    /// What is to be learned in a shop: the rules of the packs and of the profiles, and what is innocent there.
    pub fn of(library: &Library, profiles: &ShopProfiles, shop: Option<&str>) -> Self {
        let of_packs = library.packs().flat_map(|(_, pack)| &pack.own_rules);
        let rules = profiles.rules.iter().chain(of_packs).cloned().collect();
        let mut innocent: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for known in profiles.innocent.iter().filter(|known| known.applies_in(shop)) {
            innocent.entry(known.rule.clone()).or_default().push(known.text.clone());
        }
        Self { rules, innocent }
    }

    /// A number that other lessons, or those of a program that has learned something else, do not have.
    pub fn key(&self) -> u64 {
        let mut hasher = FxHasher::default();
        (self, rules::MODEL).hash(&mut hasher);
        hasher.finish()
    }

    /// Whether there is nothing to learn.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.innocent.values().all(Vec::is_empty)
    }

    /// The ids of the rules that something is to be learned of, each once.
    fn labels(&self) -> Vec<&str> {
        let innocent = self.innocent.iter().filter(|(_, clauses)| !clauses.is_empty());
        let mut ids: Vec<&str> = self.rules.iter().map(|rule| rule.id.as_str()).collect();
        ids.extend(innocent.map(|(id, _)| id.as_str()));
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Learns beside the examples of the program, whose own replies, `starter`, break no rule. It takes about a second.
    ///
    /// # Errors
    /// An expression of a rule cannot be read.
    pub fn learn(&self, starter: &Pack) -> Result<Learned, RulesError> {
        let labels = self.labels();
        let mut all = rules::whole()?;
        let mut own = self.rules.clone();
        own.extend(self.innocent.iter().map(|(id, clauses)| Rule {
            id: id.clone(),
            innocent: clauses.clone(),
            ..Rule::default()
        }));
        // An addition is judged as the rule that it is for.
        for rule in &mut own {
            if let Some(whole) = all.iter().find(|whole| whole.id == rule.id) {
                let (breaks, innocent) =
                    (std::mem::take(&mut rule.breaks), std::mem::take(&mut rule.innocent));
                *rule = Rule { breaks, innocent, ..whole.clone() };
            }
        }
        all.retain(|rule| labels.contains(&rule.id.as_str()) || rule.by == Judgement::Meaning);
        let of_program = examples(&labels, &all, rules::talk().chain(texts(starter)), OTHERS_SHARE)?;
        let own = examples(&labels, &own, std::iter::empty(), 1)?;
        let is_any_new = self.rules.iter().any(is_new);
        let times =
            if is_any_new { (NEW_WEIGHT / own.len().max(1)).clamp(OWN_WEIGHT, 60) } else { OWN_WEIGHT };
        let repeated = (0..times).flat_map(|_| own.iter().cloned());
        let model = train(&labels, &of_program.into_iter().chain(repeated).collect::<Vec<_>>(), &SETTINGS);
        self.learned(model)
    }

    /// What was learned of these lessons before, as [`Learned::model`] gave it; `None` where it is something else.
    ///
    /// # Errors
    /// An expression of a rule cannot be read.
    pub fn remembered(&self, model: Vec<u8>) -> Result<Option<Learned>, RulesError> {
        let labels = self.labels();
        let is_of_these = Classifier::new(&model).is_ok_and(|model| model.label_names().eq(labels));
        if !is_of_these {
            return Ok(None);
        }
        self.learned(model).map(Some)
    }

    fn learned(&self, model: Vec<u8>) -> Result<Learned, RulesError> {
        let new = self.rules.iter().filter(|rule| !rule.is_addition() && is_new(rule));
        let names: Vec<&str> = Classifier::new(&model).unwrap_or_default().label_names().collect();
        let compile = |rule: &Rule| Compiled::new(Arc::new(rule.clone()), &names);
        let rules = new.map(compile).collect::<Result<_, _>>()?;
        let labels = names.into_iter().map(str::to_owned).collect();
        Ok(Learned { rules, labels, model })
    }
}

/// What was learned beside the rules of the program.
#[derive(Debug)]
pub struct Learned {
    /// Rules that the program does not have.
    pub(super) rules: Vec<Compiled>,
    /// The ids of the rules, by their labels in the model.
    pub(super) labels: Vec<String>,
    model: Vec<u8>,
}

impl Learned {
    /// The bytes of the model, to be kept: see [`Lessons::remembered`].
    pub fn model(&self) -> &[u8] {
        &self.model
    }

    pub(super) fn classifier(&self) -> Classifier<'_> {
        Classifier::new(&self.model).unwrap_or_default()
    }
}

/// Learns the rules of the program, whose own replies break none: the bytes of `assets/models/rules.bin`.
///
/// # Errors
/// A rule cannot be read.
pub fn train_rules(starter: &Pack) -> Result<Vec<u8>, RulesError> {
    let rules = rules::whole()?;
    let labels: Vec<&str> =
        rules.iter().filter(|rule| rule.by == Judgement::Meaning).map(|rule| rule.id.as_str()).collect();
    let examples = examples(&labels, &rules, rules::talk().chain(texts(starter)), 1)?;
    Ok(train(&labels, &examples, &SETTINGS))
}

/// Whether the program has no rule of this id.
fn is_new(rule: &Rule) -> bool {
    !Checker::built_in().rules().any(|known| known.id == rule.id)
}

/// Every text of the replies of a pack.
fn texts(pack: &Pack) -> Vec<String> {
    pack.replies.iter().flat_map(Reply::texts).map(str::to_owned).collect()
}

/// What is known of a text.
#[derive(Default)]
struct Labelled {
    /// What breaks the rules of these labels, as bytes.
    broken: Vec<(usize, Vec<Range<usize>>)>,
    /// Whether it is an example of one of the labels.
    is_own: bool,
}

/// Every clause of the examples of rules, and of `clean` texts that break none. Of the texts that are no examples of the
/// rules of these labels one in `others_share` is read.
fn examples(
    labels: &[&str],
    rules: &[Rule],
    clean: impl Iterator<Item = String>,
    others_share: usize,
) -> Result<Vec<Example>, RulesError> {
    // By the text, so that one that stands in two rules is known to break both.
    let mut texts: BTreeMap<String, Labelled> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.by == Judgement::Meaning) {
        let label = labels.iter().position(|label| *label == rule.id);
        for (text, marks) in rule.breaks.iter().map(|text| marked(text)) {
            let known = texts.entry(text).or_default();
            known.broken.extend(label.map(|label| (label, marks)));
            known.is_own |= label.is_some();
        }
        for text in &rule.innocent {
            texts.entry(text.clone()).or_default().is_own |= label.is_some();
        }
    }
    for text in clean {
        texts.entry(text).or_default();
    }
    let forms = |label: &&str| {
        let rule = rules.iter().find(|rule| rule.id == **label);
        rule.map(|rule| Forms::new(rule).map_err(|error| RulesError::form(rule, error))).transpose()
    };
    let forms = labels.iter().map(forms).collect::<Result<Vec<_>, _>>()?;
    let read = texts.iter().enumerate().filter(|(nth, (_, known))| known.is_own || nth % others_share == 0);
    Ok(read.flat_map(|(_, (text, known))| clauses(text, &known.broken, &forms)).collect())
}

/// The clauses of a text as examples; `forms` are those of the labels, as far as there are any.
fn clauses(text: &str, broken: &[(usize, Vec<Range<usize>>)], forms: &[Option<Forms>]) -> Vec<Example> {
    let template = template::parse(text);
    let plain = Plain::of(text, &Text::template(text, &template).holes);
    let parts = Parts::of(&plain);
    let is_innocent = |forms: &Option<Forms>| forms.as_ref().is_some_and(|forms| forms.spares(&plain.text));
    let innocent: Vec<bool> = forms.iter().map(is_innocent).collect();
    let mut examples = Vec::with_capacity(plain.clauses.len());
    for (clause, range) in plain.clauses.iter().enumerate() {
        let Some(features) = parts.of_clause(clause) else { continue };
        let place = plain.original(&plain.words_of(range));
        let words = plain.text.get(range.clone()).unwrap_or_default();
        let mut example = Example { features, labels: Vec::new(), unknown: Vec::new() };
        for (label, (forms, is_innocent)) in forms.iter().zip(&innocent).enumerate() {
            let marks = broken.iter().filter(|(of, _)| *of == label).flat_map(|(_, marks)| marks);
            let share = marks.map(|mark| share(mark, &place)).fold(0.0, f32::max);
            let can_break = forms.as_ref().is_none_or(|forms| forms.allows(words));
            match share {
                _ if *is_innocent || !can_break => example.unknown.push(label),
                share if share >= MIN_SHARE => example.labels.push(label),
                share if share > 0.0 => example.unknown.push(label),
                _ => {}
            }
        }
        examples.push(example);
    }
    examples
}

/// A clause of which a mark has so much breaks the rule.
const MIN_SHARE: f32 = 0.5;

/// How much of the shorter one of two byte ranges both have.
#[expect(clippy::cast_precision_loss, reason = "texts are short")]
fn share(mark: &Range<usize>, clause: &Range<usize>) -> f32 {
    let both = mark.end.min(clause.end).saturating_sub(mark.start.max(clause.start));
    both as f32 / mark.len().min(clause.len()).max(1) as f32
}

/// An example that breaks a rule without its marks, and what they mark, as bytes: all of it where there are none.
pub(super) fn marked(example: &str) -> (String, Vec<Range<usize>>) {
    let mut text = String::with_capacity(example.len());
    let mut marks = Vec::new();
    let mut start = None;
    for c in example.chars() {
        match c {
            _ if c == MARKS[0] => start = Some(text.len()),
            _ if c == MARKS[1] => marks.extend(start.take().map(|start| start..text.len())),
            _ => text.push(c),
        }
    }
    if marks.is_empty() {
        marks.push(0..text.len());
    }
    (text, marks)
}
