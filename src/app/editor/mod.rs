//! The state of the editor's window and what happens to it, without a window.
//!
//! What is typed stands in drafts beside the library; a draft is saved as one change of one reply. Everything that
//! touches several replies is saved at once. Both can be taken back.

mod action;
mod asking;
mod bulk;
mod closing;
mod command;
mod drafts;
mod hiding;
mod listing;
mod lists;
pub mod pages;
mod samples;
mod sheets;
mod tree;
mod troubles;
mod turning;
mod undo;
mod working;

pub use action::{Ask, Choice, EditorAction, EditorEffect, EditorNotice, Trashed};
pub use asking::Offer;
pub use closing::{Rescue, Rescued, Saving, Unstored, UnstoredAction};
pub use command::{EditorCommand, EditorScope};
pub use drafts::{Draft, Theirs};
pub use lists::{Backup, Lists};
pub use pages::{Page, Pages, SheetEdit};
pub use tree::{Node, TreeRow};
pub use troubles::{Spot, Trouble, breaching};
pub use working::{FormEdit, Timed, Working};

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::{Env, LoadedLibrary, Opening, Step};
use crate::check::Policy;
use crate::draft::DraftMessage;
use crate::model::{ForbiddenWord, Layer, Library, Lookup, Placeholders, Reply, Shop};
use undo::Undo;

#[cfg(test)]
pub(crate) mod tests;

/// The part of the window that is focused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    Tree,
    #[default]
    List,
    Search,
    Form,
}

/// What lies over the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    Help,
    /// A reply beside the one of the pack below.
    Difference,
    /// Texts are kept nowhere, and the window is to be closed.
    Unstored(Unstored),
    /// A line of text is asked for.
    Ask {
        ask: Ask,
        text: String,
        /// What fits the text that was typed so far, the best first: categories, or replies that may come next.
        offers: Vec<Offer>,
        /// The one taken instead of the text, counted from 0 among them.
        offered: Option<usize>,
    },
}

/// What an answer from outside is about.
#[derive(Debug)]
enum Pending {
    Save { id: String, reply: Box<Reply> },
    Step(undo::Step),
    Undone(undo::Step),
    Backup(String),
    Redone(undo::Step),
}

/// Everything that the editor knows while it is open.
#[derive(Debug, Default)]
pub struct Editor {
    loaded: LoadedLibrary,
    is_loaded: bool,
    known: Placeholders,
    pages: Pages,
    /// What is being typed into a cell is not wanted.
    cancels_cell: bool,
    favourites: Vec<String>,
    trash: Vec<Trashed>,
    /// What is being edited, by reply id.
    drafts: BTreeMap<String, Draft>,
    /// Which rules count: those of the one shop, where there is only one.
    policy: Policy,
    /// Ids of replies that the rules have something against.
    breaching: Vec<String>,
    /// Ids of replies in which something is wrong.
    troubled: HashSet<String>,
    node: Option<Node>,
    closed: HashSet<Node>,
    empty_categories: BTreeSet<String>,
    tree: Vec<TreeRow>,
    query: String,
    /// Ids of the replies listed.
    rows: Vec<String>,
    /// The reply in the form.
    current: Option<String>,
    /// Those that a command is meant for, the current one among them.
    chosen: BTreeSet<String>,
    /// Where a range begins: a row, counted from 0.
    anchor: usize,
    /// The deleted reply that is shown, counted from 0.
    trash_row: usize,
    wording: usize,
    pane: Pane,
    /// The place of the form that is to get the keys, until it has them.
    spot: Option<Spot>,
    overlay: Option<Overlay>,
    notice: Option<EditorNotice>,
    undo: Undo,
    pending: BTreeMap<u64, Pending>,
    tickets: u64,
    /// What is wrong with the reply in the form.
    troubles: Vec<Trouble>,
    /// The reply of the pack below that the one in the form is a copy of.
    original: Option<Reply>,
    /// What the window was opened for, until the library is there.
    openings: Vec<Opening>,
    now: DateTime,
    /// The number of the last drafts that were to be written.
    generation: u64,
    saving: Saving,
    closing: closing::Closing,
    /// What was typed into a cell by the action before, and cannot stand there.
    has_refused_cell: bool,
    /// Folders for texts that cannot be kept beside the library.
    refuges: Vec<PathBuf>,
    effects: Vec<EditorEffect>,
}

impl Editor {
    pub fn new(opening: Opening) -> Self {
        Self { openings: vec![opening], ..Self::default() }
    }

    pub fn library(&self) -> &Library {
        &self.loaded.library
    }

    /// False until the library has been read once.
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    pub fn tree(&self) -> &[TreeRow] {
        &self.tree
    }

    /// The part of the library that is listed.
    pub fn node(&self) -> &Node {
        self.node.as_ref().unwrap_or(&Node::All(Layer::Personal))
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    /// Ids of the replies listed.
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    pub fn trash(&self) -> &[Trashed] {
        &self.trash
    }

    /// The lists that are edited as tables, and the page that is shown of them.
    pub fn pages(&self) -> &Pages {
        &self.pages
    }

    /// The lists that are edited as tables.
    pub fn lists(&self) -> &Lists {
        self.pages.lists()
    }

    /// Whether what is being typed into a cell is not wanted.
    pub fn cancels_cell(&self) -> bool {
        self.cancels_cell
    }

    /// The deleted reply that is shown, counted from 0.
    pub fn trash_row(&self) -> usize {
        self.trash_row
    }

    /// The id of the reply in the form.
    pub fn current(&self) -> Option<&str> {
        self.current.as_deref()
    }

    pub fn is_chosen(&self, id: &str) -> bool {
        self.chosen.contains(id)
    }

    /// How many replies a command is meant for.
    pub fn chosen(&self) -> usize {
        self.chosen.len()
    }

    pub fn draft(&self, id: &str) -> Option<&Draft> {
        self.drafts.get(id)
    }

    /// How many replies and lists are not saved.
    pub fn unsaved(&self) -> usize {
        self.drafts.len() + self.lists().unwritten().len()
    }

    pub fn is_saving(&self) -> bool {
        !self.pending.is_empty()
    }

    /// A reply as it stands in the form, or in the library.
    pub fn reply(&self, id: &str) -> Option<&Reply> {
        self.drafts.get(id).map(|draft| &draft.working.reply).or_else(|| self.stored(id))
    }

    /// The reply in the form, as it was typed.
    pub fn working(&self) -> Option<Working> {
        self.working_of(self.current.as_deref()?)
    }

    /// The wording in the form, counted from 0.
    pub fn wording(&self) -> usize {
        self.wording
    }

    pub fn pane(&self) -> Pane {
        self.pane
    }

    /// The place of the form that is to get the keys, until it has them.
    pub fn spot(&self) -> Option<Spot> {
        self.spot
    }

    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    pub fn notice(&self) -> Option<&EditorNotice> {
        self.notice.as_ref()
    }

    /// What is wrong with the reply in the form.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// The reply of the pack below that the one in the form is a copy of.
    pub fn original(&self) -> Option<&Reply> {
        self.original.as_ref()
    }

    pub fn can_undo(&self) -> bool {
        self.undo.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.undo.can_redo()
    }

    /// The names that may stand between braces.
    pub fn placeholders(&self) -> &Placeholders {
        &self.known
    }

    /// The wording in the form with samples filled in.
    pub fn preview(&self) -> Vec<DraftMessage> {
        let reply = self.current.as_deref().and_then(|id| self.reply(id));
        let preview = reply.map(|reply| {
            samples::preview(
                &self.loaded.library,
                self.lists().shops().first(),
                reply,
                self.wording,
                self.now,
            )
        });
        preview.unwrap_or_default()
    }

    /// Which rules count, and the library to look through.
    pub fn policy(&self) -> (&Arc<Library>, &Policy) {
        (&self.loaded.library, &self.policy)
    }

    /// Whether a reply stands in the personal library.
    pub fn is_own(&self, id: &str) -> bool {
        self.own(id).is_some()
    }

    fn stored(&self, id: &str) -> Option<&Reply> {
        self.loaded.library.by_id(id).and_then(|at| self.loaded.library.reply(at))
    }

    fn own(&self, id: &str) -> Option<&Reply> {
        let at = self.loaded.library.by_id(id)?;
        let (layer, _) = self.loaded.library.pack_of(at)?;
        self.loaded.library.reply(at).filter(|_| layer == Layer::Personal)
    }

    fn working_of(&self, id: &str) -> Option<Working> {
        let draft = self.drafts.get(id).map(|draft| draft.working.clone());
        draft.or_else(|| self.stored(id).cloned().map(Working::from))
    }

    /// Changes the state by one action. The effects are to be carried out in order.
    pub fn apply(&mut self, action: EditorAction, env: &Env) -> Vec<EditorEffect> {
        self.now = env.civil();
        self.cancels_cell = matches!(action, EditorAction::Dismiss);
        // An answer from the disk is nothing that the user did.
        let is_answer = matches!(action, EditorAction::DraftsSaved { .. });
        let was_refused = self.has_refused_cell;
        self.has_refused_cell &= is_answer;
        if !is_answer && !matches!(action, EditorAction::Edit(_) | EditorAction::SpotTaken) {
            self.undo.end_typing();
        }
        match action {
            EditorAction::Open(opening) => self.open(opening),
            EditorAction::LibraryLoaded(loaded) => self.library_loaded(loaded),
            EditorAction::TrashLoaded(trash) => {
                self.trash = trash;
                self.list();
            }
            EditorAction::DraftsLoaded(drafts) => self.drafts_loaded(drafts),
            EditorAction::DraftsSaved { generation, result } => self.drafts_saved(generation, result),
            EditorAction::FavouritesLoaded(favourites) => {
                self.favourites = favourites;
                self.list();
            }
            EditorAction::ShopsLoaded(shops, words) => self.shops_loaded(shops, words),
            EditorAction::Checked(ids) => self.checked(ids),
            EditorAction::BackupsLoaded(backups) => self.pages.lists_mut().set_backups(backups),
            EditorAction::EditSheet(page, edit) => self.edit_sheet(page, &edit),
            EditorAction::Changed { ticket, result } => self.changed(ticket, result),
            EditorAction::Notify(notice) => self.notice = Some(notice),
            EditorAction::PutNoticeAway => self.notice = None,
            EditorAction::SelectNode(node) => self.select_node(node),
            EditorAction::ToggleNode(node) => self.toggle_node(node),
            EditorAction::MoveNode(step) => self.move_node(step),
            EditorAction::OpenNode(is_open) => self.open_node(is_open),
            EditorAction::SetQuery(query) => self.set_query(query),
            EditorAction::Select { row, choice } => self.select(row, choice),
            EditorAction::MoveRow(step, extends) => self.move_row(step, extends),
            EditorAction::ChooseAll => self.chosen.extend(self.rows.iter().cloned()),
            EditorAction::FocusPane(pane) => self.pane = pane,
            EditorAction::OpenForm => self.open_form(),
            EditorAction::NextPane(step) => self.next_pane(step),
            EditorAction::SpotTaken => self.spot = None,
            EditorAction::Edit(edit) => self.edit(edit, env.at()),
            EditorAction::TurnWording(wording) => self.turn_wording(wording),
            EditorAction::New => self.new_reply(""),
            EditorAction::NewFrom(text) if text.trim().is_empty() => {
                self.notice = Some(EditorNotice::NothingCopied);
            }
            EditorAction::NewFrom(text) => self.new_reply(&text),
            EditorAction::ReadClipboard => self.effects.push(EditorEffect::ReadClipboard),
            EditorAction::ToggleHidden => self.toggle_hidden(),
            EditorAction::Duplicate => self.duplicate(),
            EditorAction::Delete => self.delete(),
            EditorAction::Restore => self.restore(),
            EditorAction::Save => self.save(),
            EditorAction::Discard => self.discard(),
            EditorAction::Undo => self.take_back(),
            EditorAction::Redo => self.do_again(),
            EditorAction::Ask(ask) => self.ask(ask),
            EditorAction::SetAskText(text) => self.set_ask_text(text),
            EditorAction::MoveOffer(step) => self.move_offer(step),
            EditorAction::TakeOffer(idx) => self.take_offer(idx, env.at()),
            EditorAction::Answer => self.answer(env.at()),
            EditorAction::ToggleHelp => self.toggle_overlay(Overlay::Help),
            EditorAction::ToggleDifference => self.toggle_difference(),
            EditorAction::BackToOriginal => self.back_to_original(),
            EditorAction::KeepMine => self.keep_mine(),
            EditorAction::TakeTheirs => self.take_theirs(),
            EditorAction::DropReplies(category) => self.move_replies(&category),
            EditorAction::DropCategory { from, into } => self.move_category(&from, &into),
            EditorAction::Dismiss => self.dismiss(),
            EditorAction::Unstored(action) => self.answer_unstored(action),
            EditorAction::Close => self.close(was_refused),
            EditorAction::End => self.end(),
        }
        self.go_on_closing();
        self.refresh_form();
        self.pages.refresh(self.page());
        std::mem::take(&mut self.effects)
    }

    fn open(&mut self, opening: Opening) {
        if !self.is_loaded {
            self.openings.push(opening);
            return;
        }
        self.effects.push(EditorEffect::Show);
        match opening {
            Opening::Plain => {}
            Opening::Reply(key) => match self.loaded.library.find(&key) {
                Lookup::Found(at) => self.show(at),
                Lookup::Several(several) => {
                    if let Some(at) = several.first() {
                        self.show(*at);
                    }
                }
                Lookup::NotFound if self.drafts.contains_key(&key) => self.show_id(&key),
                Lookup::NotFound => self.notice = Some(EditorNotice::NotFound(key)),
            },
            Opening::New(text) => self.new_reply(&text),
            Opening::Clipboard => self.effects.push(EditorEffect::ReadClipboard),
        }
    }

    fn library_loaded(&mut self, loaded: LoadedLibrary) {
        if let Some(notice) = EditorNotice::of_diagnostics(&loaded.diagnostics) {
            self.notice = Some(notice);
        } else if matches!(self.notice, Some(EditorNotice::File { .. })) {
            self.notice = None;
        }
        self.loaded = loaded;
        let is_saving = self.is_saving_sheets();
        self.pages.lists_mut().set_library(Arc::clone(&self.loaded.library), is_saving);
        self.is_loaded = true;
        self.known = Placeholders::new(self.loaded.library.fields());
        self.check_library();
        self.find_troubled();
        self.reconcile();
        self.list();
        self.renew_offers();
        for opening in std::mem::take(&mut self.openings) {
            self.open(opening);
        }
        if self.current.is_none() {
            self.select(0, Choice::Alone);
        }
    }

    fn shops_loaded(&mut self, shops: Vec<Shop>, words: Vec<ForbiddenWord>) {
        if self.pages.lists_mut().set_shops(shops, words) {
            self.check_library();
        }
    }

    fn checked(&mut self, ids: Vec<String>) {
        self.breaching = ids;
        self.find_troubled();
        self.list();
    }

    /// Other texts, or other rules.
    fn check_library(&mut self) {
        let lists = self.pages.lists();
        let shop = match lists.shops() {
            [shop] => Some(shop),
            _ => None,
        };
        self.policy = Policy::in_shop(&self.loaded.library, shop, lists.words());
        self.effects.push(EditorEffect::CheckLibrary);
    }

    /// The replies in which something is wrong, as the files tell it and as the rules say.
    fn find_troubled(&mut self) {
        let told = self.loaded.diagnostics.iter().filter_map(|found| found.reply.as_ref());
        let known = told.filter(|id| self.loaded.library.by_id(id).is_some());
        self.troubled = known.chain(&self.breaching).cloned().collect();
    }

    fn toggle_difference(&mut self) {
        if self.original.is_some() {
            self.toggle_overlay(Overlay::Difference);
        }
    }

    fn toggle_overlay(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay.as_ref() == Some(&overlay) { None } else { Some(overlay) };
    }

    /// One step back: what lies over the window, the message, the form, the search.
    fn dismiss(&mut self) {
        if self.overlay.take().is_some() || self.notice.take().is_some() {
            return;
        }
        match self.pane {
            Pane::Form if self.page().is_some() => self.pane = Pane::Tree,
            Pane::Form => self.pane = Pane::List,
            Pane::Search | Pane::List | Pane::Tree => {
                self.set_query(String::new());
                self.pane = if self.page().is_some() { Pane::Tree } else { Pane::List };
            }
        }
    }

    fn open_form(&mut self) {
        if self.page().is_some() || self.current.is_some() {
            self.pane = Pane::Form;
            self.spot = Some(Spot::Title);
        }
    }

    fn next_pane(&mut self, step: Step) {
        const PANES: [Pane; 4] = [Pane::Tree, Pane::List, Pane::Form, Pane::Search];
        let at = PANES.iter().position(|pane| *pane == self.pane).unwrap_or(0);
        let next = step.from(at, PANES.len());
        // A page has no list, and where nothing is listed there is no form.
        let is_missing = match PANES.get(next) {
            Some(Pane::List) => self.page().is_some(),
            Some(Pane::Form) => self.page().is_none() && self.current.is_none(),
            Some(Pane::Tree | Pane::Search) | None => false,
        };
        let next = if is_missing { step.from(next, PANES.len()) } else { next };
        match PANES.get(next) {
            Some(Pane::Form) => self.open_form(),
            Some(pane) => self.pane = *pane,
            None => {}
        }
    }

    /// What the form shows beside the reply itself.
    fn refresh_form(&mut self) {
        let Some(id) = self.current.clone() else {
            self.troubles.clear();
            self.original = None;
            return;
        };
        self.original = self.loaded.library.below(&id, Layer::Personal).cloned();
        let working = self.working_of(&id);
        self.troubles = working
            .as_ref()
            .map(|working| troubles::of(working, &self.loaded.library, &self.known, &self.policy))
            .unwrap_or_default();
        let wordings = working.map_or(0, |working| working.reply.wordings.len());
        self.wording = self.wording.min(wordings.saturating_sub(1));
    }

    fn ticket(&mut self, pending: Pending) -> u64 {
        self.tickets += 1;
        self.pending.insert(self.tickets, pending);
        self.tickets
    }
}
