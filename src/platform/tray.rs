//! The icon in the notification area, for those who like a mouse: a click opens the popup, its menu the editor.
//!
//! On Linux it is a `StatusNotifierItem` on the session bus; desktops without a tray, or without a bus, show none.

use thiserror::Error;
use tray_icon::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tray_icon::{Icon, MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

/// What the menu says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Of the program.
    pub name: String,
    pub open: String,
    pub edit: String,
    pub quit: String,
}

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Open,
    Edit,
    Quit,
}

impl Choice {
    const ALL: [Self; 3] = [Self::Open, Self::Edit, Self::Quit];

    fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Edit => "edit",
            Self::Quit => "quit",
        }
    }
}

/// Why there is no icon.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct TrayError(String);

/// The icon; there for as long as the value.
#[derive(Debug)]
pub struct Tray {
    #[cfg(target_os = "linux")]
    _shown: std::sync::mpsc::Sender<()>,
    #[cfg(not(target_os = "linux"))]
    _shown: Shown,
}

/// The icon itself. On Windows and macOS it belongs to the thread of the event loop.
struct Shown(TrayIcon);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Shown").field(self.0.id()).finish()
    }
}

/// Shows the icon. `choose` is called for every click, on any thread. For the thread of the event loop, once it runs.
///
/// # Errors
/// The desktop has no place for it. On Linux that is only found out, and logged, when the session bus has answered: a
/// thread of its own waits for that.
#[cfg(target_os = "linux")]
pub fn show(
    labels: Labels,
    icon: image::RgbaImage,
    choose: impl Fn(Choice) + Clone + Send + Sync + 'static,
) -> Result<Tray, TrayError> {
    let (sender, receiver) = std::sync::mpsc::channel::<()>();
    let wait = move || match build(&labels, icon, choose) {
        Ok(shown) => {
            // Nothing is ever sent: it waits until the other end is gone.
            let end = receiver.recv();
            tracing::debug!(?shown, ?end, "the icon goes");
        }
        Err(error) => tracing::info!(%error, "no tray"),
    };
    let started = std::thread::Builder::new().name("tray".to_owned()).spawn(wait);
    started.map(|_| Tray { _shown: sender }).map_err(|error| TrayError(error.to_string()))
}

/// Shows the icon. `choose` is called for every click, on any thread. For the thread of the event loop, once it runs.
///
/// # Errors
/// The desktop has no place for it.
#[cfg(not(target_os = "linux"))]
pub fn show(
    labels: Labels,
    icon: image::RgbaImage,
    choose: impl Fn(Choice) + Clone + Send + Sync + 'static,
) -> Result<Tray, TrayError> {
    build(&labels, icon, choose).map(|shown| Tray { _shown: shown })
}

fn build(
    labels: &Labels,
    icon: image::RgbaImage,
    choose: impl Fn(Choice) + Clone + Send + Sync + 'static,
) -> Result<Shown, TrayError> {
    let failed = |error: &dyn std::error::Error| TrayError(error.to_string());
    let item = |choice: Choice, label: &str| MenuItem::with_id(choice.id(), label, true, None);
    let menu = Menu::with_items(&[
        &item(Choice::Open, &labels.open),
        &item(Choice::Edit, &labels.edit),
        &PredefinedMenuItem::separator(),
        &item(Choice::Quit, &labels.quit),
    ])
    .map_err(|error| failed(&error))?;
    let (width, height) = icon.dimensions();
    let icon = Icon::from_rgba(icon.into_raw(), width, height).map_err(|error| failed(&error))?;
    let on_click = choose.clone();
    TrayIconEvent::set_event_handler(Some(move |event| {
        if let TrayIconEvent::Click {
            button: MouseButton::Left, button_state: MouseButtonState::Up, ..
        } = event
        {
            on_click(Choice::Open);
        }
    }));
    MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
        if let Some(choice) = Choice::ALL.into_iter().find(|choice| event.id() == choice.id()) {
            choose(choice);
        }
    }));
    let builder = TrayIconBuilder::new()
        .with_id("suda")
        .with_icon(icon)
        .with_tooltip(&labels.name)
        .with_title(&labels.name)
        .with_menu(Box::new(menu))
        .with_menu_on_left_click(false);
    Ok(Shown(builder.build().map_err(|error| failed(&error))?))
}
