//! What a shop has said to be no breach of a rule.

/// An entry of the list `innocent` in `shops.ron`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Innocent {
    /// The id of the rule.
    pub rule: String,
    /// The clause as its reply has it: with its placeholders, never with what was filled in.
    pub text: String,
    /// The shops that have said so, by their names; none for all of them.
    pub shops: Vec<String>,
}

impl Innocent {
    /// Whether it applies in a shop. Without a shop only what applies in all of them does.
    pub fn applies_in(&self, shop: Option<&str>) -> bool {
        self.shops.is_empty() || shop.is_some_and(|shop| self.shops.iter().any(|known| known == shop))
    }
}
