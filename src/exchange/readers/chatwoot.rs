//! Canned responses of Chatwoot, as its API gives them: a list of `{"id", "short_code", "content"}`, or one below `payload`.

use super::super::content::{Content, Entry};
use super::super::gaps::liquid;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::json::{beginning, has_key, read_objects, text};
use super::source::one_text;

/// See the module.
#[derive(Debug)]
pub(super) struct Chatwoot;

impl Format for Chatwoot {
    fn name(&self) -> &'static str {
        "chatwoot"
    }

    fn fit(&self, input: &Input) -> Fit {
        let is_named = |text: &String| has_key(text, "short_code") && has_key(text, "content");
        if beginning(input).as_ref().is_some_and(is_named) { Fit::Certain } else { Fit::No }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let lists = (&["payload", "data", "canned_responses"][..], "canned responses");
        read_objects(self.name(), (input, options, work), lists, |rows, at, response| {
            let wording = rows.text(&at, liquid(&text(response, "content")));
            let (id, code) = (text(response, "id"), text(response, "short_code"));
            rows.take(Entry {
                key: if id.is_empty() { code.clone() } else { id },
                code: code.trim_start_matches('/').to_owned(),
                wordings: one_text(wording),
                at,
                ..Entry::default()
            });
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::content::Reason;
    use super::super::hostile;
    use super::*;

    const FILE: &str = r#"{"payload": [
        {"id": 12, "account_id": 1, "short_code": "tuihuo", "content": "{{contact.name}}您好，退货地址稍后发您"},
        {"id": 13, "short_code": "empty", "content": null}
    ]}"#;

    #[test]
    fn chatwoot_lists_are_read_bare_and_below_payload() {
        let bare = FILE.trim_start_matches("{\"payload\":").trim_end_matches('}').to_owned();
        for file in [FILE, &bare] {
            let input = Input::file("canned_responses.json", file.into());
            assert_eq!(Chatwoot.fit(&input), Fit::Certain);
            let content = Chatwoot.read(&input, &Options::default(), &Work::default()).unwrap();
            let [entry] = content.entries.as_slice() else { panic!("{content:?}") };
            assert_eq!((entry.key.as_str(), entry.code.as_str()), ("12", "tuihuo"));
            assert_eq!(content.rejected[0].reason, Reason::NoText);
            assert_eq!(content.rejected[0].text, "empty");
        }
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&Chatwoot, "a.json", FILE.as_bytes());
    }
}
