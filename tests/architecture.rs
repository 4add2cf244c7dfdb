//! Absences that the house is built on, read from the source.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::fs;
use std::path::{Path, PathBuf};

use suda::template::KnownField;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The files below these parts of `src/`, without the tests that are files of their own.
fn parts(names: &[&str]) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<_> = names
        .iter()
        .flat_map(|name| match src.join(name) {
            folder if folder.is_dir() => sources(&folder),
            folder => vec![folder.with_extension("rs")],
        })
        .filter(|path| !path.ends_with("tests.rs") && !path.parent().unwrap().ends_with("tests"))
        .collect();
    assert!(files.len() >= names.len());
    files
}

fn assert_absent(names: &[&str], forbidden: &[&str]) {
    for path in parts(names) {
        let code = code(&path);
        for word in forbidden {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
}

const CORE: [&str; 8] = ["text", "template", "diag", "model", "learn", "search", "check", "draft"];

#[test]
fn the_core_knows_no_window_no_file_system_no_clock_no_thread_and_no_log() {
    let forbidden = [
        "egui",
        "winit",
        "std::fs",
        "std::env",
        "SystemTime",
        "Instant",
        "Zoned::now",
        "Timestamp::now",
        "std::thread",
        "tracing",
    ];
    assert_absent(&CORE, &forbidden);
}

#[test]
fn the_parts_of_the_core_import_from_those_before_them_alone() {
    println!("{}", CORE.join(" < "));
    for (nth, name) in CORE.iter().enumerate() {
        for path in parts(&[name]) {
            let code = code(&path);
            for above in CORE.iter().skip(nth + 1) {
                assert!(!code.contains(&format!("crate::{above}")), "{} names {above}", path.display());
            }
        }
    }
}

#[test]
fn what_is_known_of_a_field_by_its_name_is_in_one_table() {
    // Inside `template` the names are also words that buyers write; there the type of a field keeps them apart.
    let names: Vec<String> = KnownField::all().map(|field| format!("\"{}\"", field.name())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_absent(&["diag", "model", "search", "check", "draft", "store", "shell", "ui"], &names);
}

#[test]
fn nobody_imports_from_above() {
    let above = |names: &[&str]| names.iter().map(|name| format!("crate::{name}")).collect::<Vec<_>>();
    let rules: [(&[&str], &[&str]); 6] = [
        (&["exchange"], &["app", "platform", "shell", "ui", "cli", "lang"]),
        (&CORE, &["exchange", "app", "store", "platform", "shell", "ui", "cli", "lang"]),
        (&["app"], &["store", "platform", "shell", "ui", "cli", "lang"]),
        (&["store"], &["app", "platform", "shell", "ui", "cli", "lang"]),
        (&["ui"], &["store", "platform", "shell", "cli"]),
        (&["lang"], &["store", "platform", "shell", "ui", "cli"]),
    ];
    for (names, forbidden) in rules {
        let forbidden = above(forbidden);
        assert_absent(names, &forbidden.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn the_ron_editor_names_no_other_part() {
    for path in parts(&["ron_edit"]) {
        let code = code(&path);
        let named = code.match_indices("crate::").filter_map(|(at, word)| code.get(at + word.len()..));
        for rest in named {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert_eq!(name, "ron_edit", "{}", path.display());
        }
    }
}

#[test]
fn no_window_imports_from_another() {
    for layer in ["app", "ui", "shell"] {
        for (room, other) in
            [("popup", "editor"), ("editor", "popup"), ("shared", "popup"), ("shared", "editor")]
        {
            let forbidden = ["app", "ui", "shell"].map(|any| format!("crate::{any}::{other}"));
            assert_absent(&[&format!("{layer}/{room}")], &forbidden.each_ref().map(String::as_str));
        }
    }
}

#[test]
fn no_part_of_a_window_knows_the_whole() {
    // A recipe is a file that adds to the whole; every other one holds a part, and the table of commands names the window.
    for (room, whole) in [("app/popup", "Popup"), ("app/editor", "Editor")] {
        for path in parts(&[room]).into_iter().filter(|path| !path.ends_with("command.rs")) {
            let code = code(&path);
            let is_recipe = code.contains(&format!("impl {whole} {{"));
            let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            assert!(is_recipe || !words.any(|word| word == whole), "{} knows the whole", path.display());
        }
    }
}

#[test]
fn every_error_of_the_store_has_a_type() {
    assert_absent(&["store"], &["anyhow"]);
    for path in parts(&["store"]) {
        let is_untyped = |line: &&str| line.contains("Result<") && line.contains(", String>");
        assert_eq!(code(&path).lines().find(is_untyped), None, "{}", path.display());
    }
}

#[test]
fn what_is_stored_is_written_by_the_file_system_alone() {
    for path in parts(&["store"]).into_iter().filter(|path| !path.ends_with("file_system.rs")) {
        let code = code(&path);
        for call in [
            "File::create",
            "OpenOptions",
            "fs::write",
            "fs::rename",
            "fs::remove",
            "fs::create_dir",
            "fs::copy",
        ] {
            assert!(!code.contains(call), "{} names {call}", path.display());
        }
    }
}

#[test]
fn colours_and_sizes_of_text_stand_in_the_theme_alone() {
    for path in parts(&["ui"]).into_iter().filter(|path| !path.ends_with("theme.rs")) {
        let code = code(&path);
        for word in ["Color32::from_", "from_gray", "Color32::WHITE", "Color32::BLACK", "FontId"] {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn every_text_field_deletes_and_steps_over_whole_characters() {
    for path in parts(&["ui"]).into_iter().filter(|path| !path.ends_with("typed.rs")) {
        let code = code(&path);
        let count = |words: &str| code.matches(words).count();
        // An edit of the editor's form is called so, too.
        let fields = count("Typed(") - count("FormEdit::Typed(");
        let kept = count(".keep_cursor_whole(");
        assert_eq!(fields, kept, "{}: a field keeps its cursor whole", path.display());
        for call in ["TextEdit::singleline", "TextEdit::multiline"] {
            assert!(!code.contains(call), "{} names {call}: a field is made from Typed", path.display());
        }
    }
}

#[test]
fn no_chinese_sentence_stands_in_the_code() {
    // Names of placeholders and stages are data of the field, not words of the interface.
    for path in parts(&["app", "ui", "shell", "cli", "platform", "store", "lang"]) {
        for (line_idx, line) in code(&path).lines().enumerate() {
            let longest = line
                .split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c))
                .map(|run| run.chars().count())
                .max()
                .unwrap_or(0);
            assert!(longest <= 4, "{}:{}: {line}", path.display(), line_idx + 1);
        }
    }
}

/// How ids of messages begin that go on with a code.
const MADE_FROM_CODES: [&str; 9] = [
    "import-large-",
    "import-because-",
    "import-loss-",
    "import-outcome-",
    "import-column-",
    "import-target-",
    "import-on-duplicate-",
    "import-cleaning-",
    "import-secret-",
];

#[test]
fn every_message_of_the_language_files_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code: String =
        sources(&root.join("src")).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let words = fs::read_to_string(root.join("assets/lang/zh.ftl")).unwrap();
    for line in words.lines().filter(|line| !line.starts_with(['#', ' '])) {
        let Some((id, _)) = line.split_once(" = ") else { continue };
        // A problem's id is made from its code: `format.no-text` is said by `problem-format-no-text`.
        let id = id.strip_suffix("-suggested").unwrap_or(id);
        let named = match id.strip_prefix("problem-").filter(|id| *id != "with-advice") {
            Some(code_id) => code_id.replacen('-', ".", 1),
            None => id.to_owned(),
        };
        // So are these, from the code of what they say.
        let made = MADE_FROM_CODES.iter().find_map(|start| id.strip_prefix(start));
        let is_said = [Some(named.as_str()), made]
            .into_iter()
            .flatten()
            .any(|named| code.contains(&format!("\"{named}\"")));
        assert!(is_said, "{id} is never said");
    }
}
