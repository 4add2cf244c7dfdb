//! No bytes make a reader panic: the check that the tests of each reader call.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::super::input::{Format, Input, InputFile, Options};
use super::super::work::Work;

/// Reads random bytes, and `sample` with a few bytes changed, cut out or put in, as a file of this name.
pub(super) fn check(format: &dyn Format, name: &str, sample: &[u8]) {
    check_among(format, &Input::file(name, sample.to_vec()), 0);
}

/// The same with one file of a folder.
pub(super) fn check_among(format: &dyn Format, input: &Input, file_idx: usize) {
    let read = |bytes: Vec<u8>| {
        let mut input = input.clone();
        if let Some(InputFile { bytes: old, .. }) = input.files.get_mut(file_idx) {
            *old = bytes;
        }
        format.fit(&input);
        // Whether it can be read does not matter here.
        drop(format.read(&input, &Options::default(), &Work::default()));
    };
    let sample = input.files.get(file_idx).map(|file| file.bytes.clone()).unwrap_or_default();
    let random = proptest::collection::vec(any::<u8>(), 0..200);
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..4),
        "[\\[\\]{}():,\"'#&*!|>%@`~\n\t \\\\-]{1,4}".prop_map(String::into_bytes),
    ];
    let changes = proptest::collection::vec((any::<proptest::sample::Index>(), 0..20_usize, piece), 1..6);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(256) });
    let result = runner.run(&(random, changes), |(random, changes)| {
        read(random);
        let mut bytes = sample.clone();
        for (at, length, piece) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        read(bytes);
        Ok(())
    });
    result.unwrap();
}
