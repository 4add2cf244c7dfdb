//! The fields that a pack declares.

use std::collections::HashSet;

use super::super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem};
use crate::model::{FieldDecl, FieldKind, FieldPattern, Scope};
use crate::ron_edit::ListShape;
use crate::ron_edit::{Field, Node};
use crate::template::Table;

pub(in crate::store) const FIELD_FIELDS: &[&str] = &[
    "name", "kind", "scope", "pattern", "message", "default", "example", "unit", "choices", "table", "column",
];

/// The list of them in a library.
pub(super) const LIST: ListShape = ListShape {
    name: "fields",
    fields: FIELD_FIELDS,
    key: "name",
    starts: &["name"],
    inner_fields: &[],
    has_maps: false,
};

const KINDS: [&str; 6] = ["text", "longtext", "number", "date", "choice", "lookup"];

/// The fields that can be read; everything wrong is reported. `tables` are those of the same pack.
pub(super) fn field_decls(read: &mut Reader<'_>, node: &Node, tables: &[Table]) -> Vec<FieldDecl> {
    let Some(items) = node.as_list() else {
        read.report(&node.span, wrong("fields", Expected::Texts));
        return Vec::new();
    };
    let mut decls: Vec<FieldDecl> = Vec::new();
    let mut names = HashSet::new();
    for item in items {
        let Some(decl) = field_decl(read, item, tables) else { continue };
        if names.insert(decl.name.clone()) {
            decls.push(decl);
        } else {
            read.report(&item.span, Problem::DuplicateName { name: decl.name });
        }
    }
    decls
}

fn field_decl(read: &mut Reader<'_>, node: &Node, tables: &[Table]) -> Option<FieldDecl> {
    if let Some(name) = node.as_text().filter(|name| !name.trim().is_empty()) {
        return Some(FieldDecl { name: name.trim().to_owned(), ..FieldDecl::default() });
    }
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("fields", Expected::Texts));
        return None;
    };
    let mut decl = FieldDecl::default();
    let named = read.check_names(fields, FIELD_FIELDS);
    let find = |name: &str| named.iter().copied().find(|field| field.name == name);
    for field in &named {
        match field.name.as_str() {
            "name" => read.text_of(field).trim().clone_into(&mut decl.name),
            "default" => {
                decl.default = read.optional_text(field);
                if let Some(value) = decl.default.clone().filter(|value| !is_usable(value)) {
                    read.report(&field.value.span, Problem::UnusableDefault { value });
                }
            }
            "example" => decl.example = read.optional_text(field),
            "unit" => decl.unit = read.optional_text(field),
            "choices" => decl.choices = read.texts(field),
            "scope" => {
                let found = named_value(read, field, &Scope::ALL.map(Scope::code));
                decl.scope = found.and_then(|at| Scope::ALL.get(at).copied()).unwrap_or_default();
            }
            _ => {}
        }
    }
    if decl.name.is_empty() {
        read.report(&node.span, Problem::MissingField { name: "name" });
        return None;
    }
    if let Some(field) = find("pattern") {
        let message = find("message").map(|message| read.text_of(message)).unwrap_or_default();
        let pattern = read.text_of(field);
        match FieldPattern::new(&pattern, &message) {
            Ok(pattern) => decl.pattern = Some(pattern),
            Err(at) => read.report(&field.value.span, Problem::InvalidPattern { at }),
        }
    }
    let is_fixed = |default: &&String| !default.contains('{') && !decl.choices.is_empty();
    if let (Some(field), Some(value)) = (find("default"), decl.default.as_ref().filter(is_fixed))
        && !decl.choices.contains(value)
    {
        read.report(&field.value.span, Problem::DefaultOutsideChoices { value: value.clone() });
    }
    let kind =
        find("kind").and_then(|field| named_value(read, field, &KINDS)).and_then(|at| KINDS.get(at).copied());
    decl.kind = match kind {
        Some("lookup") => look_up(read, node, &decl.name, [find("table"), find("column")], tables)?,
        Some("longtext") => FieldKind::LongText,
        Some("number") => FieldKind::Number,
        Some("date") => FieldKind::Date,
        Some("choice") if decl.choices.is_empty() => {
            read.report(&node.span, Problem::MissingField { name: "choices" });
            FieldKind::Text
        }
        Some("choice") => FieldKind::Choice,
        None if !decl.choices.is_empty() => FieldKind::Choice,
        _ => FieldKind::Text,
    };
    Some(decl)
}

/// A text, or one placeholder that is a name.
fn is_usable(default: &str) -> bool {
    let inside = default.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(default);
    !inside.contains(['{', '}'])
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

/// A table of another pack, or of a shop, is found later.
fn look_up(
    read: &mut Reader<'_>,
    node: &Node,
    name: &str,
    [table, column]: [Option<&Field>; 2],
    tables: &[Table],
) -> Option<FieldKind> {
    let Some(table_field) = table else {
        read.report(&node.span, Problem::MissingField { name: "table" });
        return None;
    };
    let table = read.text_of(table_field);
    let column_name = column.map_or_else(|| name.to_owned(), |column| read.text_of(column));
    match tables.iter().find(|known| known.name == table) {
        Some(known) if !known.outputs.contains(&column_name) => {
            let suggestion = read.suggestion(&column_name, known.outputs.iter().map(String::as_str));
            let problem =
                Problem::UnknownColumn { table: table.clone(), name: column_name.clone(), suggestion };
            read.report(column.map_or(&table_field.value.span, |column| &column.value.span), problem);
        }
        Some(_) => {}
        None if !read.damaged.is_empty() => {}
        None => {
            let suggestion = read.suggestion(&table, tables.iter().map(|known| known.name.as_str()));
            let problem = Problem::UnknownTable { name: table.clone(), suggestion };
            read.report(&table_field.value.span, problem);
        }
    }
    Some(FieldKind::LookUp { table, column: column_name })
}
