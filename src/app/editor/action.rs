//! What can happen to the editor, and what it asks of the outside.

use std::path::PathBuf;

use jiff::civil::DateTime;

use super::lists::Backup;
use super::pages::{Addition, Page, SheetEdit};
use super::tree::Node;
use super::working::FormEdit;
use super::{Draft, Pane, UnstoredAction};
use crate::app::{EditProblem, LoadedLibrary, Move, Opening, Step};
use crate::diag::{Diagnostic, Problem, Severity};
use crate::model::{ForbiddenWord, Reply, ReplyChange, ReplyField, SheetChange, Shop};

/// A deleted reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trashed {
    pub reply: Reply,
    /// When it was deleted.
    pub at: DateTime,
}

/// How a row of the list is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Alone,
    /// In addition to the others, or no longer.
    Toggle,
    /// With all rows from the last one chosen.
    Range,
}

#[derive(Debug, Clone)]
pub enum EditorAction {
    Open(Opening),
    LibraryLoaded(LoadedLibrary),
    TrashLoaded(Vec<Trashed>),
    DraftsLoaded(Vec<Draft>),
    /// The answer to [`EditorEffect::SaveDrafts`]; an error in the system's words.
    DraftsSaved {
        generation: u64,
        result: Result<(), String>,
    },
    FavouritesLoaded(Vec<String>),
    ShopsLoaded(Vec<Shop>, Vec<ForbiddenWord>),
    /// The ids of the replies that the rules have something against.
    Checked(Vec<String>),
    BackupsLoaded(Vec<Backup>),
    /// The answer to [`EditorEffect::Change`]; the library as it is then, where it is another one.
    Changed {
        ticket: u64,
        result: Result<Option<LoadedLibrary>, EditProblem>,
    },
    /// Tells of something that went wrong outside.
    Notify(EditorNotice),
    PutNoticeAway,
    SelectNode(Node),
    /// Shows or hides what is below it.
    ToggleNode(Node),
    MoveNode(Move),
    /// Shows (true) or hides what is below the selected node, or goes a step in.
    OpenNode(bool),
    SetQuery(String),
    /// A row, counted from 0.
    Select {
        row: usize,
        choice: Choice,
    },
    /// Moves in the list; `true` takes the rows passed over along.
    MoveRow(Move, bool),
    ChooseAll,
    FocusPane(Pane),
    OpenForm,
    NextPane(Step),
    /// The form has given the keys to [`super::Editor::spot`].
    SpotTaken,
    Edit(FormEdit),
    EditSheet(Page, SheetEdit),
    /// Another wording in the form, counted from 0.
    TurnWording(usize),
    New,
    NewFrom(String),
    Duplicate,
    /// Those chosen are not offered any more; where none of them is, they are again.
    ToggleHidden,
    /// Those chosen, or the one from the trash.
    Delete,
    Save,
    /// Forgets what was typed into the form.
    Discard,
    Undo,
    Redo,
    Ask(Ask),
    SetAskText(String),
    /// Another of those offered.
    MoveOffer(Step),
    /// One of those offered, counted from 0.
    TakeOffer(usize),
    Answer,
    ToggleHelp,
    ToggleDifference,
    /// Takes the personal copy away, so that the reply below it is there again.
    BackToOriginal,
    KeepMine,
    TakeTheirs,
    /// The chosen replies into a category.
    DropReplies(String),
    /// A category into another one, or to the top.
    DropCategory {
        from: String,
        into: String,
    },
    /// Back into the library, counted from 0 in the trash.
    Restore,
    ReadClipboard,
    /// One step back: a question, the search.
    Dismiss,
    /// In the question before the window closes over texts that are kept nowhere.
    Unstored(UnstoredAction),
    /// The window is to be closed: at once where everything is kept, else after a question.
    Close,
    /// The session ends, and nobody is there to be asked.
    End,
}

/// What a line of text is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The category for those chosen.
    Move,
    /// Tags to add; with a minus in front, to drop.
    Tag,
    /// A scenario that the reply answers.
    Scenario,
    /// A reply that usually comes next.
    Next,
    /// Another name for the selected category.
    Rename,
    /// A new category.
    NewCategory,
    /// Something to add to a page.
    Add(Addition),
}

/// A message, as a code with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorNotice {
    NotSaved(EditProblem),
    /// The reply cannot be saved so.
    Blocked(Problem),
    /// Of the packs below nothing can be deleted.
    ReadOnly,
    /// A version of a file is back.
    Restored(String),
    /// A cell cannot say that, which was typed.
    BadCell(String),
    /// The window cannot be closed over a line that is asked for.
    AnswerFirst,
    /// There is no text to make a reply of.
    NothingCopied,
    /// Fields that a step taken back or done again has left alone, as they were changed otherwise since: the title of each
    /// reply, and which.
    ChangedSince(Vec<(String, Vec<ReplyField>)>),
    /// Drafts could not be written: the system's words.
    DraftsNotSaved(String),
    /// The drafts say more than this program knows: they are kept in the file of this name.
    DraftsPutAside(String),
    /// The favourites cannot be read.
    FavouritesUnreadable(Problem),
    /// The deleted replies cannot be read.
    TrashUnreadable(EditProblem),
    /// What is wrong in a file.
    File {
        first: Box<Diagnostic>,
        more: usize,
    },
    /// There is no such reply.
    NotFound(String),
}

impl EditorNotice {
    /// The message about files with errors, if there are any.
    pub fn of_diagnostics(found: &[Diagnostic]) -> Option<Self> {
        let mut errors = found.iter().filter(|found| found.severity() == Severity::Error);
        let first = Box::new(errors.next()?.clone());
        Some(Self::File { first, more: errors.count() })
    }

    /// Whether it tells of success.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Restored(_))
    }
}

/// What the outside has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorEffect {
    /// Write into the personal library, and answer with [`EditorAction::Changed`].
    Change {
        ticket: u64,
        changes: Vec<ReplyChange>,
    },
    /// Write one of the lists, and answer with [`EditorAction::Changed`].
    ChangeSheet {
        ticket: u64,
        change: SheetChange,
    },
    /// Answer with [`EditorAction::BackupsLoaded`].
    ListBackups,
    /// Bring this version back, and answer with [`EditorAction::Changed`].
    RestoreBackup {
        ticket: u64,
        backup: Backup,
    },
    /// Write what is in the form, to have it after a crash, and answer with [`EditorAction::DraftsSaved`]. Of several that
    /// wait only the last one has to be written and answered.
    SaveDrafts {
        generation: u64,
        drafts: Vec<Draft>,
    },
    /// Write a library of these replies, with these remarks, to the first of the paths where that is possible, over no
    /// other file, and answer with [`UnstoredAction::SavedElsewhere`].
    SaveElsewhere {
        places: Vec<PathBuf>,
        replies: Vec<Reply>,
        remarks: Vec<String>,
    },
    /// Copy a text, and answer with [`UnstoredAction::Copied`].
    CopyUnstored(String),
    /// Answer with [`EditorAction::NewFrom`].
    ReadClipboard,
    /// Look through the whole library by [`Editor::policy`](super::Editor::policy), and answer with
    /// [`EditorAction::Checked`].
    CheckLibrary,
    /// Bring the window to the front.
    Show,
    Close,
}
