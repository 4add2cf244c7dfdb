//! Any text under the rules: findings are in order and on characters, a rewrite changes something, and a text that nothing is
//! said of can be copied.
//!
//! The first line is a shop's forbidden words, the rest is the text.

use std::collections::BTreeMap;

use suda::check::{Checker, Policy, Text};
use suda::diag::Finding;
use suda::diag::Problem;
use suda::draft::{Buyer, ChosenWording, Draft, Filling, Unfinished};
use suda::model::{ForbiddenWord, Layer, Library, Message, Place, Placeholders, Reply, ReplyChange, Wording};
use suda::store::replies;
use suda::store::ron_file::{Checks, built_in, parse_bytes};
use suda::template::calendar::Calendar;
use suda::template::{self, Template};

use super::{NOON, first_line};

/// The text of `bytes` is words and a text.
pub fn holds(bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    let (words, text) = first_line(&input);
    let word = |word: &str| ForbiddenWord { word: word.to_owned(), instead: None, why: None };
    let policy = Policy::of(None, std::iter::empty(), words.split_whitespace().map(word).collect());
    let checker = Checker::built_in();
    let parsed = template::parse(text);
    let known = Placeholders::new(&built_in().fields);

    let of_finished = checker.check(&Text::finished(text), &policy);
    assert_findings(text, &of_finished);
    for finding in &of_finished {
        assert_rewritten(text, finding, &policy);
    }
    let as_template = Text::template(text, &parsed);
    assert!(as_template.holes.is_sorted_by(|one, next| one.end <= next.start), "{:?}", as_template.holes);
    assert_findings(text, &checker.check(&as_template, &policy));
    assert_findings(text, &checker.check_template(text, &parsed, &known, &policy));
    assert_copied(text, &parsed);
}

fn assert_findings(text: &str, found: &[Finding]) {
    assert!(found.is_sorted_by_key(|found| found.range.start), "{found:?}");
    for finding in found {
        let quote = text.get(finding.range.clone());
        assert!(quote.is_some_and(|quote| !quote.is_empty()), "{finding:?} is not in the text");
    }
}

/// What is written in place of a finding is no longer found there: to put it right twice is enough.
fn assert_rewritten(text: &str, finding: &Finding, policy: &Policy) {
    let Some(rewrite) = &finding.rewrite else { return };
    assert_ne!(rewrite, finding.quote(text), "{finding:?}");
    let rewritten = [&text[..finding.range.start], rewrite, &text[finding.range.end..]].concat();
    let place = finding.range.start..finding.range.start + rewrite.len();
    let again = Checker::built_in().check(&Text::finished(&rewritten), policy);
    let is_same = |again: &&Finding| again.code() == finding.code() && again.range == place;
    assert!(again.iter().find(is_same).is_none(), "{finding:?} is found again in {rewritten}");
}

/// A library with this text, of which nothing is said, gives it out.
fn assert_copied(text: &str, parsed: &Template) {
    let wordings = vec![Wording { messages: vec![Message::Text(text.to_owned())], ..Wording::default() }];
    let reply = Reply { id: "a".to_owned(), title: "甲".to_owned(), wordings, ..Reply::default() }.tidied();
    if reply.wordings.is_empty() {
        return;
    }
    let change = ReplyChange { before: None, after: Some(reply.clone()), place: Place::First };
    let library = replies::changed("r", "(replies: [])", &[change])
        .unwrap_or_else(|error| panic!("{error}: {reply:?}"));
    let (pack, found) = parse_bytes("r", library.as_bytes(), Some(&Checks::default()));
    assert_eq!(pack.replies, [reply], "{library}");
    let is_reported = found.iter().any(|found| !matches!(found.problem, Problem::Breach { .. }));
    if is_reported {
        return;
    }
    let library = Library::new(vec![(Layer::Personal, pack), (Layer::BuiltIn, built_in().clone())]);
    let at = library.by_id("a").unwrap_or_else(|| panic!("the reply is not found"));
    let typed: BTreeMap<String, String> =
        parsed.field_names().map(|(name, _)| (name.to_owned(), "1".to_owned())).collect();
    let now = NOON.in_tz("UTC").unwrap_or_else(|error| panic!("{error}"));
    let filling = Filling {
        typed: &typed,
        calendar: Calendar::china(),
        shop: None,
        clipboard: None,
        offers: &[],
        buyer: &Buyer::default(),
        now: now.datetime(),
        at: now.timestamp(),
    };
    let wording = ChosenWording::choose(
        &library.replies().next().unwrap_or_else(|| panic!("no reply")).1.clone(),
        &filling.setting(),
        None,
    );
    let draft = Draft::new(&library, at, wording, filling).unwrap_or_else(|| panic!("no draft"));
    if let Err(why) = draft.finished() {
        assert!(matches!(why, Unfinished::Gaps(_)), "{why:?}, but nothing was said of {text:?}");
    }
}
