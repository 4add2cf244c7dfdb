//! Where the parts of a text are in the file, and which of its characters they are.

use std::ops::Range;

use crate::diag::Lines;
use crate::ron_edit::LiteralPlaces;

/// A text and its literal.
pub(super) struct Literal<'a> {
    text: Lines<'a>,
    places: LiteralPlaces,
}

impl<'a> Literal<'a> {
    /// `span` is where the literal of `text` is in the file.
    pub(super) fn of(file: &str, span: &Range<usize>, text: &'a str) -> Self {
        Self { text: Lines::of(text), places: LiteralPlaces::new(file, span, text) }
    }

    /// The bytes of the file that some bytes of the text are in.
    pub(super) fn place(&self, span: &Range<usize>) -> Range<usize> {
        self.places.in_file(span)
    }

    /// The characters of the text that some bytes of it are.
    pub(super) fn chars(&self, span: &Range<usize>) -> Range<usize> {
        self.text.chars(span)
    }
}
