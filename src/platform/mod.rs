//! The edges of the desktop: appearance, hotkey, clipboard, who has the keyboard, the running instance,
//! the tray.

pub mod appearance;
pub mod clipboard;
pub mod focus;
pub mod hotkey;
pub mod instance;
pub mod tray;
