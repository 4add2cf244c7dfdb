//! What a text is read into: a tree of values that know their bytes.

use std::ops::Range;

/// A value and the bytes it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
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
    pub fn as_text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }

    pub fn as_bare(&self) -> Option<&str> {
        if let Kind::Bare(word) = &self.kind { Some(word) } else { None }
    }

    pub fn as_list(&self) -> Option<&[Node]> {
        if let Kind::List(items) = &self.kind { Some(items) } else { None }
    }

    pub fn as_struct(&self) -> Option<&[Field]> {
        if let Kind::Struct(fields) = &self.kind { Some(fields) } else { None }
    }

    /// The first field of this name, where it is a struct that gives one.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.as_struct()?.iter().find(|field| field.name == name)
    }

    /// Whether it is a struct that gives this field.
    pub fn has_field(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    pub fn as_map(&self) -> Option<&[(Node, Node)]> {
        if let Kind::Map(entries) = &self.kind { Some(entries) } else { None }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: String,
    pub name_span: Range<usize>,
    pub value: Node,
}

impl Field {
    /// The bytes of the name and the value.
    pub fn span(&self) -> Range<usize> {
        self.name_span.start..self.value.span.end
    }
}
