//! Work that takes a while: how far it is, and whether it is still wanted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A piece of work as the worker and the window see it; a clone is the same work.
#[derive(Debug, Clone, Default)]
pub struct Work {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    is_cancelled: AtomicBool,
    rows_done: AtomicUsize,
}

impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl Eq for Work {}

/// The work is no longer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

impl Work {
    /// Ends it at its next step.
    pub fn cancel(&self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// How many rows were read so far.
    pub fn rows_done(&self) -> usize {
        self.shared.rows_done.load(Ordering::Relaxed)
    }

    /// Asks whether it is still wanted, where no row is counted.
    ///
    /// # Errors
    /// The work was cancelled.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.shared.is_cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Counts a row; called for each, also for those that are no reply.
    ///
    /// # Errors
    /// The work was cancelled.
    pub fn step(&self) -> Result<(), Cancelled> {
        self.shared.rows_done.fetch_add(1, Ordering::Relaxed);
        self.check()
    }
}
