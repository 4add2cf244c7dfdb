//! A shop: `{ "店铺名": "木棉" }`, or `(values: { … }, tables: [ … ], rules: { … })`.

use std::collections::{BTreeSet, HashSet};

use super::super::reader::{Reader, wrong};
use super::forms::TradeCodes;
use super::rules::{rule_changes, write_rule};
use super::{Item, Record, Row, list, names, record, written};
use crate::diag::{Expected, Problem};
use crate::model::{RuleChange, Shop};
use crate::ron_edit::{
    Field, Layout, ListShape, Node, appended, literal, parse, spans, with_entry, without_entry,
};
use crate::template::{read_time, trade_words};

const ROWS: &[Row<Shop>] = &[
    Row {
        name: "values",
        read: read_values,
        write: |shop, layout| Some(write_values(shop, layout)),
        edit: None,
    },
    Row {
        name: "tables",
        read: |read, field, shop| shop.tables = list(read, &field.value),
        write: write_tables,
        edit: None,
    },
    Row {
        name: "rules",
        read: |read, field, shop| shop.rules = rule_changes(read, &field.value),
        write: |shop, _| write_rules(shop),
        edit: None,
    },
];

impl Record for Shop {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);
}

impl Item for Shop {
    const LIST: ListShape = ListShape {
        name: "shops",
        fields: Self::NAMES,
        key: "values",
        starts: &["values"],
        inner_fields: &[],
        has_maps: true,
    };
    const EXPECTED: Expected = Expected::Map;

    fn read(read: &mut Reader<'_>, node: &Node) -> Option<Self> {
        if node.as_map().is_some() {
            return Some(Self::new(values(read, node), Vec::new()));
        }
        let Some(fields) = node.as_struct() else {
            read.report(&node.span, wrong(Self::LIST.name, Self::EXPECTED));
            return None;
        };
        record(read, node, fields)
    }

    /// Its values alone, where it has nothing else.
    fn write(&self, layout: Layout<'_>) -> String {
        if self.tables.is_empty() && self.rules.is_empty() {
            return write_values(self, layout);
        }
        let inner = layout.deeper();
        layout.block('(', &written(self, Layout { indent: &inner, ..layout }), ')')
    }

    /// The values and rules are changed one by one, so that its tables and comments stay.
    fn write_over(&self, source: &str, old: &Self, _layout: Layout<'_>) -> Option<String> {
        let new = self;
        let mut text = source.to_owned();
        let mut fields: Vec<&str> = old.values().chain(new.values()).map(|(field, _)| field).collect();
        fields.sort_unstable();
        fields.dedup();
        for field in fields {
            let given = |shop: &Shop| {
                shop.values().find(|(known, _)| *known == field).map(|(_, value)| value.to_owned())
            };
            text = match (given(old), given(new)) {
                (old, new) if old == new => text,
                (_, Some(value)) => with_value(&text, field, &value)?,
                (_, None) => {
                    let root = parse(&text).root?;
                    without_entry(&text, values_node(&root)?, field)?
                }
            };
        }
        let ids: BTreeSet<&String> = old.rules.keys().chain(new.rules.keys()).collect();
        for id in ids.into_iter().filter(|id| old.rules.get(*id) != new.rules.get(*id)) {
            text = with_rule(&text, id, new.rules.get(id).copied())?;
        }
        Some(text)
    }
}

fn read_values(read: &mut Reader<'_>, field: &Field, shop: &mut Shop) {
    let mut given = Shop::new(values(read, &field.value), std::mem::take(&mut shop.tables));
    given.rules = std::mem::take(&mut shop.rules);
    *shop = given;
}

fn write_values(shop: &Shop, layout: Layout<'_>) -> String {
    let entry = |(field, value): (&str, &str)| format!("{}: {}", literal(field), literal(value));
    layout.block('{', &shop.values().map(entry).collect::<Vec<_>>(), '}')
}

fn write_tables(shop: &Shop, layout: Layout<'_>) -> Option<String> {
    let inner = layout.deeper();
    let tables: Vec<String> =
        shop.tables.iter().map(|table| table.write(Layout { indent: &inner, ..layout })).collect();
    (!tables.is_empty()).then(|| layout.block('[', &tables, ']'))
}

fn write_rules(shop: &Shop) -> Option<String> {
    let rules: Vec<String> = shop.rules.iter().map(|(id, change)| write_rule(id, *change)).collect();
    (!rules.is_empty()).then(|| format!("{{ {} }}", rules.join(", ")))
}

/// The values of a shop in the order of the file; of one that is given twice the first.
fn values(read: &mut Reader<'_>, node: &Node) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> = Vec::new();
    let Some(entries) = node.as_map() else {
        read.report(&node.span, wrong("values", Expected::Map));
        return values;
    };
    let mut known: HashSet<&str> = HashSet::new();
    for (entry_key, value) in entries {
        // A bare word is not a text, unless it is a number; `None` is a value that is not there.
        let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if value.as_bare() == Some("None") && entry_key.as_text().is_some() {
            continue;
        }
        match (entry_key.as_text(), value.as_text().or(value.as_bare().filter(is_number))) {
            (Some(key), Some(_)) if !known.insert(key.trim()) => {
                read.report(&entry_key.span, Problem::RepeatedField { name: key.trim().to_owned() });
            }
            (Some(key), Some(text)) => {
                if key.trim() == Shop::CUT_OFF && !text.trim().is_empty() && read_time(text).is_none() {
                    read.report(&value.span, Problem::InvalidTime { value: text.to_owned() });
                }
                if key.trim() == Shop::TRADE {
                    for word in trade_words(text) {
                        TradeCodes::one(read, &value.span, word);
                    }
                }
                values.push((key.trim().to_owned(), text.to_owned()));
            }
            _ => read.report(&(entry_key.span.start..value.span.end), wrong("shops", Expected::Map)),
        }
    }
    values
}

/// The source of a shop with one value changed or added.
pub(in crate::store) fn with_value(text: &str, field: &str, value: &str) -> Option<String> {
    let root = parse(text).root?;
    if let Some(map) = values_node(&root) {
        return with_entry(text, map, field, value);
    }
    let fields = spans(root.as_struct()?);
    let entry = format!("{}: {}", literal(field), literal(value));
    appended(text, &root.span, &fields, &format!("values: {{ {entry} }}"))
}

/// The source of a shop with what it makes of a rule; `None` leaves the rule as it is.
fn with_rule(text: &str, id: &str, change: Option<RuleChange>) -> Option<String> {
    let root = parse(text).root?;
    let field = |change| format!("rules: {{ {} }}", write_rule(id, change));
    let Some(fields) = root.as_struct() else {
        // The values alone: they get a name.
        return Some(format!("(values: {text}, {})", field(change?)));
    };
    match (fields.iter().find(|field| field.name == "rules"), change) {
        (Some(rules), Some(change)) => with_entry(text, &rules.value, id, change.code()),
        (Some(rules), None) => without_entry(text, &rules.value, id),
        (None, change) => appended(text, &root.span, &spans(fields), &field(change?)),
    }
}

/// Where the values of a shop are; `None` for one that has none yet.
fn values_node(shop: &Node) -> Option<&Node> {
    match shop.as_struct() {
        Some(fields) => fields.iter().find(|field| field.name == "values").map(|values| &values.value),
        None => Some(shop),
    }
}
