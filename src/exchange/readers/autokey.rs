//! Phrases of `AutoKey`: a folder with `name.txt` and, beside it, `.name.json` with its abbreviations; `.folder.json` names a folder.
//!
//! Scripts, `name.py`, are rejected.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::content::{Content, Entry, Loss, Piece, Reason, RowAt};
use super::super::encoding::decode;
use super::super::gaps::{FALLBACK_DATE, Missed, Reading, field, strftime};
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::json::{text, texts};
use super::source::{Rows, one_text, text_of};

/// See the module.
#[derive(Debug)]
pub(super) struct AutoKey;

impl Format for AutoKey {
    fn name(&self) -> &'static str {
        "autokey"
    }

    fn fit(&self, input: &Input) -> Fit {
        let is_paired = |file: &InputFile| is_phrase(file) && settings_of(input, file).is_some();
        if input.files.iter().any(is_paired) { Fit::Certain } else { Fit::No }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let mut rows = Rows::new(self.name(), "utf-8", work);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for file in &input.files {
            let is_script = file.has_extension("py");
            if !is_phrase(file) && !is_script {
                continue;
            }
            rows.step()?;
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let row = counts.entry(folder.to_owned()).or_default();
            *row += 1;
            rows.sheet(folder, 1);
            let at = RowAt { sheet: folder.to_owned(), row: *row };
            let content = text_of(file, options)?.text;
            if is_script {
                rows.reject(&at, &format!("{}\n{content}", file.file_name()), Reason::OnlyCode);
                continue;
            }
            let settings = settings_of(input, file).unwrap_or_default();
            let category = category(input, folder);
            let entry = phrase(&mut rows, at, file, &settings, &content);
            rows.take(Entry { category, ..entry });
        }
        Ok(rows.finish())
    }
}

/// A text file that is not hidden.
fn is_phrase(file: &InputFile) -> bool {
    file.has_extension("txt") && !file.file_name().starts_with('.')
}

fn phrase(
    rows: &mut Rows<'_>,
    at: RowAt,
    file: &InputFile,
    settings: &Map<String, Value>,
    content: &str,
) -> Entry {
    let abbreviation = settings.get("abbreviation").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut codes = texts(&abbreviation, "abbreviations").into_iter();
    let code = codes.next().unwrap_or_default();
    let filter = settings.get("filter").and_then(Value::as_object).cloned().unwrap_or_default();
    let limit = text(&filter, "regex");
    if !limit.is_empty() {
        rows.lose(&at, Loss::Property, &limit);
    }
    let title = text(settings, "description");
    let wording = rows.text(&at, macros(content.trim_end_matches(['\n', '\r'])));
    Entry {
        key: file.path.clone(),
        title: if title.is_empty() { file.stem().to_owned() } else { title },
        code: code.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned(),
        tags: codes.collect(),
        wordings: one_text(wording),
        at,
        ..Entry::default()
    }
}

/// The names of the folders around a file, the outermost first.
fn category(input: &Input, folder: &str) -> Vec<String> {
    let mut path = String::new();
    let steps = folder.split('/').filter(|step| !step.is_empty());
    steps
        .map(|step| {
            path = if path.is_empty() { step.to_owned() } else { format!("{path}/{step}") };
            let title = object(input, &format!("{path}/.folder.json")).map(|folder| text(&folder, "title"));
            title.filter(|title| !title.is_empty()).unwrap_or_else(|| step.to_owned())
        })
        .collect()
}

/// What is in the settings beside a phrase.
fn settings_of(input: &Input, file: &InputFile) -> Option<Map<String, Value>> {
    let (folder, name) =
        file.path.rsplit_once('/').map_or(("", file.path.as_str()), |(folder, name)| (folder, name));
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let slash = if folder.is_empty() { "" } else { "/" };
    let named = |dot: &str| object(input, &format!("{folder}{slash}{dot}{name}.json"));
    named(".").or_else(|| named("")).filter(|settings| settings.contains_key("type"))
}

fn object(input: &Input, path: &str) -> Option<Map<String, Value>> {
    let file = input.files.iter().find(|file| file.path == path)?;
    serde_json::from_str(&decode(&file.bytes, None).ok()?.text).ok()
}

/// Reads the macros of a phrase: `<cursor>`, `<date format=%Y-%m-%d>`, `<script …>`, and keys, `<enter>`.
fn macros(content: &str) -> Reading {
    let mut out = Reading::default();
    let mut rest = content;
    while let Some((before, behind)) = rest.split_once('<') {
        out.text.push(before);
        let read = behind
            .split_once('>')
            .filter(|(inner, _)| !inner.contains('\n'))
            .and_then(|(inner, after)| add_macro(&mut out, inner, &format!("<{inner}>")).then_some(after));
        rest = read.unwrap_or_else(|| {
            out.text.push("<");
            behind
        });
    }
    out.text.push(rest);
    out
}

/// False for what is no macro.
fn add_macro(out: &mut Reading, inner: &str, source: &str) -> bool {
    const KEYS: [&str; 14] = [
        "ctrl",
        "alt",
        "shift",
        "super",
        "backspace",
        "delete",
        "escape",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "insert",
    ];
    let (name, argument) = inner.split_once(' ').unwrap_or((inner, ""));
    let mut miss = |what| out.missed.push(Missed { what, source: source.to_owned() });
    match name {
        "enter" => out.text.push("\n"),
        "tab" => out.text.push("\t"),
        "cursor" => miss(Loss::Cursor),
        name if KEYS.contains(&name) => miss(Loss::Cursor),
        "date" => {
            let ours = argument.trim().strip_prefix("format=").and_then(|format| strftime(format, 0));
            let unknown = || {
                miss(Loss::Calculation);
                field(FALLBACK_DATE, source)
            };
            let piece = ours.map_or_else(unknown, Piece::Ours);
            out.text.pieces.push(piece);
        }
        "script" | "system" | "file" if !argument.is_empty() => {
            miss(Loss::Script);
            out.text.pieces.push(field("内容", source));
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::hostile;
    use super::*;
    use crate::exchange::content::EntryMessage;

    fn folder() -> Input {
        let file = |path: &str, content: &str| InputFile { path: path.to_owned(), bytes: content.into() };
        let settings = |title: &str, codes: &str| {
            format!(
                r#"{{"type": "phrase", "description": "{title}", "abbreviation": {{"abbreviations": [{codes}]}},
                "filter": {{"regex": null}}}}"#
            )
        };
        Input {
            name: "phrases".to_owned(),
            files: vec![
                file("kefu/.cui.json", &settings("催发货", r#"";cfh", "cuihuo""#)),
                file("kefu/.folder.json", r#"{"type": "folder", "title": "客服"}"#),
                file("kefu/.run.json", r#"{"type": "script"}"#),
                file("kefu/cui.txt", "快递***，<date format=%Y-%m-%d>前到<cursor>。<enter>谢谢\n"),
                file("kefu/run.py", "keyboard.send_keys('hi')"),
                file("kefu/without.txt", "没有设置的<script name=a args=b>"),
            ],
        }
    }

    #[test]
    fn autokey_folders_are_read_in_pairs_by_name() {
        assert_eq!(AutoKey.fit(&folder()), Fit::Certain);
        let content = AutoKey.read(&folder(), &Options::default(), &Work::default()).unwrap();
        let [ship, other] = content.entries.as_slice() else { panic!("{content:?}") };
        assert_eq!((ship.title.as_str(), ship.code.as_str()), ("催发货", "cfh"));
        assert_eq!(
            (ship.category.as_slice(), ship.tags.as_slice()),
            (&["客服".to_owned()][..], &["cuihuo".to_owned()][..])
        );
        let [EntryMessage::Text(text)] = ship.wordings[0].as_slice() else { panic!() };
        assert_eq!(text.source(), "快递***，{日期=yyyy-MM-dd}前到。\n谢谢");
        assert_eq!((other.title.as_str(), other.at.row), ("without", 3));
        assert_eq!(content.rejected[0].reason, Reason::OnlyCode);
        assert_eq!(
            content.lost.iter().map(|lost| lost.what).collect::<Vec<_>>(),
            [Loss::Cursor, Loss::Script]
        );
        assert_eq!((content.sheets[0].name.as_str(), content.sheets[0].row_count), ("kefu", 3));
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check_among(&AutoKey, &folder(), 0);
        hostile::check_among(&AutoKey, &folder(), 3);
    }
}
