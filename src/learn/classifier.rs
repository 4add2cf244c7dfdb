//! A trained classifier: a weight for each piece and label, in one block of bytes that is used as it is.
//!
//! The block, all numbers little-endian: [`MAGIC`]; the counts of labels and of pieces (`u32` each); what a weight of 1 is
//! worth (`f32`); the labels, each with its length in bytes (`u8`); [`BUCKETS`]` + 1` places
//! (`u32`) at which the pieces of a bucket begin, a bucket being the upper bits of an id; the ids of the pieces, ascending
//! (`u32`); for each piece the weights of all labels (`i8`).

use std::fmt;
use std::ops::Range;

use super::features::{Features, Piece};

/// Begins a model, with the version of the format.
pub(super) const MAGIC: &[u8; 8] = b"sudamdl1";

/// The pieces are found by so many upper bits of their ids.
const BUCKET_BITS: u32 = 14;
pub(super) const BUCKETS: u32 = 1 << BUCKET_BITS;

/// Nearly all buckets have fewer pieces.
const IN_BUCKET: usize = 16;

/// So many pieces are found before the weights of any are read: reading them then does not wait for one another.
const TOGETHER: usize = 64;

/// A trained classifier.
#[derive(Debug, Clone, Copy, Default)]
pub struct Classifier<'a> {
    bytes: &'a [u8],
    label_count: usize,
    piece_count: usize,
    scale: f32,
    labels: usize,
    starts: usize,
    ids: usize,
    weights: usize,
}

/// Why a block of bytes is no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// It begins with something else, or is of another version.
    NoModel,
    /// It ends too early, or too late.
    WrongLength,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoModel => write!(f, "this is no model of this version"),
            Self::WrongLength => write!(f, "the model is cut off or too long"),
        }
    }
}

impl std::error::Error for ModelError {}

/// A label and how likely it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likely {
    /// The number of the label: see [`Classifier::label`].
    pub label: usize,
    /// From 0 to 1; all labels of a text add up to 1.
    pub probability: f32,
}

/// Reads numbers one after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<N>());
        self.at += N;
        taken.copied().ok_or(ModelError::WrongLength)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }

    /// Passes so many bytes; gives where they begin.
    fn pass(&mut self, len: usize) -> usize {
        let start = self.at;
        self.at += len;
        start
    }
}

impl<'a> Classifier<'a> {
    /// Reads what [`super::train::train`] gave; the weights stay where they are.
    ///
    /// # Errors
    ///
    /// The bytes are no whole model of this version.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take::<8>()? != *MAGIC {
            return Err(ModelError::NoModel);
        }
        let (label_count, piece_count) = (reader.u32()? as usize, reader.u32()? as usize);
        let scale = f32::from_le_bytes(reader.take()?);
        let labels = reader.at;
        for _ in 0..label_count {
            let [len] = reader.take::<1>()?;
            reader.pass(usize::from(len));
        }
        let starts = reader.pass((BUCKETS as usize + 1) * 4);
        let ids = reader.pass(piece_count * 4);
        let weights = reader.pass(piece_count.saturating_mul(label_count));
        if reader.at != bytes.len() {
            return Err(ModelError::WrongLength);
        }
        Ok(Self { bytes, label_count, piece_count, scale, labels, starts, ids, weights })
    }

    /// How many labels it knows.
    pub fn label_count(&self) -> usize {
        self.label_count
    }

    /// How many pieces it knows.
    pub fn piece_count(&self) -> usize {
        self.piece_count
    }

    /// The label of a number, counted from 0.
    pub fn label(&self, number: usize) -> &'a str {
        self.label_names().nth(number).unwrap_or_default()
    }

    /// All labels, in the order of their numbers.
    pub fn label_names(&self) -> impl Iterator<Item = &'a str> {
        let mut rest = self.bytes.get(self.labels..).unwrap_or_default();
        (0..self.label_count).map_while(move |_| {
            let (len, behind) = rest.split_first()?;
            let (name, behind) = behind.split_at_checked(usize::from(*len))?;
            rest = behind;
            std::str::from_utf8(name).ok()
        })
    }

    /// Every label with its probability, the likeliest first; of equals the one with the lower number.
    pub fn classify(&self, features: &Features) -> Vec<Likely> {
        let mut likely: Vec<Likely> = (0..)
            .zip(self.probabilities(features))
            .map(|(label, probability)| Likely { label, probability })
            .collect();
        likely.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        likely
    }

    /// The probability of every label, in the order of their numbers, where a text has one of them.
    pub fn probabilities(&self, features: &Features) -> Vec<f32> {
        let mut sums = vec![0.0; self.label_count];
        self.add_to(&mut sums, features);
        softmax(&mut sums);
        sums
    }

    /// Adds what the pieces speak for to the sum of every label, in the order of their numbers.
    pub fn add_to(&self, sums: &mut [f32], features: &Features) {
        let mut known = [(0, 0.0); TOGETHER];
        for pieces in features.pieces().chunks(TOGETHER) {
            let mut known_count = 0;
            for piece in pieces {
                let (place, is_known) = self.nearest(piece.id);
                if let Some(slot) = known.get_mut(known_count) {
                    *slot = (place, piece.weight * self.scale);
                }
                // Counted without a branch: whether a piece is known can hardly be foreseen.
                known_count += usize::from(is_known);
            }
            for (place, weight) in known.iter().take(known_count) {
                for (sum, of_label) in sums.iter_mut().zip(self.weights_at(*place)) {
                    *sum += f32::from(of_label.cast_signed()) * weight;
                }
            }
        }
    }

    /// What a piece speaks for a label; negative where it speaks against it.
    pub fn points(&self, piece: &Piece, label: usize) -> f32 {
        let weight = self.weights(piece.id).and_then(|weights| weights.get(label));
        weight.map_or(0.0, |weight| f32::from(weight.cast_signed()) * piece.weight * self.scale)
    }

    /// The pieces of a text that spoke for a label more than for others, as bytes of [`Features::normal`]: those that make
    /// up half of what spoke for it, joined where they touch, in the order of the text.
    pub fn reasons(&self, features: &Features, label: usize) -> Vec<Range<usize>> {
        let mut spoke: Vec<(f32, Range<usize>)> = Vec::new();
        for piece in features.pieces().iter().filter(|piece| !piece.range.is_empty()) {
            let Some(weights) = self.weights(piece.id) else { continue };
            let own = weights.get(label).map_or(0, |weight| weight.cast_signed());
            if own > 0 {
                spoke.push((f32::from(own) * piece.weight, piece.range.clone()));
            }
        }
        spoke.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.start.cmp(&other.1.start)));
        let all: f32 = spoke.iter().map(|(points, _)| points).sum();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut reached = 0.0;
        for (points, range) in spoke {
            if reached * 2.0 >= all {
                break;
            }
            reached += points;
            ranges.push(range);
        }
        joined(ranges)
    }

    /// The weights of all labels for a piece, as two's complement; `None` for a piece that was never seen.
    fn weights(&self, id: u32) -> Option<&'a [u8]> {
        let (place, is_known) = self.nearest(id);
        is_known.then(|| self.weights_at(place))
    }

    /// The weights of the piece at a place, counted from 0.
    fn weights_at(&self, place: usize) -> &'a [u8] {
        let start = self.weights + place * self.label_count;
        self.bytes.get(start..start + self.label_count).unwrap_or_default()
    }

    /// The place of the first piece whose id is not less, counted from 0, and whether it is that of the piece.
    fn nearest(&self, id: u32) -> (usize, bool) {
        let bucket = (id >> (u32::BITS - BUCKET_BITS)) as usize;
        let first = self.number(self.starts, bucket).unwrap_or_default() as usize;
        let rest = self.bytes.get(self.ids + first * 4..self.weights).unwrap_or_default();
        let (ids, _) = rest.as_chunks::<4>();
        let is_less = |other: &[u8; 4]| u32::from_le_bytes(*other) < id;
        // What is behind the bucket is greater: as many as most buckets have are counted together, without a branch.
        let less = match ids.first_chunk::<IN_BUCKET>() {
            Some(ids) => ids.iter().map(|other| u32::from(is_less(other))).sum::<u32>() as usize,
            None => ids.partition_point(is_less),
        };
        let less = if less == IN_BUCKET { ids.partition_point(is_less) } else { less };
        (first + less, ids.get(less).is_some_and(|other| u32::from_le_bytes(*other) == id))
    }

    /// The nth number of a list that begins at this byte.
    fn number(&self, start: usize, nth: usize) -> Option<u32> {
        let chunk = self.bytes.get(start + nth * 4..)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*chunk))
    }
}

/// Sums → probabilities.
pub(super) fn softmax(sums: &mut [f32]) {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let mut all = 0.0;
    for sum in sums.iter_mut() {
        // The same on every computer, which the standard library's is not.
        *sum = libm::expf(*sum - most);
        all += *sum;
    }
    for sum in sums {
        *sum /= all;
    }
}

/// The probability of a label that a text may have beside others, by the sum of what speaks for it.
pub fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-sum))
}

fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}
