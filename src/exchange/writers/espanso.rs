//! A package for espanso: `package.yml` with the matches and `_manifest.yml`.
//!
//! A code becomes the trigger `:code`; several wordings are matches of one trigger, among which espanso asks. Fields are asked
//! for in a form, dates and the copied text are variables. See <https://espanso.org/docs/packages/package-specification/>.

use std::fmt::Write as _;

use super::foreign::{Dialect, Texts, Written};
use super::loss::{ExportLossKind, Losses};
use super::{ExportFile, ExportLoss, Selection, WriteError, WriteOptions, Writer};
use crate::model::{FieldKind, Reply, Wording};
use crate::template::{CLIPBOARD, Clock, Format, Placeholder};

/// The package.
#[derive(Debug)]
pub(super) struct Espanso;

const DROPPED: [ExportLossKind; 8] = [
    ExportLossKind::Category,
    ExportLossKind::Questions,
    ExportLossKind::Note,
    ExportLossKind::Next,
    ExportLossKind::Scenarios,
    ExportLossKind::Conditions,
    ExportLossKind::Trades,
    ExportLossKind::Expires,
];

/// In seconds: espanso moves dates by them.
const DAY: i64 = 86_400;

impl Writer for Espanso {
    fn name(&self) -> &'static str {
        "espanso"
    }

    fn losses(&self, selection: &Selection, _options: &WriteOptions<'_>) -> Vec<ExportLoss> {
        package(selection).1
    }

    fn write(
        &self,
        selection: &Selection,
        _options: &WriteOptions<'_>,
    ) -> Result<Vec<ExportFile>, WriteError> {
        let file = |path: &str, text: String| ExportFile { path: path.to_owned(), bytes: text.into() };
        Ok(vec![file("package.yml", package(selection).0), file("_manifest.yml", manifest(selection))])
    }
}

fn manifest(selection: &Selection) -> String {
    let or = |text: &str, other: &str| quoted(if text.is_empty() { other } else { text });
    let name: String =
        selection.name.to_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    [
        format!("name: {}\n", or(name.trim_matches('-'), "suda-replies")),
        format!("title: {}\n", or(&selection.name, "suda")),
        format!("description: {}\n", or(&selection.name, "suda")),
        format!("version: {}\n", or(&selection.version, "0.1.0")),
        format!("author: {}\n", or(&selection.author, "suda")),
        "tags: [\"suda\"]\n".to_owned(),
    ]
    .concat()
}

/// The matches as YAML, and what they cannot hold.
fn package(selection: &Selection) -> (String, Vec<ExportLoss>) {
    let mut losses = Losses::default();
    let mut matches = String::new();
    for reply in &selection.replies {
        losses.add_dropped(reply, &DROPPED);
        for wording in &reply.wordings {
            let mut dialect = Variables::new(selection);
            let mut texts = Texts { selection, reply, losses: &mut losses };
            let text = texts.joined(wording, &mut dialect);
            if !text.trim().is_empty() {
                matches.push_str(&a_match(reply, wording, &text, &dialect));
            }
        }
    }
    let text = if matches.is_empty() { "matches: []\n".to_owned() } else { format!("matches:\n{matches}") };
    (text, losses.list)
}

fn a_match(reply: &Reply, wording: &Wording, text: &str, variables: &Variables<'_>) -> String {
    let mut lines = Vec::new();
    if let Some(code) = &reply.code {
        lines.push(format!("trigger: {}", quoted(&format!(":{code}"))));
    }
    let nth = reply.wordings.iter().position(|own| std::ptr::eq(own, wording)).unwrap_or(0) + 1;
    let label =
        if reply.wordings.len() > 1 { format!("{} ({nth})", reply.title) } else { reply.title.clone() };
    lines.push(format!("label: {}", quoted(&label)));
    let terms: Vec<String> = [&reply.title].into_iter().chain(&reply.tags).map(|term| quoted(term)).collect();
    lines.push(format!("search_terms: [{}]", terms.join(", ")));
    lines.push(format!("replace: {}", quoted(text)));
    lines.extend(variables.lines());
    let mut item = String::new();
    for (line_idx, line) in lines.iter().enumerate() {
        let lead = if line_idx == 0 { "  - " } else { "    " };
        item.push_str(lead);
        item.push_str(line);
        item.push('\n');
    }
    item
}

/// The variables of a match, in the order in which they are first used.
struct Variables<'a> {
    selection: &'a Selection,
    /// Asked for, with the names that they have in the form.
    fields: Vec<(String, Placeholder)>,
    /// The names of the others, with what is written behind.
    others: Vec<(String, String)>,
}

impl<'a> Variables<'a> {
    fn new(selection: &'a Selection) -> Self {
        Self { selection, fields: Vec::new(), others: Vec::new() }
    }

    /// A variable that is no field; the same one is made once.
    fn other(&mut self, kind: &str, rest: String) -> String {
        let known = self.others.iter().find(|(_, known)| *known == rest).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let name = format!("{kind}{}", self.others.len() + 1);
            self.others.push((name.clone(), rest));
            name
        });
        format!("{{{{{name}}}}}")
    }

    /// The lines of a match with its variables.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.fields.is_empty() && self.others.is_empty() {
            return lines;
        }
        lines.push("vars:".to_owned());
        for (name, rest) in &self.others {
            lines.push(format!("  - name: {name}"));
            lines.extend(rest.lines().map(|line| format!("    {line}")));
        }
        if !self.fields.is_empty() {
            lines.extend(self.form());
        }
        lines
    }

    fn form(&self) -> Vec<String> {
        let layout: Vec<String> =
            self.fields.iter().map(|(name, field)| format!("{}: [[{name}]]", field.name)).collect();
        let mut lines = vec![
            "  - name: form1".to_owned(),
            "    type: form".to_owned(),
            "    params:".to_owned(),
            format!("      layout: {}", quoted(&layout.join("\n"))),
            "      fields:".to_owned(),
        ];
        for (name, field) in &self.fields {
            lines.push(format!("        {name}: {}", self.control(field)));
        }
        lines
    }

    /// How a field is asked for.
    fn control(&self, field: &Placeholder) -> String {
        let declared = self.selection.field(&field.name);
        let of_field = declared.map(|declared| &declared.choices);
        let choices = if field.choices.is_empty() { of_field } else { Some(&field.choices) };
        let default = field.default.as_ref().or(declared.and_then(|declared| declared.default.as_ref()));
        let mut parts = Vec::new();
        match choices.filter(|choices| !choices.is_empty()) {
            Some(choices) => {
                let values: Vec<String> = choices.iter().map(|choice| quoted(choice)).collect();
                parts.push("type: choice".to_owned());
                parts.push(format!("values: [{}]", values.join(", ")));
            }
            None if declared.is_some_and(|declared| declared.kind == FieldKind::LongText) => {
                parts.push("multiline: true".to_owned());
            }
            None => {}
        }
        parts.extend(
            default
                .filter(|default| !default.contains('{'))
                .map(|default| format!("default: {}", quoted(default))),
        );
        format!("{{{}}}", parts.join(", "))
    }
}

impl Dialect for Variables<'_> {
    fn plain(&mut self, text: &str) -> String {
        text.replace("{{", "\\{\\{").replace("}}", "\\}\\}")
    }

    fn field(&mut self, field: &Placeholder) -> Option<Written> {
        if field.name == CLIPBOARD {
            let text = self.other("clipboard", "type: clipboard\n".to_owned());
            return Some(Written { text, is_whole: true });
        }
        let known = self.fields.iter_mut().find(|(_, known)| known.name == field.name);
        let name = if let Some((name, known)) = known {
            // One that gives choices or a default may come behind one that does not.
            if known.choices.is_empty() {
                known.choices.clone_from(&field.choices);
            }
            known.default = known.default.take().or_else(|| field.default.clone());
            name.clone()
        } else {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let word: String = field.name.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
            let is_taken = self.fields.iter().any(|(name, _)| *name == word);
            let name = if is_taken { format!("{word}_{}", self.fields.len() + 1) } else { word };
            self.fields.push((name.clone(), field.clone()));
            name
        };
        Some(Written { text: format!("{{{{form1.{name}}}}}"), is_whole: field.day.is_none() })
    }

    fn clock(&mut self, clock: Clock, days: i16, format: Option<&Format>) -> Option<String> {
        let usual = match clock {
            Clock::Date => "M月d日",
            Clock::Time => "H:mm",
            Clock::WorkingDay | Clock::Greeting => return None,
        };
        let format = strftime(format.map_or(usual, Format::source));
        let mut rest = format!("type: date\nparams:\n  format: {}\n", quoted(&format));
        if days != 0 {
            // Writing to a text cannot fail.
            let _written = writeln!(rest, "  offset: {}", i64::from(days) * DAY);
        }
        if format.contains(['a', 'A']) {
            rest.push_str("  locale: \"zh-CN\"\n");
        }
        Some(self.other("date", rest))
    }
}

/// One of our formats as the `strftime` of espanso has it.
fn strftime(format: &str) -> String {
    let letters: Vec<char> = format.chars().collect();
    let runs = letters.chunk_by(|one, other| one == other && one.is_ascii_alphabetic());
    let part = |run: &[char]| match (run.first().copied().unwrap_or_default(), run.len()) {
        ('y', 2) => "%y".to_owned(),
        ('y', _) => "%Y".to_owned(),
        ('M', 1) => "%-m".to_owned(),
        ('M', _) => "%m".to_owned(),
        ('d', 1) => "%-d".to_owned(),
        ('d', _) => "%d".to_owned(),
        ('H', 1) => "%-H".to_owned(),
        ('H', _) => "%H".to_owned(),
        ('m', 1) => "%-M".to_owned(),
        ('m', _) => "%M".to_owned(),
        ('E', 1) => "周%a".to_owned(),
        ('E', _) => "%A".to_owned(),
        ('%', _) => "%%".to_owned(),
        _ => run.iter().collect(),
    };
    runs.map(part).collect()
}

/// A text between double quotes, as YAML reads it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                // Writing to a text cannot fail.
                let _written = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
