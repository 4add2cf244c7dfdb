//! The threads that run as long as the popup's program, and the channels through which they are given their work.

use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::Instant;

use super::inbox::Inbox;
use super::workers::{self, Copy, LibraryChange, Record, ShopValues};
use crate::cli::Start;
use crate::shell::env_at;
use crate::shell::shared::threads::{LONGEST_FINISH, join_until};
use crate::store::watch::Watch;

/// Dropping a sender ends its thread, once the work before is done.
pub(super) struct Channels {
    clipboard: Sender<Copy>,
    history: Sender<Record>,
    library: Sender<LibraryChange>,
    shops: Sender<ShopValues>,
    /// The files of the library are watched as long as it is there.
    watch: Option<Watch>,
    threads: Vec<JoinHandle<()>>,
}

impl Channels {
    /// Starts the threads; what they find out and finish goes into the inbox.
    pub(super) fn start(start: &Start, inbox: &Inbox) -> Self {
        let (clipboard, copying) = workers::clipboard(inbox.clone());
        let now = env_at(start.fixed_now.as_ref()).now.timestamp().as_second();
        let (history, learning) = workers::history(start.paths.clone(), now, inbox.clone());
        let (library, watch, loading) = workers::library(start, inbox.clone());
        let (shops, saving) = workers::shops(start.paths.shops(), inbox.clone());
        let threads = [copying, learning, loading, saving].into_iter().flatten().collect();
        Self { clipboard, history, library, shops, watch, threads }
    }

    pub(super) fn copy(&self, copy: Copy) {
        send(&self.clipboard, copy);
    }

    pub(super) fn record(&self, record: Record) {
        send(&self.history, record);
    }

    pub(super) fn change_library(&self, change: LibraryChange) {
        send(&self.library, change);
    }

    pub(super) fn save_shop(&self, values: ShopValues) {
        send(&self.shops, values);
    }

    /// Lets the threads finish what they were given, as long as the program may take to end: the history is written, the last
    /// text copied.
    pub(super) fn finish(self) {
        let Self { clipboard, history, library, shops, watch, threads } = self;
        drop((clipboard, history, library, shops, watch));
        join_until(&threads, Instant::now() + LONGEST_FINISH);
    }
}

fn send<T>(worker: &Sender<T>, work: T) {
    if worker.send(work).is_err() {
        tracing::error!("a worker thread has ended");
    }
}
