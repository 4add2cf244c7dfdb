//! Texts of other replies, put into a text where it names them: `{片段:标题}`.

use super::SNIPPET;
use super::parse::parse;
use super::segments::{Segment, Template};

impl Template {
    /// Puts the texts of other replies in. `text_of` gives the text that a key stands for; a reply that is not there, that takes
    /// itself in, or that makes the text endless stays as a placeholder that cannot be read. Spans of what was put in mean
    /// nothing.
    #[must_use]
    pub fn expanded(self, text_of: &dyn Fn(&str) -> Option<String>) -> Self {
        let segments = expanded(self.segments, text_of, &mut Vec::new(), &mut { LONGEST_EXPANSION });
        Self { segments, problems: self.problems }
    }
}

/// `within` are the snippets that lead here, `room` is how many more bytes may be taken in.
fn expanded(
    segments: Vec<Segment>,
    text_of: &dyn Fn(&str) -> Option<String>,
    within: &mut Vec<String>,
    room: &mut usize,
) -> Vec<Segment> {
    let mut out = Vec::with_capacity(segments.len());
    for segment in segments {
        let Segment::Snippet { key, .. } = &segment else {
            out.push(segment);
            continue;
        };
        let is_open = !within.contains(key) && within.len() < MAX_SNIPPET_DEPTH;
        let text = if is_open { text_of(key) } else { None };
        match text.and_then(|text| Some((room.checked_sub(text.len() + 1)?, text))) {
            Some((left, text)) => {
                *room = left;
                within.push(key.clone());
                out.extend(expanded(parse(&text).segments, text_of, within, room));
                within.pop();
            }
            None => out.push(Segment::Broken(format!("{{{SNIPPET}:{key}}}"))),
        }
    }
    out
}

/// Snippets within snippets: those deeper are not put in.
pub const MAX_SNIPPET_DEPTH: usize = 8;

/// How many bytes of snippets are taken in.
const LONGEST_EXPANSION: usize = 50_000;
