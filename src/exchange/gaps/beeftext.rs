//! The variables of Beeftext: <https://github.com/xmichelo/Beeftext/wiki/Variables>.

use super::dates::{qt, usual};
use super::names::{FALLBACK_DATE, proposed};
use super::{Piece, Reading, snippet};
use crate::exchange::content::Loss;
use crate::template::{CLIPBOARD, Clock};

/// Reads a snippet. `code_of` is the code that the combo of a keyword has here.
pub(in crate::exchange) fn beeftext(text: &str, code_of: &dyn Fn(&str) -> String) -> Reading {
    let mut out = Reading::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("#{") {
        let Some((inner, after)) = variable(behind) else {
            out.text.push(before);
            out.text.push("#{");
            rest = behind;
            continue;
        };
        out.text.push(before);
        let source = format!("#{{{inner}}}");
        if !add(&mut out, inner, &source, code_of) {
            out.text.push(&source);
        }
        rest = after;
    }
    out.text.push(rest);
    out
}

/// What is before the closing brace, where `\}` is a brace, and what is behind it.
fn variable(text: &str) -> Option<(&str, &str)> {
    let end = text.char_indices().zip([' '].into_iter().chain(text.chars()));
    let (end, _) = end
        .map(|((at, c), before)| (at, (c, before)))
        .find(|(_, (c, before))| *c == '\n' || *c == '}' && *before != '\\')?;
    let after = text.get(end..)?.strip_prefix('}')?;
    Some((text.get(..end)?, after))
}

/// False for what is no variable.
fn add(out: &mut Reading, inner: &str, source: &str, code_of: &dyn Fn(&str) -> String) -> bool {
    let (name, argument) = inner.split_once(':').unwrap_or((inner, ""));
    match name {
        "clipboard" => out.ours(format!("{{{CLIPBOARD}}}")),
        "date" => out.ours(usual(Clock::Date)),
        "time" => out.ours(usual(Clock::Time)),
        "dateTime" => date_time(out, argument, source),
        "input" => {
            let (label, default) = argument.split_once(':').unwrap_or((argument, ""));
            out.text.pieces.push(Piece::Field {
                name: proposed(label),
                source: source.to_owned(),
                default: default.replace("\\}", "}"),
                choices: Vec::new(),
            });
        }
        "combo" => combo(out, argument, source, code_of),
        "upper" | "lower" | "trim" => {
            out.miss(Loss::Calculation, source);
            combo(out, argument, source, code_of);
        }
        "envVar" => {
            out.miss(Loss::Property, source);
            out.field(argument, source);
        }
        "powershell" => {
            out.miss(Loss::Script, source);
            out.field("", source);
        }
        "key" if argument.starts_with("enter") || argument.starts_with("Enter") => out.text.push("\n"),
        "cursor" | "key" | "delay" | "shortcut" => out.miss(Loss::Cursor, source),
        _ => return false,
    }
    true
}

fn combo(out: &mut Reading, keyword: &str, source: &str, code_of: &dyn Fn(&str) -> String) {
    match snippet(&code_of(keyword)) {
        Some(piece) => out.text.pieces.push(piece),
        None => out.field(keyword, source),
    }
}

/// `FORMAT`, or `SHIFT:FORMAT` with a shift like `+1d-2w`.
fn date_time(out: &mut Reading, argument: &str, source: &str) {
    let (shift, format) =
        argument.split_once(':').filter(|(shift, _)| shift.starts_with(['+', '-'])).unwrap_or(("", argument));
    let written = days(shift).and_then(|days| match format {
        "" if days == 0 => Some(format!("{} {}", usual(Clock::Date), usual(Clock::Time))),
        "" => None,
        format => qt(format, days),
    });
    match written {
        Some(written) => out.text.pieces.push(Piece::Ours(written)),
        None => out.calculation(FALLBACK_DATE, source),
    }
}

/// The days of a shift; `None` for one that is no number of days.
fn days(shift: &str) -> Option<i64> {
    let mut rest = shift;
    let mut sum = 0_i64;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let number: i64 = rest.get(..end)?.parse().ok().filter(|number: &i64| number.abs() < 10_000)?;
        sum += number * if rest.get(end..)?.starts_with('w') { 7 } else { 1 };
        rest = rest.get(end..)?.strip_prefix(['d', 'w'])?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::super::shape::shape_of;
    use super::*;

    #[test]
    fn beeftext_variables_become_fields_and_placeholders() {
        let cases = [
            ("您好 #{clipboard}", "您好 ‹{剪贴板}›"),
            ("#{date} #{time}", "‹{日期}› ‹{时间}›"),
            ("#{dateTime:yyyy-MM-dd}", "‹{日期=yyyy-MM-dd}›"),
            ("#{dateTime:+1w-2d:M月d日}", "‹{日期+5=M月d日}›"),
            ("#{dateTime:+1M:M月d日}", "⟨约定日期⟩ !Calculation"),
            ("#{dateTime:hh:mm:ss}", "⟨约定日期⟩ !Calculation"),
            ("#{dateTime:}", "‹{日期} {时间}›"),
            ("#{input:订单编号}到了", "⟨订单号⟩到了"),
            ("#{input:}", "⟨内容⟩"),
            ("#{combo:mc/hi}！", "‹{片段:hi}›！"),
            ("#{upper:mc/hi}", "‹{片段:hi}› !Calculation"),
            ("#{envVar:USERNAME}", "⟨USERNAME⟩ !Property"),
            ("#{powershell:C:\\a.ps1}", "⟨内容⟩ !Script"),
            ("甲#{key:enter}乙#{delay:500}#{cursor}", "甲\n乙 !Cursor !Cursor"),
            ("#{nothing} #{ #", "#{nothing} #{ #"),
        ];
        let code_of = |keyword: &str| keyword.rsplit('/').next().unwrap_or_default().to_owned();
        for (text, expected) in cases {
            assert_eq!(shape_of(&beeftext(text, &code_of)), expected, "{text}");
        }
    }
}
