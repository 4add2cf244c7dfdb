//! What a text is about, learned from examples: a small linear classifier over pieces of characters.
//!
//! [`messages`] knows buyers' messages and [`replies`] agents' phrases; both name scenarios (see [`scenarios`]), each with a
//! probability. They are trained from the sentences in `assets/learn` by `cargo run --release --example train`, which
//! writes `assets/models`; `docs/learning.md` says how to add a sentence. [`Subject::of`] says which scenarios a reply
//! answers, whether it names them itself or not.
//!
//! Left out: ranking replies for a message ([`crate::search`]).

mod classifier;
mod data;
mod features;
mod models;
mod scenario;
pub mod train;

pub use classifier::{Classifier, Likely, ModelError, logistic};
pub use data::DataError;
pub use features::{Features, Part, Piece};
pub use models::{files, messages, replies};
pub use scenario::{Answers, Scenario, Subject, scenario, scenarios};

/// The label of a text that is about no scenario.
pub const NONE: &str = "none";

#[cfg(test)]
mod tests;
