//! Look-up tables: a size by height and weight, a fee by courier and province.

use rust_decimal::{Decimal, RoundingStrategy};

use super::measure::{self, half_width};

/// A table. The columns are its inputs, then its outputs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub name: String,
    /// Names of fields.
    pub inputs: Vec<String>,
    /// Names of fields.
    pub outputs: Vec<String>,
    pub rows: Vec<TableRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// One for each input.
    pub cells: Vec<Cell>,
    /// One for each output.
    pub values: Vec<String>,
}

/// What an input has to be for a row to fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// `*`: anything.
    Any,
    /// `浙江 江苏`: one of these.
    OneOf(Vec<String>),
    /// `150-160`, `≤95斤`: from the first to the last, both included.
    Range {
        /// As it is written, to show it.
        written: String,
        low: Option<String>,
        high: Option<String>,
    },
}

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp<'a> {
    Found {
        value: &'a str,
        row: &'a TableRow,
    },
    /// These inputs have no value yet.
    Missing(Vec<&'a str>),
    NoRow,
}

impl Cell {
    /// Every text is a cell.
    pub fn read(written: &str) -> Self {
        let written = written.trim();
        if written.is_empty() || written == "*" {
            return Self::Any;
        }
        if let Some((low, high)) = range(written) {
            return Self::Range { written: written.to_owned(), low, high };
        }
        let words = written.split(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | '/'));
        Self::OneOf(words.filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// Whether a value fits; a number is meant in `unit`, as a bare number of the cell is.
    fn fits(&self, value: &str, unit: &str) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(words) => words.iter().any(|word| is_same(word, value, unit)),
            Self::Range { low, high, .. } => {
                let Some(amount) = measure::read(value, unit) else { return false };
                // A range of whole numbers has no holes: 95.5 is what 96 is, where the next row begins with 96.
                let places = |bound: &String| bound.split_once('.').map_or(0, |(_, places)| digits(places));
                let places = low.iter().chain(high).map(places).max().unwrap_or(0);
                let written_unit = high.iter().chain(low).find_map(|bound| suffix(bound)).unwrap_or(unit);
                let round = |amount: Decimal| {
                    measure::in_unit(amount, written_unit)
                        .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
                };
                let bound = |text: &String| measure::read(text, written_unit).map(round);
                let amount = round(amount);
                low.as_ref().is_none_or(|low| bound(low).is_some_and(|low| amount >= low))
                    && high.as_ref().is_none_or(|high| bound(high).is_some_and(|high| amount <= high))
            }
        }
    }

    /// As it was written.
    pub fn written(&self) -> String {
        match self {
            Self::Any => "*".to_owned(),
            Self::OneOf(words) => words.join(" "),
            Self::Range { written, .. } => written.clone(),
        }
    }
}

fn digits(text: &str) -> u32 {
    u32::try_from(text.chars().take_while(char::is_ascii_digit).count()).unwrap_or(0)
}

/// The unit behind a bound.
fn suffix(bound: &str) -> Option<&str> {
    let at = bound.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    bound.get(at..)
}

/// `150-160`, `150~160cm`, `≤95`, `95以下`, `>=95斤`, `95斤以上`: the bounds, each with the unit that is given.
fn range(written: &str) -> Option<(Option<String>, Option<String>)> {
    let text: String = written.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let one = |bound: &str| (is_bound(bound)).then(|| bound.to_owned());
    for mark in ["≤", "<=", "不超过"] {
        if let Some(bound) = text.strip_prefix(mark) {
            return Some((None, Some(one(bound)?)));
        }
    }
    for mark in ["≥", ">=", "不低于"] {
        if let Some(bound) = text.strip_prefix(mark) {
            return Some((Some(one(bound)?), None));
        }
    }
    if let Some(bound) = ["以下", "及以下"].iter().rev().find_map(|mark| text.strip_suffix(mark)) {
        return Some((None, Some(one(bound)?)));
    }
    if let Some(bound) = ["以上", "及以上"].iter().rev().find_map(|mark| text.strip_suffix(mark)) {
        return Some((Some(one(bound)?), None));
    }
    let (low, high) = text.split_once(['-', '~', '–', '—', '至', '到'])?;
    let (low, high) = (one(low)?, one(high)?);
    // 90-105斤: the unit of the second holds for both.
    let unit = suffix(&high).filter(|_| suffix(&low).is_none()).unwrap_or_default();
    Some((Some(format!("{low}{unit}")), Some(high)))
}

/// A number, with or without a unit.
fn is_bound(text: &str) -> bool {
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    measure::read_number(number).is_some()
        && suffix(text).is_none_or(|unit| unit.chars().count() <= 2 && !unit.contains(['-', '.']))
}

/// 申通 is 申通快递, 浙江 is 浙江省; sizes and other short words have to be the same.
fn is_same(word: &str, value: &str, unit: &str) -> bool {
    const LONG: usize = 2;
    let plain = |text: &str| text.trim().chars().map(half_width).collect::<String>().to_lowercase();
    let (word, value) = (plain(word), plain(value));
    let is_name = word.chars().count() >= LONG && word.chars().all(|c| !c.is_ascii());
    let amounts = measure::read(&word, unit).zip(measure::read(&value, unit));
    word == value || is_name && value.starts_with(&word) || amounts.is_some_and(|(word, value)| word == value)
}

impl Table {
    /// The value of an output. Of several rows that fit the one with the fewest `*` counts, of these the first. `value`
    /// gives an input's value as text, `unit` the unit that a bare number of an input is meant in.
    pub fn look_up<'a>(
        &'a self,
        output: &str,
        value: &dyn Fn(&str) -> Option<String>,
        unit: &dyn Fn(&str) -> String,
    ) -> LookUp<'a> {
        let Some(column) = self.outputs.iter().position(|name| name == output) else { return LookUp::NoRow };
        let inputs: Vec<(&str, Option<String>)> =
            self.inputs.iter().map(|name| (name.as_str(), value(name))).collect();
        let missing: Vec<&str> =
            inputs.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            return LookUp::Missing(missing);
        }
        let fits = |row: &&TableRow| {
            row.cells.iter().zip(&inputs).all(|(cell, (name, value))| {
                value.as_ref().is_some_and(|value| cell.fits(value, &unit(name)))
            })
        };
        let anything = |row: &&TableRow| row.cells.iter().filter(|cell| **cell == Cell::Any).count();
        let row = self.rows.iter().filter(fits).min_by_key(anything);
        match row.and_then(|row| Some((row, row.values.get(column)?))) {
            Some((row, value)) => LookUp::Found { value, row },
            None => LookUp::NoRow,
        }
    }
}

impl TableRow {
    /// The inputs as they are written, to show which row it is.
    pub fn label(&self) -> String {
        self.cells.iter().map(Cell::written).collect::<Vec<_>>().join(" / ")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(name: &str, inputs: &[&str], outputs: &[&str], rows: &[&[&str]]) -> Table {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let row = |row: &&[&str]| TableRow {
            cells: row[..inputs.len()].iter().map(|cell| Cell::read(cell)).collect(),
            values: owned(&row[inputs.len()..]),
        };
        Table {
            name: name.into(),
            inputs: owned(inputs),
            outputs: owned(outputs),
            rows: rows.iter().map(row).collect(),
        }
    }

    fn sizes() -> Table {
        table(
            "尺码表",
            &["身高", "体重"],
            &["尺码"],
            &[&["150-160", "80-95斤", "S"], &["155-165", "96-110斤", "M"], &["160-172", "≤65kg", "L"]],
        )
    }

    fn couriers() -> Table {
        table(
            "快递表",
            &["快递", "省份"],
            &["运费", "天数"],
            &[
                &["*", "*", "15", "3-5"],
                &["申通", "*", "10", "2-4"],
                &["申通", "江苏 浙江、上海", "5", "1"],
                &["申通", "新疆", "25", "5-8"],
            ],
        )
    }

    fn say(table: &Table, output: &str, values: &[&str]) -> String {
        let value = |name: &str| {
            let at = table.inputs.iter().position(|input| input == name)?;
            values.get(at).filter(|value| !value.is_empty()).map(|value| (*value).to_owned())
        };
        let unit = |name: &str| match name {
            "身高" => "cm".to_owned(),
            "体重" => "斤".to_owned(),
            _ => String::new(),
        };
        match table.look_up(output, &value, &unit) {
            LookUp::Found { value, row } => format!("{value} ({})", row.label()),
            LookUp::Missing(names) => format!("missing {}", names.join(" ")),
            LookUp::NoRow => "no row".to_owned(),
        }
    }

    #[test]
    fn a_size_is_found_by_ranges_in_any_unit() {
        let cases = [
            (["158", "90"], "S (150-160 / 80-95斤)"),
            (["1.58米", "45kg"], "S (150-160 / 80-95斤)"),
            // Both ends belong to a range; of two rows that fit the first counts.
            (["160", "95"], "S (150-160 / 80-95斤)"),
            (["160", "96"], "M (155-165 / 96-110斤)"),
            // No hole between 95 and 96.
            (["160", "95.4"], "S (150-160 / 80-95斤)"),
            (["160", "95.5斤"], "M (155-165 / 96-110斤)"),
            (["170", "65公斤"], "L (160-172 / ≤65kg)"),
            (["170", "131斤"], "no row"),
            (["150", "180斤"], "no row"),
            (["160", ""], "missing 体重"),
            (["", ""], "missing 身高 体重"),
            (["高", "90"], "no row"),
        ];
        for (values, expected) in cases {
            assert_eq!(say(&sizes(), "尺码", &values), expected, "{values:?}");
        }
    }

    #[test]
    fn a_fee_is_found_by_names_and_the_default_row_comes_last() {
        let cases = [
            (["申通", "浙江"], "5 (申通 / 江苏 浙江 上海)"),
            (["申通快递", "浙江省"], "5 (申通 / 江苏 浙江 上海)"),
            (["申通", "新疆维吾尔自治区"], "25 (申通 / 新疆)"),
            (["申通", "河南"], "10 (申通 / *)"),
            (["顺丰", "河南"], "15 (* / *)"),
        ];
        for (values, expected) in cases {
            assert_eq!(say(&couriers(), "运费", &values), expected, "{values:?}");
        }
        assert_eq!(say(&couriers(), "天数", &["申通", "上海"]), "1 (申通 / 江苏 浙江 上海)");
        assert_eq!(say(&couriers(), "颜色", &["申通", "上海"]), "no row");
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let range = |low: &str, high: &str| {
            let bound = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Some((bound(low), bound(high)))
        };
        let cases = [
            ("150-160", range("150", "160")),
            ("150～160ｃｍ", range("150cm", "160cm")),
            ("80斤-95斤", range("80斤", "95斤")),
            ("≤95", range("", "95")),
            ("95斤以下", range("", "95斤")),
            ("95斤及以上", range("95斤", "")),
            (">= 1.6米", range("1.6米", "")),
            ("S-M", None),
            ("160/84A", None),
            ("2-3-4", None),
        ];
        for (written, expected) in cases {
            let bounds = match Cell::read(written) {
                Cell::Range { low, high, .. } => Some((low, high)),
                Cell::Any | Cell::OneOf(_) => None,
            };
            assert_eq!(bounds, expected, "{written}");
        }
        assert_eq!(Cell::read(" * "), Cell::Any);
        assert_eq!(Cell::read("S / M"), Cell::OneOf(vec!["S".into(), "M".into()]));
    }

    #[test]
    fn a_short_word_is_no_beginning_of_a_longer_one() {
        let sizes = table("换算", &["尺码"], &["号"], &[&["XL", "4"], &["X", "9"], &["38", "M码"]]);
        assert_eq!(say(&sizes, "号", &["xl"]), "4 (XL)");
        assert_eq!(say(&sizes, "号", &["XXL"]), "no row");
        assert_eq!(say(&sizes, "号", &["38.0"]), "M码 (38)");
    }

    proptest! {
        #[test]
        fn any_cell_and_any_value_are_compared_without_a_panic(
            cell in "[0-9.斤cm*≤≥<>=以上下 /-]{0,10}",
            value in "[0-9.斤cm-]{0,8}",
        ) {
            let cell = Cell::read(&cell);
            for unit in ["", "cm", "斤"] {
                prop_assert!(cell.fits(&value, unit) || cell != Cell::Any);
            }
        }

        #[test]
        fn a_number_within_a_range_fits(low in 1_u32..200, more in 0_u32..50, inside in 0_u32..50) {
            let (high, value) = (low + more, low + inside.min(more));
            let cell = Cell::read(&format!("{low}-{high}"));
            prop_assert!(cell.fits(&value.to_string(), "斤"));
            let outside = format!("{}斤", high + 1);
            prop_assert!(!cell.fits(&outside, "斤"));
        }
    }
}
