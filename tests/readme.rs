//! The README says what is so.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

#[path = "../examples/docs/written.rs"]
mod written;

use std::fs;
use std::path::Path;

use suda::diag::{Diagnostic, Problem};
use suda::store::ron_file::{self, Checks};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_tables_of_keys_are_the_tables_of_the_program() {
    let parts = written::parts();
    for page in written::pages().unwrap() {
        let stands = fs::read_to_string(&page).unwrap();
        let written = written::update(&stands, &parts).unwrap();
        let line = stands.lines().zip(written.lines()).find(|(stands, written)| stands != written);
        assert!(written == stands, "{}: {line:?}; run `cargo run --example docs`", page.display());
    }
}

#[test]
fn every_part_that_is_written_has_its_place() {
    let texts: Vec<String> =
        written::pages().unwrap().iter().map(|page| fs::read_to_string(page).unwrap()).collect();
    for part in written::parts() {
        let marker = format!("<!-- {} -->", part.name);
        assert!(texts.iter().any(|text| text.contains(&marker)), "{marker} is in no page");
    }
}

#[test]
fn a_marker_without_an_end_or_without_a_part_is_told_of() {
    let parts = [written::Part { name: "count:rules", text: "23".to_owned() }];
    let update = |page| written::update(page, &parts).map_err(|error| error.to_string());
    let marked = "共 <!-- count:rules -->7<!-- /count:rules --> 条";
    assert_eq!(update(marked).unwrap(), "共 <!-- count:rules -->23<!-- /count:rules --> 条");
    assert_eq!(update("<!-- count:rules -->7").unwrap_err(), "<!-- /count:rules --> is missing");
    let unknown = "nothing is written between <!-- count:rule --> and its end";
    assert_eq!(update("<!-- count:rule -->7<!-- /count:rule -->").unwrap_err(), unknown);
}

#[test]
fn the_example_libraries_are_without_a_finding() {
    let text = readme();
    let examples: Vec<&str> =
        text.split("```ron\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let checks = Checks::default();
    let read = |example: &&str| ron_file::parse_bytes("README.md", example.as_bytes(), Some(&checks));
    // The pictures are the reader's own.
    let is_of_text = |found: &Diagnostic| !matches!(found.problem, Problem::ImageMissing { .. });
    let of_text = |found: Vec<Diagnostic>| found.into_iter().filter(is_of_text).collect::<Vec<_>>();
    let read = examples.iter().map(read);
    let found: Vec<_> = read.map(|(pack, found)| (pack.replies.len(), of_text(found))).collect();
    assert_eq!(found, [(2, Vec::new()), (2, Vec::new()), (0, Vec::new())]);
}

#[test]
fn every_picture_and_file_it_names_is_there() {
    let text = readme();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !link.starts_with(['#', 'h']) {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(), "{link}");
        }
    }
}
