//! The fields of a damaged file, one after the other.

use std::ops::Range;

use super::super::{Fault, FaultKind, Field, Wanted};
use super::names::{list_of, meant_list, unknown_list};
use super::{Next, Recovery};

impl Recovery<'_> {
    /// Reads the fields of the file, to its end; what cannot be read is reported and passed over. Where a bracket closed a list
    /// too early, the item behind it shows that, and the list goes on.
    pub(super) fn read_fields(&mut self) {
        if let Err(fault) = self.scanner.file_head() {
            self.go_on_behind_comment(fault);
        }
        let bracket_at = self.scanner.at;
        let is_opened = self.file_opens();
        loop {
            if let Err(fault) = self.scanner.skip_blanks().and_then(|()| self.scanner.surplus_commas()) {
                self.go_on_behind_comment(fault);
                continue;
            }
            if self.scanner.is_at_end() {
                if is_opened && !self.is_end_lost {
                    self.faults.push(self.unclosed(bracket_at, self.end_of_text()));
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
                self.report_here(Wanted::FieldName);
                self.scanner.skip_sign();
                self.go_to_next_field(at + 1);
            }
        }
    }

    /// Passes the bracket that a file begins with; it may have a name.
    fn file_opens(&mut self) -> bool {
        let at = self.scanner.at;
        self.scanner.skip_name();
        if self.scanner.peek_sign() == Some('(') {
            return self.scanner.eat('(');
        }
        self.scanner.at = at;
        if !self.is_passed_over {
            self.report_here(Wanted::Sign('('));
        }
        // A bracket of another kind in its place, or nothing.
        if self.scanner.peek_field().is_none() && self.marks.item_at(at).is_none() {
            self.scanner.skip_sign();
            self.go_to_next_field(at + 1);
        }
        false
    }

    /// The closing bracket of the file, unless more of the file follows it.
    fn file_closes(&mut self) -> Next {
        let close = self.scanner.at;
        self.scanner.eat(')');
        if let Err(fault) = self.scanner.skip_blanks() {
            self.go_on_behind_comment(fault);
            return Next::GoOn;
        }
        let behind = self.scanner.at;
        if self.scanner.is_at_end() {
            return Next::End;
        }
        let Some(next) = self.marks.next(behind, |_| true) else {
            self.report(behind..behind + 1, FaultKind::Trailing);
            return Next::End;
        };
        self.report(close..close + 1, FaultKind::ClosedEarly { close: ')' });
        self.is_end_lost = true;
        if self.scanner.peek_sign() != Some(',') {
            self.scanner.at = next.at;
        }
        Next::GoOn
    }

    /// One field of the file, with the comma behind it.
    fn field(&mut self) {
        let start = self.scanner.at;
        let name = self.scanner.skip_name();
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
            let unclosed = Fault::new(value_start..value_start + 1, FaultKind::UnclosedString);
            inside.map_or(Ok(value), |_| Err(unclosed))
        });
        match value {
            Ok(value) => {
                let behind = self.scanner.look_ahead().filter(|(_, sign)| *sign == '[');
                if let (Some(list), Some((open, _))) = (list, behind) {
                    self.scanner.at = open;
                    self.faults.push(self.scanner.look(value_start).unexpected(Wanted::Sign('[')));
                    return self.list_field(list, name_span);
                }
                if list.is_some() {
                    // A field of this name would hide the items of the list.
                    self.faults.push(self.scanner.look(value_start).unexpected(Wanted::Sign('[')));
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
            self.report_here(Wanted::Sign('['));
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
        let mut look = self.scanner.look(self.scanner.at);
        look.skip_sign();
        look.skip_blanks().ok()?;
        self.marks.item_at(look.at)?;
        let list = meant_list(self.shape, name, &look.look(look.at).value().ok()?)?;
        self.faults.extend(unknown_list(self.shape, list, name, name_span.clone()));
        Some(list)
    }

    /// What is behind a field of the file.
    pub(super) fn comma_of_file(&mut self) {
        match self.scanner.comma(')') {
            Ok(()) => {}
            Err(fault) if fault.kind == FaultKind::UnclosedComment => self.go_on_behind_comment(fault),
            // A comma forgotten between two fields costs neither.
            Err(fault) if self.scanner.peek_field().is_some() => self.faults.push(fault),
            Err(fault) => {
                self.faults.push(fault);
                self.go_to_next_field(self.scanner.at);
            }
        }
    }

    /// An item where the file has its fields: the list was closed too early, or its beginning is lost.
    fn reopen(&mut self, list: usize) {
        let closed = self.last_list.take();
        let list = if let Some((before, close)) = closed {
            if !self.is_end_lost {
                self.report(close, FaultKind::ClosedEarly { close: ']' });
            }
            before
        } else {
            if !self.is_passed_over {
                self.report_here(Wanted::FieldName);
            }
            let node = self.scanner.look(self.scanner.at).value().ok();
            node.and_then(|node| list_of(self.shape, &node)).unwrap_or(list)
        };
        self.is_end_lost = true;
        self.list(list, self.scanner.at);
    }
}
