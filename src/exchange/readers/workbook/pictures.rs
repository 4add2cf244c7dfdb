//! The pictures of an xlsx file: those that lie on a sheet belong to the row where they begin, those that WPS puts into a cell
//! are named by its formula, `DISPIMG("ID_…",1)`.

use std::collections::BTreeMap;

use super::package::{Package, Relation};
use super::xml::{Mistake, Node, Xml, attribute};
use crate::exchange::input::ReadError;

/// A picture that lies on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetPicture {
    /// Counted from 1.
    pub row: usize,
    /// Counted from 0.
    pub column: usize,
    /// The path of its part.
    pub path: String,
}

/// The pictures in cells, by the name that formulas have for them: the path of the part, and what it is called here.
#[derive(Debug, Default)]
pub(super) struct CellPictures(BTreeMap<String, (String, String)>);

impl CellPictures {
    /// The name of the picture that a formula or its value shows.
    pub(super) fn named_in(&self, formula: Option<&str>, value: Option<&str>) -> Option<&str> {
        let said = [formula, value].into_iter().flatten().find(|text| text.contains("DISPIMG("))?;
        let id = said.split('"').nth(1)?;
        self.0.get(id).map(|(_, name)| name.as_str())
    }

    /// Of each the path of the part and its name.
    pub(super) fn values(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.values()
    }
}

/// A picture as a drawing has it.
#[derive(Debug, Default)]
struct Drawn {
    row: usize,
    column: usize,
    name: String,
    relation: String,
}

/// In a workbook at most.
const MAX_PICTURES: usize = 10_000;

/// The pictures that lie on the sheet of a part.
pub(super) fn sheet_pictures(package: &mut Package<'_>, sheet: &str) -> Result<Vec<SheetPicture>, ReadError> {
    let drawings = package.relations(sheet)?.into_iter().filter(|relation| relation.kind == "drawing");
    let mut out = Vec::new();
    for drawing in drawings {
        let Some(text) = package.text(&drawing.target)? else { continue };
        let drawn = drawn(&text).map_err(|mistake| package.malformed(&drawing.target, &mistake))?;
        let targets = package.targets(&drawing.target)?;
        out.extend(drawn.into_iter().filter_map(|drawn| {
            let path = targets.get(&drawn.relation)?.clone();
            Some(SheetPicture { row: drawn.row + 1, column: drawn.column, path })
        }));
    }
    Ok(out)
}

/// The pictures that WPS keeps for cells.
pub(super) fn cell_pictures(
    package: &mut Package<'_>,
    relations: &[Relation],
) -> Result<CellPictures, ReadError> {
    let mut out = CellPictures::default();
    for relation in relations.iter().filter(|relation| relation.kind.eq_ignore_ascii_case("cellImage")) {
        let Some(text) = package.text(&relation.target)? else { continue };
        let drawn = drawn(&text).map_err(|mistake| package.malformed(&relation.target, &mistake))?;
        let targets = package.targets(&relation.target)?;
        for drawn in drawn {
            if let Some(path) = targets.get(&drawn.relation) {
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                out.0.insert(drawn.name, (path.clone(), name));
            }
        }
    }
    Ok(out)
}

fn drawn(text: &str) -> Result<Vec<Drawn>, Mistake> {
    let (mut xml, mut out) = (Xml::new(text), Vec::new());
    let (mut now, mut is_start, mut element_name) = (Drawn::default(), false, String::new());
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                element.local_name().as_ref().clone_into(&mut element_name);
                match element_name.as_str() {
                    "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" | "cellImage" => {
                        now = Drawn::default();
                    }
                    "from" => is_start = true,
                    "cNvPr" => now.name = attribute(&element, "name").unwrap_or_default(),
                    "blip" => now.relation = attribute(&element, "embed").unwrap_or_default(),
                    _ => {}
                }
            }
            Node::Text(text) if is_start => match element_name.as_str() {
                "row" => now.row = text.trim().parse().unwrap_or(0).min(1_048_575),
                "col" => now.column = text.trim().parse().unwrap_or(0).min(16_383),
                _ => {}
            },
            Node::End(name) => {
                element_name.clear();
                match name.as_str() {
                    "from" => is_start = false,
                    "pic" if !now.relation.is_empty() && out.len() < MAX_PICTURES => {
                        let (row, column) = (now.row, now.column);
                        out.push(std::mem::replace(&mut now, Drawn { row, column, ..Drawn::default() }));
                    }
                    _ => {}
                }
            }
            Node::Text(_) => {}
        }
    }
    Ok(out)
}
