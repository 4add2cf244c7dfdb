//! What every RON file of ours is read with: fields by name, values by type, and a message for all that does not fit.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::faults;
use super::mentions::{Mention, Mentioned};
use crate::diag::{Diagnostic, Expected, Lines, Problem, nearest};
use crate::ron_edit::{Fault, Field, Kind, Node, Recovered, Shape, recover};

pub(in crate::store) fn wrong(name: &str, expected: Expected) -> Problem {
    Problem::WrongType { name: name.to_owned(), expected }
}

/// The text being read, and what was found wrong in it so far.
pub(in crate::store) struct Reader<'a> {
    file: Arc<str>,
    pub text: &'a str,
    lines: Lines<'a>,
    /// The reply that is being read, for the messages.
    pub reply: Option<String>,
    /// The bytes of merge conflicts, of which both sides are read.
    pub conflicts: Vec<Range<usize>>,
    /// Where parts of the file may be missing from what was read, in bytes.
    pub damaged: Vec<usize>,
    /// Whether texts are noted among the mentions.
    pub looks_at_texts: bool,
    /// What can be checked only when the whole file is read.
    pub mentions: Vec<Mention>,
    /// Where the fields of the file begin.
    field_starts: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
    /// For how many names another one was looked for.
    suggestions: usize,
}

/// How much was found at some point of reading.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct FoundCount {
    mistakes: usize,
    mentions: usize,
}

/// How many suggestions are made for one file: each name is compared with all that are known.
const MAX_SUGGESTIONS: usize = 100;

impl<'a> Reader<'a> {
    /// Reads the outermost struct of a file: its fields, none where there is no such struct.
    pub(in crate::store) fn open(file: &str, text: &'a str, shape: &Shape) -> (Self, Vec<Field>) {
        let Recovered { root, faults, conflicts } = recover(text, shape);
        let mut reader = Self {
            file: file.into(),
            text,
            lines: Lines::of(text),
            reply: None,
            conflicts,
            damaged: faults.iter().map(|fault| fault.span.start).collect(),
            looks_at_texts: false,
            mentions: Vec::new(),
            field_starts: Vec::new(),
            diagnostics: Vec::new(),
            suggestions: 0,
        };
        for Fault { span, kind } in faults {
            let problem = faults::problem(kind, &reader.lines);
            reader.report(&span, problem);
        }
        let fields = match root {
            Some(Node { kind: Kind::Struct(fields), .. }) => fields,
            Some(Node { kind: Kind::Tuple { items, .. }, .. }) if items.is_empty() => Vec::new(),
            Some(node) => {
                reader.report(&node.span, wrong("(…)", Expected::Struct));
                Vec::new()
            }
            None => Vec::new(),
        };
        reader.field_starts = fields.iter().map(|field| field.name_span.start).collect();
        (reader, fields)
    }

    /// Whether a part of the file is between the markers of a merge conflict, or around them.
    pub(in crate::store) fn is_in_conflict(&self, span: &Range<usize>) -> bool {
        self.conflicts.iter().any(|conflict| conflict.start < span.end && span.start < conflict.end)
    }

    /// The 1-based line of a byte position.
    pub(in crate::store) fn line(&self, at: usize) -> usize {
        self.lines.line(at)
    }

    /// What was found wrong, in the order of the file.
    pub(in crate::store) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|found| found.place.as_ref().map(|place| (place.line, place.column)));
        self.diagnostics
    }

    /// The name that is probably meant, see [`nearest`]; none any more where a file has very many that nobody knows.
    pub(in crate::store) fn suggestion<'n>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        self.suggestions += 1;
        if self.suggestions <= MAX_SUGGESTIONS { nearest(name, known) } else { None }
    }

    /// How many mistakes were found so far.
    pub(in crate::store) fn mistakes(&self) -> usize {
        self.diagnostics.len()
    }

    /// How much was found so far.
    pub(in crate::store) fn found(&self) -> FoundCount {
        FoundCount { mistakes: self.diagnostics.len(), mentions: self.mentions.len() }
    }

    /// The reply that is being read has this id, which the file does not give: so it is called in what was found behind
    /// `before`, and from now on.
    pub(in crate::store) fn name_reply(&mut self, before: FoundCount, id: &str) {
        self.reply = Some(id.to_owned());
        for found in self.diagnostics.iter_mut().skip(before.mistakes) {
            found.reply.clone_from(&self.reply);
        }
        for found in self.mentions.iter_mut().skip(before.mentions) {
            found.reply.clone_from(&self.reply);
        }
    }

    /// Notes something that can be checked only when the whole file is read. It is at `span`.
    pub(in crate::store) fn mention(&mut self, span: &Range<usize>, what: Mentioned) {
        if what.is_wanted(self.looks_at_texts) {
            self.mentions.push(Mention { reply: self.reply.clone(), place: span.clone(), what });
        }
    }

    /// Whether a part of a field of the file may be missing, or what is between it and the next one.
    pub(in crate::store) fn is_damaged(&self, field: &Field) -> bool {
        let start = field.name_span.start;
        let behind = self.field_starts.iter().copied().filter(|other| *other > start).min();
        let extent = start..=behind.unwrap_or(self.text.len());
        self.damaged.iter().any(|at| extent.contains(at))
    }

    pub(in crate::store) fn report(&mut self, span: &Range<usize>, problem: Problem) {
        self.report_in_text(span, None, problem);
    }

    /// Reports a problem at some bytes of the file, with the characters of the reply's text that it concerns.
    pub(in crate::store) fn report_in_text(
        &mut self,
        span: &Range<usize>,
        range_in_text: Option<Range<usize>>,
        problem: Problem,
    ) {
        self.diagnostics.push(Diagnostic {
            file: Arc::clone(&self.file),
            place: Some(self.lines.place(span)),
            reply: self.reply.clone(),
            range_in_text,
            problem,
        });
    }

    /// Reports the fields that `known` does not name and those given twice; gives back the others.
    pub(in crate::store) fn check_names<'n>(
        &mut self,
        fields: &'n [Field],
        known: &[&str],
    ) -> Vec<&'n Field> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for field in fields {
            let name = field.name.clone();
            if !known.contains(&field.name.as_str()) {
                let suggestion = self.suggestion(&field.name, known.iter().copied());
                self.report(&field.name_span, Problem::UnknownField { name, suggestion });
            } else if seen.insert(field.name.as_str()) {
                out.push(field);
            } else {
                self.report(&field.name_span, Problem::RepeatedField { name });
            }
        }
        out
    }

    pub(in crate::store) fn text_of(&mut self, field: &Field) -> String {
        self.optional_text(field).unwrap_or_default()
    }

    /// A text, `None`, or `Some(text)`.
    pub(in crate::store) fn optional_text(&mut self, field: &Field) -> Option<String> {
        if let Some(text) = field.value.as_text() {
            return Some(text.to_owned());
        }
        match &field.value.kind {
            Kind::Bare(word) if word == "None" => return None,
            Kind::Tuple { name: Some(name), items } if name == "Some" && items.len() == 1 => {
                if let Some(text) = items.first().and_then(Node::as_text) {
                    return Some(text.to_owned());
                }
            }
            Kind::Struct(_)
            | Kind::Tuple { .. }
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Text(_)
            | Kind::Bare(_) => {}
        }
        self.report(&field.value.span, wrong(&field.name, Expected::Text));
        None
    }

    /// A list of texts; a single one needs no list.
    pub(in crate::store) fn texts(&mut self, field: &Field) -> Vec<String> {
        if let Some(text) = field.value.as_text() {
            return vec![text.to_owned()];
        }
        let Some(items) = field.value.as_list() else {
            self.report(&field.value.span, wrong(&field.name, Expected::Texts));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match item.as_text() {
                Some(text) => texts.push(text.to_owned()),
                None => self.report(&item.span, wrong(&field.name, Expected::Texts)),
            }
        }
        texts
    }
}
