//! The rows of the list, where the program's own replies are folded away under own ones that answer the same.
//!
//! ```text
//! 催发货                通用 2 条 →        催发货                通用 2 条 ←
//! 退货流程                                     催发货
//!                                              周末订单说明
//!                                          退货流程
//! ```

use super::listing::{Fold, Row};
use crate::model::ReplyRef;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Rows {
    shown: Vec<Row>,
    /// In their order.
    folded: Vec<FoldedRow>,
}

/// A row that is not shown.
#[derive(Debug)]
pub(super) struct FoldedRow {
    /// The reply of the row that it is folded away under.
    pub under: ReplyRef,
    pub row: Row,
}

impl Rows {
    /// A list with all of `folded` closed. Each is folded away under a row of `shown`.
    pub(super) fn new(shown: Vec<Row>, folded: Vec<FoldedRow>) -> Self {
        let mut rows = Self { shown, folded: Vec::new() };
        for row in folded {
            rows.fold_away(row);
        }
        rows
    }

    pub(super) fn shown(&self) -> &[Row] {
        &self.shown
    }

    /// How many rows there are, shown or not.
    pub(super) fn count(&self) -> usize {
        self.shown.len() + self.folded.len()
    }

    /// The index of the row of a reply that is shown, counted from 0.
    pub(super) fn position(&self, at: ReplyRef) -> Option<usize> {
        self.shown.iter().position(|row| row.at == at)
    }

    /// Goes on with the rows of a longer list that are not there yet. What is shown stays where it is.
    pub(super) fn extend(&mut self, longer: Self) {
        let is_new = |known: &Self, row: &Row| {
            known.position(row.at).is_none() && known.folded.iter().all(|folded| folded.row.at != row.at)
        };
        let new: Vec<Row> = longer.shown.into_iter().filter(|row| is_new(self, row)).collect();
        let new = new.into_iter().map(|row| Row { fold: Fold::Nothing, ..row });
        self.shown.extend(new);
        for folded in longer.folded {
            if is_new(self, &folded.row) {
                self.fold_away(folded);
            }
        }
    }

    /// Shows what is folded away under a row, right below it. The row is counted from 0.
    pub(super) fn unfold(&mut self, row_idx: usize) {
        let Some(own) = self.shown.get_mut(row_idx) else { return };
        let Fold::Closed(count) = own.fold else { return };
        own.fold = Fold::Open(count);
        let at = own.at;
        let (opened, folded) = std::mem::take(&mut self.folded).into_iter().partition(|row| row.under == at);
        self.folded = folded;
        let opened: Vec<FoldedRow> = opened;
        let below = row_idx + 1;
        self.shown.splice(below..below, opened.into_iter().map(|folded| folded.row));
    }

    /// Folds away again what is shown below a row, or together with it below another one. Gives the row that it is folded
    /// away under; `None` where nothing was. Rows are counted from 0.
    pub(super) fn fold(&mut self, row_idx: usize) -> Option<usize> {
        let above = self.shown.get(..=row_idx)?;
        let own_idx = above.iter().rposition(|row| row.fold != Fold::Under)?;
        let own = self.shown.get_mut(own_idx)?;
        let Fold::Open(count) = own.fold else { return None };
        own.fold = Fold::Closed(count);
        let (under, below) = (own.at, own_idx + 1);
        let rows = self.shown.drain(below..below + count);
        self.folded.extend(rows.map(|row| FoldedRow { under, row }));
        Some(own_idx)
    }

    /// Shows a reply that is folded away, with the others that are under the same row.
    pub(super) fn reveal(&mut self, at: ReplyRef) {
        let folded = self.folded.iter().find(|folded| folded.row.at == at);
        if let Some(own_idx) = folded.and_then(|folded| self.position(folded.under)) {
            self.unfold(own_idx);
        }
    }

    /// Where the row that it belongs under is open, it is an ordinary one behind the others: nothing that is shown moves.
    fn fold_away(&mut self, folded: FoldedRow) {
        let own = self.shown.iter_mut().find(|row| row.at == folded.under);
        match own.map(|own| &mut own.fold) {
            Some(Fold::Closed(count)) => *count += 1,
            Some(fold @ Fold::Nothing) => *fold = Fold::Closed(1),
            Some(Fold::Open(_) | Fold::Under) | None => {
                return self.shown.push(Row { fold: Fold::Nothing, ..folded.row });
            }
        }
        self.folded.push(FoldedRow { row: Row { fold: Fold::Under, ..folded.row }, ..folded });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::model::{Layer, Library, Pack, Reply};

    /// Ten replies.
    static REPLIES: LazyLock<Vec<ReplyRef>> = LazyLock::new(|| {
        let reply = |nth: usize| Reply { id: nth.to_string(), ..Reply::default() };
        let pack = Pack { replies: (0..10).map(reply).collect(), ..Pack::default() };
        Library::new(vec![(Layer::Personal, pack)]).replies().map(|(at, _)| at).collect()
    });

    fn row(reply: usize) -> Row {
        Row {
            at: REPLIES[reply],
            tier: None,
            section: None,
            is_expired: false,
            is_answer: false,
            fold: Fold::Nothing,
        }
    }

    fn under(own: usize, reply: usize) -> FoldedRow {
        FoldedRow { under: REPLIES[own], row: row(reply) }
    }

    /// The rows that are shown, each with its mark.
    fn shown(rows: &Rows) -> String {
        let number = |row: &Row| REPLIES.iter().position(|at| *at == row.at).unwrap();
        let shown = rows.shown().iter().map(|row| match row.fold {
            Fold::Nothing => format!("{}", number(row)),
            Fold::Closed(count) => format!("{}>{count}", number(row)),
            Fold::Open(count) => format!("{}<{count}", number(row)),
            Fold::Under => format!("-{}", number(row)),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_are_folded_away_shown_and_folded_away_again() {
        let mut rows = Rows::new(vec![row(0), row(1), row(2)], vec![under(1, 8), under(0, 7), under(1, 9)]);
        assert_eq!((shown(&rows).as_str(), rows.count()), ("0>1 1>2 2", 6));
        rows.unfold(1);
        assert_eq!((shown(&rows).as_str(), rows.count()), ("0>1 1<2 -8 -9 2", 6));
        rows.unfold(0);
        assert_eq!(shown(&rows), "0<1 -7 1<2 -8 -9 2");
        for nothing in [5, 1, 3, 99] {
            rows.unfold(nothing);
        }
        assert_eq!((rows.fold(5), rows.fold(99)), (None, None));
        assert_eq!(rows.fold(4), Some(2));
        assert_eq!(shown(&rows), "0<1 -7 1>2 2");
        assert_eq!((rows.fold(0), rows.fold(0)), (Some(0), None));
        rows.reveal(REPLIES[9]);
        assert_eq!(shown(&rows), "0>1 1<2 -8 -9 2");
    }

    #[test]
    fn a_row_that_belongs_under_none_that_is_there_is_an_ordinary_one() {
        let rows = Rows::new(vec![row(0)], vec![under(5, 7)]);
        assert_eq!((shown(&rows).as_str(), rows.count()), ("0 7", 2));
    }

    #[test]
    fn a_list_that_goes_on_moves_nothing_that_is_shown() {
        let first = || Rows::new(vec![row(0), row(1)], vec![under(0, 7)]);
        let longer = || {
            Rows::new(vec![row(1), row(0), row(2)], vec![under(0, 7), under(0, 8), under(1, 9), under(2, 6)])
        };
        let mut rows = first();
        rows.extend(longer());
        assert_eq!((shown(&rows).as_str(), rows.count()), ("0>2 1>1 2>1", 7));
        let mut rows = first();
        rows.unfold(0);
        rows.extend(longer());
        assert_eq!(shown(&rows), "0<1 -7 1>1 2>1 8");
    }
}
