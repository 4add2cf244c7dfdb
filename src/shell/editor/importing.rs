//! The thread that reads what is brought, compares it, and lists what came in before.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;

use jiff::Zoned;

use super::Inbox;
use crate::app::EditProblem;
use crate::app::editor::EditorAction;
use crate::app::editor::import::{
    ImportAction, ImportListed, ImportProblem, ImportReport, ImportSource, Preview,
};
use crate::cli::Start;
use crate::exchange::{self, Came, Choices, Content, Input, Options, Plan, PlanRow, ReadError};
use crate::lang::Words;
use crate::model::Library;
use crate::shell::shared::threads::spawn;
use crate::store::imports::{self, ImportRecord};
use crate::store::{atomic, brought};

/// What an input is compared with, and how.
pub(super) struct Compared {
    pub library: Arc<Library>,
    /// In characters: a message should not be longer; 0 for no limit.
    pub length_limit: usize,
    pub choices: Choices,
}

impl Compared {
    /// `came` is what came from the same input last time.
    fn plan(&self, content: &Content, came: &[Came]) -> Plan {
        Plan::within(&self.library, content, came, &self.choices, self.length_limit)
    }
}

/// What the thread has to do.
pub(super) enum ImportWork {
    Read { ticket: u64, source: ImportSource, options: Options, compared: Compared, work: exchange::Work },
    Plan { ticket: u64, content: Arc<Content>, came: Arc<Vec<Came>>, compared: Compared },
    List,
    SaveReport { name: String, plan: Arc<Plan> },
}

pub(super) fn report(report: ImportReport) -> EditorAction {
    EditorAction::Import(ImportAction::Report(report))
}

/// Starts the thread.
pub(super) fn start(start: &Start, wanted: Receiver<ImportWork>, inbox: Inbox) -> Option<JoinHandle<()>> {
    let worker = Worker {
        library: start.library.clone(),
        folders: start.paths.refuges(),
        words: Words::new(start.settings.language),
    };
    spawn("import", move || {
        while let Ok(first) = wanted.recv() {
            // Of several comparisons that wait only the last one is wanted.
            let mut works: Vec<ImportWork> = std::iter::once(first).chain(wanted.try_iter()).collect();
            let last = works.iter().rposition(|work| matches!(work, ImportWork::Plan { .. }));
            let mut nth = 0;
            works.retain(|work| {
                nth += 1;
                !matches!(work, ImportWork::Plan { .. }) || last == Some(nth - 1)
            });
            for work in works {
                inbox.send(report(worker.done(work)));
            }
        }
    })
}

/// Has the user choose a file or a folder, on a thread of its own: the dialog is the desktop's.
pub(super) fn choose(is_folder: bool, inbox: Inbox) {
    spawn("file-dialog", move || {
        let dialog = rfd::FileDialog::new();
        let chosen = if is_folder { dialog.pick_folder() } else { dialog.pick_file() };
        if let Some(path) = chosen {
            inbox.send(EditorAction::Import(ImportAction::Bring(path)));
        }
    });
}

struct Worker {
    library: PathBuf,
    /// Where reports may be saved, the best first.
    folders: Vec<PathBuf>,
    words: Words,
}

impl Worker {
    fn done(&self, work: ImportWork) -> ImportReport {
        match work {
            ImportWork::Read { ticket, source, options, compared, work } => {
                ImportReport::Read { ticket, result: self.read(source, options, compared, &work) }
            }
            ImportWork::Plan { ticket, content, came, compared } => {
                ImportReport::Planned { ticket, plan: Arc::new(compared.plan(&content, &came)) }
            }
            ImportWork::List => ImportReport::Listed(self.records().into_iter().rev().map(listed).collect()),
            ImportWork::SaveReport { name, plan } => {
                ImportReport::ReportSaved(self.save_report(&name, &plan))
            }
        }
    }

    /// The imports of the library; none where they cannot be read.
    fn records(&self) -> Vec<ImportRecord> {
        imports::load(&self.library).unwrap_or_else(|error| {
            tracing::warn!(%error, "the imports cannot be read");
            Vec::new()
        })
    }

    fn read(
        &self,
        source: ImportSource,
        options: Options,
        compared: Compared,
        work: &exchange::Work,
    ) -> Result<Box<Preview>, ImportProblem> {
        let input = match source {
            ImportSource::Path(path) => {
                if brought::is_of_everything(&path).map_err(|error| ImportProblem::System((&error).into()))? {
                    return Err(ImportProblem::Everything);
                }
                Arc::new(brought::input(&path).map_err(|error| ImportProblem::System((&error).into()))?)
            }
            ImportSource::Pasted(text) => {
                let time = Zoned::now().strftime("%Y-%m-%d %H:%M").to_string();
                let name = self.words.with("import-pasted", &[("time", &time)]);
                Arc::new(Input::file(&name, text.into_bytes()))
            }
            ImportSource::Again(input) => input,
        };
        let content = exchange::read(&input, &options, work).map_err(ImportProblem::Read)?;
        let came = imports::came_from(&self.records(), &input.name).to_vec();
        let plan = compared.plan(&content, &came);
        work.check().map_err(|error| ImportProblem::Read(ReadError::from(error)))?;
        Ok(Box::new(Preview::new(
            input,
            Arc::new(content),
            options,
            compared.choices,
            Arc::new(came),
            Arc::new(plan),
        )))
    }

    /// The rows as a table, in the first folder where that is possible.
    fn save_report(&self, name: &str, plan: &Plan) -> Result<String, EditProblem> {
        let words = ["place", "outcome", "title", "text", "category", "code", "reason"];
        let header = words.map(|word| self.words.text(&format!("import-column-{word}")).into_owned());
        let row = |row: &PlanRow| {
            let because = row.because.as_ref().map(|because| self.words.because(because)).unwrap_or_default();
            [
                self.words.row_at(&row.at),
                self.words.outcome(row.outcome),
                row.title.clone(),
                row.text.clone(),
                row.category.clone(),
                row.code.clone(),
                because,
            ]
        };
        let rows: Vec<[String; 7]> = std::iter::once(header).chain(plan.rows.iter().map(row)).collect();
        let time = Zoned::now().strftime("%Y%m%d-%H%M%S").to_string();
        let file = self.words.with("import-report-file", &[("name", &flat(name)), ("time", &time)]);
        let table = exchange::report(rows.iter().map(<[String; 7]>::as_slice)).map_err(|error| {
            EditProblem::File { path: file.clone(), error: (&io::Error::other(error)).into() }
        })?;
        let mut failed = None;
        for folder in &self.folders {
            let path = folder.join(&file);
            match atomic::write_missing(&path, &table) {
                Ok(()) => return Ok(path.display().to_string()),
                Err(error) => {
                    let path = path.display().to_string();
                    failed = Some(EditProblem::File { path, error: (&error).into() });
                }
            }
        }
        Err(failed.unwrap_or(EditProblem::Changed))
    }
}

/// A name that a file can have.
fn flat(name: &str) -> String {
    let stem =
        Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    stem.replace([':', '/', '\\', ' '], "-")
}

fn listed(record: ImportRecord) -> ImportListed {
    ImportListed {
        number: record.number,
        at: record.at,
        count: record.changed.len(),
        source: record.source,
        format: record.format,
        is_undone: record.is_undone,
    }
}
