//! The records of old Excel files (BIFF8 and BIFF5, MS-XLS): a kind, a length, the bytes; what does not fit goes on in records
//! of the kind `CONTINUE`.

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

use crate::exchange::ole::u16_at;

/// What goes on with the record before.
const CONTINUE: u16 = 0x3c;

/// A record with what goes on with it.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub kind: u16,
    /// At least one.
    parts: Vec<&'a [u8]>,
}

/// The records of a stream from an offset on, until it ends or is cut off.
pub(super) fn records(stream: &[u8], offset: usize) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream.get(offset..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, data) = cut(&mut rest)?;
        let mut parts = vec![data];
        while u16_at(rest, 0) == Some(CONTINUE) {
            parts.push(cut(&mut rest)?.1);
        }
        Some(Record { kind, parts })
    })
}

fn cut<'a>(rest: &mut &'a [u8]) -> Option<(u16, &'a [u8])> {
    let (kind, len) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
    let data = rest.get(4..4 + len)?;
    *rest = rest.get(4 + len..)?;
    Some((kind, data))
}

impl<'a> Record<'a> {
    /// Its bytes up to the first continuation: all of most records.
    pub(super) fn data(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }

    /// Reads its bytes from an offset in the first part on.
    pub(super) fn bytes_from(&self, at: usize) -> Bytes<'a, '_> {
        Bytes { parts: &self.parts, part: 0, at }
    }
}

/// The bytes of a record and its continuations, one after the other.
#[derive(Debug)]
pub(super) struct Bytes<'a, 'r> {
    parts: &'r [&'a [u8]],
    part: usize,
    at: usize,
}

impl<'a> Bytes<'a, '_> {
    fn u8(&mut self) -> Option<u8> {
        loop {
            let part = self.parts.get(self.part)?;
            if let Some(byte) = part.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            self.at -= part.len().min(self.at);
            self.part += 1;
        }
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        self.at = self.at.checked_add(count)?;
        Some(())
    }

    /// What is left of the part; empty at its end.
    fn left(&self) -> &'a [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// A text of BIFF8 with its length before it (`XLUnicodeRichExtendedString`).
    pub(super) fn text(&mut self) -> Option<Text8> {
        let count = usize::from(self.u16()?);
        let flags = self.u8()?;
        let run_count = if flags & 8 == 0 { 0 } else { usize::from(self.u16()?) };
        let extra_len = if flags & 4 == 0 { 0 } else { usize::try_from(self.u32()?).ok()? };
        let text = self.characters(count, flags & 1 == 1)?;
        self.skip(run_count * 4)?;
        self.skip(extra_len)?;
        Some(Text8 { text, has_runs: run_count > 0 })
    }

    /// A text whose length is one byte (`ShortXLUnicodeString`), as the names of sheets have it.
    pub(super) fn short_text(&mut self) -> Option<String> {
        let count = usize::from(self.u8()?);
        let flags = self.u8()?;
        self.characters(count, flags & 1 == 1)
    }

    /// In a continuation a text goes on with a byte that says anew how wide its characters are.
    fn characters(&mut self, count: usize, is_wide: bool) -> Option<String> {
        let (mut units, mut is_wide) = (Vec::new(), is_wide);
        while units.len() < count {
            let wanted = count - units.len();
            let left = self.left();
            let width = if is_wide { 2 } else { 1 };
            let taken = wanted.min(left.len() / width);
            if taken == 0 {
                self.part += 1;
                self.at = 0;
                is_wide = self.parts.get(self.part)?.first()? & 1 == 1;
                self.at = 1;
                continue;
            }
            let bytes = left.get(..taken * width)?;
            if is_wide {
                units.extend(bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)));
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            self.at += taken * width;
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// The bytes of a text of BIFF5: at most `count` of them.
    fn narrow(&mut self, count: usize) -> Vec<u8> {
        (0..count).map_while(|_| self.u8()).collect()
    }

    /// A text of BIFF5 with its length before it, in one byte or in two.
    pub(super) fn old_text(&mut self, length: Length, encoding: &'static Encoding) -> Option<String> {
        let count = match length {
            Length::Byte => usize::from(self.u8()?),
            Length::Word => usize::from(self.u16()?),
        };
        Some(encoding.decode_without_bom_handling(&self.narrow(count)).0.into_owned())
    }
}

/// A text of BIFF8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text8 {
    pub text: String,
    /// Whether parts of it look different.
    pub has_runs: bool,
}

/// How long the length of a text of BIFF5 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Byte,
    Word,
}

/// The encoding of a code page of Windows.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    match number {
        932 => SHIFT_JIS,
        936 => GBK,
        950 => BIG5,
        _ => WINDOWS_1252,
    }
}
