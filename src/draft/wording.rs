//! Which wording of a reply is taken.

use crate::model::Reply;
use crate::template::Setting;

/// A wording, and how it was come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenWording {
    /// Counted from 0.
    pub idx: usize,
    /// Its conditions hold.
    pub holds: bool,
    /// The agent has turned to it.
    pub is_by_hand: bool,
    /// The shop's cut-off decides, and nobody knows it.
    pub needs_cut_off: bool,
}

impl ChosenWording {
    /// The one that is taken by itself: of those with conditions the first that holds, else one without; among those with
    /// the same conditions the one behind the `last` that was used.
    pub fn choose(reply: &Reply, setting: &Setting<'_>, last: Option<usize>) -> Self {
        let decided = reply.wordings.iter().find(|wording| {
            !wording.when.is_always()
                && (wording.when.holds(setting) || wording.when.waits_for_cut_off(setting))
        });
        let needs_cut_off = decided.is_some_and(|wording| wording.when.waits_for_cut_off(setting));
        let holding = decided.filter(|_| !needs_cut_off);
        let alike: Vec<usize> = (0..)
            .zip(&reply.wordings)
            .filter(|(_, wording)| match holding {
                Some(holding) => wording.when == holding.when,
                None => wording.when.is_always(),
            })
            .map(|(idx, _)| idx)
            .collect();
        let behind = last.and_then(|last| alike.iter().position(|idx| *idx == last)).map_or(0, |at| at + 1);
        let idx = alike.get(behind).or(alike.first()).copied();
        Self { idx: idx.unwrap_or(0), holds: idx.is_some(), is_by_hand: false, needs_cut_off }
    }

    /// The one that the agent has turned to.
    pub fn by_hand(idx: usize, reply: &Reply, setting: &Setting<'_>) -> Self {
        let holds = reply.wordings.get(idx).is_some_and(|wording| wording.when.holds(setting));
        Self { idx, holds, is_by_hand: true, needs_cut_off: false }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::Wording;
    use crate::template::calendar::{Calendar, DayKind};
    use crate::template::{Trades, When};

    fn reply(days: &[Option<DayKind>]) -> Reply {
        let wording = |day: &Option<DayKind>| Wording {
            when: When { days: day.iter().copied().collect(), ..When::default() },
            ..Wording::default()
        };
        Reply { wordings: days.iter().map(wording).collect(), ..Reply::default() }
    }

    #[test]
    fn the_first_condition_that_holds_is_taken_and_wordings_alike_take_turns() {
        const WEEKEND: Option<DayKind> = Some(DayKind::Weekend);
        let saturday = Setting {
            now: date(2026, 11, 21).at(9, 0, 0, 0),
            shop: None,
            trades: Trades::default(),
            cut_off: None,
            calendar: Calendar::china(),
        };
        let monday = Setting { now: date(2026, 11, 23).at(9, 0, 0, 0), ..saturday };
        let cases = [
            (vec![None, WEEKEND, None, WEEKEND], saturday, None, Some(1)),
            (vec![None, WEEKEND, None, WEEKEND], saturday, Some(1), Some(3)),
            (vec![None, WEEKEND, None, WEEKEND], saturday, Some(3), Some(1)),
            (vec![None, WEEKEND, None, WEEKEND], saturday, Some(0), Some(1)),
            (vec![None, WEEKEND, None, WEEKEND], monday, None, Some(0)),
            (vec![None, WEEKEND, None, WEEKEND], monday, Some(0), Some(2)),
            (vec![None, WEEKEND, None, WEEKEND], monday, Some(2), Some(0)),
            (vec![Some(DayKind::Holiday), WEEKEND], saturday, None, Some(1)),
            (vec![WEEKEND], monday, None, None),
            (vec![None], monday, Some(0), Some(0)),
        ];
        for (days, setting, last, expected) in cases {
            let wording = ChosenWording::choose(&reply(&days), &setting, last);
            assert_eq!(wording.holds.then_some(wording.idx), expected, "{days:?} {last:?}");
        }
        assert!(!ChosenWording::by_hand(0, &reply(&[WEEKEND]), &monday).holds);
    }
}
