//! A reply while it is edited: everything as it was typed, also what cannot be read yet.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{Part, Reply, ReplyField, Variant, Winner};
use crate::template::calendar::DayKind;
use crate::template::{Moment, read_moment, written_moment};

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
    pub fn variant(self) -> Option<usize> {
        match self {
            Self::Expires => None,
            Self::Before(idx) | Self::After(idx) | Self::From(idx) | Self::Until(idx) => Some(idx),
        }
    }

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
    Title(String),
    Code(String),
    Category(String),
    /// Separated by blanks, commas or `、`.
    Tags(String),
    /// One a line.
    Asks(String),
    Note(String),
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
        variant: usize,
        part: usize,
        text: String,
    },
    Image {
        variant: usize,
        part: usize,
        path: String,
    },
    AddVariant,
    RemoveVariant(usize),
    /// One place further to the front.
    RaiseVariant(usize),
    AddText(usize),
    AddImage(usize),
    RemovePart {
        variant: usize,
        part: usize,
    },
    Day {
        variant: usize,
        day: DayKind,
        is_on: bool,
    },
    Shops {
        variant: usize,
        names: String,
    },
    Timed(Timed, String),
}

impl FormEdit {
    /// Whether it is one more letter of the same text as the edit before.
    pub(super) fn goes_on(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Title(_), Self::Title(_))
            | (Self::Code(_), Self::Code(_))
            | (Self::Category(_), Self::Category(_))
            | (Self::Tags(_), Self::Tags(_))
            | (Self::Asks(_), Self::Asks(_))
            | (Self::Note(_), Self::Note(_)) => true,
            (Self::Text { variant, part, .. }, Self::Text { variant: other, part: other_part, .. })
            | (Self::Image { variant, part, .. }, Self::Image { variant: other, part: other_part, .. }) => {
                (variant, part) == (other, other_part)
            }
            (Self::Shops { variant, .. }, Self::Shops { variant: other, .. }) => variant == other,
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
        for (idx, variant) in reply.variants.iter_mut().enumerate() {
            if self.typed_shops.contains(&idx) {
                variant.when.shops = split(&variant.when.shops, |c| matches!(c, '、' | ',' | '，'));
            }
            variant.when.shops.iter_mut().for_each(|shop| *shop = shop.trim().to_owned());
            variant.when.shops.retain(|shop| !shop.is_empty());
        }
        reply.tidied()
    }

    pub fn tags(&self) -> String {
        self.reply.tags.join(" ")
    }

    pub fn asks(&self) -> String {
        self.reply.asks.join("\n")
    }

    pub fn shops(&self, variant: usize) -> String {
        self.reply.variants.get(variant).map(|variant| variant.when.shops.join("、")).unwrap_or_default()
    }

    /// What stands in a field for a time or a date.
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

    fn written(&self, timed: Timed) -> Option<String> {
        let when = timed.variant().and_then(|idx| self.reply.variants.get(idx)).map(|variant| &variant.when);
        match timed {
            Timed::Expires => self.reply.expires.map(|at| written_moment(at, true)),
            Timed::Before(_) => when?.before.map(Moment::written),
            Timed::After(_) => when?.after.map(Moment::written),
            Timed::From(_) => when?.from.map(|at| written_moment(at, false)),
            Timed::Until(_) => when?.until.map(|at| written_moment(at, true)),
        }
    }

    /// This reply with what a change made of another version of it, see [`Reply::with_change`].
    pub(super) fn with_change(&self, from: &Self, to: &Self, winner: Winner) -> (Self, Vec<ReplyField>) {
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
        let count = merged.reply.variants.len();
        let is_known = [self, from, to].iter().all(|known| known.reply.variants.len() == count);
        merged.raw.retain(|timed, _| is_known || timed.variant().is_none());
        (merged, both)
    }

    pub(super) fn apply(&mut self, edit: FormEdit) {
        let reply = &mut self.reply;
        let given = |text: String| (!text.is_empty()).then_some(text);
        match edit {
            FormEdit::Title(text) => reply.title = text,
            FormEdit::Code(text) => reply.code = given(text),
            FormEdit::Category(text) => reply.category = text,
            FormEdit::Note(text) => reply.note = given(text),
            FormEdit::Tags(text) => {
                reply.tags = pieces(&text, ' ');
                self.has_typed_tags = true;
            }
            FormEdit::Asks(text) => reply.asks = pieces(&text, '\n'),
            FormEdit::Timed(timed, text) => self.set_timed(timed, text),
            FormEdit::AddVariant => {
                reply.variants.push(Variant { parts: vec![Part::Text(String::new())], ..Variant::default() });
            }
            FormEdit::RemoveVariant(idx) if idx < reply.variants.len() => {
                reply.variants.remove(idx);
                self.renumber(
                    |known| if known == idx { None } else { Some(known - usize::from(known > idx)) },
                );
            }
            FormEdit::RaiseVariant(idx) if idx > 0 && idx < reply.variants.len() => {
                reply.variants.swap(idx - 1, idx);
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
            FormEdit::AddScenario(id) if !reply.scenarios.contains(&id) => reply.scenarios.push(id),
            FormEdit::RemoveScenario(idx) if idx < reply.scenarios.len() => {
                reply.scenarios.remove(idx);
            }
            FormEdit::AddNext(id) if !reply.next.contains(&id) => reply.next.push(id),
            FormEdit::RemoveNext(idx) if idx < reply.next.len() => drop(reply.next.remove(idx)),
            FormEdit::RaiseNext(idx) if idx > 0 && idx < reply.next.len() => reply.next.swap(idx - 1, idx),
            FormEdit::RemoveVariant(_)
            | FormEdit::RaiseVariant(_)
            | FormEdit::AddScenario(_)
            | FormEdit::RemoveScenario(_)
            | FormEdit::AddNext(_)
            | FormEdit::RemoveNext(_)
            | FormEdit::RaiseNext(_) => {}
            FormEdit::Text { variant, part, text } => self.set_part(variant, part, Part::Text(text)),
            FormEdit::Image { variant, part, path } => self.set_part(variant, part, Part::Image(path)),
            FormEdit::AddText(variant) => self.set_part(variant, usize::MAX, Part::Text(String::new())),
            FormEdit::AddImage(variant) => self.set_part(variant, usize::MAX, Part::Image(String::new())),
            FormEdit::RemovePart { variant, part } => {
                let parts = reply.variants.get_mut(variant).map(|variant| &mut variant.parts);
                if let Some(parts) = parts.filter(|parts| part < parts.len()) {
                    parts.remove(part);
                }
            }
            FormEdit::Day { variant, day, is_on } => {
                if let Some(variant) = reply.variants.get_mut(variant) {
                    variant.when.days.retain(|known| *known != day);
                    variant.when.days.extend(is_on.then_some(day));
                    variant.when.days.sort_unstable();
                }
            }
            FormEdit::Shops { variant, names } => {
                if let Some(shown) = reply.variants.get_mut(variant) {
                    shown.when.shops = pieces(&names, '、');
                }
                self.typed_shops.insert(variant);
            }
        }
    }

    /// What was typed for wordings belongs to others now.
    fn renumber(&mut self, place: impl Fn(usize) -> Option<usize>) {
        let raw = std::mem::take(&mut self.raw).into_iter();
        self.raw = raw.filter_map(|(timed, text)| Some((timed.moved(&place)?, text))).collect();
        self.typed_shops = self.typed_shops.iter().filter_map(|idx| place(*idx)).collect();
    }

    /// A message in the place of one, or behind the last.
    fn set_part(&mut self, variant: usize, part: usize, new: Part) {
        let Some(variant) = self.reply.variants.get_mut(variant) else { return };
        match variant.parts.get_mut(part) {
            Some(part) => *part = new,
            None => variant.parts.push(new),
        }
    }

    fn set_timed(&mut self, timed: Timed, text: String) {
        let typed = text.trim();
        let mut nowhere = Variant::default();
        let variant =
            timed.variant().and_then(|idx| self.reply.variants.get_mut(idx)).unwrap_or(&mut nowhere);
        match timed {
            Timed::Expires => self.reply.expires = read_moment(typed, true),
            Timed::Before(_) => variant.when.before = Moment::read(typed),
            Timed::After(_) => variant.when.after = Moment::read(typed),
            Timed::From(_) => variant.when.from = read_moment(typed, false),
            Timed::Until(_) => variant.when.until = read_moment(typed, true),
        }
        self.raw.insert(timed, text);
    }
}

pub(super) fn is_tag_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | ',' | '，')
}

/// The pieces of a text that is being typed; joined they are the text again.
fn pieces(text: &str, separator: char) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { text.split(separator).map(str::to_owned).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn working() -> Working {
        let mut working = Working::default();
        working.apply(FormEdit::AddVariant);
        working
    }

    #[test]
    fn what_is_typed_stays_as_it_is_until_it_is_finished() {
        let mut working = working();
        for text in ["运费 新疆", "运费 新疆 ", "运费，新疆、 西藏"] {
            working.apply(FormEdit::Tags(text.into()));
            assert_eq!(working.tags(), text);
        }
        for text in ["发货吗\n", "发货吗\n\n  几天", ""] {
            working.apply(FormEdit::Asks(text.into()));
            assert_eq!(working.asks(), text);
        }
        working.apply(FormEdit::Asks("发货吗\n\n  几天".into()));
        working.apply(FormEdit::Shops { variant: 0, names: "木棉，小舟、".into() });
        working.apply(FormEdit::Text { variant: 0, part: 0, text: "好的".into() });
        working.apply(FormEdit::AddText(0));
        working.apply(FormEdit::Category(" 售后 / 物流/".into()));
        let reply = working.finished();
        assert_eq!(reply.tags, ["运费", "新疆", "西藏"]);
        assert_eq!(reply.asks, ["发货吗", "几天"]);
        assert_eq!(reply.variants[0].when.shops, ["木棉", "小舟"]);
        assert_eq!((reply.variants[0].parts.len(), reply.category.as_str()), (1, "售后/物流"));
    }

    #[test]
    fn what_nobody_has_typed_stays_as_it_is_and_what_was_typed_goes_with_its_wording() {
        let mut working = Working::from(Reply { tags: vec!["双 十一".into()], ..Reply::default() });
        for _ in 0..3 {
            working.apply(FormEdit::AddVariant);
        }
        working.reply.variants[0].when.shops = vec!["Tom, Jerry".into()];
        for (variant, part) in [(0, "一"), (1, "二"), (2, "三")] {
            working.apply(FormEdit::Text { variant, part: 0, text: part.into() });
        }
        working.apply(FormEdit::Timed(Timed::Until(2), "11月32日".into()));
        assert_eq!((working.finished().tags.len(), working.finished().variants[0].when.shops.len()), (1, 1));
        working.apply(FormEdit::RaiseVariant(2));
        assert_eq!(working.timed(Timed::Until(1)), "11月32日");
        working.apply(FormEdit::RemoveVariant(0));
        assert_eq!((working.timed(Timed::Until(0)), working.unread().count()), ("11月32日".to_owned(), 1));
        working.apply(FormEdit::RemoveVariant(0));
        assert_eq!(working.unread().count(), 0);
    }

    #[test]
    fn a_time_that_cannot_be_read_stays_in_the_field_and_is_told() {
        let mut working = working();
        for (timed, text, is_read) in [
            (Timed::Before(0), "下午3点", true),
            (Timed::After(0), "cutoff", true),
            (Timed::From(0), "2026-11", false),
            (Timed::Until(0), "2026-11-11", true),
            (Timed::Expires, "明年", false),
        ] {
            working.apply(FormEdit::Timed(timed, text.into()));
            assert_eq!(working.timed(timed), text);
            assert_eq!(working.unread().any(|(unread, _)| unread == timed), !is_read, "{text}");
        }
        assert_eq!(working.reply.variants[0].when.until, read_moment("2026-11-12", false));
        working.apply(FormEdit::Timed(Timed::Expires, String::new()));
        assert_eq!((working.reply.expires, working.unread().count()), (None, 1));
        assert_eq!(Working::from(working.reply.clone()).timed(Timed::Before(0)), "15:00");
    }
}
