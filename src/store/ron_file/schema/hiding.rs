//! A reply that the user does not want to be offered: `"starter/size"` or `(reply: "starter/size", shops: ["木棉"])`.

use super::super::reader::Reader;
use super::forms::{Form as _, Trimmed, TrimmedTexts};
use super::{Given, Item, Record, Row, names, written};
use crate::diag::{Expected, Problem};
use crate::model::Hiding;
use crate::ron_edit::{Layout, ListShape, Node, literal};
use crate::store::ron_file::mentions::Mentioned;

const ROWS: &[Row<Hiding>] = &[row!("reply", reply, Trimmed), row!("shops", shops, TrimmedTexts)];

impl Record for Hiding {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        if self.reply.is_empty() {
            read.report(&given.node.span, Problem::MissingField { name: "reply" });
            return false;
        }
        // Where no shop of it can be read, it would apply in all of them.
        let is_narrower = given.field("shops").is_some() && read.mistakes() > given.mistakes;
        !is_narrower || !self.shops.is_empty()
    }
}

impl Item for Hiding {
    const LIST: ListShape = ListShape {
        name: "hidden",
        fields: Self::NAMES,
        key: "reply",
        starts: &["reply"],
        inner_fields: &[],
        has_maps: false,
    };
    const EXPECTED: Expected = Expected::Texts;

    fn of_text(text: &str) -> Option<Self> {
        Some(Self { reply: text.trim().to_owned(), shops: Vec::new() })
    }

    /// The reply alone, where it is hidden in every shop.
    fn write(&self, layout: Layout<'_>) -> String {
        let fields = written(self, layout);
        if fields.len() > 1 { format!("({})", fields.join(", ")) } else { literal(&self.reply) }
    }

    fn mention(&self, read: &mut Reader<'_>, node: &Node) {
        for shop in &self.shops {
            read.mention(&node.span, Mentioned::Shop(shop.clone()));
        }
        read.mention(&node.span, Mentioned::Hidden(self.clone()));
    }
}
