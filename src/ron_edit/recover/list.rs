//! The items of a list of a damaged file, one after the other.

use std::ops::Range;

use super::super::scanner::Scanner;
use super::super::{Fault, FaultKind, Kind, Node, Wanted};
use super::marks::Mark;
use super::names::list_of;
use super::resume::trimmed_end;
use super::{Next, Recovery};

impl Recovery<'_> {
    /// The items of a list, behind its opening bracket, and what is behind the closing one.
    pub(super) fn list(&mut self, list: usize, open: usize) {
        loop {
            if let Err(fault) = self.scanner.skip_blanks().and_then(|()| self.scanner.surplus_commas()) {
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

    /// What is at one place of a list.
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
                // A comma that was to be behind the bracket says nothing more.
                let end =
                    self.lists.get(list).and_then(|read| Some(read.items.last()?.span.end)).unwrap_or(open);
                self.scanner.forgiven.retain(|fault| fault.span.start < end);
                self.faults.push(self.unclosed(open, start));
                return Next::End;
            }
            Some(')' | '}') => {
                self.report_here(Wanted::CommaOrClose);
                self.scanner.skip_sign();
                return Next::GoOn;
            }
            _ => {}
        }
        if let Some(name) = self.scanner.peek_field() {
            return self.field_in_list(list, open, &name);
        }
        if self.is_stray(list) {
            self.report_here(Wanted::Value);
            self.scanner.skip_sign();
            return Next::GoOn;
        }
        match self.scanner.value() {
            Ok(item) => self.accept(list, item),
            Err(fault) => self.pass_item(start, fault),
        }
        Next::GoOn
    }

    /// Whether a bracket is in front of an item by mistake.
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
        look.skip_sign();
        is_bracket && look.skip_blanks().is_ok() && self.marks.item_at(look.at).is_some()
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
            self.report_here(Wanted::Sign('('));
            self.go_to_next_item(start);
        } else if item.is_some() {
            let before = self.lists.get_mut(list).and_then(|read| read.items.pop());
            let close = before.map_or(start..start, |item| item.span.end - 1..item.span.end);
            self.report(close, FaultKind::ClosedEarly { close: ')' });
            self.go_to_next_item(start);
        } else if self.shape.fields.contains(&name) {
            self.faults.push(self.unclosed(open, start));
            return Next::End;
        } else {
            self.report_here(Wanted::Value);
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
            look.skip_blanks().ok()?;
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
            look.skip_sign();
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
            Err(fault) if fault.kind == FaultKind::UnclosedComment => self.go_on_behind_comment(fault),
            Err(fault) => self.comma_forgotten(list, &span, fault),
        }
    }

    /// Something else than a comma is behind an item.
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

    /// Whether an item of the list can begin here.
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
        // A name may be in front of its bracket by mistake, over some lines.
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
}
