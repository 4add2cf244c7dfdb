//! The classifiers that come with the program.

use std::sync::LazyLock;

use super::classifier::{Classifier, ModelError};

const MESSAGES: &[u8] = include_bytes!("../../assets/models/messages.bin");
const REPLIES: &[u8] = include_bytes!("../../assets/models/replies.bin");

/// A model that does not belong to this version of the program knows nothing; a test looks that there is none.
fn read(bytes: &'static [u8]) -> Classifier<'static> {
    Classifier::new(bytes).unwrap_or_default()
}

/// What a buyer's message is about.
pub fn messages() -> &'static Classifier<'static> {
    static READ: LazyLock<Classifier<'static>> = LazyLock::new(|| read(MESSAGES));
    &READ
}

/// What an agent's phrase answers.
pub fn replies() -> &'static Classifier<'static> {
    static READ: LazyLock<Classifier<'static>> = LazyLock::new(|| read(REPLIES));
    &READ
}

/// Both as they are written in their files, for the test that trains them again.
pub fn files() -> [(&'static str, Result<Classifier<'static>, ModelError>, &'static [u8]); 2] {
    [("messages", MESSAGES), ("replies", REPLIES)].map(|(name, bytes)| (name, Classifier::new(bytes), bytes))
}
