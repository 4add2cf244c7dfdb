//! The docs say what is so: what they link to is there, their examples can be read, the program prints what they show, the
//! command line is described whole, and what is written by a command is as the command writes it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod command_line;
mod examples;
mod links;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(crate) const GUIDE: &str = "docs/guide.zh.md";
pub(crate) const ENGLISH_GUIDE: &str = "docs/guide.en.md";
pub(crate) const FORMAT: &str = "docs/format.md";

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Every page for people, with its path from the root.
pub(crate) fn pages() -> BTreeMap<String, String> {
    let folders = ["", "docs", "fuzz", "tests/upgrade"];
    let files = folders.iter().flat_map(|folder| {
        fs::read_dir(root().join(folder)).unwrap().map(move |entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if folder.is_empty() { name } else { format!("{folder}/{name}") }
        })
    });
    let pages: BTreeMap<_, _> = files
        .filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "md"))
        .map(|path| (path.clone(), read(&path)))
        .collect();
    assert!(pages.len() >= 8, "{:?}", pages.keys());
    pages
}

/// A block of code: what stands behind its opening fence, and its lines.
pub(crate) fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fences = page.split("\n```").skip(1).step_by(2);
    fences.filter_map(|block| block.split_once('\n')).collect()
}

/// The page without its blocks of code.
pub(crate) fn prose(page: &str) -> String {
    page.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}
