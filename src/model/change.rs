//! What happens to the replies of the personal library.

use super::Reply;

/// A change of one reply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplyChange {
    /// As it stands in the library now; `None` where it does not.
    pub before: Option<Reply>,
    /// As it is to stand there, [tidied](Reply::tidied); `None` to take it out.
    pub after: Option<Reply>,
    /// Where it goes when it is new.
    pub place: Place,
}

impl ReplyChange {
    /// The reply's id, which no change touches.
    pub fn id(&self) -> &str {
        self.before.as_ref().or(self.after.as_ref()).map_or("", |reply| &reply.id)
    }

    /// What takes it back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone(), place: self.place.clone() }
    }
}

/// Where a new reply stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// Behind the last one of its category, or of the nearest one above that.
    #[default]
    ByCategory,
    First,
    /// Behind the reply of this id, where it is still there.
    Behind(String),
}
