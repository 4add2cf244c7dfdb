//! What a user brings, and how it is to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::content::Content;
use super::work::{Cancelled, Work};

/// In bytes: of all files of an input together.
pub const MAX_INPUT: u64 = 64 << 20;

/// A file, or the files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Input {
    /// The name of the file or the folder, without its path.
    pub name: String,
    /// One for a file; of a folder all files in it and below, in the order of their paths.
    pub files: Vec<InputFile>,
}

/// One file of an [`Input`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputFile {
    /// Relative to the folder, with slashes; the file's name where it was brought alone.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Input {
    /// A file that was brought alone.
    pub fn file(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), files: vec![InputFile { path: name.to_owned(), bytes }] }
    }

    /// The content of the file, where there is only one.
    pub fn single(&self) -> Option<&InputFile> {
        match self.files.as_slice() {
            [file] => Some(file),
            _ => None,
        }
    }
}

impl InputFile {
    /// The last step of its path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The name without what is behind its last dot.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether its name ends with a dot and `extension`, in any case.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.file_name().rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(extension))
    }
}

/// How well a format fits an input. The greatest fit is taken; of equals the format that is earlier in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It cannot be of this format.
    No,
    /// Anything of its kind can be read so: a table, a text.
    Possible,
    /// It has the shape of the format, but others could have it too.
    Likely,
    /// It names the format, or has something that no other has.
    Certain,
}

/// A format of another tool, or of ours.
pub trait Format: fmt::Debug + Sync {
    /// What `--as` and `"format"` call it: small ASCII letters and `-`.
    fn name(&self) -> &'static str;

    /// How well it fits, by the content; never by the name alone. It takes no longer than a look at the beginning, or at the
    /// directory of an archive.
    fn fit(&self, input: &Input) -> Fit;

    /// Reads it. What is wrong with one row is among the content; an error is one of the whole input.
    ///
    /// # Errors
    /// It cannot be read in this format, or the work was cancelled.
    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError>;
}

/// What the user has said about the reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The name of the format; recognised where it is `None`.
    pub format: Option<String>,
    /// The label of the encoding, as the WHATWG names it (`gbk`, `utf-16le`); recognised where it is `None`.
    pub encoding: Option<String>,
    /// What columns of a table hold, by their headers or, where it has none, by their letters: `A`. Guessed for the others.
    pub columns: BTreeMap<String, Option<Target>>,
    /// The sheets to be read, by name; where it is `None` all that are not hidden.
    pub sheets: Option<BTreeSet<String>>,
    /// Whether rows and columns of a table are swapped.
    pub is_transposed: bool,
    /// Whether a row without a title and a code continues the text of the one before.
    pub joins_rows: bool,
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The title.
    Title,
    /// The text.
    Text,
    /// The code.
    Code,
    /// The category, or one step of it: several columns are a path, from the left.
    Category,
    /// A question of buyers.
    Question,
    /// The path of a picture.
    Picture,
    /// For the agent.
    Note,
}

impl Target {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Title, Self::Text, Self::Code, Self::Category, Self::Question, Self::Picture, Self::Note];

    /// What `--map` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::Code => "code",
            Self::Category => "category",
            Self::Question => "question",
            Self::Picture => "picture",
            Self::Note => "note",
        }
    }

    /// The one that `--map` calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }
}

/// Why an input cannot be read at all. The words are made where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// No format fits.
    Unknown,
    /// There is no format, or no encoding, of this name.
    NoSuch {
        /// The name.
        name: String,
    },
    /// It is not of the format that was asked for, or is damaged; `detail` is what the reader of the format says, in English.
    Malformed {
        /// The file.
        path: String,
        /// Counted from 1, where it is known.
        line: Option<usize>,
        /// In characters, counted from 1.
        column: Option<usize>,
        /// What is wrong.
        detail: String,
    },
    /// It is encrypted or has a password; `tool` is what wrote it.
    Encrypted {
        /// The file.
        path: String,
        /// The tool, where it is known.
        tool: &'static str,
    },
    /// It is larger, or would be when unpacked, than is read; `what` says which bound.
    TooLarge {
        /// The file.
        path: String,
        /// Which bound.
        what: &'static str,
    },
    /// The work was cancelled.
    Cancelled,
}

impl From<Cancelled> for ReadError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
