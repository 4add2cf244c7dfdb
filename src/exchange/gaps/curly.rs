//! The placeholders of Alfred and Raycast: `{date:short}`, `{date format="yyyy-MM-dd" offset="+2d"}`.
//!
//! Sources: <https://www.alfredapp.com/help/workflows/advanced/placeholders/>,
//! <https://manual.raycast.com/dynamic-placeholders>.

use super::dates::{unicode, usual};
use super::names::{FALLBACK_DATE, proposed};
use super::{Piece, Reading, snippet};
use crate::exchange::content::Loss;
use crate::template::{CLIPBOARD, Clock};

/// Reads a snippet of Alfred. Braces around other words are text.
pub(in crate::exchange) fn alfred(text: &str) -> Reading {
    read(text, alfred_placeholder)
}

/// Reads a snippet of Raycast. Braces around other words are text.
pub(in crate::exchange) fn raycast(text: &str) -> Reading {
    read(text, raycast_placeholder)
}

/// A placeholder without its braces, and with them. False for what is none.
type Add = fn(&mut Reading, &str, &str) -> bool;

fn read(text: &str, add: Add) -> Reading {
    let mut out = Reading::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.text.push(before);
        let end = behind
            .find(['{', '}', '\n'])
            .filter(|end| behind.get(*end..).is_some_and(|r| r.starts_with('}')));
        let inner = end.and_then(|end| behind.get(..end));
        if let Some(inner) = inner.filter(|inner| add(&mut out, inner.trim(), &format!("{{{inner}}}"))) {
            rest = behind.get(inner.len() + 1..).unwrap_or_default();
        } else {
            out.text.push("{");
            rest = behind;
        }
    }
    out.text.push(rest);
    out
}

fn alfred_placeholder(out: &mut Reading, inner: &str, source: &str) -> bool {
    let (head, argument) = inner.split_once(':').unwrap_or((inner, ""));
    // {date +1d:short}, {isodate -2M:…}
    let (name, shift) = head.split_once(' ').unwrap_or((head, ""));
    match name {
        "clipboard" if argument.is_empty() || argument == "0" => out.ours(format!("{{{CLIPBOARD}}}")),
        "clipboard" => out.calculation("剪贴板内容", source),
        "date" | "time" | "datetime" | "isodate" => day(out, name, shift, argument, source),
        "cursor" => out.miss(Loss::Cursor, source),
        "snippet" => take_in(out, argument, source),
        "random" => out.calculation("随机内容", source),
        "var" | "query" => out.field(if argument.is_empty() { name } else { argument }, source),
        _ => return false,
    }
    true
}

fn raycast_placeholder(out: &mut Reading, inner: &str, source: &str) -> bool {
    // Modifiers change the letters or the blanks: {clipboard | uppercase}.
    let (inner, modifiers) = inner.split_once('|').unwrap_or((inner, ""));
    let inner = inner.trim();
    let name_end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let (name, arguments) = inner.split_at_checked(name_end).unwrap_or((inner, ""));
    let argument = |key: &str| quoted(arguments, key).unwrap_or_default();
    match name {
        "clipboard" if argument("offset").is_empty() => out.ours(format!("{{{CLIPBOARD}}}")),
        "clipboard" => out.calculation("剪贴板内容", source),
        "date" | "time" | "datetime" | "day" => {
            let format = argument("format");
            let format = if name == "day" && format.is_empty() { "EEEE" } else { format };
            day(out, name, argument("offset"), format, source);
        }
        "cursor" => out.miss(Loss::Cursor, source),
        "argument" => {
            let choices = argument("options").split(',').map(|choice| choice.trim().to_owned());
            out.text.pieces.push(Piece::Field {
                name: proposed(argument("name")),
                source: source.to_owned(),
                default: argument("default").to_owned(),
                choices: choices.filter(|choice| !choice.is_empty()).collect(),
            });
        }
        "snippet" => take_in(out, argument("name"), source),
        "uuid" | "random" => out.calculation("随机内容", source),
        "selection" | "browser-tab" => out.field(name, source),
        _ => return false,
    }
    if !modifiers.trim().is_empty() && modifiers.trim() != "raw" {
        out.miss(Loss::Calculation, source);
    }
    true
}

fn take_in(out: &mut Reading, code: &str, source: &str) {
    match snippet(code) {
        Some(piece) => out.text.pieces.push(piece),
        None => out.field(code, source),
    }
}

/// `shift` is `+1d` or several with blanks between; `format` one of Unicode's, or how long the date is.
fn day(out: &mut Reading, name: &str, shift: &str, format: &str, source: &str) {
    let written = days(shift).and_then(|days| match (format, name, days) {
        ("" | "short" | "medium" | "long" | "full", "date", 0) => Some(usual(Clock::Date)),
        ("" | "short" | "medium" | "long" | "full", "time", 0) => Some(usual(Clock::Time)),
        ("" | "short" | "medium" | "long" | "full", "datetime", 0) => {
            Some(format!("{} {}", usual(Clock::Date), usual(Clock::Time)))
        }
        ("" | "short" | "medium" | "long" | "full", "date", days) => unicode("M月d日", days),
        (format, _, days) => unicode(format, days),
    });
    match written {
        Some(written) => out.ours(written),
        None => out.calculation(FALLBACK_DATE, source),
    }
}

fn days(shift: &str) -> Option<i64> {
    let number = |part: &str| {
        let day = |unit, length| part.strip_suffix(unit)?.parse::<i64>().ok()?.checked_mul(length);
        day('d', 1).or_else(|| day('w', 7)).or_else(|| day('D', 1))
    };
    shift.split_whitespace().try_fold(0_i64, |sum, part| sum.checked_add(number(part)?))
}

/// The value of `key="value"`.
fn quoted<'a>(arguments: &'a str, key: &str) -> Option<&'a str> {
    let at = arguments.match_indices(key).map(|(at, _)| arguments.get(at + key.len()..));
    at.flatten().find_map(|rest| {
        rest.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?.split('"').next()
    })
}

#[cfg(test)]
mod tests {
    use super::super::shape::shape_of;
    use super::*;

    #[test]
    fn alfred_placeholders_become_fields_and_placeholders() {
        let cases = [
            ("{clipboard}{clipboard:1}", "‹{剪贴板}›⟨剪贴板内容⟩ !Calculation"),
            ("{date} {time}{cursor}", "‹{日期}› ‹{时间}› !Cursor"),
            ("{date:yyyy年M月d日}", "‹{日期=yyyy年M月d日}›"),
            ("{date +3d:M月d日}{date +1d}", "‹{日期+3=M月d日}›‹{日期+1=M月d日}›"),
            ("{date +1y:yyyy}", "⟨约定日期⟩ !Calculation"),
            ("{snippet:hi}{var:单号}", "‹{片段:hi}›⟨单号⟩"),
            ("{random:1..9}", "⟨随机内容⟩ !Calculation"),
            ("{姓名} {} {{date}} {", "{姓名} {} {‹{日期}›} {"),
        ];
        for (text, expected) in cases {
            assert_eq!(shape_of(&alfred(text)), expected, "{text}");
        }
    }

    #[test]
    fn raycast_placeholders_become_fields_and_placeholders() {
        let cases = [
            (r#"{argument name="姓名" default="亲"}"#, "⟨姓名:亲⟩"),
            (r#"{argument name="尺码" options="S, M"}"#, "⟨尺码|S|M⟩"),
            (r#"{date format="M月d日" offset="+2d"}"#, "‹{日期+2=M月d日}›"),
            ("{day}{clipboard | uppercase}", "‹{日期=EEEE}›‹{剪贴板}› !Calculation"),
            (r#"{snippet name="hi"}{cursor}"#, "‹{片段:hi}› !Cursor"),
            ("{argument}{nothing}", "⟨内容⟩{nothing}"),
        ];
        for (text, expected) in cases {
            assert_eq!(shape_of(&raycast(text)), expected, "{text}");
        }
    }
}
