//! The parts of an xlsx file, and how they lead to one another.

use std::collections::BTreeMap;

use super::xml::{Mistake, Node, Xml, attribute, is_named};
use crate::exchange::archive::Archive;
use crate::exchange::input::{InputFile, ReadError};

/// An xlsx file, opened.
#[derive(Debug)]
pub(super) struct Package<'a> {
    archive: Archive<'a>,
    path: String,
}

/// Where a part leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    pub id: String,
    /// The last step of its type: `worksheet`, `image`.
    pub kind: String,
    /// The path of the other part.
    pub target: String,
}

impl<'a> Package<'a> {
    pub(super) fn open(file: &'a InputFile) -> Result<Self, ReadError> {
        Ok(Self { archive: Archive::open(file)?, path: file.path.clone() })
    }

    /// The path of the workbook's own part; `None` where the archive is no workbook.
    pub(super) fn workbook(&mut self) -> Result<Option<String>, ReadError> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        let path = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let is_workbook = path.contains("workbook") && !path.contains(".bin") && self.archive.has(&path);
        Ok(is_workbook.then_some(path))
    }

    /// The text of a part; `None` where there is none.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, ReadError> {
        let bytes = self.archive.read(path)?;
        let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| lossy(error.as_bytes()));
        Ok(bytes.map(text).map(|text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }

    /// The content of a part; `None` where there is none.
    pub(super) fn bytes(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.archive.read(path)
    }

    /// Where a part leads to; of the archive itself for the empty path.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let Some(text) = self.text(&path)? else { return Ok(Vec::new()) };
        relations(&text, folder).map_err(|mistake| self.malformed(&path, &mistake))
    }

    /// The targets of the relations of a part, by their ids.
    pub(super) fn targets(&mut self, part: &str) -> Result<BTreeMap<String, String>, ReadError> {
        Ok(self.relations(part)?.into_iter().map(|relation| (relation.id, relation.target)).collect())
    }

    /// The error of a part that cannot be read.
    pub(super) fn malformed(&self, part: &str, mistake: &str) -> ReadError {
        let detail = format!("{part}: {mistake}");
        ReadError::Malformed { path: self.path.clone(), line: None, column: None, detail }
    }

    /// The whole is larger than is read.
    pub(super) fn too_large(&self, what: &'static str) -> ReadError {
        ReadError::TooLarge { path: self.path.clone(), what }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn relations(text: &str, folder: &str) -> Result<Vec<Relation>, Mistake> {
    let (mut xml, mut out) = (Xml::new(text), Vec::new());
    while let Some(node) = xml.next()? {
        let Node::Start(element) = node else { continue };
        let is_outside = attribute(&element, "TargetMode").is_some_and(|mode| mode == "External");
        if !is_named(&element, "Relationship") || is_outside {
            continue;
        }
        let get = |name| attribute(&element, name).unwrap_or_default();
        let (id, kind, target) = (get("Id"), get("Type"), get("Target"));
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        out.push(Relation { id, kind, target: resolved(folder, &target) });
    }
    Ok(out)
}

/// The path that a target leads to from a folder: `xl/worksheets` and `../media/a.png` are `xl/media/a.png`.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}
