//! The form in which rules read a text: what writers vary without meaning something else is gone, and where its clauses
//! and sentences are.

use std::ops::Range;

use crate::text::{is_clause_end, is_hanzi, normal};

/// What stands for a placeholder. It is never a part of a word.
pub(super) const HOLE: char = '\u{fffc}';

/// In bytes: a clause that ends with a particle has at least so many, which are three hanzi.
const MIN_CLAUSE: usize = 9;

/// A text in its plain form: lower case, half width, plain hanzi; no quotes, no blanks inside words. Sentences end with
/// `。` or `？`, clauses with `，`.
#[derive(Debug)]
pub(super) struct Plain {
    pub text: String,
    /// For each character where it begins in `text`, and the bytes of the original that it stands for.
    places: Vec<(usize, Range<usize>)>,
    /// The clauses with what ends them, as byte ranges; together they are the text. One without a word is part of the
    /// clause before.
    pub clauses: Vec<Range<usize>>,
    /// The sentences, as ranges of clauses counted from 0; together they are all clauses.
    pub sentences: Vec<Range<usize>>,
}

/// Words after which agents go on without any mark: 是的呢亲地址核对一下哦.
fn is_particle(c: char) -> bool {
    // A match on the character: searching a string for it took a twentieth of a check.
    matches!(c, '哦' | '呢' | '哈' | '啦' | '咯' | '哒' | '噢' | '呀' | '亲')
}

/// 亲爱, 亲子, 亲肤 …: words in which 亲 does not address the buyer.
fn makes_word_of_kin(behind: char) -> bool {
    matches!(behind, '爱' | '子' | '肤' | '戚' | '测' | '密' | '自' | '友' | '情' | '人' | '民')
}

/// Whether a sentence of the plain form ends with `c`.
fn is_break(c: char) -> bool {
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
            if is_clause_end(c) || plain.pauses(c, after) {
                plain.end_clause(is_break(c));
            }
        }
        plain.end_clause(true);
        plain
    }

    /// Whether a clause ends with a particle, without any mark.
    fn pauses(&self, c: char, after: Option<char>) -> bool {
        let goes_on =
            |after: char| is_hanzi(after) && !is_particle(after) && !(c == '亲' && makes_word_of_kin(after));
        is_particle(c) && self.text.len() >= self.clause_start() + MIN_CLAUSE && after.is_some_and(goes_on)
    }

    /// Where the clause begins that is being read.
    fn clause_start(&self) -> usize {
        self.clauses.last().map_or(0, |last| last.end)
    }

    fn end_clause(&mut self, ends_sentence: bool) {
        let start = self.clause_start();
        let clause = self.text.get(start..).unwrap_or_default();
        let has_words = clause.chars().any(|c| c.is_alphanumeric() || c == HOLE);
        match self.clauses.last_mut() {
            _ if clause.is_empty() => {}
            Some(last) if !has_words => last.end = self.text.len(),
            Some(_) | None => self.clauses.push(start..self.text.len()),
        }
        let first = self.sentences.last().map_or(0, |last| last.end);
        if ends_sentence && first < self.clauses.len() {
            self.sentences.push(first..self.clauses.len());
        }
    }

    /// The byte range of clauses, counted from 0.
    pub(super) fn range_of(&self, clauses: &Range<usize>) -> Range<usize> {
        let at = |idx: usize| self.clauses.get(idx).cloned().unwrap_or_default();
        at(clauses.start).start..at(clauses.end.saturating_sub(1)).end
    }

    /// The words of the clause around a place, as a byte range.
    pub(super) fn clause_at(&self, at: usize) -> Range<usize> {
        let behind = self.clauses.partition_point(|clause| clause.end <= at);
        self.clauses.get(behind).map(|clause| self.words_of(clause)).unwrap_or_default()
    }

    /// What ends the clause in front of a place: a mark, `，` for a particle; `None` at the beginning.
    pub(super) fn mark_before(&self, at: usize) -> Option<char> {
        let before = self.text.get(..at)?.chars().next_back()?;
        Some(if is_break(before) { before } else { '，' })
    }

    /// A clause without the marks at its ends, as a byte range.
    pub(super) fn words_of(&self, clause: &Range<usize>) -> Range<usize> {
        let text = self.text.get(clause.clone()).unwrap_or_default();
        let is_mark = |c: char| is_clause_end(c) || c == ' ';
        let start = clause.start + text.len() - text.trim_start_matches(is_mark).len();
        start..(clause.start + text.trim_end_matches(is_mark).len()).max(start)
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
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》')
        || matches!(c, '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}' | '\u{200b}'..='\u{200f}')
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
    fn clauses_end_with_marks_and_with_particles() {
        let plain = Plain::of("是的呢亲请核对一下地址哦，亲爱的！！今天有货哈~", &[]);
        let clauses: Vec<&str> =
            plain.clauses.iter().filter_map(|clause| plain.text.get(clause.clone())).collect();
        assert_eq!(clauses, ["是的呢亲", "请核对一下地址哦，", "亲爱的。。", "今天有货哈。"]);
        assert_eq!(plain.sentences, [0..3, 3..4]);
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
        let filled = plain.text.find(HOLE).unwrap();
        assert_eq!(plain.original(&(filled..filled + HOLE.len_utf8())), hole);
    }
}
