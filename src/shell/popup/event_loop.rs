//! eframe inside an event loop of ours: no window until it is asked for, and showing a hidden one without waiting for
//! a frame.
//!
//! eframe alone would create its window at the start (a flash, and 30 MB), and it looks at a hidden window only every
//! 100 ms.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use eframe::{EframeWinitApplication, UserEvent};
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, StartCause, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop};
use winit::window::WindowId;

use super::core::Core;
use super::desktop_window::Visibility;
use super::window;
use crate::app::popup::Action;
use crate::shell::{RunError, require_display};

/// Between two tries to get the focus.
const FOCUS_RETRY_PAUSE: Duration = Duration::from_millis(5);

/// The event loop of the desktop.
///
/// # Errors
/// There is no desktop.
pub(super) fn build() -> Result<EventLoop<UserEvent>, RunError> {
    let mut builder = EventLoop::<UserEvent>::with_user_event();
    #[cfg(target_os = "linux")]
    {
        use winit::platform::x11::EventLoopBuilderExtX11 as _;
        // Wayland has neither hiding and showing nor placing a window; XWayland has.
        builder.with_x11();
    }
    require_display()?;
    builder.build().map_err(|error| RunError::NoDisplay(error.to_string()))
}

/// Runs until the user quits.
///
/// # Errors
/// The event loop broke.
pub(super) fn run(event_loop: EventLoop<UserEvent>, core: Rc<RefCell<Core>>) -> Result<(), RunError> {
    let creator_core = Rc::clone(&core);
    let creator: eframe::AppCreator<'_> = Box::new(move |context| {
        let popup = window::PopupWindow::new(context, creator_core)?;
        Ok(Box::new(popup))
    });
    let title = core.borrow().words.text("app-name").into_owned();
    let eframe = eframe::create_native("suda", window::options(&title), creator, &event_loop);
    let mut handler = Handler { core, eframe, is_created: false };
    event_loop.run_app(&mut handler).map_err(|error| RunError::Window(error.to_string()))
}

struct Handler<'a> {
    core: Rc<RefCell<Core>>,
    eframe: EframeWinitApplication<'a>,
    /// eframe has its window.
    is_created: bool,
}

impl Handler<'_> {
    /// Applies what came over the inbox, and creates the window or ends the loop where that was the outcome.
    fn drain(&mut self, event_loop: &ActiveEventLoop) {
        let (changed, wants_window) = {
            let mut core = self.core.borrow_mut();
            let changed = core.drain();
            if core.wants_exit {
                event_loop.exit();
            }
            (changed, core.window.take_wanted())
        };
        if wants_window && !self.is_created {
            self.is_created = true;
            self.eframe.resumed(event_loop);
        }
        self.report_visibility(event_loop);
        if changed && let Some(window) = self.core.borrow().window.window() {
            window.request_redraw();
        }
    }

    /// Reports to eframe that the window was hidden or shown: it relies on this event alone, and would go on to draw the
    /// blinking caret of a window that nobody sees.
    fn report_visibility(&mut self, event_loop: &ActiveEventLoop) {
        let unreported = self.core.borrow_mut().window.take_unreported();
        if let Some((window_id, visibility)) = unreported {
            let is_occluded = visibility == Visibility::Hidden;
            self.eframe.window_event(event_loop, window_id, WindowEvent::Occluded(is_occluded));
        }
    }

    /// Asks for the focus again while the window is shown without it.
    fn ask_for_focus(&self, event_loop: &ActiveEventLoop) {
        let mut core = self.core.borrow_mut();
        if !core.popup.window().is_shown() || !core.window.ask_for_focus() {
            return;
        }
        let soon = Instant::now() + FOCUS_RETRY_PAUSE;
        let is_sooner = match event_loop.control_flow() {
            ControlFlow::Poll => false,
            ControlFlow::Wait => true,
            ControlFlow::WaitUntil(at) => soon < at,
        };
        if is_sooner {
            event_loop.set_control_flow(ControlFlow::WaitUntil(soon));
        }
    }
}

impl ApplicationHandler<UserEvent> for Handler<'_> {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        self.core.borrow_mut().show_tray();
        self.drain(event_loop);
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: UserEvent) {
        self.drain(event_loop);
        if self.is_created {
            self.eframe.user_event(event_loop, event);
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, window_id: WindowId, event: WindowEvent) {
        if let WindowEvent::CloseRequested = event {
            // Closing the popup hides it, as Esc does; Ctrl+Q and `suda quit` end the program.
            let core = self.core.borrow();
            let is_bar = core.popup.bar().is_some();
            core.inbox.send(if is_bar { Action::EndSequence } else { Action::Hide });
            return;
        }
        if let WindowEvent::Focused(is_focused) = event {
            self.core.borrow_mut().apply(Action::WindowFocused(is_focused));
        }
        if self.is_created {
            self.eframe.window_event(event_loop, window_id, event);
        }
        self.drain(event_loop);
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        if self.is_created {
            self.eframe.new_events(event_loop, cause);
        } else {
            event_loop.set_control_flow(ControlFlow::Wait);
        }
    }

    fn device_event(&mut self, event_loop: &ActiveEventLoop, device_id: DeviceId, event: DeviceEvent) {
        if self.is_created {
            self.eframe.device_event(event_loop, device_id, event);
        }
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        if self.is_created {
            self.eframe.about_to_wait(event_loop);
        }
        self.ask_for_focus(event_loop);
    }

    fn suspended(&mut self, event_loop: &ActiveEventLoop) {
        if self.is_created {
            self.eframe.suspended(event_loop);
        }
    }

    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        // Before the window gives back its handle of the clipboard.
        self.core.borrow_mut().hold_clipboard();
        if self.is_created {
            self.eframe.exiting(event_loop);
        }
    }

    fn memory_warning(&mut self, event_loop: &ActiveEventLoop) {
        if self.is_created {
            self.eframe.memory_warning(event_loop);
        }
    }
}
