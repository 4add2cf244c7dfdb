//! Writes what the program knows better into the docs, between markers: the tables of keys, rules and fields, and the figures.
//! `cargo run --example docs`; `tests/docs/tables.rs` fails where it was forgotten. The tables of the speed are written by
//! `benches/speed.sh`.

#![expect(
    clippy::unwrap_used,
    reason = "the measuring is that of the tests, which stop at the first thing that is wrong"
)]

mod written;

use std::fs;

fn main() -> anyhow::Result<()> {
    let parts = written::parts();
    for page in written::pages()? {
        let text = fs::read_to_string(&page)?;
        let now = written::update(&text, &parts)?;
        if now != text {
            replace(&page, &now)?;
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a page of the repository, which git keeps")]
fn replace(page: &std::path::Path, text: &str) -> std::io::Result<()> {
    fs::write(page, text)
}
