//! Reading a file that somebody else may be in the middle of saving.
//!
//! An editor that writes into the file itself leaves it empty or cut off for a moment. Such a file is read again until it
//! is whole; one that stays as it is was meant so.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::ron_file;
use crate::ron_edit;

const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// A file that has been the same for so many looks, a second, is what its writer meant.
const STILL_LOOKS: u32 = 10;
/// After how many looks (ten seconds) it is taken as it is. A later change is reported anew.
const MAX_LOOKS: u32 = 100;

/// The bytes of a RON file: at once where they are whole or those that are `known`, else when they have not changed for a
/// second.
///
/// # Errors
/// The file is missing or cannot be read, and that has not changed for a second.
pub fn read_whole(path: &Path, known: Option<&[u8]>) -> io::Result<Vec<u8>> {
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?.take(ron_file::LARGEST_FILE + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read_settled(read, |bytes| known == Some(bytes) || is_whole(bytes), thread::sleep)
}

/// As [`read_whole()`], for any way to read, to see what is whole, and to wait.
///
/// # Errors
/// What `read` says, when it has said so for a second.
pub fn read_settled(
    mut read: impl FnMut() -> io::Result<Vec<u8>>,
    is_whole: impl Fn(&[u8]) -> bool,
    mut pause: impl FnMut(Duration),
) -> io::Result<Vec<u8>> {
    let mut found = read();
    let mut still = 0;
    for _ in 1..MAX_LOOKS {
        let is_new = still == 0;
        if still == STILL_LOOKS || (is_new && found.as_ref().is_ok_and(|bytes| is_whole(bytes))) {
            break;
        }
        pause(BETWEEN_LOOKS);
        let again = read();
        still = if is_same(&found, &again) { still + 1 } else { 0 };
        found = again;
    }
    found
}

/// Whether nothing is missing at the end of a RON file. One that is cut off has an open bracket, quote or comment, or
/// nothing but comments; of one that is written over by a shorter text, the end follows behind.
pub fn is_whole(bytes: &[u8]) -> bool {
    ron_file::text_of("", bytes, "").is_ok_and(|text| ron_edit::parse(text).faults.is_empty())
}

fn is_same(one: &io::Result<Vec<u8>>, other: &io::Result<Vec<u8>>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other,
        (Err(one), Err(other)) => one.kind() == other.kind(),
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::libraries::STARTER;

    /// Reads a file that holds one text after the other, a look each, and the last one from then on; `None` is a file that is missing.
    /// Gives what was read, and after how many pauses.
    fn read(texts: &[Option<&str>]) -> (Option<String>, u32) {
        let (mut look, mut pauses) = (0, 0);
        let next = || {
            let text = texts[look.min(texts.len() - 1)];
            look += 1;
            text.map(|text| text.as_bytes().to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
        };
        let found = read_settled(next, is_whole, |pause| {
            assert_eq!(pause, BETWEEN_LOOKS);
            pauses += 1;
        });
        (found.ok().map(|bytes| String::from_utf8(bytes).unwrap()), pauses)
    }

    #[test]
    fn a_whole_file_is_read_at_once_and_half_a_save_is_waited_for() {
        let (whole, half) = (Some("(replies: [])"), Some("(replies: ["));
        assert_eq!(read(&[whole]), (Some("(replies: [])".into()), 0));
        for before in [None, Some(""), half, Some("(replies: [])])")] {
            assert_eq!(read(&[before, before, half, whole]), (Some("(replies: [])".into()), 3), "{before:?}");
        }
    }

    #[test]
    fn what_stays_for_a_second_was_meant() {
        let half = Some("(replies: [");
        assert_eq!(read(&[half]), (Some("(replies: [".into()), 10));
        assert_eq!(read(&[Some("")]), (Some(String::new()), 10));
        assert_eq!(read(&[None]), (None, 10));
        // A change begins the second anew.
        assert_eq!(read(&[half, half, half, Some(""), Some("(")]), (Some("(".into()), 14));
    }

    #[test]
    fn a_file_that_never_comes_to_rest_is_read_in_the_end() {
        let texts: Vec<String> = (0..200).map(|length| "(".repeat(length)).collect();
        let texts: Vec<_> = texts.iter().map(|text| Some(text.as_str())).collect();
        assert_eq!(read(&texts).1, MAX_LOOKS - 1);
    }

    #[test]
    fn no_beginning_of_a_library_is_whole() {
        assert!(is_whole(STARTER.as_bytes()));
        let end = STARTER.trim_end().len();
        for cut in (0..end).step_by(97).chain(end - 20..end) {
            assert!(!is_whole(&STARTER.as_bytes()[..cut]), "{cut}");
        }
    }
}
