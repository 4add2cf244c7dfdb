//! The arguments: what there is, in the user's language, and what is said when they are wrong.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Outcome;
use crate::lang::Words;

pub(super) const HIDDEN: &str = "hidden";
pub(super) const LIBRARY: &str = "library";
pub(super) const DATA: &str = "data";
pub(super) const NOW: &str = "now";
pub(super) const JSON: &str = "json";
pub(super) const QUERY: &str = "QUERY";
pub(super) const LIMIT: &str = "limit";
pub(super) const MESSAGE: &str = "message";
pub(super) const REPLY: &str = "REPLY";
pub(super) const SET: &str = "set";
pub(super) const SHOP: &str = "shop";
pub(super) const FILE: &str = "FILE";
pub(super) const TEXT: &str = "text";
pub(super) const WHY: &str = "why";
pub(super) const EXTRACT: &str = "TEXT";
pub(super) const AS: &str = "as";
pub(super) const LAYOUT: &str = "layout";
pub(super) const CATEGORY: &str = "category";
pub(super) const REPLY_OPTION: &str = "reply";
pub(super) const STARTER: &str = "starter";
pub(super) const EVERYTHING: &str = "everything";
pub(super) const ENCODING: &str = "encoding";
pub(super) const MAP: &str = "map";
pub(super) const DRY_RUN: &str = "dry-run";
pub(super) const ON_DUPLICATE: &str = "on-duplicate";
pub(super) const UNDO: &str = "undo";
pub(super) const NEW: &str = "new";
pub(super) const FROM_CLIPBOARD: &str = "from-clipboard";

/// Reads the arguments, without the program's name.
///
/// # Errors
/// The help or the version, asked for; or what is wrong with them.
pub(super) fn parse(words: &Words, arguments: Vec<OsString>) -> Result<ArgMatches, Outcome> {
    let with_name = std::iter::once(OsString::from("suda")).chain(arguments);
    definition(words).try_get_matches_from(with_name).map_err(|error| {
        let is_asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        if is_asked_for {
            Outcome::done(error.render().to_string())
        } else {
            Outcome::failed(words, &said(words, &error))
        }
    })
}

/// The command line, in the user's language.
fn definition(words: &Words) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    command(words, "suda", "cli-about")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(version.help(words.text("cli-version").into_owned()))
        .arg(flag(words, HIDDEN, "cli-hidden"))
        .arg(path_of(option(words, LIBRARY, "cli-library")).value_name(FILE).global(true))
        .arg(path_of(option(words, DATA, "cli-data")).value_name("DIR").global(true))
        .arg(option(words, NOW, "cli-now").global(true))
        .subcommands([search(words), render(words), check(words), extract(words), edit(words)])
        .subcommand(export(words))
        .subcommand(import(words))
        .subcommand(command(words, "toggle", "cli-toggle"))
        .subcommand(command(words, "quit", "cli-quit"))
}

fn search(words: &Words) -> Command {
    let limit = option(words, LIMIT, "cli-search-limit").default_value("20").hide_default_value(true);
    command(words, "search", "cli-search")
        .arg(operand(words, QUERY, "cli-search-query").required(true).num_args(1..))
        .arg(flag(words, MESSAGE, "cli-search-message"))
        .arg(json(words))
        .arg(limit)
}

fn render(words: &Words) -> Command {
    command(words, "render", "cli-render")
        .arg(operand(words, REPLY, "cli-render-reply").required(true))
        .arg(option(words, SET, "cli-render-set").action(ArgAction::Append))
        .arg(option(words, SHOP, "cli-render-shop"))
        .arg(json(words))
}

fn check(words: &Words) -> Command {
    command(words, "check", "cli-check")
        .arg(path_of(operand(words, FILE, "cli-check-file")).num_args(0..).conflicts_with(TEXT))
        .arg(option(words, TEXT, "cli-check-text"))
        .arg(flag(words, WHY, "cli-check-why").requires(TEXT).conflicts_with(FILE))
        .arg(json(words))
}

fn extract(words: &Words) -> Command {
    command(words, "extract", "cli-extract")
        .arg(operand(words, EXTRACT, "cli-extract-text").required(true).num_args(1..))
        .arg(json(words))
}

fn export(words: &Words) -> Command {
    let everything = flag(words, EVERYTHING, "cli-export-everything");
    command(words, "export", "cli-export")
        .arg(path_of(operand(words, FILE, "cli-export-file")).required(true))
        .arg(option(words, AS, "cli-export-as").value_name("FORMAT").required_unless_present(EVERYTHING))
        .arg(option(words, LAYOUT, "cli-export-layout"))
        .arg(option(words, CATEGORY, "cli-export-category").conflicts_with(REPLY_OPTION))
        .arg(option(words, REPLY_OPTION, "cli-export-reply").value_name("ID").action(ArgAction::Append))
        .arg(flag(words, STARTER, "cli-export-starter"))
        .arg(everything.conflicts_with_all([AS, LAYOUT, CATEGORY, REPLY_OPTION, STARTER]))
        .arg(json(words))
}

fn import(words: &Words) -> Command {
    let file = path_of(operand(words, FILE, "cli-import-file")).num_args(1..).required_unless_present(UNDO);
    let undo = option(words, UNDO, "cli-import-undo").value_name("N").value_parser(clap::value_parser!(u32));
    command(words, "import", "cli-import")
        .arg(file)
        .arg(option(words, AS, "cli-import-as").value_name("FORMAT"))
        .arg(option(words, ENCODING, "cli-import-encoding"))
        .arg(option(words, MAP, "cli-import-map").value_name("COLUMN=TARGET").action(ArgAction::Append))
        .arg(option(words, ON_DUPLICATE, "cli-import-on-duplicate").value_name("POLICY"))
        .arg(flag(words, DRY_RUN, "cli-import-dry-run"))
        .arg(undo.conflicts_with_all([FILE, AS, ENCODING, MAP, ON_DUPLICATE, DRY_RUN]))
        .arg(json(words))
}

fn edit(words: &Words) -> Command {
    command(words, "edit", "cli-edit")
        .arg(operand(words, REPLY, "cli-edit-reply").conflicts_with_all([NEW, FROM_CLIPBOARD]))
        .arg(flag(words, NEW, "cli-edit-new").conflicts_with(FROM_CLIPBOARD))
        .arg(flag(words, FROM_CLIPBOARD, "cli-edit-from-clipboard"))
}

/// A command with nothing but its help.
fn command(words: &Words, name: &'static str, about: &str) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    Command::new(name)
        .about(words.text(about).into_owned())
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .help_template(help_template(words))
        .subcommand_help_heading(words.text("cli-commands-heading").into_owned())
        .next_help_heading(words.text("cli-options-heading").into_owned())
        .arg(help.help(words.text("cli-help").into_owned()).global(true))
}

/// `--name VALUE`.
fn option(words: &Words, name: &'static str, about: &str) -> Arg {
    Arg::new(name).long(name).value_name(name.to_uppercase()).help(words.text(about).into_owned())
}

/// A value by its place, without a name before it.
fn operand(words: &Words, name: &'static str, about: &str) -> Arg {
    let heading = words.text("cli-arguments-heading").into_owned();
    Arg::new(name).help(words.text(about).into_owned()).help_heading(heading)
}

/// `--name`.
fn flag(words: &Words, name: &'static str, about: &str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(words.text(about).into_owned())
}

fn json(words: &Words) -> Arg {
    flag(words, JSON, "cli-json")
}

/// The value is a path, which need not be UTF-8.
fn path_of(arg: Arg) -> Arg {
    arg.value_parser(PathBufValueParser::new())
}

fn help_template(words: &Words) -> StyledStr {
    format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}", words.text("cli-usage-heading")).into()
}

/// What is wrong with the arguments, in one sentence.
#[expect(clippy::wildcard_enum_match_arm, reason = "clap's own list, open-ended")]
fn said(words: &Words, error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let argument = context(ContextKind::InvalidArg).or_else(|| context(ContextKind::InvalidSubcommand));
    let suggestion = context(ContextKind::SuggestedArg)
        .or_else(|| context(ContextKind::SuggestedSubcommand))
        .unwrap_or_default();
    let argument = argument.unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand if suggestion.is_empty() => {
            words.with("cli-unknown-argument", &[("argument", &argument)])
        }
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            let args = [("argument", argument.as_str()), ("suggestion", suggestion.as_str())];
            words.with("cli-unknown-argument-suggested", &args)
        }
        ErrorKind::MissingRequiredArgument => words.with("cli-missing-argument", &[("argument", &argument)]),
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            words.with("cli-missing-value", &[("argument", &argument)])
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg).unwrap_or_default();
            words.with("cli-conflict", &[("argument", &argument), ("other", &other)])
        }
        _ => words.text("cli-bad-usage").into_owned(),
    }
}

/// The files named, in order.
pub(super) fn files(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>(FILE).into_iter().flatten().cloned().collect()
}
