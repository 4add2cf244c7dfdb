//! The messages of a wording: a text, or a list of texts and images, `["第一条", (image: "images/a.png")]`.

use super::super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem};
use crate::model::Message;
use crate::ron_edit::{
    Field, Kind, Node, Splices, edited_list, literal, literal_like, parse, with_unknown_fields,
};
use crate::store::ron_file::mentions::Mentioned;

/// The fields of an image.
pub(super) const IMAGE_FIELDS: &[&str] = &["image"];

/// A message, or a list of them. Blank texts are left out. `name` is the field that they are in.
pub(super) fn read(read: &mut Reader<'_>, name: &str, node: &Node) -> Vec<Message> {
    match &node.kind {
        Kind::Text(text) if text.trim().is_empty() => Vec::new(),
        Kind::Text(text) => {
            read.mention(&node.span, Mentioned::Text(text.clone()));
            vec![Message::Text(text.clone())]
        }
        Kind::List(items) => items.iter().flat_map(|item| self::read(read, name, item)).collect(),
        Kind::Struct(fields) => {
            let named = read.check_names(fields, IMAGE_FIELDS);
            named.first().and_then(|field| image(read, &field.value)).into_iter().collect()
        }
        Kind::Tuple { .. } | Kind::Map(_) | Kind::Bare(_) => {
            let expected = if name == "text" { Expected::Text } else { Expected::Parts };
            read.report(&node.span, wrong(name, expected));
            Vec::new()
        }
    }
}

/// An image by its path, which must be inside the folder of the library.
fn image(read: &mut Reader<'_>, node: &Node) -> Option<Message> {
    let Some(path) = node.as_text() else {
        read.report(&node.span, wrong("image", Expected::Text));
        return None;
    };
    if !Message::is_inside(path) {
        read.report(&node.span, Problem::ImageOutside { path: path.to_owned() });
        return None;
    }
    read.mention(&node.span, Mentioned::Image(path.to_owned()));
    Some(Message::Image(path.to_owned()))
}

/// The source of a message.
pub(super) fn write(message: &Message) -> String {
    match message {
        Message::Text(text) => literal(text),
        Message::Image(path) => format!("(image: {})", literal(path)),
    }
}

/// The source of a list of messages.
pub(super) fn write_list(messages: &[Message]) -> String {
    format!("[{}]", messages.iter().map(write).collect::<Vec<_>>().join(", "))
}

/// The messages of one wording with the name of their field.
pub(super) fn write_field(messages: &[Message]) -> String {
    match messages {
        [Message::Text(text)] => format!("text: {}", literal(text)),
        messages => format!("parts: {}", write_list(messages)),
    }
}

/// `text: …` or `parts: …` with its `value` changed.
pub(super) fn edit_field(field: &Field, value: &str, old: &[Message], new: &[Message]) -> String {
    let changed = |item: Option<&str>, idx: usize| match new.get(idx)? {
        Message::Text(text) => Some(item.map_or_else(|| literal(text), |item| literal_like(item, text))),
        image @ Message::Image(_) => with_unknown_fields(item, write(image), "image", IMAGE_FIELDS),
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
        None => with_unknown_of_images(value, &write_list(new))
            .filter(|_| !matches!(new, [Message::Text(_)]))
            .map_or_else(|| write_field(new), |list| format!("parts: {list}")),
    }
}

/// How many things a value says. Blank texts say nothing, and a list says what its items say.
pub(super) fn said(value: &Node) -> usize {
    match &value.kind {
        Kind::Text(text) => usize::from(!text.trim().is_empty()),
        Kind::List(items) => items.iter().map(said).sum(),
        Kind::Struct(_) | Kind::Tuple { .. } | Kind::Map(_) | Kind::Bare(_) => 1,
    }
}

/// Whether a list says so many things: where it says more, some could not be read, and writing it anew would lose them.
pub(super) fn says_all(value: &Node, count: usize) -> bool {
    value.as_list().is_none() || said(value) == count
}

/// The source `new`, written anew in the place of `old`, with what this program does not know of the images of that: a newer one
/// may have written it. `None` where one of the two is not a value.
pub(super) fn with_unknown_of_images(old: &str, new: &str) -> Option<String> {
    let (old_root, new_root) = (parse(old).root?, parse(new).root?);
    let known = images(&old_root);
    let mut splices = Splices::default();
    for image in images(&new_root) {
        let path =
            |image: &Node| image.field("image").and_then(|field| field.value.as_text().map(str::to_owned));
        let Some(before) = known.iter().find(|known| path(known) == path(image)) else { continue };
        let (source, before) = (new.get(image.span.clone())?, old.get(before.span.clone())?);
        let written = with_unknown_fields(Some(before), source.to_owned(), "image", IMAGE_FIELDS)?;
        splices.replace(image.span.clone(), written);
    }
    splices.applied(new)
}

/// The images in a value, at any depth.
fn images(node: &Node) -> Vec<&Node> {
    match &node.kind {
        Kind::Struct(_) if node.has_field("image") => vec![node],
        Kind::Struct(fields) => fields.iter().flat_map(|field| images(&field.value)).collect(),
        Kind::Tuple { items, .. } | Kind::List(items) => items.iter().flat_map(images).collect(),
        Kind::Map(_) | Kind::Text(_) | Kind::Bare(_) => Vec::new(),
    }
}
