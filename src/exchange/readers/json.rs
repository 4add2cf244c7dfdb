//! What the readers of JSON share: parsing with the place of an error, and values that may be missing.

use serde_json::{Map, Value};

use super::super::content::{Content, Reason, RowAt};
use super::super::input::{Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::source::{Rows, opening, text_of};

/// A parsed file.
#[derive(Debug)]
pub(super) struct Parsed {
    pub value: Value,
    /// The name of its encoding.
    pub encoding: String,
}

/// The beginning of an input that is one file and may be JSON; else `None`.
pub(super) fn beginning(input: &Input) -> Option<String> {
    let text = opening(&input.single()?.bytes);
    text.trim_start().starts_with(['[', '{']).then_some(text)
}

/// Whether a JSON text names a key.
pub(super) fn has_key(text: &str, key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    let behind = text.match_indices(&quoted).filter_map(|(at, quoted)| text.get(at + quoted.len()..));
    behind.into_iter().any(|rest| rest.trim_start().starts_with(':'))
}

/// The one file of an input.
///
/// # Errors
/// It is a folder, or no file.
pub(super) fn only_file(input: &Input) -> Result<&InputFile, ReadError> {
    input.single().ok_or_else(|| malformed(&input.name, None, None, "one file is expected".to_owned()))
}

/// Parses a file.
///
/// # Errors
/// It is no JSON, with the line and the column of the mistake.
pub(super) fn parse(file: &InputFile, options: &Options) -> Result<Parsed, ReadError> {
    let decoded = text_of(file, options)?;
    match serde_json::from_str(&decoded.text) {
        Ok(value) => Ok(Parsed { value, encoding: decoded.encoding }),
        Err(error) => {
            // serde_json counts the bytes of the line.
            let line_idx = error.line().saturating_sub(1);
            let line = decoded.text.split('\n').nth(line_idx).unwrap_or_default();
            let before = line.as_bytes().get(..error.column()).unwrap_or(line.as_bytes());
            let column = String::from_utf8_lossy(before).chars().count();
            let whole = error.to_string();
            let detail = whole.split(" at line ").next().unwrap_or_default().to_owned();
            Err(malformed(&file.path, Some(error.line()), Some(column.max(1)), detail))
        }
    }
}

pub(super) fn malformed(path: &str, line: Option<usize>, column: Option<usize>, detail: String) -> ReadError {
    ReadError::Malformed { path: path.to_owned(), line, column, detail }
}

/// A list, or the one below one of these keys, or below two of them; else `None`.
pub(super) fn list<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a Vec<Value>> {
    value.as_array().or_else(|| keys.iter().find_map(|key| list(value.get(key)?, keys)))
}

/// Reads a file that is a list of objects, or has one below one of these keys: a row for each. `what` the list holds is said
/// where there is none.
///
/// # Errors
/// It is a folder, no JSON, or has no such list; or the work was cancelled.
pub(super) fn read_objects(
    format: &str,
    (input, options, work): (&Input, &Options, &Work),
    (keys, what): (&[&str], &str),
    read: impl FnMut(&mut Rows<'_>, RowAt, &Map<String, Value>),
) -> Result<Content, ReadError> {
    let file = only_file(input)?;
    let parsed = parse(file, options)?;
    let items = list(&parsed.value, keys).ok_or_else(|| no_list(&file.path, what))?;
    let mut rows = Rows::new(format, &parsed.encoding, work);
    each_object(&mut rows, items, read)?;
    Ok(rows.finish())
}

/// Reads the objects of a list, a row for each; what is none is rejected.
///
/// # Errors
/// The work was cancelled.
pub(super) fn each_object<'a>(
    rows: &mut Rows<'a>,
    items: &[Value],
    mut read: impl FnMut(&mut Rows<'a>, RowAt, &Map<String, Value>),
) -> Result<(), ReadError> {
    rows.sheet("", items.len());
    for (idx, item) in items.iter().enumerate() {
        rows.step()?;
        let at = RowAt { sheet: String::new(), row: idx + 1 };
        match item.as_object() {
            Some(object) => read(rows, at, object),
            None => rows.reject(&at, &item.to_string(), Reason::Malformed),
        }
    }
    Ok(())
}

/// That a file has no list of what it should have.
pub(super) fn no_list(path: &str, what: &str) -> ReadError {
    malformed(path, None, None, format!("a list of {what} is expected"))
}

/// A text, or a number or truth value as one; empty where there is none.
pub(super) fn text(object: &Map<String, Value>, key: &str) -> String {
    match object.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// The texts of a list; of a single text that one.
pub(super) fn texts(object: &Map<String, Value>, key: &str) -> Vec<String> {
    match object.get(key) {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) if !text.is_empty() => vec![text.clone()],
        _ => Vec::new(),
    }
}
