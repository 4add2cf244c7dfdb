//! An image that is sent as a message.

use crate::diag::SystemError;

/// Pixels, row by row: red, green, blue, opacity.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// Four bytes for each pixel.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture")
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}

/// What is wrong with the file of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageProblem {
    /// There is no such file.
    Missing,
    /// The system refuses to read it.
    Unreadable(SystemError),
    /// More bytes, or more pixels, than a chat client takes.
    TooLarge,
    /// Neither PNG nor JPEG, or broken.
    NoImage,
}
