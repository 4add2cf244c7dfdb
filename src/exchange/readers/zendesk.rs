//! Macros of Zendesk, as its API gives them: `{"macros": [{"title": "售后::退货::地址", "active", "actions": [{"field", "value"}]}]}`.
//!
//! The reply is the comment that a macro writes. What else it does with the ticket is named.

use serde_json::{Map, Value};

use super::super::content::{Content, Entry, Loss, Reason, RowAt};
use super::super::gaps::liquid;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::html::plain_text;
use super::json::{beginning, each_object, has_key, list, no_list, only_file, parse, text};
use super::source::{Rows, one_text};

/// See the module.
#[derive(Debug)]
pub(super) struct Zendesk;

impl Format for Zendesk {
    fn name(&self) -> &'static str {
        "zendesk"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(text) = beginning(input) else { return Fit::No };
        let has_actions = has_key(&text, "actions") && has_key(&text, "field");
        if !has_actions {
            Fit::No
        } else if has_key(&text, "macros") || text.contains("\"comment_value") {
            Fit::Certain
        } else {
            Fit::Likely
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = only_file(input)?;
        let parsed = parse(file, options)?;
        let mut rows = Rows::new(self.name(), &parsed.encoding, work);
        let one = parsed.value.get("macro").map(|only| vec![only.clone()]);
        let Some(items) = list(&parsed.value, &["macros"]).or(one.as_ref()) else {
            return Err(no_list(&file.path, "macros"));
        };
        each_object(&mut rows, items, read_macro)?;
        Ok(rows.finish())
    }
}

fn read_macro(rows: &mut Rows<'_>, at: RowAt, item: &Map<String, Value>) {
    let path = text(item, "title");
    if item.get("active") == Some(&Value::Bool(false)) {
        return rows.reject(&at, &path, Reason::SwitchedOff);
    }
    let actions = item.get("actions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut wording = None;
    for action in actions {
        let field = action.get("field").and_then(Value::as_str).unwrap_or_default();
        let value = action.get("value").map(written).unwrap_or_default();
        match field {
            "comment_value_html" => {
                let plain = plain_text(&value);
                if plain.was_formatted {
                    rows.lose(&at, Loss::Formatting, "");
                }
                for picture in &plain.pictures {
                    rows.lose(&at, Loss::Picture, picture);
                }
                wording = Some(plain.text);
            }
            // The same text with its tags may be there as well.
            "comment_value" => wording = wording.or(Some(value)),
            _ => rows.lose(&at, Loss::Property, &format!("{field}={value}")),
        }
    }
    let Some(wording) = wording else {
        return rows.reject(&at, &path, Reason::OnlyCode);
    };
    let wording = rows.text(&at, liquid(&wording));
    let mut steps: Vec<String> = path.split("::").map(|step| step.trim().to_owned()).collect();
    rows.take(Entry {
        key: text(item, "id"),
        title: steps.pop().unwrap_or_default(),
        category: steps.into_iter().filter(|step| !step.is_empty()).collect(),
        note: text(item, "description"),
        wordings: one_text(wording),
        at,
        ..Entry::default()
    });
}

/// A value, which for comments may be a channel and the text.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.last().map(written).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::hostile;
    use super::*;

    const FILE: &str = r#"{"macros": [
        {"id": 5, "title": "售后::退货::地址", "active": true, "description": "先核对订单", "actions": [
            {"field": "comment_value_html", "value": "<p>{{ticket.requester.name}}您好，<b>地址</b>如下</p>"},
            {"field": "status", "value": "pending"}]},
        {"id": 6, "title": "关闭", "actions": [{"field": "comment_value", "value": ["channel:all", "谢谢您"]}]},
        {"id": 7, "title": "旧的", "active": false, "actions": [{"field": "comment_value", "value": "旧"}]},
        {"id": 8, "title": "只改状态", "actions": [{"field": "status", "value": "solved"}]}
    ]}"#;

    #[test]
    fn zendesk_macros_are_read() {
        let input = Input::file("macros.json", FILE.into());
        assert_eq!(Zendesk.fit(&input), Fit::Certain);
        let content = Zendesk.read(&input, &Options::default(), &Work::default()).unwrap();
        let [address, close] = content.entries.as_slice() else { panic!("{content:?}") };
        assert_eq!((address.title.as_str(), address.note.as_str()), ("地址", "先核对订单"));
        assert_eq!(address.category, ["售后", "退货"]);
        assert_eq!((close.title.as_str(), close.key.as_str()), ("关闭", "6"));
        let reasons: Vec<_> = content.rejected.iter().map(|row| row.reason).collect();
        assert_eq!(reasons, [Reason::SwitchedOff, Reason::OnlyCode]);
        let lost: Vec<_> = content.lost.iter().map(|lost| (lost.at.row, lost.what)).collect();
        assert_eq!(lost, [(1, Loss::Formatting), (1, Loss::Property), (4, Loss::Property)]);
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&Zendesk, "a.json", FILE.as_bytes());
    }
}
