//! Scores within a tier: a perfect fit has [`FULL_SCORE`], and everything that speaks against a hit takes some of it off.

use crate::search::board::FULL_SCORE;
use crate::search::pattern::{Fit, Quality};
use crate::search::tier::Tier;

/// Characters before the match: the beginning of a title is what people remember.
pub(super) const PER_CHARACTER_BEFORE: i32 = 2;

/// How well a title fits a word of so many letters.
pub(super) fn title_score(fit: Fit, letters: usize) -> (Tier, i32) {
    let (tier, quality_cost) = match fit.quality {
        Quality::Spelt => (Tier::Title, 0),
        Quality::Short => (Tier::Initials, 0),
        Quality::Mixed => (Tier::Initials, 20),
    };
    (
        tier,
        FULL_SCORE
            - quality_cost
            - reading_cost(fit.is_usual, letters)
            - cost(fit.start, PER_CHARACTER_BEFORE),
    )
}

/// A reading that is not the usual one comes behind; for a single letter, which says nothing else, behind every usual one.
pub(super) fn reading_cost(is_usual: bool, letters: usize) -> i32 {
    match (is_usual, letters) {
        (true, _) => 0,
        (false, 1) => FULL_SCORE * 2 / 5,
        (false, _) => 60,
    }
}

pub(super) fn gaps_score(start: usize, passed: usize) -> i32 {
    FULL_SCORE - cost(start, PER_CHARACTER_BEFORE) - cost(passed, 3)
}

/// What so many characters cost.
pub(super) fn cost(characters: usize, each: i32) -> i32 {
    i32::try_from(characters.min(100)).unwrap_or(0) * each
}
