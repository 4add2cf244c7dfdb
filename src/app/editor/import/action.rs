//! What can happen to an import, and what it asks of the outside.

use std::path::PathBuf;
use std::sync::Arc;

use super::preview::Part;
use super::{ImportListed, Preview};
use crate::app::{EditProblem, LoadedLibrary, Move};
use crate::diag::SystemError;
use crate::exchange::{
    Affix, AffixChoice, Came, Choices, Cleaning, Content, Input, OnDuplicate, Options, Plan, ReadError,
    RowOutcome, Target, Work,
};

/// Something that the user does, or an answer.
#[derive(Debug, Clone)]
pub enum ImportAction {
    /// Shows the page.
    Open,
    /// Asks for a file, or for a folder.
    Choose {
        is_folder: bool,
    },
    /// A file or a folder was dropped or chosen.
    Bring(PathBuf),
    SetPath(String),
    /// Brings the path that was typed.
    BringTyped,
    /// Brings the table on the clipboard.
    ReadClipboard,
    /// A text that was copied.
    Paste(String),
    /// It is read again, otherwise.
    ReadAs(ReadChoice),
    /// It is compared again, otherwise.
    Decide(Decision),
    /// It is shown otherwise.
    View(ImportView),
    CarryOut,
    SaveReport,
    UndoImport(u32),
    Report(ImportReport),
}

/// How what was brought is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadChoice {
    /// The name of a format; recognised where it is `None`.
    Format(Option<String>),
    /// The label of an encoding.
    Encoding(String),
    /// A sheet is read, or no longer.
    Sheet(String),
    /// Rows and columns are swapped, or no longer.
    Transposed,
    /// Rows without a title continue those before them, or no longer.
    Joined,
    /// What a column holds, by its header or its letters.
    Column { column: String, target: Option<Target> },
}

/// What is to become of what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    OnDuplicate(OnDuplicate),
    /// Something is cleaned, or no longer.
    Cleaning(Cleaning),
    Affix {
        affix: Affix,
        choice: Option<AffixChoice>,
    },
    /// Another name for a field, by the one that was proposed.
    FieldName {
        proposed: String,
        name: String,
    },
    /// Long texts are split, or no longer.
    Split,
    /// A row is taken or left: one among those listed, counted from 0, or the selected one.
    Row(Option<usize>),
}

/// What of a preview is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportView {
    Part(Part),
    /// Only rows of this outcome are listed.
    Filter(Option<RowOutcome>),
    /// A row among those listed, counted from 0.
    Select(usize),
    Move(Move),
}

/// An answer to an [`ImportEffect`].
#[derive(Debug, Clone)]
pub enum ImportReport {
    Read {
        ticket: u64,
        result: Result<Box<Preview>, ImportProblem>,
    },
    Planned {
        ticket: u64,
        plan: Arc<Plan>,
    },
    Listed(Vec<ImportListed>),
    /// The number, and the library as it is then, where it is another one.
    CarriedOut(Result<(u32, Option<LoadedLibrary>), EditProblem>),
    /// How many replies are as they were, the titles of those that stay, and the library.
    Undone(Result<(usize, Vec<String>, Option<LoadedLibrary>), EditProblem>),
    /// Where it is.
    ReportSaved(Result<String, EditProblem>),
}

/// Why something cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportProblem {
    /// What the system says of the file.
    System(SystemError),
    /// What the reader says of it.
    Read(ReadError),
    /// It holds all files of the program, which are put back by the command line: an open window would write over them.
    Everything,
}

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSource {
    Path(PathBuf),
    /// A table as a text.
    Pasted(String),
    /// What was brought before, to be read otherwise.
    Again(Arc<Input>),
}

/// What the outside has to do. [`Editor::library`](super::super::Editor::library) is what is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportEffect {
    /// Have the user choose a file or a folder, and answer with [`ImportAction::Bring`].
    Choose { is_folder: bool },
    /// Answer with [`ImportAction::Paste`].
    ReadClipboard,
    /// Read, compare, and answer with [`ImportReport::Read`].
    Read { ticket: u64, source: ImportSource, options: Options, choices: Choices, work: Work },
    /// Compare, and answer with [`ImportReport::Planned`]. Of several that wait only the last one has to be.
    Plan { ticket: u64, came: Arc<Vec<Came>>, content: Arc<Content>, choices: Choices },
    /// Write, and answer with [`ImportReport::CarriedOut`].
    CarryOut { source: String, content: Arc<Content>, plan: Arc<Plan> },
    /// Take an import back, and answer with [`ImportReport::Undone`].
    Undo(u32),
    /// Answer with [`ImportReport::Listed`].
    List,
    /// Write the rows of a plan as a table, and answer with [`ImportReport::ReportSaved`].
    SaveReport { name: String, plan: Arc<Plan> },
}
