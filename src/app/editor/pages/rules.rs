//! What each shop makes of the platforms' rules: a row a rule, a column a shop.

use super::sheet::{
    Addition, Choosable, Column, PageKind, Position, Sheet, SheetButton, SheetCell, SheetRow, Title, Width,
};
use super::shops;
use crate::app::editor::lists::Lists;
use crate::check::{Checker, Rule};
use crate::model::{RuleChange, SheetChange, Shop};

/// The empty code leaves a rule as it is.
const CHANGES: &[Choosable] = &[
    Choosable::new("", "rule-usual"),
    Choosable::new("error", "severity-error"),
    Choosable::new("warning", "severity-warning"),
    Choosable::new("off", "rule-off"),
];

/// The columns in front of those of the shops.
struct RuleColumn {
    title: &'static str,
    width: Width,
    cell: fn(&'static Rule) -> SheetCell,
}

const COLUMNS: [RuleColumn; 2] = [
    RuleColumn { title: "sheet-rule", width: Width::Sentence, cell: SheetCell::Rule },
    RuleColumn { title: "sheet-weight", width: Width::Words, cell: SheetCell::Weight },
];

pub(super) struct RulesPage;

impl PageKind for RulesPage {
    fn word(&self) -> &'static str {
        "page-rules"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::Shops(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let row = |rule: &'static Rule| {
            let fixed = COLUMNS.iter().map(|column| (column.cell)(rule));
            let shops = lists.shops().iter().map(|shop| chosen(shop, rule));
            SheetRow { name: rule.id.clone(), cells: fixed.chain(shops).collect(), is_removable: false }
        };
        let fixed = COLUMNS.map(|column| Column::fixed(Title::Word(column.title), column.width));
        let first_shop = self.new_line(lists);
        Sheet {
            missing: first_shop.map(|_| "sheet-no-shop"),
            buttons: first_shop.map(SheetButton::adding).into_iter().collect(),
            columns: fixed.into_iter().chain(shops::shop_columns(lists, Width::Word)).collect(),
            rows: Checker::built_in().rules().map(row).collect(),
            ..Sheet::default()
        }
    }

    /// A shop, where there is none of which something could be said.
    fn new_line(&self, lists: &Lists) -> Option<Addition> {
        lists.shops().is_empty().then_some(shops::SHOP)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        let rule = Checker::built_in().rules().nth(at.row)?;
        let mut after = lists.shops().to_vec();
        let rules = &mut after.get_mut(at.column.checked_sub(COLUMNS.len())?)?.rules;
        match RuleChange::read(text) {
            Some(change) => drop(rules.insert(rule.id.clone(), change)),
            None => drop(rules.remove(&rule.id)),
        }
        Some(shops::change(lists, after))
    }
}

fn chosen(shop: &Shop, rule: &Rule) -> SheetCell {
    let code = shop.rules.get(&rule.id).map_or("", |change| change.code());
    SheetCell::Choice { code, choices: CHANGES }
}
