//! The global hotkeys: the one for the popup, and one for the editor where the user sets it. Nothing else of the keyboard is
//! looked at.
//!
//! On X11 our own grab: `global-hotkey` asks every 50 ms there, which is most of the time until the window is shown.

#[cfg(target_os = "linux")]
mod x11;

use std::str::FromStr as _;
use std::time::Duration;

use global_hotkey::hotkey::HotKey;
use thiserror::Error;

/// Why there is no hotkey.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HotkeyError {
    #[error("cannot read the hotkey")]
    Invalid,
    #[error("the hotkey belongs to another program")]
    Taken,
    #[error("this desktop has no global hotkeys: {0}")]
    Unsupported(String),
}

/// What the user does with the hotkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// It goes down; once, however long it is held.
    Down,
    /// It has been held for longer than anybody does by chance.
    Held,
}

/// From here on a press is a long one.
const LONG_PRESS: Duration = Duration::from_millis(500);

/// A hotkey that is held. On Windows and macOS it ends with the value.
pub struct Registered {
    #[cfg(not(target_os = "linux"))]
    _manager: global_hotkey::GlobalHotKeyManager,
}

impl std::fmt::Debug for Registered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registered").finish_non_exhaustive()
    }
}

/// Reads `Ctrl+Alt+Space` and the like.
///
/// # Errors
/// Not a known key, or a key without a modifier: that one would be gone for every other program.
fn parse(text: &str) -> Result<HotKey, HotkeyError> {
    let hotkey = HotKey::from_str(text).ok().ok_or(HotkeyError::Invalid)?;
    let is_function_key = text.rsplit('+').next().is_some_and(|key| {
        key.trim().strip_prefix(['F', 'f']).is_some_and(|number| number.parse::<u8>().is_ok())
    });
    if hotkey.mods.is_empty() && !is_function_key { Err(HotkeyError::Invalid) } else { Ok(hotkey) }
}

/// Takes the hotkey and calls `on_press` for each press. Call it on the main thread.
///
/// # Errors
/// See [`HotkeyError`]; the program goes on without one.
#[cfg(target_os = "linux")]
pub fn register(
    text: &str,
    on_press: impl Fn(Press) + Send + Sync + 'static,
) -> Result<Registered, HotkeyError> {
    if std::env::var_os("WAYLAND_DISPLAY").is_some() {
        // XWayland gets keys only while one of its own windows has it.
        return Err(HotkeyError::Unsupported("Wayland".to_owned()));
    }
    x11::grab(parse(text)?, on_press).map(|()| Registered {})
}

/// Takes the hotkey and calls `on_press` for each press; that it was held is said when it is released. Call it on the
/// main thread.
///
/// # Errors
/// See [`HotkeyError`]; the program goes on without one.
#[cfg(not(target_os = "linux"))]
pub fn register(
    text: &str,
    on_press: impl Fn(Press) + Send + Sync + 'static,
) -> Result<Registered, HotkeyError> {
    use global_hotkey::{Error, GlobalHotKeyEvent, GlobalHotKeyManager};
    let hotkey = parse(text)?;
    let unsupported = |error: Error| HotkeyError::Unsupported(error.to_string());
    let manager = GlobalHotKeyManager::new().map_err(unsupported)?;
    manager.register(hotkey).map_err(|error| match error {
        Error::AlreadyRegistered(_) => HotkeyError::Taken,
        other => unsupported(other),
    })?;
    let held = Held { id: hotkey.id(), down_at: None, on_press: Box::new(on_press) };
    lock_held().push(held);
    // The first handler stays; it serves every hotkey.
    GlobalHotKeyEvent::set_event_handler(Some(dispatch));
    Ok(Registered { _manager: manager })
}

/// A hotkey that is held, and since when it is down.
#[cfg(not(target_os = "linux"))]
struct Held {
    id: u32,
    down_at: Option<std::time::Instant>,
    on_press: Box<dyn Fn(Press) + Send + Sync>,
}

#[cfg(not(target_os = "linux"))]
static HELD: std::sync::Mutex<Vec<Held>> = std::sync::Mutex::new(Vec::new());

#[cfg(not(target_os = "linux"))]
fn lock_held() -> std::sync::MutexGuard<'static, Vec<Held>> {
    HELD.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(not(target_os = "linux"))]
fn dispatch(event: global_hotkey::GlobalHotKeyEvent) {
    use global_hotkey::HotKeyState;
    let mut all = lock_held();
    let Some(held) = all.iter_mut().find(|held| held.id == event.id) else { return };
    match event.state {
        HotKeyState::Pressed => {
            held.down_at = Some(std::time::Instant::now());
            (held.on_press)(Press::Down);
        }
        HotKeyState::Released => {
            if held.down_at.take().is_some_and(|at| at.elapsed() >= LONG_PRESS) {
                (held.on_press)(Press::Held);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hotkey_has_a_modifier_or_is_a_function_key() {
        for text in ["Ctrl+Alt+Space", "ctrl+shift+F1", "Alt+J", "F9", "Super+1"] {
            assert!(parse(text).is_ok(), "{text}");
        }
        for text in ["", "Space", "J", "Ctrl+", "Ctrl+Alt", "Strg+K", "Ctrl+Alt+Spacebar"] {
            assert_eq!(parse(text), Err(HotkeyError::Invalid), "{text}");
        }
    }
}
