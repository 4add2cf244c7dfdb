//! Phrases that users defined in Sogou: an ini file, often in UTF-16.
//!
//! A line is `code,position=text` or, in the files of other versions, `code=position,text`; the order that fits most lines is
//! that of the file. Lines that do not begin a phrase belong to the text before; `;` begins a comment. A text that begins
//! with `#` is a template of the date: `#$year年$month月$day日`.

use super::super::content::{
    Content, Entry, EntryMessage, Loss, Lost, Piece, Reason, Rejected, RowAt, SheetInfo, Text,
};
use super::super::encoding::decode;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;

/// Phrases of Sogou.
#[derive(Debug)]
pub(super) struct Sogou;

/// Which of the two parts of a line the position stands with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// `code,1=text`
    WithCode,
    /// `code=1,text`
    WithText,
}

/// A phrase as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrase {
    /// Counted from 1.
    line: usize,
    code: String,
    text: String,
}

/// In characters: Sogou takes no longer codes.
const MAX_CODE: usize = 32;

/// Per cent of the lines that are no comments: fewer are not of this format.
const ENOUGH: usize = 90;

/// So many lines are looked at to recognise it.
const LOOKED_AT: usize = 500;

/// In bytes: so many are looked at to recognise it.
const START: usize = 64 << 10;

impl Format for Sogou {
    fn name(&self) -> &'static str {
        "sogou"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(file) = input.single() else { return Fit::No };
        let start = file.bytes.get(..START).unwrap_or(&file.bytes);
        let Ok(decoded) = decode(start, None) else { return Fit::No };
        match order(&decoded.text) {
            Some((_, percent)) if percent >= ENOUGH => Fit::Certain,
            Some(_) if file.has_extension("ini") => Fit::Likely,
            Some(_) | None => Fit::No,
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = input.single().ok_or(ReadError::Unknown)?;
        let decoded = decode(&file.bytes, options.encoding.as_deref())?;
        let (order, _) = order(&decoded.text).unwrap_or((Order::WithCode, 0));
        let mut content =
            Content { format: self.name().to_owned(), encoding: decoded.encoding, ..Content::default() };
        for phrase in phrases(&decoded.text, order) {
            work.step()?;
            take(&mut content, phrase);
        }
        let row_count = decoded.text.trim_end().lines().count();
        content.sheets.push(SheetInfo { row_count, is_read: true, ..SheetInfo::default() });
        Ok(content)
    }
}

fn take(content: &mut Content, phrase: Phrase) {
    let at = RowAt { sheet: String::new(), row: phrase.line };
    let reason = match phrase.text.trim() {
        _ if phrase.code.is_empty() => Some(Reason::Malformed),
        "" => Some(Reason::NoText),
        text if text.contains('\u{fffd}') => Some(Reason::Unreadable),
        _ => None,
    };
    if let Some(reason) = reason {
        content.rejected.push(Rejected::new(at, &phrase.text, reason));
        return;
    }
    let template = phrase.text.strip_prefix('#').filter(|text| text.contains('$'));
    let text = match template {
        Some(template) => {
            let (text, is_whole) = dated(template);
            if !is_whole {
                content.lost.push(Lost::new(at.clone(), Loss::Calculation, &phrase.text));
            }
            text
        }
        None => Text::plain(&phrase.text),
    };
    let wordings = vec![vec![EntryMessage::Text(text)]];
    content.entries.push(Entry { at, code: phrase.code, wordings, ..Entry::default() });
}

/// The order that fits most lines, and how many per cent of those that could begin a phrase; `None` where none does.
fn order(text: &str) -> Option<(Order, usize)> {
    let lines = || text.lines().filter(|line| !is_comment(line) && !line.trim().is_empty()).take(LOOKED_AT);
    let count = |order| lines().filter(|line| parted(line, order).is_some()).count();
    let (with_code, with_text) = (count(Order::WithCode), count(Order::WithText));
    let (order, fits) =
        if with_code >= with_text { (Order::WithCode, with_code) } else { (Order::WithText, with_text) };
    (fits > 0).then(|| (order, fits * 100 / lines().count().max(1)))
}

fn phrases(text: &str, order: Order) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        match (parted(line, order), out.last_mut()) {
            (Some((code, text)), _) => {
                out.push(Phrase { line: idx + 1, code: code.to_owned(), text: text.to_owned() });
            }
            (None, _) if is_comment(line) => {}
            (None, Some(last)) if !last.code.is_empty() => {
                last.text.push('\n');
                last.text.push_str(line);
            }
            (None, _) if line.trim().is_empty() || line.starts_with('[') => {}
            // Before the first phrase there is nothing that it could belong to.
            (None, _) => out.push(Phrase { line: idx + 1, code: String::new(), text: line.to_owned() }),
        }
    }
    for phrase in &mut out {
        let text = phrase.text.trim_end_matches('\n').trim_start_matches('\n');
        phrase.text = text.to_owned();
    }
    out
}

fn is_comment(line: &str) -> bool {
    line.starts_with(';')
}

/// The code and the text of a line that begins a phrase.
fn parted(line: &str, order: Order) -> Option<(&str, &str)> {
    let (left, right) = line.split_once('=')?;
    let (code, position, text) = match order {
        Order::WithCode => left.rsplit_once(',').map(|(code, position)| (code, position, right))?,
        Order::WithText => right.split_once(',').map(|(position, text)| (left, position, text))?,
    };
    let (code, position) = (code.trim(), position.trim());
    let is_position = matches!(position.len(), 1..=3) && position.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = !code.is_empty() && code.chars().count() <= MAX_CODE && !code.contains([' ', '，', '。']);
    (is_position && is_code && !is_comment(code)).then_some((code, text))
}

/// The variables of templates, longer names first, with what our dates write so.
const VARIABLES: &[(&str, &str)] = &[
    ("year_yy", "yy"),
    ("month_mm", "MM"),
    ("day_dd", "dd"),
    ("fullhour_hh", "HH"),
    ("minute_mm", "mm"),
    ("fullhour", "H"),
    ("minute", "m"),
    ("month", "M"),
    ("year", "yyyy"),
    ("day", "d"),
    ("weekday_cn", "EEEE"),
];

/// A template as a text, and whether every variable of it has a placeholder of ours.
fn dated(template: &str) -> (Text, bool) {
    let (mut text, mut rest, mut is_whole) = (Text::default(), template, true);
    while let Some((before, behind)) = rest.split_once('$') {
        text.push(before);
        let found =
            VARIABLES.iter().filter_map(|(name, ours)| Some((*name, *ours, behind.strip_prefix(name)?)));
        // `day` begins `day_dd`, which is longer.
        match found.max_by_key(|(name, _, _)| name.len()) {
            Some((_, ours, next)) if !is_name(next) => {
                text.pieces.push(Piece::Ours(format!("{{日期={ours}}}")));
                rest = next;
            }
            Some(_) | None => {
                is_whole = false;
                let end = behind.find(|c: char| !c.is_ascii_alphabetic() && c != '_').unwrap_or(behind.len());
                let (name, next) = behind.split_at_checked(end).unwrap_or((behind, ""));
                text.pieces.push(Piece::Field {
                    name: if name.is_empty() { "日期".to_owned() } else { name.to_owned() },
                    source: format!("${name}"),
                    default: String::new(),
                    choices: Vec::new(),
                });
                rest = next;
            }
        }
    }
    text.push(rest);
    (text, is_whole)
}

/// Whether a name of a variable goes on here.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: impl Into<Vec<u8>>) -> Content {
        let input = Input::file("phrases.ini", bytes.into());
        Sogou.read(&input, &Options::default(), &Work::default()).unwrap()
    }

    fn found(content: &Content) -> Vec<(usize, &str, String)> {
        let source = |entry: &Entry| match &entry.wordings[0][0] {
            EntryMessage::Text(text) => text.source(),
            EntryMessage::Picture(path) => path.clone(),
        };
        content.entries.iter().map(|entry| (entry.at.row, entry.code.as_str(), source(entry))).collect()
    }

    #[test]
    fn both_orders_are_read_with_comments_and_values_with_equal_signs() {
        let text = "; 自定义短语\r\nfh,1=亲，a=b; 马上发\r\nzw,2=在的\r\n请说\r\n\r\n慢慢来\r\n";
        let expected =
            [(2, "fh", "亲，a=b; 马上发".to_owned()), (3, "zw", "在的\n请说\n\n慢慢来".to_owned())];
        assert_eq!(found(&read(text)), expected);
        let wide: Vec<u8> =
            "\u{feff}fh=1,亲，a,b=c\nzw=2,在的\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let content = read(wide);
        assert_eq!(content.encoding, "utf-16le");
        assert_eq!(found(&content), [(1, "fh", "亲，a,b=c".to_owned()), (2, "zw", "在的".to_owned())]);
    }

    #[test]
    fn templates_of_the_date_become_ours_or_are_said() {
        let content = read("rq,1=#$year年$month月$day_dd日\nsj,1=#$fullhour:$foo\n");
        let texts: Vec<_> = found(&content).into_iter().map(|(_, _, text)| text).collect();
        assert_eq!(texts, ["{日期=yyyy}年{日期=M}月{日期=dd}日", "{日期=H}:$foo"]);
        assert_eq!(
            content.lost.iter().map(|lost| (lost.at.row, lost.what)).collect::<Vec<_>>(),
            [(2, Loss::Calculation)]
        );
    }

    #[test]
    fn rows_without_a_text_or_a_code_are_rejected() {
        let content = read("没有头\na,1=\nb,1=好\n");
        let rejected: Vec<_> = content.rejected.iter().map(|row| (row.at.row, row.reason)).collect();
        assert_eq!(rejected, [(1, Reason::Malformed), (2, Reason::NoText)]);
    }

    #[test]
    fn a_table_is_no_file_of_sogou_and_30_000_rows_are() {
        assert_eq!(Sogou.fit(&Input::file("a.csv", b"code,text\na,b\n".to_vec())), Fit::No);
        let text: String = (0..30_806).map(|row| ["c", &row.to_string(), ",1=亲，在的\n"].concat()).collect();
        assert_eq!(Sogou.fit(&Input::file("a.ini", text.clone().into_bytes())), Fit::Certain);
        assert_eq!(read(text).entries.len(), 30_806);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(random in prop::collection::vec(any::<u8>(), 0..200), text in "[a,=1;#$\n亲day_]{0,60}") {
            drop(read(random));
            drop(read(text));
        }
    }
}
