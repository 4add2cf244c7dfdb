//! Workbooks of Excel since 2007 and of WPS: a zip archive of XML.
//!
//! They are read here and not by a library: those that were looked at hold a sheet as a full rectangle, so that one cell in
//! column XFD takes gigabytes, and reserve as many strings as a file says that it has.

use super::number::Epoch;
use super::package::Package;
use super::pictures::{cell_pictures, sheet_pictures};
use super::sheet::{Cells, SharedString, Strings};
use super::styles::styles;
use super::xml::{Mistake, Node, Xml, attribute, is_named};
use super::{Workbook, totals_are_within};
use crate::exchange::grid::Grid;
use crate::exchange::input::{InputFile, ReadError};
use crate::exchange::work::Work;

/// What is known of a sheet before it is read.
#[derive(Debug)]
struct SheetName {
    name: String,
    is_hidden: bool,
    relation: String,
}

/// Reads the sheets of a workbook.
pub(super) fn read(file: &InputFile, work: &Work) -> Result<Workbook, ReadError> {
    let mut package = Package::open(file)?;
    let Some(main) = package.workbook()? else {
        return Err(package.malformed("_rels/.rels", "there is no workbook in the archive"));
    };
    let text = package.text(&main)?.unwrap_or_default();
    let (names, epoch) = sheet_names(&text).map_err(|mistake| package.malformed(&main, &mistake))?;
    let relations = package.relations(&main)?;
    let target =
        |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|found| &found.target);
    let formats = match target("styles") {
        Some(path) => styles(&package.text(path)?.unwrap_or_default())
            .map_err(|mistake| package.malformed(path, &mistake))?,
        None => Vec::new(),
    };
    let strings = match target("sharedStrings") {
        Some(path) => shared_strings(&mut package, path)?,
        None => Strings::default(),
    };
    let cell_pictures = cell_pictures(&mut package, &relations)?;
    let mut workbook = Workbook::default();
    for name in names {
        let part =
            relations.iter().find(|relation| relation.id == name.relation && relation.kind == "worksheet");
        let Some(part) = part else { continue };
        work.check()?;
        let mut grid = Grid::new(&name.name);
        grid.is_hidden = name.is_hidden;
        let Some(text) = package.text(&part.target)? else { continue };
        let cells = Cells { strings: &strings, formats: &formats, epoch, pictures: &cell_pictures };
        cells
            .read(&text, &mut grid, work)
            .map_err(|failed| failed.in_part(&package, &file.path, &part.target))?;
        drop(text);
        let pictures = sheet_pictures(&mut package, &part.target)?;
        workbook.place(&mut grid, pictures, &mut package)?;
        workbook.grids.push(grid);
        totals_are_within(&workbook.grids).map_err(|what| package.too_large(what))?;
    }
    for (path, name) in cell_pictures.values() {
        if let Some(bytes) = package.bytes(path)? {
            workbook.keep(name, bytes);
        }
    }
    Ok(workbook)
}

fn sheet_names(text: &str) -> Result<(Vec<SheetName>, Epoch), Mistake> {
    let (mut xml, mut names, mut epoch) = (Xml::new(text), Vec::new(), Epoch::Of1900);
    while let Some(node) = xml.next()? {
        let Node::Start(element) = node else { continue };
        let get = |name| attribute(&element, name).unwrap_or_default();
        if is_named(&element, "sheet") {
            let is_hidden = matches!(get("state").as_str(), "hidden" | "veryHidden");
            names.push(SheetName { name: get("name"), is_hidden, relation: get("id") });
        } else if is_named(&element, "workbookPr") && matches!(get("date1904").as_str(), "1" | "true") {
            epoch = Epoch::Of1904;
        }
    }
    Ok((names, epoch))
}

/// At most: a workbook of a million rows has no more different ones.
const MAX_STRINGS: usize = 2_000_000;

fn shared_strings(package: &mut Package<'_>, path: &str) -> Result<Strings, ReadError> {
    let text = package.text(path)?.unwrap_or_default();
    let mut xml = Xml::new(&text);
    let mut strings = Strings::default();
    loop {
        match xml.next().map_err(|mistake| package.malformed(path, &mistake))? {
            Some(Node::Start(element)) if is_named(&element, "si") => {
                let string =
                    shared_string(&mut xml, "si").map_err(|mistake| package.malformed(path, &mistake))?;
                strings.push(string);
                if strings.len() > MAX_STRINGS {
                    return Err(package.too_large("strings"));
                }
            }
            Some(_) => {}
            None => return Ok(strings),
        }
    }
}

/// The text of an element that holds one with runs, up to its end. How Chinese is to be pronounced is no part of it.
pub(super) fn shared_string(xml: &mut Xml<'_>, end: &str) -> Result<SharedString, Mistake> {
    let (mut text, mut is_formatted, mut is_text, mut is_spoken) = (String::new(), false, false, false);
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => match element.local_name().as_ref() {
                "t" => is_text = true,
                "rPh" => is_spoken = true,
                "b" | "i" | "u" | "strike" => is_formatted = true,
                "color" => is_formatted |= attribute(&element, "rgb").is_some_and(|rgb| rgb != "FF000000"),
                _ => {}
            },
            Node::End(name) => match name.as_str() {
                "t" => is_text = false,
                "rPh" => is_spoken = false,
                name if name == end => break,
                _ => {}
            },
            Node::Text(part) if is_text && !is_spoken => text.push_str(&part),
            Node::Text(_) => {}
        }
    }
    Ok(SharedString { text, is_formatted })
}
