//! Values → text. A gap stays visible as a gap and keeps the text from being given out.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use super::calendar::Calendar;
use super::clock::{Clock, read_date, usual_date};
use super::measure;
use super::sum::{NoResult, Sum};
use super::{DayText, Segment, Template};

/// What a field is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Put in as it is.
    Text(String),
    /// In the unit that [`measure::read`] gives, and the unit to show it in.
    Amount {
        /// In centimetres, kilograms, or as it was given.
        amount: Decimal,
        /// The unit to show it in; empty for a bare number.
        unit: String,
    },
    /// Written with the year where it is not today's, see [`Value::shown`].
    Day(Date),
}

impl Value {
    /// As it is written in a text that goes on with `next`.
    pub fn shown(&self, next: &str, today: Date) -> String {
        match self {
            Self::Text(text) => without_unit_of(text, next).to_owned(),
            Self::Amount { amount, unit } => measure::show(*amount, unit, next),
            Self::Day(day) => {
                let shown = usual_date(*day, today);
                let is_said = next.starts_with(['日', '号']);
                if is_said { shown.trim_end_matches('日').to_owned() } else { shown }
            }
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    fn number(&self) -> Option<Decimal> {
        match self {
            Self::Text(text) => measure::read_number(text),
            Self::Amount { amount, unit } => Some(measure::in_unit(*amount, unit)),
            Self::Day(_) => None,
        }
    }

    fn day(&self, today: Date) -> Option<Date> {
        match self {
            Self::Text(text) => read_date(text, today),
            Self::Amount { .. } => None,
            Self::Day(day) => Some(*day),
        }
    }
}

/// A number without the unit behind it, where the text goes on with the same: 299元 in front of 元.
fn without_unit_of<'a>(value: &'a str, next: &str) -> &'a str {
    let is_hanzi = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let number = value.trim_end_matches(is_hanzi);
    let unit = value.get(number.len()..).unwrap_or_default();
    let is_unit = (1..=2).contains(&unit.chars().count()) && number.ends_with(|c: char| c.is_ascii_digit());
    let is_said_again = next.strip_prefix(unit).is_some_and(measure::ends_before);
    if is_unit && is_said_again { number } else { value }
}

/// Where the value of a field comes from.
pub trait Values {
    /// The value of `name`; `default` is what the text gives. A blank one is a gap.
    fn value(&self, name: &str, default: Option<&str>) -> Option<Value>;
}

impl<F: Fn(&str) -> Option<String>> Values for F {
    fn value(&self, name: &str, default: Option<&str>) -> Option<Value> {
        self(name).or_else(|| default.map(str::to_owned)).map(Value::Text)
    }
}

/// A piece of a filled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The text's own words.
    Text(String),
    /// A placeholder that was filled.
    Value {
        /// The field's name, or the sum as it is written.
        field: String,
        /// What is in the text.
        value: String,
    },
    /// A placeholder without a value.
    Gap {
        /// What is between the braces: the field, or a sum.
        shown: String,
        /// The fields that have to be filled.
        needs: Vec<String>,
        /// Why it could not be filled.
        reason: GapReason,
    },
    /// A placeholder that cannot be read.
    Broken(String),
}

/// Why a placeholder has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapReason {
    /// A value is missing.
    Missing,
    /// The value is not a date, or one beyond the end of time.
    NotADate,
    /// A value of the sum is not a number.
    NotANumber,
    /// The sum divides by zero, or is too large.
    Impossible,
}

/// A text with its values, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// In the order of the text.
    pub pieces: Vec<Piece>,
    /// A working day was counted into this year, whose holidays are not announced.
    pub unknown_year: Option<i16>,
}

impl Filled {
    /// The finished text, or the gaps that keep it from being finished: field names in order without repeats,
    /// and broken placeholders as they are written in the source.
    ///
    /// # Errors
    /// At least one gap.
    pub fn text(&self) -> Result<String, Vec<String>> {
        let mut text = String::new();
        let mut gaps: Vec<String> = Vec::new();
        for piece in &self.pieces {
            let open = match piece {
                Piece::Text(part) | Piece::Value { value: part, .. } => {
                    text.push_str(part);
                    continue;
                }
                Piece::Gap { needs, .. } => needs.as_slice(),
                Piece::Broken(raw) => std::slice::from_ref(raw),
            };
            for name in open {
                if !gaps.contains(name) {
                    gaps.push(name.clone());
                }
            }
        }
        if gaps.is_empty() { Ok(text) } else { Err(gaps) }
    }
}

/// Fills the texts of one wording, which share their fields: a default that one of them gives holds for all.
/// A value is put in as it is: braces inside it are text, not placeholders.
/// `calendar` says what the working days are.
pub fn fill(templates: &[Template], values: &dyn Values, now: DateTime, calendar: &Calendar) -> Vec<Filled> {
    let filler = Filler { fields: fields(templates), values, now, calendar };
    templates.iter().map(|template| filler.fill(template)).collect()
}

struct Filler<'a> {
    fields: Vec<AskedField>,
    values: &'a dyn Values,
    now: DateTime,
    calendar: &'a Calendar,
}

impl Filler<'_> {
    /// Fills every segment of a text, in its order.
    fn fill(&self, template: &Template) -> Filled {
        let mut filled = Filled::default();
        let mut rest = template.segments.as_slice();
        while let Some((segment, behind)) = rest.split_first() {
            let next = match behind.first() {
                Some(Segment::Text(text)) => text.as_str(),
                Some(
                    Segment::Field(_)
                    | Segment::Clock { .. }
                    | Segment::Snippet { .. }
                    | Segment::Sum { .. }
                    | Segment::Broken(_),
                )
                | None => "",
            };
            filled.pieces.push(self.piece(segment, next));
            if let Segment::Clock { clock: Clock::WorkingDay, days, .. } = segment {
                filled.unknown_year = filled.unknown_year.or_else(|| self.unknown_year(*days));
            }
            rest = behind;
        }
        filled
    }

    /// What a segment is filled with. `next` is the text behind it, which may already write a value's unit.
    fn piece(&self, segment: &Segment, next: &str) -> Piece {
        match segment {
            Segment::Text(text) => Piece::Text(text.clone()),
            Segment::Broken(raw) => Piece::Broken(raw.clone()),
            Segment::Snippet { key, .. } => Piece::Broken(format!("{{{}:{key}}}", super::SNIPPET)),
            Segment::Clock { clock, days, format, .. } => {
                match clock.text(*days, format.as_ref(), self.now, self.calendar) {
                    Some(value) => Piece::Value { field: clock.name().to_owned(), value },
                    None => Piece::Broken(format!("{{{}{days:+}}}", clock.name())),
                }
            }
            Segment::Field(field) => match (self.value(&field.name), &field.day) {
                (None, _) => gap(&field.name, GapReason::Missing),
                (Some(value), None) => {
                    Piece::Value { field: field.name.clone(), value: value.shown(next, self.now.date()) }
                }
                (Some(value), Some(day)) => match self.day_text(&value, day) {
                    Some(value) => Piece::Value { field: field.name.clone(), value },
                    None => gap(&field.name, GapReason::NotADate),
                },
            },
            Segment::Sum { sum, .. } => self.sum(sum),
        }
    }

    fn value(&self, name: &str) -> Option<Value> {
        let default =
            self.fields.iter().find(|field| field.name == name).and_then(|field| field.default.as_deref());
        self.values.value(name, default).filter(|value| !value.is_blank())
    }

    fn day_text(&self, value: &Value, day: &DayText) -> Option<String> {
        let date = value.day(self.now.date())?.checked_add(i64::from(day.days).days()).ok()?;
        Some(match &day.format {
            Some(format) => format.text(date.to_datetime(self.now.time())),
            None => usual_date(date, self.now.date()),
        })
    }

    /// The result of a sum, or a gap that names the fields it needs.
    fn sum(&self, sum: &Sum) -> Piece {
        let shown = format!("={}", sum.source());
        let (needs, reason) = match sum.text(&|name| self.value(name)?.number()) {
            Ok(value) => return Piece::Value { field: shown, value },
            Err(NoResult::Missing(needs)) => {
                let is_given = needs.iter().all(|name| self.value(name).is_some());
                (needs, if is_given { GapReason::NotANumber } else { GapReason::Missing })
            }
            Err(NoResult::Impossible) => {
                (sum.fields().into_iter().map(str::to_owned).collect(), GapReason::Impossible)
            }
        };
        // A sum of numbers alone that has no result has nothing to ask for.
        if needs.is_empty() {
            Piece::Broken(format!("{{{shown}}}"))
        } else {
            Piece::Gap { shown, needs, reason }
        }
    }

    fn unknown_year(&self, days: i16) -> Option<i16> {
        let (today, day) = (self.now.date(), self.calendar.working_day(self.now.date(), days)?);
        self.calendar.unknown_year(today.min(day).year()..=today.max(day).year())
    }
}

fn gap(name: &str, reason: GapReason) -> Piece {
    Piece::Gap { shown: name.to_owned(), needs: vec![name.to_owned()], reason }
}

/// A field that a text has, and what the text says about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskedField {
    /// As it is written between braces.
    pub name: String,
    /// The first default that the texts give.
    pub default: Option<String>,
    /// The first choices that the texts give; empty for a free text.
    pub choices: Vec<String>,
}

/// The fields of several texts, in order without repeats. A repeated one takes over the default and the choices that
/// an earlier one of the same name left out.
pub fn fields<'a>(templates: impl IntoIterator<Item = &'a Template>) -> Vec<AskedField> {
    let mut out: Vec<AskedField> = Vec::new();
    let mut ask = |name: &str, change: &dyn Fn(&mut AskedField)| {
        if !out.iter().any(|field| field.name == name) {
            out.push(AskedField { name: name.to_owned(), ..AskedField::default() });
        }
        if let Some(field) = out.iter_mut().find(|field| field.name == name) {
            change(field);
        }
    };
    for segment in templates.into_iter().flat_map(|template| &template.segments) {
        match segment {
            Segment::Field(placeholder) => ask(&placeholder.name, &|field| {
                if field.default.is_none() {
                    field.default.clone_from(&placeholder.default);
                }
                if field.choices.is_empty() {
                    field.choices.clone_from(&placeholder.choices);
                }
            }),
            Segment::Sum { sum, .. } => {
                for name in sum.fields() {
                    ask(name, &|_| {});
                }
            }
            Segment::Text(_) | Segment::Clock { .. } | Segment::Snippet { .. } | Segment::Broken(_) => {}
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

    fn fill_one(source: &str, values: &dyn Values) -> Filled {
        fill(&[parse(source)], values, noon(), Calendar::china()).remove(0)
    }

    #[test]
    fn a_gap_keeps_the_text_and_is_named_once() {
        let filled = fill_one("{订单号}由{快递}发出，{订单号}", &|_: &str| None);
        assert_eq!(filled.text(), Err(vec!["订单号".to_owned(), "快递".to_owned()]));
    }

    #[test]
    fn values_defaults_and_the_clock_fill_a_text() {
        let order = |name: &str| (name == "订单号").then(|| "321".to_owned());
        let filled = fill_one("{店铺名:本店}于{日期}发出{订单号}{{谢谢}}，{问候}", &order);
        assert_eq!(filled.text().unwrap(), "本店于11月21日发出321{谢谢}，中午好");
    }

    #[test]
    fn a_blank_value_is_no_value() {
        let filled = fill_one("{订单号}{店铺名:本店}", &|_: &str| Some(" \t".to_owned()));
        assert_eq!(filled.text(), Err(vec!["订单号".to_owned(), "店铺名".to_owned()]));
    }

    #[test]
    fn a_broken_placeholder_is_never_given_out() {
        for source in ["亲{订单号", "{片段:没有}", "{=1/0}"] {
            let filled = fill_one(source, &|_: &str| Some("1".to_owned()));
            assert_eq!(filled.text(), Err(vec![source.trim_start_matches('亲').to_owned()]));
        }
    }

    #[test]
    fn dates_are_shifted_and_written_as_the_text_says() {
        let paid = |name: &str| (name == "付款日期").then(|| "11-20".to_owned());
        let text = "{付款日期}付款，{付款日期+2=M月d日（E）}前发出，{工作日+1=M/d}到";
        assert_eq!(fill_one(text, &paid).text().unwrap(), "11-20付款，11月22日（周日）前发出，11/23到");
        let wrong = fill_one("{付款日期+2}", &|_: &str| Some("下周".to_owned()));
        let expected = Piece::Gap {
            shown: "付款日期".to_owned(),
            needs: vec!["付款日期".to_owned()],
            reason: GapReason::NotADate,
        };
        assert_eq!(wrong.pieces, [expected]);
    }

    #[test]
    fn sums_are_worked_out_or_ask_for_their_fields() {
        let reason = |values: &dyn Values| {
            let piece = fill_one("每天{=金额/天数}元", values).pieces.remove(1);
            let Piece::Gap { needs, reason, .. } = piece else { panic!("{piece:?}") };
            (needs.join("、"), reason)
        };
        assert_eq!(
            fill_one("每天{=金额/365}元", &|_: &str| Some("￥99".to_owned())).text().unwrap(),
            "每天0.27元"
        );
        let some = |name: &str| (name == "金额").then(|| "99".to_owned());
        assert_eq!(reason(&some), ("天数".to_owned(), GapReason::Missing));
        let words = |name: &str| Some(if name == "金额" { "99" } else { "一年" }.to_owned());
        assert_eq!(reason(&words), ("天数".to_owned(), GapReason::NotANumber));
        let zero = |_: &str| Some("0".to_owned());
        assert_eq!(reason(&zero), ("金额、天数".to_owned(), GapReason::Impossible));
    }

    struct Body;

    impl Values for Body {
        fn value(&self, name: &str, _: Option<&str>) -> Option<Value> {
            let (text, unit) = if name == "身高" { ("1米6", "cm") } else { ("52.5公斤", "斤") };
            Some(Value::Amount { amount: measure::read(text, unit)?, unit: unit.to_owned() })
        }
    }

    #[test]
    fn amounts_are_shown_with_the_unit_that_the_text_gives_or_their_own() {
        let cases = [
            ("{身高}、{体重}", "160cm、105斤"),
            ("身高{身高}cm，体重{体重}斤", "身高160cm，体重105斤"),
            ("{身高}米 {体重}kg", "1.6米 52.5kg"),
            ("{=体重/2}公斤", "52.50公斤"),
        ];
        for (source, expected) in cases {
            assert_eq!(fill_one(source, &Body).text().unwrap(), expected, "{source}");
        }
    }

    #[test]
    fn a_unit_that_the_text_has_is_not_said_twice() {
        let filled = |source: &str, value: &str| {
            let value = value.to_owned();
            fill_one(source, &move |_: &str| Some(value.clone())).text().unwrap()
        };
        assert_eq!(filled("改为{金额}元，", "299元"), "改为299元，");
        assert_eq!(filled("改为{金额}，", "299元"), "改为299元，");
        assert_eq!(filled("寄{地址}路", "中山路"), "寄中山路路");
        assert_eq!(filled("{天数}天", "2-4天"), "2-4天");
        assert_eq!(filled("{金额}元旦快乐", "299元"), "299元元旦快乐");
        assert_eq!(filled("{天数}天猫", "2天"), "2天天猫");
    }

    #[test]
    fn a_year_without_a_notice_is_told() {
        let in_2031 = date(2031, 9, 30).at(12, 0, 0, 0);
        let filled = fill(&[parse("{工作日+1}")], &|_: &str| None, in_2031, Calendar::china()).remove(0);
        assert_eq!(filled.text().unwrap(), "10月1日");
        assert_eq!(filled.unknown_year, Some(2031));
        assert_eq!(fill_one("{工作日+1}{日期+400}", &|_: &str| None).unknown_year, None);
    }

    #[test]
    fn fields_come_in_order_without_repeats_and_keep_the_choices() {
        let templates =
            [parse("{快递}{订单号}{=金额+运费}"), parse("{快递:申通|申通|顺丰}{姓名}{付款日期+1}")];
        let fields = fields(&templates);
        let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["快递", "订单号", "金额", "运费", "姓名", "付款日期"]);
        assert_eq!(fields[0].choices, ["申通", "顺丰"]);
        assert_eq!(fields[0].default.as_deref(), Some("申通"));
    }

    #[test]
    fn a_default_given_once_holds_for_every_message_of_the_wording() {
        let filled = fill(
            &[parse("由{快递}发出"), parse("{快递:申通}的单号")],
            &|_: &str| None,
            noon(),
            Calendar::china(),
        );
        assert_eq!(filled[0].text().unwrap(), "由申通发出");
    }

    proptest! {
        #[test]
        fn a_text_given_out_has_no_brace_that_was_a_field(
            source in "([{}亲a ]|\\{[ab]\\}|\\{日期[+-]1\\}|\\{a=M\\}|\\{=a/b\\}|\\{片段:a\\}){0,12}",
            value in "[0-9]{0,3}",
        ) {
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
