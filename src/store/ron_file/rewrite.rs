//! The text of one reply, changed where the reply has changed: its comments, its layout, its raw strings and what else
//! it holds stay.

use super::decode::tables::TABLE_FIELDS;
use super::decode::{IMAGE_FIELDS, WORDING_FIELDS};
use super::encode::{self, REPLY_ORDER};
use crate::model::{Message, Reply, Wording};
use crate::ron_edit::{
    self, Field, Kind, Layout, Node, Splices, edited_list, line_break, list_literal, literal_like, own_line,
    replaced, with_field, with_unknown_fields, without_field,
};
use crate::template::Table;

/// The source of a reply that says `before`, changed so that it says `after`. An id that was made up from the title or
/// the code is written down first when one of these changes, so that it stays the same. `None` where the source is not
/// such a reply.
pub(in crate::store) fn reply(source: &str, before: &Reply, after: &Reply) -> Option<String> {
    let mut text = source.to_owned();
    if before.title != after.title || before.code != after.code {
        text = with_id(&text, &before.id)?;
    }
    for name in REPLY_ORDER {
        text = match name {
            "text" => with_body(&text, &before.wordings, &after.wordings)?,
            "scenario" => with_texts(&text, name, &before.scenarios, &after.scenarios)?,
            "tags" => with_texts(&text, name, &before.tags, &after.tags)?,
            "asks" => with_texts(&text, name, &before.questions, &after.questions)?,
            "next" => with_texts(&text, name, &before.next, &after.next)?,
            name => {
                let [old, new] = [before, after].map(|reply| encode::plain_field(reply, name));
                match new {
                    new if new == old => text,
                    Some(new) => with_field(&text, &REPLY_ORDER, name, &new)?,
                    None => without_field(&text, name)?,
                }
            }
        };
    }
    Some(text)
}

/// The source of a reply with this id, where it gives none.
pub(in crate::store) fn with_id(source: &str, id: &str) -> Option<String> {
    if find(&root(source)?, "id").is_some() {
        return Some(source.to_owned());
    }
    with_field(source, &REPLY_ORDER, "id", &ron_edit::literal(id))
}

/// A field that is a list of texts.
fn with_texts(text: &str, name: &str, old: &[String], new: &[String]) -> Option<String> {
    if old == new {
        return Some(text.to_owned());
    }
    if new.is_empty() {
        return without_field(text, name);
    }
    let root = root(text)?;
    let field = find(&root, name);
    if field.is_some_and(|field| !says_all(&field.value, old.len())) {
        return None;
    }
    let in_place = field.and_then(|field| {
        let changed = |_: Option<&str>, idx: usize| new.get(idx).map(|text| ron_edit::literal(text));
        edited_list(text.get(field.value.span.clone())?, old, new, &changed)
    });
    let anew = || if name == "scenario" { encode::one_or_list(new) } else { Some(list_literal(new)) };
    with_field(text, &REPLY_ORDER, name, &in_place.or_else(anew)?)
}

/// Whether a list says so many things: where it says more, some could not be read, and writing it anew would lose them.
fn says_all(value: &Node, count: usize) -> bool {
    value.as_list().is_none() || said(value) == count
}

/// How many things a value says. Blank texts say nothing, and a list says what its items say.
fn said(value: &Node) -> usize {
    match &value.kind {
        Kind::Text(text) => usize::from(!text.trim().is_empty()),
        Kind::List(items) => items.iter().map(said).sum(),
        Kind::Struct(_) | Kind::Tuple { .. } | Kind::Map(_) | Kind::Bare(_) => 1,
    }
}

/// Whether a list of wordings has so many; those without a message are none.
fn has_all_wordings(value: &Node, count: usize) -> bool {
    let is_wording = |item: &&Node| {
        let body = encode::BODIES.iter().find_map(|name| find(item, name));
        body.map_or_else(|| said(item), |body| said(&body.value)) > 0
    };
    value.as_list().is_none_or(|items| items.iter().filter(is_wording).count() == count)
}

/// The wordings.
fn with_body(text: &str, old: &[Wording], new: &[Wording]) -> Option<String> {
    if old == new {
        return Some(text.to_owned());
    }
    let root = root(text)?;
    let field = root.as_struct()?.iter().find(|field| encode::BODIES.contains(&field.name.as_str()))?;
    let value = text.get(field.value.span.clone())?;
    let is_whole = if field.name == "variants" {
        has_all_wordings(&field.value, old.len())
    } else {
        says_all(&field.value, old.first().map_or(0, |old| old.messages.len()))
    };
    if !is_whole {
        return None;
    }
    let changed = |item: Option<&str>, idx: usize| match (item, old.get(idx)) {
        (Some(item), Some(old)) => wording(item, old, new.get(idx)?),
        _ => new.get(idx).map(encode::wording),
    };
    let in_place = match (old, new) {
        _ if field.name == "variants" => {
            edited_list(value, old, new, &changed).map(|value| format!("variants: {value}"))
        }
        ([old], [new]) if new.when.is_always() => Some(messages(field, value, &old.messages, &new.messages)),
        _ => None,
    };
    let indent = own_line(text, field.name_span.start).unwrap_or_default();
    let layout = Layout { indent, line_break: line_break(text) };
    replaced(text, &field.span(), &in_place.or_else(|| encode::body(new, layout))?)
}

/// A table that says `old`, changed so that it says `new`: rows that stay the same stay as they are. `None` where rows could
/// not be read.
pub(in crate::store) fn table(source: &str, old: &Table, new: &Table, layout: Layout<'_>) -> Option<String> {
    let node = root(source)?;
    let rows = find(&node, "rows").and_then(|rows| rows.value.as_list());
    if rows.is_some_and(|rows| rows.len() != old.rows.len()) {
        return None;
    }
    let in_place = || {
        if (&old.name, &old.inputs, &old.outputs) != (&new.name, &new.inputs, &new.outputs) {
            return None;
        }
        let rows = &find(&node, "rows")?.value.span;
        let changed = |_: Option<&str>, idx: usize| new.rows.get(idx).map(encode::row);
        replaced(source, rows, &edited_list(source.get(rows.clone())?, &old.rows, &new.rows, &changed)?)
    };
    in_place().or_else(|| with_unknown_fields(Some(source), encode::table(new, layout), "", TABLE_FIELDS))
}

/// Gives the source of an item, as `changed` of [`edited_list`], with the layout that it stands in.
pub(in crate::store) type ItemSource<'a> = dyn Fn(Option<&str>, usize, Layout<'_>) -> Option<String> + 'a;

/// The text of a file with one of its lists changed: the items that say `old` say `new` then. `changed` as in [`edited_list`], with
/// the layout of an item. A list that is not there yet is made.
pub(in crate::store) fn list_of_file<T: PartialEq>(
    text: &str,
    name: &str,
    (old, new): (&[T], &[T]),
    changed: &ItemSource<'_>,
) -> Option<String> {
    let node = root(text).or_else(|| ron_edit::parse(text).root)?;
    let line_break = line_break(text);
    if let Some(field) = find(&node, name) {
        let first = field.value.as_list()?.first().map(|item| item.span.start);
        let indent = first.and_then(|start| own_line(text, start)).unwrap_or(ron_edit::INDENT);
        let layout = Layout { indent, line_break };
        let span = &field.value.span;
        let items = edited_list(text.get(span.clone())?, old, new, &|item, idx| changed(item, idx, layout))?;
        return replaced(text, span, &items);
    }
    let indent = ron_edit::INDENT.repeat(2);
    let layout = Layout { indent: &indent, line_break };
    let items: Option<Vec<String>> = (0..new.len()).map(|idx| changed(None, idx, layout)).collect();
    let outside = Layout { indent: ron_edit::INDENT, line_break };
    let spans = ron_edit::spans(node.as_struct().unwrap_or_default());
    // In front of the replies, which are many.
    let behind = node.as_struct().and_then(|fields| fields.iter().position(|field| field.name == "replies"));
    let behind = behind.map_or(spans.len().checked_sub(1), |idx| idx.checked_sub(1));
    let mut splices = Splices::default();
    let field = format!("{name}: {}", outside.block('[', &items?, ']'));
    splices.insert(text, &node.span, &spans, behind, &[field])?;
    splices.applied(text)
}

/// An item of `variants` that says `old`, changed so that it says `new`.
fn wording(item: &str, old: &Wording, new: &Wording) -> Option<String> {
    let node = ron_edit::parse(item).root?;
    let of_messages = |field: &&Field| field.name == "text" || field.name == "parts";
    let fields = match node.as_struct() {
        Some(fields) => fields.iter().find(of_messages).map(|field| &field.value),
        None => Some(&node),
    };
    if fields.is_some_and(|fields| !says_all(fields, old.messages.len())) {
        return None;
    }
    let in_place = || {
        if node.as_text().is_some() && new.when.is_always() {
            let [Message::Text(new)] = new.messages.as_slice() else { return None };
            return Some(literal_like(item, new));
        }
        let field = node.as_struct()?.iter().find(of_messages).filter(|_| old.when == new.when)?;
        let value = item.get(field.value.span.clone())?;
        replaced(item, &field.span(), &messages(field, value, &old.messages, &new.messages))
    };
    let anew = || match new.messages.as_slice() {
        // A wording that is an image alone; what else is known of that goes with it.
        [image @ Message::Image(_)] if node.has_field("image") && new.when.is_always() => {
            with_unknown_fields(Some(item), encode::message(image), "image", IMAGE_FIELDS)
        }
        _ if node.has_field("image") => Some(encode::wording(new)),
        [Message::Text(_)] => with_unknown_fields(Some(item), encode::wording(new), "text", WORDING_FIELDS),
        _ => with_unknown_fields(Some(item), encode::wording(new), "parts", WORDING_FIELDS),
    };
    in_place().or_else(anew)
}

/// `text: …` or `parts: …` with its `value` changed.
fn messages(field: &Field, value: &str, old: &[Message], new: &[Message]) -> String {
    let changed = |item: Option<&str>, idx: usize| match new.get(idx)? {
        Message::Text(text) => {
            Some(item.map_or_else(|| ron_edit::literal(text), |item| literal_like(item, text)))
        }
        image @ Message::Image(_) => with_unknown_fields(item, encode::message(image), "image", IMAGE_FIELDS),
    };
    let in_place = match new {
        [] => None,
        [Message::Text(text)] if field.value.as_text().is_some() => Some(literal_like(value, text)),
        // One item for each message.
        new if field.value.as_list().is_some_and(|items| items.iter().all(|item| said(item) == 1)) => {
            edited_list(value, old, new, &changed)
        }
        _ => None,
    };
    match in_place {
        Some(value) => format!("{}: {value}", field.name),
        None => encode::message_field(new),
    }
}

fn root(text: &str) -> Option<Node> {
    ron_edit::parse(text).root.filter(|root| root.as_struct().is_some())
}

fn find<'a>(root: &'a Node, name: &str) -> Option<&'a Field> {
    root.as_struct()?.iter().find(|field| field.name == name)
}
