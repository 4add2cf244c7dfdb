//! Hotstrings of `AutoHotkey`, of version 1 and 2: `::btw::by the way`, with options and with continuation sections.
//!
//! Source: <https://www.autohotkey.com/docs/v2/Hotstrings.htm>. A hotstring that runs code, and a hotkey, are rejected; lines of
//! a program between them are named. A file without a folder gives no category.

use super::super::content::{Content, Entry, Loss, Reason, RowAt};
use super::super::gaps::{Missed, Reading};
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::source::{Rows, one_text, opening, steps, text_of};

/// See the module.
#[derive(Debug)]
pub(super) struct AutoHotkey;

impl Format for AutoHotkey {
    fn name(&self) -> &'static str {
        "autohotkey"
    }

    fn fit(&self, input: &Input) -> Fit {
        let has_hotstring = |file: &InputFile| {
            let text = opening(&file.bytes);
            text.lines().filter(|line| Hotstring::of(line).is_some()).count() > 0
        };
        if input.files.len() == 1 {
            let is_script = input.files.iter().any(has_hotstring);
            return if is_script { Fit::Certain } else { Fit::No };
        }
        let mut scripts = input.files.iter().filter(|file| file.has_extension("ahk"));
        if scripts.any(has_hotstring) { Fit::Likely } else { Fit::No }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let is_alone = input.files.len() == 1;
        let files = input.files.iter().filter(|file| is_alone || file.has_extension("ahk"));
        let mut rows: Option<Rows<'_>> = None;
        for file in files {
            let decoded = text_of(file, options)?;
            let rows = rows.get_or_insert_with(|| Rows::new(self.name(), &decoded.encoding, work));
            let sheet = if is_alone { String::new() } else { file.path.clone() };
            let lines: Vec<&str> = decoded.text.lines().collect();
            rows.sheet(&sheet, lines.len());
            let category = if is_alone { Vec::new() } else { steps(&file.path) };
            Script { lines: &lines, line_idx: 0, sheet, category }.read(rows)?;
        }
        Ok(rows.map(Rows::finish).unwrap_or_default())
    }
}

/// The first line of a hotstring.
struct Hotstring<'a> {
    options: &'a str,
    trigger: &'a str,
    replacement: &'a str,
}

impl<'a> Hotstring<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let rest = line.trim_start().strip_prefix(':')?;
        let (options, rest) = rest.split_once(':')?;
        let is_option = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | '-' | ' ');
        if !options.chars().all(is_option) {
            return None;
        }
        // The trigger ends at two colons that are not escaped, and is not empty.
        let colons = rest
            .match_indices("::")
            .find(|(at, _)| *at > 0 && !rest.get(..*at).is_some_and(|r| r.ends_with('`')))?;
        let (trigger, replacement) = (rest.get(..colons.0)?, rest.get(colons.0 + 2..)?);
        Some(Self { options, trigger, replacement })
    }

    fn has(&self, option: char) -> bool {
        self.options.chars().any(|c| c.eq_ignore_ascii_case(&option))
    }
}

/// A script and the line that is read next.
struct Script<'a> {
    lines: &'a [&'a str],
    line_idx: usize,
    sheet: String,
    category: Vec<String>,
}

impl<'a> Script<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let line = self.lines.get(self.line_idx).copied();
        self.line_idx += 1;
        line
    }

    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.line_idx).copied()
    }

    fn read(mut self, rows: &mut Rows<'_>) -> Result<(), ReadError> {
        while let Some(line) = self.next() {
            rows.step()?;
            let at = RowAt { sheet: self.sheet.clone(), row: self.line_idx };
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(';') {
                continue;
            }
            if trimmed.starts_with("/*") {
                self.skip_comment(trimmed);
            } else if let Some(hotstring) = Hotstring::of(line) {
                self.hotstring(rows, at, &hotstring);
            } else if is_limit(trimmed) {
                rows.lose(&at, Loss::Property, trimmed);
            } else if trimmed.contains("::") && !trimmed.contains(":=") {
                let body = self.body(trimmed.rsplit("::").next().unwrap_or_default());
                rows.reject(&at, &format!("{trimmed}{body}"), Reason::OnlyCode);
            } else if !trimmed.starts_with('#') {
                let rest = self.code();
                rows.lose(&at, Loss::Script, &format!("{trimmed}{rest}"));
            }
        }
        Ok(())
    }

    fn skip_comment(&mut self, first: &str) {
        let mut line = Some(first);
        while line.is_some_and(|line| !line.trim_end().ends_with("*/")) {
            line = self.next();
        }
    }

    /// The lines of a program up to the next hotstring, comment or blank line.
    fn code(&mut self) -> String {
        let mut code = String::new();
        while let Some(line) = self.peek() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.contains("::") || trimmed.starts_with([';', '#']) {
                break;
            }
            code.push('\n');
            code.push_str(trimmed);
            self.line_idx += 1;
        }
        code
    }

    fn hotstring(&mut self, rows: &mut Rows<'_>, at: RowAt, hotstring: &Hotstring<'_>) {
        let written = without_comment(hotstring.replacement);
        let continued = self.continuation();
        let is_code = hotstring.has('x') || continued.is_none() && matches!(written, "" | "{");
        if is_code {
            let body = self.body(written);
            let text = format!("{}::{written}{body}", hotstring.trigger);
            return rows.reject(&at, &text, Reason::OnlyCode);
        }
        // A continuation section is sent raw.
        let is_raw = hotstring.has('r') || hotstring.has('t') || continued.is_some();
        let source = format!("{}{}", unescaped(written), continued.unwrap_or_default());
        let reading = if is_raw { raw(&source) } else { sent(&source) };
        let wording = rows.text(&at, reading);
        let trigger = unescaped(hotstring.trigger);
        rows.take(Entry {
            code: trigger.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned(),
            key: trigger,
            category: self.category.clone(),
            wordings: one_text(wording),
            at,
            ..Entry::default()
        });
    }

    /// The section between brackets below a hotstring.
    fn continuation(&mut self) -> Option<String> {
        let options = self.peek()?.trim_start().strip_prefix('(')?;
        if options.contains(')') {
            return None;
        }
        let keeps_blanks = !options.to_ascii_lowercase().contains("ltrim");
        let has_comments =
            options.split_whitespace().any(|option| matches!(option, "C" | "c" | "Com" | "Comments"));
        let is_literal = options.contains('`');
        let joined = options.split_whitespace().find_map(|option| {
            option.get(..4).filter(|o| o.eq_ignore_ascii_case("join")).and(option.get(4..))
        });
        let join = joined.map_or_else(|| "\n".to_owned(), |join| unescaped(&join.replace("`s", " ")));
        self.line_idx += 1;
        let mut lines = Vec::new();
        while let Some(line) = self.next() {
            if line.trim_start().starts_with(')') {
                break;
            }
            if has_comments && line.trim_start().starts_with(';') {
                continue;
            }
            let line = if has_comments { without_comment(line) } else { line };
            let line = if keeps_blanks { line } else { line.trim_start() };
            lines.push(if is_literal { line.to_owned() } else { unescaped(line.trim_end()) });
        }
        Some(lines.join(&join))
    }

    /// The program below a hotstring or hotkey that begins with `first`: between braces, or up to `return`.
    fn body(&mut self, first: &str) -> String {
        let first = without_comment(first);
        let is_block = first == "{" || first.is_empty() && self.peek().is_some_and(|line| line.trim() == "{");
        if !first.is_empty() && !is_block {
            return String::new();
        }
        let mut body = String::new();
        let mut depth = usize::from(first == "{");
        while let Some(line) = self.peek() {
            let trimmed = line.trim();
            // A block that was never closed, or a hotkey without a body.
            if Hotstring::of(line).is_some() || !is_block && trimmed.contains("::") {
                break;
            }
            self.line_idx += 1;
            body.push('\n');
            body.push_str(trimmed);
            depth += line.matches('{').count();
            depth = depth.saturating_sub(line.matches('}').count());
            let is_end =
                if is_block { depth == 0 } else { trimmed.to_ascii_lowercase().starts_with("return") };
            if is_end {
                break;
            }
        }
        body
    }
}

/// A directive that limits what is below it to certain windows.
fn is_limit(line: &str) -> bool {
    let small = line.to_ascii_lowercase();
    let rest = small
        .strip_prefix("#hotif")
        .or_else(|| small.strip_prefix("#ifwin"))
        .or_else(|| small.strip_prefix("#if"));
    rest.is_some_and(|rest| !rest.trim().is_empty() && rest.contains([' ', ',']))
}

/// A line without a comment behind a blank, and without blanks around it.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices(';').find(|(at, _)| {
        line.get(..*at).is_some_and(|before| before.ends_with([' ', '\t']) || before.is_empty())
    });
    comment.map_or(line, |(at, _)| line.get(..at).unwrap_or(line)).trim()
}

/// With the characters that a backtick escapes: `` `n `` is a line break.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '`') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('s') => out.push(' '),
                Some('r' | 'b' | 'v' | 'a' | 'f') | None => {}
                Some(other) => out.push(other),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// A text that is sent as it is.
fn raw(text: &str) -> Reading {
    let mut out = Reading::default();
    out.text.push(text);
    out
}

/// A text with the names of keys in braces: `{Enter}`, `{!}`, `{Left 3}`.
fn sent(text: &str) -> Reading {
    let mut out = Reading::default();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.text.push(before);
        // `{}}` is a closing brace.
        let end = behind.char_indices().skip(1).find(|(_, c)| *c == '}').map(|(at, _)| at);
        let Some((inner, after)) = end.and_then(|end| Some((behind.get(..end)?, behind.get(end + 1..)?)))
        else {
            out.text.push("{");
            rest = behind;
            continue;
        };
        add_key(&mut out, inner);
        rest = after;
    }
    out.text.push(rest);
    out
}

fn add_key(out: &mut Reading, inner: &str) {
    const KEYS: [&str; 17] = [
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "pgup",
        "pgdn",
        "backspace",
        "bs",
        "delete",
        "del",
        "esc",
        "escape",
        "ctrl",
        "shift",
        "alt",
    ];
    let (name, count) = inner.split_once(' ').unwrap_or((inner, "1"));
    let count = count.trim().parse::<usize>().map_or(1, |count| count.min(20));
    let small = name.to_ascii_lowercase();
    let code =
        small.strip_prefix("u+").and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    match (small.as_str(), code) {
        ("enter" | "return", _) => out.text.push(&"\n".repeat(count)),
        ("tab", _) => out.text.push(&"\t".repeat(count)),
        ("space", _) => out.text.push(&" ".repeat(count)),
        (_, Some(c)) => out.text.push(c.encode_utf8(&mut [0; 4])),
        (key, None) if KEYS.contains(&key) => {
            out.missed.push(Missed { what: Loss::Cursor, source: format!("{{{inner}}}") });
        }
        (one, None) if one.chars().count() == 1 => out.text.push(&name.repeat(count)),
        // Braces around other words are what somebody wrote.
        _ => out.text.push(&format!("{{{inner}}}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::hostile;
    use super::*;

    const SCRIPT: &str = "\
; 客服快捷语
#NoEnv
/*
::旧::旧的
*/
::btw::by the way
:*:zk::在的，亲`n请说 ; 开头
:R:raw::{Enter}!
::enter::一{Enter}二{!}{U+4F60}{Left 2}
::long::
(
第一行
  第二行；有分号
)
:*:join::
( LTrim Join`s
  一
  二
)
::now::
FormatTime, x,, yyyy
SendInput %x%
return
:X:run::Run(\"notepad\")
::v2::{
    Send(\"hi\")
}
^!n::Send 您好
#HotIf WinActive(\"ahk_exe wx.exe\")
::ky::您的快递***到了
x := 1
y := 2
";

    fn read(script: &str) -> Content {
        let input = Input::file("kefu.ahk", script.into());
        AutoHotkey.read(&input, &Options::default(), &Work::default()).unwrap()
    }

    #[test]
    fn autohotkey_hotstrings_are_read_with_escapes_and_sections() {
        assert_eq!(AutoHotkey.fit(&Input::file("a", SCRIPT.into())), Fit::Certain);
        let content = read(SCRIPT);
        let seen: Vec<_> = content
            .entries
            .iter()
            .map(|entry| {
                let [message] = entry.wordings[0].as_slice() else { panic!() };
                let crate::exchange::EntryMessage::Text(text) = message else { panic!() };
                (entry.code.as_str(), text.source())
            })
            .collect();
        let expected = [
            ("btw", "by the way"),
            ("zk", "在的，亲\n请说"),
            ("raw", "{Enter}!"),
            ("enter", "一\n二!你"),
            ("long", "第一行\n  第二行；有分号"),
            ("join", "一 二"),
            ("ky", "您的快递***到了"),
        ]
        .map(|(code, text)| (code, text.to_owned()));
        assert_eq!(seen, expected);
    }

    #[test]
    fn autohotkey_code_is_rejected_and_limits_are_named() {
        let content = read(SCRIPT);
        let rejected: Vec<_> = content.rejected.iter().map(|row| (row.at.row, row.reason)).collect();
        assert_eq!(rejected, [20, 24, 25, 28].map(|row| (row, Reason::OnlyCode)));
        assert!(content.rejected[0].text.contains("SendInput"));
        let lost: Vec<_> = content.lost.iter().map(|lost| (lost.at.row, lost.what)).collect();
        assert_eq!(lost, [(9, Loss::Cursor), (29, Loss::Property), (31, Loss::Script)]);
    }

    #[test]
    fn several_scripts_are_categories() {
        let file = |path: &str| InputFile { path: path.to_owned(), bytes: "::a::甲".into() };
        let input = Input { name: "ahk".to_owned(), files: vec![file("售后/退货.ahk"), file("b.ahk")] };
        let content = AutoHotkey.read(&input, &Options::default(), &Work::default()).unwrap();
        assert_eq!(content.entries[0].category, ["售后", "退货"]);
        assert_eq!(content.sheets.len(), 2);
    }

    #[test]
    fn other_texts_are_no_scripts() {
        for text in ["亲::您好", "std::vec::Vec", "a: b:: c", "::", ":::::", "key: value\n"] {
            assert_eq!(AutoHotkey.fit(&Input::file("a", text.into())), Fit::No, "{text}");
        }
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&AutoHotkey, "a.ahk", SCRIPT.as_bytes());
    }
}
