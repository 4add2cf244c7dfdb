//! The row of a table that names its columns: among the first 20 the one with the most headers that are known.

use std::collections::BTreeSet;

use super::words::{self, Meaning};
use crate::exchange::input::Target;

/// So many rows are looked at.
pub(super) const SEARCHED: usize = 20;

/// Where the header of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Among the rows that were looked through, counted from 0.
    pub row_idx: usize,
    /// How many of its cells are headers that are known.
    pub known: usize,
}

impl Header {
    /// The header among rows of which none is blank; `None` where no row is one.
    pub(super) fn find<'a, Row>(rows: impl Iterator<Item = Row>) -> Option<Self>
    where
        Row: Iterator<Item = &'a str>,
    {
        let known =
            rows.take(SEARCHED).enumerate().map(|(row_idx, row)| (row_idx, known_headers(row, row_idx == 0)));
        let headers = known.filter(|(_, known)| *known > 0).map(|(row_idx, known)| Self { row_idx, known });
        // Of equals the first: the last is taken by `max_by_key`.
        headers.collect::<Vec<_>>().into_iter().rev().max_by_key(|header| header.known)
    }
}

/// How many cells of a row are headers that are known; 0 where it is a row of replies, or of instructions.
fn known_headers<'a>(cells: impl Iterator<Item = &'a str>, is_first: bool) -> usize {
    let (mut known, mut has_target, mut other, mut long) = (0, false, 0, 0);
    let mut seen = BTreeSet::new();
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        match words::meaning(cell) {
            Some(meaning) => {
                // A word that is there again is part of a text, not the name of another column.
                known += usize::from(seen.insert(words::without_brackets(cell)));
                has_target |= matches!(meaning, Meaning::Target(_));
            }
            None if words::is_short(cell) => other += 1,
            None => long += 1,
        }
    }
    let is_header = has_target && (long == 0 || known > 2 && long == 1) && (known > 1 || is_first);
    if is_header && known + 3 >= other { known } else { 0 }
}

/// Whether the only cell of a row is the header of a column of texts.
pub(super) fn is_single(cell: &str) -> bool {
    words::meaning(cell) == Some(Meaning::Target(Target::Text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> Option<usize> {
        Header::find(rows.iter().map(|row| row.iter().copied())).map(|header| header.row_idx)
    }

    #[test]
    fn a_header_below_instructions_is_found() {
        let rows: [&[&str]; 4] = [
            &["填写说明：1、一级分类必填，2、话术内容必填，请勿改动表头"],
            &["示例店铺话术"],
            &["一级分类（必填）", "二级分类（选填）", "话术标题（选填）", "话术内容（必填）（最多2000个字）"],
            &["售后", "退货", "退货流程", "亲，在订单里点申请售后就可以了"],
        ];
        assert_eq!(found(&rows), Some(2));
    }

    #[test]
    fn rows_of_replies_are_no_header() {
        let rows: [&[&str]; 2] = [
            &["发货问题", "亲，今天下午发货，请您放心，快递信息稍后更新"],
            &["退货说明", "亲，支持七天无理由退货的"],
        ];
        assert_eq!(found(&rows), None);
        assert_eq!(found(&[&["快捷短语内容（必填）"], &["您好，欢迎光临"]]), Some(0));
        assert_eq!(found(&[&["", "问题", "答案"], &["0", "多久发货", "今天"]]), Some(0));
    }
}
