//! The rules that come with the program: the files of `assets/rules`, and what was learned from their examples.

use ron::extensions::Extensions;

use super::RulesError;
use crate::diag::Rule;

/// Every rule of the program, one file each.
const FILES: [&str; 23] = [
    include_str!("../../assets/rules/invoice.refuse.ron"),
    include_str!("../../assets/rules/invoice.tax_fee.ron"),
    include_str!("../../assets/rules/invoice.category.ron"),
    include_str!("../../assets/rules/shipping.extra_fee.ron"),
    include_str!("../../assets/rules/card.refuse.ron"),
    include_str!("../../assets/rules/card.fee.ron"),
    include_str!("../../assets/rules/cod.refuse.ron"),
    include_str!("../../assets/rules/privacy.leak.ron"),
    include_str!("../../assets/rules/order.close.ron"),
    include_str!("../../assets/rules/promise.arrival.ron"),
    include_str!("../../assets/rules/promise.shipping.ron"),
    include_str!("../../assets/rules/absolute.word.ron"),
    include_str!("../../assets/rules/review.pressure.ron"),
    include_str!("../../assets/rules/review.cashback.ron"),
    include_str!("../../assets/rules/offplatform.contact.ron"),
    include_str!("../../assets/rules/tone.negative.ron"),
    include_str!("../../assets/rules/tone.but.ron"),
    include_str!("../../assets/rules/tone.curt.ron"),
    include_str!("../../assets/rules/tone.blame.ron"),
    include_str!("../../assets/rules/tone.refusal_opening.ron"),
    include_str!("../../assets/rules/tone.rival.ron"),
    include_str!("../../assets/rules/text.unfilled.ron"),
    include_str!("../../assets/rules/text.too_long.ron"),
];

/// Agents' talk of every kind that breaks no rule, a text a line; `\n` stands for the end of a line.
const TALK: &str = include_str!("../../assets/rules/talk.txt");

/// What was learned from the examples of all rules and from the talk.
pub(super) const MODEL: &[u8] = include_bytes!("../../assets/models/rules.bin");

/// In the files the examples come last: a thousand times as much as what stands before them.
const EXAMPLES: &str = "\n    breaks: [";

/// Reads the file of one rule.
///
/// # Errors
/// The text is not RON, or has other fields.
pub(super) fn read(file: &str) -> Result<Rule, RulesError> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(file).map_err(|error| RulesError::Syntax(error.to_string()))
}

/// The rules without their examples.
///
/// # Errors
/// See [`read`].
pub(super) fn heads() -> Result<Vec<Rule>, RulesError> {
    let head = |file: &&str| {
        file.split_once(EXAMPLES).map_or_else(|| read(file), |(head, _)| read(&format!("{head}\n)")))
    };
    FILES.iter().map(head).collect()
}

/// The rules with their examples, which takes a few frames.
///
/// # Errors
/// See [`read`].
pub(super) fn whole() -> Result<Vec<Rule>, RulesError> {
    FILES.iter().map(|file| read(file)).collect()
}

/// Talk that breaks no rule.
pub(super) fn talk() -> impl Iterator<Item = String> {
    TALK.lines().filter(|line| !line.is_empty()).map(|line| line.replace("\\n", "\n"))
}
