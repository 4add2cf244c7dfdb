//! The edges of the desktop: hotkey, clipboard, the running instance. Nothing of ours above it.

pub mod clipboard;
pub mod hotkey;
pub mod instance;
