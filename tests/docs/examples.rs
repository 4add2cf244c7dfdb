//! The examples of files can be read.

use std::fs;

use suda::diag::{Diagnostic, Problem, Severity};
use suda::store::ron_file::{self, Checks};
use suda::store::{calendar, libraries, questions, settings, shops};

use crate::{ENGLISH_GUIDE, FORMAT, GUIDE, blocks, read};

/// What is found in a library that stands above the starter.
fn library_findings(text: &str) -> Vec<Diagnostic> {
    let (pack, mut found) = ron_file::parse_bytes("example.ron", text.as_bytes(), Some(&Checks::default()));
    let library = libraries::stack(Some(pack), true);
    found.retain(|found| !libraries::is_settled(&found.problem, &library));
    found
}

/// What is found in an example. The pictures are the reader's own.
fn findings(kind: &str, text: &str) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| {
        let path = folder.path().join(name);
        #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
        fs::write(&path, text).unwrap();
        path
    };
    let mut found = match kind {
        "ron" => library_findings(text),
        "ron shops" => shops::parse("shops.ron", text).1,
        "ron settings" => settings::parse("settings.ron", text).1,
        "ron questions" => questions::load(&file("replies.questions.ron")).1,
        "text calendar" => calendar::load(&file("calendar.txt")).1,
        _ => panic!("nobody reads an example of this kind: {kind}"),
    };
    let is_of_reader = |found: &Diagnostic| matches!(found.problem, Problem::ImageMissing { .. });
    found.retain(|found| !is_of_reader(found) && found.severity() > Severity::Hint);
    found
}

#[test]
fn the_examples_of_the_format_are_read_without_a_finding() {
    let page = read(FORMAT);
    let examples = blocks(&page);
    assert!(examples.len() >= 12, "{}", examples.len());
    for (kind, text) in examples {
        assert_eq!(findings(kind, text), [], "{kind}:\n{text}");
    }
}

#[test]
fn an_example_with_a_slip_is_found_out() {
    for (kind, text) in [
        ("ron", "(format: 1, replies: [(titel: \"a\", text: \"b\")])"),
        ("ron shops", "(format: 1, shop: [])"),
        ("ron settings", "(langauge: \"zh\")"),
        ("ron questions", "(format: 1, questions: [(reply: \"a\")])"),
        ("text calendar", "notice 2027\noff 2027-05-01\n"),
    ] {
        assert_ne!(findings(kind, text), [], "{kind}");
    }
}

#[test]
fn the_settings_of_the_program_are_in_the_guides() {
    let names =
        settings::TEMPLATE.lines().filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name);
    let names: Vec<&str> =
        names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect();
    assert!(names.len() >= 6, "{names:?}");
    for page in [GUIDE, ENGLISH_GUIDE, FORMAT] {
        let text = read(page);
        for name in &names {
            assert!(text.contains(name), "{page} lacks {name}");
        }
    }
}
