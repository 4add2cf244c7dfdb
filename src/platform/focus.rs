//! A window that is shown without taking the focus from the program that has it: the bar, beside the popup that does.
//!
//! | system | how | proved |
//! |---|---|---|
//! | X11 | the input hint of ICCCM 4.1.7 is off (such a window is never given the focus, not even by a click), and the user time of EWMH is 0 (it is not focused when it is mapped) | openbox, `tests/desktop` |
//! | Windows | `WS_EX_NOACTIVATE`, shown with `SW_SHOWNOACTIVATE`, and `WM_MOUSEACTIVATE` answered with `MA_NOACTIVATE` | in Wine 8, by hand |
//! | macOS | nothing: the window is shown as any other | no |

use winit::window::Window;

/// Shows a hidden window; the focus stays where it is, also when the window is clicked.
///
/// # Errors
/// The system's words; the window is shown all the same, and may take the focus.
pub fn show_without_focus(window: &Window) -> Result<(), String> {
    system::show_without_focus(window)
}

/// Hides it again, so that it can be shown as a window that takes the focus.
///
/// # Errors
/// The system's words; the window is hidden all the same.
pub fn hide(window: &Window) -> Result<(), String> {
    system::hide(window)
}

#[cfg(target_os = "linux")]
mod system {
    use std::error::Error;

    use winit::window::Window;
    use x11rb::connection::Connection as _;
    use x11rb::properties::WmHints;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, PropMode};
    use x11rb::wrapper::ConnectionExt as _;

    pub(super) fn show_without_focus(window: &Window) -> Result<(), String> {
        let hinted = set_takes_focus(window, false);
        window.set_visible(true);
        hinted.map_err(|error| error.to_string())
    }

    pub(super) fn hide(window: &Window) -> Result<(), String> {
        window.set_visible(false);
        set_takes_focus(window, true).map_err(|error| error.to_string())
    }

    /// The window manager looks at the hints when the window is mapped.
    fn set_takes_focus(window: &Window, takes_focus: bool) -> Result<(), Box<dyn Error>> {
        let window = u32::try_from(u64::from(window.id()))?;
        let (connection, _) = x11rb::connect(None)?;
        let known = WmHints::get(&connection, window)?.reply()?;
        let hints = WmHints { input: Some(takes_focus), ..known.unwrap_or_default() };
        hints.set(&connection, window)?.check()?;
        let user_time = connection.intern_atom(false, b"_NET_WM_USER_TIME")?.reply()?.atom;
        if takes_focus {
            connection.delete_property(window, user_time)?.check()?;
        } else {
            connection
                .change_property32(PropMode::REPLACE, window, user_time, AtomEnum::CARDINAL, &[0])?
                .check()?;
        }
        connection.flush()?;
        Ok(())
    }
}

#[cfg(target_os = "windows")]
#[expect(unsafe_code, reason = "plain calls of the system, with the handle of a window that lives")]
mod system {
    use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
    use windows_sys::Win32::UI::Shell::{DefSubclassProc, RemoveWindowSubclass, SetWindowSubclass};
    use windows_sys::Win32::UI::WindowsAndMessaging::{
        GWL_EXSTYLE, GetWindowLongPtrW, MA_NOACTIVATE, SW_HIDE, SW_SHOWNOACTIVATE, SetWindowLongPtrW,
        ShowWindow, WM_MOUSEACTIVATE, WS_EX_NOACTIVATE,
    };
    use winit::raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    use winit::window::Window;

    /// Tells our handling of a window's messages from that of others.
    const SUBCLASS: usize = 1;

    /// winit goes on to believe that the window is hidden: its own way to show a window activates it. When it shows the window
    /// next, it gives it its own styles again.
    pub(super) fn show_without_focus(window: &Window) -> Result<(), String> {
        let hwnd = hwnd(window)?;
        let no_activate = isize::try_from(WS_EX_NOACTIVATE).map_err(|error| error.to_string())?;
        // SAFETY: `window` is borrowed, so its handle is valid; this is its thread, the one of the event loop; `answer` has
        // the signature that is asked for and keeps nothing.
        unsafe {
            let styles = GetWindowLongPtrW(hwnd, GWL_EXSTYLE);
            SetWindowLongPtrW(hwnd, GWL_EXSTYLE, styles | no_activate);
            SetWindowSubclass(hwnd, Some(answer), SUBCLASS, 0);
            ShowWindow(hwnd, SW_SHOWNOACTIVATE);
        }
        Ok(())
    }

    pub(super) fn hide(window: &Window) -> Result<(), String> {
        let hwnd = hwnd(window)?;
        // SAFETY: as above.
        unsafe {
            ShowWindow(hwnd, SW_HIDE);
            RemoveWindowSubclass(hwnd, Some(answer), SUBCLASS);
        }
        Ok(())
    }

    /// A click does not make the window the active one.
    unsafe extern "system" fn answer(
        hwnd: HWND,
        message: u32,
        wparam: WPARAM,
        lparam: LPARAM,
        _subclass: usize,
        _data: usize,
    ) -> LRESULT {
        if message == WM_MOUSEACTIVATE {
            return isize::try_from(MA_NOACTIVATE).unwrap_or_default();
        }
        // SAFETY: the message is handed on as it came.
        unsafe { DefSubclassProc(hwnd, message, wparam, lparam) }
    }

    fn hwnd(window: &Window) -> Result<HWND, String> {
        match window.window_handle().map_err(|error| error.to_string())?.as_raw() {
            RawWindowHandle::Win32(handle) => Ok(handle.hwnd.get() as HWND),
            other => Err(format!("{other:?}")),
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "windows")))]
mod system {
    use winit::window::Window;

    pub(super) fn show_without_focus(window: &Window) -> Result<(), String> {
        window.set_visible(true);
        Ok(())
    }

    pub(super) fn hide(window: &Window) -> Result<(), String> {
        window.set_visible(false);
        Ok(())
    }
}
