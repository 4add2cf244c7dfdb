//! The process that serves a copied text or image on X11, and handing over to it.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use arboard::{Clipboard, ImageData, SetExtLinux as _};
use x11rb::connection::Connection as _;
use x11rb::protocol::res::{ClientIdMask, ClientIdSpec, ConnectionExt as _};
use x11rb::protocol::xproto::{Atom, ConnectionExt as _, Window};
use x11rb::rust_connection::RustConnection;

use super::KEEPER_ARGUMENT;

/// What the keeper says when pasting gives what it was sent.
const READY: &str = "ready";

/// A manager that has been asked takes the content within this.
const LONGEST_TAKE_OVER: Duration = Duration::from_millis(300);
const LONGEST_START: Duration = Duration::from_secs(2);
const BETWEEN_LOOKS: Duration = Duration::from_millis(2);

/// Leaves what this process owns to a manager, or to a keeper where no manager takes it. The keeper owns it before the
/// last handle is dropped, so that pasting never gives nothing.
pub(super) fn hand_over(mut clipboard: Clipboard) -> io::Result<()> {
    let desktop = Desktop::open()?;
    // What somebody else has copied is theirs, and is not read.
    if !desktop.is_ours()? {
        return Ok(());
    }
    let Some(content) = Content::of(&mut clipboard) else { return Ok(()) };
    let mut held = Some(clipboard);
    if desktop.has_manager()? {
        held = None;
        if until(LONGEST_TAKE_OVER, || desktop.is_someone_elses())? {
            return Ok(());
        }
    }
    let keeper = start_keeper(&content)?;
    tracing::debug!(process = keeper.id(), "what was copied is served without a window");
    drop(held);
    Ok(())
}

/// Starts this program once more as the keeper of the clipboard, in a process group of its own, so that Ctrl+C in a terminal
/// does not end it too, and waits until it owns the clipboard.
///
/// # Errors
/// It cannot be started, or it ends without owning the clipboard.
fn start_keeper(content: &Content) -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(KEEPER_ARGUMENT).current_dir("/").process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut keeper = command.spawn()?;
    // The end of this block closes the pipe: the keeper reads to its end.
    if let Some(mut pipe) = keeper.stdin.take() {
        content.write(&mut pipe)?;
    }
    let mut answer = String::new();
    if let Some(pipe) = keeper.stdout.take() {
        BufReader::new(pipe).read_line(&mut answer)?;
    }
    if answer.trim_end() == READY { Ok(keeper) } else { Err(io::ErrorKind::BrokenPipe.into()) }
}

/// See [`super::keep()`].
pub(super) fn keep() -> io::Result<()> {
    let content = Content::read(&mut io::stdin().lock())?;
    let (desktop, session) = (Desktop::open()?, Desktop::open()?);
    let (sender, ended) = mpsc::channel();
    let taken = sender.clone();
    // Serving ends when somebody else copies; arboard does not tell when the desktop is gone.
    spawn("owner", move || taken.send(content.serve()))?;
    spawn("session", move || {
        while session.connection.wait_for_event().is_ok() {}
        sender.send(Ok(()))
    })?;
    if until(LONGEST_START, || desktop.is_ours())? {
        writeln!(io::stdout(), "{READY}")?;
    }
    ended.recv().unwrap_or(Ok(()))
}

fn spawn<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Looks again and again until something holds. False where it does not in this time.
fn until(longest: Duration, holds: impl Fn() -> io::Result<bool>) -> io::Result<bool> {
    let end = Instant::now() + longest;
    loop {
        let found = holds()?;
        if found || Instant::now() > end {
            return Ok(found);
        }
        thread::sleep(BETWEEN_LOOKS);
    }
}

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Text(String),
    Image { width: usize, height: usize, rgba: Vec<u8> },
}

impl Content {
    fn of(clipboard: &mut Clipboard) -> Option<Self> {
        if let Ok(text) = clipboard.get_text() {
            return Some(Self::Text(text));
        }
        let image = clipboard.get_image().ok()?;
        Some(Self::Image { width: image.width, height: image.height, rgba: image.bytes.into_owned() })
    }

    /// A line that says what it is, and the bytes.
    fn write(&self, pipe: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Text(text) => {
                writeln!(pipe, "text")?;
                pipe.write_all(text.as_bytes())
            }
            Self::Image { width, height, rgba } => {
                writeln!(pipe, "image {width} {height}")?;
                pipe.write_all(rgba)
            }
        }
    }

    fn read(pipe: &mut impl BufRead) -> io::Result<Self> {
        let (mut head, mut bytes) = (String::new(), Vec::new());
        pipe.read_line(&mut head)?;
        pipe.read_to_end(&mut bytes)?;
        let foreign = || io::Error::from(io::ErrorKind::InvalidData);
        let side = |text: &str| text.parse::<usize>().ok();
        match head.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["text"] => String::from_utf8(bytes).map(Self::Text).map_err(io::Error::other),
            ["image", width, height] => side(width)
                .zip(side(height))
                .map(|(width, height)| Self::Image { width, height, rgba: bytes })
                .ok_or_else(foreign),
            _ => Err(foreign()),
        }
    }

    /// Until somebody else copies.
    fn serve(self) -> io::Result<()> {
        let mut clipboard = Clipboard::new().map_err(io::Error::other)?;
        let set = clipboard.set().wait();
        let served = match self {
            Self::Text(text) => set.text(text),
            Self::Image { width, height, rgba } => set.image(ImageData { width, height, bytes: rgba.into() }),
        };
        served.map_err(io::Error::other)
    }
}

/// Who has the selections of the X server.
struct Desktop {
    connection: RustConnection,
    clipboard: Atom,
    manager: Atom,
}

impl Desktop {
    fn open() -> io::Result<Self> {
        let (connection, _) = RustConnection::connect(None).map_err(io::Error::other)?;
        let atom = |name: &[u8]| {
            let asked = connection.intern_atom(false, name).map_err(io::Error::other)?;
            Ok::<_, io::Error>(asked.reply().map_err(io::Error::other)?.atom)
        };
        let (clipboard, manager) = (atom(b"CLIPBOARD")?, atom(b"CLIPBOARD_MANAGER")?);
        Ok(Self { connection, clipboard, manager })
    }

    /// The window that owns a selection; 0 where nobody does.
    fn owner(&self, selection: Atom) -> io::Result<Window> {
        let asked = self.connection.get_selection_owner(selection).map_err(io::Error::other)?;
        Ok(asked.reply().map_err(io::Error::other)?.owner)
    }

    fn has_manager(&self) -> io::Result<bool> {
        Ok(self.owner(self.manager)? != x11rb::NONE)
    }

    /// Whether this process has what is on the clipboard.
    fn is_ours(&self) -> io::Result<bool> {
        let owner = self.owner(self.clipboard)?;
        if owner == x11rb::NONE {
            return Ok(false);
        }
        let wanted = ClientIdSpec { client: owner, mask: ClientIdMask::LOCAL_CLIENT_PID };
        let asked = self.connection.res_query_client_ids(&[wanted]).map_err(io::Error::other)?;
        let found = asked.reply().map_err(io::Error::other)?;
        Ok(found.ids.iter().any(|id| id.value.first() == Some(&std::process::id())))
    }

    fn is_someone_elses(&self) -> io::Result<bool> {
        Ok(self.owner(self.clipboard)? != x11rb::NONE && !self.is_ours()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_comes_through_the_pipe_byte_for_byte() {
        for content in [
            Content::Text("亲，\n\u{feff}在的 \r\n".to_owned()),
            Content::Text(String::new()),
            Content::Image { width: 1, height: 2, rgba: vec![10, 13, 0, 255, 1, 2, 3, 4] },
        ] {
            let mut pipe = Vec::new();
            content.write(&mut pipe).unwrap();
            assert_eq!(Content::read(&mut pipe.as_slice()).unwrap(), content);
        }
        assert!(Content::read(&mut b"else\nx".as_slice()).is_err());
    }
}
