//! The preview in the editor: a wording filled with the values that its fields give as examples.

use jiff::civil::DateTime;

use crate::draft::DraftMessage;
use crate::model::{FieldDecl, FieldKind, Library, Lookup, Message, Reply, Shop};
use crate::template::{self, Template, Value, Values};

/// One wording, counted from 0, filled with samples. A field without any is a gap.
pub(super) fn preview(
    library: &Library,
    shop: Option<&Shop>,
    reply: &Reply,
    wording: usize,
    now: DateTime,
) -> Vec<DraftMessage> {
    let Some(wording) = reply.wordings.get(wording) else { return Vec::new() };
    let templates: Vec<Template> = wording
        .messages
        .iter()
        .filter_map(Message::text)
        .map(|text| template::parse(text).expanded(&|key: &str| snippet(library, key)))
        .collect();
    let samples = Samples { library, shop, now };
    let mut filled = template::fill(&templates, &samples, now, library.calendar()).into_iter();
    let messages = wording.messages.iter().filter_map(|message| match message {
        Message::Text(_) => filled.next().map(DraftMessage::Text),
        Message::Image(path) => Some(DraftMessage::Image(path.clone())),
    });
    messages.collect()
}

/// The first text of another reply.
fn snippet(library: &Library, key: &str) -> Option<String> {
    let Lookup::Found(at) = library.find(key) else { return None };
    library.reply(at)?.texts().next().map(str::to_owned)
}

struct Samples<'a> {
    library: &'a Library,
    shop: Option<&'a Shop>,
    now: DateTime,
}

impl Values for Samples<'_> {
    fn value(&self, name: &str, default: Option<&str>) -> Option<Value> {
        let field = self.library.fields().find(|field| field.name == name);
        let of_shop = self.shop.and_then(|shop| shop.value(name)).map(str::to_owned);
        let text = of_shop
            .or_else(|| field.and_then(|field| self.sample(field)))
            .or_else(|| default.map(str::to_owned));
        match (text, field.map(|field| &field.kind)) {
            (None, Some(FieldKind::Date)) => Some(Value::Day(self.now.date())),
            (Some(text), Some(FieldKind::Date)) => {
                Some(template::read_date(&text, self.now.date()).map_or(Value::Text(text), Value::Day))
            }
            (text, _) => text.map(Value::Text),
        }
    }
}

impl Samples<'_> {
    /// A value to show a field with: of its table, its example, its first choice or its default.
    fn sample(&self, field: &FieldDecl) -> Option<String> {
        let of_table = field.kind.look_up().and_then(|(table, column)| {
            let tables = self.shop.into_iter().flat_map(|shop| &shop.tables).chain(self.library.tables());
            let table = tables.into_iter().find(|known| known.name == table)?;
            let column = table.outputs.iter().position(|name| name == column)?;
            table.rows.first()?.values.get(column).cloned()
        });
        // An example may name several: 160 或 1.6米.
        let example = || field.example.as_ref().and_then(|all| all.split(" 或 ").next()).map(str::to_owned);
        let plain = |text: &String| !text.contains('{');
        let given = of_table.or_else(example).or_else(|| field.choices.first().cloned());
        given.or_else(|| field.default.clone().filter(plain))
    }
}
