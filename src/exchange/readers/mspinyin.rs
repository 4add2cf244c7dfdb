//! Phrases that users defined in Microsoft Pinyin: `.dat` and `.lex` files.
//!
//! A header with the magic, the offset of the table at 0x10, the start of the phrases at 0x14 and their count at 0x1C; then
//! the table of offsets; then each phrase: 16 bytes (8 before Windows 10 1703), the code and the text, in UTF-16 with an end.
//! The layout is described at <https://github.com/gongyoyo/mschxudp>.

use super::super::content::{Content, Entry, EntryMessage, Reason, Rejected, RowAt, SheetInfo, Text};
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::ole::{u16_at, u32_at};
use super::super::work::Work;

/// Phrases of Microsoft Pinyin.
#[derive(Debug)]
pub(super) struct MsPinyin;

const MAGIC: &[u8] = b"mschxudp";

/// At most: the file of 64 MB could name one of 8 bytes so often that it takes gigabytes.
const MAX_PHRASES: usize = 200_000;

impl Format for MsPinyin {
    fn name(&self) -> &'static str {
        "mspinyin"
    }

    fn fit(&self, input: &Input) -> Fit {
        if input.single().is_some_and(|file| file.bytes.starts_with(MAGIC)) { Fit::Certain } else { Fit::No }
    }

    fn read(&self, input: &Input, _: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = input.single().ok_or(ReadError::Unknown)?;
        let header = header(&file.bytes).filter(|header| header.count <= MAX_PHRASES);
        let header = header.ok_or_else(|| ReadError::Malformed {
            path: file.path.clone(),
            line: None,
            column: None,
            detail: "the header leads out of the file".to_owned(),
        })?;
        let mut content = Content { format: self.name().to_owned(), ..Content::default() };
        for nth in 0..header.count {
            work.step()?;
            let at = RowAt { sheet: String::new(), row: nth + 1 };
            match phrase(&file.bytes, &header, nth) {
                Some((_, text)) if text.contains('\u{fffd}') => {
                    content.rejected.push(Rejected::new(at, &text, Reason::Unreadable));
                }
                Some((_, text)) if text.trim().is_empty() => {
                    content.rejected.push(Rejected::new(at, "", Reason::NoText));
                }
                Some((code, text)) => {
                    let wordings = vec![vec![EntryMessage::Text(Text::plain(&text))]];
                    content.entries.push(Entry {
                        at,
                        key: String::new(),
                        code,
                        wordings,
                        ..Entry::default()
                    });
                }
                None => content.rejected.push(Rejected::new(at, "", Reason::Malformed)),
            }
        }
        content.sheets.push(SheetInfo { row_count: header.count, is_read: true, ..SheetInfo::default() });
        Ok(content)
    }
}

/// Where things are, in bytes.
struct Header {
    table: usize,
    phrases: usize,
    count: usize,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let number = |at| usize::try_from(u32_at(bytes, at)?).ok();
    let header = Header { table: number(0x10)?, phrases: number(0x14)?, count: number(0x1c)? };
    let table_len = header.count.checked_mul(4)?;
    bytes.get(header.table..header.table.checked_add(table_len)?)?;
    Some(header)
}

/// The code and the text of a phrase.
fn phrase(bytes: &[u8], header: &Header, nth: usize) -> Option<(String, String)> {
    let offset = usize::try_from(u32_at(bytes, header.table + nth * 4)?).ok()?;
    let bytes = bytes.get(header.phrases.checked_add(offset)?..)?;
    // 16 or 8: how long what is before the code is.
    let code_at = usize::from(u16_at(bytes, 0)?).max(8);
    let text_at = usize::from(u16_at(bytes, 4)?).max(code_at);
    Some((text(bytes.get(code_at..text_at)?), text(bytes.get(text_at..)?)))
}

/// In UTF-16 units: longer ones are no phrases but other bytes.
const MAX_TEXT: usize = 8_192;

/// A text in UTF-16 up to its end.
fn text(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    String::from_utf16_lossy(&units.take(MAX_TEXT).take_while(|unit| *unit != 0).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A file with these codes and texts, as Windows 10 writes it since 1703 (16 bytes before a code) or before (8).
    fn file(phrases: &[(&str, &str)], before: u16) -> Vec<u8> {
        let wide =
            |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let (mut table, mut body) = (Vec::new(), Vec::new());
        for (code, text) in phrases {
            table.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
            let text_at = before + u16::try_from(wide(code).len()).unwrap();
            let start = body.len();
            body.extend([before, before, text_at, 0x0601].into_iter().flat_map(u16::to_le_bytes));
            body.resize(start + usize::from(before), 0);
            body.extend([wide(code), wide(text)].concat());
        }
        let mut out = MAGIC.to_vec();
        out.resize(0x40, 0);
        let count = u32::try_from(phrases.len()).unwrap();
        let start = 0x40 + count * 4;
        for (at, number) in
            [(0x10, 0x40), (0x14, start), (0x18, start + u32::try_from(body.len()).unwrap()), (0x1c, count)]
        {
            out[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        [out, table, body].concat()
    }

    fn read(bytes: Vec<u8>) -> Result<Content, ReadError> {
        MsPinyin.read(&Input::file("a.dat", bytes), &Options::default(), &Work::default())
    }

    #[test]
    fn phrases_of_both_versions_are_read() {
        for before in [8, 16] {
            let content = read(file(&[("fh", "亲，马上发货"), ("zw", "在的，请说")], before)).unwrap();
            let found: Vec<_> =
                content.entries.iter().map(|entry| (entry.code.as_str(), entry.wordings.clone())).collect();
            let wording = |text: &str| vec![vec![EntryMessage::Text(Text::plain(text))]];
            assert_eq!(found, [("fh", wording("亲，马上发货")), ("zw", wording("在的，请说"))]);
        }
    }

    #[test]
    fn an_offset_out_of_the_file_rejects_its_phrase_alone_and_a_count_out_of_it_the_file() {
        let mut bytes = file(&[("a", "一"), ("b", "二")], 16);
        bytes[0x40..0x44].fill(0xff);
        let content = read(bytes.clone()).unwrap();
        assert_eq!((content.entries.len(), content.rejected[0].reason), (1, Reason::Malformed));
        bytes[0x1c..0x20].fill(0xff);
        assert!(matches!(read(bytes), Err(ReadError::Malformed { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(at in 0_usize..140, byte in any::<u8>(), random in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = file(&[("a", "一"), ("b", "二")], 16);
            if let Some(old) = bytes.get_mut(at) {
                *old = byte;
            }
            drop(read(bytes));
            drop(read(random.clone()));
            drop(read([MAGIC, &random].concat()));
        }
    }
}
