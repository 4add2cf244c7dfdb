//! What a user brings to be imported: a file, or a folder with everything below it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use crate::exchange::{Input, InputFile, MAX_EVERYTHING, MAX_INPUT, is_everything};

/// Files of a folder so deep are read, and no deeper.
const MAX_DEPTH: usize = 8;

/// Of a folder so many are read; each takes memory, also an empty one.
const MAX_FILES: usize = 10_000;

/// In bytes: so much of a file says whether it holds all files of a user.
const BEGINNING: u64 = 1024;

/// A file, or all files of a folder; no more than [`MAX_INPUT`] bytes of them. A link inside of a folder is not followed.
///
/// # Errors
/// It cannot be read, or is larger.
pub fn input(path: &Path) -> io::Result<Input> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    if path.is_dir() {
        let mut room = MAX_INPUT;
        add_folder(path, "", 0, &mut files, &mut room)?;
        files.sort_by(|one: &InputFile, other| one.path.cmp(&other.path));
    } else {
        files.push(InputFile { path: name.clone(), bytes: bounded(path, MAX_INPUT)? });
    }
    Ok(Input { name, files })
}

/// A file that holds all files of a user, which may be larger than what other tools write; `None` where it is another.
///
/// # Errors
/// It cannot be read, or is larger than [`MAX_EVERYTHING`].
pub fn everything(path: &Path) -> io::Result<Option<InputFile>> {
    if !is_of_everything(path)? {
        return Ok(None);
    }
    let path_in = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Some(InputFile { path: path_in, bytes: bounded(path, MAX_EVERYTHING)? }))
}

/// Whether a file holds all files of a user, by its beginning.
///
/// # Errors
/// It is there and cannot be read.
pub fn is_of_everything(path: &Path) -> io::Result<bool> {
    if !path.is_file() {
        return Ok(false);
    }
    let mut beginning = Vec::new();
    File::open(path)?.take(BEGINNING).read_to_end(&mut beginning)?;
    Ok(is_everything(&beginning))
}

fn add_folder(
    folder: &Path,
    above: &str,
    depth: usize,
    files: &mut Vec<InputFile>,
    room: &mut u64,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{above}{}", entry.file_name().to_string_lossy());
        // A link may lead anywhere, also back.
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < MAX_DEPTH {
            add_folder(&entry.path(), &format!("{path}/"), depth + 1, files, room)?;
        } else if kind.is_file() {
            let bytes = bounded(&entry.path(), *room)?;
            *room -= bytes.len() as u64;
            if files.len() >= MAX_FILES {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            files.push(InputFile { path, bytes });
        }
    }
    Ok(())
}

/// A file of at most `most` bytes. What a file says of its size may be wrong: that of a device or a pipe is 0.
fn bounded(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let too_large = || Err(io::ErrorKind::FileTooLarge.into());
    if fs::metadata(path)?.len() > most {
        return too_large();
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { too_large() } else { Ok(bytes) }
}
