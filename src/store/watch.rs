//! Watching files for changes, whoever makes them.
//!
//! The folders are watched, not the files: most programs put a new file in the place of the old one, and a file may not
//! be there yet. Of a file that is reached over links, each link is watched as well as its target, and a change of a link
//! is followed to the new target. Files are not polled, so changes on a drive that reports none (some
//! network drives) are not noticed.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use thiserror::Error;

use super::file_system::Disk;
use super::{atomic, links};

/// A save is over when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(120);
/// A change is reported after this, even where things go on happening.
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
    _watcher: Arc<Mutex<RecommendedWatcher>>,
}

/// Calls `changed` with every one of these files that was written, replaced, made or removed, once for changes that
/// follow each other closely. One that is a folder stands for the files `*.ron` in it, whenever it comes. It is called on a thread of its own, and may take its time. Makes the folders where they
/// are missing.
///
/// # Errors
/// A folder cannot be made, or the system cannot watch it.
pub fn watch(
    files: Vec<PathBuf>,
    mut changed: impl FnMut(&Path) + Send + 'static,
) -> Result<Watch, WatchError> {
    let places = files.iter().map(|file| places_of(file)).collect::<Result<Vec<_>, _>>()?;
    let places = Arc::new(Mutex::new(places));
    let known = Arc::clone(&places);
    let (sender, heard) = mpsc::channel();
    let watcher = notify::recommended_watcher(move |event| {
        let touched = touched(&event, &known.lock().unwrap_or_else(PoisonError::into_inner));
        for file_idx in touched {
            if sender.send(file_idx).is_err() {
                tracing::debug!("a change that nobody hears of any more");
            }
        }
    })?;
    let watcher = Arc::new(Mutex::new(watcher));
    let mut follower = Follower { watcher: Arc::downgrade(&watcher), places, folders: BTreeSet::new() };
    follower.watch_folders()?;
    let report = move || {
        report(&heard, |file_idx| {
            if let Some(file) = files.get(file_idx) {
                follower.follow(file_idx, file);
                changed(file);
            }
        });
    };
    thread::Builder::new().name("watch".to_owned()).spawn(report).map_err(WatchError::Thread)?;
    Ok(Watch { _watcher: watcher })
}

/// The places of each file.
type Places = Vec<Vec<Place>>;

/// Watches other folders when a link leads elsewhere.
struct Follower {
    /// It goes with the [`Watch`].
    watcher: Weak<Mutex<RecommendedWatcher>>,
    places: Arc<Mutex<Places>>,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
}

impl Follower {
    /// Looks where a file is by now. To be called before it is read, so that no later change is missed.
    fn follow(&mut self, file_idx: usize, file: &Path) {
        // A link may be changed again while the folder behind it is not watched yet.
        for _ in 0..3 {
            let now = match places_of(file) {
                Ok(now) => now,
                Err(error) => return tracing::warn!(%error, "a file is not watched any more"),
            };
            match self.places.lock().unwrap_or_else(PoisonError::into_inner).get_mut(file_idx) {
                Some(known) if *known != now => *known = now,
                Some(_) | None => return,
            }
            if let Err(error) = self.watch_folders() {
                tracing::warn!(%error, "changes made elsewhere are not seen");
            }
        }
    }

    /// Watches the folders in which files are waited for, and no others any more.
    fn watch_folders(&mut self) -> notify::Result<()> {
        let Some(watcher) = self.watcher.upgrade() else { return Ok(()) };
        let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted: BTreeSet<PathBuf> = {
            let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            places.iter().flatten().map(|place| place.folder.clone()).collect()
        };
        for gone in self.folders.difference(&wanted) {
            if let Err(error) = watcher.unwatch(gone) {
                tracing::debug!(%error, "a folder that is gone was watched");
            }
        }
        self.folders.retain(|folder| wanted.contains(folder));
        for folder in wanted {
            if !self.folders.contains(&folder) {
                watcher.watch(&folder, RecursiveMode::NonRecursive)?;
                self.folders.insert(folder);
            }
        }
        Ok(())
    }
}

/// Where a file is, or a link that leads to it, as the system names it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    folder: PathBuf,
    /// `None` for every file `*.ron` of the folder.
    file: Option<PathBuf>,
}

impl Place {
    fn is_of(&self, path: &Path) -> bool {
        if let Some(file) = &self.file {
            return is_at(path, file);
        }
        let is_in_folder = path.parent().is_some_and(|folder| is_at(folder, &self.folder));
        is_in_folder && path.extension().is_some_and(|extension| extension == "ron")
    }
}

/// The links on the way to a file, and the file; of a folder also the files in it. Makes the folder that it is in, unless a
/// link leads nowhere.
fn places_of(file: &Path) -> Result<Vec<Place>, WatchError> {
    let failed = |source| WatchError::Folder { path: atomic::folder_of(file).to_owned(), source };
    let mut way = links::way(&Disk, file).map_err(failed)?;
    if way.dead.is_none() {
        atomic::make_folder(&Disk, atomic::folder_of(&way.end)).map_err(failed)?;
        way = links::way(&Disk, file).map_err(failed)?;
    }
    let inside = way.end.is_dir().then_some(Place { folder: way.end, file: None });
    let place = |file: PathBuf| Place { folder: atomic::folder_of(&file).to_owned(), file: Some(file) };
    Ok(way.stops.into_iter().map(place).chain(inside).collect())
}

/// The files that an event may have changed, by their places in the list. All, where the system has lost events.
fn touched(event: &notify::Result<Event>, files: &[Vec<Place>]) -> Vec<usize> {
    let is_touched = |places: &Vec<Place>| match event {
        Ok(event) if event.need_rescan() => true,
        Ok(event) if is_reading(event.kind) => false,
        Ok(event) => event.paths.iter().any(|path| {
            let moves = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            places.iter().any(|place| place.is_of(path) || moves && is_at(path, &place.folder))
        }),
        Err(_) => true,
    };
    if let Err(error) = event {
        tracing::warn!(%error, "changes of files may go unheard");
    }
    files.iter().enumerate().filter(|(_, places)| is_touched(places)).map(|(file_idx, _)| file_idx).collect()
}

fn is_reading(kind: EventKind) -> bool {
    kind.is_access() && kind != EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// Windows and macOS take upper and lower case for the same name.
fn is_at(path: &Path, place: &Path) -> bool {
    path.as_os_str().eq_ignore_ascii_case(place)
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
    use std::fs::{self, File};
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

        // Reading changes nothing, and other files are not among these.
        fs::read(&path).unwrap();
        atomic::write(&root.path().join("new/other.ron"), b"(").unwrap();
        assert!(reports.recv_timeout(LONGEST_WAIT).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_target_of_a_link_is_watched_wherever_the_link_leads_and_from_when_it_is_there() {
        use std::os::unix::fs::symlink;

        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in ["data", "sync", "other"] {
            fs::create_dir(at(folder)).unwrap();
        }
        let path = at("data/replies.ron");
        symlink("../sync/later/lib.ron", &path).unwrap();
        let (sender, reports) = mpsc::channel();
        let _watch = watch(vec![path.clone()], move |path| {
            sender.send((path.to_owned(), read_whole(path, None))).ok();
        })
        .unwrap();
        // Whether it is reported once more does not matter here.
        let heard = |expected: &str| {
            let found = std::iter::from_fn(|| reports.recv_timeout(Duration::from_secs(3)).ok());
            let mut texts = found.filter_map(|(_, bytes)| bytes.ok());
            assert!(texts.any(|bytes| bytes == expected.as_bytes()), "{expected}");
            while reports.recv_timeout(LONGEST_WAIT).is_ok() {}
        };

        // The drive comes, then the file changes there: another one in its place, and one that is written over.
        atomic::write(&at("sync/later/lib.ron"), OLD.as_bytes()).unwrap();
        heard(OLD);
        atomic::write(&at("sync/later/lib.ron"), NEW.as_bytes()).unwrap();
        heard(NEW);
        File::create(at("sync/later/lib.ron")).unwrap().write_all(OLD.as_bytes()).unwrap();
        heard(OLD);
        // The link leads elsewhere; only a change there is reported.
        atomic::write(&at("other/lib.ron"), NEW.as_bytes()).unwrap();
        symlink("../other/lib.ron", at("data/new")).unwrap();
        fs::rename(at("data/new"), &path).unwrap();
        heard(NEW);
        atomic::write(&at("other/lib.ron"), OLD.as_bytes()).unwrap();
        heard(OLD);
        atomic::write(&at("sync/later/lib.ron"), NEW.as_bytes()).unwrap();
        assert!(reports.recv_timeout(LONGEST_WAIT).is_err());
    }

    #[test]
    fn a_folder_is_followed_from_when_it_is_there_with_every_file_that_comes() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("config/rules");
        let (sender, reports) = mpsc::channel();
        let _watch = watch(vec![folder.clone()], move |path| {
            sender.send(path.to_owned()).ok();
        })
        .unwrap();
        let is_heard = || {
            let first = reports.recv_timeout(Duration::from_secs(3)).ok();
            while reports.recv_timeout(LONGEST_WAIT).is_ok() {}
            first.as_ref() == Some(&folder)
        };
        fs::create_dir(&folder).unwrap();
        assert!(is_heard());
        for text in [OLD, NEW] {
            atomic::write(&folder.join("gift.ron"), text.as_bytes()).unwrap();
            assert!(is_heard());
        }
        File::create(folder.join("another.ron")).unwrap().write_all(OLD.as_bytes()).unwrap();
        assert!(is_heard());
        fs::remove_file(folder.join("gift.ron")).unwrap();
        assert!(is_heard());
        // What is no rule, and what is beside the folder, is not heard of.
        atomic::write(&folder.join("notes.txt"), b"").unwrap();
        atomic::write(&root.path().join("config/other.ron"), b"").unwrap();
        assert!(reports.recv_timeout(LONGEST_WAIT).is_err());
        fs::remove_dir_all(&folder).unwrap();
        assert!(is_heard());
        atomic::write(&folder.join("gift.ron"), OLD.as_bytes()).unwrap();
        assert!(is_heard(), "it is there again");
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
        let places = ["a.ron", "b.ron"].map(|name| places_of(&root.path().join(name)).unwrap());
        let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(touched(&Ok(lost), &places), [0, 1]);
        assert_eq!(touched(&Err(notify::Error::generic("x")), &places), [0, 1]);
        let written = Event::new(EventKind::Any).add_path(places[1][0].file.clone().unwrap());
        assert_eq!(touched(&Ok(written), &places), [1]);
    }
}
