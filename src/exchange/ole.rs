//! The container of old Office files: a small file system with sectors and chains (MS-CFB).
//!
//! Every number in it is untrusted: a chain ends where the file has no more sectors.

/// How every such file begins.
const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// From here on a number of a sector means something else: an end, a free one.
const FIRST_RESERVED: u32 = 0xffff_fffa;

/// In bytes: of an entry of the directory.
const ENTRY: usize = 128;

/// In bytes: shorter streams are in the mini stream.
const MINI_CUTOFF: usize = 4096;

/// In bytes.
const MINI_SECTOR: usize = 64;

/// A container, its directory read.
#[derive(Debug)]
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_len: usize,
    /// Of each sector the next one.
    next: Vec<u32>,
    next_mini: Vec<u32>,
    mini: Vec<u8>,
    streams: Vec<Stream>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stream {
    name: String,
    start: u32,
    len: usize,
}

/// Whether the bytes begin as such a container does.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

impl<'a> Compound<'a> {
    /// Reads the directory; `None` where the container is damaged.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        if !is_compound(bytes) {
            return None;
        }
        let sector_len = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut out = Self {
            bytes,
            sector_len,
            next: Vec::new(),
            next_mini: Vec::new(),
            mini: Vec::new(),
            streams: Vec::new(),
        };
        out.next = out.tables()?;
        let directory = out.chain(u32_at(bytes, 48)?, usize::MAX);
        let entries: Vec<_> = directory.chunks_exact(ENTRY).filter_map(stream).collect();
        // The first is the root: its stream is the mini stream.
        let (root, streams) = entries.split_first()?;
        out.streams = streams.to_vec();
        out.mini = out.chain(root.start, root.len);
        let mini_table = out.chain(u32_at(bytes, 60)?, usize::MAX);
        out.next_mini = numbers(&mini_table).collect();
        Some(out)
    }

    /// Whether there is a stream or a folder of this name, in any case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.streams.iter().any(|stream| stream.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream, as far as the container holds it.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let stream = self.streams.iter().find(|stream| stream.name.eq_ignore_ascii_case(name))?;
        if stream.len >= MINI_CUTOFF {
            return Some(self.chain(stream.start, stream.len));
        }
        Some(linked(stream.start, stream.len, &self.next_mini, |sector| {
            let start = usize::try_from(sector).ok()?.checked_mul(MINI_SECTOR)?;
            self.mini.get(start..self.mini.len().min(start + MINI_SECTOR))
        }))
    }

    /// The tables of what follows which sector: the first 109 are named in the header, the rest in sectors of their own.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut named: Vec<u32> = numbers(self.bytes.get(76..512)?).collect();
        let mut sector = u32_at(self.bytes, 68)?;
        let sector_count = self.bytes.len() / self.sector_len;
        for _ in 0..sector_count {
            if sector >= FIRST_RESERVED {
                break;
            }
            named.extend(numbers(self.sector(sector)?));
            sector = named.pop()?;
        }
        let tables = named.into_iter().filter(|sector| *sector < FIRST_RESERVED).take(sector_count);
        Some(tables.filter_map(|sector| self.sector(sector)).flat_map(numbers).collect())
    }

    fn chain(&self, start: u32, len: usize) -> Vec<u8> {
        linked(start, len, &self.next, |sector| self.sector(sector))
    }

    /// The last one of a file may be cut off.
    fn sector(&self, sector: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector_len)?;
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector_len)?))
    }
}

/// What is in a chain of sectors. No sector is in it twice, so it is never longer than the file.
fn linked<'a>(start: u32, len: usize, next: &[u32], sector: impl Fn(u32) -> Option<&'a [u8]>) -> Vec<u8> {
    let (mut out, mut now) = (Vec::new(), start);
    for _ in 0..=next.len() {
        if now >= FIRST_RESERVED || out.len() >= len {
            break;
        }
        let Some(bytes) = sector(now) else { break };
        out.extend_from_slice(bytes);
        let Some(following) = usize::try_from(now).ok().and_then(|now| next.get(now)) else { break };
        now = *following;
    }
    out.truncate(len);
    out
}

fn stream(entry: &[u8]) -> Option<Stream> {
    let name_len = usize::from(u16_at(entry, 64)?).min(64).saturating_sub(2);
    let (units, _) = entry.get(..name_len)?.as_chunks::<2>();
    let name =
        String::from_utf16_lossy(&units.iter().map(|unit| u16::from_le_bytes(*unit)).collect::<Vec<_>>());
    Some(Stream { name, start: u32_at(entry, 116)?, len: usize::try_from(u32_at(entry, 120)?).ok()? })
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The little-endian number at an offset in bytes; `None` behind the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// The little-endian number at an offset in bytes; `None` behind the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The little-endian number at an offset in bytes; `None` behind the end.
pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk().map(|bytes| f64::from_le_bytes(*bytes))
}
