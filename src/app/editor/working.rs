//! A reply while it is edited: everything as it was typed, also what cannot be read yet.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::typed_field::{TypedField, pieces};
use crate::model::{Message, Reply, Winner, Wording};
use crate::template::calendar::DayKind;
use crate::template::{Edge, Moment, Trade, read_moment, written_moment};

/// A value that is typed as text and means something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Timed {
    /// The end of the reply's life.
    Expires,
    /// Conditions of a wording, counted from 0.
    Before(usize),
    After(usize),
    From(usize),
    Until(usize),
}

impl Timed {
    /// The wording that it belongs to.
    pub fn wording(self) -> Option<usize> {
        match self {
            Self::Expires => None,
            Self::Before(idx) | Self::After(idx) | Self::From(idx) | Self::Until(idx) => Some(idx),
        }
    }

    /// The same field of the wording at another index; `None` where that wording is gone.
    fn moved(self, place: impl Fn(usize) -> Option<usize>) -> Option<Self> {
        Some(match self {
            Self::Expires => self,
            Self::Before(idx) => Self::Before(place(idx)?),
            Self::After(idx) => Self::After(place(idx)?),
            Self::From(idx) => Self::From(place(idx)?),
            Self::Until(idx) => Self::Until(place(idx)?),
        })
    }

    /// Whether it is a time of the day, not a date.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Before(_) | Self::After(_))
    }
}

/// A reply in the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Working {
    pub reply: Reply,
    /// What was typed where it is not what would be written.
    raw: BTreeMap<Timed, String>,
    /// The tags were typed here: blanks and commas separate them.
    #[serde(default)]
    has_typed_tags: bool,
    /// The same of the shops of a wording, counted from 0.
    #[serde(default)]
    typed_shops: BTreeSet<usize>,
}

/// Something that is typed or chosen in the form. Wordings and messages are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormEdit {
    Typed(TypedField, String),
    /// One more scenario that it answers: its id.
    AddScenario(String),
    /// Counted from 0.
    RemoveScenario(usize),
    /// Another reply that usually comes next: its id.
    AddNext(String),
    /// Counted from 0.
    RemoveNext(usize),
    /// One place further to the front.
    RaiseNext(usize),
    Text {
        wording: usize,
        message: usize,
        text: String,
    },
    Image {
        wording: usize,
        message: usize,
        path: String,
    },
    AddWording,
    RemoveWording(usize),
    /// One place further to the front.
    RaiseWording(usize),
    AddText(usize),
    AddImage(usize),
    RemoveMessage {
        wording: usize,
        message: usize,
    },
    Day {
        wording: usize,
        day: DayKind,
        is_on: bool,
    },
    Shops {
        wording: usize,
        names: String,
    },
    /// What the shops sell that the reply is for, or a wording of it.
    Trade {
        /// Counted from 0; `None` for the whole reply.
        wording: Option<usize>,
        trade: Trade,
        is_on: bool,
    },
    Timed(Timed, String),
}

impl FormEdit {
    /// Whether it is one more letter of the same text as the edit before.
    pub(super) fn goes_on(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Typed(field, _), Self::Typed(other, _)) => field == other,
            (
                Self::Text { wording, message, .. },
                Self::Text { wording: other, message: other_message, .. },
            )
            | (
                Self::Image { wording, message, .. },
                Self::Image { wording: other, message: other_message, .. },
            ) => (wording, message) == (other, other_message),
            (Self::Shops { wording, .. }, Self::Shops { wording: other, .. }) => wording == other,
            (Self::Timed(timed, _), Self::Timed(other, _)) => timed == other,
            _ => false,
        }
    }
}

impl From<Reply> for Working {
    fn from(reply: Reply) -> Self {
        Self { reply, ..Self::default() }
    }
}

impl Working {
    /// The reply as it would be saved.
    pub fn finished(&self) -> Reply {
        let split = |names: &[String], is_separator: fn(char) -> bool| {
            names.iter().flat_map(|name| name.split(is_separator)).map(str::to_owned).collect()
        };
        let mut reply = self.reply.clone();
        if self.has_typed_tags {
            reply.tags = split(&reply.tags, is_tag_separator);
        }
        for (idx, wording) in reply.wordings.iter_mut().enumerate() {
            if self.typed_shops.contains(&idx) {
                wording.when.shops = split(&wording.when.shops, |c| matches!(c, '、' | ',' | '，'));
            }
            wording.when.shops.iter_mut().for_each(|shop| *shop = shop.trim().to_owned());
            wording.when.shops.retain(|shop| !shop.is_empty());
        }
        reply.tidied()
    }

    pub fn shops(&self, wording: usize) -> String {
        self.reply.wordings.get(wording).map(|wording| wording.when.shops.join("、")).unwrap_or_default()
    }

    /// The text of a field for a time or a date.
    pub fn timed(&self, timed: Timed) -> String {
        self.raw.get(&timed).cloned().or_else(|| self.written(timed)).unwrap_or_default()
    }

    /// The times and dates that cannot be read.
    pub fn unread(&self) -> impl Iterator<Item = (Timed, &str)> {
        let typed = self
            .raw
            .iter()
            .filter(|(timed, text)| !text.trim().is_empty() && self.written(**timed).is_none());
        typed.map(|(timed, text)| (*timed, text.as_str()))
    }

    /// A time of the reply as people write it; `None` where it is not set.
    fn written(&self, timed: Timed) -> Option<String> {
        let when = timed.wording().and_then(|idx| self.reply.wordings.get(idx)).map(|wording| &wording.when);
        match timed {
            Timed::Expires => self.reply.expires.map(|at| written_moment(at, Edge::End)),
            Timed::Before(_) => when?.before.map(Moment::written),
            Timed::After(_) => when?.after.map(Moment::written),
            Timed::From(_) => when?.from.map(|at| written_moment(at, Edge::Start)),
            Timed::Until(_) => when?.until.map(|at| written_moment(at, Edge::End)),
        }
    }

    /// This reply with what a change made of another version of it, see [`Reply::with_change`].
    pub(super) fn with_change(&self, from: &Self, to: &Self, winner: Winner) -> (Self, Vec<&'static str>) {
        if self == from || *self == Self::from(from.finished()) {
            return (to.clone(), Vec::new());
        }
        let [current, before, after] = [self, from, to].map(Self::finished);
        let (reply, both) = current.with_change(&before, &after, winner);
        let mut merged = Self::from(reply);
        merged.raw.clone_from(&self.raw);
        for timed in from.raw.keys().chain(to.raw.keys()) {
            let [was, will, is] = [from, to, self].map(|known| known.raw.get(timed));
            if was == will || is.is_some() && is != was {
                continue;
            }
            match will {
                Some(text) => drop(merged.raw.insert(*timed, text.clone())),
                None => drop(merged.raw.remove(timed)),
            }
        }
        // Which wording it belongs to is known while there are as many.
        let count = merged.reply.wordings.len();
        let is_known = [self, from, to].iter().all(|known| known.reply.wordings.len() == count);
        merged.raw.retain(|timed, _| is_known || timed.wording().is_none());
        (merged, both)
    }

    /// Does what is typed or chosen; a place that is not there is left alone.
    pub(super) fn apply(&mut self, edit: FormEdit) {
        let reply = &mut self.reply;
        match edit {
            FormEdit::Typed(field, text) => {
                field.set(reply, &text);
                self.has_typed_tags |= field == TypedField::Tags;
            }
            FormEdit::Timed(timed, text) => self.set_timed(timed, text),
            FormEdit::AddScenario(id) => push_new(&mut reply.scenarios, id),
            FormEdit::RemoveScenario(idx) => remove(&mut reply.scenarios, idx),
            FormEdit::AddNext(id) => push_new(&mut reply.next, id),
            FormEdit::RemoveNext(idx) => remove(&mut reply.next, idx),
            FormEdit::RaiseNext(idx) => raise(&mut reply.next, idx),
            FormEdit::AddWording => {
                let messages = vec![Message::Text(String::new())];
                reply.wordings.push(Wording { messages, ..Wording::default() });
            }
            FormEdit::RemoveWording(idx) => self.remove_wording(idx),
            FormEdit::RaiseWording(idx) => self.raise_wording(idx),
            FormEdit::Text { wording, message, text } => {
                self.set_message(wording, message, Message::Text(text));
            }
            FormEdit::Image { wording, message, path } => {
                self.set_message(wording, message, Message::Image(path));
            }
            FormEdit::AddText(wording) => self.set_message(wording, usize::MAX, Message::Text(String::new())),
            FormEdit::AddImage(wording) => {
                self.set_message(wording, usize::MAX, Message::Image(String::new()));
            }
            FormEdit::RemoveMessage { wording, message } => {
                if let Some(wording) = reply.wordings.get_mut(wording) {
                    remove(&mut wording.messages, message);
                }
            }
            FormEdit::Day { wording, day, is_on } => self.set_day(wording, day, is_on),
            FormEdit::Trade { wording: None, trade, is_on } => reply.trades.set(trade, is_on),
            FormEdit::Trade { wording: Some(wording), trade, is_on } => {
                if let Some(shown) = reply.wordings.get_mut(wording) {
                    shown.when.trades.set(trade, is_on);
                }
            }
            FormEdit::Shops { wording, names } => {
                if let Some(shown) = reply.wordings.get_mut(wording) {
                    shown.when.shops = pieces(&names, '、');
                }
                self.typed_shops.insert(wording);
            }
        }
    }

    fn remove_wording(&mut self, idx: usize) {
        if idx < self.reply.wordings.len() {
            self.reply.wordings.remove(idx);
            self.renumber(|known| (known != idx).then(|| known - usize::from(known > idx)));
        }
    }

    /// Moves a wording one place to the front, with the texts that are typed for its times.
    fn raise_wording(&mut self, idx: usize) {
        if idx > 0 && idx < self.reply.wordings.len() {
            raise(&mut self.reply.wordings, idx);
            self.renumber(|known| {
                Some(if known == idx {
                    idx - 1
                } else if known + 1 == idx {
                    idx
                } else {
                    known
                })
            });
        }
    }

    fn set_day(&mut self, wording: usize, day: DayKind, is_on: bool) {
        let Some(wording) = self.reply.wordings.get_mut(wording) else { return };
        wording.when.days.retain(|known| *known != day);
        wording.when.days.extend(is_on.then_some(day));
        wording.when.days.sort_unstable();
    }

    /// What was typed for wordings belongs to others now.
    fn renumber(&mut self, place: impl Fn(usize) -> Option<usize>) {
        let raw = std::mem::take(&mut self.raw).into_iter();
        self.raw = raw.filter_map(|(timed, text)| Some((timed.moved(&place)?, text))).collect();
        self.typed_shops = self.typed_shops.iter().filter_map(|idx| place(*idx)).collect();
    }

    /// A message in the place of one, or behind the last.
    fn set_message(&mut self, wording: usize, message: usize, new: Message) {
        let Some(wording) = self.reply.wordings.get_mut(wording) else { return };
        match wording.messages.get_mut(message) {
            Some(message) => *message = new,
            None => wording.messages.push(new),
        }
    }

    /// Sets a time of the reply from a text, which is held as it was typed: it may not be readable yet.
    fn set_timed(&mut self, timed: Timed, text: String) {
        let typed = text.trim();
        let mut nowhere = Wording::default();
        let wording =
            timed.wording().and_then(|idx| self.reply.wordings.get_mut(idx)).unwrap_or(&mut nowhere);
        match timed {
            Timed::Expires => self.reply.expires = read_moment(typed, Edge::End),
            Timed::Before(_) => wording.when.before = Moment::read(typed),
            Timed::After(_) => wording.when.after = Moment::read(typed),
            Timed::From(_) => wording.when.from = read_moment(typed, Edge::Start),
            Timed::Until(_) => wording.when.until = read_moment(typed, Edge::End),
        }
        self.raw.insert(timed, text);
    }
}

pub(super) fn is_tag_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | ',' | '，')
}

fn push_new(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn remove<T>(list: &mut Vec<T>, idx: usize) {
    if idx < list.len() {
        list.remove(idx);
    }
}

/// Moves an item one place further to the front.
fn raise<T>(list: &mut [T], idx: usize) {
    if idx > 0 && idx < list.len() {
        list.swap(idx - 1, idx);
    }
}
