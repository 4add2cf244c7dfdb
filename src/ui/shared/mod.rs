//! What every window is drawn with: colours and sizes, fonts, text fields, messages, and small pieces.

pub mod fonts;
pub(super) mod key_table;
pub(super) mod message;
pub(super) mod paint;
pub(super) mod shortcut;
pub mod theme;
pub(super) mod typed;
