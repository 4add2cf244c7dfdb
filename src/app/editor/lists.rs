//! The lists that are edited as tables, as they are shown: shops, forbidden words, fields, look-up tables, hidden replies,
//! and the backups of the files. A change shows before it is written; one that could not be written stays shown.
//!
//! Left out: how a page lays a list out ([`super::pages`]), and who writes it.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::DateTime;

use crate::check::Lessons;
use crate::model::{
    FieldDecl, ForbiddenWord, Hiding, Innocent, Layer, Library, Pack, Rule, SheetChange, Shop, ShopProfiles,
};
use crate::template::Table;

/// A file as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file that it is a version of.
    pub file: PathBuf,
    pub version: PathBuf,
    /// When it was replaced.
    pub at: DateTime,
    /// Its size.
    pub bytes: u64,
}

/// The lists and what is being written of them.
#[derive(Debug, Default)]
pub struct Lists {
    library: Arc<Library>,
    profiles: ShopProfiles,
    /// Counts the changes of the profiles.
    shops_revision: u64,
    /// The lists of the personal library as they are being saved, until the library has them.
    fields: Option<Vec<FieldDecl>>,
    tables: Option<Vec<Table>>,
    hidings: Option<Vec<Hiding>>,
    own_rules: Option<Vec<Rule>>,
    /// Fields of shops that have no value yet.
    new_shop_fields: Vec<String>,
    /// The look-up table that is shown, counted from 0.
    table_idx: usize,
    backups: Vec<Backup>,
    /// How many replies break each rule, by its id.
    broken: BTreeMap<String, usize>,
    /// Whether rules or examples are being learned.
    is_learning: bool,
    /// Changes that could not be written, at most one a list.
    unwritten: Vec<SheetChange>,
}

impl Lists {
    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn shops(&self) -> &[Shop] {
        &self.profiles.shops
    }

    /// The shop, where there is exactly one.
    pub(super) fn only_shop(&self) -> Option<&Shop> {
        match self.shops() {
            [shop] => Some(shop),
            _ => None,
        }
    }

    pub fn words(&self) -> &[ForbiddenWord] {
        &self.profiles.forbidden
    }

    /// A number that is another one as soon as something may be that the rules are made of.
    pub(super) fn shops_revision(&self) -> u64 {
        self.shops_revision
    }

    /// The fields of the personal library.
    pub fn fields(&self) -> &[FieldDecl] {
        self.fields.as_deref().unwrap_or_else(|| self.own_pack().map_or(&[], |pack| &pack.fields))
    }

    /// The look-up tables of the personal library.
    pub fn tables(&self) -> &[Table] {
        self.tables.as_deref().unwrap_or_else(|| self.own_pack().map_or(&[], |pack| &pack.tables))
    }

    /// The look-up table that is shown, counted from 0.
    pub fn table_idx(&self) -> usize {
        self.table_idx
    }

    pub fn new_shop_fields(&self) -> &[String] {
        &self.new_shop_fields
    }

    /// Earlier versions of the user's files, the newest first.
    pub fn backups(&self) -> &[Backup] {
        &self.backups
    }

    /// The replies that are not to be offered.
    pub(super) fn hidings(&self) -> &[Hiding] {
        self.hidings.as_deref().unwrap_or_else(|| self.library.hidings())
    }

    /// The rules of the personal library, and its examples for those of the program.
    pub fn own_rules(&self) -> &[Rule] {
        self.own_rules.as_deref().unwrap_or_else(|| self.own_pack().map_or(&[], |pack| &pack.own_rules))
    }

    /// What the shops have said to be no breach of a rule.
    pub fn innocent(&self) -> &[Innocent] {
        &self.profiles.innocent
    }

    /// What is to be learned of these lists: for the shop, where there is exactly one.
    pub(super) fn lessons(&self) -> Lessons {
        let mut lessons = Lessons::of(&self.library, &self.profiles, self.only_shop().and_then(Shop::name));
        if self.own_rules.is_some() {
            lessons.rules.clone_from(&self.profiles.rules);
            for (layer, pack) in self.library.packs() {
                let is_own = layer == Layer::Personal;
                lessons.rules.extend_from_slice(if is_own { self.own_rules() } else { &pack.own_rules });
            }
        }
        lessons
    }

    /// How many replies of the library break a rule, hints apart.
    pub fn broken(&self, rule: &str) -> usize {
        self.broken.get(rule).copied().unwrap_or_default()
    }

    /// Whether rules or examples are being learned.
    pub fn is_learning(&self) -> bool {
        self.is_learning
    }

    /// The rules of the settings folder.
    pub fn folder_rules(&self) -> &[Rule] {
        &self.profiles.rules
    }

    fn own_pack(&self) -> Option<&Pack> {
        self.library.packs().find(|(layer, _)| *layer == Layer::Personal).map(|(_, pack)| pack)
    }

    /// The library as it was read last. While a list is being saved, it is shown as it is to be.
    pub(super) fn set_library(&mut self, library: Arc<Library>, is_saving: bool) {
        self.library = library;
        if !is_saving {
            self.show_what_is_stored();
        }
    }

    /// The shops and forbidden words as they were read last.
    pub(super) fn set_shops(&mut self, profiles: ShopProfiles) {
        if self.profiles != profiles {
            self.profiles = profiles;
            self.shops_revision += 1;
            self.show_unwritten();
        }
    }

    pub(super) fn set_broken(&mut self, broken: BTreeMap<String, usize>) {
        self.broken = broken;
    }

    pub(super) fn set_learning(&mut self, is_learning: bool) {
        self.is_learning = is_learning;
    }

    pub(super) fn set_backups(&mut self, backups: Vec<Backup>) {
        self.backups = backups;
    }

    /// Shows another look-up table, counted from 0.
    pub(super) fn show_table(&mut self, table_idx: usize) {
        self.table_idx = table_idx;
    }

    pub(super) fn add_shop_field(&mut self, name: &str) {
        self.new_shop_fields.push(name.to_owned());
    }

    /// Shows a list as it will be: the next change builds upon this one.
    pub(super) fn expect(&mut self, change: &SheetChange) {
        match change {
            SheetChange::Shops(both) => self.profiles.shops.clone_from(&both.after),
            SheetChange::Words(both) => self.profiles.forbidden.clone_from(&both.after),
            SheetChange::Fields(both) => self.fields = Some(both.after.clone()),
            SheetChange::Tables(both) => self.tables = Some(both.after.clone()),
            SheetChange::Hidden(both) => self.hidings = Some(both.after.clone()),
            SheetChange::OwnRules(both) => self.own_rules = Some(both.after.clone()),
            SheetChange::Innocent(both) => self.profiles.innocent.clone_from(&both.after),
        }
        let is_of_policy = matches!(
            change,
            SheetChange::Shops(_)
                | SheetChange::Words(_)
                | SheetChange::OwnRules(_)
                | SheetChange::Innocent(_)
        );
        self.shops_revision += u64::from(is_of_policy);
        self.keep_table_in_range();
    }

    /// What was being saved is not: the lists are those of the files again.
    pub(super) fn save_failed(&mut self) {
        self.show_what_is_stored();
        self.keep_table_in_range();
    }

    fn show_what_is_stored(&mut self) {
        self.shops_revision += u64::from(self.own_rules.is_some());
        (self.fields, self.tables, self.hidings, self.own_rules) = (None, None, None, None);
        self.show_unwritten();
    }

    fn keep_table_in_range(&mut self) {
        self.table_idx = self.table_idx.min(self.tables().len().saturating_sub(1));
    }

    /// The changes that could not be written are applied to what the files say.
    fn show_unwritten(&mut self) {
        for change in self.unwritten.clone() {
            self.expect(&change);
        }
    }

    /// The changes that could not be written.
    pub(super) fn unwritten(&self) -> &[SheetChange] {
        &self.unwritten
    }

    /// A change of a list that could not be written: the list still shows it.
    pub(super) fn hold_unwritten(&mut self, change: SheetChange) {
        let known = self.unwritten.iter().position(|known| is_of_same_list(known, &change));
        let change = match known.map(|idx| self.unwritten.remove(idx)) {
            Some(known) => change.since(&known),
            None => change,
        };
        self.expect(&change);
        self.unwritten.push(change);
    }

    /// A new change together with what could not be written of its list before.
    pub(super) fn with_unwritten(&mut self, change: SheetChange) -> SheetChange {
        match self.unwritten.iter_mut().find(|known| is_of_same_list(known, &change)) {
            Some(known) => {
                let change = change.since(known);
                known.clone_from(&change);
                change
            }
            None => change,
        }
    }

    /// A list was written.
    pub(super) fn written(&mut self, change: &SheetChange) {
        self.unwritten.retain(|known| !is_of_same_list(known, change));
    }

    /// Forgets what could not be written of a list. Gives whether there was anything.
    pub(super) fn drop_unwritten(&mut self, is_meant: impl Fn(&SheetChange) -> bool) -> bool {
        let Some(idx) = self.unwritten.iter().position(is_meant) else { return false };
        let change = self.unwritten.remove(idx);
        self.expect(&change.inverse());
        true
    }
}

fn is_of_same_list(one: &SheetChange, other: &SheetChange) -> bool {
    discriminant(one) == discriminant(other)
}
