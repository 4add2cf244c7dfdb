//! A shop's own facts, which fill the placeholders that no agent should have to type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The values of one shop: 店铺名, 客服名, 默认快递 … A value that is not here is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shop {
    values: BTreeMap<String, String>,
}

impl Shop {
    /// The placeholder that names the shop itself.
    pub const NAME: &str = "店铺名";

    pub fn new(values: BTreeMap<String, String>) -> Self {
        Self { values }
    }

    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        self.value(Self::NAME)
    }

    /// The value of a placeholder; a blank one counts as missing.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.get(field).map(|value| value.trim()).filter(|value| !value.is_empty())
    }
}
