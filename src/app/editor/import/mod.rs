//! Importing: what is brought, how it is read, what would become of it, and the imports that were carried out.
//!
//! Nothing is written before the user says so. [`ImportAction`] is what happens to it, and
//! [`ImportEffect`] what it asks of the outside.

mod action;
mod preview;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::DateTime;

pub use self::action::{
    Decision, ImportAction, ImportEffect, ImportProblem, ImportReport, ImportSource, ImportView, ReadChoice,
};
pub use self::preview::{Part, Preview};
use crate::exchange::{Choices, Options, Work};

/// An import that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportListed {
    /// Counted from 1.
    pub number: u32,
    pub at: DateTime,
    /// The name of the file or folder.
    pub source: String,
    /// The name of the format.
    pub format: String,
    /// How many replies it added or changed.
    pub count: usize,
    pub is_undone: bool,
}

/// How far an import has come.
#[derive(Debug, Clone, Default)]
pub enum Stage {
    /// Nothing is brought.
    #[default]
    Idle,
    /// It is being read; the name of what was brought.
    Reading { name: String, work: Work },
    /// It was read, and the user decides.
    Preview(Box<Preview>),
    /// The library is being written.
    Writing(Box<Preview>),
}

/// What happened last, to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It cannot be read.
    Failed { name: String, problem: ImportProblem },
    /// So many replies came in, by the import of this number.
    Done { number: u32, count: usize },
    /// An import was taken back; the titles of the replies that were edited since and stay.
    TakenBack { count: usize, edited: Vec<String> },
    /// The report is in this file.
    ReportSaved(String),
}

/// What is being imported.
#[derive(Debug, Default)]
pub(super) struct Import {
    stage: Stage,
    /// The path that is being typed.
    path: String,
    listed: Vec<ImportListed>,
    outcome: Option<ImportOutcome>,
    /// How many requests there were: only the answer to the last one counts.
    tickets: u64,
}

impl Import {
    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The newest first.
    pub(super) fn listed(&self) -> &[ImportListed] {
        &self.listed
    }

    pub(super) fn outcome(&self) -> Option<&ImportOutcome> {
        self.outcome.as_ref()
    }

    pub(super) fn preview(&self) -> Option<&Preview> {
        match &self.stage {
            Stage::Preview(preview) | Stage::Writing(preview) => Some(preview),
            Stage::Idle | Stage::Reading { .. } => None,
        }
    }

    /// The preview while something can be chosen on it.
    pub(super) fn preview_mut(&mut self) -> Option<&mut Preview> {
        match &mut self.stage {
            Stage::Preview(preview) => Some(preview),
            Stage::Idle | Stage::Reading { .. } | Stage::Writing(_) => None,
        }
    }

    pub(super) fn set_path(&mut self, path: String) {
        self.path = path;
    }

    pub(super) fn set_listed(&mut self, listed: Vec<ImportListed>) {
        self.listed = listed;
    }

    pub(super) fn say(&mut self, outcome: ImportOutcome) {
        self.outcome = Some(outcome);
    }

    /// Begins to read something. Gives the effect, without the library.
    pub(super) fn read(&mut self, name: String, source: ImportSource, options: Options) -> ImportEffect {
        if let Stage::Reading { work, .. } = &self.stage {
            work.cancel();
        }
        let choices = self.preview().map_or_else(Choices::default, |preview| preview.choices.clone());
        self.outcome = None;
        self.tickets += 1;
        let work = Work::default();
        self.stage = Stage::Reading { name, work: work.clone() };
        ImportEffect::Read { ticket: self.tickets, source, options, choices, work }
    }

    /// What was read, where it is the answer to the last request.
    pub(super) fn was_read(&mut self, ticket: u64, result: Result<Box<Preview>, ImportProblem>) {
        let Stage::Reading { name, .. } = &self.stage else { return };
        if ticket != self.tickets {
            return;
        }
        let name = name.clone();
        self.stage = match result {
            Ok(preview) => Stage::Preview(preview),
            Err(problem) => {
                self.outcome = Some(ImportOutcome::Failed { name, problem });
                Stage::Idle
            }
        };
    }

    /// Asks for what becomes of the rows by the choices as they are now.
    pub(super) fn plan(&mut self) -> Option<ImportEffect> {
        self.tickets += 1;
        let ticket = self.tickets;
        let preview = self.preview_mut()?;
        preview.is_planning = true;
        Some(ImportEffect::Plan {
            ticket,
            content: Arc::clone(&preview.content),
            came: Arc::clone(&preview.came),
            choices: preview.choices.clone(),
        })
    }

    pub(super) fn planned(&mut self, ticket: u64, plan: Arc<crate::exchange::Plan>) {
        if ticket == self.tickets
            && let Some(preview) = self.preview_mut()
        {
            preview.set_plan(plan);
        }
    }

    /// Asks for the library to be written, where something comes in.
    pub(super) fn carry_out(&mut self) -> Option<ImportEffect> {
        let ready = self.preview().is_some_and(|preview| preview.count_taken() > 0 && !preview.is_planning);
        match std::mem::take(&mut self.stage) {
            Stage::Preview(preview) if ready => {
                let effect = ImportEffect::CarryOut {
                    source: preview.input.name.clone(),
                    content: Arc::clone(&preview.content),
                    plan: Arc::clone(&preview.plan),
                };
                self.stage = Stage::Writing(preview);
                Some(effect)
            }
            stage @ (Stage::Idle | Stage::Reading { .. } | Stage::Preview(_) | Stage::Writing(_)) => {
                self.stage = stage;
                None
            }
        }
    }

    /// The library was written, or could not be: then everything is as before.
    pub(super) fn written(&mut self, number: Option<u32>) {
        match (std::mem::take(&mut self.stage), number) {
            (Stage::Writing(preview), Some(number)) => {
                let count = preview.plan.replies.len();
                self.path.clear();
                self.outcome = Some(ImportOutcome::Done { number, count });
            }
            (Stage::Writing(preview), None) => self.stage = Stage::Preview(preview),
            (stage, _) => self.stage = stage,
        }
    }

    /// A step back: the message, the preview, the reading. Gives whether there was one.
    pub(super) fn step_back(&mut self) -> bool {
        match &self.stage {
            Stage::Reading { work, .. } => work.cancel(),
            Stage::Preview(_) => {}
            Stage::Idle => return self.outcome.take().is_some(),
            Stage::Writing(_) => return true,
        }
        self.tickets += 1;
        self.stage = Stage::Idle;
        self.outcome = None;
        true
    }
}

/// The last step of a path, as a name.
pub(super) fn name_of(path: &std::path::Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// What was typed as a path, without quotes around it: file managers copy it with them.
pub(super) fn typed_path(typed: &str) -> Option<PathBuf> {
    let path = typed.trim().trim_matches(['"', '\'']);
    let path = path.strip_prefix("file://").unwrap_or(path);
    (!path.is_empty()).then(|| PathBuf::from(path))
}
