//! Replays the inputs of `fuzz/seeds/` on every fuzz target, so that none of them rots and what one has found stays mended.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[path = "../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a package of its own, and a place that is not there is a finding"
)]
mod targets;

#[test]
fn every_seed_holds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut fallen = Vec::new();
    for (name, holds) in targets::TARGETS {
        let paths: Vec<_> =
            fs::read_dir(seeds.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!paths.is_empty(), "{name} has no seed");
        for path in paths {
            let bytes = fs::read(&path).unwrap();
            if catch_unwind(|| holds(&bytes)).is_err() {
                fallen.push(path);
            }
        }
    }
    assert!(fallen.is_empty(), "{fallen:?}");
}

#[test]
fn every_fuzz_target_is_replayed() {
    let programs = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets")).unwrap();
    let mut programs: Vec<_> =
        programs.map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned()).collect();
    programs.sort();
    let mut names = targets::TARGETS.map(|(name, _)| name);
    names.sort_unstable();
    assert_eq!(programs, names);
}
