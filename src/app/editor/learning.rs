//! What is learned beside the rules of the program: which lessons apply, and what was learned last. Learning takes a second
//! on a thread; until it is done, what was learned before applies.

use std::sync::Arc;

use crate::check::{Learned, Lessons};

#[derive(Debug, Default)]
pub(super) struct Learning {
    /// [`Lessons::key`] of the lessons that apply; `None` where there is nothing to learn.
    key: Option<u64>,
    learned: Option<Arc<Learned>>,
    is_under_way: bool,
}

impl Learning {
    /// These lessons apply from now on. Gives whether they are to be learned.
    pub(super) fn begin(&mut self, lessons: &Lessons) -> bool {
        let key = (!lessons.is_empty()).then(|| lessons.key());
        if key == self.key {
            return false;
        }
        self.key = key;
        self.is_under_way = key.is_some();
        if key.is_none() {
            self.learned = None;
        }
        self.is_under_way
    }

    /// The lessons of this key were learned; `None` where they cannot be. Gives whether they are those that apply.
    pub(super) fn finish(&mut self, key: u64, learned: Option<Arc<Learned>>) -> bool {
        let is_wanted = self.key == Some(key);
        if is_wanted {
            self.learned = learned;
            self.is_under_way = false;
        }
        is_wanted
    }

    /// What was learned last.
    pub(super) fn learned(&self) -> Option<Arc<Learned>> {
        self.learned.clone()
    }

    /// Whether lessons apply that are not learned yet.
    pub(super) fn is_under_way(&self) -> bool {
        self.is_under_way
    }
}
