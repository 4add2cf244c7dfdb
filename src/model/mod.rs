//! What a reply library is made of: packs of replies, stacked in layers.
//!
//! Pure data and look-ups. How it is written in a file is in [`crate::store::ron_file`].

mod change;
mod field;
mod hiding;
mod innocent;
mod library;
mod merge;
mod picture;
mod placeholders;
mod remembered;
mod reply;
mod settings;
mod shop;
mod wording;

pub use change::{Both, Place, ReplyChange, SheetChange};
pub use field::{FieldDecl, FieldKind, FieldPattern, Scope, TradeDefault};
pub use hiding::Hiding;
pub use innocent::Innocent;
pub use library::{Layer, Library, Lookup, ReplyRef, TopCategory};
pub use merge::{MergeOutcome, MergedReply, merge_replies, merge_reply};
pub use picture::{ImageProblem, Picture};
pub use placeholders::Placeholders;
pub use remembered::{Remembered, Use};
pub use reply::{Reply, Winner, within};
pub use settings::{Language, Settings, Theme};
pub use shop::{RuleChange, Shop, ShopProfiles};

pub use crate::diag::{ForbiddenWord, Rule};
pub use wording::{Message, Wording};

use std::collections::BTreeMap;

use crate::template::Table;
use crate::template::calendar::Calendar;

/// A file of replies: the starter library, the user's own, or a team's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pack {
    /// What other files name the pack by; empty in a personal library that gives none.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// As its author writes it; only shown.
    pub version: String,
    /// Whom it is by; only shown.
    pub author: String,
    /// Under which terms it may be passed on; only shown.
    pub license: String,
    /// Placeholders that this pack declares, in the order of the file.
    pub fields: Vec<FieldDecl>,
    /// Look-up tables, in the order of the file.
    pub tables: Vec<Table>,
    /// What it changes of the platforms' rules, by their ids.
    pub rules: BTreeMap<String, RuleChange>,
    /// Rules of its own, and examples for those of the program.
    pub own_rules: Vec<Rule>,
    /// What must not be written.
    pub words: Vec<ForbiddenWord>,
    /// The public holidays of the years that it has a notice for.
    pub calendar: Calendar,
    /// Replies of this and other packs that the user does not want to be offered. Only those of the personal library apply.
    pub hidden: Vec<Hiding>,
    /// The replies, in the order of the file.
    pub replies: Vec<Reply>,
}
