//! Model → text of the library format, as a person would write it.

use crate::model::{
    FieldDecl, FieldKind, FieldPattern, ForbiddenWord, Hiding, Message, Reply, RuleChange, Scope, Shop,
    Wording,
};
use crate::ron_edit::{Layout, list_literal, literal};
use crate::template::{Cell, Table, TableRow, When, written_moment};

/// The fields of a reply in the order in which they are written.
pub(in crate::store) const REPLY_ORDER: [&str; 13] = [
    "id", "title", "stage", "scenario", "code", "tags", "asks", "text", "parts", "variants", "note", "next",
    "expires",
];

/// The ways to give the texts of a reply.
pub(in crate::store) const BODIES: [&str; 3] = ["text", "parts", "variants"];

/// A whole reply, one field a line.
pub(in crate::store) fn reply(reply: &Reply, layout: Layout<'_>) -> String {
    let inner = layout.deeper();
    let inside = Layout { indent: &inner, ..layout };
    let fields: Vec<String> = REPLY_ORDER.into_iter().filter_map(|name| field(reply, name, inside)).collect();
    layout.block('(', &fields, ')')
}

/// The value of a field that is one text; `None` where the reply has none.
pub(in crate::store) fn plain_field(reply: &Reply, name: &str) -> Option<String> {
    let text = |text: &str| (!text.is_empty()).then(|| literal(text));
    // A blank one is read as none.
    let optional =
        |text: &Option<String>| text.as_deref().filter(|text| !text.trim().is_empty()).map(literal);
    match name {
        "id" => text(&reply.id),
        "title" => text(&reply.title),
        "stage" => text(&reply.category),
        "code" => optional(&reply.code),
        "note" => optional(&reply.note),
        "expires" => reply.expires.map(|end| literal(&written_moment(end, true))),
        _ => None,
    }
}

/// A text, or a list where there are several; `None` where there is none.
pub(in crate::store) fn one_or_list(texts: &[String]) -> Option<String> {
    match texts {
        [] => None,
        [one] => Some(literal(one)),
        several => Some(list_literal(several)),
    }
}

/// One field of a reply with its name; `None` where the reply does not need it.
fn field(reply: &Reply, name: &str, layout: Layout<'_>) -> Option<String> {
    let value = match name {
        "scenario" => one_or_list(&reply.scenarios),
        "tags" => (!reply.tags.is_empty()).then(|| list_literal(&reply.tags)),
        "asks" => (!reply.questions.is_empty()).then(|| list_literal(&reply.questions)),
        "next" => (!reply.next.is_empty()).then(|| list_literal(&reply.next)),
        "text" => return body(&reply.wordings, layout),
        name => plain_field(reply, name),
    };
    value.map(|value| format!("{name}: {value}"))
}

/// The wordings of a reply with the name of their field.
pub(in crate::store) fn body(wordings: &[Wording], layout: Layout<'_>) -> Option<String> {
    let (name, items): (_, Vec<String>) = match wordings {
        [] => return None,
        [Wording { messages, when }] if when.is_always() => match messages.as_slice() {
            [Message::Text(text)] => return Some(format!("text: {}", literal(text))),
            messages => ("parts", messages.iter().map(message).collect()),
        },
        wordings => ("variants", wordings.iter().map(wording).collect()),
    };
    Some(format!("{name}: {}", layout.block('[', &items, ']')))
}

/// An item of `variants`.
pub(in crate::store) fn wording(wording: &Wording) -> String {
    if wording.when.is_always() {
        return match wording.messages.as_slice() {
            [Message::Text(text)] => literal(text),
            messages => self::messages(messages),
        };
    }
    format!("(when: {}, {})", when(&wording.when), message_field(&wording.messages))
}

/// The messages of one wording with the name of their field.
pub(in crate::store) fn message_field(messages: &[Message]) -> String {
    match messages {
        [Message::Text(text)] => format!("text: {}", literal(text)),
        messages => format!("parts: {}", self::messages(messages)),
    }
}

fn messages(messages: &[Message]) -> String {
    format!("[{}]", messages.iter().map(message).collect::<Vec<_>>().join(", "))
}

pub(in crate::store) fn message(message: &Message) -> String {
    match message {
        Message::Text(text) => literal(text),
        Message::Image(path) => format!("(image: {})", literal(path)),
    }
}

fn when(when: &When) -> String {
    let days: Vec<&str> = when.days.iter().map(|day| day.code()).collect();
    let fields = [
        (!days.is_empty()).then(|| format!("days: {}", list_literal(&days))),
        when.before.map(|moment| format!("before: {}", literal(&moment.written()))),
        when.after.map(|moment| format!("after: {}", literal(&moment.written()))),
        when.from.map(|from| format!("from: {}", literal(&written_moment(from, false)))),
        when.until.map(|until| format!("until: {}", literal(&written_moment(until, true)))),
        (!when.shops.is_empty()).then(|| format!("shops: {}", list_literal(&when.shops))),
    ];
    format!("({})", fields.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// A declaration of a placeholder: its name alone, where that says it all.
pub(in crate::store) fn field_decl(decl: &FieldDecl) -> String {
    let kind = match (&decl.kind, decl.choices.is_empty()) {
        (FieldKind::Text, true) | (FieldKind::Choice, false) => None,
        (kind, _) => Some(kind.code()),
    };
    let optional = |name: &str, value: Option<&str>| value.map(|value| format!("{name}: {}", literal(value)));
    let (table, column) = match &decl.kind {
        FieldKind::LookUp { table, column } => (Some(table.as_str()), Some(column.as_str())),
        FieldKind::Text | FieldKind::LongText | FieldKind::Number | FieldKind::Date | FieldKind::Choice => {
            (None, None)
        }
    };
    let scope = (decl.scope != Scope::default()).then(|| decl.scope.code());
    let message = decl.pattern.as_ref().map(|pattern| pattern.message.as_str());
    let more: Vec<String> = [
        optional("kind", kind),
        optional("scope", scope),
        optional("pattern", decl.pattern.as_ref().map(FieldPattern::source)),
        optional("message", message.filter(|message| !message.is_empty())),
        optional("default", decl.default.as_deref()),
        optional("example", decl.example.as_deref()),
        optional("unit", decl.unit.as_deref()),
        (!decl.choices.is_empty()).then(|| format!("choices: {}", list_literal(&decl.choices))),
        optional("table", table),
        optional("column", column.filter(|column| *column != decl.name)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let name = literal(&decl.name);
    if more.is_empty() { name } else { format!("(name: {name}, {})", more.join(", ")) }
}

/// A reply that is not to be offered: its name alone, where that is so in every shop.
pub(in crate::store) fn hiding(hiding: &Hiding) -> String {
    let reply = literal(&hiding.reply);
    if hiding.shops.is_empty() {
        reply
    } else {
        format!("(reply: {reply}, shops: {})", list_literal(&hiding.shops))
    }
}

/// A look-up table, one row a line.
pub(in crate::store) fn table(table: &Table, layout: Layout<'_>) -> String {
    let rows: Vec<String> = table.rows.iter().map(row).collect();
    let inner = layout.deeper();
    let inside = Layout { indent: &inner, ..layout };
    let fields = [
        Some(format!("name: {}", literal(&table.name))),
        table.is_example.then(|| "example: true".to_owned()),
        Some(format!("inputs: {}", list_literal(&table.inputs))),
        Some(format!("outputs: {}", list_literal(&table.outputs))),
        Some(format!("rows: {}", inside.block('[', &rows, ']'))),
    ];
    layout.block('(', &fields.into_iter().flatten().collect::<Vec<_>>(), ')')
}

/// A row of a table.
pub(in crate::store) fn row(row: &TableRow) -> String {
    let cells = row.cells.iter().map(Cell::written);
    list_literal(&cells.chain(row.values.iter().cloned()).collect::<Vec<_>>())
}

/// A shop: its values alone, where it has nothing else.
pub(in crate::store) fn shop(shop: &Shop, layout: Layout<'_>) -> String {
    let inner = layout.deeper();
    let inside = Layout { indent: &inner, ..layout };
    let values: Vec<String> =
        shop.values().map(|(field, value)| format!("{}: {}", literal(field), literal(value))).collect();
    if shop.tables.is_empty() && shop.rules.is_empty() {
        return layout.block('{', &values, '}');
    }
    let of_table = inside.deeper();
    let tables: Vec<String> =
        shop.tables.iter().map(|own| table(own, Layout { indent: &of_table, ..layout })).collect();
    let rules: Vec<String> = shop.rules.iter().map(|(id, change)| rule(id, *change)).collect();
    let fields = [
        Some(format!("values: {}", inside.block('{', &values, '}'))),
        (!tables.is_empty()).then(|| format!("tables: {}", inside.block('[', &tables, ']'))),
        (!rules.is_empty()).then(|| format!("rules: {{ {} }}", rules.join(", "))),
    ];
    layout.block('(', &fields.into_iter().flatten().collect::<Vec<_>>(), ')')
}

/// What becomes of a rule.
pub(in crate::store) fn rule(id: &str, change: RuleChange) -> String {
    format!("{}: {}", literal(id), literal(change.code()))
}

/// A forbidden word.
pub(in crate::store) fn word(word: &ForbiddenWord) -> String {
    let optional = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!(", {name}: {}", literal(value)))
    };
    let (instead, why) = (optional("instead", &word.instead), optional("why", &word.why));
    format!("(word: {}{}{})", literal(&word.word), instead.unwrap_or_default(), why.unwrap_or_default())
}
