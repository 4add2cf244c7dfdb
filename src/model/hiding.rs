//! Replies that the user does not want to be offered.

/// An entry of the list `hidden` of the personal library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hiding {
    /// The reply, as `pack/id`.
    pub reply: String,
    /// The shops that it is not offered in, by their names; none for all of them.
    pub shops: Vec<String>,
}

impl Hiding {
    /// That a reply is offered in no shop.
    pub fn everywhere(pack: &str, id: &str) -> Self {
        Self { reply: format!("{pack}/{id}"), shops: Vec::new() }
    }

    /// The ids of the pack and of the reply; `None` where it names no pack.
    pub fn ids(&self) -> Option<(&str, &str)> {
        self.reply.split_once('/')
    }

    /// Whether it applies in a shop. Without a shop only what is hidden in all of them is.
    pub fn applies_in(&self, shop: Option<&str>) -> bool {
        self.shops.is_empty() || shop.is_some_and(|shop| self.shops.iter().any(|known| known == shop))
    }
}
