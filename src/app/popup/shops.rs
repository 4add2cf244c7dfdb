//! Whose values are filled in.

use super::App;
use crate::model::{self, ForbiddenWord, Shop};
use crate::search;

/// See [`super::Popup::shop_list`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopList {
    /// Places of shops among all, the best fit first.
    pub shops: Vec<usize>,
    /// Counted from 0.
    pub selected: usize,
}

impl App {
    /// The shops that a name fits, the best first; all for the empty name.
    pub(super) fn shops_called(&self, name: &str) -> Vec<usize> {
        let names: Vec<&str> = self.shops.iter().map(|shop| shop.name().unwrap_or_default()).collect();
        if name.is_empty() { (0..names.len()).collect() } else { search::fitting(&names, name) }
    }

    /// Fills in the values of another shop from now on.
    pub(super) fn choose_shop(&mut self, shop_idx: usize) {
        if shop_idx >= self.shops.len() {
            return;
        }
        self.use_shop(shop_idx);
        if self.popup.shop_list().is_some() {
            self.set_query(String::new(), false);
        }
    }

    /// What was typed for one shop is not for another.
    pub(super) fn use_shop(&mut self, shop_idx: usize) {
        if shop_idx != self.shop_idx {
            let library = &self.loaded.library;
            let is_of_shop = |name: &str| {
                library.fields().any(|field| field.name == name && field.scope == model::Scope::Shop)
            };
            self.popup.forget_fields(&is_of_shop);
            // The next chat of another shop is that of another buyer.
            self.buyers.doubt(self.popup.openings());
            self.end_sequence();
        }
        self.shop_idx = shop_idx;
        self.renew_shown_for_shop();
    }

    /// The profiles as they are now: the shop in use stays in use. Where it cannot be told which one it is, the one in its
    /// place is, and what is known of the buyer is asked for again.
    pub(super) fn shops_loaded(&mut self, shops: Vec<Shop>, forbidden: Vec<ForbiddenWord>) {
        let name = self.shop().and_then(Shop::name).map(str::to_owned);
        let place = shops.iter().position(|shop| shop.name() == name.as_deref());
        if place.is_none() {
            self.buyers.doubt(self.popup.openings());
            self.end_sequence();
        }
        self.shop_idx = place.unwrap_or_else(|| self.shop_idx.min(shops.len().saturating_sub(1)));
        self.shops = shops;
        self.forbidden = forbidden;
        self.renew_shown_for_shop();
    }
}
