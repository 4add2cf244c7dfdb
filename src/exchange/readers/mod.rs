//! The formats that are read: one file each, and one row in the table.

mod alfred;
mod autohotkey;
mod autokey;
mod beeftext;
mod chatwoot;
mod encrypted;
mod espanso;
mod freshworks;
#[cfg(test)]
mod hostile;
mod html;
mod json;
mod mspinyin;
mod quicktext;
mod raycast;
mod ron_pack;
mod sogou;
mod source;
mod table;
mod text;
mod textexpander_plist;
mod workbook;
mod zendesk;

use super::content::Content;
use super::input::{Fit, Format, Input, Options, ReadError};
use super::work::Work;

/// Those that can be recognised only by more are earlier: of two that fit equally well the first is taken.
static FORMATS: &[&dyn Format] = &[
    &workbook::Xlsx,
    &workbook::Xls,
    &alfred::Alfred,
    &quicktext::QuickText,
    &textexpander_plist::TextExpanderPlist,
    &mspinyin::MsPinyin,
    &sogou::Sogou,
    &encrypted::PhraseExpress,
    &ron_pack::RonPack,
    &espanso::Espanso,
    &beeftext::Beeftext,
    &chatwoot::Chatwoot,
    &zendesk::Zendesk,
    &freshworks::Freshworks,
    &raycast::Raycast,
    &autokey::AutoKey,
    &autohotkey::AutoHotkey,
    &table::csv::Csv,
    &table::textexpander::TextExpander,
    &text::PlainText,
];

/// Every format that is read.
pub fn formats() -> impl Iterator<Item = &'static dyn Format> {
    FORMATS.iter().copied().chain(table::layouts())
}

/// The format of a name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    formats().find(|format| format.name() == name)
}

/// Reads an input in the format that the options name, or in the one that fits best.
///
/// # Errors
/// It cannot be read as that, nothing fits, or the work was cancelled.
pub fn read(input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
    let format = match &options.format {
        Some(name) => format(name).ok_or_else(|| ReadError::NoSuch { name: name.clone() })?,
        None => best(input).ok_or(ReadError::Unknown)?,
    };
    format.read(input, options, work)
}

/// The format that fits best.
fn best(input: &Input) -> Option<&'static dyn Format> {
    // The last of equals is taken by `max_by_key`: the first of the table is the last here.
    let fits = formats().map(|format| (format, format.fit(input))).filter(|(_, fit)| *fit > Fit::No);
    fits.collect::<Vec<_>>().into_iter().rev().max_by_key(|(_, fit)| *fit).map(|(format, _)| format)
}

/// What the reader of tables makes of sheets, for the tests of what is written.
#[cfg(test)]
pub(super) fn table_entries(grids: Vec<super::grid::Grid>) -> Content {
    table::entries(grids, "xlsx", &Options::default(), &Work::default()).expect("a table that was written")
}
