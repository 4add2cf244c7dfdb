//! Hearing of changes of files, whoever makes them.
//!
//! The folders are watched, not the files: most programs put a new file in the place of the old one, and a file may not
//! be there yet. Nothing is asked for again and again, so a drive that tells of no changes (some network drives) is not
//! heard. A folder that is removed is not watched any more.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use thiserror::Error;

use super::atomic;
use super::file_system::Disk;

/// A save is over when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(120);
/// A change is told after this, even where things go on happening.
const LONGEST_WAIT: Duration = Duration::from_millis(600);

/// Why files are not watched.
#[derive(Debug, Error)]
pub enum WatchError {
    /// The folder of a file.
    #[error("{path}: {source}")]
    Folder { path: PathBuf, source: io::Error },
    #[error(transparent)]
    System(#[from] notify::Error),
    #[error("no thread: {0}")]
    Thread(io::Error),
}

/// Files are watched as long as this is there.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Calls `changed` with every one of these files that was written, replaced, made or removed, once for changes that
/// follow each other closely. It is called on a thread of its own, and may take its time. Makes the folders where they
/// are missing.
///
/// # Errors
/// A folder cannot be made, or the system cannot watch it.
pub fn watch(
    files: Vec<PathBuf>,
    mut changed: impl FnMut(&Path) + Send + 'static,
) -> Result<Watch, WatchError> {
    let places = files.iter().map(|file| place_of(file)).collect::<Result<Vec<_>, _>>()?;
    let folders: BTreeSet<PathBuf> = places.iter().map(|place| place.folder.clone()).collect();
    let (sender, heard) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        for file_idx in touched(&event, &places) {
            if sender.send(file_idx).is_err() {
                tracing::debug!("a change that nobody hears of any more");
            }
        }
    })?;
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    let report = move || {
        report(&heard, |file_idx| {
            if let Some(file) = files.get(file_idx) {
                changed(file);
            }
        });
    };
    thread::Builder::new().name("watch".to_owned()).spawn(report).map_err(WatchError::Thread)?;
    Ok(Watch { _watcher: watcher })
}

/// Where a file is, as the system names it.
struct Place {
    folder: PathBuf,
    file: PathBuf,
}

fn place_of(file: &Path) -> Result<Place, WatchError> {
    let folder = atomic::folder_of(file);
    let failed = |source| WatchError::Folder { path: folder.to_owned(), source };
    atomic::make_folder(&Disk, folder).map_err(failed)?;
    let folder = fs::canonicalize(folder).map_err(failed)?;
    let file = folder.join(file.file_name().unwrap_or_default());
    Ok(Place { folder, file })
}

/// The files that an event may have changed, by their places in the list. All, where the system has lost events.
fn touched(event: &notify::Result<Event>, places: &[Place]) -> Vec<usize> {
    let is_touched = |place: &Place| match event {
        Ok(event) if event.need_rescan() => true,
        Ok(event) if is_reading(event.kind) => false,
        Ok(event) => event.paths.iter().any(|path| is_at(path, place)),
        Err(_) => true,
    };
    if let Err(error) = event {
        tracing::warn!(%error, "changes of files may go unheard");
    }
    places.iter().enumerate().filter(|(_, place)| is_touched(place)).map(|(file_idx, _)| file_idx).collect()
}

fn is_reading(kind: EventKind) -> bool {
    kind.is_access() && kind != EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// Windows and macOS take upper and lower case for the same name.
fn is_at(path: &Path, place: &Place) -> bool {
    path.as_os_str().eq_ignore_ascii_case(&place.file)
}

/// Passes changes on when it has become quiet, each file once.
fn report(heard: &Receiver<usize>, mut changed: impl FnMut(usize)) {
    while let Ok(first) = heard.recv() {
        let latest = Instant::now() + LONGEST_WAIT;
        let mut files = BTreeSet::from([first]);
        while let Some(left) = latest.checked_duration_since(Instant::now())
            && let Ok(file_idx) = heard.recv_timeout(left.min(QUIET))
        {
            files.insert(file_idx);
        }
        files.into_iter().for_each(&mut changed);
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write as _;

    use super::*;
    use crate::store::settled::read_whole;

    const OLD: &str = "(replies: [(title: \"a\", text: \"b\")])";
    const NEW: &str = "(replies: [(title: \"a\", text: \"cc\")])";

    /// The next file that is said to have changed, and what it holds.
    fn next(reports: &Receiver<(PathBuf, io::Result<Vec<u8>>)>) -> (PathBuf, String) {
        let (path, bytes) = reports.recv_timeout(Duration::from_secs(1)).unwrap();
        (path, String::from_utf8(bytes.unwrap()).unwrap())
    }

    #[test]
    fn a_change_in_any_way_is_heard_of_within_a_second_and_read_whole() {
        let root = tempfile::tempdir().unwrap();
        let (path, other) = (root.path().join("new/replies.ron"), root.path().join("settings.ron"));
        let (sender, reports) = mpsc::channel();
        let _watch = watch(vec![path.clone(), other.clone()], move |path| {
            sender.send((path.to_owned(), read_whole(path, None))).ok();
        })
        .unwrap();

        // A new file, another one in its place, and one that is written over.
        for text in [OLD, NEW] {
            atomic::write(&path, text.as_bytes()).unwrap();
            assert_eq!(next(&reports), (path.clone(), text.to_owned()));
        }
        File::create(&other).unwrap().write_all(OLD.as_bytes()).unwrap();
        assert_eq!(next(&reports), (other, OLD.to_owned()));

        // Half a save, and the other half later.
        let mut file = File::create(&path).unwrap();
        let (head, tail) = OLD.split_at(20);
        file.write_all(head.as_bytes()).unwrap();
        thread::sleep(QUIET * 3);
        file.write_all(tail.as_bytes()).unwrap();
        assert_eq!(next(&reports), (path.clone(), OLD.to_owned()));
        drop(file);
        while let Ok((_, bytes)) = reports.recv_timeout(LONGEST_WAIT) {
            assert_eq!(bytes.unwrap(), OLD.as_bytes(), "the end of the save may be told once more");
        }

        // Reading changes nothing, and other files are none of these.
        fs::read(&path).unwrap();
        atomic::write(&root.path().join("new/other.ron"), b"(").unwrap();
        assert!(reports.recv_timeout(LONGEST_WAIT).is_err());
    }

    #[test]
    fn changes_without_an_end_are_told_in_between_and_not_one_by_one() {
        let (sender, heard) = mpsc::channel();
        let writer = thread::Builder::new().spawn(move || {
            let start = Instant::now();
            while start.elapsed() < LONGEST_WAIT * 2 {
                sender.send(0).unwrap();
                sender.send(1).unwrap();
                thread::sleep(QUIET / 10);
            }
        });
        let start = Instant::now();
        let mut told = Vec::new();
        report(&heard, |file_idx| told.push((file_idx, start.elapsed())));
        writer.unwrap().join().unwrap();
        assert_eq!(told.iter().map(|(file_idx, _)| *file_idx).take(4).collect::<Vec<_>>(), [0, 1, 0, 1]);
        assert!(told[0].1 < LONGEST_WAIT * 3 / 2 && told.len() <= 8, "{told:?}");
    }

    #[test]
    fn where_the_system_has_lost_events_every_file_counts_as_changed() {
        let root = tempfile::tempdir().unwrap();
        let places = ["a.ron", "b.ron"].map(|name| place_of(&root.path().join(name)).unwrap());
        let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(touched(&Ok(lost), &places), [0, 1]);
        assert_eq!(touched(&Err(notify::Error::generic("x")), &places), [0, 1]);
        let written = Event::new(EventKind::Any).add_path(places[1].file.clone());
        assert_eq!(touched(&Ok(written), &places), [1]);
    }
}
