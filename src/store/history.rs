//! Which replies were used, and which are favourites, in SQLite.
//!
//! Kept: the reply's id and the moment. Never kept: what was filled in, what a buyer wrote, what was copied.

use std::path::Path;

use rusqlite::{Connection, Result, params};

use crate::model::Remembered;

/// The schema's version, in SQLite's `user_version`.
const VERSION: i64 = 1;

/// An open history. Only one thread uses it.
#[derive(Debug)]
pub struct History {
    db: Connection,
}

impl History {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// The folder cannot be made or the file is no history; the file is left as it is.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(Self::prepare(Connection::open(path)?)?)
    }

    /// A history that is forgotten with its value.
    ///
    /// # Errors
    /// SQLite has no memory left.
    pub fn in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn prepare(db: Connection) -> Result<Self> {
        db.busy_timeout(std::time::Duration::from_secs(2))?;
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > VERSION {
            return Err(rusqlite::Error::InvalidParameterName(format!(
                "history version {found}, known: {VERSION}"
            )));
        }
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS uses (reply TEXT NOT NULL, at_seconds INTEGER NOT NULL);
             CREATE INDEX IF NOT EXISTS uses_by_reply ON uses (reply, at_seconds);
             CREATE TABLE IF NOT EXISTS favourites (reply TEXT PRIMARY KEY, at_seconds INTEGER NOT NULL);",
        )?;
        db.pragma_update(None, "user_version", VERSION)?;
        Ok(Self { db })
    }

    /// Notes that a reply was copied, at a Unix time in seconds.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn record_use(&self, reply_id: &str, at_seconds: i64) -> Result<()> {
        self.db
            .execute("INSERT INTO uses (reply, at_seconds) VALUES (?1, ?2)", params![reply_id, at_seconds])?;
        Ok(())
    }

    /// Makes a reply a favourite, or no longer.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set_favourite(&self, reply_id: &str, is_favourite: bool, at_seconds: i64) -> Result<()> {
        if is_favourite {
            let insert = "INSERT OR IGNORE INTO favourites (reply, at_seconds) VALUES (?1, ?2)";
            self.db.execute(insert, params![reply_id, at_seconds])?;
        } else {
            self.db.execute("DELETE FROM favourites WHERE reply = ?1", params![reply_id])?;
        }
        Ok(())
    }

    /// The favourites, and the `recent` replies that were used last.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn remembered(&self, recent: usize) -> Result<Remembered> {
        let ids = |sql: &str, limit: i64| -> Result<Vec<String>> {
            self.db.prepare(sql)?.query_map([limit], |row| row.get(0))?.collect()
        };
        Ok(Remembered {
            favourites: ids("SELECT reply FROM favourites ORDER BY at_seconds, rowid LIMIT ?1", -1)?,
            recent: ids(
                "SELECT reply FROM uses GROUP BY reply ORDER BY max(at_seconds) DESC, max(rowid) DESC LIMIT ?1",
                i64::try_from(recent).unwrap_or(i64::MAX),
            )?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_used_comes_first_and_once() {
        let history = History::in_memory().unwrap();
        for (reply, at) in [("a", 1), ("b", 2), ("a", 3), ("c", 3)] {
            history.record_use(reply, at).unwrap();
        }
        assert_eq!(history.remembered(2).unwrap().recent, ["c", "a"]);
    }

    #[test]
    fn favourites_keep_the_order_they_were_made_in_and_can_be_dropped() {
        let history = History::in_memory().unwrap();
        for (reply, at) in [("b", 1), ("a", 2), ("b", 3), ("c", 4)] {
            history.set_favourite(reply, true, at).unwrap();
        }
        history.set_favourite("a", false, 5).unwrap();
        assert_eq!(history.remembered(9).unwrap().favourites, ["b", "c"]);
    }

    #[test]
    fn a_file_that_is_no_history_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("history.sqlite");
        super::super::atomic::write(&path, &[b'x'; 4096]).unwrap();
        assert!(History::open(&path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), [b'x'; 4096]);
    }
}
