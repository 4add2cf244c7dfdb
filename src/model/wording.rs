//! What a reply says: wordings, and the messages that each is sent as.

use serde::{Deserialize, Serialize};

use crate::template::When;

/// One wording: one or more messages, sent one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wording {
    /// At least one in every wording that was read without an error.
    #[serde(rename = "parts")]
    pub messages: Vec<Message>,
    /// When it may be taken.
    pub when: When,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// A text with placeholders, see [`crate::template`].
    Text(String),
    /// An image file, as a path relative to the library file.
    Image(String),
}

impl Message {
    /// Whether the path of an image stays in the folder of the library.
    pub fn is_inside(path: &str) -> bool {
        !path.trim().is_empty()
            && !path.starts_with(['/', '\\'])
            && !path.contains(':')
            && path.split(['/', '\\']).all(|step| step != "..")
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Image(_) => None,
        }
    }
}
