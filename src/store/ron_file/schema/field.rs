//! A placeholder that a pack declares: `"礼物"` or `(name: "礼物", kind: "choice", choices: ["盒", "袋"])`.

use super::super::reader::{Reader, wrong};
use super::forms::{AsGiven, Form as _, Texts, TradeCodes, Trimmed};
use super::{Given, Item, Record, Row, later, named_value, names, written};
use crate::diag::{Expected, Problem};
use crate::model::{FieldDecl, FieldKind, FieldPattern, Scope, TradeDefault};
use crate::ron_edit::{Field, Layout, ListShape, literal};
use crate::store::ron_file::mentions::Mentioned;
use crate::template::{Trade, Trades, trade_words};

const ROWS: &[Row<FieldDecl>] = &[
    row!("name", name, Trimmed),
    // The kind goes with the choices and the table, the message with the pattern.
    Row { name: "kind", read: later, write: |decl, _| write_kind(decl), edit: None },
    Row { name: "scope", read: read_scope, write: |decl, _| write_scope(decl), edit: None },
    Row {
        name: "pattern",
        read: later,
        write: |decl, _| decl.pattern.as_ref().map(|pattern| literal(pattern.source())),
        edit: None,
    },
    Row { name: "message", read: later, write: |decl, _| write_message(decl), edit: None },
    Row { name: "default", read: read_default, write: |decl, _| AsGiven::write(&decl.default), edit: None },
    Row {
        name: "defaults",
        read: read_trade_defaults,
        write: |decl, _| write_trade_defaults(decl),
        edit: None,
    },
    row!("example", example, AsGiven),
    row!("unit", unit, AsGiven),
    row!("choices", choices, Texts),
    Row { name: "table", read: later, write: |decl, _| Some(literal(decl.kind.look_up()?.0)), edit: None },
    Row {
        name: "column",
        read: later,
        write: |decl, _| {
            decl.kind.look_up().filter(|(_, column)| *column != decl.name).map(|(_, column)| literal(column))
        },
        edit: None,
    },
];

impl Record for FieldDecl {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        if self.name.is_empty() {
            read.report(&given.node.span, Problem::MissingField { name: "name" });
            return false;
        }
        if let Some(field) = given.field("pattern") {
            let message = given.field("message").map(|message| read.text_of(message)).unwrap_or_default();
            match FieldPattern::new(&read.text_of(field), &message) {
                Ok(pattern) => self.pattern = Some(pattern),
                Err(at) => read.report(&field.value.span, Problem::InvalidPattern { at }),
            }
        }
        let is_fixed = |default: &&String| !default.contains('{') && !self.choices.is_empty();
        if let (Some(field), Some(value)) = (given.field("default"), self.default.as_ref().filter(is_fixed))
            && !self.choices.contains(value)
        {
            read.report(&field.value.span, Problem::DefaultOutsideChoices { value: value.clone() });
        }
        let kind = read_kind(read, given, self);
        let is_known = kind.is_some();
        self.kind = kind.unwrap_or_default();
        is_known
    }
}

impl Item for FieldDecl {
    const LIST: ListShape = ListShape {
        name: "fields",
        fields: Self::NAMES,
        key: "name",
        starts: &["name"],
        inner_fields: &[],
        has_maps: false,
    };
    const EXPECTED: Expected = Expected::Texts;

    fn of_text(text: &str) -> Option<Self> {
        let name = text.trim();
        (!name.is_empty()).then(|| Self { name: name.to_owned(), ..Self::default() })
    }

    /// Its name alone, where that says it all.
    fn write(&self, layout: Layout<'_>) -> String {
        let fields = written(self, layout);
        if fields.len() > 1 { format!("({})", fields.join(", ")) } else { literal(&self.name) }
    }

    fn unique_name(&self) -> Option<&str> {
        Some(&self.name)
    }
}

fn read_scope(read: &mut Reader<'_>, field: &Field, decl: &mut FieldDecl) {
    let found = named_value(read, field, &Scope::ALL.map(Scope::code));
    decl.scope = found.and_then(|at| Scope::ALL.get(at).copied()).unwrap_or_default();
}

fn write_scope(decl: &FieldDecl) -> Option<String> {
    (decl.scope != Scope::default()).then(|| literal(decl.scope.code()))
}

fn write_message(decl: &FieldDecl) -> Option<String> {
    decl.pattern
        .as_ref()
        .map(|pattern| &pattern.message)
        .filter(|message| !message.is_empty())
        .map(|it| literal(it))
}

fn read_default(read: &mut Reader<'_>, field: &Field, decl: &mut FieldDecl) {
    decl.default = read.optional_text(field);
    if let Some(value) = decl.default.clone().filter(|value| !is_usable(value)) {
        read.report(&field.value.span, Problem::UnusableDefault { value });
    }
}

/// `{ "服装、鞋靴": "吊牌" }`. One of trades that do not exist is left out.
fn read_trade_defaults(read: &mut Reader<'_>, field: &Field, decl: &mut FieldDecl) {
    let Some(entries) = field.value.as_map() else {
        return read.report(&field.value.span, wrong(&field.name, Expected::Map));
    };
    for (key, value) in entries {
        let (Some(words), Some(text)) = (key.as_text(), value.as_text()) else {
            read.report(&(key.span.start..value.span.end), wrong(&field.name, Expected::Map));
            continue;
        };
        let trades: Trades =
            trade_words(words).filter_map(|word| TradeCodes::one(read, &key.span, word)).collect();
        if text.contains(['{', '}']) {
            read.report(&value.span, Problem::UnusableDefault { value: text.to_owned() });
        } else if !trades.is_empty() {
            decl.trade_defaults.push(TradeDefault { trades, value: text.to_owned() });
        }
    }
}

fn write_trade_defaults(decl: &FieldDecl) -> Option<String> {
    let entry = |of_trade: &TradeDefault| {
        let names: Vec<&str> = of_trade.trades.iter().map(Trade::name).collect();
        format!("{}: {}", literal(&names.join("、")), literal(&of_trade.value))
    };
    let entries: Vec<String> = decl.trade_defaults.iter().map(entry).collect();
    (!entries.is_empty()).then(|| format!("{{ {} }}", entries.join(", ")))
}

/// A text, or one placeholder that is a name.
fn is_usable(default: &str) -> bool {
    let inside = default.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(default);
    !inside.contains(['{', '}'])
}

/// The kind that is given, or that the choices make. `None` where the declaration cannot be used.
fn read_kind(read: &mut Reader<'_>, given: &Given<'_>, decl: &FieldDecl) -> Option<FieldKind> {
    let codes = FieldKind::ALL.each_ref().map(FieldKind::code);
    let named = given.field("kind").and_then(|field| named_value(read, field, &codes));
    Some(match named.and_then(|at| FieldKind::ALL.into_iter().nth(at)) {
        Some(FieldKind::LookUp { .. }) => read_look_up(read, given, &decl.name)?,
        Some(FieldKind::Choice) if decl.choices.is_empty() => {
            read.report(&given.node.span, Problem::MissingField { name: "choices" });
            FieldKind::Text
        }
        Some(kind) => kind,
        None if decl.choices.is_empty() => FieldKind::Text,
        None => FieldKind::Choice,
    })
}

fn write_kind(decl: &FieldDecl) -> Option<String> {
    match (&decl.kind, decl.choices.is_empty()) {
        (FieldKind::Text, true) | (FieldKind::Choice, false) => None,
        (kind, _) => Some(literal(kind.code())),
    }
}

/// Whether there is such a table is looked at when all of them are known.
fn read_look_up(read: &mut Reader<'_>, given: &Given<'_>, name: &str) -> Option<FieldKind> {
    let Some(field) = given.field("table") else {
        read.report(&given.node.span, Problem::MissingField { name: "table" });
        return None;
    };
    let table = read.text_of(field);
    let column_field = given.field("column");
    let column = column_field.map_or_else(|| name.to_owned(), |column| read.text_of(column));
    let column_place = column_field.unwrap_or(field).value.span.clone();
    let (table_name, column_name) = (table.clone(), column.clone());
    read.mention(
        &field.value.span,
        Mentioned::Column { table: table_name, column: column_name, column_place },
    );
    Some(FieldKind::LookUp { table, column })
}
