//! A reader of values at a place of a text: the values here, what is between them in `blanks`, texts in `strings`.

mod blanks;
mod ends;
mod strings;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use self::ends::Ends;
use super::signs::{is_bare, meant_sign};
use super::{Fault, FaultKind, Field, Kind, Node, Wanted};

/// Deeper nesting is refused: no library needs it, and the reader is recursive.
const MAX_DEPTH: usize = 32;

/// A reader of values at a place of a text.
pub(in crate::ron_edit) struct Scanner<'a> {
    pub text: &'a str,
    /// Byte position of the next character.
    pub at: usize,
    depth: usize,
    /// Mistakes whose meaning is certain, in the order of the text.
    pub forgiven: Vec<Fault>,
    /// The texts in quotes that go over several lines: where a mistake follows, the end of one may have been forgotten.
    pub long_texts: Vec<Range<usize>>,
    ends: Rc<RefCell<Ends>>,
}

impl<'a> Scanner<'a> {
    pub(in crate::ron_edit) fn at(text: &'a str, at: usize) -> Self {
        let ends = Rc::default();
        Self { text, at, depth: 0, forgiven: Vec::new(), long_texts: Vec::new(), ends }
    }

    /// Another reader of the same text.
    pub(in crate::ron_edit) fn look(&self, at: usize) -> Self {
        Self { ends: Rc::clone(&self.ends), ..Self::at(self.text, at) }
    }

    pub(in crate::ron_edit) fn document(&mut self) -> Result<Node, Fault> {
        self.file_head()?;
        let node = self.value()?;
        self.skip_blanks()?;
        if !self.is_at_end() {
            return Err(Fault::new(self.at..self.at + 1, FaultKind::Trailing));
        }
        Ok(node)
    }

    /// Passes what may be in front of the value of a file: `#![enable(…)]`.
    pub(in crate::ron_edit) fn file_head(&mut self) -> Result<(), Fault> {
        self.skip_blanks()?;
        while self.rest().starts_with("#![") {
            let end = self.rest().find(']').map_or(self.text.len(), |end| self.at + end + 1);
            self.at = end;
            self.skip_blanks()?;
        }
        Ok(())
    }

    pub(in crate::ron_edit) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(in crate::ron_edit) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character; of a full-width sign, the sign that is meant.
    pub(in crate::ron_edit) fn peek_sign(&self) -> Option<char> {
        self.peek().map(|c| meant_sign(c).unwrap_or(c))
    }

    /// Where the next value or sign is, behind blanks, and that sign. Passes nothing.
    pub(in crate::ron_edit) fn look_ahead(&self) -> Option<(usize, char)> {
        let mut look = self.look(self.at);
        look.skip_blanks().ok()?;
        Some((look.at, look.peek_sign()?))
    }

    /// Passes a sign. One that is not written as it should be is forgiven.
    pub(in crate::ron_edit) fn eat(&mut self, wanted: char) -> bool {
        let Some(found) = self.peek() else { return false };
        if found != wanted && meant_sign(found) != Some(wanted) {
            return false;
        }
        if found != wanted {
            let fault = self.unexpected(Wanted::Sign(wanted));
            self.forgiven.push(fault);
        }
        self.at += found.len_utf8();
        true
    }

    /// Passes one character, whatever it is.
    pub(in crate::ron_edit) fn skip_sign(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(in crate::ron_edit) fn unexpected(&self, wanted: Wanted) -> Fault {
        let found = self.peek().map_or_else(String::new, String::from);
        Fault::new(self.at..self.at + found.len(), FaultKind::Unexpected { wanted, found })
    }

    pub(in crate::ron_edit) fn value(&mut self) -> Result<Node, Fault> {
        if self.depth >= MAX_DEPTH {
            return Err(Fault::new(self.at..self.at + 1, FaultKind::TooDeep));
        }
        self.depth += 1;
        let node = self.value_inside();
        self.depth -= 1;
        node
    }

    /// Reads a value; the depth has been checked.
    fn value_inside(&mut self) -> Result<Node, Fault> {
        let start = self.at;
        let kind = match self.peek_sign() {
            Some('(') => self.struct_or_tuple(None)?,
            Some('[') => Kind::List(self.list()?),
            Some('{') => Kind::Map(self.map()?),
            Some('"') => Kind::Text(self.string()?),
            Some('r') if self.rest().starts_with("r\"") || self.rest().starts_with("r#") => {
                Kind::Text(self.raw_string()?)
            }
            Some(c) if is_bare(c) => {
                let word = self.skip_name();
                let after = self.at;
                self.skip_blanks()?;
                if self.peek_sign() == Some('(') {
                    self.struct_or_tuple(Some(word))?
                } else {
                    self.at = after;
                    Kind::Bare(word)
                }
            }
            _ => return Err(self.unexpected(Wanted::Value)),
        };
        Ok(Node { span: start..self.at, kind })
    }

    /// Passes a name or a number and gives it; empty where there is none.
    pub(in crate::ron_edit) fn skip_name(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c| !is_bare(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }

    /// The name of the field that begins here, if one does.
    pub(in crate::ron_edit) fn peek_field(&self) -> Option<String> {
        let mut look = self.look(self.at);
        let name = look.skip_name();
        (!name.is_empty() && look.skip_blanks().is_ok() && look.peek_sign() == Some(':')).then_some(name)
    }

    /// Reads what is in round brackets: fields, or values without names.
    fn struct_or_tuple(&mut self, name: Option<String>) -> Result<Kind, Fault> {
        let open = self.open('(')?;
        if self.peek_field().is_some() {
            return self.fields(open);
        }
        let mut items = Vec::new();
        while !self.closes(open, ')')? {
            items.push(self.value()?);
            self.comma(')')?;
        }
        Ok(Kind::Tuple { name, items })
    }

    fn fields(&mut self, open: usize) -> Result<Kind, Fault> {
        let mut fields = Vec::new();
        while !self.closes(open, ')')? {
            fields.push(self.field()?);
            self.comma(')')?;
        }
        Ok(Kind::Struct(fields))
    }

    /// `name: value`.
    fn field(&mut self) -> Result<Field, Fault> {
        let start = self.at;
        let name = self.skip_name();
        if name.is_empty() {
            return Err(self.unexpected(Wanted::FieldName));
        }
        let name_span = start..self.at;
        self.colon()?;
        Ok(Field { name, name_span, value: self.value()? })
    }

    /// Passes a colon and the blanks around it.
    pub(in crate::ron_edit) fn colon(&mut self) -> Result<(), Fault> {
        self.skip_blanks()?;
        if !self.eat(':') {
            return Err(self.unexpected(Wanted::Sign(':')));
        }
        self.skip_blanks()
    }

    /// Reads a list in square brackets.
    fn list(&mut self) -> Result<Vec<Node>, Fault> {
        let open = self.open('[')?;
        let mut items: Vec<Node> = Vec::new();
        while !self.closes(open, ']')? {
            let item = self.value()?;
            let is_struct = matches!(item.kind, Kind::Struct(_));
            items.push(item);
            if let Err(fault) = self.comma(']') {
                // A comma forgotten between two structs must cost neither.
                if !is_struct || self.peek_sign() != Some('(') {
                    return Err(fault);
                }
                self.forgiven.push(fault);
            }
        }
        Ok(items)
    }

    /// Reads a map in curly brackets.
    fn map(&mut self) -> Result<Vec<(Node, Node)>, Fault> {
        let open = self.open('{')?;
        let mut entries = Vec::new();
        while !self.closes(open, '}')? {
            let key = self.value()?;
            self.colon()?;
            entries.push((key, self.value()?));
            self.comma('}')?;
        }
        Ok(entries)
    }

    /// Passes an opening bracket, the blanks behind it, and commas that are there by mistake; gives where it is.
    fn open(&mut self, bracket: char) -> Result<usize, Fault> {
        let open = self.at;
        self.eat(bracket);
        self.skip_blanks()?;
        self.surplus_commas()?;
        Ok(open)
    }

    /// Passes the closing bracket, if it is here. The end of the text in its place is a mistake.
    fn closes(&mut self, open: usize, bracket: char) -> Result<bool, Fault> {
        if self.is_at_end() {
            return Err(unclosed(self.text, open, self.at));
        }
        Ok(self.eat(bracket))
    }

    /// Behind the bracket that closes the one at `start`, unless that is behind `limit` or the brackets do not match.
    pub(in crate::ron_edit) fn behind_bracket(text: &str, start: usize, limit: usize) -> Option<usize> {
        let mut look = Scanner::at(text.get(..limit)?, start);
        let mut closing: Vec<char> = Vec::new();
        loop {
            look.skip_blanks().ok()?;
            match look.peek_sign()? {
                '(' => closing.push(')'),
                '[' => closing.push(']'),
                '{' => closing.push('}'),
                close @ (')' | ']' | '}') if closing.pop() == Some(close) => {}
                ')' | ']' | '}' => return None,
                '"' => {
                    look.string().ok()?;
                    continue;
                }
                'r' if look.rest().starts_with("r\"") || look.rest().starts_with("r#") => {
                    look.raw_string().ok()?;
                    continue;
                }
                c if is_bare(c) => {
                    look.skip_name();
                    continue;
                }
                _ => {}
            }
            look.skip_sign();
            if closing.is_empty() {
                return Some(look.at);
            }
        }
    }
}

/// The bracket at `open` is not closed, as is seen at `at`.
pub(in crate::ron_edit) fn unclosed(text: &str, open: usize, at: usize) -> Fault {
    let bracket = text.get(open..).and_then(|rest| rest.chars().next()).unwrap_or('(');
    Fault::new(at..at, FaultKind::UnclosedBracket { bracket, open })
}
