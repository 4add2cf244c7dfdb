//! Trains the classifiers anew: `cargo run --release --example train`. Run it after every change in `assets/learn`, of the
//! synonyms, or of the replies that come with the program; `docs/learning.md` says what then changes.

#![expect(clippy::disallowed_methods, reason = "files of the repository, which git keeps")]
#![expect(clippy::print_stdout, reason = "a tool in a terminal")]

use std::path::Path;

use suda::check::train_rules;
use suda::learn::train;
use suda::store::libraries;

fn main() -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/models");
    let models = [
        ("messages", train::messages()?),
        ("replies", train::replies(&libraries::starter())?),
        ("rules", train_rules(&libraries::starter())?),
    ];
    for (name, bytes) in models {
        let path = folder.join(name).with_extension("bin");
        std::fs::write(&path, &bytes)?;
        println!("{}: {} bytes", path.display(), bytes.len());
    }
    Ok(())
}
