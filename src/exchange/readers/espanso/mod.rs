//! Matches of espanso: one file, a package (`package.yml` with `_manifest.yml`), or a whole folder with `match/**/*.yml`.
//!
//! Source: <https://espanso.org/docs/matches/basics/>. How a trigger is typed (`word`, `propagate_case` and their like) is no
//! property of a reply and is not named. Shell commands and scripts are never run.

mod expand;
mod yaml;

use std::collections::BTreeSet;

use self::expand::{Form, Scope, code};
use self::yaml::{Node, parse};
use super::super::content::{Content, Entry, EntryMessage, Loss, Reason, RowAt};
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;
use super::html::plain_text;
use super::source::{Rows, one_text, opening, steps, text_of};

/// See the module.
#[derive(Debug)]
pub(super) struct Espanso;

const MANIFEST: &str = "_manifest.yml";
/// The name of the file that espanso makes itself.
const BASE: &str = "base";

impl Format for Espanso {
    fn name(&self) -> &'static str {
        "espanso"
    }

    fn fit(&self, input: &Input) -> Fit {
        let is_alone = input.files.len() == 1;
        let files = input.files.iter().filter(|file| is_alone || is_match_file(file));
        let fits = files.map(|file| {
            let text = opening(&file.bytes);
            let has_line = |start: &str| text.lines().any(|line| line.starts_with(start));
            let names_triggers = ["trigger:", "triggers:", "regex:"].iter().any(|key| text.contains(key));
            match (has_line("matches:"), names_triggers) {
                (true, true) => Fit::Certain,
                (true, false) => Fit::Likely,
                (false, _) => Fit::No,
            }
        });
        fits.max().unwrap_or(Fit::No)
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let is_alone = input.files.len() == 1;
        let files: Vec<_> = input.files.iter().filter(|file| is_alone || is_match_file(file)).collect();
        let texts = files.iter().map(|file| text_of(file, options)).collect::<Result<Vec<_>, _>>()?;
        let encoding = texts.first().map_or("utf-8", |text| text.encoding.as_str());
        let mut rows = Rows::new(self.name(), encoding, work);
        let mut parsed = Vec::new();
        let mut first_error = None;
        for (file, text) in files.iter().zip(&texts) {
            let sheet = if is_alone { String::new() } else { file.path.clone() };
            match parse(&file.path, text.text.trim_start_matches('\u{feff}')) {
                Ok(root) => parsed.push(MatchFile { file, sheet, category: category(input, file), root }),
                Err(error) => {
                    if let ReadError::Malformed { line, detail, .. } = &error {
                        rows.sheet(&sheet, 0);
                        rows.reject(&RowAt { sheet, row: line.unwrap_or(1) }, detail, Reason::Malformed);
                    }
                    first_error.get_or_insert(error);
                }
            }
        }
        if let Some(error) = first_error.filter(|_| parsed.is_empty()) {
            return Err(error);
        }
        let mut global = Scope::default();
        for list in parsed.iter().flat_map(|file| file.root.all("global_vars")) {
            global.add(list);
        }
        for file in &parsed {
            file.read(&mut rows, input, &global)?;
        }
        Ok(rows.finish())
    }
}

/// YAML that may hold matches: no manifest and no settings of the program.
fn is_match_file(file: &InputFile) -> bool {
    let is_yaml = file.has_extension("yml") || file.has_extension("yaml");
    let is_setting = file.path.starts_with("config/") || file.path.contains("/config/");
    is_yaml && file.file_name() != MANIFEST && !is_setting
}

/// The title of the package that a file is of, or the folders below `match` and its own name.
fn category(input: &Input, file: &InputFile) -> Vec<String> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    if name == "package.yml" {
        let path = if folder.is_empty() { MANIFEST.to_owned() } else { format!("{folder}/{MANIFEST}") };
        let manifest = input.files.iter().find(|file| file.path == path);
        let text = manifest.map(|file| opening(&file.bytes)).unwrap_or_default();
        let root = parse(&path, &text).ok();
        let said = |key: &str| root.as_ref().map(|root| root.text_of(key).trim().to_owned());
        let folder = folder.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned);
        let names =
            [said("title"), said("name"), folder, (input.files.len() > 1).then(|| input.name.clone())];
        return names.into_iter().flatten().find(|name| !name.is_empty()).into_iter().collect();
    }
    let below =
        file.path.strip_prefix("match/").or_else(|| file.path.split_once("/match/").map(|(_, below)| below));
    let mut steps = steps(below.unwrap_or(&file.path));
    steps.retain(|step| step != BASE);
    steps
}

/// A file, parsed.
struct MatchFile<'a> {
    file: &'a InputFile,
    sheet: String,
    category: Vec<String>,
    root: Node<'a>,
}

impl MatchFile<'_> {
    fn read(&self, rows: &mut Rows<'_>, input: &Input, global: &Scope<'_>) -> Result<(), ReadError> {
        let matches = || self.root.all("matches").flat_map(Node::items);
        rows.sheet(&self.sheet, matches().count());
        for import in self.root.all("imports").flat_map(Node::items) {
            let path = import.text().unwrap_or_default();
            if !self.imports(input, path) {
                rows.lose(&self.at(import), Loss::Property, &format!("imports: {path}"));
            }
        }
        let mut own = Scope::default();
        self.root.all("global_vars").for_each(|list| own.add(list));
        let own = own.above(global);
        for item in matches() {
            rows.step()?;
            self.read_match(rows, input, item, &own);
        }
        Ok(())
    }

    fn at(&self, node: &Node<'_>) -> RowAt {
        RowAt { sheet: self.sheet.clone(), row: node.line }
    }

    /// Whether an import is a file that was brought as well.
    fn imports(&self, input: &Input, path: &str) -> bool {
        beside(self.file, path).is_some_and(|path| input.files.iter().any(|file| file.path == path))
    }

    fn read_match(&self, rows: &mut Rows<'_>, input: &Input, item: &Node<'_>, outer: &Scope<'_>) {
        let at = self.at(item);
        let regex = item.text_of("regex");
        let triggers: Vec<String> =
            item.all("trigger").chain(item.all("triggers")).flat_map(Node::texts).collect();
        let wordings = self.wordings(rows, &at, input, item, outer);
        let Some(wordings) = wordings else {
            let said = triggers.first().map_or(regex, String::as_str);
            return rows.reject(&at, said, if said.is_empty() { Reason::Malformed } else { Reason::NoText });
        };
        if !regex.is_empty() {
            rows.lose(&at, Loss::Expression, regex);
        }
        let terms = item.get("search_terms").map(Node::texts).unwrap_or_default();
        let mut codes = triggers.iter().map(|trigger| code(trigger));
        let first = codes.next().unwrap_or_default();
        let mut seen = BTreeSet::from([first.clone()]);
        let others: Vec<String> = codes.filter(|code| seen.insert(code.clone())).collect();
        rows.take(Entry {
            key: triggers.first().map_or(regex, String::as_str).to_owned(),
            title: item.text_of("label").trim().to_owned(),
            code: first,
            category: self.category.clone(),
            tags: others.into_iter().chain(terms).collect(),
            wordings,
            at,
            ..Entry::default()
        });
    }

    /// `None` where a match writes nothing.
    fn wordings(
        &self,
        rows: &mut Rows<'_>,
        at: &RowAt,
        input: &Input,
        item: &Node<'_>,
        outer: &Scope<'_>,
    ) -> Option<Vec<Vec<EntryMessage>>> {
        let mut scope = Scope::default();
        item.all("vars").for_each(|list| scope.add(list));
        let scope = scope.above(outer);
        let fields = Form { fields: item.get("form_fields") };
        let (written, form) = if let Some(form) = item.get("form") {
            (form.text()?.to_owned(), Some(fields))
        } else if let Some(html) = item.get("html") {
            let plain = plain_text(html.text()?);
            rows.lose(at, Loss::Formatting, "html");
            (plain.text, None)
        } else if let Some(markdown) = item.get("markdown") {
            rows.lose(at, Loss::Formatting, "markdown");
            (markdown.text()?.replace("**", "").replace("__", ""), None)
        } else if let Some(replace) = item.get("replace") {
            (replace.text()?.to_owned(), None)
        } else {
            let path = item.get("image_path")?.text()?;
            let picture = self.picture(input, path);
            let Some(picture) = picture else {
                rows.lose(at, Loss::Picture, path);
                return None;
            };
            rows.picture_as(picture, &picture.path);
            return Some(vec![vec![EntryMessage::Picture(picture.path.clone())]]);
        };
        let reading = scope.read(written.trim_end_matches('\n'), form);
        Some(one_text(rows.text(at, reading)))
    }

    /// The file of a path, which may begin with the folder of the settings: `$CONFIG/images/a.png`.
    fn picture<'i>(&self, input: &'i Input, path: &str) -> Option<&'i InputFile> {
        let path = path.replace('\\', "/");
        let inner = path.strip_prefix("$CONFIG/").or_else(|| path.strip_prefix("%CONFIG%/"));
        let inner = inner.map_or_else(|| beside(self.file, &path), |inner| Some(inner.to_owned()))?;
        let below = format!("/{inner}");
        let mut files = input.files.iter();
        files.find(|file| file.path == inner || inner.contains('.') && file.path.ends_with(&below))
    }
}

/// A path relative to the folder of a file, as a path of the input; `None` where it leaves the input.
fn beside(file: &InputFile, path: &str) -> Option<String> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests;
