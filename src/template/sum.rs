//! Small sums in a text: `{=金额/365}`, `{=(金额-优惠)*数量}`.

use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

use super::measure::{half_width, read_number};

/// A sum, as it was read. Its fields are numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// What is behind the `=`.
    source: String,
    root: SumTerm,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum SumTerm {
    Number(Decimal),
    Field(String),
    Negative(Box<SumTerm>),
    Binary(Box<SumTerm>, Operator, Box<SumTerm>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

/// Why a sum cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SumProblem {
    /// An operator or a bracket with nothing behind it.
    #[error("a number or a field is missing")]
    MissingTerm,
    /// Two numbers or fields side by side, also `金额x3`, where a letter was meant as a sign.
    #[error("an operator is missing")]
    MissingOperator,
    /// A term that begins with a digit.
    #[error("a number that cannot be read")]
    NoNumber,
    /// Brackets that do not pair.
    #[error("a bracket is not closed, or not opened")]
    Bracket,
    /// Brackets, or signs, more than 16 deep.
    #[error("more brackets in each other than anybody can read")]
    TooDeep,
    /// Whatever its fields are: it divides by zero, or its numbers are too large.
    #[error("a sum without a result")]
    NoResult,
}

/// Why a sum has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoResult {
    /// These fields have no value, or one that is not a number.
    Missing(Vec<String>),
    /// A division by zero, or a number that is too large.
    Impossible,
}

/// Brackets in brackets: the reader is recursive.
const DEEPEST: usize = 16;

impl Sum {
    /// # Errors
    /// See [`SumProblem`].
    pub fn parse(source: &str) -> Result<Self, SumProblem> {
        let tokens = tokens(source);
        let mut reader = SumReader { tokens: &tokens, depth: 0 };
        let root = reader.sum()?;
        match reader.tokens.first() {
            None if root.never_has_result() => Err(SumProblem::NoResult),
            None => Ok(Self { source: source.trim().to_owned(), root }),
            Some(SumToken::Close) => Err(SumProblem::Bracket),
            Some(SumToken::Open | SumToken::Operand(_) | SumToken::Operator(_)) => {
                Err(SumProblem::MissingOperator)
            }
        }
    }

    /// What is behind the `=`, as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The fields that it needs, in order without repeats.
    pub fn fields(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.root.each_field(&mut |name| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names
    }

    /// The result, rounded as money: two decimals, none for a whole number; a half goes away from zero.
    ///
    /// # Errors
    /// Fields without a number, or a sum that cannot be worked out.
    pub fn text(&self, number: &dyn Fn(&str) -> Option<Decimal>) -> Result<String, NoResult> {
        let missing: Vec<String> =
            self.fields().into_iter().filter(|name| number(name).is_none()).map(str::to_owned).collect();
        if !missing.is_empty() {
            return Err(NoResult::Missing(missing));
        }
        let result = self.root.value(number).ok_or(NoResult::Impossible)?;
        let rounded = result.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        let is_whole = rounded.fract().is_zero();
        Ok(if is_whole { rounded.trunc().to_string() } else { format!("{rounded:.2}") })
    }
}

impl SumTerm {
    /// Calls `found` with every field of the term, from left to right.
    fn each_field<'a>(&'a self, found: &mut impl FnMut(&'a str)) {
        match self {
            Self::Number(_) => {}
            Self::Field(name) => found(name),
            Self::Negative(term) => term.each_field(found),
            Self::Binary(left, _, right) => {
                left.each_field(found);
                right.each_field(found);
            }
        }
    }

    /// Whether a part of it without fields has no result, or is a zero that is divided by.
    fn never_has_result(&self) -> bool {
        match self {
            Self::Number(_) | Self::Field(_) => false,
            Self::Negative(term) => term.never_has_result(),
            Self::Binary(left, operator, right) => {
                let is_zero = right.constant() == Some(Decimal::ZERO);
                left.never_has_result()
                    || right.never_has_result()
                    || (*operator == Operator::Over && is_zero)
                    || (left.constant().is_some() && right.constant().is_some() && self.constant().is_none())
            }
        }
    }

    /// Its value where it has no fields.
    fn constant(&self) -> Option<Decimal> {
        self.value(&|_| None)
    }

    /// The value of the term; `None` where a field has none, or where a result is too large or divided by zero.
    fn value(&self, number: &dyn Fn(&str) -> Option<Decimal>) -> Option<Decimal> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Field(name) => number(name),
            Self::Negative(term) => term.value(number).map(|value| -value),
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.value(number)?, right.value(number)?);
                match operator {
                    Operator::Plus => left.checked_add(right),
                    Operator::Minus => left.checked_sub(right),
                    Operator::Times => left.checked_mul(right),
                    Operator::Over => left.checked_div(right),
                }
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum SumToken {
    Open,
    Close,
    Operator(Operator),
    /// A number or a name.
    Operand(String),
}

/// Signs, and what is between them, in the order of the source. Full-width signs are signs, too.
fn tokens(source: &str) -> Vec<SumToken> {
    let mut out = Vec::new();
    for c in source.chars() {
        let token = match half_width(c) {
            '(' => SumToken::Open,
            ')' => SumToken::Close,
            '+' => SumToken::Operator(Operator::Plus),
            '-' | '−' => SumToken::Operator(Operator::Minus),
            '*' | '×' => SumToken::Operator(Operator::Times),
            '/' | '÷' => SumToken::Operator(Operator::Over),
            c => {
                match out.last_mut() {
                    Some(SumToken::Operand(text)) => text.push(c),
                    _ => out.push(SumToken::Operand(c.to_string())),
                }
                continue;
            }
        };
        out.push(token);
    }
    out.retain(|token| !matches!(token, SumToken::Operand(text) if text.trim().is_empty()));
    out
}

struct SumReader<'a> {
    tokens: &'a [SumToken],
    depth: usize,
}

impl SumReader<'_> {
    /// Takes the operator that comes next, if it is one of these.
    fn operator(&mut self, wanted: [Operator; 2]) -> Option<Operator> {
        match self.tokens.split_first() {
            Some((SumToken::Operator(operator), rest)) if wanted.contains(operator) => {
                self.tokens = rest;
                Some(*operator)
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Result<SumTerm, SumProblem> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator([Operator::Plus, Operator::Minus]) {
            left = SumTerm::Binary(Box::new(left), operator, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<SumTerm, SumProblem> {
        let mut left = self.term()?;
        while let Some(operator) = self.operator([Operator::Times, Operator::Over]) {
            left = SumTerm::Binary(Box::new(left), operator, Box::new(self.term()?));
        }
        Ok(left)
    }

    /// Reads one number, one field, one negation, or one sum in brackets.
    fn term(&mut self) -> Result<SumTerm, SumProblem> {
        let Some((first, rest)) = self.tokens.split_first() else { return Err(SumProblem::MissingTerm) };
        self.tokens = rest;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(SumProblem::TooDeep);
        }
        let term = match first {
            SumToken::Open => {
                let inside = self.sum()?;
                match self.tokens.split_first() {
                    Some((SumToken::Close, rest)) => self.tokens = rest,
                    Some((SumToken::Open | SumToken::Operand(_), _)) => {
                        return Err(SumProblem::MissingOperator);
                    }
                    Some((SumToken::Operator(_), _)) | None => return Err(SumProblem::Bracket),
                }
                inside
            }
            SumToken::Close if rest.is_empty() && self.depth == 1 => return Err(SumProblem::Bracket),
            SumToken::Operator(Operator::Minus) => SumTerm::Negative(Box::new(self.term()?)),
            SumToken::Close | SumToken::Operator(_) => return Err(SumProblem::MissingTerm),
            SumToken::Operand(text) => {
                let text = text.trim();
                match read_number(text) {
                    Some(number) => SumTerm::Number(number),
                    None if text.starts_with(|c: char| c.is_ascii_digit()) => {
                        return Err(SumProblem::NoNumber);
                    }
                    None if text.contains(char::is_whitespace) || has_times(text) => {
                        return Err(SumProblem::MissingOperator);
                    }
                    None => SumTerm::Field(text.to_owned()),
                }
            }
        };
        self.depth -= 1;
        Ok(term)
    }
}

/// 金额x3: a letter that was meant as a sign.
fn has_times(name: &str) -> bool {
    let without = name.trim_end_matches(|c: char| c.is_ascii_digit());
    without.len() < name.len() && without.ends_with(['x', 'X'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(name: &str) -> Option<Decimal> {
        let known = [("金额", "299"), ("数量", "3"), ("优惠", "20.5"), ("零", "0")];
        known.iter().find(|(known, _)| *known == name).map(|(_, value)| value.parse().unwrap())
    }

    #[test]
    fn every_sum_is_rounded_as_money() {
        let cases = [
            ("金额/365", "0.82"),
            ("365/365", "1"),
            ("1/8", "0.13"),
            ("0-1/8", "-0.13"),
            ("金额*数量", "897"),
            ("金额 × 数量 − 优惠", "876.50"),
            ("（金额－优惠）÷ 2", "139.25"),
            ("金额*90%", "269.10"),
            ("-优惠+1", "-19.50"),
            ("2+3*4", "14"),
            ("10-3-2", "5"),
            ("￥1,299/2", "649.50"),
            ("数量", "3"),
        ];
        for (source, expected) in cases {
            let sum = Sum::parse(source).unwrap();
            assert_eq!(sum.text(&value).as_deref(), Ok(expected), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let deep = "(".repeat(20) + "1" + &")".repeat(20);
        let cases = [
            ("", SumProblem::MissingTerm),
            ("金额/", SumProblem::MissingTerm),
            ("*金额", SumProblem::MissingTerm),
            ("()", SumProblem::MissingTerm),
            (")", SumProblem::Bracket),
            ("(金额", SumProblem::Bracket),
            ("金额)", SumProblem::Bracket),
            ("(1)(2)", SumProblem::MissingOperator),
            ("2(3)", SumProblem::MissingOperator),
            ("金额 2", SumProblem::MissingOperator),
            ("金额x3", SumProblem::MissingOperator),
            ("3件", SumProblem::NoNumber),
            ("1.5,5", SumProblem::NoNumber),
            (deep.as_str(), SumProblem::TooDeep),
        ];
        for (source, problem) in cases {
            assert_eq!(Sum::parse(source), Err(problem), "{source}");
        }
        let huge = "9".repeat(28);
        for source in ["1/0", "金额/(2-2)", "金额+1/0", "-(1/0)", &format!("{huge}*{huge}*金额")] {
            assert_eq!(Sum::parse(source), Err(SumProblem::NoResult), "{source}");
        }
    }

    #[test]
    fn what_has_no_result_says_why() {
        let result = |source: &str| Sum::parse(source).unwrap().text(&value);
        assert_eq!(
            result("单价*件数+单价"),
            Err(NoResult::Missing(vec!["单价".to_owned(), "件数".to_owned()]))
        );
        assert_eq!(result("金额/零"), Err(NoResult::Impossible));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(source in "[0-9.金额()（+*/÷ -]{0,30}") {
            if let Ok(sum) = Sum::parse(&source) {
                let result = sum.text(&|_| Some(Decimal::ONE));
                prop_assert!(!matches!(result, Err(NoResult::Missing(_))));
            }
        }
    }
}
