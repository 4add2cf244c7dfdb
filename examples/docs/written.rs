//! The parts of the docs that the program knows better, and where they stand: in any page, any number of times, between
//! `<!-- name -->` and `<!-- /name -->`. So a part can be moved to another page with its markers, and nothing here changes.

#[path = "../../tests/check/measure.rs"]
mod check;
#[path = "../../tests/quality/measure.rs"]
#[expect(dead_code, reason = "the docs give the shares alone; the test names what was missed, too")]
mod quality;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, bail};
use suda::app::editor::EditorCommand;
use suda::app::popup::Command;
use suda::check::Checker;
use suda::diag::Rule;
use suda::lang::Words;
use suda::model::{FieldDecl, FieldKind, Language, Layer, Library, Settings};
use suda::store::{libraries, ron_file};

/// The tables of the speed: `benches/speed.sh` writes them.
const WRITTEN_ELSEWHERE: [&str; 1] = ["bench:search"];

/// What stands between two markers.
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) text: String,
}

/// The pages that may have parts: the Markdown files of the root and of `docs/`.
pub(super) fn pages() -> io::Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    for folder in [root.to_owned(), root.join("docs")].into_iter().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder)? {
            pages.push(entry?.path());
        }
    }
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    Ok(pages)
}

/// Every part, as it is now.
pub(super) fn parts() -> Vec<Part> {
    let (chinese, english) = (Words::new(Language::Chinese), Words::new(Language::English));
    let mut parts = vec![
        Part { name: "keys:zh", text: key_table("按键", "作用", &popup_keys(&chinese)) },
        Part { name: "keys:en", text: key_table("Keys", "What they do", &popup_keys(&english)) },
        Part { name: "editor-keys:zh", text: key_table("按键", "作用", &editor_keys(&chinese)) },
        Part { name: "editor-keys:en", text: key_table("Keys", "What they do", &editor_keys(&english)) },
    ];
    parts.push(Part { name: "rules:zh", text: rule_table(&chinese) });
    parts.push(Part { name: "fields:zh", text: field_table(&chinese) });
    parts.extend(counts());
    parts.extend(check_figures());
    parts.extend(search_figures());
    parts
}

/// A page with every part as it is now.
///
/// # Errors
/// A marker that no part has, or one without its end.
pub(super) fn update(page: &str, parts: &[Part]) -> anyhow::Result<String> {
    let (mut out, mut rest) = (String::new(), page);
    while let Some((before, behind)) = rest.split_once("<!-- ") {
        let (name, behind) = behind.split_once(" -->").context("a comment does not end")?;
        out.extend([before, "<!-- ", name, " -->"]);
        rest = behind;
        if let Some(part) = parts.iter().find(|part| part.name == name) {
            let end = format!("<!-- /{name} -->");
            let (_, behind) = behind.split_once(&end).with_context(|| format!("{end} is missing"))?;
            out.extend([&part.text, &end].map(String::as_str));
            rest = behind;
        } else if !WRITTEN_ELSEWHERE.contains(&name.trim_start_matches('/')) {
            bail!("nothing is written between <!-- {name} --> and its end");
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Keys and what they do, in the order of the help page.
fn popup_keys(words: &Words) -> Vec<(String, String)> {
    let hotkey = (Settings::default().hotkey, words.text("help-hotkey").into_owned());
    let commands = Command::ALL.iter().map(|command| (command.keys(), command.word()));
    let said = |(keys, word): (&str, &str)| (keys.to_owned(), words.text(word).into_owned());
    std::iter::once(hotkey).chain(commands.map(said)).collect()
}

fn editor_keys(words: &Words) -> Vec<(String, String)> {
    let said = |command: &EditorCommand| (command.keys().to_owned(), words.text(command.word()).into_owned());
    EditorCommand::ALL.iter().map(said).collect()
}

fn key_table(keys: &str, meaning: &str, rows: &[(String, String)]) -> String {
    let rows = rows.iter().map(|(keys, meaning)| format!("| {keys} | {meaning} |\n"));
    format!("\n| {keys} | {meaning} |\n|---|---|\n{}", rows.collect::<String>())
}

/// The rules that a text is checked against, by the ids that files name them by.
fn rule_table(words: &Words) -> String {
    let row = |rule: &Rule| {
        format!("| `{}` | {} | {} |\n", rule.id, words.said(&rule.why), words.rule_weight(rule))
    };
    let rows: String = Checker::built_in().rules().map(row).collect();
    format!("\n| id | 说的是 | 照常 |\n|---|---|---|\n{rows}")
}

/// The fields that every library knows, and what says most about each.
fn field_table(words: &Words) -> String {
    let row = |field: &FieldDecl| {
        let of_code = |kind: &str, code: &str| words.text(&format!("{kind}-{code}")).into_owned();
        let (kind, scope) = (of_code("kind", field.kind.code()), of_code("scope", field.scope.code()));
        let choices = field.choices.join(&words.text("list-comma"));
        let table = if let FieldKind::LookUp { table, .. } = &field.kind { table } else { "" };
        let said = [
            ("默认 ", field.default.as_deref().unwrap_or_default()),
            ("可选 ", &choices),
            ("单位 ", field.unit.as_deref().unwrap_or_default()),
            ("查", table),
        ];
        let said = said.iter().filter(|(_, what)| !what.is_empty());
        let mut said: Vec<String> = said.map(|(about, what)| format!("{about}{what}")).collect();
        if let (true, Some(example)) = (said.is_empty(), &field.example) {
            said.push(format!("例如 {example}"));
        }
        format!("| {} | {kind} | {scope} | {} |\n", field.name, said.join("；"))
    };
    let rows: String = ron_file::built_in().fields.iter().map(row).collect();
    format!("\n| 名字 | 类型 | 管多久 | |\n|---|---|---|---|\n{rows}")
}

/// How much of what comes with the program.
fn counts() -> [Part; 3] {
    let library = Library::new(vec![(Layer::Starter, libraries::starter())]);
    let replies: Vec<_> = library.replies().map(|(_, reply)| reply).collect();
    let scenarios: BTreeSet<&String> = replies.iter().flat_map(|reply| &reply.scenarios).collect();
    [
        Part { name: "count:replies", text: replies.len().to_string() },
        Part { name: "count:scenarios", text: scenarios.len().to_string() },
        Part { name: "count:rules", text: Checker::built_in().rules().count().to_string() },
    ]
}

/// How well the rules tell what breaks them, by sentences that their writer has not seen.
fn check_figures() -> [Part; 3] {
    let (tallies, _) = check::measure(check::UNSEEN);
    let all = check::Tally::sum(tallies.values());
    [
        Part { name: "check:sentences", text: all.sentences().to_string() },
        Part { name: "check:precision", text: format!("{:.2}", all.precision()) },
        Part { name: "check:recall", text: format!("{:.2}", all.recall()) },
    ]
}

/// How often the right reply is on top, by questions that the search was not tuned with.
fn search_figures() -> [Part; 5] {
    let questions = [quality::BLIND, quality::FRESH].map(quality::questions).concat();
    let (alone, crowded) = (quality::alone(), quality::among_others());
    let (alone, crowded) = (quality::measure(&alone, &questions), quality::measure(&crowded, &questions));
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    [
        Part { name: "search:questions", text: questions.len().to_string() },
        Part { name: "search:first", text: percent(alone.top1) },
        Part { name: "search:first-three", text: percent(alone.top3) },
        Part { name: "search:first-among-others", text: percent(crowded.top1) },
        Part { name: "search:first-three-among-others", text: percent(crowded.top3) },
    ]
}
