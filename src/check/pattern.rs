//! Patterns of rules: regular expressions over the plain form, with lists of words and gaps that stay in a clause.
//!
//! `<name>` stands for any word of a list, `_8` for up to eight characters of the same clause, `=8` for up to eight of the
//! same sentence. Everything else is as in the `regex` crate.

use std::collections::BTreeMap;

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use thiserror::Error;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    #[error("<{0}> is no list of words")]
    UnknownList(String),
    #[error("{0}")]
    Invalid(String),
}

/// Lists of words by name.
pub(super) type Lists = BTreeMap<String, String>;

/// The regular expression of one or more patterns.
pub(super) fn compile(patterns: &[String], lists: &Lists) -> Result<Regex, PatternError> {
    let expanded: Result<Vec<String>, _> = patterns.iter().map(|pattern| expanded(pattern, lists)).collect();
    let joined = expanded?.into_iter().map(|one| format!("(?:{one})")).collect::<Vec<_>>().join("|");
    Regex::new(&joined).map_err(|error| PatternError::Invalid(error.to_string()))
}

/// A list is written as a pattern too, and may name the lists before it.
pub(super) fn lists(written: &[(String, String)]) -> Result<Lists, PatternError> {
    let mut lists = Lists::new();
    for (name, words) in written {
        let words = format!("(?:{})", expanded(words, &lists)?);
        lists.insert(name.clone(), words);
    }
    Ok(lists)
}

fn expanded(pattern: &str, lists: &Lists) -> Result<String, PatternError> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = behind.get(..digits).unwrap_or_default();
        rest = match c {
            '<' if !out.ends_with("(?") => {
                let (name, behind) = behind.split_once('>').unwrap_or((behind, ""));
                let words = lists.get(name).ok_or_else(|| PatternError::UnknownList(name.to_owned()))?;
                out.push_str(words);
                behind
            }
            '_' | '=' if !number.is_empty() => {
                let class = if c == '_' { "[^，。？]" } else { "[^。？]" };
                out.push_str(class);
                out.push_str("{0,");
                out.push_str(number);
                out.push_str("}?");
                behind.get(digits..).unwrap_or_default()
            }
            _ => {
                out.push(c);
                behind
            }
        };
    }
    Ok(out)
}

/// Texts of which every match of the expression has at least one; `None` where that cannot be said.
pub(super) fn required(regex: &Regex) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(regex.as_str()).ok()?;
    let mut texts = required_of(&hir)?;
    texts.sort_unstable();
    texts.dedup();
    Some(texts)
}

/// A class with more characters than this tells nothing.
const MOST_CHARACTERS: usize = 40;

fn required_of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let characters = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= MOST_CHARACTERS).then(|| characters.map(String::from).collect())
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => required_of(&repetition.sub),
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) | HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => required_of(&capture.sub),
        // The longest texts are the rarest.
        HirKind::Concat(parts) => parts.iter().filter_map(required_of).max_by_key(|texts| {
            (texts.iter().map(|text| text.chars().count()).min(), std::cmp::Reverse(texts.len()))
        }),
        HirKind::Alternation(branches) => {
            let texts: Option<Vec<_>> = branches.iter().map(required_of).collect();
            Some(texts?.concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled(pattern: &str) -> Regex {
        let sure = ("sure".to_owned(), "保证|一定".to_owned());
        let surely = ("surely".to_owned(), "<sure>会?".to_owned());
        compile(&[pattern.to_owned()], &lists(&[sure, surely]).unwrap()).unwrap()
    }

    #[test]
    fn lists_and_gaps_are_written_out() {
        let pattern = compiled("<surely>_3到");
        assert!(pattern.is_match("我们保证明天到"));
        assert!(!pattern.is_match("保证，明天到"));
        assert!(!pattern.is_match("保证一二三四到"));
        assert!(compiled("<sure>=3到").is_match("保证，明天到"));
        let unknown = compile(&["<nobody>".to_owned()], &Lists::new());
        assert_eq!(unknown.unwrap_err(), PatternError::UnknownList("nobody".to_owned()));
    }

    #[test]
    fn every_match_has_one_of_the_required_texts() {
        let cases = [
            ("<sure>_3到", Some(vec!["一定", "保证"])),
            ("(?:a|bc)d?", Some(vec!["a", "bc"])),
            ("[不没]发货", Some(vec!["发货"])),
            ("[0-9]{3}", Some(vec!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])),
            ("到?", None),
            (".*", None),
        ];
        for (pattern, texts) in cases {
            let expected = texts.map(|texts| texts.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(required(&compiled(pattern)), expected, "{pattern}");
        }
    }
}
