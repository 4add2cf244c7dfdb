//! `suda import FILE… [--as FORMAT] [--encoding E] [--map 列=字段]… [--on-duplicate P] [--dry-run] [--json]`: replies of other
//! tools; `suda import --undo N` takes an import back.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::{Context, Outcome, args, json_line};
use crate::check::Policy;
use crate::diag::SystemError;
use crate::exchange::{
    self, Choices, Content, Input, InputFile, OnDuplicate, Options, Plan, PlanRow, ReadError, RowAt,
    RowOutcome, Target, Work,
};
use crate::store::brought;
use crate::store::everything::{self, EverythingError, Places};
use crate::store::history::History;
use crate::store::imports::{self, UndoError};

/// What an import found, as `--json` prints it.
#[derive(Serialize)]
struct JsonImport<'a> {
    format: &'a str,
    encoding: &'a str,
    sheets: Vec<JsonSheet<'a>>,
    rows: Vec<JsonRow<'a>>,
    fields: Vec<JsonField<'a>>,
    lost: Vec<JsonLost>,
    /// The number to take it back by; `null` for a preview.
    import: Option<u32>,
}

/// All files of a user that were put back, as `--json` prints it.
#[derive(Serialize)]
struct JsonRestored<'a> {
    format: &'static str,
    /// The day on which the archive was made.
    date: String,
    files: Vec<JsonFile<'a>>,
    /// `false` for a preview.
    written: bool,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    /// The path in the archive.
    from: &'a str,
    to: String,
    bytes: usize,
}

#[derive(Serialize)]
struct JsonSheet<'a> {
    name: &'a str,
    rows: usize,
    taken: usize,
}

#[derive(Serialize)]
struct JsonRow<'a> {
    sheet: &'a str,
    row: usize,
    outcome: &'static str,
    title: &'a str,
    text: &'a str,
    category: &'a str,
    code: Option<&'a str>,
    scenario: Option<&'static str>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct JsonField<'a> {
    name: &'a str,
    from: &'a str,
}

#[derive(Serialize)]
struct JsonLost {
    row: usize,
    what: String,
}

/// What the arguments ask for.
struct Asked {
    options: Options,
    choices: Choices,
    is_dry: bool,
    is_json: bool,
}

pub(super) fn run(context: &Context, matches: &ArgMatches) -> Outcome {
    if let Some(number) = matches.get_one::<u32>(args::UNDO) {
        return context.undo_import(*number).unwrap_or_else(|it| it);
    }
    let files = args::files(matches);
    context.asked(matches).and_then(|asked| context.import(&files, &asked)).unwrap_or_else(|it| it)
}

impl Context {
    fn asked(&self, matches: &ArgMatches) -> Result<Asked, Outcome> {
        let text = |name| matches.get_one::<String>(name).cloned();
        let mut options =
            Options { format: text(args::AS), encoding: text(args::ENCODING), ..Options::default() };
        for pair in matches.get_many::<String>(args::MAP).into_iter().flatten() {
            let target = pair.rsplit_once('=').and_then(|(column, target)| {
                let target = if target == "-" { None } else { Some(Target::named(target)?) };
                Some((column.to_owned(), target))
            });
            let Some((column, target)) = target else {
                let known: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
                return Err(self.unknown_value(pair, &known));
            };
            options.columns.insert(column, target);
        }
        let mut choices = Choices::default();
        if let Some(policy) = text(args::ON_DUPLICATE) {
            let known: Vec<&str> = OnDuplicate::ALL.iter().map(|policy| policy.name()).collect();
            choices.on_duplicate =
                OnDuplicate::named(&policy).ok_or_else(|| self.unknown_value(&policy, &known))?;
        }
        let (is_dry, is_json) = (matches.get_flag(args::DRY_RUN), matches.get_flag(args::JSON));
        Ok(Asked { options, choices, is_dry, is_json })
    }

    fn unknown_value(&self, value: &str, known: &[&str]) -> Outcome {
        let args = [("value", value), ("known", &known.join(" "))];
        Outcome::failed(&self.words, &self.words.with("cli-import-unknown", &args))
    }

    /// Imports the files one after the other; each sees what the ones before it brought.
    fn import(&self, files: &[PathBuf], asked: &Asked) -> Result<Outcome, Outcome> {
        let mut whole = Outcome::default();
        let mut has_taken = false;
        for path in files {
            let (outcome, takes) = self.import_one(path, asked)?;
            has_taken |= takes;
            whole.out += &outcome.out;
            whole.err += &outcome.err;
        }
        Ok(Outcome { exit_code: u8::from(!has_taken), ..whole })
    }

    fn import_one(&self, path: &Path, asked: &Asked) -> Result<(Outcome, bool), Outcome> {
        if asked.options.format.is_none()
            && let Some(file) = brought::everything(path).map_err(|error| self.not_brought(path, &error))?
        {
            return Ok((self.restore(path, &file, asked)?, true));
        }
        let input = brought::input(path).map_err(|error| self.not_brought(path, &error))?;
        let content = exchange::read(&input, &asked.options, &Work::default())
            .map_err(|error| self.not_imported(path, &error))?;
        // A library that is not there yet is begun.
        let (library, err) = self.load_library()?;
        let records = imports::load(&self.sources.personal)
            .map_err(|error| self.unreadable(&self.sources.personal, &error))?;
        let plan = Plan::within(
            &library,
            &content,
            imports::came_from(&records, &input.name),
            &asked.choices,
            Policy::default().length_limit(),
        );
        let takes = !plan.replies.is_empty();
        let number =
            if takes && !asked.is_dry { Some(self.carry_out(&input, &content, &plan)?) } else { None };
        let out = if asked.is_json {
            json_line(&self.json(&content, &plan, number))
        } else {
            self.said(path, &plan, number)
        };
        Ok((Outcome { err, ..Outcome::done(out) }, takes))
    }

    fn not_brought(&self, path: &Path, error: &io::Error) -> Outcome {
        if error.kind() == io::ErrorKind::FileTooLarge {
            // The system says so of what it cannot write.
            return self.not_imported(path, &ReadError::TooLarge { path: String::new(), what: "bytes" });
        }
        self.unreadable(path, error)
    }

    /// Puts all files of a user back, or says where they would go.
    fn restore(&self, path: &Path, file: &InputFile, asked: &Asked) -> Result<Outcome, Outcome> {
        let found = exchange::unpacked(file).map_err(|error| self.not_imported(path, &error))?;
        let places = Places { paths: &self.paths, library: &self.sources.personal };
        let targets =
            everything::targets(&places, &found.files).map_err(|error| self.not_restored(&error))?;
        if !asked.is_dry {
            everything::restore(&places, &found.files).map_err(|error| self.not_restored(&error))?;
        }
        if asked.is_json {
            let files = targets.iter().map(|(place, file)| JsonFile {
                from: &file.path,
                to: place.display().to_string(),
                bytes: file.bytes.len(),
            });
            return Ok(Outcome::done(json_line(&JsonRestored {
                format: "everything",
                date: found.date.to_string(),
                files: files.collect(),
                written: !asked.is_dry,
            })));
        }
        let line = |(place, _): &(PathBuf, &InputFile)| format!("{}\n", place.display());
        let mut out: String = targets.iter().map(line).collect();
        let id = if asked.is_dry { "cli-import-everything-would" } else { "cli-import-everything-done" };
        let (count, date) = (targets.len().to_string(), found.date.to_string());
        out += &(self.words.with(id, &[("count", &count), ("date", &date)]) + "\n");
        Ok(Outcome::done(out))
    }

    fn not_restored(&self, error: &EverythingError) -> Outcome {
        match error {
            EverythingError::File { path, source } => {
                self.not_written(path, &self.words.system(&SystemError::from(source)))
            }
            EverythingError::History { path, source } => {
                self.not_written(path, &self.words.why(&History::problem_of(source)))
            }
            EverythingError::Unknown { path } => {
                let said = self.words.with("cli-import-everything-unknown", &[("path", path)]);
                Outcome::failed(&self.words, &said)
            }
        }
    }

    /// Gives the number of the import.
    fn carry_out(&self, input: &Input, content: &Content, plan: &Plan) -> Result<u32, Outcome> {
        let library = &self.sources.personal;
        imports::carry_out(library, &input.name, content, plan, self.now.datetime()).map_err(|error| {
            let path = library.display().to_string();
            let args = [("path", path.as_str()), ("reason", &error.to_string())];
            Outcome::failed(&self.words, &self.words.with("cli-export-failed", &args))
        })
    }

    fn json<'a>(&self, content: &'a Content, plan: &'a Plan, import: Option<u32>) -> JsonImport<'a> {
        let taken =
            |sheet: &str| plan.rows.iter().filter(|row| row.at.sheet == sheet && row.reply.is_some()).count();
        let sheets = content.sheets.iter().map(|sheet| JsonSheet {
            name: &sheet.name,
            rows: sheet.row_count,
            taken: taken(&sheet.name),
        });
        let scenario = |row: &PlanRow| plan.remarks.scenarios.get(row.reply?).copied().flatten();
        let rows = plan.rows.iter().map(|row| JsonRow {
            sheet: &row.at.sheet,
            row: row.at.row,
            outcome: row.outcome.name(),
            title: &row.title,
            text: &row.text,
            category: &row.category,
            code: Some(row.code.as_str()).filter(|code| !code.is_empty()),
            scenario: scenario(row),
            reason: row.because.as_ref().map(|because| self.words.because(because)),
        });
        let lost =
            plan.lost.iter().map(|lost| JsonLost { row: lost.at.row, what: self.words.import_loss(lost) });
        JsonImport {
            format: &content.format,
            encoding: &content.encoding,
            sheets: sheets.collect(),
            rows: rows.collect(),
            fields: plan
                .fields
                .iter()
                .map(|field| JsonField { name: &field.name, from: &field.from })
                .collect(),
            lost: lost.collect(),
            import,
        }
    }

    /// The preview in words: the counts, the rows that are not simply new, the fields, what was lost, what to look at.
    fn said(&self, path: &Path, plan: &Plan, number: Option<u32>) -> String {
        let counts = RowOutcome::ALL.map(|outcome| (outcome.name(), plan.count(outcome).to_string()));
        let path = path.display().to_string();
        let mut args: Vec<(&str, &str)> =
            counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
        args.push(("path", &path));
        let mut out = self.words.with("cli-import-counts", &args) + "\n";
        for row in plan.rows.iter().filter(|row| row.because.is_some() && row.reply.is_none()) {
            let because = row.because.as_ref().map(|because| self.words.because(because)).unwrap_or_default();
            let place = place_of(&row.at);
            let args = [("place", place.as_str()), ("title", &row.title), ("because", &because)];
            out += &(self.words.with("cli-import-row", &args) + "\n");
        }
        for field in &plan.fields {
            let count = field.count.to_string();
            let args = [("name", field.name.as_str()), ("from", &field.from), ("count", &count)];
            out += &(self.words.with("cli-import-field", &args) + "\n");
        }
        for lost in &plan.lost {
            let args = [("place", place_of(&lost.at)), ("what", self.words.import_loss(lost))];
            let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
            out += &(self.words.with("cli-import-lost", &args) + "\n");
        }
        out += &self.remarks(plan);
        match number {
            Some(number) => {
                out + &self.words.with("cli-import-done", &[("number", &number.to_string())]) + "\n"
            }
            None => out,
        }
    }

    fn remarks(&self, plan: &Plan) -> String {
        let remarks = &plan.remarks;
        let mut out = String::new();
        let mut say = |id: &str, count: usize, what: &str| {
            if count > 0 {
                out += &(self.words.with(id, &[("count", &count.to_string()), ("what", what)]) + "\n");
            }
        };
        say("cli-import-secrets", remarks.secrets.len(), "");
        say("cli-import-long", remarks.long.len(), "");
        say("cli-import-gone", plan.gone.len(), "");
        for affix in &remarks.affixes {
            say("cli-import-affix", affix.count, &affix.text);
        }
        for (rule, count) in &remarks.findings {
            say("cli-import-finding", *count, rule);
        }
        out
    }

    fn not_imported(&self, path: &Path, error: &ReadError) -> Outcome {
        let path = path.display().to_string();
        let reason = self.words.read_error(error);
        Outcome::failed(
            &self.words,
            &self.words.with("cli-unreadable", &[("path", &path), ("reason", &reason)]),
        )
    }

    fn undo_import(&self, number: u32) -> Result<Outcome, Outcome> {
        let (library, err) = self.load_library()?;
        let shown = number.to_string();
        let undone = imports::undo(&self.sources.personal, number, library.own(), self.now.datetime());
        let taken_back = undone.map_err(|error| {
            let id = match &error {
                UndoError::NoSuch => "cli-import-no-such",
                UndoError::Undone => "cli-import-undone-before",
                UndoError::Edit(_) | UndoError::Io(_) => "cli-import-not-undone",
            };
            let reason = error.to_string();
            let said = self.words.with(id, &[("number", &shown), ("reason", &reason)]);
            Outcome::failed(&self.words, &said)
        })?;
        let count = taken_back.count.to_string();
        let mut out = self.words.with("cli-import-undone", &[("number", &shown), ("count", &count)]) + "\n";
        for reply in &taken_back.edited {
            out += &(self.words.with("cli-import-edited", &[("title", &reply.title)]) + "\n");
        }
        Ok(Outcome { err, ..Outcome::done(out) })
    }
}

/// A place in words: the sheet and the row.
fn place_of(at: &RowAt) -> String {
    if at.sheet.is_empty() { at.row.to_string() } else { format!("{}:{}", at.sheet, at.row) }
}
