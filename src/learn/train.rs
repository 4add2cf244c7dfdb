//! Training a [`Classifier`](super::Classifier): softmax regression by `AdaGrad`, with weights held small.
//!
//! The same examples in the same order give the same bytes on every computer: all numbers are added up in a fixed order,
//! and no function of the system's mathematics is called.

use rustc_hash::FxHashMap;

use super::classifier::{BUCKETS, MAGIC, logistic, softmax};
use super::data::{self, DataError};
use super::features::Features;
use crate::model::Pack;

/// A text with what it is about.
#[derive(Debug, Clone)]
pub struct Example {
    /// The pieces of the text.
    pub features: Features,
    /// The numbers of its labels: each is as right as the others.
    pub labels: Vec<usize>,
    /// The numbers of labels that it perhaps has: nothing is learned of them.
    pub unknown: Vec<usize>,
}

/// What labels a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// One, which is the likelier the less the others are: softmax.
    One,
    /// Any number of them, each by itself: logistic.
    Any,
}

/// How to train. Chosen by the table in `docs/learning.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How often every example is seen.
    pub epochs: usize,
    /// How far a weight moves at most for an example, at first.
    pub rate: f32,
    /// How strongly weights are drawn to 0 (L2).
    pub decay: f32,
    /// A piece that fewer examples have is left out.
    pub min_examples: u32,
    /// Of more pieces, those that the most examples have are taken.
    pub max_pieces: usize,
    /// What labels a text has.
    pub labels: Labels,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 12, rate: 0.2, decay: 1e-3, min_examples: 3, max_pieces: 17_000, labels: Labels::One }
    }
}

/// A label that a text may have beside others is left as it is where it is so little wrong.
const NO_ERROR: f32 = 0.005;

/// What a weight of 1 in the model is worth. Weights go from -127 to 127.
const SCALE: f32 = 0.05;

/// Trains a classifier of these labels; gives the bytes that [`super::Classifier::new`] reads.
pub fn train(labels: &[&str], examples: &[Example], settings: &Settings) -> Vec<u8> {
    let ids = known_pieces(examples, settings);
    let rows: FxHashMap<u32, usize> = ids.iter().copied().zip(0..).collect();
    let mut training = Training {
        labels: labels.len(),
        weights: vec![0.0; ids.len() * labels.len()],
        squares: vec![1e-6; ids.len() * labels.len()],
        settings: *settings,
    };
    let examples: Vec<RowExample<'_>> = examples.iter().map(|example| example_rows(example, &rows)).collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(0x1234_5678_9abc_def1);
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for example in order.iter().filter_map(|nth| examples.get(*nth)) {
            training.learn(example);
        }
    }
    written(labels, &ids, &training.weights)
}

/// Trains the classifier of buyers' messages on the data that comes with the program.
///
/// # Errors
///
/// The data cannot be read.
pub fn messages() -> Result<Vec<u8>, DataError> {
    Ok(train(&data::labels(), &data::messages()?, &Settings::default()))
}

/// Trains the classifier of agents' phrases on the data that comes with the program, and on a pack whose replies name
/// their scenarios.
///
/// # Errors
///
/// The data cannot be read.
pub fn replies(starter: &Pack) -> Result<Vec<u8>, DataError> {
    let mut examples = data::phrases()?;
    examples.extend(data::phrases_of(starter));
    examples.extend(data::titles()?);
    Ok(train(&data::labels(), &examples, &Settings::default()))
}

/// The ids of the pieces that are learned, ascending.
fn known_pieces(examples: &[Example], settings: &Settings) -> Vec<u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for piece in examples.iter().flat_map(|example| example.features.pieces()) {
        *counts.entry(piece.id).or_default() += 1;
    }
    let mut known: Vec<(u32, u32)> =
        counts.into_iter().filter(|(_, count)| *count >= settings.min_examples).collect();
    known.sort_unstable_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    known.truncate(settings.max_pieces);
    let mut ids: Vec<u32> = known.into_iter().map(|(id, _)| id).collect();
    ids.sort_unstable();
    ids
}

/// An example in terms of the rows of weights.
struct RowExample<'a> {
    rows: Vec<(usize, f32)>,
    example: &'a Example,
}

/// The pieces that are not learned are left out; the others count as much more.
fn example_rows<'a>(example: &'a Example, rows: &FxHashMap<u32, usize>) -> RowExample<'a> {
    let known = example.features.pieces().iter();
    let known = known.filter_map(|piece| Some((*rows.get(&piece.id)?, piece.weight))).collect();
    RowExample { rows: known, example }
}

struct Training {
    labels: usize,
    /// Of each piece for each label.
    weights: Vec<f32>,
    /// The squares of all changes of each weight so far.
    squares: Vec<f32>,
    settings: Settings,
}

impl Training {
    /// Moves the weights of an example's pieces so that its labels become likelier.
    fn learn(&mut self, example: &RowExample<'_>) {
        let mut errors = vec![0.0; self.labels];
        for (row, weight) in &example.rows {
            for (sum, of_label) in errors.iter_mut().zip(self.weights.iter().skip(row * self.labels)) {
                *sum += of_label * weight;
            }
        }
        let Settings { rate, decay, labels, .. } = self.settings;
        let Example { labels: own, unknown, .. } = example.example;
        let share = match labels {
            Labels::One => {
                softmax(&mut errors);
                1.0 / own.iter().fold(0.0, |count, _| count + 1.0)
            }
            Labels::Any => {
                for sum in &mut errors {
                    *sum = logistic(*sum);
                }
                1.0
            }
        };
        for label in own {
            if let Some(error) = errors.get_mut(*label) {
                *error -= share;
            }
        }
        for label in unknown {
            if let Some(error) = errors.get_mut(*label) {
                *error = 0.0;
            }
        }
        if labels == Labels::Any {
            // Most labels are far from every text: that is known already.
            errors.iter_mut().filter(|error| error.abs() < NO_ERROR).for_each(|error| *error = 0.0);
        }
        for (row, weight) in &example.rows {
            let places = row * self.labels..(row + 1) * self.labels;
            let (Some(weights), Some(squares)) =
                (self.weights.get_mut(places.clone()), self.squares.get_mut(places))
            else {
                continue;
            };
            for ((of_label, square), error) in weights.iter_mut().zip(squares).zip(&errors) {
                if *error == 0.0 {
                    continue;
                }
                let slope = error * weight + decay * *of_label;
                *square += slope * slope;
                *of_label -= rate * slope / square.sqrt();
            }
        }
    }
}

/// A model as bytes: see [`super::classifier`].
fn written(labels: &[&str], ids: &[u32], weights: &[f32]) -> Vec<u8> {
    let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes();
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&count(labels.len()));
    out.extend_from_slice(&count(ids.len()));
    out.extend_from_slice(&SCALE.to_le_bytes());
    for label in labels {
        out.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(label.as_bytes());
    }
    for bucket in 0..=BUCKETS {
        let first = u64::from(bucket) << 32 >> BUCKETS.trailing_zeros();
        let start = ids.partition_point(|id| u64::from(*id) < first);
        out.extend_from_slice(&count(start));
    }
    out.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let quantised = weights.iter().map(|weight| (weight / SCALE).round().clamp(-127.0, 127.0) as i8);
    out.extend(quantised.map(i8::cast_unsigned));
    out
}

/// A xorshift generator: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            let other = self.next() % (last as u64 + 1);
            order.swap(last, usize::try_from(other).unwrap_or_default());
        }
    }
}
