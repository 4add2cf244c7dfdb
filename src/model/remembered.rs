//! What the program remembers of its use, as the history gives it.

/// What the history knows when the program starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// Reply ids; the newest favourite last.
    pub favourites: Vec<String>,
    /// Reply ids; the last used first.
    pub recent: Vec<String>,
    /// The copies that still count for the ranking, the newest first.
    pub uses: Vec<Use>,
    /// The rule of each time that a text was copied in spite of it.
    pub overrides: Vec<String>,
}

/// That a reply was copied, and for which query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The reply's id.
    pub reply_id: String,
    /// Unix time.
    pub at_seconds: i64,
    /// What was typed to find it, where that was short and no number.
    pub query: Option<String>,
    /// Which of its wordings, counted from 0, where that is known.
    pub wording: Option<usize>,
}
