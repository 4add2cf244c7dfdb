//! `suda extract TEXT [--json]`: the values in a copied text.

use clap::ArgMatches;
use serde::Serialize;

use super::{Context, Outcome, args, json_line};
use crate::template::{Extracted, extract};

/// A value, as `--json` prints it.
#[derive(Serialize)]
struct Found<'a> {
    field: &'a str,
    value: &'a str,
    /// Character offsets in the text.
    start: usize,
    end: usize,
}

pub(super) fn run(context: &Context, matches: &ArgMatches) -> Outcome {
    let typed: Vec<&str> =
        matches.get_many::<String>(args::EXTRACT).into_iter().flatten().map(String::as_str).collect();
    let found = extract(&typed.join(" "), context.now.date());
    let shown: Vec<Found<'_>> = found
        .iter()
        .map(|Extracted { span, field, value }| Found {
            field: field.name(),
            value,
            start: span.start,
            end: span.end,
        })
        .collect();
    let is_json = matches.get_flag(args::JSON);
    let out = if is_json {
        json_line(&shown)
    } else {
        shown.iter().fold(String::new(), |out, found| out + found.field + "\t" + found.value + "\n")
    };
    if shown.is_empty() {
        let none = context.words.text("cli-nothing-extracted").into_owned() + "\n";
        return Outcome::negative(out, if is_json { String::new() } else { none });
    }
    Outcome::done(out)
}
