//! What texts have in common: nearly the same ones, and beginnings and ends that many of them share.

use std::collections::BTreeMap;

/// A text without what agents add without meaning something else: blanks, marks of Chinese, 亲, 哦 and other particles. The
/// marks and the case of Latin letters stay: they are no decoration in a code, a name or a number.
pub(super) fn core_of(text: &str) -> String {
    let is_filler = |c: char| {
        c.is_whitespace()
            || matches!(c, '亲' | '哦' | '呢' | '哈' | '啦' | '呀' | '噢' | '喔' | '哒' | '咯')
            || matches!(
                c,
                '，' | '。' | '！' | '？' | '、' | '；' | '：' | '～' | '~' | '…' | '!' | '“' | '”'
            )
    };
    let core: String = text.chars().filter(|c| !is_filler(*c)).collect();
    // What consists of nothing else is only like itself.
    if core.is_empty() { text.trim().to_owned() } else { core }
}

/// How much two texts have in common, from 0 to 1: the share of neighbouring characters.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let mut counts: BTreeMap<(char, char), usize> = BTreeMap::new();
        for pair in chars.windows(2) {
            if let [first, second] = pair {
                *counts.entry((*first, *second)).or_default() += 1;
            }
        }
        counts
    };
    let (one, other) = (pairs(one), pairs(other));
    let sum = |counts: &BTreeMap<_, usize>| counts.values().sum::<usize>();
    let shared: usize =
        one.iter().map(|(pair, count)| other.get(pair).map_or(0, |there| *count.min(there))).sum();
    let all = sum(&one) + sum(&other);
    if all == 0 { 0.0 } else { ratio(2 * shared, all) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of characters of a text")]
fn ratio(part: usize, all: usize) -> f64 {
    part as f64 / all as f64
}

/// Which end of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Its beginning.
    Beginning,
    /// Its end.
    Close,
}

/// A beginning or an end that many texts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affix {
    /// Which.
    pub end: End,
    /// How it is written most often; where only digits differ, with `#` for each run of them.
    pub text: String,
    /// In how many texts.
    pub count: usize,
}

/// An affix is shared by so many texts at least, and by so many per cent.
const MIN_SHARED: usize = 10;
const MIN_PERCENT: usize = 20;

/// In characters: an affix is no longer, and a text is longer than its affix.
const LONGEST_AFFIX: usize = 20;

/// Beginnings and ends that many of the texts share, the most common first.
pub(super) fn affixes<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Affix> {
    let mut counts: BTreeMap<(End, String), usize> = BTreeMap::new();
    let mut text_count = 0;
    for text in texts {
        text_count += 1;
        for end in [End::Beginning, End::Close] {
            if let Some(affix) = affix_of(text, end) {
                *counts.entry((end, digits_folded(affix))).or_default() += 1;
            }
        }
    }
    let is_shared = |count: &usize| *count >= MIN_SHARED && *count * 100 >= text_count * MIN_PERCENT;
    let shared = counts.into_iter().filter(|(_, count)| is_shared(count));
    let mut found: Vec<Affix> = shared.map(|((end, text), count)| Affix { end, text, count }).collect();
    found.sort_by_key(|affix| std::cmp::Reverse(affix.count));
    found
}

/// The first or the last clause of a text that has more than one, with the mark at it.
fn affix_of(text: &str, end: End) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '，' | '。' | '！' | '~' | '～' | ',' | '!' | '\n' | ' ');
    let text = text.trim();
    let affix = match end {
        End::Beginning => {
            let at = text.find(is_mark)?;
            let behind = text.get(at..)?.trim_start_matches(is_mark);
            text.get(..text.len() - behind.len()).filter(|_| !behind.is_empty())?
        }
        End::Close => {
            let body = text.trim_end_matches(is_mark);
            let at = body.char_indices().rev().find(|(_, c)| is_mark(*c)).map(|(at, c)| at + c.len_utf8())?;
            text.get(at..)?
        }
    };
    (affix.chars().count() <= LONGEST_AFFIX && affix.chars().any(char::is_alphanumeric)).then_some(affix)
}

/// A text without an affix, where it has it.
pub(super) fn without_affix<'a>(text: &'a str, affix: &Affix) -> Option<(&'a str, &'a str)> {
    let trimmed = text.trim();
    let own = affix_of(trimmed, affix.end).filter(|own| digits_folded(own) == affix.text)?;
    let rest = match affix.end {
        End::Beginning => trimmed.strip_prefix(own)?,
        End::Close => trimmed.strip_suffix(own)?.trim_end(),
    };
    Some((rest, own))
}

fn digits_folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_and_marks_make_no_other_text() {
        assert_eq!(core_of("亲，今天发哦~"), core_of("今天 发。"));
        assert_ne!(core_of("今天发"), core_of("明天发"));
        // What looks alike to a search is not the same text.
        for (one, other) in
            [("满1.5减", "满15减"), ("Ë", "ë"), ("f()", "f"), ("哦", "亲"), ("àgo-go", "a gogo")]
        {
            assert_ne!(core_of(one), core_of(other));
        }
        assert!(likeness("今天帮您发出", "今天给您发出") > 0.4 && likeness("今天", "明日") < 0.1);
        assert!((likeness("", "")).abs() < f64::EPSILON);
    }

    #[test]
    fn what_many_texts_begin_and_end_with_is_found_and_taken_off() {
        let texts: Vec<String> = (0..30).map(|nth| format!("您好，第{nth}句话在这里。工号10{nth}")).collect();
        let found = affixes(texts.iter().map(String::as_str));
        let expected = [(End::Beginning, "您好，"), (End::Close, "工号#")];
        assert_eq!(found.iter().map(|affix| (affix.end, affix.text.as_str())).collect::<Vec<_>>(), expected);
        assert!(found.iter().all(|affix| affix.count == 30));
        let rest = without_affix(&texts[3], &found[1]).unwrap();
        assert_eq!(rest, ("您好，第3句话在这里。", "工号103"));
        assert_eq!(affixes(["好的，在", "好的，有"].into_iter()), []);
    }
}
