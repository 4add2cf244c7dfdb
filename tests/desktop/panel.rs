//! A desktop's panel: it keeps the list of tray icons, and clicks on them.

use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::message::Header;
use zbus::zvariant::{OwnedValue, Value};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATIENCE: Duration = Duration::from_secs(20);

/// A menu as `com.canonical.dbusmenu` gives it: number, properties, the items below.
type Layout = (i32, std::collections::HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// It is there for as long as the value.
pub(crate) struct Panel {
    connection: Connection,
    registered: Receiver<String>,
}

struct Watcher {
    has_host: bool,
    version: i32,
    registered: mpsc::Sender<String>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[expect(clippy::needless_pass_by_value, reason = "zbus gives the header so")]
    /// Programs name a service, or the path of their item on their own connection.
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        self.registered.send(if service.starts_with('/') { sender } else { service.to_owned() }).unwrap();
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.has_host
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        self.version
    }
}

impl Panel {
    pub(crate) fn start(bus: &str) -> Self {
        let (sender, registered) = mpsc::channel();
        let builder = Builder::address(bus).unwrap().name(WATCHER).unwrap();
        let watcher = Watcher { has_host: true, version: 0, registered: sender };
        let connection = builder.serve_at("/StatusNotifierWatcher", watcher).unwrap().build().unwrap();
        Self { connection, registered }
    }

    /// The next program that puts an icon there.
    pub(crate) fn icon(&self) -> Icon<'_> {
        let service = self.registered.recv_timeout(PATIENCE).expect("an icon is registered");
        Icon { connection: &self.connection, service }
    }
}

pub(crate) struct Icon<'a> {
    connection: &'a Connection,
    service: String,
}

impl Icon<'_> {
    fn item(&self) -> Proxy<'_> {
        let interface = "org.kde.StatusNotifierItem";
        Proxy::new(self.connection, self.service.as_str(), "/StatusNotifierItem", interface).unwrap()
    }

    fn menu(&self) -> Proxy<'_> {
        let path = self.item().get_property::<zbus::zvariant::OwnedObjectPath>("Menu").unwrap();
        Proxy::new(self.connection, self.service.as_str(), path.into_inner(), "com.canonical.dbusmenu")
            .unwrap()
    }

    pub(crate) fn title(&self) -> String {
        self.item().get_property("Title").unwrap()
    }

    /// The width, height and bytes of its picture.
    pub(crate) fn picture(&self) -> (i32, i32, usize) {
        let pictures: Vec<(i32, i32, Vec<u8>)> = self.item().get_property("IconPixmap").unwrap();
        let (width, height, bytes) = &pictures[0];
        (*width, *height, bytes.len())
    }

    pub(crate) fn click(&self) {
        self.item().call::<_, _, ()>("Activate", &(0_i32, 0_i32)).unwrap();
    }

    /// The lines of the menu, without those that separate.
    pub(crate) fn lines(&self) -> Vec<(i32, String)> {
        let all: Vec<String> = Vec::new();
        let (_, (_, _, items)): (u32, Layout) = self.menu().call("GetLayout", &(0_i32, -1_i32, all)).unwrap();
        let line = |item: OwnedValue| {
            let (number, properties, _) = Layout::try_from(item).unwrap();
            let label = properties.get("label").and_then(|label| String::try_from(label.clone()).ok());
            label.map(|label| (number, label))
        };
        items.into_iter().filter_map(line).collect()
    }

    /// Clicks a line of the menu.
    pub(crate) fn choose(&self, label: &str) {
        let lines = self.lines();
        let line = lines.iter().find(|(_, line)| line == label);
        let (number, _) = line.unwrap_or_else(|| panic!("{label} is not in {lines:?}"));
        self.menu().call::<_, _, ()>("Event", &(*number, "clicked", Value::from(0_i32), 0_u32)).unwrap();
    }
}
