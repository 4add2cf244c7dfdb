//! Whether the desktop likes it dark, and when it changes its mind.
//!
//! Windows and macOS tell the window itself. On X11 only the desktop portal knows.

/// Calls `tell` with true for dark and false for light: once at the start and at each change, for as long as the
/// program runs. Never, where the desktop does not say. Blocks; for a thread of its own.
#[cfg(target_os = "linux")]
pub fn follow(tell: impl Fn(bool)) {
    if let Err(error) = portal::follow(&tell) {
        tracing::debug!(%error, "the desktop does not say whether it is dark");
    }
}

/// The window hears it from the system.
#[cfg(not(target_os = "linux"))]
pub fn follow(_tell: impl Fn(bool)) {}

/// `org.freedesktop.portal.Settings`, namespace `org.freedesktop.appearance`, key `color-scheme`: 1 is dark, 2 is
/// light, anything else no preference (XDG desktop portal, Settings).
#[cfg(target_os = "linux")]
mod portal {
    use zbus::Result;
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::{OwnedValue, Value};

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";

    pub(super) fn follow(tell: &dyn Fn(bool)) -> Result<()> {
        let bus = Connection::session()?;
        let portal = "org.freedesktop.portal.Desktop";
        let proxy =
            Proxy::new(&bus, portal, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")?;
        // Before the first question, so that no change falls between the two.
        let changes = proxy.receive_signal("SettingChanged")?;
        // Portals before version 2 know only `Read`, which wraps the value once more.
        let first: OwnedValue =
            proxy.call("ReadOne", &(NAMESPACE, KEY)).or_else(|_| proxy.call("Read", &(NAMESPACE, KEY)))?;
        tell(is_dark(&first));
        for change in changes {
            let body = change.body();
            if let Ok((NAMESPACE, KEY, value)) = body.deserialize::<(&str, &str, Value<'_>)>() {
                tell(is_dark(&value));
            }
        }
        Ok(())
    }

    /// No preference is what desktops say that are light unless asked otherwise.
    fn is_dark(value: &Value<'_>) -> bool {
        if let Value::Value(inner) = value {
            return is_dark(inner);
        }
        u32::try_from(value).is_ok_and(|scheme| scheme == 1)
    }
}
