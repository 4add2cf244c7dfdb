//! A set of replies, prepared for searching.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::DateTime;
use rustc_hash::FxHashMap;

use super::alphabet::{Alphabet, Glyph, OTHER};
use super::lists::list;
use super::pattern::{Fit, WordPattern};
use super::scenarios::Scenarios;
use super::sentence::{self, TermKind, each_term, scenario_term};
use super::short_texts::ShortTexts;
use super::terms::{Terms, TermsBuilder};
use crate::learn::scenarios;
use crate::model::{Layer, Library, Pack, Reply, ReplyRef};
use crate::text::{letters, plain};

/// What ranks replies that fit equally well: own ones first, then the shorter title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    pub layer: Reverse<Layer>,
    title_len: usize,
}

impl Standing {
    /// Whether the reply is the user's own.
    pub(super) fn is_own(self) -> bool {
        self.layer == Reverse(Layer::Personal)
    }
}

/// A reply of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doc {
    pub standing: Standing,
    pub id: Box<str>,
    pub scenarios: Scenarios,
}

/// What can follow an `@`; a reply has several.
#[derive(Debug, Clone, Default)]
pub(super) struct Facets {
    names: ShortTexts,
    /// The replies of each, ascending.
    docs: Vec<Vec<u32>>,
    is_tag: Vec<bool>,
}

impl Facets {
    /// Calls back for the replies of every facet that a word fits, with how it fits, where `accepts` (is it a tag, and how it
    /// fits) says so.
    pub(super) fn each_doc(
        &self,
        pattern: &WordPattern,
        alphabet: &Alphabet,
        accepts: impl Fn(bool, &Fit) -> bool,
        mut found: impl FnMut(u32, &Fit),
    ) {
        for facet in self.names.survivors(pattern, alphabet).ones() {
            let is_tag = self.is_tag.get(facet).copied().unwrap_or_default();
            if let Some(fit) = self.names.fit(facet, pattern, alphabet).filter(|fit| accepts(is_tag, fit)) {
                self.docs.get(facet).into_iter().flatten().for_each(|doc| found(*doc, &fit));
            }
        }
    }
}

/// See the module. Replies are in the order that equally good hits are shown in.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexSegment {
    pub docs: Vec<Doc>,
    /// How many replies of the segment come before each in the library, own ones first.
    places: Vec<u32>,
    pub by_id: FxHashMap<Box<str>, u32>,
    pub alphabet: Alphabet,
    /// Short codes, sorted.
    pub codes: Vec<(Vec<char>, u32)>,
    pub titles: ShortTexts,
    pub questions: ShortTexts,
    /// The reply of each sample question.
    pub ask_docs: Vec<u32>,
    pub facets: Facets,
    /// The letters, digits and hanzi of all texts; [`OTHER`] separates two messages.
    bodies: Vec<Glyph>,
    body_starts: Vec<u32>,
    pub terms: Terms,
    /// How many own replies answer each scenario.
    pub own_answers: Vec<u32>,
    /// The replies that will be out of date, and when.
    pub expiring: Vec<(u32, DateTime)>,
}

/// The weight of a term, by the field that it is in. Tuned with `dev.tsv` and `own.tsv` of
/// `tests/quality`.
const TITLE: f32 = 3.0;
const ASK: f32 = 3.0;
const TAG: f32 = 2.0;
const BODY: f32 = 0.5;

impl IndexSegment {
    /// Prepares these replies of a library. `progress` is called for every reply.
    pub(super) fn build(library: &Library, which: &[ReplyRef], progress: &mut dyn FnMut()) -> Self {
        let mut entries: Vec<(Doc, ReplyRef, &Pack, &Reply)> = which
            .iter()
            .filter_map(|at| {
                let (reply, (layer, pack)) = (library.reply(*at)?, library.pack_of(*at)?);
                let standing = Standing { layer: Reverse(layer), title_len: reply.title.chars().count() };
                let doc = Doc { standing, id: reply.id.as_str().into(), scenarios: Scenarios::of(reply) };
                Some((doc, *at, pack, reply))
            })
            .collect();
        entries.sort_unstable_by_key(|(doc, at, ..)| (doc.standing, *at));
        let mut in_library: Vec<_> =
            (0..).zip(&entries).map(|(nth, (doc, at, ..))| (doc.standing.layer, *at, nth)).collect();
        in_library.sort_unstable();
        let mut builder = SegmentBuilder::default();
        builder.segment.places = vec![0; entries.len()];
        builder.segment.own_answers = vec![0; scenarios().len()];
        for (place, (_, _, nth)) in (0..).zip(in_library) {
            let nth: usize = nth;
            if let Some(slot) = builder.segment.places.get_mut(nth) {
                *slot = place;
            }
        }
        for (doc, _, pack, reply) in entries {
            builder.push(doc, reply, library.learned(&reply.id), [&pack.id, &pack.name]);
            progress();
        }
        builder.finish()
    }

    /// How many replies of the segment come before one in the library, own ones first.
    pub(super) fn place(&self, doc: u32) -> u32 {
        self.places.get(doc as usize).copied().unwrap_or(u32::MAX)
    }

    /// The replies of the segment, by their numbers, in the order of the library.
    pub(super) fn in_library_order(&self) -> Vec<u32> {
        let mut order = vec![0; self.places.len()];
        for (nth, place) in (0..).zip(&self.places) {
            if let Some(slot) = order.get_mut(*place as usize) {
                *slot = nth;
            }
        }
        order
    }

    /// The letters, digits and hanzi of a reply's texts.
    pub(super) fn body(&self, doc: usize) -> &[Glyph] {
        list(&self.bodies, &self.body_starts, doc)
    }

    /// A text of glyphs as characters.
    pub(super) fn text(&self, glyphs: &[Glyph]) -> String {
        glyphs.iter().map(|glyph| self.alphabet.character(*glyph)).collect()
    }

    /// The memory that it takes, in bytes; not that of the library itself.
    pub(super) fn bytes(&self) -> usize {
        let ids: usize = self.docs.iter().map(|doc| doc.id.len() * 2 + size_of::<Doc>() + 32).sum();
        ids + self.titles.bytes()
            + self.questions.bytes()
            + self.facets.names.bytes()
            + self.facets.docs.iter().map(|docs| docs.len() * 4 + 24).sum::<usize>()
            + (self.ask_docs.len() + self.places.len()) * 4
            + self.codes.iter().map(|(code, _)| code.len() * 4 + 32).sum::<usize>()
            + self.bodies.len() * 2
            + self.body_starts.len() * 4
            + self.terms.bytes()
    }
}

#[derive(Default)]
struct SegmentBuilder {
    segment: IndexSegment,
    terms: TermsBuilder,
    /// By name and whether it is a tag.
    facets: BTreeMap<(String, bool), Vec<u32>>,
    /// Of the reply in hand.
    found: Vec<(sentence::Term, f32)>,
}

impl SegmentBuilder {
    /// Adds a reply to every list of the segment. `pack` is the id and the name of its pack.
    fn push(&mut self, doc: Doc, reply: &Reply, learned: &[String], pack: [&str; 2]) {
        let number = u32::try_from(self.segment.docs.len()).unwrap_or(u32::MAX);
        let segment = &mut self.segment;
        segment.titles.push(&mut segment.alphabet, letters(&reply.title));
        for ask in reply.questions.iter().chain(learned) {
            segment.questions.push(&mut segment.alphabet, letters(ask));
            segment.ask_docs.push(number);
        }
        if let Some(code) = &reply.code {
            segment.codes.push((letters(code).collect(), number));
        }
        segment.body_starts.push(u32::try_from(segment.bodies.len()).unwrap_or(u32::MAX));
        for text in reply.texts() {
            segment.bodies.extend(letters(text).map(|c| segment.alphabet.add(c)));
            segment.bodies.push(OTHER);
        }
        segment.by_id.insert(doc.id.clone(), number);
        segment.expiring.extend(reply.expires.map(|expires| (number, expires)));
        let scenarios = doc.scenarios;
        if doc.standing.is_own() {
            for number in scenarios.surely() {
                if let Some(count) = segment.own_answers.get_mut(number) {
                    *count += 1;
                }
            }
        }
        segment.docs.push(doc);
        let parts = reply.category.split('/').chain([reply.category.as_str()]).chain(pack);
        let facets = parts.map(|name| (name, false)).chain(reply.tags.iter().map(|tag| (tag.as_str(), true)));
        for (name, is_tag) in facets.filter(|(name, _)| !name.is_empty()) {
            let docs = self.facets.entry((name.to_owned(), is_tag)).or_default();
            if docs.last() != Some(&number) {
                docs.push(number);
            }
        }
        self.count(&reply.title, TITLE, true);
        reply.tags.iter().for_each(|tag| self.count(tag, TAG, true));
        reply.questions.iter().chain(learned).for_each(|ask| self.count(ask, ASK, true));
        reply.texts().for_each(|text| self.count(text, BODY, false));
        for (number, share) in scenarios.shares() {
            self.found.push((scenario_term(number), share));
        }
        self.terms.push(&mut self.found);
        self.found.clear();
    }

    /// Single characters of a body carry no meaning.
    fn count(&mut self, text: &str, weight: f32, with_characters: bool) {
        each_term(&plain(text), |term, kind| {
            if with_characters || kind != TermKind::Character {
                self.found.push((term, weight));
            }
        });
    }

    /// The segment, sorted and with its look-up tables.
    fn finish(self) -> IndexSegment {
        let mut segment = self.segment;
        segment.body_starts.push(u32::try_from(segment.bodies.len()).unwrap_or(u32::MAX));
        segment.codes.sort_unstable();
        for ((name, is_tag), docs) in self.facets {
            segment.facets.names.push(&mut segment.alphabet, letters(&name));
            segment.facets.docs.push(docs);
            segment.facets.is_tag.push(is_tag);
        }
        segment.alphabet.seal();
        segment.titles.seal(&segment.alphabet, true);
        segment.facets.names.seal(&segment.alphabet, true);
        segment.questions.seal(&segment.alphabet, false);
        segment.terms = self.terms.finish();
        segment
    }
}
