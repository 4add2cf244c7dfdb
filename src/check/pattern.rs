//! Patterns of rules: regular expressions over the plain form, with lists of words and gaps that stay in a clause.
//!
//! `<name>` stands for any word of a list, `_8` for up to eight characters of the same clause, `=8` for up to eight of the
//! same sentence. Everything else is as in the `regex` crate.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_automata::meta::Regex;
use thiserror::Error;

use super::shape::{Shape, shapes};

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    #[error("<{0}> is no list of words")]
    UnknownList(String),
    #[error("<{0}> is there twice")]
    KnownList(String),
    #[error("{0}")]
    Invalid(String),
}

/// Lists of words by name.
pub(super) type Lists = BTreeMap<String, String>;

/// For the states of one pattern: enough that none is forgotten and made again all the time.
const CACHE_BYTES: usize = 8 << 20;

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
    pub(super) fn shapes(&self) -> Result<Vec<Shape>, PatternError> {
        let hir = regex_syntax::parse(&self.source);
        let hir = hir.map_err(|error| PatternError::Invalid(error.to_string()))?;
        Ok(shapes(&hir))
    }
}

/// A list is written as a pattern too, and may name the lists before it.
pub(super) fn lists(written: &[(String, String)]) -> Result<Lists, PatternError> {
    let mut lists = Lists::new();
    for (name, words) in written {
        let words = format!("(?:{})", expanded(words, &lists)?);
        if lists.insert(name.clone(), words).is_some() {
            return Err(PatternError::KnownList(name.clone()));
        }
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
        let twice = ["一", "二"].map(|words| ("sure".to_owned(), words.to_owned()));
        assert_eq!(lists(&twice).unwrap_err(), PatternError::KnownList("sure".to_owned()));
    }
}
