//! The rules: a row each, those of the user first, and a column for what each shop makes of them.

use std::sync::Arc;

use super::own_rules;
use super::sheet::{
    Addition, Choosable, Column, Outcome, PageKind, Position, Sheet, SheetButton, SheetCell, SheetRow, Title,
    Width, given, without,
};
use super::shops;
use crate::app::editor::lists::Lists;
use crate::check::Checker;
use crate::diag::{Rule, Severity};
use crate::model::{Layer, RuleChange, SheetChange, Shop};

/// A rule of the personal library, by its name.
pub const RULE: Addition = Addition { button: "sheet-add-rule", question: "ask-rule", add: add_rule };

/// The empty code leaves a rule as it is.
const CHANGES: &[Choosable] = &[
    Choosable::new("", "rule-usual"),
    Choosable::new("error", "severity-error"),
    Choosable::new("warning", "severity-warning"),
    Choosable::new("hint", "severity-hint"),
    Choosable::new("off", "rule-off"),
];

const SEVERITIES: &[Choosable] = &[
    Choosable::new("error", "severity-error"),
    Choosable::new("warning", "severity-warning"),
    Choosable::new("hint", "severity-hint"),
];

/// Where a rule is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin<'a> {
    /// The personal library; the rule's number there, counted from 0.
    Own(usize),
    /// Another pack, by its name.
    Pack(&'a str),
    /// A file of the settings folder.
    Folder,
    Program,
}

/// A row of the page.
#[derive(Debug, Clone, Copy)]
struct Listed<'a> {
    rule: &'a Rule,
    origin: Origin<'a>,
}

/// The columns in front of those of the shops.
struct RuleColumn {
    title: &'static str,
    width: Width,
    cell: fn(&Lists, &Listed<'_>) -> SheetCell,
}

const NAME: usize = 0;
const WEIGHT: usize = 1;

const COLUMNS: [RuleColumn; 4] = [
    RuleColumn { title: "sheet-rule", width: Width::Sentence, cell: |_, listed| name(listed) },
    RuleColumn { title: "sheet-weight", width: Width::Words, cell: |_, listed| weight(listed) },
    RuleColumn { title: "sheet-origin", width: Width::Word, cell: |_, listed| origin(listed) },
    RuleColumn { title: "sheet-broken", width: Width::Number, cell: |lists, listed| broken(lists, listed) },
];

pub(super) struct RulesPage;

impl PageKind for RulesPage {
    fn word(&self) -> &'static str {
        "page-rules"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::Shops(_) | SheetChange::OwnRules(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let row = |listed: Listed<'_>| {
            let fixed = COLUMNS.iter().map(|column| (column.cell)(lists, &listed));
            let shops = lists.shops().iter().map(|shop| chosen(shop, listed.rule));
            SheetRow {
                name: listed.rule.id.clone(),
                cells: fixed.chain(shops).collect(),
                is_removable: matches!(listed.origin, Origin::Own(_)),
            }
        };
        let fixed = COLUMNS.map(|column| Column::fixed(Title::Word(column.title), column.width));
        let first_shop = lists.shops().is_empty().then_some(shops::SHOP);
        Sheet {
            missing: first_shop.map(|_| "sheet-no-shop"),
            remark: lists.is_learning().then_some("sheet-learning"),
            buttons: [RULE].into_iter().chain(first_shop).map(SheetButton::adding).collect(),
            columns: fixed.into_iter().chain(shops::shop_columns(lists, Width::Word)).collect(),
            rows: listed(lists).into_iter().map(row).collect(),
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(RULE)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        let Listed { rule, origin } = listed(lists).get(at.row).copied()?;
        if let Some(shop) = at.column.checked_sub(COLUMNS.len()) {
            return of_shop(lists, shop, rule, text);
        }
        let Origin::Own(idx) = origin else { return None };
        let mut after = lists.own_rules().to_vec();
        let rule = after.get_mut(idx)?;
        match at.column {
            NAME => rule.why = own_rules::named(&given(text)?),
            WEIGHT => rule.severity = severity(text)?,
            _ => return None,
        }
        Some(own_rules::change(lists, after))
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        let Origin::Own(idx) = listed(lists).get(row)?.origin else { return None };
        Some(own_rules::change(lists, without(lists.own_rules(), idx)?))
    }
}

/// The rules, each once, the user's own first.
fn listed(lists: &Lists) -> Vec<Listed<'_>> {
    let own = lists.own_rules().iter().enumerate();
    let own = own.map(|(idx, rule)| Listed { rule, origin: Origin::Own(idx) });
    let packs = lists.library().packs().filter(|(layer, _)| *layer != Layer::Personal);
    let packs = packs.flat_map(|(_, pack)| {
        let name = if pack.name.is_empty() { &pack.id } else { &pack.name };
        pack.own_rules.iter().map(|rule| Listed { rule, origin: Origin::Pack(name) })
    });
    let folder = lists.folder_rules().iter().map(|rule| Listed { rule, origin: Origin::Folder });
    let program = Checker::built_in().rules().map(|rule| Listed { rule, origin: Origin::Program });
    let mut all: Vec<Listed<'_>> = Vec::new();
    for new in own.chain(packs).chain(folder).filter(|listed| !listed.rule.is_addition()).chain(program) {
        if !all.iter().any(|known| known.rule.id == new.rule.id) {
            all.push(new);
        }
    }
    all
}

/// One of the personal library can be renamed, unless each language has a name of its own.
fn name(listed: &Listed<'_>) -> SheetCell {
    let why = &listed.rule.why;
    if matches!(listed.origin, Origin::Own(_)) && why.zh == why.en {
        SheetCell::Text(why.zh.clone())
    } else {
        SheetCell::Rule(Arc::new(listed.rule.clone()))
    }
}

fn weight(listed: &Listed<'_>) -> SheetCell {
    match listed.origin {
        Origin::Own(_) => SheetCell::Choice { code: listed.rule.severity.code(), choices: SEVERITIES },
        Origin::Pack(_) | Origin::Folder | Origin::Program => {
            SheetCell::Weight(Arc::new(listed.rule.clone()))
        }
    }
}

fn origin(listed: &Listed<'_>) -> SheetCell {
    match listed.origin {
        Origin::Own(_) => SheetCell::Word("rule-of-own"),
        Origin::Pack(name) => SheetCell::Remark(name.to_owned()),
        Origin::Folder => SheetCell::Word("rule-of-folder"),
        Origin::Program => SheetCell::Word("rule-of-program"),
    }
}

fn broken(lists: &Lists, listed: &Listed<'_>) -> SheetCell {
    let count = lists.broken(&listed.rule.id);
    SheetCell::Remark(if count == 0 { String::new() } else { count.to_string() })
}

fn severity(code: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Hint].into_iter().find(|severity| severity.code() == code)
}

fn chosen(shop: &Shop, rule: &Rule) -> SheetCell {
    let code = shop.rules.get(&rule.id).map_or("", |change| change.code());
    SheetCell::Choice { code, choices: CHANGES }
}

/// What a shop, counted from 0, makes of a rule.
fn of_shop(lists: &Lists, shop: usize, rule: &Rule, text: &str) -> Option<SheetChange> {
    let mut after = lists.shops().to_vec();
    let rules = &mut after.get_mut(shop)?.rules;
    match RuleChange::read(text) {
        Some(change) => drop(rules.insert(rule.id.clone(), change)),
        None => drop(rules.remove(&rule.id)),
    }
    Some(shops::change(lists, after))
}

fn add_rule(lists: &mut Lists, name: &str) -> Outcome {
    let after = own_rules::with_rule(lists, name);
    Outcome::Write(own_rules::change(lists, after))
}
