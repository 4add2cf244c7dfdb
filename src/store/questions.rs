//! The messages that the user has kept as sample questions, in a file of their own beside the personal library:
//! `replies.questions.ron`. Written by the program; a file that it cannot read is left as it is.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::file_system::{Disk, FileSystem};
use super::links;
use super::ron_file::edit::{EditError, edit_file};

/// The version of the format.
const FORMAT: u32 = 1;

/// Comments for whoever opens the file.
const HEAD: &str = include_str!("../../assets/questions-head.ron");

/// A file without a question.
const EMPTY: &str = "(format: 1, questions: [])";

/// A kept message and the reply that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub reply: String,
    pub text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Questions", deny_unknown_fields)]
struct File {
    format: u32,
    questions: Vec<Question>,
}

/// Why the questions cannot be used.
#[derive(Debug, Error)]
pub enum QuestionsError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// The place is 1-based.
    #[error("{path}:{line}:{column}: {reason}")]
    Syntax { path: PathBuf, line: usize, column: usize, reason: String },
    #[error("{path}: format {found}, known: {FORMAT}")]
    Newer { path: PathBuf, found: u32 },
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The file that belongs to a library.
pub fn path_of(library: &Path) -> PathBuf {
    library.with_extension("questions.ron")
}

/// The questions in the order in which they were kept. No file has none.
///
/// # Errors
/// The file cannot be read.
pub fn load(path: &Path) -> Result<Vec<Question>, QuestionsError> {
    match links::or_missing(path, std::fs::read_to_string(path)) {
        Ok(Some(text)) => parse(path, &text),
        Ok(None) => Ok(Vec::new()),
        Err(source) => Err(QuestionsError::File { path: path.to_owned(), source }),
    }
}

fn parse(path: &Path, text: &str) -> Result<Vec<Question>, QuestionsError> {
    let file: File = ron::from_str(text).map_err(|error| QuestionsError::Syntax {
        path: path.to_owned(),
        line: error.span.start.line,
        column: error.span.start.col,
        reason: error.code.to_string(),
    })?;
    if file.format > FORMAT {
        return Err(QuestionsError::Newer { path: path.to_owned(), found: file.format });
    }
    Ok(file.questions)
}

/// Adds a question, or drops it, and gives all of them.
///
/// # Errors
/// The file cannot be read or written, or another program is writing it; then it is as it was.
pub fn change(path: &Path, question: Question, is_kept: bool) -> Result<Vec<Question>, QuestionsError> {
    change_on(&Disk, path, question, is_kept)
}

pub(in crate::store) fn change_on(
    disk: &dyn FileSystem,
    path: &Path,
    question: Question,
    is_kept: bool,
) -> Result<Vec<Question>, QuestionsError> {
    edit_file(disk, path, EMPTY, |_, text| {
        let mut questions = parse(path, text)?;
        questions.retain(|known| *known != question);
        if is_kept {
            questions.push(question);
        }
        let file = File { format: FORMAT, questions };
        let layout = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ");
        let text = ron::ser::to_string_pretty(&file, layout).map_err(|error| QuestionsError::File {
            path: path.to_owned(),
            source: io::Error::other(error),
        })?;
        Ok((HEAD.to_owned() + &text + "\n", file.questions))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::atomic;

    fn question(reply: &str, text: &str) -> Question {
        Question { reply: reply.into(), text: text.into() }
    }

    #[test]
    fn what_is_kept_comes_back_in_order_once_and_can_be_dropped() {
        let root = tempfile::tempdir().unwrap();
        let path = path_of(&root.path().join("replies.ron"));
        assert_eq!(path.file_name().unwrap(), "replies.questions.ron");
        assert_eq!(load(&path).unwrap(), []);
        let (one, other) = (question("a", "怎么\"退\"\n呀"), question("b", "到哪了"));
        change(&path, one.clone(), true).unwrap();
        change(&path, other.clone(), true).unwrap();
        assert_eq!(change(&path, one.clone(), true).unwrap(), [other.clone(), one.clone()]);
        let left = change(&path, one, false).unwrap();
        assert_eq!((left.as_slice(), load(&path).unwrap()), (&[other][..], left.clone()));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_left_alone_and_the_place_is_named() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("x.questions.ron");
        for (text, named) in [
            ("(format: 1,\n questions: [)", "x.questions.ron:2:"),
            ("(format: 9, questions: [])", "format 9"),
        ] {
            atomic::write(&path, text.as_bytes()).unwrap();
            let error = change(&path, question("a", "b"), true).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
