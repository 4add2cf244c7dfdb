//! YAML as a tree whose scalars are the text that was written, each with its line.
//!
//! What a file may cost is bounded before it is read: so many nodes, so many aliases with what they stand for, so deep.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, NonFiniteFloatPolicy, Spanned};

use super::super::super::input::ReadError;
use super::super::json::malformed;

/// Real files have up to 28,047 matches, about ten nodes each: eight times the library's own bound.
const MAX_NODES: usize = 2_000_000;
/// Events are nodes and the ends of lists and maps.
const MAX_EVENTS: usize = 2 * MAX_NODES;
const MAX_ALIASES: usize = 1_000;
/// What aliases stand for, all together.
const MAX_REPLAYED: usize = 200_000;
const MAX_DEPTH: usize = 32;

/// A value and where it begins.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// Counted from 1; of an alias where it is used.
    pub line: usize,
    pub value: Value<'a>,
}

#[derive(Debug)]
pub(super) enum Value<'a> {
    Null,
    /// A text, or a number or truth value as it is written.
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In the order of the file; a key may be there twice.
    Map(Vec<(String, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The values of a key, of each time that it is there.
    pub(super) fn all<'n>(&'n self, key: &'n str) -> impl Iterator<Item = &'n Node<'a>> {
        let pairs = if let Value::Map(pairs) = &self.value { pairs.as_slice() } else { &[] };
        pairs.iter().filter(move |(own, _)| own == key).map(|(_, node)| node)
    }

    /// The first value of a key that is not null.
    pub(super) fn get<'n>(&'n self, key: &'n str) -> Option<&'n Node<'a>> {
        self.all(key).find(|node| !matches!(node.value, Value::Null))
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The text of a key; empty where it has none.
    pub(super) fn text_of<'n>(&'n self, key: &'n str) -> &'n str {
        self.get(key).and_then(Node::text).unwrap_or_default()
    }

    /// The nodes of a list; none of anything else.
    pub(super) fn items(&self) -> &[Node<'a>] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The texts of a list; of a text that one.
    pub(super) fn texts(&self) -> Vec<String> {
        match &self.value {
            Value::Text(text) => vec![text.to_string()],
            Value::List(items) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
            Value::Null | Value::Map(_) => Vec::new(),
        }
    }
}

/// Parses a file of one document.
///
/// # Errors
/// It is no YAML, or is larger than the bounds, with the line and the column.
pub(super) fn parse<'a>(path: &str, text: &'a str) -> Result<Node<'a>, ReadError> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_events: MAX_EVENTS,
            max_aliases: MAX_ALIASES,
            max_anchors: MAX_ALIASES,
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_documents: 1,
            // One anchor may well be used a hundred times; what comes of it is bounded.
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MAX_REPLAYED,
            max_replay_stack_depth: MAX_DEPTH,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        null_as_string: true,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    };
    let read: Result<Raw<'a>, _> = serde_saphyr::from_str_with_options(text, options);
    read.map(|raw| raw.node(text)).map_err(|error| {
        let place = error.location().map(|at| (number(at.line()), number(at.column())));
        let (line, column) = place.unzip();
        malformed(path, line, column, error.without_snippet().to_string())
    })
}

fn number(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A node as it comes from the parser: of a number or truth value only the place.
struct Raw<'a>(Spanned<RawValue<'a>>);

enum RawValue<'a> {
    Null,
    Text(Cow<'a, str>),
    /// Where it is written is its text; the value is for one without a place.
    Other(String),
    List(Vec<Raw<'a>>),
    Map(Vec<(String, Raw<'a>)>),
}

impl<'a> Raw<'a> {
    fn node(self, source: &str) -> Node<'a> {
        let Self(Spanned { value, referenced, defined }) = self;
        let value = match value {
            RawValue::Null => Value::Null,
            RawValue::Text(text) => Value::Text(text),
            RawValue::Other(value) => {
                let span = defined.span();
                let start = span.byte_offset().map(number);
                let end = start.zip(span.byte_len()).map(|(start, length)| start + number(length));
                let written = start.zip(end).and_then(|(start, end)| source.get(start..end)).map(str::trim);
                let written =
                    written.filter(|written| !written.is_empty() && !written.starts_with(['!', '*', '&']));
                Value::Text(written.map_or(value, str::to_owned).into())
            }
            RawValue::List(items) => Value::List(items.into_iter().map(|item| item.node(source)).collect()),
            RawValue::Map(pairs) => {
                Value::Map(pairs.into_iter().map(|(key, value)| (key, value.node(source))).collect())
            }
        };
        Node { line: number(referenced.line()).max(1), value }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Raw)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawValue<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue(std::marker::PhantomData))
    }
}

struct AnyValue<'a>(std::marker::PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for AnyValue<'a> {
    type Value = RawValue<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(RawValue::Other(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(RawValue::Other(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(RawValue::Other(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Self::Value, E> {
        Ok(RawValue::Other(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Self::Value, E> {
        Ok(RawValue::Other(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(RawValue::Other(value.to_string()))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(RawValue::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(RawValue::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(RawValue::Text(Cow::Owned(value)))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Self::Value, E> {
        Ok(RawValue::Text(Cow::Owned(String::from_utf8_lossy(value).into_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(RawValue::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = access.next_entry()? {
            pairs.push(pair);
        }
        Ok(RawValue::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn scalars_are_as_they_were_written_and_have_lines() {
        let yaml = "a: 1.50\nb: 007\nc: true\nd: ~\ne: no\nf: 0x1F\na: 二\ng: &x 2.0\nh: *x\n";
        let root = parse("a.yml", yaml).unwrap();
        for (key, expected) in
            [("a", "1.50"), ("b", "007"), ("c", "true"), ("d", ""), ("e", "no"), ("f", "0x1F"), ("h", "2.0")]
        {
            assert_eq!(root.text_of(key), expected, "{key}");
        }
        assert_eq!(root.all("a").map(|node| node.line).collect::<Vec<_>>(), [1, 7]);
    }

    #[test]
    fn a_mistake_has_its_line_and_column() {
        let error = parse("a.yml", "matches:\n  - trigger: \"a\n").unwrap_err();
        assert!(matches!(error, ReadError::Malformed { line: Some(_), column: Some(_), .. }), "{error:?}");
    }

    #[test]
    fn hostile_yaml_is_refused_soon() {
        let mut laughs = "a0: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]\n".to_owned();
        for level in 1..10 {
            let aliases = format!("*a{}, ", level - 1).repeat(9);
            laughs += format!("a{level}: &a{level} [{aliases}]\n").as_str();
        }
        let large = format!("a: &a \"{}\"\nb: [{}]\n", "亲".repeat(1 << 20), "*a, ".repeat(900));
        let cases = [
            ("laughs", laughs),
            ("large", large),
            ("flow", "[".repeat(100)),
            ("block", (0..100).map(|depth| " ".repeat(depth) + "a:\n").collect()),
            ("deepest", "[".repeat(1 << 20)),
            ("aliases", format!("a: &a 1\nb: [{}]\n", "*a, ".repeat(1_001))),
            ("itself", "a: &a [*a]".to_owned()),
        ];
        for (name, yaml) in cases {
            let started = Instant::now();
            let read = parse("a.yml", &yaml);
            println!("{name}: {} bytes, {:?}", yaml.len(), started.elapsed());
            assert!(started.elapsed() < Duration::from_secs(5), "{name}");
            assert!(matches!(read, Err(ReadError::Malformed { .. })) || name == "itself", "{name}");
        }
    }
}
