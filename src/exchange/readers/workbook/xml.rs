//! The XML of a workbook's parts, read node by node from memory.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What the XML is made of, without comments and declarations.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An element begins; an empty one ends right after.
    Start(BytesStart<'a>),
    /// An element ends; its name without a prefix.
    End(String),
    /// A text, with entities read.
    Text(Cow<'a, str>),
}

/// The nodes of a part. What is behind the first mistake is not read.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
}

/// What is wrong with a part, in English.
pub(super) type Mistake = String;

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self { reader }
    }

    /// The next node; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, Mistake> {
        loop {
            let event = self.reader.read_event().map_err(|error| error.to_string())?;
            return Ok(Some(match event {
                Event::Start(element) | Event::Empty(element) => Node::Start(element),
                Event::End(end) => Node::End(end.local_name().into_inner().to_owned()),
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(entity) => match (entity.resolve_char_ref(), &*entity) {
                    (Ok(Some(c)), _) => Node::Text(Cow::Owned(c.to_string())),
                    (_, "lt") => Node::Text(Cow::Borrowed("<")),
                    (_, "gt") => Node::Text(Cow::Borrowed(">")),
                    (_, "amp") => Node::Text(Cow::Borrowed("&")),
                    (_, "quot") => Node::Text(Cow::Borrowed("\"")),
                    (_, "apos") => Node::Text(Cow::Borrowed("'")),
                    (_, other) => Node::Text(Cow::Owned(format!("&{other};"))),
                },
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }
}

/// The value of an attribute by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
}

/// Whether the element has this name, whatever its prefix.
pub(super) fn is_named(element: &BytesStart<'_>, name: &str) -> bool {
    element.local_name().as_ref() == name
}
