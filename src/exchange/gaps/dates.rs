//! Dates of other tools as placeholders of ours: `%Y-%m-%d` → `{日期=yyyy-MM-dd}`.
//!
//! Only what comes out the same is carried over. Seconds, the names of months, twelve-hour clocks and shifts that are no whole
//! days have no placeholder.

use crate::template::{Clock, Format};

/// In days, either way: further ones have no placeholder.
const MAX_DAYS: i64 = 999;

/// So many days from today, in a format of `strftime`; `None` where there is no placeholder for it.
pub(in crate::exchange) fn strftime(format: &str, days: i64) -> Option<String> {
    placeholder(&letters_of_strftime(format)?, days)
}

/// In a format of Qt: <https://doc.qt.io/qt-6/qdatetime.html#toString>.
pub(super) fn qt(format: &str, days: i64) -> Option<String> {
    // A twelve-hour clock is meant by `h` only where there is an `AP`, which is no letter of ours.
    let letters = unquoted(format)?.replace("dddd", "EEEE").replace("ddd", "E").replace('h', "H");
    placeholder(&letters, days)
}

/// In a format of Unicode's CLDR, whose letters are ours.
pub(super) fn unicode(format: &str, days: i64) -> Option<String> {
    placeholder(&unquoted(format)?.replace("EEE", "E").replace("EE", "EEEE"), days)
}

/// In letters of our own.
pub(super) fn placeholder(format: &str, days: i64) -> Option<String> {
    let is_closed = format.contains(['{', '}', '｛', '｝', '|', '｜', '\n', '\r']) || format.trim() != format;
    if is_closed || days.abs() > MAX_DAYS || Format::parse(format).is_err() {
        return None;
    }
    let has_day = format.contains(['y', 'M', 'd', 'E']);
    let clock = if has_day || days != 0 { Clock::Date } else { Clock::Time };
    let days = if days == 0 { String::new() } else { format!("{days:+}") };
    Some(format!("{{{}{days}={format}}}", clock.name()))
}

/// Today, or the time, as it is usually written.
pub(super) fn usual(clock: Clock) -> String {
    format!("{{{}}}", clock.name())
}

fn letters_of_strftime(format: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            // Of a format of ours a Latin letter would be a part of the date.
            if c.is_ascii_alphabetic() {
                return None;
            }
            out.push(c);
            continue;
        }
        out.push_str(match chars.next()? {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'e' => "d",
            'H' => "HH",
            'M' => "mm",
            'a' => "E",
            'A' => "EEEE",
            'F' => "yyyy-MM-dd",
            'R' => "HH:mm",
            'D' => "MM/dd/yy",
            '%' => "%",
            '-' => match chars.next()? {
                'm' => "M",
                'd' | 'e' => "d",
                'H' => "H",
                'M' => "m",
                _ => return None,
            },
            _ => return None,
        });
    }
    Some(out)
}

/// A format without the quotes around its literal text; `None` where a quoted text has Latin letters, or is not closed.
fn unquoted(format: &str) -> Option<String> {
    let mut out = String::new();
    for (nth, part) in format.split('\'').enumerate() {
        let is_quoted = nth % 2 == 1;
        if is_quoted && part.chars().any(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        out.push_str(part);
    }
    format.matches('\'').count().is_multiple_of(2).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Segment, parse};

    #[test]
    fn dates_of_other_tools_become_placeholders_of_the_clock() {
        let cases = [
            (strftime("%Y-%m-%d", 0), "{日期=yyyy-MM-dd}"),
            (strftime("%-m月%-d日", 7), "{日期+7=M月d日}"),
            (strftime("%H:%M", 0), "{时间=HH:mm}"),
            (strftime("%A", -1), "{日期-1=EEEE}"),
            (qt("yyyy年M月d日 dddd", 0), "{日期=yyyy年M月d日 EEEE}"),
            (qt("hh:mm", 0), "{时间=HH:mm}"),
            (unicode("yyyy'年'M'月'", 0), "{日期=yyyy年M月}"),
            (placeholder("M月d日", 999), "{日期+999=M月d日}"),
        ];
        for (written, expected) in cases {
            assert_eq!(written.as_deref(), Some(expected));
            let template = parse(expected);
            assert!(matches!(template.segments.as_slice(), [Segment::Clock { .. }]), "{expected}");
        }
    }

    #[test]
    fn what_would_come_out_otherwise_has_no_placeholder() {
        let cases = [
            strftime("%H:%M:%S", 0),
            strftime("%B", 0),
            strftime("%I:%M %p", 0),
            strftime("week %U", 0),
            strftime("%d", 1000),
            strftime("%", 0),
            strftime("%d{", 0),
            strftime("", 0),
            qt("h:mm AP", 0),
            qt("MMM d", 0),
            qt("'Tag' d", 0),
            unicode("h:mm a", 0),
            unicode("d 'x", 0),
        ];
        assert_eq!(cases.iter().position(Option::is_some), None);
    }
}
