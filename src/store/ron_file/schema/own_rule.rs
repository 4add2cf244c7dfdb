//! A rule of somebody's own, or examples for one of the program: see [`Rule`].

use std::marker::PhantomData;

use super::super::reader::{Reader, wrong};
use super::forms::{Form, Optional, Text, Texts, Trimmed, Truth};
use super::{Given, Item, Record, Row, names, record, written};
use crate::check::{Checker, unreadable_form};
use crate::diag::{Expected, Form as Expression, Judgement, Problem, Rule, Said, Severity};
use crate::ron_edit::{Field, Kind, Layout, ListShape, Node, literal};

const ROWS: &[Row<Rule>] = &[
    row!("id", id, Trimmed),
    row!("severity", severity, OneWord<Severity>),
    row!("platform", platform, Optional),
    row!("points", points, Points),
    row!("penalty", penalty, OptionalSaid),
    row!("why", why, BothLanguages),
    row!("instead", instead, BothLanguages),
    row!("source", source, Text),
    row!("date", date, Text),
    row!("switch", switch, Optional),
    row!("by", by, OneWord<Judgement>),
    row!("needs", needs, Optional),
    row!("only", only, Optional),
    row!("unless", unless, Optional),
    row!("of_others", of_others, Truth),
    row!("forms", forms, Expressions),
    row!("except", except, Texts),
    row!("rewrites", rewrites, Expressions),
    row!("breaks", breaks, Texts),
    row!("innocent", innocent, Texts),
];

impl Record for Rule {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        let span = &given.node.span;
        if self.id.is_empty() {
            read.report(span, Problem::MissingField { name: "id" });
            return false;
        }
        let ids = || Checker::built_in().rules().map(|rule| rule.id.as_str());
        let is_known = ids().any(|id| id == self.id);
        if !is_known && self.is_addition() {
            let suggestion = read.suggestion(&self.id, ids());
            match suggestion {
                // Examples for a rule whose name is misspelt.
                Some(_) => {
                    let (name, value) = ("id".to_owned(), self.id.clone());
                    read.report(span, Problem::UnknownValue { name, value, suggestion });
                }
                None => read.report(span, Problem::MissingField { name: "why" }),
            }
            return false;
        }
        if is_known && !self.is_addition() {
            read.report(span, Problem::DuplicateName { name: self.id.clone() });
            return false;
        }
        if let Some(expression) = unreadable_form(self) {
            let (name, value) = (self.id.clone(), expression.to_owned());
            read.report(span, Problem::InvalidExpression { name, value });
            return false;
        }
        true
    }
}

impl Item for Rule {
    const LIST: ListShape = ListShape {
        name: "own_rules",
        fields: Self::NAMES,
        key: "id",
        starts: &["id"],
        inner_fields: &["find", "write", "zh", "en"],
        has_maps: false,
    };
    const EXPECTED: Expected = Expected::Structs;

    fn write(&self, layout: Layout<'_>) -> String {
        let inner = layout.deeper();
        layout.block('(', &written(self, Layout { indent: &inner, ..layout }), ')')
    }

    fn unique_name(&self) -> Option<&str> {
        Some(&self.id)
    }
}

/// Reads the one rule of a file, whose fields these are.
pub(in crate::store) fn rule(read: &mut Reader<'_>, fields: Vec<Field>) -> Option<Rule> {
    let node = Node { span: 0..read.text.len(), kind: Kind::Struct(fields) };
    let fields = node.as_struct().unwrap_or_default();
    record(read, &node, fields)
}

/// A value that is one of a few words.
trait Word: Copy + PartialEq + Default + 'static {
    const ALL: &'static [(&'static str, Self)];
}

impl Word for Severity {
    const ALL: &'static [(&'static str, Self)] =
        &[("error", Self::Error), ("warning", Self::Warning), ("hint", Self::Hint)];
}

impl Word for Judgement {
    const ALL: &'static [(&'static str, Self)] =
        &[("meaning", Self::Meaning), ("form", Self::Form), ("length", Self::Length)];
}

/// One of a few bare words, which may also be written as a text; the usual one need not be given.
struct OneWord<T>(PhantomData<T>);

impl<T: Word> Form for OneWord<T> {
    type Value = T;

    fn read(read: &mut Reader<'_>, field: &Field) -> T {
        let word = field.value.as_bare().or(field.value.as_text()).unwrap_or_default().to_owned();
        let found = T::ALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        found.unwrap_or_else(|| {
            let suggestion = read.suggestion(&word, T::ALL.iter().map(|(name, _)| *name));
            let name = field.name.clone();
            read.report(&field.value.span, Problem::UnknownValue { name, value: word, suggestion });
            T::default()
        })
    }

    fn write(value: &T) -> Option<String> {
        let known = T::ALL.iter().find(|(_, known)| known == value && *known != T::default());
        known.map(|(name, _)| (*name).to_owned())
    }
}

/// A whole number.
struct Points;

impl Form for Points {
    type Value = Option<u32>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Option<u32> {
        let points = field.value.as_bare().and_then(|word| word.parse().ok());
        if points.is_none() {
            read.report(&field.value.span, wrong(&field.name, Expected::Number));
        }
        points
    }

    fn write(points: &Option<u32>) -> Option<String> {
        points.map(|points| points.to_string())
    }
}

/// A sentence for both languages, or `(zh: "…", en: "…")`.
struct BothLanguages;

impl Form for BothLanguages {
    type Value = Said;

    fn read(read: &mut Reader<'_>, field: &Field) -> Said {
        if let Some(text) = field.value.as_text() {
            return Said { zh: text.to_owned(), en: text.to_owned() };
        }
        let of = |name: &str| {
            let text = field.value.field(name).and_then(|field| field.value.as_text());
            text.map(str::to_owned).unwrap_or_default()
        };
        let said = Said { zh: of("zh"), en: of("en") };
        if said == Said::default() {
            read.report(&field.value.span, wrong(&field.name, Expected::Text));
        }
        said
    }

    fn write(said: &Said) -> Option<String> {
        match said {
            said if *said == Said::default() => None,
            Said { zh, en } if zh == en => Some(literal(zh)),
            Said { zh, en } => Some(format!("(zh: {}, en: {})", literal(zh), literal(en))),
        }
    }
}

/// The same, which need not be given.
struct OptionalSaid;

impl Form for OptionalSaid {
    type Value = Option<Said>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Option<Said> {
        Some(BothLanguages::read(read, field)).filter(|said| *said != Said::default())
    }

    fn write(said: &Option<Said>) -> Option<String> {
        said.as_ref().and_then(BothLanguages::write)
    }
}

/// `["…", (find: "…", write: "…")]`.
struct Expressions;

impl Form for Expressions {
    type Value = Vec<Expression>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Vec<Expression> {
        let Some(items) = field.value.as_list() else {
            read.report(&field.value.span, wrong(&field.name, Expected::Structs));
            return Vec::new();
        };
        let mut expressions = Vec::new();
        for item in items {
            let of = |name: &str| item.field(name).and_then(|field| field.value.as_text()).map(str::to_owned);
            match item.as_text().map(str::to_owned).or_else(|| of("find")) {
                Some(find) => expressions.push(Expression { find, write: of("write") }),
                None => read.report(&item.span, wrong(&field.name, Expected::Structs)),
            }
        }
        expressions
    }

    fn write(expressions: &Vec<Expression>) -> Option<String> {
        let one = |expression: &Expression| match &expression.write {
            Some(write) => format!("(find: {}, write: {})", literal(&expression.find), literal(write)),
            None => literal(&expression.find),
        };
        let all: Vec<String> = expressions.iter().map(one).collect();
        (!all.is_empty()).then(|| format!("[{}]", all.join(", ")))
    }
}
