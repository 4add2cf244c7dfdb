//! What a shop has said to be no breach: `(rule: "tone.blame", text: "先别安装", shops: ["木棉"])`.

use super::super::reader::Reader;
use super::forms::{Form as _, Trimmed, TrimmedTexts};
use super::{Given, Item, Record, Row, names, written};
use crate::diag::{Expected, Problem};
use crate::model::Innocent;
use crate::ron_edit::{Layout, ListShape, Node};
use crate::store::ron_file::mentions::Mentioned;

const ROWS: &[Row<Innocent>] =
    &[row!("rule", rule, Trimmed), row!("text", text, Trimmed), row!("shops", shops, TrimmedTexts)];

impl Record for Innocent {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);

    fn finish(&mut self, read: &mut Reader<'_>, given: &Given<'_>) -> bool {
        for (name, text) in [("rule", &self.rule), ("text", &self.text)] {
            if text.is_empty() {
                read.report(&given.node.span, Problem::MissingField { name });
                return false;
            }
        }
        // Where no shop of it can be read, it would apply in all of them.
        let is_narrower = given.field("shops").is_some() && read.mistakes() > given.mistakes;
        !is_narrower || !self.shops.is_empty()
    }
}

impl Item for Innocent {
    const LIST: ListShape = ListShape {
        name: "innocent",
        fields: Self::NAMES,
        key: "rule",
        starts: &["rule"],
        inner_fields: &[],
        has_maps: false,
    };
    const EXPECTED: Expected = Expected::Structs;

    fn write(&self, layout: Layout<'_>) -> String {
        format!("({})", written(self, layout).join(", "))
    }

    fn mention(&self, read: &mut Reader<'_>, node: &Node) {
        for shop in &self.shops {
            read.mention(&node.span, Mentioned::Shop(shop.clone()));
        }
    }
}
