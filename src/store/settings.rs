//! The settings file: `settings.ron`, written by hand, never by the program after its first start.

use std::io;
use std::path::Path;

use super::ron_file::reader::{Reader, wrong};
use super::{atomic, links, ron_file};
use crate::diag::{Diagnostic, Expected, Problem};
use crate::model::{Language, Settings, Theme};
use crate::ron_edit::Field;
use crate::ron_edit::Shape;

/// What a new user's file holds: every setting with its default and a comment.
pub const TEMPLATE: &str = include_str!("../../assets/settings.ron");

const FIELDS: &[&str] =
    &["language", "theme", "hotkey", "hotkey_from_clipboard", "starter", "read_clipboard"];

/// Reads the settings. A missing file gives the defaults; a wrong value gives its default and a diagnostic.
pub fn load(path: &Path) -> (Settings, Vec<Diagnostic>) {
    let name = path.display().to_string();
    let bytes = match links::or_missing(path, std::fs::read(path)) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Default::default(),
        Err(error) => {
            let problem = links::problem_of(&error);
            return (Settings::default(), vec![Diagnostic::of_file(&name.as_str().into(), problem)]);
        }
    };
    match ron_file::text_of(&name, &bytes, "()") {
        Ok(text) => parse(&name, text),
        Err(diagnostic) => (Settings::default(), vec![*diagnostic]),
    }
}

/// Writes the commented defaults where there is no settings file yet.
///
/// # Errors
/// The folder or the file cannot be written.
pub fn write_template(path: &Path) -> io::Result<()> {
    atomic::write_missing(path, TEMPLATE.as_bytes())
}

/// Reads the settings from their text.
pub fn parse(file: &str, text: &str) -> (Settings, Vec<Diagnostic>) {
    let (mut reader, fields) = Reader::open(file, text, &Shape { fields: FIELDS, lists: &[] });
    let mut settings = Settings::default();
    for field in reader.check_names(&fields, FIELDS) {
        match field.name.as_str() {
            "language" => {
                let known = [("zh", Language::Chinese), ("en", Language::English)];
                settings.language = one_of(&mut reader, field, &known).unwrap_or_default();
            }
            "theme" => {
                let known = [("system", Theme::System), ("light", Theme::Light), ("dark", Theme::Dark)];
                settings.theme = one_of(&mut reader, field, &known).unwrap_or_default();
            }
            "hotkey" => {
                settings.hotkey_line = reader.line(field.name_span.start);
                if let Some(hotkey) = reader.optional_text(field) {
                    settings.hotkey = hotkey;
                }
            }
            "hotkey_from_clipboard" => {
                settings.hotkey_from_clipboard_line = reader.line(field.name_span.start);
                let hotkey = reader.optional_text(field);
                settings.hotkey_from_clipboard = hotkey.filter(|hotkey| !hotkey.trim().is_empty());
            }
            "starter" => settings.uses_starter = truth(&mut reader, field, settings.uses_starter),
            _ => settings.reads_clipboard = truth(&mut reader, field, settings.reads_clipboard),
        }
    }
    (settings, reader.finish())
}

/// A boolean; the default where it is not one, which is reported.
fn truth(reader: &mut Reader<'_>, field: &Field, default: bool) -> bool {
    match field.value.as_bare() {
        Some("true") => true,
        Some("false") => false,
        _ => {
            reader.report(&field.value.span, wrong(&field.name, Expected::Bool));
            default
        }
    }
}

fn one_of<T: Copy>(reader: &mut Reader<'_>, field: &Field, known: &[(&str, T)]) -> Option<T> {
    let value = reader.optional_text(field)?;
    let found = known.iter().find(|(name, _)| *name == value).map(|(_, meaning)| *meaning);
    if found.is_none() {
        reader.report(&field.value.span, Problem::InvalidSetting { name: field.name.clone(), value });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_the_defaults() {
        let (settings, problems) = parse("settings.ron", TEMPLATE);
        assert_eq!(problems, []);
        assert!(settings.hotkey_line > 1);
        let settings = Settings { hotkey_line: 0, hotkey_from_clipboard_line: 0, ..settings };
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_wrong_value_costs_only_itself() {
        let text = "(theme: \"blau\", hotkey: \"Ctrl+F9\", starter: nein,\n  langauge: \"en\")";
        let (settings, problems) = parse("settings.ron", text);
        assert_eq!(settings.hotkey, "Ctrl+F9");
        assert_eq!(settings.theme, Theme::System);
        assert!(settings.uses_starter);
        let codes: Vec<_> = problems.iter().map(|found| (found.problem.code(), found.location())).collect();
        assert_eq!(
            codes,
            [
                ("settings.invalid", "settings.ron:1:9".to_owned()),
                ("format.wrong-type", "settings.ron:1:45".to_owned()),
                ("format.unknown-field", "settings.ron:2:3".to_owned()),
            ]
        );
    }

    #[test]
    fn a_missing_file_is_no_problem_and_the_template_never_overwrites() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("settings.ron");
        assert_eq!(load(&path), (Settings::default(), Vec::new()));
        write_template(&path).unwrap();
        atomic::write(&path, b"(theme: \"dark\")").unwrap();
        write_template(&path).unwrap();
        assert_eq!(load(&path).0.theme, Theme::Dark);
    }
}
