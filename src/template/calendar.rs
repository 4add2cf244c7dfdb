//! Which days people work, in China.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// The notices of the State Council's General Office, see the file.
const NOTICES: &str = include_str!("../../assets/calendar.txt");

static CHINA: LazyLock<Calendar> = LazyLock::new(|| Calendar::read(NOTICES));

/// What a day is. Each day is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DayKind {
    /// Monday to Friday without a holiday.
    Working,
    /// A weekend's day that is worked for a holiday.
    MakeUp,
    /// Saturday or Sunday, neither worked nor part of a public holiday.
    Weekend,
    /// A day of a public holiday, its weekend included.
    Holiday,
}

impl DayKind {
    pub const ALL: [Self; 4] = [Self::Working, Self::MakeUp, Self::Weekend, Self::Holiday];

    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MakeUp)
    }

    /// The stable name in library files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Working => "weekday",
            Self::MakeUp => "makeup",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
        }
    }
}

/// See the module. A year without an official notice has no holidays here.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeSet<i16>,
    holidays: BTreeSet<Date>,
    make_up: BTreeSet<Date>,
}

impl Calendar {
    pub fn china() -> &'static Self {
        &CHINA
    }

    /// Lines that cannot be read are left out; the tests find them.
    fn read(notices: &str) -> Self {
        let mut calendar = Self::default();
        for line in notices.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["notice", year, ..] => calendar.years.extend(year.parse::<i16>()),
                ["off", first, last, ..] => {
                    if let (Ok(first), Ok(last)) = (first.parse::<Date>(), last.parse::<Date>()) {
                        calendar.holidays.extend(first.series(1.day()).take_while(|day| *day <= last));
                    }
                }
                ["work", day, ..] => calendar.make_up.extend(day.parse::<Date>()),
                _ => {}
            }
        }
        calendar
    }

    /// The first of some years whose holidays nobody has announced yet: its days are taken by their weekdays alone.
    pub fn unknown_year(&self, mut years: RangeInclusive<i16>) -> Option<i16> {
        years.find(|year| !self.years.contains(year))
    }

    pub fn kind(&self, day: Date) -> DayKind {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if self.holidays.contains(&day) {
            DayKind::Holiday
        } else if self.make_up.contains(&day) {
            DayKind::MakeUp
        } else if is_weekend {
            DayKind::Weekend
        } else {
            DayKind::Working
        }
    }

    /// The working day so many working days after (before, for a negative number) a day; for 0 the day itself or the first
    /// working day after it. `None` at the end of time.
    pub fn working_day(&self, from: Date, days: i16) -> Option<Date> {
        let step = if days < 0 { -1.days() } else { 1.day() };
        let later = from.series(step).skip(usize::from(days != 0));
        later.filter(|day| self.kind(*day).is_working()).nth(usize::from(days.unsigned_abs().max(1) - 1))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_line_of_the_notices_is_read() {
        let known = NOTICES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in known {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["notice", year, number, source] => {
                    assert!(year.parse::<i16>().is_ok() && number.contains("国办"), "{line}");
                    assert!(source.starts_with("https://www.gov.cn/"), "{line}");
                }
                ["off", first, last, _] => {
                    assert!(first.parse::<Date>().unwrap() <= last.parse::<Date>().unwrap(), "{line}");
                }
                ["work", day] => {
                    let day: Date = day.parse().unwrap();
                    assert!(matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{line}");
                }
                _ => panic!("{line}"),
            }
        }
    }

    #[test]
    fn a_day_is_what_the_notice_says_else_what_its_weekday_says() {
        let calendar = Calendar::china();
        let cases = [
            (date(2026, 11, 20), DayKind::Working),
            (date(2026, 11, 21), DayKind::Weekend),
            (date(2026, 10, 1), DayKind::Holiday),
            // A Saturday within a holiday.
            (date(2026, 10, 3), DayKind::Holiday),
            // A Saturday that is worked for it.
            (date(2026, 10, 10), DayKind::MakeUp),
            (date(2026, 2, 23), DayKind::Holiday),
            (date(2026, 2, 24), DayKind::Working),
            (date(2025, 1, 26), DayKind::MakeUp),
            // No notice: only the weekday counts.
            (date(2031, 10, 1), DayKind::Working),
        ];
        for (day, kind) in cases {
            assert_eq!(calendar.kind(day), kind, "{day}");
        }
        assert_eq!(calendar.unknown_year(2025..=2026), None);
        assert_eq!(calendar.unknown_year(2026..=2031), Some(2027));
    }

    #[test]
    fn working_days_pass_over_weekends_and_holidays_but_not_over_make_up_days() {
        let calendar = Calendar::china();
        let cases = [
            // Friday to Monday.
            (date(2026, 11, 20), 1, date(2026, 11, 23)),
            (date(2026, 11, 20), 0, date(2026, 11, 20)),
            // A Saturday counts from itself: the next working day is Monday.
            (date(2026, 11, 21), 0, date(2026, 11, 23)),
            (date(2026, 11, 21), 1, date(2026, 11, 23)),
            (date(2026, 11, 21), 2, date(2026, 11, 24)),
            (date(2026, 11, 23), -1, date(2026, 11, 20)),
            // Over the national holiday, with its make-up Saturday.
            (date(2026, 9, 30), 1, date(2026, 10, 8)),
            (date(2026, 10, 9), 1, date(2026, 10, 10)),
        ];
        for (from, days, expected) in cases {
            assert_eq!(calendar.working_day(from, days), Some(expected), "{from} {days}");
        }
        assert_eq!(calendar.working_day(Date::MAX, 1), None);
    }
}
