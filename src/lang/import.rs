//! Words about what is imported.

use super::Words;
use crate::app::editor::import::ImportProblem;
use crate::check::Checker;
use crate::exchange::{Because, Format, Lost, ReadError, RowAt, RowOutcome, formats};

impl Words {
    /// Why a row has its outcome.
    pub fn because(&self, because: &Because) -> String {
        let id = format!("import-because-{}", because.code());
        match because {
            Because::SameText(title)
            | Because::NearlySame(title)
            | Because::SameName(title)
            | Because::WordingOf(title) => self.with(&id, &[("title", title)]),
            Because::Conflict(fields) => {
                let named = fields.iter().map(|field| self.text(&format!("form-{field}")).into_owned());
                self.with(&id, &[("fields", &named.collect::<Vec<_>>().join(" "))])
            }
            Because::Rejected(_) | Because::Unchanged | Because::TakenOut | Because::LeftOut => {
                self.text(&id).into_owned()
            }
        }
    }

    /// What could not be carried over.
    pub fn import_loss(&self, lost: &Lost) -> String {
        let what = self.text(&format!("import-loss-{}", lost.what.code())).into_owned();
        if lost.detail.is_empty() { what } else { format!("{what} {}", lost.detail) }
    }

    /// Why an input cannot be read at all.
    pub fn read_error(&self, error: &ReadError) -> String {
        match error {
            ReadError::Unknown | ReadError::Cancelled => self.text("import-error-unknown").into_owned(),
            ReadError::NoSuch { name } => {
                let known: Vec<&str> = formats().map(Format::name).collect();
                self.with("cli-import-unknown", &[("value", name), ("known", &known.join(" "))])
            }
            ReadError::Malformed { path, line, column, detail } => {
                let number =
                    |number: &Option<usize>| number.map(|number| format!(":{number}")).unwrap_or_default();
                let place = format!("{path}{}{}", number(line), number(column));
                self.with("import-error-malformed", &[("place", &place), ("detail", detail)])
            }
            ReadError::Encrypted { tool, .. } => self.with("import-error-encrypted", &[("tool", tool)]),
            ReadError::TooLarge { what, .. } => {
                self.with("import-error-too-large", &[("what", &self.text(&format!("import-large-{what}")))])
            }
        }
    }

    /// Why something that was brought cannot be imported.
    pub fn import_problem(&self, problem: &ImportProblem) -> String {
        match problem {
            ImportProblem::System(error) => self.system(error),
            ImportProblem::Read(error) => self.read_error(error),
            ImportProblem::Everything => self.text("import-is-everything").into_owned(),
        }
    }

    /// Why a rule of the program is one, by its id.
    pub fn rule_by_id(&self, id: &str) -> String {
        let found = Checker::built_in().rules().find(|rule| rule.id == id);
        found.map_or_else(|| id.to_owned(), |rule| self.said(&rule.why).to_owned())
    }

    /// What becomes of a row.
    pub fn outcome(&self, outcome: RowOutcome) -> String {
        self.text(&format!("import-outcome-{}", outcome.name())).into_owned()
    }

    /// The place of a row: the sheet, where there are several, and the number.
    pub fn row_at(&self, at: &RowAt) -> String {
        let row = at.row.to_string();
        if at.sheet.is_empty() { row } else { format!("{} {row}", at.sheet) }
    }
}
