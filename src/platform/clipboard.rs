//! The clipboard: written, then read back, so that "copied" is true.

use std::thread;
use std::time::Duration;

use thiserror::Error;

/// Where texts are copied to.
pub trait Clipboard {
    /// # Errors
    /// The system's words.
    fn write(&mut self, text: &str) -> Result<(), String>;

    /// # Errors
    /// The system's words, also when there is no text.
    fn read(&mut self) -> Result<String, String>;
}

/// Why a text is not on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    #[error("{0}")]
    System(String),
    /// Something else was read back.
    #[error("the clipboard holds another text")]
    Changed,
}

/// On Windows another program may hold the clipboard open for a moment.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(25);

/// Writes a text and makes sure that it is there, byte for byte. May block; not for the window's thread.
///
/// # Errors
/// It could not be written, or another text was read back, after several tries.
pub fn write_checked(clipboard: &mut impl Clipboard, text: &str) -> Result<(), WriteError> {
    let mut result = Ok(());
    for attempt in 0..TRIES {
        if attempt > 0 {
            thread::sleep(PAUSE * attempt);
        }
        result = write_once(clipboard, text);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn write_once(clipboard: &mut impl Clipboard, text: &str) -> Result<(), WriteError> {
    clipboard.write(text).map_err(WriteError::System)?;
    let read = clipboard.read().map_err(WriteError::System)?;
    if read == text { Ok(()) } else { Err(WriteError::Changed) }
}

/// The desktop's clipboard, opened when it is first used and kept: on X11 the content lives with its owner.
#[derive(Default)]
pub struct SystemClipboard {
    open: Option<arboard::Clipboard>,
}

impl std::fmt::Debug for SystemClipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemClipboard").field("is_open", &self.open.is_some()).finish()
    }
}

impl SystemClipboard {
    fn opened(&mut self) -> Result<&mut arboard::Clipboard, String> {
        if self.open.is_none() {
            self.open = Some(arboard::Clipboard::new().map_err(|error| error.to_string())?);
        }
        self.open.as_mut().ok_or_else(String::new)
    }
}

impl Clipboard for SystemClipboard {
    fn write(&mut self, text: &str) -> Result<(), String> {
        self.opened()?.set_text(text).map_err(|error| error.to_string())
    }

    fn read(&mut self) -> Result<String, String> {
        self.opened()?.get_text().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails to write so many times; holds another text so many times.
    struct Fake {
        text: String,
        failures: u32,
        changes: u32,
    }

    impl Clipboard for Fake {
        fn write(&mut self, text: &str) -> Result<(), String> {
            if self.failures > 0 {
                self.failures -= 1;
                return Err("busy".to_owned());
            }
            text.clone_into(&mut self.text);
            Ok(())
        }

        fn read(&mut self) -> Result<String, String> {
            if self.changes > 0 {
                self.changes -= 1;
                return Ok("something else".to_owned());
            }
            Ok(self.text.clone())
        }
    }

    #[test]
    fn a_busy_clipboard_is_tried_again() {
        let mut fake = Fake { text: String::new(), failures: 2, changes: 1 };
        assert_eq!(write_checked(&mut fake, "亲"), Ok(()));
        assert_eq!(fake.text, "亲");
    }

    #[test]
    fn what_stays_wrong_is_said() {
        let mut fake = Fake { text: String::new(), failures: 99, changes: 0 };
        assert_eq!(write_checked(&mut fake, "亲"), Err(WriteError::System("busy".to_owned())));
        let mut fake = Fake { text: String::new(), failures: 0, changes: 99 };
        assert_eq!(write_checked(&mut fake, "亲"), Err(WriteError::Changed));
    }
}
