//! The team's public holidays: `calendar.txt` in the folder of the settings, written by hand, never by the program.
//!
//! It has the format of the program's own `assets/calendar.txt`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::{links, ron_file};
use crate::diag::{Diagnostic, Lines, Problem};
use crate::template::calendar::Calendar;

/// The shortest file that says something.
const SMALLEST: &str = "notice 2027";

/// How many bytes are enough to see whether a file is a calendar.
const HEAD: u64 = 4096;

/// The years of the file. A missing file has none; a year with a line that cannot be read is left out and costs a
/// diagnostic.
pub fn load(path: &Path) -> (Calendar, Vec<Diagnostic>) {
    let name = path.display().to_string();
    match links::or_missing(path, std::fs::read(path)) {
        Ok(None) => (Calendar::default(), Vec::new()),
        Err(error) => {
            let found = Diagnostic::of_file(&name.as_str().into(), links::problem_of(&error));
            (Calendar::default(), vec![found])
        }
        Ok(Some(bytes)) => match ron_file::text_of(&name, &bytes, SMALLEST) {
            Ok(text) => parse(&name, text),
            Err(diagnostic) => (Calendar::default(), vec![*diagnostic]),
        },
    }
}

/// Whether a file is one of these: by its name, or because its first line that says something is one of a notice.
///
/// # Errors
/// The file cannot be opened or read.
pub fn is_calendar(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    let text = String::from_utf8_lossy(&head);
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let first = lines.filter(|line| !line.starts_with('#')).find_map(|line| line.split_whitespace().next());
    let is_named = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("calendar.txt"));
    Ok(is_named || matches!(first, Some("notice" | "off" | "work")))
}

/// Reads the file from its text.
fn parse(file: &str, text: &str) -> (Calendar, Vec<Diagnostic>) {
    let (calendar, wrong) = Calendar::read(text.lines());
    let (file, lines): (Arc<str>, Lines<'_>) = (file.into(), Lines::of(text));
    let mut start = 0;
    let mut diagnostics = Vec::new();
    for (line_idx, line) in text.split_inclusive('\n').enumerate() {
        if wrong.contains(&line_idx) {
            let problem = Problem::InvalidCalendarLine { value: line.trim().to_owned() };
            let mut found = Diagnostic::of_file(&file, problem);
            found.place = Some(lines.place(&(start..start + line.trim_end().len())));
            diagnostics.push(found);
        }
        start += line.len();
    }
    (calendar, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::atomic;

    #[test]
    fn the_years_of_the_file_are_known_and_a_bad_line_is_named() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("calendar.txt");
        assert_eq!(load(&path), (Calendar::default(), Vec::new()));
        let good = "\u{feff}# 团队\r\nnotice 2028 通知\r\noff 2028-01-01 2028-01-03 元旦\r\n";
        atomic::write(&path, good.as_bytes()).unwrap();
        let (calendar, problems) = load(&path);
        assert_eq!((calendar.unknown_year(2028..=2028), problems.as_slice()), (None, [].as_slice()));
        atomic::write(&path, [good, "off 2028-5-1\r\n"].concat().as_bytes()).unwrap();
        let (calendar, problems) = load(&path);
        assert!(calendar.is_empty());
        let location = format!("{}:4:1", path.display());
        assert_eq!(problems.iter().map(Diagnostic::location).collect::<Vec<_>>(), [location]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_told() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("calendar.txt");
        std::os::unix::fs::symlink("gone.txt", &path).unwrap();
        let (calendar, problems) = load(&path);
        assert!(calendar.is_empty());
        assert!(matches!(problems.as_slice(), [found] if found.problem.is_dead_link()), "{problems:?}");
    }
}
