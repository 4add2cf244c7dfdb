//! `suda render REPLY [--set 字段=值]… [--shop NAME] [--json]`: what the popup would copy.

use std::collections::BTreeMap;

use clap::ArgMatches;
use serde::Serialize;

use super::{Context, Outcome, args, json_line};
use crate::diag::nearest;
use crate::draft::{Buyer, ChosenWording, Draft, Filling, ReadyMessage, Unfinished};
use crate::lang::Words;
use crate::model::{Library, Lookup, ReplyRef, Shop};

#[derive(Serialize)]
struct Rendered<'a> {
    id: &'a str,
    /// What Enter copies; null while there are gaps.
    text: Option<&'a str>,
    /// The messages of the wording, one after the other; empty while there are gaps.
    parts: &'a [String],
    gaps: &'a [String],
    /// What should be looked at: values that do not look right, look-ups without a row, years without a calendar.
    notes: &'a [String],
}

pub(super) fn run(context: &Context, matches: &ArgMatches) -> Outcome {
    match try_run(context, matches) {
        Ok(outcome) | Err(outcome) => outcome,
    }
}

fn try_run(context: &Context, matches: &ArgMatches) -> Result<Outcome, Outcome> {
    let words = &context.words;
    let typed = typed_values(context, matches)?;
    let shop = shop(context, matches)?;
    let (library, mut err) = context.load_library()?;
    let key = matches.get_one::<String>(args::REPLY).map_or("", String::as_str);
    let at = find(context, &library, key)?;
    err += &others_with_code(words, &library, key, at);
    let nobody = Buyer::default();
    let filling = Filling {
        typed: &typed,
        shop,
        clipboard: None,
        offers: &[],
        buyer: &nobody,
        now: context.now.datetime(),
        at: context.now.timestamp(),
        calendar: library.calendar(),
    };
    let drafted = library.reply(at).and_then(|reply| {
        let wording = ChosenWording::choose(reply, &filling.setting(), None);
        Draft::new(&library, at, wording, filling)
    });
    let Some(draft) = drafted else { return Err(no_reply(context, key)) };
    let mut notes = notes(words, &draft);
    notes.extend(unknown_values(words, &library, &draft, &typed));
    err.extend(notes.iter().flat_map(|note| [note, "\n"]));
    let outcome = rendered(words, &draft, &notes, matches.get_flag(args::JSON));
    Ok(Outcome { err: err + &outcome.err, ..outcome })
}

/// The text of a draft, or what is missing.
fn rendered(words: &Words, draft: &Draft, notes: &[String], is_json: bool) -> Outcome {
    match draft.finished() {
        Ok(text) => {
            let parts = texts(draft);
            let rendered =
                Rendered { id: &draft.reply_id, text: Some(&text), parts: &parts, gaps: &[], notes };
            Outcome::done(if is_json { json_line(&rendered) } else { text.clone() + "\n" })
        }
        Err(unfinished) => {
            let (gaps, message) = explained(words, unfinished);
            let rendered = Rendered { id: &draft.reply_id, text: None, parts: &[], gaps: &gaps, notes };
            let out = if is_json { json_line(&rendered) } else { String::new() };
            Outcome::negative(out, message + "\n")
        }
    }
}

/// The messages of a finished draft that are texts.
fn texts(draft: &Draft) -> Vec<String> {
    let text_of = |message| match message {
        ReadyMessage::Text(text) => Some(text),
        ReadyMessage::Image(_) => None,
    };
    draft.finished_messages().unwrap_or_default().into_iter().filter_map(text_of).collect()
}

/// Why a draft is not finished, in words, and the placeholders that it is for, which `--json` lists as gaps: those without a
/// value, or the one that cannot be read.
fn explained(words: &Words, unfinished: Unfinished) -> (Vec<String>, String) {
    match unfinished {
        Unfinished::Gaps(gaps) => {
            let message = words.with("cli-gaps", &[("gaps", &gaps.join(" "))]);
            (gaps, message)
        }
        Unfinished::Broken(raw) => {
            let message = words.with("cli-broken", &[("raw", &raw)]);
            (vec![raw], message)
        }
        Unfinished::Snippet { key, reason } => (Vec::new(), words.snippet(&key, reason)),
        Unfinished::NotNow => (Vec::new(), words.text("cli-not-now").into_owned()),
        Unfinished::OnlyImages => (Vec::new(), words.text("cli-only-images").into_owned()),
    }
}

fn notes(words: &Words, draft: &Draft) -> Vec<String> {
    let mut notes = Vec::new();
    if draft.is_expired {
        notes.push(words.text("cli-expired").into_owned());
    }
    for field in &draft.fields {
        if let Some(note) = field.note.as_ref().filter(|note| note.is_warning()) {
            notes.push(
                words.with("cli-field-note", &[("name", &field.name), ("note", &words.field_note(note))]),
            );
        }
    }
    if let Some(year) = draft.unknown_year {
        notes.push(words.with("preview-unknown-year", &[("year", &year.to_string())]));
    }
    notes
}

/// Values for fields that neither the text nor any pack has.
fn unknown_values(
    words: &Words,
    library: &Library,
    draft: &Draft,
    typed: &BTreeMap<String, String>,
) -> Vec<String> {
    let of_draft = draft.fields.iter().map(|field| field.name.as_str());
    let known: Vec<&str> = of_draft.chain(library.fields().map(|field| field.name.as_str())).collect();
    let unknown = typed.keys().filter(|name| !known.contains(&name.as_str()));
    let note = |name: &String| match nearest(name, known.iter().copied()) {
        Some(suggestion) => {
            words.with("cli-unknown-set-suggested", &[("name", name), ("suggestion", &suggestion)])
        }
        None => words.with("cli-unknown-set", &[("name", name)]),
    };
    unknown.map(note).collect()
}

fn typed_values(context: &Context, matches: &ArgMatches) -> Result<BTreeMap<String, String>, Outcome> {
    let mut typed = BTreeMap::new();
    for pair in matches.get_many::<String>(args::SET).into_iter().flatten() {
        match pair.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                typed.insert(name.trim().to_owned(), value.to_owned());
            }
            _ => {
                let message = context.words.with("cli-bad-set", &[("value", pair)]);
                return Err(Outcome::failed(&context.words, &message));
            }
        }
    }
    Ok(typed)
}

/// The shop that was named, else the first one.
fn shop<'a>(context: &'a Context, matches: &ArgMatches) -> Result<Option<&'a Shop>, Outcome> {
    let shops = &context.profiles.shops;
    let Some(name) = matches.get_one::<String>(args::SHOP) else { return Ok(shops.first()) };
    let found = shops.iter().find(|shop| shop.name() == Some(name));
    let message = || {
        let known: Vec<&str> = shops.iter().filter_map(Shop::name).collect();
        let (path, known) = (context.shops_path.display().to_string(), known.join("、"));
        context.words.with("cli-no-shop", &[("shop", name), ("path", &path), ("known", &known)])
    };
    found.map(Some).ok_or_else(|| Outcome::failed(&context.words, &message()))
}

/// The reply meant: of several with a code the first, as in the popup; of several with a title none.
fn find(context: &Context, library: &Library, key: &str) -> Result<ReplyRef, Outcome> {
    let coded = library.with_code(key).first();
    match (library.find(key), coded) {
        (Lookup::Found(at), _) | (Lookup::Several(_), Some(&at)) => Ok(at),
        (Lookup::NotFound, _) => Err(no_reply(context, key)),
        (Lookup::Several(found), None) => {
            let (count, ids) = (found.len().to_string(), ids(library, &found));
            let args = [("count", count.as_str()), ("reply", key), ("ids", ids.as_str())];
            let message = context.words.with("cli-several-replies", &args) + "\n";
            Err(Outcome::negative(String::new(), message))
        }
    }
}

/// What is said where the reply was named by a code that others have too.
fn others_with_code(words: &Words, library: &Library, key: &str, at: ReplyRef) -> String {
    let coded = library.with_code(key);
    if coded.len() < 2 || !coded.contains(&at) || library.by_id(key).is_some() {
        return String::new();
    }
    let others: Vec<ReplyRef> = coded.iter().copied().filter(|other| *other != at).collect();
    let (count, id, ids) = (coded.len().to_string(), ids(library, &[at]), ids(library, &others));
    let args = [("count", count.as_str()), ("code", key), ("id", id.as_str()), ("ids", ids.as_str())];
    words.with("cli-several-codes", &args) + "\n"
}

fn ids(library: &Library, replies: &[ReplyRef]) -> String {
    let ids: Vec<&str> =
        replies.iter().filter_map(|at| library.reply(*at)).map(|reply| reply.id.as_str()).collect();
    ids.join(" ")
}

fn no_reply(context: &Context, key: &str) -> Outcome {
    Outcome::negative(String::new(), context.words.with("cli-no-reply", &[("reply", key)]) + "\n")
}
