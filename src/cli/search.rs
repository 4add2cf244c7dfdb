//! `suda search QUERY [--message] [--json] [--limit N]`

use clap::ArgMatches;
use serde::Serialize;

use super::{Context, Outcome, args, json_line};
use crate::model::Library;
use crate::search::{Habits, Hit, Index, Query};

#[derive(Serialize)]
struct Found<'a> {
    id: &'a str,
    pack: &'a str,
    title: &'a str,
    scenario: Option<&'a str>,
    stage: &'a str,
    code: Option<&'a str>,
    tier: &'a str,
    score: i64,
}

pub(super) fn run(context: &Context, matches: &ArgMatches) -> Outcome {
    let words = &context.words;
    let limit_text = matches.get_one::<String>(args::LIMIT).map_or("", String::as_str);
    let Ok(limit) = limit_text.parse::<usize>() else {
        return Outcome::failed(words, &words.with("cli-bad-limit", &[("value", limit_text)]));
    };
    let typed: Vec<&str> =
        matches.get_many::<String>(args::QUERY).into_iter().flatten().map(String::as_str).collect();
    let text = typed.join(" ");
    let (library, err) = match context.load_library() {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    // As in the popup when it opens: for the first shop.
    let index = Index::build(&library).without(library.not_offered_in(context.profiles.shops.first()));
    let now = context.now.datetime();
    let query = if matches.get_flag(args::MESSAGE) { Query::pasted(&text) } else { Query::typed(&text) };
    let unknown = index.unknown_at_names(&query);
    let told = if unknown.is_empty() { String::new() } else { words.unknown_at_names(&unknown) + "\n" };
    let err = err + &told;
    // The same for everybody: what this user did before does not count here.
    let hits = index.search(&query, &Habits::default(), now, limit);
    let found: Vec<Found<'_>> = hits.iter().filter_map(|hit| found(&library, &index, hit)).collect();
    let is_json = matches.get_flag(args::JSON);
    let out = if is_json { json_line(&found) } else { found.iter().map(line).collect() };
    if found.is_empty() {
        let none = words.with("cli-no-hits", &[("query", &text)]) + "\n";
        return Outcome::negative(out, if is_json { err } else { err + &none });
    }
    Outcome { err, ..Outcome::done(out) }
}

fn found<'a>(library: &'a Library, index: &Index, hit: &Hit) -> Option<Found<'a>> {
    let at = library.by_id(index.id(hit))?;
    let reply = library.reply(at)?;
    Some(Found {
        id: &reply.id,
        pack: library.pack_of(at).map_or("", |(_, pack)| &pack.id),
        title: &reply.title,
        scenario: reply.scenario().or_else(|| Some(index.answers(hit).first()?.scenario()?.id.as_str())),
        stage: reply.top_category(),
        code: reply.code.as_deref(),
        tier: hit.tier.code(),
        score: hit.score,
    })
}

fn line(found: &Found<'_>) -> String {
    format!("{}\t{}\t{}\t{}\n", found.code.unwrap_or("-"), found.title, found.stage, found.id)
}
