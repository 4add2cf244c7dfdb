//! The edges of the desktop: appearance, hotkey, clipboard, the running instance.

pub mod appearance;
pub mod clipboard;
pub mod hotkey;
pub mod instance;
