//! When a wording holds: on which days, before or after the cut-off, between which dates, for which shops and trades.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, DayKind};
use super::clock::read_time;
use super::trade::Trades;

/// The conditions of a wording; all of them have to hold. One without any always holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct When {
    /// Any of these; empty for every day.
    pub days: Vec<DayKind>,
    /// Before this time of the day, itself not included.
    pub before: Option<Moment>,
    /// At this time or later.
    pub after: Option<Moment>,
    /// From this moment on.
    pub from: Option<DateTime>,
    /// Up to this moment, itself not included: the end of a day is the beginning of the next.
    pub until: Option<DateTime>,
    /// Names of shops, any of these; empty for every shop.
    pub shops: Vec<String>,
    /// What the shop sells, any of these; none for every shop.
    #[serde(default)]
    pub trades: Trades,
}

/// A time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// When a shop stops sending on the same day.
    CutOff,
    /// A time of the clock; [`Time::MAX`] for the end of the day.
    At(Time),
}

impl Moment {
    /// What stands for the shop's own cut-off.
    const CUT_OFF: [&str; 2] = ["cutoff", "截单"];

    /// A time as people write it, or the word for the cut-off.
    pub fn read(text: &str) -> Option<Self> {
        if Self::CUT_OFF.contains(&text) { Some(Self::CutOff) } else { read_time(text).map(Self::At) }
    }

    /// As it is written in a library file.
    pub fn written(self) -> String {
        match self {
            Self::CutOff => "cutoff".to_owned(),
            Self::At(Time::MAX) => "24:00".to_owned(),
            Self::At(time) => time.strftime("%H:%M").to_string(),
        }
    }
}

/// Which end of a span of time a date gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The day from which on something holds: its beginning is meant.
    Start,
    /// The last day: its end is meant, which is the beginning of the next.
    End,
}

/// `2026-11-12` is the beginning of the day, or its end; `2026-11-12T20:00` is that minute. Anything more, such as
/// another time zone, is refused.
pub fn read_moment(text: &str, edge: Edge) -> Option<DateTime> {
    const DAY: &str = "2026-11-12";
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | ' '));
    let day = || text.parse::<Date>().ok().filter(|_| text.len() == DAY.len());
    let midnight = |day: Date| {
        let day = match edge {
            Edge::Start => day,
            Edge::End => day.checked_add(1.day()).ok()?,
        };
        Some(day.at(0, 0, 0, 0))
    };
    let moment = || text.parse::<DateTime>().ok().filter(|_| is_plain && text.len() > DAY.len());
    day().and_then(midnight).or_else(moment)
}

/// A moment as [`read_moment`] reads it: a day where it is the beginning of one, or its end.
pub fn written_moment(at: DateTime, edge: Edge) -> String {
    let is_midnight = at.time() == Time::midnight();
    let day = match edge {
        Edge::Start => Some(at.date()),
        Edge::End => at.date().yesterday().ok(),
    };
    match day.filter(|_| is_midnight) {
        Some(day) => day.to_string(),
        None => {
            at.strftime(if at.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" }).to_string()
        }
    }
}

/// Where and when a wording is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<'a> {
    /// The date and time on the wall.
    pub now: DateTime,
    /// The name of the shop that is chosen.
    pub shop: Option<&'a str>,
    /// What it sells; none when it does not say: then no condition on the trade holds.
    pub trades: Trades,
    /// `None` when the shop does not say: then neither "before" nor "after" it holds.
    pub cut_off: Option<Time>,
    /// Says what the working days are.
    pub calendar: &'a Calendar,
}

/// Why a wording was taken: one of its conditions, as it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Today's kind.
    Day(DayKind),
    /// Either of the two that are worked, or that are not.
    WorkedDay(bool),
    /// Before this time of the day.
    Before(Moment),
    /// At this time of the day or later.
    After(Moment),
    /// The first and the last moment.
    Between(Option<DateTime>, Option<DateTime>),
    /// In the shop of this name.
    Shop(String),
    /// In a shop that sells one of these.
    Trades(Trades),
}

impl When {
    /// Whether it sets no condition.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }

    /// Whether all conditions hold.
    pub fn holds(&self, setting: &Setting<'_>) -> bool {
        self.holds_by_day(setting) && self.holds_by_time(setting) == Some(true)
    }

    /// Whether only the shop's cut-off, which is not known, keeps it from being decided.
    pub fn waits_for_cut_off(&self, setting: &Setting<'_>) -> bool {
        self.holds_by_day(setting) && self.holds_by_time(setting).is_none()
    }

    fn holds_by_day(&self, setting: &Setting<'_>) -> bool {
        (self.days.is_empty() || self.days.contains(&setting.calendar.kind(setting.now.date())))
            && self.from.is_none_or(|first| setting.now >= first)
            && self.until.is_none_or(|end| setting.now < end)
            && self.trades.fit(setting.trades)
            && (self.shops.is_empty()
                || setting.shop.is_some_and(|shop| self.shops.iter().any(|known| known == shop)))
    }

    /// `None` when the cut-off that decides is not known.
    fn holds_by_time(&self, setting: &Setting<'_>) -> Option<bool> {
        let time = setting.now.time();
        let at = |moment: Moment| match moment {
            Moment::CutOff => setting.cut_off,
            Moment::At(time) => Some(time),
        };
        let is_before = self.before.map(|moment| at(moment).map(|end| time < end));
        let is_after = self.after.map(|moment| at(moment).map(|start| time >= start));
        let (is_before, is_after) = match (is_before, is_after) {
            (None, None) => return Some(true),
            (Some(one), None) | (None, Some(one)) => return one,
            (Some(is_before), Some(is_after)) => (is_before?, is_after?),
        };
        // From the evening to the morning.
        let is_over_night = self.after.and_then(at) > self.before.and_then(at);
        Some(if is_over_night { is_before || is_after } else { is_before && is_after })
    }

    /// The conditions in words to come, in the order of how much they say.
    pub fn reasons(&self, setting: &Setting<'_>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match self.days.as_slice() {
            [] => {}
            [one] => reasons.push(Reason::Day(*one)),
            days if days.iter().all(|day| day.is_working()) => reasons.push(Reason::WorkedDay(true)),
            days => {
                let today = setting.calendar.kind(setting.now.date());
                let is_off = days.iter().all(|day| !day.is_working());
                // Today's own name says more.
                reasons.extend(match days.iter().find(|day| **day == today).or(days.first()) {
                    Some(day) if *day == today || !is_off => Some(Reason::Day(*day)),
                    _ => Some(Reason::WorkedDay(false)),
                });
            }
        }
        reasons.extend(self.before.map(Reason::Before));
        reasons.extend(self.after.map(Reason::After));
        if self.from.is_some() || self.until.is_some() {
            reasons.push(Reason::Between(self.from, self.until));
        }
        let shop = setting.shop.filter(|shop| self.shops.iter().any(|known| known == shop));
        reasons.extend(
            shop.or(self.shops.first().map(String::as_str)).map(|shop| Reason::Shop(shop.to_owned())),
        );
        reasons.extend((!self.trades.is_empty()).then_some(Reason::Trades(self.trades)));
        reasons
    }

    /// The year whose holidays are not announced, where the condition asks for them.
    pub fn unknown_year(&self, setting: &Setting<'_>) -> Option<i16> {
        let year = setting.now.year();
        if self.days.is_empty() { None } else { setting.calendar.unknown_year(year..=year) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date, time};

    use super::Moment::CutOff;
    use super::*;
    use crate::template::Trade;

    fn at(day: Date, hour: i8, minute: i8) -> Setting<'static> {
        Setting {
            now: day.at(hour, minute, 0, 0),
            shop: Some("木棉"),
            trades: [Trade::Clothes].into_iter().collect(),
            cut_off: Some(time(15, 0, 0, 0)),
            calendar: Calendar::china(),
        }
    }

    fn midnight(day: Date) -> DateTime {
        day.at(0, 0, 0, 0)
    }

    #[test]
    fn a_night_goes_over_midnight_and_a_moment_counts_to_the_minute() {
        let hour = |hour| Some(Moment::At(time(hour, 0, 0, 0)));
        let night = When { after: hour(22), before: hour(6), ..When::default() };
        let day = When { after: hour(9), before: hour(18), ..When::default() };
        for (now, is_night, is_day) in
            [(23, true, false), (3, true, false), (6, false, false), (12, false, true)]
        {
            let setting = at(date(2026, 11, 20), now, 0);
            assert_eq!((night.holds(&setting), day.holds(&setting)), (is_night, is_day), "{now}");
        }
        let from = Some(date(2026, 11, 20).at(20, 0, 0, 0));
        let evening = When { from, until: Some(midnight(date(2026, 11, 21))), ..When::default() };
        for (now, holds) in [(19, false), (20, true), (23, true)] {
            assert_eq!(evening.holds(&at(date(2026, 11, 20), now, 0)), holds, "{now}");
        }
    }

    #[test]
    fn a_cut_off_that_is_not_known_is_waited_for_where_it_decides() {
        let friday = Setting { cut_off: None, ..at(date(2026, 11, 20), 16, 0) };
        let late = When { after: Some(CutOff), ..When::default() };
        assert!(late.waits_for_cut_off(&friday) && !late.holds(&friday));
        assert!(!late.waits_for_cut_off(&at(date(2026, 11, 20), 16, 0)));
        let weekend = When { days: vec![DayKind::Weekend], ..late };
        assert!(!weekend.waits_for_cut_off(&friday));
    }

    #[test]
    fn every_condition_holds_where_it_says() {
        let saturday = at(date(2026, 11, 21), 14, 59);
        let late = at(date(2026, 11, 20), 15, 0);
        let holiday = at(date(2026, 10, 3), 10, 0);
        let no_cut_off = Setting { cut_off: None, ..late };
        let when = When::default;
        let noon = Moment::At(time(12, 0, 0, 0));
        let cases = [
            (when(), [true; 4]),
            (When { days: vec![DayKind::Weekend], ..when() }, [true, false, false, false]),
            (When { days: vec![DayKind::Weekend, DayKind::Holiday], ..when() }, [true, false, true, false]),
            (When { days: vec![DayKind::Working], ..when() }, [false, true, false, true]),
            (When { before: Some(CutOff), ..when() }, [true, false, true, false]),
            (When { after: Some(CutOff), ..when() }, [false, true, false, false]),
            (When { after: Some(noon), ..when() }, [true, true, false, true]),
            (When { before: Some(noon), ..when() }, [false, false, true, false]),
            (When { from: Some(midnight(date(2026, 11, 21))), ..when() }, [true, false, false, false]),
            (When { until: Some(midnight(date(2026, 11, 21))), ..when() }, [false, true, true, true]),
            (When { shops: vec!["别家".into(), "木棉".into()], ..when() }, [true; 4]),
            (When { shops: vec!["别家".into()], ..when() }, [false; 4]),
            (When { trades: [Trade::Tea, Trade::Clothes].into_iter().collect(), ..when() }, [true; 4]),
            (When { trades: [Trade::Tea].into_iter().collect(), ..when() }, [false; 4]),
            (When { days: vec![DayKind::Weekend], after: Some(noon), ..when() }, [true, false, false, false]),
        ];
        for (when, expected) in cases {
            let held = [saturday, late, holiday, no_cut_off].map(|setting| when.holds(&setting));
            assert_eq!(held, expected, "{when:?}");
        }
        let no_shop = Setting { shop: None, ..late };
        assert!(!When { shops: vec!["木棉".into()], ..when() }.holds(&no_shop));
        let no_trade = Setting { trades: Trades::default(), ..late };
        assert!(!When { trades: late.trades, ..when() }.holds(&no_trade) && when().holds(&no_trade));
    }

    #[test]
    fn the_reasons_name_every_condition() {
        let setting = at(date(2026, 11, 21), 16, 0);
        let days = vec![DayKind::Weekend, DayKind::Holiday];
        let until = Some(midnight(date(2026, 12, 1)));
        let (shops, trades) = (vec!["木棉".into()], setting.trades);
        let when = When { days, after: Some(CutOff), until, shops, trades, ..When::default() };
        let expected = [
            Reason::Day(DayKind::Weekend),
            Reason::After(CutOff),
            Reason::Between(None, until),
            Reason::Shop("木棉".into()),
            Reason::Trades(trades),
        ];
        assert_eq!(when.reasons(&setting), expected);
        let monday = at(date(2026, 11, 23), 16, 0);
        assert_eq!(when.reasons(&monday).first(), Some(&Reason::WorkedDay(false)));
        let worked = When { days: vec![DayKind::Working, DayKind::MakeUp], ..When::default() };
        assert_eq!(worked.reasons(&monday), [Reason::WorkedDay(true)]);
        assert_eq!(when.unknown_year(&setting), None);
        assert_eq!(when.unknown_year(&at(date(2030, 1, 1), 9, 0)), Some(2030));
        assert!(When::default().reasons(&setting).is_empty() && When::default().is_always());
    }
}
