//! What replies are written as, for other tools and for people: one file a format, and one row in the table.
//!
//! A [`Selection`] is what is to be written. [`Writer::losses`] says, before anything is written, what the format cannot hold;
//! [`Writer::write`] gives the files, always the same for the same selection.

mod beeftext;
mod csv;
mod espanso;
mod foreign;
mod handbook;
mod loss;
mod ron;
mod rows;
mod selection;
mod xlsx;

use std::fmt;

pub use csv::report;
pub use handbook::{HandbookWord, HandbookWords};
pub use loss::{ExportLoss, ExportLossKind};
pub use selection::Selection;

use crate::model::Message;

/// A format that replies are written in.
pub trait Writer: fmt::Debug + Sync {
    /// What `--as` calls it.
    fn name(&self) -> &'static str;

    /// The layouts that it has, the usual one first; none where it has only one.
    fn layouts(&self) -> &'static [Layout] {
        &[]
    }

    /// What the format cannot hold, in the order of the replies.
    fn losses(&self, selection: &Selection, options: &WriteOptions<'_>) -> Vec<ExportLoss>;

    /// The files; the first is the one that the user named.
    ///
    /// # Errors
    /// The format cannot hold so much.
    fn write(&self, selection: &Selection, options: &WriteOptions<'_>)
    -> Result<Vec<ExportFile>, WriteError>;
}

/// What the user has said about the writing.
#[derive(Debug, Clone, Copy)]
pub struct WriteOptions<'a> {
    /// One of [`Writer::layouts`]; the first where it is `None`.
    pub layout: Option<Layout>,
    /// For the handbook, which is read by people.
    pub words: &'a dyn HandbookWords,
}

/// Which columns a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// Every property of a reply; it comes back without loss.
    Full,
    /// That of 千牛: code, phrase, group.
    Qianniu,
    /// That of 客服宝: two categories, title, text, question.
    Kefubao,
}

impl Layout {
    /// All, the usual one first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Qianniu, Self::Kefubao];

    /// What `--layout` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Qianniu => "qianniu",
            Self::Kefubao => "kefubao",
        }
    }

    /// The one that `--layout` calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.name() == name)
    }
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Empty for the file that the user names; else relative to it, with slashes.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl ExportFile {
    /// The file that the user names.
    fn named(bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: String::new(), bytes: bytes.into() }
    }
}

/// The pictures of a selection, beside the file that names them.
fn pictures_beside(selection: &Selection) -> impl Iterator<Item = ExportFile> {
    let inside = selection.pictures.iter().filter(|(path, _)| Message::is_inside(path));
    inside.map(|(path, bytes)| ExportFile { path: path.replace('\\', "/"), bytes: bytes.clone() })
}

/// Why replies cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// There are more rows, or longer texts, than the format can hold; `detail` is what its library says, in English.
    #[error("{detail}")]
    TooMuch {
        /// What is too much.
        detail: String,
    },
}

/// Every format that is written.
static WRITERS: &[&dyn Writer] =
    &[&ron::Ron, &csv::CSV, &xlsx::XLSX, &espanso::Espanso, &beeftext::Beeftext, &handbook::Handbook];

/// Every format that is written, in the order in which they are offered.
pub fn writers() -> impl Iterator<Item = &'static dyn Writer> {
    WRITERS.iter().copied()
}

/// The format of a name.
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    writers().find(|writer| writer.name() == name)
}

#[cfg(test)]
mod tests;
