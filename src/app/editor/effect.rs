//! What the editor asks of the outside.

use std::path::PathBuf;

use super::draft::EditDraft;
use super::import::ImportEffect;
use super::lists::Backup;
use crate::check::Lessons;
use crate::model::{Reply, ReplyChange, SheetChange};

/// What the outside has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorEffect {
    /// Write into the personal library, and answer with [`Changed`](super::Report::Changed).
    Change {
        ticket: u64,
        changes: Vec<ReplyChange>,
    },
    /// Write one of the lists, and answer with [`Changed`](super::Report::Changed).
    ChangeSheet {
        ticket: u64,
        change: SheetChange,
    },
    /// Answer with [`BackupsLoaded`](super::Report::BackupsLoaded).
    ListBackups,
    /// Bring this version back, and answer with [`Changed`](super::Report::Changed).
    RestoreBackup {
        ticket: u64,
        backup: Backup,
    },
    /// Write what is in the form, to have it after a crash, and answer with
    /// [`DraftsSaved`](super::Report::DraftsSaved). Of several that wait only the last one has to be written and answered.
    SaveDrafts {
        generation: u64,
        drafts: Vec<EditDraft>,
    },
    /// Write a library of these replies, with these remarks, to the first of the paths where that is possible, over no
    /// other file, and answer with [`SavedElsewhere`](super::UnstoredAction::SavedElsewhere).
    SaveElsewhere {
        places: Vec<PathBuf>,
        replies: Vec<Reply>,
        remarks: Vec<String>,
    },
    /// Copy a text, and answer with [`Copied`](super::UnstoredAction::Copied).
    CopyUnstored(String),
    /// Answer with [`NewFrom`](super::EditorAction::NewFrom).
    ReadClipboard,
    /// Look through the whole library by [`Editor::policy`](super::Editor::policy), and answer with
    /// [`Checked`](super::Report::Checked).
    CheckLibrary,
    /// Learn, and answer with [`Learned`](super::Report::Learned). Of several that wait only the last one has to be.
    Learn(Lessons),
    /// What an import asks for.
    Import(Box<ImportEffect>),
    /// Bring the window to the front.
    Show,
    Close,
}

impl From<ImportEffect> for EditorEffect {
    fn from(effect: ImportEffect) -> Self {
        Self::Import(Box::new(effect))
    }
}
