//! From what is typed to the selected reply: the search box, the rows of the list, and the one that is selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::folds::Rows;
use super::listing::{self, FIRST_ROWS, Fold, ListSource, MORE_ROWS, ROWS_AHEAD, Row};
use super::next::NextSteps;
use super::search_box::{Entry, SearchBox};
use crate::app::Move;
use crate::draft::Waiver;
use crate::model::{Innocent, Library, Reply, ReplyRef};
use crate::search::{Asked, Index, Query};

/// See the module.
#[derive(Debug, Default)]
pub struct Finder {
    search_box: SearchBox,
    /// The index without the replies that are hidden in the shop.
    index: Arc<Index>,
    /// Their ids.
    hidden: BTreeSet<String>,
    next: NextSteps,
    rows: Rows,
    /// The ids of the replies whose rows are unfolded.
    unfolded: BTreeSet<String>,
    /// How many rows were asked for.
    wanted_rows: usize,
    unknown_at_names: Vec<String>,
    /// Counted from 0.
    selected_row: usize,
    /// The selection was moved since the rows were set.
    has_moved: bool,
    shape: Shape,
}

/// The selected reply and how it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    pub at: ReplyRef,
    /// The wording that the agent has turned to, counted from 0.
    pub turned_to: Option<usize>,
    /// What the rules would write takes the place of what they are against.
    pub is_rewritten: bool,
    /// What the rules are not to find again.
    pub waivers: Vec<Waiver>,
}

/// A finding that the agent has said to be no problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waived {
    pub waiver: Waiver,
    /// What was said for good; `None` where it is for this copy alone.
    pub innocent: Option<Innocent>,
}

/// How the selected reply is shown. Another selection has its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Shape {
    /// The wording that the agent has turned to, counted from 0.
    turned_to: Option<usize>,
    /// What the rules would write takes the place of what they are against.
    is_rewritten: bool,
    /// In the order in which it was said.
    waived: Vec<Waived>,
}

impl Finder {
    /// What is typed into the search box.
    pub fn query_text(&self) -> &str {
        self.search_box.text()
    }

    pub fn query(&self) -> &Query {
        self.search_box.query()
    }

    /// What the query asks, as far as the reply of a row answers it.
    pub(super) fn asked_of(&self, row: &Row) -> &Asked {
        match self.search_box.asked() {
            Asked::Scenario(_) if !row.is_answer => &Asked::Unsure,
            // The row above says it.
            Asked::Scenario(_) if row.fold == Fold::Under => &Asked::Nothing,
            asked @ (Asked::Unsure | Asked::Nothing | Asked::Scenario(_)) => asked,
        }
    }

    /// What a buyer wrote: the query, or one before it.
    pub fn message(&self) -> Option<&str> {
        self.search_box.message()
    }

    /// Counts the texts of the clipboard that were put into the search box: each is selected, so that typing replaces it.
    pub fn prefills(&self) -> u64 {
        self.search_box.prefills()
    }

    /// The names behind an `@` that nothing has: the rest was searched without them.
    pub fn unknown_at_names(&self) -> &[String] {
        &self.unknown_at_names
    }

    /// The rows of the list, without those that are folded away.
    pub fn rows(&self) -> &[Row] {
        self.rows.shown()
    }

    /// Whether the list may go on behind its last row.
    pub fn may_have_more(&self) -> bool {
        self.rows.count() >= self.wanted_rows && self.rows.count() > 0
    }

    /// The selected row, counted from 0.
    pub fn selected_row(&self) -> usize {
        self.selected_row
    }

    pub fn selected(&self) -> Option<ReplyRef> {
        self.selected_row_here().map(|row| row.at)
    }

    fn selected_row_here(&self) -> Option<&Row> {
        self.rows().get(self.selected_row)
    }

    /// The selected row, counted from 0, where something is folded away under it.
    pub fn row_to_unfold(&self) -> Option<usize> {
        let row = self.selected_row_here()?;
        matches!(row.fold, Fold::Closed(_)).then_some(self.selected_row)
    }

    /// The selected row, counted from 0, where it is unfolded or shown below one that is.
    pub fn row_to_fold(&self) -> Option<usize> {
        let row = self.selected_row_here()?;
        matches!(row.fold, Fold::Open(_) | Fold::Under).then_some(self.selected_row)
    }

    /// The replies that usually come next, the most usual first.
    pub fn next_steps<'a>(&'a self, library: &'a Library) -> impl Iterator<Item = &'a Reply> {
        self.next.replies(library)
    }

    /// The query as the history may keep it: never a pasted one.
    pub(super) fn recordable_query(&self) -> Option<String> {
        self.search_box.recordable().map(str::to_owned)
    }

    /// The selected reply as it is to be shown.
    pub(super) fn selection(&self) -> Option<Selection> {
        let Shape { turned_to, is_rewritten, waived } = &self.shape;
        self.selected().map(|at| Selection {
            at,
            turned_to: *turned_to,
            is_rewritten: *is_rewritten,
            waivers: waived.iter().map(|waived| waived.waiver.clone()).collect(),
        })
    }

    pub(super) fn has_moved(&self) -> bool {
        self.has_moved
    }

    /// Another library or shop: what can be found in it. True when other replies are hidden than before.
    pub(super) fn set_index(&mut self, index: &Arc<Index>, hidden: BTreeSet<String>) -> bool {
        self.index = if hidden.is_empty() {
            Arc::clone(index)
        } else {
            Arc::new(index.without(hidden.iter().map(String::as_str)))
        };
        let is_changed = self.hidden != hidden;
        self.hidden = hidden;
        self.next.retain(&|id| !self.hidden.contains(id));
        is_changed
    }

    /// Another popup: nothing of the last buyer is left.
    pub(super) fn clear(&mut self) {
        self.search_box.clear();
        self.rows = Rows::default();
        self.unfolded.clear();
        self.unknown_at_names.clear();
        (self.wanted_rows, self.selected_row, self.has_moved) = (0, 0, false);
        self.shape = Shape::default();
    }

    /// Looks for another text.
    pub(super) fn set_query(&mut self, text: String, entry: Entry, source: &ListSource<'_>) {
        self.next.leave();
        self.search_box.set(text, entry);
        self.list(source);
    }

    /// A text of the clipboard was put into the search box.
    pub(super) fn count_prefill(&mut self) {
        self.search_box.count_prefill();
    }

    /// Lists what the query finds; without one, what is wanted most often.
    pub(super) fn list(&mut self, source: &ListSource<'_>) {
        self.unfolded.clear();
        self.set_rows(source, FIRST_ROWS);
        self.find_unknown_at_names();
    }

    /// The list as it is now; `selected` stays selected, in its wording, where it is still listed.
    pub(super) fn renew_rows(&mut self, source: &ListSource<'_>, selected: Option<ReplyRef>) {
        let (shape, has_moved) = (self.shape.clone(), self.has_moved);
        self.set_rows(source, self.wanted_rows.max(FIRST_ROWS));
        let unfolded = self.unfolded.iter().filter_map(|id| source.library.by_id(id));
        for row_idx in unfolded.filter_map(|at| self.rows.position(at)).collect::<Vec<_>>() {
            self.rows.unfold(row_idx);
        }
        if let Some(at) = selected {
            self.rows.reveal(at);
        }
        if let Some(row_idx) = selected.and_then(|at| self.rows.position(at)) {
            self.selected_row = row_idx;
            self.shape = shape;
            self.has_moved = has_moved;
        }
    }

    pub(super) fn find_unknown_at_names(&mut self) {
        let found = self.index.unknown_at_names(self.search_box.query());
        self.unknown_at_names = found.into_iter().map(str::to_owned).collect();
    }

    /// The list goes on while there may be more.
    pub(super) fn more_rows(&mut self, source: &ListSource<'_>) {
        self.extend_rows(source, self.wanted_rows.saturating_mul(MORE_ROWS));
    }

    /// Where a step from the selected row leads, counted from 0. The list goes on where the step comes near its end.
    pub(super) fn row_after(&mut self, step: Move, source: &ListSource<'_>) -> usize {
        let goes_to_end = step == Move::Last || step == Move::Up && self.selected_row == 0;
        if goes_to_end {
            self.extend_rows(source, usize::MAX);
        } else if self.selected_row + ROWS_AHEAD >= self.rows().len() {
            self.more_rows(source);
        }
        listing::moved(self.selected_row, self.rows().len(), step)
    }

    /// Selects a row. False when it is not there.
    pub(super) fn select(&mut self, row_idx: usize) -> bool {
        let is_there = row_idx < self.rows().len();
        if is_there {
            self.show_row(row_idx);
            self.has_moved = true;
        }
        is_there
    }

    /// Shows what is folded away under a row, counted from 0.
    pub(super) fn unfold(&mut self, row_idx: usize, library: &Library) {
        self.rows.unfold(row_idx);
        self.unfolded.extend(self.id_of(row_idx, library));
    }

    /// Folds away again what is shown below a row, or together with it below another one. Gives that one; `None` where
    /// nothing was. Rows are counted from 0.
    pub(super) fn fold(&mut self, row_idx: usize, library: &Library) -> Option<usize> {
        let own_idx = self.rows.fold(row_idx)?;
        if let Some(id) = self.id_of(own_idx, library) {
            self.unfolded.remove(&id);
        }
        Some(own_idx)
    }

    fn id_of(&self, row_idx: usize, library: &Library) -> Option<String> {
        let row = self.rows().get(row_idx)?;
        library.reply(row.at).map(|reply| reply.id.clone())
    }

    pub(super) fn turn_to(&mut self, wording_idx: usize) {
        self.shape = Shape { turned_to: Some(wording_idx), ..Shape::default() };
        self.has_moved = true;
    }

    /// Puts the rules' own words in the place of what they are against, or takes them away again.
    pub(super) fn rewrite(&mut self) {
        self.shape.is_rewritten = !self.shape.is_rewritten;
    }

    /// Something that the rules have found is no problem.
    pub(super) fn waive(&mut self, waived: Waived) {
        self.shape.waived.push(waived);
    }

    /// What was waived last, which is a problem again.
    pub(super) fn take_waived(&mut self) -> Option<Waived> {
        self.shape.waived.pop()
    }

    /// The selected reply is shown as if it had just been selected.
    pub(super) fn reset_shape(&mut self) {
        self.shape = Shape::default();
    }

    /// The popup opens.
    pub(super) fn offer_next_steps(&mut self, library: &Library, now: Timestamp) {
        self.next.offer(library, &|id| self.hidden.contains(id), now);
    }

    /// A reply was copied.
    pub(super) fn go_on_after(&mut self, reply_id: &str, library: &Library, now: Timestamp) {
        self.next.go_on_after(reply_id, now);
        self.offer_next_steps(library, now);
    }

    /// Another buyer: the chat begins anew.
    pub(super) fn forget_next_steps(&mut self) {
        self.next = NextSteps::default();
    }

    /// Puts a step on top of the list, counted from 0. False when there is none.
    pub(super) fn take_next_step(&mut self, step_idx: usize, source: &ListSource<'_>) -> bool {
        let is_there = self.next.take(step_idx);
        if is_there {
            self.search_box.set(String::new(), Entry::Typed);
            self.list(source);
        }
        is_there
    }

    /// The first `wanted` rows for what is typed, or for nothing typed.
    fn rows_now(&self, source: &ListSource<'_>, wanted: usize) -> Rows {
        let query = self.search_box.query();
        if query.is_empty() {
            let is_hidden = |reply: &Reply| self.hidden.contains(&reply.id);
            listing::without_query(source, &is_hidden, self.next.taken(source.library), wanted)
        } else {
            listing::of_query(source, &self.index, query, self.search_box.asked(), wanted)
        }
    }

    /// A new list.
    fn set_rows(&mut self, source: &ListSource<'_>, wanted: usize) {
        self.rows = self.rows_now(source, wanted);
        self.wanted_rows = wanted;
        self.has_moved = false;
        self.show_row(0);
    }

    /// The rows that are there stay where they are, whatever a new favourite or a use would change; others come behind.
    fn extend_rows(&mut self, source: &ListSource<'_>, wanted: usize) {
        if self.may_have_more() {
            let longer = self.rows_now(source, wanted);
            self.rows.extend(longer);
            self.wanted_rows = wanted;
        }
    }

    fn show_row(&mut self, row_idx: usize) {
        if self.selected_row != row_idx || !self.has_moved {
            self.shape = Shape::default();
        }
        self.selected_row = row_idx;
    }
}
