//! What can be wrong with a library that fits its format: texts that break a rule, placeholders, images, shops, tables and
//! replies that are not there. It is looked for when the whole file is read.

mod literal;
mod snippets;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use self::literal::Literal;
use super::OWN_ID;
use super::mentions::{Mention, Mentioned};
use super::reader::Reader;
use crate::check::{Checker, Lessons, Policy};
use crate::diag::Problem;
use crate::model::{FieldDecl, Hiding, Pack, Placeholders};
use crate::store::{images, lessons};
use crate::template;

/// What a library is checked for beyond its format.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Which rules apply for the texts, before the library says more of that.
    pub policy: Policy,
    /// What is to be learned beside the rules of the program, before the library adds its own.
    pub lessons: Lessons,
    /// The folder of what was learned; without one it is learned each time.
    pub learned_in: Option<PathBuf>,
    /// The names of the shops; `None` where they are not known.
    pub shops: Option<Vec<String>>,
}

impl Checks {
    /// Which rules apply for the texts of a pack, with its own.
    fn policy_of(&self, pack: &Pack) -> Policy {
        let mut lessons = self.lessons.clone();
        lessons.rules.extend(pack.own_rules.iter().cloned());
        let policy = self.policy.clone().with(&pack.rules, &pack.words);
        lessons::taught(policy, &lessons, self.learned_in.as_deref())
    }
}

/// What a library is compared with.
pub(super) struct Known<'a> {
    /// The fields that every library knows; without them the placeholders of the texts are not looked at.
    pub built_in: &'a [FieldDecl],
    pub checks: Option<&'a Checks>,
    /// The path of the library, which images are looked for from.
    pub file: &'a Path,
    /// The file is damaged elsewhere than among its replies.
    pub may_lack_fields: bool,
}

/// Reports what is wrong with the things that were mentioned in a library.
pub(super) fn check(read: &mut Reader<'_>, pack: &Pack, known: &Known<'_>) {
    let policy = known.checks.map(|checks| checks.policy_of(pack));
    let texts = Texts {
        placeholders: Placeholders::new(known.built_in.iter().chain(&pack.fields)),
        may_lack_fields: known.may_lack_fields,
        policy,
    };
    let ids: HashSet<&str> = pack.replies.iter().map(|reply| reply.id.as_str()).collect();
    let mut uses = Vec::new();
    for mention in std::mem::take(&mut read.mentions) {
        read.reply.clone_from(&mention.reply);
        let found = match &mention.what {
            Mentioned::Text(text) => {
                texts.check(read, &mention, text, &mut uses);
                None
            }
            Mentioned::Image(path) => {
                let is_missing = known.checks.is_some() && !images::path_of(known.file, path).is_file();
                is_missing.then(|| Problem::ImageMissing { path: path.clone() })
            }
            Mentioned::Next(id) => unknown_next(read, pack, &ids, id),
            Mentioned::Shop(name) => unknown_shop(read, known.checks, name),
            Mentioned::Hidden(hiding) => unknown_hidden(read, pack, &ids, hiding),
            Mentioned::Column { .. } => {
                check_column(read, pack, &mention);
                None
            }
        };
        if let Some(problem) = found {
            read.report(&mention.place, problem);
        }
    }
    read.reply = None;
    snippets::check(read, &uses, pack);
}

/// What the texts are checked with.
struct Texts {
    placeholders: Placeholders,
    /// The file is damaged elsewhere than among its replies.
    may_lack_fields: bool,
    /// Which rules the texts are checked against.
    policy: Option<Policy>,
}

impl Texts {
    /// Reports the placeholders of a text that cannot be read, those that nobody declared, and what breaks a rule. The replies
    /// that it takes in are added to `uses`.
    fn check(&self, read: &mut Reader<'_>, mention: &Mention, text: &str, uses: &mut Vec<snippets::Use>) {
        let parsed = template::parse(text);
        let literal = Literal::of(read.text, &mention.place, text);
        for (span, problem) in self.placeholders.problems(&parsed) {
            // What declares a name may be in the damaged part.
            if self.may_lack_fields && matches!(problem, Problem::UnknownPlaceholder { .. }) {
                continue;
            }
            read.report_in_text(&literal.place(&span), Some(literal.chars(&span)), problem);
        }
        if let Some(policy) = &self.policy {
            for found in Checker::built_in().check_template(text, &parsed, &self.placeholders, policy) {
                let (place, range) = (literal.place(&found.range), literal.chars(&found.range));
                read.report_in_text(&place, Some(range), Problem::breach(found, text));
            }
        }
        uses.extend(parsed.snippets().map(|(key, span)| snippets::Use {
            reply: mention.reply.clone(),
            key: key.to_owned(),
            place: literal.place(span),
            range: literal.chars(span),
        }));
    }
}

/// A reply that is not there may be in another file: who knows the others takes the report back.
fn unknown_next(read: &mut Reader<'_>, pack: &Pack, ids: &HashSet<&str>, id: &str) -> Option<Problem> {
    if ids.contains(id.trim()) || !read.damaged.is_empty() {
        return None;
    }
    let suggestion = read.suggestion(id, pack.replies.iter().map(|reply| reply.id.as_str()));
    Some(Problem::UnknownNext { id: id.to_owned(), suggestion })
}

fn unknown_shop(read: &mut Reader<'_>, checks: Option<&Checks>, name: &str) -> Option<Problem> {
    let known = checks?.shops.as_deref()?;
    if known.iter().any(|known| known == name) {
        return None;
    }
    let suggestion = read.suggestion(name, known.iter().map(String::as_str));
    Some(Problem::UnknownShop { name: name.to_owned(), suggestion })
}

/// An entry that names none of the pack's own replies. One that is not there may be in another file: who knows the others takes
/// the report back.
fn unknown_hidden(read: &Reader<'_>, pack: &Pack, ids: &HashSet<&str>, hiding: &Hiding) -> Option<Problem> {
    let own = if pack.id.is_empty() { OWN_ID } else { &pack.id };
    let is_own = hiding.ids().is_some_and(|(pack, id)| pack == own && ids.contains(id));
    let is_unknown = !is_own && read.damaged.is_empty();
    is_unknown.then(|| Problem::UnknownHidden { key: hiding.reply.clone() })
}

/// Reports a table that the pack does not have, or a column that its table does not have. A table of another pack, or of a shop,
/// is found later.
fn check_column(read: &mut Reader<'_>, pack: &Pack, mention: &Mention) {
    let Mentioned::Column { table, column, column_place } = &mention.what else { return };
    match pack.tables.iter().find(|known| known.name == *table) {
        Some(known) if !known.outputs.contains(column) => {
            let suggestion = read.suggestion(column, known.outputs.iter().map(String::as_str));
            let problem = Problem::UnknownColumn { table: table.clone(), name: column.clone(), suggestion };
            read.report(column_place, problem);
        }
        Some(_) => {}
        None if !read.damaged.is_empty() => {}
        None => {
            let suggestion = read.suggestion(table, pack.tables.iter().map(|known| known.name.as_str()));
            read.report(&mention.place, Problem::UnknownTable { name: table.clone(), suggestion });
        }
    }
}
