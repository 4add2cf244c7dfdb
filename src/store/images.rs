//! The images beside a library file: PNG and JPEG.

use std::fs::File;
use std::io::{self, Cursor, Read as _};
use std::path::{Path, PathBuf};

use image::{ImageFormat, ImageReader, Limits, RgbaImage};

use super::atomic::folder_of;
use super::file_system::Disk;
use super::links;
use crate::model::{ImageProblem, Picture};

/// Chat clients take no larger files (千牛: 10 MB).
const LARGEST_FILE: u64 = 10 * 1024 * 1024;
/// In pixels, each way.
const LONGEST_SIDE: u32 = 8192;

/// Where an image of a library is: beside the file that the user knows, else, where that is a link, beside its target, which
/// is where a folder that is kept in step has it.
pub fn path_of(library: &Path, image: &str) -> PathBuf {
    let beside = folder_of(library).join(image);
    if beside.exists() {
        return beside;
    }
    let target = links::target(&Disk, library).ok().map(|target| folder_of(&target).join(image));
    target.filter(|path| path.exists()).unwrap_or(beside)
}

/// The file of an image, as it is.
///
/// # Errors
/// It is not there, cannot be read or is too large; what is in it is not looked at.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ImageProblem> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LARGEST_FILE { Err(ImageProblem::TooLarge) } else { Ok(bytes) }
}

fn unreadable(error: &io::Error) -> ImageProblem {
    if error.kind() == io::ErrorKind::NotFound {
        ImageProblem::Missing
    } else {
        ImageProblem::Unreadable(error.into())
    }
}

/// Reads an image.
///
/// # Errors
/// See [`ImageProblem`].
pub fn load(path: &Path) -> Result<Picture, ImageProblem> {
    decoded(path).map(picture)
}

/// Reads an image and makes it small enough for a preview.
///
/// # Errors
/// See [`ImageProblem`].
pub fn load_small(path: &Path, width: u32, height: u32) -> Result<Picture, ImageProblem> {
    let image = decoded(path)?;
    if image.width() <= width && image.height() <= height {
        return Ok(picture(image));
    }
    let (own_width, own_height) = (u64::from(image.width()), u64::from(image.height()));
    // As wide or as high as there is room, in the same proportion.
    let by_width = own_width * u64::from(height) >= own_height * u64::from(width);
    let scaled =
        |side: u64, room: u32, of: u64| u32::try_from((side * u64::from(room) / of).max(1)).unwrap_or(room);
    let (width, height) = if by_width {
        (width, scaled(own_height, width, own_width))
    } else {
        (scaled(own_width, height, own_height), height)
    };
    Ok(picture(image::imageops::thumbnail(&image, width, height)))
}

fn picture(image: RgbaImage) -> Picture {
    let side = |length: u32| usize::try_from(length).unwrap_or(0);
    Picture { width: side(image.width()), height: side(image.height()), rgba: image.into_raw() }
}

/// Reads and decodes an image, within the limits of bytes and pixels.
fn decoded(path: &Path) -> Result<RgbaImage, ImageProblem> {
    let bytes = bytes(path)?;
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|error| unreadable(&error))?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(ImageProblem::NoImage);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    match reader.decode() {
        Ok(image) => Ok(image.into_rgba8()),
        Err(image::ImageError::Limits(_)) => Err(ImageProblem::TooLarge),
        Err(
            image::ImageError::Decoding(_)
            | image::ImageError::Encoding(_)
            | image::ImageError::Parameter(_)
            | image::ImageError::Unsupported(_)
            | image::ImageError::IoError(_),
        ) => Err(ImageProblem::NoImage),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbaImage::from_pixel(width, height, image::Rgba([10, 20, 30, 255]))
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn an_image_is_read_and_one_that_cannot_be_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            File::create(&path).unwrap().write_all(bytes).unwrap();
            path
        };
        let picture = load(&file("a.png", &png(3, 2))).unwrap();
        assert_eq!((picture.width, picture.height, &picture.rgba[..4]), (3, 2, [10, 20, 30, 255].as_slice()));
        let mut jpeg = Cursor::new(Vec::new());
        image::RgbImage::new(4, 4).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        assert_eq!(load(&file("b.png", jpeg.get_ref())).unwrap().width, 4, "the bytes say what it is");
        let broken = png(3, 2);
        let cases = [
            (folder.path().join("none.png"), ImageProblem::Missing),
            (file("c.png", b"not an image"), ImageProblem::NoImage),
            (file("d.png", &broken[..40]), ImageProblem::NoImage),
            (file("e.gif", b"GIF89a"), ImageProblem::NoImage),
            (file("f.png", &vec![0; 10 * 1024 * 1024 + 1]), ImageProblem::TooLarge),
            (file("g.png", &png(9000, 1)), ImageProblem::TooLarge),
        ];
        for (path, expected) in cases {
            assert_eq!(load(&path), Err(expected), "{}", path.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_images_of_a_linked_library_lie_beside_the_link_or_its_target() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().canonicalize().unwrap().join(name);
        for path in ["sync/lib.ron", "sync/there.png", "sync/both.png", "data/both.png"] {
            super::super::atomic::write(&at(path), b"x").unwrap();
        }
        std::os::unix::fs::symlink("../sync/lib.ron", at("data/replies.ron")).unwrap();
        let cases =
            [("there.png", "sync/there.png"), ("both.png", "data/both.png"), ("none.png", "data/none.png")];
        for (image, expected) in cases {
            assert_eq!(path_of(&at("data/replies.ron"), image), at(expected));
        }
    }

    #[test]
    fn a_preview_keeps_the_proportion() {
        let folder = tempfile::tempdir().unwrap();
        for (size, expected) in
            [((400, 100), (200, 50)), ((100, 400), (25, 100)), ((30, 20), (30, 20)), ((3000, 1), (200, 1))]
        {
            let path = folder.path().join("a.png");
            File::create(&path).unwrap().write_all(&png(size.0, size.1)).unwrap();
            let picture = load_small(&path, 200, 100).unwrap();
            assert_eq!((picture.width, picture.height), expected, "{size:?}");
        }
    }
}
