//! What a parsed text is made of, and what can be asked of it.

use std::ops::Range;

use super::SNIPPET;
use super::clock::{Clock, Format};
use super::problem::TemplateProblem;
use super::sum::Sum;

/// A parsed text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// In the order of the text; nothing of the source is left out.
    pub segments: Vec<Segment>,
    /// What is wrong, with byte ranges in the source text, in order.
    pub problems: Vec<(Range<usize>, TemplateProblem)>,
}

/// A piece of a template. Spans are bytes in the source text, braces included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Plain text; doubled braces are single here.
    Text(String),
    /// A field to fill.
    Field(Placeholder),
    /// `{日期}`, `{工作日+2}`, `{时间=H点}`: of the moment it is copied.
    Clock {
        /// Which of the clock's placeholders.
        clock: Clock,
        /// So many days later, or earlier for a negative number.
        days: i16,
        /// How it is written; `None` for the usual way.
        format: Option<Format>,
        /// Bytes in the source text, braces included.
        span: Range<usize>,
    },
    /// `{片段:标题}`: the text of another reply, named by id, code or title.
    Snippet {
        /// The id, code or title of the reply.
        key: String,
        /// Bytes in the source text, braces included.
        span: Range<usize>,
    },
    /// `{=金额/365}`
    Sum {
        /// What is worked out.
        sum: Sum,
        /// Bytes in the source text, braces included.
        span: Range<usize>,
    },
    /// A placeholder that cannot be read, as it is written in the source. It is never copied.
    Broken(String),
}

/// `{name}`, `{name:default}`, `{name|one|two}`, for a date also `{name+3=M月d日}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Without what is behind it.
    pub name: String,
    /// What fills it unless somebody gives another value.
    pub default: Option<String>,
    /// Empty for a free text.
    pub choices: Vec<String>,
    /// The value is a date, written so many days later in this way.
    pub day: Option<DayText>,
    /// Bytes in the source text, braces included.
    pub span: Range<usize>,
}

/// How the date of a field is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayText {
    /// So many days later, or earlier for a negative number.
    pub days: i16,
    /// `None` for the usual way.
    pub format: Option<Format>,
}

impl Template {
    /// Adds what was read between two braces, or what is there and why it cannot be read.
    pub(super) fn push(&mut self, read: Result<Segment, TemplateProblem>, source: &str, span: Range<usize>) {
        match read {
            Ok(segment) => self.segments.push(segment),
            Err(problem) => {
                self.segments.push(Segment::Broken(source.get(span.clone()).unwrap_or_default().to_owned()));
                self.problems.push((span, problem));
            }
        }
    }

    /// The fields that are asked for by their name, in order, with repeats; those of sums are not among them.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Field(placeholder) => Some(placeholder),
            Segment::Text(_)
            | Segment::Clock { .. }
            | Segment::Snippet { .. }
            | Segment::Sum { .. }
            | Segment::Broken(_) => None,
        })
    }

    /// Every name of a field with its span, in order, with repeats.
    pub fn field_names(&self) -> impl Iterator<Item = (&str, &Range<usize>)> {
        self.segments.iter().flat_map(|segment| match segment {
            Segment::Field(placeholder) => vec![(placeholder.name.as_str(), &placeholder.span)],
            Segment::Sum { sum, span } => sum.fields().into_iter().map(|name| (name, span)).collect(),
            Segment::Text(_) | Segment::Clock { .. } | Segment::Snippet { .. } | Segment::Broken(_) => {
                Vec::new()
            }
        })
    }

    /// Everything that has to be filled in before the text is finished: what is between the braces, and the spans.
    pub fn unfilled(&self) -> impl Iterator<Item = (String, &Range<usize>)> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Field(field) => Some((field.name.clone(), &field.span)),
            Segment::Clock { clock, span, .. } => Some((clock.name().to_owned(), span)),
            Segment::Snippet { key, span } => Some((format!("{SNIPPET}:{key}"), span)),
            Segment::Sum { sum, span } => Some((format!("={}", sum.source()), span)),
            Segment::Text(_) | Segment::Broken(_) => None,
        })
    }

    /// The replies whose texts it takes in, with the spans, in order.
    pub fn snippets(&self) -> impl Iterator<Item = (&str, &Range<usize>)> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Snippet { key, span } => Some((key.as_str(), span)),
            Segment::Text(_)
            | Segment::Field(_)
            | Segment::Clock { .. }
            | Segment::Sum { .. }
            | Segment::Broken(_) => None,
        })
    }
}
