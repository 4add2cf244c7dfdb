//! What the rules learn from the user: the examples of the personal library, a row each, and behind them what the shops have
//! said to be no breach.

use std::sync::Arc;

use super::own_rules::{self, ExampleKind, ExamplePlace};
use super::sheet::{
    Addition, Choosable, Column, Label, Outcome, PageKind, Position, Press, RuleName, Sheet, SheetButton,
    SheetCell, SheetRow, Title, Tool, Width, given, without,
};
use crate::app::editor::lists::Lists;
use crate::check::Checker;
use crate::diag::{Judgement, Rule};
use crate::model::{Both, Innocent, SheetChange};

/// A text that breaks a rule.
pub const BREACH: Addition = Addition { button: "sheet-add-breach", question: "ask-breach", add: add_breach };

/// A text that does not.
pub const HARMLESS: Addition =
    Addition { button: "sheet-add-harmless", question: "ask-harmless", add: add_harmless };

const KINDS: &[Choosable] =
    &[Choosable::new("breaks", "example-breaks"), Choosable::new("innocent", "example-innocent")];

const COLUMNS: [(Title, Width); 5] = [
    (Title::Word("example-rule"), Width::Words),
    (Title::Word("example-kind"), Width::Word),
    (Title::Word("example-text"), Width::Sentence),
    (Title::Word("example-shops"), Width::Word),
    (Title::Blank, Width::Number),
];
const RULE: usize = 0;
const KIND: usize = 1;
const TEXT: usize = 2;

/// What a row shows.
enum Listed<'a> {
    Example {
        at: ExamplePlace,
        rule: &'a Rule,
        text: &'a str,
    },
    /// What shops have said, counted from 0.
    Innocent {
        idx: usize,
        known: &'a Innocent,
    },
}

pub(super) struct ExamplesPage;

impl PageKind for ExamplesPage {
    fn word(&self) -> &'static str {
        "page-examples"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::OwnRules(_) | SheetChange::Innocent(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let rules: Arc<[RuleName]> = choosable(lists).map(name_of).collect();
        let rows: Vec<SheetRow> = listed(lists).map(|listed| row(lists, &rules, &listed)).collect();
        Sheet {
            missing: rows.is_empty().then_some("sheet-no-example"),
            remark: lists.is_learning().then_some("sheet-learning"),
            buttons: [BREACH, HARMLESS].map(SheetButton::adding).into(),
            columns: COLUMNS.into_iter().map(|(title, width)| Column::fixed(title, width)).collect(),
            rows,
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(BREACH)
    }

    fn set_cell(&self, lists: &Lists, Position { row, column }: Position, text: &str) -> Option<SheetChange> {
        let rules = lists.own_rules();
        let after = match (listed(lists).nth(row)?, column) {
            (Listed::Example { at, .. }, RULE) => own_rules::with_moved(rules, at, text, at.kind),
            (Listed::Example { at, rule, .. }, KIND) => {
                let kind = ExampleKind::ALL.into_iter().find(|kind| kind.code() == text)?;
                own_rules::with_moved(rules, at, &rule.id, kind)
            }
            (Listed::Example { at, .. }, TEXT) => own_rules::with_text(rules, at, text),
            (Listed::Innocent { idx, .. }, TEXT) => {
                let mut after = lists.innocent().to_vec();
                after.get_mut(idx)?.text = given(text)?;
                return Some(innocent(lists, after));
            }
            (Listed::Example { .. } | Listed::Innocent { .. }, _) => None,
        };
        Some(own_rules::change(lists, after?))
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        match listed(lists).nth(row)? {
            Listed::Example { at, .. } => {
                Some(own_rules::change(lists, own_rules::without_example(lists.own_rules(), at)?))
            }
            Listed::Innocent { idx, .. } => Some(innocent(lists, without(lists.innocent(), idx)?)),
        }
    }

    fn press(&self, lists: &mut Lists, tool: &Tool) -> Outcome {
        match tool {
            Tool::TakeAsExample(idx) => taken_as_example(lists, *idx).into(),
            Tool::ShowTable(_) | Tool::Adopt(_) | Tool::RemoveTable | Tool::Restore(_) => Outcome::Refused,
        }
    }
}

/// The rows, in order.
fn listed(lists: &Lists) -> impl Iterator<Item = Listed<'_>> {
    let examples = own_rules::examples(lists.own_rules());
    let examples = examples.map(|(at, rule, text)| Listed::Example { at, rule, text });
    let innocent = lists.innocent().iter().enumerate();
    examples.chain(innocent.map(|(idx, known)| Listed::Innocent { idx, known }))
}

fn row(lists: &Lists, rules: &Arc<[RuleName]>, listed: &Listed<'_>) -> SheetRow {
    let (name, cells) = match listed {
        Listed::Example { at, rule, text } => {
            let rule = SheetCell::RuleChoice { id: rule.id.clone(), rules: Arc::clone(rules) };
            let kind = SheetCell::Choice { code: at.kind.code(), choices: KINDS };
            let blank = || SheetCell::Remark(String::new());
            let text = own_rules::shown(text);
            (text.clone(), vec![rule, kind, SheetCell::Text(text), blank(), blank()])
        }
        Listed::Innocent { idx, known } => {
            let shops = match known.shops.as_slice() {
                [] => SheetCell::Word("example-all-shops"),
                shops => SheetCell::Remark(shops.join("、")),
            };
            let text = SheetCell::Text(known.text.clone());
            let cells = vec![
                rule_of(lists, &known.rule),
                SheetCell::Word("example-said"),
                text,
                shops,
                take(lists, *idx),
            ];
            (known.text.clone(), cells)
        }
    };
    SheetRow { name, cells, is_removable: true }
}

/// What the rule of this id is against; the id, where no such rule is known.
fn rule_of(lists: &Lists, id: &str) -> SheetCell {
    let of_packs = lists.library().packs().flat_map(|(_, pack)| &pack.own_rules);
    let own = lists.own_rules().iter().chain(of_packs).chain(lists.folder_rules());
    let own = own.filter(|rule| !rule.is_addition());
    let found = Checker::built_in().rules().chain(own).find(|rule| rule.id == id);
    found.map_or_else(|| SheetCell::Remark(id.to_owned()), |rule| SheetCell::Rule(Arc::new(rule.clone())))
}

/// The button that puts what a shop has said, counted from 0, into the examples; nothing where that cannot be.
fn take(lists: &Lists, idx: usize) -> SheetCell {
    if taken_as_example(lists, idx).is_none() {
        return SheetCell::Remark(String::new());
    }
    SheetCell::Button(SheetButton {
        label: Label::Word("example-take"),
        press: Press::Use(Tool::TakeAsExample(idx)),
    })
}

/// The rules that the user can give examples for: those that have learned what they mean, of the program and of the
/// personal library, the latter first.
fn choosable(lists: &Lists) -> impl Iterator<Item = &Rule> {
    let own = lists.own_rules().iter().filter(|rule| !rule.is_addition());
    own.chain(Checker::built_in().rules()).filter(|rule| rule.by == Judgement::Meaning)
}

fn name_of(rule: &Rule) -> RuleName {
    RuleName { id: rule.id.clone(), why: rule.why.clone() }
}

/// What a shop has said, counted from 0, as an example of the personal library; `None` where it is one already, or is about
/// a rule that the library can give no examples for.
fn taken_as_example(lists: &Lists, idx: usize) -> Option<SheetChange> {
    let known = lists.innocent().get(idx)?;
    let rule = choosable(lists).find(|rule| rule.id == known.rule)?;
    let after = own_rules::with_example(lists.own_rules(), &rule.id, ExampleKind::Innocent, &known.text)?;
    Some(own_rules::change(lists, after))
}

/// What the shops say as it is to be.
fn innocent(lists: &Lists, after: Vec<Innocent>) -> SheetChange {
    SheetChange::Innocent(Both { before: lists.innocent().to_vec(), after })
}

fn add_breach(lists: &mut Lists, text: &str) -> Outcome {
    with_new(lists, ExampleKind::Breaks, text).into()
}

fn add_harmless(lists: &mut Lists, text: &str) -> Outcome {
    with_new(lists, ExampleKind::Innocent, text).into()
}

/// A new example of the user's newest rule that has none of the kind yet, else of the rule of the last example.
fn with_new(lists: &Lists, kind: ExampleKind, text: &str) -> Option<SheetChange> {
    let own = lists.own_rules();
    let lacks = |rule: &&Rule| !rule.is_addition() && rule.breaks.is_empty();
    let last = || own_rules::examples(own).last().map(|(_, rule, _)| rule);
    let rule = own.iter().rev().find(lacks).or_else(last).or_else(|| choosable(lists).next())?;
    Some(own_rules::change(lists, own_rules::with_example(own, &rule.id, kind, text)?))
}
