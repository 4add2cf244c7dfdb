//! A shop's own facts, which fill the placeholders that no agent should have to type.

use std::collections::BTreeMap;

use jiff::civil::Time;

use super::Innocent;
use crate::diag::{ForbiddenWord, Rule, Severity};
use crate::template::{Table, Trade, Trades, read_time, trade_words};

/// The profile of one shop: 店铺名, 客服名, 默认快递 …, and tables that come before those of the packs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shop {
    /// In the order of the file.
    values: Vec<(String, String)>,
    /// Look-up tables of this shop, which come before those of the packs.
    pub tables: Vec<Table>,
    /// What it changes of the platforms' rules, by their ids.
    pub rules: BTreeMap<String, RuleChange>,
}

impl Shop {
    /// The placeholder that names the shop itself.
    pub const NAME: &str = "店铺名";

    /// The one that says where it sells.
    pub const PLATFORM: &str = "平台";

    /// The one that says when it stops sending on the same day.
    pub const CUT_OFF: &str = "截单时间";

    /// The one that says what it sells.
    pub const TRADE: &str = "行业";

    /// How many characters one message may have; 0 for any number.
    pub const LENGTH_LIMIT: &str = "字数上限";

    const USUAL_LENGTH_LIMIT: usize = 120;

    /// A profile of these values, in this order, that changes no rule.
    pub fn new(values: Vec<(String, String)>, tables: Vec<Table>) -> Self {
        Self { values, tables, rules: BTreeMap::new() }
    }

    /// Every field and its value.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(field, value)| (field.as_str(), value.as_str()))
    }

    /// Changes a value, adds it, or takes a blank one out.
    pub fn set_value(&mut self, field: &str, value: &str) {
        let known = self.values.iter_mut().find(|(known, _)| known == field);
        match (known, value.trim()) {
            (_, "") => self.values.retain(|(known, _)| known != field),
            (Some((_, known)), value) => value.clone_into(known),
            (None, value) => self.values.push((field.to_owned(), value.to_owned())),
        }
    }

    /// Changes values, or adds them.
    pub fn set(&mut self, values: &BTreeMap<String, String>) {
        for (field, value) in values {
            self.values.retain(|(known, _)| known != field);
            self.values.push((field.clone(), value.clone()));
        }
    }

    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        self.value(Self::NAME)
    }

    /// When it stops sending on the same day; `None` when it does not say, or not so that it can be read.
    pub fn cut_off(&self) -> Option<Time> {
        read_time(self.value(Self::CUT_OFF)?)
    }

    /// What it sells, as far as it can be read; none when it does not say.
    pub fn trades(&self) -> Trades {
        trade_words(self.value(Self::TRADE).unwrap_or_default()).filter_map(Trade::read).collect()
    }

    /// How many characters one message may have; 0 for any number.
    pub fn length_limit(shop: Option<&Self>) -> usize {
        let own = shop.and_then(|shop| shop.value(Self::LENGTH_LIMIT)).and_then(|limit| limit.parse().ok());
        own.unwrap_or(Self::USUAL_LENGTH_LIMIT)
    }

    /// The value of a placeholder; a blank one counts as missing.
    pub fn value(&self, field: &str) -> Option<&str> {
        let value = self.values.iter().find(|(known, _)| known == field).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }
}

/// The shops of the user, and what they share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShopProfiles {
    /// In the order of the file.
    pub shops: Vec<Shop>,
    /// What none of the shops must write.
    pub forbidden: Vec<ForbiddenWord>,
    /// What they have said to be no breach of a rule.
    pub innocent: Vec<Innocent>,
    /// The rules in the folder beside the file, and examples for those of the program.
    pub rules: Vec<Rule>,
}

/// What somebody changed of a rule of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleChange {
    /// It does not apply.
    Off,
    /// A breach is this bad.
    Severity(Severity),
}

impl RuleChange {
    /// Each with how a file writes it.
    pub const ALL: [(&str, Self); 4] = [
        ("off", Self::Off),
        ("hint", Self::Severity(Severity::Hint)),
        ("warning", Self::Severity(Severity::Warning)),
        ("error", Self::Severity(Severity::Error)),
    ];

    /// What is written so.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == code).map(|(_, change)| change)
    }

    /// How a file writes it.
    pub fn code(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, change)| *change == self).map_or("", |(code, _)| code)
    }
}
