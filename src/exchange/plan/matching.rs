//! Which rows say the same: among themselves, as the library, and as what came from the same input last time.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::candidate::Candidate;
use super::{Because, Came, Choices, Known, OnDuplicate, Plan, PlanRow, PlannedReply, RowOutcome};
use crate::exchange::alike::{core_of, likeness};
use crate::exchange::content::RowAt;
use crate::model::{MergeOutcome, Reply, Wording, merge_reply};

/// A text that came last time is taken for one that comes now where they have so much in common.
const LIKE: f64 = 0.6;

/// Of so many of last time's replies each is compared with a new one; with more the time would grow with their product.
const MAX_COMPARED: usize = 500;

/// Rows of the input that become one reply.
#[derive(Debug)]
struct Group {
    key: String,
    reply: Reply,
    rows: Vec<GroupRow>,
}

#[derive(Debug)]
struct GroupRow {
    at: RowAt,
    /// As the row alone would be.
    reply: Reply,
    because: Option<Because>,
}

/// Takes candidates one by one and puts them together.
pub(super) struct Matching<'a> {
    known: Known<'a>,
    choices: &'a Choices,
    groups: Vec<Group>,
    /// Rows that are in no group.
    apart: Vec<PlanRow>,
    /// The group of a text, by its core with the category, and of a name or a code.
    by_core: HashMap<(String, String), usize>,
    by_name: HashMap<(String, String), usize>,
    by_code: HashMap<String, usize>,
    ids: BTreeSet<String>,
    /// The codes of the library, in small letters.
    own_codes: HashSet<String>,
    /// Of each code that was numbered the first number that may be free.
    numbers: HashMap<String, u32>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(known: Known<'a>, choices: &'a Choices) -> Self {
        let own = known.own.iter().map(|reply| reply.id.clone());
        let ids = own.chain(known.other_ids.iter().cloned()).collect();
        Self {
            known,
            choices,
            groups: Vec::new(),
            apart: Vec::new(),
            by_core: HashMap::new(),
            by_name: HashMap::new(),
            by_code: HashMap::new(),
            ids,
            own_codes: known
                .own
                .iter()
                .filter_map(|reply| Some(reply.code.as_ref()?.to_lowercase()))
                .collect(),
            numbers: HashMap::new(),
        }
    }

    /// Puts a candidate to those that it belongs to.
    pub(super) fn place(&mut self, candidate: Candidate) {
        let Candidate { at, key, reply, core, is_named } = candidate;
        if self.choices.left_out.contains(&at) {
            self.apart.push(row(at, &reply, RowOutcome::New, Some(Because::LeftOut)));
            return;
        }
        let is_forced = self.choices.taken.contains(&at);
        let of_text = (reply.category.clone(), core);
        if !of_text.1.is_empty()
            && !is_forced
            && let Some(group) = self.by_core.get(&of_text).and_then(|nth| self.groups.get_mut(*nth))
        {
            group.take_names(&reply, is_named);
            let because = same(&reply, group.reply.texts(), &group.reply.title);
            self.apart.push(row(at, &reply, RowOutcome::Duplicate, Some(because)));
            return;
        }
        let code = reply.code.as_deref().unwrap_or_default().to_lowercase();
        let of_name = (reply.category.clone(), reply.title.clone());
        let by_code = self.by_code.get(&code).copied().filter(|_| !code.is_empty());
        let by_name = self.by_name.get(&of_name).copied().filter(|_| is_named);
        let is_other = |nth: &usize| {
            // Two that have titles of their own are two, whatever their code.
            is_named && self.groups.get(*nth).is_some_and(|group| group.reply.title != reply.title)
        };
        let same_name = by_name.or_else(|| by_code.filter(|nth| !is_other(nth)));
        if let Some(nth) = same_name.filter(|_| self.choices.on_duplicate != OnDuplicate::Both)
            && let Some(group) = self.groups.get_mut(nth)
        {
            group.reply.wordings.extend(reply.wordings.iter().cloned());
            add_missing(&mut group.reply.questions, &reply.questions);
            add_missing(&mut group.reply.tags, &reply.tags);
            let because = Some(Because::WordingOf(group.reply.title.clone()));
            group.rows.push(GroupRow { at, reply, because });
            self.by_core.insert(of_text, nth);
            return;
        }
        let nth = self.groups.len();
        let mut named = reply.clone();
        if by_code.is_some() || self.choices.on_duplicate == OnDuplicate::Both && self.is_code_taken(&code) {
            named.code = Some(self.numbered(&code));
        }
        self.by_core.insert(of_text, nth);
        if is_named {
            self.by_name.insert(of_name, nth);
        }
        if let Some(code) = &named.code {
            self.by_code.insert(code.to_lowercase(), nth);
        }
        self.groups.push(Group { key, reply: named, rows: vec![GroupRow { at, reply, because: None }] });
    }

    fn is_code_taken(&self, code: &str) -> bool {
        self.own_codes.contains(code)
    }

    /// A code with the first number behind it that makes it one of its own.
    fn numbered(&mut self, code: &str) -> String {
        // Where the same code comes thousands of times, the numbers that are taken are not tried again each time.
        let first = self.numbers.get(code).copied().unwrap_or(2);
        let is_free = |(_, code): &(u32, String)| {
            let code = code.to_lowercase();
            !self.by_code.contains_key(&code) && !self.is_code_taken(&code)
        };
        let found = (first..=u32::MAX).map(|number| (number, format!("{code}{number}"))).find(is_free);
        let Some((number, numbered)) = found else { return code.to_owned() };
        self.numbers.insert(code.to_owned(), number.saturating_add(1));
        numbered
    }

    /// What becomes of everything that was placed.
    pub(super) fn plan(mut self) -> Plan {
        let mut last = Last::new(self.known.came);
        let own = Own::new(self.known.own);
        let mut plan = Plan { rows: std::mem::take(&mut self.apart), ..Plan::default() };
        for group in std::mem::take(&mut self.groups) {
            let decided = match last.take(&group.key, &group.reply) {
                Some(came) => Self::again(&group, came, &own),
                None => self.first_time(&group, &own),
            };
            let number = decided.planned.is_some().then_some(plan.replies.len());
            for one in group.rows {
                let because = decided.because.clone().or(one.because);
                let shown = decided
                    .planned
                    .as_ref()
                    .filter(|_| one.at == decided.at)
                    .map_or(&one.reply, |planned| &planned.after);
                let texts = &one.reply;
                plan.rows.push(PlanRow {
                    title: shown.title.clone(),
                    code: shown.code.clone().unwrap_or_default(),
                    reply: number,
                    ..row(one.at, texts, decided.outcome, because)
                });
            }
            plan.replies.extend(decided.planned);
            plan.came.extend(decided.came);
        }
        plan.gone = last.rest().filter(|reply| own.ids.contains_key(reply.id.as_str())).cloned().collect();
        plan
    }

    /// A reply that came last time too.
    fn again(group: &Group, came: &Came, own: &Own<'_>) -> Decided {
        let theirs = Reply { id: came.reply.id.clone(), ..group.reply.clone() };
        let mine = own.ids.get(theirs.id.as_str()).copied();
        let now = Came { key: group.key.clone(), reply: theirs.clone() };
        let stays = |because| Decided::duplicate(group, because, Some(now.clone()));
        let Some(mine) = mine else { return stays(Because::TakenOut) };
        let (merged, outcome) = merge_reply(Some(&came.reply), Some(mine), Some(&theirs));
        let because = match outcome {
            MergeOutcome::Conflict(fields) => Some(Because::Conflict(fields)),
            MergeOutcome::Kept
            | MergeOutcome::Added
            | MergeOutcome::Changed
            | MergeOutcome::Removed
            | MergeOutcome::ConflictRemovedHere
            | MergeOutcome::ConflictRemovedThere => None,
        };
        match merged.filter(|merged| merged != mine) {
            None => stays(because.unwrap_or(Because::Unchanged)),
            Some(after) => Decided {
                at: group.at(),
                outcome: RowOutcome::Changed,
                because,
                planned: Some(PlannedReply {
                    before: Some(mine.clone()),
                    after,
                    came: theirs,
                    key: group.key.clone(),
                }),
                came: None,
            },
        }
    }

    /// A reply that comes for the first time.
    fn first_time(&mut self, group: &Group, own: &Own<'_>) -> Decided {
        let is_forced = group.rows.iter().any(|row| self.choices.taken.contains(&row.at));
        if let Some(known) = own.same_text(&group.reply).filter(|_| !is_forced) {
            let because = same(&group.reply, known.texts(), &known.title);
            return Decided::duplicate(group, because, None);
        }
        let known = own.same_name(&group.reply);
        let policy = if is_forced && self.choices.on_duplicate == OnDuplicate::Skip {
            OnDuplicate::Both
        } else {
            self.choices.on_duplicate
        };
        match (known, policy) {
            (Some(known), OnDuplicate::Skip) => {
                Decided::duplicate(group, Because::SameName(known.title.clone()), None)
            }
            (Some(known), OnDuplicate::Replace) => {
                let wordings = group.reply.wordings.clone();
                Self::changed(group, known, wordings, Because::SameName(known.title.clone()))
            }
            (Some(known), OnDuplicate::Wording) => {
                let added = group.reply.wordings.iter().filter(|wording| !known.wordings.contains(wording));
                let wordings = known.wordings.iter().chain(added).cloned().collect();
                Self::changed(group, known, wordings, Because::WordingOf(known.title.clone()))
            }
            (Some(_), OnDuplicate::Both) | (None, _) => {
                let mut after = group.reply.clone();
                if after.id.is_empty() || self.ids.contains(&after.id) {
                    after.id = self.free_id(&group.key, &after);
                }
                self.ids.insert(after.id.clone());
                let planned =
                    PlannedReply { before: None, came: after.clone(), after, key: group.key.clone() };
                Decided {
                    at: group.at(),
                    outcome: RowOutcome::New,
                    because: None,
                    planned: Some(planned),
                    came: None,
                }
            }
        }
    }

    /// A reply of the library with other wordings, and the questions and tags of both.
    fn changed(group: &Group, known: &Reply, wordings: Vec<Wording>, because: Because) -> Decided {
        let mut after = Reply { wordings, ..known.clone() };
        add_missing(&mut after.questions, &group.reply.questions);
        add_missing(&mut after.tags, &group.reply.tags);
        let came = Reply { id: known.id.clone(), ..group.reply.clone() };
        let planned = PlannedReply { before: Some(known.clone()), after, came, key: group.key.clone() };
        Decided {
            at: group.at(),
            outcome: RowOutcome::Changed,
            because: Some(because),
            planned: Some(planned),
            came: None,
        }
    }

    /// An id that no reply has: the same for the same reply in every library that has none of it.
    fn free_id(&self, key: &str, reply: &Reply) -> String {
        let name =
            if key.is_empty() { format!("{}/{}", reply.category, reply.title) } else { key.to_owned() };
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let first = format!("in.{:010x}", hash >> 24);
        let numbered = (2..u32::MAX).map(|number| format!("{first}-{number}"));
        std::iter::once(first.clone()).chain(numbered).find(|id| !self.ids.contains(id)).unwrap_or_default()
    }
}

impl Group {
    /// Takes over what another reply with the same text is found by.
    fn take_names(&mut self, other: &Reply, is_named: bool) {
        let own = &mut self.reply;
        add_missing(&mut own.questions, &other.questions);
        add_missing(&mut own.tags, &other.tags);
        let title = Some(&other.title).filter(|title| is_named && **title != own.title);
        let code = other.code.as_ref().filter(|code| own.code.as_ref() != Some(*code));
        for name in title.into_iter().chain(code) {
            add_missing(&mut own.tags, std::slice::from_ref(name));
        }
    }

    fn at(&self) -> RowAt {
        self.rows.first().map(|row| row.at.clone()).unwrap_or_default()
    }
}

/// What becomes of a group.
struct Decided {
    /// Its first row.
    at: RowAt,
    outcome: RowOutcome,
    because: Option<Because>,
    planned: Option<PlannedReply>,
    came: Option<Came>,
}

impl Decided {
    fn duplicate(group: &Group, because: Because, came: Option<Came>) -> Self {
        Self { at: group.at(), outcome: RowOutcome::Duplicate, because: Some(because), planned: None, came }
    }
}

/// The library, by what its replies say and are called.
struct Own<'a> {
    ids: HashMap<&'a str, &'a Reply>,
    cores: HashMap<String, &'a Reply>,
    names: HashMap<(&'a str, &'a str), &'a Reply>,
    codes: HashMap<String, &'a Reply>,
}

impl<'a> Own<'a> {
    fn new(replies: &'a [Reply]) -> Self {
        let mut own =
            Self { ids: HashMap::new(), cores: HashMap::new(), names: HashMap::new(), codes: HashMap::new() };
        for reply in replies {
            own.ids.insert(&reply.id, reply);
            for wording in &reply.wordings {
                let core = core_of_wording(wording);
                if !core.is_empty() {
                    own.cores.entry(core).or_insert(reply);
                }
            }
            own.names.entry((&reply.category, &reply.title)).or_insert(reply);
            if let Some(code) = &reply.code {
                own.codes.entry(code.to_lowercase()).or_insert(reply);
            }
        }
        own
    }

    /// One that says everything that the reply says.
    fn same_text(&self, reply: &Reply) -> Option<&'a Reply> {
        let found = reply.wordings.iter().map(|wording| self.cores.get(&core_of_wording(wording)).copied());
        found.collect::<Option<Vec<_>>>()?.first().copied()
    }

    fn same_name(&self, reply: &Reply) -> Option<&'a Reply> {
        let by_code = reply.code.as_ref().and_then(|code| self.codes.get(&code.to_lowercase()));
        let by_name = self.names.get(&(reply.category.as_str(), reply.title.as_str()));
        by_name.or(by_code).copied()
    }
}

/// What came last time, each once.
struct Last<'a> {
    came: &'a [Came],
    cores: Vec<String>,
    is_taken: Vec<bool>,
    by_key: HashMap<&'a str, usize>,
    by_core: BTreeMap<String, usize>,
    by_name: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Last<'a> {
    fn new(came: &'a [Came]) -> Self {
        let cores: Vec<String> =
            came.iter().map(|came| core_of(&came.reply.texts().collect::<String>())).collect();
        let numbered = || came.iter().zip(0..);
        let keyed = numbered().filter(|(came, _)| !came.key.is_empty());
        Self {
            by_key: keyed.map(|(came, nth)| (came.key.as_str(), nth)).collect(),
            by_core: cores.iter().cloned().zip(0..).collect(),
            by_name: numbered()
                .map(|(came, nth)| ((came.reply.category.as_str(), came.reply.title.as_str()), nth))
                .collect(),
            is_taken: vec![false; came.len()],
            came,
            cores,
        }
    }

    /// The one that a reply was last time: by its key, its text, its name, or a text that is much like it.
    fn take(&mut self, key: &str, reply: &Reply) -> Option<&'a Came> {
        let core = core_of(&reply.texts().collect::<String>());
        let is_free = |nth: &usize| self.is_taken.get(*nth) == Some(&false);
        let by_key = self.by_key.get(key).copied().filter(is_free);
        let by_core = || self.by_core.get(&core).copied().filter(is_free);
        let name = (reply.category.as_str(), reply.title.as_str());
        let by_name = || self.by_name.get(&name).copied().filter(is_free);
        let nth = by_key.or_else(by_core).or_else(by_name).or_else(|| self.like(reply, &core))?;
        if let Some(is_taken) = self.is_taken.get_mut(nth) {
            *is_taken = true;
        }
        self.came.get(nth)
    }

    fn like(&self, reply: &Reply, core: &str) -> Option<usize> {
        if self.came.len() > MAX_COMPARED {
            return None;
        }
        let free = (0..self.came.len()).filter(|nth| self.is_taken.get(*nth) == Some(&false));
        let of_category =
            free.filter(|nth| self.came.get(*nth).is_some_and(|came| came.reply.category == reply.category));
        let likeness_of = |nth: usize| (nth, likeness(core, self.cores.get(nth).map_or("", String::as_str)));
        let likest = of_category.map(likeness_of).max_by(|one, other| one.1.total_cmp(&other.1));
        likest.filter(|(_, likeness)| *likeness >= LIKE).map(|(nth, _)| nth)
    }

    /// Those that did not come again.
    fn rest(&self) -> impl Iterator<Item = &'a Reply> {
        self.came.iter().zip(&self.is_taken).filter(|(_, is_taken)| !**is_taken).map(|(came, _)| &came.reply)
    }
}

fn core_of_wording(wording: &Wording) -> String {
    core_of(&wording.messages.iter().filter_map(|message| message.text()).collect::<String>())
}

/// That another one says the same, or nearly.
fn same<'t>(reply: &Reply, mut others: impl Iterator<Item = &'t str>, title: &str) -> Because {
    let first = reply.texts().next().unwrap_or_default();
    if others.any(|other| other == first) {
        Because::SameText(title.to_owned())
    } else {
        Because::NearlySame(title.to_owned())
    }
}

fn row(at: RowAt, reply: &Reply, outcome: RowOutcome, because: Option<Because>) -> PlanRow {
    PlanRow {
        at,
        outcome,
        because,
        title: reply.title.clone(),
        text: reply.texts().next().unwrap_or_default().to_owned(),
        category: reply.category.clone(),
        code: reply.code.clone().unwrap_or_default(),
        reply: None,
    }
}

fn add_missing(to: &mut Vec<String>, from: &[String]) {
    for text in from {
        if !to.contains(text) {
            to.push(text.clone());
        }
    }
}
