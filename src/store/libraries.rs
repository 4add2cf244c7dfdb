//! Which library files are read, and stacking them.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::ron_file::Checks;
use crate::diag::{Diagnostic, Problem};
use crate::model::{Layer, Library, Lookup, Pack};
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
pub fn load(sources: &Sources) -> Loaded {
    let personal = sources.personal.as_path();
    let mut own = None;
    let mut diagnostics = Vec::new();
    match links::or_missing(personal, read_pack(personal, None)) {
        Ok(Some((pack, found))) => {
            own = Some(pack);
            diagnostics.extend(found);
        }
        Ok(None) => {}
        Err(error) => diagnostics.push(unreadable(personal, &error)),
    }
    let path = questions::path_of(personal);
    let (questions, found) = questions::load(&path);
    diagnostics.extend(found);
    let (years, found) = calendar::load(&sources.calendar);
    diagnostics.extend(found);
    let library = stack(own, sources.uses_starter)
        .with_learned(questions.into_iter().map(|kept| (kept.reply, kept.text)))
        .with_team_calendar(years);
    diagnostics.retain(|found| !is_settled(&found.problem, &library));
    Loaded { library, diagnostics }
}

/// The user's own pack above the starter and the fields that every library knows.
pub fn stack(own: Option<Pack>, uses_starter: bool) -> Library {
    let starter = uses_starter.then(|| (Layer::Starter, starter()));
    let built_in = (Layer::BuiltIn, ron_file::built_in().clone());
    let own = own.map(|pack| (Layer::Personal, named(pack)));
    Library::new(own.into_iter().chain(starter).chain([built_in]).collect())
}

/// Whether what one file lacks stands in another one of the library.
pub fn is_settled(problem: &Problem, library: &Library) -> bool {
    if let Problem::UnknownPlaceholder { name, .. } = problem {
        library.fields().any(|field| field.name == *name)
    } else if let Problem::UnknownTable { name, .. } = problem {
        library.tables().any(|table| table.name == *name)
    } else if let Problem::UnknownSnippet { key, .. } = problem {
        library.find(key) != Lookup::NotFound
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
    Diagnostic::of_file(&path.display().to_string().into(), links::problem_of(error))
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
        "my".clone_into(&mut pack.id);
    }
    pack
}
