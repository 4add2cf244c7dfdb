//! The command line: one file a sub-command. They use the same engine as the window and need no display.
//!
//! Exit codes: 0 done, 1 found nothing or has findings, 2 bad usage or unreadable input.

mod args;
mod check;
mod export;
mod extract;
mod import;
mod instance;
mod render;
mod search;
mod why;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use jiff::Zoned;

use crate::app::Opening;
use crate::diag::{Diagnostic, Severity};
use crate::lang::Words;
use crate::model::{Library, Settings, ShopProfiles};
use crate::platform::handover;
use crate::store::libraries::{self, Sources};
use crate::store::shops::{self, ShopsFile};
use crate::store::{links, paths::Paths, settings};

/// What a command printed and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// For standard output, complete with line ends.
    pub out: String,
    /// For standard error.
    pub err: String,
    pub exit_code: u8,
}

impl Outcome {
    /// The exit code of bad usage, of unreadable input, and of what could not be printed.
    const UNREADABLE: u8 = 2;

    fn done(out: String) -> Self {
        Self { out, ..Self::default() }
    }

    /// Found nothing, or has findings.
    fn negative(out: String, err: String) -> Self {
        Self { out, err, exit_code: 1 }
    }

    /// Bad usage or unreadable input; `message` is a sentence in the user's language.
    pub fn failed(words: &Words, message: &str) -> Self {
        Self {
            out: String::new(),
            err: format!("{}: {message}\n", words.text("cli-error")),
            exit_code: Self::UNREADABLE,
        }
    }

    /// Prints both outputs. A reader that went away is not an error.
    pub fn print(&self) -> u8 {
        let mut exit_code = self.exit_code;
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(self.out.as_bytes()).and_then(|()| stdout.flush());
        let told = io::stderr().lock().write_all(self.err.as_bytes());
        for result in [written, told] {
            if let Err(error) = result
                && error.kind() != io::ErrorKind::BrokenPipe
            {
                tracing::warn!(%error, "cannot print");
                exit_code = Self::UNREADABLE;
            }
        }
        exit_code
    }
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Request {
    /// Start the program with its window.
    Run(Box<Start>),
    /// A command that has been carried out.
    Print(Outcome),
    /// Serve what was copied, for a window that has closed: see [`handover`].
    KeepClipboard,
}

/// How the program starts.
#[derive(Debug)]
pub struct Start {
    pub paths: Paths,
    pub settings: Settings,
    /// What is wrong with the settings file.
    pub settings_diagnostics: Vec<crate::diag::Diagnostic>,
    pub shops: ShopsFile,
    /// The personal library.
    pub library: PathBuf,
    pub window: Window,
    /// The time that `--now` gave, for the whole run.
    pub fixed_now: Option<Zoned>,
}

/// The window to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    Popup { is_hidden: bool },
    Editor(Opening),
}

/// What every command works with.
struct Context {
    words: Words,
    profiles: ShopProfiles,
    paths: Paths,
    shops_path: PathBuf,
    /// The folder of what was learned of rules.
    lessons_path: PathBuf,
    sources: Sources,
    /// The library was named on the command line, so it must exist.
    is_library_named: bool,
    now: Zoned,
}

/// Carries out the command that `arguments` (without the program's name) give, or asks for the window.
pub fn handle(arguments: Vec<OsString>, clock: &dyn Fn() -> Zoned) -> Request {
    if matches!(arguments.as_slice(), [only] if only == handover::KEEPER_ARGUMENT) {
        return Request::KeepClipboard;
    }
    requested(arguments, clock).unwrap_or_else(Request::Print)
}

/// # Errors
/// What ends the program before any command: the help, wrong arguments, a folder that cannot be used.
fn requested(arguments: Vec<OsString>, clock: &dyn Fn() -> Zoned) -> Result<Request, Outcome> {
    let paths = Paths::of_user().ok_or_else(no_home)?;
    let (settings, settings_diagnostics) = settings::load(&paths.settings());
    let words = Words::new(settings.language);
    let matches = args::parse(&words, arguments)?;
    let paths = with_data(&words, paths, &matches)?;
    let fixed_now = fixed_now(&words, &matches)?;
    let shops = shops::load_all(&paths.shops());
    let named = matches.get_one::<PathBuf>(args::LIBRARY).cloned();
    let is_library_named = named.is_some();
    let library = named.unwrap_or_else(|| paths.library());
    let window = match matches.subcommand() {
        None => Window::Popup { is_hidden: matches.get_flag(args::HIDDEN) },
        Some(("edit", sub)) => Window::Editor(opening(&words, sub, io::stdin())?),
        Some((name @ ("toggle" | "quit"), _)) => {
            return Ok(Request::Print(instance::run(&words, &paths, name)));
        }
        Some((name, sub)) => {
            let told: String = settings_diagnostics
                .iter()
                .chain(&shops.diagnostics)
                .map(|found| words.diagnostic(found) + "\n")
                .collect();
            let now = fixed_now.unwrap_or_else(clock);
            let shops_path = paths.shops();
            let sources = Sources::new(&paths, &library, settings.uses_starter);
            let context = Context {
                words,
                profiles: shops.profiles,
                shops_path,
                lessons_path: paths.lessons(),
                paths,
                sources,
                is_library_named,
                now,
            };
            let outcome = context.run(name, sub);
            return Ok(Request::Print(Outcome { err: told + &outcome.err, ..outcome }));
        }
    };
    Ok(Request::Run(Box::new(Start {
        paths,
        settings,
        settings_diagnostics,
        shops,
        library,
        window,
        fixed_now,
    })))
}

/// The settings, which say the language, are in the home that is missing.
fn no_home() -> Outcome {
    let words = Words::new(Settings::default().language);
    Outcome::failed(&words, &words.text("cli-no-home"))
}

/// The folders of the user, or those below the one that `--data` names.
fn with_data(words: &Words, paths: Paths, matches: &ArgMatches) -> Result<Paths, Outcome> {
    match matches.get_one::<PathBuf>(args::DATA) {
        None => Ok(paths),
        Some(data) => paths.with_data(data).map_err(|error| unreadable(words, data, &error)),
    }
}

/// The time that `--now` gives: that of a clock on the wall in the system's time zone.
fn fixed_now(words: &Words, matches: &ArgMatches) -> Result<Option<Zoned>, Outcome> {
    let Some(value) = matches.get_one::<String>(args::NOW) else { return Ok(None) };
    let civil = value.parse::<jiff::civil::DateTime>().ok();
    match civil.and_then(|civil| civil.to_zoned(jiff::tz::TimeZone::system()).ok()) {
        Some(now) => Ok(Some(now)),
        None => Err(Outcome::failed(words, &words.with("cli-bad-now", &[("value", value)]))),
    }
}

/// What the editor is to be opened for.
fn opening(words: &Words, matches: &ArgMatches, mut input: impl io::Read) -> Result<Opening, Outcome> {
    if matches.get_flag(args::NEW) {
        let mut text = String::new();
        let read = input.read_to_string(&mut text);
        return read.map(|_| Opening::New(text)).map_err(|error| {
            let reason = words.system(&(&error).into());
            Outcome::failed(words, &words.with("cli-stdin", &[("reason", &reason)]))
        });
    }
    if matches.get_flag(args::FROM_CLIPBOARD) {
        return Ok(Opening::Clipboard);
    }
    Ok(matches.get_one::<String>(args::REPLY).cloned().map_or(Opening::Plain, Opening::Reply))
}

impl Context {
    fn run(&self, name: &str, matches: &ArgMatches) -> Outcome {
        match name {
            "search" => search::run(self, matches),
            "render" => render::run(self, matches),
            "extract" => extract::run(self, matches),
            "export" => export::run(self, matches),
            "import" => import::run(self, matches),
            _ => check::run(self, matches),
        }
    }

    /// The libraries in use, with the errors in the user's file as text for standard error.
    fn load_library(&self) -> Result<(Library, String), Outcome> {
        let personal = &self.sources.personal;
        if self.is_library_named {
            let found = links::or_missing(personal, std::fs::metadata(personal));
            if let Err(error) = found.and_then(|found| found.ok_or(io::ErrorKind::NotFound.into())) {
                return Err(self.unreadable(personal, &error));
            }
        }
        let loaded = libraries::load(&self.sources, &Library::default());
        let errors = loaded.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
        let err = errors.map(|found| self.words.diagnostic(found) + "\n").collect();
        // Without the team's calendar the days are counted as without one, and that is said.
        let calendar = self.sources.calendar.display().to_string();
        let is_fatal = |found: &Diagnostic| {
            *found.file != *calendar
                && (found.problem.is_dead_link() || self.is_library_named && found.problem.is_of_whole_file())
        };
        if loaded.diagnostics.iter().any(is_fatal) {
            return Err(Outcome { err, exit_code: Outcome::UNREADABLE, ..Outcome::default() });
        }
        Ok((loaded.library, err))
    }

    fn unreadable(&self, path: &Path, error: &io::Error) -> Outcome {
        unreadable(&self.words, path, error)
    }
}

fn unreadable(words: &Words, path: &Path, error: &io::Error) -> Outcome {
    let path = path.display().to_string();
    let reason = words.why(&links::problem_of(error));
    Outcome::failed(words, &words.with("cli-unreadable", &[("path", &path), ("reason", &reason)]))
}

/// A value as one line of JSON.
fn json_line(value: &impl serde::Serialize) -> String {
    // Only a map with keys that are not texts cannot be printed, and there is none.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}
