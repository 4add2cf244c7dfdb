//! Canned responses of Freshdesk and Freshchat, as their APIs give them: `[{"id", "title", "content", "content_html", "folder"}]`.

use serde_json::{Map, Value};

use super::super::content::{Content, Entry, Loss, RowAt};
use super::super::gaps::liquid;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::html::{is_html, plain_text};
use super::json::{beginning, has_key, read_objects, text};
use super::source::{Rows, one_text};

/// See the module.
#[derive(Debug)]
pub(super) struct Freshworks;

/// Below which keys there may be a list.
const LISTS: [&str; 4] = ["canned_responses", "canned_response_folder", "responses", "data"];

impl Format for Freshworks {
    fn name(&self) -> &'static str {
        "freshworks"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(text) = beginning(input).filter(|text| has_key(text, "title")) else { return Fit::No };
        if has_key(&text, "content_html") || text.contains("\"canned_response") {
            Fit::Certain
        } else if has_key(&text, "content") {
            Fit::Likely
        } else {
            Fit::No
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        read_objects(self.name(), (input, options, work), (&LISTS, "canned responses"), read_response)
    }
}

fn read_response(rows: &mut Rows<'_>, at: RowAt, item: &Map<String, Value>) {
    // Older exports wrap each: {"canned_response": {…}}.
    let item = item.get("canned_response").and_then(Value::as_object).unwrap_or(item);
    let (html, content) = (text(item, "content_html"), text(item, "content"));
    let wording = if html.is_empty() && !is_html(&content) {
        content
    } else {
        let plain = plain_text(if html.is_empty() { &content } else { &html });
        if plain.was_formatted {
            rows.lose(&at, Loss::Formatting, "");
        }
        for picture in &plain.pictures {
            rows.lose(&at, Loss::Picture, picture);
        }
        plain.text
    };
    let attachments =
        item.get("attachments").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for attachment in attachments {
        let name = attachment.get("name").and_then(Value::as_str).unwrap_or_default();
        rows.lose(&at, Loss::Picture, name);
    }
    let folder = match item.get("folder").or_else(|| item.get("folder_name")) {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Object(folder)) => text(folder, "name"),
        _ => String::new(),
    };
    let wording = rows.text(&at, liquid(&wording));
    rows.take(Entry {
        key: text(item, "id"),
        title: text(item, "title"),
        category: Some(folder).filter(|name| !name.is_empty()).into_iter().collect(),
        wordings: one_text(wording),
        at,
        ..Entry::default()
    });
}

#[cfg(test)]
mod tests {
    use super::super::super::content::Reason;
    use super::super::hostile;
    use super::*;
    use crate::exchange::content::EntryMessage;

    const FILE: &str = r#"{"canned_responses": [
        {"id": 1, "title": "延迟发货", "folder": {"name": "售中"}, "content": "亲 抱歉",
         "content_html": "<div>{{ticket.requester.name}}，抱歉让您久等<br>今天发出</div>"},
        {"id": 2, "title": "道谢", "content": "谢谢", "attachments": [{"name": "a.png"}]},
        {"title": "空"}
    ]}"#;

    #[test]
    fn freshworks_canned_responses_are_read() {
        let input = Input::file("canned.json", FILE.into());
        assert_eq!(Freshworks.fit(&input), Fit::Certain);
        let content = Freshworks.read(&input, &Options::default(), &Work::default()).unwrap();
        assert_eq!(content.entries.len(), 2);
        let first = &content.entries[0];
        assert_eq!((first.title.as_str(), first.category.as_slice()), ("延迟发货", &["售中".to_owned()][..]));
        let [EntryMessage::Text(text)] = first.wordings[0].as_slice() else { panic!("{first:?}") };
        assert_eq!(text.source(), "{{ticket.requester.name}}，抱歉让您久等\n今天发出");
        assert_eq!(content.rejected[0].reason, Reason::NoText);
        assert_eq!((content.lost[0].at.row, content.lost[0].what), (2, Loss::Picture));
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&Freshworks, "a.json", FILE.as_bytes());
    }
}
