//! What the operating system says when something of a file, a socket or a process does not work.

use std::io::{self, ErrorKind};

use thiserror::Error;

/// An error of the system as a code; [`crate::lang`] has the words for the kinds that users meet. `Display` is the system's
/// own English, for logs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{said}")]
pub struct SystemError {
    /// What kind of error it is, the same on every system.
    pub kind: ErrorKind,
    /// The system's number.
    pub number: Option<i32>,
    /// The system's words, without the number.
    pub said: String,
}

impl SystemError {
    /// An error that has no number, such as one of a library that works on files.
    pub fn of_kind(kind: ErrorKind, said: impl Into<String>) -> Self {
        Self { kind, number: None, said: said.into() }
    }
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        let (number, said) = (error.raw_os_error(), error.to_string());
        let own = number.and_then(|number| said.strip_suffix(&format!(" (os error {number})")));
        Self { kind: error.kind(), number, said: own.unwrap_or(&said).to_owned() }
    }
}
