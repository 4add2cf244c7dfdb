//! `suda export FILE --as FORMAT [--layout L] [--category C] [--reply ID]… [--starter] [--json]`: replies for other tools and
//! people; `suda export --everything FILE.zip`: all files of the user, for a new computer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::{Context, Outcome, args, json_line};
use crate::diag::SystemError;
use crate::exchange::{self, ExportFile, ExportLoss, Layout, Selection, WriteOptions, Writer};
use crate::lang::Words;
use crate::model::{Layer, Library, Lookup, Message, ReplyRef, within};
use crate::store::everything::{self, EverythingError, Places};
use crate::store::exported::{self, ExportError};
use crate::store::images;

/// The file that is standard output.
const STDOUT: &str = "-";

#[derive(Serialize)]
struct Exported<'a> {
    format: &'a str,
    files: Vec<String>,
    replies: usize,
    lost: Vec<Lost<'a>>,
}

#[derive(Serialize)]
struct Lost<'a> {
    reply: &'a str,
    what: &'a str,
    detail: &'a str,
}

/// What the arguments ask for.
struct Asked {
    file: PathBuf,
    writer: &'static dyn Writer,
    layout: Option<Layout>,
    is_json: bool,
}

pub(super) fn run(context: &Context, matches: &ArgMatches) -> Outcome {
    let Some(file) = matches.get_one::<PathBuf>(args::FILE).cloned() else {
        return Outcome::failed(&context.words, &context.words.text("cli-bad-usage"));
    };
    let is_json = matches.get_flag(args::JSON);
    if matches.get_flag(args::EVERYTHING) {
        return context.export_everything(&file, is_json);
    }
    asked(&context.words, matches, file)
        .and_then(|asked| context.export(&asked, matches))
        .unwrap_or_else(|it| it)
}

fn asked(words: &Words, matches: &ArgMatches, file: PathBuf) -> Result<Asked, Outcome> {
    let text = |name| matches.get_one::<String>(name).map_or("", String::as_str);
    let unknown = |value: &str, known: Vec<&str>| {
        let args = [("value", value), ("known", &known.join(" "))];
        Outcome::failed(words, &words.with("cli-export-unknown", &args))
    };
    let format = text(args::AS);
    let writer = exchange::writer(format)
        .ok_or_else(|| unknown(format, exchange::writers().map(Writer::name).collect()))?;
    let layout = match text(args::LAYOUT) {
        "" => None,
        name => {
            let known = writer.layouts();
            let layout = Layout::named(name).filter(|layout| known.contains(layout));
            Some(layout.ok_or_else(|| unknown(name, known.iter().map(|layout| layout.name()).collect()))?)
        }
    };
    Ok(Asked { file, writer, layout, is_json: matches.get_flag(args::JSON) })
}

impl Context {
    fn export(&self, asked: &Asked, matches: &ArgMatches) -> Result<Outcome, Outcome> {
        let (library, err) = self.load_library()?;
        let chosen = self.chosen(&library, matches)?;
        if chosen.is_empty() {
            let said = self.words.text("cli-export-nothing");
            return Ok(Outcome::negative(String::new(), format!("{err}{said}\n")));
        }
        let selection = self.selection(&library, &chosen);
        let options = WriteOptions { layout: asked.layout, words: &self.words };
        let losses = asked.writer.losses(&selection, &options);
        let made = asked.writer.write(&selection, &options);
        let made = made.map_err(|error| self.not_written(&asked.file, &error.to_string()))?;
        let told = if asked.is_json { err } else { err + &self.told_losses(&losses) };
        if asked.file == Path::new(STDOUT) {
            return Ok(Outcome { err: told, ..Outcome::done(self.as_text(asked, &made)?) });
        }
        let written = exported::write(&asked.file, &made).map_err(|error| self.not_exported(&error))?;
        let count = selection.replies.len();
        let out = if asked.is_json {
            json_line(&report(asked.writer.name(), &written, count, &losses))
        } else {
            self.done(&written, count)
        };
        Ok(Outcome { err: told, ..Outcome::done(out) })
    }

    /// The one file that was made, as a text.
    fn as_text(&self, asked: &Asked, made: &[ExportFile]) -> Result<String, Outcome> {
        let text = match made {
            [only] => String::from_utf8(only.bytes.clone()).ok(),
            _ => None,
        };
        text.filter(|_| !asked.is_json).ok_or_else(|| {
            let args = [("format", asked.writer.name())];
            Outcome::failed(&self.words, &self.words.with("cli-export-no-stdout", &args))
        })
    }

    /// The replies that are named, or those of a category, or all: the user's own, or the starter's where there are none or
    /// they are asked for too.
    fn chosen(&self, library: &Library, matches: &ArgMatches) -> Result<Vec<ReplyRef>, Outcome> {
        let named: Vec<&String> =
            matches.get_many::<String>(args::REPLY_OPTION).into_iter().flatten().collect();
        let category = matches.get_one::<String>(args::CATEGORY).map(|category| category.trim_matches('/'));
        let mut wanted = BTreeSet::new();
        for key in &named {
            match library.find(key) {
                Lookup::Found(at) => drop(wanted.insert(at)),
                Lookup::Several(several) => wanted.extend(several),
                Lookup::NotFound => {
                    let said = self.words.with("cli-no-reply", &[("reply", key)]);
                    return Err(Outcome::failed(&self.words, &said));
                }
            }
        }
        let is_own = |at| library.pack_of(at).is_some_and(|(layer, _)| layer == Layer::Personal);
        let has_own = library.replies().any(|(at, _)| is_own(at));
        let takes_starter = matches.get_flag(args::STARTER) || !has_own;
        let hidden = library.hidden_in(None);
        let is_wanted = |at, id: &str, own_category: &str| {
            if !named.is_empty() {
                return wanted.contains(&at);
            }
            (is_own(at) || takes_starter && !hidden.contains(id))
                && category.is_none_or(|category| within(own_category, category).is_some())
        };
        let replies = library.replies().filter(|(at, reply)| is_wanted(*at, &reply.id, &reply.category));
        Ok(replies.map(|(at, _)| at).collect())
    }

    fn selection(&self, library: &Library, chosen: &[ReplyRef]) -> Selection {
        let mut selection = Selection::of(library, chosen);
        let pack = library.packs().find(|(layer, _)| *layer == Layer::Personal).map(|(_, pack)| pack);
        if let Some(pack) = pack {
            selection.name.clone_from(&pack.name);
            selection.version.clone_from(&pack.version);
            selection.author.clone_from(&pack.author);
        }
        let paths: Vec<String> = selection.picture_paths().into_iter().map(str::to_owned).collect();
        for path in paths.into_iter().filter(|path| Message::is_inside(path)) {
            if let Ok(bytes) = images::bytes(&images::path_of(&self.sources.personal, &path)) {
                selection.pictures.insert(path, bytes);
            }
        }
        selection
    }

    /// What is lost, a line for each reply and kind.
    fn told_losses(&self, losses: &[ExportLoss]) -> String {
        let line = |loss: &ExportLoss| {
            let what = self.words.export_loss(loss.what);
            let args = [("reply", loss.reply.as_str()), ("what", &what), ("detail", &loss.detail)];
            self.words.with("cli-export-lost", &args).replace('\n', " ") + "\n"
        };
        losses.iter().map(line).collect()
    }

    fn done(&self, written: &[PathBuf], count: usize) -> String {
        let (path, count) = (first(written), count.to_string());
        self.words.with("cli-export-done", &[("path", &path), ("count", &count)]) + "\n"
    }

    fn export_everything(&self, file: &Path, is_json: bool) -> Outcome {
        let places = Places { paths: &self.paths, library: &self.sources.personal };
        let made = everything::read(&places).map_err(|error| self.not_read(&error));
        let written = made.and_then(|files| {
            let count = files.len();
            let bytes = exchange::packed(files, self.now.date())
                .map_err(|error| self.not_written(file, &error.to_string()))?;
            let zip = [ExportFile { path: String::new(), bytes }];
            Ok((exported::write(file, &zip).map_err(|error| self.not_exported(&error))?, count))
        });
        match written {
            Err(outcome) => outcome,
            Ok((written, _)) if is_json => Outcome::done(json_line(&report("everything", &written, 0, &[]))),
            Ok((written, count)) => {
                let (path, count) = (first(&written), count.to_string());
                let args = [("path", path.as_str()), ("count", &count)];
                Outcome::done(self.words.with("cli-export-everything-done", &args) + "\n")
            }
        }
    }

    fn not_read(&self, error: &EverythingError) -> Outcome {
        match error {
            EverythingError::File { path, source } => self.unreadable(path, source),
            EverythingError::History { path, source } => {
                let reason = self.words.why(&crate::store::history::History::problem_of(source));
                let path = path.display().to_string();
                let args = [("path", path.as_str()), ("reason", &reason)];
                Outcome::failed(&self.words, &self.words.with("cli-unreadable", &args))
            }
            EverythingError::Unknown { path } => self.not_written(Path::new(path), &error.to_string()),
        }
    }

    fn not_exported(&self, error: &ExportError) -> Outcome {
        match error {
            ExportError::File { path, source } => {
                let reason = self.words.system(&SystemError::from(source));
                self.not_written(path, &reason)
            }
            ExportError::Taken { path } => {
                let reason = self.words.text("cli-export-taken").into_owned();
                self.not_written(path, &reason)
            }
        }
    }

    pub(super) fn not_written(&self, path: &Path, reason: &str) -> Outcome {
        let path = path.display().to_string();
        let args = [("path", path.as_str()), ("reason", reason)];
        Outcome::failed(&self.words, &self.words.with("cli-export-failed", &args))
    }
}

fn first(written: &[PathBuf]) -> String {
    written.first().map(|path| path.display().to_string()).unwrap_or_default()
}

fn report<'a>(
    format: &'a str,
    written: &[PathBuf],
    replies: usize,
    losses: &'a [ExportLoss],
) -> Exported<'a> {
    let lost =
        |loss: &'a ExportLoss| Lost { reply: &loss.reply, what: loss.what.code(), detail: &loss.detail };
    Exported {
        format,
        files: written.iter().map(|path| path.display().to_string()).collect(),
        replies,
        lost: losses.iter().map(lost).collect(),
    }
}
