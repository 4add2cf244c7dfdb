//! Combos of Beeftext: a JSON list (version 10 and before) and its backups, `.btbackup`, which are the same.
//!
//! A keyword may be a path, `mc/account/refund`: its last step is the code, the steps before it are categories below the
//! group. Combos that are switched off, or are in a group that is, are rejected: Beeftext would not write them either.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::super::content::{Content, Entry, Loss, Reason, RowAt};
use super::super::gaps::beeftext;
use super::super::input::{Fit, Format, Input, Options, ReadError};
use super::super::work::Work;
use super::html::plain_text;
use super::json::{beginning, each_object, has_key, list, no_list, only_file, parse, text};
use super::source::{Rows, one_text};

/// See the module.
#[derive(Debug)]
pub(super) struct Beeftext;

impl Format for Beeftext {
    fn name(&self) -> &'static str {
        "beeftext"
    }

    fn fit(&self, input: &Input) -> Fit {
        let Some(text) = beginning(input) else { return Fit::No };
        let has_combos = has_key(&text, "combos");
        let has_snippets = has_key(&text, "snippet") && has_key(&text, "keyword");
        match (has_combos, has_snippets || has_key(&text, "fileFormatVersion")) {
            (true, true) => Fit::Certain,
            (true, false) => Fit::Likely,
            (false, _) => Fit::No,
        }
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let file = only_file(input)?;
        let parsed = parse(file, options)?;
        let Some(items) = list(&parsed.value, &["combos"]) else {
            return Err(no_list(&file.path, "combos"));
        };
        let mut rows = Rows::new(self.name(), &parsed.encoding, work);
        let combos = Combos::of(items, parsed.value.get("groups"));
        each_object(&mut rows, items, |rows, at, combo| combos.read(rows, at, combo))?;
        Ok(rows.finish())
    }
}

/// What has to be known of all combos to read one.
struct Combos {
    groups: BTreeMap<String, Group>,
    /// The last steps of keywords that several end with: they are no codes.
    shared_ends: BTreeSet<String>,
}

struct Group {
    name: String,
    is_enabled: bool,
}

impl Combos {
    fn of(items: &[Value], groups: Option<&Value>) -> Self {
        let groups = groups.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let group = |group: &Value| {
            let group = group.as_object()?;
            Some((text(group, "uuid"), Group { name: text(group, "name"), is_enabled: is_enabled(group) }))
        };
        let mut ends = BTreeSet::new();
        let keywords = items.iter().filter_map(Value::as_object).map(|combo| text(combo, "keyword"));
        let shared_ends = keywords
            .filter_map(|keyword| {
                let end = path(&keyword).pop()?;
                (!ends.insert(end.clone())).then_some(end)
            })
            .collect();
        Self { groups: groups.iter().filter_map(group).collect(), shared_ends }
    }

    /// The code of a keyword: its last step, or all of it where several end so.
    fn code(&self, keyword: &str) -> String {
        let end = path(keyword).pop().unwrap_or_default();
        if self.shared_ends.contains(&end) { keyword.trim().to_owned() } else { end }
    }

    fn read(&self, rows: &mut Rows<'_>, at: RowAt, combo: &Map<String, Value>) {
        let (keyword, snippet) = (text(combo, "keyword"), text(combo, "snippet"));
        let group = self.groups.get(&text(combo, "group"));
        if !is_enabled(combo) || group.is_some_and(|group| !group.is_enabled) {
            return rows.reject(&at, &snippet, Reason::SwitchedOff);
        }
        let is_html = combo.get("useHtml").or_else(|| combo.get("useRichText")) == Some(&Value::Bool(true));
        let snippet = if is_html {
            let plain = plain_text(&snippet);
            if plain.was_formatted {
                rows.lose(&at, Loss::Formatting, "");
            }
            for picture in &plain.pictures {
                rows.lose(&at, Loss::Picture, picture);
            }
            plain.text
        } else {
            snippet
        };
        let wording = rows.text(&at, beeftext(&snippet, &|keyword| self.code(keyword)));
        let mut steps = path(&keyword);
        steps.pop();
        let group = group.map(|group| group.name.trim().to_owned()).filter(|name| !name.is_empty());
        let uuid = text(combo, "uuid");
        rows.take(Entry {
            key: if uuid.is_empty() { keyword.clone() } else { uuid },
            title: text(combo, "name").trim().to_owned(),
            code: self.code(&keyword),
            category: group.into_iter().chain(steps).collect(),
            note: text(combo, "description"),
            wordings: one_text(wording),
            at,
            ..Entry::default()
        });
    }
}

/// What is not said to be switched off.
fn is_enabled(object: &Map<String, Value>) -> bool {
    object.get("enabled") != Some(&Value::Bool(false))
}

/// The steps of a keyword; signs at its beginning, which only keep it apart from words, are left out.
fn path(keyword: &str) -> Vec<String> {
    let steps =
        keyword.split('/').map(|step| step.trim().trim_start_matches([';', ':', ',', '#', '\\', '!']));
    steps.filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::hostile;
    use super::*;
    use crate::exchange::content::EntryMessage;

    const FILE: &str = r#"{
    "combos": [
        {"uuid": "{1}", "name": "", "keyword": "mc/account/refund", "snippet": "亲，#{input:订单编号}的退款#{dateTime:+3d:M月d日}前到",
         "description": "先核对", "enabled": true, "group": "{g1}", "matchingMode": 0, "caseSensitivity": 0},
        {"uuid": "{2}", "name": "道谢", "keyword": "thx", "snippet": "谢谢。#{combo:mc/account/refund}", "enabled": true, "group": "{g1}"},
        {"uuid": "{3}", "name": "停用", "keyword": "old", "snippet": "旧的", "enabled": false, "group": "{g1}"},
        {"uuid": "{4}", "name": "停用的组", "keyword": "old2", "snippet": "也是旧的", "group": "{g2}"},
        {"uuid": "{5}", "name": "富文本", "keyword": "a/hi", "snippet": "<p>您<b>好</b></p>", "useHtml": true},
        {"uuid": "{6}", "name": "另一个", "keyword": "b/hi", "snippet": "在的#{cursor}"},
        {"uuid": "{7}", "name": "空", "keyword": "none", "snippet": ""}
    ],
    "fileFormatVersion": 10,
    "groups": [
        {"uuid": "{g1}", "name": "售后", "description": "", "enabled": true},
        {"uuid": "{g2}", "name": "旧", "enabled": false}
    ]
}"#;

    fn read() -> Content {
        let input = Input::file("backup.btbackup", FILE.into());
        assert_eq!(Beeftext.fit(&input), Fit::Certain);
        Beeftext.read(&input, &Options::default(), &Work::default()).unwrap()
    }

    #[test]
    fn beeftext_json_and_backups_are_read() {
        let content = read();
        let seen: Vec<_> = content
            .entries
            .iter()
            .map(|entry| (entry.title.as_str(), entry.code.as_str(), entry.category.join("/")))
            .collect();
        let expected = [
            ("", "refund", "售后/mc/account"),
            ("道谢", "thx", "售后"),
            ("富文本", "a/hi", "a"),
            ("另一个", "b/hi", "b"),
        ]
        .map(|(title, code, category)| (title, code, category.to_owned()));
        assert_eq!(seen, expected);
        assert_eq!((content.entries[0].key.as_str(), content.entries[0].note.as_str()), ("{1}", "先核对"));
        let [EntryMessage::Text(text)] = content.entries[1].wordings[0].as_slice() else { panic!() };
        assert_eq!(text.source(), "谢谢。{片段:refund}");
    }

    #[test]
    fn beeftext_combos_that_are_off_or_empty_are_rejected_with_their_number() {
        let content = read();
        let rejected: Vec<_> = content.rejected.iter().map(|row| (row.at.row, row.reason)).collect();
        assert_eq!(rejected, [(3, Reason::SwitchedOff), (4, Reason::SwitchedOff), (7, Reason::NoText)]);
        let lost: Vec<_> = content.lost.iter().map(|lost| (lost.at.row, lost.what)).collect();
        assert_eq!(lost, [(5, Loss::Formatting), (6, Loss::Cursor)]);
    }

    #[test]
    fn no_bytes_panic() {
        hostile::check(&Beeftext, "a.json", FILE.as_bytes());
    }
}
