//! Snippets of Alfred: an `.alfredsnippets` archive, or the folder that it is made from, of files `name uid.json`:
//! `{"alfredsnippet": {"snippet", "uid", "keyword", "name"}}`.

use super::super::archive::{Archive, is_archive};
use super::super::content::{Content, Entry, Reason, RowAt};
use super::super::gaps::alfred;
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::json::{has_key, malformed, parse, text};
use super::source::{Rows, one_text, opening};

/// See the module.
#[derive(Debug)]
pub(super) struct Alfred;

impl Format for Alfred {
    fn name(&self) -> &'static str {
        "alfred"
    }

    fn fit(&self, input: &Input) -> Fit {
        match input.single() {
            Some(file) if is_archive(&file.bytes) => {
                let is_named_so = file.has_extension("alfredsnippets");
                match Archive::open(file) {
                    Ok(archive) if is_named_so && archive.paths().any(is_snippet) => Fit::Certain,
                    Ok(archive) if archive.paths().all(|path| is_snippet(path) || is_beside(path)) => {
                        Fit::Likely
                    }
                    Err(_) if is_named_so => Fit::Likely,
                    Ok(_) | Err(_) => Fit::No,
                }
            }
            _ => {
                let is_one = |file: &InputFile| has_key(&opening(&file.bytes), "alfredsnippet");
                let mut snippets = input.files.iter().filter(|file| is_snippet(&file.path));
                if snippets.any(is_one) { Fit::Certain } else { Fit::No }
            }
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let unpacked = match input.single() {
            Some(file) if is_archive(&file.bytes) => Some(Archive::open(file)?.files()?),
            _ => None,
        };
        let files = unpacked.as_deref().unwrap_or(&input.files);
        let snippets: Vec<_> = files.iter().filter(|file| is_snippet(&file.path)).collect();
        if snippets.is_empty() {
            return Err(malformed(&input.name, None, None, "there are no snippets".to_owned()));
        }
        let mut rows = Rows::new(self.name(), "", work);
        rows.sheet("", snippets.len());
        for (idx, file) in snippets.into_iter().enumerate() {
            rows.step()?;
            take(&mut rows, &RowAt { sheet: String::new(), row: idx + 1 }, file, options)?;
        }
        Ok(rows.finish())
    }
}

fn take(rows: &mut Rows<'_>, at: &RowAt, file: &InputFile, options: &Options) -> Result<(), ReadError> {
    let value = match parse(file, options) {
        Ok(parsed) => parsed.value,
        Err(ReadError::Malformed { path, line, column, detail }) => {
            let place = format!("{path}:{}:{}: {detail}", line.unwrap_or(1), column.unwrap_or(1));
            rows.reject(at, &place, Reason::Malformed);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let Some(snippet) = value.get("alfredsnippet").and_then(|snippet| snippet.as_object()) else {
        rows.reject(at, &file.path, Reason::Malformed);
        return Ok(());
    };
    let (title, uid, keyword) = (text(snippet, "name"), text(snippet, "uid"), text(snippet, "keyword"));
    let title = if title.is_empty() { file.stem().trim_end_matches(&uid).trim().to_owned() } else { title };
    let wording = rows.text(at, alfred(&text(snippet, "snippet")));
    rows.take(Entry {
        at: at.clone(),
        key: uid,
        title,
        code: keyword.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned(),
        wordings: one_text(wording),
        ..Entry::default()
    });
    Ok(())
}

fn is_snippet(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("json"))
        && !path.contains("__MACOSX")
}

/// What Alfred and macOS put beside the snippets.
fn is_beside(path: &str) -> bool {
    path.ends_with("info.plist")
        || path.ends_with("icon.png")
        || path.contains("__MACOSX")
        || path.ends_with(".DS_Store")
}

#[cfg(test)]
mod tests {
    use super::super::super::archive::tests::archive;
    use super::*;
    use crate::exchange::content::EntryMessage;

    const ONE: &str = r#"{"alfredsnippet": {"snippet": "亲，{clipboard}收到{cursor}", "uid": "U-1", "keyword": ";sd", "name": "收到"}}"#;

    #[test]
    fn an_archive_and_a_folder_are_read_and_a_broken_file_is_one_rejected_row_with_its_place() {
        let files =
            [("收到 U-1.json", ONE.as_bytes()), ("坏的 U-2.json", b"{\n \"alfredsnippet\": x}".as_slice())];
        let zipped = Input::file("a.alfredsnippets", archive(&files));
        let folder = Input {
            name: "a".to_owned(),
            files: files
                .map(|(path, bytes)| InputFile { path: path.to_owned(), bytes: bytes.to_vec() })
                .to_vec(),
        };
        for input in [zipped, folder] {
            assert_eq!(Alfred.fit(&input), Fit::Certain);
            let content = Alfred.read(&input, &Options::default(), &Work::default()).unwrap();
            let entry = &content.entries[0];
            assert_eq!(
                (entry.title.as_str(), entry.code.as_str(), entry.key.as_str()),
                ("收到", "sd", "U-1")
            );
            let EntryMessage::Text(text) = &entry.wordings[0][0] else { panic!() };
            assert_eq!(text.source(), "亲，{剪贴板}收到");
            assert!(content.rejected[0].text.contains(".json:2:"), "{:?}", content.rejected);
        }
    }
}
