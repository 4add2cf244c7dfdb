//! The check of finished texts, beside what other tools have: a list of forbidden words, here 1,000 of them looked for by
//! the `aho-corasick` crate. `cargo bench --bench check` prints the table.

#![expect(
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints its figures, its numbers are small, and one that cannot be made fails"
)]

mod timing;

use std::hint::black_box;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use suda::check::{Checker, Policy, Text};
use suda::model::Placeholders;
use suda::store::libraries;
use suda::template::{self, Template};
use timing::median;

/// So many replies a large team has.
const REPLIES: usize = 100_000;

fn print_row(what: &str, ours: Duration, words: Option<Duration>) {
    let ms = |time: Duration| format!("{:.3}", time.as_secs_f64() * 1000.0);
    let ratio =
        words.map(|words| format!("{} ({:.2}×)", ms(words), words.as_secs_f64() / ours.as_secs_f64()));
    println!("| {what} | {} | {} |", ms(ours), ratio.unwrap_or_default());
}

fn main() {
    let checker = Checker::built_in();
    let policy = Policy::default();
    let texts: Vec<String> =
        libraries::starter().replies.iter().flat_map(suda::model::Reply::texts).map(str::to_owned).collect();
    let sentences: Vec<&str> = include_str!("../../tests/check/unseen.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit('\t').next())
        .collect();
    let long = |texts: &[&str]| texts.iter().flat_map(|text| text.chars()).take(2000).collect::<String>();
    let clean = long(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let breaking = long(&sentences);
    let words: Vec<String> = sentences.iter().map(|text| text.chars().take(4).collect()).take(1000).collect();
    let list = AhoCorasick::new(words).unwrap();
    let check = |text: &str| checker.check(&Text::finished(text), &policy).len();
    let find = |text: &str| list.find_iter(text).count();

    println!("| ms | 速答 | 1,000 forbidden words |");
    println!("|---|---|---|");
    print_row("making the rules ready", median(Checker::new), None);
    let all = texts.len() as f64;
    let each = |total: Duration| total.div_f64(all);
    // With the placeholders known as such: a gap left open is no part of a clean text.
    let parsed: Vec<Template> = texts.iter().map(|text| template::parse(text)).collect();
    let check_template =
        |text: &str, parsed: &Template| checker.check(&Text::template(text, parsed), &policy).len();
    let mean = median(|| {
        texts.iter().zip(&parsed).map(|(text, parsed)| check_template(text, parsed)).sum::<usize>()
    });
    let other = median(|| texts.iter().map(|text| find(text)).sum::<usize>());
    print_row("a message of the starter library, on average", each(mean), Some(each(other)));
    let parsed = template::parse(&clean);
    print_row(
        "2,000 characters, nothing wrong",
        median(|| check_template(&clean, &parsed)),
        Some(median(|| find(&clean))),
    );
    print_row(
        "2,000 characters that break nearly every rule",
        median(|| check(&breaking)),
        Some(median(|| find(&breaking))),
    );
    // As a library is checked: with the defaults and choices of placeholders too.
    let library = libraries::stack(None, true);
    let known = Placeholders::new(library.fields());
    let start = Instant::now();
    for text in texts.iter().cycle().take(REPLIES) {
        let parsed = template::parse(text);
        black_box(checker.check_template(text, &parsed, &known, &policy));
    }
    print_row("100,000 replies of one message", start.elapsed(), None);
}
