//! A library written anew, as a pack for others.

use super::FORMAT;
use super::schema::{Item as _, reply};
use crate::model::Pack;
use crate::ron_edit::{INDENT, Layout, literal};

/// The text of a file with what a pack says of itself, its fields, its tables and its replies. What it makes of rules, its
/// forbidden words, its calendar and what it hides are those of one user, and are left out.
///
/// ```
/// use suda::store::ron_file::{parse_pack, written};
///
/// let (pack, _) = parse_pack("my.ron", r#"(id: "tea", replies: [(id: "hi", title: "欢迎", text: "亲，在的")])"#);
/// assert_eq!(parse_pack("new.ron", &written(&pack)).0, pack);
/// ```
pub fn written(pack: &Pack) -> String {
    let layout = Layout { indent: "", line_break: "\n" };
    let (outer, inner) = (layout.deeper(), format!("{INDENT}{INDENT}"));
    let outer = Layout { indent: &outer, ..layout };
    let inner = Layout { indent: &inner, ..layout };
    let said = [
        ("id", &pack.id),
        ("name", &pack.name),
        ("version", &pack.version),
        ("author", &pack.author),
        ("license", &pack.license),
    ];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    let mut fields = vec![format!("format: {FORMAT}")];
    fields.extend(said.map(|(name, text)| format!("{name}: {}", literal(text))));
    let list = |name: &str, items: &[String]| format!("{name}: {}", outer.block('[', items, ']'));
    let declared: Vec<String> = pack.fields.iter().map(|field| field.write(inner)).collect();
    let tables: Vec<String> = pack.tables.iter().map(|table| table.write(inner)).collect();
    let replies: Vec<String> = pack.replies.iter().map(|reply| reply::write(reply, inner)).collect();
    fields.extend((!declared.is_empty()).then(|| list("fields", &declared)));
    fields.extend((!tables.is_empty()).then(|| list("tables", &tables)));
    fields.push(list("replies", &replies));
    layout.block('(', &fields, ')') + "\n"
}
