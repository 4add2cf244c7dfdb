//! RON text → a tree whose every node knows its bytes.
//!
//! The `ron` crate reads into serde types and does not say where the parts stood; later edits need the spans. Literals
//! (escapes, raw strings) are still decoded by `ron` itself. Signs whose meaning is certain are forgiven: full-width
//! punctuation, a semicolon or two commas for one, `#` comments, a comma forgotten between two structs, the lines that a
//! merge leaves. Any other mistake ends the scan; [`super::recover`] goes on behind it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::ends::Ends;
use crate::diag::{Lines, SyntaxError, Token};

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

    /// Whether it is a struct that gives this field.
    pub(in crate::store) fn has_field(&self, name: &str) -> bool {
        self.as_struct().is_some_and(|fields| fields.iter().any(|field| field.name == name))
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
const MAX_DEPTH: usize = 32;

/// Reads one value, which must be the whole text. The value is `None` where there is a mistake that cannot be forgiven; the
/// faults are those forgiven, in the order of the text, and that one as the last.
pub(in crate::store) fn scan(text: &str) -> (Option<Node>, Vec<Fault>) {
    let mut scanner = Scanner::at(text, 0);
    match scanner.document() {
        Ok(node) => (Some(node), scanner.forgiven),
        Err(fault) => {
            scanner.forgiven.push(fault);
            (None, scanner.forgiven)
        }
    }
}

/// A reader of values at a place of a text.
pub(super) struct Scanner<'a> {
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
    pub(super) fn at(text: &'a str, at: usize) -> Self {
        let ends = Rc::default();
        Self { text, at, depth: 0, forgiven: Vec::new(), long_texts: Vec::new(), ends }
    }

    /// Another reader of the same text.
    pub(super) fn look(&self, at: usize) -> Self {
        Self { ends: Rc::clone(&self.ends), ..Self::at(self.text, at) }
    }

    fn document(&mut self) -> Result<Node, Fault> {
        self.file_head()?;
        let node = self.value()?;
        self.blank()?;
        if !self.is_at_end() {
            return Err((self.at..self.at + 1, SyntaxError::Trailing));
        }
        Ok(node)
    }

    /// Passes what may stand in front of the value of a file: `#![enable(…)]`.
    pub(super) fn file_head(&mut self) -> Result<(), Fault> {
        self.blank()?;
        while self.rest().starts_with("#![") {
            let end = self.rest().find(']').map_or(self.text.len(), |end| self.at + end + 1);
            self.at = end;
            self.blank()?;
        }
        Ok(())
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character; of a full-width sign, the sign that is meant.
    pub(super) fn peek_sign(&self) -> Option<char> {
        self.peek().map(|c| meant_sign(c).unwrap_or(c))
    }

    /// Where the next value or sign is, behind blanks, and that sign. Passes nothing.
    pub(super) fn look_ahead(&self) -> Option<(usize, char)> {
        let mut look = self.look(self.at);
        look.blank().ok()?;
        Some((look.at, look.peek_sign()?))
    }

    /// Passes a sign. One that is not written as it should be is forgiven.
    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let Some(found) = self.peek() else { return false };
        if found != wanted && meant_sign(found) != Some(wanted) {
            return false;
        }
        if found != wanted {
            let fault = self.unexpected(Token::Sign(wanted));
            self.forgiven.push(fault);
        }
        self.at += found.len_utf8();
        true
    }

    /// Passes one character, whatever it is.
    pub(super) fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn unexpected(&self, expected: Token) -> Fault {
        let found = self.peek().map_or_else(String::new, String::from);
        (self.at..self.at + found.len(), SyntaxError::Unexpected { expected, found })
    }

    /// Passes white space and comments, and forgives what was meant as such.
    pub(super) fn blank(&mut self) -> Result<(), Fault> {
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
            return Some((start..self.at, SyntaxError::MergeMarker));
        }
        if is_invisible(c) {
            self.skip();
            return Some((start..self.at, SyntaxError::Invisible { code_point: u32::from(c) }));
        }
        if c == '#' && !rest.starts_with("#![") {
            self.pass_line();
            return Some((start..start + 1, SyntaxError::HashComment));
        }
        None
    }

    fn block_comment(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let end = self.ends.borrow_mut().comment(self.text, start);
        self.at = end.unwrap_or(self.text.len());
        if end.is_some() { Ok(()) } else { Err((start..start + 2, SyntaxError::UnclosedComment)) }
    }

    pub(super) fn value(&mut self) -> Result<Node, Fault> {
        if self.depth >= MAX_DEPTH {
            return Err((self.at..self.at + 1, SyntaxError::TooDeep));
        }
        self.depth += 1;
        let node = self.value_inside();
        self.depth -= 1;
        node
    }

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
                let word = self.bare();
                let after = self.at;
                self.blank()?;
                if self.peek_sign() == Some('(') {
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

    /// Passes a name or a number and gives it; empty where there is none.
    pub(super) fn bare(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find(|c| !is_bare(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }

    /// The name of the field that begins here, if one does.
    pub(super) fn peek_field(&self) -> Option<String> {
        let mut look = self.look(self.at);
        let name = look.bare();
        (!name.is_empty() && look.blank().is_ok() && look.peek_sign() == Some(':')).then_some(name)
    }

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
        let name = self.bare();
        if name.is_empty() {
            return Err(self.unexpected(Token::FieldName));
        }
        let name_span = start..self.at;
        self.colon()?;
        Ok(Field { name, name_span, value: self.value()? })
    }

    /// Passes a colon and the blanks around it.
    pub(super) fn colon(&mut self) -> Result<(), Fault> {
        self.blank()?;
        if !self.eat(':') {
            return Err(self.unexpected(Token::Sign(':')));
        }
        self.blank()
    }

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

    /// Passes an opening bracket, the blanks behind it, and commas that stand there by mistake; gives where it is.
    fn open(&mut self, bracket: char) -> Result<usize, Fault> {
        let open = self.at;
        self.eat(bracket);
        self.blank()?;
        self.surplus_commas()?;
        Ok(open)
    }

    /// Passes the closing bracket, if it is here. The end of the text in its place is a mistake.
    fn closes(&mut self, open: usize, bracket: char) -> Result<bool, Fault> {
        if self.is_at_end() {
            return Err(unclosed(&Lines::of(self.text), open, self.at));
        }
        Ok(self.eat(bracket))
    }

    /// After an item: a comma, or the closing bracket (which is left).
    pub(super) fn comma(&mut self, close: char) -> Result<(), Fault> {
        self.blank()?;
        if self.eat(',') {
            self.blank()?;
            return self.surplus_commas();
        }
        if self.peek_sign() == Some(close) || self.is_at_end() {
            return Ok(());
        }
        Err(self.unexpected(Token::CommaOrClose))
    }

    pub(super) fn surplus_commas(&mut self) -> Result<(), Fault> {
        while self.peek_sign() == Some(',') {
            let fault = self.unexpected(Token::Value);
            self.forgiven.push(fault);
            self.skip();
            self.blank()?;
        }
        Ok(())
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
            self.long_texts.push(start..self.at);
        }
        if escaped {
            return decode_literal(literal, start);
        }
        Ok(literal.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned())
    }

    fn raw_string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let hashes = self.rest().bytes().skip(1).take_while(|byte| *byte == b'#').count();
        self.at += 1 + hashes;
        if self.peek() != Some('"') {
            return Err(self.unexpected(Token::Sign('"')));
        }
        let body = self.at + 1;
        let unclosed = || (start..start + 1, SyntaxError::UnclosedString);
        let ends = self.ends.borrow_mut().raw_string(self.text, body, hashes);
        let (end, last_opening) = ends.ok_or_else(unclosed)?;
        let inside = self.text.get(body..end).ok_or_else(unclosed)?;
        if last_opening.is_some_and(|last| self.is_swallowed(body..last)) {
            return Err(unclosed());
        }
        self.at = end + 1 + hashes;
        if inside.contains('\n') {
            self.long_texts.push(start..self.at);
        }
        decode_literal(self.text.get(start..self.at).unwrap_or_default(), start)
    }

    /// Whether what stands in a raw string is the rest of the file rather than a text: in the part of it in front of the last
    /// place where a raw string of the same kind opens, an item begins on a line of its own.
    fn is_swallowed(&self, part: Range<usize>) -> bool {
        let inside = self.text.get(part.clone()).unwrap_or_default();
        let mut starts = std::iter::once(0).chain(inside.match_indices('\n').map(|(at, _)| at + 1));
        starts.any(|start| self.opens_struct_at_line(part.start + start).is_some())
    }

    /// Where a line begins with a struct (its name may stand in front): the byte position of that, and of its bracket.
    pub(super) fn opens_struct_at_line(&self, line_start: usize) -> Option<(usize, usize)> {
        let start = behind_indent(self.text, line_start)?;
        let mut look = self.look(start);
        look.bare();
        let bracket = look.at;
        if look.peek_sign() != Some('(') {
            return None;
        }
        look.skip();
        look.blank().ok()?;
        look.peek_field().map(|_| (start, bracket))
    }

    /// Behind the bracket that closes the one at `start`, unless that is behind `limit` or the brackets do not match.
    pub(super) fn behind_bracket(text: &str, start: usize, limit: usize) -> Option<usize> {
        let mut look = Scanner::at(text.get(..limit)?, start);
        let mut closing: Vec<char> = Vec::new();
        loop {
            look.blank().ok()?;
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
                    look.bare();
                    continue;
                }
                _ => {}
            }
            look.skip();
            if closing.is_empty() {
                return Some(look.at);
            }
        }
    }
}

/// The bracket at `open` is not closed, as is seen at `at`.
pub(super) fn unclosed(lines: &Lines<'_>, open: usize, at: usize) -> Fault {
    let bracket = lines.text().get(open..).and_then(|rest| rest.chars().next()).unwrap_or('(');
    (at..at, SyntaxError::UnclosedBracket { open: bracket, line: lines.line(open) })
}

/// Where the first character of a line is that is no indent.
pub(super) fn behind_indent(text: &str, line_start: usize) -> Option<usize> {
    let line = text.get(line_start..)?;
    Some(line_start + line.len() - line.trim_start_matches([' ', '\t', '\u{3000}']).len())
}

/// The sign that was meant by one that input methods write for it.
fn meant_sign(c: char) -> Option<char> {
    match c {
        '（' => Some('('),
        '）' => Some(')'),
        '［' | '【' => Some('['),
        '］' | '】' => Some(']'),
        '｛' => Some('{'),
        '｝' => Some('}'),
        '，' | '、' | '；' | ';' => Some(','),
        '：' => Some(':'),
        _ => None,
    }
}

/// Characters without a width that are not white space, as copying from web pages leaves them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a line that a merge leaves begins here: `<<<<<<< HEAD`, `=======`, `>>>>>>> branch`, `||||||| base`.
pub(super) fn is_marker_line(text: &str, at: usize) -> bool {
    let is_line_start = at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n'));
    let Some(rest) = text.get(at..).filter(|_| is_line_start) else { return false };
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| {
        rest.strip_prefix(marker)
            .is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\r', '\n']))
    })
}

/// Characters of numbers, names and the like. Letters of any script, so that a Chinese field name gets a message of
/// its own instead of a syntax error.
pub(super) fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')
}

/// The text of a literal with escapes.
fn decode_literal(literal: &str, start: usize) -> Result<String, Fault> {
    // Its words are English; which escape it is, is what helps.
    ron::from_str::<String>(literal).map_err(|_error| {
        let (range, escape) = bad_escape(literal).unwrap_or((0..literal.len(), String::new()));
        (start + range.start..start + range.end, SyntaxError::BadEscape { escape })
    })
}

/// The first escape of a literal that means nothing, and its bytes.
fn bad_escape(literal: &str) -> Option<(Range<usize>, String)> {
    let mut at = 0;
    loop {
        at += literal.get(at..)?.find('\\')?;
        let rest = literal.get(at..)?;
        let length = escape_length(rest);
        let escape = rest.get(..length)?;
        if ron::from_str::<String>(&format!("\"{escape}\"")).is_err() {
            return Some((at..at + length, escape.to_owned()));
        }
        at += length;
    }
}

/// How many bytes an escape takes: `\n`, `\x41`, `\u{4e2d}`.
pub(super) fn escape_length(text: &str) -> usize {
    let end = match text.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => text.find('}').map_or(2, |end| end + 1),
        _ => 1 + text.chars().nth(1).map_or(0, char::len_utf8),
    };
    if text.is_char_boundary(end) { end } else { 1 }
}
