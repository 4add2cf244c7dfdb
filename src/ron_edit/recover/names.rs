//! Which list is meant: by the fields of its items, where its name says it of none.

use std::ops::Range;

use super::super::{Fault, FaultKind, Kind, Node};
use super::Shape;

/// The list whose items have the key of this one, and the most of its fields. As a number among the lists of the shape.
pub(super) fn list_of(shape: &Shape, item: &Node) -> Option<usize> {
    let lists = shape.lists.iter().enumerate().filter(|(_, list)| item.has_field(list.key));
    let count = |names: &[&str]| names.iter().filter(|name| item.has_field(name)).count();
    lists.rev().max_by_key(|(_, list)| count(list.fields)).map(|(idx, _)| idx)
}

/// The list that is meant by the name of a field that no field has, by its first item.
pub(super) fn meant_list(shape: &Shape, name: &str, first: &Node) -> Option<usize> {
    list_of(shape, first).filter(|_| !shape.fields.contains(&name))
}

/// What is said of a list with another name than its own.
pub(super) fn unknown_list(shape: &Shape, list: usize, name: &str, span: Range<usize>) -> Option<Fault> {
    let meant = shape.lists.get(list)?.name;
    Some(Fault::new(span, FaultKind::UnknownList { name: name.to_owned(), meant }))
}

/// Gives the lists of a whole file that have none of its names the name that is meant; each is a fault.
pub(super) fn name_lists(root: &mut Node, shape: &Shape, faults: &mut Vec<Fault>) {
    let Kind::Struct(fields) = &mut root.kind else { return };
    let mut known: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    for field in fields {
        let first = field.value.as_list().and_then(|items| items.first());
        let meant = first.and_then(|first| meant_list(shape, &field.name, first));
        let list = meant.and_then(|list| Some((list, shape.lists.get(list)?.name)));
        // One that is there under its own name stays the only one.
        if let Some((list, meant)) = list.filter(|(_, meant)| !known.iter().any(|known| known == meant)) {
            faults.extend(unknown_list(shape, list, &field.name, field.name_span.clone()));
            meant.clone_into(&mut field.name);
            known.push(meant.to_owned());
        }
    }
}
