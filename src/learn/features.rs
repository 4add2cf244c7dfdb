//! A text as the pieces that a classifier knows: characters, neighbours, and groups of synonyms.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::model::Reply;
use crate::text::{each_concept, plain, without_fillers};

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
}

/// What kind a piece is of.
#[derive(Debug, Clone, Copy, Hash)]
enum Kind {
    Character,
    Neighbours,
    Concept,
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
