//! A plain text, or what was pasted: one phrase a line, or blocks with blank lines between.
//!
//! `# 售后` and short lines that end with a colon, `售后：`, are categories of what is below. Numbers at the beginnings are left
//! out where every phrase has one.

use std::sync::LazyLock;

use regex::Regex;

use super::super::content::{Content, Entry, RowAt};
use super::super::gaps::Reading;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::json::only_file;
use super::source::{Rows, one_text, opening, text_of};

/// See the module.
#[derive(Debug)]
pub(super) struct PlainText;

impl Format for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(file) = input.single() else { return Fit::No };
        let text = opening(&file.bytes);
        let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        let odd = text.chars().filter(|c| is_control(*c) || *c == '\u{fffd}').count();
        let is_text = odd * 100 <= text.chars().count() && !text.contains('\0');
        if is_text && !text.trim().is_empty() { Fit::Possible } else { Fit::No }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let decoded = text_of(only_file(input)?, options)?;
        let mut rows = Rows::new(self.name(), &decoded.encoding, work);
        // A lone CR ends a line, too.
        let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        rows.sheet("", lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
        let mut phrases = phrases(&lines);
        if phrases.len() > 1 && phrases.iter().all(|phrase| number_end(&phrase.text).is_some()) {
            for phrase in &mut phrases {
                let end = number_end(&phrase.text).unwrap_or_default();
                phrase.text = phrase.text.get(end..).unwrap_or_default().to_owned();
            }
        }
        for phrase in phrases {
            rows.step()?;
            let at = RowAt { sheet: String::new(), row: phrase.row };
            let mut reading = Reading::default();
            reading.text.push(&phrase.text);
            let wordings = one_text(rows.text(&at, reading));
            rows.take(Entry { at, category: phrase.category, wordings, ..Entry::default() });
        }
        Ok(rows.finish())
    }
}

struct Phrase {
    /// Counted from 1.
    row: usize,
    category: Vec<String>,
    text: String,
}

/// What a line is.
enum Line<'a> {
    Blank,
    /// The heading's depth, counted from 1, and its words.
    Heading(usize, &'a str),
    Text(&'a str),
}

fn phrases(lines: &[&str]) -> Vec<Phrase> {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| kind(line)).collect();
    let is_by_line = is_by_line(&lines);
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut category: Vec<String> = Vec::new();
    let mut is_open = false;
    for (idx, line) in lines.iter().enumerate() {
        match line {
            Line::Blank => is_open = false,
            Line::Heading(depth, words) => {
                is_open = false;
                category.truncate(depth - 1);
                category.push((*words).to_owned());
            }
            Line::Text(text) => {
                if let Some(phrase) = phrases.last_mut().filter(|_| is_open && !is_by_line) {
                    phrase.text.push('\n');
                    phrase.text.push_str(text);
                } else {
                    let (category, text) = (category.clone(), (*text).to_owned());
                    phrases.push(Phrase { row: idx + 1, category, text });
                    is_open = true;
                }
            }
        }
    }
    phrases
}

/// Whether each line is a phrase: nothing is between blank lines, or blank lines are between headed lists, or every line has
/// a number.
fn is_by_line(lines: &[Line<'_>]) -> bool {
    let texts =
        || lines.iter().filter_map(|line| if let Line::Text(text) = line { Some(*text) } else { None });
    if texts().count() > 1 && texts().all(|text| number_end(text).is_some()) {
        return true;
    }
    // Of each block of texts: whether a heading is directly above it.
    let (mut headed, mut blocks) = (0, 0);
    for block in lines.split(|line| matches!(line, Line::Blank)) {
        let is_headed = matches!(block.first(), Some(Line::Heading(..)));
        let texts = block.iter().filter(|line| matches!(line, Line::Text(_))).count();
        blocks += usize::from(texts > 0);
        headed += usize::from(is_headed && texts > 1);
    }
    blocks <= 1 || headed * 2 > blocks
}

fn kind(line: &str) -> Line<'_> {
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Line::Blank;
    }
    let depth = trimmed.chars().take_while(|c| *c == '#').count();
    let words = trimmed.trim_start_matches('#');
    if (1..=6).contains(&depth) && words.starts_with(' ') && !words.trim().is_empty() {
        return Line::Heading(depth, words.trim());
    }
    // A greeting is the beginning of a phrase.
    let named = trimmed.strip_suffix(['：', ':']).filter(|name| {
        (1..=10).contains(&name.chars().count())
            && !name.contains(['您', '你', '亲', '，', ',', '。', '：', ':', '/'])
    });
    match named {
        Some(name) => Line::Heading(1, name.trim()),
        None => Line::Text(trimmed),
    }
}

/// In bytes: where a number at the beginning ends; `None` where there is none.
fn number_end(text: &str) -> Option<usize> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^(?:\d{1,3}\s*[、)）．]|\d{1,3}[.:：]\s*(?P<end>[^\d\s])|[(（]\d{1,3}[)）]|[①-⑳㉑-㉟]",
            r"|[一二三四五六七八九十]{1,3}、|[-*•·]\s)\s*",
        ))
        .ok()
    });
    let found = NUMBER.as_ref()?.captures(text)?;
    let end =
        found.name("end").map_or_else(|| found.get(0).map(|whole| whole.end()), |end| Some(end.start()))?;
    (end < text.len()).then_some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::hostile;
    use super::*;
    use crate::exchange::content::EntryMessage;

    fn seen(text: &str) -> Vec<(usize, String, String)> {
        let input = Input::file("a.txt", text.into());
        let content = PlainText.read(&input, &Options::default(), &Work::default()).unwrap();
        let text_of = |entry: &Entry| match entry.wordings[0].as_slice() {
            [EntryMessage::Text(text)] => text.source(),
            _ => panic!("{entry:?}"),
        };
        content.entries.iter().map(|entry| (entry.at.row, entry.category.join("/"), text_of(entry))).collect()
    }

    fn check(text: &str, expected: &[(usize, &str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(row, category, text)| (*row, (*category).to_owned(), (*text).to_owned()))
            .collect();
        assert_eq!(seen(text), expected, "{text}");
    }

    #[test]
    fn a_text_has_one_phrase_a_line_with_its_number_left_out() {
        check("在的\n今天发", &[(1, "", "在的"), (2, "", "今天发")]);
        check("1、在的\n2、今天发\r\n3、谢谢\r", &[(1, "", "在的"), (2, "", "今天发"), (3, "", "谢谢")]);
        check("①在的\n\n② 今天发", &[(1, "", "在的"), (3, "", "今天发")]);
        // Not every line has one; no number of a list.
        check("1、在的\n今天发", &[(1, "", "1、在的"), (2, "", "今天发")]);
        check("1.5米的有\n2.0米的没有", &[(1, "", "1.5米的有"), (2, "", "2.0米的没有")]);
    }

    #[test]
    fn a_text_of_blocks_has_one_phrase_a_block() {
        check("您好：\n地址如下\n\n谢谢\n", &[(1, "", "您好：\n地址如下"), (4, "", "谢谢")]);
        check(" \n\n", &[]);
    }

    #[test]
    fn a_text_with_headings_has_categories() {
        let expected =
            [(2, "售后", "退货地址"), (3, "售后", "退款"), (6, "售前", "在的"), (7, "售前", "有货")];
        check("# 售后\n退货地址\n退款\n\n# 售前\n在的\n有货", &expected);
        check("售后：\n退货地址\n退款\n\n售前：\n在的\n有货", &expected);
        check("# 售后\n## 退货\n地址\n# 售前\n在的", &[(3, "售后/退货", "地址"), (5, "售前", "在的")]);
        check("售后：\n\n第一行\n第二行\n\n另一条", &[(3, "售后", "第一行\n第二行"), (6, "售后", "另一条")]);
    }

    #[test]
    fn a_text_fits_possibly_and_other_bytes_do_not() {
        let fit = |bytes: &[u8]| PlainText.fit(&Input::file("a", bytes.to_vec()));
        assert_eq!(fit("亲，在的".as_bytes()), Fit::Possible);
        assert_eq!(fit(b"PK\x03\x04\0\0\0\0"), Fit::No);
        assert_eq!(fit(b" \n"), Fit::No);
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&PlainText, "a.txt", "# 售后\n1、地址\n\n亲：\n①好".as_bytes());
    }

    proptest! {
        #[test]
        fn no_line_of_a_text_is_lost(lines in proptest::collection::vec("[a-c亲好]{1,6}|", 0..8)) {
            let text = lines.join("\n");
            let read: String = seen(&text).into_iter().map(|(_, _, text)| text.replace('\n', "")).collect();
            prop_assert_eq!(read, lines.concat());
        }
    }
}
