//! Timing for the tables of the benches.

use std::hint::black_box;
use std::time::{Duration, Instant};

const RUNS: usize = 15;

/// The middle one of the times that something takes.
pub(crate) fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap_or_default()
}
