//! What is not saved, in words for a person to read.

use super::draft::EditDraft;
use super::pages::fields;
use crate::model::{ForbiddenWord, Message, Rule, SheetChange, Shop};
use crate::template::{Cell, Table};

/// What a draft says, for a person to read.
pub(super) fn written(draft: &EditDraft) -> String {
    let reply = draft.working.finished();
    let messages = reply.wordings.iter().flat_map(|wording| &wording.messages);
    let texts = messages.map(|message| match message {
        Message::Text(text) | Message::Image(text) => text.as_str(),
    });
    let title = std::iter::once(reply.title.as_str());
    let others = reply.questions.iter().map(String::as_str).chain(reply.note.as_deref());
    title.chain(texts).chain(others).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a change of a list adds, one line an item.
pub(super) fn added(change: &SheetChange) -> Vec<String> {
    fn new<T: PartialEq>(before: &[T], after: &[T], said: impl Fn(&T) -> String) -> Vec<String> {
        after.iter().filter(|item| !before.contains(item)).map(said).collect()
    }
    match change {
        SheetChange::Shops(both) => new(&both.before, &both.after, shop_line),
        SheetChange::Words(both) => new(&both.before, &both.after, word_line),
        SheetChange::Fields(both) => new(&both.before, &both.after, fields::line),
        SheetChange::Tables(both) => new(&both.before, &both.after, table_lines),
        SheetChange::Hidden(both) => new(&both.before, &both.after, |hiding| hiding.reply.clone()),
        SheetChange::OwnRules(both) => new(&both.before, &both.after, rule_lines),
        SheetChange::Innocent(both) => {
            new(&both.before, &both.after, |known| format!("{}: {}", known.rule, known.text))
        }
    }
}

fn shop_line(shop: &Shop) -> String {
    shop.values().map(|(field, value)| format!("{field}: {value}")).collect::<Vec<_>>().join("; ")
}

fn word_line(word: &ForbiddenWord) -> String {
    let messages = [Some(word.word.as_str()), word.instead.as_deref(), word.why.as_deref()];
    messages.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn rule_lines(rule: &Rule) -> String {
    let examples = rule.breaks.iter().chain(&rule.innocent);
    std::iter::once(&rule.id).chain(examples).cloned().collect::<Vec<_>>().join("\n")
}

fn table_lines(table: &Table) -> String {
    let titles = table.inputs.iter().chain(&table.outputs).cloned().collect::<Vec<_>>().join("\t");
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().map(Cell::written).chain(row.values.iter().cloned());
        cells.collect::<Vec<_>>().join("\t")
    });
    [table.name.clone(), titles].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}
