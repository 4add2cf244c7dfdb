//! Two versions of a list of replies that come from a third one, merged: reply by reply, field by field.
//!
//! What only one side changed is taken; what both changed to the same stays; what both changed to something else keeps the
//! own version and is a conflict. A reply that the other side took out goes where it was not changed here; one that was taken
//! out here does not come back unless it was changed there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reply, Winner};

/// What becomes of one reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedReply {
    /// The id.
    pub id: String,
    /// As it is to be; `None` where it is not there.
    pub reply: Option<Reply>,
    /// What that is, seen from the own version.
    pub outcome: MergeOutcome,
}

/// What a merge makes of a reply, seen from the own version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeOutcome {
    /// The own version stays: nothing was changed there, or the same was.
    Kept,
    /// It was not here, and is new there.
    Added,
    /// What was changed there is taken.
    Changed,
    /// It was taken out there, and was not changed here.
    Removed,
    /// Both changed these fields to something else: those of the own version stay. See [`Reply::with_change`] for their names.
    Conflict(Vec<&'static str>),
    /// It was taken out here and changed there: it stays out.
    ConflictRemovedHere,
    /// It was changed here and taken out there: it stays.
    ConflictRemovedThere,
}

/// One reply of three versions: the common one, the own one, the other one.
pub fn merge_reply(
    base: Option<&Reply>,
    mine: Option<&Reply>,
    theirs: Option<&Reply>,
) -> (Option<Reply>, MergeOutcome) {
    use MergeOutcome::{Added, Changed, Conflict, ConflictRemovedHere, ConflictRemovedThere, Kept, Removed};
    match (base, mine, theirs) {
        _ if mine == theirs || base == theirs => (mine.cloned(), Kept),
        (_, None, None) => (None, Kept),
        (None, None, Some(theirs)) => (Some(theirs.clone()), Added),
        (Some(_), None, Some(_)) => (None, ConflictRemovedHere),
        (None, Some(mine), None) => (Some(mine.clone()), Kept),
        (Some(base), Some(mine), None) if base == mine => (None, Removed),
        (Some(_), Some(mine), None) => (Some(mine.clone()), ConflictRemovedThere),
        (base, Some(mine), Some(theirs)) => {
            // Two that are new on both sides have nothing in common but their id.
            let empty = Reply { id: mine.id.clone(), ..Reply::default() };
            let (merged, both) = mine.with_change(base.unwrap_or(&empty), theirs, Winner::Current);
            match (merged == *mine, both.is_empty()) {
                (true, true) => (Some(merged), Kept),
                (false, true) => (Some(merged), Changed),
                (_, false) => (Some(merged), Conflict(both)),
            }
        }
    }
}

/// Every reply of three lists, by their ids, in the order of the own list; what is new there comes behind it.
pub fn merge_replies(base: &[Reply], mine: &[Reply], theirs: &[Reply]) -> Vec<MergedReply> {
    let by_id = |list: &'_ [Reply]| -> BTreeMap<String, Reply> {
        list.iter().map(|reply| (reply.id.clone(), reply.clone())).collect()
    };
    let (of_base, of_mine, of_theirs) = (by_id(base), by_id(mine), by_id(theirs));
    let mut seen = BTreeSet::new();
    let ids =
        mine.iter().chain(theirs).chain(base).map(|reply| &reply.id).filter(|id| seen.insert((*id).clone()));
    let merged = |id: &String| {
        let (reply, outcome) = merge_reply(of_base.get(id), of_mine.get(id), of_theirs.get(id));
        MergedReply { id: id.clone(), reply, outcome }
    };
    ids.map(merged).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reply(id: &str, title: &str, note: &str) -> Reply {
        Reply { id: id.to_owned(), title: title.to_owned(), note: Some(note.to_owned()), ..Reply::default() }
    }

    #[test]
    fn each_case_of_three_versions() {
        let (old, title, note) = (reply("a", "甲", "记"), reply("a", "乙", "记"), reply("a", "甲", "录"));
        let cases = [
            (Some(&old), Some(&old), Some(&title), Some(title.clone()), MergeOutcome::Changed),
            (Some(&old), Some(&note), Some(&title), Some(reply("a", "乙", "录")), MergeOutcome::Changed),
            (
                Some(&old),
                Some(&title),
                Some(&reply("a", "丙", "记")),
                Some(title.clone()),
                MergeOutcome::Conflict(vec!["title"]),
            ),
            (Some(&old), Some(&title), Some(&title), Some(title.clone()), MergeOutcome::Kept),
            (Some(&old), Some(&old), None, None, MergeOutcome::Removed),
            (Some(&old), Some(&title), None, Some(title.clone()), MergeOutcome::ConflictRemovedThere),
            (Some(&old), None, Some(&old), None, MergeOutcome::Kept),
            (Some(&old), None, Some(&title), None, MergeOutcome::ConflictRemovedHere),
            (None, None, Some(&old), Some(old.clone()), MergeOutcome::Added),
            (None, Some(&old), None, Some(old.clone()), MergeOutcome::Kept),
        ];
        for (base, mine, theirs, expected, outcome) in cases {
            assert_eq!(merge_reply(base, mine, theirs), (expected, outcome), "{base:?} {mine:?} {theirs:?}");
        }
    }

    fn lists() -> impl Strategy<Value = Vec<Reply>> {
        proptest::collection::btree_map("[a-d]", ("[甲乙]", "[记录]"), 0..4)
            .prop_map(|map| map.into_iter().map(|(id, (title, note))| reply(&id, &title, &note)).collect())
    }

    proptest! {
        /// Who changed nothing gets the other version, and no edit of one side alone is lost.
        #[test]
        fn an_unchanged_side_takes_the_other_one(base in lists(), other in lists()) {
            let result = |mine: &[Reply], theirs: &[Reply]| -> BTreeMap<String, Reply> {
                merge_replies(&base, mine, theirs).into_iter().filter_map(|merged| Some((merged.id, merged.reply?))).collect()
            };
            let expected: BTreeMap<String, Reply> = other.iter().map(|reply| (reply.id.clone(), reply.clone())).collect();
            prop_assert_eq!(&result(&base, &other), &expected);
            prop_assert_eq!(&result(&other, &base), &expected);
            prop_assert_eq!(&result(&other, &other), &expected);
        }

        /// Merging the same version a second time changes nothing.
        #[test]
        fn merging_again_changes_nothing(base in lists(), mine in lists(), theirs in lists()) {
            let once: Vec<Reply> = merge_replies(&base, &mine, &theirs).into_iter().filter_map(|merged| merged.reply).collect();
            let again = merge_replies(&theirs, &once, &theirs);
            let kept: Vec<Reply> = again.into_iter().filter_map(|merged| merged.reply).collect();
            prop_assert_eq!(once, kept);
        }
    }
}
