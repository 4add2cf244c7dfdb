//! The edges of the desktop: appearance, hotkey, clipboard, which window is focused, what is copied after the
//! end, the running instance, the tray.

pub mod appearance;
pub mod clipboard;
pub mod focus;
pub mod handover;
pub mod hotkey;
pub mod instance;
pub mod tray;
