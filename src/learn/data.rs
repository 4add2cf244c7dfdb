//! The sentences that the classifiers are trained on, from `assets/learn`.

use std::fmt;

use super::features::{Features, group};
use super::train::Example;
use super::{NONE, scenario};
use crate::model::{Message, Pack};

/// Buyers' messages, each with its scenarios.
const MESSAGES: &str = include_str!("../../assets/learn/messages.tsv");

/// Agents' phrases, each with its scenarios.
const PHRASES: &str = include_str!("../../assets/learn/phrases.tsv");

/// A line of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The scenarios that it is about, the main one first; [`NONE`] where it is about none.
    pub labels: Vec<&'a str>,
    /// The columns behind: a message; or a phrase's title, group and text.
    pub columns: Vec<&'a str>,
}

/// What is wrong with a line of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, in a sentence.
    pub reason: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for DataError {}

/// The labels of all classifiers, in the order of their numbers: the scenarios, and [`NONE`].
pub(super) fn labels() -> Vec<&'static str> {
    scenario::scenarios().iter().map(|scenario| scenario.id.as_str()).chain([NONE]).collect()
}

/// The lines of a data file with so many columns behind the labels; comments (`#`) and empty lines are passed over.
///
/// # Errors
///
/// The first line that has other columns or names a scenario that does not exist.
pub(super) fn lines(text: &str, columns: usize) -> Result<Vec<Line<'_>>, DataError> {
    let known = labels();
    let mut out = Vec::new();
    for (nth, line) in (1..).zip(text.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let error = |reason: String| DataError { line: nth, reason };
        let (first, rest) = line.split_once('\t').ok_or_else(|| error("there is no tab".to_owned()))?;
        let labels: Vec<&str> = first.split('|').collect();
        if let Some(unknown) = labels.iter().find(|label| !known.contains(label)) {
            return Err(error(format!("there is no scenario {unknown}")));
        }
        let found: Vec<&str> = rest.split('\t').collect();
        if found.len() != columns || found.last().is_none_or(|text| text.trim().is_empty()) {
            return Err(error(format!(
                "{columns} columns are wanted behind the scenarios, the last not empty"
            )));
        }
        out.push(Line { labels, columns: found });
    }
    Ok(out)
}

/// The lines of a data file as examples, with the features of their columns.
fn examples<const N: usize>(
    text: &str,
    features: impl Fn([&str; N]) -> Features,
) -> Result<Vec<Example>, DataError> {
    let known = labels();
    let number = |label: &&str| known.iter().position(|other| other == label);
    let example = |line: Line<'_>| {
        let columns = line.columns.try_into().unwrap_or([""; N]);
        Example {
            features: features(columns),
            labels: line.labels.iter().filter_map(number).collect(),
            unknown: Vec::new(),
        }
    };
    Ok(lines(text, N)?.into_iter().map(example).collect())
}

/// Buyers' messages as examples.
///
/// # Errors
///
/// As [`DataError`] says.
pub(super) fn messages() -> Result<Vec<Example>, DataError> {
    examples(MESSAGES, |[message]| Features::of_message(message))
}

/// Buyers' messages as titles of phrases: many titles are the buyer's question.
///
/// # Errors
///
/// As [`DataError`] says.
pub(super) fn titles() -> Result<Vec<Example>, DataError> {
    examples(MESSAGES, |[message]| Features::of_phrase(message, "", std::iter::empty()))
}

/// Agents' phrases as examples. `\n` in a text stands for the end of a line.
///
/// # Errors
///
/// As [`DataError`] says.
pub(super) fn phrases() -> Result<Vec<Example>, DataError> {
    examples(PHRASES, |[title, group, text]| Features::of_phrase(title, group, text.split("\\n")))
}

/// The wordings of a pack's replies as examples, as far as the replies name their scenarios.
pub(super) fn phrases_of(pack: &Pack) -> Vec<Example> {
    let known = labels();
    let mut out = Vec::new();
    for reply in &pack.replies {
        let numbers = |id: &String| known.iter().position(|other| other == id);
        let labels: Vec<usize> = reply.scenarios.iter().filter_map(numbers).collect();
        for wording in reply.wordings.iter().filter(|_| !labels.is_empty()) {
            let texts = wording.messages.iter().filter_map(Message::text);
            let features = Features::of_phrase(&reply.title, &group(reply), texts);
            out.push(Example { features, labels: labels.clone(), unknown: Vec::new() });
        }
    }
    out
}
