//! What the readers of text files share: the beginning of a file, its text, and the rows that come out of it.

use super::super::content::{
    Content, Entry, EntryMessage, Loss, Lost, Reason, Rejected, RowAt, SheetInfo, Text,
};
use super::super::encoding::{Decoded, decode};
use super::super::gaps::{Reading, shortened, with_marks};
use super::super::input::{InputFile, Options, ReadError};
use super::super::work::Work;

/// In bytes: so much of a file is looked at to recognise it.
const LOOKED_AT: usize = 64 << 10;

/// In bytes: a longer text is no reply.
const LONGEST_TEXT: usize = 64 << 10;

/// The beginning of a file as text, in the encoding that it is most likely in.
pub(super) fn opening(bytes: &[u8]) -> String {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    // A character that is cut in two is no other encoding.
    let whole = match std::str::from_utf8(start) {
        Err(error) if error.error_len().is_none() => start.get(..error.valid_up_to()).unwrap_or(start),
        _ => start,
    };
    decode(whole, None).map(|decoded| decoded.text).unwrap_or_default()
}

/// The text of a file, in the encoding of the options or the one that it is most likely in.
///
/// # Errors
/// The options name an encoding that does not exist.
pub(super) fn text_of(file: &InputFile, options: &Options) -> Result<Decoded, ReadError> {
    decode(&file.bytes, options.encoding.as_deref())
}

/// The files of a content as they are read, one row after the other.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    content: Content,
    work: &'a Work,
}

impl<'a> Rows<'a> {
    pub(super) fn new(format: &str, encoding: &str, work: &'a Work) -> Self {
        let content =
            Content { format: format.to_owned(), encoding: encoding.to_owned(), ..Content::default() };
        Self { content, work }
    }

    /// Begins a sheet, in which rows are counted.
    pub(super) fn sheet(&mut self, name: &str, row_count: usize) {
        let is_known = self.content.sheets.iter_mut().find(|sheet| sheet.name == name);
        match is_known {
            Some(sheet) => sheet.row_count += row_count,
            None => self.content.sheets.push(SheetInfo {
                name: name.to_owned(),
                row_count,
                is_read: true,
                ..SheetInfo::default()
            }),
        }
    }

    /// Counts a row.
    ///
    /// # Errors
    /// The work was cancelled.
    pub(super) fn step(&self) -> Result<(), ReadError> {
        Ok(self.work.step()?)
    }

    /// Takes an entry, or rejects it where it says nothing, cannot be read or is too long.
    pub(super) fn take(&mut self, entry: Entry) {
        let reason = {
            let messages = || entry.wordings.iter().flatten();
            let texts = || {
                messages().filter_map(|message| match message {
                    EntryMessage::Text(text) => Some(text.source()),
                    EntryMessage::Picture(_) => None,
                })
            };
            let is_said = |message: &EntryMessage| match message {
                EntryMessage::Text(text) => !text.is_blank(),
                EntryMessage::Picture(_) => true,
            };
            if !messages().any(is_said) {
                Some(Reason::NoText)
            } else if entry.title.contains('\u{fffd}') || texts().any(|text| text.contains('\u{fffd}')) {
                Some(Reason::Unreadable)
            } else if texts().any(|text| text.len() > LONGEST_TEXT) {
                Some(Reason::TooLong)
            } else {
                None
            }
        };
        match reason {
            None => self.content.entries.push(entry),
            Some(reason) => {
                let said = [&entry.title, &entry.code, &entry.key];
                let label = said.into_iter().find(|label| !label.is_empty()).cloned().unwrap_or_default();
                let text = entry.wordings.iter().flatten().find_map(|message| match message {
                    EntryMessage::Text(text) if !text.is_blank() => Some(text.source()),
                    EntryMessage::Text(_) | EntryMessage::Picture(_) => None,
                });
                self.reject(&entry.at, &text.unwrap_or(label), reason);
            }
        }
    }

    /// Takes a reply of ours as it is.
    pub(super) fn take_whole(&mut self, entry: Entry) {
        self.content.entries.push(entry);
    }

    pub(super) fn reject(&mut self, at: &RowAt, text: &str, reason: Reason) {
        self.content.rejected.push(Rejected { at: at.clone(), text: shortened(text), reason });
    }

    pub(super) fn lose(&mut self, at: &RowAt, what: Loss, detail: &str) {
        self.content.lost.push(Lost { at: at.clone(), what, detail: shortened(detail) });
    }

    /// The text of a reading, with the gaps that were written by hand; what was missed is named.
    pub(super) fn text(&mut self, at: &RowAt, reading: Reading) -> Text {
        self.content.lost.extend(reading.lost(at));
        with_marks(reading.text)
    }

    /// Carries a picture by the path that entries name it by; once, however often it is named.
    pub(super) fn picture_as(&mut self, file: &InputFile, path: &str) {
        if !self.content.pictures.iter().any(|picture| picture.path == path) {
            self.content.pictures.push(InputFile { path: path.to_owned(), bytes: file.bytes.clone() });
        }
    }

    pub(super) fn finish(self) -> Content {
        self.content
    }
}

/// One wording of one message.
pub(super) fn one_text(text: Text) -> Vec<Vec<EntryMessage>> {
    vec![vec![EntryMessage::Text(text)]]
}

/// The name of the last step of a path without its extension, and the folders before it.
pub(super) fn steps(path: &str) -> Vec<String> {
    let path = path
        .rsplit_once('.')
        .filter(|(_, extension)| !extension.contains('/'))
        .map_or(path, |(stem, _)| stem);
    path.split('/').map(str::trim).filter(|step| !step.is_empty()).map(str::to_owned).collect()
}
