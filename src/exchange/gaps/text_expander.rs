//! The macros of `TextExpander`: <https://textexpander.com/learn/using/snippets/advanced-snippet-elements>.
//!
//! Neighbouring codes of a date, `%Y-%m-%d`, become one placeholder. A part that may be left out stays.

use super::dates::placeholder;
use super::names::{FALLBACK_DATE, proposed};
use super::{Piece, Reading, snippet};
use crate::exchange::content::Loss;
use crate::template::CLIPBOARD;

/// Reads the content of a snippet.
pub(in crate::exchange) fn text_expander(text: &str) -> Reading {
    let mut out = Reading::default();
    let mut date = Date::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        date.text(&mut out, before);
        let code = code(behind);
        let length = code.as_ref().map_or(0, |(_, length)| *length);
        let source = format!("%{}", behind.get(..length).unwrap_or_default());
        match code.map(|(code, _)| code) {
            Some(Code::Letters(letters)) => date.letters(letters, &source),
            Some(Code::Shift(days)) => date.shift(&mut out, days, &source),
            other => {
                date.end(&mut out);
                add(&mut out, other.as_ref(), &source);
            }
        }
        rest = behind.get(length..).unwrap_or_default();
    }
    date.text(&mut out, rest);
    date.end(&mut out);
    out
}

/// What is behind a `%`.
enum Code<'a> {
    /// `%%`.
    Percent,
    /// Letters of our formats, or of a part that we have none for.
    Letters(Option<&'static str>),
    /// `%@+3D`: days, or `None` for other units.
    Shift(Option<i64>),
    /// `%filltext:name=a:default=b%`: its name, and the rest.
    Long(&'a str, &'a str),
    /// A place for the cursor, a movement of it.
    Cursor,
}

/// The code at the beginning of a text, and its length in bytes.
fn code(text: &str) -> Option<(Code<'_>, usize)> {
    const LONG: [&str; 9] = [
        "fillpartend",
        "filltext",
        "fillarea",
        "fillpopup",
        "fillpart",
        "filltop",
        "clipboard",
        "snippet",
        "key",
    ];
    if let Some(name) = LONG.into_iter().find(|name| text.starts_with(name)) {
        let rest = text.get(name.len()..)?;
        let has_end = rest.starts_with(':') || rest.starts_with('%') && name != "clipboard";
        let end = if has_end { rest.find('%') } else { None };
        return Some(match end {
            Some(end) => {
                let arguments = rest.get(..end)?;
                (Code::Long(name, arguments.strip_prefix(':').unwrap_or(arguments)), name.len() + end + 1)
            }
            None if name == "clipboard" => (Code::Long(name, ""), name.len()),
            None => return None,
        });
    }
    if let Some(shift) = text.strip_prefix('@') {
        let end = shift.find(|c: char| !(c.is_ascii_digit() || matches!(c, '+' | '-')))?;
        let unit = shift.get(end..)?.chars().next()?;
        let number = shift.get(..end)?.parse::<i64>().ok().filter(|days| days.abs() < 100_000);
        let days = match unit {
            'D' => number,
            'W' => number.map(|weeks| weeks * 7),
            _ => None,
        };
        return unit.is_ascii_alphabetic().then_some((Code::Shift(days), 1 + end + 1));
    }
    let first = text.chars().next()?;
    let letters = |letters| Some((Code::Letters(Some(letters)), first.len_utf8()));
    match first {
        '%' => Some((Code::Percent, 1)),
        '|' | '<' | '>' | '^' | 'v' => Some((Code::Cursor, 1)),
        'Y' => letters("yyyy"),
        'y' => letters("yy"),
        'm' => letters("MM"),
        'd' => letters("dd"),
        'e' => letters("d"),
        'H' => letters("HH"),
        'M' => letters("mm"),
        'a' => letters("E"),
        'A' => letters("EEEE"),
        'B' | 'b' | 'I' | 'p' | 'S' | 'j' | 'Z' => Some((Code::Letters(None), 1)),
        '1' => {
            let short = match text.chars().nth(1)? {
                'm' => "M",
                'd' => "d",
                'H' => "H",
                'M' => "m",
                _ => return None,
            };
            Some((Code::Letters(Some(short)), 2))
        }
        _ => None,
    }
}

fn add(out: &mut Reading, code: Option<&Code<'_>>, source: &str) {
    match code {
        Some(Code::Long(name, arguments)) => long(out, name, arguments, source),
        Some(Code::Cursor) => out.miss(Loss::Cursor, source),
        Some(Code::Percent | Code::Letters(_) | Code::Shift(_)) | None => out.text.push("%"),
    }
}

fn long(out: &mut Reading, name: &str, arguments: &str, source: &str) {
    let argument = |key: &str| {
        let with_key = |part: &str| part.strip_prefix(key)?.strip_prefix('=').map(str::to_owned);
        arguments.split(':').find_map(with_key).unwrap_or_default()
    };
    match name {
        "clipboard" => out.ours(format!("{{{CLIPBOARD}}}")),
        "snippet" => match snippet(arguments) {
            Some(piece) => out.text.pieces.push(piece),
            None => out.field(arguments, source),
        },
        "key" if matches!(arguments, "return" | "enter") => out.text.push("\n"),
        "key" if arguments == "tab" => out.text.push("\t"),
        "key" => out.miss(Loss::Cursor, source),
        "fillpart" | "fillpartend" | "filltop" => out.miss(Loss::Property, source),
        _ => {
            let keys = ["name=", "width=", "height=", "optional="];
            let listed = |part: &&str| name == "fillpopup" && !keys.iter().any(|key| part.starts_with(key));
            let choice = |part: &str| part.strip_prefix("default=").unwrap_or(part).to_owned();
            let choices = arguments.split(':').filter(listed).map(choice);
            out.text.pieces.push(Piece::Field {
                name: proposed(&argument("name")),
                source: source.to_owned(),
                default: argument("default"),
                choices: choices.filter(|choice| !choice.is_empty()).collect(),
            });
        }
    }
}

/// The codes of one date, as far as they were read.
#[derive(Debug, Default)]
struct Date {
    days: i64,
    format: String,
    source: String,
    /// What is between two codes; it belongs to the date where one follows.
    between: String,
    is_unknown: bool,
}

impl Date {
    fn is_open(&self) -> bool {
        !self.format.is_empty() || self.is_unknown
    }

    fn letters(&mut self, letters: Option<&str>, source: &str) {
        let between = std::mem::take(&mut self.between);
        self.source.push_str(&between);
        self.source.push_str(source);
        self.format.push_str(&between);
        self.format.push_str(letters.unwrap_or_default());
        self.is_unknown |= letters.is_none();
    }

    /// A shift is for all codes behind it.
    fn shift(&mut self, out: &mut Reading, days: Option<i64>, source: &str) {
        let (old, between) = (self.days, std::mem::take(&mut self.between));
        self.end(out);
        out.text.push(&between);
        self.days = old.saturating_add(days.unwrap_or_default());
        self.is_unknown = days.is_none();
        source.clone_into(&mut self.source);
    }

    fn text(&mut self, out: &mut Reading, text: &str) {
        let is_short =
            text.chars().count() <= 2 && !text.chars().any(|c| c.is_ascii_alphanumeric() || c == '\n');
        if self.is_open() && is_short {
            text.clone_into(&mut self.between);
        } else {
            self.end(out);
            out.text.push(text);
        }
    }

    fn end(&mut self, out: &mut Reading) {
        let between = std::mem::take(&mut self.between);
        if self.is_open() {
            let known = if self.is_unknown { None } else { placeholder(&self.format, self.days) };
            match known {
                Some(written) => out.ours(written),
                None => out.calculation(FALLBACK_DATE, &self.source),
            }
        }
        out.text.push(&between);
        *self = Self { days: self.days, ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shape::shape_of;
    use super::*;

    #[test]
    fn text_expander_macros_become_fields_and_placeholders() {
        let cases = [
            ("您好%filltext:name=客户姓名%！", "您好⟨姓名⟩！"),
            ("%filltext:name=快递:default=申通:width=20%", "⟨快递:申通⟩"),
            ("%fillarea:name=说明%", "⟨说明⟩"),
            ("%fillpopup:name=尺码:S:default=M:L%", "⟨尺码:M|S|M|L⟩"),
            ("%clipboard%|", "‹{剪贴板}› !Cursor"),
            ("今天%Y-%m-%d。", "今天‹{日期=yyyy-MM-dd}›。"),
            ("%1m月%e日 %H:%M", "‹{日期=M月d日 HH:mm}›"),
            ("%@+3D%1m月%1d日发", "‹{日期+3=M月d}›日发"),
            ("%@+1M%m", "⟨约定日期⟩ !Calculation"),
            ("%B %d", "⟨约定日期⟩ !Calculation"),
            ("%snippet:hi%，%key:return%再见%key:esc%", "‹{片段:hi}›，\n再见 !Cursor"),
            ("%fillpart:name=a:default=yes%甲%fillpartend%", "甲 !Property !Property"),
            ("100%%，50%。%filltext", "100%，50%。%filltext"),
        ];
        for (text, expected) in cases {
            assert_eq!(shape_of(&text_expander(text)), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_content_is_read(text in "(%|fill|text|name=|:|@|\\+1|[YmdDMBp1|亲 -]|clipboard|snippet|key){0,20}") {
            text_expander(&text);
        }
    }
}
