//! How the values of fields look in a file: each form reads a value, writes it, and changes it in place.

use std::ops::Range;

use jiff::civil::DateTime;

use super::super::reader::{Reader, wrong};
use super::Place;
use super::message::says_all;
use crate::diag::{Expected, Problem};
use crate::ron_edit::{Field, edited_list, list_literal, literal, parse, with_field, without_field};
use crate::template::{Edge, Trade, Trades, read_moment, written_moment};

/// A way to give a value.
pub(super) trait Form {
    type Value;

    /// The value; what is wrong with it is reported.
    fn read(read: &mut Reader<'_>, field: &Field) -> Self::Value;

    /// Its source; `None` where it need not be given.
    fn write(value: &Self::Value) -> Option<String>;

    /// The source of an item with `new` in the place of `old`. `None` where the source does not say `old`.
    fn edit(place: Place<'_>, old: &Self::Value, new: &Self::Value) -> Option<String> {
        place.rewritten(Self::write(old).as_deref(), Self::write(new).as_deref())
    }
}

/// A text, which is empty where it is not given.
pub(super) struct Text;

impl Form for Text {
    type Value = String;

    fn read(read: &mut Reader<'_>, field: &Field) -> String {
        read.text_of(field)
    }

    fn write(text: &String) -> Option<String> {
        (!text.is_empty()).then(|| literal(text))
    }
}

/// A text without the blanks around it.
pub(super) struct Trimmed;

impl Form for Trimmed {
    type Value = String;

    fn read(read: &mut Reader<'_>, field: &Field) -> String {
        read.text_of(field).trim().to_owned()
    }

    fn write(text: &String) -> Option<String> {
        Text::write(text)
    }
}

/// A text that may be missing; a blank one is.
pub(super) struct Optional;

impl Form for Optional {
    type Value = Option<String>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Option<String> {
        read.optional_text(field).filter(|text| !text.trim().is_empty())
    }

    fn write(text: &Option<String>) -> Option<String> {
        text.as_deref().filter(|text| !text.trim().is_empty()).map(literal)
    }
}

/// A text that may be missing, and may be blank.
pub(super) struct AsGiven;

impl Form for AsGiven {
    type Value = Option<String>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Option<String> {
        read.optional_text(field)
    }

    fn write(text: &Option<String>) -> Option<String> {
        text.as_deref().map(literal)
    }
}

/// A list of texts; a single one may be given without a list.
pub(super) struct Texts;

impl Form for Texts {
    type Value = Vec<String>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Vec<String> {
        read.texts(field)
    }

    fn write(texts: &Vec<String>) -> Option<String> {
        (!texts.is_empty()).then(|| list_literal(texts))
    }

    fn edit(place: Place<'_>, old: &Vec<String>, new: &Vec<String>) -> Option<String> {
        edit_texts(place, old, new, Self::write(new))
    }
}

/// A list of texts, each without the blanks around it.
pub(super) struct TrimmedTexts;

impl Form for TrimmedTexts {
    type Value = Vec<String>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Vec<String> {
        read.texts(field).iter().map(|text| text.trim().to_owned()).collect()
    }

    fn write(texts: &Vec<String>) -> Option<String> {
        Texts::write(texts)
    }
}

/// A text, or a list of several.
pub(super) struct OneOrTexts;

impl Form for OneOrTexts {
    type Value = Vec<String>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Vec<String> {
        if field.value.as_list().is_some() {
            return read.texts(field);
        }
        Optional::read(read, field).into_iter().collect()
    }

    fn write(texts: &Vec<String>) -> Option<String> {
        match texts.as_slice() {
            [one] => Some(literal(one)),
            _ => Texts::write(texts),
        }
    }

    fn edit(place: Place<'_>, old: &Vec<String>, new: &Vec<String>) -> Option<String> {
        edit_texts(place, old, new, Self::write(new))
    }
}

/// Changes a list of texts text by text, where it is a list; else it is written `anew`.
fn edit_texts(place: Place<'_>, old: &[String], new: &[String], anew: Option<String>) -> Option<String> {
    let Place { source, name, order } = place;
    if old == new {
        return Some(source.to_owned());
    }
    let Some(anew) = anew else { return without_field(source, name) };
    let root = parse(source).root?;
    let field = root.field(name);
    if field.is_some_and(|field| !says_all(&field.value, old.len())) {
        return None;
    }
    let in_place = field.and_then(|field| {
        let changed = |_: Option<&str>, idx: usize| new.get(idx).map(|text| literal(text));
        edited_list(source.get(field.value.span.clone())?, old, new, &changed)
    });
    with_field(source, order, name, &in_place.unwrap_or(anew))
}

/// Trades by their codes or Chinese words; an unknown one is reported.
pub(super) struct TradeCodes;

impl TradeCodes {
    /// The trade that a word at a place of the file means.
    pub(super) fn one(read: &mut Reader<'_>, span: &Range<usize>, word: &str) -> Option<Trade> {
        let found = Trade::read(word);
        if found.is_none() {
            let known = Trade::ALL.into_iter().flat_map(|trade| [trade.code(), trade.name()]);
            let suggestion = read.suggestion(word, known);
            read.report(span, Problem::UnknownTrade { value: word.to_owned(), suggestion });
        }
        found
    }
}

impl Form for TradeCodes {
    type Value = Trades;

    fn read(read: &mut Reader<'_>, field: &Field) -> Trades {
        let words = read.texts(field);
        words.iter().filter_map(|word| Self::one(read, &field.value.span, word.trim())).collect()
    }

    fn write(trades: &Trades) -> Option<String> {
        let codes: Vec<&str> = trades.iter().map(Trade::code).collect();
        (!codes.is_empty()).then(|| list_literal(&codes))
    }
}

/// `true` or `false`, which need not be given.
pub(super) struct Truth;

impl Form for Truth {
    type Value = bool;

    fn read(read: &mut Reader<'_>, field: &Field) -> bool {
        let word = field.value.as_bare();
        if !matches!(word, Some("true" | "false")) {
            read.report(&field.value.span, wrong(&field.name, Expected::Bool));
        }
        word == Some("true")
    }

    fn write(value: &bool) -> Option<String> {
        value.then(|| "true".to_owned())
    }
}

/// From when on something is valid: the beginning of a day, or a moment.
pub(super) struct Start;

impl Form for Start {
    type Value = Option<DateTime>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Option<DateTime> {
        day_or_moment(read, field, Edge::Start)
    }

    fn write(start: &Option<DateTime>) -> Option<String> {
        start.map(|start| literal(&written_moment(start, Edge::Start)))
    }
}

/// Until when something is valid: the end of a day, or a moment.
pub(super) struct End;

impl Form for End {
    type Value = Option<DateTime>;

    fn read(read: &mut Reader<'_>, field: &Field) -> Option<DateTime> {
        day_or_moment(read, field, Edge::End)
    }

    fn write(end: &Option<DateTime>) -> Option<String> {
        end.map(|end| literal(&written_moment(end, Edge::End)))
    }
}

fn day_or_moment(read: &mut Reader<'_>, field: &Field, edge: Edge) -> Option<DateTime> {
    let text = read.optional_text(field)?;
    let found = read_moment(&text, edge);
    if found.is_none() {
        read.report(&field.value.span, Problem::InvalidDate { value: text });
    }
    found
}
