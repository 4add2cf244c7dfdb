//! A text as the pieces that a classifier knows: characters, neighbours, and groups of synonyms.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::model::Reply;
use crate::text::{each_concept, is_clause_end, plain, without_fillers};

/// In characters: more of one text is not read.
const MAX_CHARS: usize = 200;

/// Stands before the first and behind the last character.
const START: char = '^';
const END: char = '$';

/// How much each field of a phrase tells; the most telling piece is the title.
const TITLE: f32 = 1.0;
const TEXT: f32 = 1.0;
const GROUP: f32 = 0.4;

/// What a piece stands in; the same characters are another piece in another field.
#[derive(Debug, Clone, Copy, Hash)]
enum Field {
    Text,
    Title,
    Group,
    /// A clause, the sentence that it is in, and the text: see [`Features::of_part`].
    Clause,
    Sentence,
    Whole,
}

/// What kind a piece is of.
#[derive(Debug, Clone, Copy, Hash)]
enum Kind {
    Character,
    Neighbours,
    Concept,
    Three,
    /// Two characters with one or two between them.
    Apart,
    /// Every clause has it: how likely something is before anything is read.
    Any,
}

/// What the check reads a clause by: itself, the sentence that it is in, and the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `opens` stands before it: the end of the clause before.
    Clause {
        /// [`Part::START`] where nothing does.
        opens: char,
    },
    /// The sentence.
    Sentence,
    /// The text.
    Whole,
}

impl Part {
    /// Stands before the first clause of a text.
    pub const START: char = START;

    /// The field, how long its runs of characters are at most, and how much it counts.
    fn reading(self) -> (Field, usize, f32) {
        match self {
            Self::Clause { .. } => (Field::Clause, 3, 1.0),
            Self::Sentence => (Field::Sentence, 2, 0.5),
            Self::Whole => (Field::Whole, 1, 0.3),
        }
    }
}

/// A text as the pieces that it has, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    pieces: Vec<Piece>,
    /// The text that the places of the pieces are in.
    normal: String,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What the piece is, as the classifiers know it.
    pub id: u32,
    /// How much it counts; the squares of all pieces of a text add up to 1.
    pub weight: f32,
    /// Where it was found first: bytes of [`Features::normal`]. Empty in all fields but the text.
    pub range: Range<usize>,
}

impl Features {
    /// Those of a buyer's message: without greetings, long numbers and links, as long as there is anything else.
    pub fn of_message(text: &str) -> Self {
        let normal = digits_folded(&without_fillers(&begin(text)));
        let pieces = scaled(pieces(&normal, Field::Text), 1.0);
        Self { pieces, normal }
    }

    /// Those of an agent's phrase: its title, the name of its group (empty where it has none) and its texts.
    pub fn of_phrase<'a>(title: &str, group: &str, texts: impl Iterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        for part in texts {
            text.extend([part, " "]);
        }
        let fields =
            [(text.as_str(), Field::Text, TEXT), (title, Field::Title, TITLE), (group, Field::Group, GROUP)];
        let mut all = Vec::new();
        let mut normal = String::new();
        for (text, field, weight) in fields {
            let folded = digits_folded(&plain(&begin(text)));
            all.extend(scaled(pieces(&folded, field), weight));
            if matches!(field, Field::Text) {
                normal = folded;
            }
        }
        Self { pieces: scaled(all, 1.0), normal }
    }

    /// Those of a part of a text in its plain form, for one of its clauses; the pieces of all three parts together are those
    /// of the clause.
    pub fn of_part(text: &str, part: Part) -> Self {
        let (field, longest, length) = part.reading();
        // Of each character, most of three bytes, one run of each length and two apart.
        let capacity = text.len() / 3 * (longest + if longest > 2 { 2 } else { 0 }) + 2;
        let mut runs = Runs { field, longest, before: [None; 3], pieces: Vec::with_capacity(capacity) };
        if let Part::Clause { opens } = part {
            runs.read(opens, 0..0);
        }
        // Whom a clause addresses tells nothing of what it says.
        let words = text.trim_start_matches(ADDRESS);
        let words = if words.is_empty() { text } else { words };
        let begin = text.len() - words.len();
        for (start, c) in words.char_indices() {
            runs.read(c, begin + start..begin + start + c.len_utf8());
        }
        if matches!(part, Part::Clause { .. }) && !text.ends_with(is_clause_end) {
            runs.read(END, text.len()..text.len());
        }
        let mut pieces = runs.pieces;
        let is_clause = matches!(part, Part::Clause { .. });
        if !is_clause || pieces.len() > MANY_PIECES {
            // What a long text says again and again does not count the more for it.
            pieces.sort_unstable_by_key(|piece| piece.id);
            pieces.dedup_by_key(|piece| piece.id);
        }
        pieces = scaled(pieces, length);
        if is_clause {
            pieces.push(Piece { id: quick_id(field, Kind::Any, 0), weight: 1.0, range: 0..0 });
        }
        Self { pieces, normal: String::new() }
    }

    /// With the pieces of others.
    #[must_use]
    pub fn and(mut self, others: &Self) -> Self {
        self.pieces.extend(others.pieces.iter().cloned());
        self
    }

    /// Those of a reply, by its title, its category and tags, and what it says.
    pub fn of_reply(reply: &Reply) -> Self {
        Self::of_phrase(&reply.title, &group(reply), reply.texts())
    }

    /// The pieces, in the order of their ids within each field.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The text in its normal form, as far as it was read.
    pub fn normal(&self) -> &str {
        &self.normal
    }
}

/// What stands for a group where a reply has a category and tags.
pub(super) fn group(reply: &Reply) -> String {
    let mut group = reply.category.replace('/', " ");
    for tag in &reply.tags {
        group.extend([" ", tag]);
    }
    group
}

fn begin(text: &str) -> String {
    text.chars().take(MAX_CHARS).collect()
}

/// One digit for every number: how many there are of something tells nothing about what is asked.
fn digits_folded(normal: &str) -> String {
    let mut out = String::with_capacity(normal.len());
    for c in normal.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('0') {
            out.push('0');
        }
    }
    out
}

/// The pieces of a text in its normal form, each once.
fn pieces(normal: &str, field: Field) -> Vec<Piece> {
    if normal.is_empty() {
        return Vec::new();
    }
    let mut found: FxHashMap<u32, Range<usize>> = FxHashMap::default();
    let mut add = |kind: Kind, value: u64, range: Range<usize>| {
        found.entry(id(field, kind, value)).or_insert(range);
    };
    let mut before = (START, 0..0);
    for (start, c) in normal.char_indices() {
        let range = start..start + c.len_utf8();
        if c != ' ' {
            add(Kind::Character, u64::from(c), range.clone());
        }
        add(Kind::Neighbours, pair(before.0, c), before.1.start..range.end);
        before = (c, range);
    }
    add(Kind::Neighbours, pair(before.0, END), before.1);
    each_concept(normal, |group, range| add(Kind::Concept, group, range));
    let mut pieces: Vec<Piece> =
        found.into_iter().map(|(id, range)| Piece { id, weight: 1.0, range }).collect();
    pieces.sort_unstable_by_key(|piece| piece.id);
    pieces
}

/// 亲, 亲亲.
const ADDRESS: char = '亲';

/// Particles at the end of a clause: which one it is tells nothing.
fn is_particle(c: char) -> bool {
    matches!(c, '呢' | '哈' | '啦' | '咯' | '哒' | '噢' | '呀' | '哟' | '嘛' | '滴')
}

/// A clause of more pieces has no end in sight: it is read as a text.
const MANY_PIECES: usize = 120;

/// A character and where it is, in bytes.
#[derive(Clone, Copy)]
struct Place {
    c: char,
    start: usize,
    end: usize,
}

/// Reads a text character by character into runs of one to `longest`.
struct Runs {
    field: Field,
    longest: usize,
    /// The characters before, the nearest first.
    before: [Option<Place>; 3],
    pieces: Vec<Piece>,
}

impl Runs {
    /// A number counts as one digit, 你 as 您, and every particle as the same one.
    fn read(&mut self, c: char, range: Range<usize>) {
        let c = match c {
            '你' => '您',
            '0'..='9' => '0',
            c if is_particle(c) => '哦',
            other => other,
        };
        if let Some(near) = self.before[0].as_mut().filter(|near| c == '0' && near.c == '0') {
            near.end = range.end;
            return;
        }
        let [near, second, third] = self.before;
        if !(is_clause_end(c) || c == START || c == END) {
            self.add(Kind::Character, u64::from(c), range.clone());
        }
        if let Some(near) = near.filter(|_| self.longest > 1) {
            self.add(Kind::Neighbours, pair(near.c, c), near.start..range.end);
        }
        if let (Some(near), Some(second)) = (near, second.filter(|_| self.longest > 2)) {
            let three = u64::from(second.c) << 42 | u64::from(near.c) << 21 | u64::from(c);
            self.add(Kind::Three, three, second.start..range.end);
            let apart = [Some(second), third].into_iter().flatten().filter(|before| !is_clause_end(before.c));
            for before in apart.filter(|_| !is_clause_end(c)) {
                self.add(Kind::Apart, pair(before.c, c), before.start..range.end);
            }
        }
        self.before = [Some(Place { c, start: range.start, end: range.end }), near, second];
    }

    fn add(&mut self, kind: Kind, value: u64, range: Range<usize>) {
        self.pieces.push(Piece { id: quick_id(self.field, kind, value), weight: 1.0, range });
    }
}

fn pair(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The number of a piece, the same on every computer.
fn id(field: Field, kind: Kind, value: u64) -> u32 {
    let mut hasher = Fnv::default();
    (field as u8, kind as u8, value).hash(&mut hasher);
    let hash = hasher.finish();
    u32::try_from(hash >> 32 ^ hash & 0xffff_ffff).unwrap_or_default()
}

/// The number of a piece of a part, the same on every computer; made quicker than [`id`].
fn quick_id(field: Field, kind: Kind, value: u64) -> u32 {
    let tag = (u64::from(field as u8) << 8 | u64::from(kind as u8)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (value ^ tag).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let mixed = (mixed ^ mixed >> 32).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    u32::try_from(mixed >> 32).unwrap_or_default()
}

/// FNV-1a in 64 bits, over little-endian bytes.
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.write(&value.to_le_bytes());
    }
}

/// The pieces with weights whose squares add up to the square of `length`.
fn scaled(mut pieces: Vec<Piece>, length: f32) -> Vec<Piece> {
    let squares: f32 = pieces.iter().map(|piece| piece.weight * piece.weight).sum();
    let factor = if squares > 0.0 { length / squares.sqrt() } else { 0.0 };
    for piece in &mut pieces {
        piece.weight *= factor;
    }
    pieces
}
