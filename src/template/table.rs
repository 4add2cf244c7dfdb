//! Look-up tables: a size by height and weight, a fee by courier and province.

use rust_decimal::{Decimal, RoundingStrategy};

use super::measure::{self, half_width};

/// A table. The columns are its inputs, then its outputs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What fields and shops refer to it by.
    pub name: String,
    /// It only shows what a table looks like: its values are not the shop's.
    pub is_example: bool,
    /// Names of fields.
    pub inputs: Vec<String>,
    /// Names of fields.
    pub outputs: Vec<String>,
    /// In the order of the file, which decides between rows that fit equally well.
    pub rows: Vec<TableRow>,
}

/// A row: what the inputs have to be, and the outputs then.
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
    /// `浙江 江苏`: one of these. The first is the whole as it is written.
    OneOf(Vec<String>),
    /// `150-160`, `≤95斤`.
    Range {
        /// As it is written, to show it.
        written: String,
        /// The lower end; `None` for none.
        low: Option<Bound>,
        /// The upper end; `None` for none.
        high: Option<Bound>,
    },
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// A number, with its unit where one is written.
    text: String,
    /// The number itself belongs to the range.
    is_included: bool,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellProblem {
    /// It begins like a range but cannot be read as one.
    NoRange,
    /// It ends before it begins.
    Backwards,
}

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp<'a> {
    /// A row fits.
    Found {
        /// The row's value of the output.
        value: &'a str,
        /// The row itself, to show where the value is from.
        row: &'a TableRow,
    },
    /// These inputs have no value yet.
    Missing(Vec<&'a str>),
    /// No row fits, or the table does not have the output.
    NoRow,
}

/// Names for several provinces.
const REGIONS: [(&str, &[&str]); 2] =
    [("江浙沪皖", &["江苏", "浙江", "上海", "安徽"]), ("江浙沪", &["江苏", "浙江", "上海"])];

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
        let mut words = vec![written.to_owned()];
        let parts = written.split(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | '/'));
        for part in parts.filter(|part| !part.is_empty() && *part != written) {
            words.push(part.to_owned());
        }
        for (region, provinces) in REGIONS {
            if words.iter().any(|word| word == region) {
                words.extend(provinces.iter().map(|province| (*province).to_owned()));
            }
        }
        Self::OneOf(words)
    }

    /// What was probably not meant so.
    pub fn problem(&self) -> Option<CellProblem> {
        match self {
            Self::Any => None,
            Self::OneOf(words) => {
                let written: String =
                    words.first().into_iter().flat_map(|word| word.chars()).map(half_width).collect();
                let is_like_range = written.starts_with(['<', '>', '≤', '≥', '~'])
                    || written.starts_with(|c: char| c.is_ascii_digit())
                        && written.contains(['-', '~', '至', '到']);
                is_like_range.then_some(CellProblem::NoRange)
            }
            Self::Range { low, high, .. } => {
                let unit = self.unit("");
                let amount = |bound: &Option<Bound>| measure::read(&bound.as_ref()?.text, unit);
                let (low, high) = (amount(low)?, amount(high)?);
                (low > high).then_some(CellProblem::Backwards)
            }
        }
    }

    /// The unit that numbers without one are meant in: the field's, else the one that a bound has.
    fn unit<'a>(&'a self, of_field: &'a str) -> &'a str {
        let Self::Range { low, high, .. } = self else { return of_field };
        let written = high.iter().chain(low).find_map(|bound| suffix(&bound.text)).unwrap_or_default();
        if of_field.is_empty() { written } else { of_field }
    }

    /// Whether a value fits; a number is meant in `unit`, as a bare number of the cell is. `is_rounded` takes 95.5 for 96 where
    /// a range of whole numbers goes from one to the other: two rows with 95 and 96 leave no hole.
    fn fits(&self, value: &str, unit: &str, is_rounded: bool) -> bool {
        let (low, high) = match self {
            Self::Any => return true,
            Self::OneOf(words) => return words.iter().any(|word| is_same(word, value, unit)),
            Self::Range { low, high, .. } => (low.as_ref(), high.as_ref()),
        };
        let unit = self.unit(unit);
        let Some(mut amount) = measure::read(value, unit) else { return false };
        if is_rounded {
            let is_whole = |bound: Option<&Bound>| {
                bound.is_some_and(|bound| {
                    !bound.text.contains('.') && suffix(&bound.text).is_none_or(|given| given == unit)
                })
            };
            if !is_whole(low) || !is_whole(high) {
                return false;
            }
            let whole = measure::in_unit(amount, unit)
                .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            let Some(rounded) = measure::read(&whole.to_string(), unit) else { return false };
            amount = rounded;
        }
        let is_inside = |bound: Option<&Bound>, is_beyond: &dyn Fn(Decimal) -> bool| {
            bound.is_none_or(|bound| {
                let end = measure::read(&bound.text, unit);
                end.is_some_and(|end| is_beyond(end) || bound.is_included && end == amount)
            })
        };
        is_inside(low, &|low| amount > low) && is_inside(high, &|high| amount < high)
    }

    /// Neither open at an end nor anything at all.
    fn is_closed(&self) -> bool {
        match self {
            Self::Any => false,
            Self::OneOf(_) => true,
            Self::Range { low, high, .. } => low.is_some() && high.is_some(),
        }
    }

    /// As it was written.
    pub fn written(&self) -> String {
        match self {
            Self::Any => "*".to_owned(),
            Self::OneOf(words) => words.first().cloned().unwrap_or_default(),
            Self::Range { written, .. } => written.clone(),
        }
    }
}

/// The unit behind a bound; none for 1米5, which names its own.
fn suffix(bound: &str) -> Option<&str> {
    let at = bound.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    bound.get(at..).filter(|unit| !unit.contains(|c: char| c.is_ascii_digit()))
}

/// What is in front of a bound, whether it is the lower one, and whether the number belongs to the range.
const IN_FRONT: [(&str, bool, bool); 9] = [
    ("≤", false, true),
    ("<=", false, true),
    ("不超过", false, true),
    ("<", false, false),
    ("≥", true, true),
    (">=", true, true),
    ("不低于", true, true),
    (">", true, false),
    ("超过", true, false),
];

/// The same behind it; the longer one comes first.
const BEHIND: [(&str, bool, bool); 7] = [
    ("及以下", false, true),
    ("以下", false, true),
    ("以内", false, true),
    ("不到", false, false),
    ("及以上", true, true),
    ("以上", true, true),
    ("起", true, true),
];

/// `150-160`, `150~160cm`, `1米5-1米6`, `≤95`, `95以下`, `>=95斤`, `95斤以上`: the bounds, each with the unit that is given.
fn range(written: &str) -> Option<(Option<Bound>, Option<Bound>)> {
    let text: String = written
        .chars()
        .map(half_width)
        .map(|c| if c == '〜' { '~' } else { c })
        .filter(|c| !c.is_whitespace())
        .collect();
    let bound =
        |text: &str, is_included| is_bound(text).then(|| Bound { text: text.to_owned(), is_included });
    let in_front =
        IN_FRONT.iter().find_map(|(mark, is_low, is_in)| Some((text.strip_prefix(mark)?, *is_low, *is_in)));
    let behind =
        BEHIND.iter().find_map(|(mark, is_low, is_in)| Some((text.strip_suffix(mark)?, *is_low, *is_in)));
    if let Some((rest, is_low, is_included)) = in_front.or(behind) {
        let one = Some(bound(rest, is_included)?);
        return Some(if is_low { (one, None) } else { (None, one) });
    }
    let (low, high) = text.split_once(['-', '~', '–', '—', '至', '到'])?;
    let (mut low, high) = (bound(low, true)?, bound(high, true)?);
    // 90-105斤: the unit of the second holds for both.
    if low.text.chars().all(|c| c.is_ascii_digit() || c == '.') {
        low.text.push_str(suffix(&high.text).unwrap_or_default());
    }
    Some((Some(low), Some(high)))
}

/// A number, with or without a unit.
fn is_bound(text: &str) -> bool {
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_number = measure::read_number(number).is_some()
        && suffix(text).is_none_or(|unit| unit.chars().count() <= 2 && !unit.contains(['-', '.']));
    is_number || ["cm", "斤"].iter().any(|unit| measure::read(text, unit).is_some())
}

/// 申通 is 申通快递, 浙江 is 浙江省, either way; sizes and other short words have to be the same.
fn is_same(word: &str, value: &str, unit: &str) -> bool {
    const LONG: usize = 2;
    let plain = |text: &str| text.trim().chars().map(half_width).collect::<String>().to_lowercase();
    let (word, value) = (plain(word), plain(value));
    let is_name = |text: &str| text.chars().count() >= LONG && text.chars().all(|c| !c.is_ascii());
    let amounts = measure::read(&word, unit).zip(measure::read(&value, unit));
    word == value
        || is_name(&word) && value.starts_with(&word)
        || is_name(&value) && word.starts_with(&value)
        || amounts.is_some_and(|(word, value)| word == value)
}

impl Table {
    /// The value of an output. Of several rows that fit the one with the fewest `*` is taken, of these the first. `value`
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
        let fits = |row: &TableRow, is_rounded: bool| {
            row.cells.iter().zip(&inputs).all(|(cell, (name, value))| {
                value.as_ref().is_some_and(|value| {
                    let unit = unit(name);
                    cell.fits(value, &unit, false) || is_rounded && cell.fits(value, &unit, true)
                })
            })
        };
        let anything = |row: &&TableRow| row.cells.iter().filter(|cell| **cell == Cell::Any).count();
        // A number between two rows, 95.4 between 80-95 and 96-110, belongs to the nearer one where no range holds it.
        let is_held = self.rows.iter().any(|row| fits(row, false) && row.cells.iter().all(Cell::is_closed));
        let fitting = self.rows.iter().filter(|row| fits(row, !is_held));
        let row = fitting.min_by_key(anything);
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
            is_example: false,
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
            (["1米58", "45公斤"], "S (150-160 / 80-95斤)"),
            // Both ends belong to a range; of two rows that fit the first is taken.
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
            (["申通", "浙江"], "5 (申通 / 江苏 浙江、上海)"),
            (["申通快递", "浙江省"], "5 (申通 / 江苏 浙江、上海)"),
            (["申通", "新疆维吾尔自治区"], "25 (申通 / 新疆)"),
            (["申通", "河南"], "10 (申通 / *)"),
            (["顺丰", "河南"], "15 (* / *)"),
        ];
        for (values, expected) in cases {
            assert_eq!(say(&couriers(), "运费", &values), expected, "{values:?}");
        }
        assert_eq!(say(&couriers(), "天数", &["申通", "上海"]), "1 (申通 / 江苏 浙江、上海)");
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
            ("1米5-1米6", range("1米5", "1米6")),
            ("<95", range("", "95")),
            ("95以内", range("", "95")),
            ("1〜2", range("1", "2")),
            ("S-M", None),
            ("160/84A", None),
            ("2-3-4", None),
        ];
        for (written, expected) in cases {
            let bounds = match Cell::read(written) {
                Cell::Range { low, high, .. } => Some((low.map(|low| low.text), high.map(|high| high.text))),
                Cell::Any | Cell::OneOf(_) => None,
            };
            assert_eq!(bounds, expected, "{written}");
        }
        assert_eq!(Cell::read(" * "), Cell::Any);
        assert_eq!(Cell::read("S / M"), Cell::OneOf(vec!["S / M".into(), "S".into(), "M".into()]));
        for (written, problem) in [
            ("170-160", Some(CellProblem::Backwards)),
            ("150-160-170", Some(CellProblem::NoRange)),
            ("≥多", Some(CellProblem::NoRange)),
            ("160/84A", None),
            ("1.5米-160cm", None),
            ("浙江", None),
            ("*", None),
        ] {
            assert_eq!(Cell::read(written).problem(), problem, "{written}");
        }
    }

    #[test]
    fn an_end_of_a_range_is_a_promise() {
        let offers = table("满减", &["金额"], &["折"], &[&["200以上", "9折"], &["<200", "无"]]);
        for (amount, expected) in
            [("199.5", "无 (<200)"), ("200", "9折 (200以上)"), ("200元", "9折 (200以上)")]
        {
            assert_eq!(say(&offers, "折", &[amount]), expected, "{amount}");
        }
        let next = table("满减", &["金额"], &["折"], &[&["100-200", "无"], &["200-300", "9折"]]);
        assert_eq!(
            (say(&next, "折", &["200"]), say(&next, "折", &["200.4"])),
            ("无 (100-200)".into(), "9折 (200-300)".into())
        );
        let metres = table("高", &["身高"], &["码"], &[&["1.5米-1.6米", "S"], &["*", "其他"]]);
        for (tall, expected) in [("146", "其他 (*)"), ("150", "S (1.5米-1.6米)"), ("160.5", "其他 (*)")]
        {
            assert_eq!(say(&metres, "码", &[tall]), expected, "{tall}");
        }
    }

    #[test]
    fn a_number_is_meant_in_the_unit_of_the_cell_where_the_field_has_none() {
        let waist = table("裤", &["腰围"], &["码"], &[&["70-75cm", "M"], &["76-80cm", "L"]]);
        for (value, expected) in [("72", "M (70-75cm)"), ("72cm", "M (70-75cm)"), ("75.6", "L (76-80cm)")] {
            assert_eq!(say(&waist, "码", &[value]), expected, "{value}");
        }
    }

    #[test]
    fn regions_and_long_names_of_provinces_fit() {
        let fees =
            table("费", &["省份"], &["元"], &[&["江浙沪", "5"], &["广西壮族自治区", "12"], &["*", "10"]]);
        for (province, expected) in
            [("浙江", "5"), ("上海市", "5"), ("江浙沪", "5"), ("广西", "12"), ("四川", "10")]
        {
            assert!(say(&fees, "元", &[province]).starts_with(&format!("{expected} (")), "{province}");
        }
        let suits = table("款", &["平时尺码"], &["拍"], &[&["160/84A", "M"], &["*", "问"]]);
        assert_eq!(say(&suits, "拍", &["160/84A"]), "M (160/84A)");
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
                prop_assert!(cell.fits(&value, unit, true) || cell != Cell::Any);
            }
        }

        #[test]
        fn a_number_within_a_range_fits(low in 1_u32..200, more in 0_u32..50, inside in 0_u32..50) {
            let (high, value) = (low + more, low + inside.min(more));
            let cell = Cell::read(&format!("{low}-{high}"));
            prop_assert!(cell.fits(&value.to_string(), "斤", false));
            let outside = format!("{}斤", high + 1);
            prop_assert!(!cell.fits(&outside, "斤", true));
        }
    }
}
