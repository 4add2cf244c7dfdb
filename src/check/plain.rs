//! The form in which rules read a text: what writers vary without meaning something else is gone.

use std::ops::Range;

use crate::text::{is_hanzi, normal};

/// What stands for a placeholder. It is never a part of a word.
const HOLE: char = '\u{fffc}';

/// How many bytes around a match are looked at.
const FAR: usize = 1200;

/// A text in its plain form: lower case, half width, plain hanzi; no quotes, no blanks inside words. Sentences end with
/// `。` or `？`, clauses with `，`.
#[derive(Debug)]
pub(super) struct Plain {
    pub text: String,
    /// For each character where it begins in `text`, and the bytes of the original that it stands for.
    places: Vec<(usize, Range<usize>)>,
    /// The clauses with what ends them, as byte ranges; together they are the text.
    pub clauses: Vec<Range<usize>>,
    /// The sentences, as ranges of clauses counted from 0; together they are all clauses.
    pub sentences: Vec<Range<usize>>,
}

/// Whether a clause of the plain form ends with `c`.
pub(super) fn is_clause_break(c: char) -> bool {
    c == '，' || is_break(c)
}

/// Whether a sentence of the plain form ends with `c`.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '。' | '？')
}

impl Plain {
    /// `holes` are byte ranges of `original` whose content nobody knows yet, ascending.
    pub(super) fn of(original: &str, holes: &[Range<usize>]) -> Self {
        let chars = unified(original, holes);
        let mut plain = Self {
            text: String::with_capacity(original.len()),
            places: Vec::new(),
            clauses: Vec::new(),
            sentences: Vec::new(),
        };
        for (idx, (c, place)) in chars.iter().enumerate() {
            let before = idx.checked_sub(1).and_then(|idx| chars.get(idx)).map(|(c, _)| *c);
            let after = chars.get(idx + 1).map(|(c, _)| *c);
            let is_between = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
            let c = match c {
                ' ' if is_spaced_out(&chars, idx) => continue,
                ',' | '，' if is_between(|c| c.is_ascii_digit()) => continue,
                ':' if is_between(|c| c.is_ascii_alphanumeric() || c == '/') => ':',
                ' ' if !is_between(is_hanzi) => ' ',
                ' ' | ',' | '、' | ':' => '，',
                '.' if is_between(|c| c.is_ascii_alphanumeric()) => '.',
                '~' if after.is_some_and(|c| c.is_ascii_digit()) => '~',
                '.' | '!' | ';' | '…' | '~' | '\n' | '\r' | '｡' => '。',
                '?' => '？',
                other => *other,
            };
            plain.places.push((plain.text.len(), place.clone()));
            plain.text.push(c);
            if is_clause_break(c) {
                plain.end_clause(is_break(c));
            }
        }
        plain.end_clause(true);
        plain
    }

    fn end_clause(&mut self, ends_sentence: bool) {
        let start = self.clauses.last().map_or(0, |last| last.end);
        if start < self.text.len() {
            self.clauses.push(start..self.text.len());
        }
        let first = self.sentences.last().map_or(0, |last| last.end);
        if ends_sentence && first < self.clauses.len() {
            self.sentences.push(first..self.clauses.len());
        }
    }

    /// The bytes of the original that a byte range of the plain text stands for.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.places.partition_point(|(at, _)| *at < range.start);
        let behind = self.places.partition_point(|(at, _)| *at < range.end);
        let place = |idx: usize| self.places.get(idx).map(|(_, place)| place.clone());
        let start = place(first).map_or(0, |place| place.start);
        let end = behind.checked_sub(1).and_then(place).map_or(start, |place| place.end);
        start..end.max(start)
    }

    /// The clause around a byte range, as a byte range.
    pub(super) fn clause(&self, range: &Range<usize>) -> Range<usize> {
        self.around(range, is_clause_break)
    }

    /// The sentence around a byte range, with its question mark.
    pub(super) fn sentence(&self, range: &Range<usize>) -> Range<usize> {
        let around = self.around(range, is_break);
        let rest = self.text.get(around.end..).unwrap_or_default();
        around.start..around.end + if rest.starts_with('？') { '？'.len_utf8() } else { 0 }
    }

    /// Up to the breaks before and behind, [`FAR`] at most: what has no breaks is not a sentence.
    fn around(&self, range: &Range<usize>, is_break: fn(char) -> bool) -> Range<usize> {
        let first = self.text.floor_char_boundary(range.start.saturating_sub(FAR));
        let before = self.text.get(first..range.start).unwrap_or_default();
        let break_before = before.char_indices().rfind(|(_, c)| is_break(*c));
        let start = break_before.map_or(first, |(at, c)| first + at + c.len_utf8());
        let last = self.text.ceil_char_boundary(range.end + FAR);
        let behind = self.text.get(range.end..last).unwrap_or_default();
        start..range.end + behind.find(is_break).unwrap_or(behind.len())
    }
}

/// Every character in its normal form with the bytes that it stands for; without what has no width and no sound.
fn unified(original: &str, holes: &[Range<usize>]) -> Vec<(char, Range<usize>)> {
    let mut holes = holes.iter().peekable();
    let mut out: Vec<(char, Range<usize>)> = Vec::with_capacity(original.len() / 2);
    for (at, c) in original.char_indices() {
        let place = at..at + c.len_utf8();
        while holes.next_if(|hole| hole.end <= at).is_some() {}
        if let Some(hole) = holes.peek().filter(|hole| hole.start <= at) {
            if hole.start == at {
                out.push((HOLE, (*hole).clone()));
            }
            continue;
        }
        match normal(c) {
            c if is_silent(c) => {}
            // Emoji and dingbats part words as blanks do.
            ' ' | '\t' | '\u{a0}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1ffff}' => {
                push_blank(&mut out, place);
            }
            c => out.push((c, place)),
        }
    }
    out
}

/// Quotes, and what has no width.
fn is_silent(c: char) -> bool {
    "\"'“”‘’「」『』《》\u{2060}\u{feff}\u{fe0e}\u{fe0f}\u{ad}".contains(c)
        || ('\u{200b}'..='\u{200f}').contains(&c)
}

fn push_blank(out: &mut Vec<(char, Range<usize>)>, place: Range<usize>) {
    match out.last_mut() {
        Some((' ', known)) => known.end = place.end,
        Some(_) | None => out.push((' ', place)),
    }
}

/// Whether the blank at `idx` is beside a hanzi of its own: 保 证 is one word, 在的 亲爱的 are two.
fn is_spaced_out(chars: &[(char, Range<usize>)], idx: usize) -> bool {
    let at = |idx: Option<usize>| idx.and_then(|idx| chars.get(idx)).map(|(c, _)| *c);
    let is_single = |near: Option<usize>, far: Option<usize>| {
        at(near).is_some_and(is_hanzi) && at(far).is_none_or(|c| !is_hanzi(c))
    };
    is_single(idx.checked_sub(1), idx.checked_sub(2)) || is_single(Some(idx + 1), Some(idx + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_nothing_is_gone_and_breaks_are_alike() {
        let cases = [
            ("保 证三天到", "保证三天到"),
            ("在的亲 这款有货", "在的亲，这款有货"),
            ("保\u{200b}证“三天”到！", "保证三天到。"),
            ("１,２９９元，15:00 前", "1299元，15:00前"),
            ("说明：3~5天…好~", "说明，3~5天。好。"),
            ("絕對最好😀吗?", "绝对最好吗？"),
        ];
        for (text, plain) in cases {
            assert_eq!(Plain::of(text, &[]).text, plain);
        }
    }

    #[test]
    fn what_has_no_breaks_is_not_gone_through_to_its_end() {
        let plain = Plain::of(&"好".repeat(5000), &[]);
        let sentence = plain.sentence(&(6000..6003));
        assert!(sentence.start > 4000 && sentence.end < 8000, "{sentence:?}");
        assert!(plain.text.is_char_boundary(sentence.start) && plain.text.is_char_boundary(sentence.end));
    }

    #[test]
    fn ranges_lead_back_to_the_original() {
        let text = "亲，{店铺名}保 证今天到。";
        let hole = text.find('{').unwrap()..text.find('}').unwrap() + 1;
        let plain = Plain::of(text, std::slice::from_ref(&hole));
        assert_eq!(plain.text, "亲，\u{fffc}保证今天到。");
        let found = plain.text.find("保证").unwrap();
        let range = found..found + "保证".len();
        assert_eq!(text.get(plain.original(&range)), Some("保 证"));
        assert_eq!(plain.text.get(plain.clause(&range)), Some("\u{fffc}保证今天到"));
        let filled = plain.text.find(HOLE).unwrap();
        assert_eq!(plain.original(&(filled..filled + HOLE.len_utf8())), hole);
    }
}
