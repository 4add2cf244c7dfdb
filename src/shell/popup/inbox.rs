//! Where every thread leaves actions for the window's thread, waking it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use eframe::UserEvent;
use egui::ViewportId;
use winit::event_loop::{EventLoop, EventLoopProxy};

use crate::app::popup::Action;

/// A handle; clones lead to the same queue.
#[derive(Clone)]
pub(super) struct Inbox {
    queue: Arc<Mutex<VecDeque<Action>>>,
    proxy: EventLoopProxy<UserEvent>,
}

impl Inbox {
    pub(super) fn new(event_loop: &EventLoop<UserEvent>) -> Self {
        Self { queue: Arc::default(), proxy: event_loop.create_proxy() }
    }

    /// Leaves an action and wakes the event loop.
    pub(super) fn send(&self, action: impl Into<Action>) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).push_back(action.into());
        // An event of eframe's own kind, which is what its loop takes; the number says that no frame is wanted.
        let wake = UserEvent::RequestRepaint {
            viewport_id: ViewportId::ROOT,
            when: Instant::now(),
            cumulative_pass_nr: u64::MAX - 1,
        };
        if self.proxy.send_event(wake).is_err() {
            tracing::debug!("the event loop has ended");
        }
    }

    /// The oldest action.
    pub(super) fn take(&self) -> Option<Action> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}
