//! A folder of `QuickText`: `index.json {schemaVersion, categories: [{name, file, color}]}`, of each category a file
//! `[{id, name, abbr, body, useVariables, imagePath, …}]`, and `images/`.
//!
//! Its placeholders are nearly ours: `{姓名}` `{姓名:默认}` `{环境|a|b}` `{日期+7=M月d日}` `{剪贴板}` `{光标}` `{片段:名称}`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::content::{Content, Entry, EntryMessage, Loss, Piece, Reason, RowAt, Text};
use super::super::gaps::{Missed, Reading};
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::json::{has_key, list, malformed, parse, text};
use super::source::{Rows, opening};

/// See the module.
#[derive(Debug)]
pub(super) struct QuickText;

impl Format for QuickText {
    fn name(&self) -> &'static str {
        "quicktext"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some((index, _)) = index(input) else { return Fit::No };
        let text = opening(&index.bytes);
        if has_key(&text, "categories") && has_key(&text, "file") { Fit::Certain } else { Fit::No }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let missing = || malformed(&input.name, None, None, "there is no index.json".to_owned());
        let (index, folder) = index(input).ok_or_else(missing)?;
        let index = parse(index, options)?;
        let files: BTreeMap<&str, &InputFile> =
            input.files.iter().map(|file| (file.path.as_str(), file)).collect();
        let categories = list(&index.value, &["categories"]).map(Vec::as_slice).unwrap_or_default();
        let mut rows = Rows::new(self.name(), &index.encoding, work);
        for category in categories.iter().filter_map(Value::as_object) {
            let (name, path) = (text(category, "name"), format!("{folder}{}", text(category, "file")));
            let at = RowAt { sheet: name.clone(), row: 0 };
            let Some(file) = files.get(path.as_str()) else {
                rows.sheet(&name, 0);
                rows.reject(&at, &path, Reason::Malformed);
                continue;
            };
            let parsed = match parse(file, options) {
                Ok(parsed) => parsed.value,
                Err(ReadError::Malformed { path, line, column, detail }) => {
                    let place = format!("{path}:{}:{}: {detail}", line.unwrap_or(1), column.unwrap_or(1));
                    rows.sheet(&name, 0);
                    rows.reject(&at, &place, Reason::Malformed);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let items = list(&parsed, &["snippets", "items"]).map(Vec::as_slice).unwrap_or_default();
            rows.sheet(&name, items.len());
            for (idx, item) in items.iter().enumerate() {
                rows.step()?;
                let at = RowAt { sheet: name.clone(), row: idx + 1 };
                match item.as_object() {
                    Some(item) => take(&mut rows, at, item, (&files, &folder)),
                    None => rows.reject(&at, &item.to_string(), Reason::Malformed),
                }
            }
        }
        Ok(rows.finish())
    }
}

/// The index, and the folder that it is in: empty, or with a slash at its end.
fn index(input: &Input) -> Option<(&InputFile, String)> {
    let file = input.files.iter().find(|file| file.file_name() == "index.json")?;
    Some((file, file.path.strip_suffix("index.json")?.to_owned()))
}

fn take(
    rows: &mut Rows<'_>,
    at: RowAt,
    item: &Map<String, Value>,
    (files, folder): (&BTreeMap<&str, &InputFile>, &str),
) {
    let body = text(item, "body");
    let has_variables = item.get("useVariables").and_then(Value::as_bool).unwrap_or(true);
    let reading =
        if has_variables { read(&body) } else { Reading { text: Text::plain(&body), missed: Vec::new() } };
    let wording = rows.text(&at, reading);
    let mut messages = Vec::new();
    if !wording.is_blank() {
        messages.push(EntryMessage::Text(wording));
    }
    let image = text(item, "imagePath").replace('\\', "/");
    if !image.is_empty() {
        let paths = [format!("{folder}{image}"), format!("{folder}images/{image}")];
        match paths.iter().find_map(|path| files.get(path.as_str())) {
            Some(file) => {
                rows.picture_as(file, &file.path);
                messages.push(EntryMessage::Picture(file.path.clone()));
            }
            None => rows.lose(&at, Loss::Picture, &image),
        }
    }
    rows.take(Entry {
        key: text(item, "id"),
        title: text(item, "name"),
        code: text(item, "abbr"),
        category: vec![at.sheet.clone()],
        wordings: vec![messages],
        at,
        ..Entry::default()
    });
}

/// The names that are not asked for.
const OURS: [&str; 4] = ["日期", "时间", "剪贴板", "片段"];

fn read(body: &str) -> Reading {
    let (mut out, mut rest) = (Reading::default(), body);
    while let Some((before, behind)) = rest.split_once('{') {
        out.text.push(before);
        let inner =
            behind.split_once('}').filter(|(inner, _)| !inner.is_empty() && !inner.contains(['{', '\n']));
        let Some((inner, next)) = inner else {
            out.text.push("{");
            rest = behind;
            continue;
        };
        let source = format!("{{{inner}}}");
        let name = inner.split([':', '|', '+', '-', '=']).next().unwrap_or_default().trim();
        if name == "光标" {
            out.missed.push(Missed { what: Loss::Cursor, source });
        } else if OURS.contains(&name) {
            out.text.pieces.push(Piece::Ours(source));
        } else {
            out.text.pieces.push(field(inner, source));
        }
        rest = next;
    }
    out.text.push(rest);
    out
}

/// `姓名`, `姓名:默认`, `环境|a|b`
fn field(inner: &str, source: String) -> Piece {
    let mut parts = inner.split('|');
    let head = parts.next().unwrap_or_default();
    let (name, default) = head.split_once(':').unwrap_or((head, ""));
    let choices = parts.map(str::to_owned).collect();
    Piece::Field { name: name.trim().to_owned(), source, default: default.to_owned(), choices }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folder(category: &str) -> Input {
        let index =
            r#"{"schemaVersion": 1, "categories": [{"name": "售后", "file": "after.json", "color": "red"}]}"#;
        let file = |path: &str, bytes: &[u8]| InputFile { path: path.to_owned(), bytes: bytes.to_vec() };
        let files = vec![
            file("after.json", category.as_bytes()),
            file("images/a.png", b"\x89PNG"),
            file("index.json", index.as_bytes()),
        ];
        Input { name: "QuickText".to_owned(), files }
    }

    fn read_all(input: &Input) -> Content {
        QuickText.read(input, &Options::default(), &Work::default()).unwrap()
    }

    #[test]
    fn a_folder_is_read_with_its_placeholders_and_pictures() {
        let input = folder(
            r#"[{"id": "1", "name": "退货", "abbr": "th", "body": "{姓名:亲}{环境|a|b}{日期+7=M月d日}{光标}", "imagePath": "a.png"},
                {"id": "2", "name": "原样", "body": "{姓名}", "useVariables": false, "imagePath": "没有.png"}]"#,
        );
        assert_eq!(QuickText.fit(&input), Fit::Certain);
        let content = read_all(&input);
        let field = |name: &str, source: &str, default: &str, choices: &[&str]| Piece::Field {
            name: name.to_owned(),
            source: source.to_owned(),
            default: default.to_owned(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        };
        let pieces = vec![
            field("姓名", "{姓名:亲}", "亲", &[]),
            field("环境", "{环境|a|b}", "", &["a", "b"]),
            Piece::Ours("{日期+7=M月d日}".to_owned()),
        ];
        let messages =
            vec![EntryMessage::Text(Text { pieces }), EntryMessage::Picture("images/a.png".to_owned())];
        assert_eq!(content.entries[0].wordings, [messages]);
        assert_eq!(content.entries[1].wordings, [[EntryMessage::Text(Text::plain("{姓名}"))]]);
        assert_eq!(content.pictures.len(), 1);
        assert_eq!(
            content.lost.iter().map(|lost| lost.what).collect::<Vec<_>>(),
            [Loss::Cursor, Loss::Picture]
        );
    }

    #[test]
    fn a_broken_category_is_one_rejected_row_with_its_place() {
        let content = read_all(&folder("[\n{]"));
        assert!(content.rejected[0].text.starts_with("after.json:2:"), "{:?}", content.rejected);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), body in "[{}:|光标\n日期+7=]{0,40}") {
            drop(QuickText.read(&folder(&text), &Options::default(), &Work::default()));
            drop(read(&body));
        }
    }
}
