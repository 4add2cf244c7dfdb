//! `suda extract`: the values in a copied text.

use super::{Home, json, out};

#[test]
fn extract_finds_the_values_of_a_copied_text() {
    let home = Home::new();
    let output = home.suda(&["extract", "--now", "2026-12-28T15:30", "--json", "1月5日发货的那件"]);
    assert_eq!(json(&output)[0]["value"], "2027-01-05", "the nearest one, not the one of the year");
    let output =
        home.suda(&["extract", "我160的，一百零五斤，昨天付的款", "--json", "--now", "2026-11-21T15:30"]);
    assert_eq!(output.status.code(), Some(0));
    let expected = serde_json::json!([
        {"field": "身高", "value": "160", "start": 1, "end": 4},
        {"field": "体重", "value": "52.5", "start": 6, "end": 11},
        {"field": "付款日期", "value": "2026-11-20", "start": 12, "end": 14},
    ]);
    assert_eq!(json(&output), expected);
    let output = home.suda(&["extract", "满200减20", "--json"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), "[]\n"));
}
