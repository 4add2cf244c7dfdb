//! Threads with names, and how long the end of the program waits for them.

use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The program ends after this, whatever a thread still waits for.
pub(in crate::shell) const LONGEST_FINISH: Duration = Duration::from_secs(2);

/// Waits for threads to end, at the longest until then.
pub(in crate::shell) fn join_until(threads: &[JoinHandle<()>], end: Instant) {
    while threads.iter().any(|thread| !thread.is_finished()) && Instant::now() < end {
        thread::sleep(Duration::from_millis(2));
    }
}

/// Starts a named thread; the program goes on without it where that fails.
pub(in crate::shell) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.inspect_err(|error| tracing::error!(%error, name, "a thread cannot be started")).ok()
}
