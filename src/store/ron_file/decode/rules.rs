//! What a pack or a shop makes of the platforms' rules, and words of its own that must not be written.

use std::collections::BTreeMap;

use super::super::reader::{Reader, wrong};
use crate::check::Checker;
use crate::diag::{Expected, Problem};
use crate::model::{ForbiddenWord, RuleChange};
use crate::ron_edit::ListShape;
use crate::ron_edit::Node;

pub(in crate::store) const WORD_FIELDS: &[&str] = &["word", "instead", "why"];

/// The list of forbidden words in a file.
pub(in crate::store) const WORDS: ListShape = ListShape {
    name: "words",
    fields: WORD_FIELDS,
    key: "word",
    starts: &["word"],
    inner_fields: &[],
    has_maps: false,
};

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

/// `"最低价"` or `(word: "最低价", instead: "划算", why: "…")`, any number of them.
pub(in crate::store) fn words(read: &mut Reader<'_>, node: &Node) -> Vec<ForbiddenWord> {
    let Some(items) = node.as_list() else {
        read.report(&node.span, wrong("words", Expected::Structs));
        return Vec::new();
    };
    items.iter().filter_map(|item| word(read, item)).collect()
}

fn word(read: &mut Reader<'_>, node: &Node) -> Option<ForbiddenWord> {
    if let Some(word) = node.as_text().filter(|word| !word.trim().is_empty()) {
        return Some(ForbiddenWord { word: word.trim().to_owned(), ..ForbiddenWord::default() });
    }
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("words", Expected::Structs));
        return None;
    };
    let mut found = ForbiddenWord::default();
    for field in read.check_names(fields, WORD_FIELDS) {
        match field.name.as_str() {
            "word" => read.text_of(field).trim().clone_into(&mut found.word),
            "instead" => found.instead = read.optional_text(field),
            _ => found.why = read.optional_text(field),
        }
    }
    if found.word.is_empty() {
        read.report(&node.span, Problem::MissingField { name: "word" });
        return None;
    }
    Some(found)
}
