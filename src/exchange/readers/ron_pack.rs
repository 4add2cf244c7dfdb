//! A library or a pack of ours. Replies come whole; what else a pack has is counted among what was not carried over.

use std::collections::BTreeSet;

use super::super::content::{Content, Entry, Loss, Reason, RowAt};
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::json::malformed;
use super::source::{Rows, text_of};
use crate::diag::{Diagnostic, Lines, Problem, Severity};
use crate::model::{Message, Pack, Reply};
use crate::store::ron_file::{LARGEST_FILE, parse_pack, reply_spans};

/// See the module.
#[derive(Debug)]
pub(super) struct RonPack;

impl Format for RonPack {
    fn name(&self) -> &'static str {
        "ron"
    }

    fn fit(&self, input: &Input) -> Fit {
        if libraries(input).next().is_some() { Fit::Certain } else { Fit::No }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let mut rows: Option<Rows<'_>> = None;
        // What was asked for by name is read, and says itself what is wrong with it.
        let asked = input.files.first().filter(|_| input.files.len() == 1);
        for file in asked.into_iter().chain(libraries(input).filter(|_| asked.is_none())) {
            if file.bytes.len() as u64 > LARGEST_FILE {
                return Err(ReadError::TooLarge { path: file.path.clone(), what: "library" });
            }
            let decoded = text_of(file, options)?;
            let sheet = if asked.is_some() { String::new() } else { file.path.clone() };
            let rows = rows.get_or_insert_with(|| Rows::new(self.name(), &decoded.encoding, work));
            read_library(rows, input, file, &sheet, decoded.text.trim_start_matches('\u{feff}'))?;
        }
        rows.map(Rows::finish)
            .ok_or_else(|| malformed(&input.name, None, None, "no library is in it".to_owned()))
    }
}

/// The files that are libraries, of the folder that is the outermost of those with one: backups are below it.
fn libraries(input: &Input) -> impl Iterator<Item = &InputFile> {
    let depth = |file: &InputFile| file.path.matches('/').count();
    let outermost = input.files.iter().filter(|file| is_library(file)).map(depth).min();
    input.files.iter().filter(move |file| Some(depth(file)) == outermost && is_library(file))
}

/// Whether a file begins as RON and has a list of replies.
fn is_library(file: &InputFile) -> bool {
    let start =
        file.bytes.iter().position(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    let first = start.and_then(|start| file.bytes.get(start));
    if !matches!(first, Some(b'(' | b'/' | b'#')) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(&file.bytes) else { return false };
    let text = without_comments(text.trim_start_matches('\u{feff}'));
    let mut lists = text.match_indices("replies").filter_map(|(at, word)| text.get(at + word.len()..));
    text.starts_with('(') && lists.any(|rest| rest.trim_start().starts_with(':'))
}

/// Without the comments and attributes at the beginning.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if rest.starts_with("//") || rest.starts_with("#!") {
            rest.split_once('\n')
        } else if rest.starts_with("/*") {
            rest.split_once("*/")
        } else {
            return rest;
        };
        rest = after.map_or("", |(_, after)| after).trim_start();
    }
}

fn read_library(
    rows: &mut Rows<'_>,
    input: &Input,
    file: &InputFile,
    sheet: &str,
    text: &str,
) -> Result<(), ReadError> {
    let (pack, diagnostics) = parse_pack(&file.path, text);
    if pack.replies.is_empty()
        && let Some(whole) = diagnostics.iter().find(|diagnostic| is_of_whole(diagnostic))
    {
        let (line, column) = whole.place.as_ref().map(|place| (place.line, place.column)).unzip();
        return Err(malformed(&file.path, line, column, whole.problem.to_string()));
    }
    let lines = Lines::of(text);
    rows.sheet(sheet, text.lines().count());
    let at = |row: usize| RowAt { sheet: sheet.to_owned(), row };
    count_other(rows, &at(1), &pack);
    let taken: BTreeSet<&str> = pack.replies.iter().map(|reply| reply.id.as_str()).collect();
    let mut rejected = BTreeSet::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error) {
        let Some(place) = &diagnostic.place else { continue };
        let is_taken = diagnostic.reply.as_deref().is_some_and(|id| taken.contains(id));
        let is_double = matches!(diagnostic.problem, Problem::DuplicateId { .. });
        if (is_double || !is_taken) && rejected.insert(place.line) {
            rows.reject(&at(place.line), &place.line_text, reason(&diagnostic.problem));
        }
    }
    for (reply, span) in pack.replies.into_iter().zip(reply_spans(text)) {
        rows.step()?;
        let at = at(lines.line(span.start));
        pictures(rows, input, file, &at, &reply);
        rows.take_whole(Entry {
            key: reply.id.clone(),
            whole: Some(Box::new(reply)),
            at,
            ..Entry::default()
        });
    }
    Ok(())
}

/// Whether it says that the file cannot be used, or where it was broken.
fn is_of_whole(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity() == Severity::Error
        && (diagnostic.place.is_none() || matches!(diagnostic.problem, Problem::Syntax { .. }))
}

fn reason(problem: &Problem) -> Reason {
    if matches!(problem, Problem::NoText) { Reason::NoText } else { Reason::Malformed }
}

/// What a pack has beside its replies.
fn count_other(rows: &mut Rows<'_>, at: &RowAt, pack: &Pack) {
    let counts = [
        ("fields", pack.fields.len()),
        ("tables", pack.tables.len()),
        ("rules", pack.rules.len()),
        ("own_rules", pack.own_rules.len()),
        ("words", pack.words.len()),
        ("hidden", pack.hidden.len()),
    ];
    for (name, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        rows.lose(at, Loss::Property, &format!("{name}: {count}"));
    }
}

/// Carries the images of a reply that came with the library.
fn pictures(rows: &mut Rows<'_>, input: &Input, file: &InputFile, at: &RowAt, reply: &Reply) {
    let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    for message in reply.wordings.iter().flat_map(|wording| &wording.messages) {
        let Message::Image(path) = message else { continue };
        let full = format!("{folder}{}", path.replace('\\', "/"));
        match input.files.iter().find(|file| file.path == full) {
            Some(picture) => rows.picture_as(picture, path),
            None => rows.lose(at, Loss::Picture, path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hostile;
    use super::*;

    const FILE: &str = r#"// 我的话术
(
    format: 1,
    fields: ["礼物", "面料"],
    replies: [
        (id: "own.ship", title: "发货", code: "fh", text: "{订单号}今天发，{{}}不管"),
        (id: "own.none", title: "没有内容"),
        (title: "图", parts: ["看图", (image: "a.png")]),
        (id: "own.ship", title: "重复", text: "又一条"),
    ],
)
"#;

    fn read(input: &Input) -> Result<Content, ReadError> {
        RonPack.read(input, &Options::default(), &Work::default())
    }

    #[test]
    fn a_library_of_ours_comes_whole_with_its_lines() {
        let input = Input::file("replies.ron", FILE.into());
        assert_eq!(RonPack.fit(&input), Fit::Certain);
        let content = read(&input).unwrap();
        let (pack, _) = parse_pack("replies.ron", FILE);
        let whole: Vec<Reply> =
            content.entries.iter().filter_map(|entry| entry.whole.as_deref().cloned()).collect();
        assert_eq!(whole, pack.replies);
        assert_eq!(content.entries.iter().map(|entry| entry.at.row).collect::<Vec<_>>(), [6, 8]);
        let rejected: Vec<_> = content.rejected.iter().map(|row| (row.at.row, row.reason)).collect();
        assert_eq!(rejected, [(7, Reason::NoText), (9, Reason::Malformed)]);
        let lost: Vec<_> = content.lost.iter().map(|lost| (lost.what, lost.detail.as_str())).collect();
        assert_eq!(lost, [(Loss::Property, "fields: 2"), (Loss::Picture, "a.png")]);
    }

    #[test]
    fn a_folder_with_a_library_brings_its_pictures_and_no_backups() {
        let file = |path: &str, bytes: &[u8]| InputFile { path: path.to_owned(), bytes: bytes.to_vec() };
        let files = vec![
            file("backups/replies.ron", FILE.as_bytes()),
            file("a.png", b"picture"),
            file("replies.ron", FILE.as_bytes()),
            file("settings.ron", b"(language: \"zh\")"),
        ];
        let input = Input { name: "mine".to_owned(), files };
        assert_eq!(RonPack.fit(&input), Fit::Certain);
        let content = read(&input).unwrap();
        assert_eq!(content.entries.len(), 2);
        assert_eq!(content.pictures, [file("a.png", b"picture")]);
    }

    #[test]
    fn what_is_no_library_is_not_taken_for_one() {
        for text in ["(language: \"zh\")", "{\"replies\": []}", "replies: []", "", "(questions: [])"] {
            assert_eq!(RonPack.fit(&Input::file("a.ron", text.into())), Fit::No, "{text}");
        }
        let broken = Input::file("a.ron", "(replies: [((((".into());
        assert!(read(&broken).is_err() || read(&broken).unwrap().entries.is_empty());
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&RonPack, "a.ron", FILE.as_bytes());
    }
}
