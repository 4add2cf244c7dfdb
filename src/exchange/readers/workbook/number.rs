//! Numbers of cells as a person reads them: `1` and not `1.0`, a date and not its count of days.
//!
//! A workbook holds numbers as floating point, and the format of the cell says what they are. Digits that the format shows
//! are added (`9.90`, `0012`), none is rounded away. Excel keeps 15 digits: of a longer number the rest is lost, and it is
//! written as Excel shows it (`1.23456789012346E+18`), so that nobody takes it for the order number that it was.

use jiff::civil::{Date, DateTime, date};
use jiff::{Span, ToSpan as _};

/// How a cell shows its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NumberFormat {
    kind: Kind,
    /// Digits before the point, at least.
    whole_digits: usize,
    /// Digits behind the point, at least.
    decimals: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Percent,
    /// A day, with or without a time.
    Date,
    /// A time of a day, or a duration.
    Time,
}

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// 1 January 1900 is 1.
    #[default]
    Of1900,
    /// 1 January 1904 is 0, in workbooks of old Macs.
    Of1904,
}

/// Greater ones have more than the 15 digits that Excel keeps.
const FIRST_ROUNDED: f64 = 1e15;

/// The most digits that a format asks for: more are a mistake, or meant to harm.
const MAX_DIGITS: usize = 20;

impl NumberFormat {
    /// The format of a number that every workbook has (ECMA-376 part 1, 18.8.30, and its table for Chinese).
    pub(super) fn built_in(id: u32) -> Self {
        let decimals = match id {
            2 | 4 | 7 | 8 | 10 | 39 | 40 | 43 | 44 => 2,
            _ => 0,
        };
        let kind = match id {
            9 | 10 => Kind::Percent,
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Kind::Date,
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Kind::Time,
            _ => Kind::Number,
        };
        Self { kind, whole_digits: 0, decimals }
    }

    /// The format that a code describes: `0.00`, `yyyy"年"m"月"`, `General`. Of several sections the first counts.
    pub(super) fn of_code(code: &str) -> Self {
        let shown = shown(code);
        let is_general = shown.contains("general") || shown.contains("通用格式") || shown.contains('@');
        if is_general || shown.contains("e+") || shown.contains("e-") || shown.contains('?') {
            return Self::default();
        }
        if shown.contains(['y', 'd', 'e', 'b']) || shown.contains("aaa") {
            return Self { kind: Kind::Date, ..Self::default() };
        }
        if shown.contains(['h', 's']) {
            return Self { kind: Kind::Time, ..Self::default() };
        }
        if shown.contains('m') {
            return Self { kind: Kind::Date, ..Self::default() };
        }
        let (whole, decimals) = shown.split_once('.').unwrap_or((&shown, ""));
        let digits = |part: &str| part.matches('0').count().min(MAX_DIGITS);
        let kind = if shown.contains('%') { Kind::Percent } else { Kind::Number };
        Self { kind, whole_digits: digits(whole), decimals: digits(decimals) }
    }

    /// The number as a person reads it.
    pub(super) fn readable(self, number: f64, epoch: Epoch) -> String {
        let dated = match self.kind {
            Kind::Number | Kind::Percent => None,
            Kind::Date => moment(number, epoch).map(|moment| dated(moment, number)),
            Kind::Time => time(number),
        };
        match (dated, self.kind) {
            (Some(text), _) => text,
            (None, Kind::Percent) => format!("{}%", self.plain(number * 100.0)),
            (None, Kind::Number | Kind::Date | Kind::Time) => self.plain(number),
        }
    }

    fn plain(self, number: f64) -> String {
        if number.abs() >= FIRST_ROUNDED || !number.is_finite() {
            return with_exponent(number);
        }
        // 0.1 + 0.2 is 0.30000000000000004 in the file and 0.3 in the window.
        let number: f64 = format!("{number:.14e}").parse().unwrap_or(number);
        let digits = number.abs().to_string();
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        let sign = if number < 0.0 { "-" } else { "" };
        let (width, behind) = (self.whole_digits, self.decimals);
        let mut text = format!("{sign}{whole:0>width$}");
        if !decimals.is_empty() || behind > 0 {
            text.push('.');
            let padding = behind.saturating_sub(decimals.len());
            text.push_str(decimals);
            text.push_str(&"0".repeat(padding));
        }
        text
    }
}

/// What of a code is no literal, in small letters: the first section without quotes, escapes, and brackets that name a colour,
/// a language or a condition; `[h]` of a duration stays.
fn shown(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match c {
            ';' => break,
            '"' => {
                rest.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                if inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
                    out.push('h');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// `1.23456789012346E+18`, as Excel writes it.
fn with_exponent(number: f64) -> String {
    let text = format!("{number:.14E}");
    let Some((digits, exponent)) = text.split_once('E') else { return text };
    format!("{}E+{exponent}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// The moment of a count of days, to the second.
fn moment(days: f64, epoch: Epoch) -> Option<DateTime> {
    // Excel knows a 29 February 1900, which never was: up to there it is a day behind.
    let start: Date = match epoch {
        Epoch::Of1904 => date(1904, 1, 1),
        Epoch::Of1900 if days < 60.0 => date(1899, 12, 31),
        Epoch::Of1900 => date(1899, 12, 30),
    };
    if !(0.0..3_000_000.0).contains(&days) {
        return None;
    }
    start.at(0, 0, 0, 0).checked_add(seconds(days)).ok()
}

#[expect(clippy::cast_possible_truncation, reason = "3 million days are 3e11 seconds")]
fn seconds(days: f64) -> Span {
    ((days * 86_400.0).round() as i64).seconds()
}

fn dated(moment: DateTime, number: f64) -> String {
    let time = moment.time();
    if number.fract() == 0.0 || time == jiff::civil::Time::midnight() {
        return moment.date().to_string();
    }
    let date = moment.date();
    if time.second() == 0 { format!("{date} {}", time.strftime("%H:%M")) } else { format!("{date} {time}") }
}

/// `08:05`, `08:05:30`; of a duration the hours may be more than 24.
#[expect(clippy::cast_possible_truncation, reason = "a million days are 1e11 seconds")]
fn time(days: f64) -> Option<String> {
    if !(0.0..1_000_000.0).contains(&days) {
        return None;
    }
    let seconds = (days * 86_400.0).round() as i64;
    // A time of a day is a fraction; more than a few days is a moment whose format shows its time alone.
    let seconds = if seconds > 86_400 * 31 { seconds % 86_400 } else { seconds };
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let text = format!("{hours:02}:{minutes:02}");
    Some(if seconds == 0 { text } else { format!("{text}:{seconds:02}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, number: f64, expected: &str) {
        assert_eq!(NumberFormat::of_code(code).readable(number, Epoch::Of1900), expected, "{code}");
    }

    #[test]
    fn numbers_are_written_as_a_person_reads_them() {
        check("General", 1.0, "1");
        check("General", 0.1 + 0.2, "0.3");
        check("General", -12.5, "-12.5");
        check("G/通用格式", 13_800_000_000.0, "13800000000");
        check("General", 123_456_789_012_345.0, "123456789012345");
        check("0.00", 9.9, "9.90");
        check("\"¥\"#,##0.00_ ", 1_234.5, "1234.50");
        check("0000", 12.0, "0012");
        check("0", 9.9, "9.9");
        check("0%", 0.15, "15%");
        check("0.00%", 0.07, "7.00%");
        check("General", 1e-300, &format!("0.{}1", "0".repeat(299)));
        check("[Red]General", 7.0, "7");
        assert_eq!(NumberFormat::built_in(10).readable(0.5, Epoch::Of1900), "50.00%");
    }

    #[test]
    fn an_order_number_of_more_than_15_digits_is_written_as_excel_shows_it() {
        for (number, text) in [(1.234_567_890_123_456_8e18, "1.23456789012346E+18"), (-2e15, "-2E+15")] {
            assert_eq!(NumberFormat::built_in(1).readable(number, Epoch::Of1900), text);
        }
        check("General", 999_999_999_999_999.0, "999999999999999");
    }

    #[test]
    fn dates_and_times_are_written_out() {
        check("yyyy\\-mm\\-dd", 45_000.0, "2023-03-15");
        check("m\"月\"d\"日\"", 45_000.0, "2023-03-15");
        check("[$-804]yyyy\"年\"m\"月\"d\"日\";@", 59.0, "1900-02-28");
        check("yyyy/m/d h:mm", 45_000.5, "2023-03-15 12:00");
        check("yyyy/m/d h:mm:ss", 45_000.000_011_574, "2023-03-15 00:00:01");
        check("mmm", 61.0, "1900-03-01");
        check("h:mm", 0.336_805_555_555_556, "08:05");
        check("[h]:mm:ss", 1.5, "36:00");
        check("h:mm", 45_000.25, "06:00");
        check("yyyy-mm-dd", -5.0, "-5");
        check("yyyy-mm-dd", 1e300, "1E+300");
        assert_eq!(NumberFormat::built_in(31).readable(1.0, Epoch::Of1904), "1904-01-02");
        assert_eq!(NumberFormat::built_in(20).readable(0.5, Epoch::Of1900), "12:00");
    }

    #[test]
    fn a_literal_of_a_code_is_no_date() {
        check("#,##0.0\" yuan\"", 2.0, "2.0");
        check("0\\d", 3.0, "3");
        check("[>=100]0;0.0", 5.0, "5");
    }
}
