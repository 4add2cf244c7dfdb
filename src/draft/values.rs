//! Where the value of a field comes from: typed, a table, the shop, the copied text, a default.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::buyer::{Buyer, KnownValue};
use super::kinds;
use super::offer::Offer;
use crate::model::{FieldDecl, Library, ReplyRef, Scope, Shop};
use crate::template::calendar::Calendar;
use crate::template::{self, CLIPBOARD, Clock, LookUp, Setting, Table, Value};

/// What a reply is filled from.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// What the agent typed into the form, by field; an empty text is a field that was emptied by hand.
    pub typed: &'a BTreeMap<String, String>,
    /// The profile of the shop that is chosen.
    pub shop: Option<&'a Shop>,
    /// The copied text.
    pub clipboard: Option<&'a str>,
    /// The values found in it.
    pub offers: &'a [Offer],
    /// What is known of the current buyer.
    pub buyer: &'a Buyer,
    /// The date and time on the wall.
    pub now: DateTime,
    /// The same moment, for the age of what is known.
    pub at: Timestamp,
    /// Says what the working days are.
    pub calendar: &'a Calendar,
}

impl<'a> Filling<'a> {
    /// What the conditions of a wording are held against.
    pub fn setting(&self) -> Setting<'a> {
        let typed = self.typed.get(Shop::CUT_OFF).and_then(|text| template::read_time(text));
        Setting {
            now: self.now,
            shop: self.shop.and_then(Shop::name),
            trades: self.shop.map(Shop::trades).unwrap_or_default(),
            cut_off: typed.or_else(|| self.shop.and_then(Shop::cut_off)),
            calendar: self.calendar,
        }
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub text: String,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Typed,
    /// The shop, the copied text, or a default.
    Given,
    /// The row of a table, as it is written.
    Row {
        table: String,
        row: String,
        /// The table is only an example.
        is_example: bool,
    },
}

/// What a look-up says, while its field is not filled in by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoRow {
    /// These inputs have no value yet.
    Waits(Vec<String>),
    /// No row of the table fits these values.
    None { table: String, inputs: Vec<String> },
}

/// The values for one reply.
pub(super) struct ValueSource<'a> {
    pub library: &'a Library,
    pub at: ReplyRef,
    pub filling: Filling<'a>,
    /// The defaults that the texts give, by field.
    pub defaults: BTreeMap<String, String>,
}

/// How many defaults and tables are followed from one field to the next: they may go in circles.
const DEEPEST: usize = 6;

impl<'a> ValueSource<'a> {
    pub(super) fn decl(&self, name: &str) -> Option<&'a FieldDecl> {
        self.library.field(self.at, name)
    }

    /// Whether the value belongs into the shop's profile, and is not there.
    pub(super) fn is_missing_of_shop(&self, name: &str) -> bool {
        self.decl(name).is_some_and(|decl| decl.scope == Scope::Shop)
            && self.filling.shop.and_then(|shop| shop.value(name)).is_none()
    }

    /// The table of a look-up, and the output that is looked for.
    pub(super) fn table(&self, name: &str) -> Option<(&'a Table, &'a str)> {
        let (table, column) = self.decl(name)?.kind.look_up()?;
        let of_shop = self.filling.shop.and_then(|shop| shop.tables.iter().find(|known| known.name == table));
        let table = of_shop.or_else(|| self.library.table(self.at, table))?;
        table.outputs.iter().any(|output| output == column).then_some((table, column))
    }

    /// The value of a field as text. Of several the first is used: typed (one that was emptied by hand is blank), the buyer's,
    /// the table's, the shop's, the copied text, the default in the text, the default that a pack declares. A value of the
    /// buyer that no longer holds makes a gap, whatever default there is.
    pub(super) fn known(&self, name: &str) -> Option<Known> {
        self.find(name, 0)
    }

    fn find(&self, name: &str, depth: usize) -> Option<Known> {
        if depth > DEEPEST {
            return None;
        }
        let table = self.table(name);
        let typed = self.filling.typed.get(name).map(|value| value.trim());
        // A look-up that was emptied by hand goes on looking.
        if let Some(text) = typed.filter(|value| table.is_none() || !value.is_empty()) {
            return Some(Known { text: text.to_owned(), origin: Origin::Typed });
        }
        let given = |text: &str| Some(Known { text: text.to_owned(), origin: Origin::Given });
        let of_buyer = self.of_buyer(name);
        if let Some(kept) = of_buyer.filter(|kept| kept.holds(self.filling.at)) {
            return given(&kept.value);
        }
        if let Some((table, column)) = table
            && let LookUp::Found { value, row } = self.look_up(table, column, depth)
            && is_plain(value)
        {
            let is_example = table.is_example;
            let origin = Origin::Row { table: table.name.clone(), row: row.label(), is_example };
            return Some(Known { text: value.to_owned(), origin });
        }
        if of_buyer.is_some() {
            return None;
        }
        if let Some(value) =
            self.filling.shop.and_then(|shop| shop.value(name)).filter(|value| is_plain(value))
        {
            return given(value);
        }
        if let Some(text) = self.filling.clipboard.filter(|_| name == CLIPBOARD).map(str::trim)
            && !text.is_empty()
        {
            return given(text);
        }
        if let Some(default) = self.defaults.get(name) {
            return given(default);
        }
        let trades = self.filling.shop.map(Shop::trades).unwrap_or_default();
        let declared = self.decl(name).and_then(|decl| decl.default_in(trades))?;
        match declared.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}')).map(str::trim) {
            None => given(declared).filter(|_| is_plain(declared)),
            Some(clock) if clock == Clock::Date.name() => given(&self.filling.now.date().to_string()),
            Some(other) => {
                let known = self.find(other, depth + 1).filter(|known| !known.text.is_empty())?;
                Some(Known { origin: Origin::Given, ..known })
            }
        }
    }

    /// What is known of the current buyer. A value that overruled a table goes with the inputs that it was meant for.
    fn of_buyer(&self, name: &str) -> Option<&'a KnownValue> {
        let Filling { buyer, typed, .. } = self.filling;
        let is_newer = |input: &String, kept: &KnownValue| {
            typed.get(input).is_some_and(|value| !buyer.has(input, value)) || buyer.came_after(input, kept)
        };
        let inputs = self.table(name).map(|(table, _)| table.inputs.as_slice()).unwrap_or_default();
        buyer.known(name).filter(|kept| !inputs.iter().any(|input| is_newer(input, kept)))
    }

    /// A value of the buyer that no longer holds.
    pub(super) fn to_confirm(&self, name: &str) -> Option<&'a str> {
        let kept = self.of_buyer(name).filter(|kept| !kept.holds(self.filling.at));
        kept.map(|kept| kept.value.as_str())
    }

    fn look_up(&self, table: &'a Table, column: &str, depth: usize) -> LookUp<'a> {
        let value = |input: &str| {
            let known = self.find(input, depth + 1)?;
            (!known.text.is_empty()).then(|| self.shown(input, &known.text))
        };
        let unit = |input: &str| self.unit(input).to_owned();
        table.look_up(column, &value, &unit)
    }

    /// Why a look-up has no value of its own.
    pub(super) fn no_row(&self, name: &str) -> Option<NoRow> {
        let (table, column) = self.table(name)?;
        match self.look_up(table, column, 0) {
            LookUp::Found { .. } => None,
            LookUp::Missing(inputs) => Some(NoRow::Waits(inputs.into_iter().map(str::to_owned).collect())),
            LookUp::NoRow => {
                let shown = |input: &String| Some(self.shown(input, &self.known(input)?.text));
                let inputs = table.inputs.iter().filter_map(shown).collect();
                Some(NoRow::None { table: table.name.clone(), inputs })
            }
        }
    }

    fn unit(&self, name: &str) -> &'a str {
        self.decl(name).and_then(|decl| decl.unit.as_deref()).unwrap_or_default()
    }

    /// What a text means as a value of a field.
    pub(super) fn read(&self, name: &str, text: &str) -> Value {
        kinds::value(self.decl(name), text, self.filling.now.date())
    }

    /// A value of a field as it is written in a text.
    pub(super) fn shown(&self, name: &str, text: &str) -> String {
        self.read(name, text).shown("", self.filling.now.date())
    }
}

impl template::Values for ValueSource<'_> {
    fn value(&self, name: &str, _: Option<&str>) -> Option<Value> {
        self.known(name).map(|known| self.read(name, &known.text))
    }
}

/// A value as it is kept for a buyer: as it is written in a text, so that "tomorrow" stays the day that was meant.
pub(crate) fn settled(decl: Option<&FieldDecl>, text: &str, today: Date) -> String {
    kinds::value(decl, text.trim(), today).shown("", today)
}

/// Whether a value from a file may be copied: one with a brace is a placeholder that nobody would fill any more.
pub(crate) fn is_plain(value: &str) -> bool {
    !value.contains(['{', '}'])
}
