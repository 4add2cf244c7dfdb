//! The words for what the operating system says.

use std::io::ErrorKind;

use super::Words;
use crate::diag::Problem;
use crate::diag::SystemError;

impl Words {
    /// Why the system did not do something. Of a kind without words here, the system's number and its own words.
    pub fn system(&self, error: &SystemError) -> String {
        match (word(error.kind), error.number) {
            (Some(id), _) => self.text(id).into_owned(),
            (None, Some(number)) => {
                let number = number.to_string();
                self.with("system-error", &[("number", &number), ("said", &error.said)])
            }
            (None, None) => error.said.clone(),
        }
    }

    /// Why a file cannot be read or written, without saying that it cannot.
    pub fn why(&self, problem: &Problem) -> String {
        if let Problem::Unreadable { error } = problem { self.system(error) } else { self.problem(problem) }
    }
}

/// The id of the words for a kind.
#[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's own list, open-ended")]
fn word(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "system-not-found",
        ErrorKind::PermissionDenied => "system-permission-denied",
        ErrorKind::AlreadyExists => "system-already-exists",
        ErrorKind::StorageFull => "system-storage-full",
        ErrorKind::QuotaExceeded => "system-quota-exceeded",
        ErrorKind::ReadOnlyFilesystem => "system-read-only",
        ErrorKind::FileTooLarge => "system-file-too-large",
        ErrorKind::NotADirectory => "system-not-a-directory",
        ErrorKind::IsADirectory => "system-is-a-directory",
        ErrorKind::DirectoryNotEmpty => "system-directory-not-empty",
        ErrorKind::InvalidFilename => "system-invalid-filename",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock => "system-busy",
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => "system-invalid-data",
        ErrorKind::Unsupported => "system-unsupported",
        ErrorKind::OutOfMemory => "system-out-of-memory",
        ErrorKind::TimedOut => "system-timed-out",
        ErrorKind::Interrupted => "system-interrupted",
        ErrorKind::StaleNetworkFileHandle
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown => "system-network",
        ErrorKind::ConnectionRefused
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::NotConnected
        | ErrorKind::BrokenPipe => "system-no-answer",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io;

    use super::*;
    use crate::model::Language;

    #[test]
    fn every_kind_of_error_that_users_meet_has_words_in_their_language() {
        let kinds = [
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::AlreadyExists,
            ErrorKind::StorageFull,
            ErrorKind::QuotaExceeded,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::FileTooLarge,
            ErrorKind::NotADirectory,
            ErrorKind::IsADirectory,
            ErrorKind::DirectoryNotEmpty,
            ErrorKind::InvalidFilename,
            ErrorKind::ResourceBusy,
            ErrorKind::InvalidData,
            ErrorKind::Unsupported,
            ErrorKind::OutOfMemory,
            ErrorKind::TimedOut,
            ErrorKind::Interrupted,
            ErrorKind::NetworkDown,
            ErrorKind::ConnectionRefused,
        ];
        for (language, is_foreign) in [
            (Language::Chinese, char::is_ascii_alphabetic as fn(&char) -> bool),
            (Language::English, |c: &char| !c.is_ascii()),
        ] {
            let words = Words::new(language);
            let said: BTreeSet<String> =
                kinds.iter().map(|kind| words.system(&SystemError::from(&io::Error::from(*kind)))).collect();
            assert_eq!(said.len(), kinds.len(), "each has its own: {said:?}");
            for text in said {
                assert!(!text.is_empty() && !text.starts_with("system-"), "{text}");
                assert!(!text.chars().any(|c| is_foreign(&c)), "{text}");
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_systems_numbers_are_said_by_kind_or_else_with_the_number() {
        let words = Words::new(Language::Chinese);
        let said = |number: i32| words.system(&SystemError::from(&io::Error::from_raw_os_error(number)));
        assert_eq!(said(13), "没有权限");
        assert_eq!(said(28), "磁盘满了");
        assert_eq!(said(40), "系统错误 40：Too many levels of symbolic links");
        assert_eq!(said(5), "系统错误 5：Input/output error");
        assert_eq!(words.system(&SystemError::from(&io::Error::other("no such luck"))), "no such luck");
    }
}
