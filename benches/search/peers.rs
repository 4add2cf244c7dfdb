//! The same questions put to other matchers. Each gives the number of its hits; those that score have sorted out the
//! best 50.

use std::collections::BTreeMap;

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;
use memchr::memmem;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32String};
use pinyin::ToPinyin as _;
use suda::model::Library;

const BEST: usize = 50;

/// The texts of a library in the forms that the matchers take.
pub(crate) struct Texts {
    full: Vec<String>,
    titles: Vec<String>,
    /// The titles spelt out.
    spelt: Vec<String>,
    utf32: Vec<Utf32String>,
    /// All texts in one piece.
    pub(crate) joined: String,
}

impl Texts {
    pub(crate) fn new(library: &Library) -> Self {
        let titles: Vec<String> = library.replies().map(|(_, reply)| reply.title.clone()).collect();
        let full: Vec<String> = library
            .replies()
            .map(|(_, reply)| reply.title.clone() + &reply.texts().collect::<String>())
            .collect();
        let spell =
            |title: &String| title.chars().filter_map(|c| c.to_pinyin()).map(pinyin::Pinyin::plain).collect();
        Self {
            spelt: titles.iter().map(spell).collect(),
            utf32: full.iter().map(|text| Utf32String::from(text.as_str())).collect(),
            joined: full.concat(),
            titles,
            full,
        }
    }

    /// The hanzi that the fewest texts have.
    pub(crate) fn rarest_character(&self) -> String {
        let mut counts = BTreeMap::new();
        for c in self.joined.chars().filter(|c| !c.is_ascii()) {
            *counts.entry(c).or_insert(0_usize) += 1;
        }
        counts.into_iter().min_by_key(|(_, count)| *count).map(|(c, _)| c.to_string()).unwrap_or_default()
    }

    pub(crate) fn skim(&self, query: &str) -> usize {
        skim(&self.full, query)
    }

    pub(crate) fn skim_spelt(&self, query: &str) -> usize {
        skim(&self.spelt, query)
    }

    pub(crate) fn nucleo(&self, query: &str) -> usize {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let atom = Atom::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
        let score = |text: &Utf32String| atom.score(text.slice(..), &mut matcher).map(i64::from);
        best(self.utf32.iter().map(score).collect())
    }

    pub(crate) fn frizbee(&self, query: &str) -> usize {
        frizbee::Matcher::new(query, &frizbee::Config::default()).match_list(&self.full).len()
    }

    pub(crate) fn ib_matcher(&self, query: &str) -> usize {
        let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
        let matcher = IbMatcher::builder(query).pinyin(PinyinMatchConfig::notations(notations)).build();
        self.titles.iter().filter(|title| matcher.is_match(title.as_str())).count()
    }

    pub(crate) fn memmem(&self, query: &str) -> usize {
        memmem::find_iter(self.joined.as_bytes(), query).count()
    }

    /// Reads every byte once.
    pub(crate) fn one_pass(&self) -> usize {
        let word = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
        let (words, rest) = self.joined.as_bytes().as_chunks::<8>();
        let sum = words.iter().map(word).fold(rest.len() as u64, u64::wrapping_add);
        (sum % 1_000_003) as usize
    }
}

fn skim(texts: &[String], query: &str) -> usize {
    let matcher = SkimMatcherV2::default();
    best(texts.iter().map(|text| matcher.fuzzy_match(text, query)).collect())
}

/// How many have a score; the best are sorted out, as for a list.
fn best(scores: Vec<Option<i64>>) -> usize {
    let mut found: Vec<(i64, usize)> =
        scores.into_iter().enumerate().filter_map(|(nth, score)| Some((-score?, nth))).collect();
    if found.len() > BEST {
        found.select_nth_unstable(BEST);
    }
    let count = found.len();
    found.truncate(BEST);
    found.sort_unstable();
    count
}
