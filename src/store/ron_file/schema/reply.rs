//! A reply: `(title: "退货", stage: "售后/退换", tags: ["退"], text: "…")`.

use super::forms::{End, Form as _, OneOrTexts, Optional, Text, Texts};
use super::{Given, Record, Row, edited, later, names, when, wording, written};
use crate::diag::Problem;
use crate::model::Reply;
use crate::ron_edit::{Field, Layout, ListShape, literal, parse, with_field};
use crate::store::ron_file::mentions::Mentioned;
use crate::store::ron_file::reader::Reader;

const ROWS: &[Row<Reply>] = &[
    row!("id", id, Text),
    row!("title", title, Text),
    row!("stage", category, Text),
    row!("scenario", scenarios, OneOrTexts),
    Row {
        name: "when",
        read: |read, field, reply| reply.trades = when::read_of_reply(read, &field.value),
        write: |reply, _| when::write_of_reply(reply.trades),
        edit: None,
    },
    row!("code", code, Optional),
    row!("tags", tags, Texts),
    row!("asks", questions, Texts),
    // The three ways to give the wordings, which are read and changed together.
    Row {
        name: "text",
        read: later,
        write: |reply, _| wording::plain_text(&reply.wordings),
        edit: Some(|place, before, after| wording::edit_body(place, &before.wordings, &after.wordings)),
    },
    Row {
        name: "parts",
        read: later,
        write: |reply, layout| wording::messages_of_one(&reply.wordings, layout),
        edit: Some(|place, _, _| Some(place.source.to_owned())),
    },
    Row {
        name: "variants",
        read: later,
        write: |reply, layout| wording::several(&reply.wordings, layout),
        edit: Some(|place, _, _| Some(place.source.to_owned())),
    },
    row!("note", note, Optional),
    Row {
        name: "next",
        read: read_next,
        write: |reply, _| Texts::write(&reply.next),
        edit: Some(|place, before, after| Texts::edit(place, &before.next, &after.next)),
    },
    row!("expires", expires, End),
];

/// The list of replies in a library.
pub(super) const LIST: ListShape = ListShape {
    name: "replies",
    fields: Reply::NAMES,
    key: "title",
    starts: &["title", "id"],
    inner_fields: wording::NAMES,
    has_maps: false,
};

impl Record for Reply {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    /// A reply cannot do without a title and a text, nor be used with an invalid id.
    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        // A value of another type was reported as that.
        if self.title.trim().is_empty() {
            if given.field("title").is_none_or(|field| field.value.as_text().is_some()) {
                read.report(&given.node.span, Problem::MissingField { name: "title" });
            }
            return false;
        }
        if let Some(field) = given.field("id").filter(|_| !is_id(&self.id)) {
            if field.value.as_text().is_some() {
                read.report(&field.value.span, Problem::InvalidId { id: self.id.clone() });
            }
            return false;
        }
        let is_body = |field: &&&Field| wording::BODIES.contains(&field.name.as_str());
        let bodies: Vec<_> = given.fields.iter().filter(is_body).collect();
        if let Some(second) = bodies.get(1) {
            read.report(&second.name_span, Problem::SeveralTexts);
        }
        let mistakes = read.mistakes();
        self.wordings = bodies.first().map(|field| wording::read_body(read, field)).unwrap_or_default();
        if self.wordings.is_empty() && read.mistakes() == mistakes {
            let place = bodies.first().map_or(&given.node.span, |field| &field.value.span);
            read.report(place, Problem::NoText);
        }
        !self.wordings.is_empty()
    }
}

/// The replies that come after it; whether they are there is looked at when all replies are known.
fn read_next(read: &mut Reader<'_>, field: &Field, reply: &mut Reply) {
    reply.next = read.texts(field);
    for item in field.value.as_list().unwrap_or(std::slice::from_ref(&field.value)) {
        if let Some(id) = item.as_text() {
            read.mention(&item.span, Mentioned::Next(id.to_owned()));
        }
    }
}

/// Whether a text can be an id.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 100
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// The source of a whole reply, one field a line.
pub(in crate::store) fn write(reply: &Reply, layout: Layout<'_>) -> String {
    let inner = layout.deeper();
    layout.block('(', &written(reply, Layout { indent: &inner, ..layout }), ')')
}

/// The source of a reply that says `before`, changed so that it says `after`: its comments, its layout, its raw strings and
/// what else it holds stay. An id that was made up from the title or the code is written down first when one of these changes,
/// so that it stays the same. `None` where the source is not such a reply.
pub(in crate::store) fn edit(source: &str, before: &Reply, after: &Reply) -> Option<String> {
    if before.title != after.title || before.code != after.code {
        return edited(&with_id(source, &before.id)?, before, after);
    }
    edited(source, before, after)
}

/// The source of a reply with this id, where it gives none.
pub(in crate::store) fn with_id(source: &str, id: &str) -> Option<String> {
    if parse(source).root?.has_field("id") {
        return Some(source.to_owned());
    }
    with_field(source, Reply::NAMES, "id", &literal(id))
}
