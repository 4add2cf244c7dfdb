//! The CSV of `TextExpander`: abbreviation, content and maybe a label, without a header; the group is the name of the file.
//!
//! Its quoting is often broken, which the records of a table put right. Macros (`%filltext:name=x%`) are read as in its groups.

use super::super::super::content::{
    Content, Entry, EntryMessage, Loss, Lost, Reason, Rejected, RowAt, SheetInfo,
};
use super::super::super::encoding::decode;
use super::super::super::gaps::text_expander;
use super::super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::super::work::Work;
use super::cell_text::CellText;
use super::dialect::sniffed;
use super::header::SEARCHED;
use super::records::{Dialect, Flaw, Record, Records};

/// The format `textexpander-csv`.
#[derive(Debug)]
pub(in crate::exchange::readers) struct TextExpander;

/// In bytes: so many are looked at to recognise the format.
const LOOKED_AT: usize = 64 << 10;

impl Format for TextExpander {
    fn name(&self) -> &'static str {
        "textexpander-csv"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(file) = input.single() else { return Fit::No };
        let start = file.bytes.get(..LOOKED_AT).unwrap_or(&file.bytes);
        let Ok(decoded) = decode(start, None) else { return Fit::No };
        let rows: Vec<Record<'_>> =
            records(&decoded.text).filter(|record| !record.is_blank()).take(SEARCHED).collect();
        if rows.is_empty() || !rows.iter().all(has_abbreviation) {
            return Fit::No;
        }
        let is_marked = |row: &Record<'_>| {
            row.fields.first().is_some_and(|code| !code.starts_with(char::is_alphanumeric))
        };
        let has_macro = ["%fill", "%clipboard", "%|", "%snippet:", "%key:"]
            .iter()
            .any(|word| decoded.text.contains(word));
        if has_macro || rows.iter().filter(|row| is_marked(row)).count() * 2 > rows.len() {
            Fit::Likely
        } else {
            Fit::No
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let mut content = Content { format: self.name().to_owned(), ..Content::default() };
        for file in &input.files {
            let decoded = decode(&file.bytes, options.encoding.as_deref())?;
            let mut row_count = 0;
            for record in records(&decoded.text) {
                work.step()?;
                if !record.is_blank() {
                    row_count = record.number;
                    read_record(&record, file.stem(), &mut content);
                }
            }
            content.sheets.push(SheetInfo { row_count, is_read: true, ..SheetInfo::default() });
            content.encoding = decoded.encoding;
        }
        Ok(content)
    }
}

/// Always with commas; with backslashes where they are used so.
fn records(text: &str) -> Records<'_> {
    Records::new(text, Dialect { delimiter: Some(','), ..sniffed(text) })
}

/// Whether a row begins with something that is typed: short, without spaces, in ASCII; and has a text and at most a label.
fn has_abbreviation(record: &Record<'_>) -> bool {
    let mut fields = record.fields.iter();
    let is_abbreviation = |code: &str| {
        (1..=32).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_graphic() && !b"{}[]<>=".contains(&byte))
    };
    fields.next().is_some_and(|code| is_abbreviation(code.trim())) && fields.next().is_some()
}

/// The abbreviation is the first field and the label the last of three; what is between them is the content.
fn read_record(record: &Record<'_>, group: &str, content: &mut Content) {
    let at = RowAt { sheet: String::new(), row: record.number };
    let mut fields: Vec<&str> = record.fields.iter().map(AsRef::as_ref).collect();
    let code = fields.first().map_or(String::new(), |code| code.trim().to_owned());
    let label = if fields.len() > 2 { fields.pop().unwrap_or_default().trim() } else { "" };
    let surplus = fields.len().saturating_sub(2);
    let text = CellText::of(&fields.get(1..).unwrap_or_default().join(","));
    let losses = [
        (record.flaw == Some(Flaw::OpenQuote)).then_some(Loss::OpenQuote),
        (record.flaw == Some(Flaw::TooLong)).then_some(Loss::CutOff),
        (surplus > 0).then_some(Loss::SurplusField),
        text.lost,
    ];
    content.lost.extend(losses.into_iter().flatten().map(|what| Lost::new(at.clone(), what, &text.text)));
    let reading = text_expander(&text.text);
    if record.fields.iter().any(|field| field.contains('\u{fffd}')) {
        content.rejected.push(Rejected::new(at, &record.fields.join(","), Reason::Unreadable));
    } else if text.text.trim().is_empty() {
        content.rejected.push(Rejected::new(at, &code, Reason::NoText));
    } else {
        content.lost.extend(reading.lost(&at));
        content.entries.push(Entry {
            at,
            key: code.clone(),
            title: label.to_owned(),
            code,
            category: if group.is_empty() { Vec::new() } else { vec![group.to_owned()] },
            wordings: vec![vec![EntryMessage::Text(reading.text)]],
            ..Entry::default()
        });
    }
}
