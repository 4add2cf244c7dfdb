//! A library: what is said of it as a whole, and its lists.

use std::collections::HashMap;
use std::ops::Range;

use super::super::reader::{Reader, wrong};
use super::super::{FORMAT, is_newer};
use super::forms::{Form as _, Text};
use super::ids::Ids;
use super::reply::is_id;
use super::{Item as _, Record, Row, calendar, list, names, read_only, read_rows, record, reply, rules};
use crate::diag::{Expected, Problem};
use crate::model::{FieldDecl, ForbiddenWord, Hiding, Pack, Reply, Rule};
use crate::ron_edit::{Field, Node, Shape};
use crate::template::Table;

/// Where the replies of a file are, in bytes.
#[derive(Default)]
pub(in crate::store) struct ReplyList {
    /// Of the list with its brackets.
    pub span: Range<usize>,
    /// Of every item, also of those that are not replies.
    pub items: Vec<Range<usize>>,
    /// Which of the items each reply of the pack is, counted from 0.
    pub replies: Vec<usize>,
}

/// What a library file says.
#[derive(Default)]
pub(in crate::store) struct PackFile {
    pub pack: Pack,
    /// Where the replies are; `None` where there is no list of them.
    pub list: Option<ReplyList>,
}

const ROWS: &[Row<PackFile>] = &[
    read_only("format", |read, field, _| format(read, &field.value)),
    read_only("id", read_id),
    read_only("name", |read, field, file| file.pack.name = Text::read(read, field)),
    read_only("version", |read, field, file| file.pack.version = Text::read(read, field)),
    read_only("author", |read, field, file| file.pack.author = Text::read(read, field)),
    read_only("license", |read, field, file| file.pack.license = Text::read(read, field)),
    read_only("fields", |read, field, file| file.pack.fields = list(read, &field.value)),
    read_only("tables", |read, field, file| file.pack.tables = list(read, &field.value)),
    read_only("rules", |read, field, file| file.pack.rules = rules::rule_changes(read, &field.value)),
    read_only("own_rules", |read, field, file| file.pack.own_rules = list(read, &field.value)),
    read_only("words", |read, field, file| file.pack.words = list(read, &field.value)),
    read_only("calendar", |read, field, file| file.pack.calendar = calendar::calendar(read, field)),
    read_only("hidden", |read, field, file| file.pack.hidden = list(read, &field.value)),
    read_only("replies", read_replies),
];

/// What a library holds.
pub(in crate::store::ron_file) const SHAPE: Shape = Shape {
    fields: PackFile::NAMES,
    lists: &[reply::LIST, FieldDecl::LIST, Table::LIST, Rule::LIST, ForbiddenWord::LIST, Hiding::LIST],
};

impl Record for PackFile {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);
}

impl PackFile {
    /// Reads the fields of a library.
    pub(in crate::store::ron_file) fn read(read: &mut Reader<'_>, fields: &[Field]) -> Self {
        let mut file = Self::default();
        read_rows(&mut file, read, fields);
        file
    }
}

fn read_id(read: &mut Reader<'_>, field: &Field, file: &mut PackFile) {
    file.pack.id = read.text_of(field);
    if !is_id(&file.pack.id) {
        read.report(&field.value.span, Problem::InvalidId { id: file.pack.id.clone() });
    }
}

/// Reads the replies; one that cannot be read costs itself alone.
fn read_replies(read: &mut Reader<'_>, field: &Field, file: &mut PackFile) {
    let Some(items) = field.value.as_list() else {
        read.report(&field.value.span, wrong("replies", Expected::Structs));
        return;
    };
    let mut known = Known::of(items);
    let mut replies = Vec::new();
    for (item_idx, item) in items.iter().enumerate() {
        let Some(fields) = item.as_struct() else {
            read.report(&item.span, wrong("replies", Expected::Structs));
            continue;
        };
        read.reply = label(fields);
        let found_before = read.found();
        let reply = record::<Reply>(read, item, fields).map(|mut reply| {
            if !item.has_field("id") {
                reply.id = known.ids.derived(&reply);
                read.name_reply(found_before, &reply.id);
            }
            // Behind the id: it stays the same, whatever is tidied.
            reply.tidied()
        });
        if let Some(reply) = reply.and_then(|reply| known.accepted(read, item, reply)) {
            file.pack.replies.push(reply);
            replies.push(item_idx);
        }
        read.reply = None;
    }
    let items = items.iter().map(|item| item.span.clone()).collect();
    file.list = Some(ReplyList { span: field.value.span.clone(), items, replies });
}

/// What the replies of a file so far are called.
struct Known {
    ids: Ids,
    /// The line of the first reply of each short code, in small letters.
    codes: HashMap<String, usize>,
}

impl Known {
    fn of(items: &[Node]) -> Self {
        // An id that the file gives further down is no other reply's.
        let ids = Ids::beside(items.iter().filter_map(given_id).collect());
        Self { ids, codes: HashMap::new() }
    }

    /// The reply of an item, unless another one has its id. Of a merge conflict both sides are kept.
    fn accepted(&mut self, read: &mut Reader<'_>, item: &Node, mut reply: Reply) -> Option<Reply> {
        let line = read.line(item.span.start);
        if self.ids.lines.contains_key(&reply.id) && read.is_in_conflict(&item.span) {
            reply.id = self.ids.numbered(&reply.id);
        }
        if let Some(first_line) = self.ids.lines.get(&reply.id) {
            let problem = Problem::DuplicateId { id: reply.id, first_line: *first_line };
            read.report(&value_span(item, "id"), problem);
            return None;
        }
        self.ids.lines.insert(reply.id.clone(), line);
        if let Some(code) = reply.code.clone() {
            let key = code.to_lowercase();
            if let Some(first_line) = self.codes.get(&key) {
                let problem = Problem::DuplicateCode { code, first_line: *first_line };
                read.report(&value_span(item, "code"), problem);
            } else {
                self.codes.insert(key, line);
            }
        }
        Some(reply)
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

/// The id that the file gives a reply.
fn given_id(item: &Node) -> Option<String> {
    item.field("id")?.value.as_text().map(str::to_owned)
}

/// How messages call a reply before it is read: its id, else its title.
fn label(fields: &[Field]) -> Option<String> {
    ["id", "title"].iter().find_map(|name| {
        let field = fields.iter().find(|field| field.name == *name)?;
        field.value.as_text().map(|text| text.trim().to_owned())
    })
}

/// Where the value of a field is, else its item.
fn value_span(item: &Node, name: &str) -> Range<usize> {
    item.field(name).map_or(&item.span, |field| &field.value.span).clone()
}
