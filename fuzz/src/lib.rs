//! What has to hold for every input, one module a target.
//!
//! Each module has one function `holds(bytes)` that panics where something does not hold. `fuzz_targets/` hands it what
//! libFuzzer makes up; `tests/fuzz_seeds.rs` of the main package hands it the inputs of `fuzz/seeds/`.

pub mod check;
pub mod damage;
pub mod edit;
pub mod import;
mod inserted;
pub mod library;
pub mod search;
pub mod settings;
pub mod socket;
pub mod template;
pub mod values;

use jiff::civil::{Date, DateTime, date};
use suda::diag::Diagnostic;

/// Panics where something does not hold for an input.
pub type Holds = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Holds); 10] = [
    ("library", library::holds),
    ("damage", damage::holds),
    ("edit", edit::holds),
    ("template", template::holds),
    ("values", values::holds),
    ("check", check::holds),
    ("settings", settings::holds),
    ("socket", socket::holds),
    ("search", search::holds),
    ("import", import::holds),
];

/// A usual day, and the ends of time.
const DAYS: [Date; 3] = [date(2026, 11, 22), Date::MIN, Date::MAX];

const NOON: DateTime = date(2026, 11, 22).at(12, 0, 0, 0);

/// The first bytes of an input as numbers. The digit `2` is 2, so that a seed can be written by hand.
fn numbers<const COUNT: usize>(bytes: &[u8]) -> ([usize; COUNT], &[u8]) {
    let (head, rest) = bytes.split_at(COUNT.min(bytes.len()));
    let mut numbers = [0; COUNT];
    for (number, byte) in numbers.iter_mut().zip(head) {
        *number = usize::from(if byte.is_ascii_digit() { byte - b'0' } else { *byte });
    }
    (numbers, rest)
}

/// The first line of a text, and the rest of it.
fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or(("", text))
}

/// Every finding is at a line and a column that the file has, and can be shown there.
fn assert_places(text: &str, found: &[Diagnostic]) {
    let lines: Vec<&str> = text.split('\n').collect();
    for finding in found {
        let Some(place) = &finding.place else { continue };
        let line = place.line.checked_sub(1).and_then(|line_idx| lines.get(line_idx));
        let length = line.unwrap_or_else(|| panic!("no line {}: {finding:?}", place.line)).chars().count();
        // The end of a line is a place, too.
        assert!((1..=length + 1).contains(&place.column), "no column {}: {finding:?}", place.column);
        assert!(place.length > 0, "{finding:?}");
        let shown = finding.snippet("error", "message", "help", Some("advice"));
        assert!(shown.starts_with(&finding.location()), "{shown}");
    }
}
