//! What the history remembers: favourites, what was used last and how often, rules that were overridden.
//!
//! The history on disk gets the same as effects; this is what it would say, were it read again.

use std::collections::HashMap;

use crate::model::{Remembered, Use};
use crate::search::Habits;

/// See the module.
#[derive(Debug, Default)]
pub struct Memory {
    remembered: Remembered,
    habits: Habits,
    /// Which wording of a reply was copied last, by reply id.
    last_wordings: HashMap<String, usize>,
    wording_changes: u64,
}

impl Memory {
    /// Reply ids, the newest last.
    pub(super) fn favourites(&self) -> &[String] {
        &self.remembered.favourites
    }

    /// Reply ids, the last used first.
    pub(super) fn recent(&self) -> &[String] {
        &self.remembered.recent
    }

    pub(super) fn habits(&self) -> &Habits {
        &self.habits
    }

    pub(super) fn last_wording(&self, reply_id: &str) -> Option<usize> {
        self.last_wordings.get(reply_id).copied()
    }

    /// Counts the changes of what [`Self::last_wording`] gives.
    pub(super) fn wording_changes(&self) -> u64 {
        self.wording_changes
    }

    pub fn is_favourite(&self, reply_id: &str) -> bool {
        self.remembered.favourites.iter().any(|id| id == reply_id)
    }

    /// How often the agent copied in spite of this rule, as far as the history goes back.
    pub fn overrides(&self, rule: &str) -> usize {
        self.remembered.overrides.iter().filter(|known| *known == rule).count()
    }

    /// The moment that uses are weighed from, in Unix time.
    pub(super) fn set_now(&mut self, now_seconds: i64) {
        self.habits.set_now(now_seconds);
    }

    pub(super) fn set_favourite(&mut self, reply_id: &str, is_favourite: bool) {
        self.remembered.favourites.retain(|id| id != reply_id);
        if is_favourite {
            self.remembered.favourites.push(reply_id.to_owned());
        }
    }

    /// Takes a copy into account: the last used replies, the habits, the wording to begin with.
    pub(super) fn add_use(&mut self, used: &Use) {
        self.remembered.recent.retain(|id| *id != used.reply_id);
        self.remembered.recent.insert(0, used.reply_id.clone());
        if let Some(wording) = used.wording {
            self.last_wordings.insert(used.reply_id.clone(), wording);
            self.wording_changes += 1;
        }
        self.habits.add(used);
    }

    pub(super) fn add_overrides(&mut self, rules: &[String]) {
        self.remembered.overrides.extend(rules.iter().cloned());
    }

    /// The history was read; what was used since the program started is added.
    pub(super) fn load(&mut self, remembered: Remembered, now_seconds: i64) {
        self.wording_changes += 1;
        // The last used comes first.
        for used in &remembered.uses {
            if let Some(wording) = used.wording {
                self.last_wordings.entry(used.reply_id.clone()).or_insert(wording);
            }
        }
        let used_meanwhile = std::mem::replace(&mut self.habits, Habits::new(&remembered.uses, now_seconds));
        self.habits.extend(used_meanwhile);
        let used_meanwhile = std::mem::replace(&mut self.remembered, remembered).recent;
        self.remembered.recent.retain(|id| !used_meanwhile.contains(id));
        self.remembered.recent.splice(0..0, used_meanwhile);
    }
}
