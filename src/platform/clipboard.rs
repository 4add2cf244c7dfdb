//! The clipboard: written, then read back, so that "copied" is true.

use std::thread;
use std::time::Duration;

use arboard::ImageData;
use thiserror::Error;

use crate::model::Picture;

/// Where texts are copied to.
pub trait Clipboard {
    /// # Errors
    /// The system's words.
    fn write(&mut self, text: &str) -> Result<(), String>;

    /// The text; `None` where there is none.
    ///
    /// # Errors
    /// The system's words.
    fn read(&mut self) -> Result<Option<String>, String>;

    /// # Errors
    /// The system's words.
    fn write_image(&mut self, image: &Picture) -> Result<(), String>;

    /// # Errors
    /// The system's words, also when there is no image.
    fn read_image(&mut self) -> Result<Picture, String>;
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
    several_times(|| {
        clipboard.write(text).map_err(WriteError::System)?;
        let read = clipboard.read().map_err(WriteError::System)?;
        if read.as_deref() == Some(text) { Ok(()) } else { Err(WriteError::Changed) }
    })
}

/// Writes an image and makes sure that it is there. May block; not for the window's thread.
///
/// # Errors
/// As [`write_checked`].
pub fn write_image_checked(clipboard: &mut impl Clipboard, image: &Picture) -> Result<(), WriteError> {
    several_times(|| {
        clipboard.write_image(image).map_err(WriteError::System)?;
        let read = clipboard.read_image().map_err(WriteError::System)?;
        if is_alike(&read, image) { Ok(()) } else { Err(WriteError::Changed) }
    })
}

/// Reads the text, several times where the clipboard is busy. May block; not for the window's thread.
///
/// # Errors
/// The system's words.
pub fn read_patiently(clipboard: &mut impl Clipboard) -> Result<Option<String>, String> {
    several_times(|| clipboard.read())
}

/// What cannot be seen through is the same; some systems forget the colour of what can.
fn is_alike(one: &Picture, other: &Picture) -> bool {
    let is_same = |(one, other): (&[u8], &[u8])| one == other || other.last() != Some(&u8::MAX);
    (one.width, one.height) == (other.width, other.height)
        && one.rgba.chunks(4).zip(other.rgba.chunks(4)).all(is_same)
}

/// Until it succeeds, or has failed too often.
fn several_times<T, E>(mut attempt: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    let mut result = attempt();
    for nth in 1..TRIES {
        if result.is_ok() {
            break;
        }
        thread::sleep(PAUSE * nth);
        result = attempt();
    }
    result
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

    fn read(&mut self) -> Result<Option<String>, String> {
        match self.opened()?.get_text() {
            Ok(text) => Ok(Some(text)),
            Err(arboard::Error::ContentNotAvailable) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn write_image(&mut self, image: &Picture) -> Result<(), String> {
        let data =
            ImageData { width: image.width, height: image.height, bytes: image.rgba.as_slice().into() };
        self.opened()?.set_image(data).map_err(|error| error.to_string())
    }

    fn read_image(&mut self) -> Result<Picture, String> {
        let data = self.opened()?.get_image().map_err(|error| error.to_string())?;
        Ok(Picture { width: data.width, height: data.height, rgba: data.bytes.into_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails to write so many times; holds another text so many times.
    #[derive(Default)]
    struct Fake {
        text: String,
        image: Option<Picture>,
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

        fn read(&mut self) -> Result<Option<String>, String> {
            if self.failures > 0 {
                self.failures -= 1;
                return Err("busy".to_owned());
            }
            if self.changes > 0 {
                self.changes -= 1;
                return Ok(Some("something else".to_owned()));
            }
            Ok(Some(self.text.clone()))
        }

        fn write_image(&mut self, image: &Picture) -> Result<(), String> {
            self.image = Some(image.clone());
            Ok(())
        }

        fn read_image(&mut self) -> Result<Picture, String> {
            let mut image = self.image.clone().ok_or("no image")?;
            if self.changes > 0 {
                self.changes -= 1;
                image.rgba = vec![9; image.rgba.len()];
            }
            Ok(image)
        }
    }

    #[test]
    fn a_busy_clipboard_is_read_again() {
        let mut fake = Fake { text: "亲".to_owned(), failures: 3, ..Fake::default() };
        assert_eq!(read_patiently(&mut fake), Ok(Some("亲".to_owned())));
        let mut fake = Fake { failures: 4, ..Fake::default() };
        assert_eq!(read_patiently(&mut fake), Err("busy".to_owned()));
    }

    #[test]
    fn an_image_is_read_back_too() {
        let image = Picture { width: 2, height: 1, rgba: vec![1, 2, 3, 255, 4, 5, 6, 0] };
        let mut fake = Fake { changes: 1, ..Fake::default() };
        assert_eq!(write_image_checked(&mut fake, &image), Ok(()));
        let mut fake = Fake { changes: 99, ..Fake::default() };
        assert_eq!(write_image_checked(&mut fake, &image), Err(WriteError::Changed));
        let unseen = Picture { rgba: vec![1, 2, 3, 255, 0, 0, 0, 0], ..image.clone() };
        assert!(is_alike(&unseen, &image));
    }

    #[test]
    fn a_busy_clipboard_is_tried_again() {
        let mut fake = Fake { failures: 2, changes: 1, ..Fake::default() };
        assert_eq!(write_checked(&mut fake, "亲"), Ok(()));
        assert_eq!(fake.text, "亲");
    }

    #[test]
    fn what_stays_wrong_is_said() {
        let mut fake = Fake { failures: 99, changes: 0, ..Fake::default() };
        assert_eq!(write_checked(&mut fake, "亲"), Err(WriteError::System("busy".to_owned())));
        let mut fake = Fake { failures: 0, changes: 99, ..Fake::default() };
        assert_eq!(write_checked(&mut fake, "亲"), Err(WriteError::Changed));
    }
}
