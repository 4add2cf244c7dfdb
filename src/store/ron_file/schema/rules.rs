//! What a pack or a shop changes of the platforms' rules, `{ "tone.but": "off" }`, and words of its own that must not be written,
//! `"最低价"` or `(word: "最低价", instead: "划算", why: "…")`.

use std::collections::BTreeMap;

use super::super::reader::{Reader, wrong};
use super::forms::{AsGiven, Form as _, Trimmed};
use super::{Given, Item, Record, Row, names, written};
use crate::check::Checker;
use crate::diag::{Expected, Problem};
use crate::model::{ForbiddenWord, RuleChange};
use crate::ron_edit::{Layout, ListShape, Node, literal};

const ROWS: &[Row<ForbiddenWord>] =
    &[row!("word", word, Trimmed), row!("instead", instead, AsGiven), row!("why", why, AsGiven)];

impl Record for ForbiddenWord {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        if self.word.is_empty() {
            read.report(&given.node.span, Problem::MissingField { name: "word" });
        }
        !self.word.is_empty()
    }
}

impl Item for ForbiddenWord {
    const LIST: ListShape = ListShape {
        name: "words",
        fields: Self::NAMES,
        key: "word",
        starts: &["word"],
        inner_fields: &[],
        has_maps: false,
    };
    const EXPECTED: Expected = Expected::Structs;

    fn of_text(text: &str) -> Option<Self> {
        let word = text.trim();
        (!word.is_empty()).then(|| Self { word: word.to_owned(), ..Self::default() })
    }

    fn write(&self, layout: Layout<'_>) -> String {
        format!("({})", written(self, layout).join(", "))
    }
}

/// `{ "tone.but": "off", "absolute.word": "warning" }`. What names no rule, or nothing that one can become, is reported and
/// left out.
pub(in crate::store) fn rule_changes(read: &mut Reader<'_>, node: &Node) -> BTreeMap<String, RuleChange> {
    let mut changes = BTreeMap::new();
    let Some(entries) = node.as_map() else {
        read.report(&node.span, wrong("rules", Expected::Map));
        return changes;
    };
    for (key, value) in entries {
        let (Some(rule), Some(written)) = (key.as_text(), value.as_text()) else {
            read.report(&(key.span.start..value.span.end), wrong("rules", Expected::Map));
            continue;
        };
        let unknown = |name: &str, value: &str, suggestion: Option<String>| Problem::UnknownValue {
            name: name.to_owned(),
            value: value.to_owned(),
            suggestion,
        };
        let ids = || Checker::built_in().rules().map(|rule| rule.id.as_str());
        if !ids().any(|id| id == rule) {
            let suggestion = read.suggestion(rule, ids());
            read.report(&key.span, unknown("rules", rule, suggestion));
            continue;
        }
        if let Some(change) = RuleChange::read(written) {
            changes.insert(rule.to_owned(), change);
        } else {
            let suggestion = read.suggestion(written, RuleChange::ALL.iter().map(|(name, _)| *name));
            read.report(&value.span, unknown(rule, written, suggestion));
        }
    }
    changes
}

/// The source of what is changed of a rule.
pub(in crate::store) fn write_rule(id: &str, change: RuleChange) -> String {
    format!("{}: {}", literal(id), literal(change.code()))
}
