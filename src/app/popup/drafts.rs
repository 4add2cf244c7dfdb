//! The drafts of the selected reply and of the rows in sight. A draft is made again only when something that it is made
//! from has changed, or when the minute turns; keys, drawing and copying look at the same one.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::chat::Chat;
use super::finder::Selection;
use super::memory::Memory;
use super::shops::Shops;
use crate::app::Env;
use crate::check::Checker;
use crate::draft::{Buyer, ChosenWording, Draft, Filling, Offer};
use crate::model::{Library, ReplyRef};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    /// What the drafts were made from.
    given: Given,
    /// When the one of the selected reply was made.
    made_at: DateTime,
    selected: Option<Made>,
    /// Made when they are drawn for the first time.
    rows: RefCell<HashMap<ReplyRef, Option<Rc<Draft>>>>,
    #[cfg(test)]
    counts: std::cell::Cell<Counts>,
}

/// How many drafts were made, and how often the rules were asked.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    /// Of the selected reply.
    pub drafts: usize,
    pub rule_runs: usize,
    /// Of rows of the list.
    pub rows: usize,
}

/// What a draft is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is as of this minute; the rules are asked where they are ready.
    Show,
    /// It is as of this second, and nothing is copied without the rules.
    Copy,
}

/// The draft of the selected reply.
#[derive(Debug)]
struct Made {
    selection: Selection,
    /// The rules were asked.
    is_checked: bool,
    draft: Option<Draft>,
}

/// The parts that a draft is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub library: &'a Library,
    pub memory: &'a Memory,
    pub shops: &'a Shops,
    pub chat: &'a Chat,
    pub env: &'a Env,
}

/// What of the parts a draft depends on. Library, shops and history are too large to be compared: they count their changes.
#[derive(Debug, Default)]
struct Given {
    shops: u64,
    wordings: u64,
    typed: BTreeMap<String, String>,
    clipboard: Option<Arc<str>>,
    offers: Vec<Offer>,
    buyer: Buyer,
    /// Which of the buyer's values hold.
    holding: Vec<bool>,
}

impl Drafts {
    /// The selected reply as it is shown and copied: filled as far as it is known, with what the rules have against it.
    pub(super) fn selected(&self) -> Option<&Draft> {
        self.selected.as_ref()?.draft.as_ref()
    }

    /// Makes the draft of the selected reply again where that has become necessary. True when it has.
    pub(super) fn renew(
        &mut self,
        source: &Source<'_>,
        selection: Option<Selection>,
        purpose: Purpose,
    ) -> bool {
        let now = source.env.civil();
        let checker = match purpose {
            Purpose::Show => Checker::built_in_if_ready(),
            Purpose::Copy => Some(Checker::built_in()),
        };
        let is_current = self.given.is_of(source) && is_same_minute(now, self.made_at);
        if !is_current {
            self.rows.borrow_mut().clear();
            self.given = Given::of(source);
        }
        let is_current = is_current && (purpose == Purpose::Show || now == self.made_at);
        let is_checked = checker.is_some();
        let made = self.selected.as_ref().map(|made| (&made.selection, made.is_checked));
        if is_current && made == selection.as_ref().map(|selection| (selection, is_checked)) {
            return false;
        }
        self.made_at = now;
        self.selected = selection.map(|selection| Made {
            draft: source.selected(&selection, source.chat.buyers().current(), checker),
            selection,
            is_checked,
        });
        #[cfg(test)]
        self.count(|counts| {
            counts.drafts += usize::from(self.selected.is_some());
            counts.rule_runs += usize::from(self.selected.is_some() && is_checked);
        });
        true
    }

    /// A reply of the list as it would be copied, were it selected. The rules are not asked.
    pub(super) fn of_row(&self, source: &Source<'_>, at: ReplyRef) -> Option<Rc<Draft>> {
        if let Some(known) = self.rows.borrow().get(&at) {
            return known.clone();
        }
        #[cfg(test)]
        self.count(|counts| counts.rows += 1);
        let draft = source.draft(at, None, source.chat.buyers().current()).map(Rc::new);
        self.rows.borrow_mut().insert(at, draft.clone());
        draft
    }

    #[cfg(test)]
    fn count(&self, count: impl FnOnce(&mut Counts)) {
        let mut counts = self.counts.get();
        count(&mut counts);
        self.counts.set(counts);
    }

    #[cfg(test)]
    pub(super) fn counts(&self) -> Counts {
        self.counts.get()
    }
}

impl Source<'_> {
    /// The selected reply as it would be, were nothing known of the buyer.
    pub(super) fn for_nobody(&self, selection: &Selection) -> Option<Draft> {
        self.selected(selection, &Buyer::default(), Checker::built_in_if_ready())
    }

    /// The selected reply filled for a buyer, with what the rules have against it where there is a checker.
    fn selected(&self, selection: &Selection, buyer: &Buyer, checker: Option<&Checker>) -> Option<Draft> {
        let draft = self.draft(selection.at, selection.turned_to, buyer)?;
        Some(match checker {
            Some(checker) => {
                let Selection { is_rewritten, waivers, .. } = selection;
                draft.checked(checker, self.shops.policy(), *is_rewritten, waivers)
            }
            None => draft,
        })
    }

    /// A reply filled for a buyer, in the wording that the agent has turned to, or in the one that is taken by itself.
    fn draft(&self, at: ReplyRef, turned_to: Option<usize>, buyer: &Buyer) -> Option<Draft> {
        let filling = Filling {
            typed: self.chat.typed(),
            shop: self.shops.current(),
            clipboard: self.chat.clipboard().map(AsRef::as_ref),
            offers: self.chat.offers(),
            buyer,
            now: self.env.civil(),
            at: self.env.at(),
            calendar: self.library.calendar(),
        };
        let (reply, setting) = (self.library.reply(at)?, filling.setting());
        let wording = match turned_to {
            Some(wording) => ChosenWording::by_hand(wording, reply, &setting),
            None => ChosenWording::choose(reply, &setting, self.memory.last_wording(&reply.id)),
        };
        Draft::new(self.library, at, wording, filling)
    }
}

impl Given {
    /// What of these parts a draft depends on.
    fn of(source: &Source<'_>) -> Self {
        let buyer = source.chat.buyers().current();
        Self {
            shops: source.shops.changes(),
            wordings: source.memory.wording_changes(),
            typed: source.chat.typed().clone(),
            clipboard: source.chat.clipboard().cloned(),
            offers: source.chat.offers().to_vec(),
            buyer: buyer.clone(),
            holding: holding(buyer, source.env).collect(),
        }
    }

    /// Whether it is what [`Given::of`] would take from these parts. Asked in every frame, so nothing is copied.
    fn is_of(&self, source: &Source<'_>) -> bool {
        let Self { shops, wordings, typed, clipboard, offers, buyer, holding: held } = self;
        let current = source.chat.buyers().current();
        *shops == source.shops.changes()
            && *wordings == source.memory.wording_changes()
            && typed == source.chat.typed()
            && clipboard.as_ref() == source.chat.clipboard()
            && offers == source.chat.offers()
            && buyer == current
            && holding(current, source.env).eq(held.iter().copied())
    }
}

/// Of each value of a buyer, whether it holds now.
fn holding(buyer: &Buyer, env: &Env) -> impl Iterator<Item = bool> {
    buyer.values().iter().map(|known| known.holds(env.at()))
}

fn is_same_minute(one: DateTime, other: DateTime) -> bool {
    (one.date(), one.hour(), one.minute()) == (other.date(), other.hour(), other.minute())
}
