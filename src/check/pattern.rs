//! Patterns of rules: regular expressions over the plain form, with lists of words and gaps that stay in a clause.
//!
//! `<name>` stands for any word of a list, `_8` for up to eight characters of the same clause, `=8` for up to eight of the
//! same sentence. Everything else is as in the `regex` crate.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

use regex_automata::meta::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use thiserror::Error;

use super::plain::{is_break, is_clause_break};

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

/// A set of texts of which a match has at least one: in order, each once.
pub(super) type Texts = Rc<Vec<String>>;

/// What a match of a pattern is like. Every match is like one of the shapes of its pattern.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shape {
    /// The match has at least one text of each.
    pub required: Vec<Texts>,
    pub breaks: Breaks,
}

/// The most ends of sentences, and of clauses, that stand in a match; `None` for any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Breaks {
    pub sentences: Option<usize>,
    pub clauses: Option<usize>,
}

impl Breaks {
    const NONE: Self = Self { sentences: Some(0), clauses: Some(0) };
    const ANY: Self = Self { sentences: None, clauses: None };

    fn of_char(c: char) -> Self {
        let (sentences, clauses) = (Some(usize::from(is_break(c))), Some(usize::from(is_clause_break(c))));
        Self { sentences, clauses }
    }

    fn of_text(text: &str) -> Self {
        text.chars().map(Self::of_char).fold(Self::NONE, Self::and)
    }

    /// Both, one behind the other.
    fn and(self, other: Self) -> Self {
        let sum = |one: Option<usize>, other: Option<usize>| Some(one? + other?);
        Self { sentences: sum(self.sentences, other.sentences), clauses: sum(self.clauses, other.clauses) }
    }

    /// The one or the other.
    fn or(self, other: Self) -> Self {
        let most = |one: Option<usize>, other: Option<usize>| Some(one?.max(other?));
        Self { sentences: most(self.sentences, other.sentences), clauses: most(self.clauses, other.clauses) }
    }

    /// So many times at most.
    fn times(self, most: Option<u32>) -> Self {
        let product = |one: Option<usize>| match (one?, most) {
            (0, _) => Some(0),
            (one, most) => Some(one * usize::try_from(most?).ok()?),
        };
        Self { sentences: product(self.sentences), clauses: product(self.clauses) }
    }
}

impl Shape {
    /// The set of the required ones that the fewest texts have something of: the longest ones are the rarest.
    pub(super) fn rarest(&self) -> Option<&Texts> {
        self.required.iter().max_by_key(|texts| {
            (texts.iter().map(|text| text.chars().count()).min(), std::cmp::Reverse(texts.len()))
        })
    }
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

/// A class with more characters than this tells nothing.
const MOST_CHARACTERS: usize = 40;

/// A pattern that would have more shapes is told by fewer, which say less.
const MOST_SHAPES: usize = 64;

/// What matches at most so many bytes is a word: it needs no shapes of its own.
const LONGEST_WORD: usize = 15;

fn set_of(mut texts: Vec<String>) -> Texts {
    texts.sort_unstable();
    texts.dedup();
    Rc::new(texts)
}

fn shapes(hir: &Hir) -> Vec<Shape> {
    let any = |breaks: Breaks| vec![Shape { required: Vec::new(), breaks }];
    let one = |texts: Vec<String>| {
        let breaks = texts.iter().map(|text| Breaks::of_text(text)).fold(Breaks::NONE, Breaks::or);
        vec![Shape { required: vec![set_of(texts)], breaks }]
    };
    match hir.kind() {
        HirKind::Literal(literal) => {
            String::from_utf8(literal.0.to_vec()).map_or_else(|_| any(Breaks::ANY), |text| one(vec![text]))
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let has = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
            if count > MOST_CHARACTERS {
                let breaks = ['，', '。', '？'].into_iter().filter(|c| has(*c)).map(Breaks::of_char);
                return any(breaks.fold(Breaks::NONE, Breaks::or));
            }
            one(class.iter().flat_map(|range| range.start()..=range.end()).map(String::from).collect())
        }
        HirKind::Repetition(repetition) => {
            let mut of_one = shapes(&repetition.sub);
            if repetition.min == 0 || repetition.max != Some(1) && of_one.len() > 1 {
                return any(most_breaks(&of_one).times(repetition.max));
            }
            for shape in &mut of_one {
                shape.breaks = shape.breaks.times(repetition.max);
            }
            of_one
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => any(Breaks::NONE),
        HirKind::Capture(capture) => shapes(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().fold(any(Breaks::NONE), |before, part| behind_each_other(&before, shapes(part)))
        }
        HirKind::Alternation(branches) => alternatives(branches),
    }
}

/// One pattern behind another: each shape of the one with each of the other.
fn behind_each_other(before: &[Shape], mut behind: Vec<Shape>) -> Vec<Shape> {
    if before.len() * behind.len() > MOST_SHAPES {
        behind = vec![in_one(&behind)];
    }
    let both = |one: &Shape, other: &Shape| Shape {
        required: one.required.iter().chain(&other.required).cloned().collect(),
        breaks: one.breaks.and(other.breaks),
    };
    before.iter().flat_map(|one| behind.iter().map(move |other| both(one, other))).collect()
}

/// Words are told by one shape, everything else by its own.
fn alternatives(branches: &[Hir]) -> Vec<Shape> {
    let is_word = |branch: &&Hir| branch.properties().maximum_len().is_some_and(|most| most <= LONGEST_WORD);
    let (words, others): (Vec<&Hir>, Vec<&Hir>) = branches.iter().partition(is_word);
    let mut out: Vec<Shape> = others.into_iter().flat_map(shapes).collect();
    if !words.is_empty() {
        out.push(in_one(&words.into_iter().flat_map(shapes).collect::<Vec<_>>()));
    }
    if out.len() > MOST_SHAPES { vec![in_one(&out)] } else { out }
}

/// One shape that every match of these has.
fn in_one(shapes: &[Shape]) -> Shape {
    let rarest: Option<Vec<&Texts>> = shapes.iter().map(Shape::rarest).collect();
    let all = |sets: Vec<&Texts>| set_of(sets.into_iter().flat_map(|set| set.iter().cloned()).collect());
    Shape { required: rarest.map(all).into_iter().collect(), breaks: most_breaks(shapes) }
}

fn most_breaks(shapes: &[Shape]) -> Breaks {
    shapes.iter().map(|shape| shape.breaks).fold(Breaks::NONE, Breaks::or)
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

    #[test]
    fn every_match_has_a_text_of_each_required_set_of_a_shape() {
        let long = "一二三四五六七八九十";
        let cases: [(&str, &[&[&[&str]]]); 8] = [
            ("<sure>_3到", &[&[&["一定", "保证"], &["到"]]]),
            ("(?:a|bc)d?", &[&[&["a", "bc"]]]),
            ("[不没]发货", &[&[&["不", "没"], &["发货"]]]),
            ("(?:不发货|没)票", &[&[&["不发货", "没"], &["票"]]]),
            ("到?", &[&[]]),
            (".*", &[&[]]),
            // Each long one has its shape, the words have one together.
            ("甲_9乙|丙_9丁|戊|己庚", &[&[&["甲"], &["乙"]], &[&["丙"], &["丁"]], &[&["己庚", "戊"]]]),
            ("^(?:甲_9乙|丙_9丁)戊?", &[&[&["甲"], &["乙"]], &[&["丙"], &["丁"]]]),
        ];
        for (written, expected) in cases {
            let shapes = pattern(written).shapes().unwrap();
            let required: Vec<Vec<&[String]>> = shapes
                .iter()
                .map(|shape| shape.required.iter().map(|set| set.as_slice()).collect())
                .collect();
            assert_eq!(required, expected, "{written}");
        }
        let many: Vec<String> = long.chars().map(|c| format!("(?:{c}_9子|{c}_9丑)")).collect();
        assert!(pattern(&many.concat()).shapes().unwrap().len() <= MOST_SHAPES);
    }

    #[test]
    fn the_ends_of_sentences_and_clauses_in_a_match_are_counted() {
        let cases = [
            ("<sure>_3到", Some(0), Some(0)),
            ("<sure>=30到", Some(0), Some(30)),
            ("信用卡[，。？]_4不收", Some(1), Some(1)),
            ("(?:嗯[，。？]){1,3}(?:好|。？)", Some(5), Some(5)),
            ("到(?:[^这]|$)", Some(1), Some(1)),
            ("(?:到_9吗|。_9？)?", Some(2), Some(2)),
            ("好，_9到", Some(0), Some(1)),
            (".*", None, None),
        ];
        for (written, sentences, clauses) in cases {
            let most = most_breaks(&pattern(written).shapes().unwrap());
            assert_eq!((most.sentences, most.clauses), (sentences, clauses), "{written}");
        }
    }
}
