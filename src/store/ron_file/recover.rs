//! Reading a file of ours that has been damaged: what is whole before and behind the damage is kept.
//!
//! A file without a mistake is read by [`scan`] alone. In a damaged one the fields of the file and the items of its lists
//! are read one by one; behind one that cannot be read, reading goes on at its closing bracket or at the next of the
//! [`Marks`]. A merge conflict is read twice, once for each side. Spans are places of the text as it is.

use std::ops::Range;

use super::conflict;
use super::marks::{Mark, MarkKind, Marks, Shape};
use super::scan::{self, Fault, Field, Kind, Node, Scanner, unclosed};
use crate::diag::{Lines, SyntaxError, Token};

/// What a file holds, as far as it can be read.
#[derive(Debug)]
pub(in crate::store) struct File {
    pub root: Option<Node>,
    /// In the order of the text, one for each place.
    pub faults: Vec<Fault>,
    /// The bytes of merge conflicts: the items there are those of both sides.
    pub conflicts: Vec<Range<usize>>,
}

/// Reads a file of ours.
pub(in crate::store) fn read(text: &str, shape: &Shape) -> File {
    let Some(sides) = conflict::sides(text) else {
        let (root, faults) = read_side(text, shape);
        return File { root, faults: first_of_each_place(text, faults), conflicts: Vec::new() };
    };
    let (ours, mut faults) = read_side(&sides.ours, shape);
    let (theirs, more) = read_side(&sides.theirs, shape);
    faults.extend(more);
    faults.extend(sides.conflicts.iter().map(|conflict| {
        let line = text.get(conflict.start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        (conflict.start..conflict.start + line.len(), SyntaxError::MergeConflict)
    }));
    let root = match (ours, theirs) {
        (Some(ours), Some(theirs)) => Some(merged(ours, theirs)),
        (ours, theirs) => ours.or(theirs),
    };
    File { root, faults: first_of_each_place(text, faults), conflicts: sides.conflicts }
}

/// Sorted; of those in one line, and those with nothing but signs between them, the first alone. A sign that is missing
/// behind a comment is in the comment.
fn first_of_each_place(text: &str, mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|(span, _)| (span.start, span.end));
    let is_hidden = |next: &SyntaxError, kept: &SyntaxError| {
        let is_comment = matches!(kept, SyntaxError::HashComment | SyntaxError::UnclosedComment);
        let is_missing = matches!(
            next,
            SyntaxError::UnclosedBracket { .. }
                | SyntaxError::Unexpected { expected: Token::CommaOrClose, .. }
        );
        is_comment && is_missing
    };
    // Whether a line ends and a word stands between the fault that was kept last and `at`: nothing is looked at twice.
    let (mut at, mut is_line_over, mut has_word) = (0, false, false);
    faults.dedup_by(|next, kept| {
        let between = text.get(at.max(kept.0.start)..next.0.start).unwrap_or_default();
        at = next.0.start;
        is_line_over |= between.contains('\n');
        has_word |= between.contains(scan::is_bare);
        let is_dropped = !is_line_over || !has_word || is_hidden(&next.1, &kept.1);
        if !is_dropped {
            (is_line_over, has_word) = (false, false);
        }
        is_dropped
    });
    faults
}

/// All items of both sides, those that are alike once.
fn merged(ours: Node, theirs: Node) -> Node {
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

/// The list whose items have the key of this one, and the most of its fields.
fn list_of(shape: &Shape, item: &Node) -> Option<usize> {
    let lists = shape.lists.iter().enumerate().filter(|(_, list)| item.has_field(list.key));
    let count = |names: &[&str]| names.iter().filter(|name| item.has_field(name)).count();
    lists.rev().max_by_key(|(_, list)| count(list.fields)).map(|(idx, _)| idx)
}

/// Gives the lists of a file that have none of its names the name that is meant, by their items; each is a fault.
fn name_lists(root: &mut Node, shape: &Shape, faults: &mut Vec<Fault>) {
    let Kind::Struct(fields) = &mut root.kind else { return };
    let mut known: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    for field in fields {
        let first = field.value.as_list().and_then(|items| items.first());
        let list = first.and_then(|item| list_of(shape, item)).and_then(|list| shape.lists.get(list));
        if let Some(meant) =
            list.map(|list| list.name).filter(|meant| !known.iter().any(|known| known == meant))
            && !shape.fields.contains(&field.name.as_str())
        {
            let name = std::mem::replace(&mut field.name, meant.to_owned());
            known.push(meant.to_owned());
            faults.push((field.name_span.clone(), SyntaxError::UnknownList { name, meant }));
        }
    }
}

fn read_side(text: &str, shape: &Shape) -> (Option<Node>, Vec<Fault>) {
    let (mut root, mut faults) = scan::scan(text);
    if let Some(root) = &mut root {
        name_lists(root, shape, &mut faults);
    }
    let scanner = Scanner::at(text, 0);
    let marks = match &root {
        Some(Node { kind: Kind::Struct(_) | Kind::Bare(_) | Kind::Text(_), .. }) => return (root, faults),
        _ => Marks::of(&scanner, shape),
    };
    // Another value than a struct is one of a file whose beginning is lost, where it has items.
    if root.is_some() && marks.next(0, Mark::is_item).is_none() {
        return (root, faults);
    }
    let mut recovery = Recovery {
        scanner,
        lines: Lines::of(text),
        shape,
        marks,
        faults: Vec::new(),
        fields: Vec::new(),
        lists: shape.lists.iter().map(|_| ReadList::default()).collect(),
        last_list: None,
        is_end_lost: false,
        is_passed_over: false,
    };
    recovery.file();
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
    lines: Lines<'a>,
    shape: &'a Shape,
    marks: Marks,
    faults: Vec<Fault>,
    /// The fields of the file that are no lists.
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
    fn finish(mut self) -> (Option<Node>, Vec<Fault>) {
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
        (Some(Node { span: 0..self.scanner.text.len(), kind: Kind::Struct(fields) }), self.faults)
    }

    fn report(&mut self, span: Range<usize>, error: SyntaxError) {
        self.faults.push((span, error));
    }

    fn report_here(&mut self, expected: Token) {
        let fault = self.scanner.unexpected(expected);
        self.faults.push(fault);
    }

    /// The fields of the file.
    fn file(&mut self) {
        if let Err(fault) = self.scanner.file_head() {
            self.go_on_behind_comment(fault);
        }
        let open = self.scanner.at;
        let is_opened = self.file_opens();
        loop {
            if let Err(fault) = self.scanner.blank().and_then(|()| self.scanner.surplus_commas()) {
                self.go_on_behind_comment(fault);
                continue;
            }
            if self.scanner.is_at_end() {
                if is_opened && !self.is_end_lost {
                    self.faults.push(self.unclosed(open, self.end_of_text()));
                }
                return;
            }
            let at = self.scanner.at;
            if let Some(list) = self.marks.item_at(at) {
                self.reopen(list);
            } else if self.scanner.peek_sign() == Some(')') {
                if self.file_closes() == Next::End {
                    return;
                }
            } else if self.scanner.peek_field().is_some() {
                self.field();
            } else {
                self.report_here(Token::FieldName);
                self.scanner.skip();
                self.go_to_next_field(at + 1);
            }
        }
    }

    /// Passes the bracket that a file begins with; it may have a name.
    fn file_opens(&mut self) -> bool {
        let at = self.scanner.at;
        self.scanner.bare();
        if self.scanner.peek_sign() == Some('(') {
            return self.scanner.eat('(');
        }
        self.scanner.at = at;
        if !self.is_passed_over {
            self.report_here(Token::Sign('('));
        }
        // A bracket of another kind in its place, or nothing.
        if self.scanner.peek_field().is_none() && self.marks.item_at(at).is_none() {
            self.scanner.skip();
            self.go_to_next_field(at + 1);
        }
        false
    }

    /// The closing bracket of the file, unless something of it stands behind.
    fn file_closes(&mut self) -> Next {
        let close = self.scanner.at;
        self.scanner.eat(')');
        if let Err(fault) = self.scanner.blank() {
            self.go_on_behind_comment(fault);
            return Next::GoOn;
        }
        let behind = self.scanner.at;
        if self.scanner.is_at_end() {
            return Next::End;
        }
        let Some(next) = self.marks.next(behind, |_| true) else {
            self.report(behind..behind + 1, SyntaxError::Trailing);
            return Next::End;
        };
        self.report(close..close + 1, SyntaxError::ClosedEarly { close: ')' });
        self.is_end_lost = true;
        if self.scanner.peek_sign() != Some(',') {
            self.scanner.at = next.at;
        }
        Next::GoOn
    }

    /// One field of the file, with the comma behind it.
    fn field(&mut self) {
        let start = self.scanner.at;
        let name = self.scanner.bare();
        let name_span = start..self.scanner.at;
        self.last_list = None;
        if let Err(fault) = self.scanner.colon() {
            return self.go_on_behind_comment(fault);
        }
        let opens = self.scanner.peek_sign() == Some('[');
        let list = self.shape.lists.iter().position(|list| list.name == name);
        let list = list.or_else(|| self.misspelt(&name, &name_span).filter(|_| opens));
        if let Some(list) = list.filter(|list| opens || self.is_item_of(*list)) {
            return self.list_field(list, name_span);
        }
        let value_start = self.scanner.at;
        let value = self.scanner.value().and_then(|value| {
            // A text whose end was forgotten takes in what follows.
            let inside = self.marks.next(value_start + 1, |_| true).filter(|mark| mark.at < value.span.end);
            let unclosed = (value_start..value_start + 1, SyntaxError::UnclosedString);
            inside.map_or(Ok(value), |_| Err(unclosed))
        });
        match value {
            Ok(value) => {
                let behind = self.scanner.look_ahead().filter(|(_, sign)| *sign == '[');
                if let (Some(list), Some((open, _))) = (list, behind) {
                    self.scanner.at = open;
                    self.faults.push(self.scanner.look(value_start).unexpected(Token::Sign('[')));
                    return self.list_field(list, name_span);
                }
                if list.is_some() {
                    // A field of this name would hide the items of the list.
                    self.faults.push(self.scanner.look(value_start).unexpected(Token::Sign('[')));
                    return self.go_to_next_field(value_start);
                }
                self.fields.push(Field { name, name_span, value });
                self.is_passed_over = false;
                self.comma_of_file();
            }
            Err(fault) => {
                let next = self.marks.next(value_start, |_| true).map(|mark| mark.at);
                let fault = self.blame(value_start, fault, next);
                self.faults.push(fault);
                self.go_to_next_field(value_start);
            }
        }
    }

    /// A list of the file, behind its name.
    fn list_field(&mut self, list: usize, name_span: Range<usize>) {
        if let Some(known) = self.lists.get_mut(list) {
            known.name_span.get_or_insert(name_span);
        }
        let open = self.scanner.at;
        if self.scanner.peek_sign() == Some('[') {
            self.scanner.eat('[');
        } else {
            self.report_here(Token::Sign('['));
        }
        self.list(list, open);
    }

    /// Whether an item of this list begins here.
    fn is_item_of(&self, list: usize) -> bool {
        let node = self.scanner.look(self.scanner.at).value();
        self.marks.item_at(self.scanner.at).is_some()
            || node.is_ok_and(|node| list_of(self.shape, &node) == Some(list))
    }

    /// The list that is meant by a name that nothing has, by the item behind its bracket; that is reported.
    fn misspelt(&mut self, name: &str, name_span: &Range<usize>) -> Option<usize> {
        if self.shape.fields.contains(&name) {
            return None;
        }
        let mut look = self.scanner.look(self.scanner.at);
        look.skip();
        look.blank().ok()?;
        self.marks.item_at(look.at)?;
        let list = list_of(self.shape, &look.look(look.at).value().ok()?)?;
        let meant = self.shape.lists.get(list)?.name;
        self.report(name_span.clone(), SyntaxError::UnknownList { name: name.to_owned(), meant });
        Some(list)
    }

    /// What stands behind a field of the file.
    fn comma_of_file(&mut self) {
        match self.scanner.comma(')') {
            Ok(()) => {}
            Err(fault) if fault.1 == SyntaxError::UnclosedComment => self.go_on_behind_comment(fault),
            // A comma forgotten between two fields costs neither.
            Err(fault) if self.scanner.peek_field().is_some() => self.faults.push(fault),
            Err(fault) => {
                self.faults.push(fault);
                self.go_to_next_field(self.scanner.at);
            }
        }
    }

    /// Goes to where reading a file can go on behind something at `from` that is none of its fields.
    fn go_to_next_field(&mut self, from: usize) {
        self.last_list = None;
        self.is_passed_over = true;
        let next = self.marks.next(from, Mark::is_outside_items).map(|mark| mark.at);
        let text = self.scanner.text;
        let behind = self.behind_bracket(from, next.unwrap_or(text.len()));
        self.is_end_lost |= next.is_none() && behind.is_none();
        self.scanner.at = behind.or(next).unwrap_or(text.len());
    }

    /// Behind the bracket that closes the one at `from`, if one is there.
    fn behind_bracket(&self, from: usize, limit: usize) -> Option<usize> {
        let opens = matches!(self.scanner.look(from).peek_sign(), Some('(' | '[' | '{'));
        Scanner::behind_bracket(self.scanner.text, from, limit).filter(|_| opens)
    }

    fn go_on_behind_comment(&mut self, fault: Fault) {
        let from = fault.0.start + 1;
        self.faults.push(fault);
        let next = self.marks.next(from, Mark::is_outside_items).map(|mark| mark.at);
        self.is_end_lost |= next.is_none();
        self.is_passed_over = true;
        self.scanner.at = next.unwrap_or(self.scanner.text.len());
    }

    /// An item where the file has its fields: the list was closed too early, or its beginning is lost.
    fn reopen(&mut self, list: usize) {
        let closed = self.last_list.take();
        let list = if let Some((before, close)) = closed {
            if !self.is_end_lost {
                self.report(close, SyntaxError::ClosedEarly { close: ']' });
            }
            before
        } else {
            if !self.is_passed_over {
                self.report_here(Token::FieldName);
            }
            let node = self.scanner.look(self.scanner.at).value().ok();
            node.and_then(|node| list_of(self.shape, &node)).unwrap_or(list)
        };
        self.is_end_lost = true;
        self.list(list, self.scanner.at);
    }

    /// The items of a list, behind its opening bracket, and what stands behind the closing one.
    fn list(&mut self, list: usize, open: usize) {
        loop {
            if let Err(fault) = self.scanner.blank().and_then(|()| self.scanner.surplus_commas()) {
                self.go_on_behind_comment(fault);
                continue;
            }
            if self.list_item(list, open) == Next::End {
                break;
            }
        }
        if let Some(read) = self.lists.get_mut(list) {
            let start = read.span.as_ref().map_or(open, |span| span.start);
            read.span = Some(start..self.scanner.at);
        }
    }

    /// What stands at one place of a list.
    fn list_item(&mut self, list: usize, open: usize) -> Next {
        let start = self.scanner.at;
        if self.scanner.is_at_end() {
            if !self.is_end_lost {
                self.faults.push(self.unclosed(open, self.end_of_text()));
                self.is_end_lost = true;
            }
            return Next::End;
        }
        match self.scanner.peek_sign() {
            Some(']') => {
                self.scanner.eat(']');
                self.last_list = Some((list, start..self.scanner.at));
                let next = self.scanner.look_ahead();
                if next.is_none_or(|(next, _)| self.marks.item_at(next).is_none()) {
                    self.comma_of_file();
                }
                return Next::End;
            }
            Some(')')
                if self.marks.next(start, Mark::is_outside_items).is_none_or(|mark| !mark.is_item()) =>
            {
                // A comma that was to stand behind the bracket says nothing more.
                let end =
                    self.lists.get(list).and_then(|read| Some(read.items.last()?.span.end)).unwrap_or(open);
                self.scanner.forgiven.retain(|(span, _)| span.start < end);
                self.faults.push(self.unclosed(open, start));
                return Next::End;
            }
            Some(')' | '}') => {
                self.report_here(Token::CommaOrClose);
                self.scanner.skip();
                return Next::GoOn;
            }
            _ => {}
        }
        if let Some(name) = self.scanner.peek_field() {
            return self.field_in_list(list, open, &name);
        }
        if self.is_stray(list) {
            self.report_here(Token::Value);
            self.scanner.skip();
            return Next::GoOn;
        }
        match self.scanner.value() {
            Ok(item) => self.accept(list, item),
            Err(fault) => self.pass_item(start, fault),
        }
        Next::GoOn
    }

    /// Whether a bracket stands in front of an item by mistake.
    fn is_stray(&self, list: usize) -> bool {
        let at = self.scanner.at;
        if self.marks.item_at(at).is_some() {
            return false;
        }
        let has_maps = self.shape.lists.get(list).is_some_and(|shape| shape.has_maps);
        let is_bracket = match self.scanner.peek_sign() {
            Some('{') => !has_maps,
            sign => matches!(sign, Some('(' | '[')),
        };
        let mut look = self.scanner.look(at);
        look.skip();
        is_bracket && look.blank().is_ok() && self.marks.item_at(look.at).is_some()
    }

    /// `name: …` where an item would be: a field of the file behind a list that is not closed, or the rest of an item that
    /// was closed too early.
    fn field_in_list(&mut self, list: usize, open: usize, name: &str) -> Next {
        let start = self.scanner.at;
        let shape = self.shape.lists.get(list);
        let is_of_item = shape.is_some_and(|shape| shape.fields.contains(&name));
        let item = self.fields_of_item(start).filter(|_| is_of_item);
        let before = self.lists.get(list).and_then(|read| read.items.last()?.as_struct());
        let is_other = |names: &Vec<String>| {
            before.is_none_or(|before| before.iter().any(|field| names.contains(&field.name)))
        };
        if item.as_ref().is_some_and(is_other) {
            self.report_here(Token::Sign('('));
            self.go_to_next_item(start);
        } else if item.is_some() {
            let before = self.lists.get_mut(list).and_then(|read| read.items.pop());
            let close = before.map_or(start..start, |item| item.span.end - 1..item.span.end);
            self.report(close, SyntaxError::ClosedEarly { close: ')' });
            self.go_to_next_item(start);
        } else if self.shape.fields.contains(&name) {
            self.faults.push(self.unclosed(open, start));
            return Next::End;
        } else {
            self.report_here(Token::Value);
            self.go_to_next_item(start);
        }
        Next::GoOn
    }

    /// The names of the fields that begin here, where they end as those of an item do: with a bracket that closes nothing, and
    /// behind that another item or the end of the list.
    fn fields_of_item(&self, from: usize) -> Option<Vec<String>> {
        let text = self.scanner.text;
        let next = self.marks.next(from, Mark::is_outside_items);
        let mut look = Scanner::at(text.get(..next.map_or(text.len(), |mark| mark.at))?, from);
        let mut names = Vec::new();
        let mut is_closed = false;
        loop {
            look.blank().ok()?;
            if let Some(name) = look.peek_field() {
                names.push(name);
            }
            match look.peek_sign() {
                None => break,
                Some(')') if !is_closed => is_closed = true,
                Some(']') if is_closed => return Some(names),
                Some(')' | ']' | '}') => return None,
                Some(',' | ':') => {}
                Some(_) => {
                    look.value().ok()?;
                    continue;
                }
            }
            look.skip();
        }
        (is_closed && next.is_some_and(|mark| mark.is_item())).then_some(names)
    }

    /// Keeps an item that was read, unless it reaches over the beginning of another.
    fn accept(&mut self, list: usize, item: Node) {
        if self.has_item_inside(&item, true) {
            let next = self.marks.line_item_in(item.span.start + 1..item.span.end);
            let text = self.scanner.text;
            let here = next.map_or(item.span.end, |next| trimmed_end(text, next));
            return self.pass_item(item.span.start, self.unclosed(item.span.start, here));
        }
        let span = item.span.clone();
        // The beginning of another list may be lost.
        let is_own = self.shape.lists.get(list).is_some_and(|shape| item.has_field(shape.key));
        let of_item = if is_own { list } else { list_of(self.shape, &item).unwrap_or(list) };
        if let Some(read) = self.lists.get_mut(of_item) {
            read.items.push(item);
        }
        match self.scanner.comma(']') {
            Ok(()) => {}
            Err(fault) if fault.1 == SyntaxError::UnclosedComment => self.go_on_behind_comment(fault),
            Err(fault) => self.comma_forgotten(list, &span, fault),
        }
    }

    /// Something else than a comma stands behind an item.
    fn comma_forgotten(&mut self, list: usize, item: &Range<usize>, fault: Fault) {
        let at = self.scanner.at;
        let is_field = self.scanner.peek_field().is_some();
        let inside = self.marks.line_item_in(item.start + 1..item.end);
        if let Some(inside) = inside.filter(|_| !is_field) {
            // A text of it took in the beginning of another one.
            if let Some(read) = self.lists.get_mut(list) {
                read.items.pop();
            }
            let fault = self.blame(item.start, fault, Some(inside));
            self.faults.push(fault);
            self.scanner.at = inside;
        } else if matches!(self.scanner.peek_sign(), Some(')' | '}')) || is_field {
            // The loop knows what these are.
        } else if self.marks.item_at(at).is_some() || self.opens_item(list) {
            self.faults.push(fault);
        } else {
            self.faults.push(fault);
            self.go_to_next_item(at);
        }
    }

    fn opens_item(&self, list: usize) -> bool {
        let has_maps = self.shape.lists.get(list).is_some_and(|shape| shape.has_maps);
        match self.scanner.peek_sign() {
            Some('(') => true,
            Some('{') => has_maps,
            Some('"') => self
                .lists
                .get(list)
                .is_some_and(|read| read.items.iter().any(|item| item.as_text().is_some())),
            _ => false,
        }
    }

    /// Whether an item begins inside this one, as one of its values.
    fn has_item_inside(&self, node: &Node, is_outermost: bool) -> bool {
        // A name may stand in front of its bracket by mistake, over some lines.
        let is_item = |node: &Node| {
            let first = node.as_struct().and_then(|fields| fields.first()).map(|field| field.name_span.start);
            self.marks.line_item_in(node.span.start..first.unwrap_or(node.span.start + 1)).is_some()
        };
        let inner = |node: &Node| self.has_item_inside(node, false);
        (!is_outermost && is_item(node))
            || match &node.kind {
                Kind::Struct(fields) => fields.iter().any(|field| inner(&field.value)),
                Kind::Tuple { items, .. } | Kind::List(items) => items.iter().any(inner),
                Kind::Map(entries) => entries.iter().any(|(key, value)| inner(key) || inner(value)),
                Kind::Text(_) | Kind::Bare(_) => false,
            }
    }

    /// Goes on behind an item that cannot be read.
    fn pass_item(&mut self, start: usize, fault: Fault) {
        let next = self.marks.next(start + 1, Mark::is_outside_items).map(|mark| mark.at);
        let fault = self.blame(start, fault, next);
        // The first of what is wrong with it; the rest may follow from that.
        let own = self.scanner.forgiven.partition_point(|(span, _)| span.start < start);
        let first = self.scanner.forgiven.drain(own..).next();
        self.faults.push(first.filter(|first| first.0.start < fault.0.start).unwrap_or(fault));
        self.go_to_next_item(start);
    }

    /// Goes behind the closing bracket of the item at `from`, or else to the next item, or to the end of the list.
    fn go_to_next_item(&mut self, from: usize) {
        let text = self.scanner.text;
        let next = self.marks.next(from + 1, Mark::is_outside_items);
        let limit = next.map_or(text.len(), |mark| mark.at);
        let behind = self.behind_bracket(from, limit);
        if let Some(behind) = behind.and_then(|behind| self.behind_item(behind, next)) {
            self.scanner.at = behind;
            return;
        }
        if let Some(Mark { at, kind: MarkKind::Item { .. } }) = next {
            self.scanner.at = at;
            return;
        }
        let close = line_of_close(text, from..limit);
        self.is_end_lost |= close.is_none() && next.is_none();
        self.scanner.at = close.unwrap_or(limit);
    }

    /// Where reading goes on behind an item that cannot be read and ends at `at` by its brackets, and behind its comma. `None`
    /// where what follows is neither another item nor the end of the list: then its brackets are what is wrong.
    fn behind_item(&self, at: usize, next: Option<Mark>) -> Option<usize> {
        let mut look = self.scanner.look(at);
        look.blank().ok()?;
        look.eat(',');
        look.blank().ok()?;
        let is_last = next.is_none_or(|next| !next.is_item());
        let goes_on = match look.peek_sign() {
            Some('(') => {
                let item = self.scanner.look(look.at).value();
                item.is_ok_and(|item| list_of(self.shape, &item).is_some())
            }
            Some('{') => self.shape.lists.iter().any(|list| list.has_maps),
            Some(']') => is_last,
            // At the end of the file, its own bracket went to the item.
            None => false,
            Some(_) => self.marks.item_at(look.at).is_some() || next.is_some_and(|next| next.at == look.at),
        };
        goes_on.then_some(look.at)
    }

    /// The likely cause of a fault in the value that began at `start`, whose end is before `next`.
    fn blame(&mut self, start: usize, fault: Fault, next: Option<usize>) -> Fault {
        let text = self.scanner.text;
        let texts = std::mem::take(&mut self.scanner.long_texts);
        let own = || texts.iter().filter(|text| text.start >= start);
        let reaches_over = own().find(|text| next.is_some_and(|next| text.contains(&next)));
        let is_blank = |range: Range<usize>| text.get(range).is_some_and(|between| between.trim().is_empty());
        let ends_here = || own().rev().find(|text| is_blank(text.end..fault.0.start));
        if let Some(unclosed) = reaches_over.or_else(ends_here) {
            return (unclosed.start..unclosed.start + 1, SyntaxError::UnclosedString);
        }
        match next {
            // What is missing is missing in front of the next item.
            Some(next) if fault.0.start >= next => self.unclosed(start, trimmed_end(text, next)),
            _ => fault,
        }
    }

    fn unclosed(&self, open: usize, at: usize) -> Fault {
        unclosed(&self.lines, open, at)
    }

    fn end_of_text(&self) -> usize {
        trimmed_end(self.scanner.text, self.scanner.text.len())
    }
}

/// Where the last character in front of a place is that is not white space.
fn trimmed_end(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.char_indices().next_back().map_or(0, |(last, _)| last)
}

/// The last line of a range that begins with the closing bracket of a list of the file: behind it comes the end of the
/// range or the closing bracket of the file.
fn line_of_close(text: &str, range: Range<usize>) -> Option<usize> {
    let part = text.get(range.clone())?;
    let line = part.match_indices('\n').map(|(at, _)| at + 1).rfind(|line| {
        part.get(*line..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(']'))
    })?;
    let rest = part.get(line..)?;
    let close = range.start + line + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let mut look = Scanner::at(text, close + 1);
    look.blank().ok()?;
    look.eat(',');
    look.blank().ok()?;
    let is_behind = look.peek_sign() == Some(')') || (look.at >= range.end && !look.is_at_end());
    is_behind.then_some(close)
}
