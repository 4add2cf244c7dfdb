//! Hiding replies from the popup, and showing them again.

use super::lists::Lists;
use crate::model::{Both, Hiding, SheetChange};

impl Lists {
    /// The shops that a reply is not offered in, none for all of them; `None` where it is offered everywhere.
    pub fn hidden_in(&self, id: &str) -> Option<Vec<&str>> {
        let mut entries = self.hidings().iter().filter(|hiding| self.means(hiding, id)).peekable();
        entries.peek()?;
        let mut shops = Vec::new();
        for hiding in entries {
            if hiding.shops.is_empty() {
                return Some(Vec::new());
            }
            shops.extend(hiding.shops.iter().map(String::as_str));
        }
        Some(shops)
    }

    fn means(&self, hiding: &Hiding, id: &str) -> bool {
        hiding.ids().is_some_and(|(_, known)| known == id) && self.library().meant(hiding).is_some()
    }

    /// The change that hides these replies; where all of them are hidden already, wholly or in some shops, the one that
    /// shows them again.
    pub(super) fn toggled_hidden(&self, ids: &[String]) -> SheetChange {
        let before = self.hidings().to_vec();
        let offered: Vec<&String> = ids.iter().filter(|id| self.hidden_in(id).is_none()).collect();
        let after = if offered.is_empty() {
            let is_shown = |hiding: &&Hiding| ids.iter().any(|id| self.means(hiding, id));
            before.iter().filter(|hiding| !is_shown(hiding)).cloned().collect()
        } else {
            let new = offered.into_iter().filter_map(|id| self.hiding_of(id));
            before.iter().cloned().chain(new).collect()
        };
        SheetChange::Hidden(Both { before, after })
    }

    fn hiding_of(&self, id: &str) -> Option<Hiding> {
        let (_, pack) = self.library().pack_of(self.library().by_id(id)?)?;
        Some(Hiding::everywhere(&pack.id, id))
    }
}
