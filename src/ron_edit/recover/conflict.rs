//! Merge conflicts in a text, as Git and the like leave them.
//!
//! ```text
//! <<<<<<< HEAD
//! one side
//! =======
//! the other side
//! >>>>>>> branch
//! ```

use std::ops::Range;

use super::super::signs::is_marker_line;
use super::super::{Kind, Node};

/// A text with conflicts, once for each side. Spaces replace what is left out, so that places stay the same.
#[derive(Debug)]
pub(super) struct Sides {
    pub ours: String,
    pub theirs: String,
    /// The bytes of each conflict, from its first marker to the end of its last one.
    pub conflicts: Vec<Range<usize>>,
}

/// The sides of a text; `None` where it has no complete conflict.
pub(super) fn sides(text: &str) -> Option<Sides> {
    let mut conflicts = Vec::new();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut start = None;
    let mut side_start = None;
    let mut middle = None;
    for (at, line) in lines(text).filter(|(at, _)| is_marker_line(text, *at)) {
        match line.chars().next() {
            Some('<') => (start, side_start, middle) = (Some(at), Some(at + line.len()), None),
            // The common ancestor, which some tools show behind our side.
            Some('|') if start.is_some() && middle.is_none() => middle = Some((at, at)),
            Some('=') if start.is_some() => {
                let end_of_ours = middle.map_or(at, |(ours, _)| ours);
                middle = Some((end_of_ours, at + line.len()));
            }
            Some('>') => {
                if let (Some(first), Some(from), Some((end_of_ours, start_of_theirs))) =
                    (start.take(), side_start.take(), middle.take())
                {
                    conflicts.push(first..at + line.trim_end().len());
                    ours.extend([first..from, end_of_ours..at + line.len()]);
                    theirs.extend([first..start_of_theirs, at..at + line.len()]);
                }
            }
            _ => {}
        }
    }
    let blanked = |left_out: &[Range<usize>]| {
        let mut blanked = String::with_capacity(text.len());
        let mut left_out = left_out.iter().peekable();
        for (at, line) in lines(text) {
            while left_out.next_if(|range| range.end <= at).is_some() {}
            if left_out.peek().is_some_and(|range| range.contains(&at)) {
                blanked.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            } else {
                blanked.push_str(line);
            }
        }
        blanked
    };
    (!conflicts.is_empty()).then(|| Sides { ours: blanked(&ours), theirs: blanked(&theirs), conflicts })
}

/// All items of both sides, those that are alike once.
pub(super) fn merged(ours: Node, theirs: Node) -> Node {
    let (Kind::Struct(mut fields), Kind::Struct(others)) = (ours.kind.clone(), theirs.kind) else {
        return ours;
    };
    for other in others {
        match fields.iter_mut().find(|field| field.name == other.name) {
            None => fields.push(other),
            Some(field) => {
                if let (Kind::List(items), Kind::List(more)) = (&mut field.value.kind, other.value.kind) {
                    items.extend(more.into_iter().filter(|item| !field_has(items, item)).collect::<Vec<_>>());
                    items.sort_by_key(|item| item.span.start);
                }
            }
        }
    }
    Node { span: ours.span, kind: Kind::Struct(fields) }
}

fn field_has(items: &[Node], item: &Node) -> bool {
    let first = items.partition_point(|known| known.span.start < item.span.start);
    items
        .iter()
        .skip(first)
        .take_while(|known| known.span.start == item.span.start)
        .any(|known| known == item)
}

/// The lines with their ends, and where each begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}
