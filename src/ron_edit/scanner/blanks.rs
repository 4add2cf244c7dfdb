//! What is between values: white space, comments, commas, and what was meant as such.

use super::super::signs::{is_invisible, is_marker_line};
use super::super::{Fault, FaultKind, Wanted};
use super::Scanner;

impl Scanner<'_> {
    /// Passes white space and comments, and forgives what was meant as such.
    pub(in crate::ron_edit) fn skip_blanks(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.pass_line();
            } else if trimmed.starts_with("/*") {
                self.block_comment()?;
            } else if let Some(fault) = self.blank_by_mistake() {
                self.forgiven.push(fault);
            } else {
                return Ok(());
            }
        }
    }

    fn pass_line(&mut self) {
        self.at = self.ends.borrow_mut().line(self.text, self.at);
    }

    /// Passes a `#` comment, a line that a merge left, or a character that cannot be seen.
    fn blank_by_mistake(&mut self) -> Option<Fault> {
        let start = self.at;
        let (rest, c) = (self.rest(), self.peek()?);
        if is_marker_line(self.text, start) {
            self.pass_line();
            return Some(Fault::new(start..self.at, FaultKind::MergeMarker));
        }
        if is_invisible(c) {
            self.skip_sign();
            return Some(Fault::new(start..self.at, FaultKind::Invisible { code_point: u32::from(c) }));
        }
        if c == '#' && !rest.starts_with("#![") {
            self.pass_line();
            return Some(Fault::new(start..start + 1, FaultKind::HashComment));
        }
        None
    }

    fn block_comment(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let end = self.ends.borrow_mut().comment(self.text, start);
        self.at = end.unwrap_or(self.text.len());
        if end.is_some() { Ok(()) } else { Err(Fault::new(start..start + 2, FaultKind::UnclosedComment)) }
    }

    /// After an item: a comma, or the closing bracket (which is left).
    pub(in crate::ron_edit) fn comma(&mut self, close: char) -> Result<(), Fault> {
        self.skip_blanks()?;
        if self.eat(',') {
            self.skip_blanks()?;
            return self.surplus_commas();
        }
        if self.peek_sign() == Some(close) || self.is_at_end() {
            return Ok(());
        }
        Err(self.unexpected(Wanted::CommaOrClose))
    }

    pub(in crate::ron_edit) fn surplus_commas(&mut self) -> Result<(), Fault> {
        while self.peek_sign() == Some(',') {
            let fault = self.unexpected(Wanted::Value);
            self.forgiven.push(fault);
            self.skip_sign();
            self.skip_blanks()?;
        }
        Ok(())
    }
}
