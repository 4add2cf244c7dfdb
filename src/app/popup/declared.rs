//! What the library says about a field: the pack of the selected reply first, else any.

use jiff::civil::Date;

use crate::draft;
use crate::model::{FieldDecl, Library, ReplyRef, Scope};

/// See the module.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared<'a> {
    pub library: &'a Library,
    pub selected: Option<ReplyRef>,
    pub today: Date,
}

impl<'a> Declared<'a> {
    /// The declaration of a field, by its name.
    pub(super) fn decl(&self, name: &str) -> Option<&'a FieldDecl> {
        let of_reply = self.selected.and_then(|at| self.library.field(at, name));
        of_reply.or_else(|| self.library.fields().find(|field| field.name == name))
    }

    pub(super) fn scope(&self, name: &str) -> Scope {
        self.decl(name).map(|decl| decl.scope).unwrap_or_default()
    }

    /// A value as it is written where it is known: a day as a date, for example.
    pub(super) fn settled(&self, name: &str, text: &str) -> String {
        draft::settled(self.decl(name), text, self.today)
    }
}
