//! The threads that may wait: library, clipboard, history, other instances. Each answers over the inbox.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::inbox::Inbox;
use crate::shell::shared::files::{problem_of, watch_files};
use crate::shell::shared::shelf::Shelf;
use crate::shell::shared::threads::spawn;
use jiff::Zoned;
use jiff::civil::Date;

use crate::app::Opening;
use crate::app::popup::{Action, CopyError, Notice, Reminder, Report, one_line};
use crate::check::{Checker, Lessons, Policy, Text};
use crate::cli::Start;
use crate::diag::Problem;
use crate::model::{ReplyChange, SheetChange, Use};
use crate::platform::appearance;
use crate::platform::clipboard::{self, Clipboard as _, SystemClipboard, WriteError};
use crate::platform::instance::{Claim, Request};
use crate::store::history::History;
use crate::store::lessons;
use crate::store::questions::{self, Question};
use crate::store::shops::{self, ShopsFile};
use crate::store::watch::Watch;
use crate::store::{atomic, images, paths::Paths, replies, sheets};
use crate::template::extract;
use crate::ui::popup::PREVIEW_IMAGE;

/// How many replies are asked for as last used; the list shows fewer, some may be gone.
const RECENT: usize = 20;

/// Passes on the requests of programs that were started after this one.
pub(super) fn listen_for_instances(claim: Claim, inbox: Inbox) {
    spawn("instance", move || {
        claim.listen(|message| match message {
            Request::Show => inbox.send(Action::Summon),
            Request::Toggle => inbox.send(Action::Toggle),
            Request::Quit => inbox.send(Action::Quit),
            Request::EditReply(_) | Request::EditNew(_) | Request::EditClipboard => {
                tracing::warn!("a message for the editor came to the popup");
            }
        });
    });
}

/// What a program works on.
#[derive(Debug, Clone)]
pub(super) struct Files {
    /// The personal library.
    pub library: PathBuf,
    /// The folder of the data.
    pub data: PathBuf,
    /// The folder of what was learned of rules.
    pub lessons: PathBuf,
}

/// Starts the editor, a program of its own, or opens its window where it runs.
pub(super) fn open_editor(opening: &Opening, files: &Files, fixed_now: Option<&Zoned>, inbox: Inbox) {
    let Files { library, data, .. } = files;
    let mut arguments = vec![OsString::from("--library"), library.into(), "--data".into(), data.into()];
    if let Some(now) = fixed_now {
        arguments.extend(["--now".into(), now.datetime().to_string().into()]);
    }
    arguments.push("edit".into());
    let input = match opening {
        Opening::Plain => None,
        Opening::Reply(key) => {
            arguments.extend(["--".into(), key.into()]);
            None
        }
        Opening::New(text) => {
            arguments.push("--new".into());
            Some(text.clone())
        }
        Opening::Clipboard => {
            arguments.push("--from-clipboard".into());
            None
        }
    };
    spawn("editor", move || {
        if let Err(error) = run_editor(&arguments, input) {
            inbox.send(Report::Notify(Notice::EditorFailed((&error).into())));
        }
    });
}

/// Runs the editor to its end. A text goes to its standard input, where no list of processes shows it.
fn run_editor(arguments: &[OsString], input: Option<String>) -> io::Result<()> {
    let mut editor = Command::new(std::env::current_exe()?);
    editor.args(arguments).stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut running = editor.spawn()?;
    if let (Some(text), Some(mut pipe)) = (input, running.stdin.take()) {
        pipe.write_all(text.as_bytes())?;
    }
    let ended = running.wait()?;
    if ended.success() { Ok(()) } else { Err(io::Error::other(ended.to_string())) }
}

/// Follows the desktop's light or dark.
pub(super) fn follow_appearance(inbox: Inbox) {
    spawn("appearance", move || appearance::follow(|is_dark| inbox.send(Report::DesktopIsDark(is_dark))));
}

/// A change of the library or of what belongs to it.
pub(super) enum LibraryChange {
    /// A question to keep or to drop.
    Question { reply_id: String, text: String, is_learned: bool },
    /// Which replies are not to be offered.
    Hidden(Box<SheetChange>),
    /// What the shops have said to be no breach of a rule.
    Innocent(Box<SheetChange>),
    /// A text that was split into messages.
    Split(Box<ReplyChange>),
    /// The files may have been changed by somebody else.
    Outside,
}

/// Preparing a library that takes longer than this reports its progress, and again after each such time.
const REPORT_PROGRESS: Duration = Duration::from_millis(200);

/// Reads the libraries, prepares the search, and keeps both up to date with what is changed from here and elsewhere.
/// The thread ends when both the sender and the watch are gone.
pub(super) fn library(
    start: &Start,
    inbox: Inbox,
) -> (Sender<LibraryChange>, Option<Watch>, Option<JoinHandle<()>>) {
    let mut shelf = Shelf::new(start);
    let (sender, changes) = mpsc::channel::<LibraryChange>();
    let outside = sender.clone();
    let shops_path = start.paths.shops();
    let of_shops = [shops_path.clone(), shops::rules_folder(&shops_path)];
    let files = shelf.files().into_iter().chain(of_shops).collect();
    let watch = watch_files(files, move || outside.send(LibraryChange::Outside).is_ok());
    let mut known_shops = start.shops.clone();
    let thread = spawn("library", move || {
        renew(&mut shelf, &inbox);
        for change in changes {
            match change {
                LibraryChange::Question { reply_id, text, is_learned } => {
                    let question = Question { reply: reply_id.clone(), text };
                    let all = questions::change(&questions::path_of(shelf.path()), question, is_learned);
                    let result = all.map_err(problem_of).map(|all| {
                        inbox.send(Report::LibraryLoaded(shelf.with_questions(all, &reply_id)));
                    });
                    inbox.send(Report::Learned { is_learned, result });
                }
                LibraryChange::Outside => {
                    renew(&mut shelf, &inbox);
                    renew_shops(&shops_path, &mut known_shops, &inbox);
                }
                LibraryChange::Innocent(change) => {
                    let result = sheets::change(shelf.path(), &shops_path, &change);
                    renew_shops(&shops_path, &mut known_shops, &inbox);
                    inbox.send(Report::InnocentChanged(result.map_err(problem_of)));
                }
                LibraryChange::Hidden(change) => {
                    let result = sheets::change(shelf.path(), &shops_path, &change);
                    renew(&mut shelf, &inbox);
                    inbox.send(Report::HiddenChanged(result.map_err(problem_of)));
                }
                LibraryChange::Split(change) => {
                    let result = replies::change(shelf.path(), &[*change], Zoned::now().datetime());
                    renew(&mut shelf, &inbox);
                    inbox.send(Report::SplitSaved(result.map_err(problem_of)));
                }
            }
        }
    });
    (sender, watch, thread)
}

/// Makes the rules ready, so that no frame has to wait for them.
pub(super) fn prepare_rules(inbox: Inbox) {
    spawn("rules", move || {
        // Warm-up: the first check compiles the patterns that every text needs.
        let found = Checker::built_in().check(&Text::finished("您好，在的。"), &Policy::default());
        tracing::debug!(found = found.len(), "the rules are ready");
        inbox.send(Report::RulesReady);
    });
}

/// Learns what is added to the rules of the program, which takes a second unless it was learned before.
pub(super) fn learn_rules(lessons: Box<Lessons>, folder: PathBuf, inbox: Inbox) {
    spawn("lessons", move || {
        let learned = lessons::learned(&folder, &lessons);
        inbox.send(Report::RulesLearned { lessons, learned });
    });
}

/// Reads what has changed, and sends it.
fn renew(shelf: &mut Shelf, inbox: &Inbox) {
    let mut reported_at = Instant::now();
    let loaded = shelf.renewed(&mut |done, total| {
        if reported_at.elapsed() > REPORT_PROGRESS {
            reported_at = Instant::now();
            inbox.send(Report::Progress { done, total });
        }
    });
    if let Some(loaded) = loaded {
        inbox.send(Report::LibraryLoaded(loaded));
    }
}

/// Reads the profiles of the shops, and sends what has changed since they were `known`.
fn renew_shops(path: &Path, known: &mut ShopsFile, inbox: &Inbox) {
    let file = shops::renewed(path, known);
    if file.diagnostics != known.diagnostics {
        for notice in Notice::of_diagnostics(&file.diagnostics) {
            inbox.send(Report::Notify(notice));
        }
    }
    if file.profiles != known.profiles {
        inbox.send(Report::ShopsLoaded(file.profiles.clone()));
    }
    *known = file;
}

/// Values for the profile of a shop.
pub(super) struct ShopValues {
    /// Counted from 0.
    pub shop_idx: usize,
    pub shop_name: Option<String>,
    pub values: BTreeMap<String, String>,
}

/// Writes values into the shops' profiles.
pub(super) fn shops(path: PathBuf, inbox: Inbox) -> (Sender<ShopValues>, Option<JoinHandle<()>>) {
    let (sender, changes) = mpsc::channel::<ShopValues>();
    let thread = spawn("shops", move || {
        for ShopValues { shop_idx, shop_name, values } in changes {
            let saved = shops::save(&path, shop_idx, shop_name.as_deref(), &values);
            inbox.send(Report::ShopSaved(saved.map_err(problem_of)));
        }
    });
    (sender, thread)
}

/// Reads the clipboard once. Its owner may take its time, so this has a thread of its own.
pub(super) fn read_clipboard(opening: u64, today: Date, inbox: Inbox) {
    spawn("clipboard-reader", move || {
        let Ok(text) = clipboard::read_patiently(&mut SystemClipboard::default()) else {
            return inbox.send(Report::ClipboardUnreadable { opening });
        };
        if let Some(text) = text.clone() {
            inbox.send(Report::ClipboardText { opening, text });
        }
        let values = text.map(|text| extract(&text, today)).unwrap_or_default();
        inbox.send(Report::ValuesFound { opening, values });
    });
}

/// Something to copy, only over these texts where there are any.
pub(super) struct Copy {
    pub ticket: u64,
    pub content: Content,
    pub only_over: Vec<String>,
}

/// What is to be copied.
pub(super) enum Content {
    Text(String),
    Image {
        /// As the library gives it, for messages.
        path: String,
        library: PathBuf,
    },
}

/// Writes texts and images to the clipboard, one after the other. The clipboard lives as long as the thread.
pub(super) fn clipboard(inbox: Inbox) -> (Sender<Copy>, Option<JoinHandle<()>>) {
    let (sender, copies) = mpsc::channel::<Copy>();
    let thread = spawn("clipboard", move || {
        let mut system = SystemClipboard::default();
        for Copy { ticket, content, only_over } in copies {
            let foreign = if only_over.is_empty() { None } else { system.read().ok().flatten() };
            let result = match foreign.filter(|text| !only_over.contains(&one_line(text))) {
                Some(text) => Err(CopyError::Foreign(text)),
                None => copy(&mut system, &content),
            };
            inbox.send(Report::Copied { ticket, result });
        }
    });
    (sender, thread)
}

/// Puts a text or an image on the clipboard, and checks that it is there.
fn copy(system: &mut SystemClipboard, content: &Content) -> Result<(), CopyError> {
    let failed = |error| match error {
        WriteError::System(reason) => CopyError::System(reason),
        WriteError::Changed => CopyError::Changed,
    };
    match content {
        Content::Text(text) => clipboard::write_checked(system, text).map_err(failed),
        Content::Image { path, library } => {
            let file = images::path_of(library, path);
            let image =
                images::load(&file).map_err(|reason| CopyError::Image { path: path.clone(), reason })?;
            clipboard::write_image_checked(system, &image).map_err(failed)
        }
    }
}

/// Reads an image for the preview.
pub(super) fn load_image(path: String, library: PathBuf, inbox: Inbox) {
    spawn("image", move || {
        let [width, height] = PREVIEW_IMAGE;
        let result = images::load_small(&images::path_of(&library, &path), width, height).map(Arc::new);
        inbox.send(Report::ImageLoaded { path, result });
    });
}

/// Says something after a time.
pub(super) fn remind(after: Duration, reminder: Reminder, inbox: Inbox) {
    spawn("reminder", move || {
        thread::sleep(after);
        inbox.send(Report::Reminded(reminder));
    });
}

/// A change of the history, at a Unix time in seconds.
pub(super) enum Record {
    Use(Use),
    Favourite { reply_id: String, is_favourite: bool, at_seconds: i64 },
    Overrides { rules: Vec<String>, at_seconds: i64 },
    FirstStartSeen,
}

/// Opens the history, sends what it remembers, and keeps it up to date. Without a history the program goes on.
pub(super) fn history(
    paths: Paths,
    now_seconds: i64,
    inbox: Inbox,
) -> (Sender<Record>, Option<JoinHandle<()>>) {
    let (sender, records) = mpsc::channel::<Record>();
    let thread = spawn("history", move || {
        let unusable = |problem: Problem| inbox.send(Report::Notify(Notice::HistoryUnusable(problem)));
        let history = History::open(&paths.history()).map_err(|error| History::problem_of(&error));
        match history.as_ref().map(|history| history.remembered(RECENT, now_seconds)) {
            Ok(Ok(remembered)) => inbox.send(Report::HistoryLoaded(remembered)),
            Ok(Err(error)) => unusable(History::problem_of(&error.into())),
            Err(problem) => unusable(problem.clone()),
        }
        for record in records {
            let Err(problem) = learn(&paths, history.as_ref(), &record) else { continue };
            tracing::warn!(?problem, "the history cannot be written");
            if let Record::Favourite { reply_id, is_favourite, .. } = record {
                inbox.send(Report::FavouriteNotSaved { reply_id, is_favourite, problem });
            }
        }
    });
    (sender, thread)
}

/// Writes a record into the history. Without a history only favourites fail: what is not counted is no loss to the
/// user.
fn learn(paths: &Paths, history: Result<&History, &Problem>, record: &Record) -> Result<(), Problem> {
    let kept = match (record, history) {
        (Record::Use(used), Ok(history)) => history.record_use(used),
        (Record::Overrides { rules, at_seconds }, Ok(history)) => {
            history.record_overrides(rules, *at_seconds)
        }
        (Record::Favourite { reply_id, is_favourite, at_seconds }, Ok(history)) => {
            history.set_favourite(reply_id, *is_favourite, *at_seconds)
        }
        (Record::Use(_) | Record::Overrides { .. }, Err(_)) => Ok(()),
        (Record::Favourite { .. }, Err(problem)) => return Err(problem.clone()),
        (Record::FirstStartSeen, _) => {
            let marked = atomic::write(&paths.first_start_mark(), b"");
            return marked.map_err(|error| Problem::Unreadable { error: (&error).into() });
        }
    };
    kept.map_err(|error| History::problem_of(&error.into()))
}
