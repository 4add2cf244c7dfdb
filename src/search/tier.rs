//! How a reply was found.

use super::index::DocRef;

/// How a reply was found; the first is the best. A hit of a better tier is always above the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The short code, whole.
    Code,
    /// The beginning of the short code.
    CodePrefix,
    /// Hanzi or spelt-out pinyin, in one piece, in the title.
    Title,
    /// In one piece with initials in the title, or in a tag.
    Initials,
    /// In the title in this order, with gaps.
    Gaps,
    /// All characters are in the title, in another order.
    AnyOrder,
    /// As [`Tier::Slip`], where nothing above it was found: a word that nothing is called is mistyped more often than
    /// said in so many words by a buyer.
    SlipAlone,
    /// Like one of the sample questions, or about the same things.
    Question,
    /// In one piece in a text.
    Body,
    /// In the title or a tag but for one slip of the fingers, or by characters that sound the same.
    Slip,
    /// In a text in this order, with gaps.
    Fuzzy,
}

impl Tier {
    /// The stable name that `search --json` prints; both kinds of slips have the same.
    pub fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::CodePrefix => "code-prefix",
            Self::Title => "title",
            Self::Initials => "initials",
            Self::Gaps => "gaps",
            Self::AnyOrder => "any-order",
            Self::Question => "question",
            Self::Body => "body",
            Self::SlipAlone | Self::Slip => "slip",
            Self::Fuzzy => "fuzzy",
        }
    }
}

/// A reply that was found; [`super::Index::id`] gives its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub(super) at: DocRef,
    /// How well it fits.
    pub tier: Tier,
    /// Higher is better, within a tier. About 1000 is a perfect fit; a habit adds to it.
    pub score: i64,
    /// For a reply that comes with the program, where an own one answers the same: the place of that one among the hits,
    /// counted from 0. It stands behind the own ones, and a list shows it on demand.
    pub folded_under: Option<usize>,
}
