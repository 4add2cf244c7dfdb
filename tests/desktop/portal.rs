//! The desktop portal's Settings, with one setting.

use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedValue, Value};

pub(crate) const DARK: u32 = 1;
pub(crate) const LIGHT: u32 = 2;

const PATH: &str = "/org/freedesktop/portal/desktop";
const INTERFACE: &str = "org.freedesktop.portal.Settings";
const NAMESPACE: &str = "org.freedesktop.appearance";
const KEY: &str = "color-scheme";

/// It is there for as long as the value.
pub(crate) struct Portal {
    connection: Connection,
    scheme: Arc<Mutex<u32>>,
}

struct Settings {
    scheme: Arc<Mutex<u32>>,
}

#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read_one(&self, namespace: &str, key: &str) -> zbus::fdo::Result<OwnedValue> {
        if (namespace, key) == (NAMESPACE, KEY) {
            Ok(OwnedValue::from(*self.scheme.lock().unwrap()))
        } else {
            Err(zbus::fdo::Error::Failed("no such setting".to_owned()))
        }
    }
}

impl Portal {
    pub(crate) fn start(bus: &str, scheme: u32) -> Self {
        let scheme = Arc::new(Mutex::new(scheme));
        let settings = Settings { scheme: Arc::clone(&scheme) };
        let builder = Builder::address(bus).unwrap().name("org.freedesktop.portal.Desktop").unwrap();
        let connection = builder.serve_at(PATH, settings).unwrap().build().unwrap();
        Self { connection, scheme }
    }

    pub(crate) fn change(&self, scheme: u32) {
        *self.scheme.lock().unwrap() = scheme;
        let body = (NAMESPACE, KEY, Value::from(scheme));
        self.connection.emit_signal(None::<&str>, PATH, INTERFACE, "SettingChanged", &body).unwrap();
    }
}
