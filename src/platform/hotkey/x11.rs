//! The hotkey on X11: a grab on the root window, waited for on a thread of its own.

use std::thread;
use std::time::{Duration, Instant};

use global_hotkey::hotkey::{Code, HotKey, Modifiers};
use x11rb::connection::Connection as _;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{ConnectionExt as _, GrabMode, Keycode, ModMask};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use super::{HotkeyError, LONG_PRESS, Press};

/// Caps Lock and Num Lock (Mod2 on every usual keyboard map) must not matter, so each combination is grabbed.
const LOCKS: [u16; 4] = [0, 1 << 1, 1 << 4, (1 << 1) | (1 << 4)];

/// How often a held key is looked at; only while it is held.
const HELD_POLL: Duration = Duration::from_millis(10);

/// Grabs the key and starts the thread.
pub(super) fn grab(hotkey: HotKey, on_press: impl Fn(Press) + Send + 'static) -> Result<(), HotkeyError> {
    let unsupported = |error: &dyn std::error::Error| HotkeyError::Unsupported(error.to_string());
    let (connection, screen_idx) = x11rb::connect(None).map_err(|error| unsupported(&error))?;
    let screen = connection.setup().roots.get(screen_idx).ok_or(HotkeyError::Invalid)?;
    let mut grab = Grab { root: screen.root, hotkey, keycode: 0, connection };
    grab.keycode = grab.hold()?;
    thread::Builder::new()
        .name("hotkey".to_owned())
        .spawn(move || grab.wait(&on_press))
        .map(|_| ())
        .map_err(|error| unsupported(&error))
}

struct Grab {
    connection: RustConnection,
    root: u32,
    hotkey: HotKey,
    keycode: Keycode,
}

impl Grab {
    /// Grabs the key that has the hotkey's symbol on the present keyboard layout; gives its code. Where that is the key
    /// which is held already, nothing is done: a grab that is given up loses the presses until it is there again.
    fn hold(&self) -> Result<Keycode, HotkeyError> {
        let unsupported = |error: ReplyError| HotkeyError::Unsupported(error.to_string());
        let keysym = keysym(self.hotkey.key).ok_or(HotkeyError::Invalid)?;
        let keycode = self.keycode_of(keysym).map_err(unsupported)?.ok_or(HotkeyError::Invalid)?;
        if keycode == self.keycode {
            return Ok(keycode);
        }
        let modifiers = modifiers(self.hotkey.mods);
        for lock in LOCKS {
            let mask = ModMask::from(modifiers | lock);
            let request =
                self.connection.grab_key(false, self.root, mask, keycode, GrabMode::ASYNC, GrabMode::ASYNC);
            let answer = request.map_err(ReplyError::from).and_then(x11rb::cookie::VoidCookie::check);
            answer.map_err(|error| match error {
                ReplyError::X11Error(ref refused) if refused.error_kind == ErrorKind::Access => {
                    HotkeyError::Taken
                }
                ReplyError::X11Error(_) | ReplyError::ConnectionError(_) => unsupported(error),
            })?;
        }
        Ok(keycode)
    }

    fn keycode_of(&self, keysym: u32) -> Result<Option<Keycode>, ReplyError> {
        let (min, max) = (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let map = self.connection.get_keyboard_mapping(min, max - min + 1)?.reply()?;
        let per_key = usize::from(map.keysyms_per_keycode.max(1));
        let position = map.keysyms.chunks(per_key).position(|keysyms| keysyms.contains(&keysym));
        Ok(position.and_then(|idx| u8::try_from(usize::from(min) + idx).ok()))
    }

    /// Waits for presses until the X server goes away.
    fn wait(mut self, on_press: &dyn Fn(Press)) {
        loop {
            let event = match self.connection.wait_for_event() {
                Ok(event) => event,
                Err(error) => return tracing::warn!(%error, "the hotkey's connection to the X server ended"),
            };
            let result = if let Event::KeyPress(press) = event
                && press.detail == self.keycode
            {
                on_press(Press::Down);
                self.wait_for_release(on_press)
            } else if let Event::MappingNotify(_) = event {
                self.follow_layout()
            } else {
                Ok(())
            };
            if let Err(error) = result {
                tracing::warn!(%error, "the hotkey");
            }
        }
    }

    /// Releases the keyboard at once, so that what is typed while the hotkey is still down reaches the window, and
    /// passes over the presses that the keyboard repeats. The first of those takes the keyboard again until the key is
    /// up: giving it back each time would take it from the window and give it back many times a second.
    fn wait_for_release(&mut self, on_press: &dyn Fn(Press)) -> Result<(), ReplyError> {
        self.connection.ungrab_keyboard(x11rb::CURRENT_TIME)?;
        self.connection.flush()?;
        let mut down_at = Some(Instant::now());
        let mut has_new_layout = false;
        loop {
            thread::sleep(HELD_POLL);
            if down_at.take_if(|at| at.elapsed() >= LONG_PRESS).is_some() {
                on_press(Press::Held);
            }
            let keys = self.connection.query_keymap()?.reply()?.keys;
            let byte = keys.get(usize::from(self.keycode / 8)).copied().unwrap_or(0);
            while let Some(event) = self.connection.poll_for_event()? {
                has_new_layout |= matches!(event, Event::MappingNotify(_));
            }
            if byte & (1 << (self.keycode % 8)) == 0 {
                // Where a modifier went up first, the server does not give it back by itself.
                self.connection.ungrab_keyboard(x11rb::CURRENT_TIME)?;
                self.connection.flush()?;
                return if has_new_layout { self.follow_layout() } else { Ok(()) };
            }
        }
    }

    /// Another keyboard layout may put the key elsewhere. The server reports a layout, too, whenever another keyboard is
    /// typed on, just before the first press.
    fn follow_layout(&mut self) -> Result<(), ReplyError> {
        match self.hold() {
            Ok(keycode) if keycode != self.keycode => {
                let old = std::mem::replace(&mut self.keycode, keycode);
                self.connection.ungrab_key(old, self.root, ModMask::ANY)?.check()
            }
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "the hotkey is lost with the new keyboard layout");
                Ok(())
            }
        }
    }
}

fn modifiers(mods: Modifiers) -> u16 {
    let masks = [
        (Modifiers::SHIFT, ModMask::SHIFT),
        (Modifiers::CONTROL, ModMask::CONTROL),
        (Modifiers::ALT, ModMask::M1),
        (Modifiers::META, ModMask::M4),
    ];
    masks
        .iter()
        .filter(|(modifier, _)| mods.contains(*modifier))
        .fold(0, |all, (_, mask)| all | u16::from(*mask))
}

/// The X keysym of a key (X11/keysymdef.h): letters and digits are their ASCII codes.
fn keysym(code: Code) -> Option<u32> {
    let name = code.to_string();
    let single =
        |text: &str| text.chars().next().filter(char::is_ascii).map(|c| u32::from(c.to_ascii_lowercase()));
    if let Some(letter) = name.strip_prefix("Key").or_else(|| name.strip_prefix("Digit")) {
        return single(letter);
    }
    if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse::<u32>().ok()) {
        return (1..=24).contains(&number).then_some(0xffbe + number - 1);
    }
    let known: &[(Code, u32)] = &[
        (Code::Space, 0x20),
        (Code::Quote, 0x27),
        (Code::Comma, 0x2c),
        (Code::Minus, 0x2d),
        (Code::Period, 0x2e),
        (Code::Slash, 0x2f),
        (Code::Semicolon, 0x3b),
        (Code::Equal, 0x3d),
        (Code::BracketLeft, 0x5b),
        (Code::Backslash, 0x5c),
        (Code::BracketRight, 0x5d),
        (Code::Backquote, 0x60),
        (Code::Backspace, 0xff08),
        (Code::Tab, 0xff09),
        (Code::Enter, 0xff0d),
        (Code::Pause, 0xff13),
        (Code::ScrollLock, 0xff14),
        (Code::Escape, 0xff1b),
        (Code::Home, 0xff50),
        (Code::ArrowLeft, 0xff51),
        (Code::ArrowUp, 0xff52),
        (Code::ArrowRight, 0xff53),
        (Code::ArrowDown, 0xff54),
        (Code::PageUp, 0xff55),
        (Code::PageDown, 0xff56),
        (Code::End, 0xff57),
        (Code::PrintScreen, 0xff61),
        (Code::Insert, 0xff63),
        (Code::Delete, 0xffff),
    ];
    known.iter().find(|(known, _)| *known == code).map(|(_, keysym)| *keysym)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_key_has_its_keysym() {
        let cases = [
            (Code::KeyJ, 0x6a),
            (Code::Digit7, 0x37),
            (Code::F1, 0xffbe),
            (Code::F12, 0xffc9),
            (Code::Space, 0x20),
        ];
        for (code, expected) in cases {
            assert_eq!(keysym(code), Some(expected), "{code}");
        }
    }
}
