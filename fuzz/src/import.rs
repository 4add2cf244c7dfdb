//! Any bytes as a file of any other tool: read or refused, and every row of it is in the preview once.
//!
//! Two numbers: the format, one behind the last for "find out"; how the files lie: 0 for one file, else the name it has. Where
//! the rest holds the character U+001C, it is a folder: each file begins with it, then the line of its path.

use std::collections::BTreeSet;

use suda::exchange::{
    Choices, Content, Format, Input, InputFile, Known, OnDuplicate, Options, Plan, Work, formats,
    is_everything, read, unpacked,
};

use super::numbers;

/// Names by which formats tell files from each other.
const NAMES: [&str; 8] = ["a.txt", "a.csv", "a.xlsx", "a.json", "a.yml", "a.ini", "a.textexpander", "a.pxp"];

/// The rest of `bytes` is read as the format of the first number.
pub fn holds(bytes: &[u8]) {
    let ([format, name], rest) = numbers::<2>(bytes);
    let names: Vec<&str> = formats().map(Format::name).collect();
    let format = names.get(format % (names.len() + 1)).map(|name| (*name).to_owned());
    let input = input(NAMES[name % NAMES.len()], rest);
    for format in formats() {
        format.fit(&input);
    }
    if is_everything(rest) {
        // Refused or not: it ends.
        drop(unpacked(&InputFile { path: "a.zip".to_owned(), bytes: rest.to_vec() }));
    }
    let options = Options { format, ..Options::default() };
    let Ok(content) = read(&input, &options, &Work::default()) else { return };
    assert_eq!(read(&input, &options, &Work::default()).as_ref(), Ok(&content), "read twice");
    for on_duplicate in OnDuplicate::ALL {
        assert_planned(&content, &Choices { on_duplicate, ..Choices::default() });
    }
}

fn input(name: &str, bytes: &[u8]) -> Input {
    if !bytes.contains(&0x1c) {
        return Input::file(name, bytes.to_vec());
    }
    let file = |part: &[u8]| {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let (path, rest) = part.split_at(end);
        let path = String::from_utf8_lossy(path).into_owned();
        InputFile { path, bytes: rest.get(1..).unwrap_or_default().to_vec() }
    };
    let parts = bytes.split(|byte| *byte == 0x1c).filter(|part| !part.is_empty());
    let mut files: Vec<InputFile> = parts.map(file).collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Input { name: "a".to_owned(), files }
}

/// No row is missing or there twice, and what it becomes can be added to a library.
fn assert_planned(content: &Content, choices: &Choices) {
    let other_ids = BTreeSet::new();
    let known = Known { own: &[], other_ids: &other_ids, came: &[], length_limit: 500 };
    let plan = Plan::of(content, known, choices);
    assert_eq!(plan.rows.len(), content.entries.len() + content.rejected.len());
    assert!(plan.rows.iter().all(|row| row.reply.is_none_or(|nth| nth < plan.replies.len())));
    let mut ids = BTreeSet::new();
    for planned in &plan.replies {
        let reply = &planned.after;
        assert!(!reply.id.is_empty() && ids.insert(&reply.id), "{reply:?}");
        assert!(!reply.title.is_empty(), "{reply:?}");
    }
}
