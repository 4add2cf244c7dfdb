//! The library as it was read last, and what is known of it: the rules that apply, the replies that break them, the
//! favourites, and what was deleted. Nothing that is typed is here.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::learning::Learning;
use super::lists::Lists;
use crate::app::LoadedLibrary;
use crate::check::{Learned, Lessons, Policy};
use crate::diag::Severity;
use crate::model::{Layer, Library, Placeholders, Reply};
use crate::search::Index;

/// A deleted reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trashed {
    pub reply: Reply,
    /// When it was deleted.
    pub at: DateTime,
}

/// What was read from the files.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    loaded: LoadedLibrary,
    is_loaded: bool,
    placeholders: Placeholders,
    policy: Policy,
    learning: Learning,
    /// Ids of replies that the rules have something against.
    breaching: Vec<String>,
    /// Ids of replies in which something is wrong.
    troubled: HashSet<String>,
    favourites: Vec<String>,
    trash: Vec<Trashed>,
    /// Counts the libraries and the policies so far.
    revision: u64,
    /// The [revision](Lists::shops_revision) of the shops that the policy was made of.
    shops_revision: u64,
}

impl Catalog {
    /// False until the library has been read once.
    pub(super) fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    pub(super) fn library(&self) -> &Arc<Library> {
        &self.loaded.library
    }

    pub(super) fn index(&self) -> &Index {
        &self.loaded.index
    }

    /// The names that may be written between braces.
    pub(super) fn placeholders(&self) -> &Placeholders {
        &self.placeholders
    }

    /// Which rules apply: those of the one shop, where there is only one.
    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// A number that is another one as soon as the library or the policy is.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// The [revision](Lists::shops_revision) of the shops that the policy was made of.
    pub(super) fn shops_revision(&self) -> u64 {
        self.shops_revision
    }

    /// Ids, the last one that became a favourite last.
    pub(super) fn favourites(&self) -> &[String] {
        &self.favourites
    }

    /// The deleted replies.
    pub(super) fn trash(&self) -> &[Trashed] {
        &self.trash
    }

    /// Ids of the replies in which something is wrong, as reading the files reported and as the rules say.
    pub(super) fn troubled(&self) -> &HashSet<String> {
        &self.troubled
    }

    /// Whether something of a file could not be read.
    pub(super) fn has_errors(&self) -> bool {
        self.loaded.diagnostics.iter().any(|found| found.severity() == Severity::Error)
    }

    /// Whether the program's own replies are there to begin with.
    pub(super) fn has_starter(&self) -> bool {
        self.library().packs().any(|(layer, pack)| layer == Layer::Starter && !pack.replies.is_empty())
    }

    /// The reply of this id, in whichever layer.
    pub(super) fn stored(&self, id: &str) -> Option<&Reply> {
        self.library().by_id(id).and_then(|at| self.library().reply(at))
    }

    /// The layer of the reply of this id.
    pub(super) fn layer_of(&self, id: &str) -> Option<Layer> {
        let at = self.library().by_id(id)?;
        self.library().pack_of(at).map(|(layer, _)| layer)
    }

    /// The reply of this id in the personal library.
    pub(super) fn own(&self, id: &str) -> Option<&Reply> {
        self.stored(id).filter(|_| self.layer_of(id) == Some(Layer::Personal))
    }

    pub(super) fn set_library(&mut self, loaded: LoadedLibrary) {
        self.loaded = loaded;
        self.is_loaded = true;
        self.placeholders = Placeholders::new(self.loaded.library.fields());
        self.revision += 1;
        self.find_troubled();
    }

    /// The rules that apply with the shops, the forbidden words and the lessons of these lists. Gives the lessons where they
    /// are to be learned; until then those apply that were learned last.
    pub(super) fn set_policy(&mut self, lists: &Lists) -> Option<Lessons> {
        let lessons = lists.lessons();
        // The rules of the packs are lessons too.
        let is_new = self.is_loaded && self.learning.begin(&lessons);
        let policy = Policy::in_shop(self.library(), lists.only_shop(), lists.words());
        self.policy = policy.taught(&lessons, self.learning.learned());
        self.shops_revision = lists.shops_revision();
        self.revision += 1;
        is_new.then_some(lessons)
    }

    /// The lessons of this key were learned; `None` where they cannot be. Gives whether they are those that apply.
    pub(super) fn set_learned(&mut self, key: u64, learned: Option<Arc<Learned>>) -> bool {
        self.learning.finish(key, learned)
    }

    /// Whether lessons apply that are not learned yet.
    pub(super) fn is_learning(&self) -> bool {
        self.learning.is_under_way()
    }

    /// The ids of the replies that the rules have something against.
    pub(super) fn set_breaching(&mut self, ids: Vec<String>) {
        self.breaching = ids;
        self.find_troubled();
    }

    pub(super) fn set_favourites(&mut self, favourites: Vec<String>) {
        self.favourites = favourites;
    }

    pub(super) fn set_trash(&mut self, trash: Vec<Trashed>) {
        self.trash = trash;
    }

    fn find_troubled(&mut self) {
        let reported = self.loaded.diagnostics.iter().filter_map(|found| found.reply.as_ref());
        let known = reported.filter(|id| self.library().by_id(id).is_some());
        self.troubled = known.chain(&self.breaching).cloned().collect();
    }
}
