//! Which library files are read, and stacking them.

use std::collections::HashSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::ron_file::Checks;
use crate::diag::{Diagnostic, Problem};
use crate::model::{Hiding, Layer, Library, Lookup, Pack};
use crate::store::paths::Paths;
use crate::store::{calendar, links, questions, ron_file};

/// The library that is built into the program.
pub const STARTER: &str = include_str!("../../replies.ron");

/// The name of the starter library in messages.
pub const STARTER_FILE: &str = "replies.ron";

/// What a user's libraries are read from.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The personal library; the questions kept are beside it.
    pub personal: PathBuf,
    /// The team's public holidays.
    pub calendar: PathBuf,
    pub uses_starter: bool,
}

impl Sources {
    /// Those of a user whose personal library is `personal`.
    pub fn new(paths: &Paths, personal: &Path, uses_starter: bool) -> Self {
        Self { personal: personal.to_owned(), calendar: paths.calendar(), uses_starter }
    }

    /// The files: the personal library, the questions, the calendar.
    pub fn files(&self) -> [PathBuf; 3] {
        [self.personal.clone(), questions::path_of(&self.personal), self.calendar.clone()]
    }
}

/// The libraries of a user, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Loaded {
    pub library: Library,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the user's library, if there is one, with the questions kept beside it and the team's calendar, and puts it above
/// the starter.
///
/// Of what cannot be read, that of `last` stays, the library that was read before: a drive may be away for a while, and a
/// file half written. A damaged library keeps what `last` has and it lacks.
pub fn load(sources: &Sources, last: &Library) -> Loaded {
    let mut diagnostics = Vec::new();
    let own = own_pack(&sources.personal, last, &mut diagnostics);
    let (questions, found) = questions::load(&questions::path_of(&sources.personal));
    let keeps_questions =
        last.has_learned() && (is_lost(&found) || is_damaged(&found) || diagnostics.iter().any(is_gone));
    diagnostics.extend(found);
    let (years, found) = calendar::load(&sources.calendar);
    let years = if is_lost(&found) { last.team_calendar().clone() } else { years };
    diagnostics.extend(found);
    let library = stack(own, sources.uses_starter).with_team_calendar(years);
    let library = if keeps_questions {
        library.with_learned_of(last)
    } else {
        library.with_learned(questions.into_iter().map(|kept| (kept.reply, kept.text)))
    };
    diagnostics.retain(|found| !is_settled(&found.problem, &library));
    Loaded { library, diagnostics }
}

/// The personal pack. Where its file is lost or damaged, what is missing is taken from the library that was read last.
fn own_pack(path: &Path, last: &Library, diagnostics: &mut Vec<Diagnostic>) -> Option<Pack> {
    let before = last.packs().find(|(layer, _)| *layer == Layer::Personal).map(|(_, pack)| pack);
    let (pack, found) = match links::or_missing(path, read_pack(path, None)) {
        Ok(Some((pack, found))) => (Some(pack), found),
        Ok(None) if before.is_none() => (None, Vec::new()),
        Ok(None) => (None, vec![of_file(path, Problem::Gone)]),
        Err(error) => (None, vec![unreadable(path, &error)]),
    };
    let own = match (pack, before) {
        (_, Some(before)) if is_lost(&found) => Some(before.clone()),
        (Some(pack), Some(before)) if is_damaged(&found) => Some(with_lost(pack, before)),
        (pack, _) => pack,
    };
    diagnostics.extend(found);
    own
}

fn is_gone(found: &Diagnostic) -> bool {
    found.problem == Problem::Gone
}

/// Whether a file says nothing, as one that is not there or just being written.
pub(in crate::store) fn is_lost(found: &[Diagnostic]) -> bool {
    let is_lost =
        |problem: &Problem| problem.is_of_whole_file() || matches!(problem, Problem::EmptyFile { .. });
    found.iter().any(|found| is_lost(&found.problem))
}

/// Whether parts of a file may be missing from what was read of it.
pub(in crate::store) fn is_damaged(found: &[Diagnostic]) -> bool {
    found.iter().any(|found| matches!(found.problem, Problem::Syntax { .. }))
}

/// A damaged pack with what it had before and no longer has. What was taken out on purpose comes back until the damage is
/// mended; nothing else is known from it.
fn with_lost(mut pack: Pack, before: &Pack) -> Pack {
    fn add<T: Clone>(now: &mut Vec<T>, before: &[T], name: fn(&T) -> &str) {
        let known: HashSet<String> = now.iter().map(|item| name(item).to_owned()).collect();
        now.extend(before.iter().filter(|item| !known.contains(name(item))).cloned());
    }
    add(&mut pack.replies, &before.replies, |reply| &reply.id);
    add(&mut pack.fields, &before.fields, |field| &field.name);
    add(&mut pack.tables, &before.tables, |table| &table.name);
    add(&mut pack.words, &before.words, |word| &word.word);
    add(&mut pack.hidden, &before.hidden, |hiding| &hiding.reply);
    for (rule, change) in &before.rules {
        pack.rules.entry(rule.clone()).or_insert(*change);
    }
    pack.calendar = before.calendar.with(&pack.calendar);
    pack
}

/// The user's own pack above the starter and the fields that every library knows.
pub fn stack(own: Option<Pack>, uses_starter: bool) -> Library {
    let starter = uses_starter.then(|| (Layer::Starter, starter()));
    let built_in = (Layer::BuiltIn, ron_file::built_in().clone());
    let own = own.map(|pack| (Layer::Personal, named(pack)));
    Library::new(own.into_iter().chain(starter).chain([built_in]).collect())
}

/// Whether what one file lacks is in another one of the library.
pub fn is_settled(problem: &Problem, library: &Library) -> bool {
    if let Problem::UnknownPlaceholder { name, .. } = problem {
        library.fields().any(|field| field.name == *name)
    } else if let Problem::UnknownTable { name, .. } = problem {
        library.tables().any(|table| table.name == *name)
    } else if let Problem::UnknownSnippet { key, .. } = problem {
        library.find(key) != Lookup::NotFound
    } else if let Problem::UnknownHidden { key } = problem {
        library.meant(&Hiding { reply: key.clone(), shops: Vec::new() }).is_some()
    } else if let Problem::UnknownNext { id, .. } = problem {
        library.by_id(id).is_some()
    } else {
        false
    }
}

/// The starter library.
pub fn starter() -> Pack {
    ron_file::parse_pack(STARTER_FILE, STARTER).0
}

/// The diagnostic for a file that cannot be read at all.
pub fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    of_file(path, links::problem_of(error))
}

fn of_file(path: &Path, problem: Problem) -> Diagnostic {
    Diagnostic::of_file(&path.display().to_string().into(), problem)
}

/// Reads one library file, up to the size limit. With `checks` more is looked at than its format.
///
/// # Errors
/// The file cannot be opened or read.
pub fn read_pack(path: &Path, checks: Option<&Checks>) -> io::Result<(Pack, Vec<Diagnostic>)> {
    let name = path.display().to_string();
    let mut file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    if size > ron_file::LARGEST_FILE {
        let problem = ron_file::too_large(size);
        return Ok((Pack::default(), vec![Diagnostic::of_file(&name.as_str().into(), problem)]));
    }
    let mut bytes = Vec::new();
    file.by_ref().take(ron_file::LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    Ok(ron_file::parse_bytes(&name, &bytes, checks))
}

/// A personal file need not name itself.
fn named(mut pack: Pack) -> Pack {
    if pack.id.is_empty() {
        ron_file::OWN_ID.clone_into(&mut pack.id);
    }
    pack
}
