//! The libraries as they were read last, with the index; both windows have one, on a thread of its own.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::LoadedLibrary;
use crate::cli::Start;
use crate::diag::Diagnostic;
use crate::model::{Library, Reply};
use crate::search::Index;
use crate::store::questions::Question;
use crate::store::{libraries, questions, settled};

pub(super) struct Shelf {
    path: PathBuf,
    uses_starter: bool,
    library: Library,
    index: Index,
    /// The bytes of the files when they were read last; `None` for one that was not there.
    bytes: Option<[Option<Vec<u8>>; 2]>,
}

impl Shelf {
    pub(super) fn new(start: &Start) -> Self {
        Self {
            path: start.library.clone(),
            uses_starter: start.settings.uses_starter,
            library: Library::default(),
            index: Index::default(),
            bytes: None,
        }
    }

    /// The personal library.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The files that it is read from.
    pub(super) fn files(&self) -> [PathBuf; 2] {
        [self.path.clone(), questions::path_of(&self.path)]
    }

    /// Reads the files anew where they hold something else than when they were read last; one that is being saved is waited
    /// for. `progress` hears how many replies are prepared for the search, and of how many.
    pub(super) fn renewed(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Option<LoadedLibrary> {
        let known =
            self.bytes.as_ref().map(|bytes| bytes.each_ref().map(Option::as_deref)).unwrap_or_default();
        let [library, questions] = self.files();
        let read =
            |file: &Path, known| if file.exists() { settled::read_whole(file, known).ok() } else { None };
        let bytes = [read(&library, known[0]), read(&questions, known[1])];
        if self.bytes.as_ref() == Some(&bytes) {
            return None;
        }
        let is_first = self.bytes.replace(bytes).is_none();
        let loaded = libraries::load(&self.path, self.uses_starter);
        self.index = if is_first {
            let total = loaded.library.len();
            Index::build_with_progress(&loaded.library, &mut |done| progress(done, total))
        } else {
            let changed = changed(&self.library, &loaded.library);
            self.index.updated(&loaded.library, changed.iter().map(String::as_str))
        };
        self.library = loaded.library;
        Some(self.loaded(loaded.diagnostics))
    }

    /// Takes over the buyers' messages that belong to replies; one of them is new or gone.
    pub(super) fn with_questions(&mut self, all: Vec<Question>, reply_id: &str) -> LoadedLibrary {
        let learned = all.into_iter().map(|kept| (kept.reply, kept.text));
        self.library = std::mem::take(&mut self.library).with_learned(learned);
        self.index = self.index.updated(&self.library, [reply_id]);
        self.loaded(Vec::new())
    }

    fn loaded(&self, diagnostics: Vec<Diagnostic>) -> LoadedLibrary {
        let (library, index) = (Arc::new(self.library.clone()), Arc::new(self.index.clone()));
        LoadedLibrary { library, index, diagnostics }
    }
}

/// The ids of the replies that are new, other than before, or gone.
fn changed(before: &Library, after: &Library) -> Vec<String> {
    let known: HashMap<&str, &Reply> =
        before.replies().map(|(_, reply)| (reply.id.as_str(), reply)).collect();
    let ids: HashSet<&str> = after.replies().map(|(_, reply)| reply.id.as_str()).collect();
    let is_new = |reply: &&Reply| {
        known.get(reply.id.as_str()) != Some(reply) || before.learned(&reply.id) != after.learned(&reply.id)
    };
    let new = after.replies().map(|(_, reply)| reply).filter(is_new).map(|reply| reply.id.clone());
    let gone = before.replies().map(|(_, reply)| &reply.id).filter(|id| !ids.contains(id.as_str())).cloned();
    new.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Window;
    use crate::model::Settings;
    use crate::search::{Habits, Query};
    use crate::store::atomic;
    use crate::store::paths::Paths;

    #[test]
    fn a_change_outside_is_taken_over_and_the_search_finds_it() {
        let root = tempfile::tempdir().unwrap();
        let paths = Paths::below(root.path());
        let start = Start {
            library: paths.library(),
            paths,
            settings: Settings::default(),
            settings_diagnostics: Vec::new(),
            shops: Vec::new(),
            forbidden: Vec::new(),
            shops_diagnostics: Vec::new(),
            calendar: Arc::default(),
            calendar_diagnostics: Vec::new(),
            window: Window::Popup { is_hidden: true },
            fixed_now: None,
        };
        let mut shelf = Shelf::new(&start);
        let starter = shelf.renewed(&mut |_, _| {}).unwrap().library.len();
        assert!(shelf.renewed(&mut |_, _| {}).is_none(), "nothing has changed");
        let found = |loaded: &LoadedLibrary, query: &str| -> Vec<String> {
            let now = jiff::civil::date(2026, 11, 22).at(10, 0, 0, 0);
            let hits = loaded.index.search(&Query::typed(query), &Habits::default(), now, 5);
            hits.iter().map(|hit| loaded.index.id(hit).to_owned()).collect()
        };
        for (text, len, hits) in [
            (
                "(replies: [(id: \"a\", title: \"鼉鼊\", text: \"一\"), (id: \"b\", title: \"二\", text: \"二\")])",
                2,
                1,
            ),
            ("(replies: [(id: \"b\", title: \"鼉鼊\", text: \"二\")])", 1, 1),
            ("(replies: [])", 0, 0),
        ] {
            atomic::write(shelf.path(), text.as_bytes()).unwrap();
            let loaded = shelf.renewed(&mut |_, _| {}).unwrap();
            assert_eq!((loaded.library.len(), found(&loaded, "鼉鼊").len()), (starter + len, hits), "{text}");
        }
        let question = Question { reply: "presale.greeting".into(), text: "鼉鼊有吗".into() };
        let loaded = shelf.with_questions(vec![question], "presale.greeting");
        assert_eq!(found(&loaded, "鼉鼊"), ["presale.greeting"]);
    }
}
