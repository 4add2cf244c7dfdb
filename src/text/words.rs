//! Many words looked for at once, and the groups of those that mean the same.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::normal::data_lines;

/// Groups of words that mean the same, one group a line.
const SYNONYMS: &str = include_str!("../../assets/text/synonyms.txt");

struct Concepts {
    automaton: AhoCorasick,
    /// The group of each pattern.
    groups: Vec<u64>,
}

static CONCEPTS: LazyLock<Option<Concepts>> = LazyLock::new(|| {
    let (mut members, mut groups) = (Vec::new(), Vec::new());
    for (group, line) in (0..).zip(data_lines(SYNONYMS)) {
        for member in line.split_whitespace() {
            members.push(member);
            groups.push(group);
        }
    }
    Some(Concepts { automaton: longest_words(&members)?, groups })
});

/// A search for words, of which the longest is found where several begin; `None` for more words than fit into memory.
pub(super) fn longest_words(words: &[&str]) -> Option<AhoCorasick> {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
}

/// Calls back for every word of a text in its normal form that belongs to a group of synonyms: the number of the group,
/// counted from 0, and the bytes of the word.
pub(crate) fn each_concept(plain: &str, mut found: impl FnMut(u64, Range<usize>)) {
    let Some(concepts) = &*CONCEPTS else { return };
    for member in concepts.automaton.find_iter(plain) {
        if let Some(group) = concepts.groups.get(member.pattern().as_usize()) {
            found(*group, member.range());
        }
    }
}
