//! The messages that the user has kept as sample questions, in a file of their own beside the personal library:
//! `replies.questions.ron`. Written by the program; a file that it cannot read is left as it is.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::file_system::{Disk, FileSystem};
use super::lock::EditError;
use super::ron_file::edit::{Beginning, edit_file};
use super::ron_file::reader::{Reader, wrong};
use super::{links, ron_file};
use crate::diag::{Diagnostic, Expected, Problem};
use crate::ron_edit::Node;
use crate::ron_edit::{ListShape, Shape};

/// The version of the format.
const FORMAT: u32 = 1;

/// Comments for whoever opens the file.
const HEAD: &str = include_str!("../../assets/questions-head.ron");

/// A kept message and the reply that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    pub reply: String,
    pub text: String,
}

/// As it is written.
#[derive(Serialize)]
struct File {
    format: u32,
    questions: Vec<Question>,
}

const QUESTION_FIELDS: &[&str] = &["reply", "text"];
const SHAPE: Shape = Shape {
    fields: &["format", "questions"],
    lists: &[ListShape {
        name: "questions",
        fields: QUESTION_FIELDS,
        key: "reply",
        starts: &["reply"],
        inner_fields: &[],
        has_maps: false,
    }],
};

/// The shortest file.
const SMALLEST: &str = "(format: 1, questions: [])";
const BEGINNING: Beginning = Beginning { new: SMALLEST, smallest: SMALLEST };

/// The file that belongs to a library.
pub fn path_of(library: &Path) -> PathBuf {
    library.with_extension("questions.ron")
}

/// The questions in the order in which they were kept, and what is wrong with the file. A missing one has none.
pub fn load(path: &Path) -> (Vec<Question>, Vec<Diagnostic>) {
    let name = path.display().to_string();
    match links::or_missing(path, std::fs::read(path)) {
        Ok(None) => (Vec::new(), Vec::new()),
        Ok(Some(bytes)) => match ron_file::text_of(&name, &bytes, SMALLEST) {
            Ok(text) => parse(&name, text),
            Err(diagnostic) => (Vec::new(), vec![*diagnostic]),
        },
        Err(error) => {
            (Vec::new(), vec![Diagnostic::of_file(&name.as_str().into(), links::problem_of(&error))])
        }
    }
}

/// Reads the questions from their text.
fn parse(name: &str, text: &str) -> (Vec<Question>, Vec<Diagnostic>) {
    let (mut read, fields) = Reader::open(name, text, &SHAPE);
    let mut questions = Vec::new();
    for field in read.check_names(&fields, SHAPE.fields) {
        match (field.name.as_str(), field.value.as_list()) {
            ("format", _) => ron_file::schema::format(&mut read, &field.value),
            (_, Some(items)) => questions.extend(items.iter().filter_map(|item| question(&mut read, item))),
            (_, None) => read.report(&field.value.span, wrong(&field.name, Expected::Structs)),
        }
    }
    (questions, read.finish())
}

/// Reads one question; `None` where a part is missing, which is reported.
fn question(read: &mut Reader<'_>, node: &Node) -> Option<Question> {
    let Some(fields) = node.as_struct() else {
        read.report(&node.span, wrong("questions", Expected::Structs));
        return None;
    };
    let (mut reply, mut text) = (None, None);
    for field in read.check_names(fields, QUESTION_FIELDS) {
        let value = read.optional_text(field);
        *if field.name == "reply" { &mut reply } else { &mut text } = value;
    }
    for (name, value) in [("reply", &reply), ("text", &text)] {
        if value.is_none() && !fields.iter().any(|field| field.name == name) {
            read.report(&node.span, Problem::MissingField { name });
        }
    }
    Some(Question { reply: reply?, text: text? })
}

/// Adds a question, or drops it, and gives all of them.
///
/// # Errors
/// The file cannot be read or written, has mistakes, or another program is writing it; then it is as it was.
pub fn change(path: &Path, question: Question, is_kept: bool) -> Result<Vec<Question>, EditError> {
    change_on(&Disk, path, question, is_kept)
}

/// Adds or removes a question; gives all there are then.
pub(in crate::store) fn change_on(
    disk: &dyn FileSystem,
    path: &Path,
    question: Question,
    is_kept: bool,
) -> Result<Vec<Question>, EditError> {
    edit_file(disk, path, BEGINNING, |name, text| {
        let (mut questions, problems) = parse(name, text);
        if let Some(found) = problems.into_iter().next() {
            return Err(EditError::Mistake(Box::new(found)));
        }
        questions.retain(|known| *known != question);
        if is_kept {
            questions.push(question);
        }
        let file = File { format: FORMAT, questions };
        let layout = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ");
        let text = ron::ser::to_string_pretty(&file, layout)
            .map_err(|error| EditError::File { path: path.to_owned(), source: io::Error::other(error) })?;
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
        assert_eq!(load(&path).0, []);
        let (one, other) = (question("a", "怎么\"退\"\n呀"), question("b", "到哪了"));
        change(&path, one.clone(), true).unwrap();
        change(&path, other.clone(), true).unwrap();
        assert_eq!(change(&path, one.clone(), true).unwrap(), [other.clone(), one.clone()]);
        let left = change(&path, one, false).unwrap();
        assert_eq!((left.as_slice(), load(&path).0), (&[other][..], left.clone()));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_left_alone_and_the_place_is_named() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("x.questions.ron");
        for (text, named) in [
            ("(format: 1,\n questions: [)", "x.questions.ron:2:"),
            ("(format: 9, questions: [])", "x.questions.ron:1:10"),
        ] {
            atomic::write(&path, text.as_bytes()).unwrap();
            let error = change(&path, question("a", "b"), true).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_damage_costs_no_other_question() {
        let text = "(format: 1, questions: [\n  (reply: \"a\", text: \"一\"),\n  (reply: \"b\", text: \"二\"),,\n<<<<<<< HEAD\n  (reply: \"c\" text: \"三\"),\n  (reply: \"d\", text: \"四\"),\n])";
        let (questions, problems) = parse("q", text);
        let texts: Vec<&str> = questions.iter().map(|question| question.text.as_str()).collect();
        assert_eq!(texts, ["一", "二", "四"]);
        assert_eq!(problems.iter().map(Diagnostic::location).collect::<Vec<_>>(), ["q:3:27", "q:5:15"]);
    }
}
