//! The threads of the editor that may wait: the library and its watch, drafts, clipboard, other instances.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Instant;

use egui::Context;
use jiff::Zoned;

use super::importing::{self, Compared, ImportWork};
use super::{Inbox, action_of};
use crate::app::EditProblem;
use crate::app::editor::import::{ImportAction, ImportEffect, ImportReport};
use crate::app::editor::{
    Backup, Breaches, EditDraft, Editor, EditorAction, EditorNotice, Report, Trashed, UnstoredAction,
};
use crate::check::{Checker, Lessons, Policy};
use crate::cli::Start;
use crate::exchange::{Content, Plan};
use crate::lang::Words;
use crate::model::{Language, Library, Reply, ReplyChange, SheetChange, Theme};
use crate::platform::appearance;
use crate::platform::clipboard::{self, SystemClipboard};
use crate::platform::instance::Claim;
use crate::shell::shared::files::{problem_of, watch_files};
use crate::shell::shared::shelf::Shelf;
use crate::shell::shared::threads::{LONGEST_FINISH, join_until, spawn};
use crate::store::backup::{self, Version};
use crate::store::file_system::Disk;
use crate::store::history::History;
use crate::store::imports::{self, ImportError, UndoError};
use crate::store::paths::Paths;
use crate::store::shops::{self, ShopsFile};
use crate::store::watch::Watch;
use crate::store::{drafts, lessons, links, questions, replies, rescue, sheets, trash};
use crate::ui::shared::theme;

/// What the library's thread has to do.
enum Work {
    /// A file was changed by somebody.
    Reload,
    Change {
        ticket: u64,
        changes: Vec<ReplyChange>,
    },
    Sheet {
        ticket: u64,
        change: Box<SheetChange>,
    },
    ListBackups,
    Restore {
        ticket: u64,
        backup: Backup,
    },
    Import {
        source: String,
        content: Arc<Content>,
        plan: Arc<Plan>,
    },
    UndoImport(u32),
}

/// What the thread of the check has to do.
enum CheckWork {
    Check(Arc<Library>, Policy),
    Learn(Lessons),
}

pub(super) struct Workers {
    library: Option<Sender<Work>>,
    drafts: Option<Sender<(u64, Vec<EditDraft>)>>,
    /// Texts for the clipboard.
    copies: Option<Sender<String>>,
    checks: Option<Sender<CheckWork>>,
    imports: Option<Sender<ImportWork>>,
    language: Language,
    inbox: Inbox,
    threads: Vec<JoinHandle<()>>,
    /// Files are watched as long as it is there.
    watch: Option<Watch>,
}

impl Workers {
    /// Starts the threads; what they find out and finish goes into the inbox.
    pub(super) fn start(start: &Start, inbox: Inbox) -> Self {
        let (library, works) = mpsc::channel();
        let shelf = Shelf::new(start);
        let mut files = shelf.files().to_vec();
        let shops_path = start.paths.shops();
        files.extend([trash::path_of(&start.library), shops::rules_folder(&shops_path), shops_path]);
        let loading = {
            let (inbox, shops) = (inbox.clone(), start.paths.shops());
            // What is wrong with the file is reported here too, so it is not known yet.
            let known = ShopsFile { profiles: start.shops.profiles.clone(), ..ShopsFile::default() };
            spawn("library", move || work(shelf, &shops, known, &works, &inbox))
        };
        let (drafts, kept) = mpsc::channel();
        let language = start.settings.language;
        let keeping = save_drafts(start.library.clone(), kept, Words::new(language), inbox.clone());
        let (copies, texts) = mpsc::channel();
        let copying = copy_texts(texts, inbox.clone());
        load_favourites(start.paths.clone(), inbox.clone());
        let (checks, wanted) = mpsc::channel();
        spawn("check", {
            let (inbox, learned) = (inbox.clone(), start.paths.lessons());
            move || check(&wanted, &learned, &inbox)
        });
        let (imports, brought) = mpsc::channel();
        let importing = importing::start(start, brought, inbox.clone());
        let reload = library.clone();
        let watch = watch_files(files, move || reload.send(Work::Reload).is_ok());
        Self {
            library: Some(library),
            drafts: Some(drafts),
            copies: Some(copies),
            checks: Some(checks),
            imports: Some(imports),
            language,
            inbox,
            threads: [loading, keeping, copying, importing].into_iter().flatten().collect(),
            watch,
        }
    }

    pub(super) fn change(&self, ticket: u64, changes: Vec<ReplyChange>) {
        self.send(Work::Change { ticket, changes });
    }

    pub(super) fn change_sheet(&self, ticket: u64, change: SheetChange) {
        self.send(Work::Sheet { ticket, change: Box::new(change) });
    }

    pub(super) fn list_backups(&self) {
        self.send(Work::ListBackups);
    }

    pub(super) fn restore(&self, ticket: u64, backup: Backup) {
        self.send(Work::Restore { ticket, backup });
    }

    fn send(&self, work: Work) {
        if let Some(library) = &self.library
            && library.send(work).is_err()
        {
            tracing::error!("the library's thread has ended");
        }
    }

    pub(super) fn save_drafts(&self, generation: u64, drafts: Vec<EditDraft>) {
        if let Some(sender) = &self.drafts
            && sender.send((generation, drafts)).is_err()
        {
            let result = Err("the drafts' thread has ended".to_owned());
            self.inbox.send(EditorAction::Report(Report::DraftsSaved { generation, result }));
        }
    }

    /// Writes a library to the first of the places where that is possible.
    pub(super) fn save_elsewhere(&mut self, places: Vec<PathBuf>, replies: Vec<Reply>, remarks: Vec<String>) {
        let (inbox, words) = (self.inbox.clone(), Words::new(self.language));
        let saving = spawn("rescue", move || {
            let mut result = Err(String::new());
            for place in places {
                match rescue::save(&place, &replies, &remarks) {
                    Ok(()) => {
                        tracing::warn!(path = %place.display(), "what is not saved is kept here");
                        result = Ok(place.display().to_string());
                        break;
                    }
                    Err(error) => result = Err(words.why(&links::problem_of(&error))),
                }
            }
            inbox.send(EditorAction::Unstored(UnstoredAction::SavedElsewhere(result)));
        });
        self.threads.extend(saving);
    }

    pub(super) fn copy(&self, text: String) {
        if let Some(sender) = &self.copies
            && sender.send(text).is_err()
        {
            tracing::error!("the clipboard's thread has ended");
        }
    }

    pub(super) fn check_library(&self, library: Arc<Library>, policy: Policy) {
        self.send_check(CheckWork::Check(library, policy));
    }

    pub(super) fn learn(&self, lessons: Lessons) {
        self.send_check(CheckWork::Learn(lessons));
    }

    fn send_check(&self, work: CheckWork) {
        if let Some(sender) = &self.checks
            && sender.send(work).is_err()
        {
            tracing::error!("the thread of the check has ended");
        }
    }

    /// Carries out what an import asks for.
    pub(super) fn import(&self, effect: ImportEffect, editor: &Editor) {
        let (library, policy) = editor.policy();
        let (library, length_limit) = (Arc::clone(library), policy.length_limit());
        let work = match effect {
            ImportEffect::Choose { is_folder } => return importing::choose(is_folder, self.inbox.clone()),
            ImportEffect::ReadClipboard => {
                return self.read_clipboard(|text| EditorAction::Import(ImportAction::Paste(text)));
            }
            ImportEffect::CarryOut { source, content, plan } => {
                return self.send(Work::Import { source, content, plan });
            }
            ImportEffect::Undo(number) => return self.send(Work::UndoImport(number)),
            ImportEffect::List => ImportWork::List,
            ImportEffect::SaveReport { name, plan } => ImportWork::SaveReport { name, plan },
            ImportEffect::Read { ticket, source, options, choices, work } => {
                let compared = Compared { library, length_limit, choices };
                ImportWork::Read { ticket, source, options, compared, work }
            }
            ImportEffect::Plan { ticket, content, came, choices } => {
                let compared = Compared { library, length_limit, choices };
                ImportWork::Plan { ticket, content, came, compared }
            }
        };
        if let Some(imports) = &self.imports
            && imports.send(work).is_err()
        {
            tracing::error!("the thread of the imports has ended");
        }
    }

    /// Reads the clipboard once. Its owner may take its time, so this has a thread of its own.
    pub(super) fn read_clipboard(&self, action: impl FnOnce(String) -> EditorAction + Send + 'static) {
        let inbox = self.inbox.clone();
        spawn("clipboard-reader", move || {
            let text = clipboard::read_patiently(&mut SystemClipboard::default()).ok().flatten();
            inbox.send(action(text.unwrap_or_default()));
        });
    }

    /// Lets the threads finish what they were given.
    pub(super) fn finish(&mut self) {
        self.watch = None;
        self.library = None;
        self.drafts = None;
        self.copies = None;
        self.checks = None;
        self.imports = None;
        join_until(&self.threads, Instant::now() + LONGEST_FINISH);
    }
}

/// Reads the files, writes changes, and follows those that others make.
fn work(mut shelf: Shelf, shops: &Path, known: ShopsFile, works: &Receiver<Work>, inbox: &Inbox) {
    let mut known = known;
    let mut renew = |shelf: &mut Shelf| {
        if let Some(loaded) = shelf.renewed(&mut |_, _| {}) {
            inbox.send(EditorAction::Report(Report::LibraryLoaded(loaded)));
        }
        let file = shops::renewed(shops, &known);
        if file.diagnostics != known.diagnostics
            && let Some(notice) = EditorNotice::of_diagnostics(&file.diagnostics)
        {
            inbox.send(EditorAction::Notify(notice));
        }
        inbox.send(EditorAction::Report(Report::ShopsLoaded(file.profiles.clone())));
        known = file;
        send_trash(shelf.path(), inbox);
    };
    renew(&mut shelf);
    while let Ok(work) = works.recv() {
        let (ticket, done) = match work {
            Work::Reload => {
                renew(&mut shelf);
                continue;
            }
            Work::ListBackups => {
                send_backups([shelf.path(), shops, &questions::path_of(shelf.path())], inbox);
                continue;
            }
            Work::Change { ticket, changes } => {
                (ticket, replies::change(shelf.path(), &changes, Zoned::now().datetime()))
            }
            Work::Sheet { ticket, change } => (ticket, sheets::change(shelf.path(), shops, &change)),
            Work::Restore { ticket, backup } => {
                let Backup { file, version, at, bytes } = backup;
                let version = Version { at, path: version, bytes };
                let done = backup::restore(&file, &version);
                send_backups([shelf.path(), shops, &questions::path_of(shelf.path())], inbox);
                (ticket, done)
            }
            Work::Import { source, content, plan } => {
                let now = Zoned::now().datetime();
                let done = imports::carry_out(shelf.path(), &source, &content, &plan, now);
                let result =
                    done.map(|number| (number, shelf.renewed(&mut |_, _| {}))).map_err(import_problem);
                renew(&mut shelf);
                inbox.send(importing::report(ImportReport::CarriedOut(result)));
                continue;
            }
            Work::UndoImport(number) => {
                let done = imports::undo(shelf.path(), number, shelf.own(), Zoned::now().datetime());
                let result = done.map_err(undo_problem).map(|taken| {
                    let edited = taken.edited.into_iter().map(|reply| reply.title).collect();
                    (taken.count, edited, shelf.renewed(&mut |_, _| {}))
                });
                renew(&mut shelf);
                inbox.send(importing::report(ImportReport::Undone(result)));
                continue;
            }
        };
        let result = done.map(|()| shelf.renewed(&mut |_, _| {})).map_err(problem_of);
        // The lists first, so that what comes behind the answer is shown as it is now.
        renew(&mut shelf);
        inbox.send(EditorAction::Report(Report::Changed { ticket, result }));
    }
}

/// Why an import was not carried out, as the window shows it.
fn import_problem(error: ImportError) -> EditProblem {
    match error {
        ImportError::Edit(error) => problem_of(error),
        ImportError::File { path, source } => {
            EditProblem::File { path: path.display().to_string(), error: (&source).into() }
        }
    }
}

/// Why an import was not taken back.
fn undo_problem(error: UndoError) -> EditProblem {
    match error {
        UndoError::Edit(error) => problem_of(error),
        UndoError::Io(source) => EditProblem::File { path: String::new(), error: (&source).into() },
        UndoError::NoSuch | UndoError::Undone => EditProblem::Changed,
    }
}

/// Looks through libraries and learns, the last one of each where several wait; `folder` keeps what was learned.
fn check(wanted: &Receiver<CheckWork>, folder: &Path, inbox: &Inbox) {
    // Ready while the files are read, so that no frame has to wait for the rules.
    let rules = Checker::built_in().rules().count();
    tracing::debug!(rules, "the rules are ready");
    while let Ok(first) = wanted.recv() {
        let (mut checked, mut learned) = (None, None);
        for work in std::iter::once(first).chain(wanted.try_iter()) {
            match work {
                CheckWork::Check(library, policy) => checked = Some((library, policy)),
                CheckWork::Learn(lessons) => learned = Some(lessons),
            }
        }
        // What takes longer comes last.
        if let Some((library, policy)) = checked {
            inbox.send(EditorAction::Report(Report::Checked(Breaches::of(&library, &policy))));
        }
        if let Some(lessons) = learned {
            let learned = lessons::learned(folder, &lessons);
            inbox.send(EditorAction::Report(Report::Learned { key: lessons.key(), learned }));
        }
    }
}

/// The versions of the user's files, the newest first.
fn send_backups(files: [&Path; 3], inbox: &Inbox) {
    let mut found = Vec::new();
    for file in files {
        match backup::versions(file) {
            Ok(versions) => found.extend(versions.into_iter().map(|version| Backup {
                file: file.to_owned(),
                version: version.path,
                at: version.at,
                bytes: version.bytes,
            })),
            Err(error) => tracing::warn!(%error, "backups cannot be listed"),
        }
    }
    found.sort_by_key(|backup| std::cmp::Reverse(backup.at));
    inbox.send(EditorAction::Report(Report::BackupsLoaded(found)));
}

/// Reads the trash and sends it to the window.
fn send_trash(library: &Path, inbox: &Inbox) {
    match trash::load(&Disk, library) {
        Ok(entries) => {
            let trashed =
                entries.iter().filter_map(|entry| Some(Trashed { reply: entry.reply()?, at: entry.at }));
            inbox.send(EditorAction::Report(Report::TrashLoaded(trashed.collect())));
        }
        Err(error) => {
            let problem = problem_of(error);
            inbox.send(EditorAction::Notify(EditorNotice::TrashUnreadable(problem)));
        }
    }
}

/// Reads the drafts, then writes them, the last ones where several wait. What cannot be read is never written over.
fn save_drafts(
    library: PathBuf,
    kept: Receiver<(u64, Vec<EditDraft>)>,
    words: Words,
    inbox: Inbox,
) -> Option<JoinHandle<()>> {
    let reason = move |error: &io::Error| words.why(&links::problem_of(error));
    spawn("drafts", move || {
        let load = || {
            drafts::load(&library).map(|loaded| {
                inbox.send(EditorAction::Report(Report::DraftsLoaded(loaded.drafts)));
                if let Some(aside) = loaded.put_aside {
                    let path = aside.display().to_string();
                    inbox.send(EditorAction::Notify(EditorNotice::DraftsPutAside(path)));
                }
            })
        };
        if let Err(error) = drafts::remove_left_over(&library) {
            tracing::warn!(%error, "temporary files of the drafts cannot be removed");
        }
        let mut loaded = load();
        if let Err(error) = &loaded {
            inbox.send(EditorAction::Notify(EditorNotice::DraftsNotSaved(reason(error))));
        }
        while let Ok(first) = kept.recv() {
            let (generation, latest) = kept.try_iter().last().unwrap_or(first);
            if loaded.is_err() {
                loaded = load();
            }
            let result = match &loaded {
                Ok(()) => drafts::save(&library, &latest).map_err(|error| reason(&error)),
                Err(error) => Err(reason(error)),
            };
            inbox.send(EditorAction::Report(Report::DraftsSaved { generation, result }));
        }
    })
}

/// Copies texts, and stays their owner: on X11 they live with it.
fn copy_texts(texts: Receiver<String>, inbox: Inbox) -> Option<JoinHandle<()>> {
    spawn("clipboard", move || {
        let mut clipboard = SystemClipboard::default();
        for text in texts {
            let result = clipboard::write_checked(&mut clipboard, &text).map_err(|error| error.to_string());
            inbox.send(EditorAction::Unstored(UnstoredAction::Copied(result)));
        }
    })
}

/// Reads the favourites once, in the background.
fn load_favourites(paths: Paths, inbox: Inbox) {
    spawn("history", move || {
        let history = History::open(&paths.history()).and_then(|history| Ok(history.remembered(0, 0)?));
        match history {
            Ok(remembered) => {
                inbox.send(EditorAction::Report(Report::FavouritesLoaded(remembered.favourites)));
            }
            Err(error) => {
                tracing::warn!(%error, "the favourites cannot be read");
                let problem = History::problem_of(&error);
                inbox.send(EditorAction::Notify(EditorNotice::FavouritesUnreadable(problem)));
            }
        }
    });
}

/// Passes on the requests of programs that were started after this one.
pub(super) fn listen_for_instances(claim: Claim, inbox: Inbox) {
    spawn("instance", move || {
        claim.listen(|message| {
            if let Some(action) = action_of(message) {
                inbox.send(action);
            }
        });
    });
}

/// Follows the desktop's light or dark where the user has not chosen.
pub(super) fn follow_appearance(chosen: Theme, ctx: Context) {
    if chosen != Theme::System {
        return;
    }
    spawn("appearance", move || {
        appearance::follow(|is_dark| {
            theme::set_theme(&ctx, if is_dark { Theme::Dark } else { Theme::Light });
            ctx.request_repaint();
        });
    });
}
