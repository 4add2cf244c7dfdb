//! Reading a damaged file: what is whole before and behind the damage is kept.
//!
//! A file without a mistake is read by [`parse`](super::parse) alone. In a damaged one the fields of the file and the items of
//! its lists are read one by one (`file`, `list`); behind one that cannot be read, reading goes on at its closing bracket or at
//! the next of the [`Marks`] (`resume`). A merge conflict is read twice, once for each side. Spans are places of the text as
//! it is.

mod conflict;
mod faults;
mod file;
mod list;
mod marks;
mod names;
mod resume;

pub use marks::{ListShape, Shape};

use std::ops::Range;

use self::marks::{Mark, Marks};
use super::scanner::Scanner;
use super::{Fault, FaultKind, Field, Kind, Node, Parsed, Wanted, parse};

/// What a file holds, as far as it can be read.
#[derive(Debug)]
pub struct Recovered {
    /// The struct that is the file; another value where the text is one, `None` where it is nothing at all.
    pub root: Option<Node>,
    /// In the order of the text, one for each place.
    pub faults: Vec<Fault>,
    /// The bytes of merge conflicts: the items there are those of both sides.
    pub conflicts: Vec<Range<usize>>,
}

/// Reads a file of this shape, whatever has become of it.
pub fn recover(text: &str, shape: &Shape) -> Recovered {
    let Some(sides) = conflict::sides(text) else {
        let Parsed { root, faults } = read_side(text, shape);
        return Recovered { root, faults: faults::first_of_each_place(text, faults), conflicts: Vec::new() };
    };
    let (ours, theirs) = (read_side(&sides.ours, shape), read_side(&sides.theirs, shape));
    let mut faults = [ours.faults, theirs.faults].concat();
    faults.extend(sides.conflicts.iter().map(|conflict| {
        let line = text.get(conflict.start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        Fault::new(conflict.start..conflict.start + line.len(), FaultKind::MergeConflict)
    }));
    let root = match (ours.root, theirs.root) {
        (Some(ours), Some(theirs)) => Some(conflict::merged(ours, theirs)),
        (ours, theirs) => ours.or(theirs),
    };
    Recovered { root, faults: faults::first_of_each_place(text, faults), conflicts: sides.conflicts }
}

/// Reads a text without conflict markers: strictly where that works, else from one mark to the next.
fn read_side(text: &str, shape: &Shape) -> Parsed {
    let Parsed { mut root, mut faults } = parse(text);
    if let Some(root) = &mut root {
        names::name_lists(root, shape, &mut faults);
    }
    let scanner = Scanner::at(text, 0);
    let marks = match &root {
        Some(Node { kind: Kind::Struct(_) | Kind::Bare(_) | Kind::Text(_), .. }) => {
            return Parsed { root, faults };
        }
        _ => Marks::of(&scanner, shape),
    };
    // Another value than a struct is one of a file whose beginning is lost, where it has items.
    if root.is_some() && marks.next(0, Mark::is_item).is_none() {
        return Parsed { root, faults };
    }
    let mut recovery = Recovery {
        scanner,
        shape,
        marks,
        faults: Vec::new(),
        fields: Vec::new(),
        lists: shape.lists.iter().map(|_| ReadList::default()).collect(),
        last_list: None,
        is_end_lost: false,
        is_passed_over: false,
    };
    recovery.read_fields();
    recovery.finish()
}

/// The items of one of the lists.
#[derive(Debug, Default)]
struct ReadList {
    name_span: Option<Range<usize>>,
    span: Option<Range<usize>>,
    items: Vec<Node>,
}

struct Recovery<'a> {
    scanner: Scanner<'a>,
    shape: &'a Shape,
    marks: Marks,
    faults: Vec<Fault>,
    /// The fields of the file that are not lists.
    fields: Vec<Field>,
    lists: Vec<ReadList>,
    /// The list read last, and its closing bracket.
    last_list: Option<(usize, Range<usize>)>,
    /// The end of the file went with something that was reported: that its brackets are not closed says nothing new.
    is_end_lost: bool,
    /// What is in front of the current place was reported and passed over.
    is_passed_over: bool,
}

/// What a loop over items or fields does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    End,
}
impl Recovery<'_> {
    /// Puts the lists that were read among the fields of the file.
    fn finish(mut self) -> Parsed {
        self.faults.append(&mut self.scanner.forgiven);
        let mut fields = self.fields;
        for (list, shape) in self.lists.into_iter().zip(self.shape.lists) {
            let ReadList { name_span, span, items } = list;
            let first = items.first().map_or(0, |item| item.span.start);
            let end = items.last().map_or(first, |item| item.span.end);
            if name_span.is_none() && items.is_empty() {
                continue;
            }
            let name_span = name_span.unwrap_or(first..first);
            let value = Node { span: span.unwrap_or(first..end), kind: Kind::List(items) };
            fields.push(Field { name: shape.name.to_owned(), name_span, value });
        }
        fields.sort_by_key(|field| field.name_span.start);
        let root = Node { span: 0..self.scanner.text.len(), kind: Kind::Struct(fields) };
        Parsed { root: Some(root), faults: self.faults }
    }

    fn report(&mut self, span: Range<usize>, kind: FaultKind) {
        self.faults.push(Fault::new(span, kind));
    }

    fn report_here(&mut self, wanted: Wanted) {
        let fault = self.scanner.unexpected(wanted);
        self.faults.push(fault);
    }
}
