//! The placeholders that are known, and what is wrong with those of a text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{FieldDecl, FieldKind};
use crate::diag::{Problem, nearest};
use crate::template::{self, Placeholder, Template, TemplateProblem};

/// Names that may be written between braces.
#[derive(Debug, Clone, Default)]
pub struct Placeholders {
    /// `None` for those that are not fields of a pack.
    known: BTreeMap<String, Option<FieldDecl>>,
}

impl Placeholders {
    /// The reserved names, and these fields.
    pub fn new<'a>(fields: impl IntoIterator<Item = &'a FieldDecl>) -> Self {
        let reserved = template::reserved_names().map(|name| (name.to_owned(), None));
        let fields = fields.into_iter().map(|field| (field.name.clone(), Some(field.clone())));
        Self { known: reserved.chain(fields).collect() }
    }

    fn field(&self, name: &str) -> Option<&FieldDecl> {
        self.known.get(name)?.as_ref()
    }

    /// What fills a placeholder without anybody typing it: its default and its choices, or else those of its
    /// field. Those with placeholders in them are left out.
    pub fn values<'a>(&'a self, placeholder: &'a Placeholder) -> impl Iterator<Item = &'a str> {
        let own = placeholder.default.iter().chain(&placeholder.choices);
        let is_plain = placeholder.default.is_none() && placeholder.choices.is_empty();
        let field = self.field(&placeholder.name).filter(|_| is_plain);
        let of_field = field.into_iter().flat_map(|field| {
            let of_trades = field.trade_defaults.iter().map(|of_trade| &of_trade.value);
            field.default.iter().chain(of_trades).chain(&field.choices)
        });
        own.chain(of_field).map(String::as_str).filter(|value| !value.contains('{'))
    }

    /// Every name, in character order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// What is wrong with the placeholders of a text, each with its range of bytes: first all names that nobody declared, then
    /// what cannot be read, then fields used as dates that are of another kind, then defaults outside the choices of a field.
    pub fn problems(&self, parsed: &Template) -> Vec<(Range<usize>, Problem)> {
        let unknown =
            parsed.field_names().filter(|(name, _)| !self.known.contains_key(*name)).map(|(name, span)| {
                let suggestion = nearest(name, self.names());
                (span.clone(), Problem::UnknownPlaceholder { name: name.to_owned(), suggestion })
            });
        let broken =
            parsed.problems.iter().map(|(span, problem)| (span.clone(), Problem::Template(problem.clone())));
        unknown
            .chain(broken)
            .chain(self.misused_dates(parsed))
            .chain(self.values_outside_choices(parsed))
            .collect()
    }

    /// Defaults that are not among the choices of their field.
    fn values_outside_choices<'a>(
        &'a self,
        parsed: &'a Template,
    ) -> impl Iterator<Item = (Range<usize>, Problem)> + 'a {
        parsed.placeholders().filter_map(|placeholder| {
            let value = placeholder.default.as_ref().filter(|value| !value.contains('{'))?;
            let choices = &self.field(&placeholder.name)?.choices;
            let is_outside = !choices.is_empty() && !choices.contains(value);
            let problem = Problem::DefaultOutsideChoices { value: value.clone() };
            is_outside.then(|| (placeholder.span.clone(), problem))
        })
    }

    fn misused_dates(&self, parsed: &Template) -> Vec<(Range<usize>, Problem)> {
        let is_no_date = |name: &str| {
            self.field(name).is_some_and(|field| !matches!(field.kind, FieldKind::Date | FieldKind::Text))
        };
        let written = parsed.placeholders().filter(|field| field.day.is_some() && is_no_date(&field.name));
        written.map(|field| (field.span.clone(), Problem::Template(TemplateProblem::NotADate))).collect()
    }
}
