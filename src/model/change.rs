//! What happens to the user's own files.

use super::{FieldDecl, ForbiddenWord, Hiding, Innocent, Reply, Rule, Shop};
use crate::template::Table;

/// A change of one reply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplyChange {
    /// As it is in the library now; `None` where it does not.
    pub before: Option<Reply>,
    /// As it is to be there, [tidied](Reply::tidied); `None` to take it out.
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

/// Where a new reply goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// Behind the last one of its category, or of the nearest one above that.
    #[default]
    ByCategory,
    /// Before every other reply.
    First,
    /// Behind the reply of this id, where it is still there.
    Behind(String),
}

/// A change of one of the lists that are edited as tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetChange {
    /// The profiles of the shops.
    Shops(Both<Shop>),
    /// The forbidden words of the personal library.
    Words(Both<ForbiddenWord>),
    /// The fields of the personal library.
    Fields(Both<FieldDecl>),
    /// The look-up tables of the personal library.
    Tables(Both<Table>),
    /// The replies that are not to be offered.
    Hidden(Both<Hiding>),
    /// The rules of the personal library, and its examples for those of the program.
    OwnRules(Both<Rule>),
    /// What the shops have said to be no breach of a rule.
    Innocent(Both<Innocent>),
}

/// A list as it is and as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both<T> {
    /// The list as it is in the file.
    pub before: Vec<T>,
    /// The list as it is to be there.
    pub after: Vec<T>,
}

impl<T: Clone> Both<T> {
    fn since(self, earlier: &Self) -> Self {
        Self { before: earlier.before.clone(), after: self.after }
    }

    fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

impl SheetChange {
    /// This change behind an earlier one of the same list, as one; as it is behind one of another list.
    #[must_use]
    pub fn since(self, earlier: &Self) -> Self {
        match (self, earlier) {
            (Self::Shops(both), Self::Shops(known)) => Self::Shops(both.since(known)),
            (Self::Words(both), Self::Words(known)) => Self::Words(both.since(known)),
            (Self::Fields(both), Self::Fields(known)) => Self::Fields(both.since(known)),
            (Self::Tables(both), Self::Tables(known)) => Self::Tables(both.since(known)),
            (Self::Hidden(both), Self::Hidden(known)) => Self::Hidden(both.since(known)),
            (Self::OwnRules(both), Self::OwnRules(known)) => Self::OwnRules(both.since(known)),
            (Self::Innocent(both), Self::Innocent(known)) => Self::Innocent(both.since(known)),
            (change, _) => change,
        }
    }

    /// What takes it back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Shops(both) => Self::Shops(both.inverse()),
            Self::Words(both) => Self::Words(both.inverse()),
            Self::Fields(both) => Self::Fields(both.inverse()),
            Self::Tables(both) => Self::Tables(both.inverse()),
            Self::Hidden(both) => Self::Hidden(both.inverse()),
            Self::OwnRules(both) => Self::OwnRules(both.inverse()),
            Self::Innocent(both) => Self::Innocent(both.inverse()),
        }
    }
}
