//! A program that files are dragged out of, by the protocol of X11 (XDND, version 5).

use std::path::Path;
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::desk::Desk;

const VERSION: u32 = 5;
const PATIENCE: Duration = Duration::from_secs(10);

/// Drags a file into the middle of the editor's window, and waits until it was taken.
pub(crate) fn drop_into_editor(desk: &Desk, file: &Path) {
    let connection = desk.connect();
    let target = desk.editor().expect("the editor is there");
    Drag::new(&connection, target, file).carry_out();
}

struct Drag<'a> {
    connection: &'a RustConnection,
    source: Window,
    target: Window,
    uri: String,
}

impl<'a> Drag<'a> {
    fn new(connection: &'a RustConnection, target: Window, file: &Path) -> Self {
        let source = connection.generate_id().unwrap();
        let root = connection.setup().roots[0].root;
        let (depth, visual) = (x11rb::COPY_DEPTH_FROM_PARENT, x11rb::COPY_FROM_PARENT);
        connection
            .create_window(
                depth,
                source,
                root,
                0,
                0,
                1,
                1,
                0,
                WindowClass::INPUT_OUTPUT,
                visual,
                &CreateWindowAux::new(),
            )
            .unwrap();
        let path = file.to_str().unwrap();
        let escaped: String = path
            .bytes()
            .map(|byte| {
                let is_plain = byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
                if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            })
            .collect();
        Self { connection, source, target, uri: format!("file://{escaped}\r\n") }
    }

    fn atom(&self, name: &str) -> Atom {
        self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn send(&self, name: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, self.atom(name), data);
        self.connection.send_event(false, self.target, EventMask::NO_EVENT, message).unwrap();
        self.connection.flush().unwrap();
    }

    /// Gives the list of files when it is asked for, until the target has sent this message.
    fn wait_for(&self, name: &str) {
        let (wanted, begun) = (self.atom(name), Instant::now());
        while begun.elapsed() < PATIENCE {
            match self.connection.poll_for_event().unwrap() {
                Some(Event::ClientMessage(message)) if message.type_ == wanted => return,
                Some(Event::SelectionRequest(request)) => self.give(&request),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        panic!("the editor does not answer with {name}");
    }

    fn give(&self, request: &SelectionRequestEvent) {
        let connection = self.connection;
        let (to, property, kind) = (request.requestor, request.property, request.target);
        connection.change_property8(PropMode::REPLACE, to, property, kind, self.uri.as_bytes()).unwrap();
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: to,
            selection: request.selection,
            target: kind,
            property,
        };
        connection.send_event(false, to, EventMask::NO_EVENT, answer).unwrap();
        connection.flush().unwrap();
    }

    fn carry_out(&self) {
        let connection = self.connection;
        let property = self.atom("XdndAware");
        connection
            .change_property32(PropMode::REPLACE, self.source, property, AtomEnum::ATOM, &[VERSION])
            .unwrap();
        connection.set_selection_owner(self.source, self.atom("XdndSelection"), x11rb::CURRENT_TIME).unwrap();
        self.send("XdndEnter", [self.source, VERSION << 24, self.atom("text/uri-list"), 0, 0]);
        let root = connection.setup().roots[0].root;
        let middle = connection.translate_coordinates(self.target, root, 500, 300).unwrap().reply().unwrap();
        let at = u32::try_from(middle.dst_x).unwrap() << 16 | u32::try_from(middle.dst_y).unwrap();
        self.send("XdndPosition", [self.source, 0, at, x11rb::CURRENT_TIME, self.atom("XdndActionCopy")]);
        self.wait_for("XdndStatus");
        self.send("XdndDrop", [self.source, 0, x11rb::CURRENT_TIME, 0, 0]);
        self.wait_for("XdndFinished");
    }
}
