//! What is kept on disk: the library files, the settings, the history of use.
//!
//! The files are the user's: one that does not parse is never overwritten and never replaced by defaults. An edit takes
//! the [`lock`], goes through [`ron_file`], keeps a [`backup`], and is written by [`atomic`], call by call of
//! [`file_system`], into the file behind a link ([`links`]). Changes by others are noticed by [`watch`] and read by [`settled`].

pub mod atomic;
mod attributes;
pub mod backup;
pub mod brought;
pub mod calendar;
pub mod drafts;
pub mod everything;
pub mod exported;
pub mod file_system;
pub mod history;
pub mod images;
pub mod imports;
pub mod lessons;
pub mod libraries;
pub mod links;
pub mod lock;
pub mod own_rules;
pub mod paths;
pub mod questions;
pub mod replies;
pub mod rescue;
pub mod ron_file;
pub mod settings;
pub mod settled;
pub mod sheets;
pub mod shops;
pub mod trash;
pub mod watch;

#[cfg(test)]
mod tests;
