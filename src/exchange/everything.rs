//! All files of a user in one zip file, for a new computer: `manifest.json` and the files.
//!
//! ```text
//! manifest.json         {"format": 1, "program": "suda", "version": "0.1.0", "date": "2026-11-30", "files": […]}
//! data/replies.ron
//! pictures/包裹.png
//! config/shops.ron
//! ```
//!
//! Nothing is compressed, so that the guard in front of foreign archives has nothing to refuse. The same files make the same
//! bytes. Which files there are, and where they belong, is for who has them.

use std::io::{Cursor, Read as _, Write as _};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::input::{InputFile, ReadError};

/// The newest format that this program reads.
const FORMAT: u32 = 1;

const MANIFEST: &str = "manifest.json";

const PROGRAM: &str = "suda";

/// In bytes: of such a file, and of all files in it together.
pub const MAX_EVERYTHING: u64 = 1 << 30;

/// How many files there may be.
const MOST_FILES: usize = 10_000;

/// What is said of the files.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    program: String,
    version: String,
    date: Date,
    files: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    path: String,
    bytes: u64,
}

/// Everything that was in such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Everything {
    /// The day on which it was made.
    pub date: Date,
    /// In the order of their paths.
    pub files: Vec<InputFile>,
}

/// The zip file of these files, in the order of their paths.
///
/// # Errors
/// There are more, or larger ones, than a zip file holds.
pub fn packed(mut files: Vec<InputFile>, date: Date) -> Result<Vec<u8>, ZipError> {
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let listed = files.iter().map(|file| Listed { path: file.path.clone(), bytes: file.bytes.len() as u64 });
    let manifest = Manifest {
        format: FORMAT,
        program: PROGRAM.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        date,
        files: listed.collect(),
    };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| ZipError::Io(error.into()))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let usual = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    zip.start_file(MANIFEST, usual)?;
    zip.write_all(&manifest)?;
    for file in &files {
        zip.start_file(file.path.as_str(), usual)?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Whether a file is such a zip file: its first entry is our manifest.
pub fn is_everything(bytes: &[u8]) -> bool {
    const NAME_AT: usize = 30;
    bytes.starts_with(b"PK\x03\x04")
        && bytes.get(NAME_AT..).is_some_and(|rest| rest.starts_with(MANIFEST.as_bytes()))
        && bytes.get(..1024).unwrap_or(bytes).windows(PROGRAM.len()).any(|word| word == PROGRAM.as_bytes())
}

/// The files of such a zip file.
///
/// # Errors
/// It is damaged, made by a newer program, larger than is read, or its files are not those of the manifest.
pub fn unpacked(file: &InputFile) -> Result<Everything, ReadError> {
    let malformed = |detail: &str| ReadError::Malformed {
        path: file.path.clone(),
        line: None,
        column: None,
        detail: detail.to_owned(),
    };
    if file.bytes.len() as u64 > MAX_EVERYTHING {
        return Err(ReadError::TooLarge { path: file.path.clone(), what: "bytes" });
    }
    let mut zip =
        ZipArchive::new(Cursor::new(file.bytes.as_slice())).map_err(|error| malformed(&error.to_string()))?;
    if zip.len() > MOST_FILES + 1 {
        return Err(ReadError::TooLarge { path: file.path.clone(), what: "entries" });
    }
    let mut room = MAX_EVERYTHING;
    let mut read = |path: &str| {
        let entry = zip.by_name(path).map_err(|error| malformed(&format!("{path}: {error}")))?;
        let is_ours = entry.enclosed_name().is_some() && entry.is_file() && !path.contains('\\');
        // A file that unpacks to more than it holds is not of our making.
        if !is_ours || entry.compression() != CompressionMethod::Stored || entry.size() > room {
            return Err(malformed(&format!("{path} is not a file of ours")));
        }
        room -= entry.size();
        let mut bytes = Vec::new();
        let most = entry.size();
        entry.take(most).read_to_end(&mut bytes).map_err(|error| malformed(&format!("{path}: {error}")))?;
        Ok(bytes)
    };
    let manifest = read(MANIFEST)?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest).map_err(|error| malformed(&format!("{MANIFEST}: {error}")))?;
    if manifest.program != PROGRAM {
        return Err(malformed("the manifest is another program's"));
    }
    if manifest.format > FORMAT {
        return Err(malformed("a newer program has made it"));
    }
    let mut files = Vec::new();
    for Listed { path, bytes: size } in manifest.files {
        let bytes = read(&path)?;
        if bytes.len() as u64 != size {
            return Err(malformed(&format!("{path} has another size than the manifest says")));
        }
        files.push(InputFile { path, bytes });
    }
    Ok(Everything { date: manifest.date, files })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn file(path: &str, bytes: &[u8]) -> InputFile {
        InputFile { path: path.to_owned(), bytes: bytes.to_owned() }
    }

    fn read(bytes: Vec<u8>) -> Result<Everything, ReadError> {
        unpacked(&InputFile { path: "all.zip".to_owned(), bytes })
    }

    #[test]
    fn everything_comes_back_and_the_same_files_make_the_same_bytes() {
        let files =
            vec![file("data/replies.ron", "亲".as_bytes()), file("config/shops.ron", b"()"), file("e", b"")];
        let day = date(2026, 11, 30);
        let bytes = packed(files.clone(), day).unwrap();
        let reversed = files.iter().rev().cloned().collect();
        assert_eq!(packed(reversed, day).unwrap(), bytes);
        assert!(is_everything(&bytes) && !is_everything(b"PK\x03\x04"));
        let mut sorted = files;
        sorted.sort_by(|one, other| one.path.cmp(&other.path));
        assert_eq!(read(bytes).unwrap(), Everything { date: day, files: sorted });
    }

    #[test]
    fn a_file_that_leads_out_or_is_not_ours_is_refused() {
        let bytes = packed(vec![file("../out.ron", b"x")], date(2026, 11, 30)).unwrap();
        assert!(matches!(read(bytes), Err(ReadError::Malformed { .. })));
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(MANIFEST, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .unwrap();
        let listed = r#"[{"path":"bomb","bytes":67108864}]"#;
        zip.write_all(
            format!(r#"{{"format":1,"program":"suda","version":"1","date":"2026-11-30","files":{listed}}}"#)
                .as_bytes(),
        )
        .unwrap();
        zip.start_file("bomb", SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
            .unwrap();
        zip.write_all(&vec![0; 64 << 20]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20);
        assert!(matches!(read(bytes), Err(ReadError::Malformed { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(
            at in 0_usize..700,
            with in any::<u8>(),
            cut in 0_usize..700,
            random in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let mut bytes = packed(vec![file("data/replies.ron", b"(replies: [])")], date(2026, 11, 30)).unwrap();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = with;
            }
            let _read = read(bytes.clone());
            bytes.truncate(cut);
            let _read = read(bytes);
            let _read = read(random);
        }
    }
}
