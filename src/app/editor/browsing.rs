//! Going through the tree, the list and the parts of the window.

use super::browser::Folded;
use super::import::ImportEffect;
use super::{Choice, Editor, EditorEffect, Fold, Node, Pane, Replies, Spot};
use crate::app::{Direction, Move};
use crate::model::Layer;

impl Editor {
    /// Lists anew; the selection stays where its reply is still there.
    pub(super) fn list(&mut self) {
        self.browser.list(Replies { catalog: &self.catalog, desk: &self.desk, now: self.now });
    }

    /// Selects a node, with the first row of its list.
    pub(super) fn select_node(&mut self, node: Node, fx: &mut Vec<EditorEffect>) {
        if matches!(node, Node::Page(page) if page.shows_backups()) {
            fx.push(EditorEffect::ListBackups);
        }
        if node == Node::Import {
            fx.push(ImportEffect::List.into());
        }
        self.browser.set_node(node);
        self.list();
        self.browser.select(0, Choice::Alone);
        self.form.turn_to(0);
    }

    pub(super) fn toggle_node(&mut self, node: Node) {
        self.browser.toggle_node(node);
        self.list();
    }

    pub(super) fn move_node(&mut self, step: Move, fx: &mut Vec<EditorEffect>) {
        if let Some(node) = self.browser.node_at(step) {
            self.select_node(node, fx);
        }
    }

    /// Shows or hides what is below the selected node, or goes a step in or out.
    pub(super) fn fold_node(&mut self, fold: Fold, fx: &mut Vec<EditorEffect>) {
        match self.browser.folded(fold) {
            Folded::Toggle(node) => self.toggle_node(node),
            Folded::Select(node) => self.select_node(node, fx),
            Folded::List => self.face.focus(Pane::List),
            Folded::Page => self.open_form(),
            Folded::Nothing => {}
        }
    }

    pub(super) fn set_query(&mut self, query: String) {
        let is_blank = query.trim().is_empty();
        self.browser.set_query(query);
        self.list();
        if !is_blank {
            self.browser.select(0, Choice::Alone);
        }
    }

    /// Shows a reply in the form and in the list, in its category where the list shows something else.
    pub(super) fn show_id(&mut self, id: &str) {
        if !self.browser.lists(id) {
            let layer = self.catalog.layer_of(id).unwrap_or(Layer::Personal);
            let category = self.reply(id).map(|reply| reply.category.clone()).unwrap_or_default();
            let is_moved = self.catalog.stored(id).is_none_or(|stored| stored.category != category);
            let is_plain = category.is_empty() || is_moved;
            self.browser.turn_to(if is_plain { Node::All(layer) } else { Node::Category(layer, category) });
            self.list();
        }
        self.browser.select_id(id);
    }

    pub(super) fn open_form(&mut self) {
        if self.is_importing() {
            self.face.focus(Pane::Form);
            return;
        }
        if self.page().is_some() || self.current().is_some() {
            self.face.focus(Pane::Form);
            self.form.focus(Spot::Title);
        }
    }

    /// Focuses the next part of the window, or the one before.
    pub(super) fn next_pane(&mut self, direction: Direction) {
        let next = self.pane().from(direction);
        // A page has no list, and where nothing is listed there is no form.
        let is_missing = match next {
            Pane::List => self.page().is_some(),
            Pane::Form => self.page().is_none() && self.current().is_none() && !self.is_importing(),
            Pane::Tree | Pane::Search => false,
        };
        match if is_missing { next.from(direction) } else { next } {
            Pane::Form => self.open_form(),
            pane @ (Pane::Tree | Pane::List | Pane::Search) => self.face.focus(pane),
        }
    }
}
