//! Patterns of rules: regular expressions over the plain form, with lists of words and gaps that stay in a clause.
//!
//! `<name>` stands for any word of a list, `_8` for up to eight characters of the same clause, `=8` for up to eight of the
//! same sentence. Everything else is as in the `regex` crate.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use thiserror::Error;

use super::plain::is_break;

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

/// For the states of one pattern: enough that none is forgotten and made again all the time.
const CACHE_BYTES: usize = 8 << 20;

/// What every match of a pattern is like.
#[derive(Debug)]
pub(super) struct Shape {
    /// Sets of texts: every match has at least one text of each.
    pub required: Vec<Vec<String>>,
    /// The most ends of sentences that stand in a match; `None` for any number.
    pub breaks: Option<usize>,
}

/// One or more patterns. The regular expression is made when it is needed first: most texts need few of them.
#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// # Errors
    /// A list is not known, or one of the patterns cannot be read.
    pub(super) fn new(patterns: &[String], lists: &Lists) -> Result<Self, PatternError> {
        let expanded: Result<Vec<String>, _> =
            patterns.iter().map(|pattern| expanded(pattern, lists)).collect();
        let source = expanded?.into_iter().map(|one| format!("(?:{one})")).collect::<Vec<_>>().join("|");
        Ok(Self { source, regex: OnceLock::new() })
    }

    /// `None` where the expression is too large; a test makes sure that none of the program's own is.
    pub(super) fn regex(&self) -> Option<&Regex> {
        let build = || {
            let config = Regex::config().hybrid_cache_capacity(CACHE_BYTES);
            Regex::builder().configure(config).build(&self.source).ok()
        };
        self.regex.get_or_init(build).as_ref()
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// What its matches are like.
    ///
    /// # Errors
    /// The pattern cannot be read.
    pub(super) fn shape(&self) -> Result<Shape, PatternError> {
        let hir = regex_syntax::parse(&self.source);
        let hir = hir.map_err(|error| PatternError::Invalid(error.to_string()))?;
        let mut required = required(&hir);
        for set in &mut required {
            set.sort_unstable();
            set.dedup();
        }
        Ok(Shape { required, breaks: breaks(&hir) })
    }
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

/// A class with more characters than this tells nothing.
const MOST_CHARACTERS: usize = 40;

fn required(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            String::from_utf8(literal.0.to_vec()).map(|text| vec![vec![text]]).unwrap_or_default()
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let characters = class.iter().flat_map(|range| range.start()..=range.end());
            if count <= MOST_CHARACTERS { vec![characters.map(String::from).collect()] } else { Vec::new() }
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) | HirKind::Repetition(_) => {
            Vec::new()
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(required).collect(),
        HirKind::Alternation(branches) => {
            let sets: Option<Vec<_>> = branches.iter().map(|branch| rarest(required(branch))).collect();
            sets.map(|sets| vec![sets.concat()]).unwrap_or_default()
        }
    }
}

fn breaks(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            Some(text.chars().filter(|c| is_break(*c)).count())
        }
        HirKind::Class(Class::Unicode(class)) => {
            let has = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
            Some(usize::from(has('。') || has('？')))
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Repetition(repetition) => match (breaks(&repetition.sub)?, repetition.max) {
            (0, _) => Some(0),
            (one, max) => Some(one * usize::try_from(max?).ok()?),
        },
        HirKind::Capture(capture) => breaks(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(breaks).sum(),
        HirKind::Alternation(branches) => {
            branches.iter().map(breaks).try_fold(0, |most, one| Some(most.max(one?)))
        }
    }
}

/// The set that the fewest texts have something of: the longest ones are the rarest.
fn rarest(sets: Vec<Vec<String>>) -> Option<Vec<String>> {
    sets.into_iter().max_by_key(|texts| {
        (texts.iter().map(|text| text.chars().count()).min(), std::cmp::Reverse(texts.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(pattern: &str) -> Pattern {
        let sure = ("sure".to_owned(), "保证|一定".to_owned());
        let surely = ("surely".to_owned(), "<sure>会?".to_owned());
        Pattern::new(&[pattern.to_owned()], &lists(&[sure, surely]).unwrap()).unwrap()
    }

    #[test]
    fn lists_and_gaps_are_written_out() {
        let is_match = |written: &str, text: &str| pattern(written).regex().unwrap().is_match(text);
        assert!(is_match("<surely>_3到", "我们保证明天到"));
        assert!(!is_match("<surely>_3到", "保证，明天到"));
        assert!(!is_match("<surely>_3到", "保证一二三四到"));
        assert!(is_match("<sure>=3到", "保证，明天到"));
        let unknown = Pattern::new(&["<nobody>".to_owned()], &Lists::new());
        assert_eq!(unknown.unwrap_err(), PatternError::UnknownList("nobody".to_owned()));
    }

    #[test]
    fn every_match_has_a_text_of_each_required_set() {
        let cases: [(&str, &[&[&str]]); 6] = [
            ("<sure>_3到", &[&["一定", "保证"], &["到"]]),
            ("(?:a|bc)d?", &[&["a", "bc"]]),
            ("[不没]发货", &[&["不", "没"], &["发货"]]),
            ("(?:不发货|没)票", &[&["不发货", "没"], &["票"]]),
            ("到?", &[]),
            (".*", &[]),
        ];
        for (written, sets) in cases {
            assert_eq!(pattern(written).shape().unwrap().required, sets, "{written}");
        }
    }

    #[test]
    fn the_ends_of_sentences_in_a_match_are_counted() {
        let cases = [
            ("<sure>_3到", Some(0)),
            ("<sure>=30到", Some(0)),
            ("信用卡[，。？]_4不收", Some(1)),
            ("(?:嗯[，。？]){1,3}(?:好|。？)", Some(5)),
            ("到(?:[^这]|$)", Some(1)),
            (".*", None),
        ];
        for (written, breaks) in cases {
            assert_eq!(pattern(written).shape().unwrap().breaks, breaks, "{written}");
        }
    }
}
