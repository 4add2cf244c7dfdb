//! Values → text. A gap stays visible as a gap and keeps the text from being given out.

use std::collections::HashSet;

use jiff::civil::DateTime;

use super::{Placeholder, Segment, Template};

/// Where the value of a placeholder comes from.
pub trait Values {
    /// The value of `name`, ready to be copied. A blank one is a gap; `None` is one too unless there is a default.
    fn value(&self, name: &str) -> Option<String>;
}

impl<F: Fn(&str) -> Option<String>> Values for F {
    fn value(&self, name: &str) -> Option<String> {
        self(name)
    }
}

/// A piece of a filled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// A placeholder that was filled.
    Value {
        field: String,
        value: String,
    },
    /// A placeholder without a value.
    Gap(String),
    /// A placeholder that cannot be read.
    Broken(String),
}

/// A text with its values, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    pub pieces: Vec<Piece>,
}

impl Filled {
    /// The finished text, or the gaps that keep it from being finished: field names in order without repeats,
    /// and broken placeholders as they stand in the source.
    ///
    /// # Errors
    /// At least one gap.
    pub fn text(&self) -> Result<String, Vec<String>> {
        let mut text = String::new();
        let mut gaps: Vec<String> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(part) | Piece::Value { value: part, .. } => text.push_str(part),
                Piece::Gap(name) | Piece::Broken(name) => {
                    if !gaps.contains(name) {
                        gaps.push(name.clone());
                    }
                }
            }
        }
        if gaps.is_empty() { Ok(text) } else { Err(gaps) }
    }
}

/// Fills the texts of one wording, which share their fields: a default that one of them gives holds for all.
/// A value is put in as it is: braces inside it are text, not placeholders.
pub fn fill(templates: &[Template], values: &impl Values, now: DateTime) -> Vec<Filled> {
    let fields = fields(templates);
    let default = |name: &str| fields.iter().find(|field| field.name == name)?.default.clone();
    let piece = |segment: &Segment| match segment {
        Segment::Text(text) => Piece::Text(text.clone()),
        Segment::Broken(raw) => Piece::Broken(raw.clone()),
        Segment::Today => Piece::Value { field: super::TODAY.to_owned(), value: today(now) },
        Segment::Field(field) => {
            let value = values.value(&field.name).or_else(|| default(&field.name));
            match value.filter(|value| !value.trim().is_empty()) {
                Some(value) => Piece::Value { field: field.name.clone(), value },
                None => Piece::Gap(field.name.clone()),
            }
        }
    };
    templates
        .iter()
        .map(|template| Filled { pieces: template.segments.iter().map(piece).collect() })
        .collect()
}

/// The date as agents write it: 11月21日.
fn today(now: DateTime) -> String {
    format!("{}月{}日", now.month(), now.day())
}

/// The placeholders of several texts, in order without repeats. A repeated one takes over the default and the
/// choices that an earlier one of the same name left out.
pub fn fields<'a>(templates: impl IntoIterator<Item = &'a Template>) -> Vec<Placeholder> {
    let mut seen = HashSet::new();
    let mut out: Vec<Placeholder> = Vec::new();
    for field in templates.into_iter().flat_map(Template::placeholders) {
        if seen.insert(&field.name) {
            out.push(field.clone());
        } else if let Some(first) = out.iter_mut().find(|first| first.name == field.name) {
            if first.default.is_none() {
                first.default.clone_from(&field.default);
            }
            if first.choices.is_empty() {
                first.choices.clone_from(&field.choices);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::parse;
    use super::*;

    fn noon() -> DateTime {
        date(2026, 11, 21).at(12, 0, 0, 0)
    }

    fn fill_one(source: &str, values: &impl Values) -> Filled {
        fill(&[parse(source)], values, noon()).remove(0)
    }

    #[test]
    fn a_gap_keeps_the_text_and_is_named_once() {
        let filled = fill_one("{订单号}由{快递}发出，{订单号}", &|_: &str| None);
        assert_eq!(filled.text(), Err(vec!["订单号".to_owned(), "快递".to_owned()]));
    }

    #[test]
    fn values_defaults_and_the_date_fill_a_text() {
        let order = |name: &str| (name == "订单号").then(|| "321".to_owned());
        let filled = fill_one("{店铺名:本店}于{日期}发出{订单号}{{谢谢}}", &order);
        assert_eq!(filled.text().unwrap(), "本店于11月21日发出321{谢谢}");
    }

    #[test]
    fn a_blank_value_is_no_value() {
        let filled = fill_one("{订单号}{店铺名:本店}", &|_: &str| Some(" \t".to_owned()));
        assert_eq!(filled.text(), Err(vec!["订单号".to_owned(), "店铺名".to_owned()]));
    }

    #[test]
    fn a_broken_placeholder_is_never_given_out() {
        let filled = fill_one("亲{订单号", &|_: &str| Some("1".to_owned()));
        assert_eq!(filled.text(), Err(vec!["{订单号".to_owned()]));
    }

    #[test]
    fn fields_come_in_order_without_repeats_and_keep_the_choices() {
        let templates = [parse("{快递}{订单号}"), parse("{快递:申通|申通|顺丰}{姓名}")];
        let fields = fields(&templates);
        let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["快递", "订单号", "姓名"]);
        assert_eq!(fields[0].choices, ["申通", "顺丰"]);
        assert_eq!(fields[0].default.as_deref(), Some("申通"));
    }

    #[test]
    fn a_default_given_once_holds_for_every_message_of_the_wording() {
        let filled = fill(&[parse("由{快递}发出"), parse("{快递:申通}的单号")], &|_: &str| None, noon());
        assert_eq!(filled[0].text().unwrap(), "由申通发出");
    }

    proptest! {
        #[test]
        fn a_text_given_out_has_no_brace_that_was_a_field(source in "([{}亲a ]|\\{[ab]\\}){0,12}", value in "[0-9]{0,3}") {
            let filled = fill_one(&source, &|_: &str| Some(value.clone()));
            if let Ok(text) = filled.text() {
                let doubled = source.matches("{{").count() + source.matches("}}").count();
                let braces = text.matches(['{', '}']).count();
                prop_assert!(braces <= doubled);
                prop_assert!(parse(&source).problems.is_empty());
            }
        }
    }
}
