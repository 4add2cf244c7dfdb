//! A line of text that is asked for, and the candidates for it.

use super::pages::Addition;

/// What a line of text is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The category for those chosen.
    Move,
    /// Tags to add; with a minus in front, to drop.
    Tag,
    /// A scenario that the reply answers.
    Scenario,
    /// A reply that usually comes next.
    Next,
    /// Another name for the selected category.
    Rename,
    /// A new category.
    NewCategory,
    /// Something to add to a page.
    Add(Addition),
}

/// One of the values that fit a line that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is shown.
    pub label: String,
    /// The stage of a scenario that the program knows.
    pub stage: Option<&'static str>,
    /// What is taken: a category, or the id of a reply or a scenario.
    pub(super) value: String,
}
