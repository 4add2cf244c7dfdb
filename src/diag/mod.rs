//! What is wrong with a user's file or text, where, and how bad it is.
//!
//! A [`Diagnostic`] carries a [`Problem`] (a code with arguments); the words, in Chinese or English,
//! are made in [`crate::lang`] where they are shown. Left out on purpose: reading files and printing.

mod nearest;
mod place;
mod problem;
mod rule;
mod syntax;
mod system;

pub use nearest::nearest;
pub use place::{FilePlace, Lines};
pub use problem::Problem;
pub use rule::{Cause, Finding, ForbiddenWord, Form, Judgement, Rule, Said};
pub use syntax::{Expected, SyntaxError, Token};
pub use system::SystemError;

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Deserialize;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Perhaps nothing at all: somebody with time may look. It keeps nothing from being copied.
    Hint,
    /// The text still works; something is probably not meant so.
    #[default]
    Warning,
    /// Something was left out, or cannot be copied.
    Error,
}

impl Severity {
    /// The stable name that `check --json` prints.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's name as the user knows it.
    pub file: Arc<str>,
    /// Where it is; `None` when the whole file is meant.
    pub place: Option<FilePlace>,
    /// The id of the reply concerned, or its title where the id is what is wrong.
    pub reply: Option<String>,
    /// In characters of the message, counted from 0; for problems of a placeholder or a rule.
    pub range_in_text: Option<Range<usize>>,
    /// What is wrong.
    pub problem: Problem,
}

impl Diagnostic {
    /// A problem of the file as a whole.
    pub fn of_file(file: &Arc<str>, problem: Problem) -> Self {
        Self { file: Arc::clone(file), place: None, reply: None, range_in_text: None, problem }
    }

    /// How bad it is, see [`Problem::severity`].
    pub fn severity(&self) -> Severity {
        self.problem.severity()
    }

    /// `file:line:column`, or the file alone.
    pub fn location(&self) -> String {
        match &self.place {
            Some(place) => format!("{}:{}:{}", self.file, place.line, place.column),
            None => self.file.to_string(),
        }
    }

    /// `location: severity: message`, the line with carets under the place, and the advice, as a compiler prints them. All
    /// words come from the caller, in the user's language.
    pub fn snippet(&self, severity: &str, message: &str, advice_label: &str, advice: Option<&str>) -> String {
        let mut out = format!("{}: {severity}: {message}", self.location());
        if let Some(place) = &self.place {
            let byte_of = |column: usize| {
                place.line_text.char_indices().nth(column).map_or(place.line_text.len(), |(at, _)| at)
            };
            let start = byte_of(place.column_in_text);
            let end = byte_of(place.column_in_text + place.length);
            let snippet = Snippet::source(place.line_text.as_str())
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(start..end));
            out.push('\n');
            out.push_str(&Renderer::plain().render(&[Group::with_level(Level::ERROR).element(snippet)]));
        }
        if let Some(advice) = advice {
            out.push_str("\n  = ");
            out.push_str(advice_label);
            out.push_str(": ");
            out.push_str(advice);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_wide_characters_it_means() {
        let text = "(\n    标题: \"催发货\",\n)";
        let at = text.find("标题").unwrap();
        let diagnostic = Diagnostic {
            file: "my.ron".into(),
            place: Some(Lines::of(text).place(&(at..at + "标题".len()))),
            reply: None,
            range_in_text: None,
            problem: Problem::UnknownField { name: "标题".into(), suggestion: Some("title".into()) },
        };
        let shown = diagnostic.snippet("警告", "没有“标题”这个字段", "建议", Some("是不是 title"));
        insta::assert_snapshot!(shown, @r#"
        my.ron:2:5: 警告: 没有“标题”这个字段
          |
        2 |     标题: "催发货",
          |     ^^^^
          = 建议: 是不是 title
        "#);
    }
}
