//! A guard in front of every zip archive.
//!
//! What the directory says is judged before anything is unpacked: how many entries, how large they become, how much each was
//! pressed, where their names lead. What is unpacked is counted again, because a directory can lie.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::input::{InputFile, ReadError};

/// Of one archive.
const MAX_ENTRIES: usize = 10_000;

/// In bytes: of all entries of an archive together, unpacked.
const MAX_UNPACKED: u64 = 256 << 20;

/// In bytes: entries that become no larger may be pressed as much as they like.
const SMALL: u64 = 1 << 20;

/// How many times larger an entry may become; real workbooks are at 1.9 to 5.2.
const MAX_RATIO: u64 = 100;

/// How every entry of the directory begins.
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";

/// An archive whose directory was found harmless.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// By the path: the number and the size that the directory says.
    entries: BTreeMap<String, (usize, u64)>,
    path: String,
}

/// Whether the bytes begin as a zip archive does.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl<'a> Archive<'a> {
    /// Judges the directory of an archive.
    ///
    /// # Errors
    /// It is damaged, encrypted, or larger than is read.
    pub(super) fn open(file: &'a InputFile) -> Result<Self, ReadError> {
        let too_large = |what| ReadError::TooLarge { path: file.path.clone(), what };
        // Before the directory is read: reading it takes memory for each entry.
        let headers = file.bytes.windows(4).filter(|bytes| *bytes == DIRECTORY_ENTRY);
        if headers.take(MAX_ENTRIES + 1).count() > MAX_ENTRIES {
            return Err(too_large("entries"));
        }
        let mut zip = ZipArchive::new(Cursor::new(file.bytes.as_slice()))
            .map_err(|error| malformed(&file.path, &error.to_string()))?;
        let (mut entries, mut unpacked) = (BTreeMap::new(), 0_u64);
        for number in 0..zip.len() {
            let entry =
                zip.by_index_raw(number).map_err(|error| malformed(&file.path, &error.to_string()))?;
            if entry.encrypted() {
                return Err(ReadError::Encrypted { path: file.path.clone(), tool: "zip" });
            }
            if entry.is_dir() || entry.is_symlink() {
                continue;
            }
            unpacked = unpacked.saturating_add(entry.size());
            if unpacked > MAX_UNPACKED {
                return Err(too_large("unpacked"));
            }
            if entry.size() > SMALL && entry.size() / entry.compressed_size().max(1) > MAX_RATIO {
                return Err(too_large("ratio"));
            }
            if entry.enclosed_name().is_none() {
                return Err(malformed(&file.path, "an entry leads out of the archive"));
            }
            entries.insert(name(entry.name_raw()), (number, entry.size()));
        }
        Ok(Self { zip, entries, path: file.path.clone() })
    }

    /// The paths of its files, in their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether there is a file at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.entry(path).is_some()
    }

    /// The content of the file at this path; `None` where there is none.
    ///
    /// # Errors
    /// It is damaged, or larger than the directory says.
    pub(super) fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some((number, size)) = self.entry(path) else { return Ok(None) };
        let entry = self.zip.by_index(number).map_err(|error| malformed(&self.path, &error.to_string()))?;
        let mut bytes = Vec::new();
        entry
            .take(size.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| malformed(&self.path, &format!("{path}: {error}")))?;
        if bytes.len() as u64 > size {
            return Err(malformed(&self.path, &format!("{path} is larger than the directory says")));
        }
        Ok(Some(bytes))
    }

    /// Windows tells no capital letters from small ones, nor do the programs there that write archives.
    fn entry(&self, path: &str) -> Option<(usize, u64)> {
        let other_case =
            || self.entries.iter().find(|(own, _)| own.eq_ignore_ascii_case(path)).map(|(_, entry)| entry);
        self.entries.get(path).or_else(other_case).copied()
    }

    /// All its files, in the order of their paths.
    ///
    /// # Errors
    /// One is damaged, or larger than the directory says.
    pub(super) fn files(&mut self) -> Result<Vec<InputFile>, ReadError> {
        let paths: Vec<String> = self.paths().map(str::to_owned).collect();
        let mut files = Vec::new();
        for path in paths {
            if let Some(bytes) = self.read(&path)? {
                files.push(InputFile { path, bytes });
            }
        }
        Ok(files)
    }
}

fn malformed(path: &str, detail: &str) -> ReadError {
    ReadError::Malformed { path: path.to_owned(), line: None, column: None, detail: detail.to_owned() }
}

/// The path of an entry. Windows writes it in the encoding of the system, and some programs with backslashes.
fn name(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.replace('\\', "/"),
        Err(_) => GB18030.decode(bytes).0.replace('\\', "/"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive with these files.
    pub(in crate::exchange) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in files {
            writer.start_file(*path, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn opened(bytes: &[u8]) -> Result<Vec<InputFile>, ReadError> {
        Archive::open(&InputFile { path: "a.zip".to_owned(), bytes: bytes.to_vec() })?.files()
    }

    fn what(opened: Result<Vec<InputFile>, ReadError>) -> &'static str {
        match opened {
            Err(ReadError::TooLarge { what, .. }) => what,
            Err(ReadError::Malformed { .. }) => "malformed",
            Err(ReadError::Encrypted { .. }) => "encrypted",
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_files_of_an_archive_are_unpacked_in_the_order_of_their_paths() {
        let bytes = archive(&[("二/甲.txt", "您好".as_bytes()), ("a.txt", b"x")]);
        let files = opened(&bytes).unwrap();
        let found: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
        assert_eq!(found, [("a.txt", b"x".as_slice()), ("二/甲.txt", "您好".as_bytes())]);
    }

    #[test]
    fn a_path_is_found_in_any_case_and_a_name_in_the_encoding_of_chinese_windows_is_read() {
        assert_eq!(name(&GB18030.encode("话术\\甲.txt").0), "话术/甲.txt");
        let file = InputFile { path: "a".to_owned(), bytes: archive(&[("XL/Workbook.xml", b"x")]) };
        assert!(Archive::open(&file).unwrap().has("xl/workbook.xml"));
    }

    #[test]
    fn a_zip_bomb_is_refused_before_it_is_unpacked() {
        let zeros = vec![0_u8; 20 << 20];
        assert_eq!(what(opened(&archive(&[("bomb", &zeros)]))), "ratio");
        // Each for itself is small enough to be pressed as much as it likes.
        let small = vec![0_u8; 1 << 20];
        let names: Vec<String> = (0..257).map(|number| number.to_string()).collect();
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), small.as_slice())).collect();
        assert_eq!(what(opened(&archive(&files))), "unpacked");
    }

    #[test]
    fn an_archive_of_too_many_files_is_refused() {
        let names: Vec<String> = (0..=MAX_ENTRIES).map(|number| number.to_string()).collect();
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        assert_eq!(what(opened(&archive(&files))), "entries");
    }

    #[test]
    fn an_entry_that_is_larger_than_the_directory_says_is_refused() {
        let mut bytes = archive(&[("a", &[7; 5_000])]);
        let at = bytes.windows(4).position(|bytes| bytes == DIRECTORY_ENTRY).unwrap();
        // The unpacked size is 24 bytes behind the beginning of a directory entry.
        bytes[at + 24..at + 28].copy_from_slice(&10_u32.to_le_bytes());
        assert_eq!(what(opened(&bytes)), "malformed");
    }

    #[test]
    fn an_entry_that_leads_out_of_the_archive_is_refused() {
        assert_eq!(what(opened(&archive(&[("../../etc/passwd", b"x")]))), "malformed");
    }

    #[test]
    fn an_encrypted_entry_is_said() {
        let mut bytes = archive(&[("a", b"x")]);
        let at = bytes.windows(4).position(|bytes| bytes == DIRECTORY_ENTRY).unwrap();
        // The lowest bit of the flags.
        bytes[at + 8] |= 1;
        bytes[6] |= 1;
        assert_eq!(what(opened(&bytes)), "encrypted");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            at in 0_usize..400,
            new in any::<[u8; 4]>(),
            length in 0_usize..500,
            random in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut bytes = archive(&[("a/b.txt", &[7; 300]), ("c", b"x")]);
            for (byte, new) in bytes.iter_mut().skip(at).zip(new) {
                *byte = new;
            }
            bytes.truncate(length);
            drop(opened(&bytes));
            drop(opened(&random));
        }
    }
}
