//! Any text as a template: its spans are in order and on characters, and a text is given out whole or not at all.
//!
//! The first line is the value of every field, the rest is the template.

use std::ops::Range;

use suda::template::calendar::Calendar;
use suda::template::{
    Cut, Filled, Piece, Segment, Template, char_range, fields, fill, literal_braces, parse, pieces,
};

use super::{DAYS, first_line};

/// What takes long in a library is cut off there.
const MAX_SEGMENTS: usize = 60_000;

/// The text of `bytes` is a value and a template.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (value, source) = first_line(&text);
    let template = parse(source);
    assert_spans(source, &template);
    assert_expanded(source, template.clone());
    for cut in [Cut::Sentences, Cut::Phrases] {
        assert_eq!(pieces(source, cut).concat(), source, "{cut:?}");
    }
    for day in DAYS {
        let value_of = |_: &str| Some(value.to_owned());
        let now = day.at(23, 59, 59, 999_999_999);
        let filled = fill(std::slice::from_ref(&template), &value_of, now, Calendar::china());
        assert_filled(source, &template, value, &filled[0]);
    }
}

fn assert_spans(source: &str, template: &Template) {
    let mut spans: Vec<Range<usize>> = template.unfilled().map(|(_, span)| span.clone()).collect();
    let problems = template.problems.iter().map(|(span, _)| span.clone());
    assert!(problems.clone().is_sorted_by_key(|span| span.start), "{template:?}");
    spans.extend(problems);
    spans.sort_by_key(|span| span.start);
    let mut at = 0;
    let mut plain = String::new();
    for span in &spans {
        plain += &source[at..span.start];
        let raw = &source[span.clone()];
        assert!(raw.starts_with(['{', '｛', '}', '｝']), "{raw}");
        let chars = char_range(source, span);
        assert_eq!(chars.len(), raw.chars().count());
        at = span.end;
    }
    plain += &source[at..];
    let text: String = template.segments.iter().filter_map(text_of).collect();
    // A doubled brace is one.
    let doubled = plain.chars().count() - text.chars().count();
    let braces = |text: &str| text.matches(['{', '}', '｛', '｝']).count();
    assert_eq!(braces(&plain), 2 * doubled, "{plain}");
    assert_eq!(braces(&text), doubled, "{text}");
    let broken = template.segments.iter().filter(|segment| matches!(segment, Segment::Broken(_))).count();
    assert_eq!(broken, template.problems.len());

    let names = fields([template]).into_iter().map(|field| field.name);
    let mut known: Vec<&str> = Vec::new();
    for (name, _) in template.field_names() {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    assert!(names.eq(known.iter().copied()));
    let literals = literal_braces(source);
    assert!(literals.iter().all(|literal| source[literal.clone()].starts_with("{{")), "{literals:?}");
    assert!(literals.is_sorted_by(|one, next| one.end <= next.start), "{literals:?}");
}

fn text_of(segment: &Segment) -> Option<&str> {
    if let Segment::Text(text) = segment { Some(text) } else { None }
}

/// With the text itself for every snippet, which is the worst that a library can say.
fn assert_expanded(source: &str, template: Template) {
    let text_of = |key: &str| (!key.len().is_multiple_of(3)).then(|| source.to_owned());
    let expanded = template.expanded(&text_of);
    assert!(expanded.segments.len() < MAX_SEGMENTS + source.len());
    assert_eq!(expanded.snippets().count(), 0);
}

fn assert_filled(source: &str, template: &Template, value: &str, filled: &Filled) {
    let gaps =
        filled.pieces.iter().filter(|piece| matches!(piece, Piece::Gap { .. } | Piece::Broken(_))).count();
    let text = filled.text();
    assert_eq!(text.is_ok(), gaps == 0, "{filled:?}");
    match text {
        Ok(text) => {
            assert!(template.problems.is_empty() && template.snippets().count() == 0, "{source}");
            let braces = |text: &str| text.matches(['{', '}', '｛', '｝']).count();
            if braces(value) == 0 {
                let plain: usize = template.segments.iter().filter_map(text_of).map(braces).sum();
                // The way in which a date is written may have one.
                assert!(braces(&text) <= plain, "{source} -> {text}");
            }
            let plain = template.placeholders().filter(|field| field.day.is_none()).count();
            if plain > 0
                && value.chars().any(|c| !c.is_numeric() && !c.is_whitespace())
                && !value.ends_with(is_hanzi)
            {
                assert!(text.contains(value), "{source} -> {text}");
            }
        }
        Err(gaps) => {
            assert!(!gaps.is_empty());
            let is_known = |gap: &String| {
                template.field_names().any(|(name, _)| name == gap) || gap.starts_with(['{', '｛', '}', '｝'])
            };
            assert!(gaps.iter().all(is_known), "{gaps:?} of {source}");
        }
    }
}

fn is_hanzi(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
