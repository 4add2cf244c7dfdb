//! Changes of replies in the personal library, in their place: everything else stays byte for byte.

use std::ops::Range;
use std::path::Path;

use super::file_system::Disk;
use super::ron_file::edit::{EditError, appended, edit_file, replaced};
use super::ron_file::scan::{self, Field, Kind, Node};
use super::{libraries, ron_file};
use crate::diag::Severity;
use crate::model::{Pack, Part, Reply};

/// A personal library without a reply.
const EMPTY: &str = "(\n    format: 1,\n    replies: [\n    ],\n)\n";

/// Writes one text of a reply as several messages: wording `variant_idx` (counted from 0) of the reply in the personal library,
/// or of a copy there of the starter's.
///
/// # Errors
/// The file cannot be read or written, has errors, or the reply is another one by now. Then it is as it was.
pub fn split_text(path: &Path, reply: &Reply, variant_idx: usize, texts: &[String]) -> Result<(), EditError> {
    edit_file(&Disk, path, EMPTY, |name, text| {
        let (before, problems) = ron_file::parse_pack(name, text);
        if let Some(found) = problems.into_iter().find(|found| found.severity() == Severity::Error) {
            return Err(EditError::Mistake(Box::new(found)));
        }
        let own = node_of(text, reply).and_then(|node| with_parts(text, &node, variant_idx, texts));
        let is_own = before.replies.iter().any(|known| known.id == reply.id);
        let edited = match own {
            None if !is_own => with_copy(text, reply, variant_idx, texts),
            own => own,
        };
        let edited = edited.ok_or(EditError::Changed)?;
        let (after, _) = ron_file::parse_pack(name, &edited);
        let is_meant = is_meant(&before, &after, reply, variant_idx, texts);
        if is_meant { Ok((edited, ())) } else { Err(EditError::Changed) }
    })
}

/// Whether the reply has these messages now, and nothing else has changed.
fn is_meant(before: &Pack, after: &Pack, reply: &Reply, variant_idx: usize, texts: &[String]) -> bool {
    let mut wanted = reply.clone();
    if let Some(variant) = wanted.variants.get_mut(variant_idx) {
        variant.parts = texts.iter().cloned().map(Part::Text).collect();
    }
    let mut expected = before.replies.clone();
    match expected.iter_mut().find(|known| known.id == reply.id) {
        Some(known) => *known = wanted,
        None => expected.push(wanted),
    }
    expected == after.replies
}

/// The reply as it stands in a text: by its id, else by its title.
fn node_of(text: &str, reply: &Reply) -> Option<Node> {
    let (root, _) = scan::scan(text);
    let replies = root?.as_struct()?.iter().find(|field| field.name == "replies")?.value.as_list()?.to_vec();
    replies.into_iter().find(|node| {
        let fields = node.as_struct().unwrap_or_default();
        match text_of(fields, "id") {
            Some(id) => id == reply.id,
            None => text_of(fields, "title") == Some(reply.title.as_str()),
        }
    })
}

fn text_of<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields.iter().find(|field| field.name == name)?.value.as_text()
}

/// The text with one wording of a reply as a list of messages. `None` where the wording is not that text.
fn with_parts(text: &str, reply: &Node, variant_idx: usize, texts: &[String]) -> Option<String> {
    let is_same = |written: &str| {
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        solid(written) == solid(&texts.concat())
    };
    let literals: Option<Vec<String>> = texts.iter().map(|text| ron::to_string(text).ok()).collect();
    let list = format!("[{}]", literals?.join(", "));
    let as_field = |field: &Field| {
        sole_text(&field.value).filter(|written| is_same(written))?;
        replaced(text, &field.span(), &format!("parts: {list}"))
    };
    let fields = reply.as_struct()?;
    if let Some(field) = fields.iter().find(|field| field.name == "text" || field.name == "parts") {
        return as_field(field).filter(|_| variant_idx == 0);
    }
    let variants = fields.iter().find(|field| field.name == "variants")?.value.as_list()?;
    let variant = variants.get(variant_idx)?;
    match variant.as_struct() {
        Some(fields) => as_field(fields.iter().find(|field| field.name == "text" || field.name == "parts")?),
        None => replaced(text, &variant.span, &list).filter(|_| sole_text(variant).is_some_and(is_same)),
    }
}

/// A text, alone or alone in a list.
fn sole_text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Text(text) => Some(text),
        Kind::List(items) => match items.as_slice() {
            [item] => sole_text(item),
            _ => None,
        },
        Kind::Struct(_) | Kind::Tuple { .. } | Kind::Map(_) | Kind::Bare(_) => None,
    }
}

/// The text with a copy of the starter's reply behind its last one, changed.
fn with_copy(text: &str, reply: &Reply, variant_idx: usize, texts: &[String]) -> Option<String> {
    let starter = libraries::STARTER;
    let original = node_of(starter, reply)?;
    let changed = with_parts(starter, &original, variant_idx, texts)?;
    let grown = changed.len().checked_sub(starter.len())?;
    let copy = changed.get(original.span.start..original.span.end + grown)?;
    let (root, _) = scan::scan(text);
    let root = root?;
    let fields = root.as_struct()?;
    if let Some(replies) = fields.iter().find(|field| field.name == "replies") {
        let items: Vec<Range<usize>> =
            replies.value.as_list()?.iter().map(|item| item.span.clone()).collect();
        return appended(text, &replies.value.span, &items, copy);
    }
    let spans: Vec<Range<usize>> = fields.iter().map(Field::span).collect();
    appended(text, &root.span, &spans, &format!("replies: [{copy}]"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::atomic;

    fn reply_of(text: &str, id: &str) -> Reply {
        let (pack, _) = ron_file::parse_pack("r.ron", text);
        pack.replies.into_iter().find(|reply| reply.id == id).unwrap()
    }

    fn split(path: &Path, reply: &Reply, variant_idx: usize, texts: &[&str]) -> Result<(), EditError> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        split_text(path, reply, variant_idx, &texts)
    }

    #[test]
    fn a_text_becomes_messages_in_its_place_and_all_else_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        let before = "// 我的\n(replies: [\n  (id: \"a\", title: \"甲\", text: \"一。 二\\\"。\"), // 一\n  (title: \"乙\", variants: [\"x\", r#\"三。四\"#, (when: (days: \"weekend\"), text: \"五。六\"), [\"七。八\"]]),\n  (title: \"丙\", parts: [\"九。十\"]),\n])\n";
        let cases: [(&str, usize, &[&str], &str, &str); 5] = [
            ("t-4e59", 3, &["七。", "八"], "[\"七。八\"]", "[\"七。\", \"八\"]"),
            ("t-4e19", 0, &["九。", "十"], "[\"九。十\"]", "[\"九。\", \"十\"]"),
            ("a", 0, &["一。", "二\"。"], "text: \"一。 二\\\"。\"", "parts: [\"一。\", \"二\\\"。\"]"),
            ("t-4e59", 1, &["三。", "四"], "r#\"三。四\"#", "[\"三。\", \"四\"]"),
            ("t-4e59", 2, &["五。", "六"], "text: \"五。六\"", "parts: [\"五。\", \"六\"]"),
        ];
        for (id, variant_idx, texts, old, new) in cases {
            atomic::write(&path, before.as_bytes()).unwrap();
            split(&path, &reply_of(before, id), variant_idx, texts).unwrap();
            let written = std::fs::read_to_string(&path).unwrap();
            assert_eq!(written, before.replace(old, new));
        }
        // Another text stands there by now.
        atomic::write(&path, before.as_bytes()).unwrap();
        let reply = reply_of(before, "a");
        for (variant_idx, texts) in [(0, ["一。", "三"]), (1, ["一。", "二\"。"])] {
            assert!(matches!(split(&path, &reply, variant_idx, &texts), Err(EditError::Changed)));
        }
        let broken = "(replies: [(title: \"甲\" text)])";
        atomic::write(&path, broken.as_bytes()).unwrap();
        assert!(matches!(split(&path, &reply, 0, &["一。", "二\"。"]), Err(EditError::Mistake(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
    }

    #[test]
    fn a_reply_of_the_starter_is_copied_into_the_personal_library_first() {
        let root = tempfile::tempdir().unwrap();
        let reply = libraries::starter().replies.into_iter().find(|reply| reply.variants.len() > 1).unwrap();
        let text = reply.texts().next().unwrap();
        let at = text.char_indices().nth(4).unwrap().0;
        let (head, tail) = text.split_at(at);
        let texts = [head.trim(), tail.trim()];
        for own in [None, Some("(replies: [(title: \"我\", text: \"x\")])"), Some("(name: \"空\")")] {
            let path = root.path().join("new/replies.ron");
            match own {
                Some(own) => atomic::write(&path, own.as_bytes()).unwrap(),
                None => assert!(!path.exists()),
            }
            split(&path, &reply, 0, &texts).unwrap();
            let (pack, problems) = ron_file::parse_pack("r.ron", &std::fs::read_to_string(&path).unwrap());
            assert_eq!(problems, []);
            let copy = pack.replies.iter().find(|known| known.id == reply.id).unwrap();
            assert_eq!(copy.variants[0].parts, texts.map(|text| Part::Text(text.to_owned())));
            assert_eq!((&copy.variants[1..], &copy.asks), (&reply.variants[1..], &reply.asks));
        }
    }
}
