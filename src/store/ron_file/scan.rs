//! RON text → a tree whose every node knows its bytes.
//!
//! The `ron` crate reads into serde types and stops at the first mistake without saying where the parts stood; here
//! a mistake inside an item of a list costs that item only, and later edits need the spans. Literals (escapes,
//! raw strings) are still decoded by `ron` itself.

use std::ops::Range;

use crate::diag::{SyntaxError, Token};

/// A value and the bytes it takes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Node {
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) enum Kind {
    /// `Name(field: value, …)`; the name may be missing.
    Struct(Vec<Field>),
    /// `Name(value, …)`, also `Some(value)`.
    Tuple {
        name: Option<String>,
        items: Vec<Node>,
    },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Text(String),
    /// A number, `true`, `None`, or a bare name: as it is written.
    Bare(String),
}

impl Node {
    pub(in crate::store) fn as_text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }

    pub(in crate::store) fn as_bare(&self) -> Option<&str> {
        if let Kind::Bare(word) = &self.kind { Some(word) } else { None }
    }

    pub(in crate::store) fn as_list(&self) -> Option<&[Node]> {
        if let Kind::List(items) = &self.kind { Some(items) } else { None }
    }

    pub(in crate::store) fn as_struct(&self) -> Option<&[Field]> {
        if let Kind::Struct(fields) = &self.kind { Some(fields) } else { None }
    }

    pub(in crate::store) fn as_map(&self) -> Option<&[(Node, Node)]> {
        if let Kind::Map(entries) = &self.kind { Some(entries) } else { None }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Field {
    pub name: String,
    pub name_span: Range<usize>,
    pub value: Node,
}

impl Field {
    /// The bytes of the name and the value.
    pub(in crate::store) fn span(&self) -> Range<usize> {
        self.name_span.start..self.value.span.end
    }
}

/// A syntax error and its bytes.
pub(in crate::store) type Fault = (Range<usize>, SyntaxError);

/// Deeper nesting is refused: no library needs it, and the reader is recursive.
const DEEPEST: usize = 32;

/// Reads one value. Items of lists that cannot be read are left out and reported in `faults`; the value itself is
/// `None` when not even its outside can be read.
pub(in crate::store) fn scan(text: &str) -> (Option<Node>, Vec<Fault>) {
    let mut scanner = Scanner { text, at: 0, depth: 0, faults: Vec::new(), long_text: None };
    let value = scanner.document();
    if let Err(fault) = &value {
        let fault = scanner.blame(0, fault.clone());
        scanner.faults.push(fault);
    }
    (value.ok(), scanner.faults)
}

struct Scanner<'a> {
    text: &'a str,
    /// Byte position of the next character.
    at: usize,
    depth: usize,
    faults: Vec<Fault>,
    /// The last text in quotes that goes over several lines: when a mistake stands right behind it, its end was
    /// forgotten.
    long_text: Option<Range<usize>>,
}

impl<'a> Scanner<'a> {
    fn document(&mut self) -> Result<Node, Fault> {
        self.blank()?;
        while self.rest().starts_with("#![") {
            let end = self.rest().find(']').map_or(self.text.len(), |end| self.at + end + 1);
            self.at = end;
            self.blank()?;
        }
        let node = self.value()?;
        self.blank()?;
        if !self.rest().is_empty() {
            self.faults.push((self.at..self.at + 1, SyntaxError::Trailing));
        }
        Ok(node)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// The likely cause of a fault in the value that began at `start`.
    fn blame(&self, start: usize, fault: Fault) -> Fault {
        match &self.long_text {
            Some(text) if text.start >= start && self.is_blank(text.end..fault.0.start) => {
                (text.start..text.start + 1, SyntaxError::UnclosedString)
            }
            _ => fault,
        }
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        self.text.get(range).is_some_and(|between| between.trim().is_empty())
    }

    fn unexpected(&self, expected: Token) -> Fault {
        let found = self.peek().map_or_else(String::new, String::from);
        (self.at..self.at + found.len(), SyntaxError::Unexpected { expected, found })
    }

    /// Passes white space and comments.
    fn blank(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            let rest = self.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return Ok(());
                }
            } else if let Some(c) = self.peek() {
                self.at += c.len_utf8();
            } else {
                return Err((start..start + 2, SyntaxError::UnclosedComment));
            }
        }
    }

    fn value(&mut self) -> Result<Node, Fault> {
        if self.depth >= DEEPEST {
            return Err((self.at..self.at + 1, SyntaxError::TooDeep));
        }
        self.depth += 1;
        let node = self.value_inside();
        self.depth -= 1;
        node
    }

    fn value_inside(&mut self) -> Result<Node, Fault> {
        let start = self.at;
        let kind = match self.peek() {
            Some('(') => self.struct_or_tuple(None)?,
            Some('[') => Kind::List(self.list()?),
            Some('{') => Kind::Map(self.map()?),
            Some('"') => Kind::Text(self.string()?),
            Some('r') if self.rest().starts_with("r\"") || self.rest().starts_with("r#") => {
                Kind::Text(self.raw_string()?)
            }
            Some(c) if is_bare(c) => {
                let word = self.bare();
                let after = self.at;
                self.blank()?;
                if self.peek() == Some('(') {
                    self.struct_or_tuple(Some(word))?
                } else {
                    self.at = after;
                    Kind::Bare(word)
                }
            }
            _ => return Err(self.unexpected(Token::Value)),
        };
        Ok(Node { span: start..self.at, kind })
    }

    fn bare(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c| !is_bare(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }

    fn struct_or_tuple(&mut self, name: Option<String>) -> Result<Kind, Fault> {
        let open = self.at;
        self.at += 1;
        self.blank()?;
        let is_struct = {
            let mut look =
                Scanner { text: self.text, at: self.at, depth: 0, faults: Vec::new(), long_text: None };
            let word = look.bare();
            !word.is_empty() && look.blank().is_ok() && look.peek() == Some(':')
        };
        if is_struct {
            return self.fields(open);
        }
        let mut items = Vec::new();
        while !self.eat(')') {
            if self.ends_early(open, '(') {
                break;
            }
            items.push(self.value()?);
            self.comma(')')?;
        }
        Ok(Kind::Tuple { name, items })
    }

    fn fields(&mut self, open: usize) -> Result<Kind, Fault> {
        let mut fields = Vec::new();
        while !self.eat(')') {
            if self.ends_early(open, '(') {
                break;
            }
            let start = self.at;
            let name = self.bare();
            if name.is_empty() {
                return Err(self.unexpected(Token::FieldName));
            }
            let name_span = start..self.at;
            self.blank()?;
            if !self.eat(':') {
                return Err(self.unexpected(Token::Colon));
            }
            self.blank()?;
            let value_start = self.at;
            match self.value() {
                Ok(value) => fields.push(Field { name, name_span, value }),
                Err(fault) => self.pass_over_value(value_start, fault)?,
            }
            if let Err(fault) = self.comma(')') {
                // A comma forgotten between the fields of the file itself must not cost the file.
                if self.depth > 1 || !self.peek().is_some_and(is_bare) {
                    return Err(fault);
                }
                self.faults.push(fault);
            }
        }
        Ok(Kind::Struct(fields))
    }

    /// Goes on behind a broken value of the file itself; in anything smaller the fault stands.
    fn pass_over_value(&mut self, value_start: usize, fault: Fault) -> Result<(), Fault> {
        if self.depth > 1 {
            return Err(fault);
        }
        let fault = self.blame(value_start, fault);
        let Some(next) = self.behind_bracket(value_start, self.text.len()) else { return Err(fault) };
        self.faults.push(fault);
        self.at = next;
        self.blank()
    }

    fn list(&mut self) -> Result<Vec<Node>, Fault> {
        let open = self.at;
        self.at += 1;
        self.blank()?;
        let mut items = Vec::new();
        while !self.eat(']') {
            if self.ends_early(open, '[') {
                break;
            }
            let start = self.at;
            let faults_before = self.faults.len();
            self.long_text = None;
            let item = self.value().and_then(|item| match self.comma(']') {
                Ok(()) => Ok(item),
                // A comma forgotten between two structs must cost neither.
                Err(fault)
                    if self.text.get(start..).is_some_and(opens_struct) && opens_struct(self.rest()) =>
                {
                    self.faults.push(fault);
                    Ok(item)
                }
                Err(fault) => Err(fault),
            });
            match item {
                Ok(item) => items.push(item),
                Err(fault) => {
                    // Only a list of structs is worth going on with: anything smaller is part of a broken item.
                    let Some(next) = self.next_item(start) else { return Err(fault) };
                    let fault = self.blame(start, fault);
                    self.faults.truncate(faults_before);
                    self.faults.push(fault);
                    self.at = next;
                    self.blank()?;
                    self.eat(',');
                    self.blank()?;
                }
            }
        }
        Ok(items)
    }

    fn map(&mut self) -> Result<Vec<(Node, Node)>, Fault> {
        let open = self.at;
        self.at += 1;
        self.blank()?;
        let mut entries = Vec::new();
        while !self.eat('}') {
            if self.ends_early(open, '{') {
                break;
            }
            let key = self.value()?;
            self.blank()?;
            if !self.eat(':') {
                return Err(self.unexpected(Token::Colon));
            }
            self.blank()?;
            entries.push((key, self.value()?));
            self.comma('}')?;
        }
        Ok(entries)
    }

    /// The text ends before the bracket opened at `open` does: reported, and taken as its end.
    fn ends_early(&mut self, open: usize, bracket: char) -> bool {
        let ends = self.rest().is_empty();
        if ends {
            self.faults.push((open..open + 1, SyntaxError::UnclosedBracket { open: bracket }));
        }
        ends
    }

    /// After an item: a comma, or the closing bracket (which is left).
    fn comma(&mut self, close: char) -> Result<(), Fault> {
        self.blank()?;
        if self.eat(',') {
            return self.blank();
        }
        if self.peek() == Some(close) || self.rest().is_empty() {
            return Ok(());
        }
        Err(self.unexpected(Token::CommaOrClose))
    }

    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        let mut escaped = false;
        loop {
            match bytes.get(end) {
                None => return Err((start..start + 1, SyntaxError::UnclosedString)),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    end += 2;
                }
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        let literal = self.text.get(start..self.at).unwrap_or_default();
        if literal.contains('\n') {
            self.long_text = Some(start..self.at);
        }
        if escaped {
            return decode_literal(literal, start);
        }
        Ok(literal.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned())
    }

    fn raw_string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let hashes = self.rest().bytes().skip(1).take_while(|byte| *byte == b'#').count();
        let close = format!("\"{}", "#".repeat(hashes));
        let body = start + 1 + hashes + 1;
        let end = self.text.get(body..).and_then(|rest| rest.find(&close));
        let Some(end) = end else { return Err((start..start + 1, SyntaxError::UnclosedString)) };
        self.at = body + end + close.len();
        decode_literal(self.text.get(start..self.at).unwrap_or_default(), start)
    }

    /// Where the item after the broken one at `start` begins: the place behind its closing bracket, or, where the
    /// brackets are what is broken, the next line that opens a bracket and is indented no deeper.
    fn next_item(&self, start: usize) -> Option<usize> {
        if !self.text.get(start..).is_some_and(opens_struct) {
            return None;
        }
        let by_line = self.next_line_item(start);
        // A bracket that closes only behind the next item is not this one's.
        self.behind_bracket(start, by_line.unwrap_or(self.text.len())).or(by_line)
    }

    /// Behind the bracket that closes the one at `start`, unless that is behind `limit`.
    fn behind_bracket(&self, start: usize, limit: usize) -> Option<usize> {
        let text = self.text.get(..limit)?;
        let mut look = Scanner { text, at: start, depth: 0, faults: Vec::new(), long_text: None };
        let mut depth = 0_usize;
        loop {
            look.blank().ok()?;
            match look.peek()? {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.checked_sub(1)?,
                '"' => {
                    look.string().ok()?;
                    continue;
                }
                'r' if look.rest().starts_with("r\"") || look.rest().starts_with("r#") => {
                    look.raw_string().ok()?;
                    continue;
                }
                c if is_bare(c) => {
                    look.bare();
                    continue;
                }
                _ => {}
            }
            look.at += look.peek().map_or(0, char::len_utf8);
            if depth == 0 {
                return Some(look.at);
            }
        }
    }

    fn next_line_item(&self, start: usize) -> Option<usize> {
        let own_line = self.text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let own_line = self.text.get(own_line..)?;
        let indent = own_line.len() - own_line.trim_start_matches([' ', '\t']).len();
        let mut line_start = start;
        loop {
            line_start += self.text.get(line_start..)?.find('\n')? + 1;
            let line = self.text.get(line_start..)?;
            let trimmed = line.trim_start_matches([' ', '\t']);
            let depth = line.len() - trimmed.len();
            if (trimmed.starts_with('(') && depth <= indent) || (trimmed.starts_with(']') && depth < indent) {
                return Some(line_start + depth);
            }
        }
    }
}

/// Whether a struct or a tuple begins here.
fn opens_struct(text: &str) -> bool {
    text.starts_with('(')
}

/// Characters of numbers, names and the like. Letters of any script, so that a Chinese field name gets a message of
/// its own instead of a syntax error.
fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')
}

fn decode_literal(literal: &str, start: usize) -> Result<String, Fault> {
    ron::from_str::<String>(literal).map_err(|error| {
        (start..start + literal.len(), SyntaxError::BadString { reason: error.code.to_string() })
    })
}
