//! The README says what is so.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::fs;
use std::path::Path;

use suda::app::editor::EditorCommand;
use suda::app::popup::Command;
use suda::diag::{Diagnostic, Problem};
use suda::lang::Words;
use suda::model::Language;
use suda::store::ron_file::{self, Checks};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn the_tables_of_keys_are_the_tables_of_the_program() {
    let text = readme();
    for (name, language) in [("zh", Language::Chinese), ("en", Language::English)] {
        let words = Words::new(language);
        let rows: Vec<String> = std::iter::once(("Ctrl+Alt+Space", "help-hotkey"))
            .chain(Command::ALL.iter().map(|command| (command.keys(), command.word())))
            .map(|(keys, word)| format!("| {keys} | {} |", words.text(word)))
            .collect();
        assert_rows(&text, &format!("keys:{name}"), &rows);
        let rows: Vec<String> = EditorCommand::ALL
            .iter()
            .map(|command| format!("| {} | {} |", command.keys(), words.text(command.word())))
            .collect();
        assert_rows(&text, &format!("editor-keys:{name}"), &rows);
    }
}

fn assert_rows(text: &str, mark: &str, rows: &[String]) {
    let table = between(text, &format!("<!-- {mark} -->\n"), &format!("<!-- /{mark} -->"));
    let shown: Vec<&str> = table.lines().skip(2).collect();
    assert_eq!(shown, rows, "write these rows:\n{}", rows.join("\n"));
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
