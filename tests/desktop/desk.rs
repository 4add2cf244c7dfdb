//! A private desktop for one test.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt as _, EventMask, GrabMode, ImageFormat, MapState, ModMask,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

const PATIENCE: Duration = Duration::from_secs(20);

// X keysyms.
const SPACE: u32 = 0x20;
const CONTROL: u32 = 0xffe3;
const ALT: u32 = 0xffe9;

/// A key code without a symbol on the keyboard map that Xvfb starts with.
const UNUSED_KEY: u8 = 247;

/// Waits until something is so; fails with its name when it never is.
pub(crate) fn eventually(what: &str, is_so: impl FnMut() -> bool) {
    eventually_within(what, PATIENCE, is_so);
}

pub(crate) fn eventually_within(what: &str, patience: Duration, is_so: impl FnMut() -> bool) {
    assert!(happens_within(patience, is_so), "waited in vain: {what}");
}

fn happens_within(patience: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + patience;
    while !is_so() {
        if Instant::now() > end {
            return false;
        }
        thread::sleep(Duration::from_millis(10));
    }
    true
}

/// For what must not happen: long enough for it to have happened.
pub(crate) fn pause() {
    thread::sleep(Duration::from_millis(400));
}

/// An X server with a window manager and a window that stands for the chat client. Everything ends with the value.
pub(crate) struct Desk {
    name: &'static str,
    root: tempfile::TempDir,
    display: String,
    /// The address of the session bus, where there is one.
    bus: Option<String>,
    connection: RustConnection,
    screen_root: u32,
    /// The X server, the window manager and the chat client.
    others: Vec<Process>,
}

impl Desk {
    /// `files` are written below the private folder before anything starts.
    pub(crate) fn with(name: &'static str, files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
        }
        let (server, display) = start_server();
        let (connection, screen_idx) = x11rb::connect(Some(&display)).unwrap();
        let screen_root = connection.setup().roots[screen_idx].root;
        let mut desk = Self { name, root, display, bus: None, connection, screen_root, others: vec![server] };
        let manager = desk.spawn("openbox", &["--sm-disable"]);
        eventually("openbox manages the screen", || desk.has_property("_NET_SUPPORTING_WM_CHECK"));
        // What is typed or pasted there goes line by line into a file.
        let learn = format!("cat > {}", desk.root.path().join("chat.txt").display());
        let paste = "XTerm.VT100.translations: #override Ctrl <Key>v: insert-selection(CLIPBOARD)";
        let chat = desk
            .spawn("xterm", &["-u8", "-xrm", paste, "-geometry", "80x24+30+30", "-e", "sh", "-c", &learn]);
        desk.others.extend([manager, chat]);
        eventually("the chat client stands and has the keys", || {
            let chat = desk.xdotool_output(&["search", "--onlyvisible", "--class", "^XTerm$"]);
            !chat.is_empty() && desk.active_window() == chat
        });
        desk
    }

    fn has_property(&self, name: &str) -> bool {
        let atom = self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let cookie = self.connection.get_property(false, self.screen_root, atom, 0_u32, 0, 1).unwrap();
        cookie.reply().is_ok_and(|reply| reply.type_ != 0)
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let root = self.root.path();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DISPLAY", &self.display)
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", root)
            .env("XDG_DATA_HOME", root.join("data"))
            .env("XDG_CONFIG_HOME", root.join("config"))
            .env("XDG_CACHE_HOME", root.join("cache"))
            .env("XDG_RUNTIME_DIR", root.join("run"))
            .process_group(0);
        if let Some(bus) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", bus);
        }
        command
    }

    /// Starts a session bus for the programs that come after; gives its address.
    pub(crate) fn start_bus(&mut self) -> String {
        let mut command = self.command("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{}: {error}", install("dbus-daemon")));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.others.push(Process::new(child, None));
        self.bus = Some(line.trim().to_owned());
        line.trim().to_owned()
    }

    fn spawn(&self, program: &str, arguments: &[&str]) -> Process {
        let mut command = self.command(program);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        Process::new(command.spawn().unwrap_or_else(|error| panic!("{}: {error}", install(program))), None)
    }

    /// Starts the program and waits until its hotkey is there.
    pub(crate) fn start(&self, arguments: &[&str]) -> Process {
        let process = self.start_without_hotkey(arguments);
        eventually("suda holds its hotkey", || !self.can_grab());
        process
    }

    /// Starts the program and waits until it answers.
    pub(crate) fn start_without_hotkey(&self, arguments: &[&str]) -> Process {
        let process = self.spawn_logged(arguments);
        eventually("suda listens on its socket", || {
            let folder = fs::read_dir(self.root.path().join("run/suda"));
            folder.is_ok_and(|folder| {
                folder.flatten().any(|entry| entry.path().extension().is_some_and(|e| e == "sock"))
            })
        });
        process
    }

    fn spawn_logged(&self, arguments: &[&str]) -> Process {
        let log = self.root.path().join("suda.log");
        let mut command = self.command(env!("CARGO_BIN_EXE_suda"));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        let process = command.stderr(fs::File::create(&log).unwrap()).spawn().unwrap();
        Process::new(process, Some(log))
    }

    /// Starts the editor and waits until its window has the keys.
    pub(crate) fn start_editor(&self, arguments: &[&str]) -> Process {
        let process = self.spawn_logged(arguments);
        self.wait_for_editor();
        process
    }

    pub(crate) fn wait_for_editor(&self) {
        eventually("the editor stands and has the keys", || {
            self.editor().is_some_and(|editor| self.active_window() == editor.to_string())
        });
    }

    /// The editor's window, when it is on the screen.
    pub(crate) fn editor(&self) -> Option<u32> {
        self.windows().into_iter().find(|(_, title)| title.contains(" · ")).map(|(id, _)| id)
    }

    /// Runs the program to its end.
    pub(crate) fn suda(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_suda")).args(arguments).output().unwrap()
    }

    pub(crate) fn xdotool(&self, arguments: &[&str]) {
        self.xdotool_output(arguments);
    }

    fn xdotool_output(&self, arguments: &[&str]) -> String {
        let output = self.command("xdotool").args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", install("xdotool")));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn key(&self, keys: &str) {
        self.xdotool(&["key", keys]);
    }

    /// Presses keys without waiting for it.
    pub(crate) fn press(&self, keys: &str) -> Process {
        self.spawn("xdotool", &["key", keys])
    }

    pub(crate) fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "12", text]);
    }

    pub(crate) fn active_window(&self) -> String {
        self.xdotool_output(&["getactivewindow"])
    }

    /// The popup, when it is on the screen.
    pub(crate) fn popup(&self) -> Option<u32> {
        self.windows().into_iter().find(|(_, title)| !title.contains(" · ")).map(|(id, _)| id)
    }

    /// The windows of the program that are on the screen, with their titles: the editor's says what it is for.
    fn windows(&self) -> Vec<(u32, String)> {
        let found = self.xdotool_output(&["search", "--onlyvisible", "--class", "^suda$"]);
        let atom = |name: &[u8]| self.connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
        let (name, text) = (atom(b"_NET_WM_NAME"), atom(b"UTF8_STRING"));
        let window = |line: &str| {
            let id: u32 = line.parse().ok()?;
            let attributes = self.connection.get_window_attributes(id).ok()?.reply().ok()?;
            let title = self.connection.get_property(false, id, name, text, 0, 64).ok()?.reply().ok()?;
            let is_shown = attributes.map_state == MapState::VIEWABLE;
            is_shown.then(|| (id, String::from_utf8(title.value).unwrap()))
        };
        found.lines().filter_map(window).collect()
    }

    /// The width and height of the popup, or of the bar.
    pub(crate) fn size(&self) -> Option<(u16, u16)> {
        let geometry = self.connection.get_geometry(self.popup()?).ok()?.reply().ok()?;
        Some((geometry.width, geometry.height))
    }

    pub(crate) fn wait_for_bar(&self) {
        eventually("the bar stands", || self.size().is_some_and(|(_, height)| height < 100));
    }

    /// Watches who is active from now on.
    pub(crate) fn watch_active(&self) -> ActiveWatch {
        let (connection, _) = x11rb::connect(Some(&self.display)).unwrap();
        let wanted = ChangeWindowAttributesAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        connection.change_window_attributes(self.screen_root, &wanted).unwrap().check().unwrap();
        let atom = connection.intern_atom(false, b"_NET_ACTIVE_WINDOW").unwrap().reply().unwrap().atom;
        ActiveWatch { connection, atom }
    }

    /// Clicks into the middle of the popup, or of the bar.
    pub(crate) fn click(&self) {
        let popup = self.popup().unwrap();
        let (width, height) = self.size().unwrap();
        let place = |length: u16| (length / 2).to_string();
        self.xdotool(&["mousemove", "--window", &popup.to_string(), &place(width), &place(height)]);
        self.xdotool(&["click", "1"]);
    }

    /// The PNG image on the clipboard of the X server, in a file.
    pub(crate) fn clipboard_image(&self) -> PathBuf {
        let output = self
            .command("xclip")
            .args(["-selection", "clipboard", "-o", "-t", "image/png"])
            .output()
            .unwrap();
        let path = self.root.path().join("clipboard.png");
        fs::File::create(&path).unwrap().write_all(&output.stdout).unwrap();
        path
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// Waits until the popup stands and has the keys.
    pub(crate) fn wait_for_popup(&self) {
        let stands = || self.popup().is_some_and(|popup| self.active_window() == popup.to_string());
        assert!(
            happens_within(PATIENCE, stands),
            "waited in vain: the popup stands and has the keys; the program's windows {:?}, active {}, hotkey {}, it says: {}",
            self.windows(),
            self.active_window(),
            if self.can_grab() { "free" } else { "held" },
            self.read("suda.log"),
        );
    }

    pub(crate) fn wait_for_no_popup(&self) {
        eventually("the popup is gone", || self.popup().is_none());
    }

    /// Whether the popup shows this colour anywhere.
    pub(crate) fn popup_has_colour(&self, [red, green, blue]: [u8; 3]) -> bool {
        let Some(popup) = self.popup() else { return false };
        let size = self.connection.get_geometry(popup).unwrap().reply().unwrap();
        let image =
            self.connection.get_image(ImageFormat::Z_PIXMAP, popup, 0, 0, size.width, size.height, u32::MAX);
        let Ok(image) = image.unwrap().reply() else { return false };
        image.data.chunks_exact(4).any(|pixel| pixel[..3] == [blue, green, red])
    }

    /// The text on the clipboard of the X server.
    pub(crate) fn clipboard(&self) -> String {
        let output =
            self.command("xclip").args(["-selection", "clipboard", "-o", "-t", "UTF8_STRING"]).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", install("xclip")));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A connection of its own to the X server.
    pub(crate) fn connect(&self) -> RustConnection {
        x11rb::connect(Some(&self.display)).unwrap().0
    }

    pub(crate) fn set_clipboard(&self, text: &str) {
        let mut command = self.command("xclip");
        command.args(["-selection", "clipboard", "-i"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", install("xclip")));
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait().unwrap();
        eventually("the clipboard is set", || self.clipboard() == text);
    }

    /// The code of the key with a symbol.
    fn key_of(connection: &RustConnection, keysym: u32) -> u8 {
        let setup = connection.setup();
        let (min, max) = (setup.min_keycode, setup.max_keycode);
        let map = connection.get_keyboard_mapping(min, max - min + 1).unwrap().reply().unwrap();
        let per_key = usize::from(map.keysyms_per_keycode);
        let idx = map.keysyms.chunks(per_key).position(|keysyms| keysyms.contains(&keysym)).unwrap();
        min + u8::try_from(idx).unwrap()
    }

    /// Gives a key of the keyboard another symbol, 0 for none.
    fn put_on_key(connection: &RustConnection, keycode: u8, keysym: u32) {
        connection.change_keyboard_mapping(1, keycode, 1, &[keysym]).unwrap().check().unwrap();
    }

    /// Moves the space bar to a key that had no symbol before, as another keyboard layout may.
    pub(crate) fn move_space(&self) {
        let old = Self::key_of(&self.connection, SPACE);
        Self::put_on_key(&self.connection, UNUSED_KEY, SPACE);
        Self::put_on_key(&self.connection, old, 0);
    }

    /// Presses the hotkey right behind the news of a keyboard layout that has its keys where they were: what a second
    /// keyboard does that is typed on in turn.
    pub(crate) fn press_hotkey_behind_a_layout(&self, delay: Duration) {
        const FULL_STOP: u32 = 0x2e;
        const DOWN: u8 = 2;
        const UP: u8 = 3;
        let keys = [CONTROL, ALT].map(|keysym| Self::key_of(&self.connection, keysym));
        let keys = [keys[0], keys[1], Self::key_of(&self.connection, SPACE)];
        Self::put_on_key(&self.connection, UNUSED_KEY, FULL_STOP);
        thread::sleep(delay);
        let presses = keys.iter().map(|key| (DOWN, *key)).chain(keys.iter().rev().map(|key| (UP, *key)));
        for (kind, key) in presses {
            let press = self.connection.xtest_fake_input(kind, key, 0, self.screen_root, 0, 0, 0);
            press.unwrap().check().unwrap();
        }
    }

    fn hotkey(&self, connection: &RustConnection) -> bool {
        let keycode = Self::key_of(connection, SPACE);
        let modifiers = ModMask::CONTROL | ModMask::M1;
        let grab = connection.grab_key(
            false,
            self.screen_root,
            modifiers,
            keycode,
            GrabMode::ASYNC,
            GrabMode::ASYNC,
        );
        grab.unwrap().check().is_ok()
    }

    /// Whether nobody holds the hotkey. The server is grabbed meanwhile, so that the question takes it from nobody.
    pub(crate) fn can_grab(&self) -> bool {
        let (connection, _) = x11rb::connect(Some(&self.display)).unwrap();
        connection.grab_server().unwrap().check().unwrap();
        let is_free = self.hotkey(&connection);
        connection.ungrab_key(0_u8, self.screen_root, ModMask::ANY).unwrap().check().unwrap();
        connection.ungrab_server().unwrap().check().unwrap();
        is_free
    }

    /// Another program that holds the hotkey, for as long as the value lives.
    pub(crate) fn grab_hotkey(&self) -> RustConnection {
        let (connection, _) = x11rb::connect(Some(&self.display)).unwrap();
        assert!(self.hotkey(&connection));
        connection
    }

    pub(crate) fn read_bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.root.path().join(path)).unwrap()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8(self.read_bytes(path)).unwrap()
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root.path().join(path).exists()
    }

    /// Every file that the program has written, its log too.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        fn below(folder: &Path, out: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let kind = entry.file_type().unwrap();
                if kind.is_dir() {
                    below(&entry.path(), out);
                } else if kind.is_file() {
                    out.push(entry.path());
                }
            }
        }
        let mut out = Vec::new();
        below(self.root.path(), &mut out);
        out
    }

    /// Keeps a picture of the screen, where `SUDA_SCREENSHOTS` names a folder.
    pub(crate) fn screenshot(&self, what: &str) {
        let Some(folder) = std::env::var_os("SUDA_SCREENSHOTS") else { return };
        pause();
        let path = Path::new(&folder).join(format!("{}-{what}.png", self.name));
        let status = self.command("import").args(["-window", "root"]).arg(path).status();
        assert!(status.unwrap_or_else(|error| panic!("{}: {error}", install("import"))).success());
    }
}

/// Notes every change of the active window.
pub(crate) struct ActiveWatch {
    connection: RustConnection,
    atom: u32,
}

impl ActiveWatch {
    /// How often it changed since the last question.
    pub(crate) fn changes(&self) -> usize {
        // Whatever was sent before has arrived when this is answered.
        self.connection.get_input_focus().unwrap().reply().unwrap();
        let mut changes = 0;
        while let Some(event) = self.connection.poll_for_event().unwrap() {
            changes += usize::from(matches!(event, Event::PropertyNotify(of) if of.atom == self.atom));
        }
        changes
    }
}

/// What to install for a program that is missing.
fn install(program: &str) -> String {
    let package = match program {
        "Xvfb" => "xvfb",
        "import" => "imagemagick",
        "dbus-daemon" => "dbus",
        other => other,
    };
    format!("{program} is missing: apt-get install --no-install-recommends {package}")
}

fn start_server() -> (Process, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", install("Xvfb")));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Process::new(child, None), format!(":{}", line.trim()))
}

/// A process that ends with its value.
pub(crate) struct Process {
    child: Child,
    log: Option<PathBuf>,
}

impl Process {
    fn new(child: Child, log: Option<PathBuf>) -> Self {
        Self { child, log }
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let mut status = None;
        eventually("the program ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// Ends it as a crash would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What it wrote to standard error.
    pub(crate) fn errors(&self) -> String {
        let mut text = String::new();
        fs::File::open(self.log.as_ref().unwrap()).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The processor time it has used, in clock ticks (fields 14 and 15 of proc(5)'s stat).
    pub(crate) fn cpu_ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}
