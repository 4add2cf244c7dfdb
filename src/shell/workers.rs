//! The threads that may wait: library, clipboard, history, other instances. Each answers over the inbox.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::inbox::Inbox;
use jiff::civil::Date;

use crate::app::{Action, CopyError, EditProblem, LoadedLibrary, Notice, Reminder, one_line};
use crate::cli::Start;
use crate::model::{Library, Reply, Use};
use crate::platform::appearance;
use crate::platform::clipboard::{self, Clipboard as _, SystemClipboard, WriteError};
use crate::platform::instance::{Claim, Message};
use crate::search::Index;
use crate::store::history::History;
use crate::store::questions::{self, Question, QuestionsError};
use crate::store::ron_file::EditError;
use crate::store::{atomic, images, libraries, paths::Paths, replies, shops};
use crate::template::extract;
use crate::ui::PREVIEW_IMAGE;

/// So many replies are asked for as last used; the list shows fewer, some may be gone.
const RECENT: usize = 20;

/// Starts a named thread; the program goes on without it where that fails.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.inspect_err(|error| tracing::error!(%error, name, "a thread cannot be started")).ok()
}

pub(super) fn listen_for_instances(claim: Claim, inbox: Inbox) {
    spawn("instance", move || {
        claim.listen(|message| {
            inbox.send(match message {
                Message::Show => Action::Summon,
                Message::Toggle => Action::Toggle,
                Message::Quit => Action::Quit,
            });
        });
    });
}

/// Follows the desktop's light or dark.
pub(super) fn follow_appearance(inbox: Inbox) {
    spawn("appearance", move || appearance::follow(|is_dark| inbox.send(Action::DesktopIsDark(is_dark))));
}

/// A change of the library or of what belongs to it.
pub(super) enum LibraryChange {
    /// A question to keep or to drop.
    Question { reply_id: String, text: String, is_kept: bool },
    /// The messages of a wording that was one text.
    Split { reply: Box<Reply>, wording: usize, texts: Vec<String> },
}

/// Preparing a library that takes longer than this tells how far it is, and again after each such time.
const TELL_PROGRESS: Duration = Duration::from_millis(200);

/// Reads the libraries, prepares the search, and keeps both up to date with what is changed from here.
pub(super) fn library(start: &Start, inbox: Inbox) -> (Sender<LibraryChange>, Option<JoinHandle<()>>) {
    let (path, uses_starter) = (start.library.clone(), start.settings.uses_starter);
    let (sender, changes) = mpsc::channel::<LibraryChange>();
    let thread = spawn("library", move || {
        let mut loaded = libraries::load(&path, uses_starter);
        let mut index = prepare(&loaded.library, &inbox);
        let send = |library: &Library, index: &Index, diagnostics| {
            let (library, index) = (Arc::new(library.clone()), Arc::new(index.clone()));
            inbox.send(Action::LibraryLoaded(LoadedLibrary { library, index, diagnostics }));
        };
        send(&loaded.library, &index, std::mem::take(&mut loaded.diagnostics));
        for change in changes {
            match change {
                LibraryChange::Question { reply_id, text, is_kept } => {
                    let question = Question { reply: reply_id.clone(), text };
                    let all = questions::change(&questions::path_of(&path), question, is_kept);
                    let result = all.map_err(problem_of_questions).map(|all| {
                        let learned = all.into_iter().map(|kept| (kept.reply, kept.text));
                        loaded.library = loaded.library.clone().with_learned(learned);
                        index = index.updated(&loaded.library, [reply_id.as_str()]);
                        send(&loaded.library, &index, Vec::new());
                    });
                    inbox.send(Action::Kept { is_kept, result });
                }
                LibraryChange::Split { reply, wording, texts } => {
                    let result = replies::split_text(&path, &reply, wording, &texts);
                    if result.is_ok() {
                        loaded = libraries::load(&path, uses_starter);
                        index = prepare(&loaded.library, &inbox);
                        send(&loaded.library, &index, std::mem::take(&mut loaded.diagnostics));
                    }
                    inbox.send(Action::SplitKept(result.map_err(problem_of)));
                }
            }
        }
    });
    (sender, thread)
}

fn problem_of(error: EditError) -> EditProblem {
    match error {
        EditError::File { .. } => EditProblem::System(error.to_string()),
        EditError::Busy { path } => EditProblem::Busy(path.display().to_string()),
        EditError::Mistake(found) => EditProblem::Mistake(found),
        EditError::Changed => EditProblem::Changed,
    }
}

fn problem_of_questions(error: QuestionsError) -> EditProblem {
    match error {
        QuestionsError::Edit(error) => problem_of(error),
        QuestionsError::File { .. } | QuestionsError::Syntax { .. } | QuestionsError::Newer { .. } => {
            EditProblem::System(error.to_string())
        }
    }
}

fn prepare(library: &Library, inbox: &Inbox) -> Index {
    let total = library.len();
    let mut told = Instant::now();
    Index::build_with_progress(library, &mut |done| {
        if told.elapsed() > TELL_PROGRESS {
            told = Instant::now();
            inbox.send(Action::Progress { done, total });
        }
    })
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
            inbox.send(Action::ShopSaved(saved.map_err(problem_of)));
        }
    });
    (sender, thread)
}

/// Reads the clipboard once. Its owner may take its time, so this has a thread of its own.
pub(super) fn read_clipboard(opening: u64, today: Date, inbox: Inbox) {
    spawn("clipboard-reader", move || {
        let Ok(text) = clipboard::read_patiently(&mut SystemClipboard::default()) else {
            return inbox.send(Action::ClipboardUnreadable { opening });
        };
        if let Some(text) = text.clone() {
            inbox.send(Action::ClipboardText { opening, text });
        }
        let values = text.map(|text| extract(&text, today)).unwrap_or_default();
        inbox.send(Action::ValuesFound { opening, values });
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
        file: PathBuf,
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
            inbox.send(Action::Copied { ticket, result });
        }
    });
    (sender, thread)
}

fn copy(system: &mut SystemClipboard, content: &Content) -> Result<(), CopyError> {
    let failed = |error| match error {
        WriteError::System(reason) => CopyError::System(reason),
        WriteError::Changed => CopyError::Changed,
    };
    match content {
        Content::Text(text) => clipboard::write_checked(system, text).map_err(failed),
        Content::Image { path, file } => {
            let image =
                images::load(file).map_err(|reason| CopyError::Image { path: path.clone(), reason })?;
            clipboard::write_image_checked(system, &image).map_err(failed)
        }
    }
}

/// Reads an image for the preview.
pub(super) fn load_image(path: String, file: PathBuf, inbox: Inbox) {
    spawn("image", move || {
        let [width, height] = PREVIEW_IMAGE;
        let result = images::load_small(&file, width, height).map(Arc::new);
        inbox.send(Action::ImageLoaded { path, result });
    });
}

/// Says something after a time.
pub(super) fn remind(after: Duration, reminder: Reminder, inbox: Inbox) {
    spawn("reminder", move || {
        thread::sleep(after);
        inbox.send(Action::Reminded(reminder));
    });
}

/// A change of the history, at a Unix time in seconds.
pub(super) enum Record {
    Use(Use),
    Favourite { reply_id: String, is_favourite: bool, at_seconds: i64 },
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
        let unusable = |reason: String| inbox.send(Action::Notify(Notice::HistoryUnusable(reason)));
        let history = match History::open(&paths.history()) {
            Ok(history) => Some(history),
            Err(error) => {
                unusable(error.to_string());
                None
            }
        };
        match history.as_ref().map(|history| history.remembered(RECENT, now_seconds)) {
            Some(Ok(remembered)) => inbox.send(Action::HistoryLoaded(remembered)),
            Some(Err(error)) => unusable(error.to_string()),
            None => {}
        }
        for record in records {
            if let Err(error) = keep(&paths, history.as_ref(), &record) {
                tracing::warn!(%error, "the history cannot be written");
            }
        }
    });
    (sender, thread)
}

fn keep(paths: &Paths, history: Option<&History>, record: &Record) -> anyhow::Result<()> {
    match (record, history) {
        (Record::Use(used), Some(history)) => history.record_use(used)?,
        (Record::Favourite { reply_id, is_favourite, at_seconds }, Some(history)) => {
            history.set_favourite(reply_id, *is_favourite, *at_seconds)?;
        }
        (Record::Use(_) | Record::Favourite { .. }, None) => {}
        (Record::FirstStartSeen, _) => atomic::write(&paths.first_start_mark(), b"")?,
    }
    Ok(())
}
