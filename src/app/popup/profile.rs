//! The short form for what the replies want to know of a shop: filled once, and every reply has it.

use std::collections::BTreeMap;

use super::App;
use super::action::{Effect, Notice};
use crate::app::EditProblem;
use crate::app::Opening;
use crate::draft::FormField;
use crate::draft::is_plain;
use crate::model::{FieldKind, Scope, Shop};

/// What a write into a shop's profile is for.
#[derive(Debug)]
pub(super) enum ShopSave {
    /// What a reply had asked for, and was copied with.
    Copy,
    /// What was filled into the form of this opening of the popup.
    Form {
        opening: u64,
        /// Counted from 0.
        shop_idx: usize,
        values: BTreeMap<String, String>,
    },
}

impl App {
    /// What the profile of the shop in use lacks, in the order of the declarations, with what was typed so far.
    fn profile_fields(&self) -> Vec<FormField> {
        let mut fields: Vec<FormField> = Vec::new();
        for decl in self.library().fields().filter(|decl| decl.scope == Scope::Shop) {
            let is_known = self.shop().and_then(|shop| shop.value(&decl.name)).is_some();
            if !is_known && fields.iter().all(|field| field.name != decl.name) {
                fields.push(FormField {
                    name: decl.name.clone(),
                    is_long: decl.kind == FieldKind::LongText,
                    choices: decl.choices.clone(),
                    example: decl.example.clone(),
                    value: self.popup.typed().get(&decl.name).cloned().unwrap_or_default(),
                    note: None,
                });
            }
        }
        fields
    }

    /// Whether nobody has told anything of a shop yet.
    pub fn lacks_shop(&self) -> bool {
        self.shop().and_then(Shop::name).is_none()
    }

    /// Shows the form; where nothing is missing, the editor, which changes what is there.
    pub(super) fn open_profile(&mut self) {
        let fields = self.profile_fields();
        if fields.is_empty() {
            self.open_editor(Opening::Plain);
        } else {
            self.popup.show_profile(fields);
        }
    }

    /// The form as it is after an action.
    pub(super) fn renew_profile(&mut self) {
        let fields = self.profile_fields();
        self.popup.renew_form(fields);
    }

    /// Writes down what was filled in; what was not is asked for when a reply needs it. The form stays until that is done.
    pub(super) fn save_profile(&mut self) -> Vec<Effect> {
        let filled = self.profile_fields().into_iter().filter(|field| is_plain(&field.value));
        let values: BTreeMap<String, String> = filled
            .map(|field| (field.name, field.value.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let opening = self.popup.openings();
        let is_learned =
            |save: &ShopSave| matches!(save, ShopSave::Form { opening: of, .. } if *of == opening);
        if values.is_empty() {
            self.popup.leave_form();
        } else if !self.shop_saves.iter().any(is_learned) {
            let shop_idx = self.shop_idx;
            self.save_shop(shop_idx, values.clone(), ShopSave::Form { opening, shop_idx, values });
        }
        self.popup.take_effects()
    }

    pub(super) fn save_shop(&mut self, shop_idx: usize, values: BTreeMap<String, String>, save: ShopSave) {
        let shop_name = self.shops.get(shop_idx).and_then(Shop::name).map(str::to_owned);
        self.shop_saves.push_back(save);
        self.popup.push(Effect::SaveShop { shop_idx, shop_name, values });
    }

    /// Whether the form that was kept is the one that is shown.
    fn shows_profile(&self, opening: u64) -> bool {
        self.popup.is_shown() && self.popup.openings() == opening && self.popup.has_profile()
    }

    /// What was filled in stands in the profile. The form goes, unless more was typed meanwhile.
    fn profile_saved(&mut self, opening: u64, values: &BTreeMap<String, String>) {
        if !self.shows_profile(opening) {
            return;
        }
        let is_learned =
            |(name, text): (&String, &String)| values.get(name).is_some_and(|value| value == text.trim());
        let kept: Vec<String> = self
            .popup
            .typed()
            .iter()
            .filter(|typed| is_learned(*typed))
            .map(|(name, _)| name.clone())
            .collect();
        self.popup.forget_fields(&|name| kept.iter().any(|known| known == name));
        if self.profile_fields().iter().all(|field| field.value.trim().is_empty()) {
            self.popup.leave_form();
        }
        self.popup.set_notice(Notice::ProfileSaved);
    }

    /// Values were written into a shop's profile, or not.
    pub(super) fn shop_saved(&mut self, result: Result<Vec<Shop>, EditProblem>) {
        let save = self.shop_saves.pop_front().unwrap_or(ShopSave::Copy);
        match (result, save) {
            (Ok(shops), ShopSave::Copy) => self.take_shops(shops, None),
            (Ok(shops), ShopSave::Form { opening, shop_idx, values }) => {
                let renamed = values.get(Shop::NAME).filter(|_| shop_idx == self.shop_idx);
                self.take_shops(shops, renamed.map(String::as_str));
                self.profile_saved(opening, &values);
            }
            (Err(reason), ShopSave::Form { opening, .. }) if self.shows_profile(opening) => {
                self.popup.set_notice(Notice::ShopNotSaved(reason));
            }
            // Nobody can fill it in again: the values hold as long as the program runs.
            (Err(reason), ShopSave::Form { shop_idx, values, .. }) => {
                self.set_shop_values(shop_idx, &values);
                self.tell(Notice::ShopNotSaved(reason));
            }
            // They do already.
            (Err(reason), ShopSave::Copy) => self.notices.push(Notice::ShopNotSaved(reason)),
        }
    }

    /// The shops as their file says; it may have changed otherwise too: the same shop stays in use, which may have got a name.
    fn take_shops(&mut self, shops: Vec<Shop>, new_name: Option<&str>) {
        let name = new_name.or_else(|| self.shop().and_then(Shop::name));
        let place = shops.iter().position(|shop| shop.name() == name);
        self.shop_idx = place.unwrap_or_else(|| self.shop_idx.min(shops.len().saturating_sub(1)));
        self.shops = shops;
        self.renew_shown_for_shop();
    }

    pub(super) fn set_shop_values(&mut self, shop_idx: usize, values: &BTreeMap<String, String>) {
        match self.shops.get_mut(shop_idx) {
            Some(shop) => shop.set(values),
            None => self.shops.push(Shop::new(values.clone().into_iter().collect(), Vec::new())),
        }
        self.renew_shown_for_shop();
    }
}
