//! Searching for a reply: a few letters, hanzi, pinyin, or a buyer's own words.
//!
//! [`Index::build`] prepares a library once, [`Index::updated`] follows its edits; [`Index::search`] answers a
//! [`Query`] with [`Hit`]s, best first, each with its [`Tier`]; [`matched`] says what of a reply made it a hit, for the
//! rows that are in sight. The order is total: the same library and query always give the same list.

mod align;
mod alphabet;
mod asked;
mod board;
mod fitting;
mod folding;
mod habits;
mod highlight;
mod index;
mod lists;
mod matched;
mod meaning;
mod pattern;
mod pinyin;
mod private;
mod query;
mod rank;
mod scenarios;
mod segment;
mod sentence;
mod short_texts;
mod slips;
mod terms;
mod tier;
mod understood;
mod word;

pub use asked::Asked;
pub use fitting::fitting;
pub use habits::Habits;
pub use highlight::byte_ranges;
pub use index::Index;
pub use matched::{MatchReason, Matched, matched};
pub use private::without_private;
pub use query::Query;
pub use tier::{Hit, Tier};
pub use understood::Understood;

#[cfg(test)]
mod tests;
