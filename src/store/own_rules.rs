//! The user's own rules: the files `*.ron` in the folder `rules` beside the settings, one rule each, or examples for a rule of
//! the program.

use std::path::{Path, PathBuf};

use super::links;
use super::ron_file;
use super::ron_file::reader::Reader;
use super::ron_file::schema::{Record as _, own_rule};
use crate::diag::{Diagnostic, Rule};
use crate::ron_edit::Shape;

/// The shortest file.
const SMALLEST: &str = "(id: \"promise.arrival\", innocent: [\"…\"])";

const SHAPE: Shape = Shape { fields: Rule::NAMES, lists: &[] };

/// Reads every rule of a folder, in the order of the files' names. A missing folder holds none; a file that has a mistake is
/// left out and reported.
pub fn load(folder: &Path) -> (Vec<Rule>, Vec<Diagnostic>) {
    let (mut rules, mut diagnostics): (Vec<Rule>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    let entries = match links::or_missing(folder, std::fs::read_dir(folder)) {
        Ok(None) => return (rules, diagnostics),
        Ok(Some(entries)) => entries,
        Err(error) => {
            let name = folder.display().to_string();
            return (rules, vec![Diagnostic::of_file(&name.into(), links::problem_of(&error))]);
        }
    };
    let is_rule = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "ron");
    let mut paths: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_rule).collect();
    paths.sort();
    for path in paths {
        let name = path.display().to_string();
        match std::fs::read(&path) {
            Err(error) => diagnostics.push(Diagnostic::of_file(&name.into(), links::problem_of(&error))),
            Ok(bytes) => match ron_file::text_of(&name, &bytes, SMALLEST) {
                Err(diagnostic) => diagnostics.push(*diagnostic),
                Ok(text) => {
                    let (rule, found) = parse(&name, text);
                    rules.extend(rule);
                    diagnostics.extend(found);
                }
            },
        }
    }
    (rules, diagnostics)
}

/// Reads a rule from the text of its file.
pub fn parse(file: &str, text: &str) -> (Option<Rule>, Vec<Diagnostic>) {
    let (mut read, fields) = Reader::open(file, text, &SHAPE);
    let rule = own_rule::rule(&mut read, fields);
    (rule, read.finish())
}
