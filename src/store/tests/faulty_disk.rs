//! A file system that fails at one call.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::super::file_system::{Access, Disk, Entry, FileSystem};

/// How it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The call fails; of a write, half of the bytes are in the file.
    Once(ErrorKind),
    /// The call is carried out, and fails all the same: a network drive's answer got lost.
    AnswerLost,
    /// This call and every later one fail: the network drive is gone.
    Gone,
    /// The process is ended: half of a write is done, and nothing later is.
    Killed,
    /// The process is ended, and what was not synced is lost, but for the youngest name in a folder.
    PowerCut,
}

/// What ends the operation when the process is ended.
pub(super) struct Ended;

/// The file system, which fails at the call of a given number, counted from 0.
#[derive(Debug)]
pub(super) struct FaultyDisk {
    fail_at: usize,
    fault: Fault,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: usize,
    /// The file that was created last.
    open: PathBuf,
    /// Files whose bytes are not synced.
    unsynced: BTreeSet<PathBuf>,
    /// New names in folders that are not synced, the youngest last.
    new_names: Vec<NewName>,
    renamed: Vec<PathBuf>,
}

#[derive(Debug)]
struct NewName {
    path: PathBuf,
    /// What had the name before.
    before: Option<Vec<u8>>,
}

/// What is done of a call.
enum Share {
    All,
    None,
    AllButTheAnswer,
}

impl FaultyDisk {
    pub(super) fn new(fail_at: usize, fault: Fault) -> Self {
        Self { fail_at, fault, state: Mutex::default() }
    }

    /// One that never fails.
    pub(super) fn sound() -> Self {
        Self::new(usize::MAX, Fault::Gone)
    }

    pub(super) fn has_failed(&self) -> bool {
        self.state.lock().unwrap().calls > self.fail_at
    }

    /// Whether a file was put in the place of this one.
    pub(super) fn has_replaced(&self, path: &Path) -> bool {
        self.state.lock().unwrap().renamed.iter().any(|renamed| renamed == path)
    }

    /// The system's words.
    pub(super) fn reason(&self) -> io::Error {
        match self.fault {
            Fault::Once(kind) => kind.into(),
            Fault::AnswerLost => ErrorKind::TimedOut.into(),
            Fault::Gone | Fault::Killed | Fault::PowerCut => ErrorKind::NetworkUnreachable.into(),
        }
    }

    fn next(&self) -> Share {
        let mut state = self.state.lock().unwrap();
        let call = state.calls;
        state.calls += 1;
        if call < self.fail_at || (call > self.fail_at && self.fault != Fault::Gone) {
            Share::All
        } else if self.fault == Fault::AnswerLost {
            Share::AllButTheAnswer
        } else {
            Share::None
        }
    }

    fn stop(&self) -> io::Error {
        match self.fault {
            Fault::Once(_) | Fault::AnswerLost | Fault::Gone => self.reason(),
            Fault::Killed => panic::resume_unwind(Box::new(Ended)),
            Fault::PowerCut => {
                self.lose_what_is_not_synced();
                panic::resume_unwind(Box::new(Ended))
            }
        }
    }

    fn lose_what_is_not_synced(&self) {
        let mut state = self.state.lock().unwrap();
        for path in &state.unsynced {
            if let Ok(file) = OpenOptions::new().write(true).open(path) {
                file.set_len(0).unwrap();
            }
        }
        state.new_names.pop();
        while let Some(NewName { path, before }) = state.new_names.pop() {
            match before {
                Some(bytes) => super::saving::put(&path, &bytes),
                None if path.is_dir() => fs::remove_dir_all(path).unwrap(),
                None if path.exists() => fs::remove_file(path).unwrap(),
                None => {}
            }
        }
    }

    fn call<T>(&self, call: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.next() {
            Share::All => call(),
            Share::None => Err(self.stop()),
            Share::AllButTheAnswer => call().and(Err(self.stop())),
        }
    }

    fn note(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
    }
}

impl FileSystem for FaultyDisk {
    fn exists(&self, path: &Path) -> io::Result<bool> {
        self.call(|| Disk.exists(path))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call(|| Disk.read(path))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.call(|| Disk.names(folder))
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|| {
            Disk.create_folder(folder)?;
            self.note(|state| state.new_names.push(NewName { path: folder.to_owned(), before: None }));
            Ok(())
        })
    }

    fn link(&self, path: &Path) -> io::Result<Entry> {
        self.call(|| Disk.link(path))
    }

    fn keep_attributes(&self, from: &Path, to: &File) -> io::Result<()> {
        self.call(|| Disk.keep_attributes(from, to))
    }

    fn create(&self, path: &Path, access: Access) -> io::Result<File> {
        self.call(|| {
            let file = Disk.create(path, access)?;
            self.note(|state| {
                path.clone_into(&mut state.open);
                state.unsynced.insert(path.to_owned());
            });
            Ok(file)
        })
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        match self.next() {
            Share::All => Disk.write(file, bytes),
            Share::None => {
                Disk.write(file, &bytes[..bytes.len() / 2])?;
                Err(self.stop())
            }
            Share::AllButTheAnswer => Disk.write(file, bytes).and(Err(self.stop())),
        }
    }

    /// Nothing has to reach a real disk.
    fn sync(&self, _file: &File) -> io::Result<()> {
        self.call(|| {
            self.note(|state| {
                state.unsynced.remove(&state.open);
            });
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|| {
            self.note(|state| state.new_names.retain(|new| new.path.parent() != Some(folder)));
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|| {
            let before = fs::read(to).ok();
            Disk.rename(from, to)?;
            self.note(|state| {
                state.renamed.push(to.to_owned());
                state.new_names.push(NewName { path: to.to_owned(), before });
                if state.unsynced.remove(from) {
                    state.unsynced.insert(to.to_owned());
                }
            });
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|| Disk.remove(path))
    }

    fn try_lock(&self, path: &Path) -> Result<File, TryLockError> {
        match self.next() {
            Share::All => Disk.try_lock(path),
            Share::None => Err(TryLockError::Error(self.stop())),
            Share::AllButTheAnswer => Disk.try_lock(path).and(Err(TryLockError::Error(self.stop()))),
        }
    }
}
