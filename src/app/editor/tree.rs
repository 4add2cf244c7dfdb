//! The tree of categories with their counts.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::ToSpan as _;
use jiff::civil::DateTime;

use super::pages::Page;
use crate::app::shared::top_category_rank;
use crate::model::{self, Layer, Library, Reply};

/// What the list shows: a part of the library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// All replies of a layer.
    All(Layer),
    Favourites,
    /// A category of a layer with those below it: `售后/物流`.
    Category(Layer, String),
    /// Replies with something wrong in them.
    Troubled,
    /// Replies that are out of date, or will be within days.
    Expiring,
    Trash,
    /// The page where replies of other tools are brought in.
    Import,
    Page(Page),
}

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeRow {
    pub node: Node,
    /// How deep it is; 0 for those that are not sub-categories.
    pub depth: usize,
    pub count: usize,
    /// Where there are lines below it: whether they are shown.
    pub children: Option<bool>,
}

/// What is done with the lines below a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    Expand,
    Collapse,
}

/// Replies that will be out of date within so many days are shown as such.
const SOON_DAYS: i64 = 7;

/// Whether a reply is out of date, or soon will be.
pub(super) fn is_expiring(reply: &Reply, now: DateTime) -> bool {
    let soon = now.checked_add(SOON_DAYS.days()).unwrap_or(now);
    reply.is_expired(soon)
}

/// What the tree is made of.
pub(super) struct Forest<'a> {
    pub library: &'a Library,
    /// Replies in the form that are in no library yet.
    pub new: Vec<&'a Reply>,
    pub favourites: &'a [String],
    pub troubled: usize,
    /// Categories made by hand that hold no reply yet.
    pub empty: &'a BTreeSet<String>,
    /// Nodes whose children are hidden.
    pub closed: &'a HashSet<Node>,
    pub trash: usize,
    pub now: DateTime,
}

impl Forest<'_> {
    /// The lines, in order.
    pub(super) fn rows(&self) -> Vec<TreeRow> {
        let mut counts: BTreeMap<Layer, BTreeMap<String, usize>> = BTreeMap::new();
        let mut expiring = 0;
        let known = self
            .library
            .replies()
            .map(|(at, reply)| (self.library.pack_of(at).map_or(Layer::Personal, |(layer, _)| layer), reply));
        let new = self.new.iter().map(|reply| (Layer::Personal, *reply));
        for (layer, reply) in known.chain(new) {
            expiring += usize::from(is_expiring(reply, self.now));
            let categories = counts.entry(layer).or_default();
            *categories.entry(reply.category.clone()).or_default() += 1;
        }
        let own = counts.entry(Layer::Personal).or_default();
        for category in self.empty {
            own.entry(category.clone()).or_default();
        }
        let mut rows = Vec::new();
        // The upper layer first.
        for (layer, categories) in counts.into_iter().rev() {
            let total = categories.values().sum();
            rows.push(TreeRow { node: Node::All(layer), depth: 0, count: total, children: None });
            if layer == Layer::Personal {
                let known = self.favourites.iter().filter(|id| self.library.by_id(id).is_some()).count();
                rows.push(TreeRow { node: Node::Favourites, depth: 0, count: known, children: None });
            }
            self.categories(layer, &categories, &mut rows);
        }
        let others = [
            (Node::Troubled, self.troubled),
            (Node::Expiring, expiring),
            (Node::Trash, self.trash),
            (Node::Import, 0),
        ];
        let pages = Page::ALL.map(|page| (Node::Page(page), 0));
        let rest = others.into_iter().chain(pages);
        rows.extend(rest.map(|(node, count)| TreeRow { node, depth: 0, count, children: None }));
        rows
    }

    /// Adds the rows of a layer's categories, in the order of a sale.
    fn categories(&self, layer: Layer, counts: &BTreeMap<String, usize>, rows: &mut Vec<TreeRow>) {
        // Every step of every category, so that those that hold only others are there too.
        let mut steps: BTreeSet<&str> = BTreeSet::new();
        for category in counts.keys().filter(|category| !category.is_empty()) {
            steps.extend(above(category));
            steps.insert(category);
        }
        let rank = |path: &str| top_category_rank(path.split('/').next().unwrap_or_default());
        let mut sorted: Vec<&str> = steps.iter().copied().collect();
        sorted.sort_by_key(|path| (rank(path), path.split('/').collect::<Vec<_>>()));
        for path in sorted {
            let is_closed = |path: &str| self.closed.contains(&Node::Category(layer, path.to_owned()));
            if above(path).any(is_closed) {
                continue;
            }
            let count = counts
                .iter()
                .filter(|(known, _)| model::within(known, path).is_some())
                .map(|(_, count)| count)
                .sum();
            let has_children =
                steps.iter().any(|other| *other != path && model::within(other, path).is_some());
            let children = has_children.then(|| !is_closed(path));
            let node = Node::Category(layer, path.to_owned());
            rows.push(TreeRow { node, depth: above(path).count(), count, children });
        }
    }
}

/// The categories that hold this one, the outermost first.
fn above(category: &str) -> impl Iterator<Item = &str> {
    category.match_indices('/').filter_map(|(at, _)| category.get(..at))
}
