//! Tree → [`Pack`], naming everything that does not fit.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::FORMAT;
use super::reader::{Reader, wrong};
use super::scan::{Field, Kind, Node};
use crate::diag::{Diagnostic, Expected, Problem, nearest};
use crate::model::{FieldDecl, Pack, Part, Reply, Variant};
use crate::template::{self, KNOWN_FIELDS};

const PACK_FIELDS: &[&str] = &["format", "id", "name", "version", "author", "license", "fields", "replies"];
const FIELD_FIELDS: &[&str] = &["name", "default", "choices"];
const REPLY_FIELDS: &[&str] =
    &["id", "title", "stage", "scenario", "code", "tags", "asks", "text", "parts", "variants", "note"];
const VARIANT_FIELDS: &[&str] = &["text", "parts"];
const IMAGE_FIELDS: &[&str] = &["image"];

pub(super) fn decode(file: &str, text: &str) -> (Pack, Vec<Diagnostic>) {
    let (read, fields) = Reader::open(file, text);
    let mut decoder = Decoder { read, known: BTreeSet::new() };
    let pack = decoder.pack(&fields);
    (pack, decoder.read.finish())
}

struct Decoder<'a> {
    read: Reader<'a>,
    /// Placeholders that need no diagnostic.
    known: BTreeSet<String>,
}

impl Decoder<'_> {
    fn pack(&mut self, fields: &[Field]) -> Pack {
        let mut pack = Pack::default();
        let named = self.read.check_names(fields, PACK_FIELDS);
        // The declared placeholders must be known before the replies are read, wherever they stand.
        for field in named.iter().filter(|field| field.name == "fields") {
            pack.fields = self.field_decls(&field.value);
        }
        self.known = KNOWN_FIELDS.iter().copied().chain([template::TODAY]).map(str::to_owned).collect();
        self.known.extend(pack.fields.iter().map(|field| field.name.clone()));
        for field in named {
            match field.name.as_str() {
                "format" => self.format(&field.value),
                "replies" => pack.replies = self.replies(&field.value),
                "id" => {
                    pack.id = self.read.text_of(field);
                    if !is_id(&pack.id) {
                        self.read.report(&field.value.span, Problem::InvalidId { id: pack.id.clone() });
                    }
                }
                "name" => pack.name = self.read.text_of(field),
                "version" => pack.version = self.read.text_of(field),
                "author" => pack.author = self.read.text_of(field),
                "license" => pack.license = self.read.text_of(field),
                _ => {}
            }
        }
        pack
    }

    fn format(&mut self, node: &Node) {
        match node.as_bare().map(|number| (number, number.parse::<u32>())) {
            Some((_, Ok(found))) if found <= FORMAT => {}
            Some((number, Ok(_))) => {
                self.read
                    .report(&node.span, Problem::NewerFormat { found: number.to_owned(), known: FORMAT });
            }
            _ => self.read.report(&node.span, wrong("format", Expected::Number)),
        }
    }

    fn field_decls(&mut self, node: &Node) -> Vec<FieldDecl> {
        let Some(items) = node.as_list() else {
            self.read.report(&node.span, wrong("fields", Expected::Texts));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.field_decl(item)).collect()
    }

    fn field_decl(&mut self, node: &Node) -> Option<FieldDecl> {
        let mut decl = FieldDecl::default();
        if let Some(name) = node.as_text() {
            name.clone_into(&mut decl.name);
        } else if let Some(fields) = node.as_struct() {
            for field in self.read.check_names(fields, FIELD_FIELDS) {
                match field.name.as_str() {
                    "name" => decl.name = self.read.text_of(field),
                    "default" => decl.default = self.read.optional_text(field),
                    _ => decl.choices = self.read.texts(field),
                }
            }
        } else {
            self.read.report(&node.span, wrong("fields", Expected::Texts));
            return None;
        }
        if decl.name.trim().is_empty() {
            self.read.report(&node.span, Problem::MissingField { name: "name" });
            return None;
        }
        Some(decl)
    }

    fn replies(&mut self, node: &Node) -> Vec<Reply> {
        let Some(items) = node.as_list() else {
            self.read.report(&node.span, wrong("replies", Expected::Structs));
            return Vec::new();
        };
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut codes: HashMap<String, usize> = HashMap::new();
        let mut replies = Vec::new();
        for item in items {
            let Some(fields) = item.as_struct() else {
                self.read.report(&item.span, wrong("replies", Expected::Structs));
                continue;
            };
            let line = self.read.line(item.span.start);
            self.read.reply = label(fields);
            if let Some(mut reply) = self.reply(item, fields) {
                let has_id = fields.iter().any(|field| field.name == "id");
                if !has_id {
                    reply.id = derived_id(&reply, &ids);
                }
                if let Some(first_line) = ids.get(&reply.id) {
                    let problem = Problem::DuplicateId { id: reply.id.clone(), first_line: *first_line };
                    self.read.report(&value_span(fields, "id", item), problem);
                    self.read.reply = None;
                    continue;
                }
                ids.insert(reply.id.clone(), line);
                if let Some(code) = reply.code.clone() {
                    let key = code.to_lowercase();
                    if let Some(first_line) = codes.get(&key) {
                        let problem = Problem::DuplicateCode { code, first_line: *first_line };
                        self.read.report(&value_span(fields, "code", item), problem);
                        reply.code = None;
                    } else {
                        codes.insert(key, line);
                    }
                }
                replies.push(reply);
            }
            self.read.reply = None;
        }
        replies
    }

    /// `None` when something that a reply cannot do without is missing; everything wrong is reported.
    fn reply(&mut self, node: &Node, fields: &[Field]) -> Option<Reply> {
        let mut reply = Reply::default();
        let named = self.read.check_names(fields, REPLY_FIELDS);
        for field in &named {
            match field.name.as_str() {
                "id" => reply.id = self.read.text_of(field),
                "title" => reply.title = self.read.text_of(field),
                "stage" => reply.category = self.read.text_of(field),
                "scenario" => reply.scenario = self.read.optional_text(field),
                "code" => reply.code = self.read.optional_text(field),
                "note" => reply.note = self.read.optional_text(field),
                "tags" => reply.tags = self.read.texts(field),
                "asks" => reply.asks = self.read.texts(field),
                _ => {}
            }
        }
        if reply.title.trim().is_empty() {
            // A title of another type was reported as that.
            if named.iter().all(|field| field.name != "title" || field.value.as_text().is_some()) {
                self.read.report(&node.span, Problem::MissingField { name: "title" });
            }
            return None;
        }
        if let Some(field) = named.iter().find(|field| field.name == "id")
            && !is_id(&reply.id)
        {
            // An id of another type was reported as that.
            if field.value.as_text().is_some() {
                self.read.report(&field.value.span, Problem::InvalidId { id: reply.id });
            }
            return None;
        }
        let bodies: Vec<_> = named
            .iter()
            .filter(|field| ["text", "parts", "variants"].contains(&field.name.as_str()))
            .collect();
        if let Some(second) = bodies.get(1) {
            self.read.report(&second.name_span, Problem::SeveralTexts);
        }
        reply.variants = bodies.first().map(|field| self.variants(field)).unwrap_or_default();
        if reply.variants.is_empty() {
            let empty = Problem::NoText;
            self.read
                .report(&bodies.first().map_or(node.span.clone(), |field| field.value.span.clone()), empty);
            return None;
        }
        Some(reply)
    }

    fn variants(&mut self, field: &Field) -> Vec<Variant> {
        let variant = |parts: Vec<Part>| (!parts.is_empty()).then_some(Variant { parts });
        if field.name != "variants" {
            return variant(self.parts(&field.value)).into_iter().collect();
        }
        let Some(items) = field.value.as_list() else {
            self.read.report(&field.value.span, wrong("variants", Expected::Parts));
            return Vec::new();
        };
        items.iter().filter_map(|item| variant(self.variant_parts(item))).collect()
    }

    /// One item of `variants`: a text, a list of parts, or `(parts: …)`.
    fn variant_parts(&mut self, node: &Node) -> Vec<Part> {
        let is_image = |field: &Field| IMAGE_FIELDS.contains(&field.name.as_str());
        match node.as_struct() {
            Some(fields) if !fields.iter().any(is_image) => {
                let named = self.read.check_names(fields, VARIANT_FIELDS);
                named.first().map(|field| self.parts(&field.value)).unwrap_or_default()
            }
            _ => self.parts(node),
        }
    }

    /// A part, or a list of them. Blank texts are left out.
    fn parts(&mut self, node: &Node) -> Vec<Part> {
        match &node.kind {
            Kind::Text(text) if text.trim().is_empty() => Vec::new(),
            Kind::Text(text) => {
                self.check_text(node, text);
                vec![Part::Text(text.clone())]
            }
            Kind::List(items) => items.iter().flat_map(|item| self.parts(item)).collect(),
            Kind::Struct(fields) => {
                let named = self.read.check_names(fields, IMAGE_FIELDS);
                named.first().and_then(|field| self.image(&field.value)).into_iter().collect()
            }
            Kind::Tuple { .. } | Kind::Map(_) | Kind::Bare(_) => {
                self.read.report(&node.span, wrong("parts", Expected::Parts));
                Vec::new()
            }
        }
    }

    fn image(&mut self, node: &Node) -> Option<Part> {
        let Some(path) = node.as_text() else {
            self.read.report(&node.span, wrong("image", Expected::Text));
            return None;
        };
        let inside = !path.trim().is_empty()
            && !path.starts_with(['/', '\\'])
            && !path.contains(':')
            && path.split(['/', '\\']).all(|step| step != "..");
        if !inside {
            self.read.report(&node.span, Problem::ImageOutside { path: path.to_owned() });
            return None;
        }
        Some(Part::Image(path.to_owned()))
    }

    /// Reports the placeholders of a text that cannot be read, and those that nobody declared.
    fn check_text(&mut self, node: &Node, text: &str) {
        let parsed = template::parse(text);
        let unknown = parsed.placeholders().filter(|field| !self.known.contains(&field.name)).map(|field| {
            let suggestion = nearest(&field.name, self.known.iter().map(String::as_str));
            (field.span.clone(), Problem::UnknownPlaceholder { name: field.name.clone(), suggestion })
        });
        let broken =
            parsed.problems.iter().map(|(span, problem)| (span.clone(), Problem::Template(*problem)));
        let problems: Vec<_> = unknown.chain(broken).collect();
        for (span, problem) in problems {
            let range = template::char_range(text, &span);
            let place = place_in_literal(self.read.text, &node.span, text, &span);
            self.read.report_in_text(&place, Some(range), problem);
        }
    }
}

/// The bytes of the file that `span` of a decoded text stands in: exact where the literal holds the text as it is,
/// else the whole literal (it has escapes before that place).
fn place_in_literal(file: &str, literal: &Range<usize>, text: &str, span: &Range<usize>) -> Range<usize> {
    let raw = file.get(literal.clone()).unwrap_or_default();
    let body = raw.find('"').map_or(0, |at| at + 1);
    let wanted = text.get(span.clone()).unwrap_or_default();
    let start = literal.start + body + span.start;
    if file.get(start..start + wanted.len()) == Some(wanted) {
        return start..start + wanted.len();
    }
    let earlier = text.get(..span.start).map_or(0, |before| before.matches(wanted).count());
    let found = raw.match_indices(wanted).nth(earlier);
    found.map_or(literal.clone(), |(at, _)| literal.start + at..literal.start + at + wanted.len())
}

/// How messages call a reply: its id, else its title.
fn label(fields: &[Field]) -> Option<String> {
    ["id", "title"].iter().find_map(|name| {
        let field = fields.iter().find(|field| field.name == *name)?;
        field.value.as_text().map(str::to_owned)
    })
}

fn value_span(fields: &[Field], name: &str, node: &Node) -> Range<usize> {
    fields.iter().find(|field| field.name == name).map_or(node.span.clone(), |field| field.value.span.clone())
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 100
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// The id of a reply that names none: its code, else the code points of its title, so that it stays the same as long as
/// they do. Where that is taken, a number behind it.
fn derived_id(reply: &Reply, taken: &HashMap<String, usize>) -> String {
    let of_code = reply.code.clone().filter(|code| is_id(code) && !taken.contains_key(code));
    let of_title = || {
        let points: Vec<String> =
            reply.title.chars().take(16).map(|c| format!("{:x}", u32::from(c))).collect();
        let id = format!("t-{}", points.join("-"));
        let numbered = (2..).map(|number| format!("{id}.{number}"));
        std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains_key(id)).unwrap_or_default()
    };
    of_code.unwrap_or_else(of_title)
}
