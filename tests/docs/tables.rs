//! What `cargo run --example docs` writes into the pages is as it writes it.

#[path = "../../examples/docs/written.rs"]
mod written;

use std::fs;

use suda::exchange;

#[test]
fn the_tables_and_figures_are_those_of_the_program() {
    let parts = written::parts();
    for page in written::pages().unwrap() {
        let stands = fs::read_to_string(&page).unwrap();
        let written = written::update(&stands, &parts).unwrap();
        let line = stands.lines().zip(written.lines()).find(|(stands, written)| stands != written);
        assert!(written == stands, "{}: {line:?}; run `cargo run --example docs`", page.display());
    }
}

#[test]
fn every_part_that_is_written_has_its_place() {
    let texts: Vec<String> =
        written::pages().unwrap().iter().map(|page| fs::read_to_string(page).unwrap()).collect();
    for part in written::parts() {
        let marker = format!("<!-- {} -->", part.name);
        assert!(texts.iter().any(|text| text.contains(&marker)), "{marker} is in no page");
    }
}

#[test]
fn a_marker_without_an_end_or_without_a_part_is_told_of() {
    let parts = [written::Part { name: "count:rules", text: "23".to_owned() }];
    let update = |page| written::update(page, &parts).map_err(|error| error.to_string());
    let marked = "共 <!-- count:rules -->7<!-- /count:rules --> 条";
    assert_eq!(update(marked).unwrap(), "共 <!-- count:rules -->23<!-- /count:rules --> 条");
    assert_eq!(update("<!-- count:rules -->7").unwrap_err(), "<!-- /count:rules --> is missing");
    let unknown = "nothing is written between <!-- count:rule --> and its end";
    assert_eq!(update("<!-- count:rule -->7<!-- /count:rule -->").unwrap_err(), unknown);
}

#[test]
fn the_page_of_formats_names_every_format_and_layout_in_both_languages() {
    let page = crate::read("docs/import.md");
    let (chinese, english) = page.split_once("\n## Import and export\n").unwrap();
    for part in [chinese, english] {
        let rows: Vec<&str> = part.lines().filter(|line| line.starts_with('|')).collect();
        let read = exchange::formats().map(exchange::Format::name);
        for name in read.chain(exchange::writers().map(exchange::Writer::name)) {
            let named = format!("`{name}`");
            let is_named = |row: &&str| row.split('|').nth(1).is_some_and(|cell| cell.contains(&named));
            assert!(rows.iter().any(is_named), "{name}");
        }
        for layout in exchange::Layout::ALL {
            assert!(part.contains(layout.name()), "{}", layout.name());
        }
    }
}
