//! `suda toggle` and `suda quit`: a word to the program that is running.

use super::Outcome;
use crate::lang::Words;
use crate::platform::instance::{self, Request, Room, SendError};
use crate::store::paths::Paths;

pub(super) fn run(words: &Words, paths: &Paths, name: &str) -> Outcome {
    let message = if name == "quit" { Request::Quit } else { Request::Toggle };
    match instance::send(paths, Room::Popup, &message) {
        Ok(()) => Outcome::done(String::new()),
        Err(SendError::NotRunning) => {
            Outcome::negative(String::new(), words.text("cli-not-running").into_owned() + "\n")
        }
        Err(SendError::Failed(error)) => Outcome::failed(
            words,
            &words.with("cli-instance-failed", &[("reason", &words.system(&(&error).into()))]),
        ),
    }
}
