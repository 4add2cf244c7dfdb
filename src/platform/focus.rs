//! Whether a window may have the keyboard.
//!
//! The popup takes it; the bar must never take it from the chat client, not even when it is clicked.

/// Says for a hidden window whether it takes the keyboard once it is shown. `window` is the X11 id.
///
/// On X11 that is the input hint of ICCCM (4.1.7: a window without it, and without `WM_TAKE_FOCUS`, is never given the
/// focus) and a user time of 0 (EWMH: the window is not to be focused when it is mapped).
///
/// # Errors
/// The X server's words.
#[cfg(target_os = "linux")]
pub fn set_takes_keys(window: u64, takes_keys: bool) -> Result<(), String> {
    x11::set_takes_keys(window, takes_keys).map_err(|error| error.to_string())
}

/// Says for a hidden window whether it takes the keyboard once it is shown. Only X11 is known here.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn set_takes_keys(_window: u64, _takes_keys: bool) -> Result<(), String> {
    Ok(())
}

#[cfg(target_os = "linux")]
mod x11 {
    use std::error::Error;

    use x11rb::connection::Connection as _;
    use x11rb::properties::WmHints;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, PropMode};
    use x11rb::wrapper::ConnectionExt as _;

    pub(super) fn set_takes_keys(window: u64, takes_keys: bool) -> Result<(), Box<dyn Error>> {
        let window = u32::try_from(window)?;
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
