//! What can happen to the editor.

use std::sync::Arc;

use super::ask::Ask;
use super::browser::Choice;
use super::catalog::Trashed;
use super::draft::EditDraft;
use super::face::Pane;
use super::import::ImportAction;
use super::lists::Backup;
use super::notice::EditorNotice;
use super::pages::{Page, SheetEdit};
use super::tree::{Fold, Node};
use super::troubles::{Breaches, RuledClause};
use super::unstored::UnstoredAction;
use super::working::FormEdit;
use crate::app::{Direction, EditProblem, LoadedLibrary, Move, Opening};
use crate::check::Learned;
use crate::model::ShopProfiles;

/// What comes from outside: the files as they were read, and answers to [`EditorEffect`](super::EditorEffect)s.
#[derive(Debug, Clone)]
pub enum Report {
    LibraryLoaded(LoadedLibrary),
    TrashLoaded(Vec<Trashed>),
    DraftsLoaded(Vec<EditDraft>),
    /// The answer to [`SaveDrafts`](super::EditorEffect::SaveDrafts); an error in the system's words.
    DraftsSaved {
        generation: u64,
        result: Result<(), String>,
    },
    FavouritesLoaded(Vec<String>),
    ShopsLoaded(ShopProfiles),
    /// What the rules have against the replies.
    Checked(Breaches),
    /// The answer to [`Learn`](super::EditorEffect::Learn).
    Learned {
        /// [`Lessons::key`](crate::check::Lessons::key) of what was to be learned.
        key: u64,
        /// `None` where a rule cannot be read.
        learned: Option<Arc<Learned>>,
    },
    BackupsLoaded(Vec<Backup>),
    /// The answer to [`Change`](super::EditorEffect::Change); the library as it is then, where it is another one.
    Changed {
        ticket: u64,
        result: Result<Option<LoadedLibrary>, EditProblem>,
    },
}

#[derive(Debug, Clone)]
pub enum EditorAction {
    Open(Opening),
    /// Something came from outside.
    Report(Report),
    /// Reports something that went wrong outside.
    Notify(EditorNotice),
    PutNoticeAway,
    SelectNode(Node),
    /// Shows or hides what is below it.
    ToggleNode(Node),
    MoveNode(Move),
    /// Shows or hides what is below the selected node; where that is so already, goes a step in or out.
    FoldNode(Fold),
    SetQuery(String),
    /// A row, counted from 0.
    Select {
        row: usize,
        choice: Choice,
    },
    /// Moves in the list; a range takes the rows passed over along.
    MoveRow(Move, Choice),
    ChooseAll,
    FocusPane(Pane),
    OpenForm,
    NextPane(Direction),
    /// [`super::Editor::spot`] is focused.
    SpotTaken,
    Edit(FormEdit),
    EditSheet(Page, SheetEdit),
    Import(ImportAction),
    /// Another wording in the form, counted from 0.
    TurnWording(usize),
    New,
    NewFrom(String),
    Duplicate,
    /// Each of those chosen that names no scenario names the surest of those that it seems to answer.
    TakeInferred,
    /// This clause does not break its rule: for the shop, where there is exactly one, else for all.
    SayInnocent(RuledClause),
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
    /// The next or the previous candidate.
    MoveCandidate(Direction),
    /// One of the candidates, counted from 0.
    TakeCandidate(usize),
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
    /// In the question before the window closes over texts that are stored nowhere.
    Unstored(UnstoredAction),
    /// The window is to be closed: at once where everything is stored, else after a question.
    Close,
    /// The session ends, and nobody is there to be asked.
    End,
}
