//! A reply: what is found, read, edited and copied; and how a change of one is merged, field by field.

use std::iter;

use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Message, Wording};
use crate::template::Trades;

/// One answer, in one or more wordings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reply {
    /// Stable and ASCII: what settings, history and other replies refer to.
    pub id: String,
    /// What people find and recognise it by; never copied.
    pub title: String,
    /// The steps of a path, with slashes between them: `售后/物流`. May be empty.
    pub category: String,
    /// The ids of the scenarios that this reply answers, such as `insale.urge_shipping`; the main one first.
    #[serde(default, rename = "scenario", deserialize_with = "one_or_many")]
    pub scenarios: Vec<String>,
    /// What the shops sell that it is for; none for every shop.
    #[serde(default)]
    pub trades: Trades,
    /// A few letters that find it at once.
    pub code: Option<String>,
    /// Words that it is found by beside its title.
    pub tags: Vec<String>,
    /// Sample questions, in the buyer's own words.
    #[serde(rename = "asks")]
    pub questions: Vec<String>,
    /// At least one in every reply that was read without an error.
    #[serde(rename = "variants")]
    pub wordings: Vec<Wording>,
    /// For the agent; never copied.
    pub note: Option<String>,
    /// The ids of the replies that usually come after it, the most usual first.
    #[serde(default)]
    pub next: Vec<String>,
    /// When it is out of date: it is marked then, and comes behind all others.
    pub expires: Option<DateTime>,
}

impl Reply {
    /// The first step of the category: 售前, 售中, 售后, 主动营销 or the user's own; empty for a reply without one.
    pub fn top_category(&self) -> &str {
        self.category.split('/').next().unwrap_or_default()
    }

    /// The scenario that it answers first.
    pub fn scenario(&self) -> Option<&str> {
        self.scenarios.first().map(String::as_str)
    }

    /// Whether some shops are not to be offered it, by what they sell: the whole reply, or all of its wordings, are for
    /// certain trades.
    pub fn is_of_some_trades(&self) -> bool {
        !self.fits(Trades::default())
    }

    /// Whether a shop that sells this is offered it, and one of its wordings is for such a shop.
    pub fn fits(&self, shop: Trades) -> bool {
        let has_wording = || self.wordings.iter().any(|wording| wording.when.trades.fit(shop));
        self.trades.fit(shop) && (self.wordings.is_empty() || has_wording())
    }

    /// Whether it is out of date.
    pub fn is_expired(&self, now: DateTime) -> bool {
        self.expires.is_some_and(|expires| now >= expires)
    }

    /// Without what says nothing: blanks around names, blank tags and questions, blank messages, wordings without a
    /// message. A file gives its replies so.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let trim = |text: &mut String| *text = text.trim().to_owned();
        let trim_all = |texts: &mut Vec<String>| {
            texts.iter_mut().for_each(trim);
            texts.retain(|text| !text.is_empty());
        };
        let trim_optional = |text: &mut Option<String>| {
            *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        };
        trim(&mut self.title);
        self.category = self
            .category
            .split('/')
            .map(str::trim)
            .filter(|step| !step.is_empty())
            .collect::<Vec<_>>()
            .join("/");
        trim_optional(&mut self.code);
        trim_optional(&mut self.note);
        trim_all(&mut self.scenarios);
        trim_all(&mut self.tags);
        trim_all(&mut self.questions);
        trim_all(&mut self.next);
        for wording in &mut self.wordings {
            wording.messages.retain(|message| message.text().is_none_or(|text| !text.trim().is_empty()));
        }
        self.wordings.retain(|wording| !wording.messages.is_empty());
        self
    }

    /// The paths of the images of all wordings, in order, with repeats.
    pub fn picture_paths(&self) -> impl Iterator<Item = &str> {
        let messages = self.wordings.iter().flat_map(|wording| &wording.messages);
        messages.filter_map(|message| match message {
            Message::Image(path) => Some(path.as_str()),
            Message::Text(_) => None,
        })
    }

    /// Every text of every wording, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.wordings.iter().flat_map(|wording| &wording.messages).filter_map(Message::text)
    }
}

/// What follows a category in one that is the same or below it; `None` for any other.
pub fn within<'a>(category: &'a str, above: &str) -> Option<&'a str> {
    category.strip_prefix(above).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Texts that are stored as a list, or as one text or none: so drafts held the scenario when a reply had only one.
fn one_or_many<'de, D: Deserializer<'de>>(stored: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Many(Vec<String>),
        One(Option<String>),
    }
    Ok(match Stored::deserialize(stored)? {
        Stored::Many(texts) => texts,
        Stored::One(text) => text.into_iter().collect(),
    })
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
    ($name:literal, $field:ident, $merge:ident) => {
        ($name, |current, from, to, winner| $merge(&mut current.$field, &from.$field, &to.$field, winner))
    };
}

/// The fields of a reply but for its id, which does not change. Each has the name of its label in the form: `form-title`.
const FIELDS: &[(&str, MergeField)] = &[
    merged!("title", title, merge),
    merged!("code", code, merge),
    merged!("category", category, merge),
    merged!("scenario", scenarios, merge),
    merged!("trades", trades, merge),
    merged!("tags", tags, merge),
    merged!("asks", questions, merge),
    merged!("wordings", wordings, merge_wordings),
    merged!("note", note, merge),
    merged!("next", next, merge),
    merged!("expires", expires, merge),
];

impl Reply {
    /// This reply with what a change made of another version of it, and the names of the fields that were changed here as
    /// well, to something else: `title`, `asks` and so on. What the change did not touch stays as it is here.
    pub fn with_change(&self, from: &Self, to: &Self, winner: Winner) -> (Self, Vec<&'static str>) {
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
                vec!["title"],
            ),
            (
                reply("题", "记", &["一"]),
                reply("题", "记", &["一", "二二"]),
                reply("题", "记", &["一", "二二"]),
                vec!["wordings"],
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
