//! Any text as a buyer's message: every value stands in it, and is written in the one way that its field has.

use jiff::civil::Date;
use suda::template::{Extracted, extract};

use super::DAYS;

/// The text of `bytes` is a message; its length decides on the day.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = extract(&text, DAYS[bytes.len() % DAYS.len()]);
    assert!(found.is_sorted_by_key(|found| found.span.start), "{found:?}");
    for (idx, one) in found.iter().enumerate() {
        let is_again = |other: &Extracted| other.field == one.field && other.value == one.value;
        assert!(!found[..idx].iter().any(is_again), "{one:?} twice");
        assert_value(&text, one);
    }
}

fn assert_value(text: &str, found: &Extracted) {
    let part: Vec<char> = text.chars().skip(found.span.start).take(found.span.len()).collect();
    assert!(!part.is_empty() && part.len() == found.span.len(), "{found:?} is not in the text");
    let value = found.value.as_str();
    assert_eq!(value.trim(), value, "{found:?}");
    assert!(!value.is_empty() && !value.contains('\n'), "{found:?}");
    let is_number = value.strip_prefix('-').unwrap_or(value).chars().all(|c| c.is_ascii_digit() || c == '.');
    match found.field.name() {
        "手机号" => assert!(value.len() == 11 && value.starts_with('1') && is_number, "{found:?}"),
        "订单号" | "快递单号" => {
            assert!(value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{found:?}");
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            let own: String = part
                .iter()
                .filter_map(|c| c.to_digit(10).or(full_width(*c)))
                .map(|digit| digit.to_string())
                .collect();
            assert_eq!(digits, own, "{found:?}");
        }
        "付款日期" | "发货日期" => assert!(value.parse::<Date>().is_ok(), "{found:?}"),
        "金额" | "运费" | "年龄" | "数量" => {
            assert!(value.parse::<f64>().is_ok_and(|number| number >= 0.0) && is_number, "{found:?}");
        }
        "身高" => assert!(value.parse::<f64>().is_ok_and(|cm| (30.0..300.0).contains(&cm)), "{found:?}"),
        "体重" => assert!(value.parse::<f64>().is_ok_and(|kg| (1.0..400.0).contains(&kg)), "{found:?}"),
        "姓名" | "地址" => {
            assert!(value.chars().count() <= part.len(), "{found:?}");
        }
        _ => {}
    }
}

fn full_width(c: char) -> Option<u32> {
    u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10)
}
