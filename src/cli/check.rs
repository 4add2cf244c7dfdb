//! `suda check [FILE]… [--text TEXT [--why]] [--json]`

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::{Context, Outcome, args, json_line, why};
use crate::check::{Checker, Lessons, Policy, Text};
use crate::diag::{Cause, Diagnostic, Problem, Severity};
use crate::model::{Library, Pack};
use crate::store::file_system::Disk;
use crate::store::libraries::{self, Sources};
use crate::store::ron_file::Checks;
use crate::store::{calendar, lessons, links, shops};
use crate::template;

/// One problem, as `--json` prints it.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    reply: Option<String>,
    rule: &'a str,
    severity: &'static str,
    points: Option<u32>,
    penalty: Option<String>,
    /// Character offsets in the text of the reply.
    start: Option<usize>,
    end: Option<usize>,
    message: String,
    rewrite: Option<String>,
}

pub(super) fn run(context: &Context, matches: &ArgMatches) -> Outcome {
    let is_json = matches.get_flag(args::JSON);
    if let Some(text) = matches.get_one::<String>(args::TEXT) {
        let (library, err) = match context.load_library() {
            Ok(loaded) => loaded,
            Err(outcome) => return outcome,
        };
        let policy = context.policy(&library);
        if matches.get_flag(args::WHY) {
            return Outcome { err, ..why::run(context, text, &policy, is_json) };
        }
        let found = check_text(text, &policy);
        return Outcome { err, ..context.report(&found, is_json, String::new()) };
    }
    let named = args::files(matches);
    let is_default = named.is_empty();
    // Files are checked without a library; one that is named must be one all the same.
    if context.is_library_named
        && !is_default
        && let Err(outcome) = context.load_library()
    {
        return outcome;
    }
    let files = if is_default { context.own_files() } else { named };
    let shops = context.profiles.shops.iter().filter_map(|shop| Some(shop.name()?.to_owned())).collect();
    let checks = Checks {
        policy: Policy::of(None, std::iter::empty(), context.profiles.forbidden.clone()),
        lessons: Lessons::of(&Library::default(), &context.profiles, context.only_shop()),
        learned_in: Some(context.lessons_path.clone()),
        shops: Some(shops),
    };
    let mut found = Vec::new();
    let mut clean = String::new();
    // What is said of files that cannot be read: the others are checked all the same.
    let mut unreadable = String::new();
    for path in &files {
        match links::or_missing(path, context.check_file(path, &checks)) {
            Ok(Some((problems, said))) => {
                clean += if problems.is_empty() { &said } else { "" };
                found.extend(problems);
            }
            // Nobody has to have a library of their own.
            Ok(None) if is_default && !context.is_library_named => {
                clean.push_str(&context.clean(path, 0));
            }
            Ok(None) => unreadable += &context.unreadable(path, &io::ErrorKind::NotFound.into()).err,
            Err(error) => unreadable += &context.unreadable(path, &error).err,
        }
    }
    let is_unreadable = !unreadable.is_empty() || found.iter().any(|found| found.problem.is_of_whole_file());
    let outcome = context.report(&found, is_json, clean);
    let exit_code = if is_unreadable { Outcome::UNREADABLE } else { outcome.exit_code };
    Outcome { err: unreadable, exit_code, ..outcome }
}

/// What keeps a finished text from being sent: what a rule is against, and placeholders that cannot be read.
fn check_text(text: &str, policy: &Policy) -> Vec<Diagnostic> {
    let findings = Checker::built_in().check(&Text::finished(text), policy);
    let parsed = template::parse(text);
    let is_known = |span: &Range<usize>| findings.iter().any(|found| found.overlaps(span));
    let broken = parsed.problems.iter().filter(|(span, _)| !is_known(span));
    let broken = broken.map(|(span, problem)| (span.clone(), Problem::Template(problem.clone())));
    let breaches = findings.iter().map(|found| (found.range.clone(), Problem::breach(found.clone(), text)));
    let mut found: Vec<_> = breaches.chain(broken).collect();
    found.sort_by_key(|(span, _)| span.start);
    let diagnostic = |(span, problem): (Range<usize>, Problem)| Diagnostic {
        range_in_text: Some(template::char_range(text, &span)),
        ..Diagnostic::of_file(&"".into(), problem)
    };
    found.into_iter().map(diagnostic).collect()
}

/// A file of shops is not a library.
fn is_of_shops(found: &Diagnostic) -> bool {
    matches!(&found.problem, Problem::UnknownField { name, .. } if name == "shops")
}

impl Context {
    /// What is checked where no file is named: the personal library, and the team's calendar where there is one.
    fn own_files(&self) -> Vec<PathBuf> {
        let Sources { personal, calendar, .. } = &self.sources;
        let has_calendar = !matches!(links::exists(&Disk, calendar), Ok(false));
        std::iter::once(personal).chain(has_calendar.then_some(calendar)).cloned().collect()
    }

    /// What is wrong with a library, a file of shops or a calendar, and what to say where that is nothing.
    fn check_file(&self, path: &Path, checks: &Checks) -> io::Result<(Vec<Diagnostic>, String)> {
        if calendar::is_calendar(path)? {
            let (years, problems) = calendar::load(path);
            return Ok((problems, self.clean_calendar(path, years.len())));
        }
        let (pack, problems) = libraries::read_pack(path, Some(checks))?;
        if problems.iter().any(is_of_shops) {
            let (shops, problems) = shops::load(path);
            return Ok((problems, self.clean_shops(path, shops.len())));
        }
        let replies = pack.replies.len();
        Ok((self.unsettled(pack, problems), self.clean(path, replies)))
    }

    /// The name of the shop where there is but one: what is innocent there is so everywhere.
    fn only_shop(&self) -> Option<&str> {
        let [only] = self.profiles.shops.as_slice() else { return None };
        only.name()
    }

    /// All platforms' rules, what the user's own library makes of them, and what it and the shops add, learned before or now.
    fn policy(&self, library: &Library) -> Policy {
        let policy = Policy::in_shop(library, None, &self.profiles.forbidden);
        let lessons = Lessons::of(library, &self.profiles, self.only_shop());
        lessons::taught(policy, &lessons, Some(&self.lessons_path))
    }

    /// Without what the file lacks but the starter library, the shops or every library has.
    fn unsettled(&self, pack: Pack, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if problems.is_empty() {
            return problems;
        }
        let library = libraries::stack(Some(pack), self.sources.uses_starter);
        let is_settled = |found: &Diagnostic| {
            let of_shop = |name: &String| {
                self.profiles.shops.iter().flat_map(|shop| &shop.tables).any(|table| table.name == *name)
            };
            libraries::is_settled(&found.problem, &library)
                || matches!(&found.problem, Problem::UnknownTable { name, .. } if of_shop(name))
        };
        problems.into_iter().filter(|found| !is_settled(found)).collect()
    }

    fn clean_shops(&self, path: &Path, shops: usize) -> String {
        let (file, shops) = (path.display().to_string(), shops.to_string());
        self.words.with("check-clean-shops", &[("file", &file), ("shops", &shops)]) + "\n"
    }

    fn clean_calendar(&self, path: &Path, years: usize) -> String {
        let (file, years) = (path.display().to_string(), years.to_string());
        self.words.with("check-clean-calendar", &[("file", &file), ("years", &years)]) + "\n"
    }

    fn clean(&self, path: &Path, replies: usize) -> String {
        let (file, replies) = (path.display().to_string(), replies.to_string());
        self.words.with("check-clean", &[("file", &file), ("replies", &replies)]) + "\n"
    }

    /// `clean` is what is said of the files without findings.
    fn report(&self, found: &[Diagnostic], is_json: bool, clean: String) -> Outcome {
        let out = if is_json {
            json_line(&found.iter().map(|found| self.json_diagnostic(found)).collect::<Vec<_>>())
        } else {
            let printed: String = found.iter().map(|found| self.printed(found)).collect();
            clean + &printed + &self.summary(found)
        };
        // Hints keep nobody from sending.
        let is_fine = found.iter().all(|found| found.severity() == Severity::Hint);
        if is_fine { Outcome::done(out) } else { Outcome::negative(out, String::new()) }
    }

    fn printed(&self, found: &Diagnostic) -> String {
        if found.file.is_empty() {
            let range = found.range_in_text.clone().unwrap_or_default();
            let said = self.words.problem(&found.problem);
            let hint = self.words.text("severity-hint");
            let said = if found.severity() == Severity::Hint { format!("{hint}: {said}") } else { said };
            return format!("{}-{}: {said}\n", range.start, range.end);
        }
        self.words.diagnostic(found) + "\n\n"
    }

    fn summary(&self, found: &[Diagnostic]) -> String {
        if found.is_empty() {
            return String::new();
        }
        let of = |severity| found.iter().filter(|found| found.severity() == severity).count();
        let counts = [Severity::Error, Severity::Warning, Severity::Hint].map(of);
        let [errors, warnings, hints] = counts.map(|count| count.to_string());
        let args = [("errors", errors.as_str()), ("warnings", &warnings), ("hints", &hints)];
        let id = if counts.ends_with(&[0]) { "check-summary" } else { "check-summary-with-hints" };
        self.words.with(id, &args) + "\n"
    }

    fn json_diagnostic<'a>(&self, found: &'a Diagnostic) -> JsonDiagnostic<'a> {
        let range = found.range_in_text.as_ref();
        let breach = if let Problem::Breach { finding, .. } = &found.problem { Some(finding) } else { None };
        let rule = breach.and_then(|found| match &found.cause {
            Cause::Rule(rule) => Some(rule),
            Cause::Word(_) => None,
        });
        JsonDiagnostic {
            file: Some(found.file.to_string()).filter(|file| !file.is_empty()),
            line: found.place.as_ref().map(|place| place.line),
            column: found.place.as_ref().map(|place| place.column),
            reply: found.reply.clone(),
            rule: found.problem.code(),
            severity: found.severity().code(),
            points: rule.and_then(|rule| rule.points),
            penalty: rule.and_then(|rule| rule.penalty.as_ref()).map(|said| self.words.said(said).to_owned()),
            start: range.map(|range| range.start),
            end: range.map(|range| range.end),
            message: self.words.problem(&found.problem),
            rewrite: breach.and_then(|found| found.rewrite.clone()),
        }
    }
}
