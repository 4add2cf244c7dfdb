//! The shops: their profiles, the one whose values are filled in, the rules that apply in it, and what is being written
//! into the profiles.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::effect::Effect;
use super::innocent_list::{InnocentChange, InnocentList};
use super::listing::moved;
use super::rule_lessons::RuleLessons;
use crate::app::Move;
use crate::check::{Learned, Lessons, Policy};
use crate::model::{Innocent, Library, Shop, ShopProfiles};
use crate::search;

/// See the module.
#[derive(Debug, Default)]
pub struct Shops {
    profiles: ShopProfiles,
    /// What they have said to be innocent; [`Self::profiles`] has all of it.
    innocent: InnocentList,
    /// The one whose values are filled in, counted from 0.
    current_idx: usize,
    /// Which rules apply in it.
    policy: Policy,
    lessons: RuleLessons,
    /// The shops that fit what was typed behind a `#`, and the one selected.
    list: Option<ShopList>,
    /// What is being written into the profiles, in the order of the answers.
    saves: VecDeque<ShopSave>,
    changes: u64,
}

/// The shops to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopList {
    /// Places of shops among all, the best fit first.
    pub shops: Vec<usize>,
    /// Counted from 0.
    pub selected: usize,
}

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

impl Shops {
    pub(super) fn new(profiles: ShopProfiles) -> Self {
        let mut shops = Self { profiles, ..Self::default() };
        shops.innocent.load(shops.profiles.innocent.clone());
        shops
    }

    pub fn all(&self) -> &[Shop] {
        &self.profiles.shops
    }

    /// The shop whose values are filled in.
    pub fn current(&self) -> Option<&Shop> {
        self.all().get(self.current_idx)
    }

    /// The one whose values are filled in, counted from 0.
    pub fn current_idx(&self) -> usize {
        self.current_idx
    }

    /// Whether no shop has been given a name yet.
    pub fn is_unnamed(&self) -> bool {
        self.current().and_then(Shop::name).is_none()
    }

    /// The shops to choose from, while a `#` is typed.
    pub fn list(&self) -> Option<&ShopList> {
        self.list.as_ref()
    }

    /// Counts the changes of the library, the profiles and the shop in use.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Another shop, other profiles or another library: other rules apply. After every change of them.
    pub(super) fn renew_policy(&mut self, library: &Library) {
        self.changes += 1;
        let lessons = Lessons::of(library, &self.profiles, self.current().and_then(Shop::name));
        let learned = self.lessons.use_learned(&lessons);
        let policy = Policy::in_shop(library, self.current(), &self.profiles.forbidden);
        self.policy = policy.taught(&lessons, learned);
    }

    /// Has the lessons of the shop in use learned, where that was not done yet.
    pub(super) fn learn_rules(&mut self, fx: &mut Vec<Effect>) {
        self.lessons.learn(fx);
    }

    /// Lessons were learned, or could not be. They apply from the next [`Self::renew_policy`] on.
    pub(super) fn rules_learned(&mut self, lessons: Lessons, learned: Option<Arc<Learned>>) {
        self.lessons.end_learning(lessons, learned);
    }

    /// What was said last from here to be innocent, since the program started.
    pub(super) fn last_said_innocent(&self) -> Option<&Innocent> {
        self.innocent.last_said()
    }

    /// Has what is innocent, or is so no more, written into the file. It counts from the next [`Self::renew_policy`] on.
    pub(super) fn change_innocent(&mut self, change: InnocentChange, fx: &mut Vec<Effect>) {
        self.innocent.change(change, fx);
        self.profiles.innocent = self.innocent.all();
    }

    /// What the answer that has come now is for: it is in the file, or the file is as it was.
    pub(super) fn end_innocent_change(&mut self, is_written: bool) -> Option<InnocentChange> {
        let change = self.innocent.end_change(is_written);
        self.profiles.innocent = self.innocent.all();
        change
    }

    /// The shops that a name fits, the best first; all for the empty name.
    pub(super) fn called(&self, name: &str) -> Vec<usize> {
        let names: Vec<&str> = self.all().iter().map(|shop| shop.name().unwrap_or_default()).collect();
        if name.is_empty() { (0..names.len()).collect() } else { search::fitting(&names, name) }
    }

    /// Lists the shops that a name fits; `None` closes the list.
    pub(super) fn list_called(&mut self, name: Option<&str>) {
        self.list = name.map(|name| ShopList { shops: self.called(name), selected: 0 });
    }

    /// Moves in the list; false when there is none.
    pub(super) fn move_in_list(&mut self, step: Move) -> bool {
        let Some(list) = &mut self.list else { return false };
        list.selected = moved(list.selected, list.shops.len(), step);
        true
    }

    /// Fills in the values of this shop from now on, counted from 0.
    pub(super) fn choose(&mut self, shop_idx: usize) {
        self.current_idx = shop_idx;
    }

    /// The profiles as they were changed elsewhere: the shop in use stays in use. False where it is not known which one it
    /// is: then the one in its place is.
    pub(super) fn load(&mut self, mut profiles: ShopProfiles) -> bool {
        let known = std::mem::take(&mut self.profiles.shops);
        let shops = std::mem::replace(&mut profiles.shops, known);
        self.profiles = profiles;
        self.innocent.load(std::mem::take(&mut self.profiles.innocent));
        self.profiles.innocent = self.innocent.all();
        self.replace(shops, None)
    }

    /// The profiles as they were read back after a write from here. The shop in use may have got another name.
    pub(super) fn replace(&mut self, shops: Vec<Shop>, new_name: Option<&str>) -> bool {
        let name = new_name.or_else(|| self.current().and_then(Shop::name));
        let place = shops.iter().position(|shop| shop.name() == name);
        self.current_idx = place.unwrap_or_else(|| self.current_idx.min(shops.len().saturating_sub(1)));
        self.profiles.shops = shops;
        place.is_some()
    }

    /// Fills in these values from now on, whether or not they can be written.
    pub(super) fn set_values(&mut self, shop_idx: usize, values: &BTreeMap<String, String>) {
        match self.profiles.shops.get_mut(shop_idx) {
            Some(shop) => shop.set(values),
            None => self.profiles.shops.push(Shop::new(values.clone().into_iter().collect(), Vec::new())),
        }
    }

    /// Has values written into the profile of a shop, counted from 0.
    pub(super) fn save(
        &mut self,
        shop_idx: usize,
        values: BTreeMap<String, String>,
        save: ShopSave,
        fx: &mut Vec<Effect>,
    ) {
        let shop_name = self.all().get(shop_idx).and_then(Shop::name).map(str::to_owned);
        self.saves.push_back(save);
        fx.push(Effect::SaveShop { shop_idx, shop_name, values });
    }

    /// Has what was filled into the form of this opening written, unless that is being done.
    pub(super) fn save_form(&mut self, opening: u64, values: BTreeMap<String, String>, fx: &mut Vec<Effect>) {
        let is_of_form =
            |save: &ShopSave| matches!(save, ShopSave::Form { opening: of, .. } if *of == opening);
        if !self.saves.iter().any(is_of_form) {
            let shop_idx = self.current_idx;
            self.save(shop_idx, values.clone(), ShopSave::Form { opening, shop_idx, values }, fx);
        }
    }

    /// What the answer that has come now is for.
    pub(super) fn end_save(&mut self) -> ShopSave {
        self.saves.pop_front().unwrap_or(ShopSave::Copy)
    }
}
