use jiff::civil::{date, time};
use proptest::prelude::*;

use super::read::Found;
use super::*;
use crate::exchange::content::Reason;
use crate::exchange::grid::Grid;
use crate::exchange::work::Work;
use crate::model::{Message, Reply, Wording};
use crate::template::calendar::DayKind;
use crate::template::{Moment, Trade, When};

/// With what spreadsheets and readers of tables change: signs of formulas, escapes, entities, tags, blanks at the ends.
pub(in crate::exchange) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[亲好a=+@'\"\\\\, \t\n\r-]{1,12}",
        2 => "(=1\\+1|_x000D_|&#13;|&nbsp;|<br>|<b>|\\\\n|\\\\\"|\\{\\{|#|//|'=x|\u{3000}|\u{fffd}|\u{feff}|\u{0}|😀){1,4}",
        1 => "\\PC{1,20}",
        1 => prop::collection::vec(any::<char>(), 1..8).prop_map(|chars| chars.into_iter().collect()),
    ]
}

fn any_message() -> impl Strategy<Value = Message> {
    prop_oneof![
        4 => any_text().prop_map(|text| Message::Text(format!("文{text}"))),
        1 => any_text().prop_map(Message::Text),
        1 => "[a-z包]{1,6}\\.png".prop_map(Message::Image),
    ]
}

fn any_when() -> impl Strategy<Value = When> {
    let moment = prop_oneof![
        Just(None),
        Just(Some(Moment::CutOff)),
        (0..24_i8, 0..60_i8).prop_map(|(hour, minute)| Some(Moment::At(time(hour, minute, 0, 0)))),
    ];
    let day = |hour: Option<i8>| hour.map(|hour| date(2026, 11, 12).at(hour, 0, 0, 0));
    (
        prop::sample::subsequence(DayKind::ALL.to_vec(), 0..3),
        moment.clone(),
        moment,
        prop::option::of(0..24_i8),
        prop::option::of(0..24_i8),
        prop::collection::vec("[木棉店a\\\\]{1,4}", 0..2),
        prop::sample::subsequence(Trade::ALL.to_vec(), 0..2),
    )
        .prop_map(move |(days, before, after, from, until, shops, trades)| When {
            days,
            before,
            after,
            from: day(from),
            until: day(until),
            shops,
            trades: trades.into(),
        })
}

/// A reply as a library gives it, without an id.
pub(in crate::exchange) fn any_reply() -> impl Strategy<Value = Reply> {
    let list = || prop::collection::vec(any_text(), 0..3);
    let wording =
        (prop::collection::vec(any_message(), 1..3), prop_oneof![Just(When::default()), any_when()])
            .prop_map(|(messages, when)| Wording { messages, when });
    let texts = (any_text(), any_text(), prop::option::of(any_text()), prop::option::of(any_text()));
    let rest = (prop::option::of(0..24_i8), prop::sample::subsequence(Trade::ALL.to_vec(), 0..2));
    (texts, list(), list(), prop::collection::vec(wording, 1..4), rest).prop_map(
        |((title, category, code, note), tags, questions, mut wordings, (expires, trades))| {
            wordings.push(Wording { messages: vec![Message::Text("末".to_owned())], ..Wording::default() });
            Reply {
                title: format!("题{title}"),
                category,
                code,
                note,
                tags,
                questions,
                wordings,
                scenarios: vec!["insale.urge_shipping".to_owned()],
                next: vec!["r0".to_owned(), "other".to_owned()],
                expires: expires.map(|hour| date(2026, 12, 1).at(hour, 0, 0, 0)),
                trades: trades.into(),
                ..Reply::default()
            }
            .tidied()
        },
    )
}

/// Replies with ids, as a library gives them.
pub(in crate::exchange) fn any_replies() -> impl Strategy<Value = Vec<Reply>> {
    let numbered = |replies: Vec<Reply>| {
        let named = |(nth, reply)| Reply { id: format!("r{nth}"), ..reply };
        replies.into_iter().enumerate().map(named).collect()
    };
    prop::collection::vec(any_reply(), 1..5).prop_map(numbered)
}

fn grid(rows: &[Vec<String>]) -> Grid {
    let mut grid = Grid::new("");
    for (row_idx, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            grid.set(row_idx + 1, column, cell.clone()).unwrap();
        }
    }
    grid
}

fn header() -> Vec<String> {
    Column::ALL.map(|column| column.header().to_owned()).to_vec()
}

fn replies(found: Found) -> Vec<Reply> {
    assert!(found.rejected.is_empty(), "{:?}", found.rejected);
    found.entries.into_iter().map(|entry| *entry.whole.unwrap()).collect()
}

proptest! {
    #[test]
    fn what_is_written_reads_back_also_when_the_rows_were_sorted(original in any_replies(), turn in 0_usize..9) {
        let mut rows: Vec<Vec<String>> = original.iter().flat_map(rows).collect();
        let table = [vec![header()], rows.clone()].concat();
        prop_assert_eq!(&replies(read(&grid(&table), &Work::default()).unwrap().unwrap()), &original);
        let middle = turn % rows.len();
        rows.rotate_left(middle);
        let table = [vec![header()], rows].concat();
        let mut found = replies(read(&grid(&table), &Work::default()).unwrap().unwrap());
        found.sort_by(|one, other| one.id.cmp(&other.id));
        prop_assert_eq!(found, original);
    }

    #[test]
    fn no_cell_is_run_trimmed_or_taken_for_code(text in any_text()) {
        let cell = cell::escaped(&text);
        prop_assert_eq!(cell::unescaped(&cell), text.as_str());
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.trim() == cell, "{cell:?}");
        prop_assert!(!cell.contains("&#") && !cell.contains("_x000D_") && !cell.contains("<b"), "{cell:?}");
    }

    #[test]
    fn no_cells_make_the_reader_panic(cells in prop::collection::vec(any_text(), 16..48)) {
        let rows: Vec<Vec<String>> = cells.chunks(16).map(<[String]>::to_vec).collect();
        let table = [vec![header()], rows].concat();
        prop_assert!(read(&grid(&table), &Work::default()).unwrap().is_some());
    }
}

#[test]
fn a_text_that_is_longer_than_a_cell_goes_on_in_the_next_rows() {
    let long = "很长\\ ".repeat(20_000);
    let wordings = vec![Wording { messages: vec![Message::Text(long.clone())], ..Wording::default() }];
    let questions = (0..4_000).map(|nth| format!("第{nth}问")).collect();
    let reply = Reply {
        id: "a".into(),
        title: "长".into(),
        note: Some(long),
        questions,
        wordings,
        ..Reply::default()
    }
    .tidied();
    let written = rows(&reply);
    assert!(written.iter().flatten().all(|cell| cell.chars().count() <= 16_000));
    let table = [vec![header()], written].concat();
    assert_eq!(replies(read(&grid(&table), &Work::default()).unwrap().unwrap()), [reply]);
}

#[test]
fn a_reply_that_somebody_has_written_in_excel_is_read_and_one_with_a_mistake_is_rejected() {
    let row = |cells: &[(&str, &str)]| {
        let cell = |column: &Column| {
            cells.iter().find(|(name, _)| *name == column.header()).map_or("", |(_, cell)| *cell).to_owned()
        };
        Column::ALL.iter().map(cell).collect::<Vec<_>>()
    };
    let table = [
        header(),
        row(&[("标题", "新的"), ("话术", "亲，在的")]),
        row(&[("话术", "第二条")]),
        row(&[("编号", "b"), ("标题", "没有内容")]),
        row(&[("编号", "c"), ("标题", "条件"), ("话术", "x"), ("条件", "星座：白羊")]),
    ];
    let found = read(&grid(&table), &Work::default()).unwrap().unwrap();
    let reply = found.entries[0].whole.as_ref().unwrap();
    assert_eq!(
        (reply.title.as_str(), reply.texts().collect::<Vec<_>>()),
        ("新的", vec!["亲，在的", "第二条"])
    );
    let reasons: Vec<_> = found.rejected.iter().map(|rejected| (rejected.at.row, rejected.reason)).collect();
    assert_eq!(reasons, [(4, Reason::NoText), (5, Reason::Malformed)]);
}

#[test]
fn another_table_is_none_of_ours() {
    let table = [vec!["快捷短语编码".to_owned(), "快捷短语".to_owned()]];
    assert!(read(&grid(&table), &Work::default()).unwrap().is_none());
}
