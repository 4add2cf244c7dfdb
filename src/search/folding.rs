//! What stands where among the hits of one tier: the user's own replies first, the program's own folded away where an own
//! one answers the same, and not the same answer three times in a row.

use std::cmp::Reverse;

use super::board::FULL_SCORE;
use super::index::Index;
use super::segment::Doc;
use super::tier::{Hit, Tier};
use crate::model::Layer;

/// An own reply that is less sure to answer a scenario folds nothing away.
pub(super) const MIN_CONFIDENCE: f32 = 0.3;

/// The same for what an own reply says of a product.
const MIN_GOODS: f32 = 0.4;

/// What each further reply of the program to the same scenario is worth, in percent: the scenario was understood or it
/// was not, and then the next row is for another one.
const REPEATED: i64 = 30;

/// The same for an own reply: of those the right one has to be found among several.
const REPEATED_OWN: i64 = 92;

/// What a reply of the program is worth beside those of a library that answers everything itself, in percent.
const BESIDE_OWN: i64 = 20;

/// A library that answers as many scenarios as this answers everything itself.
const FULL_COVERAGE: usize = 40;

/// A hit that has not got its place yet.
pub(super) struct Candidate {
    pub hit: Hit,
    /// Whether the user has chosen it before: then it stays where it is.
    pub is_habit: bool,
    /// Whether the query is its whole title.
    pub is_exact: bool,
}

/// What is looked at of a candidate.
struct Place {
    candidate: Candidate,
    is_starter: bool,
    /// The scenario that it answers first.
    scenario: Option<usize>,
    is_about_goods: bool,
}

/// The candidates of a tier, in their order, as they are shown: at most `room` of them, behind `before` hits of better tiers.
pub(super) fn arranged(index: &Index, candidates: Vec<Candidate>, room: usize, before: usize) -> Vec<Hit> {
    let mut places: Vec<Place> =
        candidates.into_iter().filter_map(|candidate| place(index, candidate)).collect();
    let own: Vec<&Doc> =
        places.iter().filter(|place| !place.is_starter).filter_map(|place| doc(index, place)).collect();
    let answered = own.iter().fold(0_u128, |all, doc| all | doc.scenarios.mask());
    let knows_goods = own.iter().any(|doc| doc.scenarios.goods() >= MIN_GOODS);
    let is_ranked = places.first().is_some_and(|place| place.candidate.hit.tier == Tier::Question);
    if is_ranked && !own.is_empty() {
        discount(index, &mut places);
    }
    let is_foldable = |place: &Place| {
        place.is_starter
            && !place.candidate.is_habit
            && !place.candidate.is_exact
            && place.candidate.hit.tier > Tier::CodePrefix
    };
    let has_own_answer = |place: &Place| {
        place.scenario.is_some_and(|scenario| answered >> scenario & 1 == 1)
            || place.is_about_goods && knows_goods
    };
    let (folded, mut open): (Vec<Place>, Vec<Place>) =
        places.into_iter().partition(|place| is_foldable(place) && has_own_answer(place));
    if is_ranked {
        open = varied(open, room);
    }
    open.truncate(room);
    let shown = folded.into_iter().take(room - open.len()).map(|place| {
        let under = open.iter().position(|own| is_answered_by(index, &place, own));
        Hit { folded_under: under.map(|nth| before + nth), ..place.candidate.hit }
    });
    let shown: Vec<Hit> = shown.collect();
    open.into_iter().map(|place| place.candidate.hit).chain(shown).collect()
}

fn place(index: &Index, candidate: Candidate) -> Option<Place> {
    let doc = index.doc(candidate.hit.at)?;
    let first = doc.scenarios.answers().next();
    Some(Place {
        is_starter: doc.standing.layer == Reverse(Layer::Starter),
        scenario: first.map(|answers| answers.number),
        is_about_goods: first
            .and_then(|answers| answers.scenario())
            .is_some_and(|scenario| scenario.is_about_goods),
        candidate,
    })
}

fn doc<'a>(index: &'a Index, place: &Place) -> Option<&'a Doc> {
    index.doc(place.candidate.hit.at)
}

/// Whether an own reply is why one of the program is folded away.
fn is_answered_by(index: &Index, folded: &Place, own: &Place) -> bool {
    let Some(scenarios) = doc(index, own).filter(|_| !own.is_starter).map(|doc| doc.scenarios) else {
        return false;
    };
    let is_same = folded.scenario.is_some_and(|scenario| scenarios.mask() >> scenario & 1 == 1);
    is_same || folded.is_about_goods && scenarios.goods() >= MIN_GOODS
}

/// Lowers the scores of the program's replies the more, the more scenarios the own ones answer, and sorts anew.
fn discount(index: &Index, places: &mut [Place]) {
    let covered = i64::try_from(index.own_coverage().min(FULL_COVERAGE)).unwrap_or_default();
    let full = i64::try_from(FULL_COVERAGE).unwrap_or(1);
    let percent = 100 - (100 - BESIDE_OWN) * covered / full;
    for place in places.iter_mut().filter(|place| place.is_starter && !place.candidate.is_habit) {
        place.candidate.hit.score = place.candidate.hit.score * percent / 100;
    }
    places.sort_by_key(|place| Reverse(place.candidate.hit.score));
}

/// The first `room` places, the best first, where each further one for the same scenario is worth less than the one before.
/// Own ones that were worth the same stay so: which of them comes first is for the order of the library.
fn varied(mut left: Vec<Place>, room: usize) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    let mut values: Vec<i64> = left.iter().map(|place| place.candidate.hit.score).collect();
    while out.len() < room {
        let best = (0..).zip(&values).max_by_key(|(nth, value)| (**value, Reverse(*nth)));
        let Some(nth) = best.map(|(nth, _)| nth) else { break };
        let mut taken = left.remove(nth);
        let value = values.remove(nth);
        for (place, value) in left.iter().zip(&mut values) {
            if gives_way(place, &taken) && *value < i64::from(FULL_SCORE) {
                *value = *value * if taken.is_starter { REPEATED } else { REPEATED_OWN } / 100;
            }
        }
        taken.candidate.hit.score = value;
        out.push(taken);
    }
    out
}

/// Whether a reply is one more for the scenario of one that has its place; both have the scores that they came with.
fn gives_way(place: &Place, taken: &Place) -> bool {
    place.scenario.is_some()
        && place.scenario == taken.scenario
        && place.is_starter == taken.is_starter
        && !place.candidate.is_habit
        && (place.is_starter || place.candidate.hit.score < taken.candidate.hit.score)
}
