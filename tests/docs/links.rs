//! What the pages link to and name is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{pages, prose, read, root};

/// What a heading is linked by: its letters and digits in lower case, with dashes for blanks.
fn anchor(heading: &str) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    heading.trim().to_lowercase().chars().filter(is_kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(page: &str) -> BTreeSet<String> {
    let text = prose(page);
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#'))).collect()
}

fn links(page: &str) -> Vec<String> {
    let text = prose(page);
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading_that_are_there() {
    let pages = pages();
    for (path, page) in &pages {
        for link in links(page).into_iter().filter(|link| !link.starts_with("http")) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let folder = Path::new(path).parent().unwrap();
            let target = if file.is_empty() { PathBuf::from(path) } else { without_dots(&folder.join(file)) };
            assert!(root().join(&target).exists(), "{path} links to {link}");
            if !heading.is_empty() {
                let there = anchors(&pages[target.to_str().unwrap()]);
                assert!(there.contains(heading), "{path} links to {link}; {there:?}");
            }
        }
    }
}

/// `docs/../assets` is `assets`.
fn without_dots(path: &Path) -> PathBuf {
    path.iter().fold(PathBuf::new(), |mut out, step| {
        if step == ".." {
            out.pop();
        } else {
            out.push(step);
        }
        out
    })
}

#[test]
fn every_picture_is_shown_somewhere() {
    let shown: BTreeSet<String> = pages()
        .values()
        .flat_map(|page| links(page))
        .filter_map(|link| Some(link.rsplit_once("assets/screenshots/")?.1.to_owned()))
        .collect();
    for entry in fs::read_dir(root().join("assets/screenshots")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.ends_with("png") || shown.contains(&name), "{name} is shown nowhere");
    }
}

#[test]
fn every_file_that_is_named_for_contributors_is_there() {
    for page in
        ["CONTRIBUTING.md", "docs/architecture.md"].into_iter().filter(|page| root().join(page).exists())
    {
        let text = read(page);
        for named in prose(&text).split('`').skip(1).step_by(2).filter(|named| !named.contains(' ')) {
            let is_path = ["src/", "tests/", "assets/", "benches/", "fuzz/", "docs/", "examples/"]
                .iter()
                .any(|folder| named.starts_with(folder));
            let path = named.trim_end_matches("/**");
            assert!(!is_path || root().join(path).exists(), "{page} names {named}");
        }
    }
}

#[test]
fn a_newcomer_finds_the_two_commands_in_the_first_fifteen_lines() {
    for page in ["README.md", "README.en.md"] {
        let text = read(page);
        let lines = text.lines().take(15).collect::<Vec<_>>().join("\n");
        for command in ["cargo run --release", "bash tests/run"] {
            assert!(lines.contains(command), "{page}: {command}");
        }
    }
    assert_eq!(
        read("README.md").lines().count(),
        read("README.en.md").lines().count(),
        "the two are twins, line by line"
    );
}

#[test]
fn the_pages_are_finished_and_name_no_machine() {
    for (path, page) in pages() {
        for word in ["TODO", "FIXME", "XXX", "TBD", "lorem", "/home/", "/root/", "/tmp/", "/work/"] {
            assert!(!page.contains(word), "{path} says {word}");
        }
    }
}
