//! The replies that the user does not want to be offered.

use std::collections::HashSet;
use std::ops::Range;

use super::super::OWN_ID;
use super::super::reader::{Reader, wrong};
use crate::diag::{Expected, Problem, nearest};
use crate::model::{Hiding, Pack};
use crate::ron_edit::ListShape;
use crate::ron_edit::Node;

const HIDDEN_FIELDS: &[&str] = &["reply", "shops"];

/// The list of hidden replies in a file.
pub(super) const LIST: ListShape = ListShape {
    name: "hidden",
    fields: HIDDEN_FIELDS,
    key: "reply",
    starts: &["reply"],
    inner_fields: &[],
    has_maps: false,
};

/// `"starter/size"` or `(reply: "starter/size", shops: ["木棉"])`, any number of them, each with where it stands. Shops that
/// are not among `shops` are reported, where those are known.
pub(super) fn hidden(
    read: &mut Reader<'_>,
    node: &Node,
    shops: Option<&[String]>,
) -> Vec<(Hiding, Range<usize>)> {
    let Some(items) = node.as_list() else {
        read.report(&node.span, wrong("hidden", Expected::Texts));
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items {
        let Some(hiding) = hiding(read, item) else { continue };
        if let Some(known) = shops {
            for name in hiding.shops.iter().filter(|name| !known.contains(name)) {
                let suggestion = nearest(name, known.iter().map(String::as_str));
                read.report(&item.span, Problem::UnknownShop { name: name.clone(), suggestion });
            }
        }
        found.push((hiding, item.span.clone()));
    }
    found
}

fn hiding(read: &mut Reader<'_>, node: &Node) -> Option<Hiding> {
    if let Some(reply) = node.as_text() {
        return Some(Hiding { reply: reply.trim().to_owned(), shops: Vec::new() });
    }
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("hidden", Expected::Texts));
        return None;
    };
    let mut found = Hiding::default();
    let mistakes = read.mistakes();
    for field in read.check_names(fields, HIDDEN_FIELDS) {
        match field.name.as_str() {
            "reply" => read.text_of(field).trim().clone_into(&mut found.reply),
            _ => found.shops = read.texts(field).iter().map(|shop| shop.trim().to_owned()).collect(),
        }
    }
    if found.reply.is_empty() {
        read.report(&node.span, Problem::MissingField { name: "reply" });
        return None;
    }
    // Where no shop of it can be read, it would count in all of them.
    let is_narrower = fields.iter().any(|field| field.name == "shops") && read.mistakes() > mistakes;
    (!is_narrower || !found.shops.is_empty()).then_some(found)
}

/// Reports the entries that name none of the pack's own replies. One that is not there may be in another file: who knows the
/// others takes the report back.
pub(super) fn check(read: &mut Reader<'_>, entries: &[(Hiding, Range<usize>)], pack: &Pack) {
    if entries.is_empty() || !read.damaged.is_empty() {
        return;
    }
    let own = if pack.id.is_empty() { OWN_ID } else { &pack.id };
    let ids: HashSet<&str> = pack.replies.iter().map(|reply| reply.id.as_str()).collect();
    for (hiding, place) in entries {
        if !hiding.ids().is_some_and(|(pack, id)| pack == own && ids.contains(id)) {
            read.report(place, Problem::UnknownHidden { key: hiding.reply.clone() });
        }
    }
}
