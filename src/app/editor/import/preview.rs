//! What would become of what was read, and what is chosen about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::action::{Decision, ImportView, ReadChoice};
use crate::exchange::{Came, Choices, Content, Input, Options, Plan, PlanRow, RowOutcome};

/// How many rows a page key moves.
const PAGE: usize = 10;

/// What the panel beside the rows shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Part {
    /// Format, encoding, sheets, columns.
    #[default]
    Reading,
    /// Doubles, cleaning, placeholders, beginnings and ends.
    Changes,
    /// What to look at: what was lost, secrets, findings.
    Remarks,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Reading, Self::Changes, Self::Remarks];
}

/// An import that waits for the user's yes.
#[derive(Debug, Clone)]
pub struct Preview {
    pub input: Arc<Input>,
    pub content: Arc<Content>,
    /// How it was read.
    pub options: Options,
    pub choices: Choices,
    /// What came from there last time.
    pub came: Arc<Vec<Came>>,
    pub plan: Arc<Plan>,
    /// The plan is not yet that of the choices.
    pub is_planning: bool,
    pub part: Part,
    filter: Option<RowOutcome>,
    /// The numbers of the rows listed, among those of the plan.
    listed: Vec<usize>,
    /// Among those listed, counted from 0.
    selected: usize,
}

impl Preview {
    pub fn new(
        input: Arc<Input>,
        content: Arc<Content>,
        options: Options,
        choices: Choices,
        came: Arc<Vec<Came>>,
        plan: Arc<Plan>,
    ) -> Self {
        let listed = (0..plan.rows.len()).collect();
        Self {
            input,
            content,
            options,
            choices,
            came,
            plan,
            is_planning: false,
            part: Part::default(),
            filter: None,
            listed,
            selected: 0,
        }
    }

    pub fn filter(&self) -> Option<RowOutcome> {
        self.filter
    }

    /// How many rows are listed.
    pub fn listed_count(&self) -> usize {
        self.listed.len()
    }

    /// A row among those listed, counted from 0.
    pub fn row(&self, row: usize) -> Option<&PlanRow> {
        self.plan.rows.get(*self.listed.get(row)?)
    }

    /// Counted from 0, among those listed.
    pub fn selected(&self) -> usize {
        self.selected
    }

    pub fn selected_row(&self) -> Option<&PlanRow> {
        self.row(self.selected)
    }

    /// How many replies come in.
    pub fn count_taken(&self) -> usize {
        self.plan.replies.len()
    }

    /// Whether the user can take or leave a row.
    pub fn can_toggle(row: &PlanRow) -> bool {
        row.outcome != RowOutcome::Rejected
    }

    pub(super) fn set_plan(&mut self, plan: Arc<Plan>) {
        self.plan = plan;
        self.is_planning = false;
        self.list();
    }

    fn list(&mut self) {
        let is_listed = |row: &PlanRow| self.filter.is_none_or(|filter| row.outcome == filter);
        let rows = self.plan.rows.iter().enumerate().filter(|(_, row)| is_listed(row));
        self.listed = rows.map(|(nth, _)| nth).collect();
        self.selected = self.selected.min(self.listed.len().saturating_sub(1));
    }

    /// Shows it otherwise.
    pub(crate) fn show(&mut self, view: ImportView) {
        match view {
            ImportView::Part(part) => self.part = part,
            ImportView::Filter(filter) => {
                self.filter = filter;
                self.selected = 0;
                self.list();
            }
            ImportView::Select(row) => self.selected = row.min(self.listed.len().saturating_sub(1)),
            ImportView::Move(step) => self.selected = step.within(self.selected, self.listed.len(), PAGE),
        }
    }

    /// How it is to be read by another choice.
    pub(crate) fn read_as(&self, choice: ReadChoice) -> Options {
        let mut options = self.options.clone();
        match choice {
            ReadChoice::Format(format) => {
                options.format = format;
                options.columns.clear();
            }
            ReadChoice::Encoding(label) => options.encoding = Some(label),
            ReadChoice::Sheet(name) => {
                let read = self.content.sheets.iter().filter(|sheet| sheet.is_read);
                let mut read: BTreeSet<String> = read.map(|sheet| sheet.name.clone()).collect();
                if !read.remove(&name) {
                    read.insert(name);
                }
                options.sheets = Some(read);
            }
            ReadChoice::Transposed => {
                options.is_transposed = !options.is_transposed;
                options.columns.clear();
            }
            ReadChoice::Joined => options.joins_rows = !options.joins_rows,
            ReadChoice::Column { column, target } => {
                options.columns.insert(column, target);
            }
        }
        options
    }

    /// Decides about what was read. Gives whether something changed.
    pub(crate) fn decide(&mut self, decision: Decision) -> bool {
        let choices = &mut self.choices;
        match decision {
            Decision::OnDuplicate(policy) => choices.on_duplicate = policy,
            Decision::Cleaning(cleaning) => {
                if !choices.cleanings.remove(&cleaning) {
                    choices.cleanings.insert(cleaning);
                }
            }
            Decision::Affix { affix, choice } => {
                choices.affixes.retain(|(known, _)| *known != affix);
                choices.affixes.extend(choice.map(|choice| (affix, choice)));
            }
            Decision::FieldName { proposed, name } => {
                choices.names.insert(proposed, name);
            }
            Decision::Split => choices.splits_long = !choices.splits_long,
            Decision::Row(row) => return self.toggle(row.unwrap_or(self.selected)),
        }
        true
    }

    /// Takes a row that is left, or leaves one that is taken. Gives whether something changed.
    fn toggle(&mut self, row: usize) -> bool {
        let Some(row) = self.row(row).filter(|row| Self::can_toggle(row)) else { return false };
        let (at, is_taken) = (row.at.clone(), row.reply.is_some());
        if is_taken {
            if !self.choices.taken.remove(&at) {
                self.choices.left_out.insert(at);
            }
        } else if !self.choices.left_out.remove(&at) {
            self.choices.taken.insert(at);
        }
        true
    }
}
