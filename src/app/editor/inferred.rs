//! The scenarios that a reply seems to answer where it names none: the form shows them, a key takes them.
//!
//! Nothing here is written anywhere: a reply names a scenario when the user has said so.

use crate::learn::{Scenario, Subject};
use crate::model::Reply;

/// So many are shown, at most.
const MAX_SHOWN: usize = 2;

/// One that is less sure is not shown. A ranking may count it; a person would only be asked about it.
const MIN_CONFIDENCE: f32 = 0.2;

/// Those of a reply, the surest first; none where it names its scenarios.
pub(super) fn of(reply: &Reply) -> Vec<&'static Scenario> {
    if !reply.scenarios.is_empty() {
        return Vec::new();
    }
    let answers = Subject::of(reply).answers.into_iter();
    let sure = answers.filter(|answers| !answers.is_given && answers.confidence >= MIN_CONFIDENCE);
    sure.filter_map(|answers| answers.scenario()).take(MAX_SHOWN).collect()
}
