//! The fields of a reply that are typed as one text: a row each, from which the form, the edits and undo follow.

use std::ops::RangeInclusive;

use crate::model::Reply;

/// A field of a reply that is typed as one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedField {
    Title,
    Code,
    /// Separated by blanks, commas or `、`.
    Tags,
    Category,
    /// One a line.
    Questions,
    Note,
}

/// What the form knows of a field.
struct Row {
    word: &'static str,
    lines: RangeInclusive<usize>,
    text: fn(&Reply) -> String,
    set: fn(&mut Reply, &str),
}

impl TypedField {
    /// Those with a line of the form to themselves, below what is sent; in the order of the form.
    pub const BELOW: [Self; 2] = [Self::Questions, Self::Note];

    /// What a field is: its words, its lines, how it is read from a reply and set in one.
    fn row(self) -> Row {
        match self {
            Self::Title => Row {
                word: "form-title",
                lines: 1..=1,
                text: |reply| reply.title.clone(),
                set: |reply, text| text.clone_into(&mut reply.title),
            },
            Self::Code => Row {
                word: "form-code",
                lines: 1..=1,
                text: |reply| optional(reply.code.as_ref()),
                set: |reply, text| reply.code = given(text),
            },
            Self::Tags => Row {
                word: "form-tags",
                lines: 1..=1,
                text: |reply| reply.tags.join(" "),
                set: |reply, text| reply.tags = pieces(text, ' '),
            },
            Self::Category => Row {
                word: "form-category",
                lines: 1..=1,
                text: |reply| reply.category.clone(),
                set: |reply, text| text.clone_into(&mut reply.category),
            },
            Self::Questions => Row {
                word: "form-asks",
                lines: 3..=3,
                text: |reply| reply.questions.join("\n"),
                set: |reply, text| reply.questions = pieces(text, '\n'),
            },
            Self::Note => Row {
                word: "form-note",
                lines: 2..=4,
                text: |reply| optional(reply.note.as_ref()),
                set: |reply, text| reply.note = given(text),
            },
        }
    }

    /// The key of its label in the language files.
    pub fn word(self) -> &'static str {
        self.row().word
    }

    /// How many lines its text is shown in, at least and at most; what is longer scrolls.
    pub fn lines(self) -> RangeInclusive<usize> {
        self.row().lines
    }

    /// Its text as it was typed.
    pub fn text(self, reply: &Reply) -> String {
        (self.row().text)(reply)
    }

    pub(super) fn set(self, reply: &mut Reply, text: &str) {
        (self.row().set)(reply, text);
    }
}

/// The pieces of a text that is being typed; joined they are the text again.
pub(super) fn pieces(text: &str, separator: char) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { text.split(separator).map(str::to_owned).collect() }
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn optional(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}
