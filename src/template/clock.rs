//! Placeholders that fill themselves from the clock, and how dates and times are written.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::calendar::Calendar;
use super::numerals;

/// `{日期}`, `{工作日}`, `{时间}`, `{问候}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Today, or so many days after it.
    Date,
    /// The next working day, or so many working days after today.
    WorkingDay,
    /// The time of the copy, to the minute unless a format says more.
    Time,
    /// What one says at this hour.
    Greeting,
}

impl Clock {
    /// Every placeholder of the clock.
    pub const ALL: [Self; 4] = [Self::Date, Self::WorkingDay, Self::Time, Self::Greeting];

    /// What is between the braces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "日期",
            Self::WorkingDay => "工作日",
            Self::Time => "时间",
            Self::Greeting => "问候",
        }
    }

    pub(super) fn is_day(self) -> bool {
        matches!(self, Self::Date | Self::WorkingDay)
    }

    /// Its text at a moment; `None` beyond the end of time.
    pub(super) fn text(
        self,
        days: i16,
        format: Option<&Format>,
        now: DateTime,
        calendar: &Calendar,
    ) -> Option<String> {
        let said = |moment: DateTime, usual: &str| match format {
            Some(format) => format.text(moment),
            None => Format::known(usual).text(moment),
        };
        Some(match self {
            Self::Date => said(now.checked_add(i64::from(days).days()).ok()?, USUAL_DATE),
            Self::WorkingDay => {
                let day = calendar.working_day(now.date(), days)?;
                said(day.to_datetime(now.time()), USUAL_DATE)
            }
            Self::Time => said(now, USUAL_TIME),
            Self::Greeting => greeting(now.time()).to_owned(),
        })
    }
}

/// As agents write them: 11月21日, 15:30.
const USUAL_DATE: &str = "M月d日";
const USUAL_DATE_AND_YEAR: &str = "yyyy年M月d日";
const USUAL_TIME: &str = "H:mm";

/// A date as agents write it, with the year where that is another than today's.
pub(super) fn usual_date(day: Date, today: Date) -> String {
    let format = if day.year() == today.year() { USUAL_DATE } else { USUAL_DATE_AND_YEAR };
    Format::known(format).text(day.to_datetime(Time::midnight()))
}

/// The greeting of a time of the day.
fn greeting(time: Time) -> &'static str {
    match time.hour() {
        5..=8 => "早上好",
        9..=11 => "上午好",
        12..=13 => "中午好",
        14..=17 => "下午好",
        _ => "晚上好",
    }
}

/// How a date or a time is written: `yyyy` `yy` year, `M` `MM` month, `d` `dd` day, `E` 周六, `EEEE` 星期六, `H` `HH`
/// hour, `m` `mm` minute; everything but Latin letters stands for itself. The letters are those of Unicode's CLDR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    source: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Literal(char),
    /// A letter, so many times.
    Part(char, usize),
}

impl Format {
    /// # Errors
    /// The letters that mean nothing, or the empty text.
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut items = Vec::new();
        for c in source.chars() {
            match items.last_mut() {
                Some(Item::Part(letter, count)) if *letter == c => *count += 1,
                _ if c.is_ascii_alphabetic() => items.push(Item::Part(c, 1)),
                _ => items.push(Item::Literal(c)),
            }
        }
        let unknown = items.iter().find_map(|item| match item {
            Item::Part('y', 2 | 4) | Item::Part('M' | 'd' | 'H' | 'm', 1 | 2) | Item::Part('E', 1 | 4) => {
                None
            }
            Item::Part(letter, count) => Some(letter.to_string().repeat(*count)),
            Item::Literal(_) => None,
        });
        match unknown {
            Some(letters) => Err(letters),
            None if items.is_empty() => Err(String::new()),
            None => Ok(Self { source: source.to_owned(), items }),
        }
    }

    /// One of our own, which the tests parse.
    fn known(source: &str) -> Self {
        Self::parse(source).unwrap_or(Self { source: source.to_owned(), items: Vec::new() })
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A moment, written so.
    pub fn text(&self, moment: DateTime) -> String {
        let text = |item: &Item| match item {
            Item::Literal(c) => c.to_string(),
            Item::Part('y', 2) => format!("{:02}", moment.year().rem_euclid(100)),
            Item::Part('y', _) => format!("{:04}", moment.year()),
            Item::Part('M', width) => format!("{:0width$}", moment.month()),
            Item::Part('d', width) => format!("{:0width$}", moment.day()),
            Item::Part('H', width) => format!("{:0width$}", moment.hour()),
            Item::Part('m', width) => format!("{:0width$}", moment.minute()),
            Item::Part(_, 1) => format!("周{}", weekday(moment.weekday())),
            Item::Part(..) => format!("星期{}", weekday(moment.weekday())),
        };
        self.items.iter().map(text).collect()
    }
}

/// The character behind 星期 or 周.
fn weekday(day: Weekday) -> char {
    match day {
        Weekday::Monday => '一',
        Weekday::Tuesday => '二',
        Weekday::Wednesday => '三',
        Weekday::Thursday => '四',
        Weekday::Friday => '五',
        Weekday::Saturday => '六',
        Weekday::Sunday => '日',
    }
}

const PARTS_OF_DAY: [&str; 6] = ["上午", "早上", "凌晨", "中午", "下午", "晚上"];

/// A time of the day as people write it: 15:00, 15：30, 15点, 下午3点半, 24:00 for the end of the day. `None` for anything
/// else.
pub fn read_time(text: &str) -> Option<Time> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(super::measure::half_width).collect();
    let part = PARTS_OF_DAY.into_iter().find(|part| text.starts_with(part)).unwrap_or_default();
    let rest = text.strip_prefix(part).unwrap_or(&text).trim_end_matches('整');
    let (hour, minute) = rest.split_once([':', '点', '时'])?;
    let hour: i8 = numerals::number(hour).and_then(|hour| hour.try_into().ok())?;
    let minute: i8 = match minute.trim_end_matches('分') {
        "" if !rest.contains(':') => 0,
        "半" => 30,
        minute if minute.len() == 2 => minute.parse().ok()?,
        _ => return None,
    };
    let hour = match (part, hour) {
        ("晚上", 12) => 24,
        ("凌晨", 12) => 0,
        ("下午" | "晚上", 0..12) | ("中午", 0..10) => hour + 12,
        _ => hour,
    };
    // The end of the day.
    if (hour, minute) == (24, 0) { Some(Time::MAX) } else { Time::new(hour, minute, 0, 0).ok() }
}

/// A day as people write it: 2026-11-21, 2026年11月21日, 11-21, 11.21, 11/21, 11月21日, 21日, 今天, 明天, 后天, 昨天, 前天, with or
/// without a time behind it. Without a year or a month the one nearest to today. `None` for anything else.
pub fn read_date(text: &str, today: Date) -> Option<Date> {
    let text: String = text.trim().chars().map(super::measure::half_width).collect();
    let text = match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day.to_owned(),
        _ => text.chars().filter(|c| !c.is_whitespace()).collect(),
    };
    let words = [("前天", -2), ("昨天", -1), ("今天", 0), ("明天", 1), ("后天", 2)];
    if let Some((_, days)) = words.iter().find(|(word, _)| *word == text) {
        return today.checked_add(i64::from(*days).days()).ok();
    }
    let is_day = text.ends_with(['日', '号']);
    let text = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let number = |text: &str| {
        let is_short = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_short { text.parse::<i16>().ok() } else { None }
    };
    let numbers: Vec<i16> = parts.iter().filter_map(|part| number(part)).collect();
    if numbers.len() != parts.len() {
        return None;
    }
    let day = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let nearest =
        |days: &mut dyn Iterator<Item = Date>| days.min_by_key(|day| (*day - today).get_days().abs());
    match *numbers.as_slice() {
        [year, month, nth] if year >= 1000 => day(year, month, nth),
        [month, nth] => nearest(&mut (-1..=1).filter_map(|years| day(today.year() + years, month, nth))),
        [nth] if is_day => nearest(&mut (-1..=1).filter_map(|months: i64| {
            let month = today.checked_add(months.months()).ok()?;
            day(month.year(), month.month().into(), nth)
        })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn every_letter_of_a_format_is_written() {
        let moment = date(2026, 3, 7).at(9, 5, 0, 0);
        let cases = [
            (USUAL_DATE, "3月7日"),
            (USUAL_TIME, "9:05"),
            ("yyyy-MM-dd HH:mm", "2026-03-07 09:05"),
            ("yy/M/d（E）", "26/3/7（周六）"),
            ("EEEE H点m分", "星期六 9点5分"),
        ];
        for (format, expected) in cases {
            assert_eq!(Format::parse(format).unwrap().text(moment), expected, "{format}");
        }
        let wrong = [("YYYY-MM-dd", "YYYY"), ("MMM", "MMM"), ("M月D日", "D"), ("", ""), ("hh:mm", "hh")];
        for (format, letters) in wrong {
            assert_eq!(Format::parse(format), Err(letters.to_owned()), "{format}");
        }
    }

    #[test]
    fn the_clock_fills_its_placeholders() {
        let saturday = date(2026, 11, 21).at(15, 30, 0, 0);
        let text = |clock: Clock, days, format: &str| {
            let format = (!format.is_empty()).then(|| Format::parse(format).unwrap());
            clock.text(days, format.as_ref(), saturday, Calendar::china()).unwrap()
        };
        assert_eq!(text(Clock::Date, 0, ""), "11月21日");
        assert_eq!(text(Clock::Date, 7, "M月d日"), "11月28日");
        assert_eq!(text(Clock::Date, -21, "yyyy.M.d"), "2026.10.31");
        assert_eq!(text(Clock::WorkingDay, 2, ""), "11月24日");
        assert_eq!(text(Clock::WorkingDay, 0, "E"), "周一");
        assert_eq!(text(Clock::Time, 0, ""), "15:30");
        assert_eq!(text(Clock::Greeting, 0, ""), "下午好");
        let end = Date::MAX.at(1, 0, 0, 0);
        assert_eq!(Clock::Date.text(1, None, end, Calendar::china()), None);
    }

    #[test]
    fn every_hour_has_its_greeting() {
        let said: Vec<_> = (0..24).map(|hour| greeting(time(hour, 0, 0, 0))).collect();
        let expected = [
            (0..5, "晚上好"),
            (5..9, "早上好"),
            (9..12, "上午好"),
            (12..14, "中午好"),
            (14..18, "下午好"),
            (18..24, "晚上好"),
        ];
        for (hours, greeting) in expected {
            assert!(said[hours.clone()].iter().all(|said| *said == greeting), "{hours:?}");
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let cases = [
            ("15:00", Some((15, 0))),
            ("9：30", Some((9, 30))),
            ("15点", Some((15, 0))),
            ("下午3点半", Some((15, 30))),
            ("下午 3:05", Some((15, 5))),
            ("晚上8点30分", Some((20, 30))),
            ("上午11点", Some((11, 0))),
            ("下午三点", Some((15, 0))),
            ("中午12点", Some((12, 0))),
            ("中午1点", Some((13, 0))),
            ("凌晨12点", Some((0, 0))),
            ("15点整", Some((15, 0))),
            ("24:30", None),
            ("99:00", None),
            ("15:", None),
            ("15", None),
            ("下午", None),
            ("15:5", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_time(text), expected.map(|(hour, minute)| time(hour, minute, 0, 0)), "{text}");
        }
    }

    #[test]
    fn the_end_of_the_day_is_a_time_too() {
        assert_eq!(read_time("24:00"), Some(Time::MAX));
        assert_eq!(read_time("晚上12点"), Some(Time::MAX));
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = date(2026, 11, 21);
        let cases = [
            ("2026-11-24", Some(date(2026, 11, 24))),
            ("2026年3月1日", Some(date(2026, 3, 1))),
            ("11月24号", Some(date(2026, 11, 24))),
            ("11-24", Some(date(2026, 11, 24))),
            ("11.24", Some(date(2026, 11, 24))),
            ("11/24", Some(date(2026, 11, 24))),
            // Nearer than the one of this year.
            ("1月3日", Some(date(2027, 1, 3))),
            ("明天", Some(date(2026, 11, 22))),
            ("后天", Some(date(2026, 11, 23))),
            ("前天", Some(date(2026, 11, 19))),
            ("2026-11-20 15:30:22", Some(date(2026, 11, 20))),
            ("20日", Some(date(2026, 11, 20))),
            ("3号", Some(date(2026, 12, 3))),
            ("2月30日", None),
            ("2026", None),
            ("双11", None),
            ("", None),
            ("1-2-3", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read_date(text, today), expected, "{text}");
        }
    }
}
