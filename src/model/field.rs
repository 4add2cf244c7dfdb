//! What a pack says about a placeholder.

use regex::Regex;

use crate::template::Trades;

/// A placeholder that a pack declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldDecl {
    /// As it is written between braces.
    pub name: String,
    /// How it is asked for.
    pub kind: FieldKind,
    /// How long a value holds.
    pub scope: Scope,
    /// What a value should look like. A mismatch is reported, never refused.
    pub pattern: Option<FieldPattern>,
    /// Filled in unless the agent gives another value; `{名}` alone stands for the value of that field.
    pub default: Option<String>,
    /// What is filled in instead in shops that sell certain goods; the first that fits counts.
    pub trade_defaults: Vec<TradeDefault>,
    /// Shown while the field is empty.
    pub example: Option<String>,
    /// For a number: the unit that it is meant and shown in.
    pub unit: Option<String>,
    /// The values to choose from; empty for a free text.
    pub choices: Vec<String>,
}

/// A default for shops that sell one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeDefault {
    /// At least one.
    pub trades: Trades,
    /// Filled in as it is.
    pub value: String,
}

impl FieldDecl {
    /// What is filled in, in a shop that sells this, unless the agent gives another value.
    pub fn default_in(&self, shop: Trades) -> Option<&str> {
        let of_trade = self.trade_defaults.iter().find(|of_trade| of_trade.trades.fit(shop));
        of_trade.map(|of_trade| of_trade.value.as_str()).or(self.default.as_deref())
    }
}

/// How a field is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FieldKind {
    /// Free text in one line.
    #[default]
    Text,
    /// Over several lines.
    LongText,
    /// A number, with [`FieldDecl::unit`] where it has one.
    Number,
    /// A day, see [`crate::template::read_date`].
    Date,
    /// One of [`FieldDecl::choices`].
    Choice,
    /// Found in a table, see [`crate::template::Table`].
    LookUp {
        /// The table's name.
        table: String,
        /// The output of the table.
        column: String,
    },
}

impl FieldKind {
    /// One of each; a look-up without its table.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::LongText,
        Self::Number,
        Self::Date,
        Self::Choice,
        Self::LookUp { table: String::new(), column: String::new() },
    ];

    /// The stable name in library files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "longtext",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::LookUp { .. } => "lookup",
        }
    }

    /// The kind of this code; a look-up without its table.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The table that values are looked up in, and its output.
    pub fn look_up(&self) -> Option<(&str, &str)> {
        if let Self::LookUp { table, column } = self { Some((table, column)) } else { None }
    }
}

/// How long a value of a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// For every buyer of a shop: it is in the shop's profile.
    Shop,
    /// For one buyer.
    Buyer,
    /// For one copy.
    #[default]
    Now,
}

impl Scope {
    /// Every scope, the longest first.
    pub const ALL: [Self; 3] = [Self::Shop, Self::Buyer, Self::Now];

    /// The stable name in library files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Buyer => "buyer",
            Self::Now => "now",
        }
    }
}

/// What a whole value should look like, and what to say when it does not.
#[derive(Debug, Clone)]
pub struct FieldPattern {
    source: String,
    regex: Regex,
    /// What to say to the agent when a value does not fit.
    pub message: String,
}

/// The character at which a pattern goes wrong, counted from 1; the first where it is only too large.
fn fault_of(source: &str) -> usize {
    let at = match regex_syntax::parse(source) {
        Err(regex_syntax::Error::Parse(error)) => error.span().start.offset,
        Err(regex_syntax::Error::Translate(error)) => error.span().start.offset,
        _ => 0,
    };
    source.get(..at).map_or(0, |before| before.chars().count()) + 1
}

impl FieldPattern {
    /// # Errors
    /// The pattern cannot be read: from which character on, counted from 1.
    pub fn new(source: &str, message: &str) -> Result<Self, usize> {
        let regex = Regex::new(&format!("^(?:{source})$")).map_err(|_error| fault_of(source))?;
        Ok(Self { source: source.to_owned(), regex, message: message.to_owned() })
    }

    /// As it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole value, without blanks around it, fits.
    pub fn fits(&self, value: &str) -> bool {
        self.regex.is_match(value.trim())
    }
}

impl PartialEq for FieldPattern {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.message) == (&other.source, &other.message)
    }
}

impl Eq for FieldPattern {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_the_whole_value() {
        let pattern = FieldPattern::new("[0-9]{3}|[a-z]", "三位数字").unwrap();
        for (value, fits) in [("123", true), (" 123 ", true), ("1234", false), ("a", true), ("1a", false)] {
            assert_eq!(pattern.fits(value), fits, "{value}");
        }
        assert!(FieldPattern::new("[", "").is_err());
    }
}
