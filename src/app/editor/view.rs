//! What the window is drawn from.

use std::sync::Arc;

use super::desk::Saving;
use super::import::{ImportListed, ImportOutcome, Stage};
use super::{
    EditDraft, Editor, EditorNotice, Lists, Node, Overlay, Page, Pages, Pane, Spot, Trashed, TreeRow,
    Trouble, Working,
};
use crate::check::Policy;
use crate::draft::DraftMessage;
use crate::learn;
use crate::model::{Library, Placeholders, Reply};

/// The library and what is listed of it.
impl Editor {
    pub fn library(&self) -> &Library {
        self.catalog.library()
    }

    /// False until the library has been read once.
    pub fn is_loaded(&self) -> bool {
        self.catalog.is_loaded()
    }

    /// Which rules apply, and the library to look through.
    pub fn policy(&self) -> (&Arc<Library>, &Policy) {
        (self.catalog.library(), self.catalog.policy())
    }

    /// Whether rules or examples are being learned.
    pub fn is_learning(&self) -> bool {
        self.catalog.is_learning()
    }

    /// The names that may be written between braces.
    pub fn placeholders(&self) -> &Placeholders {
        self.catalog.placeholders()
    }

    /// Whether the program's own replies are there to begin with.
    pub fn has_starter(&self) -> bool {
        self.catalog.has_starter()
    }

    pub fn tree(&self) -> &[TreeRow] {
        self.browser.tree()
    }

    /// The part of the library that is listed.
    pub fn node(&self) -> &Node {
        self.browser.node()
    }

    pub fn query(&self) -> &str {
        self.browser.query()
    }

    /// Ids of the replies listed.
    pub fn rows(&self) -> &[String] {
        self.browser.rows()
    }

    /// Whether the own replies are to be listed, and there is none yet. While a file cannot be read, that is not known.
    pub fn lacks_own(&self) -> bool {
        self.is_loaded() && self.browser.lacks_own() && !self.catalog.has_errors()
    }

    /// Whether the page is shown where replies of other tools are brought in.
    pub fn is_importing(&self) -> bool {
        self.browser.is_import()
    }

    /// How far an import has come.
    pub fn import_stage(&self) -> &Stage {
        self.import.stage()
    }

    /// What was typed as the path of what is to be brought.
    pub fn import_path(&self) -> &str {
        self.import.path()
    }

    /// The imports that were carried out, the newest first.
    pub fn imports(&self) -> &[ImportListed] {
        self.import.listed()
    }

    /// What happened to an import last.
    pub fn import_outcome(&self) -> Option<&ImportOutcome> {
        self.import.outcome()
    }

    /// Whether the list shows what was deleted.
    pub fn is_trash(&self) -> bool {
        self.browser.is_trash()
    }

    pub fn trash(&self) -> &[Trashed] {
        self.catalog.trash()
    }

    /// The deleted reply that is shown, counted from 0.
    pub fn trash_row(&self) -> usize {
        self.browser.trash_row()
    }

    /// The id of the reply in the form.
    pub fn current(&self) -> Option<&str> {
        self.browser.current()
    }

    pub fn is_chosen(&self, id: &str) -> bool {
        self.browser.chosen().contains(id)
    }

    /// How many replies a command is meant for.
    pub fn chosen(&self) -> usize {
        self.browser.chosen().len()
    }

    /// A reply as it is in the form, or in the library.
    pub fn reply(&self, id: &str) -> Option<&Reply> {
        self.replies().reply(id)
    }

    /// Whether a reply is in the personal library.
    pub fn is_own(&self, id: &str) -> bool {
        self.catalog.own(id).is_some()
    }

    /// What a scenario is called: as the reply of its id, else as agents call it, else by its id.
    pub fn scenario_label<'a>(&'a self, scenario: &'a str) -> &'a str {
        let reply = self.catalog.stored(scenario).map(|reply| reply.title.as_str());
        let known = || learn::scenario(scenario).map(|known| known.title.as_str());
        reply.or_else(known).unwrap_or(scenario)
    }
}

/// The reply in the form.
impl Editor {
    /// As it was typed.
    pub fn working(&self) -> Option<&Working> {
        self.form.working()
    }

    /// The wording in the form, counted from 0.
    pub fn wording(&self) -> usize {
        self.form.wording()
    }

    /// What is wrong with the reply in the form.
    pub fn troubles(&self) -> &[Trouble] {
        self.form.troubles()
    }

    /// The reply of the pack below that the one in the form is a copy of.
    pub fn original(&self) -> Option<&Reply> {
        self.form.original()
    }

    /// The scenarios that it seems to answer, the surest first; none where it names its own.
    pub fn inferred(&self) -> &[&'static learn::Scenario] {
        self.form.inferred()
    }

    /// The wording in the form with samples filled in.
    pub fn preview(&self) -> &[DraftMessage] {
        self.form.preview()
    }

    /// The place of the form to focus on the next frame.
    pub fn spot(&self) -> Option<Spot> {
        self.form.spot()
    }
}

/// What is saved, and what can be taken back.
impl Editor {
    pub fn draft(&self, id: &str) -> Option<&EditDraft> {
        self.desk.draft(id)
    }

    /// How many replies and lists are not saved.
    pub fn unsaved(&self) -> usize {
        self.desk.drafts().len() + self.lists().unwritten().len()
    }

    /// How many texts would be lost with the window.
    pub fn unstored(&self) -> usize {
        self.desk.unstored() + self.lists().unwritten().len()
    }

    pub fn is_saving(&self) -> bool {
        self.desk.is_saving()
    }

    /// Whether the drafts are in their file.
    pub fn saving(&self) -> &Saving {
        self.desk.saving()
    }

    pub fn can_undo(&self) -> bool {
        self.undo.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.undo.can_redo()
    }
}

/// The pages, and what is shown beside the replies.
impl Editor {
    /// The page that is shown in place of the list and the form.
    pub fn page(&self) -> Option<Page> {
        self.browser.page()
    }

    /// The lists that are edited as tables, and the page that is shown of them.
    pub fn pages(&self) -> &Pages {
        &self.pages
    }

    /// The lists that are edited as tables.
    pub fn lists(&self) -> &Lists {
        self.pages.lists()
    }

    pub fn pane(&self) -> Pane {
        self.face.pane()
    }

    pub fn overlay(&self) -> Option<&Overlay> {
        self.face.overlay()
    }

    pub fn notice(&self) -> Option<&EditorNotice> {
        self.face.notice()
    }

    /// Whether what is being typed into a cell is not wanted.
    pub fn cancels_cell(&self) -> bool {
        self.face.cancels_cell()
    }
}
