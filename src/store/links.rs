//! Where a symbolic link leads, so that a save writes the file behind it and the link stays.
//!
//! Where a file really is, for one that is a link (or that is reached through a folder that is one):
//!
//! | beside the link, where the user looks | beside its target |
//! |---|---|
//! | backups, questions, drafts, trash | the temporary file of a save, which must be on the same drive; the lock, so that two programs that come by different ways exclude each other |
//!
//! A link that leads nowhere is an error, never a file that is missing: the drive or the folder that is kept in step may
//! not be there yet. Windows' junctions are links here too.

use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

use super::file_system::{Disk, Entry, FileSystem};
use crate::diag::Problem;

/// Linux follows as many.
const MAX_LINKS: usize = 40;

/// A link without a target.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeadLink {
    #[error("the link {} leads nowhere: there is no {}", link.display(), target.display())]
    Nowhere { link: PathBuf, target: PathBuf },
    #[error("the link {} leads in a circle", link.display())]
    Circle { link: PathBuf },
}

impl DeadLink {
    /// The link, as the user has made it.
    fn link(&self) -> &Path {
        match self {
            Self::Nowhere { link, .. } | Self::Circle { link } => link,
        }
    }
}

impl From<DeadLink> for io::Error {
    /// Not [`io::ErrorKind::NotFound`], which stands for a file that may be made.
    fn from(dead: DeadLink) -> Self {
        Self::other(dead)
    }
}

/// The problem that an error of reading or writing a file is shown as.
pub fn problem_of(error: &io::Error) -> Problem {
    let dead = error.get_ref().and_then(|source| source.downcast_ref::<DeadLink>());
    let said = |path: &Path| path.display().to_string();
    match dead {
        Some(DeadLink::Nowhere { link, target }) => {
            Problem::LinkNowhere { link: said(link), target: said(target) }
        }
        Some(circle @ DeadLink::Circle { .. }) => Problem::LinkCircle { link: said(circle.link()) },
        None => Problem::Unreadable { error: error.into() },
    }
}

/// The way to a file, over all links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Way {
    /// What a change of would lead elsewhere: each link on the way, then the file itself, or the first part of the way that
    /// is missing. Without links in them.
    pub stops: Vec<PathBuf>,
    /// The file, without a link on the way to it.
    pub end: PathBuf,
    pub has_links: bool,
    pub dead: Option<DeadLink>,
}

/// Follows a path part by part.
///
/// # Errors
/// Whatever the file system says, but for parts that are missing.
pub(in crate::store) fn way(disk: &dyn FileSystem, path: &Path) -> io::Result<Way> {
    let mut walk = Walk::from(std::path::absolute(path)?.as_path());
    while let Some(step) = walk.ahead.pop() {
        if walk.links.len() > MAX_LINKS {
            let link = walk.links.swap_remove(0);
            return Ok(Way { dead: Some(DeadLink::Circle { link }), ..walk.finished() });
        }
        walk.go(disk, step)?;
    }
    Ok(walk.finished())
}

/// A part of a path, and the link that led to it.
struct Step {
    part: OsString,
    link_idx: Option<usize>,
}

struct Walk {
    at: PathBuf,
    /// The next one last.
    ahead: Vec<Step>,
    links: Vec<PathBuf>,
    /// The first part that is not there.
    missing: Option<(PathBuf, Option<usize>)>,
}

impl Walk {
    fn from(path: &Path) -> Self {
        let mut walk = Self { at: PathBuf::new(), ahead: Vec::new(), links: Vec::new(), missing: None };
        walk.put_ahead(path, None);
        walk
    }

    fn put_ahead(&mut self, path: &Path, link_idx: Option<usize>) {
        let parts = path.components().rev();
        self.ahead.extend(parts.map(|part| Step { part: part.as_os_str().to_owned(), link_idx }));
    }

    /// Goes one part of the path further; a link is replaced by what it leads to.
    fn go(&mut self, disk: &dyn FileSystem, Step { part, link_idx }: Step) -> io::Result<()> {
        match Path::new(&part).components().next() {
            Some(Component::ParentDir) => {
                self.at.pop();
                return Ok(());
            }
            Some(Component::Normal(_)) => self.at.push(&part),
            Some(Component::Prefix(_) | Component::RootDir | Component::CurDir) | None => {
                self.at.push(&part);
                return Ok(());
            }
        }
        if self.missing.is_some() {
            return Ok(());
        }
        match disk.link(&self.at)? {
            Entry::Link(target) => {
                self.links.push(self.at.clone());
                self.at.pop();
                // The user's own link is named, not one that it leads to.
                self.put_ahead(&target, link_idx.or(Some(self.links.len() - 1)));
            }
            Entry::Missing => self.missing = Some((self.at.clone(), link_idx)),
            Entry::Other => {}
        }
        Ok(())
    }

    /// The way that was gone, once no part is left.
    fn finished(self) -> Way {
        let link = |link_idx: usize| self.links.get(link_idx).cloned();
        let dead = self.missing.as_ref().and_then(|(_, link_idx)| {
            Some(DeadLink::Nowhere { link: link((*link_idx)?)?, target: self.at.clone() })
        });
        let has_links = !self.links.is_empty();
        let last = self.missing.map_or_else(|| self.at.clone(), |(missing, _)| missing);
        let stops = self.links.into_iter().chain([last]).collect();
        Way { stops, end: self.at, has_links, dead }
    }
}

/// Where a file is to be written: the file behind its links, or the path itself where there are none.
///
/// # Errors
/// A [`DeadLink`]; else whatever the file system says.
pub(in crate::store) fn target(disk: &dyn FileSystem, path: &Path) -> io::Result<PathBuf> {
    let way = way(disk, path)?;
    match way.dead {
        Some(dead) => Err(dead.into()),
        None if way.has_links => Ok(way.end),
        None => Ok(path.to_owned()),
    }
}

/// Whether something is a link itself.
pub(in crate::store) fn is_link(disk: &dyn FileSystem, path: &Path) -> io::Result<bool> {
    Ok(matches!(disk.link(path)?, Entry::Link(_)))
}

/// Whether a file is there.
///
/// # Errors
/// A [`DeadLink`]; else whatever the file system says.
pub fn exists(disk: &dyn FileSystem, path: &Path) -> io::Result<bool> {
    let found = disk.exists(path);
    if !matches!(found, Ok(true))
        && let Some(dead) = way(disk, path)?.dead
    {
        return Err(dead.into());
    }
    found
}

/// What was read from a file; `None` where there is no such file.
///
/// # Errors
/// That of the reading; a [`DeadLink`] where the file could not be reached for it.
pub fn or_missing<T>(path: &Path, read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(error) => match exists(&Disk, path) {
            Ok(false) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(dead) if is_dead_link(&dead) => Err(dead),
            Ok(_) | Err(_) => Err(error),
        },
    }
}

fn is_dead_link(error: &io::Error) -> bool {
    error.get_ref().and_then(|source| source.downcast_ref::<DeadLink>()).is_some()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{canonicalize, create_dir};
    use std::os::unix::fs::symlink;

    use super::super::file_system::Access;
    use super::*;

    #[test]
    fn a_path_is_followed_over_chains_relative_links_and_folders() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| canonicalize(root.path()).unwrap().join(name);
        create_dir(at("sync")).unwrap();
        create_dir(at("data")).unwrap();
        Disk.create(&at("sync/lib.ron"), Access::Usual).unwrap();
        symlink("../sync/lib.ron", at("data/one")).unwrap();
        symlink("one", at("data/two")).unwrap();
        symlink(at("sync"), at("folder")).unwrap();
        for (path, stops) in [
            ("sync/lib.ron", vec!["sync/lib.ron"]),
            ("data/one", vec!["data/one", "sync/lib.ron"]),
            ("data/two", vec!["data/two", "data/one", "sync/lib.ron"]),
            ("folder/lib.ron", vec!["folder", "sync/lib.ron"]),
            ("folder/../data/one", vec!["folder", "data/one", "sync/lib.ron"]),
        ] {
            let found = way(&Disk, &at(path)).unwrap();
            let stops: Vec<PathBuf> = stops.into_iter().map(at).collect();
            assert_eq!((found.end, found.stops), (at("sync/lib.ron"), stops), "{path}");
        }
        // A file that is yet to be made is not one that a link does not reach.
        let new = way(&Disk, &at("folder/new/lib.ron")).unwrap();
        assert_eq!((new.end, new.dead), (at("sync/new/lib.ron"), None));
        assert_eq!(new.stops, [at("folder"), at("sync/new")]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_told_with_where_and_is_no_missing_file() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| canonicalize(root.path()).unwrap().join(name);
        for (link, target) in [
            ("one", "gone/lib.ron"),
            ("two", "one"),
            ("loop", "loop2"),
            ("loop2", "loop"),
            ("folder", "away"),
        ] {
            symlink(target, at(link)).unwrap();
        }
        let nowhere = |link: &str, target: &str| DeadLink::Nowhere { link: at(link), target: at(target) };
        for (path, dead) in [
            ("one", nowhere("one", "gone/lib.ron")),
            ("two", nowhere("two", "gone/lib.ron")),
            ("folder/lib.ron", nowhere("folder", "away/lib.ron")),
            ("loop", DeadLink::Circle { link: at("loop") }),
        ] {
            assert_eq!(way(&Disk, &at(path)).unwrap().dead, Some(dead), "{path}");
            let read = or_missing(&at(path), std::fs::read(at(path))).unwrap_err();
            assert_ne!(read.kind(), io::ErrorKind::NotFound, "{path}");
            assert!(exists(&Disk, &at(path)).is_err() && target(&Disk, &at(path)).is_err());
        }
        assert_eq!(or_missing(&at("none"), std::fs::read(at("none"))).unwrap(), None);
        assert!(!exists(&Disk, &at("none")).unwrap());
    }
}
