//! The libraries as they were read last, with the index; both windows have one, on a thread of its own.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::LoadedLibrary;
use crate::cli::Start;
use crate::diag::Diagnostic;
use crate::model::{Library, Reply};
use crate::search::Index;
use crate::store::file_system::Disk;
use crate::store::libraries::{self, Sources};
use crate::store::questions::Question;
use crate::store::{links, settled};

pub(in crate::shell) struct Shelf {
    sources: Sources,
    library: Library,
    index: Index,
    /// What the files held when they were read last.
    contents: Option<[Content; 3]>,
}

/// The bytes of a file, or why it cannot be read.
type Content = Result<Vec<u8>, io::ErrorKind>;

impl Shelf {
    pub(in crate::shell) fn new(start: &Start) -> Self {
        Self {
            sources: Sources::new(&start.paths, &start.library, start.settings.uses_starter),
            library: Library::default(),
            index: Index::default(),
            contents: None,
        }
    }

    /// The personal library.
    pub(in crate::shell) fn path(&self) -> &Path {
        &self.sources.personal
    }

    /// The replies of the personal library.
    pub(in crate::shell) fn own(&self) -> &[Reply] {
        self.library.own()
    }

    /// The files that it is read from.
    pub(in crate::shell) fn files(&self) -> [PathBuf; 3] {
        self.sources.files()
    }

    /// Reads the files anew where they hold something else than when they were read last; one that is being saved is waited
    /// for. `progress` is given how many replies are prepared for the search, and of how many.
    pub(in crate::shell) fn renewed(
        &mut self,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Option<LoadedLibrary> {
        let contents = self.read();
        if self.contents.as_ref() == Some(&contents) {
            return None;
        }
        let is_first = self.contents.replace(contents).is_none();
        let loaded = libraries::load(&self.sources, &self.library);
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

    /// The contents of the files of the library, as they are now.
    fn read(&self) -> [Content; 3] {
        let known =
            self.contents.as_ref().map(|contents| contents.each_ref().map(|known| known.as_deref().ok()));
        let [known_library, known_questions, _] = known.unwrap_or_default();
        let [library, questions, calendar] = self.files();
        let ron = |file: &Path, known| content(file, |file| settled::read_whole(file, known));
        // Each line of a calendar says something by itself: one that is cut off is read again when it is whole.
        [
            ron(&library, known_library),
            ron(&questions, known_questions),
            content(&calendar, |file| std::fs::read(file)),
        ]
    }

    /// Takes over the buyers' messages that belong to replies; one of them is new or gone.
    pub(in crate::shell) fn with_questions(&mut self, all: Vec<Question>, reply_id: &str) -> LoadedLibrary {
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

/// What a file holds. One that is not there is not waited for.
fn content(file: &Path, read: impl FnOnce(&Path) -> io::Result<Vec<u8>>) -> Content {
    let found = links::exists(&Disk, file)
        .and_then(|exists| if exists { read(file) } else { Err(io::ErrorKind::NotFound.into()) });
    found.map_err(|error| error.kind())
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
    use crate::store::shops::ShopsFile;

    fn shelf(root: &Path) -> Shelf {
        let paths = Paths::below(root);
        let start = Start {
            library: paths.library(),
            paths,
            settings: Settings::default(),
            settings_diagnostics: Vec::new(),
            shops: ShopsFile::default(),
            window: Window::Popup { is_hidden: true },
            fixed_now: None,
        };
        Shelf::new(&start)
    }

    #[test]
    fn a_change_outside_is_taken_over_and_the_search_finds_it() {
        let root = tempfile::tempdir().unwrap();
        let mut shelf = shelf(root.path());
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

    const OWN: &str = r#"(
        fields: ["礼物"],
        replies: [(id: "a", title: "鼉鼊", text: "一"), (id: "b", title: "乙", text: "送{礼物}")],
    )"#;

    #[test]
    fn whatever_happens_to_the_file_the_replies_read_last_stay_until_it_can_be_read_again() {
        let root = tempfile::tempdir().unwrap();
        let mut shelf = shelf(root.path());
        let [library, questions, _] = shelf.files();
        let folder = library.parent().unwrap().to_owned();
        let starter = libraries::starter().replies.len();
        let put = |text: &[u8]| {
            std::fs::remove_dir_all(&folder).ok();
            atomic::write(&questions, r#"(questions: [(reply: "a", text: "问一")])"#.as_bytes()).unwrap();
            atomic::write(&library, text).unwrap();
        };
        let states: [(&str, &dyn Fn()); 7] = [
            ("format.gone", &|| std::fs::remove_file(&library).unwrap()),
            ("format.gone", &|| std::fs::remove_dir_all(&folder).unwrap()),
            ("format.link-nowhere", &|| {
                std::fs::remove_file(&library).unwrap();
                #[cfg(unix)]
                std::os::unix::fs::symlink("gone/lib.ron", &library).unwrap();
            }),
            ("format.unreadable", &|| {
                std::fs::remove_file(&library).unwrap();
                std::fs::create_dir(&library).unwrap();
            }),
            ("format.empty-file", &|| put(b"")),
            ("format.not-utf8", &|| put(b"\xb4\xdf\xb7\xa2")),
            ("format.syntax", &|| put(r#"(replies: [(id: "b", title: "乙", text: "送{礼"#.as_bytes())),
        ];
        for (problem, damage) in
            states.into_iter().filter(|(problem, _)| cfg!(unix) || !problem.contains("link"))
        {
            put(OWN.as_bytes());
            let whole = shelf.renewed(&mut |_, _| {}).unwrap();
            assert_eq!((whole.library.len(), whole.diagnostics), (starter + 2, Vec::new()), "{problem}");
            damage();
            let loaded = shelf.renewed(&mut |_, _| {}).unwrap();
            let problems: Vec<_> = loaded.diagnostics.iter().map(|found| found.problem.code()).collect();
            assert_eq!(problems, [problem]);
            assert_eq!(loaded.library.len(), starter + 2, "{problem}");
            assert_eq!(loaded.library.learned("a"), ["问一"], "{problem}");
            assert!(loaded.library.fields().any(|field| field.name == "礼物"), "{problem}");
            let now = jiff::civil::date(2026, 11, 22).at(10, 0, 0, 0);
            let hits = loaded.index.search(&Query::typed("鼉鼊"), &Habits::default(), now, 5);
            assert_eq!(hits.iter().map(|hit| loaded.index.id(hit)).collect::<Vec<_>>(), ["a"], "{problem}");
        }
        // What was not read before is not invented, and only what can be read is used.
        put(r#"(replies: [(id: "c", title: "丙", text: "三")])"#.as_bytes());
        assert_eq!(shelf.renewed(&mut |_, _| {}).unwrap().library.len(), starter + 1);
        atomic::write(&questions, b"").unwrap();
        let loaded = shelf.renewed(&mut |_, _| {}).unwrap();
        assert_eq!((loaded.library.learned("a"), loaded.diagnostics.len()), (&["问一".to_owned()][..], 1));
    }

    #[test]
    fn the_public_holidays_of_the_team_and_of_the_library_are_taken_over_while_it_runs() {
        let root = tempfile::tempdir().unwrap();
        let mut shelf = shelf(root.path());
        let [library, _, calendar] = shelf.files();
        let unknown = |loaded: &LoadedLibrary| loaded.library.calendar().unknown_year(2026..=2031);
        let mut renewed = || {
            let loaded = shelf.renewed(&mut |_, _| {}).unwrap();
            (unknown(&loaded), loaded.diagnostics.iter().map(Diagnostic::location).collect::<Vec<_>>())
        };
        assert_eq!(renewed(), (Some(2027), Vec::new()));
        atomic::write(&calendar, b"notice 2027\noff 2027-05-01 2027-05-05\n").unwrap();
        assert_eq!(renewed(), (Some(2028), Vec::new()));
        atomic::write(&library, br#"(calendar: ["notice 2028", "off 2028-05-01 2028-05-05"], replies: [])"#)
            .unwrap();
        assert_eq!(renewed(), (Some(2029), Vec::new()));
        atomic::write(&calendar, b"notice 2027\noff 2027-05-01\n").unwrap();
        assert_eq!(renewed(), (Some(2027), vec![format!("{}:2:1", calendar.display())]));
        std::fs::remove_file(&calendar).unwrap();
        assert_eq!(renewed(), (Some(2027), Vec::new()));
    }
}
