//! What becomes of the entries of an input: compared with the library and with what came from there before, row by row.
//! Nothing is decided for good here; a [`Plan`] is what the preview shows, and what is carried out when the user agrees.

mod candidate;
mod matching;
mod remarks;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use self::candidate::{Candidate, candidates};
use self::matching::Matching;
pub use self::remarks::{Remarks, SecretFound};
use super::alike::Affix;
use super::clean::Cleaning;
use super::content::{Content, Lost, Reason, RowAt};
use crate::model::{Layer, Library, Place, Reply, ReplyChange};

/// What to do with a reply whose title or code another one has that says something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDuplicate {
    /// It stays away where the library has one. Rows of one input become wordings of one reply.
    #[default]
    Skip,
    /// It takes the place of what the other one says.
    Replace,
    /// Both are kept; codes are numbered.
    Both,
    /// It becomes a further wording of the other one.
    Wording,
}

impl OnDuplicate {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Skip, Self::Replace, Self::Both, Self::Wording];

    /// What `--on-duplicate` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Replace => "replace",
            Self::Both => "both",
            Self::Wording => "wording",
        }
    }

    /// The one that `--on-duplicate` calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// What is done with an [`Affix`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AffixChoice {
    /// It is taken off.
    Drop,
    /// A placeholder of this name is written in its place.
    Field(String),
}

/// What the user has chosen on the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// What to do with doubles.
    pub on_duplicate: OnDuplicate,
    /// What is cleaned.
    pub cleanings: BTreeSet<Cleaning>,
    /// What is done with beginnings and ends; the others stay.
    pub affixes: Vec<(Affix, AffixChoice)>,
    /// Names of fields, by those that were proposed.
    pub names: BTreeMap<String, String>,
    /// Rows that are left away.
    pub left_out: BTreeSet<RowAt>,
    /// Rows that are taken although they are doubles.
    pub taken: BTreeSet<RowAt>,
    /// Whether texts over the length limit become several messages.
    pub splits_long: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            on_duplicate: OnDuplicate::default(),
            cleanings: Cleaning::ALL.into(),
            affixes: Vec::new(),
            names: BTreeMap::new(),
            left_out: BTreeSet::new(),
            taken: BTreeSet::new(),
            splits_long: false,
        }
    }
}

/// What an input is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The replies of the personal library, in its order.
    pub own: &'a [Reply],
    /// The ids of all other layers.
    pub other_ids: &'a BTreeSet<String>,
    /// What came from the same input last time.
    pub came: &'a [Came],
    /// In characters: a message should not be longer; 0 for no limit.
    pub length_limit: usize,
}

/// What came from another tool, as it was then: what the next import from there is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// See [`super::Entry::key`].
    pub key: String,
    /// The reply as it was made from the entries, with the id that it has in the library.
    pub reply: Reply,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowOutcome {
    /// A reply that the library does not have, or a wording of one.
    New,
    /// It changes a reply of the library.
    Changed,
    /// The library, or an earlier row, says the same already.
    Duplicate,
    /// It is no reply.
    Rejected,
}

impl RowOutcome {
    /// All, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::New, Self::Changed, Self::Duplicate, Self::Rejected];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Duplicate => "duplicate",
            Self::Rejected => "rejected",
        }
    }
}

/// Why a row has its outcome. The words are made where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// It is no reply.
    Rejected(Reason),
    /// This reply, of the library or an earlier row, says the same.
    SameText(String),
    /// This one says the same but for blanks, marks and particles.
    NearlySame(String),
    /// This one has the same title or code, and says something else.
    SameName(String),
    /// It is a further wording of this one.
    WordingOf(String),
    /// It is as it was when it came last time.
    Unchanged,
    /// It came last time and was taken out of the library since.
    TakenOut,
    /// It was changed there and here: these fields keep what they have here. See [`Reply::with_change`].
    Conflict(Vec<&'static str>),
    /// The user left it out.
    LeftOut,
}

impl Because {
    /// Its stable name, also that of its words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rejected(reason) => reason.code(),
            Self::SameText(_) => "same-text",
            Self::NearlySame(_) => "nearly-same",
            Self::SameName(_) => "same-name",
            Self::WordingOf(_) => "wording-of",
            Self::Unchanged => "unchanged",
            Self::TakenOut => "taken-out",
            Self::Conflict(_) => "conflict",
            Self::LeftOut => "left-out",
        }
    }
}

/// A row of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Where it is.
    pub at: RowAt,
    /// What becomes of it.
    pub outcome: RowOutcome,
    /// Why; `None` for what is simply new.
    pub because: Option<Because>,
    /// The title, as it will be.
    pub title: String,
    /// The first text, as a template; of a rejected row what it says.
    pub text: String,
    /// The category, with slashes.
    pub category: String,
    /// The code; empty for none.
    pub code: String,
    /// The number of its reply among [`Plan::replies`]; `None` where it changes nothing.
    pub reply: Option<usize>,
}

/// A reply as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedReply {
    /// As it is in the library; `None` for a new one.
    pub before: Option<Reply>,
    /// As it will be there.
    pub after: Reply,
    /// As it came: see [`Came`].
    pub came: Reply,
    /// See [`super::Entry::key`].
    pub key: String,
}

/// A placeholder that the texts ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFound {
    /// Its name here.
    pub name: String,
    /// How it is written in the other tool, the first time.
    pub from: String,
    /// In how many entries.
    pub count: usize,
    /// What there is to choose from.
    pub choices: Vec<String>,
    /// What is filled in without anybody typing it; empty for none.
    pub default: String,
}

/// What will become of an input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// In the order of the input.
    pub rows: Vec<PlanRow>,
    /// What will be new or changed, in the order of the input.
    pub replies: Vec<PlannedReply>,
    /// What came last time and has not changed since, with what comes now: what the next import is compared with.
    pub came: Vec<Came>,
    /// What came last time and is no longer in the input; it stays in the library.
    pub gone: Vec<Reply>,
    /// The placeholders, in the order of their first entry.
    pub fields: Vec<FieldFound>,
    /// What could not be carried over.
    pub lost: Vec<Lost>,
    /// In how many entries something is cleaned, by kind; also what would be with a switch on.
    pub cleaned: BTreeMap<Cleaning, usize>,
    /// What else the user should know.
    pub remarks: Remarks,
}

impl Plan {
    /// Compares what was read with what is known.
    pub fn of(content: &Content, known: Known<'_>, choices: &Choices) -> Self {
        let found = candidates(content, choices, known.length_limit);
        let mut matching = Matching::new(known, choices);
        for candidate in found.candidates {
            matching.place(candidate);
        }
        let mut plan = matching.plan();
        for rejected in &content.rejected {
            plan.rows.push(PlanRow {
                at: rejected.at.clone(),
                outcome: RowOutcome::Rejected,
                because: Some(Because::Rejected(rejected.reason)),
                title: String::new(),
                text: rejected.text.clone(),
                category: String::new(),
                code: String::new(),
                reply: None,
            });
        }
        let order: BTreeMap<&str, usize> =
            content.sheets.iter().zip(0..).map(|(sheet, nth)| (sheet.name.as_str(), nth)).collect();
        plan.rows.sort_by_key(|row| (order.get(row.at.sheet.as_str()).copied(), row.at.row));
        plan.fields = found.fields;
        plan.lost = content.lost.iter().cloned().chain(found.lost).collect();
        plan.cleaned = found.cleaned;
        plan.remarks = Remarks::of(&plan.replies, &found.texts, known.length_limit);
        plan
    }

    /// Compares what was read with a library: `came` is what came from the same input last time, `length_limit` as in
    /// [`Known`].
    pub fn within(
        library: &Library,
        content: &Content,
        came: &[Came],
        choices: &Choices,
        length_limit: usize,
    ) -> Self {
        let own = library.own();
        let others = library.packs().filter(|(layer, _)| *layer != Layer::Personal);
        let other_ids: BTreeSet<String> =
            others.flat_map(|(_, pack)| &pack.replies).map(|reply| reply.id.clone()).collect();
        Self::of(content, Known { own, other_ids: &other_ids, came, length_limit }, choices)
    }

    /// How many rows have an outcome.
    pub fn count(&self, outcome: RowOutcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }

    /// The changes of the library.
    pub fn changes(&self) -> Vec<ReplyChange> {
        let change = |planned: &PlannedReply| ReplyChange {
            before: planned.before.clone(),
            after: Some(planned.after.clone()),
            place: Place::ByCategory,
        };
        self.replies.iter().map(change).collect()
    }
}

/// Candidates, and what was found on the way.
struct Found {
    candidates: Vec<Candidate>,
    fields: Vec<FieldFound>,
    cleaned: BTreeMap<Cleaning, usize>,
    /// Every text as it came, for what they have in common.
    texts: Vec<String>,
    /// Pictures that are named and did not come.
    lost: Vec<Lost>,
}
