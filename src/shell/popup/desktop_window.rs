//! The popup's window as the desktop sees it: shown, hidden, or shown as the bar; where it was, and whether it is focused.
//!
//! Left out: when it is shown ([`crate::app::popup`]), creating and drawing it (`event_loop`, `window`).

use std::sync::Arc;

use winit::dpi::{LogicalSize, PhysicalPosition};
use winit::window::{Window, WindowId};

use crate::platform::focus;
use crate::ui::shared::theme::size;

/// How often the focus is asked for after the window was shown, until it comes: on X11 asking does nothing before the
/// window manager has mapped the window.
const FOCUS_TRIES: u32 = 20;

#[derive(Debug, Default)]
pub(super) struct DesktopWindow {
    /// The window, once it was created.
    window: Option<Arc<Window>>,
    /// The window is to be created.
    is_wanted: bool,
    shape: Shape,
    /// What eframe does not know yet: whether the window is shown now.
    unreported: Option<Visibility>,
    /// How often the focus may still be asked for.
    focus_tries: u32,
    /// Where the popup was when it was hidden; window managers place a window anew when it is mapped again.
    popup_place: Option<PhysicalPosition<i32>>,
    /// Where the bar was when it was hidden.
    bar_place: Option<PhysicalPosition<i32>>,
}

/// What the window is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shape {
    #[default]
    Popup,
    Bar,
}

/// Whether the window is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visibility {
    Shown,
    Hidden,
}

impl DesktopWindow {
    /// The window, once it was created.
    pub(super) fn window(&self) -> Option<&Arc<Window>> {
        self.window.as_ref()
    }

    pub(super) fn set_window(&mut self, window: Arc<Window>) {
        self.window = Some(window);
    }

    /// Whether the window is to be created; `true` once.
    pub(super) fn take_wanted(&mut self) -> bool {
        std::mem::take(&mut self.is_wanted)
    }

    /// Whether the window is shown now, where eframe does not know yet and there is a window.
    pub(super) fn take_unreported(&mut self) -> Option<(WindowId, Visibility)> {
        let visibility = self.unreported.take();
        self.window.as_ref().map(|window| window.id()).zip(visibility)
    }

    /// Asks for the focus where the window was shown and does not have it. True when it is to be asked for again.
    pub(super) fn ask_for_focus(&mut self) -> bool {
        let Some(window) = &self.window else { return false };
        if self.focus_tries == 0 {
            return false;
        }
        if window.has_focus() {
            self.focus_tries = 0;
            return false;
        }
        self.focus_tries -= 1;
        window.focus_window();
        true
    }

    /// Shows the popup, in its last place, and focuses it.
    pub(super) fn show(&mut self) {
        if self.shape == Shape::Bar {
            self.leave_bar();
        }
        self.focus_tries = FOCUS_TRIES;
        let Some(window) = self.window.clone() else {
            self.is_wanted = true;
            return;
        };
        if let Some(place) = self.popup_place {
            window.set_outer_position(place);
        }
        self.unreported = Some(Visibility::Shown);
        window.set_visible(true);
        window.focus_window();
        window.request_redraw();
    }

    /// Shows the same window as a bar at the lower edge of the screen. It was hidden before, so that the chat client is
    /// focused again.
    pub(super) fn show_bar(&mut self) {
        let Some(window) = self.window.clone() else { return };
        if self.shape == Shape::Popup {
            self.shape = Shape::Bar;
            resize(&window, size::BAR);
        }
        if let Some(place) = self.bar_place.or_else(|| first_bar_place(&window)) {
            window.set_outer_position(place);
        }
        self.unreported = Some(Visibility::Shown);
        warn_of_focus(focus::show_without_focus(&window));
        window.request_redraw();
    }

    /// Hides the bar, so that the window can be shown as the popup.
    fn leave_bar(&mut self) {
        self.hide();
        self.shape = Shape::Popup;
        if let Some(window) = &self.window {
            resize(window, size::WINDOW);
        }
    }

    /// Hides the window and remembers its place.
    pub(super) fn hide(&mut self) {
        self.focus_tries = 0;
        let Some(window) = &self.window else { return };
        let place = window.outer_position().ok();
        match self.shape {
            Shape::Bar => {
                self.bar_place = place;
                warn_of_focus(focus::hide(window));
            }
            Shape::Popup => {
                self.popup_place = place;
                window.set_visible(false);
            }
        }
        self.unreported = Some(Visibility::Hidden);
    }
}

/// Another size for the hidden window.
fn resize(window: &Window, [width, height]: [f32; 2]) {
    // Where the size cannot be changed at once, the window gets it later.
    let _now = window.request_inner_size(LogicalSize::new(width, height));
}

fn warn_of_focus(result: Result<(), String>) {
    if let Err(error) = result {
        tracing::warn!(error, "the bar may take the focus");
    }
}

/// In the middle of the lower edge, above a taskbar.
fn first_bar_place(window: &Window) -> Option<PhysicalPosition<i32>> {
    let monitor = window.current_monitor().or_else(|| window.primary_monitor())?;
    let scale = monitor.scale_factor();
    let bar = LogicalSize::<f32>::from(size::BAR).to_physical::<i32>(scale);
    let margin = LogicalSize::new(0.0_f32, size::BAR_MARGIN).to_physical::<i32>(scale).height;
    let (corner, screen) = (monitor.position(), monitor.size().cast::<i32>());
    let left = corner.x + (screen.width - bar.width) / 2;
    Some(PhysicalPosition::new(left, corner.y + screen.height - bar.height - margin))
}
