//! Characters and words as they are compared: width, case and traditional hanzi folded, greetings and other words without
//! meaning left out, synonyms in groups.
//!
//! Left out: what a text is about ([`crate::learn`]) and how well it fits a reply ([`crate::search`]).

mod fillers;
mod normal;
mod traditional;
mod words;

pub(crate) use fillers::without_fillers;
pub(crate) use normal::{
    composed, data_lines, is_apostrophe, is_clause_end, is_hanzi, is_letter, letters, normal, plain,
};
pub(crate) use traditional::simplified;
pub(crate) use words::each_concept;
