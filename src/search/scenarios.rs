//! The scenarios that a reply of an index answers, in a few bytes.

use super::folding::MIN_CONFIDENCE;
use super::terms::Posting;
use crate::learn::{Answers, Subject};
use crate::model::Reply;

/// How many scenarios of a reply the search knows.
const MAX: usize = 3;

/// A confidence of 1.
const SURE: f32 = 255.0;

/// What a scenario is worth that a reply names behind its first, as a share of the first.
const FURTHER: f32 = 0.5;

/// What an inferred scenario is worth, as a share of one that a reply names. Words decide among a shop's own replies.
const INFERRED: f32 = 0.25;

/// The same for one about goods, of what is left: which product is meant only the words say.
const INFERRED_OF_GOODS: f32 = 0.25;

/// How much the confidence counts: its power. The surest of two is not twice as right.
const CONFIDENCE_POWER: f32 = 0.1;

/// The scenarios of a reply, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Scenarios {
    /// The number of each and how sure it is; those without confidence are none.
    entries: [(u8, u8); MAX],
    is_given: bool,
    /// How sure it is to say something about a product.
    goods: u8,
}

impl Scenarios {
    /// Those that a reply names, else those that it seems to answer.
    pub(super) fn of(reply: &Reply) -> Self {
        let subject = Subject::of(reply);
        let mut out = Self { goods: byte(subject.goods), ..Self::default() };
        for (entry, answers) in out.entries.iter_mut().zip(subject.answers) {
            *entry = (u8::try_from(answers.number).unwrap_or_default(), byte(answers.confidence));
            out.is_given = answers.is_given;
        }
        out
    }

    /// How sure it is, from 0 to 1, that the reply says something about a product itself.
    pub(super) fn goods(self) -> f32 {
        f32::from(self.goods) / SURE
    }

    /// Each as it is given out.
    pub(super) fn answers(self) -> impl Iterator<Item = Answers> {
        let known = self.entries.into_iter().filter(|(_, confidence)| *confidence > 0);
        known.map(move |(number, confidence)| Answers {
            number: usize::from(number),
            confidence: f32::from(confidence) / SURE,
            is_given: self.is_given,
        })
    }

    /// The numbers of those that are sure enough to fold away what else answers them.
    pub(super) fn surely(self) -> impl Iterator<Item = usize> {
        self.answers().filter(|answers| answers.confidence >= MIN_CONFIDENCE).map(|answers| answers.number)
    }

    /// The same as a bit for each.
    pub(super) fn mask(self) -> u128 {
        self.surely().fold(0, |all, number| all | 1 << number)
    }

    /// The number of each with what it is worth, as the weight of a term: [`Posting::MAX_WEIGHT`] at most.
    pub(super) fn shares(self) -> impl Iterator<Item = (usize, f32)> {
        self.answers().enumerate().map(|(nth, answers)| {
            let share = match (answers.is_given, nth) {
                (true, 0) => 1.0,
                (true, _) => FURTHER,
                (false, _) => INFERRED * libm::powf(answers.confidence, CONFIDENCE_POWER),
            };
            let is_about_goods = answers.scenario().is_some_and(|scenario| scenario.is_about_goods);
            let of_goods = if is_about_goods && !answers.is_given { INFERRED_OF_GOODS } else { 1.0 };
            (answers.number, share * of_goods * Posting::MAX_WEIGHT)
        })
    }
}

/// A share from 0 to 1 in steps.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
fn byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * SURE).round() as u8
}
