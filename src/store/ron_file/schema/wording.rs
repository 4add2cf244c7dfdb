//! The wordings of a reply: `text: "…"`, `parts: [ … ]`, or several, `variants: ["…", (when: ( … ), text: "…")]`.

use super::super::reader::{Reader, wrong};
use super::message::{self, IMAGE_FIELDS, said, says_all, with_unknown_of_images};
use super::{Place, when};
use crate::diag::{Expected, Problem};
use crate::model::{Message, Wording};
use crate::ron_edit::{
    Field, Layout, Node, edited_list, line_break, literal, literal_like, own_line, parse, replaced,
    with_unknown_fields,
};
use crate::template::When;

/// The fields of an item of `variants`.
pub(super) const NAMES: &[&str] = &["text", "parts", "when"];

/// The ways to give the wordings of a reply.
pub(super) const BODIES: [&str; 3] = ["text", "parts", "variants"];

/// The wordings that one of [`BODIES`] gives.
pub(super) fn read_body(read: &mut Reader<'_>, field: &Field) -> Vec<Wording> {
    if field.name != "variants" {
        let messages = message::read(read, &field.name, &field.value);
        return of_messages(messages, When::default()).into_iter().collect();
    }
    let Some(items) = field.value.as_list() else {
        read.report(&field.value.span, wrong("variants", Expected::Parts));
        return Vec::new();
    };
    items.iter().filter_map(|item| self::read(read, item)).collect()
}

/// One item of `variants`: a text, a list of messages, or `(when: …, parts: …)`.
fn read(read: &mut Reader<'_>, node: &Node) -> Option<Wording> {
    let is_image = |field: &Field| IMAGE_FIELDS.contains(&field.name.as_str());
    let Some(fields) = node.as_struct().filter(|fields| !fields.iter().any(is_image)) else {
        return of_messages(message::read(read, "variants", node), When::default());
    };
    let named = read.check_names(fields, NAMES);
    let condition = named.iter().find(|field| field.name == "when");
    // Without its condition it would be taken where it is not true.
    let when = condition.map_or(Some(When::default()), |field| when::read(read, &field.value));
    let texts: Vec<_> = named.iter().filter(|field| field.name != "when").collect();
    if let Some(second) = texts.get(1) {
        read.report(&second.name_span, Problem::SeveralTexts);
    }
    let messages =
        texts.first().map(|field| message::read(read, &field.name, &field.value)).unwrap_or_default();
    if messages.is_empty() && texts.is_empty() {
        read.report(&node.span, Problem::NoText);
    }
    of_messages(messages, when?)
}

fn of_messages(messages: Vec<Message>, when: When) -> Option<Wording> {
    (!messages.is_empty()).then_some(Wording { messages, when })
}

/// The value of `text`: one wording that is one text.
pub(super) fn plain_text(wordings: &[Wording]) -> Option<String> {
    match only(wordings)? {
        [Message::Text(text)] => Some(literal(text)),
        _ => None,
    }
}

/// The value of `parts`: one wording of several messages, or of an image.
pub(super) fn messages_of_one(wordings: &[Wording], layout: Layout<'_>) -> Option<String> {
    match only(wordings)? {
        [Message::Text(_)] => None,
        messages => Some(layout.block('[', &messages.iter().map(message::write).collect::<Vec<_>>(), ']')),
    }
}

/// The value of `variants`: wordings that are several, or that do not always hold.
pub(super) fn several(wordings: &[Wording], layout: Layout<'_>) -> Option<String> {
    if wordings.is_empty() || only(wordings).is_some() {
        return None;
    }
    Some(layout.block('[', &wordings.iter().map(write).collect::<Vec<_>>(), ']'))
}

/// The messages of the only wording, where that always holds.
fn only(wordings: &[Wording]) -> Option<&[Message]> {
    match wordings {
        [Wording { messages, when }] if when.is_always() => Some(messages),
        _ => None,
    }
}

/// The wordings in the place of others, whose field has the value `old`: with what is not known of the images of those.
fn write_body(wordings: &[Wording], old: &str, layout: Layout<'_>) -> Option<String> {
    let values = [plain_text(wordings), messages_of_one(wordings, layout), several(wordings, layout)];
    let given = BODIES.into_iter().zip(values).find_map(|(name, value)| Some((name, value?)));
    let (name, value) = given?;
    Some(format!("{name}: {}", with_unknown_of_images(old, &value)?))
}

/// An item of `variants`.
fn write(wording: &Wording) -> String {
    if wording.when.is_always() {
        return match wording.messages.as_slice() {
            [Message::Text(text)] => literal(text),
            messages => message::write_list(messages),
        };
    }
    format!("(when: {}, {})", when::write(&wording.when), message::write_field(&wording.messages))
}

/// The source of a reply that has the wordings `old`, with `new` in their place. `None` where it says something else, or more
/// than could be read.
pub(super) fn edit_body(place: Place<'_>, old: &[Wording], new: &[Wording]) -> Option<String> {
    let text = place.source;
    if old == new {
        return Some(text.to_owned());
    }
    let root = parse(text).root?;
    let field = root.as_struct()?.iter().find(|field| BODIES.contains(&field.name.as_str()))?;
    let value = text.get(field.value.span.clone())?;
    let is_whole = if field.name == "variants" {
        has_all(&field.value, old.len())
    } else {
        says_all(&field.value, old.first().map_or(0, |old| old.messages.len()))
    };
    if !is_whole {
        return None;
    }
    let changed = |item: Option<&str>, idx: usize| match (item, old.get(idx)) {
        (Some(item), Some(old)) => edit(item, old, new.get(idx)?),
        _ => new.get(idx).map(write),
    };
    let in_place = match (old, new) {
        _ if field.name == "variants" => {
            edited_list(value, old, new, &changed).map(|value| format!("variants: {value}"))
        }
        ([old], [new]) if new.when.is_always() => {
            Some(message::edit_field(field, value, &old.messages, &new.messages))
        }
        _ => None,
    };
    let indent = own_line(text, field.name_span.start).unwrap_or_default();
    let layout = Layout { indent, line_break: line_break(text) };
    let anew = || write_body(new, value, layout);
    replaced(text, &field.span(), &in_place.or_else(anew)?)
}

/// Whether a list of wordings has so many; those without a message do not count.
fn has_all(value: &Node, count: usize) -> bool {
    let is_wording = |item: &&Node| {
        let body = BODIES.iter().find_map(|name| item.field(name));
        body.map_or_else(|| said(item), |body| said(&body.value)) > 0
    };
    value.as_list().is_none_or(|items| items.iter().filter(is_wording).count() == count)
}

/// An item of `variants` that says `old`, changed so that it says `new`.
fn edit(item: &str, old: &Wording, new: &Wording) -> Option<String> {
    let node = parse(item).root?;
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
        replaced(item, &field.span(), &message::edit_field(field, value, &old.messages, &new.messages))
    };
    let anew = || match new.messages.as_slice() {
        // A wording that is an image alone; what else is known of that goes with it.
        [image @ Message::Image(_)] if node.has_field("image") && new.when.is_always() => {
            with_unknown_fields(Some(item), message::write(image), "image", IMAGE_FIELDS)
        }
        _ if node.has_field("image") => with_unknown_of_images(item, &write(new)),
        [Message::Text(_)] => with_unknown_fields(Some(item), write(new), "text", NAMES),
        _ => {
            let messages = with_unknown_of_images(item, &write(new))?;
            with_unknown_fields(Some(item), messages, "parts", NAMES)
        }
    };
    in_place().or_else(anew)
}
