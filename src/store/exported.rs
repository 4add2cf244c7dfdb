//! Writing what was exported: all files, or none that replaces another one of the user.

use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, folder_of};
use super::file_system::{Disk, FileSystem as _};
use crate::exchange::ExportFile;

/// Why files were not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// A picture would take the place of another one.
    #[error("{path}: another file is there")]
    Taken { path: PathBuf },
}

/// Writes files to the one that the user has named and beside it; where there is no such one, into a folder of this name. The
/// one that was named is replaced and comes last, when the others are there; another one that is there already has to have
/// the same content. Gives the paths, in the order of the files.
///
/// # Errors
/// Nothing was written where another file is in the way; else what the file system says.
pub fn write(named: &Path, files: &[ExportFile]) -> Result<Vec<PathBuf>, ExportError> {
    let has_named = files.iter().any(|file| file.path.is_empty());
    let folder = if has_named { folder_of(named) } else { named };
    let place = |file: &ExportFile| match file.path.as_str() {
        "" => named.to_owned(),
        path => folder.join(path),
    };
    let placed: Vec<(PathBuf, &ExportFile)> = files.iter().map(|file| (place(file), file)).collect();
    let is_named = |file: &ExportFile| file.path.is_empty();
    for (path, file) in placed.iter().filter(|(_, file)| has_named && !is_named(file)) {
        let failed = |source| ExportError::File { path: path.clone(), source };
        if Disk.exists(path).map_err(failed)? && Disk.read(path).map_err(failed)? != file.bytes {
            return Err(ExportError::Taken { path: path.clone() });
        }
    }
    let (last, first): (Vec<_>, Vec<_>) = placed.iter().partition(|(_, file)| is_named(file));
    for (path, file) in first.into_iter().chain(last) {
        let is_there = !is_named(file) && Disk.read(path).is_ok_and(|bytes| bytes == file.bytes);
        if !is_there {
            atomic::write(path, &file.bytes)
                .map_err(|source| ExportError::File { path: path.clone(), source })?;
        }
    }
    Ok(placed.into_iter().map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn file(path: &str, bytes: &[u8]) -> ExportFile {
        ExportFile { path: path.to_owned(), bytes: bytes.to_owned() }
    }

    #[test]
    fn the_named_file_is_replaced_and_a_picture_never_takes_the_place_of_another() {
        let root = tempfile::tempdir().unwrap();
        let named = root.path().join("out/pack.ron");
        let files = [file("", b"one"), file("p/a.png", b"a")];
        let picture = root.path().join("out/p/a.png");
        assert_eq!(write(&named, &files).unwrap(), [named.clone(), picture.clone()]);
        write(&named, &[file("", b"two"), file("p/a.png", b"a")]).unwrap();
        assert_eq!(fs::read(&named).unwrap(), b"two");
        let other = [file("", b"three"), file("p/a.png", b"b")];
        assert!(matches!(write(&named, &other), Err(ExportError::Taken { path }) if path == picture));
        assert_eq!((fs::read(&named).unwrap(), fs::read(&picture).unwrap()), (b"two".into(), b"a".into()));
    }

    #[test]
    fn files_without_a_named_one_are_put_into_a_folder_of_its_name() {
        let root = tempfile::tempdir().unwrap();
        let named = root.path().join("suda");
        write(&named, &[file("package.yml", b"a")]).unwrap();
        write(&named, &[file("package.yml", b"b")]).unwrap();
        assert_eq!(fs::read(named.join("package.yml")).unwrap(), b"b");
    }
}
