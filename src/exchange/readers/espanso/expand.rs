//! The text of a match: its variables, forms and the place of the cursor.

use std::collections::BTreeMap;

use super::super::super::content::{Loss, Piece};
use super::super::super::gaps::{FALLBACK_DATE, Missed, Reading, field, proposed, snippet, strftime};
use super::yaml::{Node, Value};
use crate::template::CLIPBOARD;

/// Variables within variables are followed so deep.
const MAX_DEPTH: usize = 8;
const SECONDS_A_DAY: i64 = 86_400;
const CURSOR: &str = "$|$";

/// The variables that a text can name.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'n> {
    vars: BTreeMap<&'n str, &'n Node<'n>>,
}

impl<'n> Scope<'n> {
    /// Adds the variables of a list; one that is known already stays.
    pub(super) fn add(&mut self, list: &'n Node<'n>) {
        for var in list.items() {
            self.vars.entry(var.text_of("name")).or_insert(var);
        }
    }

    /// These variables before those of another scope.
    pub(super) fn above(mut self, outer: &Self) -> Self {
        for (name, var) in &outer.vars {
            self.vars.entry(name).or_insert(var);
        }
        self
    }

    /// Reads a text; with `fields` also the places of a form, `[[name]]`.
    pub(super) fn read(&self, text: &str, form: Option<Form<'_>>) -> Reading {
        let mut out = Reading::default();
        self.expand(&mut out, text, form, 0);
        out
    }

    fn expand(&self, out: &mut Reading, text: &str, form: Option<Form<'_>>, depth: usize) {
        let mut rest = text;
        let marks = ["{{", CURSOR, "[["];
        loop {
            let found = marks.iter().filter(|mark| form.is_some() || **mark != "[[");
            let next = found.filter_map(|mark| Some((rest.find(mark)?, *mark))).min();
            let Some((at, mark)) = next else {
                out.text.push(rest);
                return;
            };
            let (before, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
            out.text.push(before);
            let inside = behind.strip_prefix(mark).unwrap_or_default();
            let close = if mark == "{{" { "}}" } else { "]]" };
            let inner = inside.split_once(close).filter(|(inner, _)| is_name(inner));
            rest = match (mark, inner, form) {
                (CURSOR, ..) => {
                    out.missed.push(Missed { what: Loss::Cursor, source: CURSOR.to_owned() });
                    inside
                }
                ("{{", Some((name, after)), _) => {
                    self.var(out, name.trim(), &format!("{{{{{name}}}}}"), depth);
                    after
                }
                ("[[", Some((name, after)), Some(form)) => {
                    out.text.pieces.push(form.field(name.trim(), &format!("[[{name}]]")));
                    after
                }
                _ => {
                    out.text.push(mark);
                    inside
                }
            };
        }
    }

    /// `name` may have a dot and the field of a form behind it.
    fn var(&self, out: &mut Reading, name: &str, source: &str, depth: usize) {
        let (whole, part) = name.split_once('.').unwrap_or((name, ""));
        let Some(var) = self.vars.get(whole).filter(|_| depth < MAX_DEPTH) else {
            out.text.pieces.push(field(&proposed(name), source));
            return;
        };
        let empty = Node { line: 0, value: Value::Null };
        let params = var.get("params").unwrap_or(&empty);
        let gap = |choices: Vec<String>| Piece::Field {
            name: proposed(whole),
            source: source.to_owned(),
            default: String::new(),
            choices,
        };
        let mut add_missed = |what, said: &str| {
            out.missed.push(Missed { what, source: format!("{source}: {said}") });
        };
        match var.text_of("type") {
            "echo" => self.expand(out, params.text_of("echo"), None, depth + 1),
            "clipboard" => out.text.pieces.push(Piece::Ours(format!("{{{CLIPBOARD}}}"))),
            "date" => {
                let unknown = || {
                    add_missed(Loss::Calculation, params.text_of("format"));
                    field(FALLBACK_DATE, source)
                };
                let piece = date(params).map_or_else(unknown, Piece::Ours);
                out.text.pieces.push(piece);
            }
            "choice" => out.text.pieces.push(gap(choices(params.get("values")))),
            "random" => out.text.pieces.push(gap(choices(params.get("choices")))),
            "match" => {
                let piece = snippet(&code(params.text_of("trigger")));
                out.text.pieces.push(piece.unwrap_or_else(|| field(&proposed(whole), source)));
            }
            "form" => {
                let (layout, form) = (params.text_of("layout"), Form { fields: params.get("fields") });
                if part.is_empty() {
                    self.expand(out, layout, Some(form), depth + 1);
                } else {
                    out.text.pieces.push(form.labelled(part, layout, source));
                }
            }
            // `shell`, `script`, and what newer versions may have: never run.
            _ => {
                let args = params.get("args").map(|args| args.texts().join(" ")).unwrap_or_default();
                let command = params.text_of("cmd");
                add_missed(Loss::Script, if command.is_empty() { &args } else { command });
                out.text.pieces.push(gap(Vec::new()));
            }
        }
    }
}

/// The declarations of the fields of a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'n> {
    pub fields: Option<&'n Node<'n>>,
}

impl Form<'_> {
    /// A field, by the words before it in its line of the layout where there are any: `订单号: [[f1]]`.
    fn labelled(self, name: &str, layout: &str, source: &str) -> Piece {
        let place = format!("[[{name}]]");
        let before = layout.lines().find_map(|line| line.split_once(&place)).map_or("", |(before, _)| before);
        let label = before.trim().trim_end_matches([':', '：']);
        let is_label = !label.is_empty() && label.chars().count() <= 12 && !label.contains([']', '，', '。']);
        let mut piece = self.field(name, source);
        if let Piece::Field { name, .. } = &mut piece
            && is_label
        {
            *name = proposed(label);
        }
        piece
    }

    fn field(self, name: &str, source: &str) -> Piece {
        let declared = self.fields.and_then(|fields| fields.get(name));
        Piece::Field {
            name: proposed(name),
            source: source.to_owned(),
            default: declared.map(|field| field.text_of("default").to_owned()).unwrap_or_default(),
            choices: choices(declared.and_then(|field| field.get("values"))),
        }
    }
}

/// The code that a trigger becomes: without the signs that keep it apart from words.
pub(super) fn code(trigger: &str) -> String {
    let bare = trigger.trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace());
    if bare.is_empty() { trigger.trim().to_owned() } else { bare.to_owned() }
}

fn is_name(inner: &str) -> bool {
    let inner = inner.trim();
    !inner.is_empty() && inner.len() <= 100 && !inner.contains(['\n', '{', '}', '[', ']'])
}

/// A list of texts, or of labels with what is written for each; or the lines of one text.
fn choices(values: Option<&Node<'_>>) -> Vec<String> {
    let choice = |item: &Node<'_>| {
        let id = item.text_of("id");
        let label = item.text_of("label");
        item.text().map_or_else(|| if id.is_empty() { label } else { id }.to_owned(), str::to_owned)
    };
    let listed: Vec<String> = match values.map(|values| &values.value) {
        Some(Value::Text(text)) => text.lines().map(str::to_owned).collect(),
        Some(Value::List(items)) => items.iter().map(choice).collect(),
        Some(Value::Null | Value::Map(_)) | None => Vec::new(),
    };
    listed.into_iter().map(|choice| choice.trim().to_owned()).filter(|choice| !choice.is_empty()).collect()
}

fn date(params: &Node<'_>) -> Option<String> {
    let offset = params.text_of("offset");
    let seconds: i64 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
    let is_whole = seconds % SECONDS_A_DAY == 0;
    is_whole.then(|| strftime(params.text_of("format"), seconds / SECONDS_A_DAY)).flatten()
}
