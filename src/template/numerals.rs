//! Numbers as people write them: 105, 52.5, 一百零五, 一百二, 两.

use rust_decimal::Decimal;

/// A number in a regular expression, in digits or Chinese numerals.
pub(super) const NUMBER: &str =
    r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千零〇]+(?:点[一二三四五六七八九]{1,2})?)";

/// The number that a text is. `None` for anything else.
pub(super) fn number(text: &str) -> Option<Decimal> {
    text.parse().ok().or_else(|| match text.split_once('点') {
        Some((units, places)) => with_point(units, places),
        None => chinese(text).or_else(|| row(text)).map(Decimal::from),
    })
}

/// 五十二点五 is 52.5.
fn with_point(units: &str, places: &str) -> Option<Decimal> {
    let places: Option<String> = places.chars().map(|c| char::from_digit(digit(c)?, 10)).collect();
    format!("{}.{}", chinese(units)?, places.filter(|places| !places.is_empty())?).parse().ok()
}

fn digit(c: char) -> Option<u32> {
    let place = "零一二三四五六七八九".chars().position(|digit| digit == c);
    match c {
        '两' => Some(2),
        '〇' => Some(0),
        _ => u32::try_from(place?).ok(),
    }
}

/// 一六六 is 166; two digits side by side are rather "two or three".
fn row(text: &str) -> Option<u32> {
    const SHORTEST: usize = 3;
    let digits: Option<Vec<u32>> = text.chars().map(digit).collect();
    let digits = digits.filter(|digits| digits.len() == SHORTEST)?;
    Some(digits.into_iter().fold(0, |sum, digit| sum * 10 + digit))
}

/// 一百零五 is 105, 一百二 is 120, 十八 is 18, 两 is 2.
fn chinese(text: &str) -> Option<u32> {
    let (mut sum, mut pending, mut last_unit) = (0, None, 1);
    let mut has_zero = false;
    for c in text.chars() {
        let unit = match c {
            '千' => 1000,
            '百' => 100,
            '十' => 10,
            c => {
                let value = digit(c)?;
                // Two digits side by side are not a number but a row of digits.
                if pending.is_some() {
                    return None;
                }
                if value == 0 {
                    has_zero = true;
                } else {
                    pending = Some(value);
                }
                continue;
            }
        };
        if last_unit != 1 && unit >= last_unit {
            return None;
        }
        sum += pending.take().unwrap_or(1) * unit;
        last_unit = unit;
        has_zero = false;
    }
    // 一百二 leaves the tens out.
    let short = if last_unit >= 100 && !has_zero { last_unit / 10 } else { 1 };
    Some(sum + pending.map_or(0, |value| value * short)).filter(|value| *value > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_are_read() {
        let cases = [
            ("一百零五", Some(105)),
            ("一百二", Some(120)),
            ("一百二十", Some(120)),
            ("一百一十五", Some(115)),
            ("两百", Some(200)),
            ("五十五", Some(55)),
            ("一千零八十", Some(1080)),
            ("一千二", Some(1200)),
            ("十八", Some(18)),
            ("两", Some(2)),
            ("一三八", Some(138)),
            ("三点", None),
            ("两三", None),
            ("十百", None),
            ("零", None),
            ("52", Some(52)),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected.map(Decimal::from), "{text}");
        }
    }
}
