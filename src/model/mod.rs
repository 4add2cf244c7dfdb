//! What a reply library is made of: packs of replies, stacked in layers.
//!
//! Pure data and look-ups. How it stands in a file is in [`crate::store::ron_file`].

mod change;
mod field;
mod hiding;
mod library;
mod merge;
mod picture;
mod placeholders;
mod settings;
mod shop;

pub use change::{Both, Place, ReplyChange, SheetChange};
pub use field::{FieldDecl, FieldKind, FieldPattern, Scope};
pub use hiding::Hiding;
pub use library::{Layer, Library, Lookup, ReplyRef, TopCategory};
pub use merge::{ReplyField, Winner};
pub use picture::{ImageProblem, Picture};
pub use placeholders::Placeholders;
pub use settings::{Language, Settings, Theme};
pub use shop::{ForbiddenWord, RuleChange, Shop};

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize};

use crate::template::calendar::Calendar;
use crate::template::{Table, When};

/// A file of replies: the starter library, the user's own, or a team's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pack {
    /// What other files name the pack by; empty in a personal library that gives none.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// As its author writes it; only shown.
    pub version: String,
    /// Whom it is by; only shown.
    pub author: String,
    /// Under which terms it may be passed on; only shown.
    pub license: String,
    /// Placeholders that this pack declares, in the order of the file.
    pub fields: Vec<FieldDecl>,
    /// Look-up tables, in the order of the file.
    pub tables: Vec<Table>,
    /// What it makes of the platforms' rules, by their ids.
    pub rules: BTreeMap<String, RuleChange>,
    /// What must not be written.
    pub words: Vec<ForbiddenWord>,
    /// The public holidays of the years that it has a notice for.
    pub calendar: Calendar,
    /// Replies of this and other packs that the user does not want to be offered. It counts in the personal library alone.
    pub hidden: Vec<Hiding>,
    /// The replies, in the order of the file.
    pub replies: Vec<Reply>,
}

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

/// What stands behind a category in one that is the same or below it; `None` for any other.
pub fn within<'a>(category: &'a str, above: &str) -> Option<&'a str> {
    category.strip_prefix(above).filter(|rest| rest.is_empty() || rest.starts_with('/'))
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

    /// Every text of every wording, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.wordings.iter().flat_map(|wording| &wording.messages).filter_map(Message::text)
    }
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

/// One wording: one or more messages, sent one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wording {
    /// At least one in every wording that was read without an error.
    #[serde(rename = "parts")]
    pub messages: Vec<Message>,
    /// When it may be taken.
    pub when: When,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// A text with placeholders, see [`crate::template`].
    Text(String),
    /// An image file, as a path relative to the library file.
    Image(String),
}

impl Message {
    /// Whether the path of an image stays in the folder of the library.
    pub fn is_inside(path: &str) -> bool {
        !path.trim().is_empty()
            && !path.starts_with(['/', '\\'])
            && !path.contains(':')
            && path.split(['/', '\\']).all(|step| step != "..")
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Image(_) => None,
        }
    }
}

/// What the history knows when the program starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// Reply ids; the newest favourite last.
    pub favourites: Vec<String>,
    /// Reply ids; the last used first.
    pub recent: Vec<String>,
    /// The copies that still count for the ranking, the newest first.
    pub uses: Vec<Use>,
    /// The rule of each time that a text was copied in spite of it.
    pub overrides: Vec<String>,
}

/// That a reply was copied, and for which query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The reply's id.
    pub reply_id: String,
    /// Unix time.
    pub at_seconds: i64,
    /// What was typed to find it, where that was short and no number.
    pub query: Option<String>,
    /// Which of its wordings, counted from 0, where that is known.
    pub wording: Option<usize>,
}
