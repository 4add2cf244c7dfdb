//! The library format: RON with `format: 1`, read with spans and without giving up at the first mistake.
//!
//! [`crate::ron_edit`] turns the text into a tree of nodes that know their bytes, also that of a damaged file; `schema` says for
//! every field how it is read and written; `checks` looks at the whole. What is wrong becomes a [`Diagnostic`]; the replies
//! around it still load.
//!
//! ```
//! let text = r#"(format: 1, replies: [(id: "hi", title: "欢迎光临", text: "亲，在的")])"#;
//! let (pack, diagnostics) = suda::store::ron_file::parse_pack("my.ron", text);
//! assert_eq!(pack.replies[0].title, "欢迎光临");
//! assert!(diagnostics.is_empty());
//! ```

mod checks;
pub(in crate::store) mod edit;
pub(in crate::store) mod faults;
mod mentions;
pub(in crate::store) mod reader;
pub(in crate::store) mod schema;
#[cfg(test)]
mod tests;
mod write;

pub use checks::Checks;
pub use write::written;

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use self::reader::Reader;
use self::schema::PackFile;
pub(in crate::store) use self::schema::ReplyList;
use crate::diag::{Diagnostic, Problem};
use crate::model::{FieldDecl, Pack};

/// The newest `format` that this program reads.
pub const FORMAT: u32 = 1;

/// The id of a personal library that gives none.
pub(in crate::store) const OWN_ID: &str = "my";

/// Whether a number is that of a format behind [`FORMAT`], as one of a newer program: `2`, and also `1.1`.
pub(in crate::store) fn is_newer(number: &str) -> bool {
    number.parse::<f64>().is_ok_and(|number| number > f64::from(FORMAT))
}

/// Larger library files are not read: 100,000 replies of the usual length take about 40 MB.
pub const LARGEST_FILE: u64 = 45 * 1024 * 1024;

/// Reads a library from the bytes of a file. `file` is the name that messages carry.
/// A file that cannot be used at all gives an empty pack and says why. With `checks` more is looked at
/// than the format.
pub fn parse_bytes(file: &str, bytes: &[u8], checks: Option<&Checks>) -> (Pack, Vec<Diagnostic>) {
    match text_of(file, bytes, SMALLEST) {
        Ok(text) => {
            let decoded = read_library(file, text, Some(&built_in().fields), checks);
            (decoded.pack, decoded.diagnostics)
        }
        Err(diagnostic) => (Pack::default(), vec![*diagnostic]),
    }
}

/// The shortest library.
pub(in crate::store) const SMALLEST: &str = "(format: 1, replies: [])";

/// The text of a file, without its byte order mark. `smallest` is the shortest text that such a file can have, for the message.
///
/// # Errors
/// Too large, not UTF-8, or nothing but white space.
pub fn text_of<'a>(file: &str, bytes: &'a [u8], smallest: &'static str) -> Result<&'a str, Box<Diagnostic>> {
    let file: Arc<str> = file.into();
    let whole = |problem| Err(Box::new(Diagnostic::of_file(&file, problem)));
    if bytes.len() as u64 > LARGEST_FILE {
        return whole(too_large(bytes.len() as u64));
    }
    match std::str::from_utf8(bytes) {
        Err(error) => whole(Problem::NotUtf8 { offset: error.valid_up_to() }),
        Ok(text) => {
            let text = text.trim_start_matches('\u{feff}');
            if text.trim().is_empty() { whole(Problem::EmptyFile { smallest }) } else { Ok(text) }
        }
    }
}

/// The message for a file of `bytes` bytes that is over the limit.
pub fn too_large(bytes: u64) -> Problem {
    const MB: u64 = 1024 * 1024;
    Problem::TooLarge { size_mb: bytes.div_ceil(MB), limit_mb: LARGEST_FILE / MB }
}

/// Reads a library from its text. Byte positions in the diagnostics are places in `text`.
pub fn parse_pack(file: &str, text: &str) -> (Pack, Vec<Diagnostic>) {
    let decoded = read_library(file, text, Some(&built_in().fields), None);
    (decoded.pack, decoded.diagnostics)
}

/// Where each reply of a library is, in bytes: as many, and in the order, as [`parse_pack`] gives them.
pub fn reply_spans(text: &str) -> Vec<Range<usize>> {
    let list = decode("", text).list.unwrap_or_default();
    list.replies.iter().filter_map(|item_idx| list.items.get(*item_idx).cloned()).collect()
}

/// As [`parse_pack`], with where each reply is, and without a look at the placeholders.
pub(in crate::store) fn decode(file: &str, text: &str) -> Decoded {
    read_library(file, text, None, None)
}

/// What a file says.
pub(in crate::store) struct Decoded {
    pub pack: Pack,
    /// Where the replies are; `None` where there is no list of them.
    pub list: Option<ReplyList>,
    pub diagnostics: Vec<Diagnostic>,
}

/// `built_in` are the fields that every library knows; without them the placeholders of the texts are not looked at. With
/// `checks` the texts are checked against the rules and for images and shops that are not there.
fn read_library(file: &str, text: &str, built_in: Option<&[FieldDecl]>, checks: Option<&Checks>) -> Decoded {
    let (mut read, fields) = Reader::open(file, text, &schema::SHAPE);
    read.looks_at_texts = built_in.is_some();
    let PackFile { pack, list } = PackFile::read(&mut read, &fields);
    let replies = list.as_ref().map(|list| &list.span);
    let may_lack_fields = read.damaged.iter().any(|at| replies.is_none_or(|replies| !replies.contains(at)));
    let known = checks::Known {
        built_in: built_in.unwrap_or_default(),
        checks,
        file: Path::new(file),
        may_lack_fields,
    };
    checks::check(&mut read, &pack, &known);
    Decoded { pack, list, diagnostics: read.finish() }
}

/// The fields that every library knows.
pub fn built_in() -> &'static Pack {
    static BUILT_IN: LazyLock<Pack> =
        LazyLock::new(|| read_library(BUILT_IN_FILE, BUILT_IN_TEXT, Some(&[]), None).pack);
    &BUILT_IN
}

const BUILT_IN_FILE: &str = "fields.ron";
const BUILT_IN_TEXT: &str = include_str!("../../../assets/fields.ron");
