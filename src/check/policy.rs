//! What a shop changes of the rules: which apply, how bad a breach is, and words of its own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::lessons::Learned;
use super::plain::{HOLE, Plain};
use super::{Compiled, Lessons, Text};
use crate::diag::{ForbiddenWord, Rule, Severity};
use crate::model::{Library, RuleChange, Shop};
use crate::template;

/// How a shop says no to something that it could offer.
const NO: [&str; 8] = ["关", "关闭", "否", "无", "没有", "不支持", "未开通", "no"];

/// Which rules apply for a text.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Without one the rules of all platforms apply.
    platform: Option<String>,
    /// The most characters of one message; 0 for any number.
    length_limit: usize,
    /// What the shop does not offer.
    switched_off: Vec<String>,
    changes: BTreeMap<String, RuleChange>,
    words: Vec<ForbiddenWord>,
    matcher: Option<AhoCorasick>,
    /// Clauses that the shop has said to be innocent, by the ids of the rules; see [`silent`].
    innocent: BTreeMap<String, Vec<Vec<String>>>,
    learned: Option<Arc<Learned>>,
}

impl Default for Policy {
    fn default() -> Self {
        Self::of(None, std::iter::empty(), Vec::new())
    }
}

impl Policy {
    /// What applies in a shop: the packs' changes of the rules, the shop's own before them; `words` must not be written, nor
    /// those that a pack has.
    pub fn in_shop(library: &Library, shop: Option<&Shop>, words: &[ForbiddenWord]) -> Self {
        let of_packs = library.packs().flat_map(|(_, pack)| &pack.words);
        let words = words.iter().chain(of_packs).cloned().collect();
        Self::of(shop, library.packs().rev().map(|(_, pack)| &pack.rules), words)
    }

    /// `changes` of the packs, the one that counts most last; a shop's own come behind them.
    pub fn of<'a>(
        shop: Option<&'a Shop>,
        changes: impl Iterator<Item = &'a BTreeMap<String, RuleChange>>,
        words: Vec<ForbiddenWord>,
    ) -> Self {
        let mut all = BTreeMap::new();
        for changes in changes.chain(shop.map(|shop| &shop.rules)) {
            all.extend(changes.iter().map(|(rule, change)| (rule.clone(), *change)));
        }
        let says_no = |(field, value): (&str, &str)| NO.contains(&value.trim()).then(|| field.to_owned());
        Self {
            platform: shop.and_then(|shop| shop.value(Shop::PLATFORM)).map(str::to_owned),
            length_limit: Shop::length_limit(shop),
            switched_off: shop.into_iter().flat_map(Shop::values).filter_map(says_no).collect(),
            changes: all,
            matcher: matcher(&words),
            words,
            innocent: BTreeMap::new(),
            learned: None,
        }
    }

    /// With what is to be learned in the shop: what it has said to be innocent is so at once, the rest as soon as it was
    /// learned.
    #[must_use]
    pub fn taught(mut self, lessons: &Lessons, learned: Option<Arc<Learned>>) -> Self {
        let silent = |clauses: &Vec<String>| clauses.iter().map(|clause| silent(clause)).collect();
        self.innocent =
            lessons.innocent.iter().map(|(rule, clauses)| (rule.clone(), silent(clauses))).collect();
        self.learned = learned;
        self
    }

    /// With what a pack makes of the rules, which counts more, and its words.
    #[must_use]
    pub fn with(mut self, rules: &BTreeMap<String, RuleChange>, words: &[ForbiddenWord]) -> Self {
        self.changes.extend(rules.iter().map(|(rule, change)| (rule.clone(), *change)));
        self.words.extend(words.iter().cloned());
        self.matcher = matcher(&self.words);
        self
    }

    pub(super) fn learned(&self) -> Option<&Learned> {
        self.learned.as_deref()
    }

    /// The rules that apply beside those of the program.
    pub(super) fn own_rules(&self) -> impl Iterator<Item = &Compiled> {
        self.learned.iter().flat_map(|learned| &learned.rules)
    }

    /// Whether the shop has said that a clause does not break a rule.
    pub(super) fn is_innocent(&self, rule: &str, clause: &str) -> bool {
        let known = self.innocent.get(rule).into_iter().flatten();
        let letters = letters(clause);
        known.into_iter().any(|parts| fits(parts, &letters))
    }

    /// In characters: a message should not be longer; 0 for no limit.
    pub fn length_limit(&self) -> usize {
        self.length_limit
    }

    /// How bad a breach is; `None` where the rule does not apply.
    pub(super) fn severity(&self, rule: &Rule) -> Option<Severity> {
        let is_of_another =
            self.platform.as_ref().is_some_and(|own| rule.platform.as_ref().is_some_and(|of| of != own));
        let is_off = rule.switch.as_ref().is_some_and(|switch| self.switched_off.contains(switch));
        match self.changes.get(&rule.id) {
            Some(RuleChange::Off) => None,
            Some(RuleChange::Severity(severity)) => Some(*severity),
            None if is_of_another || is_off => None,
            None => Some(rule.severity),
        }
    }

    /// The words of the shop's own that are in a text, with their byte ranges in its plain form.
    pub(super) fn words_in<'a>(
        &'a self,
        plain: &'a Plain,
    ) -> impl Iterator<Item = (&'a ForbiddenWord, Range<usize>)> {
        self.matcher.iter().flat_map(|matcher| matcher.find_iter(&plain.text)).filter_map(|found| {
            let word = self.words.get(found.pattern().as_usize())?;
            (!found.is_empty()).then(|| (word, found.range()))
        })
    }
}

/// A clause as the texts between its placeholders.
fn silent(clause: &str) -> Vec<String> {
    let parsed = template::parse(clause);
    let plain = Plain::of(clause, &Text::template(clause, &parsed).holes);
    plain.text.split(HOLE).map(letters).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == HOLE).collect()
}

/// Whether a text has these parts one behind the other, the first at its beginning, the last at its end.
fn fits(parts: &[String], text: &str) -> bool {
    let [first, between @ .., last] = parts else {
        return parts.first().is_some_and(|only| only == text);
    };
    let rest = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
    rest.and_then(|rest| between.iter().try_fold(rest, |rest, part| Some(rest.split_once(part.as_str())?.1)))
        .is_some()
}

fn matcher(words: &[ForbiddenWord]) -> Option<AhoCorasick> {
    let plain: Vec<String> = words.iter().map(|word| Plain::of(word.word.trim(), &[]).text).collect();
    let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(plain);
    built.ok().filter(|_| !words.is_empty())
}
