//! Saying that what a rule has found is no breach of it, and taking that back by undo.

use super::lists::Lists;
use super::troubles::{RuledClause, Spot, Trouble};
use crate::model::{Both, Innocent, SheetChange, Shop};

impl Lists {
    /// The change that keeps a clause as innocent: in the shop, where there is exactly one that has a name, else everywhere.
    pub(super) fn with_innocent(&self, RuledClause { rule, text }: RuledClause) -> SheetChange {
        let shops = self.only_shop().and_then(Shop::name).map(str::to_owned).into_iter().collect();
        let (before, new) = (self.innocent().to_vec(), Innocent { rule, text, shops });
        let is_known = before.contains(&new);
        let after = before.iter().cloned().chain((!is_known).then_some(new)).collect();
        SheetChange::Innocent(Both { before, after })
    }
}

/// The first clause of a wording, counted from 0, of which the user can say that it breaks no rule; hints come last.
pub(super) fn first_clause(troubles: &[Trouble], wording: usize) -> Option<&RuledClause> {
    let is_shown =
        |trouble: &&Trouble| matches!(trouble.spot, Spot::Message { wording: of, .. } if of == wording);
    let shown = || troubles.iter().filter(is_shown).filter(|trouble| trouble.clause.is_some());
    let sure = shown().find(|trouble| !trouble.is_hint());
    sure.or_else(|| shown().next())?.clause.as_ref()
}
