//! A handbook for new agents: one HTML file without a script, to read, to search in a browser, and to print.
//!
//! Contents with links, the replies by their category, each with its code, what buyers ask, all wordings as they would be
//! sent, and what is for the agent alone. Pictures are inside the file, as many as fit into it.

mod html;
mod page;

use std::fmt;

use super::loss::Losses;
use super::{ExportFile, ExportLoss, Selection, WriteError, WriteOptions, Writer};
use crate::template::When;

/// In bytes: of all pictures in a handbook together. A browser opens such a page without trouble.
const MOST_PICTURES: usize = 48 << 20;

/// The handbook.
#[derive(Debug)]
pub(super) struct Handbook;

/// What a handbook says beside the replies, in the language of its readers.
pub trait HandbookWords: fmt::Debug {
    /// The language, as HTML names it: `zh-CN`.
    fn language(&self) -> &'static str;

    /// A heading or a label.
    fn word(&self, word: HandbookWord) -> String;

    /// How many replies there are.
    fn count(&self, replies: usize) -> String;

    /// When a wording is for.
    fn conditions(&self, when: &When) -> String;

    /// A moment at which a reply is out of date.
    fn until(&self, end: jiff::civil::DateTime) -> String;
}

/// A heading or a label of a handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandbookWord {
    /// Of a handbook without a name.
    Title,
    /// Above the list of categories.
    Contents,
    /// Of the replies without a category.
    NoCategory,
    /// In front of sample questions.
    Questions,
    /// In front of the number of a wording.
    Wording,
    /// In front of the note.
    Note,
    /// In front of the replies that come next.
    Next,
    /// Of a picture that is not there.
    NoPicture,
    /// What the boxes in texts are.
    Legend,
}

impl Writer for Handbook {
    fn name(&self) -> &'static str {
        "handbook"
    }

    /// Pictures that are not there or do not fit in.
    fn losses(&self, selection: &Selection, _options: &WriteOptions<'_>) -> Vec<ExportLoss> {
        let mut losses = Losses::default();
        let held = held_pictures(selection);
        for reply in &selection.replies {
            losses.add_pictures(reply, |path| held.contains(&path));
        }
        losses.list
    }

    fn write(
        &self,
        selection: &Selection,
        options: &WriteOptions<'_>,
    ) -> Result<Vec<ExportFile>, WriteError> {
        Ok(vec![ExportFile::named(page::page(selection, options.words, &held_pictures(selection)))])
    }
}

/// The paths of the pictures that are put in, in the order of the replies until the file is full.
fn held_pictures(selection: &Selection) -> Vec<&str> {
    let mut room = MOST_PICTURES;
    let mut held = Vec::new();
    for (path, bytes) in &selection.pictures {
        if html::picture_type(bytes).is_some() && bytes.len() <= room {
            room -= bytes.len();
            held.push(path.as_str());
        }
    }
    held
}
