//! What a library says that can be checked only when the whole of it is read: the texts with their placeholders, and what is
//! called by its name.

use std::ops::Range;

use crate::model::Hiding;

/// Something that was read.
pub(in crate::store) struct Mention {
    /// The reply that it is in, for the messages.
    pub reply: Option<String>,
    /// Where it is, in bytes.
    pub place: Range<usize>,
    pub what: Mentioned,
}

pub(in crate::store) enum Mentioned {
    /// A text of a reply; it is at the place as a literal.
    Text(String),
    /// The path of an image, from the folder of the library.
    Image(String),
    /// The id of a reply that comes after this one.
    Next(String),
    /// The name of a shop.
    Shop(String),
    /// A reply that is not to be offered.
    Hidden(Hiding),
    /// A column of a look-up table, whose name is at the place.
    Column { table: String, column: String, column_place: Range<usize> },
}

impl Mentioned {
    /// Whether it is noted. Texts are many, and not looked at while a file is edited.
    pub(super) fn is_wanted(&self, looks_at_texts: bool) -> bool {
        looks_at_texts || !matches!(self, Self::Text(_) | Self::Image(_))
    }
}
