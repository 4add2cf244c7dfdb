//! Our texts as other tools write them: doubled braces single, placeholders in their way, snippets put in.

use super::loss::{ExportLossKind, Losses};
use super::selection::Selection;
use crate::model::{Message, Reply, Wording};
use crate::template::{self, Clock, Format, MAX_SNIPPET_DEPTH, Placeholder, Segment};

/// How another tool writes what is filled in. Each gives `None` for what the tool has nothing for: the name then stands in
/// the text, in brackets.
pub(super) trait Dialect {
    /// A text as the tool has to have it so that it says the same.
    fn plain(&mut self, text: &str) -> String {
        text.to_owned()
    }

    /// A field that is asked for, the copied text included.
    fn field(&mut self, _field: &Placeholder) -> Option<Written> {
        None
    }

    /// The date or the time.
    fn clock(&mut self, _clock: Clock, _days: i16, _format: Option<&Format>) -> Option<String> {
        None
    }

    /// The text of another reply of the selection; where this is `None` the text itself is put in.
    fn snippet(&mut self, _reply: &Reply) -> Option<String> {
        None
    }
}

/// A placeholder in the way of another tool.
pub(super) struct Written {
    pub text: String,
    /// Whether it does all that ours does.
    pub is_whole: bool,
}

/// Writes the texts of a reply.
pub(super) struct Texts<'a> {
    pub selection: &'a Selection,
    pub reply: &'a Reply,
    pub losses: &'a mut Losses,
}

impl Texts<'_> {
    /// The messages of a wording as one text, a line break between two.
    pub(super) fn joined(&mut self, wording: &Wording, dialect: &mut dyn Dialect) -> String {
        let texts: Vec<String> = self.each(wording, dialect);
        if texts.len() > 1 {
            self.losses.add(self.reply, ExportLossKind::Messages, &texts.len().to_string());
        }
        texts.join("\n")
    }

    /// The texts of a wording; pictures are left out.
    fn each(&mut self, wording: &Wording, dialect: &mut dyn Dialect) -> Vec<String> {
        let mut texts = Vec::new();
        for message in &wording.messages {
            match message {
                Message::Text(text) => texts.push(self.text(text, dialect, 0)),
                Message::Image(path) => self.losses.add(self.reply, ExportLossKind::Picture, path),
            }
        }
        texts
    }

    /// A text; `depth` is how many snippets it is in.
    fn text(&mut self, source: &str, dialect: &mut dyn Dialect, depth: usize) -> String {
        let parsed = template::parse(source);
        parsed.segments.iter().map(|segment| self.segment(segment, source, dialect, depth)).collect()
    }

    fn segment(
        &mut self,
        segment: &Segment,
        source: &str,
        dialect: &mut dyn Dialect,
        depth: usize,
    ) -> String {
        let written = |span: &std::ops::Range<usize>| source.get(span.clone()).unwrap_or_default();
        match segment {
            Segment::Text(text) => dialect.plain(text),
            Segment::Field(field) => match dialect.field(field) {
                Some(Written { text, is_whole: true }) => text,
                Some(Written { text, is_whole: false }) => {
                    self.losses.add(self.reply, ExportLossKind::Placeholder, written(&field.span));
                    text
                }
                None => self.gap(&field.name, written(&field.span), dialect),
            },
            Segment::Clock { clock, days, format, span } => dialect
                .clock(*clock, *days, format.as_ref())
                .unwrap_or_else(|| self.gap(clock.name(), written(span), dialect)),
            Segment::Snippet { key, span } => {
                self.snippet(key, dialect, depth).unwrap_or_else(|| self.gap(key, written(span), dialect))
            }
            Segment::Sum { sum, span } => self.gap(sum.source(), written(span), dialect),
            Segment::Broken(raw) => self.gap(raw.trim_matches(['{', '}']), raw, dialect),
        }
    }

    fn gap(&mut self, name: &str, source: &str, dialect: &mut dyn Dialect) -> String {
        self.losses.add(self.reply, ExportLossKind::Placeholder, source);
        dialect.plain(&format!("【{name}】"))
    }

    /// The first wording of another reply.
    fn snippet(&mut self, key: &str, dialect: &mut dyn Dialect, depth: usize) -> Option<String> {
        let selection = self.selection;
        let reply = selection.snippet(key).filter(|_| depth < MAX_SNIPPET_DEPTH)?;
        if let Some(written) = dialect.snippet(reply) {
            return Some(written);
        }
        let always = reply.wordings.iter().find(|wording| wording.when.is_always());
        let texts = always.or(reply.wordings.first())?.messages.iter().filter_map(Message::text);
        let texts: Vec<String> = texts.map(|text| self.text(text, dialect, depth + 1)).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }
}

/// The dialect of tools without placeholders.
pub(super) struct Plain;

impl Dialect for Plain {}
