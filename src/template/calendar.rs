//! Which days people work, in China.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// The notices of the State Council's General Office, see the file.
const NOTICES: &str = include_str!("../../assets/calendar.txt");

static CHINA: LazyLock<Calendar> = LazyLock::new(|| Calendar::read(NOTICES.lines()).0);

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
    /// Every kind of day, working days first.
    pub const ALL: [Self; 4] = [Self::Working, Self::MakeUp, Self::Weekend, Self::Holiday];

    /// Whether people work on such a day.
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
}

/// What the notice for a year says. It may name days around the turn of the year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Year {
    holidays: BTreeSet<Date>,
    make_up: BTreeSet<Date>,
}

/// Nobody announces more days off in a row: the year is a slip.
const LONGEST_HOLIDAY: usize = 31;

impl Calendar {
    /// The notices that the program knows.
    pub fn china() -> &'static Self {
        &CHINA
    }

    /// Reads the lines of notices: `notice YEAR …`, and below it `off FIRST LAST …` and `work DAY` of this year's notice. Empty lines
    /// and those that begin with `#` say nothing. Also gives the lines that cannot be read, counted from 0; a year with
    /// such a line is left out, since half its holidays would make wrong days that nobody doubts.
    pub fn read<'a>(lines: impl IntoIterator<Item = &'a str>) -> (Self, Vec<usize>) {
        let mut calendar = Self::default();
        let (mut year, mut wrong, mut bad_years) = (None, Vec::new(), BTreeSet::new());
        for (line_idx, line) in lines.into_iter().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with("notice") {
                year = None;
            }
            if calendar.read_line(line, &mut year).is_none() {
                wrong.push(line_idx);
                bad_years.extend(year);
            }
        }
        calendar.years.retain(|year, days| !bad_years.contains(year) && !days.holidays.is_empty());
        (calendar, wrong)
    }

    /// `None` for a line that cannot be read. `year` is that of the notice above.
    fn read_line(&mut self, line: &str, year: &mut Option<i16>) -> Option<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let date_of = |text: &str, year: i16| text.parse::<Date>().ok().filter(|day| is_around(*day, year));
        match words.as_slice() {
            ["notice", number, ..] => {
                let number = number.parse().ok()?;
                self.years.entry(number).or_default();
                *year = Some(number);
            }
            ["off", first, last, ..] => {
                let (first, last) = (date_of(first, (*year)?)?, date_of(last, (*year)?)?);
                let days: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).collect();
                if days.is_empty() || days.len() > LONGEST_HOLIDAY {
                    return None;
                }
                self.years.entry((*year)?).or_default().holidays.extend(days);
            }
            ["work", day, ..] => {
                let day = date_of(day, (*year)?)?;
                self.years.entry((*year)?).or_default().make_up.insert(day);
            }
            _ => return None,
        }
        Some(())
    }

    /// How many years it has a notice for.
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// Whether it has no notice at all.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// With the years of another in the place of its own.
    #[must_use]
    pub fn with(&self, newer: &Self) -> Self {
        let mut both = self.clone();
        both.years.extend(newer.years.iter().map(|(year, days)| (*year, days.clone())));
        both
    }

    /// The first of some years whose holidays nobody has announced yet: its days are taken by their weekdays alone.
    pub fn unknown_year(&self, mut years: RangeInclusive<i16>) -> Option<i16> {
        years.find(|year| !self.years.contains_key(year))
    }

    /// What a day is, by the notice for its year; without one by its weekday alone.
    pub fn kind(&self, day: Date) -> DayKind {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if self.years.values().any(|year| year.holidays.contains(&day)) {
            DayKind::Holiday
        } else if self.years.values().any(|year| year.make_up.contains(&day)) {
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

/// Whether the notice for a year may name a day: one of the year, of the December before, or of the January after.
fn is_around(day: Date, year: i16) -> bool {
    let turn = match day.month() {
        1 => day.year() - 1,
        12 => day.year() + 1,
        _ => day.year(),
    };
    day.year() == year || turn == year
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
            // No notice: the weekday alone decides.
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
            // From a Saturday the days are counted from that day: the next working day is Monday.
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

    #[test]
    fn a_year_of_a_team_replaces_the_same_year_and_no_other() {
        let team = "# 团队\nnotice 2028 通知\noff 2027-12-31 2028-01-03 元旦\nwork 2028-01-08\n\nnotice 2026\noff 2026-05-01 2026-05-01\n";
        let (team, wrong) = Calendar::read(team.lines());
        assert!(wrong.is_empty(), "{wrong:?}");
        let both = Calendar::china().with(&team);
        assert_eq!(both.unknown_year(2025..=2026), None);
        assert_eq!(both.unknown_year(2026..=2028), Some(2027));
        let cases = [
            (date(2028, 1, 3), DayKind::Holiday),
            (date(2028, 1, 8), DayKind::MakeUp),
            (date(2027, 12, 31), DayKind::Holiday),
            (date(2026, 5, 1), DayKind::Holiday),
            // Only the notice that the program knows has it.
            (date(2026, 5, 4), DayKind::Working),
            (date(2025, 5, 5), DayKind::Holiday),
        ];
        for (day, kind) in cases {
            assert_eq!(both.kind(day), kind, "{day}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_and_its_year_is_not_used() {
        let good = "notice 2028\noff 2028-01-01 2028-01-03\n";
        let bad = [
            "off 2028-02-30 2028-03-01",
            "off 2028-05-03 2028-05-01",
            "off 2028-05-01",
            "off 2027-05-01 2027-05-03",
            "off 2028-01-01 2028-12-31",
            "work 2029-05-06",
            "放假 2028-05-01 2028-05-03",
        ];
        for line in bad {
            let text = format!("{good}{line}\nnotice 2029\noff 2029-01-01 2029-01-01\n");
            let (calendar, wrong) = Calendar::read(text.lines());
            assert_eq!(wrong, [2], "{line}");
            assert_eq!(calendar.years.keys().copied().collect::<Vec<_>>(), [2029], "{line}");
        }
        let no_year = Calendar::read(["off 2028-01-01 2028-01-03", "notice 二八", "work 2028-01-08"]);
        assert_eq!(no_year, (Calendar::default(), vec![0, 1, 2]));
        // A notice that says nothing yet announces nothing.
        assert_eq!(Calendar::read(["notice 2028 未出"]), (Calendar::default(), Vec::new()));
    }
}
