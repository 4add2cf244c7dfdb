//! What a handbook says beside its replies.

use jiff::civil::DateTime;

use super::Words;
use crate::exchange::{HandbookWord, HandbookWords};
use crate::model::Language;
use crate::template::calendar::DayKind;
use crate::template::{Reason, When, written_moment};

impl HandbookWords for Words {
    fn language(&self) -> &'static str {
        match self.language() {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    fn word(&self, word: HandbookWord) -> String {
        let id = match word {
            HandbookWord::Title => "handbook-title",
            HandbookWord::Contents => "handbook-contents",
            HandbookWord::NoCategory => "handbook-no-category",
            HandbookWord::Questions => "handbook-questions",
            HandbookWord::Wording => "handbook-wording",
            HandbookWord::Note => "handbook-note",
            HandbookWord::Next => "handbook-next",
            HandbookWord::NoPicture => "handbook-no-picture",
            HandbookWord::Legend => "handbook-legend",
        };
        self.text(id).into_owned()
    }

    fn count(&self, replies: usize) -> String {
        self.with("handbook-count", &[("count", &replies.to_string())])
    }

    fn conditions(&self, when: &When) -> String {
        let mut said: Vec<Reason> = match when.days.as_slice() {
            [DayKind::Working, DayKind::MakeUp] => vec![Reason::WorkedDay(true)],
            [DayKind::Weekend, DayKind::Holiday] => vec![Reason::WorkedDay(false)],
            days => days.iter().copied().map(Reason::Day).collect(),
        };
        said.extend(when.after.map(Reason::After));
        said.extend(when.before.map(Reason::Before));
        if when.from.is_some() || when.until.is_some() {
            said.push(Reason::Between(when.from, when.until));
        }
        said.extend(when.shops.iter().cloned().map(Reason::Shop));
        if !when.trades.is_empty() {
            said.push(Reason::Trades(when.trades));
        }
        self.reasons(&said)
    }

    fn until(&self, end: DateTime) -> String {
        self.with("handbook-until", &[("time", &written_moment(end, crate::template::Edge::End))])
    }
}
