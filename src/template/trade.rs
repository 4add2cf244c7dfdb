//! What a shop sells, and which replies and wordings are meant for it: `trades: ["clothes", "shoes"]`, or in Chinese.
//!
//! A file names each by its code or by a Chinese word; the shop's profile by its Chinese word. A shop may have several.

use serde::{Deserialize, Serialize};

/// A kind of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words are those of the goods")]
pub enum Trade {
    Clothes,
    Shoes,
    Beauty,
    Baby,
    Food,
    Tea,
    Appliances,
    Digital,
    Furniture,
    Toys,
}

/// Each with its code, its name in a shop's profile, and other words for it.
const WORDS: [(Trade, &str, &str, &[&str]); 10] = [
    (Trade::Clothes, "clothes", "服装", &["服饰", "女装", "男装", "内衣"]),
    (Trade::Shoes, "shoes", "鞋靴", &["鞋", "女鞋", "男鞋", "鞋包"]),
    (Trade::Beauty, "beauty", "美妆", &["护肤", "彩妆", "化妆品", "个护"]),
    (Trade::Baby, "baby", "母婴", &["童装", "婴儿"]),
    (Trade::Food, "food", "食品", &["零食", "生鲜"]),
    (Trade::Tea, "tea", "茶", &["茶叶"]),
    (Trade::Appliances, "appliances", "家电", &["电器"]),
    (Trade::Digital, "digital", "数码", &["手机", "电脑"]),
    (Trade::Furniture, "furniture", "家具", &["家居"]),
    (Trade::Toys, "toys", "玩具", &[]),
];

/// What stands between several trades of a shop.
const SEPARATORS: [char; 5] = ['、', ',', '，', '/', ';'];

impl Trade {
    /// In the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Clothes,
        Self::Shoes,
        Self::Beauty,
        Self::Baby,
        Self::Food,
        Self::Tea,
        Self::Appliances,
        Self::Digital,
        Self::Furniture,
        Self::Toys,
    ];

    /// The one that a code or a Chinese word means.
    pub fn read(word: &str) -> Option<Self> {
        let is_meant = |(_, code, name, others): &&(Self, &str, &str, &[&str])| {
            code.eq_ignore_ascii_case(word) || *name == word || others.contains(&word)
        };
        WORDS.iter().find(is_meant).map(|(trade, ..)| *trade)
    }

    /// The stable name in library files.
    pub fn code(self) -> &'static str {
        WORDS.iter().find(|(trade, ..)| *trade == self).map_or("", |(_, code, ..)| code)
    }

    /// Its name in a shop's profile.
    pub fn name(self) -> &'static str {
        WORDS.iter().find(|(trade, ..)| *trade == self).map_or("", |(_, _, name, _)| name)
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The words of a text that gives several trades: `服装、鞋靴`.
pub fn trade_words(text: &str) -> impl Iterator<Item = &str> {
    let is_separator = |c: char| c.is_whitespace() || SEPARATORS.contains(&c);
    text.split(is_separator).filter(|word| !word.is_empty())
}

/// Some of the trades, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Trade>", into = "Vec<Trade>")]
pub struct Trades(u16);

impl Trades {
    /// Whether there is none: what is meant for none in particular is meant for all.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// In the order of [`Trade::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Trade> {
        Trade::ALL.into_iter().filter(move |trade| self.has(*trade))
    }

    /// Whether it is one of them.
    pub fn has(self, trade: Trade) -> bool {
        self.0 & trade.bit() != 0
    }

    /// With this one, or without it.
    pub fn set(&mut self, trade: Trade, is_on: bool) {
        if is_on {
            self.0 |= trade.bit();
        } else {
            self.0 &= !trade.bit();
        }
    }

    /// Whether what is meant for these trades fits a shop with those. What is meant for none in particular fits every shop;
    /// what is meant for some fits no shop whose trade is not known.
    pub fn fit(self, shop: Self) -> bool {
        self.is_empty() || self.0 & shop.0 != 0
    }
}

impl FromIterator<Trade> for Trades {
    fn from_iter<I: IntoIterator<Item = Trade>>(trades: I) -> Self {
        Self(trades.into_iter().fold(0, |bits, trade| bits | trade.bit()))
    }
}

impl From<Vec<Trade>> for Trades {
    fn from(trades: Vec<Trade>) -> Self {
        trades.into_iter().collect()
    }
}

impl From<Trades> for Vec<Trade> {
    fn from(trades: Trades) -> Self {
        trades.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_is_read_by_its_code_and_by_its_chinese_words() {
        for trade in Trade::ALL {
            assert_eq!((Trade::read(trade.code()), Trade::read(trade.name())), (Some(trade), Some(trade)));
        }
        assert_eq!((Trade::read("女装"), Trade::read("Tea")), (Some(Trade::Clothes), Some(Trade::Tea)));
        assert_eq!((Trade::read("衣服鞋"), Trade::read("")), (None, None));
        assert_eq!(trade_words("服装、 鞋靴,茶").collect::<Vec<_>>(), ["服装", "鞋靴", "茶"]);
    }

    #[test]
    fn what_is_for_some_trades_fits_shops_of_one_of_them_only() {
        let of = |trades: &[Trade]| trades.iter().copied().collect::<Trades>();
        let worn = of(&[Trade::Clothes, Trade::Shoes]);
        let cases = [
            (worn, of(&[Trade::Shoes]), true),
            (worn, of(&[Trade::Shoes, Trade::Tea]), true),
            (worn, of(&[Trade::Tea]), false),
            (worn, of(&[]), false),
            (of(&[]), of(&[]), true),
            (of(&[]), of(&[Trade::Toys]), true),
        ];
        for (meant, shop, fit) in cases {
            assert_eq!(meant.fit(shop), fit, "{meant:?} in {shop:?}");
        }
        let json = serde_json::to_string(&worn).unwrap();
        assert_eq!(
            (json.as_str(), serde_json::from_str::<Trades>(&json).unwrap()),
            (r#"["Clothes","Shoes"]"#, worn)
        );
    }
}
