//! Beeftext's JSON, version 10: combos and groups. See <https://github.com/xmichelo/Beeftext/wiki/>.
//!
//! The ids are made from those of the replies, and no time is written but one that is always the same: a second export of the
//! same replies is the same file.

use serde::Serialize;

use super::foreign::{Dialect, Texts, Written};
use super::loss::{ExportLossKind, Losses};
use super::{ExportFile, ExportLoss, Selection, WriteError, WriteOptions, Writer};
use crate::model::Reply;
use crate::template::{CLIPBOARD, Clock, Format, Placeholder};

/// The file of combos.
#[derive(Debug)]
pub(super) struct Beeftext;

const VERSION: u32 = 10;

/// When combos and groups were made and changed.
const MADE: &str = "2026-01-01T00:00:00.000";

const DROPPED: [ExportLossKind; 7] = [
    ExportLossKind::Tags,
    ExportLossKind::Questions,
    ExportLossKind::Next,
    ExportLossKind::Scenarios,
    ExportLossKind::Conditions,
    ExportLossKind::Trades,
    ExportLossKind::Expires,
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(rename = "fileFormatVersion")]
    version: u32,
    combos: Vec<Combo>,
    groups: Vec<Group>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Combo {
    uuid: String,
    name: String,
    keyword: String,
    snippet: String,
    description: String,
    use_html: bool,
    matching_mode: u8,
    case_sensitivity: u8,
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    creation_date_time: &'static str,
    modification_date_time: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    uuid: String,
    name: String,
    description: String,
    enabled: bool,
    creation_date_time: &'static str,
    modification_date_time: &'static str,
}

impl Writer for Beeftext {
    fn name(&self) -> &'static str {
        "beeftext"
    }

    fn losses(&self, selection: &Selection, _options: &WriteOptions<'_>) -> Vec<ExportLoss> {
        file(selection).1
    }

    fn write(
        &self,
        selection: &Selection,
        _options: &WriteOptions<'_>,
    ) -> Result<Vec<ExportFile>, WriteError> {
        let json = serde_json::to_string_pretty(&file(selection).0);
        let json = json.map_err(|error| WriteError::TooMuch { detail: error.to_string() })?;
        Ok(vec![ExportFile::named(json + "\n")])
    }
}

fn file(selection: &Selection) -> (File, Vec<ExportLoss>) {
    let mut losses = Losses::default();
    let (mut combos, mut groups) = (Vec::new(), Vec::<Group>::new());
    for reply in &selection.replies {
        losses.add_dropped(reply, &DROPPED);
        if !reply.category.is_empty() && groups.iter().all(|group| group.name != reply.category) {
            groups.push(group(&reply.category));
        }
        combos.extend(of_reply(selection, reply, &mut losses));
    }
    (File { version: VERSION, combos, groups }, losses.list)
}

fn group(category: &str) -> Group {
    Group {
        uuid: uuid("group", category),
        name: category.to_owned(),
        description: String::new(),
        enabled: true,
        creation_date_time: MADE,
        modification_date_time: MADE,
    }
}

/// A combo for each wording that has a text. A keyword is one combo's alone: further ones have a number.
fn of_reply(selection: &Selection, reply: &Reply, losses: &mut Losses) -> Vec<Combo> {
    let mut texts = Texts { selection, reply, losses };
    let written = reply.wordings.iter().map(|wording| texts.joined(wording, &mut Variables { selection }));
    let written: Vec<String> = written.filter(|text| !text.trim().is_empty()).collect();
    if written.len() > 1 {
        losses.add(reply, ExportLossKind::Wordings, &written.len().to_string());
    }
    if reply.code.is_none() {
        losses.add(reply, ExportLossKind::Code, &reply.id);
    }
    let combo = |(nth, snippet): (usize, String)| {
        let number = if nth == 0 { String::new() } else { format!("-{}", nth + 1) };
        Combo {
            uuid: uuid("combo", &format!("{}{number}", reply.id)),
            name: if nth == 0 { reply.title.clone() } else { format!("{} ({})", reply.title, nth + 1) },
            keyword: keyword(reply) + &number,
            snippet,
            description: reply.note.clone().unwrap_or_default(),
            use_html: false,
            matching_mode: 0,
            case_sensitivity: 0,
            enabled: true,
            group: (!reply.category.is_empty()).then(|| uuid("group", &reply.category)),
            creation_date_time: MADE,
            modification_date_time: MADE,
        }
    };
    written.into_iter().enumerate().map(combo).collect()
}

/// Beeftext wants one for each combo.
fn keyword(reply: &Reply) -> String {
    reply.code.as_ref().unwrap_or(&reply.id).clone()
}

/// Beeftext's variables: `#{input:名}`, `#{dateTime:+7d:M月d日}`, `#{combo:keyword}`.
struct Variables<'a> {
    selection: &'a Selection,
}

impl Dialect for Variables<'_> {
    fn field(&mut self, field: &Placeholder) -> Option<Written> {
        if field.name == CLIPBOARD {
            return Some(Written { text: "#{clipboard}".to_owned(), is_whole: true });
        }
        let is_whole = field.choices.is_empty() && field.default.is_none() && field.day.is_none();
        // A brace would end it.
        let is_plain = !field.name.contains(['{', '}']);
        is_plain.then(|| Written { text: format!("#{{input:{}}}", field.name), is_whole })
    }

    fn clock(&mut self, clock: Clock, days: i16, format: Option<&Format>) -> Option<String> {
        let usual = match clock {
            Clock::Date => "M月d日",
            Clock::Time => "H:mm",
            Clock::WorkingDay | Clock::Greeting => return None,
        };
        // The letters are those of Qt, but for the days of the week.
        let format = format.map_or(usual, Format::source);
        let format = format.replace("EEEE", "dddd").replace('E', "ddd");
        let moved = if days == 0 { String::new() } else { format!("{days:+}d:") };
        Some(format!("#{{dateTime:{moved}{format}}}"))
    }

    fn snippet(&mut self, reply: &Reply) -> Option<String> {
        let is_written = self.selection.replies.iter().any(|chosen| chosen.id == reply.id);
        is_written.then(|| format!("#{{combo:{}}}", keyword(reply)))
    }
}

/// An id that is always the same for the same name, in the form of version 8 (RFC 9562: made in a way of one's own).
fn uuid(kind: &str, name: &str) -> String {
    const OFFSETS: [u64; 2] = [0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142];
    let [high, low] = OFFSETS.map(|offset| fnv(offset, [kind, "/", name].concat().as_bytes()));
    let high = high & !0xf000 | 0x8000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    format!(
        "{{{:08x}-{:04x}-{:04x}-{:04x}-{:012x}}}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// FNV-1a, with another start for each half.
fn fnv(offset: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(offset, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
