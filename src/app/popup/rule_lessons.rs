//! What was learned in this run of the rules that packs, the settings folder and the shops add: a shop that is come back to
//! is not learned again. One thing is learned at a time, outside; until then what was learned of the same rules applies.

use std::collections::VecDeque;
use std::sync::Arc;

use super::effect::Effect;
use crate::check::{Learned, Lessons};

/// So much of what was learned is kept: more than an agent has shops open in a day.
const MAX_KNOWN: usize = 8;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct RuleLessons {
    /// What was learned, the last used first.
    known: VecDeque<Known>,
    /// What is to be learned next.
    wanted: Option<Lessons>,
    is_learning: bool,
}

/// Lessons and what was learned of them.
#[derive(Debug)]
struct Known {
    lessons: Lessons,
    /// `None` where they cannot be learned.
    learned: Option<Arc<Learned>>,
}

impl RuleLessons {
    /// What was learned of these lessons, which are those that apply from now on. Where they were not learned yet, they are
    /// wanted, and what was learned last of the same rules is given.
    pub(super) fn use_learned(&mut self, lessons: &Lessons) -> Option<Arc<Learned>> {
        self.wanted = None;
        if lessons.is_empty() {
            return None;
        }
        if let Some(idx) = self.known.iter().position(|known| known.lessons == *lessons) {
            let known = self.known.remove(idx)?;
            let learned = known.learned.clone();
            self.known.push_front(known);
            return learned;
        }
        self.wanted = Some(lessons.clone());
        let of_same_rules = self.known.iter().find(|known| known.lessons.rules == lessons.rules)?;
        of_same_rules.learned.clone()
    }

    /// Asks for what is wanted, unless something is being learned.
    pub(super) fn learn(&mut self, fx: &mut Vec<Effect>) {
        if !self.is_learning
            && let Some(lessons) = self.wanted.take()
        {
            self.is_learning = true;
            fx.push(Effect::LearnRules(Box::new(lessons)));
        }
    }

    /// Something was learned, or could not be.
    pub(super) fn end_learning(&mut self, lessons: Lessons, learned: Option<Arc<Learned>>) {
        self.is_learning = false;
        self.known.push_front(Known { lessons, learned });
        self.known.truncate(MAX_KNOWN);
    }
}
