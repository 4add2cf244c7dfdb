//! How what is written anew is laid out.

/// One level deeper.
pub const INDENT: &str = "    ";

/// Where an item begins: what its lines are indented by, and how they end.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    pub indent: &'a str,
    pub line_break: &'a str,
}

impl Layout<'_> {
    /// Items on lines of their own between two brackets.
    pub fn block(&self, open: char, items: &[String], close: char) -> String {
        let Self { indent, line_break } = self;
        let lines: String =
            items.iter().map(|item| [indent, INDENT, item, ",", line_break].concat()).collect();
        format!("{open}{line_break}{lines}{indent}{close}")
    }

    /// The indent of what is one level deeper.
    pub fn deeper(&self) -> String {
        format!("{}{INDENT}", self.indent)
    }
}
