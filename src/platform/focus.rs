//! A window that is shown without taking the keyboard from the program that has it: the bar, beside the popup that does.
//!
//! | system | how | proved |
//! |---|---|---|
//! | X11 | the input hint of ICCCM 4.1.7 is off (such a window is never given the focus, not even by a click), and the user time of EWMH is 0 (it is not focused when it is mapped) | openbox, `tests/desktop` |
//! | Windows | `WS_EX_NOACTIVATE`, and shown with `SW_SHOWNOACTIVATE` | compiles; see the README |
//! | macOS | nothing: the window is shown as any other | no |

use winit::window::Window;

/// Shows a hidden window; the keyboard stays where it is, also when the window is clicked.
///
/// # Errors
/// The system's words; the window is shown all the same, and may take the keyboard.
pub fn show_without_keys(window: &Window) -> Result<(), String> {
    system::show_without_keys(window)
}

/// Hides it again, so that it can be shown as a window that takes the keyboard.
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

    pub(super) fn show_without_keys(window: &Window) -> Result<(), String> {
        let hinted = set_takes_keys(window, false);
        window.set_visible(true);
        hinted.map_err(|error| error.to_string())
    }

    pub(super) fn hide(window: &Window) -> Result<(), String> {
        window.set_visible(false);
        set_takes_keys(window, true).map_err(|error| error.to_string())
    }

    /// The window manager looks at the hints when the window is mapped.
    fn set_takes_keys(window: &Window, takes_keys: bool) -> Result<(), Box<dyn Error>> {
        let window = u32::try_from(u64::from(window.id()))?;
        let (connection, _) = x11rb::connect(None)?;
        let known = WmHints::get(&connection, window)?.reply()?;
        let hints = WmHints { input: Some(takes_keys), ..known.unwrap_or_default() };
        hints.set(&connection, window)?.check()?;
        let user_time = connection.intern_atom(false, b"_NET_WM_USER_TIME")?.reply()?.atom;
        if takes_keys {
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
mod system {
    use windows_sys::Win32::Foundation::HWND;
    use windows_sys::Win32::UI::WindowsAndMessaging::{
        GWL_EXSTYLE, GetWindowLongPtrW, SW_HIDE, SW_SHOWNOACTIVATE, SetWindowLongPtrW, ShowWindow,
        WS_EX_NOACTIVATE,
    };
    use winit::raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    use winit::window::Window;

    /// winit goes on to believe that the window is hidden: its own way to show a window activates it. The next window that
    /// it shows has its own styles again.
    pub(super) fn show_without_keys(window: &Window) -> Result<(), String> {
        let hwnd = hwnd(window)?;
        #[expect(unsafe_code, reason = "plain calls of the system, with the handle of a window that lives")]
        // SAFETY: `window` is borrowed, so its handle is valid; the calls take no pointers.
        unsafe {
            let styles = GetWindowLongPtrW(hwnd, GWL_EXSTYLE);
            SetWindowLongPtrW(hwnd, GWL_EXSTYLE, styles | isize::try_from(WS_EX_NOACTIVATE).unwrap_or(0));
            ShowWindow(hwnd, SW_SHOWNOACTIVATE);
        }
        Ok(())
    }

    pub(super) fn hide(window: &Window) -> Result<(), String> {
        let hwnd = hwnd(window)?;
        #[expect(unsafe_code, reason = "a plain call of the system, with the handle of a window that lives")]
        // SAFETY: as above.
        unsafe {
            ShowWindow(hwnd, SW_HIDE);
        }
        Ok(())
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

    pub(super) fn show_without_keys(window: &Window) -> Result<(), String> {
        window.set_visible(true);
        Ok(())
    }

    pub(super) fn hide(window: &Window) -> Result<(), String> {
        window.set_visible(false);
        Ok(())
    }
}
