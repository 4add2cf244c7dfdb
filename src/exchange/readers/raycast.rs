//! Snippets of Raycast, as its command "Export Snippets" writes them: `[{"name", "text", "keyword"}]`.

use super::super::content::{Content, Entry};
use super::super::gaps::raycast;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::json::{beginning, has_key, read_objects, text};
use super::source::one_text;

/// See the module.
#[derive(Debug)]
pub(super) struct Raycast;

impl Format for Raycast {
    fn name(&self) -> &'static str {
        "raycast"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(text) = beginning(input).filter(|text| text.trim_start().starts_with('[')) else {
            return Fit::No;
        };
        match (has_key(&text, "name") && has_key(&text, "text"), has_key(&text, "keyword")) {
            (true, true) => Fit::Certain,
            (true, false) => Fit::Likely,
            (false, _) => Fit::No,
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let lists = (&["snippets"][..], "snippets");
        read_objects(self.name(), (input, options, work), lists, |rows, at, snippet| {
            let wording = rows.text(&at, raycast(&text(snippet, "text")));
            let (title, keyword) = (text(snippet, "name"), text(snippet, "keyword"));
            rows.take(Entry {
                key: if keyword.is_empty() { title.clone() } else { keyword.clone() },
                code: keyword.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned(),
                title,
                wordings: one_text(wording),
                at,
                ..Entry::default()
            });
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::hostile;
    use super::*;
    use crate::exchange::Piece;
    use crate::exchange::content::{EntryMessage, Reason};

    const FILE: &str = r#"[
        {"name": "催发货", "text": "亲，{argument name=\"订单号\"}在排队", "keyword": ":cfh"},
        {"name": "道谢", "text": "谢谢{姓名}"},
        {"name": "空的", "text": " "},
        7
    ]"#;

    fn read(bytes: &[u8]) -> Result<Content, ReadError> {
        Raycast.read(&Input::file("Snippets.json", bytes.to_vec()), &Options::default(), &Work::default())
    }

    #[test]
    fn raycast_json_is_read() {
        let input = Input::file("Snippets.json", FILE.into());
        assert_eq!(Raycast.fit(&input), Fit::Certain);
        let content = read(FILE.as_bytes()).unwrap();
        assert_eq!(content.entries.len(), 2);
        let first = &content.entries[0];
        assert_eq!(
            (first.title.as_str(), first.code.as_str(), first.key.as_str()),
            ("催发货", "cfh", ":cfh")
        );
        // Braces of other words are text.
        let plain =
            EntryMessage::Text(crate::exchange::Text { pieces: vec![Piece::Plain("谢谢{姓名}".into())] });
        assert_eq!(content.entries[1].wordings, [[plain]]);
        let reasons: Vec<_> = content.rejected.iter().map(|row| (row.at.row, row.reason)).collect();
        assert_eq!(reasons, [(3, Reason::NoText), (4, Reason::Malformed)]);
    }

    #[test]
    fn invalid_json_is_refused_with_its_line_and_column() {
        let file = "[\n  {\"name\": \"问候\", \"text\": \"在的\"},,\n]";
        let error = read(file.as_bytes()).unwrap_err();
        let ReadError::Malformed { line, column, detail, .. } = error else { panic!("{error:?}") };
        assert_eq!((line, column), (Some(2), Some(32)));
        assert!(!detail.is_empty() && !detail.contains("line"), "{detail}");
    }

    #[test]
    fn a_mark_and_utf_16_are_read() {
        let marked = [b"\xef\xbb\xbf", FILE.as_bytes()].concat();
        let wide: Vec<u8> = FILE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [marked, wide] {
            assert_eq!(Raycast.fit(&Input::file("a.json", bytes.clone())), Fit::Certain);
            assert_eq!(read(&bytes).unwrap().entries.len(), 2);
        }
    }

    #[test]
    fn twenty_megabytes_of_json_are_read() {
        let item =
            format!("{{\"name\": \"标题\", \"text\": \"{}\", \"keyword\": \"k\"}},\n", "亲".repeat(300));
        let count = (20 << 20) / item.len();
        let file = format!("[{}{{}}]", item.repeat(count));
        let started = std::time::Instant::now();
        let content = read(file.as_bytes()).unwrap();
        println!("{} MB, {} entries: {:?}", file.len() >> 20, content.entries.len(), started.elapsed());
        assert_eq!(content.entries.len(), count);
        let deep = "[".repeat(100_000);
        assert!(matches!(read(deep.as_bytes()), Err(ReadError::Malformed { .. })));
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&Raycast, "a.json", FILE.as_bytes());
    }
}
