//! One program per user: the first holds a lock and listens on a local socket; the others leave a word there.

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, File, TryLockError};
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::thread;
use std::time::{Duration, Instant};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{Listener, ListenerOptions, Name, Stream};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::store::paths::Paths;

/// Which of the two windows of a user: each is a program of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Popup,
    Editor,
}

impl Room {
    fn name(self) -> &'static str {
        match self {
            Self::Popup => "suda",
            Self::Editor => "suda-editor",
        }
    }
}

/// What one program tells the other, as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    Show,
    Toggle,
    Quit,
    /// The editor, at a reply by its id, code or title.
    EditReply(String),
    /// The editor, with a new reply from this text.
    EditNew(String),
    /// The editor, with a new reply from the copied text.
    EditClipboard,
}

/// The longest message, in bytes: a text that a reply is made of.
const LONGEST_MESSAGE: u64 = 256 * 1024;

impl Request {
    /// Reads one line. `None` where it is not a message, or is longer than any may be.
    ///
    /// # Errors
    /// The other side cannot be read.
    pub fn read(from: impl io::Read) -> io::Result<Option<Self>> {
        let mut line = Vec::new();
        BufReader::new(from.take(LONGEST_MESSAGE)).read_until(b'\n', &mut line)?;
        Ok(serde_json::from_slice(&line).ok())
    }

    /// Writes the line that [`Request::read`] reads.
    ///
    /// # Errors
    /// The other side does not take it.
    pub fn write(&self, mut to: impl io::Write) -> io::Result<()> {
        let line = serde_json::to_string(self)?;
        to.write_all((line + "\n").as_bytes())
    }
}

/// Why a message did not arrive.
#[derive(Debug, Error)]
pub enum SendError {
    #[error("suda is not running")]
    NotRunning,
    #[error(transparent)]
    Failed(#[from] io::Error),
}

/// Being the one program; lasts as long as the value.
#[derive(Debug)]
pub struct Claim {
    /// Held, never read: the lock ends with the process, however it ends.
    #[cfg_attr(not(test), expect(dead_code, reason = "a lock lasts as long as its file is open"))]
    lock: File,
    listener: Listener,
}

/// Becomes the one program of a window. `None` when another is already.
///
/// # Errors
/// The lock or the socket cannot be made.
pub fn claim(paths: &Paths, room: Room) -> io::Result<Option<Claim>> {
    fs::create_dir_all(paths.runtime())?;
    let lock = File::create(paths.runtime().join(format!("{}.lock", key(paths, room))))?;
    let mut tries = 0;
    loop {
        match lock.try_lock() {
            Ok(()) => break,
            // Somebody who only asks whether a program runs holds the lock for a moment.
            Err(TryLockError::WouldBlock) if tries < 3 => tries += 1,
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        thread::sleep(Duration::from_millis(10));
    }
    // Whoever holds the lock may replace the socket that a killed program left behind.
    let listener =
        ListenerOptions::new().name(socket_name(paths, room)?).try_overwrite(true).create_sync()?;
    Ok(Some(Claim { lock, listener }))
}

impl Claim {
    /// Calls `receive` for every message, on the calling thread, for as long as the program runs.
    pub fn listen(self, receive: impl Fn(Request)) {
        for stream in self.listener.incoming() {
            match stream.and_then(|stream| answer(&stream)) {
                Ok(Some(message)) => receive(message),
                Ok(None) => tracing::warn!("a message that nobody knows came over the socket"),
                Err(error) => tracing::warn!(%error, "the instance socket"),
            }
        }
    }
}

fn answer(stream: &Stream) -> io::Result<Option<Request>> {
    limit_waiting(stream, Duration::from_millis(500));
    let message = Request::read(stream)?;
    let mut out = stream;
    out.write_all(if message.is_some() { b"ok\n" } else { b"unknown\n" })?;
    Ok(message)
}

/// Tells the running program something and waits until it has heard it.
///
/// # Errors
/// There is none, or it does not answer.
pub fn send(paths: &Paths, room: Room, message: &Request) -> Result<(), SendError> {
    // The other may hold the lock already and the socket not yet.
    let mut tries = 0;
    let stream = loop {
        match Stream::connect(socket_name(paths, room)?) {
            Ok(stream) => break stream,
            Err(_) if !is_running(paths, room) => return Err(SendError::NotRunning),
            Err(error) if tries == 40 => return Err(error.into()),
            Err(_) => {}
        }
        tries += 1;
        thread::sleep(Duration::from_millis(25));
    };
    limit_waiting(&stream, Duration::from_secs(3));
    message.write(&stream)?;
    let mut answer = String::new();
    BufReader::new(&stream).read_line(&mut answer)?;
    if answer.trim() != "ok" {
        return Err(io::Error::from(io::ErrorKind::InvalidData).into());
    }
    if *message == Request::Quit {
        // Who starts the program again right behind this must not meet the old one.
        let end = Instant::now() + Duration::from_secs(3);
        while is_running(paths, room) && Instant::now() < end {
            thread::sleep(Duration::from_millis(10));
        }
    }
    Ok(())
}

/// Named pipes of Windows have no time limits; there the other side is trusted to answer.
fn limit_waiting(stream: &Stream, limit: Duration) {
    if let Err(error) = stream.set_recv_timeout(Some(limit)) {
        tracing::debug!(%error, "no time limit for the instance socket");
    }
}

fn is_running(paths: &Paths, room: Room) -> bool {
    let lock = File::open(paths.runtime().join(format!("{}.lock", key(paths, room))));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Tells users, and their data folders, apart.
fn key(paths: &Paths, room: Room) -> String {
    let mut hasher = DefaultHasher::new();
    paths.data().hash(&mut hasher);
    format!("{}-{:016x}", room.name(), hasher.finish())
}

#[cfg(unix)]
fn socket_name(paths: &Paths, room: Room) -> io::Result<Name<'static>> {
    use interprocess::local_socket::GenericFilePath;
    paths.runtime().join(format!("{}.sock", key(paths, room))).to_fs_name::<GenericFilePath>()
}

#[cfg(windows)]
fn socket_name(paths: &Paths, room: Room) -> io::Result<Name<'static>> {
    use interprocess::local_socket::GenericNamespaced;
    key(paths, room).to_ns_name::<GenericNamespaced>()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_line_that_is_no_message_is_none_and_one_that_is_comes_back() {
        let too_long = serde_json::to_vec(&Request::EditNew("长".repeat(100_000))).unwrap();
        for bytes in [&b""[..], b"\n", b"\xff\xfe\n", b"\"show", b"\"edit-new\"\n", b"{}", &too_long] {
            assert_eq!(Request::read(bytes).unwrap(), None);
        }
        for message in [Request::Quit, Request::EditNew("亲，\n{订单号}\"".into())] {
            let mut line = Vec::new();
            message.write(&mut line).unwrap();
            line.extend_from_slice(b"\xff more");
            assert_eq!(Request::read(line.as_slice()).unwrap(), Some(message));
        }
    }

    #[test]
    fn the_second_program_reaches_the_first_and_a_dead_ones_socket_is_replaced() {
        let root = tempfile::tempdir().unwrap();
        let paths = Paths::below(root.path());
        assert!(matches!(send(&paths, Room::Popup, &Request::Show), Err(SendError::NotRunning)));
        // What a killed program leaves: the files, without a lock.
        let dead = claim(&paths, Room::Popup).unwrap().unwrap();
        std::mem::forget(dead.listener);
        drop(dead.lock);
        let first = claim(&paths, Room::Popup).unwrap().unwrap();
        assert!(claim(&paths, Room::Popup).unwrap().is_none());
        let (sender, heard) = mpsc::channel();
        thread::Builder::new()
            .spawn(move || {
                first.listen(|message| {
                    if sender.send(message).is_err() {
                        tracing::debug!("the test has ended before its thread");
                    }
                });
            })
            .unwrap();
        // The other window is another program.
        assert!(claim(&paths, Room::Editor).unwrap().is_some());
        for message in [Request::Show, Request::EditNew("亲，\n{订单号}\"".into())] {
            send(&paths, Room::Popup, &message).unwrap();
            assert_eq!(heard.recv_timeout(Duration::from_secs(5)).unwrap(), message);
        }
    }
}
