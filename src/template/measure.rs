//! Numbers with units, as people write them: 160, 1.6米, 160cm, 105斤, 52.5kg, ￥1,299.

use rust_decimal::Decimal;

/// A unit and what one of it is in the unit that amounts are kept in: centimetres and kilograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    name: &'static str,
    dimension: Dimension,
    /// Thousandths.
    factor: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Length,
    Mass,
}

const fn length(name: &'static str, factor: i64) -> Unit {
    Unit { name, dimension: Dimension::Length, factor }
}

const fn mass(name: &'static str, factor: i64) -> Unit {
    Unit { name, dimension: Dimension::Mass, factor }
}

/// A longer name comes before the shorter one that it begins with.
const UNITS: [Unit; 16] = [
    length("mm", 100),
    length("毫米", 100),
    length("cm", 1_000),
    length("厘米", 1_000),
    length("公分", 1_000),
    length("米", 100_000),
    length("m", 100_000),
    mass("kg", 1_000),
    mass("公斤", 1_000),
    mass("千克", 1_000),
    mass("市斤", 500),
    mass("斤", 500),
    mass("两", 50),
    mass("克", 1),
    mass("jin", 500),
    mass("g", 1),
];

fn unit_at(text: &str) -> Option<Unit> {
    UNITS.iter().find(|unit| starts_with(text, unit.name)).copied()
}

/// Whether a unit that is followed by this text is one: not 元 in 元旦, nor m in max.
pub(super) fn ends_before(next: &str) -> bool {
    // What people go on with behind a unit.
    const MORE: &str = "左右以的高和及或到至上下了就都是也起包吗呢吧哦哈一不内外多钱整";
    next.chars().next().is_none_or(|c| !c.is_alphanumeric() || MORE.contains(c))
}

fn starts_with(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

impl Unit {
    fn of(name: &str) -> Option<Self> {
        UNITS.iter().find(|unit| unit.name.eq_ignore_ascii_case(name)).copied()
    }

    fn factor(self) -> Decimal {
        Decimal::new(self.factor, 3)
    }
}

/// The half-width form of a full-width character.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The number that a text is: `1,299`, `￥299`, `299元`, `90%` (0.9), `-3`. `None` when it is more than that.
pub fn read_number(text: &str) -> Option<Decimal> {
    let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches(['¥', '￥', '$']);
    if let Some(share) = text.strip_suffix('%') {
        return read_digits(share)?.checked_div(Decimal::ONE_HUNDRED);
    }
    read_digits(text.trim_end_matches(['元', '块']))
}

/// Digits with a point, a sign, and commas between groups of three.
fn read_digits(text: &str) -> Option<Decimal> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.trim_start_matches('-').split(',').collect();
    let is_grouped = groups.len() == 1
        || groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.iter().skip(1).all(|group| group.len() == 3);
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !places.contains(',');
    if is_grouped && is_plain { text.replace(',', "").parse().ok() } else { None }
}

/// The amount that a text states for a field of this unit: in centimetres for a length, in kilograms for a mass, else the
/// number itself (with or without the unit's name behind it). A number without a unit is meant in `unit`. `None` for
/// anything else.
pub fn read(text: &str, unit: &str) -> Option<Decimal> {
    let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let Some(own) = Unit::of(unit) else {
        let bare = text.strip_suffix(unit).filter(|_| !unit.is_empty()).unwrap_or(&text);
        return read_number(bare);
    };
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number = read_digits(digits)?;
    if rest.is_empty() {
        return number.checked_mul(own.factor());
    }
    let given = unit_at(rest).filter(|given| given.dimension == own.dimension)?;
    let amount = number.checked_mul(given.factor())?;
    match rest.get(given.name.len()..)? {
        "" => Some(amount),
        // 1米6, 1米65, 1m65: tenths or hundredths.
        more if matches!(given.name, "米" | "m") && digits.len() == 1 => {
            let more = more.trim_end_matches("cm");
            let is_short = (1..=2).contains(&more.len()) && more.bytes().all(|byte| byte.is_ascii_digit());
            let hundredths: i64 = if is_short { more.parse().ok()? } else { return None };
            amount.checked_add(Decimal::from(if more.len() == 1 { hundredths * 10 } else { hundredths }))
        }
        // 105斤半 is half a unit more.
        "半" => amount.checked_add(given.factor().checked_div(Decimal::TWO)?),
        _ => None,
    }
}

/// An amount as a number of `unit`, see [`read`].
pub fn in_unit(amount: Decimal, unit: &str) -> Decimal {
    match Unit::of(unit) {
        Some(unit) => amount.checked_div(unit.factor()).unwrap_or(amount).round_dp(2).normalize(),
        None => amount,
    }
}

/// An amount as people read it, in front of some text: with the unit, unless the text goes on with one of the same kind;
/// then the number is for that one.
pub fn show(amount: Decimal, unit: &str, next: &str) -> String {
    let next = next.trim_start();
    let is_unit = |name: &str| {
        // M码 is a size: letters count as they are.
        let is_same = next.starts_with(name) || name.len() > 1 && starts_with(next, name);
        is_same && next.get(name.len()..).is_some_and(ends_before)
    };
    let named = match Unit::of(unit) {
        Some(own) => UNITS
            .iter()
            .find(|given| given.dimension == own.dimension && is_unit(given.name))
            .map(|given| given.name),
        None => (!unit.is_empty() && is_unit(unit)).then_some(unit),
    };
    match named {
        Some(named) => in_unit(amount, named).to_string(),
        None => format!("{}{unit}", in_unit(amount, unit)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn heights_and_weights_are_read_as_people_write_them() {
        let cases = [
            ("160", "cm", Some("160")),
            ("1.6", "cm", Some("1.6")),
            ("1.6米", "cm", Some("160")),
            ("1.6m", "cm", Some("160")),
            ("1米6", "cm", Some("160")),
            ("1米65", "cm", Some("165")),
            ("1m65", "cm", Some("165")),
            ("160cm", "cm", Some("160")),
            ("160 CM", "cm", Some("160")),
            ("１６０厘米", "cm", Some("160")),
            ("160公分", "cm", Some("160")),
            ("105斤", "斤", Some("52.5")),
            ("105", "斤", Some("52.5")),
            ("52.5kg", "斤", Some("52.5")),
            ("52公斤", "斤", Some("52")),
            ("105斤半", "斤", Some("52.75")),
            ("52", "kg", Some("52")),
            ("105斤", "cm", None),
            ("160高", "cm", None),
            ("1米651", "cm", None),
            ("约160", "cm", None),
            ("", "cm", None),
            ("斤", "斤", None),
            ("1.2.3", "斤", None),
            ("3件", "件", Some("3")),
            ("3", "件", Some("3")),
            ("3个", "件", None),
        ];
        for (text, unit, expected) in cases {
            assert_eq!(read(text, unit), expected.map(number), "{text} {unit}");
        }
    }

    #[test]
    fn an_amount_is_shown_in_its_unit_or_in_the_one_that_the_text_goes_on_with() {
        let cases = [
            ("52.5", "斤", "，", "105斤"),
            ("52.5", "斤", "斤左右", "105"),
            ("52.5", "斤", "kg", "52.5"),
            ("160", "cm", "高", "160cm"),
            ("160", "cm", "厘米", "160"),
            ("160", "cm", " 米", "1.6"),
            ("160", "cm", "斤", "160cm"),
            // What only looks like a unit is the next word.
            ("160", "cm", " M码", "160cm"),
            ("160", "cm", "米色", "160cm"),
            ("160", "cm", "max", "160cm"),
            ("52.5", "斤", "两件", "105斤"),
            ("52.5", "斤", "斤左右", "105"),
            ("160", "cm", "CM，", "160"),
            ("3", "件", "件", "3"),
            ("3", "件", "。", "3件"),
            ("12.50", "", "元", "12.50"),
        ];
        for (amount, unit, next, expected) in cases {
            assert_eq!(show(number(amount), unit, next), expected, "{amount} {unit} {next}");
        }
    }

    #[test]
    fn a_number_is_read_with_what_money_has_around_it() {
        let cases = [
            ("299", Some("299")),
            ("￥299.9", Some("299.9")),
            ("¥1,299.00元", Some("1299.00")),
            ("90%", Some("0.9")),
            ("-3", Some("-3")),
            ("１２", Some("12")),
            ("1,29", None),
            ("1.5,5", None),
            ("二百", None),
            ("299左右", None),
            ("1-2", None),
            ("", None),
            (".", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_number(text), expected.map(number), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[0-9.,米斤cmkg半％ -]{0,12}", unit in "(cm|斤|kg|件|)") {
            if let Some(amount) = read(&text, &unit) {
                let shown = show(amount, &unit, "");
                prop_assert!(shown.ends_with(unit.as_str()));
            }
        }

        #[test]
        fn what_is_shown_is_read_back(tenths in 1_i64..3000) {
            for unit in ["斤", "kg"] {
                let amount = read(&format!("{}{unit}", Decimal::new(tenths, 1)), unit).unwrap();
                prop_assert_eq!(read(&show(amount, unit, ""), unit), Some(amount));
            }
        }
    }
}
