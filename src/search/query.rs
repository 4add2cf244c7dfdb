//! What was typed or pasted → what to look for.

use super::habits::recordable;
use super::word::Word;
use crate::text::{composed, is_apostrophe, is_hanzi, is_letter, normal, without_fillers};

/// A query, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Blanks separate words; so do punctuation marks.
    pub(super) words: Vec<Word>,
    /// All words in one: what an input method shows while composing (`fa huo`, `fa'huo`), or a whole sentence.
    pub(super) joined: Word,
    /// What follows an `@`: categories, tags or packs to stay within.
    pub(super) within: Vec<AtName>,
    /// What the sentence is about, without greetings, numbers and links.
    pub(super) sentence: String,
    pub(super) is_message: bool,
    /// The form in which the history knows it.
    pub(super) habit: Option<String>,
}

/// A place to stay within.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AtName {
    /// As it was typed, without the `@`.
    pub name: String,
    pub word: Word,
}

/// What begins the name of a place.
const PLACE_MARKS: [char; 2] = ['@', '＠'];

/// In characters: the rest of a longer query is ignored.
const LONGEST: usize = 500;

/// A typed text with this many hanzi counts as a buyer's message.
const MIN_HANZI_OF_MESSAGE: usize = 9;

/// The same for a pasted text.
const MIN_HANZI_OF_PASTED_MESSAGE: usize = 2;

impl Query {
    /// What somebody typed into the search box.
    pub fn typed(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = String::new();
        for chunk in text.split_whitespace() {
            if !chunk.starts_with(PLACE_MARKS) {
                rest.extend([chunk, " "]);
                continue;
            }
            let name = chunk.trim_start_matches(PLACE_MARKS);
            let word = typed_word(name);
            if !word.is_empty() {
                query.within.push(AtName { name: name.to_owned(), word });
            }
        }
        query.fill(&rest);
        query.habit = recordable(text);
        query.is_message =
            query.joined.chars.iter().filter(|c| is_hanzi(**c)).count() >= MIN_HANZI_OF_MESSAGE;
        query
    }

    /// What somebody pasted into the search box: a buyer's message, unless it is only a word.
    pub fn pasted(text: &str) -> Self {
        let message = Self::message(text);
        let hanzi = message.joined.chars.iter().filter(|c| is_hanzi(**c)).count();
        Self { is_message: hanzi >= MIN_HANZI_OF_PASTED_MESSAGE, ..message }
    }

    /// What a buyer wrote: one line or several.
    pub fn message(text: &str) -> Self {
        let mut query = Self { is_message: true, ..Self::default() };
        query.fill(text);
        query
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.within.is_empty()
    }

    /// The query as it may be recorded with the reply that was chosen for it: short, typed, no number.
    pub fn recordable(&self) -> Option<&str> {
        self.habit.as_deref()
    }

    /// Whether the text reads like something that a buyer wrote, rather than a few letters to find a reply by.
    pub fn is_message(&self) -> bool {
        self.is_message
    }

    fn fill(&mut self, text: &str) {
        let text: String = text.chars().take(LONGEST).collect();
        self.words = words(&text);
        self.joined = Word::joined(&self.words);
        self.sentence = without_fillers(&text);
    }
}

/// The words of a text, in the plain form that is compared; anything other than letters separates them.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for c in composed(text).map(|(c, _)| normal(c)) {
        if is_letter(c) {
            word.push(c);
        } else if is_apostrophe(c) && word.chars.last().is_some_and(char::is_ascii_lowercase) {
            word.end_syllable();
        } else {
            words.push(std::mem::take(&mut word));
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// A text that was typed, as one word.
pub(super) fn typed_word(text: &str) -> Word {
    Word::joined(&words(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(words: impl IntoIterator<Item = &'a Word>) -> String {
        words.into_iter().map(|word| word.chars.iter().collect()).collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn words_are_split_and_normalised() {
        let cases = [
            ("", "", ""),
            ("  ", "", ""),
            ("ＦＡ huo", "fa huo", "fahuo"),
            ("xi'an", "xian", "xian"),
            ("‘运费’谁出", "运费 谁出", "运费谁出"),
            ("NÜ装", "nv装", "nv装"),
            ("發貨", "发货", "发货"),
            ("怎么还没动静，急用！", "怎么还没动静 急用", "怎么还没动静急用"),
        ];
        for (text, words, joined) in cases {
            let query = Query::typed(text);
            assert_eq!(shown(&query.words), words, "{text}");
            assert_eq!(query.joined.chars.iter().collect::<String>(), joined, "{text}");
        }
    }

    #[test]
    fn what_stands_behind_an_at_sign_is_where_to_stay() {
        for (text, words, within) in [
            ("@售后 退", "退", "售后"),
            ("退 ＠售后", "退", "售后"),
            ("@售后/物流 @急 wl", "wl", "售后物流 急"),
            ("@", "", ""),
            ("a@b", "a b", ""),
        ] {
            let query = Query::typed(text);
            assert_eq!(
                (shown(&query.words).as_str(), shown(query.within.iter().map(|place| &place.word)).as_str()),
                (words, within),
                "{text}"
            );
        }
        assert!(Query::message("@客服 在吗").within.is_empty());
    }

    #[test]
    fn a_long_text_is_a_message() {
        assert!(!Query::typed("催发货").is_message());
        assert!(!Query::typed("cuifahuocuifahuo").is_message());
        assert!(Query::typed("我前天买的怎么还没发呀").is_message());
        assert!(Query::pasted("能便宜点吗").is_message());
        assert!(Query::pasted("发票").is_message());
        for word in ["催", "cfh"] {
            let word = Query::pasted(word);
            assert_eq!((word.is_message(), word.recordable()), (false, None));
        }
    }
}
