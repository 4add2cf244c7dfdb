//! A change of a reply, made over a reply that has changed otherwise since: field by field.

use std::iter;

use super::{Reply, Wording};

/// A field of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyField {
    /// [`Reply::title`].
    Title,
    /// [`Reply::code`].
    Code,
    /// [`Reply::category`].
    Category,
    /// [`Reply::scenarios`].
    Scenario,
    /// [`Reply::tags`].
    Tags,
    /// [`Reply::questions`].
    Asks,
    /// [`Reply::wordings`]: merged one by one while their number stays, else as a whole.
    Wordings,
    /// [`Reply::note`].
    Note,
    /// [`Reply::next`].
    Next,
    /// [`Reply::expires`].
    Expires,
}

/// Which value a field gets that both have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner {
    /// The one that it has.
    Current,
    /// That of the change.
    Change,
}

/// Makes the change of one field. True where both have changed it, to something else.
type MergeField = fn(&mut Reply, &Reply, &Reply, Winner) -> bool;

macro_rules! merged {
    ($name:ident, $field:ident, $merge:ident) => {
        (ReplyField::$name, |current, from, to, winner| {
            $merge(&mut current.$field, &from.$field, &to.$field, winner)
        })
    };
}

/// The fields of a reply but for its id, which does not change.
const FIELDS: [(ReplyField, MergeField); 10] = [
    merged!(Title, title, merge),
    merged!(Code, code, merge),
    merged!(Category, category, merge),
    merged!(Scenario, scenarios, merge),
    merged!(Tags, tags, merge),
    merged!(Asks, questions, merge),
    merged!(Wordings, wordings, merge_wordings),
    merged!(Note, note, merge),
    merged!(Next, next, merge),
    merged!(Expires, expires, merge),
];

impl Reply {
    /// This reply with what a change made of another version of it, and the fields that were changed here as well, to
    /// something else. What the change did not touch stays as it is here.
    pub fn with_change(&self, from: &Self, to: &Self, winner: Winner) -> (Self, Vec<ReplyField>) {
        let mut new = self.clone();
        let merged = FIELDS.iter().filter(|(_, merge)| merge(&mut new, from, to, winner));
        let both = merged.map(|(field, _)| *field).collect();
        (new, both)
    }
}

/// True where both have changed it, to something else.
fn merge<T: Clone + PartialEq>(current: &mut T, from: &T, to: &T, winner: Winner) -> bool {
    if from == to || current == to {
        return false;
    }
    let is_both = current != from;
    if !is_both || winner == Winner::Change {
        current.clone_from(to);
    }
    is_both
}

/// Wording by wording, as long as there are as many as there were; else all of them are one.
fn merge_wordings(current: &mut Vec<Wording>, from: &[Wording], to: &[Wording], winner: Winner) -> bool {
    if current.len() != from.len() || from.len() != to.len() {
        let mut all = current.clone();
        let is_both = merge(&mut all, &from.to_vec(), &to.to_vec(), winner);
        *current = all;
        return is_both;
    }
    let wordings = iter::zip(current, iter::zip(from, to));
    wordings.fold(false, |is_both, (current, (from, to))| merge(current, from, to, winner) || is_both)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Message;

    fn reply(title: &str, note: &str, texts: &[&str]) -> Reply {
        let wording =
            |text: &&str| Wording { messages: vec![Message::Text((*text).to_owned())], ..Wording::default() };
        Reply {
            title: title.to_owned(),
            note: Some(note.to_owned()),
            wordings: texts.iter().map(wording).collect(),
            ..Reply::default()
        }
    }

    #[test]
    fn a_change_touches_the_fields_that_it_changed_and_tells_of_those_that_both_did() {
        let from = reply("题", "记", &["一", "二"]);
        let cases = [
            (
                reply("题二", "记", &["一", "二"]),
                reply("题", "记二", &["一", "二"]),
                reply("题二", "记二", &["一", "二"]),
                vec![],
            ),
            (
                reply("题", "记", &["一一", "二"]),
                reply("题", "记", &["一", "二二"]),
                reply("题", "记", &["一一", "二二"]),
                vec![],
            ),
            (
                reply("同", "记", &["一", "二"]),
                reply("同", "记", &["一", "二"]),
                reply("同", "记", &["一", "二"]),
                vec![],
            ),
            (
                reply("甲", "记二", &["一", "二"]),
                reply("乙", "记", &["一", "二"]),
                reply("乙", "记二", &["一", "二"]),
                vec![ReplyField::Title],
            ),
            (
                reply("题", "记", &["一"]),
                reply("题", "记", &["一", "二二"]),
                reply("题", "记", &["一", "二二"]),
                vec![ReplyField::Wordings],
            ),
        ];
        for (to, current, expected, both) in cases {
            let merged = current.with_change(&from, &to, Winner::Current);
            assert_eq!(merged, (expected.clone(), both), "{to:?} over {current:?}");
            let (merged, _) = current.with_change(&from, &to, Winner::Change);
            assert_eq!(merged.title == expected.title, to.title != "甲", "{to:?} over {current:?}");
        }
    }
}
