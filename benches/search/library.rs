//! A library of any size, made from the words of the trade by a fixed rule.

use suda::model::{Layer, Library, Message, Pack, Reply, Wording};

/// Words of two to five characters, the usual ones first in each line.
const WORDS: &str = include_str!("../../assets/text/synonyms.txt");

/// A small generator of numbers that look random (xorshift64*): the same seed gives the same library.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `count`; small numbers come far more often, as some words do.
    fn skewed(&mut self, count: usize) -> usize {
        let one = |bits: u64| (bits >> 11) as f64 / (1_u64 << 53) as f64;
        let place = one(self.next()) * one(self.next());
        ((place * count as f64) as usize).min(count - 1)
    }
}

/// The words, shuffled.
fn words() -> Vec<&'static str> {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    let mut words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let mut numbers = Numbers(0x5eed);
    for at in (1..words.len()).rev() {
        words.swap(at, (numbers.next() % (at as u64 + 1)) as usize);
    }
    words
}

/// So many replies: titles of about 8 characters, texts of about 80, three sample questions.
pub(crate) fn library(count: usize) -> Library {
    let words = words();
    let mut numbers = Numbers(0x5eed_1234);
    let mut text = |least: usize| {
        let (mut text, mut length) = (String::new(), 0);
        while length < least {
            let word = words[numbers.skewed(words.len())];
            length += word.chars().count();
            text.push_str(word);
        }
        text
    };
    let reply = |nth: usize| Reply {
        id: format!("r{nth}"),
        title: text(7),
        category: ["售前/咨询", "售中/发货", "售后/退款", "主动营销"][nth % 4].to_owned(),
        code: nth.is_multiple_of(3).then(|| format!("c{nth}")),
        tags: vec![text(2)],
        questions: (0..3).map(|_| text(6)).collect(),
        wordings: vec![Wording { messages: vec![Message::Text(text(79))], ..Wording::default() }],
        ..Reply::default()
    };
    let replies = (0..count).map(reply).collect();
    Library::new(vec![(Layer::Personal, Pack { id: "bench".into(), replies, ..Pack::default() })])
}
