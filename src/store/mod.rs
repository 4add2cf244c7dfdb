//! What is kept on disk: the library files, the settings, the history of use.
//!
//! The files are the user's: one that does not parse is never overwritten and never replaced by defaults.

pub mod atomic;
pub mod backup;
pub mod file_system;
pub mod history;
pub mod images;
pub mod libraries;
pub mod lock;
pub mod paths;
pub mod questions;
pub mod replies;
pub mod ron_file;
pub mod settings;
pub mod settled;
pub mod shops;
pub mod watch;

#[cfg(test)]
mod tests;
