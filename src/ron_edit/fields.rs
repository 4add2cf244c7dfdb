//! Changes of the fields of a struct and of the entries of a map, one by one.

use std::ops::Range;

use super::{Field, Node, Splices, appended, literal, parse, replaced};

/// The bytes of each field.
pub fn spans(fields: &[Field]) -> Vec<Range<usize>> {
    fields.iter().map(Field::span).collect()
}

/// The text of a struct with this value in a field: in the place of the one that is there, or where the field belongs by
/// `order`, the names in the order in which they are written. `None` where the text is not a struct.
pub fn with_field(text: &str, order: &[&str], name: &str, value: &str) -> Option<String> {
    let root = parse(text).root?;
    let fields = root.as_struct()?;
    if let Some(field) = root.field(name) {
        return replaced(text, &field.value.span, value);
    }
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
    let behind = fields.iter().rposition(|field| rank(&field.name) < rank(name));
    let mut splices = Splices::default();
    splices.insert(text, &root.span, &spans(fields), behind, &[format!("{name}: {value}")])?;
    splices.applied(text)
}

/// The text of a struct without a field. `None` where the text is not a struct.
pub fn without_field(text: &str, name: &str) -> Option<String> {
    let root = parse(text).root?;
    let fields = root.as_struct()?;
    let Some(idx) = fields.iter().position(|field| field.name == name) else { return Some(text.to_owned()) };
    let mut splices = Splices::default();
    splices.remove(text, &root.span, &spans(fields), idx..idx + 1)?;
    splices.applied(text)
}

/// The source `new` of an item, with the fields of the one in whose place it comes that are not `known`: a newer program may
/// have written them. `bare` names what the source says where it is not a struct.
pub fn with_unknown_fields(old: Option<&str>, new: String, bare: &str, known: &[&str]) -> Option<String> {
    let Some(old) = old else { return Some(new) };
    let root = parse(old).root;
    let fields = root.as_ref().and_then(Node::as_struct).unwrap_or_default();
    let mut unknown = fields.iter().filter(|field| !known.contains(&field.name.as_str()));
    unknown.try_fold(new, |text, field| {
        let source = old.get(field.span())?;
        let node = parse(&text).root?;
        let Some(fields) = node.as_struct() else { return Some(format!("({bare}: {text}, {source})")) };
        appended(&text, &node.span, &spans(fields), source)
    })
}

/// The text with one entry of a map of texts changed or added. `None` where `map` is not a map of the text.
pub fn with_entry(text: &str, map: &Node, key: &str, value: &str) -> Option<String> {
    let entries = map.as_map()?;
    if let Some((_, old)) = entry(entries, key).and_then(|idx| entries.get(idx)) {
        return replaced(text, &old.span, &literal(value));
    }
    let new = format!("{}: {}", literal(key), literal(value));
    appended(text, &map.span, &entry_spans(entries), &new)
}

/// The text without an entry of a map. `None` where there is none of this key.
pub fn without_entry(text: &str, map: &Node, key: &str) -> Option<String> {
    let entries = map.as_map()?;
    let idx = entry(entries, key)?;
    let mut splices = Splices::default();
    splices.remove(text, &map.span, &entry_spans(entries), idx..idx + 1)?;
    splices.applied(text)
}

fn entry(entries: &[(Node, Node)], key: &str) -> Option<usize> {
    entries.iter().position(|(known, _)| known.as_text().map(str::trim) == Some(key))
}

fn entry_spans(entries: &[(Node, Node)]) -> Vec<Range<usize>> {
    entries.iter().map(|(key, value)| key.span.start..value.span.end).collect()
}
