//! Finding the reply: a few letters, hanzi, pinyin, or a buyer's own words.
//!
//! [`Index::build`] prepares a library once; [`Index::search`] answers a query with [`Hit`]s, best first, each with
//! its [`Tier`] and what matched. The order is total: the same library and query always give the same list.

mod align;
mod highlight;
mod index;
mod pinyin;
mod query;
mod rank;

pub use highlight::byte_ranges;
pub use index::Index;
pub use rank::{Hit, Matched, Tier};

#[cfg(test)]
mod tests;
