//! Groups of `TextExpander` for the Mac: a property list, in XML or binary, with `snippetsTE2`; of each snippet `plainText`,
//! `abbreviation`, `label` and `snippetType` (0 text, 1 formatted, 2 `AppleScript`, 3 shell, 4 `JavaScript`).

use std::collections::{BTreeSet, VecDeque};
use std::io::Cursor;

use plist::{Dictionary, Value};

use super::super::content::{Content, Entry, EntryMessage, Loss, RowAt, Text};
use super::super::gaps::{Missed, Reading, text_expander};
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::json::malformed;
use super::source::Rows;

/// See the module.
#[derive(Debug)]
pub(super) struct TextExpanderPlist;

/// How deep lists and dictionaries may be in one another; a real group has 4.
const MAX_DEPTH: usize = 32;

/// In bytes: of all texts, as often as they are named.
const MAX_EXPANDED: usize = 128 << 20;

impl Format for TextExpanderPlist {
    fn name(&self) -> &'static str {
        "textexpander"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(file) = input.single() else { return Fit::No };
        let is_list = file.bytes.starts_with(b"bplist00")
            || file.bytes.windows(6).take(1_000).any(|bytes| bytes == b"<plist");
        let names_snippets = || file.bytes.windows(11).any(|bytes| bytes == b"snippetsTE2");
        if is_list && names_snippets() { Fit::Certain } else { Fit::No }
    }

    fn read(&self, input: &Input, _: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = input.single().ok_or(ReadError::Unknown)?;
        let fault = |detail: &str| malformed(&file.path, None, None, detail.to_owned());
        let is_harmless = if file.bytes.starts_with(b"bplist00") {
            is_binary_harmless(&file.bytes).unwrap_or(false)
        } else {
            is_xml_harmless(&file.bytes)
        };
        if !is_harmless {
            return Err(fault("the property list is damaged or too deep"));
        }
        let value =
            Value::from_reader(Cursor::new(&file.bytes)).map_err(|error| fault(&error.to_string()))?;
        let group = value.as_dictionary();
        let snippets = group.and_then(|group| group.get("snippetsTE2")?.as_array());
        let snippets = snippets.ok_or_else(|| fault("there are no snippets"))?;
        let category: Vec<String> = group
            .and_then(|group| group.get("groupInfo")?.as_dictionary()?.get("groupName")?.as_string())
            .map(str::to_owned)
            .into_iter()
            .collect();
        let mut rows = Rows::new(self.name(), "", work);
        rows.sheet("", snippets.len());
        for (idx, snippet) in snippets.iter().enumerate() {
            rows.step()?;
            let empty = Dictionary::new();
            let snippet = snippet.as_dictionary().unwrap_or(&empty);
            take(&mut rows, RowAt { sheet: String::new(), row: idx + 1 }, snippet, &category);
        }
        Ok(rows.finish())
    }
}

fn take(rows: &mut Rows<'_>, at: RowAt, snippet: &Dictionary, category: &[String]) {
    let get = |key: &str| snippet.get(key).and_then(Value::as_string).unwrap_or_default().to_owned();
    let kind = snippet.get("snippetType").and_then(Value::as_signed_integer).unwrap_or(0);
    let source = get("plainText");
    let reading = match kind {
        2..=4 => Reading { text: Text::plain(&source), missed: vec![Missed { what: Loss::Script, source }] },
        1 => {
            let mut reading = text_expander(&source);
            reading.missed.push(Missed { what: Loss::Formatting, source });
            reading
        }
        _ => text_expander(&source),
    };
    let abbreviation = get("abbreviation");
    let text = rows.text(&at, reading);
    rows.take(Entry {
        at,
        key: if get("uuidString").is_empty() { abbreviation.clone() } else { get("uuidString") },
        title: get("label"),
        code: abbreviation.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned(),
        category: category.to_vec(),
        wordings: vec![vec![EntryMessage::Text(text)]],
        ..Entry::default()
    });
}

/// Whether lists and dictionaries are not too deep in one another: what is read of them is taken apart by recursion.
fn is_xml_harmless(bytes: &[u8]) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0);
    let count = |bytes: &[u8]| ["array", "dict"].iter().any(|name| bytes.starts_with(name.as_bytes()));
    for at in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at + 1) {
        let Some(tag) = bytes.get(at..) else { break };
        match tag.strip_prefix(b"/") {
            Some(tag) if count(tag) => depth = depth.saturating_sub(1),
            None if count(tag) => depth += 1,
            Some(_) | None => {}
        }
        deepest = deepest.max(depth);
    }
    deepest <= MAX_DEPTH
}

/// Whether a binary list, in which things are named by numbers, becomes no larger and deeper than is read. A list or dictionary
/// that is named twice, which no program writes, could make it grow without end. `None` where it is damaged.
fn is_binary_harmless(bytes: &[u8]) -> Option<bool> {
    let trailer = bytes.get(bytes.len().checked_sub(32)?..)?;
    let (offset_len, number_len) = (usize::from(*trailer.get(6)?), usize::from(*trailer.get(7)?));
    let (root, table) = (number(trailer.get(16..24)?)?, number(trailer.get(24..32)?)?);
    let object = |nth: usize| {
        let at = table.checked_add(nth.checked_mul(offset_len)?)?;
        let offset = number(bytes.get(at..at.checked_add(offset_len)?)?)?;
        bytes.get(offset..)
    };
    let (mut expanded, mut known, mut waiting) = (0_usize, BTreeSet::new(), VecDeque::from([(root, 0)]));
    while let Some((nth, depth)) = waiting.pop_front() {
        let (marker, mut rest) = object(nth)?.split_first()?;
        let mut count = usize::from(marker & 15);
        if count == 15 && matches!(marker >> 4, 4..=6 | 10..=13) {
            let (width, behind) = rest.split_first()?;
            let width = 1_usize << (width & 3);
            count = number(behind.get(..width)?)?;
            rest = behind.get(width..)?;
        }
        let named = match marker >> 4 {
            10 | 12 => count,
            13 => count.checked_mul(2)?,
            4..=6 => {
                expanded = expanded.checked_add(count.checked_mul(3)?)?;
                0
            }
            _ => 0,
        };
        let is_container = matches!(marker >> 4, 10 | 12 | 13);
        let is_again = is_container && !known.insert(nth);
        expanded = expanded.checked_add(64)?;
        if is_again || depth > MAX_DEPTH || expanded > MAX_EXPANDED {
            return Some(false);
        }
        let references = rest.get(..named.checked_mul(number_len)?)?;
        for reference in references.chunks_exact(number_len.max(1)) {
            waiting.push_back((number(reference)?, depth + 1));
        }
    }
    Some(true)
}

/// The number that at most 8 bytes are, the greatest first.
fn number(bytes: &[u8]) -> Option<usize> {
    (!bytes.is_empty() && bytes.len() <= 8)
        .then(|| bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
        .and_then(|number| usize::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group() -> Value {
        let snippet = |kind: i64, text: &str| {
            let mut out = Dictionary::new();
            out.insert("plainText".to_owned(), text.into());
            out.insert("abbreviation".to_owned(), ";fh".into());
            out.insert("label".to_owned(), "发货".into());
            out.insert("snippetType".to_owned(), kind.into());
            Value::Dictionary(out)
        };
        let mut out = Dictionary::new();
        out.insert(
            "snippetsTE2".to_owned(),
            Value::Array(vec![snippet(0, "亲，%clipboard"), snippet(3, "date +%Y")]),
        );
        Value::Dictionary(out)
    }

    fn read(bytes: Vec<u8>) -> Result<Content, ReadError> {
        TextExpanderPlist.read(&Input::file("a.textexpander", bytes), &Options::default(), &Work::default())
    }

    fn binary() -> Vec<u8> {
        let mut bytes = Vec::new();
        group().to_writer_binary(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn both_forms_are_read_and_a_shell_script_is_kept_as_text_and_said() {
        let mut xml = Vec::new();
        group().to_writer_xml(&mut xml).unwrap();
        for bytes in [xml, binary()] {
            assert_eq!(TextExpanderPlist.fit(&Input::file("a", bytes.clone())), Fit::Certain);
            let content = read(bytes).unwrap();
            let texts: Vec<_> = content
                .entries
                .iter()
                .map(|entry| match &entry.wordings[0][0] {
                    EntryMessage::Text(text) => text.source(),
                    EntryMessage::Picture(path) => path.clone(),
                })
                .collect();
            assert_eq!(texts, ["亲，{剪贴板}", "date +%Y"]);
            assert_eq!(
                content.lost.iter().map(|lost| (lost.at.row, lost.what)).collect::<Vec<_>>(),
                [(2, Loss::Script)]
            );
        }
    }

    #[test]
    fn lists_in_lists_without_end_are_refused() {
        let deep = format!("<plist>{}snippetsTE2", "<array>".repeat(100_000));
        assert!(matches!(read(deep.into_bytes()), Err(ReadError::Malformed { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), random in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = binary();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            drop(read(bytes));
            drop(read([b"bplist00".to_vec(), random].concat()));
        }
    }
}
