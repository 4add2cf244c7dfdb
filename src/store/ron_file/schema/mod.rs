//! What the items of our files are made of: one row for each field of a reply, a placeholder, a table, a shop and so on.
//!
//! A row has the name of the field in the file, how its value is read, and how it is written. Everything else runs over the
//! rows: reading, writing anew, changes in place, the names that are known and the likely one of a misspelt name. How a kind of
//! value looks in a file is in [`forms`]. So a new field of a reply that is a text is one line in `reply`:
//!
//! ```text
//! row!("colour", colour, Optional),
//! ```

macro_rules! row {
    ($name:literal, $field:ident, $form:ty) => {
        Row {
            name: $name,
            read: |read, field, item| item.$field = <$form>::read(read, field),
            write: |item, _| <$form>::write(&item.$field),
            edit: Some(|place, before, after| <$form>::edit(place, &before.$field, &after.$field)),
        }
    };
}

mod calendar;
pub(in crate::store) mod field;
mod forms;
mod hiding;
mod ids;
mod innocent;
mod message;
pub(in crate::store) mod own_rule;
mod pack;
pub(in crate::store) mod reply;
pub(in crate::store) mod rules;
pub(in crate::store) mod shop;
mod table;
mod when;
mod wording;

pub(super) use pack::{PackFile, SHAPE};
pub(in crate::store) use pack::{ReplyList, format};

use super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem};
use crate::ron_edit::{Field, Layout, ListShape, Node, with_field, with_unknown_fields, without_field};

/// A field of a `T`.
pub(in crate::store) struct Row<T> {
    /// Its name in a file.
    pub name: &'static str,
    /// Reads it into the item. What depends on other fields is read by [`Record::finish`], see [`later`].
    pub read: fn(&mut Reader<'_>, &Field, &mut T),
    /// The source of its value; `None` where the item need not give it.
    pub write: fn(&T, Layout<'_>) -> Option<String>,
    /// Changes the source of an item that says the first so that it says the second, in this field. Without it the value is
    /// written anew.
    pub edit: Option<Edit<T>>,
}

pub(in crate::store) type Edit<T> = fn(Place<'_>, &T, &T) -> Option<String>;

/// A field that is only read: no program writes it.
pub(in crate::store) const fn read_only<T>(
    name: &'static str,
    read: fn(&mut Reader<'_>, &Field, &mut T),
) -> Row<T> {
    Row { name, read, write: |_, _| None, edit: None }
}

/// Reads nothing: the field is read with others when all are there.
fn later<T>(_: &mut Reader<'_>, _: &Field, _: &mut T) {}

/// Where a field of an item is changed.
#[derive(Clone, Copy)]
pub(in crate::store) struct Place<'a> {
    /// The source of the item.
    pub source: &'a str,
    pub name: &'static str,
    /// The names of the fields in the order in which they are written.
    pub order: &'static [&'static str],
}

impl Place<'_> {
    /// The source with the field as it is written; `old` and `new` are its values as sources.
    fn rewritten(self, old: Option<&str>, new: Option<&str>) -> Option<String> {
        match new {
            new if new == old => Some(self.source.to_owned()),
            Some(new) => with_field(self.source, self.order, self.name, new),
            None => without_field(self.source, self.name),
        }
    }
}

/// What a file gives by named fields.
pub(in crate::store) trait Record: Default + 'static {
    /// In the order in which they are written.
    const ROWS: &'static [Row<Self>];
    /// The names of the rows.
    const NAMES: &'static [&'static str];

    /// Reads what depends on several fields, and says whether the item can be used. What is wrong is reported.
    fn finish(&mut self, _read: &mut Reader<'_>, _given: &Given<'_>) -> bool {
        true
    }
}

/// The fields that a file gives of an item.
pub(in crate::store) struct Given<'n> {
    pub node: &'n Node,
    /// Those of a known name, once each, in the order of the file.
    pub fields: Vec<&'n Field>,
    /// Whether there were others.
    pub has_others: bool,
    /// How many mistakes had been found in front of the item.
    pub mistakes: usize,
}

impl<'n> Given<'n> {
    fn field(&self, name: &str) -> Option<&'n Field> {
        self.fields.iter().copied().find(|field| field.name == name)
    }
}

/// The names of rows, for the constants of a [`Record`].
#[expect(clippy::indexing_slicing, reason = "constants are made without iterators")]
pub(in crate::store) const fn names<T, const COUNT: usize>(rows: &[Row<T>]) -> [&'static str; COUNT] {
    let mut names = [""; COUNT];
    let mut idx = 0;
    while idx < COUNT {
        names[idx] = rows[idx].name;
        idx += 1;
    }
    names
}

/// Reads an item from its fields. `node` is where they are.
pub(in crate::store) fn record<T: Record>(read: &mut Reader<'_>, node: &Node, fields: &[Field]) -> Option<T> {
    let mut item = T::default();
    let mistakes = read.mistakes();
    let named = read_rows(&mut item, read, fields);
    let given = Given { node, has_others: named.len() < fields.len(), fields: named, mistakes };
    item.finish(read, &given).then_some(item)
}

/// Reads into an item what each of its fields says alone. Gives the fields of a known name, once each.
pub(in crate::store) fn read_rows<'n, T: Record>(
    item: &mut T,
    read: &mut Reader<'_>,
    fields: &'n [Field],
) -> Vec<&'n Field> {
    let named = read.check_names(fields, T::NAMES);
    for field in &named {
        if let Some(row) = T::ROWS.iter().find(|row| row.name == field.name) {
            (row.read)(read, field, item);
        }
    }
    named
}

/// The sources of the fields that an item gives, with their names.
fn written<T: Record>(item: &T, layout: Layout<'_>) -> Vec<String> {
    let field = |row: &Row<T>| Some(format!("{}: {}", row.name, (row.write)(item, layout)?));
    T::ROWS.iter().filter_map(field).collect()
}

/// The source of an item that says `before`, changed so that it says `after`. `None` where the source is not such an item.
fn edited<T: Record>(source: &str, before: &T, after: &T) -> Option<String> {
    let layout = Layout { indent: "", line_break: "\n" };
    let mut text = source.to_owned();
    for row in T::ROWS {
        let place = Place { source: &text, name: row.name, order: T::NAMES };
        text = if let Some(edit) = row.edit {
            edit(place, before, after)?
        } else {
            let [old, new] = [before, after].map(|item| (row.write)(item, layout));
            place.rewritten(old.as_deref(), new.as_deref())?
        };
    }
    Some(text)
}

/// What a file has a list of, which is edited item by item.
pub(in crate::store) trait Item: Record + PartialEq {
    const LIST: ListShape;
    /// What is said of something else in its place.
    const EXPECTED: Expected;

    /// An item that is written as a text alone.
    fn of_text(_text: &str) -> Option<Self> {
        None
    }

    /// Its source.
    fn write(&self, layout: Layout<'_>) -> String;

    /// The source of this item in the place of one that says `old`: with the fields that this program does not know.
    fn write_over(&self, source: &str, _old: &Self, layout: Layout<'_>) -> Option<String> {
        with_unknown_fields(Some(source), self.write(layout), Self::LIST.key, Self::NAMES)
    }

    /// The name that no other item of a list may have.
    fn unique_name(&self) -> Option<&str> {
        None
    }

    /// Notes what can be checked only when the whole file is read.
    fn mention(&self, _read: &mut Reader<'_>, _node: &Node) {}

    /// Reads an item; everything wrong is reported.
    fn read(read: &mut Reader<'_>, node: &Node) -> Option<Self> {
        if let Some(item) = node.as_text().and_then(Self::of_text) {
            return Some(item);
        }
        let Some(fields) = node.as_struct() else {
            read.report(&node.span, wrong(Self::LIST.name, Self::EXPECTED));
            return None;
        };
        record(read, node, fields)
    }
}

/// The items of a list that can be read; everything wrong is reported.
pub(in crate::store) fn list<T: Item>(read: &mut Reader<'_>, node: &Node) -> Vec<T> {
    let Some(items) = node.as_list() else {
        read.report(&node.span, wrong(T::LIST.name, T::EXPECTED));
        return Vec::new();
    };
    let mut names = std::collections::HashSet::new();
    let mut list: Vec<T> = Vec::new();
    for node in items {
        let Some(item) = T::read(read, node) else { continue };
        item.mention(read, node);
        match item.unique_name() {
            Some(name) if !names.insert(name.to_owned()) => {
                read.report(&node.span, Problem::DuplicateName { name: name.to_owned() });
            }
            _ => list.push(item),
        }
    }
    list
}

/// The place of a value among those that are known; another is reported.
fn named_value(read: &mut Reader<'_>, field: &Field, known: &[&str]) -> Option<usize> {
    let value = read.optional_text(field)?;
    let found = known.iter().position(|name| *name == value);
    if found.is_none() {
        let suggestion = read.suggestion(&value, known.iter().copied());
        let name = field.name.clone();
        read.report(&field.value.span, Problem::UnknownValue { name, value, suggestion });
    }
    found
}
