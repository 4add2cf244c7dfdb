//! The shops: a column each, a row for each of their fields.

use super::sheet::{
    Addition, Column, Outcome, PageKind, Position, Removal, Sheet, SheetButton, SheetCell, SheetRow, Title,
    Width, with, without,
};
use crate::app::editor::lists::Lists;
use crate::model::{Both, Scope, SheetChange, Shop};

/// A shop, by its name.
pub const SHOP: Addition = Addition { button: "sheet-add-shop", question: "ask-shop", add: add_shop };

/// A field that shops have a value for.
pub const SHOP_FIELD: Addition =
    Addition { button: "sheet-add-shop-field", question: "ask-shop-field", add: add_field };

pub(super) struct ShopsPage;

impl PageKind for ShopsPage {
    fn word(&self) -> &'static str {
        "page-shops"
    }

    fn edits(&self, change: &SheetChange) -> bool {
        matches!(change, SheetChange::Shops(_))
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let row = |field: String| {
            let values = lists.shops().iter().map(|shop| shop.value(&field).unwrap_or_default().to_owned());
            let values = values.map(SheetCell::Text).collect::<Vec<_>>();
            let cells = std::iter::once(SheetCell::Label(field.clone())).chain(values).collect();
            SheetRow { name: field, cells, is_removable: false }
        };
        let fields = Column::fixed(Title::Word("sheet-field"), Width::Label);
        let shops = shop_columns(lists, Width::Words)
            .map(|column| Column { removal: Removal::BesideTitle, ..column });
        Sheet {
            buttons: [SHOP, SHOP_FIELD].map(SheetButton::adding).into(),
            columns: std::iter::once(fields).chain(shops).collect(),
            rows: fields_of_shops(lists).into_iter().map(row).collect(),
            ..Sheet::default()
        }
    }

    fn new_line(&self, _lists: &Lists) -> Option<Addition> {
        Some(SHOP)
    }

    fn set_cell(&self, lists: &Lists, at: Position, text: &str) -> Option<SheetChange> {
        let field = fields_of_shops(lists).into_iter().nth(at.row)?;
        let mut after = lists.shops().to_vec();
        after.get_mut(shop_of(at.column)?)?.set_value(&field, text);
        Some(change(lists, after))
    }

    fn remove_row(&self, lists: &Lists, row: usize) -> Option<SheetChange> {
        let field = fields_of_shops(lists).into_iter().nth(row)?;
        let mut after = lists.shops().to_vec();
        for shop in &mut after {
            shop.set_value(&field, "");
        }
        Some(change(lists, after))
    }

    fn remove_column(&self, lists: &Lists, column: usize) -> Option<SheetChange> {
        Some(change(lists, without(lists.shops(), shop_of(column)?)?))
    }
}

/// The shop of a column, counted from 0: the first column names the fields.
fn shop_of(column: usize) -> Option<usize> {
    column.checked_sub(1)
}

/// A column for each shop.
pub(super) fn shop_columns(lists: &Lists, width: Width) -> impl Iterator<Item = Column> {
    let names = lists.shops().iter().map(|shop| shop.name().unwrap_or_default().to_owned());
    names.map(move |name| Column::fixed(Title::Name(name), width))
}

/// The fields that hold for a whole shop, then the others that a shop has a value for, and those just added.
fn fields_of_shops(lists: &Lists) -> Vec<String> {
    let declared = lists.library().fields().filter(|field| field.scope == Scope::Shop);
    let declared = declared.map(|field| field.name.as_str());
    let valued = lists.shops().iter().flat_map(|shop| shop.values().map(|(field, _)| field));
    let mut names: Vec<String> = Vec::new();
    for name in declared.chain(valued).chain(lists.new_shop_fields().iter().map(String::as_str)) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    // The name of the shop first, whichever pack declares it.
    names.sort_by_key(|name| name != Shop::NAME);
    names
}

/// The shops as they are to be.
pub(super) fn change(lists: &Lists, after: Vec<Shop>) -> SheetChange {
    SheetChange::Shops(Both { before: lists.shops().to_vec(), after })
}

fn add_shop(lists: &mut Lists, name: &str) -> Outcome {
    let shop = Shop::new(vec![(Shop::NAME.to_owned(), name.to_owned())], Vec::new());
    Outcome::Write(change(lists, with(lists.shops(), shop)))
}

fn add_field(lists: &mut Lists, name: &str) -> Outcome {
    lists.add_shop_field(name);
    Outcome::Shown
}
