//! The tree, the list, and what is selected in them.

use super::tree::{self, Forest};
use super::{Choice, Editor, EditorEffect, EditorNotice, Node, Page, Pane};
use crate::app::Move;
use crate::model::{self, Layer, ReplyRef};
use crate::search::{Habits, Query};

/// So many rows a page key moves.
const PAGE: usize = 10;

/// So many replies a search lists.
const MAX_FOUND: usize = 500;

impl Editor {
    /// Whether the list shows what was deleted.
    pub fn is_trash(&self) -> bool {
        *self.node() == Node::Trash && self.query.trim().is_empty()
    }

    /// Whether the own replies are to be listed, and there is none yet. While a file cannot be read nobody knows.
    pub fn lacks_own(&self) -> bool {
        self.is_loaded
            && *self.node() == Node::All(Layer::Personal)
            && self.query.trim().is_empty()
            && self.rows.is_empty()
            && EditorNotice::of_diagnostics(&self.loaded.diagnostics).is_none()
    }

    /// Whether the program's own replies are there to begin with.
    pub fn has_starter(&self) -> bool {
        self.loaded.library.packs().any(|(layer, pack)| layer == Layer::Starter && !pack.replies.is_empty())
    }

    /// The page that is shown in place of the list and the form.
    pub fn page(&self) -> Option<Page> {
        let Node::Page(page) = self.node() else { return None };
        self.query.trim().is_empty().then_some(*page)
    }

    /// Lists anew; the selection stays where its reply is still there.
    pub(super) fn list(&mut self) {
        let new = self.drafts.values().filter(|draft| self.stored(draft.id()).is_none());
        let forest = Forest {
            library: &self.loaded.library,
            new: new.map(|draft| &draft.working.reply).collect(),
            favourites: &self.favourites,
            troubled: self.troubled.len(),
            empty: &self.empty_categories,
            closed: &self.closed,
            trash: self.trash.len(),
            now: self.now,
        };
        self.tree = forest.rows();
        self.rows = if self.query.trim().is_empty() { self.in_node() } else { self.found() };
        self.trash_row = self.trash_row.min(self.trash.len().saturating_sub(1));
        let is_there = |id: &String| self.drafts.contains_key(id) || self.loaded.library.by_id(id).is_some();
        self.current = self.current.take().filter(is_there);
        self.chosen.retain(|id| self.drafts.contains_key(id) || self.loaded.library.by_id(id).is_some());
    }

    fn found(&self) -> Vec<String> {
        let query = Query::typed(&self.query);
        let hits = self.loaded.index.search(&query, &Habits::default(), self.now, MAX_FOUND);
        hits.iter().map(|hit| self.loaded.index.id(hit).to_owned()).collect()
    }

    fn in_node(&self) -> Vec<String> {
        let library = &self.loaded.library;
        let layer_of = |at: ReplyRef| library.pack_of(at).map_or(Layer::Personal, |(layer, _)| layer);
        let node = self.node();
        if *node == Node::Favourites {
            let known = self.favourites.iter().rev().filter(|id| library.by_id(id).is_some());
            return known.cloned().collect();
        }
        let is_listed = |layer: Layer, id: &str, category: &str| match node {
            Node::All(wanted) => layer == *wanted,
            Node::Category(wanted, path) => layer == *wanted && model::within(category, path).is_some(),
            Node::Troubled => self.troubled.contains(id),
            Node::Expiring => self.reply(id).is_some_and(|reply| tree::is_expiring(reply, self.now)),
            Node::Favourites | Node::Trash | Node::Page(_) => false,
        };
        // New ones stand in front until they have a place in the file.
        let new = self.drafts.values().filter(|draft| self.stored(draft.id()).is_none());
        let new = new.filter(|draft| is_listed(Layer::Personal, draft.id(), &draft.working.reply.category));
        let known =
            library.replies().filter(|(at, reply)| is_listed(layer_of(*at), &reply.id, &reply.category));
        new.map(|draft| draft.id().to_owned()).chain(known.map(|(_, reply)| reply.id.clone())).collect()
    }

    pub(super) fn select_node(&mut self, node: Node) {
        self.query.clear();
        if node == Node::Page(Page::Backups) {
            self.effects.push(EditorEffect::ListBackups);
        }
        self.node = Some(node);
        self.trash_row = 0;
        self.list();
        // What is not shown is not meant by any command.
        self.current = None;
        self.chosen.clear();
        self.select(0, Choice::Alone);
    }

    pub(super) fn toggle_node(&mut self, node: Node) {
        if !self.closed.remove(&node) {
            self.closed.insert(node);
        }
        self.list();
    }

    pub(super) fn open_node(&mut self, is_open: bool) {
        let node = self.node().clone();
        let children = self.tree.iter().find(|row| row.node == node).and_then(|row| row.children);
        match (children, &node) {
            (Some(shown), _) if shown != is_open => self.toggle_node(node),
            (_, Node::Category(layer, path)) if !is_open => {
                let above = match path.rsplit_once('/') {
                    Some((above, _)) => Node::Category(*layer, above.to_owned()),
                    None => Node::All(*layer),
                };
                self.select_node(above);
            }
            (Some(_), _) => self.move_node(Move::Down),
            (None, Node::Page(_)) if is_open => self.open_form(),
            (None, _) if is_open => self.pane = Pane::List,
            (None, _) => {}
        }
    }

    pub(super) fn move_node(&mut self, step: Move) {
        let at = self.tree.iter().position(|row| row.node == *self.node()).unwrap_or(0);
        if let Some(row) = self.tree.get(moved(at, step, self.tree.len())) {
            self.select_node(row.node.clone());
        }
    }

    pub(super) fn set_query(&mut self, query: String) {
        self.query = query;
        self.list();
        if !self.query.trim().is_empty() {
            self.select(0, Choice::Alone);
        }
    }

    pub(super) fn select(&mut self, row: usize, choice: Choice) {
        if self.is_trash() {
            self.trash_row = row.min(self.trash.len().saturating_sub(1));
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
        if self.current.as_ref() != Some(&id) {
            self.wording = 0;
        }
        self.current = Some(id);
    }

    pub(super) fn move_row(&mut self, step: Move, extends: bool) {
        if self.is_trash() {
            self.select(moved(self.trash_row, step, self.trash.len()), Choice::Alone);
            return;
        }
        let at = self.current.as_ref().and_then(|id| self.rows.iter().position(|row| row == id));
        let row = at.map_or(0, |at| moved(at, step, self.rows.len()));
        self.select(row, if extends { Choice::Range } else { Choice::Alone });
    }

    /// Shows a reply of the library in the form and in the list.
    pub(super) fn show(&mut self, at: ReplyRef) {
        if let Some(id) = self.loaded.library.reply(at).map(|reply| reply.id.clone()) {
            self.show_id(&id);
        }
    }

    /// Shows a reply in the form and in the list, in its category where the list shows something else.
    pub(super) fn show_id(&mut self, id: &str) {
        if !self.rows.iter().any(|row| row == id) {
            self.query.clear();
            let layer = self.loaded.library.by_id(id).and_then(|at| self.loaded.library.pack_of(at));
            let layer = layer.map_or(Layer::Personal, |(layer, _)| layer);
            let category = self.reply(id).map(|reply| reply.category.clone()).unwrap_or_default();
            let is_plain =
                category.is_empty() || self.stored(id).is_none_or(|stored| stored.category != category);
            self.node = Some(if is_plain { Node::All(layer) } else { Node::Category(layer, category) });
            self.list();
        }
        if let Some(row) = self.rows.iter().position(|row| row == id) {
            self.select(row, Choice::Alone);
        }
    }

    /// Every category of the personal library and of the packs, without repeats, in order.
    pub fn categories(&self) -> Vec<&str> {
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
}

fn moved(at: usize, step: Move, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match step {
        Move::Up => at.saturating_sub(1),
        Move::Down => (at + 1).min(last),
        Move::PageUp => at.saturating_sub(PAGE),
        Move::PageDown => (at + PAGE).min(last),
        Move::First => 0,
        Move::Last => last,
    }
}
