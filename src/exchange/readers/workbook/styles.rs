//! How the cells of an xlsx file show their numbers.

use std::collections::BTreeMap;

use super::number::NumberFormat;
use super::xml::{Mistake, Node, Xml, attribute, is_named};

/// Excel has at most 65,490 in a workbook.
const MAX_FORMATS: usize = 100_000;

/// The number format of each style, by the number that cells name it by.
pub(super) fn styles(text: &str) -> Result<Vec<NumberFormat>, Mistake> {
    let (mut xml, mut codes, mut formats) = (Xml::new(text), BTreeMap::new(), Vec::new());
    let mut is_in_cells = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) if is_named(&element, "numFmt") => {
                let code = attribute(&element, "formatCode").unwrap_or_default();
                codes.insert(
                    attribute(&element, "numFmtId").unwrap_or_default(),
                    NumberFormat::of_code(&code),
                );
            }
            Node::Start(element) if is_named(&element, "cellXfs") => is_in_cells = true,
            Node::Start(element) if is_in_cells && is_named(&element, "xf") => {
                let id = attribute(&element, "numFmtId").unwrap_or_default();
                let built_in = || NumberFormat::built_in(id.parse().unwrap_or(0));
                formats.push(codes.get(&id).copied().unwrap_or_else(built_in));
                if formats.len() > MAX_FORMATS {
                    return Err("too many styles".to_owned());
                }
            }
            Node::End(name) if name == "cellXfs" => is_in_cells = false,
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
    }
    Ok(formats)
}
