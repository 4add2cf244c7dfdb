//! What is exported: some replies, with all that they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{FieldDecl, Layer, Library, Lookup, Reply, ReplyRef};
use crate::template::{self, Table};

/// Replies to be written, in the order of the library, and what they need.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// What people call it.
    pub name: String,
    /// As its author writes it; may be empty.
    pub version: String,
    /// Whom it is by; may be empty.
    pub author: String,
    /// The chosen replies.
    pub replies: Vec<Reply>,
    /// The replies that are not chosen and whose texts chosen ones take in.
    pub snippets: Vec<Reply>,
    /// The declarations of their placeholders, but for those that every library knows.
    pub fields: Vec<FieldDecl>,
    /// The tables that these are looked up in.
    pub tables: Vec<Table>,
    /// The images that they name, by the same paths; one that cannot be read is not there.
    pub pictures: BTreeMap<String, Vec<u8>>,
}

impl Selection {
    /// The replies of a library at these places, without their pictures, which are files.
    pub fn of(library: &Library, chosen: &[ReplyRef]) -> Self {
        let mut needs = Needs { library, selection: Self::default(), names: BTreeSet::new() };
        let replies: Vec<(ReplyRef, &Reply)> =
            chosen.iter().filter_map(|at| Some((*at, library.reply(*at)?))).collect();
        let mut known: BTreeSet<&str> = replies.iter().map(|(_, reply)| reply.id.as_str()).collect();
        let mut open = replies.clone();
        while let Some((at, reply)) = open.pop() {
            for found in needs.add_texts_of(at, reply) {
                if let Some(snippet) = library.reply(found).filter(|snippet| known.insert(&snippet.id)) {
                    needs.selection.snippets.push(snippet.clone());
                    open.push((found, snippet));
                }
            }
        }
        let mut selection = needs.selection;
        selection.replies = replies.into_iter().map(|(_, reply)| reply.clone()).collect();
        selection.snippets.sort_by(|one, other| one.id.cmp(&other.id));
        selection.fields.sort_by(|one, other| one.name.cmp(&other.name));
        selection.tables.sort_by(|one, other| one.name.cmp(&other.name));
        selection
    }

    /// The paths of the images that the replies name.
    pub fn picture_paths(&self) -> BTreeSet<&str> {
        self.all().flat_map(Reply::picture_paths).collect()
    }

    /// The chosen replies and the snippets.
    pub(super) fn all(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().chain(&self.snippets)
    }

    /// The reply that `{片段:key}` takes in: of this id, else of this code, else of this title.
    pub(super) fn snippet(&self, key: &str) -> Option<&Reply> {
        let of = |is: &dyn Fn(&&Reply) -> bool| self.all().find(is);
        let has_code =
            |reply: &&Reply| reply.code.as_ref().is_some_and(|code| code.eq_ignore_ascii_case(key));
        of(&|reply| reply.id == key).or_else(|| of(&has_code)).or_else(|| of(&|reply| reply.title == key))
    }

    /// The declaration of a placeholder.
    pub(super) fn field(&self, name: &str) -> Option<&FieldDecl> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Collects what texts need.
struct Needs<'a> {
    library: &'a Library,
    selection: Selection,
    /// The placeholders that were looked up.
    names: BTreeSet<String>,
}

impl Needs<'_> {
    /// Adds the fields and tables of the texts of a reply; gives the replies that they take in.
    fn add_texts_of(&mut self, at: ReplyRef, reply: &Reply) -> Vec<ReplyRef> {
        let mut snippets = Vec::new();
        for text in reply.texts() {
            let parsed = template::parse(text);
            let names: Vec<String> = parsed.field_names().map(|(name, _)| name.to_owned()).collect();
            for name in names {
                self.add_field(at, &name);
            }
            for (key, _) in parsed.snippets() {
                if let Lookup::Found(found) = self.library.find(key) {
                    snippets.push(found);
                }
            }
        }
        snippets
    }

    fn add_field(&mut self, at: ReplyRef, name: &str) {
        if !self.names.insert(name.to_owned()) {
            return;
        }
        let Some(field) = self.library.field(at, name).cloned() else { return };
        if let Some((table, _)) = field.kind.look_up() {
            self.add_table(at, table);
        }
        if let Some(text) = &field.default {
            for (inner, _) in template::parse(text).field_names() {
                self.add_field(at, inner);
            }
        }
        if !self.is_built_in(|pack| pack.fields.contains(&field)) {
            self.selection.fields.push(field);
        }
    }

    fn add_table(&mut self, at: ReplyRef, name: &str) {
        let Some(table) = self.library.table(at, name).cloned() else { return };
        if self.selection.tables.iter().any(|known| known.name == name) {
            return;
        }
        for input in &table.inputs {
            self.add_field(at, input);
        }
        if !self.is_built_in(|pack| pack.tables.contains(&table)) {
            self.selection.tables.push(table);
        }
    }

    fn is_built_in(&self, has: impl Fn(&crate::model::Pack) -> bool) -> bool {
        self.library.packs().any(|(layer, pack)| layer == Layer::BuiltIn && has(pack))
    }
}
