//! Places of a damaged file at which reading can go on, whatever is in front of them: the lines on which an item of one
//! of its lists or one of its own fields begins.

use std::ops::Range;

use super::super::scanner::Scanner;
use super::super::signs::behind_indent;

/// What a file holds: the names that distinguish its places.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The fields of the file itself.
    pub fields: &'static [&'static str],
    pub lists: &'static [ListShape],
}

/// A list that is a field of the file.
#[derive(Debug, Clone, Copy)]
pub struct ListShape {
    pub name: &'static str,
    /// The fields of an item.
    pub fields: &'static [&'static str],
    /// The field that every item has and nothing inside an item.
    pub key: &'static str,
    /// The fields by which an item is known where it begins in the middle of a line.
    pub starts: &'static [&'static str],
    /// The fields that structs inside an item may begin with, too.
    pub inner_fields: &'static [&'static str],
    /// Whether an item may be a map, `{ … }`.
    pub has_maps: bool,
}

/// A place to go on at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Byte position.
    pub at: usize,
    pub kind: MarkKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// An item of the list of this number.
    Item { list: usize, is_line_start: bool },
    /// A field of the file. The name of some is that of an item's field as well.
    Field { is_of_items_too: bool },
}

impl Mark {
    pub(super) fn is_item(&self) -> bool {
        matches!(self.kind, MarkKind::Item { .. })
    }

    /// Whether no part of an item can be here.
    pub(super) fn is_outside_items(&self) -> bool {
        self.kind != MarkKind::Field { is_of_items_too: true }
    }
}

/// The marks of a text, in its order.
#[derive(Debug)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// `scanner` is any reader of the text.
    pub(super) fn of(scanner: &Scanner<'_>, shape: &Shape) -> Self {
        let text = scanner.text;
        let mut marks = Vec::new();
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let first = mark_of_line(scanner, line_start, shape);
            marks.extend(first);
            let behind = first.map_or(line_start, |mark| mark.at + 1);
            marks.extend(within_line(scanner, behind..line_start + line.len(), shape));
            line_start += line.len();
        }
        let inner: Vec<bool> =
            marks.iter().enumerate().map(|(idx, mark)| is_inner(scanner, &marks, idx, mark, shape)).collect();
        let mut is_inner = inner.into_iter();
        marks.retain(|_| !is_inner.next().unwrap_or_default());
        Self(marks)
    }

    /// The first one at or behind `from`.
    pub(super) fn next(&self, from: usize, is_wanted: impl Fn(&Mark) -> bool) -> Option<Mark> {
        self.from(from).find(is_wanted)
    }

    fn from(&self, from: usize) -> impl Iterator<Item = Mark> {
        let first = self.0.partition_point(|mark| mark.at < from);
        self.0.iter().skip(first).copied()
    }

    /// The item that begins exactly here.
    pub(super) fn item_at(&self, at: usize) -> Option<usize> {
        match self.next(at, |_| true) {
            Some(Mark { at: found, kind: MarkKind::Item { list, .. } }) if found == at => Some(list),
            _ => None,
        }
    }

    /// The first item that begins a line within a range.
    pub(super) fn line_item_in(&self, range: Range<usize>) -> Option<usize> {
        let is_item = |mark: &Mark| matches!(mark.kind, MarkKind::Item { is_line_start: true, .. });
        self.from(range.start).take_while(|mark| mark.at < range.end).find(is_item).map(|mark| mark.at)
    }
}

/// The mark of a line at which an item or a field of the file begins.
fn mark_of_line(scanner: &Scanner<'_>, line_start: usize, shape: &Shape) -> Option<Mark> {
    if let Some((start, bracket)) = scanner.struct_start_at_line(line_start) {
        return item(scanner, start, bracket, shape, true);
    }
    let text = scanner.text;
    let start = behind_indent(text, line_start)?;
    let look = scanner.look(start);
    if look.peek_sign() == Some('{') {
        let list = shape.lists.iter().position(|list| list.has_maps)?;
        let before = text.get(..start)?.trim_end();
        let is_item = before.ends_with(['[', ',']);
        return is_item.then_some(Mark { at: start, kind: MarkKind::Item { list, is_line_start: true } });
    }
    let name = look.peek_field()?;
    let is_of_items_too = shape.lists.iter().any(|list| list.fields.contains(&name.as_str()));
    let kind = MarkKind::Field { is_of_items_too };
    shape.fields.contains(&name.as_str()).then_some(Mark { at: start, kind })
}

/// Items that do not begin a line: those that give their key first, behind another item or a bracket.
fn within_line<'t>(
    scanner: &'t Scanner<'_>,
    range: Range<usize>,
    shape: &'t Shape,
) -> impl Iterator<Item = Mark> + 't {
    let text = scanner.text;
    let line = text.get(range.clone()).unwrap_or_default();
    let before = move |at: usize| text.get(..at).and_then(|before| before.trim_end().chars().next_back());
    line.match_indices(['(', '（']).filter_map(move |(at, bracket)| {
        if !before(range.start + at).is_some_and(|c| ",，;；([{)]}（）［］【】｛｝".contains(c)) {
            return None;
        }
        let mut look = scanner.look(range.start + at + bracket.len());
        look.skip_blanks().ok()?;
        let name = look.peek_field()?;
        let list = shape.lists.iter().position(|list| list.starts.contains(&name.as_str()))?;
        Some(Mark { at: range.start + at, kind: MarkKind::Item { list, is_line_start: false } })
    })
}

/// The mark of an item, known by its first field.
fn item(
    scanner: &Scanner<'_>,
    start: usize,
    bracket: usize,
    shape: &Shape,
    is_line_start: bool,
) -> Option<Mark> {
    let mut look = scanner.look(bracket);
    look.skip_sign();
    look.skip_blanks().ok()?;
    let name = look.peek_field()?;
    let list = shape.lists.iter().position(|list| list.fields.contains(&name.as_str()))?;
    Some(Mark { at: start, kind: MarkKind::Item { list, is_line_start } })
}

/// Whether a mark is one of a struct inside an item: by its first field it may be, and it has no key.
fn is_inner(scanner: &Scanner<'_>, marks: &[Mark], idx: usize, mark: &Mark, shape: &Shape) -> bool {
    let MarkKind::Item { list, .. } = mark.kind else { return false };
    let Some(list) = shape.lists.get(list) else { return false };
    let mut look = scanner.look(mark.at);
    look.skip_name();
    look.skip_sign();
    let name = look.skip_blanks().ok().and_then(|()| look.peek_field());
    if !name.is_some_and(|name| list.inner_fields.contains(&name.as_str())) {
        return false;
    }
    let text = scanner.text;
    let end = marks.get(idx + 1).map_or(text.len(), |next| next.at);
    let node = text.get(..end).and_then(|text| Scanner::at(text, mark.at).value().ok());
    !node.is_some_and(|node| node.has_field(list.key))
}
