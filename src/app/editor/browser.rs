//! The tree, the list and the search: what is shown in them, and what is selected.

use std::collections::{BTreeSet, HashSet};

use super::pages::Page;
use super::replies::Replies;
use super::tree::{self, Fold, Forest, Node, TreeRow};
use crate::app::Move;
use crate::model::{self, Layer, ReplyRef};
use crate::search::{Habits, Query};

/// How many rows a page key moves.
const PAGE: usize = 10;

/// How many replies a search lists at most.
const MAX_FOUND: usize = 500;

/// How a row of the list is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Alone,
    /// In addition to the others, or no longer.
    Toggle,
    /// With all rows from the last one chosen.
    Range,
}

/// What expanding or collapsing a node does.
pub(super) enum Folded {
    Toggle(Node),
    Select(Node),
    /// Into the list.
    List,
    /// Into the page.
    Page,
    Nothing,
}

/// What is listed, and what of it is selected.
#[derive(Debug)]
pub(super) struct Browser {
    node: Node,
    /// Nodes whose children are hidden.
    closed: HashSet<Node>,
    /// Categories made by hand that hold no reply yet.
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
    /// How many replies are in the trash.
    trash_count: usize,
    /// The deleted reply that is shown, counted from 0.
    trash_row: usize,
}

impl Default for Browser {
    fn default() -> Self {
        Self {
            node: Node::All(Layer::Personal),
            closed: HashSet::new(),
            empty_categories: BTreeSet::new(),
            tree: Vec::new(),
            query: String::new(),
            rows: Vec::new(),
            current: None,
            chosen: BTreeSet::new(),
            anchor: 0,
            trash_count: 0,
            trash_row: 0,
        }
    }
}

impl Browser {
    pub(super) fn tree(&self) -> &[TreeRow] {
        &self.tree
    }

    /// The part of the library that is listed.
    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    pub(super) fn query(&self) -> &str {
        &self.query
    }

    fn is_searching(&self) -> bool {
        !self.query.trim().is_empty()
    }

    /// Ids of the replies listed.
    pub(super) fn rows(&self) -> &[String] {
        &self.rows
    }

    /// The id of the reply in the form.
    pub(super) fn current(&self) -> Option<&str> {
        self.current.as_deref()
    }

    /// Ids of the replies that a command is meant for.
    pub(super) fn chosen(&self) -> &BTreeSet<String> {
        &self.chosen
    }

    /// Those chosen, in the order of the list.
    pub(super) fn targets(&self) -> Vec<String> {
        self.rows.iter().filter(|id| self.chosen.contains(*id)).cloned().collect()
    }

    /// The reply behind those chosen, or in front of them, that is selected when they are gone.
    pub(super) fn neighbour(&self) -> Option<String> {
        let last = self.rows.iter().rposition(|row| self.chosen.contains(row))?;
        let before = || self.rows.iter().take(last).rev().find(|row| !self.chosen.contains(*row));
        self.rows.get(last + 1).or_else(before).cloned()
    }

    /// The deleted reply that is shown, counted from 0.
    pub(super) fn trash_row(&self) -> usize {
        self.trash_row
    }

    /// Whether the list shows what was deleted.
    pub(super) fn is_trash(&self) -> bool {
        self.node == Node::Trash && !self.is_searching()
    }

    /// Whether the page is shown where replies are brought in.
    pub(super) fn is_import(&self) -> bool {
        self.node == Node::Import && !self.is_searching()
    }

    /// The page that is shown in place of the list and the form.
    pub(super) fn page(&self) -> Option<Page> {
        let Node::Page(page) = self.node else { return None };
        (!self.is_searching()).then_some(page)
    }

    /// Whether the user's own replies are to be listed, and there is none.
    pub(super) fn lacks_own(&self) -> bool {
        self.node == Node::All(Layer::Personal) && !self.is_searching() && self.rows.is_empty()
    }

    /// Every category of the personal library and of the packs, without repeats, in order.
    pub(super) fn categories(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for row in &self.tree {
            if let Node::Category(_, path) = &row.node
                && !out.contains(&path.as_str())
            {
                out.push(path);
            }
        }
        out
    }

    /// Lists anew; the selection stays where its reply is still there.
    pub(super) fn list(&mut self, replies: Replies<'_>) {
        let catalog = replies.catalog;
        let forest = Forest {
            library: catalog.library(),
            new: replies.new_ones().collect(),
            favourites: catalog.favourites(),
            troubled: catalog.troubled().len(),
            empty: &self.empty_categories,
            closed: &self.closed,
            trash: catalog.trash().len(),
            now: replies.now,
        };
        self.tree = forest.rows();
        self.rows = if self.is_searching() { self.found(replies) } else { self.in_node(replies) };
        self.trash_count = catalog.trash().len();
        self.trash_row = self.trash_row.min(self.trash_count.saturating_sub(1));
        self.current = self.current.take().filter(|id| replies.has(id));
        self.chosen.retain(|id| replies.has(id));
    }

    fn found(&self, replies: Replies<'_>) -> Vec<String> {
        let (index, query) = (replies.catalog.index(), Query::typed(&self.query));
        let hits = index.search(&query, &Habits::default(), replies.now, MAX_FOUND);
        hits.iter().map(|hit| index.id(hit).to_owned()).collect()
    }

    /// The ids of the replies of the selected node, in the order of the list.
    fn in_node(&self, replies: Replies<'_>) -> Vec<String> {
        let (catalog, library) = (replies.catalog, replies.catalog.library());
        let layer_of = |at: ReplyRef| library.pack_of(at).map_or(Layer::Personal, |(layer, _)| layer);
        if self.node == Node::Favourites {
            let known = catalog.favourites().iter().rev().filter(|id| library.by_id(id).is_some());
            return known.cloned().collect();
        }
        let is_listed = |layer: Layer, id: &str, category: &str| match &self.node {
            Node::All(wanted) => layer == *wanted,
            Node::Category(wanted, path) => layer == *wanted && model::within(category, path).is_some(),
            Node::Troubled => catalog.troubled().contains(id),
            Node::Expiring => replies.reply(id).is_some_and(|reply| tree::is_expiring(reply, replies.now)),
            Node::Favourites | Node::Trash | Node::Import | Node::Page(_) => false,
        };
        // New ones come first until they have a place in the file.
        let new = replies.new_ones().filter(|reply| is_listed(Layer::Personal, &reply.id, &reply.category));
        let known =
            library.replies().filter(|(at, reply)| is_listed(layer_of(*at), &reply.id, &reply.category));
        new.chain(known.map(|(_, reply)| reply)).map(|reply| reply.id.clone()).collect()
    }

    /// Has another part of the library listed, with nothing selected, by the next [`Self::list`].
    pub(super) fn set_node(&mut self, node: Node) {
        self.query.clear();
        self.node = node;
        self.trash_row = 0;
        // What is not shown is not meant by any command.
        self.current = None;
        self.chosen.clear();
    }

    /// Has another part of the library listed by the next [`Self::list`]; what is selected stays.
    pub(super) fn turn_to(&mut self, node: Node) {
        self.query.clear();
        self.node = node;
    }

    /// The same with a category of the personal library; what is searched for stays.
    pub(super) fn list_category(&mut self, path: &str) {
        self.node = Node::Category(Layer::Personal, path.to_owned());
    }

    /// Has what was found listed by the next [`Self::list`].
    pub(super) fn set_query(&mut self, query: String) {
        self.query = query;
    }

    pub(super) fn toggle_node(&mut self, node: Node) {
        if !self.closed.remove(&node) {
            self.closed.insert(node);
        }
    }

    /// What expanding or collapsing the selected node does: a step in or out where it is so already.
    pub(super) fn folded(&self, fold: Fold) -> Folded {
        let is_open = fold == Fold::Expand;
        let children = self.tree.iter().find(|row| row.node == self.node).and_then(|row| row.children);
        match (children, &self.node) {
            (Some(shown), node) if shown != is_open => Folded::Toggle(node.clone()),
            (_, Node::Category(layer, path)) if !is_open => Folded::Select(match path.rsplit_once('/') {
                Some((above, _)) => Node::Category(*layer, above.to_owned()),
                None => Node::All(*layer),
            }),
            (Some(_), _) => self.node_at(Move::Down).map_or(Folded::Nothing, Folded::Select),
            (None, Node::Page(_) | Node::Import) if is_open => Folded::Page,
            (None, _) if is_open => Folded::List,
            (None, _) => Folded::Nothing,
        }
    }

    /// The node so far from the selected one.
    pub(super) fn node_at(&self, step: Move) -> Option<Node> {
        let at = self.tree.iter().position(|row| row.node == self.node).unwrap_or(0);
        self.tree.get(step.within(at, self.tree.len(), PAGE)).map(|row| row.node.clone())
    }

    /// Selects a row, counted from 0.
    pub(super) fn select(&mut self, row: usize, choice: Choice) {
        if self.is_trash() {
            self.trash_row = row.min(self.trash_count.saturating_sub(1));
            self.current = None;
            self.chosen.clear();
            return;
        }
        let Some(id) = self.rows.get(row).cloned() else { return };
        match choice {
            Choice::Alone => {
                self.chosen.clear();
                self.chosen.insert(id.clone());
                self.anchor = row;
            }
            Choice::Toggle => {
                if !self.chosen.remove(&id) {
                    self.chosen.insert(id.clone());
                }
                self.anchor = row;
            }
            Choice::Range => {
                let (from, to) = (self.anchor.min(row), self.anchor.max(row));
                self.chosen = self.rows.iter().take(to + 1).skip(from).cloned().collect();
            }
        }
        self.current = Some(id);
    }

    pub(super) fn move_row(&mut self, step: Move, choice: Choice) {
        if self.is_trash() {
            self.select(step.within(self.trash_row, self.trash_count, PAGE), Choice::Alone);
            return;
        }
        let at = self.current.as_ref().and_then(|id| self.rows.iter().position(|row| row == id));
        self.select(at.map_or(0, |at| step.within(at, self.rows.len(), PAGE)), choice);
    }

    pub(super) fn choose_all(&mut self) {
        self.chosen.extend(self.rows.iter().cloned());
    }

    pub(super) fn lists(&self, id: &str) -> bool {
        self.rows.iter().any(|row| row == id)
    }

    /// Selects a reply that is listed.
    pub(super) fn select_id(&mut self, id: &str) {
        if let Some(row) = self.rows.iter().position(|row| row == id) {
            self.select(row, Choice::Alone);
        }
    }

    /// A category that holds no reply yet.
    pub(super) fn add_category(&mut self, path: String) {
        self.empty_categories.insert(path);
    }

    /// Renames the categories that hold no reply yet; `None` for those that keep their name.
    pub(super) fn rename_categories(&mut self, renamed: impl Fn(&str) -> Option<String>) {
        let empty = std::mem::take(&mut self.empty_categories);
        self.empty_categories = empty.into_iter().map(|path| renamed(&path).unwrap_or(path)).collect();
    }
}
