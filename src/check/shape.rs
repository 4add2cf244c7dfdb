//! What the matches of a pattern are like: the texts that they have and how far apart these are. By that most places of a
//! text are known to have no match before an expression is asked.

use std::rc::Rc;

use regex_syntax::hir::{Class, Hir, HirKind};

use super::plain::{is_break, is_clause_break};

/// A set of texts of which a match has at least one: in order, each once.
pub(super) type Texts = Rc<Vec<String>>;

/// What a match of a pattern is like. Every match is like one of the shapes of its pattern.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shape {
    /// The match has at least one text of each, each behind the one before.
    pub required: Vec<Texts>,
    /// The most bytes before the first of them, between it and the second … and behind the last; `None` for any number.
    pub gaps: Vec<Option<usize>>,
    pub breaks: Breaks,
}

/// The most ends of sentences, and of clauses, that are in a match; `None` for any number.
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
        Self { sentences: sum(self.sentences, other.sentences), clauses: sum(self.clauses, other.clauses) }
    }

    /// The one or the other.
    fn or(self, other: Self) -> Self {
        let either = |one, other| most([one, other].into_iter());
        let sentences = either(self.sentences, other.sentences);
        Self { sentences, clauses: either(self.clauses, other.clauses) }
    }

    /// How many times at most.
    fn times(self, most: Option<u32>) -> Self {
        let product = |one: Option<usize>| match (one?, most) {
            (0, _) => Some(0),
            (one, most) => Some(one * usize::try_from(most?).ok()?),
        };
        Self { sentences: product(self.sentences), clauses: product(self.clauses) }
    }
}

impl Shape {
    /// Which of the required sets the fewest texts have something of: the longest ones are the rarest.
    pub(super) fn rarest(&self) -> Option<usize> {
        (0..self.required.len()).max_by_key(|idx| {
            let texts = self.required.get(*idx)?;
            let shortest = texts.iter().map(|text| text.chars().count()).min();
            Some((shortest, std::cmp::Reverse(texts.len())))
        })
    }

    /// The most bytes of a match before its required text at `idx`, and behind it.
    fn around(&self, idx: usize) -> [Option<usize>; 2] {
        let (before, behind) = self.gaps.split_at_checked(idx + 1).unwrap_or_default();
        let texts_before = self.required.get(..idx).unwrap_or_default();
        let texts_behind = self.required.get(idx + 1..).unwrap_or_default();
        [bytes(before, texts_before), bytes(behind, texts_behind)]
    }

    /// The most bytes of a match.
    fn width(&self) -> Option<usize> {
        bytes(&self.gaps, &self.required)
    }

    /// One behind the other.
    fn and(&self, other: &Self) -> Self {
        let required = self.required.iter().chain(&other.required).cloned().collect();
        let mut gaps = self.gaps.clone();
        let mut of_other = other.gaps.iter().copied();
        if let (Some(last), Some(first)) = (gaps.last_mut(), of_other.next()) {
            *last = sum(*last, first);
        }
        gaps.extend(of_other);
        Self { required, gaps, breaks: self.breaks.and(other.breaks) }
    }
}

/// `None` is any number, and so is more of it.
fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    Some(one? + other?)
}

/// The most bytes of these gaps and texts together.
fn bytes(gaps: &[Option<usize>], texts: &[Texts]) -> Option<usize> {
    sum(gaps.iter().copied().sum(), Some(texts.iter().map(longest).sum()))
}

fn most(mut widths: impl Iterator<Item = Option<usize>>) -> Option<usize> {
    widths.try_fold(0, |most, width| Some(most.max(width?)))
}

/// The bytes of the longest text.
pub(super) fn longest(texts: &Texts) -> usize {
    texts.iter().map(String::len).max().unwrap_or_default()
}

/// A class with more characters than this tells nothing.
const MAX_CHARACTERS: usize = 40;

/// More texts than this tell little, and take long to look for.
const MAX_WORDS: usize = 200;

/// A pattern that would have more shapes is told by fewer, which say less.
const MAX_SHAPES: usize = 64;

/// What matches at most so many bytes is told together with others like it.
const LONGEST_WORD: usize = 15;

/// What the matches of a pattern are like.
pub(super) fn shapes(hir: &Hir) -> Vec<Shape> {
    words(hir).map_or_else(|| shapes_of_many(hir), |words| vec![of_words(words)])
}

/// The same, of one that matches more than a few texts.
fn shapes_of_many(hir: &Hir) -> Vec<Shape> {
    let width = hir.properties().maximum_len();
    let any = |breaks: Breaks| vec![Shape { required: Vec::new(), gaps: vec![width], breaks }];
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let has = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
            let breaks = ['，', '。', '？'].into_iter().filter(|c| has(*c)).map(Breaks::of_char);
            any(most_breaks_of(breaks))
        }
        HirKind::Literal(_) | HirKind::Class(Class::Bytes(_)) => any(Breaks::ANY),
        HirKind::Empty | HirKind::Look(_) => any(Breaks::NONE),
        HirKind::Repetition(repetition) => {
            let mut of_one = shapes(&repetition.sub);
            if repetition.min == 0 || repetition.max != Some(1) && of_one.len() > 1 {
                return any(most_breaks(&of_one).times(repetition.max));
            }
            // What is required is that of the last of them.
            let others = repetition.max.and_then(|most| usize::try_from(most.saturating_sub(1)).ok());
            let one = repetition.sub.properties().maximum_len();
            let before = one.zip(others).map(|(one, others)| one * others);
            for shape in &mut of_one {
                shape.breaks = shape.breaks.times(repetition.max);
                if let Some(first) = shape.gaps.first_mut() {
                    *first = sum(*first, before);
                }
            }
            of_one
        }
        HirKind::Capture(capture) => shapes(&capture.sub),
        HirKind::Concat(parts) => behind_each_other(parts),
        HirKind::Alternation(branches) => alternatives(branches),
    }
}

/// Everything that a pattern matches, where that is a few texts. Where they must be is left to the expression.
fn words(hir: &Hir) -> Option<Vec<String>> {
    let few = |words: Vec<String>| (words.len() <= MAX_WORDS).then_some(words);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok().map(|text| vec![text]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let chars = class.iter().flat_map(|range| range.start()..=range.end());
            (count <= MAX_CHARACTERS).then(|| chars.map(String::from).collect())
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(repetition) => {
            let one = words(&repetition.sub)?;
            let mut times = vec![String::new()];
            let mut all = if repetition.min == 0 { times.clone() } else { Vec::new() };
            for count in 1..=repetition.max? {
                times = pairs(&times, &one)?;
                if count >= repetition.min {
                    all.extend_from_slice(&times);
                }
            }
            few(all)
        }
        HirKind::Capture(capture) => words(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |before, part| pairs(&before, &words(part)?))
        }
        HirKind::Alternation(branches) => {
            few(branches.iter().map(words).collect::<Option<Vec<_>>>()?.concat())
        }
    }
}

/// Each of the ones with each of the others behind it, where these are few.
fn pairs(ones: &[String], others: &[String]) -> Option<Vec<String>> {
    let behind = |one: &String| others.iter().map(move |other| format!("{one}{other}")).collect::<Vec<_>>();
    (ones.len() * others.len() <= MAX_WORDS).then(|| ones.iter().flat_map(behind).collect())
}

/// A match is one of these words.
fn of_words(words: Vec<String>) -> Shape {
    let breaks = most_breaks_of(words.iter().map(|text| Breaks::of_text(text)));
    if words.iter().any(String::is_empty) {
        let width = words.iter().map(String::len).max();
        return Shape { required: Vec::new(), gaps: vec![width], breaks };
    }
    Shape { required: vec![set_of(words)], gaps: vec![Some(0); 2], breaks }
}

fn set_of(mut texts: Vec<String>) -> Texts {
    texts.sort_unstable();
    texts.dedup();
    Rc::new(texts)
}

/// Patterns behind each other. As many of them as match only a few texts together are one.
fn behind_each_other(parts: &[Hir]) -> Vec<Shape> {
    let nothing = || vec![String::new()];
    let (mut out, mut run) = (vec![of_words(nothing())], nothing());
    for part in parts {
        let words = words(part);
        if let Some(longer) = words.as_ref().and_then(|words| pairs(&run, words)) {
            run = longer;
            continue;
        }
        out = each_behind_each(&out, vec![of_words(run)]);
        if words.is_none() {
            out = each_behind_each(&out, shapes_of_many(part));
        }
        run = words.unwrap_or_else(nothing);
    }
    each_behind_each(&out, vec![of_words(run)])
}

/// Each shape of one pattern with each of the one behind it.
fn each_behind_each(before: &[Shape], mut behind: Vec<Shape>) -> Vec<Shape> {
    if before.len() * behind.len() > MAX_SHAPES {
        behind = vec![in_one(&behind)];
    }
    before.iter().flat_map(|one| behind.iter().map(move |other| one.and(other))).collect()
}

/// Words are told by one shape, everything else by its own.
fn alternatives(branches: &[Hir]) -> Vec<Shape> {
    let is_word = |branch: &&Hir| branch.properties().maximum_len().is_some_and(|most| most <= LONGEST_WORD);
    let (words, others): (Vec<&Hir>, Vec<&Hir>) = branches.iter().partition(is_word);
    let mut out: Vec<Shape> = others.into_iter().flat_map(shapes).collect();
    if !words.is_empty() {
        out.push(in_one(&words.into_iter().flat_map(shapes).collect::<Vec<_>>()));
    }
    if out.len() > MAX_SHAPES { vec![in_one(&out)] } else { out }
}

/// One shape that every match of these has.
fn in_one(shapes: &[Shape]) -> Shape {
    let breaks = most_breaks(shapes);
    let rarest: Option<Vec<(&Shape, usize)>> =
        shapes.iter().map(|shape| Some((shape, shape.rarest()?))).collect();
    let Some(rarest) = rarest else {
        let gaps = vec![most(shapes.iter().map(Shape::width))];
        return Shape { required: Vec::new(), gaps, breaks };
    };
    let texts = rarest.iter().filter_map(|(shape, idx)| shape.required.get(*idx));
    let texts = set_of(texts.flat_map(|texts| texts.iter().cloned()).collect());
    let around: Vec<[Option<usize>; 2]> = rarest.iter().map(|(shape, idx)| shape.around(*idx)).collect();
    let before = most(around.iter().map(|[before, _]| *before));
    let behind = most(around.iter().map(|[_, behind]| *behind));
    Shape { required: vec![texts], gaps: vec![before, behind], breaks }
}

fn most_breaks(shapes: &[Shape]) -> Breaks {
    most_breaks_of(shapes.iter().map(|shape| shape.breaks))
}

fn most_breaks_of(breaks: impl Iterator<Item = Breaks>) -> Breaks {
    breaks.fold(Breaks::NONE, Breaks::or)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes_of(pattern: &str) -> Vec<Shape> {
        shapes(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn every_match_has_a_text_of_each_required_set_of_a_shape() {
        let cases: [(&str, &[&[&[&str]]]); 9] = [
            ("(?:保证|一定)[^，]{0,3}?到", &[&[&["一定", "保证"], &["到"]]]),
            ("(?:a|bc)d?", &[&[&["a", "ad", "bc", "bcd"]]]),
            ("[不没]发货.{0,9}[。？]", &[&[&["不发货", "没发货"], &["。", "？"]]]),
            ("(?:不发货|没)票$", &[&[&["不发货票", "没票"]]]),
            ("到?", &[&[]]),
            (".*", &[&[]]),
            // Each long one has its shape, the words have one together.
            (
                "甲.{0,9}乙|丙.{0,9}丁|戊|己庚",
                &[&[&["甲"], &["乙"]], &[&["丙"], &["丁"]], &[&["己庚", "戊"]]],
            ),
            ("^(?:甲.{0,9}乙|丙.{0,9}丁)戊?", &[&[&["甲"], &["乙"]], &[&["丙"], &["丁"]]]),
            ("[\\p{Han}]发|[\\p{Han}]寄", &[&[&["发", "寄"]]]),
        ];
        for (written, expected) in cases {
            let shapes = shapes_of(written);
            let required: Vec<Vec<&[String]>> = shapes
                .iter()
                .map(|shape| shape.required.iter().map(|set| set.as_slice()).collect())
                .collect();
            assert_eq!(required, expected, "{written}");
        }
        let many: Vec<String> =
            "一二三四五六七八九十".chars().map(|c| format!("(?:{c}.{{0,9}}子|{c}.{{0,9}}丑)")).collect();
        assert!(shapes_of(&many.concat()).len() <= MAX_SHAPES);
        let all: Vec<String> = (0..=MAX_WORDS).map(|number| number.to_string()).collect();
        assert!(shapes_of(&format!("(?:{}).", all.join("|"))).iter().all(|shape| shape.required.len() == 1));
    }

    #[test]
    fn what_stands_between_the_required_texts_is_measured_in_bytes() {
        let cases: [(&str, &[Option<usize>]); 8] = [
            ("保证[^，]{0,3}?到", &[Some(0), Some(12), Some(0)]),
            ("[^，]保证了?.{2}到吗?", &[Some(4), Some(8), Some(0)]),
            ("保证.*到", &[Some(0), None, Some(0)]),
            // The last 到 is what is required.
            ("(?:.到){1,3}", &[Some(18), Some(0)]),
            ("(?:.到)+", &[None, Some(0)]),
            ("[^，]{3}", &[Some(12)]),
            // One shape for both words: so far as the one or the other reaches.
            ("(?:.{2}发|寄.)货?", &[Some(8), Some(7)]),
            ("(?:保证|一.{2}定.到)", &[Some(0), Some(0)]),
        ];
        for (written, gaps) in cases {
            let shape = shapes_of(written).pop().unwrap();
            assert_eq!(shape.gaps, gaps, "{written}: {:?}", shape.required);
        }
    }

    #[test]
    fn the_ends_of_sentences_and_clauses_in_a_match_are_counted() {
        let cases = [
            ("保证[^，。？]{0,3}到", Some(0), Some(0)),
            ("保证[^。？]{0,30}到", Some(0), Some(30)),
            ("信用卡[，。？][^，。？]{0,4}不收", Some(1), Some(1)),
            ("(?:嗯[，。？]){1,3}(?:好|。？)", Some(5), Some(5)),
            ("到(?:[^这]|$)", Some(1), Some(1)),
            ("(?:到[^，。？]{0,9}吗|。[^，。？]{0,9}？)?", Some(2), Some(2)),
            ("好，[^，。？]{0,9}到", Some(0), Some(1)),
            (".*", None, None),
        ];
        for (written, sentences, clauses) in cases {
            let most = most_breaks(&shapes_of(written));
            assert_eq!((most.sentences, most.clauses), (sentences, clauses), "{written}");
        }
    }
}
