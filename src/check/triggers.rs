//! Where in a text a pattern can match at all: where it has the texts that every match needs. One pass over the text
//! tells it for all of them.

use std::collections::BTreeMap;
use std::iter;
use std::ops::Range;
use std::rc::Rc;

use aho_corasick::AhoCorasick;
use fixedbitset::FixedBitSet;

use super::plain::Plain;
use super::shape::{Shape, Texts, longest};

/// Something that goes over more clauses is looked for by the sentence.
const MAX_CLAUSES: usize = 4;

/// What the matches of patterns need.
#[derive(Debug, Default)]
pub(super) struct Triggers {
    /// `None` where nothing needs a text.
    matcher: Option<AhoCorasick>,
    /// The sets (by their numbers) that each text of the matcher belongs to.
    sets_of: Vec<Vec<usize>>,
    /// The needs of which each set is the rarest.
    by_rarest: Vec<Vec<Need>>,
    /// Those without sets.
    anywhere: Vec<Need>,
}

/// A place where a match can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// The number of the pattern.
    pub pattern: usize,
    /// Bytes of the plain text.
    pub range: Range<usize>,
}

/// What the place of a match of a pattern has.
#[derive(Debug)]
struct Need {
    /// The number of the pattern.
    pattern: usize,
    /// Something of each of these sets, each behind the one before.
    steps: Vec<Step>,
    /// The most bytes behind the last.
    rest: usize,
    run: Run,
}

/// A set of which a match has something.
#[derive(Debug)]
struct Step {
    set: usize,
    /// The most bytes between it and the one before, or where the match begins.
    gap: usize,
    /// The bytes of its longest text.
    longest: usize,
}

impl Need {
    fn sets(&self) -> impl Iterator<Item = usize> + Clone {
        self.steps.iter().map(|step| step.set)
    }
}

/// Units of a text that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Clauses(usize),
    Sentences(usize),
    /// All that there are.
    Text,
}

/// Collects what the patterns need.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Sets of texts by their numbers.
    sets: BTreeMap<Texts, usize>,
    /// Each with its rarest set.
    needs: Vec<(Option<usize>, Need)>,
    patterns: usize,
}

impl Builder {
    /// How many patterns there are.
    pub(super) fn patterns(&self) -> usize {
        self.patterns
    }

    /// The next pattern: its matches have one of these shapes.
    pub(super) fn add(&mut self, shapes: &[Shape]) {
        for shape in shapes {
            let run = match (shape.breaks.clauses, shape.breaks.sentences) {
                (Some(clauses), _) if clauses < MAX_CLAUSES => Run::Clauses(clauses + 1),
                (_, Some(sentences)) if sentences < WORD => Run::Sentences(sentences + 1),
                _ => Run::Text,
            };
            let gap = |idx: usize| shape.gaps.get(idx).copied().flatten().unwrap_or(usize::MAX);
            let step =
                |(idx, texts)| Step { set: self.number(texts), gap: gap(idx), longest: longest(texts) };
            let steps: Vec<Step> = shape.required.iter().enumerate().map(step).collect();
            let rarest = shape.rarest().and_then(|idx| steps.get(idx)).map(|step| step.set);
            let rest = gap(steps.len());
            self.needs.push((rarest, Need { pattern: self.patterns, steps, rest, run }));
        }
        self.patterns += 1;
    }

    /// Equal sets have the same.
    fn number(&mut self, set: &Texts) -> usize {
        let next = self.sets.len();
        *self.sets.entry(Rc::clone(set)).or_insert(next)
    }

    pub(super) fn build(self) -> Triggers {
        let mut sets_by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (set, number) in &self.sets {
            for text in set.iter() {
                sets_by_text.entry(text).or_default().push(*number);
            }
        }
        let matcher = AhoCorasick::new(sets_by_text.keys()).ok();
        let sets_of = sets_by_text.into_values().collect();
        let mut by_rarest: Vec<Vec<Need>> = self.sets.iter().map(|_| Vec::new()).collect();
        let mut anywhere = Vec::new();
        for (rarest, need) in self.needs {
            rarest.and_then(|set| by_rarest.get_mut(set)).unwrap_or(&mut anywhere).push(need);
        }
        Triggers { matcher, sets_of, by_rarest, anywhere }
    }
}

impl Triggers {
    /// Where a text can have matches, by the pattern and then in the order of the text; those of one pattern are apart.
    pub(super) fn windows(&self, plain: &Plain) -> Vec<Window> {
        let found = self.look_through(plain);
        let of_sets = found.sets.ones().filter_map(|set| self.by_rarest.get(set));
        let needs = of_sets.flatten().chain(&self.anywhere);
        let needs = needs.filter(|need| need.sets().all(|set| found.sets.contains(set)));
        let needs: Vec<(&Need, Vec<Range<usize>>)> =
            needs.map(|need| (need, found.ranges(need))).filter(|(_, ranges)| !ranges.is_empty()).collect();
        let places = Places::of(&found, needs.iter().flat_map(|(need, _)| need.sets()));
        let mut windows = Vec::new();
        for (need, ranges) in needs {
            let ranges = ranges.into_iter().flat_map(|range| places.within(&range, need));
            windows.extend(ranges.map(|range| {
                let text = &plain.text;
                let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
                Window { pattern: need.pattern, range }
            }));
        }
        windows.sort_unstable_by_key(|window| (window.pattern, window.range.start));
        windows.dedup_by(|next, known| {
            // Windows that only touch stay separate: no match can cross the gap between them.
            let is_one = next.pattern == known.pattern && next.range.start < known.range.end;
            if is_one {
                known.range.end = known.range.end.max(next.range.end);
            }
            is_one
        });
        windows
    }

    fn look_through<'a>(&'a self, plain: &'a Plain) -> Found<'a> {
        let sets = self.by_rarest.len();
        let of_each = |rows| [&plain.clauses, &plain.sentences].map(|units| Units::new(rows, units.len()));
        let mut found = Found {
            plain,
            texts: Vec::new(),
            hits: Vec::new(),
            sets: FixedBitSet::with_capacity(sets),
            units: of_each(sets),
        };
        // Each text once: it occurs many times and is in many sets.
        let mut units_of_texts = of_each(0);
        let mut numbers = vec![u32::MAX; self.sets_of.len()];
        let mut at = [0, 0];
        // They come in the order of their ends.
        for hit in self.matcher.iter().flat_map(|matcher| matcher.find_overlapping_iter(&plain.text)) {
            let [clause, sentence] = &mut at;
            while plain.clauses.get(*clause).is_some_and(|known| known.end < hit.end()) {
                *clause += 1;
            }
            while plain.sentences.get(*sentence).is_some_and(|clauses| clauses.end <= *clause) {
                *sentence += 1;
            }
            let text = hit.pattern().as_usize();
            let Some(number) = numbers.get_mut(text) else { continue };
            if *number == u32::MAX {
                *number = u32::try_from(found.texts.len()).unwrap_or_default();
                found.texts.push(self.sets_of.get(text).map(Vec::as_slice).unwrap_or_default());
                units_of_texts.iter_mut().for_each(Units::add_row);
            }
            let number = usize::try_from(*number).unwrap_or_default();
            for (units, unit) in units_of_texts.iter_mut().zip(at) {
                units.insert(number, unit);
            }
            found.hits.push((number, hit.range()));
        }
        for (number, sets) in found.texts.iter().enumerate() {
            for set in *sets {
                found.sets.insert(*set);
                for (units, of_texts) in found.units.iter_mut().zip(&units_of_texts) {
                    units.insert_all(*set, of_texts.row(number));
                }
            }
        }
        found
    }
}

/// What a text has of the sets.
#[derive(Debug)]
struct Found<'a> {
    plain: &'a Plain,
    /// The sets that each of its texts belongs to.
    texts: Vec<&'a [usize]>,
    /// Which of the texts (by their numbers) are where (in bytes), in the order of their ends.
    hits: Vec<(usize, Range<usize>)>,
    /// The sets of which there is something.
    sets: FixedBitSet,
    /// By the set the clauses, and the sentences, that have something of it. Something that goes from one into the next is
    /// in the next.
    units: [Units; 2],
}

impl Found<'_> {
    /// The byte ranges of the plain text that have what is needed, in any order; they may overlap.
    fn ranges(&self, need: &Need) -> Vec<Range<usize>> {
        let [clauses, sentences] = &self.units;
        let (units, length) = match need.run {
            Run::Clauses(length) => (clauses, length),
            Run::Sentences(length) => (sentences, length),
            Run::Text => (sentences, sentences.count),
        };
        let bytes = |run: Range<usize>| {
            let clauses = match need.run {
                Run::Clauses(_) => run,
                Run::Sentences(_) | Run::Text => {
                    let sentences = self.plain.sentences.get(run)?;
                    sentences.first()?.start..sentences.last()?.end
                }
            };
            let clauses = self.plain.clauses.get(clauses)?;
            Some(clauses.first()?.start..clauses.last()?.end)
        };
        units.runs(&need.sets(), length).into_iter().filter_map(bytes).collect()
    }

    /// Whether a set is nearly everywhere: its order tells little, and takes long to know.
    fn is_common(&self, set: usize) -> bool {
        let [clauses, _] = &self.units;
        let has_it = clauses.row(set).iter().map(|word| word.count_ones()).sum::<u32>();
        usize::try_from(has_it).is_ok_and(|has_it| has_it > (clauses.count / 8).max(16))
    }
}

/// The byte ranges of what a text has of some sets.
#[derive(Debug)]
struct Places {
    /// Those that are known.
    sets: FixedBitSet,
    /// Those of the first set, in the order of their ends, those of the second …
    all: Vec<Range<usize>>,
    /// For each set where its places end among all.
    ends: Vec<usize>,
}

impl Places {
    /// Of those of these sets that are not common.
    fn of(found: &Found<'_>, sets: impl Iterator<Item = usize>) -> Self {
        let wanted: FixedBitSet = sets.filter(|set| !found.is_common(*set)).collect();
        let sets_of: Vec<Vec<usize>> = found
            .texts
            .iter()
            .map(|sets| sets.iter().copied().filter(|set| wanted.contains(*set)).collect())
            .collect();
        let all = || {
            found.hits.iter().flat_map(|(text, place)| {
                sets_of.get(*text).into_iter().flatten().map(move |set| (*set, place))
            })
        };
        let mut counts = vec![0; wanted.len()];
        for (set, _) in all() {
            if let Some(count) = counts.get_mut(set) {
                *count += 1;
            }
        }
        let mut next = 0;
        let begin = |count| {
            let begin = next;
            next += count;
            begin
        };
        // Where they begin, at first; as they are filled in they move on.
        let mut ends: Vec<usize> = counts.into_iter().map(begin).collect();
        let mut places = vec![0..0; next];
        for (set, place) in all() {
            if let Some(end) = ends.get_mut(set) {
                if let Some(free) = places.get_mut(*end) {
                    free.clone_from(place);
                }
                *end += 1;
            }
        }
        Self { sets: wanted, all: places, ends }
    }

    fn of_set(&self, set: usize) -> &[Range<usize>] {
        let start = set.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(set).and_then(|end| self.all.get(start..*end)).unwrap_or_default()
    }

    /// Where in a byte range a match can be that has what is needed: something of each of the sets that are known, each
    /// behind the one before and not too far from it.
    fn within(&self, range: &Range<usize>, need: &Need) -> Vec<Range<usize>> {
        // Where matches can begin, and how far they are known, by where that is.
        let mut begun: Option<Vec<Range<usize>>> = None;
        let mut gap = 0_usize;
        for step in &need.steps {
            gap = gap.saturating_add(step.gap);
            if !self.sets.contains(step.set) {
                gap = gap.saturating_add(step.longest);
                continue;
            }
            let places = self.of_set(step.set);
            let first = places.partition_point(|place| place.end <= range.start);
            let places = places.iter().skip(first).take_while(|place| place.end <= range.end);
            let places = places.filter(|place| place.start >= range.start);
            begun = Some(match begun {
                None => {
                    places.map(|place| place.start.saturating_sub(gap).max(range.start)..place.end).collect()
                }
                Some(begun) => {
                    let longer = |place: &Range<usize>| {
                        let first =
                            begun.partition_point(|known| known.end < place.start.saturating_sub(gap));
                        let near = begun.iter().skip(first).take_while(|known| known.end <= place.start);
                        Some(near.map(|known| known.start).min()?..place.end)
                    };
                    places.filter_map(longer).collect()
                }
            });
            gap = 0;
        }
        let Some(mut windows) = begun else { return vec![range.clone()] };
        let rest = gap.saturating_add(need.rest);
        for window in &mut windows {
            window.end = window.end.saturating_add(rest).min(range.end);
        }
        windows
    }
}

/// For each row (a set, or a text) the units of a text, clauses or sentences, that have something of it.
#[derive(Debug)]
struct Units {
    count: usize,
    /// So many hold a bit for each unit.
    words: usize,
    /// The words of the first row, those of the second …
    bits: Vec<u64>,
}

/// The bits of a word.
const WORD: usize = 64;

impl Units {
    fn new(rows: usize, count: usize) -> Self {
        let words = count.div_ceil(WORD);
        Self { count, words, bits: vec![0; rows * words] }
    }

    fn add_row(&mut self) {
        self.bits.resize(self.bits.len() + self.words, 0);
    }

    fn row(&self, row: usize) -> &[u64] {
        self.bits.get(row * self.words..(row + 1) * self.words).unwrap_or_default()
    }

    fn insert(&mut self, row: usize, unit: usize) {
        if let Some(word) = self.bits.get_mut(row * self.words + unit / WORD) {
            *word |= 1 << (unit % WORD);
        }
    }

    fn insert_all(&mut self, row: usize, units: &[u64]) {
        for (known, units) in self.bits.iter_mut().skip(row * self.words).zip(units) {
            *known |= units;
        }
    }

    /// The runs of so many units, a word's bits at most, that together have something of each of the sets. Where there are
    /// fewer units, all of them.
    fn runs(&self, sets: &(impl Iterator<Item = usize> + Clone), length: usize) -> Vec<Range<usize>> {
        if self.count <= length {
            return iter::once(0..self.count).collect();
        }
        let mut runs = Vec::new();
        for word in 0..self.words {
            let both = |bits, set| Some(bits & self.begins(set, word, length)).filter(|bits| *bits > 0);
            let mut bits = sets.clone().try_fold(u64::MAX, both).unwrap_or_default();
            let mut first = word * WORD;
            while bits > 0 && first + length <= self.count {
                if bits & 1 > 0 {
                    runs.push(first..first + length);
                }
                bits >>= 1;
                first += 1;
            }
        }
        runs
    }

    /// For the units of a word, whether a run of so many that begins there has something of a set.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    fn begins(&self, set: usize, word: usize, length: usize) -> u64 {
        let row = self.row(set);
        let at = |word: usize| row.get(word).copied().unwrap_or_default();
        let mut bits = u128::from(at(word)) | u128::from(at(word + 1)) << WORD;
        let mut known = 1;
        while known < length {
            let more = known.min(length - known);
            bits |= bits >> more;
            known += more;
        }
        bits as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::shape::Breaks;

    fn shape(sets: &[&[&str]], (sentences, clauses): (Option<usize>, Option<usize>)) -> Shape {
        let set = |set: &&[&str]| Rc::new(set.iter().map(ToString::to_string).collect());
        Shape {
            required: sets.iter().map(set).collect(),
            gaps: Vec::new(),
            breaks: Breaks { sentences, clauses },
        }
    }

    #[test]
    fn a_match_can_be_where_its_texts_are_behind_each_other() {
        let (sure, come): (&[&str], &[&str]) = (&["一定", "保证"], &["到"]);
        let once: &[&[&str]] = &[sure, come];
        let cases = [
            ("一定。保证到。", once, (Some(0), Some(0)), &["保证到。"] as &[&str]),
            ("到了，保证。", once, (Some(0), Some(0)), &[]),
            ("到了，保证。", once, (Some(0), Some(9)), &[]),
            ("好，保证，到。", once, (Some(0), Some(0)), &[]),
            ("好，保证，到。", once, (Some(1), Some(1)), &["保证，到。"]),
            ("好。保证，到。", once, (Some(0), Some(9)), &["保证，到。"]),
            ("好。保证。到。", once, (Some(0), Some(9)), &[]),
            ("保证。好。到。", once, (None, None), &["保证。好。到。"]),
            ("保证", &[sure, sure], (Some(0), Some(0)), &[]),
            ("保证", &[sure], (Some(1), Some(2)), &["保证"]),
            ("好。保", &[&["好。保"]], (Some(1), Some(1)), &["好。保"]),
            ("好，吗。", &[], (Some(0), Some(0)), &["好，", "吗。"]),
        ];
        for (text, sets, breaks, expected) in cases {
            let mut builder = Builder::default();
            builder.add(&[shape(sets, breaks)]);
            let plain = Plain::of(text, &[]);
            let windows = builder.build().windows(&plain).into_iter();
            let windows = windows.map(|window| plain.text.get(window.range).unwrap_or_default());
            assert_eq!(windows.collect::<Vec<_>>(), expected, "{text} {sets:?}");
        }
    }

    #[test]
    fn a_window_reaches_as_far_as_a_match_can() {
        let set = |texts: &[&str]| Rc::new(texts.iter().map(ToString::to_string).collect());
        let shape = |gaps: &[Option<usize>]| Shape {
            required: vec![set(&["保证", "一定"]), set(&["到"])],
            gaps: gaps.to_vec(),
            breaks: Breaks { sentences: Some(0), clauses: Some(0) },
        };
        let cases = [
            ("您好我们保证明天到货。", [Some(0), Some(6), Some(0)], &["保证明天到"] as &[&str]),
            ("您好我们保证明天到货。", [Some(3), Some(9), Some(3)], &["们保证明天到货"]),
            ("您好我们保证明天到货。", [Some(0), Some(3), Some(0)], &[]),
            ("您好，保证明天到。到货", [None, Some(6), None], &["保证明天到。"]),
            // The 一定 is near enough, the 保证 is not.
            ("保证您一定会到", [Some(0), Some(3), Some(0)], &["一定会到"]),
            ("一定到了又一定到", [Some(0), Some(0), Some(0)], &["一定到", "一定到"]),
            ("一定到了又一定到", [Some(3), Some(0), Some(3)], &["一定到了", "又一定到"]),
            ("一定到了一定到", [Some(3), Some(0), Some(3)], &["一定到了一定到"]),
            // Not in the middle of a character.
            ("我们保证到货", [Some(1), Some(0), Some(1)], &["们保证到货"]),
        ];
        for (text, gaps, expected) in cases {
            let mut builder = Builder::default();
            builder.add(&[shape(&gaps)]);
            let plain = Plain::of(text, &[]);
            let windows = builder.build().windows(&plain).into_iter();
            let windows = windows.map(|window| plain.text.get(window.range).unwrap_or_default());
            assert_eq!(windows.collect::<Vec<_>>(), expected, "{text} {gaps:?}");
        }
    }

    #[test]
    fn runs_go_over_the_ends_of_words() {
        let mut units = Units::new(2, 130);
        for (set, unit) in [(0, 3), (0, 63), (0, 129), (1, 64), (1, 127)] {
            units.insert(set, unit);
        }
        let runs = |sets: &[usize], length| {
            units
                .runs(&sets.iter().copied(), length)
                .into_iter()
                .map(|run| (run.start, run.end))
                .collect::<Vec<_>>()
        };
        assert_eq!(runs(&[0], 1), [(3, 4), (63, 64), (129, 130)]);
        assert!(runs(&[0, 1], 1).is_empty());
        assert_eq!(runs(&[0, 1], 2), [(63, 65)]);
        assert_eq!(runs(&[0, 1], 3), [(62, 65), (63, 66), (127, 130)]);
        assert_eq!(runs(&[0, 1], 200), [(0, 130)]);
        assert_eq!(runs(&[], 64).len(), 67);
    }
}
