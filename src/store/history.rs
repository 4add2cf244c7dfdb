//! Which replies were used, and which are favourites, in SQLite.
//!
//! Kept: the rules in spite of which a text was copied, by their ids; of a use the reply's id, which of its wordings, the moment, and what was typed to find it where that was short and no number (the search says
//! which). Never kept: what was filled in, pasted or copied, what a buyer wrote.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use thiserror::Error;

use super::file_system::Disk;
use super::{atomic, links};
use crate::diag::{Problem, SystemError};
use crate::model::{Remembered, Use};

/// The schema's version, in SQLite's `user_version`.
const VERSION: u32 = 4;

/// Why a history cannot be used.
#[derive(Debug, Error)]
pub enum HistoryError {
    /// It is that of a newer program.
    #[error("history version {found}, known: {}", VERSION)]
    Newer { found: i64 },
    #[error(transparent)]
    File(#[from] io::Error),
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
}

/// Older uses weigh nothing any more: their share has halved ten times.
const OLDEST_USE_SECONDS: i64 = 70 * 86_400;

/// How long a text that was copied in spite of a rule is counted.
const OLDEST_OVERRIDE_SECONDS: i64 = 30 * 86_400;

/// How many of the last uses are read.
const MAX_USES: i64 = 20_000;

/// An open history. Only one thread uses it.
#[derive(Debug)]
pub struct History {
    db: Connection,
}

impl History {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// The folder cannot be made or the file is not a history; the file is left as it is.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        // SQLite follows a link, but would make a file of its own behind one that leads nowhere.
        links::exists(&Disk, path)?;
        atomic::make_folder(&Disk, atomic::folder_of(path))?;
        Self::prepare(Connection::open(path)?)
    }

    /// The file as it is between two changes of it.
    ///
    /// # Errors
    /// It cannot be read, or another program keeps changing it.
    pub fn bytes(path: &Path) -> Result<Vec<u8>, HistoryError> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.busy_timeout(std::time::Duration::from_secs(2))?;
        let reading = db.unchecked_transaction()?;
        // Whoever reads keeps the others from writing.
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let bytes = std::fs::read(path)?;
        reading.finish()?;
        Ok(bytes)
    }

    /// The problem that an error of a history is shown as.
    pub fn problem_of(error: &HistoryError) -> Problem {
        match error {
            HistoryError::Newer { found } => {
                Problem::NewerFormat { found: found.to_string(), known: VERSION }
            }
            HistoryError::File(error) => Problem::Unreadable { error: error.into() },
            HistoryError::Database(database) => {
                let kind = database.sqlite_error_code().map_or(ErrorKind::Other, kind_of);
                Problem::Unreadable { error: SystemError::of_kind(kind, error.to_string()) }
            }
        }
    }

    /// A history that is forgotten with its value.
    ///
    /// # Errors
    /// SQLite has no memory left.
    pub fn in_memory() -> Result<Self, HistoryError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    /// Creates the tables that are missing, and brings those of an older program up to date.
    fn prepare(db: Connection) -> Result<Self, HistoryError> {
        db.busy_timeout(std::time::Duration::from_secs(2))?;
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > i64::from(VERSION) {
            return Err(HistoryError::Newer { found });
        }
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS uses (reply TEXT NOT NULL, at_seconds INTEGER NOT NULL);
             CREATE INDEX IF NOT EXISTS uses_by_reply ON uses (reply, at_seconds);
             CREATE TABLE IF NOT EXISTS overrides (rule TEXT NOT NULL, at_seconds INTEGER NOT NULL);
             CREATE TABLE IF NOT EXISTS favourites (reply TEXT PRIMARY KEY, at_seconds INTEGER NOT NULL);",
        )?;
        if db.prepare("SELECT query FROM uses LIMIT 0").is_err() {
            db.execute_batch("ALTER TABLE uses ADD COLUMN query TEXT")?;
        }
        if db.prepare("SELECT wording FROM uses LIMIT 0").is_err() {
            db.execute_batch("ALTER TABLE uses ADD COLUMN wording INTEGER")?;
        }
        if found < i64::from(VERSION) {
            db.pragma_update(None, "user_version", VERSION)?;
        }
        Ok(Self { db })
    }

    /// Notes that a reply was copied.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn record_use(&self, used: &Use) -> rusqlite::Result<()> {
        let insert = "INSERT INTO uses (reply, at_seconds, query, wording) VALUES (?1, ?2, ?3, ?4)";
        let wording = used.wording.and_then(|wording| i64::try_from(wording).ok());
        self.db.execute(insert, params![used.reply_id, used.at_seconds, used.query, wording])?;
        Ok(())
    }

    /// Notes that a text was copied in spite of rules.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn record_overrides(&self, rules: &[String], at_seconds: i64) -> rusqlite::Result<()> {
        for rule in rules {
            let insert = "INSERT INTO overrides (rule, at_seconds) VALUES (?1, ?2)";
            self.db.execute(insert, params![rule, at_seconds])?;
        }
        Ok(())
    }

    /// Makes a reply a favourite, or no longer.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_favourite(&self, reply_id: &str, is_favourite: bool, at_seconds: i64) -> rusqlite::Result<()> {
        if is_favourite {
            let insert = "INSERT OR IGNORE INTO favourites (reply, at_seconds) VALUES (?1, ?2)";
            self.db.execute(insert, params![reply_id, at_seconds])?;
        } else {
            self.db.execute("DELETE FROM favourites WHERE reply = ?1", params![reply_id])?;
        }
        Ok(())
    }

    /// The favourites, the `recent` replies that were used last, and the uses that still weigh something at a Unix time.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn remembered(&self, recent: usize, now_seconds: i64) -> rusqlite::Result<Remembered> {
        let ids = |sql: &str, limit: i64| -> rusqlite::Result<Vec<String>> {
            self.db.prepare(sql)?.query_map([limit], |row| row.get(0))?.collect()
        };
        let uses = self
            .db
            .prepare("SELECT reply, at_seconds, query, wording FROM uses WHERE at_seconds > ?1 ORDER BY rowid DESC LIMIT ?2")?
            .query_map([now_seconds - OLDEST_USE_SECONDS, MAX_USES], |row| {
                let wording: Option<i64> = row.get(3)?;
                Ok(Use {
                    reply_id: row.get(0)?,
                    at_seconds: row.get(1)?,
                    query: row.get(2)?,
                    wording: wording.and_then(|wording| usize::try_from(wording).ok()),
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let overrides = self
            .db
            .prepare("SELECT rule FROM overrides WHERE at_seconds > ?1")?
            .query_map([now_seconds - OLDEST_OVERRIDE_SECONDS], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Remembered {
            uses,
            overrides,
            favourites: ids("SELECT reply FROM favourites ORDER BY at_seconds, rowid LIMIT ?1", -1)?,
            recent: ids(
                "SELECT reply FROM uses GROUP BY reply ORDER BY max(at_seconds) DESC, max(rowid) DESC LIMIT ?1",
                i64::try_from(recent).unwrap_or(i64::MAX),
            )?,
        })
    }
}

/// The system's kind of what SQLite says.
#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite's own list, open-ended")]
fn kind_of(code: ErrorCode) -> ErrorKind {
    match code {
        ErrorCode::PermissionDenied | ErrorCode::CannotOpen => ErrorKind::PermissionDenied,
        ErrorCode::ReadOnly => ErrorKind::ReadOnlyFilesystem,
        ErrorCode::DiskFull => ErrorKind::StorageFull,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ErrorKind::ResourceBusy,
        ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => ErrorKind::InvalidData,
        ErrorCode::OutOfMemory => ErrorKind::OutOfMemory,
        _ => ErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(reply: &str, at_seconds: i64, query: Option<&str>) -> Use {
        Use {
            reply_id: reply.into(),
            at_seconds,
            query: query.map(str::to_owned),
            wording: query.map(str::len),
        }
    }

    #[test]
    fn the_last_used_comes_first_and_once() {
        let history = History::in_memory().unwrap();
        for (reply, at) in [("a", 1), ("b", 2), ("a", 3), ("c", 3)] {
            history.record_use(&used(reply, at, None)).unwrap();
        }
        assert_eq!(history.remembered(2, 3).unwrap().recent, ["c", "a"]);
    }

    #[test]
    fn uses_come_back_with_their_query_unless_they_are_too_old() {
        let history = History::in_memory().unwrap();
        let (old, fresh) = (used("a", 0, Some("fh")), used("b", OLDEST_USE_SECONDS, Some("tk")));
        history.record_use(&old).unwrap();
        history.record_use(&fresh).unwrap();
        assert_eq!(history.remembered(9, OLDEST_USE_SECONDS).unwrap().uses, [fresh]);
        assert_eq!(history.remembered(9, OLDEST_USE_SECONDS).unwrap().recent, ["b", "a"]);
    }

    #[test]
    fn a_history_of_the_first_version_goes_on() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("history.sqlite");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(
            "CREATE TABLE uses (reply TEXT NOT NULL, at_seconds INTEGER NOT NULL);
             INSERT INTO uses VALUES ('a', 5);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(db);
        let history = History::open(&path).unwrap();
        history.record_use(&used("b", 6, Some("x"))).unwrap();
        drop(history);
        let uses = History::open(&path).unwrap().remembered(9, 6).unwrap().uses;
        assert_eq!(uses, [used("b", 6, Some("x")), used("a", 5, None)]);
    }

    #[test]
    fn opening_a_history_writes_nothing_into_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("history.sqlite");
        History::open(&path).unwrap().record_use(&used("a", 5, None)).unwrap();
        // The counter of changes in the header of the file, which every write raises.
        let changes = |bytes: Vec<u8>| bytes[24..28].to_vec();
        let before = changes(std::fs::read(&path).unwrap());
        drop(History::open(&path).unwrap());
        assert_eq!(changes(std::fs::read(&path).unwrap()), before);
    }

    #[test]
    fn the_history_of_a_newer_program_is_called_so_and_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("history.sqlite");
        let db = Connection::open(&path).unwrap();
        db.execute_batch("CREATE TABLE favourites (star TEXT); PRAGMA user_version = 9;").unwrap();
        drop(db);
        let before = std::fs::read(&path).unwrap();
        let problem = History::problem_of(&History::open(&path).unwrap_err());
        assert_eq!(problem, Problem::NewerFormat { found: "9".into(), known: VERSION });
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn favourites_keep_the_order_they_were_made_in_and_can_be_dropped() {
        let history = History::in_memory().unwrap();
        for (reply, at) in [("b", 1), ("a", 2), ("b", 3), ("c", 4)] {
            history.set_favourite(reply, true, at).unwrap();
        }
        history.set_favourite("a", false, 5).unwrap();
        assert_eq!(history.remembered(9, 5).unwrap().favourites, ["b", "c"]);
    }

    #[test]
    fn a_file_that_is_no_history_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("history.sqlite");
        atomic::write(&path, &[b'x'; 4096]).unwrap();
        assert!(History::open(&path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), [b'x'; 4096]);
    }
}
