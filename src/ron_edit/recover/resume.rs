//! Where reading goes on behind what cannot be read, and what is to blame for it.

use std::ops::Range;

use super::super::scanner::{Scanner, unclosed};
use super::super::{Fault, FaultKind};
use super::Recovery;
use super::marks::{Mark, MarkKind};
use super::names::list_of;

impl Recovery<'_> {
    /// Goes to where reading a file can go on behind something at `from` that is not one of its fields.
    pub(super) fn go_to_next_field(&mut self, from: usize) {
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

    pub(super) fn go_on_behind_comment(&mut self, fault: Fault) {
        let from = fault.span.start + 1;
        self.faults.push(fault);
        let next = self.marks.next(from, Mark::is_outside_items).map(|mark| mark.at);
        self.is_end_lost |= next.is_none();
        self.is_passed_over = true;
        self.scanner.at = next.unwrap_or(self.scanner.text.len());
    }
    /// Goes on behind an item that cannot be read.
    pub(super) fn pass_item(&mut self, start: usize, fault: Fault) {
        let next = self.marks.next(start + 1, Mark::is_outside_items).map(|mark| mark.at);
        let fault = self.blame(start, fault, next);
        // The first of what is wrong with it; the rest may follow from that.
        let own = self.scanner.forgiven.partition_point(|fault| fault.span.start < start);
        let first = self.scanner.forgiven.drain(own..).next();
        self.faults.push(first.filter(|first| first.span.start < fault.span.start).unwrap_or(fault));
        self.go_to_next_item(start);
    }

    /// Goes behind the closing bracket of the item at `from`, or else to the next item, or to the end of the list.
    pub(super) fn go_to_next_item(&mut self, from: usize) {
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
        look.skip_blanks().ok()?;
        look.eat(',');
        look.skip_blanks().ok()?;
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
    pub(super) fn blame(&mut self, start: usize, fault: Fault, next: Option<usize>) -> Fault {
        let text = self.scanner.text;
        let texts = std::mem::take(&mut self.scanner.long_texts);
        let own = || texts.iter().filter(|text| text.start >= start);
        let reaches_over = own().find(|text| next.is_some_and(|next| text.contains(&next)));
        let is_blank = |range: Range<usize>| text.get(range).is_some_and(|between| between.trim().is_empty());
        let ends_here = || own().rev().find(|text| is_blank(text.end..fault.span.start));
        if let Some(unclosed) = reaches_over.or_else(ends_here) {
            return Fault::new(unclosed.start..unclosed.start + 1, FaultKind::UnclosedString);
        }
        match next {
            // What is missing is missing in front of the next item.
            Some(next) if fault.span.start >= next => self.unclosed(start, trimmed_end(text, next)),
            _ => fault,
        }
    }

    pub(super) fn unclosed(&self, open: usize, at: usize) -> Fault {
        unclosed(self.scanner.text, open, at)
    }

    pub(super) fn end_of_text(&self) -> usize {
        trimmed_end(self.scanner.text, self.scanner.text.len())
    }
}

/// Where the last character in front of a place is that is not white space.
pub(super) fn trimmed_end(text: &str, at: usize) -> usize {
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
    look.skip_blanks().ok()?;
    look.eat(',');
    look.skip_blanks().ok()?;
    let is_behind = look.peek_sign() == Some(')') || (look.at >= range.end && !look.is_at_end());
    is_behind.then_some(close)
}
