//! Tree → [`Pack`], naming everything that does not fit.

mod calendar;
pub(in crate::store) mod fields;
mod hidden;
mod literal;
pub(in crate::store) mod rules;
mod snippets;
pub(in crate::store) mod tables;
mod when;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use self::literal::Literal;
use super::reader::{Reader, wrong};
use super::{FORMAT, is_newer};
use crate::check::{Checker, Policy};
use crate::diag::{Diagnostic, Expected, Problem};
use crate::model::{FieldDecl, Hiding, Message, Pack, Placeholders, Reply, Wording};
use crate::ron_edit::{Field, Kind, Node};
use crate::ron_edit::{ListShape, Shape};
use crate::store::images;
use crate::template::{self, When};

const PACK_FIELDS: &[&str] = &[
    "format", "id", "name", "version", "author", "license", "fields", "tables", "rules", "words", "calendar",
    "hidden", "replies",
];
const REPLY_FIELDS: &[&str] = &[
    "id", "title", "stage", "scenario", "code", "tags", "asks", "text", "parts", "variants", "note", "next",
    "expires",
];
/// What a library holds.
const SHAPE: Shape = Shape {
    fields: PACK_FIELDS,
    lists: &[
        ListShape {
            name: "replies",
            fields: REPLY_FIELDS,
            key: "title",
            starts: &["title", "id"],
            inner_fields: WORDING_FIELDS,
            has_maps: false,
        },
        fields::LIST,
        tables::LIST,
        rules::WORDS,
        hidden::LIST,
    ],
};
pub(super) const WORDING_FIELDS: &[&str] = &["text", "parts", "when"];
pub(super) const IMAGE_FIELDS: &[&str] = &["image"];

/// Where the replies of a file stand, in bytes.
#[derive(Default)]
pub(in crate::store) struct ReplyList {
    /// Of the list with its brackets.
    pub span: Range<usize>,
    /// Of every item, also of those that are no replies.
    pub items: Vec<Range<usize>>,
    /// Which of the items each reply of the pack is, counted from 0.
    pub replies: Vec<usize>,
}

/// What a file says.
pub(in crate::store) struct Decoded {
    pub pack: Pack,
    /// Where the replies stand; `None` where there is no list of them.
    pub list: Option<ReplyList>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What a library is checked for beyond its format.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Which rules count for the texts, before the library says more of that.
    pub policy: Policy,
    /// The names of the shops; `None` where nobody knows them.
    pub shops: Option<Vec<String>>,
}

/// `built_in` are the fields that every library knows; without them the placeholders of the texts are not looked at. With
/// `checks` the texts are checked against the rules and for images and shops that are not there.
pub(super) fn decode<'a>(
    file: &'a str,
    text: &'a str,
    built_in: Option<&[FieldDecl]>,
    checks: Option<&Checks>,
) -> Decoded {
    let (read, fields) = Reader::open(file, text, &SHAPE);
    let mut decoder = Decoder {
        read,
        known: Placeholders::default(),
        looks_at_texts: built_in.is_some(),
        may_lack_fields: false,
        policy: checks.map(|checks| checks.policy.clone()),
        shops: checks.and_then(|checks| checks.shops.as_deref()),
        library: checks.map(|_| Path::new(file)),
        snippets: Vec::new(),
        next: Vec::new(),
        hidden: Vec::new(),
        list: None,
    };
    let built_in = built_in.unwrap_or_default();
    let pack = decoder.pack(&fields, built_in);
    decoder.check_snippets(&pack);
    decoder.check_next(&pack);
    hidden::check(&mut decoder.read, &decoder.hidden, &pack);
    Decoded { pack, list: decoder.list, diagnostics: decoder.read.finish() }
}

struct Decoder<'a> {
    read: Reader<'a>,
    known: Placeholders,
    looks_at_texts: bool,
    /// The file is damaged elsewhere than among its replies.
    may_lack_fields: bool,
    /// Which rules the texts are checked against.
    policy: Option<Policy>,
    /// The shops that there are, where that is looked at too.
    shops: Option<&'a [String]>,
    /// Where the images must be, where that is looked at too.
    library: Option<&'a Path>,
    /// Where replies take in the texts of others.
    snippets: Vec<snippets::Use>,
    /// Of each reply that comes after another: that one as messages call it, the id, and where it stands.
    next: Vec<(Option<String>, String, Range<usize>)>,
    /// The replies that are not to be offered, and where they are named.
    hidden: Vec<(Hiding, Range<usize>)>,
    list: Option<ReplyList>,
}

impl Decoder<'_> {
    fn pack(&mut self, fields: &[Field], built_in: &[FieldDecl]) -> Pack {
        let mut pack = Pack::default();
        let named = self.read.check_names(fields, PACK_FIELDS);
        let replies = named.iter().find(|field| field.name == "replies").map(|field| &field.value.span);
        self.may_lack_fields =
            self.read.damaged.iter().any(|at| replies.is_none_or(|replies| !replies.contains(at)));
        // The declared placeholders must be known before the replies are read, wherever they stand.
        for field in named.iter().filter(|field| field.name == "tables") {
            pack.tables = tables::tables(&mut self.read, &field.value);
        }
        for field in named.iter().filter(|field| field.name == "fields") {
            pack.fields = fields::field_decls(&mut self.read, &field.value, &pack.tables);
        }
        for field in &named {
            match field.name.as_str() {
                "words" => pack.words = rules::words(&mut self.read, &field.value),
                "rules" => pack.rules = rules::rule_changes(&mut self.read, &field.value),
                "hidden" => {
                    self.hidden = hidden::hidden(&mut self.read, &field.value, self.shops);
                    pack.hidden = self.hidden.iter().map(|(hiding, _)| hiding.clone()).collect();
                }
                "calendar" => pack.calendar = calendar::calendar(&mut self.read, field, fields),
                _ => {}
            }
        }
        self.policy = self.policy.take().map(|policy| policy.with(&pack.rules, &pack.words));
        self.known = Placeholders::new(built_in.iter().chain(&pack.fields));
        for field in named {
            match field.name.as_str() {
                "format" => format(&mut self.read, &field.value),
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

    fn replies(&mut self, node: &Node) -> Vec<Reply> {
        let Some(items) = node.as_list() else {
            self.read.report(&node.span, wrong("replies", Expected::Structs));
            return Vec::new();
        };
        // An id that the file gives further down is no other reply's.
        let mut ids = Ids { given: items.iter().filter_map(given_id).collect(), ..Ids::default() };
        let mut codes: HashMap<String, usize> = HashMap::new();
        let mut replies = Vec::new();
        let mut which = Vec::new();
        for (item_idx, item) in items.iter().enumerate() {
            let Some(fields) = item.as_struct() else {
                self.read.report(&item.span, wrong("replies", Expected::Structs));
                continue;
            };
            let line = self.read.line(item.span.start);
            self.read.reply = label(fields);
            let (mistakes, uses) = (self.read.mistakes(), self.snippets.len());
            if let Some(mut reply) = self.reply(item, fields) {
                let has_id = fields.iter().any(|field| field.name == "id");
                if !has_id {
                    reply.id = ids.derived(&reply);
                    self.read.name_reply(mistakes, &reply.id);
                    let uses = self.snippets.iter_mut().skip(uses);
                    uses.for_each(|used| used.reply = Some(reply.id.clone()));
                }
                // Behind the id: it stays the same, whatever is tidied.
                let mut reply = reply.tidied();
                if ids.lines.contains_key(&reply.id) && self.read.is_in_conflict(&item.span) {
                    reply.id = ids.numbered(&reply.id);
                }
                if let Some(first_line) = ids.lines.get(&reply.id) {
                    let problem = Problem::DuplicateId { id: reply.id.clone(), first_line: *first_line };
                    self.read.report(&value_span(fields, "id", item), problem);
                    self.read.reply = None;
                    continue;
                }
                ids.lines.insert(reply.id.clone(), line);
                if let Some(code) = reply.code.clone() {
                    let key = code.to_lowercase();
                    if let Some(first_line) = codes.get(&key) {
                        let problem = Problem::DuplicateCode { code, first_line: *first_line };
                        self.read.report(&value_span(fields, "code", item), problem);
                    } else {
                        codes.insert(key, line);
                    }
                }
                replies.push(reply);
                which.push(item_idx);
            }
            self.read.reply = None;
        }
        let items = items.iter().map(|item| item.span.clone()).collect();
        self.list = Some(ReplyList { span: node.span.clone(), items, replies: which });
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
                "scenario" if field.value.as_list().is_some() => reply.scenarios = self.read.texts(field),
                "scenario" => {
                    let one = self.read.optional_text(field).filter(|text| !is_blank(text));
                    reply.scenarios = one.into_iter().collect();
                }
                "code" => reply.code = self.read.optional_text(field).filter(|text| !is_blank(text)),
                "note" => reply.note = self.read.optional_text(field).filter(|text| !is_blank(text)),
                "tags" => reply.tags = self.read.texts(field),
                "asks" => reply.questions = self.read.texts(field),
                "next" => self.next(&mut reply, field),
                "expires" => reply.expires = when::expires(&mut self.read, field),
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
        let mistakes = self.read.mistakes();
        reply.wordings = bodies.first().map(|field| self.wordings(field)).unwrap_or_default();
        if reply.wordings.is_empty() {
            // A text that cannot be read was reported as that.
            if self.read.mistakes() == mistakes {
                let place = bodies.first().map_or(node.span.clone(), |field| field.value.span.clone());
                self.read.report(&place, Problem::NoText);
            }
            return None;
        }
        Some(reply)
    }

    /// The replies that come after it; whether they are there is looked at when all replies are known.
    fn next(&mut self, reply: &mut Reply, field: &Field) {
        reply.next = self.read.texts(field);
        let items = field.value.as_list().unwrap_or(std::slice::from_ref(&field.value));
        let uses = items.iter().filter_map(|item| Some((item.as_text()?.to_owned(), item.span.clone())));
        self.next.extend(uses.map(|(id, place)| (self.read.reply.clone(), id, place)));
    }

    /// Reports the next replies that this file does not have. One that is not there may be in another file: who knows the
    /// others takes the report back.
    fn check_next(&mut self, pack: &Pack) {
        let ids: HashSet<&str> = pack.replies.iter().map(|reply| reply.id.as_str()).collect();
        for (reply, id, place) in std::mem::take(&mut self.next) {
            if !ids.contains(id.trim()) && self.read.damaged.is_empty() {
                let known = pack.replies.iter().map(|reply| reply.id.as_str());
                let suggestion = self.read.suggestion(&id, known);
                self.read.reply = reply;
                self.read.report(&place, Problem::UnknownNext { id, suggestion });
            }
        }
        self.read.reply = None;
    }

    fn wordings(&mut self, field: &Field) -> Vec<Wording> {
        if field.name != "variants" {
            let messages = self.messages(&field.name, &field.value);
            return wording(messages, When::default()).into_iter().collect();
        }
        let Some(items) = field.value.as_list() else {
            self.read.report(&field.value.span, wrong("variants", Expected::Parts));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.wording(item)).collect()
    }

    /// One item of `variants`: a text, a list of messages, or `(when: …, parts: …)`.
    fn wording(&mut self, node: &Node) -> Option<Wording> {
        let is_image = |field: &Field| IMAGE_FIELDS.contains(&field.name.as_str());
        let Some(fields) = node.as_struct().filter(|fields| !fields.iter().any(is_image)) else {
            return wording(self.messages("variants", node), When::default());
        };
        let named = self.read.check_names(fields, WORDING_FIELDS);
        let condition = named.iter().find(|field| field.name == "when");
        // Without its condition it would be taken where it is not true.
        let when = match condition {
            Some(field) => {
                let when = when::when(&mut self.read, &field.value);
                self.check_shops(when.as_ref(), &field.value);
                when
            }
            None => Some(When::default()),
        };
        let texts: Vec<_> = named.iter().filter(|field| field.name != "when").collect();
        if let Some(second) = texts.get(1) {
            self.read.report(&second.name_span, Problem::SeveralTexts);
        }
        let messages =
            texts.first().map(|field| self.messages(&field.name, &field.value)).unwrap_or_default();
        if messages.is_empty() && texts.is_empty() {
            self.read.report(&node.span, Problem::NoText);
        }
        wording(messages, when?)
    }

    /// Reports the shops of a condition that there are none of.
    fn check_shops(&mut self, when: Option<&When>, node: &Node) {
        let (Some(when), Some(known)) = (when, self.shops) else { return };
        for name in when.shops.iter().filter(|name| !known.contains(name)) {
            let suggestion = self.read.suggestion(name, known.iter().map(String::as_str));
            self.read.report(&node.span, Problem::UnknownShop { name: name.clone(), suggestion });
        }
    }

    /// A message, or a list of them. Blank texts are left out. `name` is the field that they are in.
    fn messages(&mut self, name: &str, node: &Node) -> Vec<Message> {
        match &node.kind {
            Kind::Text(text) if text.trim().is_empty() => Vec::new(),
            Kind::Text(text) => {
                self.check_text(node, text);
                vec![Message::Text(text.clone())]
            }
            Kind::List(items) => items.iter().flat_map(|item| self.messages(name, item)).collect(),
            Kind::Struct(fields) => {
                let named = self.read.check_names(fields, IMAGE_FIELDS);
                named.first().and_then(|field| self.image(&field.value)).into_iter().collect()
            }
            Kind::Tuple { .. } | Kind::Map(_) | Kind::Bare(_) => {
                let expected = if name == "text" { Expected::Text } else { Expected::Parts };
                self.read.report(&node.span, wrong(name, expected));
                Vec::new()
            }
        }
    }

    fn image(&mut self, node: &Node) -> Option<Message> {
        let Some(path) = node.as_text() else {
            self.read.report(&node.span, wrong("image", Expected::Text));
            return None;
        };
        if !Message::is_inside(path) {
            self.read.report(&node.span, Problem::ImageOutside { path: path.to_owned() });
            return None;
        }
        if self.library.is_some_and(|library| !images::path_of(library, path).is_file()) {
            self.read.report(&node.span, Problem::ImageMissing { path: path.to_owned() });
        }
        Some(Message::Image(path.to_owned()))
    }

    /// Reports the placeholders of a text that cannot be read, and those that nobody declared.
    fn check_text(&mut self, node: &Node, text: &str) {
        if !self.looks_at_texts {
            return;
        }
        let parsed = template::parse(text);
        let problems = self.known.problems(&parsed);
        let literal = Literal::of(self.read.text, &node.span, text);
        // What declares a name may be in the damaged part.
        let is_unknown = |problem: &Problem| matches!(problem, Problem::UnknownPlaceholder { .. });
        for (span, problem) in problems {
            if self.may_lack_fields && is_unknown(&problem) {
                continue;
            }
            self.read.report_in_text(&literal.place(&span), Some(literal.chars(&span)), problem);
        }
        if let Some(policy) = &self.policy {
            for found in Checker::built_in().check_template(text, &parsed, &self.known, policy) {
                let (place, range) = (literal.place(&found.range), literal.chars(&found.range));
                self.read.report_in_text(&place, Some(range), Problem::breach(found, text));
            }
        }
        for (key, span) in parsed.snippets() {
            self.snippets.push(snippets::Use {
                reply: self.read.reply.clone(),
                key: key.to_owned(),
                place: literal.place(span),
                range: literal.chars(span),
            });
        }
    }
}

/// Reports a file of a format that is not known.
pub(in crate::store) fn format(read: &mut Reader<'_>, node: &Node) {
    match node.as_bare() {
        Some(number) if is_newer(number) => {
            read.report(&node.span, Problem::NewerFormat { found: number.to_owned(), known: FORMAT });
        }
        Some(number) if number.parse::<u32>().is_ok() => {}
        _ => read.report(&node.span, wrong("format", Expected::Number)),
    }
}

/// A blank text in the place of one that may be missing is none.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn wording(messages: Vec<Message>, when: When) -> Option<Wording> {
    (!messages.is_empty()).then_some(Wording { messages, when })
}

/// The id that the file gives a reply.
fn given_id(item: &Node) -> Option<String> {
    let field = item.as_struct()?.iter().find(|field| field.name == "id")?;
    field.value.as_text().map(str::to_owned)
}

/// How messages call a reply before it is read: its id, else its title.
fn label(fields: &[Field]) -> Option<String> {
    ["id", "title"].iter().find_map(|name| {
        let field = fields.iter().find(|field| field.name == *name)?;
        field.value.as_text().map(|text| text.trim().to_owned())
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

/// The ids of the replies so far.
#[derive(Default)]
struct Ids {
    /// The line of each reply.
    lines: HashMap<String, usize>,
    /// Those that the file gives, of all its replies.
    given: HashSet<String>,
    /// The last number that was put behind an id.
    numbers: HashMap<String, u32>,
}

impl Ids {
    /// The id of a reply that names none: its code, else the code points of its title, so that it stays the same as long as
    /// they do. Where that is taken, a number behind it.
    fn derived(&mut self, reply: &Reply) -> String {
        let is_free = |code: &&String| is_id(code) && !self.is_taken(code);
        if let Some(code) = reply.code.as_ref().filter(is_free) {
            return code.clone();
        }
        let points: Vec<String> =
            reply.title.chars().take(16).map(|c| format!("{:x}", u32::from(c))).collect();
        let id = format!("t-{}", points.join("-"));
        if self.is_taken(&id) { self.numbered(&id) } else { id }
    }

    /// The first of `id.2`, `id.3`, … that is not taken.
    fn numbered(&mut self, id: &str) -> String {
        let mut last = self.numbers.get(id).copied().unwrap_or(1);
        loop {
            last += 1;
            let numbered = format!("{id}.{last}");
            if !self.is_taken(&numbered) {
                self.numbers.insert(id.to_owned(), last);
                return numbered;
            }
        }
    }

    fn is_taken(&self, id: &str) -> bool {
        self.lines.contains_key(id) || self.given.contains(id)
    }
}
