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
pub struct Tray {
    icon: TrayIcon,
}

impl std::fmt::Debug for Tray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tray").field("icon", self.icon.id()).finish()
    }
}

/// Shows the icon. `choose` is called for every click, on any thread. For the thread of the event loop, once it runs.
///
/// # Errors
/// The desktop has no place for it.
pub fn show(
    labels: &Labels,
    icon: &image::RgbaImage,
    choose: impl Fn(Choice) + Clone + Send + Sync + 'static,
) -> Result<Tray, TrayError> {
    let failed = |error: &dyn std::error::Error| TrayError(error.to_string());
    let item = |choice: Choice, label: &str| MenuItem::with_id(choice.id(), label, true, None);
    let menu = Menu::with_items(&[
        &item(Choice::Open, &labels.open),
        &item(Choice::Edit, &labels.edit),
        &PredefinedMenuItem::separator(),
        &item(Choice::Quit, &labels.quit),
    ])
    .map_err(|error| failed(&error))?;
    let icon = Icon::from_rgba(icon.as_raw().clone(), icon.width(), icon.height())
        .map_err(|error| failed(&error))?;
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
    Ok(Tray { icon: builder.build().map_err(|error| failed(&error))? })
}
