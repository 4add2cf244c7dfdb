//! An editor of RON files that people write: reads a text into a tree whose every value knows its bytes, goes on behind
//! mistakes, and changes single values so that comments, layout and everything unknown stay byte for byte.
//!
//! The `ron` crate reads into serde types and does not say where the parts were; here only its literals are used. Signs whose
//! meaning is certain are forgiven: full-width punctuation, a semicolon or two commas for one, `#` comments, a comma forgotten
//! between two structs, the lines that a merge leaves. Nothing here knows what the files are for: it names no other module of
//! this program.
//!
//! ```
//! use suda::ron_edit::{literal, parse, with_field};
//!
//! let text = "(\n    title: \"旧\", // 标题\n)";
//! let title = parse(text).root.unwrap().field("title").unwrap().value.span.clone();
//! assert_eq!(&text[title], "\"旧\"");
//!
//! let order = ["id", "title", "note"];
//! let text = with_field(text, &order, "title", &literal("新")).unwrap();
//! let text = with_field(&text, &order, "note", &literal("备注")).unwrap();
//! assert_eq!(text, "(\n    title: \"新\", // 标题\n    note: \"备注\",\n)");
//! ```
//!
//! A damaged file is read by [`recover()`], which is given the [`Shape`] of the file.

mod fault;
mod fields;
mod layout;
mod list;
mod literal;
mod node;
mod recover;
mod scanner;
mod signs;
mod splice;
#[cfg(test)]
mod tests;

pub use fault::{Fault, FaultKind, Wanted};
pub use fields::{spans, with_entry, with_field, with_unknown_fields, without_entry, without_field};
pub use layout::{INDENT, Layout};
pub use list::{edited_list, runs};
pub use literal::{LiteralPlaces, list_literal, literal, literal_like, raw_literal};
pub use node::{Field, Kind, Node};
pub use recover::{ListShape, Recovered, Shape, recover};
pub use splice::{Splices, appended, line_break, own_line, replaced};

/// What was read of a text that is one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// `None` where there is a mistake that cannot be forgiven.
    pub root: Option<Node>,
    /// The mistakes that were forgiven, in the order of the text, and the one that was not as the last.
    pub faults: Vec<Fault>,
}

/// Reads one value, which must be the whole text.
pub fn parse(text: &str) -> Parsed {
    let mut scanner = scanner::Scanner::at(text, 0);
    match scanner.document() {
        Ok(node) => Parsed { root: Some(node), faults: scanner.forgiven },
        Err(fault) => {
            scanner.forgiven.push(fault);
            Parsed { root: None, faults: scanner.forgiven }
        }
    }
}
