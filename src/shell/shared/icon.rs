//! The program's own picture, for windows and the tray.

use egui::IconData;
use image::{DynamicImage, RgbaImage};

const PNG: &[u8] = include_bytes!("../../../assets/icon.png");

/// 128 by 128 pixels.
pub(in crate::shell) fn picture() -> Option<RgbaImage> {
    let decoded = image::load_from_memory(PNG);
    decoded.inspect_err(|error| tracing::error!(%error, "the icon")).ok().map(DynamicImage::into_rgba8)
}

/// For the title bar and the list of windows.
pub(in crate::shell) fn of_window() -> IconData {
    let Some(picture) = picture() else { return IconData::default() };
    IconData { width: picture.width(), height: picture.height(), rgba: picture.into_raw() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_can_be_shown() {
        let icon = of_window();
        assert_eq!((icon.width, icon.height, icon.rgba.len()), (128, 128, 128 * 128 * 4));
    }
}
